# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of progress, as a terminal and a job runner get them: all cases are hosts of one playbook, run once."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import unicodedata
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "progress.yml"
EVIL = "Disk \x1b[31mred\x1b[0m\r\nroot@db1# \u202egnp.exe\x9b2J\x07"
BUSY = {"service": "work_requests", "steps": [{"at": 0, "status": "in_progress", "percent": 40, "log": "Copying"}]}
LATE = 6  # seconds, enough for two slices
FAILED = {"status": "failed", "errors": [("DiskFull", "/u01 has 4 GB free.")], "log": "Stopped"}
MANY = 7
TIME = r"[0-9.]+ s"


class Cases:
    """The hosts and their variables, their operations, and what these come to once they have been seen to be under way."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self.hosts: dict[str, dict[str, Any]] = {}
        self.ids: dict[str, list[str]] = {}
        self.ends: dict[str, dict[str, Any]] = {}

    def add(
        self, host: str, count: int = 1, end: Any = (), after: float = 0.0, operation: Any = None, **variables: Any
    ) -> None:
        """end None: never. after: seconds from the first poll on."""
        self.ids[host] = [self.sim.launch(**(operation or BUSY)).id for _each in range(count)]
        seen_by = "list" if count == MANY else "get"
        if end is not None:
            self.ends.update({id_: {"after": after, "seen_by": seen_by, **dict(end)} for id_ in self.ids[host]})
        self.hosts[host] = {"ids": self.ids[host], **variables}

    def finish(self, stop: threading.Event) -> None:
        """End each operation some time after it was first polled."""
        left = dict(self.ends)
        while not stop.wait(0.05):
            for id_, end in list(left.items()):
                which = {"call": "get", "operation": id_} if end["seen_by"] == "get" else {"call": "list"}
                polls = self.sim.journal.of(status=200, **which)
                if polls and time.monotonic() - polls[0].monotonic >= end["after"]:
                    del left[id_]
                    if id_.isdigit():
                        self.sim.goldengate.finish(int(id_))
                    else:
                        self.sim.finish(
                            id_, **{name: value for name, value in end.items() if name not in ("after", "seen_by")}
                        )


def cases(sim: Simulator, folder: pathlib.Path) -> Cases:
    made = Cases(sim)
    evil = {
        "service": "work_requests",
        "operation_type": EVIL,
        "steps": [{"at": 0, "status": EVIL, "percent": 40, "log": EVIL}],
    }
    for name, progress in (("live", "changes"), ("plain", "none")):
        made.add(f"good_{name}", progress=progress)
        made.add(f"bad_{name}", count=2, end=FAILED, progress=progress)
        made.add(f"late_{name}", end=None, operation=evil, timeout=LATE, progress=progress)
    made.add("twenty", after=20.0, interval=2)
    made.add("delegating", delegate="localhost")
    sim.fault(call="get", operation=made.ids["delegating"][0], status=503, skip=1, times=2)
    # Long enough that a busy machine shows a line before it is over.
    made.add("many", count=MANY, after=3.0, oci_profile="ENCRYPTED", oci_pass_phrase=sim.pass_phrase)
    made.add("quiet", secret=True)
    made.add("checked", end=None, checked=True)
    made.add("background", background=60, ansible_async_dir=str(folder / "async"))
    made.add("looped", count=2)
    made.hosts["looped"] = {"one_by_one": made.ids["looped"]}
    gate = sim.goldengate
    gate_id = str(gate.launch(outcome=None).id)
    made.ends[gate_id] = {"after": 0.0, "seen_by": "get"}
    made.hosts["gate"] = {"gate_id": gate_id, "gate_username": gate.username, "gate_password": gate.password}
    return made


@dataclasses.dataclass
class Run:
    played: playing.Played
    ids: dict[str, list[str]]
    sim: Simulator

    def lines(self, host: str) -> list[str]:
        return [line for line in map(line_of, self.played.events) if line and line.split(" ")[0] == host]

    def calls(self, host: str) -> list[str]:
        """What was asked of each of the host's operations."""
        return [entry.call for id_ in self.ids[host] for entry in self.sim.journal.of(operation=id_)]


def line_of(event: dict[str, Any]) -> str:
    """The line of progress that an event is, if it is one."""
    found = event["stdout"] if event["event"] == "verbose" else ""
    return found if re.match(r"[a-z0-9_]+( -> localhost)? \| ", found) else ""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("progress")
    with Simulator() as sim:
        made = cases(sim, folder)
        (folder / "env").mkdir()
        (folder / "env" / "cmdline").write_text(f"--forks {len(made.hosts)}", encoding="utf-8")
        stop = threading.Event()
        threading.Thread(target=made.finish, args=(stop,), daemon=True).start()
        try:
            played = playing.play(
                folder, str(PLAYBOOK), made.hosts, verbosity=4, oci_url=sim.url, oci_config=str(sim.config_file)
            )
        finally:
            stop.set()
        assert played.code == 0, played.output
        yield Run(played, made.ids, sim)


def test_each_line_names_host_operation_status_and_time(run: Run) -> None:
    [id_] = run.ids["good_live"]
    first, second = run.lines("good_live")
    assert re.fullmatch(
        re.escape(f"good_live | CREATE_RESOURCE ...{id_[-8:]} | IN_PROGRESS [####------] 40 % | ") + TIME, first
    )
    assert re.fullmatch(
        re.escape(f"good_live | CREATE_RESOURCE ...{id_[-8:]} | SUCCEEDED [##########] 100 % | ") + TIME, second
    )


def test_lines_come_before_the_result(run: Run) -> None:
    for host in ("good_live", "bad_live", "late_live", "many", "delegating"):
        ends = run.played.of(host, "runner_on_ok") + run.played.of(host, "runner_on_failed")
        [end] = [event["counter"] for event in ends if event["event_data"]["task"] == "Wait"]
        lines = [event["counter"] for event in run.played.events if line_of(event).startswith(f"{host} ")]
        assert len(lines) >= 2
        assert max(lines) < end


def test_hosts_go_on_side_by_side(run: Run) -> None:
    told = [line_of(event).split(" ")[0] for event in run.played.events if line_of(event)]
    long = [number for number, host in enumerate(told) if host == "twenty"]
    assert set(told[long[0] : long[-1]]) >= {"late_live"}


def test_a_delegated_task_names_both_hosts(run: Run) -> None:
    assert {line.split(" | ")[0] for line in run.lines("delegating")} == {"delegating -> localhost"}


def test_each_turn_of_a_loop_has_its_lines(run: Run) -> None:
    told = [line.split(" | ")[1] for line in run.lines("looped")]
    assert told == [f"CREATE_RESOURCE ...{id_[-8:]}" for id_ in run.ids["looped"] for _line in range(2)]


def test_many_have_one_line_and_are_polled_for_nothing_else(run: Run) -> None:
    first, *_others, last = (line.split(" | ") for line in run.lines("many"))
    assert first[1].startswith("7 work requests: ")
    assert first[1].endswith(" at 40 % on average")
    assert last[1] == "7 work requests: 7 succeeded"
    assert not {"errors", "logs"} & set(run.calls("many"))


def test_a_goldengate_request_has_lines(run: Run) -> None:
    first, *_others, last = run.lines("gate")
    assert re.fullmatch(r"gate \| GoldenGate request \d+ \| (pending|processing) \| " + TIME, first)
    assert "| succeeded |" in last


@pytest.mark.parametrize("host", ["quiet", "checked", "background", "good_plain", "bad_plain", "late_plain"])
def test_there_is_no_line_where_nobody_is_to_have_one(run: Run, host: str) -> None:
    assert run.lines(host) == []
    assert "get" in run.calls(host)


def test_check_mode_polls_once(run: Run) -> None:
    assert run.calls("checked").count("get") == 1
    assert run.played.left("checked")["pending"] == run.ids["checked"]


def test_in_the_background_it_waits_as_well(run: Run) -> None:
    assert run.played.left("background")["succeeded"] == run.ids["background"]


@pytest.mark.parametrize("case", ["good", "bad", "late"])
def test_the_result_is_that_of_the_module_key_for_key(run: Run, case: str) -> None:
    """Apart from ids, times and counts, which differ between any two runs, so is every value."""
    live, plain = (comparable(run.played.left(f"{case}_{how}"), run.ids[f"{case}_{how}"]) for how in ("live", "plain"))
    assert live == plain
    assert live["failed"] is (case != "good")
    assert [bool(entry["errors"] or entry["logs"]) for entry in live["work_requests"]] == [case != "good"] * len(
        live["work_requests"]
    )


def comparable(result: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    for entry in result["work_requests"]:
        assert all(entry.pop(name) for name in ("time_accepted", "time_started", "opc_request_id"))
        # The answer has the times as well, under the service's own names.
        entry["answer"] = {name: value for name, value in entry["answer"].items() if not name.startswith("time")}
        for timed in (entry, *(entry["errors"] or ()), *(entry["logs"] or ())):
            timed.update((name, timed[name] is not None) for name in ("timestamp", "time_finished") if name in timed)
    assert all(result.pop(name) for name in ("elapsed", "polls"))
    result.get("invocation", {"module_args": {}})["module_args"].pop("progress", None)
    text = json.dumps(result)
    for number, id_ in enumerate(ids):
        text = text.replace(id_, "ID %d" % number)
    return json.loads(re.sub(r"opc-request-id: [0-9A-F/]+|Waited [0-9. a-z]+ \(\d+ polls?\)", "", text))


def test_a_poll_that_was_retried_is_a_warning(run: Run) -> None:
    result = run.played.left("delegating")
    assert result["succeeded"] == run.ids["delegating"]
    assert [re.search(r"\d polls? failed", warning)[0] for warning in result["warnings"]] == ["2 polls failed"]


def test_what_a_server_sent_obeys_nobody(run: Run) -> None:
    lines = run.lines("late_live")
    assert len(lines) == 2
    assert any("root@db1#" in line.split(" | ")[-1] for line in lines)  # it is the log line that stands there
    for line in lines:
        assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf"}


def test_twenty_seconds_cost_at_most_twelve_requests(run: Run) -> None:
    calls = run.calls("twenty")
    assert 2 <= len(calls) <= 12  # few where the machine is busy
    assert len(run.lines("twenty")) >= 2


def test_no_secret_is_in_anything_that_anybody_sees(run: Run) -> None:
    seen = run.played.everything()
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in seen  # it was among what was shown
    for secret in (run.sim.pass_phrase, run.sim.goldengate.password, "PRIVATE KEY", "Signature algorithm"):
        assert secret not in seen


def test_an_ad_hoc_command_has_lines_beside_its_result(sim: Simulator, tmp_path: pathlib.Path) -> None:
    id_ = sim.launch(**BUSY).id
    options = {
        "work_request_id": id_,
        "config_file_location": str(sim.config_file),
        "service_endpoint": sim.url,
        "timeout": 0.1,
        "on_timeout": "report",
    }
    inventory = tmp_path / "hosts.json"
    inventory.write_text(json.dumps({"all": {"hosts": {"here": playing.LOCAL}}}), encoding="utf-8")
    folder = pathlib.Path(sys.executable).parent
    command = [
        str(folder / "ansible"),
        "all",
        "-i",
        str(inventory),
        "-m",
        "longops.oracle.work_request_wait",
        "-a",
        json.dumps(options),
    ]
    ran = subprocess.run(
        command, env=playing.environment(tmp_path), capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.stdout.startswith("here | SUCCESS => {"), ran.stdout + ran.stderr
    assert json.loads(ran.stdout.partition("=>")[2])["pending"] == [id_]
    line = rf"here \| CREATE_RESOURCE \.\.\.{id_[-8:]} \| IN_PROGRESS \[####------\] 40 % \| [0-9.]+ s"
    assert re.fullmatch(rf"{line}\n{line} \| Copying\n", ran.stderr)
