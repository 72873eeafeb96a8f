# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role wait with requests of GoldenGate beside work requests of OCI: all cases are hosts of one playbook, run once."""

from __future__ import annotations

import dataclasses
import pathlib
import time
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "wait_mixed.yml"
SESSION = {"auth_type": "security_token", "config_profile_name": "SESSION"}
WRONG = "Wrong-password-of-an-entry-1"
#: Seconds from its launch after which an operation is observed to have failed, and until that has to be reported.
FAILS_AT, WITHIN = 15.0, 2.0


@dataclasses.dataclass
class Run:
    sim: Simulator
    played: playing.Played
    work_requests: dict[str, str]
    mixes: dict[
        str, list[str]
    ]  # of the hosts that fail fast: a long operation, one that fails, a request of GoldenGate
    launched: float  # when, of the monotonic clock

    def message(self, host: str) -> str:
        return self.played.left(host)["message"]

    def result(self, host: str) -> dict[str, Any]:
        return self.played.left(host)["result"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with Simulator(goldengate={"services": ["my-svc"]}) as sim:
        gate = sim.goldengate
        gate.on("PATCH", "/extracts/slow", id_in="location", request={"seconds": 2})
        gate.on("PATCH", "/extracts/quick", id_in="at_once")
        gate.on(
            "PATCH",
            "/extracts/failing",
            request={"outcome": "failed", "result_messages": [["OGG-08221", "Cannot register EXT1."]]},
        )
        failed = sim.launch(seconds=0, outcome="failed", errors=[("LimitExceeded", "No cores left.")])
        ids = {"good": sim.launch("container_engine", seconds=1).id, "bad": failed.id}
        own = {
            "service": "distsrvr",
            "deployment": deployment(sim),
            "username": gate.username,
            "password": gate.password,
        }
        other = {"request_id": gate.launch(service="distsrvr", seconds=0).id, "options": own}
        common = {
            "oci_config": str(sim.config_file),
            "oci_url": sim.url,
            "gate_url": sim.url,
            "gate_username": gate.username,
            "gate_password": gate.password,
        }
        own = {"service": "my-svc", "deployment": deployment(sim)}
        failed_after_all = {"messages": [("OGG-00303", "Unable to connect to database.")]}  # beside succeeded
        added = [
            {"request_id": gate.launch("my-svc", late_polls=1).id, "options": own},
            {"request_id": gate.launch("my-svc", **failed_after_all).id, "options": own},
        ]
        wrong = [{"request_id": 42, "options": {"pasword": "x"}}, {"request_id": 42, "url": "x"}, {"request_id": ""}]
        launched = time.monotonic()
        mixes = {host: mix(sim) for host in ("failing", "unauthenticated")}
        hosts = {
            "good": {**common, "extracts": ["slow", "quick"], "others": [ids["good"], other]},
            "bad": {**common, "extracts": ["failing"], "others": [ids["bad"]]},
            "added": {**common, "extracts": [], "others": added},
            "refused": {**common, "extracts": [], "others": wrong},
        }
        for host, (plain, own, request) in mixes.items():
            credentials = {"password": WRONG} if host == "unauthenticated" else {}
            others = [
                plain,
                {"work_request_id": own, "options": SESSION},
                {"request_id": request, "options": credentials},
            ]
            hosts[host] = {**common, "extracts": [], "others": others, "wait_on_failure": "fail_fast"}
        yield Run(
            sim, playing.play(tmp_path_factory.mktemp("mixed"), str(PLAYBOOK), hosts, verbosity=3), ids, mixes, launched
        )


def mix(sim: Simulator) -> list[str]:
    """A work request that takes long, one that fails, and a request of GoldenGate that goes on."""
    error = ("DiskFull", "/u01 has 4 GB free.")
    plain = sim.launch("work_requests", seconds=60)
    own = sim.launch("work_requests", seconds=FAILS_AT, outcome="failed", errors=[error])
    return [plain.id, own.id, str(sim.goldengate.launch(outcome=None).id)]


def deployment(sim: Simulator) -> str:
    """The deployment in the simulator's URLs behind a proxy: .../services/DEPLOYMENT/distsrvr/v2."""
    return sim.goldengate.url("proxy", "distsrvr").split("/services/")[1].split("/")[0]


def test_both_kinds_are_waited_for_in_one_list(run: Run) -> None:
    assert run.message("good") == ""
    result = run.result("good")
    assert [entry["id"] for entry in result["work_requests"]] == [run.work_requests["good"]]
    assert [entry["state"] for entry in result["requests"]] == ["succeeded"] * 3
    assert len(result["succeeded"]) == 3  # the third call was over when it answered, and has no id
    assert (result["unsuccessful"], result["pending"], result["timed_out"]) == ([], [], False)
    assert result["report"].startswith("4 operations: 4 succeeded, 0 failed, 0 not over. Waited ")


def test_a_call_that_was_over_when_it_answered_needs_no_branch(run: Run) -> None:
    [at_once] = [entry for entry in run.result("good")["requests"] if entry["id"] is None]
    assert at_once["call"].endswith("/extracts/quick")
    assert (at_once["completed"], at_once["state"]) == (True, "succeeded")


def test_the_failures_of_both_kinds_stand_in_one_message(run: Run) -> None:
    message = run.message("bad")
    assert message.startswith("2 operations: 0 succeeded, 2 failed, 0 not over. Waited ")
    for said in (
        run.work_requests["bad"],
        "LimitExceeded: No cores left.",
        "GoldenGate request (",
        "OGG-08221: ERROR: Cannot register EXT1.",
    ):
        assert said in message
    assert run.result("bad")["report"] == message


def test_the_service_that_an_administrator_has_added(run: Run) -> None:
    """One of its requests is polled again after 202, the other has an error beside its success."""
    message, result = run.message("added"), run.result("added")
    good, bad = result["requests"]
    assert {entry["service"] for entry in (good, bad)} == {f"{deployment(run.sim)}/my-svc"}
    assert (result["succeeded"], result["unsuccessful"], result["polls"]) == ([good["id"]], [bad["id"]], 3)
    assert (bad["progress"], bad["state"]) == ("succeeded", "failed")
    assert "OGG-00303: ERROR: Unable to connect to database." in message


def test_fail_fast_fails_within_two_seconds_of_a_failure_of_any_entry(run: Run) -> None:
    """Whatever its options are, and however long the others take."""
    (plain, own, request), result = run.mixes["failing"], run.result("failing")
    message = run.message("failing")
    assert message.startswith("3 operations: 0 succeeded, 1 failed, 2 not over. Waited ")
    assert "DiskFull: /u01 has 4 GB free." in message
    assert (result["unsuccessful"], result["pending"]) == ([own], [plain, request])
    last_poll = run.sim.journal.of(call="get", operation=own)[-1].monotonic - run.launched
    assert FAILS_AT <= last_poll <= FAILS_AT + WITHIN
    assert result["elapsed"] <= last_poll
    assert_all_three(run, "failing")


def test_fail_fast_fails_at_the_first_poll_for_a_wrong_password_of_any_entry(run: Run) -> None:
    (plain, own, request), result = run.mixes["unauthenticated"], run.result("unauthenticated")
    message = run.message("unauthenticated")
    assert message.startswith("3 operations: 0 succeeded, 1 failed, 2 not over. Waited ")
    assert "401" in message
    assert WRONG not in run.played.everything()
    assert (result["unsuccessful"], result["pending"]) == ([request], [plain, own])
    assert 1 <= result["polls"] <= 3  # at most one of each
    assert result["elapsed"] <= WITHIN
    assert_all_three(run, "unauthenticated")


def assert_all_three(run: Run, host: str) -> None:
    """All entries are in the report and in wait_result."""
    (plain, own, request), result = run.mixes[host], run.result(host)
    assert result["report"] == run.message(host)
    assert all(id_ in result["report"] for id_ in (plain, own, request))
    assert [entry["id"] for entry in result["work_requests"]] == [plain, own]
    assert [entry["id"] for entry in result["requests"]] == [request]


def test_invalid_entries_are_named_before_anything_is_sent(run: Run) -> None:
    message = run.message("refused")
    assert "Entry 1 of operations: there is no option pasword. There are: ca_path, client_cert, " in message
    assert "Entry 2 of operations: url cannot stand beside request_id." in message
    assert "Entry 3 of operations: its request_id is empty." in message


def test_nothing_secret_and_nothing_to_complain_about_is_printed(run: Run) -> None:
    assert run.sim.goldengate.password not in run.played.everything()
    assert [
        line for line in run.played.complaints() if "is not encrypted" not in line
    ] == []  # the simulator here is plain HTTP
