# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide for those who move from oracle.oci: its playbooks run, the first of them with nothing changed but a name."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.longops.oracle.plugins.module_utils._oci import connection
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.tools import markdown_pages as markdown

from . import playing

GUIDE = playing.COLLECTIONS / "ansible_collections" / "longops" / "oracle" / "docs" / "moving.md"
THEIRS, OURS = "oracle.oci.oci_work_requests_work_request_facts", "longops.oracle.work_request_info"
#: What oracle.oci 5.x takes for signing in (its doc fragment oracle), with a value and the environment variable that it falls back to.
SIGN_IN = {
    "config_file_location": ("~/.oci/config", "OCI_CONFIG_FILE"),
    "config_profile_name": ("DEFAULT", "OCI_CONFIG_PROFILE"),
    "api_user": ("ocid1.user.oc1..example", "OCI_USER_ID"),
    "api_user_fingerprint": ("20:3b:97", "OCI_USER_FINGERPRINT"),
    "api_user_key_file": ("~/.oci/key.pem", "OCI_USER_KEY_FILE"),
    "api_user_key_pass_phrase": ("secret", "OCI_USER_KEY_PASS_PHRASE"),
    "auth_type": ("instance_principal", "OCI_ANSIBLE_AUTH_TYPE"),
    "auth_purpose": ("service_principal", None),
    "tenancy": ("ocid1.tenancy.oc1..example", "OCI_TENANCY"),
    "region": ("us-ashburn-1", "OCI_REGION"),
    "cert_bundle": ("/etc/ca.pem", "OCI_ANSIBLE_CERT_BUNDLE"),
    "realm_specific_endpoint_template_enabled": (True, "OCI_REALM_SPECIFIC_SERVICE_ENDPOINT_TEMPLATE_ENABLED"),
}


def playbook(number: int) -> str:
    ours = f"run by tests/playbooks/{pathlib.Path(__file__).name}"
    return [block.text for block in markdown.blocks(GUIDE.read_text(encoding="utf-8")) if ours in block.notes][number]


@pytest.mark.parametrize("number", [0, 1])
def test_a_playbook_of_the_guide_runs(sim: Simulator, tmp_path: pathlib.Path, number: int) -> None:
    pool = {"entity_type": "instancePool", "action_type": "CREATED", "identifier": "ocid1.instancepool.oc1.iad.example"}
    launched = sim.launch("work_requests", seconds=1, resources=[pool], operation_type="Create Instance Pool")
    text = playbook(number)
    assert (THEIRS in text) == (number == 0)
    (tmp_path / "play.yml").write_text(text.replace(THEIRS, OURS).replace("delay: 5", "delay: 1"), encoding="utf-8")
    variables = {
        "config_file": str(sim.config_file),
        "bundle": str(sim.ca_file),
        "compartment": sim.compartment_id,
        "launched": launched.id,
    }
    played = playing.play(
        tmp_path, str(tmp_path / "play.yml"), {"localhost": {}}, settings={"HTTPS_PROXY": sim.proxy_url}, **variables
    )
    assert played.code == 0, played.output
    asked = [entry for entry in sim.journal if entry.call in ("get", "list")]
    assert {entry.host.partition(":")[0] for entry in asked} == {"iaas.us-ashburn-1.oraclecloud.com"}
    if number == 0:
        assert "Create Instance Pool of ocid1.instancepool.oc1.iad.example is SUCCEEDED at 100" in played.output
        assert asked[-1].query["resourceId"] == ["ocid1.instancepool.oc1.iad.example"]


def test_a_wait_for_a_state_beside_the_command_line_interface(tmp_path: pathlib.Path) -> None:
    with Simulator() as sim:
        made = sim.resource("core.instance", "RUNNING", change_seconds=2)
        (tmp_path / "play.yml").write_text(playbook(2), encoding="utf-8")
        variables = {"config_file": str(sim.config_file), "bundle": str(sim.ca_file), "instance_id": made.id}
        settings = {
            "HTTPS_PROXY": sim.proxy_url,
            "OCI_CONFIG_FILE": str(sim.config_file),
            "REQUESTS_CA_BUNDLE": str(sim.ca_file),
            "OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING": "True",
        }
        played = playing.play(tmp_path, str(tmp_path / "play.yml"), {"localhost": {}}, settings=settings, **variables)
        assert played.code == 0, played.output
        states = [
            event["event_data"]["res"]["resources"][0]["status"] for event in played.of("localhost", "runner_on_ok")[1:]
        ]
        assert states == ["STOPPED"]


def test_every_option_of_signing_in_is_taken() -> None:
    checked = ArgumentSpecValidator(connection.connection_options()).validate(
        {name: value for name, (value, _variable) in SIGN_IN.items()}
    )
    assert checked.error_messages == []
    assert not checked.unsupported_parameters


@pytest.mark.parametrize(
    ("name", "variable"), [(name, variable) for name, (_value, variable) in SIGN_IN.items() if variable]
)
def test_every_variable_of_signing_in_is_heeded(monkeypatch: pytest.MonkeyPatch, name: str, variable: str) -> None:
    value: Any = SIGN_IN[name][0]
    monkeypatch.setenv(variable, str(value))
    assert ArgumentSpecValidator(connection.connection_options()).validate({}).validated_parameters[name] == value


def test_the_playbooks_of_the_guide_are_whole() -> None:
    assert [len(yaml.safe_load(playbook(number))[0]["tasks"]) for number in (0, 1, 2)] == [3, 1, 2]
