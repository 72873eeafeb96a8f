# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authentication of every kind, as a task does it: work_request_wait and work_request_info against the simulator, through Oracle's own signers."""

from __future__ import annotations

import os
import pathlib
import re
import threading
import time
import types
from typing import Any, Callable, Iterator

import pytest
from oci.auth import signers

from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import principals
from ansible_collections.longops.oracle.tests.conftest import Ended
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Ended]
Act = Callable[..., None]
RESOURCE = "resource_principal"
#: Calls that give a token which requests can be signed with.
GIVING = ("federation", "resource_principal_session_token", "proxymux")
#: Every way to get a token. Version 3.0 with a leaf of 2.1 and its kind is missing: there the SDK itself fails.
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "instance": ("instance_principal", {}),
    "user": ("instance_obo_user", {}),
    "1.1": (RESOURCE, {"version": "1.1"}),
    "2.1": (RESOURCE, {"version": "2.1"}),
    "2.1.1": (RESOURCE, {"version": "2.1.1"}),
    "2.1.2": (RESOURCE, {"version": "2.1.2"}),
    "2.2": (RESOURCE, {"version": "2.2", "files": True}),
    "3.0 of 1.1": (RESOURCE, {"version": "3.0", "leaf": "1.1"}),
    "3.0 of 2.2": (RESOURCE, {"version": "3.0", "leaf": "2.2", "parents": 2}),
    "pod": ("oke_workload_identity", {}),
}


@pytest.fixture
def run_way() -> str:
    """A client authenticates the same way wherever it runs: once is enough, and these tests take long."""
    return "as_module"


@pytest.fixture(autouse=True)
def in_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What authentication changes in the environment is undone, and no test asks who is at the metadata service's fixed address."""
    for name in ("REQUESTS_CA_BUNDLE", "NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("OCI_METADATA_BASE_URL", "http://127.0.0.1:9/opc/v2")
    instance = signers.InstancePrincipalsSecurityTokenSigner  # which keeps that URL for the life of the process
    monkeypatch.setattr(instance, "METADATA_URL_BASE", instance.METADATA_URL_BASE)


@pytest.fixture
def authenticate_as(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, Any]]:
    """authenticate_as("pod") makes the environment one in which that works, and gives the options of a task."""

    def prepare(way: str) -> dict[str, Any]:
        kind, how = WAYS[way]
        for name, value in sim.principals.environment(kind, **how).items():
            monkeypatch.setenv(name, value)
        return {"auth_type": kind, "cert_bundle": str(sim.ca_file), "service_endpoint": sim.url}

    return prepare


@pytest.fixture
def eventually(sim: Simulator) -> Iterator[Callable[..., None]]:
    """eventually((two, act), (refused, other)) acts once two is true of all polls so far, then the other, but neither after the test."""
    over = threading.Event()
    watchers = []

    def watch(acts: tuple[tuple[Callable[[list[Any]], bool], Callable[[], None]], ...]) -> None:
        for moment, act in acts:
            while not moment(sim.journal.of(call="get")):
                if over.wait(0.005):
                    return
            act()

    def start(*acts: tuple[Callable[[list[Any]], bool], Callable[[], None]]) -> None:
        watchers.append(threading.Thread(target=watch, args=(acts,), daemon=True))
        watchers[-1].start()

    yield start
    over.set()
    for watcher in watchers:
        watcher.join(10)


def two(polls: list[Any]) -> bool:
    return len(polls) >= 2


def refused(polls: list[Any]) -> bool:
    return any(entry.status == 401 for entry in polls)


def wait_for(run: Run, id_: str, options: dict[str, Any]) -> Ended:
    return run("work_request_wait", work_request_id=id_, interval=0.5, max_interval=0.5, timeout=3600, **options)


@pytest.fixture
def no_sdk_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle's SDK does not sleep between its tries."""
    from oci.retry import retry

    monkeypatch.setattr(retry, "time", types.SimpleNamespace(sleep=lambda seconds: None, time=time.time))


# To the end


@pytest.mark.parametrize("way", WAYS)
def test_a_wait_goes_on_where_its_token_is_refused(
    sim: Simulator,
    run: Run,
    authenticate_as: Callable[[str], dict[str, Any]],
    virtual_time: None,
    eventually: Act,
    way: str,
) -> None:
    options = authenticate_as(way)
    environment = dict(os.environ)
    launched = sim.launch("container_engine", outcome=None)

    def withdraw() -> None:
        if "2.2" not in way:
            sim.principals.revoke()
            return
        if way == "2.2":  # the user who put the token into a file puts a new one there
            sim.principals.renew(environment)
        sim.fault(call="get", status=401)

    eventually((two, withdraw), (refused, lambda: sim.finish(launched)))
    done = wait_for(run, launched.id, options)
    assert done.result["succeeded"] == [launched.id], done.stdout
    polls = sim.journal.of(call="get")
    assert [entry.status for entry in polls if entry.status != 200] == [401]
    assert {entry.signature for entry in polls if entry.status == 200} == {"valid"}
    asked = [entry.call for entry in sim.journal if entry.call in GIVING]
    assert asked[: len(asked) // 2] == asked[len(asked) // 2 :]  # as it began, so once more
    assert bool(asked) == (way != "2.2")
    assert done.warnings == []


def test_a_token_is_replaced_before_it_ends(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], virtual_time: None, eventually: Act
) -> None:
    options = authenticate_as("instance")
    sim.principals.token_seconds = 4
    launched = sim.launch("container_engine", outcome=None)
    eventually((lambda _polls: len(sim.journal.of(call="federation")) == 2, lambda: sim.finish(launched)))
    done = wait_for(run, launched.id, options)
    assert done.result["succeeded"] == [launched.id]
    assert {entry.status for entry in sim.journal.of(call="get")} == {200}
    assert len(sim.journal.of(call="federation")) >= 2


def test_a_delegation_that_was_renewed_is_taken_up(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], virtual_time: None, eventually: Act
) -> None:
    options = authenticate_as("user")
    config = pathlib.Path(os.environ["OCI_CONFIG_FILE"])
    [token_file] = [
        line.split("=")[1]
        for line in config.read_text(encoding="utf-8").splitlines()
        if line.startswith("delegation_token_file")
    ]
    old = pathlib.Path(token_file).read_text(encoding="utf-8")
    launched = sim.launch("container_engine", outcome=None)

    def renew() -> None:
        pathlib.Path(token_file).write_text(sim.principals.delegation_token(), encoding="utf-8")
        sim.fault(call="get", status=401)

    eventually((two, renew), (refused, lambda: sim.finish(launched)))
    done = wait_for(run, launched.id, options)
    assert done.result["succeeded"] == [launched.id]
    assert old not in done.stdout


def test_the_region_is_the_one_of_the_instance(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = authenticate_as("instance")
    launched = sim.launch("identity.iam", id="ocid1.iamworkrequest.oc1..exampleuniqueid")
    done = run(
        "work_request_info",
        work_request_id=launched.id,
        service="identity.iam",
        **{**options, "service_endpoint": None},
    )
    assert done.code == 0, done.stdout
    [asked] = sim.journal.of(call="get")
    assert (asked.host.split(".")[1], asked.proxied) == (sim.region, True)


def test_the_region_of_the_task_comes_first(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]]
) -> None:
    options = {**authenticate_as("instance"), "service_endpoint": None, "region": "eu-frankfurt-1"}
    launched = sim.launch("identity.iam", id="ocid1.iamworkrequest.oc1..exampleuniqueid")
    assert run("work_request_info", work_request_id=launched.id, service="identity.iam", **options).code == 0
    assert sim.journal.of(call="get")[0].host.split(".")[1] == "eu-frankfurt-1"


def test_a_purpose_is_handed_on(sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]]) -> None:
    done = run(
        "work_request_info",
        work_request_id=sim.launch().id,
        auth_purpose="service_principal",
        **authenticate_as("instance"),
    )
    assert done.code == 0
    assert sim.principals.issued[-1].purpose == "service_principal"


# Not to the end


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "instance_principal",
            [
                "http://127.0.0.1:9/opc/v2/",
                ": Connection refused",
                "It works on compute instances of OCI",
                "dynamic group",
            ],
        ),
        ("instance_obo_user", ["There is no OCI configuration file", "config_file_location."]),
        (
            "resource_principal",
            [
                "auth_type resource_principal failed",
                "OCI_RESOURCE_PRINCIPAL_VERSION is not defined",
                "It works in functions",
            ],
        ),
        (
            "oke_workload_identity",
            ["Kubernetes service host was not provided", "It works in pods of enhanced OKE clusters"],
        ),
    ],
)
def test_somewhere_else_the_message_says_where_it_works(
    sim: Simulator, run: Run, no_sdk_pauses: None, kind: str, words: list[str]
) -> None:
    done = run("work_request_info", work_request_id=sim.launch().id, auth_type=kind, service_endpoint=sim.url)
    assert all(word in done.msg for word in words), done.msg
    assert not sim.journal.of(call="get")


def test_a_metadata_service_that_hangs_is_given_up(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]]
) -> None:
    options = authenticate_as("instance")
    sim.fault(call="metadata", delay=3, times=None)
    done = run("work_request_info", work_request_id=sim.launch().id, connect_timeout=0.2, read_timeout=0.3, **options)
    assert "auth_type instance_principal failed: no token within 0.5 s" in done.msg
    assert "metadata service" in done.msg


def test_a_federation_that_recovers_is_asked_again(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], no_sdk_pauses: None
) -> None:
    options = authenticate_as("instance")
    sim.fault(call="federation", status=500, times=1)
    assert run("work_request_info", work_request_id=sim.launch().id, **options).code == 0
    assert [entry.status for entry in sim.journal.of(call="federation")] == [500, 200]


@pytest.mark.parametrize(
    ("way", "changes", "words"),
    [
        (
            "2.2",
            {"OCI_RESOURCE_PRINCIPAL_VERSION": "9.9"},
            ["Unsupported OCI_RESOURCE_PRINCIPAL_VERSION: 9.9", "2.2 or 3.0"],
        ),
        ("2.2", {"OCI_RESOURCE_PRINCIPAL_RPST": "garbage"}, ["the token is malformed: Not enough segments"]),
        ("2.2", {"OCI_RESOURCE_PRINCIPAL_RPST": "/nowhere/rpst"}, ["/nowhere/rpst"]),
        ("2.2", {"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM": "/nowhere/key.pem"}, ["/nowhere/key.pem"]),
        ("2.2", {"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM": "garbage"}, ["The provided key is not a private key"]),
        ("2.1.1", {"OCI_RESOURCE_PRINCIPAL_RESOURCE_ID": None}, ["resource_id should be provided"]),
        ("pod", {"OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH": "/nowhere/token"}, ["/nowhere/token"]),
        ("pod", {"OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH": "/nowhere/ca.crt"}, ["/nowhere/ca.crt"]),
        ("user", {"OCI_CONFIG_PROFILE": "OTHER"}, ["There is no profile OTHER", "us-ashburn-1"]),
    ],
)
def test_what_is_wrong_is_named(
    sim: Simulator,
    run: Run,
    authenticate_as: Callable[[str], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    changes: dict[str, Any],
    words: list[str],
) -> None:
    options = authenticate_as(way)
    for name, value in changes.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    done = run("work_request_info", work_request_id=sim.launch().id, **options)
    assert all(word in done.msg for word in words), done.msg


def test_a_basic_cluster_has_no_workload_identities(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]]
) -> None:
    options = authenticate_as("pod")
    sim.principals.cluster = "basic"
    done = run("work_request_info", work_request_id=sim.launch().id, **options)
    assert "was answered 403: Please ensure the cluster type is enhanced" in done.msg


@pytest.mark.parametrize("content", [None, "", "two\nlines"])
def test_a_delegation_that_cannot_be_read(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], tmp_path: pathlib.Path, content: Any
) -> None:
    options = authenticate_as("user")
    token = tmp_path / "delegation"
    if content is not None:
        token.write_text(content, encoding="utf-8")
    config = tmp_path / "config"
    config.write_text(f"[CLOUD_SHELL]\ndelegation_token_file={token}\n", encoding="utf-8")
    chosen = {"config_file_location": str(config), "config_profile_name": "CLOUD_SHELL"}
    done = run("work_request_info", work_request_id=sim.launch().id, **options, **chosen)
    assert f"The delegation token file {token}" in done.msg


def test_a_delegation_that_has_ended_fails_before_anything_is_sent(
    sim: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in sim.principals.environment("instance_obo_user", seconds=-125).items():
        monkeypatch.setenv(name, value)
    done = run(
        "work_request_info", work_request_id=sim.launch().id, auth_type="instance_obo_user", service_endpoint=sim.url
    )
    assert "The delegation token of profile us-ashburn-1 of" in done.msg
    assert re.search(r"expired 2 min \d+ s ago\. In Cloud Shell, begin a new session", done.msg)
    assert len(sim.journal) == 0


@pytest.mark.parametrize("way", ["instance", "pod", "2.2"])
def test_a_token_that_is_refused_time_and_again_ends_the_wait(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], virtual_time: None, way: str
) -> None:
    options = authenticate_as(way)
    sim.fault(call="get", status=401, times=None)
    done = wait_for(run, sim.launch("container_engine", outcome=None).id, options)
    assert f"The token of {principals.KINDS[WAYS[way][0]].noun} was rejected, and there is no newer one" in done.msg
    assert len(sim.journal.of(call="get")) == (1 if way == "2.2" else 2)


def test_a_wrong_clock_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with Simulator(clock=lambda: time.time() + 645) as ahead:
        for name, value in ahead.principals.environment("resource_principal").items():
            monkeypatch.setenv(name, value)
        ahead.clock_skew = 645.0
        done = run(
            "work_request_info",
            work_request_id=ahead.launch().id,
            auth_type="resource_principal",
            service_endpoint=ahead.url,
        )
    assert re.search(r"This host's clock is 10 min \d+ s behind the server's", done.msg)


def test_retry_of_authentication_until_the_deadline_of_the_wait(
    sim: Simulator, run: Run, authenticate_as: Callable[[str], dict[str, Any]], virtual_time: None, eventually: Act
) -> None:
    options = authenticate_as("pod")
    launched = sim.launch("container_engine", outcome=None)

    def break_down() -> None:
        sim.fault(call="proxymux", reset=True, times=None)
        sim.principals.revoke()

    eventually((two, break_down))
    done = run(
        "work_request_wait",
        work_request_id=launched.id,
        interval=0.5,
        max_interval=0.5,
        timeout=4,
        connect_timeout=0.4,
        read_timeout=0.6,
        **options,
    )
    assert done.result["timed_out"]
    assert done.entry["status"] == "ACCEPTED"  # the last observation is kept
    assert "auth_type oke_workload_identity failed" in done.entry["fault"]["message"]
    assert done.entry["fault"]["kind"] == "transient"


# Oracle's SDK


WITHOUT_SDK = "import sys; sys.modules['oci'] = None"


def test_without_the_sdk_principals_say_what_to_install(sim: Simulator, spawn: Run) -> None:
    done = spawn(
        "work_request_info",
        prelude=WITHOUT_SDK,
        work_request_id=sim.launch().id,
        auth_type="instance_principal",
        service_endpoint=sim.url,
    )
    assert "Failed to import the required Python library (oci)" in done.msg
    assert (
        "for authentication with auth_type instance_principal; api_key and security_token need no such library"
        in done.msg
    )


def test_without_the_sdk_keys_authenticate(sim: Simulator, spawn: Run, signed: dict[str, str]) -> None:
    assert spawn("work_request_info", prelude=WITHOUT_SDK, work_request_id=sim.launch().id, **signed).code == 0


# Secrets


@pytest.mark.parametrize(
    ("way", "fails"),
    [
        ("instance", True),
        ("user", True),
        ("user", False),
        ("1.1", True),
        ("2.1.1", True),
        ("2.2", True),
        ("2.2", False),
        ("pod", True),
    ],
)
def test_no_secret_is_ever_shown(
    sim: Simulator,
    run: Run,
    authenticate_as: Callable[[str], dict[str, Any]],
    talkative: dict[str, Any],
    way: str,
    fails: bool,
) -> None:
    options = authenticate_as(way)
    if fails:
        message = f"You sent {sim.principals.issued[-1].token}" if sim.principals.issued else "You"
        sim.fault(call="get", status=400, body={"code": "InvalidParameter", "message": message})
    done = run("work_request_info", work_request_id=sim.launch().id, **options, **talkative)
    assert done.code == (1 if fails else 0)
    for issued in sim.principals.issued:
        assert issued.token not in done.stdout + done.stderr
    assert "PRIVATE KEY" not in done.stdout + done.stderr
    assert "Signature " not in done.stdout
