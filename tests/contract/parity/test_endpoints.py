# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoints are those of Oracle's SDK, for every family, in every region of every realm, in all forms."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Optional

import oci
import pytest
from oci.util import extract_service_endpoint

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.endpoints import DUAL_STACK_VARIABLE
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.editions import PCA
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.regions import REALMS, REGIONS, SHORT_CODES
from ansible_collections.longops.oracle.tests.contract.parity import demand
from ansible_collections.longops.oracle.tests.contract.parity.oracles import FAMILIES, OraclesClient

DOMAIN = "region1.private.example.com"
ID = "ocid1.workrequest.oc1..exampleuniqueid"
#: Domains of OCI, and endpoints of the SDK there, where we use the template of the service as everywhere else.
CLOUD = "region1.oraclecloud.com"
DOMAINS = {
    # The SDK has these two in a table that is older than the templates, under names that are not used elsewhere.
    "email": f"https://email.{CLOUD}",
    "streaming": f"https://streams.{CLOUD}",
}
TITLES = [family.title for family in demand.families()]

Endpoint = Callable[
    [str, bool, Optional[str]], str
]  # for a region: realm-specific or not, dual stack in the environment


@pytest.fixture
def ours(signers: Any) -> Callable[[Family], Endpoint]:
    """ours(family)(region, realm_specific, dual_stack) is where we would send a request to."""
    transport = Transport(signers.ours, conventions=CONVENTIONS)
    """ours(family)(region, realm_specific, dual_stack) is our endpoint."""
    transport = Transport(signers.ours)
    places: dict[tuple[Any, ...], OciClient] = {}

    def of(family: Family) -> Endpoint:
        def endpoint(region: str, realm_specific: bool, dual_stack: Optional[str]) -> str:
            if (realm_specific, dual_stack) not in places:
                place = Place(realm_specific=realm_specific, environ=_environ(dual_stack))
                places[realm_specific, dual_stack] = OciClient(transport, signers.ours, place)
            return extract_service_endpoint(places[realm_specific, dual_stack].target_in(family, ID, region).base)

        return endpoint

    return of


@pytest.fixture
def theirs(signers: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Family], Endpoint]:
    """The same for the SDK's own client, or, for a family that it no longer has, for a client made from our row."""

    def of(family: Family) -> Endpoint:
        config = {**signers.config, "region": "us-ashburn-1"}
        if family.title in FAMILIES:
            client = OraclesClient(family, config, signer=signers.theirs).client.base_client
        else:
            templates = {
                "service_endpoint_template": family.endpoint,
                "service_endpoint_template_per_realm": family.realm_endpoints,
            }
            client = oci.base_client.BaseClient(family.service, config, signers.theirs, {}, **templates)

        def endpoint(region: str, realm_specific: bool, dual_stack: Optional[str]) -> str:
            monkeypatch.delenv(DUAL_STACK_VARIABLE, raising=False)
            for name, value in _environ(dual_stack).items():
                monkeypatch.setenv(name, value)
            client._client_level_realm_specific_endpoint_template_enabled = realm_specific
            client.set_region(region)
            return extract_service_endpoint(client.handle_service_params_in_endpoint({}, {}, []))

        return endpoint

    return of


def _environ(dual_stack: Optional[str]) -> Mapping[str, str]:
    return {} if dual_stack is None else {DUAL_STACK_VARIABLE: dual_stack}


@pytest.mark.parametrize("title", TITLES)
def test_every_endpoint_is_that_of_oracles_sdk(
    title: str, ours: Callable[[Family], Endpoint], theirs: Callable[[Family], Endpoint], compared: Callable[..., None]
) -> None:
    family = next(family for family in demand.families() if family.title == title)
    here, there = ours(family), theirs(family)
    places = demand.places(family)
    found = [(place, here(*place)) for place in places]
    assert found == [(place, there(*place)) for place in places]
    assert {endpoint.partition("://")[0] for _place, endpoint in found} == {"https"}
    assert not set("".join(endpoint for _place, endpoint in found)) & set("{}?")
    assert {region for region, _realm_specific, _dual_stack in places} == {*REGIONS, *SHORT_CODES}
    assert {REGIONS[region] for region, realm_specific, _dual_stack in places if realm_specific} == set(REALMS)
    compared(endpoints=len(found))


def test_a_domain_instead_of_a_region(
    ours: Callable[[Family], Endpoint], theirs: Callable[[Family], Endpoint], compared: Callable[..., None]
) -> None:
    endpoints = {
        family.title: (ours(family)(CLOUD, False, None), theirs(family)(CLOUD, False, None))
        for family in demand.families()
    }
    assert {title: there for title, (here, there) in endpoints.items() if here != there} == DOMAINS
    compared(endpoints=len(endpoints))


def test_the_domain_of_an_appliance(
    ours: Callable[[Family], Endpoint], theirs: Callable[[Family], Endpoint], compared: Callable[..., None]
) -> None:
    for title in PCA.pages:
        family = FAMILIES[title]
        assert ours(family)(DOMAIN, False, None) == theirs(family)(DOMAIN, False, None)
    with pytest.raises(UsageError, match="are not known on a Private Cloud Appliance"):
        ours(FAMILIES["streaming"])(DOMAIN, False, None)
    compared(endpoints=len(PCA.pages))


def test_a_short_code_has_the_realm_specific_endpoint_too(
    ours: Callable[[Family], Endpoint], theirs: Callable[[Family], Endpoint]
) -> None:
    """The one difference: the SDK determines the realm by the name of the region only, and uses the common template for a short code."""
    family = FAMILIES["object_storage"]
    here, there = ours(family), theirs(family)
    differing = [code for code in SHORT_CODES if here(code, True, None) != there(code, True, None)]
    assert differing == [code for code, region in SHORT_CODES.items() if REGIONS[region] in family.realm_endpoints]
    for code in differing:
        assert here(code, True, None) == there(SHORT_CODES[code], True, None)
        assert there(code, True, None) == there(code, False, None)


def test_all_regions_and_realms_are_in_the_catalogue() -> None:
    assert set(REGIONS) == set(oci.regions_definitions.REGIONS)
    assert len(REGIONS) == len(oci.regions_definitions.REGIONS)
    assert REALMS == oci.regions_definitions.REALMS
    assert SHORT_CODES == oci.regions_definitions.REGIONS_SHORT_NAMES
