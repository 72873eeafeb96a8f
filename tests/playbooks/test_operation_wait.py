# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""operation_wait waits for any mix in one process, in process and as a module: all cases are hosts of one playbook, run once."""

from __future__ import annotations

import dataclasses
import json
import pathlib
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "operation_wait.yml"
SESSION = {"auth_type": "security_token", "config_profile_name": "SESSION"}
WRONG = "Wrong-password-of-an-entry-1"
LONG = {"service": "work_requests", "seconds": 40}
SOON = {"service": "work_requests", "seconds": 5, "outcome": "failed", "errors": [("DiskFull", "/u01 has 4 GB free.")]}
FAILS_AT = 5.0
WAYS = ("in_process", "as_module")


@dataclasses.dataclass
class Run:
    played: playing.Played
    ids: dict[str, list[str]]
    sim: Simulator

    def result(self, host: str) -> dict[str, Any]:
        return self.played.left(host)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with Simulator() as sim:
        gate = sim.goldengate
        hosts: dict[str, dict[str, Any]] = {}
        ids: dict[str, list[str]] = {}

        def add(host: str, operations: list[Any], launched: list[str], **variables: Any) -> None:
            for way in WAYS:
                name = f"{host}_{way}"
                hosts[name] = {"operations": operations, "longops_oracle_in_process": way == "in_process", **variables}
                ids[name] = launched

        plain, own = sim.launch(**LONG).id, sim.launch(**SOON).id
        request = str(gate.launch(outcome=None).id)
        add(
            "fails",
            [plain, {"work_request_id": own, "options": SESSION}, {"request_id": request}],
            [plain, own, request],
        )
        plain, own = sim.launch(**LONG).id, sim.launch(**LONG).id
        wrong = {"request_id": request, "options": {"password": WRONG}}
        add("wrong", [plain, {"work_request_id": own, "options": SESSION}, wrong], [plain, own, request])
        done = sim.launch(service="container_engine", seconds=0).id
        add("good", [{"work_request_id": done, "service": "oke"}, {"skipped": True, "changed": False}], [done])
        add("late", [plain, {"request_id": request}], [plain, request], seconds=1)
        add("checked", [plain, done], [plain, done], checked=True)
        misplaced = {"request_id": 7, "options": {"pasword": WRONG}}
        add(
            "refused",
            [plain, misplaced, {"work_request_id": own, "options": {"config_profile_name": "MISSING"}}, 7.5],
            [plain],
        )
        variables = {
            "gate_username": gate.username,
            "gate_password": gate.password,
            "oci_url": sim.url,
            "oci_config": str(sim.config_file),
        }
        folder = tmp_path_factory.mktemp("mix")
        (folder / "env").mkdir()
        (folder / "env" / "cmdline").write_text(f"--forks {len(hosts)}", encoding="utf-8")
        yield Run(playing.play(folder, str(PLAYBOOK), hosts, verbosity=3, **variables), ids, sim)


@pytest.mark.parametrize("way", WAYS)
def test_a_failure_in_any_group_ends_the_wait_within_two_seconds(run: Run, way: str) -> None:
    result, (plain, own, request) = run.result(f"fails_{way}"), run.ids[f"fails_{way}"]
    assert result["failed"]
    assert result["unsuccessful"] == [own]
    assert sorted(result["pending"]) == sorted([plain, request])
    assert result["elapsed"] <= FAILS_AT + 2
    assert result["msg"] == result["report"]
    assert result["report"].startswith("3 operations: 0 succeeded, 1 failed, 2 not over. Waited ")
    assert "DiskFull: /u01 has 4 GB free." in result["report"]
    assert all(each in result["report"] for each in (plain, own, request))
    assert [entry["id"] for entry in result["work_requests"]] == [plain, own]
    assert [entry["id"] for entry in result["requests"]] == [request]


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_password_fails_at_the_first_poll(run: Run, way: str) -> None:
    result, (plain, own, request) = run.result(f"wrong_{way}"), run.ids[f"wrong_{way}"]
    assert result["unsuccessful"] == [request]
    assert result["elapsed"] <= 2
    assert result["polls"] <= 3
    assert all(each in result["report"] for each in (plain, own, request))
    assert len(result["requests"]) == 1


@pytest.mark.parametrize("way", WAYS)
def test_the_result_has_the_same_keys_whatever_happens(run: Run, way: str) -> None:
    keys = {
        "work_requests",
        "requests",
        "succeeded",
        "unsuccessful",
        "pending",
        "timed_out",
        "elapsed",
        "polls",
        "report",
        "not_started",
    }
    for case in ("fails", "wrong", "good", "late", "checked", "refused"):
        assert keys <= set(run.result(f"{case}_{way}")), case


@pytest.mark.parametrize("way", WAYS)
def test_a_timeout_names_what_is_pending(run: Run, way: str) -> None:
    result, launched = run.result(f"late_{way}"), run.ids[f"late_{way}"]
    assert (result["failed"], result["timed_out"], result["pending"]) == (True, True, launched)
    assert "2 not over after 1 s." in result["report"]


@pytest.mark.parametrize("way", WAYS)
def test_skipped_results_are_passed_over(run: Run, way: str) -> None:
    assert (run.result(f"good_{way}")["failed"], run.result(f"good_{way}")["succeeded"]) == (
        False,
        run.ids[f"good_{way}"],
    )


@pytest.mark.parametrize("way", WAYS)
def test_check_mode_polls_once_and_fails_for_nothing(run: Run, way: str) -> None:
    result = run.result(f"checked_{way}")
    assert (result["failed"], result["timed_out"], result["polls"]) == (False, False, 2)


@pytest.mark.parametrize("way", WAYS)
def test_all_that_is_wrong_is_named_in_one_message(run: Run, way: str) -> None:
    result = run.result(f"refused_{way}")
    assert result["failed"]
    first, second, third = result["msg"].splitlines()
    assert first.startswith("Entry 2 of operations: there is no option pasword. There are: ca_path, ")
    assert second.startswith("Entry 3 of operations: There is no profile MISSING in ")
    assert third.startswith("Entry 4 of operations is 7.5. It must be the id of a work request")
    assert (result["polls"], result["not_started"]) == (0, [first, second, third])


def test_both_ways_return_the_same_keys(run: Run) -> None:
    for case in ("fails", "wrong", "good", "late", "checked", "refused"):
        one, other = (run.result(f"{case}_{way}") for way in WAYS)
        assert set(one) == set(other), case


def test_no_secret_of_an_entry_is_in_any_output(run: Run) -> None:
    everything = run.played.everything()
    assert "module_args" in everything  # what was given to the module was among what was shown
    for secret in (WRONG, run.sim.goldengate.password, "Signature algorithm"):
        assert secret not in everything


def test_nothing_warns_unexpectedly(run: Run) -> None:
    assert run.played.code == 0
    assert run.played.complaints() == []
    assert json.dumps(run.played.events).count('"changed": true') == 0
