# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of progress: what is worth one, when it is due, and what it says."""

from __future__ import annotations

from typing import Any

from ansible_collections.longops.oracle.plugins.plugin_utils._progress import (
    FEW,
    HEARTBEAT,
    Reporter,
    short,
    whereabouts,
)

ID = "ocid1.coreservicesworkrequest.oc1.iad." + "abcdefghij" * 6


def event(elapsed: float, operations: int = 1, id_: str = ID, **entry: Any) -> dict[str, Any]:
    regular = {
        "id": id_,
        "service": "work_requests",
        "operation_type": "Patch",
        "status": "IN_PROGRESS",
        "state": "pending",
    }
    rest = {"percent_complete": None, "fault": None, "errors": None, "logs": None}
    return {"elapsed": elapsed, "operations": operations, "work_request": {**regular, **rest, **entry}}


def reported(*events: dict[str, Any]) -> tuple[Reporter, list[str]]:
    """The lines that are due when each of these events comes, with a clock that begins with the wait."""
    reporter = Reporter("web1")
    lines = []
    for each in events:
        reporter.observe(each, each["elapsed"])
        lines += reporter.lines(each["elapsed"])
    return reporter, lines


def test_each_change_of_status_is_a_line_at_once() -> None:
    _reporter, lines = reported(event(0), event(1, status="CANCELING"), event(2, status="SUCCEEDED", state="succeeded"))
    assert [line.split(" | ")[2] for line in lines] == ["IN_PROGRESS", "CANCELING", "SUCCEEDED"]
    assert lines[0] == "web1 | Patch ...cdefghij | IN_PROGRESS | 0 s"


def test_a_percentage_that_moves_is_at_most_a_line_in_two_seconds() -> None:
    reporter, lines = reported(*(event(tenth / 10, percent_complete=float(tenth)) for tenth in range(41)))
    assert len(lines) == 3
    assert lines[-1].endswith("| IN_PROGRESS [####------] 40 % | 4 s")
    assert reporter.lines(5.9) == []


def test_many_are_summed_up_at_most_once_in_five_seconds() -> None:
    count = FEW + 2
    events = [
        event(moment, count, f"{ID}{number}", percent_complete=moment)
        for moment in range(12)
        for number in range(count)
    ]
    reporter, lines = reported(*events)
    lines += reporter.last_lines(12)
    assert len(lines) <= 4
    assert all(f"web1 | {count} work requests: {count} pending" in line for line in lines[1:])


def test_errors_that_follow_a_failure_are_in_its_line() -> None:
    reporter, lines = reported(event(0), event(5, status="FAILED", state="failed"))
    assert len(lines) == 1
    failed = event(5.2, status="FAILED", state="failed", errors=[{"code": "DiskFull", "message": "/u01 is full."}])
    reporter.observe(failed, 5.2)
    assert reporter.lines(6.3) == ["web1 | Patch ...cdefghij | FAILED | 5.2 s | DiskFull: /u01 is full."]


def test_the_reason_of_a_fault_comes_before_its_url() -> None:
    url = f"https://iaas.example.invalid/20160918/workRequests/{ID}"
    fault = {"kind": "transient", "message": f"no such host: iaas.example.invalid (GET {url}). Check the region"}
    _reporter, [line] = reported(event(0, fault=fault))
    assert line.endswith("| no such host: iaas.example.invalid")


def test_a_heartbeat_comes_once_a_minute() -> None:
    reporter, lines = reported(event(0))
    assert len(lines) == 1
    assert reporter.lines(HEARTBEAT - 1) == []
    assert reporter.lines(HEARTBEAT) == ["web1 | Patch ...cdefghij | IN_PROGRESS | 60 s"]


def test_a_steady_pace_says_how_long_it_takes() -> None:
    _reporter, lines = reported(*(event(5.0 * step, percent_complete=10.0 * step) for step in range(1, 6)))
    assert lines[-1].endswith("| 25 s | about 25 s left")


def test_control_characters_obey_nobody() -> None:
    _reporter, [line] = reported(event(0, status="A\x1b[31m\x07B", operation_type="C\r\nD"))
    assert line.isprintable()


def test_hosts_and_ids_are_named() -> None:
    assert whereabouts("web1", "localhost") == "web1 -> localhost"
    assert (short("425988381"), short(ID)) == ("425988381", "...cdefghij")


def test_a_heartbeat_counts_what_was_not_read_yet() -> None:
    reporter, _lines = reported(event(0, operations=2, status="SUCCEEDED", state="succeeded"))
    assert reporter.lines(HEARTBEAT) == ["web1 | 2 work requests: 1 succeeded, 1 not read yet | 60 s"]


def test_where_all_has_ended_nothing_is_due_again_and_again() -> None:
    reporter, _lines = reported(event(0, status="SUCCEEDED", state="succeeded"))
    assert reporter.lines(HEARTBEAT) == []
    assert reporter.next_due() == 2 * HEARTBEAT
