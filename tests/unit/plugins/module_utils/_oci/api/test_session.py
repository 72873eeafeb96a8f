# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request goes to the right URL with the right signature, and an error status comes with a hint."""

from __future__ import annotations

import pathlib
import time
import types
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    FaultKind,
)
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import config_file, signer as signer_module
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils._oci.clients import make, make_session, poll

ID = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid"


@pytest.fixture
def client(sim: Simulator) -> OciClient:
    return make(sim)


# Hints


def test_not_found_has_a_hint_of_what_else_it_may_be(sim: Simulator, client: OciClient) -> None:
    fault = client.read(client.target(ID)).fault
    assert (fault.kind, fault.http_status, fault.code) == (FaultKind.NOT_FOUND, 404, "NotAuthorizedOrNotFound")
    assert "keeps work requests for 12 hours" in fault.message
    assert f"this user (profile DEFAULT of {sim.config_file}) may not read" in fault.message


def test_a_missing_permission_has_the_same_hint_as_not_found(sim: Simulator) -> None:
    launched = sim.launch("container_engine")
    fault = poll(make(sim, "OUTSIDER"), launched).fault
    assert (fault.kind, fault.http_status) == (FaultKind.NOT_FOUND, 404)
    assert "profile OUTSIDER" in fault.message


def test_a_wrong_fingerprint_is_named(sim: Simulator) -> None:
    fault = poll(make(sim, "UNKNOWN"), sim.launch("container_engine")).fault
    assert (fault.kind, fault.http_status) == (FaultKind.FATAL, 401)
    right = make(sim).session.signer.fingerprint
    assert f"The key's fingerprint is {right}, but profile UNKNOWN of {sim.config_file} has 00:00" in fault.message


def test_a_wrong_user_has_a_hint(sim: Simulator, tmp_path: pathlib.Path) -> None:
    text = sim.config_file.read_text(encoding="utf-8")
    sim_config = tmp_path / "config"
    sim_config.write_text(
        text.replace("user=ocid1.user.oc1..exampleuser\n", "user=ocid1.user.oc1..somebodyelse\n"), encoding="utf-8"
    )
    settings = config_file.load("api_key", {}, str(sim_config))
    signer = signer_module.signer(settings)
    client = OciClient(Transport(signer, conventions=CONVENTIONS), signer, Place(service_endpoint=sim.url))
    assert (
        "Check user, tenancy, fingerprint and key in profile DEFAULT"
        in poll(client, sim.launch("container_engine")).fault.message
    )


@pytest.mark.parametrize(("skew", "words"), [(630, ["is 10 min ", "behind"]), (-3630, ["is 1 h ", "ahead of"])])
def test_a_wrong_clock_has_a_hint(skew: float, words: list[str]) -> None:
    with Simulator(clock=lambda: time.time() + skew) as sim:
        sim.clock_skew = skew
        fault = poll(make(sim), sim.launch("container_engine")).fault
    assert (fault.kind, fault.http_status) == (FaultKind.FATAL, 401)
    assert f"This host's clock {words[0]}" in fault.message
    assert f"{words[1]} the server's, and OCI rejects more than 5 min: set the clock" in fault.message


def test_a_rejected_session_has_a_hint_to_renew_it(sim: Simulator, tmp_path: pathlib.Path) -> None:
    fault = poll(make_session(sim, tmp_path, "unknown")[0], sim.launch("container_engine")).fault
    assert (fault.kind, fault.http_status) == (FaultKind.FATAL, 401)
    assert "`oci session refresh --profile DEFAULT`" in fault.message
    assert "unknown" not in fault.message


@pytest.mark.parametrize(("status", "words"), [(403, "ask for a policy"), (429, "wait with a longer interval")])
def test_an_error_status_has_a_hint(sim: Simulator, client: OciClient, status: int, words: str) -> None:
    launched = sim.launch("container_engine")
    sim.fault(status=status)
    assert words in poll(client, launched).fault.message


# Sessions that expire


def test_a_session_that_was_renewed_meanwhile_goes_on(sim: Simulator, tmp_path: pathlib.Path) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    sim.add_key(token="renewed")
    file.write_text("renewed", encoding="utf-8")
    launched = sim.launch("container_engine")
    assert poll(client, launched).operation is not None
    assert [entry.status for entry in sim.journal] == [401, 200]


def test_a_renewed_session_that_is_rejected_as_well_is_not_retried_for_ever(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    file.write_text("refused", encoding="utf-8")
    assert poll(client, sim.launch("container_engine")).fault.http_status == 401
    assert [entry.status for entry in sim.journal] == [401, 401]


def test_a_session_that_cannot_be_renewed_ends_a_poll_and_does_not_raise(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    file.unlink()
    fault = poll(client, sim.launch("container_engine")).fault
    assert fault.kind == FaultKind.FATAL
    assert "cannot be read: No such file or directory" in fault.message


def test_a_session_that_cannot_be_renewed_ends_a_read_and_does_not_raise(
    sim: Simulator, tmp_path: pathlib.Path
) -> None:
    client, file = make_session(sim, tmp_path, "ended")
    file.unlink()
    fault = client.read(client.target(sim.launch("container_engine").id)).fault
    assert fault.kind == FaultKind.FATAL
    assert "cannot be read: No such file or directory" in fault.message


# The namespace of log_analytics


def test_the_namespace_is_requested_once(sim: Simulator, client: OciClient) -> None:
    for launched in sim.launch_many("log_analytics", count=3, outcome=None):
        assert poll(client, launched).operation is not None
    assert len(sim.journal.of(call="namespace")) == 1
    assert "/namespaces/examplenamespace/" in sim.journal[-1].path


def test_a_namespace_that_is_given_is_not_requested(sim: Simulator) -> None:
    client = make(sim, namespace="examplenamespace")
    assert poll(client, sim.launch("log_analytics.storage", outcome=None)).operation is not None
    assert len(sim.journal.of(call="namespace")) == 0


def test_an_unusable_namespace_is_reported(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("log_analytics", outcome=None)
    sim.fault(call="namespace", body={"namespace": "x"})
    fault = poll(client, launched).fault
    assert fault.kind == FaultKind.FATAL
    assert "set the option namespace" in fault.message


def test_a_namespace_that_is_not_found_differs_from_a_work_request_that_is_not(
    sim: Simulator, client: OciClient
) -> None:
    launched = sim.launch("log_analytics", outcome=None)
    sim.fault(call="namespace", status=404)
    fault = poll(client, launched).fault
    assert (fault.kind, fault.http_status) == (FaultKind.FATAL, 404)
    assert fault.message.startswith(
        "The namespace of the tenancy, which is part of the path, cannot be read. Set the option namespace"
    )


def test_a_namespace_that_hangs_ends_at_the_deadline_of_the_poll(sim: Simulator, client: OciClient) -> None:
    launched = sim.launch("log_analytics", outcome=None)
    sim.fault(call="namespace", delay=60, times=None)
    begin = time.monotonic()
    assert poll(client, launched, 0.3).fault.kind == FaultKind.TRANSIENT
    assert time.monotonic() - begin < 20


# Base URLs


def place(**place: Any) -> Callable[[str, str | None], str]:
    """base(id, service): the URL that a client at this place reads from, without a server."""
    client = OciClient(
        None,
        types.SimpleNamespace(source="profile DEFAULT of the file"),
        Place(**{"environ": {}, "home": "/nowhere", **place}),
    )
    return lambda id_, service=None: client.target(id_, service).base


def test_an_id_is_read_in_its_own_region() -> None:
    assert place(region="eu-frankfurt-1")(ID) == "https://iaas.us-ashburn-1.oraclecloud.com/20160918"


def test_an_id_without_a_region_is_read_in_that_of_the_profile() -> None:
    id_ = "ocid1.identityworkrequest.oc1..exampleuniqueid"
    assert place(region="fra")(id_) == "https://identity.eu-frankfurt-1.oci.oraclecloud.com/20160918"


def test_an_id_that_is_no_ocid_is_read_in_the_region_of_the_profile() -> None:
    base = place(region="eu-frankfurt-1")("5e7a0c2e-1b2c", "object_storage")
    assert base == "https://objectstorage.eu-frankfurt-1.oraclecloud.com"


def test_an_ocid_is_read_in_its_own_region_even_where_ids_need_not_be_ocids() -> None:
    assert place(region="eu-frankfurt-1")("ocid1.postgresqlworkrequest.oc1.phx.exampleuniqueid", "psql").startswith(
        "https://postgresql.us-phoenix-1."
    )


def test_the_realm_of_a_region_decides_the_domain() -> None:
    assert (
        place()("ocid1.clustersworkrequest.oc2.us-langley-1.exampleuniqueid")
        == "https://containerengine.us-langley-1.oci.oraclegovcloud.com/20180222"
    )


def test_an_endpoint_that_is_given_wins_and_the_version_is_added() -> None:
    assert place(service_endpoint="https://proxy.example.com/oci/")(ID) == "https://proxy.example.com/oci/20160918"
    assert place(service_endpoint="https://proxy.example.com/20160918")(ID) == "https://proxy.example.com/20160918"


def test_a_version_that_is_given_wins() -> None:
    assert place(api_version="20300101")(ID).endswith(".oraclecloud.com/20300101")
    assert place(api_version="/20300101/", service_endpoint="http://127.0.0.1:1")(ID) == "http://127.0.0.1:1/20300101"


def test_a_version_that_is_given_is_requested(sim: Simulator) -> None:
    moved = lookup.find("oke")._replace(base_path="/20300101")
    with Simulator(families=[moved]) as newer:
        launched = newer.launch("container_engine")
        assert poll(make(newer), launched).fault.http_status == 404
        assert poll(make(newer, api_version="20300101"), launched).operation is not None


def test_an_endpoint_with_a_path_of_its_own_keeps_it(sim: Simulator) -> None:
    launched = sim.launch("container_engine")
    client = make(sim, service_endpoint=f"{sim.endpoint('container_engine')}/")
    assert poll(client, launched).operation is not None
    assert sim.journal[-1].path == f"/container_engine/20180222/workRequests/{launched.id}"


def test_endpoints_of_one_realm_only_are_an_option() -> None:
    base = place(realm_specific=True, region="iad")("5e7a0c2e-1b2c", "object_storage")
    assert base == "https://objectstorage.us-ashburn-1.oci.customer-oci.com"


def test_without_a_region_there_is_no_endpoint() -> None:
    with pytest.raises(
        UsageError, match="No region is known for identity: neither the id nor profile DEFAULT of the file names one"
    ):
        place()("ocid1.identityworkrequest.oc1..exampleuniqueid")


def test_an_unknown_region_is_never_guessed() -> None:
    with pytest.raises(UsageError, match="The region 'us-nowhere-1' is not known"):
        place()("ocid1.clustersworkrequest.oc1.us-nowhere-1.exampleuniqueid")


def test_a_region_that_the_environment_defines_is_known() -> None:
    taught = '{"realmKey": "oc99", "realmDomainComponent": "example.com", "regionKey": "now", "regionIdentifier": "us-nowhere-1"}'
    base = place(environ={"OCI_REGION_METADATA": taught})("ocid1.clustersworkrequest.oc99.now.exampleuniqueid")
    assert base == "https://containerengine.us-nowhere-1.oci.example.com/20180222"


# Ids


BAD_IDS = [
    "x",
    "ocid1.a.b",
    "../../secret",
    "ocid1.clustersworkrequest.oc1.iad.../..",
    "ocid1.a.oc1.iad.b\n",
    "ocid1.a.oc1.iad.b?c=d",
    "a" * 300,
]


@pytest.mark.parametrize(
    "id_", [*BAD_IDS, f"{ID}\x00", f"{ID}\x1b[31m", f"{ID}/errors", f"{ID}%2f", "ocid1.a.oc1.iad.é"]
)
def test_what_is_no_ocid_is_rejected(id_: str) -> None:
    with pytest.raises(UsageError, match="is not an OCID") as caught:
        place(region="iad")(id_)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("id_", ["", "..", "a/../b", "a\nb", "a b", "a\x00", "é", "{namespaceName}", "a" * 256, "<a>"])
def test_what_can_be_no_id_at_all_is_rejected(id_: str) -> None:
    with pytest.raises(UsageError, match="cannot be an id") as caught:
        place(region="iad")(id_, "object_storage")
    assert str(caught.value).isprintable()


def test_an_ocid_of_an_unknown_type_needs_the_service() -> None:
    with pytest.raises(UsageError, match=r"is of the type newthingworkrequest, .* Name it with the option service"):
        place()("ocid1.newthingworkrequest.oc1.iad.exampleuniqueid")
