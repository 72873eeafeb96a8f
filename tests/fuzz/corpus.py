# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What services really answer, as bytes: asked of the simulator, which answers for each family and type as its API documents."""

from __future__ import annotations

import base64
import contextlib
import http.client
import itertools
import json
from typing import Any, Mapping, NamedTuple, Optional, Sequence
from urllib.parse import urlencode, urlsplit

from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place, Session
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_ids import Resource
from ansible_collections.longops.oracle.plugins.module_utils._resources import targets
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import lookup as resource_lookup
from ansible_collections.longops.oracle.plugins.module_utils._resources.targets import Naming
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.scenario import ScenarioError

COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaa" + "exampleofwhatisfuzzed" * 2
RESOURCE = "ocid1.thing.oc1.iad.aaaaaaaa" + "exampleofwhatisfuzzed" * 2
ERRORS = [{"code": "InternalError", "message": "Out of host capacity."}]
#: The kinds of operations, as the figures call them.
KINDS = WORK_REQUESTS, GOLDENGATE, RESOURCES = "oci", "goldengate", "resource"
#: Types of resources: with a state under another name, explanations in fields of their own, below others, in a vault, with names for ids.
TYPES = (
    "core.instance", "core.boot_volume_attachment", "core.vcn", "database.autonomous_database", "mysql.db_system", "container_engine.cluster",
    "container_engine.addon", "container_engine.virtual_node", "resource_manager.job", "bastion.session", "key_management.key", "golden_gate.deployment",
    "load_balancer.load_balancer", "object_storage.private_endpoint", "identity.compartment", "data_catalog.attribute", "oda.oda_instance",
    "compute_instance_agent.instance_agent_plugin", "adm.stage", "database_migration.job", "os_management_hub.profile_version", "file_storage.file_system",
)  # fmt: skip


class Seed(NamedTuple):
    """An operation, and the answers that a service gave about it, by call. service is the title of a family or of a type; None for GoldenGate.

    parameters are the other names in the path of a resource.
    """

    service: Optional[str]
    id: str
    answers: Mapping[str, bytes]
    kind: str = WORK_REQUESTS
    parameters: Mapping[str, str] = {}


class Unsigned:
    """Authenticates requests with nothing, for servers that do not ask."""

    region = None
    key_id, source, hint = "tenancy/user/fingerprint", "profile DEFAULT of the file", "Check the key."

    def refresh(self, rejected: str) -> bool:
        return False

    def __call__(self, request: Any) -> Any:
        return request


def seeds(titles: Optional[Sequence[str]] = None, kinds: Sequence[str] = KINDS) -> list[Seed]:
    """Those of the families of these titles, by default of all, those of GoldenGate, and those of resources; of these kinds only."""
    titles = titles or [family.title for family in lookup.families()]
    with Simulator(authenticate=False, retry_after="0.5") as sim:
        of_resources = [_of_resource(sim, title) for title in TYPES] if RESOURCES in kinds else []
        if WORK_REQUESTS not in kinds:
            return of_resources + (_of_goldengate(sim) if GOLDENGATE in kinds else [])
        outcomes = itertools.cycle(("succeeded", None))
        found = [_of_family(sim, title, outcome) for title in titles for outcome in ("failed", next(outcomes))]
        sim.fault(status=503)
        found.append(Seed(found[0].service, found[0].id, {"get": _raw(sim, "/20180222/workRequests/x", {})}))
        return found + _of_goldengate(sim) + of_resources


def _of_family(sim: Simulator, title: str, outcome: Optional[str]) -> Seed:
    how = {"outcome": outcome, "compartment_id": COMPARTMENT, "resources": [{"identifier": RESOURCE}]}
    if outcome:
        how["seconds"] = 0
    if outcome == "failed":
        how["errors"] = ERRORS
    operation = sim.launch(title, **how)
    signer = Unsigned()
    place = Place(service_endpoint=sim.endpoint(title), compartment_id=COMPARTMENT)
    client = OciClient(Transport(signer, conventions=CONVENTIONS), signer, place)
    target = client.target(operation.id, title)
    sim.journal.clear()
    observed = client.read(target)
    assert observed.operation is not None, observed.fault
    client.errors(target, observed.operation)
    client.logs(target, observed.operation)
    if target.family.list and set(target.family.list_requires) <= {"compartmentId", "namespaceName"}:
        client.listing.list_work_requests(target.family, COMPARTMENT, Filters())
    asked = {(entry.path, urlencode(entry.query, doseq=True)): entry for entry in sim.journal if entry.method == "GET"}
    about = {"identifier": RESOURCE, "compartmentId": COMPARTMENT, "resourceType": "Thing"}
    answers = {str(entry.call): _raw(sim, path, entry.headers, query) for (path, query), entry in asked.items()}
    return Seed(title, operation.id, {**answers, "search": _found([about])})


def _of_resource(sim: Simulator, title: str) -> Seed:
    """A resource as it is in each sort of state and once it is gone, with what explains its failure."""
    type_ = resource_lookup.by_title(title)
    word = type_.words[0] if type_.words else "ACTIVE"
    made = sim.resource(title, word, details="Out of host capacity.", compartment_id=COMPARTMENT)
    session = Session(
        Transport(Unsigned(), conventions=CONVENTIONS), Unsigned(), Place(service_endpoint=sim.url, namespace="space")
    )
    parameters = {**made.parameters, "compartmentId": COMPARTMENT}
    parameters = {name: value for name, value in parameters.items() if name in type_.requires}
    naming = Naming(title, None, parameters, COMPARTMENT)
    target = targets.target(session, Resource(made.id), naming)
    path, query = targets.path(target, "space" if target.needs_namespace else None)
    asked = f"{urlsplit(target.base).path}{path}", {}, urlencode(query)
    answers = {}
    for number, state in enumerate(("steady", "transitional", "failed", "deleted")):
        with contextlib.suppress(ScenarioError):  # a type need not have a word for each
            sim.move(made, state, details="Out of host capacity." if number == 2 else None)
            answers[state] = _raw(sim, *asked)
    answers["get"] = answers.get("transitional") or next(iter(answers.values()))
    sim.remove(made)
    answers["gone"] = _raw(sim, *asked)
    operation = sim.launch(
        "mysql",
        seconds=0,
        outcome="failed",
        errors=ERRORS,
        resources=[{"identifier": made.id}],
        compartment_id=COMPARTMENT,
    )
    at = urlsplit(sim.endpoint("mysql")).path
    answers["list"] = _raw(sim, f"{at}/20190415/workRequests", {}, urlencode({"compartmentId": COMPARTMENT}))
    answers["errors"] = _raw(sim, f"{at}/20190415/workRequests/{operation.id}/errors", {})
    item = {
        "identifier": made.id,
        "lifecycleState": "Creating",
        "displayName": "edge",
        "timeCreated": "2026-01-02T03:04:05Z",
    }
    answers["search"] = _found([{**item, "compartmentId": COMPARTMENT, "resourceType": type_.name}])
    return Seed(title, made.id, answers, RESOURCES, parameters)


def _of_goldengate(sim: Simulator) -> list[Seed]:
    found = []
    pair = base64.b64encode(f"{sim.goldengate.username}:{sim.goldengate.password}".encode()).decode()
    headers = {"authorization": f"Basic {pair}"}
    path = urlsplit(sim.goldengate.url()).path
    for progress in ("succeeded", "failed", None):
        request = sim.goldengate.launch()
        if progress:
            sim.goldengate.finish(request, progress)
        of_one = f"/requests/{request.id}"
        wanted = {"get": of_one, "list": "/requests", "result": f"{of_one}/result", "error": "/oggerr/OGG-00007"}
        answers = {name: _raw(sim, path + each, headers) for name, each in wanted.items()}
        found.append(Seed(None, str(request.id), answers, GOLDENGATE))
    return found


def _found(items: Sequence[Mapping[str, str]]) -> bytes:
    """What Resource Search answers (SearchResources of its API reference)."""
    body = json.dumps({"items": items}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def _raw(sim: Simulator, path: str, headers: dict[str, str], query: str = "") -> bytes:
    """The answer to a GET as it is sent."""
    connection = http.client.HTTPConnection("127.0.0.1", sim.port, timeout=10)
    try:
        kept = {name: value for name, value in headers.items() if name not in ("host", "connection")}
        connection.request("GET", f"{path}?{query}" if query else path, headers={**kept, "connection": "close"})
        answer = connection.getresponse()
        body = answer.read()
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        lines += [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() != "transfer-encoding"]
        if not any(line.lower().startswith("content-length:") for line in lines):
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    finally:
        connection.close()
