# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role wait, as playbooks use it: all cases are hosts of one playbook, run once, against one simulator."""

from __future__ import annotations

import dataclasses
import pathlib
import threading
import time
from typing import Any, Iterator

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._ansible import options
from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

HERE = pathlib.Path(__file__).parent
ROLE = HERE.parents[1] / "roles" / "wait"
OVER = {"accepted": 60, "seconds": 1}
ENDLESS = {"seconds": 600, "outcome": None}
DISK = ("DiskFull", "/u01 has 4 GB free.\nIt needs 15 GB.")
LOCK = ("Locked", "The inventory {{ 6 * 7 }} is locked.")
QUOTA = ("LimitExceeded", "No cores left.")
LATE = 4  # seconds
DATABASE = "ocid1.dbsystem.oc1.iad.exampledatabase"
STACK = "ocid1.ormstack.oc1.iad.examplestack"


class Cases:
    """The hosts and their variables, and the operations that they are about."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self.hosts: dict[str, dict[str, Any]] = {}
        self.ids: dict[str, list[str]] = {}

    def add(self, name: str, *operations: dict[str, Any], wait_for: Any = None, **variables: Any) -> None:
        """wait_for gets the operations' ids, and are the ids if it is not given."""
        ids = [self.sim.launch(**operation).id for operation in operations]
        self.ids[name] = ids
        variables["wait_for"] = wait_for(*ids) if wait_for else ids
        self.hosts[name] = {"wait_interval": 0.2, "wait_timeout": 60, "wait_progress": "none", **variables}


def cases(sim: Simulator) -> Cases:
    made = Cases(sim)
    failing = {
        "service": "work_requests",
        "operation_type": "Patch DB System",
        **OVER,
        "outcome": "failed",
        "errors": [DISK, LOCK],
        "logs": ["Stopped."],
    }
    full = {
        "service": "container_engine",
        "operation_type": "NODEPOOL_CREATE",
        **OVER,
        "outcome": "failed",
        "errors": [QUOTA],
    }
    endless = {"service": "work_requests", **ENDLESS}
    over = {"service": "resource_manager", **OVER}
    canceled = {"service": "resource_manager", "operation_type": "APPLY_JOB", **OVER, "outcome": "canceled"}
    session = {"auth_type": "security_token", "config_profile_name": "SESSION"}
    made.add(
        "good",
        over,
        {"service": "load_balancer", **OVER},
        {"service": "identity.tagging", **OVER},
        wait_progress="changes",
        wait_for=lambda a, b, c: [
            a,
            {"work_request_id": b, "service": "lbaas"},
            {"id": c, "service": "identity.tagging"},
        ],
    )
    made.add("bad", failing, over, full, canceled)
    made.add(
        "reported",
        failing,
        canceled,
        endless,
        wait_on_failure="report",
        wait_accept=["canceled"],
        wait_timeout=0,
        wait_on_timeout="report",
    )
    made.add(
        "late",
        endless,
        endless,
        wait_timeout=LATE,
        wait_for=lambda a, b: [a, {"work_request_id": b, "options": session}],
    )
    made.add(
        "hasty",
        endless,
        full,
        endless,
        wait_on_failure="fail_fast",
        wait_for=lambda a, b, c: [
            a,
            {"work_request_id": b, "options": {"region": "iad"}},
            {"work_request_id": c, "options": {"region": "phx"}},
        ],
    )
    made.add(
        "own",
        over,
        over,
        over,
        wait_for=lambda a, b, c: [
            {"work_request_id": a, "options": session},
            {"work_request_id": b, "options": session},
            {
                "work_request_id": c,
                "options": {
                    "config_profile_name": "NO_KEY",
                    "api_user_key_file": str(sim.config_file.parent / "encrypted.pem"),
                    "api_user_key_pass_phrase": sim.pass_phrase,
                },
            },
        ],
    )
    made.add(
        "resource",
        {**endless, "resources": [{"entity_type": "dbSystem", "action_type": "IN_PROGRESS", "identifier": DATABASE}]},
        wait_for=lambda a: [{"resource_id": DATABASE}],
    )
    made.add(
        "resources",
        over,
        {**over, **ENDLESS, "resources": [{"identifier": STACK}]},
        wait_for=lambda a, b: [
            a,
            {"resource_id": STACK, "compartment_id": sim.compartment_id, "service": "orm"},
            {"resource_id": "ocid1.qwxyzz.oc1.iad.example"},
        ],
    )
    made.add("empty")
    made.add("checked", endless, failing, wait_for=lambda a, b: [a, b, {"skipped": True, "changed": False}])
    made.add("modest", over, over, wait_for=lambda a, b: f"{a}, {b}")
    made.add(
        "refused",
        over,
        wait_timeout=-1,
        wait_for=lambda a: [
            a,
            42,
            None,
            " ",
            {"work_request_id": a, "options": {"regoin": "iad"}},
            {"work_request_id": a, "options": "iad"},
            {"work_request_id": a, "resource_id": a},
        ],
    )
    made.add(
        "keyless",
        over,
        wait_for=lambda a: [
            a,
            {"work_request_id": a, "options": {"config_profile_name": "NOBODY"}},
            {"sevice": "oke", "options": {"region": "iad"}},
        ],
    )
    made.hosts["steps"] = {"wait_interval": 0.2}
    return made


def finish_once_seen(sim: Simulator, id_: str, stop: threading.Event) -> None:
    """Let an operation end after it was polled by its id, which the role must have learned from the resource."""
    while not stop.wait(0.05):
        if any(entry.status for entry in sim.journal.of(call="get", operation=id_)):
            sim.finish(id_)
            return


@dataclasses.dataclass
class Run:
    played: playing.Played
    ids: dict[str, list[str]]
    sim: Simulator
    seconds: float

    def result(self, host: str) -> dict[str, Any]:
        return self.played.left(host)["result"]

    def message(self, host: str) -> str:
        """What the role failed with, empty if it did not."""
        return self.played.left(host)["message"]

    def polls(self, host: str) -> list[int]:
        """How often each of the host's operations was read."""
        return [len(self.sim.journal.of(call="get", operation=id_)) for id_ in self.ids[host]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with Simulator(unsigned_launches=True) as sim:
        made = cases(sim)
        stop = threading.Event()
        finisher = threading.Thread(target=finish_once_seen, args=(sim, made.ids["resource"][0], stop), daemon=True)
        finisher.start()
        begin = time.monotonic()
        try:
            played = playing.play(
                tmp_path_factory.mktemp("role"),
                str(HERE / "wait_role.yml"),
                made.hosts,
                verbosity=3,
                oci_url=sim.url,
                oci_config=str(sim.config_file),
            )
        finally:
            stop.set()
        yield Run(played, made.ids, sim, time.monotonic() - begin)


def test_goes_on_when_all_have_succeeded(run: Run) -> None:
    result = run.result("good")
    assert run.message("good") == ""
    assert result["succeeded"] == run.ids["good"]
    assert [entry["service"] for entry in result["work_requests"]] == [
        "resource_manager",
        "load_balancer",
        "identity.tagging",
    ]
    assert (result["unsuccessful"], result["pending"], result["timed_out"], result["not_started"]) == (
        [],
        [],
        False,
        [],
    )
    assert result["polls"] == 3
    assert result["report"].startswith("3 operations: 3 succeeded, 0 failed, 0 not over. Waited ")


def test_fails_with_every_error_of_every_operation_in_one_message(run: Run) -> None:
    message, result = run.message("bad"), run.result("bad")
    patch, _stack, nodes, job = run.ids["bad"]
    assert message == result["report"]
    assert result["unsuccessful"] == [patch, nodes, job]
    assert message.startswith("4 operations: 1 succeeded, 3 failed, 0 not over.")
    blocks = message.split("\n\n")[1:]
    assert blocks[0].splitlines()[:6] == [
        "Patch DB System (work_requests): FAILED at 90 %",
        f"  {patch}",
        "  DiskFull: /u01 has 4 GB free.",
        "    It needs 15 GB.",
        "  Locked: The inventory {{ 6 * 7 }} is locked.",
        "  Latest log entry: Stopped.",
    ]
    assert blocks[1].splitlines()[:3] == [
        "NODEPOOL_CREATE (container_engine): FAILED",
        f"  {nodes}",
        "  LimitExceeded: No cores left.",
    ]
    assert blocks[2].splitlines()[1:3] == [f"  {job}", "  The service gives no error for it."]
    assert len(blocks) == 3
    assert all(
        f"  opc-request-id: {entry['opc_request_id']}" in message
        for entry in result["work_requests"]
        if entry["state"] != "succeeded"
    )


def test_errors_are_data_that_is_not_templated(run: Run) -> None:
    errors = run.result("bad")["work_requests"][0]["errors"]
    assert [(error["code"], error["message"]) for error in errors] == [DISK, LOCK]


def test_reports_failures_and_a_time_out_where_asked_to_and_accepts_what_is_accepted(run: Run) -> None:
    failed, canceled, endless = run.ids["reported"]
    result = run.result("reported")
    assert run.message("reported") == ""
    assert (result["unsuccessful"], result["succeeded"], result["pending"], result["timed_out"]) == (
        [failed],
        [canceled],
        [endless],
        True,
    )
    assert "DiskFull" in result["report"]
    assert endless in result["report"]


def test_one_deadline_is_for_all(run: Run) -> None:
    result = run.result("late")
    assert result["timed_out"]
    assert sorted(result["pending"]) == sorted(run.ids["late"])
    assert "0 succeeded, 0 failed, 2 not over after %d s." % LATE in run.message("late")
    assert all(id_ in run.message("late") for id_ in run.ids["late"])
    assert result["elapsed"] >= LATE


def test_fail_fast_waits_for_nothing_after_the_first_failure(run: Run) -> None:
    endless, full, other = run.ids["hasty"]
    result = run.result("hasty")
    assert "LimitExceeded: No cores left." in run.message("hasty")
    assert (result["unsuccessful"], result["timed_out"]) == ([full], False)
    assert sorted(result["pending"]) == sorted([endless, other])
    assert run.polls("hasty") == [1, 1, 1]


def test_entries_have_options_of_their_own(run: Run) -> None:
    assert run.message("own") == ""
    assert sorted(run.result("own")["succeeded"]) == sorted(run.ids["own"])
    first, second, third = (
        run.sim.journal.of(call="get", operation=id_)[0].headers["authorization"] for id_ in run.ids["own"]
    )
    assert 'keyId="ST$' in first
    assert 'keyId="ST$' in second
    assert f'keyId="{run.sim.tenancy_id}/{run.sim.user_id}/' in third


def test_it_is_one_task(run: Run) -> None:
    starts = [event["event_data"] for event in run.played.events if event["event"] == "playbook_on_task_start"]
    names = {data["name"].rpartition(" : ")[2] for data in starts if data.get("resolved_role") == "longops.oracle.wait"}
    assert {name for name in names if not name.startswith("Validating arguments against arg spec")} == {
        "Wait for all of them"
    }


def test_waits_for_what_is_under_way_for_a_resource(run: Run) -> None:
    assert (run.message("resource"), run.result("resource")["succeeded"]) == ("", run.ids["resource"])
    assert run.polls("resource")[0] >= 2


def test_a_resource_of_an_unknown_kind_needs_its_service(run: Run) -> None:
    [reason] = run.result("resources")["not_started"]
    assert "of the type qwxyzz" in reason
    assert "Name it with the option service" in run.message("resources")


def test_nothing_to_wait_for_is_no_failure(run: Run) -> None:
    result = run.result("empty")
    assert (run.message("empty"), result["work_requests"], result["report"]) == (
        "",
        [],
        "There was nothing to wait for.",
    )


def test_check_mode_polls_once_and_fails_for_nothing_it_observes(run: Run) -> None:
    endless, failed = run.ids["checked"]
    result = run.result("checked")
    assert run.message("checked") == ""
    assert (result["pending"], result["unsuccessful"], result["timed_out"]) == ([endless], [failed], False)
    assert run.polls("checked") == [1, 1]


def test_defaults_of_the_module_reach_ids_that_are_a_text_with_commas(run: Run) -> None:
    assert (run.message("modest"), run.result("modest")["succeeded"]) == ("", run.ids["modest"])


def test_all_that_is_wrong_is_named_at_once_before_anything_is_sent(run: Run) -> None:
    lines = run.message("refused").splitlines()
    assert lines[0] == "timeout must be a number of seconds, zero or more, not -1."
    assert [line.replace(":", " ").split(" ")[:4] for line in lines[1:]] == [
        ["Entry", str(number), "of", "operations"] for number in (2, 3, 4, 5, 6, 7)
    ]
    assert "is 42. It must be the id of a work request" in lines[1]
    assert "is null." in lines[2]
    assert lines[3].endswith("is empty.")
    assert "there is no option regoin. There are: api_user," in lines[4]
    assert "its options must be a dictionary, not a text." in lines[5]
    assert "work_request_id cannot stand beside resource_id" in lines[6]
    assert run.result("refused")["not_started"] == lines
    assert run.polls("refused") == [0]


def test_entries_that_the_module_refuses_fail_before_the_others_are_waited_for(run: Run) -> None:
    profile, keys = run.result("keyless")["not_started"]
    assert "NOBODY" in profile
    assert "its keys are sevice" in keys
    assert run.message("keyless") == f"{profile}\n{keys}"
    assert run.polls("keyless") == [0]


def test_registered_results_are_waited_for_and_nothing_is_left_of_an_earlier_run(run: Run) -> None:
    left = run.played.left("steps")
    launched, first, second = left["launched"], left["first"], left["second"]
    assert sorted(first["succeeded"]) == sorted(launched[:2])
    assert first["unsuccessful"] == launched[2:]
    assert [entry["id"] for entry in second["work_requests"]] == launched[:1]
    assert (second["succeeded"], second["unsuccessful"]) == (launched[:1], [])


def test_nothing_changes_nothing_warns_and_nothing_fails_unexpectedly(run: Run) -> None:
    assert run.played.complaints() == []
    assert run.played.code == 0
    results = [event["event_data"]["res"] for event in run.played.events if "res" in event.get("event_data", {})]
    assert len(results) > 50
    assert not any(result.get("changed") for result in results)


def test_says_how_far_it_is_while_it_waits(run: Run) -> None:
    lines = run.played.output.splitlines()
    assert any(line.startswith("good | CREATE_RESOURCE ") for line in lines)
    assert not any(line.startswith("bad | ") for line in lines)


def test_no_secret_is_in_anything_that_anybody_sees(run: Run) -> None:
    seen = run.played.everything()
    folder = run.sim.config_file.parent
    assert '"on_attention"' in seen  # the options of the module were among what was shown
    assert run.sim.pass_phrase not in seen
    assert (folder / "token").read_text() not in seen
    assert "PRIVATE KEY" not in seen
    assert "Signature algorithm" not in seen


def test_an_opc_request_id_among_the_defaults_is_sent_with_every_request(run: Run) -> None:
    sent = {
        entry.headers["opc-request-id"]
        for entry in run.sim.journal
        if "authorization" in entry.headers and entry.service
    }
    assert sent == {"release-7"}


def test_defaults_are_those_of_the_argument_specs_and_of_the_module() -> None:
    defaults = yaml.safe_load((ROLE / "defaults" / "main.yml").read_text(encoding="utf-8"))
    specs = yaml.safe_load((ROLE / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"][
        "main"
    ]["options"]
    assert {name: spec["default"] for name, spec in specs.items() if not spec.get("required")} == defaults
    module = options.wait_options()
    assert {name[5:] for name in defaults} == set(module) | {"logs"}
    own = {
        "on_failure": "fail_at_end",
        "logs": "failed",
        "progress_file": "",
        "report": "",
    }  # what the role has of its own accord, and what is not shared by all wait modules
    assert {name[5:]: value for name, value in defaults.items()} == {
        **{name: spec.get("default") for name, spec in module.items()},
        **own,
    }
