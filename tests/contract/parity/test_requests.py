# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call of every family is sent exactly as Oracle's SDK sends it, byte for byte, with the same signature."""

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
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import listing as listing_module, resource_search
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place, Target
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
RESOURCE = "ocid1.thing.oc1..exampleresource"  # without a region, so that the client's is used
ID = "ocid1.workrequest.oc1..exampleuniqueid"

#: Methods of the SDK for work requests that the collection does not use, and why.
EXCLUDED = {
    "data_safe.resume_work_request": "starts work",
    "data_safe.suspend_work_request": "starts work",
    "log_analytics.put_query_work_request_background": "starts work",
    "os_management_hub.rerun_work_request": "starts work",
    "resource_manager.get_work_request_log_entries": "the console output of a job, beside the logs that all services have",
    "resource_manager.get_work_request_log_entries_content": "the same as a file",
    "vn_monitoring.list_work_request_results": "the results of a path analysis, which no other service has",
}
#: Headers that only the SDK sends, none of them signed, and why we do not.
ONLY_THEIRS = {
    "content-type": "there is no body",
    "opc-client-info": "identifies the SDK",
    "opc-client-retries": "indicates that the SDK's own retries are on",
    "opc-retry-token": "sent by rover with a DELETE, which is idempotent anyway",
}
#: Families whose methods in the SDK take no opc-request-id: there it is always one of its own.
NO_REQUEST_ID = ("identity", "identity.tagging", "object_storage")
#: Headers that both send with different values, and why.
OWN = {
    "user-agent": "identifies the client",
    "opc-request-id": "each makes an id of the same form for each request, unless the caller gives one",
    "accept": "the SDK adds the character set for log_analytics and a few others, which JSON always has (RFC 8259, section 8.1)",
}


class Sides(NamedTuple):
    """Both clients of a family, and the recorders of their requests."""

    family: Family
    target: Target
    ours: OciClient
    our_recorder: Recorder
    theirs: OraclesClient
    their_recorder: Recorder
    public_key: Any


@pytest.fixture(autouse=True)
def same_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clients sign with the same date."""
    monkeypatch.setattr(email.utils, "formatdate", lambda *_arguments, **_options: DATE)


@pytest.fixture(scope="module")
def sides(signers: Any) -> Callable[[str], Sides]:
    """sides(title) makes both clients, each family in another region, so that all realms are covered."""
    regions = dict(zip(FAMILIES, itertools.cycle(REGIONS)))

    def make(title: str) -> Sides:
        family, region = FAMILIES[title], regions[title]
        ours, theirs = Recorder(requests), Recorder(oracles_requests)
        client = our_client(
            signers.ours, ours, Place(region=region, compartment_id=COMPARTMENT, namespace=NAMESPACE, environ={})
        )
        oracles = OraclesClient(
            family, {**signers.config, "region": region}, signer=signers.theirs, skip_deserialization=True
        )
        oracles.client.base_client.session.mount("https://", theirs)
        oracles.client.base_client.session.trust_env = False
        return Sides(family, client.target_in(family, ID), client, ours, oracles, theirs, signers.public_key)

    return make


def our_client(signer: Any, recorder: Recorder, place: Place, request_id: Optional[str] = None) -> OciClient:
    transport = Transport(signer, conventions=CONVENTIONS, request_id=request_id)
    transport._session.mount("https://", recorder)
    transport._session.trust_env = False  # saves the search for proxies in each of thousands of requests
    return OciClient(transport, signer, place)


# The calls and their arguments


Made = tuple[str, Mapping[str, Any], list[Any]]  # call, arguments of the SDK's method, our requests


def items(sides: Sides) -> Iterator[Made]:
    """get, errors, logs and cancel."""
    family, target, client = sides.family, sides.target, sides.ours
    running = Operation(ID, family.title, "IN_PROGRESS", State.PENDING, details={})
    client.poll(target, _soon())
    yield "get", {}, sides.our_recorder.take()
    if family.errors:
        client.errors(target, running)
        yield "errors", {"limit": listing_module.PAGE}, sides.our_recorder.take()
    if family.logs:
        client.logs(target, running)
        yield "logs", {"limit": listing_module.PAGE}, sides.our_recorder.take()
    if family.cancel:
        client.cancel(target)
        yield "cancel", {}, sides.our_recorder.take()


def lists(sides: Sides) -> Iterator[Made]:
    """Lists with every combination of filters, with every status word, of a resource alone, and those of waits."""
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
            sides.ours.listing.list_work_requests(family, COMPARTMENT, filters, choice.max_results)
        except UsageError:
            assert sides.our_recorder.take() == []
            # Either the API requires the resource, or its answers contain no resources.
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
        arguments = {
            "compartmentId": COMPARTMENT,
            "limit": choice.max_results if choice.max_results and sent_to_the_end else listing_module.PAGE,
        }
        if choice.resource and resource_name:
            arguments[resource_name] = RESOURCE
        if by_status:
            arguments[by_status] = choice.statuses[0]
        yield "list", arguments, sides.our_recorder.take()
    sides.our_recorder.ends = False
    if demand.lists_without_compartment(family):
        sides.ours.listing.list_work_requests(family, None, Filters(RESOURCE))
        yield "list", {resource_name: RESOURCE, "limit": listing_module.PAGE}, sides.our_recorder.take()
    if family.lists_whole_compartments:
        sides.ours.listing.poll_list(sides.target, COMPARTMENT, {ID}, 2, _soon())
        yield "list", {"compartmentId": COMPARTMENT, "limit": listing_module.PAGE}, sides.our_recorder.take()


def _soon() -> float:
    return time.monotonic() + 60


def _name_of(option: str, parameters: Mapping[str, str]) -> Optional[str]:
    """The name of a filter in the SDK, if it has it."""
    return next((name for name in FILTER_NAMES[option] if name in parameters), None)


def by_oracle(sides: Sides, call: str, arguments: Mapping[str, Any], pages: int, **options: str) -> list[Any]:
    """The requests of the SDK for the same call, page by page."""
    method = sides.theirs.calls[call]
    values = {**arguments, "namespaceName": NAMESPACE}
    if call != "list":
        values.update({name: ID for name in method.parameters if name.endswith("orkRequestId")})
        values.update({"compartmentId": COMPARTMENT} if "compartmentId" in method.required else {})
    values = {name: value for name, value in values.items() if name in method.parameters}
    for page in range(pages):
        sides.theirs.send(call, {**values, "page": NEXT_PAGE} if page else values, **options)
    return sides.their_recorder.take()


# The comparison


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


def compare(ours: Any, theirs: Any, public_key: Any, request_id: str = r"[0-9A-F]{32}") -> None:
    """Assert that both prepared requests are the same, except for the unsigned headers in the two tables above.

    request_id is the opc-request-id of both, or its form.
    """
    assert ours.method == theirs.method
    one, other = urlsplit(ours.url), urlsplit(theirs.url)
    assert (one.scheme, one.netloc, one.path) == (other.scheme, other.netloc, other.path)
    assert sorted(parse_qsl(one.query)) == sorted(parse_qsl(other.query))
    assert ours.url == theirs.url  # including the order and the encoding of the query
    assert _bytes(ours.body) == _bytes(theirs.body)

    names, their_names = ({name.lower() for name in request.headers} for request in (ours, theirs))
    assert names <= their_names
    assert their_names - names <= set(ONLY_THEIRS)
    for name in names - set(OWN):
        assert ours.headers[name] == theirs.headers[name], name
    for request in (ours, theirs):
        assert re.fullmatch(request_id, request.headers["opc-request-id"])
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
    for call, arguments, ours in itertools.chain(items(both), lists(both)):
        if call not in counts:
            continue
        key = (call, *sorted(arguments.items()))
        if key not in known:  # many combinations of filters give the same request
            known[key] = by_oracle(both, call, arguments, 2 if both.theirs.calls[call].paged else 1)
        theirs = known[key]
        assert len(ours) <= len(theirs), (call, arguments)
        for one, other in zip(ours, theirs):
            compare(one, other, both.public_key)
        counts[call] += len(ours)
    assert counts == demand.requests(both.family)
    compared(**counts, signatures=2 * sum(counts.values()))


@pytest.mark.parametrize("title", [title for title in FAMILIES if title not in demand.ONLY_LISTS])
def test_an_opc_request_id_that_is_given_is_sent_as_oracles_sdk_sends_it(
    title: str, sides: Callable[[str], Sides], signers: Any
) -> None:
    both = sides(title)
    given = "longops_release_7/0123456789ABCDEF0123456789ABCDEF"
    place = Place(region=both.target.region, compartment_id=COMPARTMENT, namespace=NAMESPACE, environ={})
    client = our_client(signers.ours, both.our_recorder, place, given)
    taken = 0
    for call, arguments, ours in items(both._replace(ours=client)):
        if both.theirs.takes(call, "opc_request_id"):
            theirs = by_oracle(both, call, arguments, 1, opc_request_id=given)
            compare(ours[0], theirs[0], both.public_key, given)
            taken += 1
        assert {request.headers["opc-request-id"] for request in ours} == {given}
    assert (taken == 0) == (title in NO_REQUEST_ID)


def test_every_method_of_the_sdk_is_compared_or_excluded() -> None:
    known: dict[str, set[tuple[str, str]]] = {}
    for family in FAMILIES.values():
        known.setdefault(family.service, set()).update(requests_of(family))
    others = {f"{package}.{name}" for package, name, request in all_methods() if request not in known.get(package, ())}
    assert others == set(EXCLUDED)


def test_every_family_of_the_sdk_is_compared() -> None:
    assert len(FAMILIES) == len(demand.families()) - len(demand.ONLY_OLDER)
    assert set(demand.ONLY_OLDER).isdisjoint(FAMILIES)


def test_the_namespace_is_requested_as_oracles_sdk_requests_it(signers: Any, compared: Callable[..., None]) -> None:
    family, ours, theirs = FAMILIES["log_analytics"], Recorder(requests), Recorder(oracles_requests)
    client = our_client(signers.ours, ours, Place(region="eu-frankfurt-1", environ={}))
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
        resource_search.compartment_of(our_client(signers.ours, ours, Place(environ={})), resource)
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


# The comparison itself is tested: it must find differences.


@pytest.mark.parametrize(("header", "value"), [
    ("date", "Sun, 22 Nov 2026 09:00:01 GMT"),
    ("host", "iaas.us-phoenix-1.oraclecloud.com"),
    ("authorization", 'Signature algorithm="rsa-sha256",headers="date host",keyId="x",signature="AAAA",version="1"'),
    ("accept", "text/plain"),
    ("x-new", "1"),
])  # fmt: skip
def test_a_difference_in_a_header_is_found(sides: Callable[[str], Sides], header: str, value: str) -> None:
    both = sides("work_requests")
    [(_call, arguments, [ours])] = itertools.islice(items(both), 1)
    [theirs] = by_oracle(both, "get", arguments, 1)
    compare(ours, theirs, both.public_key)
    ours.headers[header] = value
    with pytest.raises(AssertionError):
        compare(ours, theirs, both.public_key)


@pytest.mark.parametrize(
    "change", [("workRequests", "WorkRequests"), ("https", "http"), ("page=", "Page="), ("limit=50&", "limit=5&")]
)
def test_a_difference_in_the_url_is_found(sides: Callable[[str], Sides], change: tuple[str, str]) -> None:
    both = sides("work_requests")
    ours = next(sent for call, _arguments, sent in lists(both) if len(sent) == 2)[1]
    theirs = ours.copy()
    compare(ours, theirs, both.public_key)
    assert change[0] in theirs.url
    theirs.url = theirs.url.replace(*change)
    with pytest.raises(AssertionError):
        compare(ours, theirs, both.public_key)
