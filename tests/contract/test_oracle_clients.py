# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Oracle's own clients work against the simulator unchanged."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import time

import oci
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import FIELDS
from ansible_collections.longops.oracle.tests.contract.parity.oracles import CALLS, FAMILIES, OraclesClient
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.simulator.families import LIST_FIELDS

RESOURCE = "ocid1.thing.oc1.iad.exampleresource"
ERRORS = [("Conflict", "the first error"), ("LimitExceeded", "the second error"), ("InternalError", "the third error")]
LOGS = ["one", "two", "three"]
PLAIN = oci.retry.NoneRetryStrategy()


@pytest.fixture(scope="module")
def clock():
    return ManualClock()


@pytest.fixture(scope="module")
def sim(clock):
    with Simulator(clock=clock, page_size=2) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def config(sim):
    return oci.config.from_file(str(sim.config_file))


@pytest.fixture(scope="module")
def signer(config):
    """Made once, because reading a key takes longer than a hundred calls."""
    return oci.signer.Signer.from_config(config)


def failed(sim, clock, title, **said):
    resource = {"entity_type": "thing", "action_type": "CREATED", "identifier": RESOURCE, "entity_uri": "/things/1"}
    operation = sim.launch(title, seconds=10, outcome="failed", errors=ERRORS, logs=LOGS, resources=[resource], **said)
    clock.advance(10)
    return operation


def everything(call, *arguments, **options):
    return oci.pagination.list_call_get_all_results(call, *arguments, **options).data


# The clients by name, as users import them.


def test_work_request_client(sim, clock, config):
    client = oci.work_requests.WorkRequestClient(config, service_endpoint=sim.endpoint("work_requests"))
    operation = failed(sim, clock, "work_requests")
    others = sim.launch_many("work_requests", count=4)
    work_request = client.get_work_request(operation.id)
    assert (work_request.data.status, work_request.data.percent_complete) == ("FAILED", 90)
    assert work_request.data.resources[0].identifier == RESOURCE
    assert work_request.request_id == sim.journal[-1].request_id
    sim.journal.clear()
    listed = everything(client.list_work_requests, sim.compartment_id)
    assert [each.id for each in listed] == [each.id for each in reversed([operation, *others])]
    assert len(sim.journal) == 3
    assert sorted(each.code for each in everything(client.list_work_request_errors, operation.id)) == sorted(
        code for code, _message in ERRORS
    )
    assert [each.message for each in everything(client.list_work_request_logs, operation.id, sort_order="ASC")] == LOGS
    assert [each.id for each in everything(client.list_work_requests, sim.compartment_id, resource_id=RESOURCE)] == [
        operation.id
    ]
    assert {entry.signature for entry in sim.journal} == {"valid"}


def test_load_balancer_client(sim, clock, config):
    client = oci.load_balancer.LoadBalancerClient(config, service_endpoint=sim.endpoint("load_balancer"))
    operation = failed(sim, clock, "load_balancer")
    work_request = client.get_work_request(operation.id).data
    assert (work_request.lifecycle_state, work_request.load_balancer_id) == ("FAILED", RESOURCE)
    assert [error.message for error in work_request.error_details] == [message for _code, message in ERRORS]
    assert [each.id for each in everything(client.list_work_requests, RESOURCE)] == [operation.id]


@pytest.mark.parametrize(
    ("title", "client", "field"),
    [
        ("load_balancer", "load_balancer.LoadBalancerClient", "message"),
        ("oda", "oda.OdaClient", "status_message"),
        ("os_management_hub", "os_management_hub.WorkRequestClient", "message"),
        ("rover", "rover.WorkRequestsClient", "status_details"),
        ("log_analytics.storage", "log_analytics.LogAnalyticsClient", "status_details"),
    ],
)
def test_what_a_service_says_beside_errors_and_logs(sim, clock, config, title, client, field):
    package, name = client.split(".")
    client = getattr(getattr(oci, package), name)(config, service_endpoint=sim.endpoint(title))
    operation = failed(sim, clock, title, explanation="No subnet left")
    if title == "log_analytics.storage":
        said = getattr(client.get_storage_work_request(operation.id, "examplenamespace").data, field)
    else:
        said = getattr(client.get_work_request(operation.id).data, field)
    if title == "load_balancer":
        said = json.loads(said)["message"]
    assert said == "No subnet left"


def test_resources_beside_the_list_of_resources(sim, clock, config):
    client = oci.oda.OdaClient(config, service_endpoint=sim.endpoint("oda"))
    work_request = client.get_work_request(failed(sim, clock, "oda").id).data
    assert work_request.oda_instance_id == work_request.resource_id == RESOURCE


def test_container_engine_client(sim, clock, config):
    client = oci.container_engine.ContainerEngineClient(config, service_endpoint=sim.endpoint("container_engine"))
    operation = failed(sim, clock, "container_engine")
    assert client.get_work_request(operation.id).data.status == "FAILED"
    assert [each.id for each in everything(client.list_work_requests, sim.compartment_id)] == [operation.id]
    assert [each.code for each in client.list_work_request_errors(sim.compartment_id, operation.id).data] == [
        code for code, _message in ERRORS
    ]
    assert [each.message for each in client.list_work_request_logs(sim.compartment_id, operation.id).data] == LOGS
    running = sim.launch("container_engine", seconds=60)
    assert client.delete_work_request(running.id).status == 202
    assert client.get_work_request(running.id).data.status == "CANCELING"
    clock.advance(2)
    assert client.get_work_request(running.id).data.status == "CANCELED"
    with pytest.raises(oci.exceptions.ServiceError) as error:
        client.delete_work_request(running.id, retry_strategy=PLAIN)
    assert (error.value.status, error.value.code) == (409, "IncorrectState")


def test_identity_client(sim, clock, config):
    client = oci.identity.IdentityClient(
        config, service_endpoint=sim.url
    )  # no family in the endpoint: the paths identify it
    operation = failed(sim, clock, "identity")
    work_request = client.get_work_request(operation.id).data
    assert [error.code for error in work_request.errors] == [code for code, _message in ERRORS]
    assert [log.message for log in work_request.logs] == LOGS
    tagging = sim.launch("identity.tagging", seconds=0, outcome="partially_succeeded", errors=ERRORS)
    assert client.get_tagging_work_request(tagging.id).data.status == "PARTIALLY_SUCCEEDED"
    assert len(everything(client.list_tagging_work_request_errors, tagging.id)) == 3
    assert [each.id for each in everything(client.list_tagging_work_requests, sim.compartment_id)] == [tagging.id]
    domain = failed(sim, clock, "identity.iam")
    assert client.get_iam_work_request(domain.id).data.status == "FAILED"
    assert len(everything(client.list_iam_work_request_logs, domain.id)) == 3
    assert [each.id for each in everything(client.list_iam_work_requests, compartment_id=sim.compartment_id)] == [
        domain.id
    ]


def test_the_namespace_of_object_storage(sim, config):
    client = oci.object_storage.ObjectStorageClient(config, service_endpoint=sim.url)
    assert client.get_namespace().data == "examplenamespace"


def test_the_sdk_waits(sim, config, clock, monkeypatch):
    """oci.wait_until observes the end of an operation, with sleeps that advance the simulator's clock."""
    client = oci.work_requests.WorkRequestClient(config, service_endpoint=sim.url)
    operation = sim.launch("work_requests", seconds=10)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    sim.journal.clear()
    ended = oci.wait_until(client, client.get_work_request(operation.id), "status", "SUCCEEDED", max_wait_seconds=20)
    assert ended.data.percent_complete == 100
    assert len(sim.journal.of(call="get", status=200)) > 2


@pytest.mark.parametrize(
    ("profile", "status"),
    [("DEFAULT", 200), ("ENCRYPTED", 200), ("SESSION", 200), ("UNKNOWN", 401), ("OUTSIDER", 404), ("EXPIRED", 401)],
)
def test_profiles(sim, profile, status):
    config = oci.config.from_file(str(sim.config_file), profile)
    options = {}
    if "security_token_file" in config:
        token = pathlib.Path(config["security_token_file"]).read_text()
        options["signer"] = oci.auth.signers.SecurityTokenSigner(
            token, oci.signer.load_private_key_from_file(config["key_file"])
        )
    client = oci.work_requests.WorkRequestClient(config, service_endpoint=sim.url, retry_strategy=PLAIN, **options)
    if status == 200:
        assert client.list_work_requests(sim.compartment_id).status == status
        return
    with pytest.raises(oci.exceptions.ServiceError) as error:
        client.list_work_requests(sim.compartment_id)
    assert (error.value.status, error.value.code) == (
        status,
        {401: "NotAuthenticated", 404: "NotAuthorizedOrNotFound"}[status],
    )


def test_launching_through_the_sdk():
    """The signature of the SDK's POST covers its body; the answer has the work request's id."""
    with Simulator("demo") as demo:
        client = oci.container_engine.ContainerEngineClient(
            oci.config.from_file(str(demo.config_file)), service_endpoint=demo.url
        )
        details = oci.container_engine.models.CreateNodePoolDetails(
            compartment_id=demo.compartment_id,
            cluster_id="ocid1.cluster.oc1.iad.example",
            name="workers",
            node_shape="VM.Standard.E5.Flex",
        )
        answer = client.create_node_pool(details)
        assert client.get_work_request(answer.headers["opc-work-request-id"]).data.operation_type == "NODEPOOL_CREATE"
        assert [entry.signature for entry in demo.journal] == ["valid", "valid"]


# Every client of the SDK that the catalogue names.

#: A second list of the same work requests; all other calls are in another client of the service.
ONLY_LISTS = ("marketplace_publisher.admin",)


def call(client, what, sim, operation):
    """Call a method by its function, with values for all required parameters."""
    method = client.calls[what]
    values = {"compartmentId": sim.compartment_id, "namespaceName": "examplenamespace"}
    names = {
        name: operation.id if name.endswith("orkRequestId") else values.get(name, RESOURCE) for name in method.required
    }
    arguments = {method.parameters[name]: value for name, value in names.items()}
    function = getattr(client.client, method.name)
    return everything(function, **arguments) if what in ("list", "errors", "logs") else function(**arguments)


def snake(name):
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: f"_{match.group(1).lower()}", name)


@pytest.mark.parametrize("title", FAMILIES)
def test_every_client_of_the_sdk(sim, clock, config, signer, title):
    family = FAMILIES[title]
    client = OraclesClient(family, config, service_endpoint=sim.endpoint(title), signer=signer, retry_strategy=PLAIN)
    assert set(client.calls) == ({"list"} if title in ONLY_LISTS else {call for call in CALLS if getattr(family, call)})

    sim.journal.clear()
    operation = failed(sim, clock, title)
    names = {**FIELDS, **family.fields}
    if "get" in client.calls:
        answer = call(client, "get", sim, operation)
        item = answer.data
        assert item.id == operation.id
        assert ("retry-after" in answer.headers) == family.retry_after
        assert getattr(item, snake(names["status"])) == "FAILED"
        for key in ("time_accepted", "time_started", "time_finished"):
            assert names[key] is None or getattr(item, snake(names[key])).tzinfo is not None
        assert names["percent_complete"] is None or item.percent_complete == 90
        if names["resources"]:
            assert RESOURCE in str(item.resources[0])
    if "errors" in client.calls:
        errors = call(client, "errors", sim, operation)
        assert [(error.code, error.message) for error in errors] == ERRORS
        assert all(getattr(error, snake(family.error_time)).tzinfo for error in errors)
    if "logs" in client.calls:
        logs = call(client, "logs", sim, operation)
        assert sorted(log.message for log in logs) == sorted(LOGS)
        assert all(getattr(log, snake(family.log_time)) for log in logs)  # a string in container_engine
    if "list" in client.calls:
        ids = [
            getattr(each, snake(LIST_FIELDS.get(title, {}).get("id", "id")))
            for each in call(client, "list", sim, operation)
        ]
        assert ids.count(operation.id) == 1
    if "cancel" in client.calls:
        assert call(client, "cancel", sim, sim.launch(title, seconds=100)).status == 202
    assert {entry.signature for entry in sim.journal} == {"valid"}


# The command line client.


def cli(sim, *command):
    done = subprocess.run(
        [sys.executable, "-m", "oci_cli.cli", *command, "--config-file", str(sim.config_file)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={**os.environ, "OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING": "True"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["data"]


def test_the_command_line_client(sim, clock):
    operation = failed(sim, clock, "work_requests")
    errors = cli(
        sim,
        "work-requests",
        "work-request-error",
        "list",
        "--work-request-id",
        operation.id,
        "--endpoint",
        sim.url,
        "--all",
    )
    assert [error["code"] for error in errors] == [code for code, _message in ERRORS]


def test_the_command_line_client_over_tls_and_with_a_session():
    with Simulator(tls=True) as sim:
        operation = sim.launch("container_engine", seconds=0)
        got = cli(
            sim,
            "ce",
            "work-request",
            "get",
            "--work-request-id",
            operation.id,
            "--endpoint",
            sim.endpoint("container_engine"),
            "--cert-bundle",
            str(sim.ca_file),
            "--profile",
            "SESSION",
            "--auth",
            "security_token",
        )
        assert got["status"] == "SUCCEEDED"
        assert "ST$" in sim.journal[-1].headers["authorization"]


def test_the_sdk_over_tls():
    with Simulator(tls=True) as sim:
        client = oci.work_requests.WorkRequestClient(
            oci.config.from_file(str(sim.config_file)),
            service_endpoint=sim.url,
            retry_strategy=PLAIN,
        )
        operation = sim.launch("work_requests", seconds=0)
        with pytest.raises(oci.exceptions.RequestException):
            client.get_work_request(operation.id)
        client.base_client.session.verify = str(sim.ca_file)
        assert client.get_work_request(operation.id).data.status == "SUCCEEDED"
