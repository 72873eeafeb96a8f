# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Oracle's own clients wait for resources of the simulator, change them and search for them, unchanged."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time

import oci
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_types import RESOURCE_TYPES
from ansible_collections.longops.oracle.tests.contract.parity.oracles import SDK, OraclesClient
from ansible_collections.longops.oracle.tests.simulator import ManualClock, Simulator
from ansible_collections.longops.oracle.tests.simulator.oci import resource_calls

PLAIN = oci.retry.NoneRetryStrategy()
#: Getters with another name than the resource.
GETTERS = {"object_storage.copy": "get_work_request"}


@pytest.fixture
def clock(monkeypatch):
    """The clock of the simulator, which the SDK's waits advance."""
    manual = ManualClock()
    monkeypatch.setattr(time, "sleep", manual.sleep)
    return manual


@pytest.fixture
def sim(clock):
    with Simulator(clock=clock) as simulator:
        yield simulator


@pytest.fixture
def made(sim):
    """Makes a client of the SDK."""
    config = oci.config.from_file(str(sim.config_file))

    def make(client, service):
        return client(config, service_endpoint=sim.endpoint(service), retry_strategy=PLAIN)

    return make


@pytest.fixture
def compute(made):
    return made(oci.core.ComputeClient, "core")


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1]}", name).lower()


def test_every_getter_of_the_catalogue_returns_a_model_with_the_state(sim):
    config = oci.config.from_file(str(sim.config_file))
    signer = oci.signer.Signer.from_config(config)
    clients = {}
    states = {}
    for row in RESOURCE_TYPES:
        if (row.service, row.client) not in clients:
            family = Family(row.service, "default", row.client, row.endpoint, row.base_path, ())
            clients[row.service, row.client] = OraclesClient(
                family, config, service_endpoint=sim.endpoint(row.service), signer=signer, retry_strategy=PLAIN
            ).client
        resource = sim.resource(row.title)
        names = {snake(name): value for name, value in {**resource.parameters, row.id: resource.id}.items()}
        getter = getattr(clients[row.service, row.client], GETTERS.get(row.title, f"get_{row.name}"))
        answer = getter(**names)
        states[row.title] = getattr(answer.data, snake(row.state))
        assert answer.headers["etag"]
    assert len(states) == len(RESOURCE_TYPES)
    words = {row.title: row.words for row in RESOURCE_TYPES}
    assert [title for title, state in states.items() if words[title] and state not in words[title]] == []
    assert all(states.values())
    assert {(entry.call, entry.status, entry.signature) for entry in sim.journal} == {("resource", 200, "valid")}


@pytest.mark.parametrize(
    ("title", "client", "state", "then"),
    [
        ("core.instance", "core.ComputeClient", "STOPPING", "STOPPED"),
        ("core.boot_volume_attachment", "core.ComputeClient", "ATTACHING", "ATTACHED"),
        ("core.vcn", "core.VirtualNetworkClient", "PROVISIONING", "AVAILABLE"),
        ("database.autonomous_database", "database.DatabaseClient", "PROVISIONING", "AVAILABLE"),
        ("mysql.db_system", "mysql.DbSystemClient", "CREATING", "ACTIVE"),
        ("load_balancer.load_balancer", "load_balancer.LoadBalancerClient", "CREATING", "ACTIVE"),
        ("container_engine.addon", "container_engine.ContainerEngineClient", "UPDATING", "ACTIVE"),
        ("key_management.key", "key_management.KmsManagementClient", "ENABLING", "ENABLED"),
        ("file_storage.file_system", "file_storage.FileStorageClient", "CREATING", "ACTIVE"),
    ],
)
def test_wait_until(sim, made, title, client, state, then):
    package, name = client.split(".")
    resource = sim.resource(title, state, then=then, after=40)
    client = made(getattr(getattr(oci, package), name), package)
    names = {snake(name): value for name, value in {**resource.parameters, resource.type.id: resource.id}.items()}
    first = getattr(client, f"get_{resource.type.name}")(**names)
    ended = oci.wait_until(client, first, "lifecycle_state", then, max_wait_seconds=60)
    assert (first.data.lifecycle_state, ended.data.lifecycle_state) == (state, then)
    assert len(sim.journal.of(call="resource", operation=resource.id, status=200)) > 3


def test_wait_until_it_is_gone(sim, compute):
    resource = sim.resource("core.instance", "TERMINATING", then="TERMINATED", after=10, gone_after=0)
    first = compute.get_instance(resource.id)
    ended = oci.wait_until(compute, first, "lifecycle_state", "TERMINATED", succeed_on_not_found=True)
    assert ended == oci.waiter.WAIT_RESOURCE_NOT_FOUND
    with pytest.raises(oci.exceptions.ServiceError) as error:
        compute.get_instance(resource.id)
    assert (error.value.status, error.value.code) == (404, "NotAuthorizedOrNotFound")


# Changes


def test_the_power_of_an_instance(sim, compute):
    both = oci.core.ComputeClientCompositeOperations(compute)
    resource = sim.resource("core.instance", "RUNNING")
    for action, state in (("STOP", "STOPPED"), ("START", "RUNNING"), ("RESET", "RUNNING"), ("SOFTSTOP", "STOPPED")):
        sim.journal.clear()
        ended = both.instance_action_and_wait_for_state(resource.id, action, wait_for_states=[state])
        assert ended.data.lifecycle_state == state
        assert [entry.call for entry in sim.journal][:2] == ["action", "resource"]
        assert "opc-work-request-id" not in ended.headers
    assert sim.app.oci.store.all() == []


def test_creations(sim, made):
    network = made(oci.core.VirtualNetworkClient, "core")
    details = oci.core.models.CreateVcnDetails(compartment_id=sim.compartment_id, cidr_block="10.0.0.0/16")
    both = oci.core.VirtualNetworkClientCompositeOperations(network)
    vcn = both.create_vcn_and_wait_for_state(details, wait_for_states=["AVAILABLE"]).data
    assert (vcn.lifecycle_state, vcn.cidr_block) == ("AVAILABLE", "10.0.0.0/16")
    both = oci.core.ComputeClientCompositeOperations(
        made(oci.core.ComputeClient, "core"), made(oci.work_requests.WorkRequestClient, "work_requests")
    )
    details = oci.core.models.LaunchInstanceDetails(compartment_id=sim.compartment_id, shape="VM.Standard.E5.Flex")
    instance = both.launch_instance_and_wait_for_work_request(details)
    assert (instance.data.status, instance.data.resources[0].entity_type) == ("SUCCEEDED", "instance")


def test_a_deletion_without_a_work_request(sim, made):
    client = made(oci.core.VirtualNetworkClient, "core")
    both = oci.core.VirtualNetworkClientCompositeOperations(client)
    resource = sim.resource("core.vcn", gone_after=0)
    ended = both.delete_vcn_and_wait_for_state(resource.id, wait_for_states=["TERMINATED"])
    assert ended == oci.waiter.WAIT_RESOURCE_NOT_FOUND
    assert [entry.call for entry in sim.journal][:2] == ["resource", "delete"]


def test_a_deletion_with_a_work_request_of_its_service(sim, made):
    client = made(oci.container_engine.ContainerEngineClient, "container_engine")
    both = oci.container_engine.ContainerEngineClientCompositeOperations(client)
    resource = sim.resource("container_engine.cluster")
    ended = both.delete_cluster_and_wait_for_state(resource.id, wait_for_states=["SUCCEEDED"])
    assert ended.data.resources[0].identifier == resource.id
    assert client.get_cluster(resource.id).data.lifecycle_state == "DELETED"


def test_changes_with_a_work_request_of_the_shared_api(sim, made):
    both = oci.database.DatabaseClientCompositeOperations(
        made(oci.database.DatabaseClient, "database"), made(oci.work_requests.WorkRequestClient, "work_requests")
    )
    resource = sim.resource("database.autonomous_database")
    stopped = both.stop_autonomous_database_and_wait_for_state(resource.id, wait_for_states=["STOPPED"])
    assert stopped.data.lifecycle_state == "STOPPED"
    started = both.start_autonomous_database_and_wait_for_work_request(resource.id)
    assert (started.data.operation_type, started.data.status) == ("START_AUTONOMOUS_DATABASE", "SUCCEEDED")


def test_the_deletion_of_a_key_is_scheduled(made, sim):
    client = made(oci.key_management.KmsManagementClient, "key_management")
    resource = sim.resource("key_management.key")
    details = oci.key_management.models.ScheduleKeyDeletionDetails()
    first = client.schedule_key_deletion(resource.id, details)
    assert first.data.lifecycle_state == "SCHEDULING_DELETION"
    ended = oci.wait_until(client, client.get_key(resource.id), "lifecycle_state", "PENDING_DELETION")
    assert ended.data.id == resource.id
    client.cancel_key_deletion(resource.id)
    assert oci.wait_until(client, client.get_key(resource.id), "lifecycle_state", "ENABLED").data.id == resource.id


@pytest.mark.parametrize(
    ("state", "action", "status", "code"),
    [
        ("STOPPED", "STOP", 409, "IncorrectState"),
        ("RUNNING", "START", 409, "IncorrectState"),
        ("STOPPING", "RESET", 409, "Conflict"),
        ("TERMINATED", "START", 404, "NotAuthorizedOrNotFound"),
        ("RUNNING", "EXPLODE", 400, "InvalidParameter"),
    ],
)
def test_what_is_refused(sim, compute, state, action, status, code):
    resource = sim.resource("core.instance", state)
    with pytest.raises(oci.exceptions.ServiceError) as error:
        compute.instance_action(resource.id, action)
    assert (error.value.status, error.value.code) == (status, code)
    assert compute.get_instance(resource.id).data.lifecycle_state == state


def test_deletions_that_are_refused(sim, compute, made):
    network = made(oci.core.VirtualNetworkClient, "core")
    refused = [
        (compute.terminate_instance, sim.resource("core.instance", "TERMINATING"), "Conflict"),
        (compute.terminate_instance, sim.resource("core.instance", "TERMINATED"), "NotAuthorizedOrNotFound"),
        (network.delete_vcn, sim.resource("core.vcn", "PROVISIONING"), "IncorrectState"),
    ]
    for call, resource, code in refused:
        with pytest.raises(oci.exceptions.ServiceError) as error:
            call(resource.id)
        assert error.value.code == code
    resource = sim.resource("core.instance")
    with pytest.raises(oci.exceptions.ServiceError) as error:
        compute.terminate_instance(resource.id, if_match="another")
    assert (error.value.status, error.value.code) == (412, "NoEtagMatch")
    tag = compute.get_instance(resource.id).headers["etag"]
    assert compute.terminate_instance(resource.id, if_match=tag).status == 202


def test_only_changes_that_the_services_have():
    """The simulator's lists, by the paths in the SDK's clients."""
    there = {
        (file.parent.name, method, re.sub(r"\{\w+\}", "{}", path))
        for file in SDK.glob("*/*_client.py")
        for path, method in re.findall(
            r'resource_path = "(.*?)"\n\s+method = "(\w+)"', file.read_text(encoding="utf-8")
        )
    }

    def has(row, method, path):
        return any(
            (row.service, method, re.sub(r"\{\w+\}", "{}", base + path)) in there for base in ("", row.base_path)
        )

    def is_made(row):
        return row.path.endswith("}") and has(row, "POST", row.path.rpartition("/")[0])

    def acts(row, action):
        return has(row, "POST", f"{row.path}/actions/{action}")

    assert {row.title for row in RESOURCE_TYPES if not has(row, "DELETE", row.path)} == resource_calls.NOT_DELETED
    assert {row.title for row in RESOURCE_TYPES if not is_made(row)} == resource_calls.NOT_CREATED
    for name, titles in resource_calls.ACTIONS.items():
        assert {row.title for row in RESOURCE_TYPES if acts(row, name)} == titles


@pytest.mark.parametrize(("profile", "status"), [("OUTSIDER", 404), ("UNKNOWN", 401), ("SESSION", 200)])
def test_profiles(sim, profile, status):
    config = oci.config.from_file(str(sim.config_file), profile)
    options = {}
    if "security_token_file" in config:
        key = oci.signer.load_private_key_from_file(config["key_file"])
        with open(config["security_token_file"], encoding="utf-8") as token:
            options["signer"] = oci.auth.signers.SecurityTokenSigner(token.read(), key)
    client = oci.core.ComputeClient(config, service_endpoint=sim.endpoint("core"), retry_strategy=PLAIN, **options)
    resource = sim.resource("core.instance")
    if status == 200:
        assert client.get_instance(resource.id).data.id == resource.id
        return
    with pytest.raises(oci.exceptions.ServiceError) as error:
        client.get_instance(resource.id)
    assert error.value.status == status


# Search


def test_search(sim, clock):
    config = oci.config.from_file(str(sim.config_file))
    client = oci.resource_search.ResourceSearchClient(config, service_endpoint=sim.url, retry_strategy=PLAIN)
    ids = []
    for title in ("core.instance", "core.vcn", "core.instance"):
        ids.append(sim.resource(title).id)
        clock.advance(1)
    sim.move(ids[0], "STOPPING")
    sim.resource("core.instance", compartment_id="ocid1.compartment.oc1..exampleother")

    def found(text, **options):
        details = oci.resource_search.models.StructuredSearchDetails(query=text)
        return oci.pagination.list_call_get_all_results(client.search_resources, details, **options).data

    here = f"compartmentId = '{sim.compartment_id}'"
    everything = found(f"query all resources where {here}", limit=2)
    assert [each.identifier for each in everything] == ids[::-1]
    assert [entry.call for entry in sim.journal] == ["search", "search"]
    running = found(
        f"query all resources where {here} && (lifeCycleState = 'STOPPING' || lifeCycleState = 'available')"
    )
    assert [(each.resource_type, each.lifecycle_state) for each in running] == [
        ("Vcn", "AVAILABLE"),
        ("Instance", "STOPPING"),
    ]
    assert all(each.time_created.tzinfo and each.display_name for each in running)
    with pytest.raises(oci.exceptions.ServiceError) as error:
        found("query all resources where compartmentId = test")
    assert found("query instance resources sorted by timeCreated asc")[0].identifier == ids[0]
    assert (error.value.status, error.value.code) == (400, "CannotParseRequest")


# The command line client


def oci_cli(sim, *command):
    return subprocess.run(
        [sys.executable, "-m", "oci_cli.cli", *command, "--config-file", str(sim.config_file), "--endpoint", sim.url],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={**os.environ, "OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING": "True"},
    )


@pytest.mark.parametrize(
    ("title", "command", "state", "gone_after"),
    [
        ("core.instance", "compute instance action --action STOP --instance-id", "STOPPED", None),
        ("core.instance", "compute instance terminate --force --instance-id", "SUCCEEDED", None),
        (
            "core.boot_volume_attachment",
            "compute boot-volume-attachment detach --force --boot-volume-attachment-id",
            "DETACHED",
            None,
        ),
        ("core.vcn", "network vcn delete --force --vcn-id", "TERMINATED", 0),
    ],
)
def test_the_command_line_client_waits(title, command, state, gone_after):
    with Simulator(change_seconds=1) as sim:
        resource = sim.resource(title, gone_after=gone_after)
        options = ("--wait-for-state", state, "--wait-interval-seconds", "1", "--max-wait-seconds", "30")
        done = oci_cli(sim, *command.split(), resource.id, *options)
        assert done.returncode == 0, done.stderr
        if done.stdout:
            data = json.loads(done.stdout)["data"]
            assert data.get("lifecycle-state", data.get("status")) == state
        assert {entry.call for entry in sim.journal} >= {"action" if "action" in command else "delete"}
        left = sim.app.oci.resources.now(resource)
        assert left.state in (state, "TERMINATED")
