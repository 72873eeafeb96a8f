# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/awx has for AWX, as AWX uses it: credentials, surveys, and nodes of a workflow that hand on what came of them."""

from __future__ import annotations

import configparser
import json
import pathlib
import re
from typing import Any

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._goldengate import connection as goldengate_connection
from ansible_collections.longops.oracle.plugins.module_utils._oci import connection
from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import awx

API_KEY, CONFIGURATION, GOLDENGATE = (
    awx.one("credential_types", name) for name in ("OCI API key", "OCI configuration file", "GoldenGate")
)
WAIT, IN_FLIGHT, LAUNCH, RETRY = awx.read("job_templates")
FULL = ("InternalError", "Out of host capacity, {{ 6 * 7 }} times.")


def profile(sim: Simulator, name: str = "DEFAULT") -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(sim.config_file, encoding="utf-8")
    return dict(parser[name])


def api_key(sim: Simulator, name: str = "DEFAULT", **other: str) -> tuple[Any, dict[str, str]]:
    """A credential of the type OCI API key, with what a profile has."""
    of = profile(sim, name)
    inputs = {
        "user": of["user"],
        "fingerprint": of["fingerprint"],
        "tenancy": of["tenancy"],
        "region": of["region"],
        "private_key": pathlib.Path(of["key_file"]).read_text(encoding="utf-8"),
        "pass_phrase": of.get("pass_phrase", ""),
    }
    return API_KEY, {**inputs, **other}


def goldengate(sim: Simulator, **other: Any) -> tuple[Any, dict[str, Any]]:
    gate = sim.goldengate
    return GOLDENGATE, {"url": sim.url, "username": gate.username, "password": gate.password, **other}


def here(sim: Simulator) -> dict[str, str]:
    return {"service_endpoint": sim.url}


# What AWX checks when the types, templates and workflows are made


@pytest.mark.parametrize("credential_type", awx.read("credential_types"), ids=lambda each: each["name"])
def test_a_credential_type_is_one_that_awx_takes(credential_type: dict[str, Any]) -> None:
    awx.check_type(credential_type)


@pytest.mark.parametrize(
    "template", [*awx.read("job_templates"), *awx.read("workflows")], ids=lambda each: each["name"]
)
def test_a_survey_is_one_that_awx_takes(template: dict[str, Any]) -> None:
    awx.check_survey(template["survey"])


@pytest.mark.parametrize("template", [WAIT, IN_FLIGHT, LAUNCH, RETRY], ids=lambda each: each["name"])
def test_every_question_is_about_a_variable_that_the_playbook_reads(template: dict[str, Any]) -> None:
    playbooks = awx.playing.COLLECTIONS / "ansible_collections" / "longops" / "oracle" / "playbooks"
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (playbooks / template["playbook"], *(playbooks / "vars").glob("*.yml"))
    )
    text += json.dumps(template.get("extra_vars", {}))
    for question in template["survey"]:
        [name] = re.findall("^(?:goldengate_|wait_(?!for|hosts))?(.*)", question["variable"])
        assert re.search(rf"\b{name}\b", text), question


def test_every_option_for_connecting_can_be_a_variable() -> None:
    text = (awx.DATA.parents[1] / "playbooks/vars/connection.yml").read_text(encoding="utf-8")
    known = {name for name, values in yaml.safe_load(text).items() if isinstance(values, list) for name in values}
    of_the_task = {"service", "compartment_id", "resource_id"}
    assert set(connection.connection_options()) - of_the_task <= known
    assert set(goldengate_connection.connection_options()) <= known


def test_no_answer_of_a_workflow_takes_the_place_of_what_a_node_hands_on() -> None:
    handed_on = {"work_request_id", "resource_id", "resource_ids", "failure_categories"}
    for workflow in awx.read("workflows"):
        asked = {question["variable"] for question in workflow["survey"]}
        assert not {name for name in asked if name in handed_on or name.startswith("operations_")}


def test_the_nodes_of_a_workflow_run_templates_and_lead_to_nodes_that_there_are() -> None:
    templates = {template["name"] for template in awx.read("job_templates")}
    for workflow in awx.read("workflows"):
        identifiers = [node["identifier"] for node in workflow["nodes"]]
        for place, node in enumerate(workflow["nodes"]):
            assert node["job_template"] in templates
            assert set(node.get("then", {})) <= {"success", "failure", "always"}
            following = [each for ends in node.get("then", {}).values() for each in ends]
            assert all(identifiers.index(each) > place for each in following), "they are made from the last one on"


def test_certificates_are_verified_unless_a_credential_says_otherwise(tmp_path: pathlib.Path) -> None:
    url = {"url": "https://goldengate.example.com"}
    assert awx.inject(GOLDENGATE, url, tmp_path)["OGG_VALIDATE_CERTS"] == "True"
    assert awx.inject(GOLDENGATE, {**url, "skip_tls_verification": True}, tmp_path)["OGG_VALIDATE_CERTS"] == "False"


# A job has nothing but what its credential injects


def test_an_api_key_is_enough(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched = sim.launch("container_engine", accepted=60)
    encrypted = api_key(sim, "ENCRYPTED")
    encrypted[1]["private_key"] += "\nOCI_API_KEY\n"  # as the console lets users download it
    job = awx.run(tmp_path, WAIT, [encrypted], extra=here(sim), work_request_id=f" {launched.id}\n")
    assert job.played.code == 0, job.played.output
    assert job.artifacts["operations_succeeded"] == [launched.id]
    assert job.played.complaints() == []
    assert sim.pass_phrase not in job.played.everything()


def test_the_credential_type_that_oracle_publishes_is_enough(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched = sim.launch("container_engine", accepted=60)
    _type, values = api_key(sim)
    inputs = {"user_ocid": values["user"], "tenant_ocid": values["tenancy"], "private_user_key": values["private_key"]}
    inputs |= {name: values[name] for name in ("fingerprint", "region")}
    job = awx.run(tmp_path, WAIT, [(CONFIGURATION, inputs)], extra=here(sim), work_request_id=launched.id)
    assert job.played.code == 0, job.played.output
    assert job.artifacts["operations_succeeded"] == [launched.id]
    assert job.played.complaints() == []


def test_a_credential_for_goldengate_and_one_for_oci_wait_together(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched, request = sim.launch("container_engine", accepted=60), sim.goldengate.launch()
    credentials = [api_key(sim), goldengate(sim)]
    job = awx.run(
        tmp_path,
        WAIT,
        credentials,
        extra=here(sim),
        work_request_id=launched.id,
        request_id=str(request.id),
        goldengate_url=f"{sim.url} ",
        goldengate_deployment="Local",
        goldengate_service="adminsrvr",
        wait_on_failure="",
        wait_on_timeout="",
        wait_timeout="",
    )
    assert job.played.code == 0, job.played.output
    assert job.artifacts["operations_succeeded"] == [launched.id, str(request.id)]
    assert sim.goldengate.password not in job.played.everything()


def test_a_token_and_certificates_for_goldengate(tmp_path: pathlib.Path) -> None:
    with Simulator(tls=True) as sim:
        files = {
            name: (sim.config_file.parent / name).read_text(encoding="utf-8") for name in ("client.pem", "client.key")
        }
        request = sim.goldengate.launch(outcome="failed", messages=[["OGG-00664", "No listener."]])
        _type, inputs = goldengate(sim, username="", password="", client_cert=files["client.pem"])
        inputs |= {
            "client_key": files["client.key"],
            "ca_certs": pathlib.Path(str(sim.ca_file)).read_text(encoding="utf-8"),
        }
        job = awx.run(tmp_path, WAIT, [(GOLDENGATE, inputs)], request_id=str(request.id))
    assert job.played.code == 2
    assert "OGG-00664" in job.played.output
    assert job.artifacts["operations_unsuccessful"] == [str(request.id)]
    assert "PRIVATE KEY" not in job.played.everything()


def test_a_survey_for_what_is_in_flight(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched, request = sim.launch("mysql", outcome=None), sim.goldengate.launch(outcome=None)
    job = awx.run(
        tmp_path,
        IN_FLIGHT,
        [api_key(sim), goldengate(sim)],
        extra={"service_endpoint": f"{sim.url}/{{service}}"},
        compartment_id=f" {sim.compartment_id} ",
        service="mysql, oke",
        max_results="10",
        in_flight_timeout="20",
    )
    assert job.played.code == 0, job.played.output
    assert launched.id in job.played.output
    assert f"  {request.id}  processing" in job.played.output
    assert job.played.complaints() == []


# Bad input


def test_an_empty_survey(sim: Simulator, tmp_path: pathlib.Path) -> None:
    for template, message in (
        (WAIT, "In a survey, answer one of these questions."),
        (IN_FLIGHT, "Name the compartment, with -e compartment_id=ocid1... or as the answer in a survey"),
        (LAUNCH, "because a word of launch_command is empty, such as a question of a survey that was left blank"),
    ):
        blank = {question["variable"]: " " for question in template["survey"] if question["type"].startswith("text")}
        job = awx.run(tmp_path / template["playbook"], template, [api_key(sim)], **blank)
        assert job.played.code == 2, job.played.output
        assert message in job.played.output
    assert len(sim.journal) == 0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"private_key": "-----BEGIN RSA PRIVATE KEY-----\nZ m9v\n-----END"}, "is not a private key in PEM"),
        ({"fingerprint": ""}, "needs fingerprint, which neither the task nor its environment gives"),
    ],
    ids=["a key that is none", "a missing field"],
)
def test_a_credential_that_is_wrong(
    sim: Simulator, tmp_path: pathlib.Path, wrong: dict[str, str], message: str
) -> None:
    job = awx.run(tmp_path, WAIT, [api_key(sim, **wrong)], extra=here(sim), work_request_id=sim.launch("mysql").id)
    assert job.played.code == 2
    assert message in job.artifacts["operations_report"][0]
    assert "Traceback" not in job.played.output


def test_a_key_that_was_never_uploaded(sim: Simulator, tmp_path: pathlib.Path) -> None:
    job = awx.run(tmp_path, WAIT, [api_key(sim, "UNKNOWN")], extra=here(sim), work_request_id=sim.launch("mysql").id)
    assert job.played.code == 2
    assert "401 NotAuthenticated" in "\n".join(job.artifacts["operations_report"])
    assert job.artifacts["failure_categories"] == ["authorization"]


def test_a_credential_for_goldengate_without_a_password(sim: Simulator, tmp_path: pathlib.Path) -> None:
    job = awx.run(tmp_path, WAIT, [goldengate(sim, password="")], request_id="7")
    assert job.played.code == 2
    assert "username and password belong together: password is missing" in job.artifacts["operations_report"][0]
    assert len(sim.journal) == 0


@pytest.mark.parametrize("template", [WAIT, IN_FLIGHT], ids=lambda each: each["name"])
def test_an_answer_cannot_lead_the_password_of_a_credential_to_another_host(
    sim: Simulator, tmp_path: pathlib.Path, template: dict[str, Any]
) -> None:
    credential = goldengate(sim, url="https://goldengate.example.com:9012")
    asked = {"request_id": "7"} if template is WAIT else {}
    job = awx.run(tmp_path, template, [credential], goldengate_url=sim.url, **asked)
    assert job.played.code == 2
    assert "goldengate_url is http://127.0.0.1, and the credentials in the environment are for" in job.played.output
    assert len(sim.journal) == 0


# Nodes of a workflow


def test_a_failure_is_handed_on_and_decides_which_node_is_next(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched = [sim.launch("container_engine", seconds=0, outcome="failed", errors=[FULL]) for _each in range(2)]
    handed_on = {"work_request_id": [each.id for each in launched], "outcome": "of another node", "operations": 7}
    waited = awx.run(tmp_path / "wait", WAIT, [api_key(sim)], handed_on, here(sim))
    assert waited.played.code == 2
    assert waited.artifacts["operations_unsuccessful"] == handed_on["work_request_id"]
    assert waited.artifacts["operations_succeeded"] == waited.artifacts["operations_pending"] == []
    assert waited.artifacts["failure_categories"] == ["capacity"]
    assert "  InternalError: Out of host capacity, { { 6 * 7 }} times." in waited.artifacts["operations_report"]
    decided = awx.run(tmp_path / "decide", RETRY, (), {**handed_on, **waited.artifacts}, retry_pause=0)
    assert decided.played.code == 0, decided.played.output
    declined = awx.run(tmp_path / "decline", RETRY, (), waited.artifacts, retry_categories="limit, conflict")
    assert declined.played.code == 2
    assert "because of the category capacity: only limit, conflict are worth it" in declined.played.output
    assert "Out of host capacity" in declined.played.output


@pytest.mark.parametrize(
    ("handed_on", "message"),
    [
        ({"failure_categories": ["capacity"], "operations_pending": ["ocid1.x"]}, "because it is not over: ocid1.x"),
        ({"failure_categories": ["capacity"], "operations_succeeded": ["7"]}, "because a part of it is done: 7"),
        ({"failure_categories": []}, "no category of a failure was handed on"),
    ],
)
def test_what_is_not_tried_again(tmp_path: pathlib.Path, handed_on: dict[str, Any], message: str) -> None:
    job = awx.run(tmp_path, RETRY, (), handed_on)
    assert job.played.code == 2
    assert message in job.played.output


def test_a_result_that_a_node_hands_on_is_taken_as_it_is(sim: Simulator, tmp_path: pathlib.Path) -> None:
    launched, request = sim.launch("container_engine"), sim.goldengate.launch()
    handed_on = {
        "work_request_id": {"rc": 0, "stdout": json.dumps({"opc-work-request-id": launched.id})},
        "request_id": [int(request.id)],
    }
    job = awx.run(tmp_path, WAIT, [api_key(sim), goldengate(sim)], handed_on, here(sim))
    assert job.played.code == 0, job.played.output
    assert job.artifacts["operations_succeeded"] == [launched.id, str(request.id)]


NODE_POOLS = {
    "templates": {
        "resized": {
            "service": "container_engine",
            "operation_type": "NODEPOOL_UPDATE",
            "seconds": 0,
            "resources": [{"entity_type": "nodepool", "action_type": "UPDATED", "identifier": "{nodePoolId}"}],
        }
    },
    "launches": [{"method": "PUT", "path": "/20180222/nodePools/{nodePoolId}", "template": "resized"}],
}


def test_a_workflow_launches_with_oracles_command_line_interface_and_waits(tmp_path: pathlib.Path) -> None:
    node_pool = "ocid1.nodepool.oc1.iad.example"
    with Simulator(NODE_POOLS) as sim:
        command = {"launch_command": ["--endpoint", sim.url, *LAUNCH["extra_vars"]["launch_command"]]}
        asked = {"node_pool_id": node_pool, "node_pool_size": 5, "wait_timeout": 60}
        credentials = [api_key(sim, "ENCRYPTED")]
        launched = awx.run(tmp_path / "launch", LAUNCH, credentials, None, command, asked)
        assert launched.played.code == 0, launched.played.output
        [entry] = sim.journal.of(call="launch")
        assert launched.artifacts == {"work_request_id": [entry.operation]}
        waited = awx.run(tmp_path / "wait", WAIT, credentials, launched.artifacts, here(sim), asked)
    assert waited.played.code == 0, waited.played.output
    assert waited.artifacts["resource_ids"] == [node_pool]
    assert sim.pass_phrase not in launched.played.everything()
