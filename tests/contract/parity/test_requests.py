# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent is what Oracle's SDK sends: every call of every family, to the byte, signature and all."""

from __future__ import annotations

import base64
import email.utils
import itertools
import re
import time
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional
from urllib.parse import parse_qsl, urlsplit

import oci
import pytest
import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from oci._vendor import requests as oracles_requests

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import client as client_module, resource_search
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import Filters, OciClient, Place, Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REGIONS
from ansible_collections.longops.oracle.tests.contract.parity import demand
from ansible_collections.longops.oracle.tests.contract.parity.oracles import (
    CALLS,
    FAMILIES,
    OraclesClient,
    all_methods,
    requests_of,
)
from ansible_collections.longops.oracle.tests.contract.parity.recorder import NAMESPACE, NEXT_PAGE, Recorder
from ansible_collections.longops.oracle.tests.tools.sdk_reader import FILTER_NAMES

DATE = "Sun, 22 Nov 2026 09:00:00 GMT"
COMPARTMENT = "ocid1.compartment.oc1..examplecompartment"
RESOURCE = "ocid1.thing.oc1..exampleresource"  # names no region, so that none but the client's counts
ID = "ocid1.workrequest.oc1..exampleuniqueid"

#: Methods of the SDK that have to do with work requests and are no concern of ours, and why.
LEFT_OUT = {
    "data_safe.resume_work_request": "starts something",
    "data_safe.suspend_work_request": "starts something",
    "log_analytics.put_query_work_request_background": "starts something",
    "os_management_hub.rerun_work_request": "starts something",
    "resource_manager.get_work_request_log_entries": "what a job wrote, in the form of its console, beside the logs that all services have",
    "resource_manager.get_work_request_log_entries_content": "the same as a file",
    "vn_monitoring.list_work_request_results": "what a path analysis found: no part of a work request elsewhere",
}
#: Headers that only the SDK sends, none of them signed, and why we do without.
ONLY_THEIRS = {
    "content-type": "there is no body whose type it could be",
    "opc-client-info": "says which of Oracle's SDKs it is",
    "opc-client-retries": "says that the SDK's own retries are on",
    "opc-retry-token": "sent by rover with a DELETE, of which a second one changes nothing anyway",
    "opc-request-id": "the service makes one where the client does not, and that is the one to quote",
}
#: Headers that both send, each with its own value, and why.
OWN = {
    "user-agent": "says who is asking",
    "accept": "log_analytics and a few say in the SDK which character set, which in JSON is always that (RFC 8259, section 8.1)",
}


class Sides(NamedTuple):
    """Both clients of a family, and what each sends."""

    family: Family
    target: Target
    ours: OciClient
    our_recorder: Recorder
    theirs: OraclesClient
    their_recorder: Recorder
    public_key: Any


@pytest.fixture(autouse=True)
def same_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sign at the same time."""
    monkeypatch.setattr(email.utils, "formatdate", lambda *_arguments, **_options: DATE)


@pytest.fixture(scope="module")
def sides(signers: Any) -> Callable[[str], Sides]:
    """sides(title) makes both clients, in one region or another: all realms have their turn."""
    regions = dict(zip(FAMILIES, itertools.cycle(REGIONS)))

    def make(title: str) -> Sides:
        family, region = FAMILIES[title], regions[title]
        ours, theirs = Recorder(requests), Recorder(oracles_requests)
        client = _our_client(
            signers.ours, ours, Place(region=region, compartment_id=COMPARTMENT, namespace=NAMESPACE, environ={})
        )
        oracles = OraclesClient(
            family, {**signers.config, "region": region}, signer=signers.theirs, skip_deserialization=True
        )
        oracles.client.base_client.session.mount("https://", theirs)
        oracles.client.base_client.session.trust_env = False
        return Sides(family, client.target_in(family, ID), client, ours, oracles, theirs, signers.public_key)

    return make


def _our_client(signer: Any, recorder: Recorder, place: Place) -> OciClient:
    transport = Transport(signer)
    transport._session.mount("https://", recorder)
    transport._session.trust_env = False  # no look for proxies before each of thousands of requests
    return OciClient(transport, signer, place)


# What each call is made with, and what is sent then


Made = tuple[str, Mapping[str, Any], list[Any]]  # call, what the SDK has to be told for the same, what we sent


def items(sides: Sides) -> Iterator[Made]:
    """get, errors, logs and cancel."""
    family, target, client = sides.family, sides.target, sides.ours
    running = Operation(ID, family.title, "IN_PROGRESS", State.PENDING, details={})
    client.poll(target, _soon())
    yield "get", {}, sides.our_recorder.take()
    if family.errors:
        client.errors(target, running)
        yield "errors", {"limit": client_module.PAGE}, sides.our_recorder.take()
    if family.logs:
        client.logs(target, running)
        yield "logs", {"limit": client_module.PAGE}, sides.our_recorder.take()
    if family.cancel:
        client.cancel(target)
        yield "cancel", {}, sides.our_recorder.take()


def lists(sides: Sides) -> Iterator[Made]:
    """Lists with every combination of filters, with every status word, of a resource alone, and as waits read them."""
    family, method = sides.family, sides.theirs.calls["list"]
    resource_name, status_name = (_name_of(option, method.parameters) for option in ("resource_id", "status"))
    for choice in demand.choices(family):
        filters = Filters(
            RESOURCE if choice.resource else None,
            frozenset(choice.statuses),
            frozenset(choice.operation_types),
            choice.in_flight,
        )
        sides.our_recorder.ends = not choice.to_the_end
        try:
            sides.ours.list(family, COMPARTMENT, filters, choice.max_results)
        except UsageError:
            assert sides.our_recorder.take() == []
            # The API needs the resource, or nothing that it answers tells of resources.
            assert (
                resource_name in method.required
                if not choice.resource
                else (resource_name, family.fields.get("resources", "")) == (None, None)
            )
            continue
        by_status = status_name if len(choice.statuses) == 1 else None
        sent_to_the_end = not (
            choice.in_flight
            or choice.operation_types
            or (choice.statuses and not by_status)
            or (choice.resource and not resource_name)
        )
        told = {
            "compartmentId": COMPARTMENT,
            "limit": choice.max_results if choice.max_results and sent_to_the_end else client_module.PAGE,
        }
        if choice.resource and resource_name:
            told[resource_name] = RESOURCE
        if by_status:
            told[by_status] = choice.statuses[0]
        yield "list", told, sides.our_recorder.take()
    sides.our_recorder.ends = False
    if demand.lists_without_compartment(family):
        sides.ours.list(family, None, Filters(RESOURCE))
        yield "list", {resource_name: RESOURCE, "limit": client_module.PAGE}, sides.our_recorder.take()
    if family.lists_whole_compartments:
        sides.ours.poll_list(sides.target, COMPARTMENT, {ID}, 2, _soon())
        yield "list", {"compartmentId": COMPARTMENT, "limit": client_module.PAGE}, sides.our_recorder.take()


def _soon() -> float:
    return time.monotonic() + 60


def _name_of(option: str, parameters: Mapping[str, str]) -> Optional[str]:
    """What the SDK calls a filter, if it has it."""
    return next((name for name in FILTER_NAMES[option] if name in parameters), None)


def by_oracle(sides: Sides, call: str, told: Mapping[str, Any], pages: int) -> list[Any]:
    """What the SDK sends when it is told the same, page by page."""
    method = sides.theirs.calls[call]
    values = {**told, "namespaceName": NAMESPACE}
    if call != "list":
        values.update({name: ID for name in method.parameters if name.endswith("orkRequestId")})
        values.update({"compartmentId": COMPARTMENT} if "compartmentId" in method.required else {})
    values = {name: value for name, value in values.items() if name in method.parameters}
    for page in range(pages):
        sides.theirs.send(call, {**values, "page": NEXT_PAGE} if page else values)
    return sides.their_recorder.take()


# How the two are compared


def signature_of(request: Any) -> dict[str, str]:
    """The parts of an Authorization header (draft-cavage-http-signatures, section 3.1)."""
    scheme, _blank, rest = request.headers["authorization"].partition(" ")
    assert scheme == "Signature"
    return dict(re.findall(r'(\w+)="([^"]*)"', rest))


def verify(request: Any, public_key: Any) -> None:
    """Check the signature with the public key, over what was sent. Raises InvalidSignature."""
    parts = signature_of(request)
    values = {**{name.lower(): value for name, value in request.headers.items()}}
    values["(request-target)"] = f"{request.method.lower()} {request.path_url}"
    text = "\n".join(f"{name}: {values[name]}" for name in parts["headers"].split())
    public_key.verify(base64.b64decode(parts["signature"]), text.encode(), padding.PKCS1v15(), hashes.SHA256())


def compare(ours: Any, theirs: Any, public_key: Any) -> None:
    """Both prepared requests are the same, but for what no signature covers and the two tables above name."""
    assert ours.method == theirs.method
    one, other = urlsplit(ours.url), urlsplit(theirs.url)
    assert (one.scheme, one.netloc, one.path) == (other.scheme, other.netloc, other.path)
    assert sorted(parse_qsl(one.query)) == sorted(parse_qsl(other.query))
    assert ours.url == theirs.url  # the order of the query as well, and how it is encoded
    assert _bytes(ours.body) == _bytes(theirs.body)

    names, their_names = ({name.lower() for name in request.headers} for request in (ours, theirs))
    assert names <= their_names
    assert their_names - names <= set(ONLY_THEIRS)
    for name in names - set(OWN):
        assert ours.headers[name] == theirs.headers[name], name
    assert ours.headers["accept"] == "application/json" == theirs.headers["accept"].removesuffix(";charset=UTF-8")

    one, other = signature_of(ours), signature_of(theirs)
    body_headers = [] if ours.body is None else ["content-length", "content-type", "x-content-sha256"]
    assert one["headers"].split() == other["headers"].split() == ["date", "(request-target)", "host", *body_headers]
    assert (one["algorithm"], one["keyId"], one["version"]) == (other["algorithm"], other["keyId"], other["version"])
    assert ours.headers["authorization"] == theirs.headers["authorization"]
    for request in (ours, theirs):
        verify(request, public_key)


def _bytes(body: Any) -> Any:
    return body.encode() if isinstance(body, str) else body


@pytest.mark.parametrize("title", FAMILIES)
def test_every_call_is_sent_as_oracles_sdk_sends_it(
    title: str, sides: Callable[[str], Sides], compared: Callable[..., None]
) -> None:
    both = sides(title)
    counts = dict.fromkeys(("list",) if title in demand.ONLY_LISTS else CALLS, 0)
    known: dict[tuple[Any, ...], list[Any]] = {}
    for call, told, ours in itertools.chain(items(both), lists(both)):
        if call not in counts:
            continue
        key = (call, *sorted(told.items()))
        if key not in known:  # many combinations of filters are one and the same request
            known[key] = by_oracle(both, call, told, 2 if both.theirs.calls[call].paged else 1)
        theirs = known[key]
        assert len(ours) <= len(theirs), (call, told)
        for one, other in zip(ours, theirs):
            compare(one, other, both.public_key)
        counts[call] += len(ours)
    assert counts == demand.requests(both.family)
    compared(**counts, signatures=2 * sum(counts.values()))


def test_no_call_of_the_sdk_is_left_out() -> None:
    known: dict[str, set[tuple[str, str]]] = {}
    for family in FAMILIES.values():
        known.setdefault(family.service, set()).update(requests_of(family))
    left_out = {
        f"{package}.{name}" for package, name, request in all_methods() if request not in known.get(package, ())
    }
    assert left_out == set(LEFT_OUT)


def test_every_family_of_the_sdk_has_its_turn() -> None:
    assert len(FAMILIES) == len(demand.families()) - len(demand.ONLY_OLDER)
    assert set(demand.ONLY_OLDER).isdisjoint(FAMILIES)


def test_the_namespace_is_asked_for_as_oracles_sdk_asks(signers: Any, compared: Callable[..., None]) -> None:
    family, ours, theirs = FAMILIES["log_analytics"], Recorder(requests), Recorder(oracles_requests)
    client = _our_client(signers.ours, ours, Place(region="eu-frankfurt-1", environ={}))
    client.poll(client.target_in(family, ID), _soon())
    oracles = oci.object_storage.ObjectStorageClient(
        {**signers.config, "region": "eu-frankfurt-1"}, signer=signers.theirs
    )
    oracles.base_client.session.mount("https://", theirs)
    oracles.get_namespace()
    compare(ours.sent[0], theirs.sent[0], signers.public_key)
    assert f"/namespaces/{NAMESPACE}/" in ours.sent[1].url
    compared(namespace=1, signatures=2)


def test_a_resource_is_searched_for_as_oracles_sdk_searches(signers: Any, compared: Callable[..., None]) -> None:
    ours, theirs = Recorder(requests), Recorder(oracles_requests)
    resource = "ocid1.instance.oc1.eu-frankfurt-1.exampleuniqueid"
    with pytest.raises(UsageError, match=f"does not know {resource}"):
        resource_search.compartment_of(_our_client(signers.ours, ours, Place(environ={})), resource)
    oracles = oci.resource_search.ResourceSearchClient(
        {**signers.config, "region": "eu-frankfurt-1"}, signer=signers.theirs
    )
    oracles.base_client.session.mount("https://", theirs)
    details = oci.resource_search.models.StructuredSearchDetails(
        query=f"query all resources where identifier = '{resource}'"
    )
    oracles.search_resources(details)
    [one], [other] = ours.sent, theirs.sent
    assert one.body
    compare(one, other, signers.public_key)
    compared(search=1, signatures=2)


# The comparison itself is put to the test: it has to see what it is there to see.


@pytest.mark.parametrize(("header", "value"), [
    ("date", "Sun, 22 Nov 2026 09:00:01 GMT"),
    ("host", "iaas.us-phoenix-1.oraclecloud.com"),
    ("authorization", 'Signature algorithm="rsa-sha256",headers="date host",keyId="x",signature="AAAA",version="1"'),
    ("accept", "text/plain"),
    ("x-new", "1"),
])  # fmt: skip
def test_a_difference_in_a_header_is_found(sides: Callable[[str], Sides], header: str, value: str) -> None:
    both = sides("work_requests")
    [(_call, told, [ours])] = itertools.islice(items(both), 1)
    [theirs] = by_oracle(both, "get", told, 1)
    compare(ours, theirs, both.public_key)
    ours.headers[header] = value
    with pytest.raises(AssertionError):
        compare(ours, theirs, both.public_key)


@pytest.mark.parametrize(
    "change", [("workRequests", "WorkRequests"), ("https", "http"), ("page=", "Page="), ("limit=50&", "limit=5&")]
)
def test_a_difference_in_the_url_is_found(sides: Callable[[str], Sides], change: tuple[str, str]) -> None:
    both = sides("work_requests")
    ours = next(sent for call, _told, sent in lists(both) if len(sent) == 2)[1]
    theirs = ours.copy()
    compare(ours, theirs, both.public_key)
    assert change[0] in theirs.url
    theirs.url = theirs.url.replace(*change)
    with pytest.raises(AssertionError):
        compare(ours, theirs, both.public_key)
