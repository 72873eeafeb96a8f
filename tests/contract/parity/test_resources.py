# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every type of resource is read exactly as its getter in Oracle's SDK reads it, byte for byte, with the same signature."""

from __future__ import annotations

import email.utils
import inspect
import itertools
import time
from typing import Any, Callable, Mapping, NamedTuple, Optional

import pytest
import requests
from oci._vendor import requests as oracles_requests
from oci.util import extract_service_endpoint

from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.endpoints import DUAL_STACK_VARIABLE
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REALMS, REGIONS, SHORT_CODES
from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_ids import Resource
from ansible_collections.longops.oracle.plugins.module_utils._resources import targets
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.plugins.module_utils._resources.client import ResourceClient
from ansible_collections.longops.oracle.plugins.module_utils._resources.targets import Naming
from ansible_collections.longops.oracle.tests.contract.parity import demand
from ansible_collections.longops.oracle.tests.contract.parity.oracles import Method, getters, made
from ansible_collections.longops.oracle.tests.contract.parity.recorder import NAMESPACE, Recorder
from ansible_collections.longops.oracle.tests.contract.parity.test_requests import DATE, compare
from ansible_collections.longops.oracle.tests.tools import resource_facts

UNIQUE = "abuwcljr4dq2k7vsoqxmzy5l3tn6bpw2hf7cegj5aiu3rvdk6onyxqz4mtla"
VAULT = "b5rzxbu2aaa66"
GIVEN = "longops_release_7/0123456789ABCDEF0123456789ABCDEF"
#: Getters whose name is not that of their resource: title -> getter.
GETTERS = {f"{service}.{name}": getter for (service, getter), name in resource_facts.NAMES.items()}
#: The words that the SDK accepts for a name, where it does not take any: name -> word.
ACCEPTED = {"subscriptionServiceName": "ORACLEDBATAZURE", "stageType": "DETECT"}
#: The rows of each client, which share what is made for it.
CLIENTS = {
    (service, client): tuple(rows)
    for (service, client), rows in itertools.groupby(
        sorted(RESOURCE_TYPES, key=lambda row: (row.service, row.client)), lambda row: (row.service, row.client)
    )
}
REGION_OF = dict(zip(CLIENTS, itertools.cycle(REGIONS)))  # every realm has its turn


class Sides(NamedTuple):
    """Both clients of some rows, and the recorders of their requests."""

    ours: Callable[[Optional[str]], ResourceClient]
    our_recorder: Recorder
    theirs: Any
    getters: Mapping[str, tuple[str, Method]]
    their_recorder: Recorder
    region: str


@pytest.fixture(autouse=True)
def same_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clients sign with the same date."""
    monkeypatch.setattr(email.utils, "formatdate", lambda *_arguments, **_options: DATE)


@pytest.fixture
def sides(signers: Any) -> Callable[[str, str], Sides]:
    def make(service: str, client: str) -> Sides:
        region = REGION_OF[service, client]
        ours, theirs = Recorder(requests), Recorder(oracles_requests)
        oracles, text = oracles_client(service, client, signers, region)
        oracles.base_client.session.mount("https://", theirs)
        oracles.base_client.session.trust_env = False
        place = Place(region=region, compartment_id=None, namespace=NAMESPACE, environ={})

        def our_client(request_id: Optional[str]) -> ResourceClient:
            transport = Transport(signers.ours, conventions=CONVENTIONS, request_id=request_id)
            transport._session.mount("https://", ours)
            transport._session.trust_env = False
            return ResourceClient(OciClient(transport, signers.ours, place))

        return Sides(our_client, ours, oracles, getters(text), theirs, region)

    return make


def oracles_client(service: str, client: str, signers: Any, region: str) -> tuple[Any, str]:
    """The SDK's client. One of keys is made for one vault, at the endpoint that Oracle's documentation has."""
    config = {**signers.config, "region": region}
    at = (
        (f"https://{VAULT}-management.kms.{region}.{REALMS[REGIONS[region]]}",)
        if client in resource_facts.ENDPOINTS
        else ()
    )
    return made(service, client, config, *at, signer=signers.theirs, skip_deserialization=True)


def value(name: str, row: ResourceType, region: str) -> str:
    """What a name of a path or a query has: an OCID where that is likely, and else a text that has to be encoded."""
    realm = REGIONS[region]
    if name in ACCEPTED:
        return ACCEPTED[name]
    if name in (targets.COMPARTMENT, "subscriptionId"):
        return f"ocid1.compartment.{realm}..{UNIQUE}"
    if name.endswith("Id"):
        vault = f"{VAULT}." if "{vault}" in row.endpoint else ""
        return f"ocid1.{name[:-2].lower()}.{realm}.{region}.{vault}{UNIQUE}"
    return "v1.2_a-b" if name == row.id else "a name & co=1+ä"


def our_requests(sides: Sides, row: ResourceType, values: Mapping[str, str], request_id: Optional[str]) -> list[Any]:
    client = sides.ours(request_id)
    beside = {
        name: text for name, text in values.items() if name not in (row.id, targets.NAMESPACE, targets.COMPARTMENT)
    }
    naming = Naming(
        row.service, row.name, beside, values.get(targets.COMPARTMENT) if row.id != targets.COMPARTMENT else None
    )
    target = targets.target(client.oci.session, Resource(values[row.id]), naming)
    client.poll(target, time.monotonic() + 60)
    return sides.our_recorder.take()


def getter(row: ResourceType) -> str:
    return GETTERS.get(row.title, f"get_{row.name}")


def takes_request_id(sides: Sides, row: ResourceType) -> bool:
    return '"opc_request_id"' in inspect.getsource(getattr(type(sides.theirs), getter(row)))


def their_requests(sides: Sides, row: ResourceType, values: Mapping[str, str], request_id: Optional[str]) -> list[Any]:
    """The requests of the SDK."""
    _path, method = sides.getters[getter(row)]
    given = {"opc_request_id": request_id} if request_id else {}
    arguments = {method.parameters[wire]: text for wire, text in values.items()}
    getattr(sides.theirs, getter(row))(**arguments, **given)
    return sides.their_recorder.take()


@pytest.mark.parametrize(("service", "client"), CLIENTS)
def test_every_resource_is_read_as_oracles_sdk_reads_it(
    service: str, client: str, sides: Callable[[str, str], Sides], signers: Any, compared: Callable[..., None]
) -> None:
    both = sides(service, client)
    count = 0
    for row in CLIENTS[service, client]:
        values = {name: value(name, row, both.region) for name in (row.id, *row.requires)}
        if targets.NAMESPACE in values:
            values[targets.NAMESPACE] = NAMESPACE
        for request_id in (None, GIVEN) if takes_request_id(both, row) else (None,):
            [one] = our_requests(both, row, values, request_id)
            [other] = their_requests(both, row, values, request_id)
            compare(one, other, signers.public_key, request_id or "[0-9A-F]{32}")
            count += 1
    compared(resource=count, resource_signatures=2 * count)


def test_getters_without_an_opc_request_id(sides: Callable[[str, str], Sides]) -> None:
    found = [
        row.title
        for (service, client), rows in CLIENTS.items()
        for both in [sides(service, client)]
        for row in rows
        if not takes_request_id(both, row)
    ]
    assert len(found) == demand.GETTERS_WITHOUT_REQUEST_ID
    assert {title.partition(".")[0] for title in found} == {"core", "database", "identity", "object_storage"}


def test_every_getter_is_that_of_its_row(sides: Callable[[str, str], Sides]) -> None:
    """Rows and getters have the same paths: what is compared above is not some other method of a similar name."""
    for (service, client), rows in CLIENTS.items():
        found = sides(service, client).getters
        for row in rows:
            path, method = found[getter(row)]
            assert path in (row.path, row.base_path + row.path)
            assert set(method.required) <= {row.id, *row.requires}


# Endpoints


def _environ(dual_stack: Optional[str]) -> Mapping[str, str]:
    return {} if dual_stack is None else {DUAL_STACK_VARIABLE: dual_stack}


@pytest.mark.parametrize(("service", "client"), [key for key in CLIENTS if key[1] not in resource_facts.ENDPOINTS])
def test_every_endpoint_is_that_of_oracles_sdk(
    service: str, client: str, signers: Any, monkeypatch: pytest.MonkeyPatch, compared: Callable[..., None]
) -> None:
    row = CLIENTS[service, client][0]
    transport = Transport(signers.ours, conventions=CONVENTIONS)
    theirs = oracles_client(service, client, signers, "us-ashburn-1")[0].base_client
    places = demand.places(row)
    here, there = [], []
    for region, realm_specific, dual_stack in places:
        place = Place(realm_specific=realm_specific, environ=_environ(dual_stack))
        session = OciClient(transport, signers.ours, place).session
        base, _region = session.base(row, row.service, region, (), {})
        here.append(extract_service_endpoint(base))
        monkeypatch.delenv(DUAL_STACK_VARIABLE, raising=False)
        for name, text in _environ(dual_stack).items():
            monkeypatch.setenv(name, text)
        theirs._client_level_realm_specific_endpoint_template_enabled = realm_specific
        theirs.set_region(region)
        there.append(extract_service_endpoint(theirs.handle_service_params_in_endpoint({}, {}, [])))
    assert dict(zip(places, here)) == dict(zip(places, there))
    assert {region for region, _realm_specific, _dual_stack in places} == {*REGIONS, *SHORT_CODES}
    assert not set("".join(here)) & set("{}?")
    compared(resource_endpoints=len(here))


@pytest.mark.parametrize("region", REGIONS)
def test_the_endpoint_of_a_key_is_that_of_its_vault(region: str, signers: Any, compared: Callable[..., None]) -> None:
    session = OciClient(Transport(signers.ours), signers.ours, Place(environ={})).session
    realm = REGIONS[region]
    key = f"ocid1.key.{realm}.{region}.{VAULT}.{UNIQUE}"
    found = targets.target(session, Resource(key), Naming())
    assert found.base == f"https://{VAULT}-management.kms.{region}.{REALMS[realm]}/20180608"
    compared(resource_endpoints=1)


def test_the_rows_of_a_client_have_its_endpoint() -> None:
    for rows in CLIENTS.values():
        assert len({(row.endpoint, row.dual_stack, str(row.realm_endpoints)) for row in rows}) == 1
