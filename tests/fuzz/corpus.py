# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What services really answer, as bytes: asked of the simulator, which answers for each family as its API documents."""

from __future__ import annotations

import base64
import http.client
import itertools
import json
from typing import Any, Mapping, NamedTuple, Optional, Sequence
from urllib.parse import urlencode, urlsplit

from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.tests.simulator import Simulator

COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaa" + "exampleofwhatisfuzzed" * 2
RESOURCE = "ocid1.thing.oc1.iad.aaaaaaaa" + "exampleofwhatisfuzzed" * 2
ERRORS = [{"code": "InternalError", "message": "Out of host capacity."}]
#: What Resource Search answers (SearchResources of its API reference).
_FOUND = json.dumps(
    {"items": [{"identifier": RESOURCE, "compartmentId": COMPARTMENT, "resourceType": "Thing"}]}
).encode()
_SEARCH = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(_FOUND), _FOUND)


class Seed(NamedTuple):
    """An operation, and the answers that a service gave about it, by call. service is the title of a family; None for GoldenGate."""

    service: Optional[str]
    id: str
    answers: Mapping[str, bytes]


class Unsigned:
    """Authenticates requests with nothing, for servers that do not ask."""

    region = None
    key_id, source, hint = "tenancy/user/fingerprint", "profile DEFAULT of the file", "Check the key."

    def refresh(self, rejected: str) -> bool:
        return False

    def __call__(self, request: Any) -> Any:
        return request


def seeds(titles: Optional[Sequence[str]] = None) -> list[Seed]:
    """Those of the families of these titles, by default of all, and those of GoldenGate."""
    titles = titles or [family.title for family in lookup.families()]
    with Simulator(authenticate=False, retry_after="0.5") as sim:
        outcomes = itertools.cycle(("succeeded", None))
        found = [_of_family(sim, title, outcome) for title in titles for outcome in ("failed", next(outcomes))]
        sim.fault(status=503)
        found.append(Seed(found[0].service, found[0].id, {"get": _raw(sim, "/20180222/workRequests/x", {})}))
        return found + _of_goldengate(sim)


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
    answers = {str(entry.call): _raw(sim, path, entry.headers, query) for (path, query), entry in asked.items()}
    return Seed(title, operation.id, {**answers, "search": _SEARCH})


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
        found.append(Seed(None, str(request.id), answers))
    return found


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
