# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the waits share: their terms, their stream, and how an outcome becomes a result."""

from __future__ import annotations

from typing import Any, Optional, Sequence

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._ansible import options, waits
from ansible_collections.longops.oracle.plugins.module_utils._ansible.runner import Run
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    Observation,
    Operation,
    OperationKind,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key, Outcome, Watch
from ansible_collections.longops.oracle.plugins.module_utils._oci.wait import KIND
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling.pollers import SinglePoller
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms

ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid2q"
OTHER = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
DEFAULTS = {name: spec.get("default") for name, spec in options.wait_options().items()}


def run(check_mode: bool = False, listener: Any = None, **params: Any) -> Run:
    return Run({**DEFAULTS, **params}, check_mode, set(), listener)


class Group:
    """Operations that have ended, in one state each."""

    def __init__(self, kind: OperationKind, states: dict[str, str]) -> None:
        self.kind = kind
        self.states = states
        self.ids = list(states)

    def poller(self, pool: Any) -> SinglePoller:
        return SinglePoller(self.poll, pool)

    def poll(self, id_: str, deadline: float) -> Observation:
        return Observation(id_, Operation(id_, "service", self.states[id_].upper(), self.states[id_]))

    def explain(self, watches: Sequence[Watch], timed_out: bool, deadline: float) -> None:
        for watch in watches:
            if watch.outcome == "failed" and watch.operation is not None:
                watch.operation = watch.operation._replace(errors=(ErrorEntry("DiskFull"),))

    def entry(self, watch: Watch) -> dict[str, Any]:
        errors = watch.operation and watch.operation.errors
        return {"id": watch.id, "state": watch.operation and watch.operation.state, "errors": errors and len(errors)}

    def entries(self, watches: Sequence[Watch]) -> list[dict[str, Any]]:
        return [self.entry(watch) for watch in watches]


GATE = OperationKind("GoldenGate request", "requests", "request")


def test_terms_are_those_of_the_options() -> None:
    begin = group_wait.clock()
    terms = waits.terms(run(timeout=5.0, on_failure="fail_at_end"))
    assert begin <= terms.begin <= group_wait.clock()
    assert terms._replace(begin=None) == Terms(timeout=5.0, on_failure="fail_at_end")
    assert waits.terms(run(on_timeout="cancel")).cancels


def test_check_mode_polls_once_and_ends_with_no_failure() -> None:
    assert waits.terms(run(check_mode=True, timeout=5.0)) == Terms(timeout=0.0, on_failure="report")


def test_terms_that_cannot_be() -> None:
    with pytest.raises(UsageError, match="interval must be at least"):
        waits.terms(run(interval=0.0))


def test_each_change_is_an_event_of_the_stream() -> None:
    events: list[Any] = []
    groups = [Group(KIND, {ID: State.FAILED, OTHER: State.SUCCEEDED}), Group(GATE, {"7": State.SUCCEEDED})]
    outcome = waits.wait(run(listener=events.append), groups, Terms(on_failure="report"))
    assert outcome.polls == 3
    assert all(event["operations"] == 3 for event in events)
    assert all(isinstance(event["elapsed"], float) for event in events)
    assert all(list(event)[:2] == ["elapsed", "operations"] and len(event) == 3 for event in events)
    entries = [(name, event[name]) for event in events for name in ("work_request", "request") if name in event]
    assert sorted(entries[:3], key=str) == sorted(
        [
            ("work_request", {"id": ID, "state": "failed", "errors": None}),
            ("work_request", {"id": OTHER, "state": "succeeded", "errors": None}),
            ("request", {"id": "7", "state": "succeeded", "errors": None}),
        ],
        key=str,
    )
    assert entries[3:] == [("work_request", {"id": ID, "state": "failed", "errors": 1})]


def test_what_comes_then_is_an_event_of_the_same_stream() -> None:
    """It counts from when it is known."""
    events: list[Any] = []
    begun: list[Any] = []
    first, second = Group(GATE, {"7": State.SUCCEEDED}), Group(KIND, {ID: State.SUCCEEDED, OTHER: State.SUCCEEDED})
    started = run(listener=events.append)
    started.begin = begun.append  # type: ignore[method-assign]
    outcome = waits.wait(started, [first], Terms(), lambda _outcome: [second])
    assert [watch.id for watch in outcome.watches] == ["7", ID, OTHER]
    assert [(event["operations"], "request" in event) for event in events] == [(1, True), (3, False), (3, False)]
    assert begun == [[(GATE, ["7"])], [(GATE, ["7"]), (KIND, [ID, OTHER])]]


def test_check_mode_does_not_go_on() -> None:
    checked = run(check_mode=True)
    outcome = waits.wait(checked, [Group(GATE, {"7": State.SUCCEEDED})], waits.terms(checked), lambda _outcome: 1 / 0)
    assert (len(outcome.watches), outcome.broken) == (1, None)


def test_a_wait_that_is_not_observed_makes_no_events(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = run()
    monkeypatch.setattr(silent, "report", lambda event: pytest.fail("it was reported"))
    assert waits.wait(silent, [Group(KIND, {ID: State.SUCCEEDED})], Terms()).of("succeeded")


def test_a_progress_file_that_cannot_be_created_ends_it_before_any_poll(tmp_path: Any) -> None:
    class Untouched(Group):
        def poll(self, id_: str, deadline: float) -> Observation:
            raise AssertionError("it was polled")

    with pytest.raises(UsageError, match="exists already"):
        waits.wait(run(progress_file=str(tmp_path)), [Untouched(KIND, {ID: State.SUCCEEDED})], Terms())


def watch(key: Any, state: Optional[str], polls: int = 1, **known: Any) -> Watch:
    made = Watch(key, 0.0)
    made.polls = polls
    made.operation = state and Operation(made.id, "service", state.upper(), state)  # type: ignore[assignment]
    for name, value in known.items():
        setattr(made, name, value)
    return made


WATCHES = (
    watch(Key(0, ID), State.SUCCEEDED, 4),
    watch(
        Key(0, OTHER), State.ATTENTION, 5, transient_errors=2, last_transient_error=Fault(FaultKind.TRANSIENT, "busy")
    ),
    watch(Key(1, "7"), State.FAILED, 1),
    watch(Key(1, "8"), None, 3, abandoned=True),
)


def test_a_summary() -> None:
    assert waits.summary(Outcome(WATCHES, 12.34567, True)) == {
        "succeeded": [ID],
        "unsuccessful": ["7", "8"],
        "pending": [OTHER],
        "timed_out": True,
        "elapsed": 12.346,
        "polls": 13,
    }


def test_warnings_are_those_of_each_kind() -> None:
    groups = [Group(KIND, {}), Group(GATE, {})]
    retried = WATCHES[2]
    retried.transient_errors, retried.last_transient_error = 1, Fault(FaultKind.TRANSIENT, "reset")
    assert waits.warnings(groups, Outcome(WATCHES, 0.0, True)) == [
        f"Work request {OTHER} (service) requires attention (ATTENTION): it goes on once a user has acted.",
        f"Work request {OTHER} (service): 2 polls failed and were retried, the last because of: busy.",
        "GoldenGate request 7 (service): 1 poll failed and was retried because of: reset.",
    ]


@pytest.mark.parametrize("check_mode", [True, False])
def test_in_check_mode_no_outcome_is_a_failure(check_mode: bool) -> None:
    group = Group(KIND, {})
    late = (watch(ID, State.PENDING),)
    entry = {"id": ID, "service": "core", "status": "IN_PROGRESS", "state": "pending", "errors": None, "fault": None}
    found = {"work_requests": [entry], "warnings": ["from the client"]}
    result, message = waits.ended(run(check_mode), group, Outcome(late, 0.0, True), found)
    assert (result["timed_out"], result["pending"], result["warnings"]) == (not check_mode, [ID], ["from the client"])
    assert (message is None) == check_mode
