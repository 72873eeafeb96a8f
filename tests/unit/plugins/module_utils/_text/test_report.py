# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report on a wait over operations of several kinds: whole texts, and what no server can put into them."""

from __future__ import annotations

import unicodedata
from typing import Any, Optional

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import OperationKind
from ansible_collections.longops.oracle.plugins.module_utils._resources.kind import KIND as RESOURCE
from ansible_collections.longops.oracle.plugins.module_utils._text.report import Reported, report

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
OTHER = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
THIRD = "ocid1.mysqldbsystemworkrequest.oc1.iad.b0b5a6c2-3f1d-4b1e-9c55-exampleuniqueid-5c8a7d1f0e2b4c6d8e"
WORK = OperationKind("work request", "work_requests", "work_request")
GATE = OperationKind("GoldenGate request", "requests", "request", 10)
FAULT = {"kind": "fatal", "message": "401 NotAuthenticated: wrong key (GET https://iaas.example.invalid/x).\nCheck it."}


def work(id_: str = ID, state: Optional[str] = "succeeded", outcome: str = "succeeded", **known: Any) -> Reported:
    status = {"succeeded": "SUCCEEDED", "failed": "FAILED", "pending": "IN_PROGRESS", "attention": "NEEDS_ATTENTION"}
    entry = {
        "id": id_,
        "service": "work_requests",
        "operation_type": "Create node pool" if state else None,
        "status": status.get(state or ""),
        "state": state,
        "percent_complete": None,
        "errors": None,
        "logs": None,
        "opc_request_id": None,
        "fault": None,
    }
    return WORK, {**entry, **known}, outcome


def gate(id_: str = "42", state: Optional[str] = "succeeded", outcome: str = "succeeded", **known: Any) -> Reported:
    entry = {
        "id": id_,
        "service": "Local/adminsrvr",
        "progress": state,
        "state": state,
        "request_status": None,
        "errors": None,
        "fault": None,
    }
    return GATE, {**entry, **known}, outcome


def text(*entries: Reported, timeout: float = 1200.0, **found: Any) -> str:
    return report(entries, {"not_started": [], "timed_out": False, "elapsed": 65.4, "polls": 14, **found}, timeout)


def test_a_resource_has_its_name_and_what_the_service_says_of_its_state_beside_the_errors() -> None:
    id_ = "ocid1.mysqldbsystem.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
    errors = [{"code": "OutOfHostCapacity", "message": "No host has room.", "timestamp": None}]
    known = {"service": "mysql", "operation_type": "db_system to ACTIVE", "display_name": "sales", "errors": errors}
    _kind, entry, outcome = work(id_, "failed", "failed", explanation="The shape is not available.", **known)
    assert text((RESOURCE, entry, outcome)).split("\n")[2:] == [
        "db_system to ACTIVE (mysql): FAILED",
        f"  {id_} (sales)",
        "  OutOfHostCapacity: No host has room.",
        "  The shape is not available.",
    ]


def test_a_mix() -> None:
    errors = [
        {"code": "LimitExceeded", "message": "No cores left.\nAsk for more.", "timestamp": None},
        {"code": None, "message": "Rolled back.", "timestamp": None},
        {"code": "DiskFull", "message": None, "timestamp": None},
    ]
    assert text(
        work(),
        work(OTHER, "failed", "failed", percent_complete=40.0, errors=errors, opc_request_id="7F3A/01/02"),
        work(THIRD, None, "failed", fault=FAULT),
        work(ID, "attention", "pending", percent_complete=60.9, logs=[{"message": "old"}, {"message": "Approve it"}]),
        gate("4711", "failed", "failed", errors=[{"code": "OGG-00664", "message": "ERROR: no listener. Cause: down."}]),
        gate(),
        timed_out=True,
    ).split("\n") == [
        "6 operations: 2 succeeded, 3 failed, 1 not over after 20 min. Waited 65 s (14 polls).",
        "",
        "Create node pool (work_requests): FAILED at 40 %",
        f"  {OTHER}",
        "  LimitExceeded: No cores left.",
        "    Ask for more.",
        "  Rolled back.",
        "  DiskFull",
        "  opc-request-id: 7F3A/01/02",
        "",
        "Work request (work_requests): never read",
        f"  {THIRD}",
        "  401 NotAuthenticated: wrong key (GET https://iaas.example.invalid/x).",
        "    Check it.",
        "",
        "GoldenGate request (Local/adminsrvr): failed",
        "  4711",
        "  OGG-00664: ERROR: no listener. Cause: down.",
        "",
        "Create node pool (work_requests): requires attention (NEEDS_ATTENTION at 60 %)",
        f"  {ID}",
        "  Latest log entry: Approve it",
    ]


@pytest.mark.parametrize(
    ("errors", "lines"),
    [
        (None, ["  No subnet", "    left"]),
        ([], ["  No subnet", "    left"]),
        ([{"code": "", "message": ""}], ["  An error without text.", "  No subnet", "    left"]),
        ([{"code": "Full", "message": '{"message": "All full"}'}], ["  Full: All full"]),
        ([{"code": "Full", "message": None}], ["  Full", "  No subnet", "    left"]),
    ],
)
def test_an_explanation_where_there_is_no_error(errors: Any, lines: list[str]) -> None:
    found = text(work(ID, "failed", "failed", errors=errors, explanation="No subnet\n\x1bleft", percent_complete=0.0))
    assert found.split("\n")[2:] == ["Create node pool (work_requests): FAILED", f"  {ID}", *lines]


def test_what_has_succeeded_is_only_counted() -> None:
    assert text(work()) == "1 operation: 1 succeeded, 0 failed, 0 not over. Waited 65 s (14 polls)."


@pytest.mark.parametrize(
    ("errors", "line"),
    [
        (None, "  Its errors could not be read."),
        ([], "  The service gives no error for it."),
        ([{"code": "", "message": None}], "  An error without text."),
    ],
)
def test_an_end_without_a_reason_says_so(errors: Any, line: str) -> None:
    assert text(work(state="failed", outcome="failed", errors=errors)).split("\n")[-1] == line


def test_the_latest_log_entry_is_one_that_says_something() -> None:
    logs = [{"message": "Copying"}, {"message": " \x00"}, {"message": None}]
    lines = text(work(state="pending", outcome="pending", logs=logs)).split("\n")
    assert lines[-1] == "  Latest log entry: Copying"
    assert "Latest log" not in text(work(state="pending", outcome="pending", logs=logs[1:]))


def test_what_is_pending_needs_no_reason() -> None:
    assert text(work(state="pending", outcome="pending"), polls=1).split("\n") == [
        "1 operation: 0 succeeded, 0 failed, 1 not over. Waited 65 s (1 poll).",
        "",
        "Create node pool (work_requests): IN_PROGRESS",
        f"  {ID}",
    ]


def test_a_fault_comes_without_the_id_of_an_earlier_poll() -> None:
    """The fault has the id of the poll that failed."""
    lines = text(work(state="pending", outcome="pending", fault=FAULT, opc_request_id="7F3A")).split("\n")
    assert lines[-2:] == ["  401 NotAuthenticated: wrong key (GET https://iaas.example.invalid/x).", "    Check it."]


def test_what_could_not_be_started_stands_first() -> None:
    faults = ["Entry 1 of operations is empty.", "Entry 3 of operations: its resource_id is empty."]
    assert text(not_started=faults) == "\n".join(faults)
    assert text(work(), not_started=faults).split("\n")[:3] == [
        *faults,
        "1 operation: 1 succeeded, 0 failed, 0 not over. Waited 65 s (14 polls).",
    ]


def test_nothing_at_all() -> None:
    assert text() == "There was nothing to wait for."


TEXT = st.none() | st.text(max_size=20) | st.text("a1 \x1b\r\n\t\u202e\u2066\x9b\x07[;m", max_size=12)


NASTY = "\x1b[31mred\x1b[0m\r\nnext\tline\x00\x7f\x9b\u2028\u202eesrever\u2066\ud800 \u200f\u0085end"


def test_neither_a_server_nor_a_user_writes_to_the_terminal() -> None:
    """Everything that is not of this collection: ids, services, types, statuses, errors, logs, faults and options."""
    fault = {"kind": "transient", "message": NASTY}
    errors, logs = [{"code": NASTY, "message": NASTY}], [{"message": NASTY}]
    said = {"service": NASTY, "operation_type": NASTY, "status": NASTY, "opc_request_id": NASTY}
    shown = text(
        work(NASTY, "failed", "failed", **said, errors=errors, logs=logs),
        work(NASTY, "attention", "pending", **said, fault=fault),
        gate(NASTY, "failed", "failed", service=NASTY, progress=NASTY, errors=errors),
        not_started=[NASTY],
    )
    for line in shown.split("\n"):
        assert line.isprintable(), ascii(line)
    assert shown.count("[31mred") == 19  # the rest is still there


@given(
    st.text(min_size=1, max_size=20),
    TEXT,
    TEXT,
    TEXT,
    st.none() | st.lists(st.fixed_dictionaries({"code": TEXT, "message": TEXT}), max_size=3),
    st.none() | st.lists(st.fixed_dictionaries({"message": TEXT}), max_size=2),
    st.none() | st.fixed_dictionaries({"message": st.text(max_size=20)}),
    st.sampled_from([None, "pending", "attention", "succeeded", "failed", "canceled"]),
    st.sampled_from(["succeeded", "failed", "pending"]),
)
def test_a_terminal_obeys_no_server(
    id_: str,
    kind: Any,
    status: Any,
    request_id: Any,
    errors: Any,
    logs: Any,
    fault: Any,
    state: Any,
    outcome: str,
) -> None:
    _kind, entry, _outcome = work()
    entry = {
        **entry,
        "id": id_,
        "service": id_,
        "operation_type": kind,
        "status": status,
        "opc_request_id": request_id,
        "state": state,
    }
    for line in text((WORK, {**entry, "errors": errors, "logs": logs, "fault": fault}, outcome)).split("\n"):
        assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
        assert line == line.rstrip()
