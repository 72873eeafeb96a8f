# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The waiter, by example, in virtual time: every rule of waiting on its own."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any, Callable, Optional, Sequence

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Fault,
    FaultKind,
    Observation,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._polling import schedule
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import (
    AFTERWARDS,
    EXPLAIN,
    LAST_POLL,
    NOT_FOUND_GRACE,
    STRAGGLER_GRACE,
    TO_CANCEL,
    Outcome,
    Terms,
    Watch,
    accepted,
    explain_timeout,
)
from ansible_collections.longops.oracle.tests.unit.examples import examples
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils.timelines import (
    ATTENTION,
    BUSY,
    CANCELED,
    DEAF,
    FAILED,
    FATAL,
    HANGS,
    MISSING,
    PENDING,
    STATES,
    SUCCEEDED,
    Poll,
    Reply,
    Timeline,
    World,
    always,
    at,
    fault,
    in_turn,
    waited,
)


def outcomes(outcome: Outcome) -> dict[str, str]:
    return {watch.id: watch.outcome for watch in outcome.watches}


class TestWhenToPoll:
    def test_the_first_poll_is_at_once(self) -> None:
        world = World({"a": always(SUCCEEDED)}, begin=1234.5)
        outcome = waited(world)
        assert world.times() == [1234.5]
        assert (outcome.elapsed, outcome.polls, outcome.timed_out) == (0.0, 1, False)

    def test_polls_become_rarer_with_age_and_stop_at_the_end(self) -> None:
        world = World({"a": at((0, PENDING), (400, SUCCEEDED))})
        outcome = waited(world)
        times = world.times()
        gaps = [later - earlier for earlier, later in zip(times, times[1:])]
        assert gaps[:5] == [2, 2, 2, 2, 2]
        assert gaps == sorted(gaps)
        assert gaps[-1] == pytest.approx(27)  # a tenth less than max_interval, as chance would have it
        assert 400 <= outcome.elapsed <= 400 + 27
        assert outcome.polls == len(times) < 60

    def test_age_is_the_servers_not_the_waits(self) -> None:
        world = World({"a": always(PENDING._replace(age=500))})
        waited(world, timeout=50)
        assert world.times() == [0, 27, 50]

    def test_a_percentage_near_the_end_brings_the_next_poll_nearer(self) -> None:
        world = World({"a": always(PENDING._replace(age=1000, percent=99.9))})
        waited(world, timeout=5)
        assert world.times() == [0, 2, 4, 5]

    def test_chance_spreads_polls_within_the_bounds(self) -> None:
        world = World({"a": always(PENDING._replace(age=100))})
        chances = iter([0.0, 0.5, 0.999999, 0.0, 0.0, 0.0])
        waited(world, chance=lambda: next(chances), timeout=40)
        assert world.times() == pytest.approx([0, 9, 19, 30, 39, 40], abs=1e-4)

    def test_time_between_polls_counts_from_the_answer(self) -> None:
        world = World({"a": always(PENDING._replace(latency=1.5))})
        waited(world, timeout=8)
        assert world.times() == [0, 3.5, 7]  # the answer to the last one came after the deadline

    def test_nothing_to_wait_for(self) -> None:
        assert waited(World({})) == Outcome((), 0.0, False)

    def test_the_same_id_twice_is_one_operation(self) -> None:
        world = World({"a": always(SUCCEEDED)})
        assert [watch.id for watch in waited(world, keys=["a", "a"]).watches] == ["a"]
        assert len(world.polls) == 1


class Suspended(World):
    """A world in which the process of the wait stands still while a poll is under way, and wakes at a later time."""

    def __init__(self, timeline: Timeline, stops: float, wakes: float) -> None:
        super().__init__({"a": timeline})
        self._stops, self._wakes = stops, wakes

    def collect(self, timeout: float) -> list[Observation]:
        found = super().collect(timeout)
        if found and self._stops <= self.now < self._wakes:
            self.now = self._wakes
        return found


class TestSuspended:
    """A process that wakes after its deadline has an answer, which tells of the time before it was suspended."""

    @pytest.mark.parametrize("wakes", [113, 200, 4000])
    @pytest.mark.parametrize(("end", "outcome"), [(SUCCEEDED, "succeeded"), (FAILED, "failed")])
    def test_it_polls_once_more(self, wakes: float, end: Reply, outcome: str) -> None:
        world = Suspended(at((0, PENDING), (105, end)), 50, wakes)
        ended = waited(world, timeout=100, max_interval=10)
        assert outcomes(ended) == {"a": outcome}
        assert not ended.timed_out
        assert world.times()[-1] == wakes

    def test_an_old_answer_that_comes_after_all_is_not_the_last_one(self) -> None:
        answers = [(500.0, None), (500.1, PENDING), (500.2, SUCCEEDED)]

        class Waking(World):
            def start(self, due: Sequence[str], soon: Sequence[str], deadline: Callable[[], float]) -> Sequence[str]:
                return due

            def collect(self, timeout: float) -> list[Observation]:
                self.now, reply = answers.pop(0)
                return [reply.observation("a")] if reply else []

        ended = waited(Waking({"a": always(PENDING)}), timeout=100)
        assert outcomes(ended) == {"a": "succeeded"}

    def test_what_is_still_pending_then_has_timed_out(self) -> None:
        world = Suspended(always(PENDING), 50, 500)
        ended = waited(world, timeout=100, max_interval=10)
        assert (ended.timed_out, outcomes(ended)) == (True, {"a": "pending"})
        assert world.times()[-2:] == [pytest.approx(50, abs=10), 500]

    def test_a_server_that_hangs_at_the_deadline_is_polled_no_more(self) -> None:
        for reply in (HANGS, DEAF, PENDING._replace(latency=LAST_POLL)):
            world = World({"a": at((0, PENDING), (95, reply))})
            ended = waited(world, timeout=100, max_interval=10)
            assert ended.timed_out
            assert world.now <= 100 + LAST_POLL + STRAGGLER_GRACE


class TestRetryAfter:
    def test_it_is_never_undercut(self) -> None:
        world = World({"a": always(PENDING._replace(retry_after=45))})
        waited(world, timeout=100)
        assert world.times() == [0, 45, 90, 100]

    def test_only_the_deadline_undercuts_it(self) -> None:
        world = World({"a": always(PENDING._replace(retry_after=3600))})
        outcome = waited(world, timeout=100)
        assert world.times() == [0, 100]
        assert outcome.timed_out

    def test_a_short_one_changes_nothing(self) -> None:
        world = World({"a": always(PENDING._replace(retry_after=0.5))})
        waited(world, timeout=5)
        assert world.times() == [0, 2, 4, 5]

    @pytest.mark.parametrize("kind", [FaultKind.TRANSIENT, FaultKind.NOT_FOUND])
    def test_it_counts_in_a_fault_as_well(self, kind: str) -> None:
        world = World({"a": always(fault(kind, 429, retry_after=40))})
        waited(world, timeout=60)
        assert world.times() == ([0, 40, 60] if kind == FaultKind.TRANSIENT else [0, 40])

    def test_it_does_not_outlive_its_answer(self) -> None:
        world = World({"a": in_turn(PENDING._replace(retry_after=45), PENDING)})
        waited(world, timeout=50)
        assert world.times() == [0, 45, 49.05, 50]


class TestDeadline:
    def test_the_last_poll_happens_at_it(self) -> None:
        world = World({"a": always(PENDING)})
        outcome = waited(world, timeout=5)
        assert world.times() == [0, 2, 4, 5]
        assert (outcome.elapsed, outcome.polls, outcome.timed_out) == (5.0, 4, True)
        assert outcomes(outcome) == {"a": "pending"}

    def test_an_end_observed_by_the_last_poll_is_no_time_out(self) -> None:
        outcome = waited(World({"a": at((0, PENDING), (5, SUCCEEDED))}), timeout=5)
        assert (outcomes(outcome), outcome.timed_out) == ({"a": "succeeded"}, False)

    def test_no_time_is_one_poll(self) -> None:
        world = World({"a": always(PENDING._replace(latency=0.3)), "b": always(SUCCEEDED)})
        outcome = waited(world, timeout=0)
        assert (world.times("a"), world.times("b")) == ([0], [0])
        assert outcomes(outcome) == {"a": "pending", "b": "succeeded"}
        assert outcome.timed_out

    @pytest.mark.parametrize("timeout", [0.0, 1.0, 5.0, 60.0, 1200.0])
    def test_a_poll_that_hangs_costs_no_more_than_a_last_poll(self, timeout: float) -> None:
        world = World({"a": always(HANGS)})
        outcome = waited(world, timeout=timeout)
        assert outcome.elapsed <= timeout + LAST_POLL
        assert outcome.timed_out

    def test_a_poll_that_hangs_at_the_deadline_keeps_what_was_observed_before(self) -> None:
        world = World({"a": in_turn(PENDING, PENDING, HANGS)})
        outcome = waited(world, timeout=3)
        assert world.times() == [0, 2, 3]
        assert outcome.elapsed == 3 + LAST_POLL
        [watch] = outcome.watches
        assert watch.operation.status == "IN_PROGRESS"
        assert watch.fault.message.endswith("no answer within 5 s")
        assert watch.outcome == "pending"

    def test_a_poll_that_ignores_its_limit_is_left_behind(self) -> None:
        world = World({"a": in_turn(PENDING, DEAF), "b": always(SUCCEEDED)})
        outcome = waited(world, timeout=10)
        assert outcome.elapsed == 10 + STRAGGLER_GRACE
        [watch, _other] = outcome.watches
        assert (watch.outcome, watch.polls, watch.operation.status) == ("pending", 2, "IN_PROGRESS")
        assert watch.fault == Fault(FaultKind.TRANSIENT, "no answer came in time")
        assert outcome.timed_out

    def test_a_poll_begun_at_the_deadline_that_ignores_its_limit_is_left_behind(self) -> None:
        outcome = waited(World({"a": in_turn(PENDING, DEAF)}), timeout=1)
        assert outcome.elapsed == 1 + LAST_POLL + AFTERWARDS == 6

    def test_answers_that_came_while_the_process_stood_still_count(self) -> None:
        class Halted(World):
            """A process that is stopped for ten minutes in its first sleep."""

            def collect(self, timeout: float) -> list[Any]:
                found = super().collect(timeout)
                if len(self.polls) == 1 and not found:
                    self.now += 600
                return found

        world = Halted({"a": at((0, PENDING), (300, SUCCEEDED))})
        outcome = waited(world, timeout=60)
        assert (outcomes(outcome), outcome.timed_out, outcome.polls) == ({"a": "succeeded"}, False, 2)

    def test_a_slow_server_gets_time_to_answer_the_last_poll(self) -> None:
        world = World({"a": always(PENDING._replace(latency=4.0))})
        outcome = waited(world, timeout=13)
        assert world.times() == [0, 6, 12]
        assert outcome.elapsed == 16.0
        assert outcome.watches[0].fault is None

    def test_every_poll_has_a_deadline(self) -> None:
        world = World({"a": always(PENDING)})
        waited(world, timeout=21)
        for poll in world.polls:
            last = max(21, poll.asked + LAST_POLL)
            assert poll.poll_deadline == (poll.asked + 7 if poll.asked + 7 < 21 else last)

    @pytest.mark.parametrize(("timeout", "longest"), [(1200.0, 400.0), (60.0, 20.0), (9.0, 3.0), (2.0, 1.0)])
    def test_an_answer_that_hangs_costs_no_more_than_a_third_of_the_wait(self, timeout: float, longest: float) -> None:
        world = World({"a": in_turn(HANGS, SUCCEEDED)})
        outcome = waited(world, timeout=timeout)
        assert outcomes(outcome) == {"a": "succeeded"}
        assert world.times() == [0, min(longest + 2, timeout)]
        assert world.of("a")[0].taken == longest

    def test_a_poll_that_waits_for_its_turn_loses_nothing_by_it(self) -> None:
        world = World({"a": in_turn(HANGS, SUCCEEDED), "b": always(SUCCEEDED._replace(latency=4.0))}, workers=1)
        outcome = waited(world, timeout=12)
        assert outcomes(outcome) == {"a": "succeeded", "b": "succeeded"}
        [poll] = world.of("b")
        assert (poll.sent, poll.poll_deadline) == (4, 8)

    def test_the_last_poll_of_a_short_wait_keeps_its_time(self) -> None:
        world = World({"a": always(HANGS)})
        assert waited(world, timeout=1).elapsed == LAST_POLL


class TestStates:
    @pytest.mark.parametrize(
        ("reply", "outcome"),
        [(SUCCEEDED, "succeeded"), (FAILED, "failed"), (CANCELED, "failed"), (Reply("PARTIALLY_SUCCEEDED"), "failed")],
    )
    def test_an_end_ends_the_wait(self, reply: Reply, outcome: str) -> None:
        world = World({"a": at((0, PENDING), (3, reply))})
        found = waited(world)
        assert world.times() == [0, 2, 4]
        assert (outcomes(found), found.timed_out) == ({"a": outcome}, False)

    @pytest.mark.parametrize("reply", [PENDING, ATTENTION, Reply("HALF_WAY_THERE"), Reply(None)])
    def test_whatever_is_no_end_stays_pending(self, reply: Reply) -> None:
        found = waited(World({"a": always(reply)}), timeout=9)
        assert (outcomes(found), found.timed_out, found.elapsed) == ({"a": "pending"}, True, 9.0)

    def test_attention_is_waited_out(self) -> None:
        found = waited(World({"a": at((0, PENDING), (10, ATTENTION), (100, SUCCEEDED))}))
        assert outcomes(found) == {"a": "succeeded"}

    def test_attention_can_be_made_a_failure(self) -> None:
        found = waited(World({"a": at((0, PENDING), (3, ATTENTION), (100, SUCCEEDED))}), on_attention="fail")
        assert (outcomes(found), found.elapsed, found.timed_out) == ({"a": "failed"}, 4.0, False)
        assert found.watches[0].operation.state == State.ATTENTION

    def test_an_operation_that_was_over_may_not_be_polled_again(self) -> None:
        world = World({"a": always(SUCCEEDED), "b": at((0, PENDING), (50, SUCCEEDED))})
        waited(world)
        assert len(world.of("a")) == 1


class TestAccept:
    @pytest.mark.parametrize(
        "word", ["PARTIALLY_SUCCEEDED", "FAILED", "CANCELED", "NEEDS_ATTENTION", "IN_PROGRESS", "HALF_WAY_THERE"]
    )
    def test_an_accepted_status_is_a_success_whatever_it_means(self, word: str) -> None:
        found = waited(World({"a": always(Reply(word))}), accept=frozenset([word]), on_attention="fail")
        [watch] = found.watches
        assert (watch.outcome, found.elapsed, found.timed_out) == ("succeeded", 0.0, False)
        assert (watch.operation.status, watch.operation.state) == (word, State.SUCCEEDED)

    def test_case_does_not_count(self) -> None:
        found = waited(World({"a": always(Reply("Half_Way_There"))}), accept=frozenset(["HALF_WAY_THERE"]))
        assert outcomes(found) == {"a": "succeeded"}

    def test_other_statuses_mean_what_they_did(self) -> None:
        found = waited(World({"a": always(FAILED), "b": always(SUCCEEDED)}), accept=frozenset(["CANCELED"]))
        assert outcomes(found) == {"a": "failed", "b": "succeeded"}

    def test_an_operation_without_a_status_is_left_alone(self) -> None:
        operation = Operation("a", "service")
        assert accepted(operation, frozenset([""])) is operation


class TestManyOperations:
    TIMELINES = {  # noqa: RUF012
        "slow": at((0, PENDING), (100, SUCCEEDED)),
        "bad": at((0, PENDING), (10, FAILED)),
        "worse": at((0, PENDING), (50, CANCELED)),
        "quick": always(SUCCEEDED),
    }

    def test_fail_fast_ends_with_the_first_failure(self) -> None:
        found = waited(World(self.TIMELINES))
        assert outcomes(found) == {"slow": "pending", "bad": "failed", "worse": "pending", "quick": "succeeded"}
        assert (found.elapsed, found.timed_out) == (10.0, False)

    @pytest.mark.parametrize("on_failure", ["fail_at_end", "report"])
    def test_the_others_wait_for_all(self, on_failure: str) -> None:
        found = waited(World(self.TIMELINES), on_failure=on_failure)
        assert outcomes(found) == {"slow": "succeeded", "bad": "failed", "worse": "failed", "quick": "succeeded"}
        assert 100 <= found.elapsed <= 110
        assert not found.timed_out

    def test_a_failure_and_a_time_out_are_both_reported(self) -> None:
        found = waited(World(self.TIMELINES), on_failure="fail_at_end", timeout=20)
        assert outcomes(found) == {"slow": "pending", "bad": "failed", "worse": "pending", "quick": "succeeded"}
        assert found.timed_out

    @pytest.mark.parametrize("bad", [always(FATAL), always(FAILED), always(CANCELED), always(ATTENTION)])
    def test_fail_fast_counts_every_kind_of_failure(self, bad: Timeline) -> None:
        found = waited(World({"a": always(PENDING), "b": bad}), on_attention="fail")
        assert (outcomes(found), found.elapsed, found.timed_out) == ({"a": "pending", "b": "failed"}, 0.0, False)

    def test_all_that_came_with_the_first_failure_is_kept(self) -> None:
        found = waited(World({"a": always(FAILED), "b": always(CANCELED), "c": always(SUCCEEDED)}))
        assert outcomes(found) == {"a": "failed", "b": "failed", "c": "succeeded"}

    def test_order_is_that_of_the_question(self) -> None:
        keys = ["quick", "worse", "slow", "bad"]
        assert [watch.id for watch in waited(World(self.TIMELINES), keys=keys, on_failure="report").watches] == keys

    def test_polls_are_counted(self) -> None:
        world = World(self.TIMELINES)
        found = waited(world, on_failure="report")
        assert {watch.id: watch.polls for watch in found.watches} == {key: len(world.of(key)) for key in self.TIMELINES}
        assert found.polls == len(world.polls)

    def test_one_that_hangs_does_not_hold_up_the_others(self) -> None:
        world = World({"hung": always(HANGS), "fine": at((0, PENDING), (30, SUCCEEDED))}, workers=2)
        found = waited(world, timeout=60)
        assert outcomes(found) == {"hung": "pending", "fine": "succeeded"}
        assert world.of("fine")[-1].taken <= 34

    def test_a_thousand_finish_in_turn(self) -> None:
        count, workers, latency = 1000, 10, 0.2
        pending, done = PENDING._replace(latency=latency), SUCCEEDED._replace(latency=latency)
        timelines = {"op %d" % n: at((0, pending), (n % 600, done), aged=True) for n in range(count)}
        world = World(timelines, workers=workers)
        found = waited(world)
        assert {watch.outcome for watch in found.watches} == {"succeeded"}
        assert [watch.id for watch in found.watches] == list(timelines)
        one_round = count / workers * latency
        assert max(poll.sent - poll.asked for poll in world.polls) <= one_round + latency
        late = [poll.taken - (n % 600) for n in range(count) for poll in world.of("op %d" % n)[-1:]]
        assert max(late) <= 30 + 2 * one_round

    def test_polls_that_cost_little_are_taken_together(self) -> None:
        aged = at((0, PENDING), (95, SUCCEEDED), aged=True)
        timelines: dict[str, Timeline] = {"op %d" % n: aged for n in range(50)}
        alone, together = World(timelines), World(timelines, together=True)
        for world in (alone, together):
            waited(world, chance=random.Random(1).random)
        times = together.times("op 0")
        assert all(together.times(key) == times for key in timelines)
        assert len({poll.asked for poll in alone.polls}) > 10 * len(times)
        assert len(times) <= 1.3 * len(alone.times("op 0"))

    def test_what_is_not_yet_due_is_polled_no_sooner_than_a_server_asked(self) -> None:
        world = World({"a": always(PENDING), "b": always(PENDING._replace(retry_after=7))}, together=True)
        waited(world, timeout=20, max_interval=2)
        assert world.times("a") == list(range(0, 21, 2))
        assert world.times("b") == [0, 7, 14, 20]

    def test_a_thousand_that_never_end_time_out(self) -> None:
        world = World({"op %d" % n: always(PENDING._replace(latency=0.2)) for n in range(1000)}, workers=10)
        found = waited(world, timeout=60)
        assert found.elapsed <= 60 + LAST_POLL + STRAGGLER_GRACE
        assert {watch.outcome for watch in found.watches} == {"pending"}
        assert all(watch.operation is not None for watch in found.watches)
        assert found.timed_out


class TestFaults:
    def test_a_failing_poll_does_not_fail_the_wait(self) -> None:
        world = World(
            {"a": in_turn(PENDING, BUSY, fault(FaultKind.TRANSIENT, 429), fault(FaultKind.TRANSIENT), SUCCEEDED)}
        )
        found = waited(world)
        [watch] = found.watches
        assert (watch.outcome, watch.polls, watch.transient_errors, watch.failures) == ("succeeded", 5, 3, 0)
        assert watch.fault is None
        assert watch.last_transient_error == fault(FaultKind.TRANSIENT).fault

    def test_it_backs_off_to_max_interval(self) -> None:
        world = World({"a": always(BUSY)})
        found = waited(world, timeout=120, interval=1, max_interval=16)
        gaps = [later - earlier for earlier, later in zip(world.times(), world.times()[1:])]
        assert gaps[:6] == pytest.approx([1, 1.8, 3.6, 7.2, 14.4, 14.4])
        assert max(gaps) == pytest.approx(14.4)
        assert (outcomes(found), found.timed_out) == ({"a": "pending"}, True)

    def test_one_success_resets_the_backoff(self) -> None:
        world = World({"a": in_turn(BUSY, BUSY, BUSY, PENDING, BUSY, PENDING)})
        waited(world, timeout=20)
        assert world.times()[:6] == [0, 2, 5.6, 12.8, 14.8, 16.8]

    def test_what_was_observed_before_is_kept(self) -> None:
        before = PENDING._replace(percent=45.0, request_id="first")
        found = waited(World({"a": in_turn(before, fault(FaultKind.TRANSIENT, 503, request_id="second"))}), timeout=10)
        [watch] = found.watches
        assert (watch.operation.percent_complete, watch.outcome) == (45.0, "pending")
        assert (watch.fault.http_status, watch.request_id) == (503, "second")

    def test_a_fault_without_a_correlation_id_keeps_the_last_one(self) -> None:
        found = waited(World({"a": in_turn(PENDING._replace(request_id="first"), BUSY)}), timeout=1)
        assert found.watches[0].request_id == "first"

    @pytest.mark.parametrize("before", [(), (PENDING,), (BUSY,), (MISSING,)])
    def test_a_fatal_one_ends_it_at_once(self, before: tuple[Reply, ...]) -> None:
        world = World({"a": in_turn(*before, FATAL)})
        found = waited(world)
        [watch] = found.watches
        assert len(world.polls) == len(before) + 1
        assert (watch.outcome, watch.fault.http_status, found.timed_out) == ("failed", 401, False)
        assert (watch.operation is not None) == (before == (PENDING,))

    def test_a_fatal_one_ends_only_its_own_operation_unless_fail_fast(self) -> None:
        found = waited(World({"a": always(FATAL), "b": at((0, PENDING), (30, SUCCEEDED))}), on_failure="fail_at_end")
        assert outcomes(found) == {"a": "failed", "b": "succeeded"}


class TestNotFound:
    def test_it_is_believed_after_the_grace(self) -> None:
        world = World({"a": always(MISSING)})
        found = waited(world)
        [watch] = found.watches
        assert (watch.outcome, watch.fault.http_status, found.timed_out) == ("failed", 404, False)
        assert found.elapsed == NOT_FOUND_GRACE
        assert world.times() == [0, 2, 5.6, 12.8, 20]

    def test_an_operation_that_appears_is_waited_for(self) -> None:
        found = waited(World({"a": at((0, MISSING), (19, PENDING), (60, SUCCEEDED))}))
        assert outcomes(found) == {"a": "succeeded"}

    def test_the_grace_begins_anew_for_one_that_was_observed(self) -> None:
        world = World({"a": at((0, MISSING), (10, PENDING), (15, MISSING), (30, SUCCEEDED))})
        assert outcomes(waited(world)) == {"a": "succeeded"}

    def test_one_that_vanishes_for_good_has_failed(self) -> None:
        found = waited(World({"a": at((0, PENDING), (10, MISSING))}))
        [watch] = found.watches
        assert (watch.outcome, watch.operation.status, watch.fault.http_status) == ("failed", "IN_PROGRESS", 404)
        assert 30 <= found.elapsed <= 32

    def test_the_deadline_within_the_grace_is_a_time_out(self) -> None:
        found = waited(World({"a": always(MISSING)}), timeout=NOT_FOUND_GRACE - 1)
        assert (outcomes(found), found.timed_out, found.elapsed) == ({"a": "pending"}, True, NOT_FOUND_GRACE - 1)

    def test_a_transient_fault_says_nothing_about_it(self) -> None:
        world = World({"a": lambda now, number: MISSING if number % 2 else BUSY})
        found = waited(world)
        assert (outcomes(found), found.timed_out) == ({"a": "failed"}, False)
        assert NOT_FOUND_GRACE <= found.elapsed <= NOT_FOUND_GRACE + 60

    @pytest.mark.parametrize("interval", [7.0, 15.0, 30.0, 45.0])
    def test_the_grace_is_no_reason_to_poll_too_often(self, interval: float) -> None:
        world = World({"a": always(MISSING)})
        found = waited(world, interval=interval, max_interval=60)
        times = world.times()
        assert min(later - earlier for earlier, later in zip(times, times[1:])) >= interval
        assert outcomes(found) == {"a": "failed"}
        assert NOT_FOUND_GRACE <= found.elapsed <= max(NOT_FOUND_GRACE + interval, interval)


class TestRunAgain:
    """A wait that times out and is run again polls as often as one long wait: the schedule depends on what the server says only."""

    END = 3000.0

    def world(self) -> World:
        return World({"a": at((0, PENDING), (self.END, SUCCEEDED), aged=True)})

    def run_again(self, length: float) -> tuple[World, int]:
        world, runs = self.world(), 1
        while waited(world, timeout=length).timed_out:
            runs += 1
        return world, runs

    @pytest.mark.parametrize("length", [20.0, 60.0, 61.7, 600.0])
    def test_gaps_within_a_run_are_those_of_the_age(self, length: float) -> None:
        world, runs = self.run_again(length)
        polls = world.of("a")
        assert runs == math.ceil(round(polls[-1].taken / length, 9))
        for poll, following in zip(polls, polls[1:]):
            ends_run = any(math.isclose(poll.asked, length * n) for n in range(runs + 1))
            before_cut = any(math.isclose(following.asked, length * n) for n in range(runs + 1))
            gap = schedule.next_poll(poll.asked, None, None, 2, 30, 0.0)
            if not (ends_run or before_cut):
                assert following.asked - poll.asked == pytest.approx(gap)
            elif following.asked != poll.asked:
                assert following.asked - poll.asked <= gap * (1 + 1e-9)

    @pytest.mark.parametrize("length", [60.0, 61.7, 600.0])
    def test_runs_cost_two_polls_each_and_find_the_end_as_soon(self, length: float) -> None:
        whole = self.world()
        waited(whole, timeout=7200)
        world, runs = self.run_again(length)
        assert len(world.polls) <= len(whole.polls) + 2 * runs
        assert world.polls[-1].taken - self.END <= 30


class Events:
    """An observer that keeps what it was given, as it was then."""

    def __init__(self) -> None:
        self.all: list[tuple[str, Optional[str], Optional[int], str, float]] = []

    def __call__(self, watch: Watch, elapsed: float) -> None:
        status, fault_status = watch.operation and watch.operation.status, watch.fault and watch.fault.http_status
        self.all.append((watch.id, status, fault_status, watch.outcome, elapsed))

    def of(self, key: str) -> list[tuple[Optional[str], Optional[int], str, float]]:
        return [event[1:] for event in self.all if event[0] == key]


class TestObserver:
    def test_it_is_given_each_change_once_and_when_it_was(self) -> None:
        world = World(
            {
                "a": at((0, PENDING), (1003, ATTENTION), (1007, SUCCEEDED)),
                "b": at((0, PENDING), (1005, FAILED)),
            },
            begin=1000.0,
        )
        events = Events()
        waited(world, observer=events, on_failure="report")
        assert len(world.polls) == 9
        assert events.all == [
            ("a", "IN_PROGRESS", None, "pending", 0.0),
            ("b", "IN_PROGRESS", None, "pending", 0.0),
            ("a", "NEEDS_ATTENTION", None, "pending", 4.0),
            ("b", "FAILED", None, "failed", 6.0),
            ("a", "SUCCEEDED", None, "succeeded", 8.0),
        ]

    def test_a_percentage_is_a_change_and_its_repetition_none(self) -> None:
        replies = [PENDING._replace(percent=percent) for percent in (None, 10.0, 10.0, 45.0, 45.0)]
        events = Events()
        waited(World({"a": in_turn(*replies)}), observer=events, timeout=12)
        assert [elapsed for *_event, elapsed in events.of("a")] == [0, 2, 6]

    def test_a_fault_is_a_change_and_so_is_its_end_but_not_another_request_id(self) -> None:
        busy = [fault(FaultKind.TRANSIENT, 503, request_id=id_) for id_ in ("first", "second", "third")]
        events = Events()
        waited(
            World({"a": in_turn(PENDING, *busy, fault(FaultKind.TRANSIENT, 429), PENDING)}), observer=events, timeout=60
        )
        assert [event[:3] for event in events.of("a")] == [
            ("IN_PROGRESS", None, "pending"),
            ("IN_PROGRESS", 503, "pending"),
            ("IN_PROGRESS", 429, "pending"),
            ("IN_PROGRESS", None, "pending"),
        ]

    def test_not_found_becomes_a_failure_after_the_grace(self) -> None:
        events = Events()
        waited(World({"a": always(MISSING)}), observer=events)
        assert events.of("a") == [(None, 404, "pending", 0.0), (None, 404, "failed", NOT_FOUND_GRACE)]

    @pytest.mark.parametrize("field", ["details", "answer"])
    def test_details_or_the_answer_alone_are_no_change(self, field: str) -> None:
        class Detailed(World):
            def collect(self, timeout: float) -> list[Any]:
                return [
                    each._replace(operation=each.operation._replace(**{field: {"polled": self.now}}))
                    for each in super().collect(timeout)
                ]

        events = Events()
        waited(Detailed({"a": always(PENDING)}), observer=events, timeout=20)
        assert [elapsed for *_event, elapsed in events.of("a")] == [0.0]

    def test_a_poll_that_is_left_behind_is_a_change(self) -> None:
        events = Events()
        outcome = waited(World({"a": in_turn(PENDING, DEAF)}), observer=events, timeout=10)
        assert events.of("a")[1:] == [("IN_PROGRESS", None, "pending", outcome.elapsed)]

    def test_the_deadline_is_no_observation(self) -> None:
        events = Events()
        assert waited(World({"a": always(PENDING)}), observer=events, timeout=5).timed_out
        assert len(events.all) == 1

    def test_one_that_raises_is_given_nothing_more_and_changes_nothing(self) -> None:
        calls = []

        def observer(watch: Watch, elapsed: float) -> None:
            calls.append(watch.id)
            raise RuntimeError("no listener any more")

        timelines = {"a": at((0, PENDING), (9, FAILED)), "b": at((0, PENDING), (50, SUCCEEDED))}
        outcome = waited(World(timelines), observer=observer, on_failure="report")
        alone = waited(World(timelines), on_failure="report")
        assert calls == ["a"]
        assert (outcomes(outcome), outcome.elapsed, outcome.polls) == (outcomes(alone), alone.elapsed, alone.polls)

    def test_an_interruption_is_passed_on(self) -> None:
        def interrupted(watch: Watch, elapsed: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            waited(World({"a": always(PENDING)}), observer=interrupted)

    def test_the_answer_of_a_poll_that_was_left_behind_changes_nothing(self) -> None:
        class Late(World):
            """The answer to the poll of a that ignored its deadline comes while the last poll of b is under way."""

            def collect(self, timeout: float) -> list[Any]:
                found = super().collect(timeout)
                if self.now >= 14:
                    found = [SUCCEEDED.observation("a"), *found]
                return found

        slow = in_turn(*[PENDING] * 5, PENDING._replace(latency=4.0))
        world, events = Late({"a": in_turn(PENDING, DEAF), "b": slow}), Events()
        outcome = waited(world, observer=events, timeout=10)
        assert outcome.elapsed == 14.0
        assert outcomes(outcome) == {"a": "pending", "b": "pending"}
        [watch, _other] = outcome.watches
        assert (watch.polls, watch.operation.status, watch.fault.message) == (
            2,
            "IN_PROGRESS",
            "no answer came in time",
        )
        assert [event[3] for event in events.of("a")] == [0.0, 10 + STRAGGLER_GRACE]


def test_terms_default_to_what_the_options_document() -> None:
    assert Terms() == (1200.0, 2.0, 30.0, "fail_fast", "wait", frozenset(), None, False)


SECONDS = st.floats(min_value=0, max_value=120)
FAULTS = st.builds(
    fault,
    st.sampled_from(
        [
            FaultKind.TRANSIENT,
            FaultKind.TRANSIENT,
            FaultKind.TRANSIENT,
            FaultKind.NOT_FOUND,
            FaultKind.NOT_FOUND,
            FaultKind.UNRESOLVED,
            FaultKind.UNRESOLVED,
            FaultKind.FATAL,
        ]
    ),
    st.none() | st.integers(400, 599),
    st.none() | SECONDS,
)
LATENCIES = st.sampled_from([0.0, 0.0, 0.3, 4.0, 30.0, math.inf])
OBSERVED = st.builds(
    lambda status, percent, retry_after, age, latency, deaf: Reply(
        status, percent=percent, retry_after=retry_after, age=age, latency=latency, deaf=deaf
    ),
    st.sampled_from(["IN_PROGRESS"] * 6 + ["HALF_WAY_THERE", "NEEDS_ATTENTION", "SUCCEEDED", "FAILED", "CANCELED"]),
    st.none() | st.floats(min_value=0, max_value=100),
    st.none() | st.none() | SECONDS,
    st.none() | st.floats(min_value=0, max_value=1e5),
    LATENCIES,
    st.sampled_from([False] * 9 + [True]),
)
REPLIES = st.one_of(
    OBSERVED,
    OBSERVED,
    FAULTS,
    LATENCIES.flatmap(lambda latency: FAULTS.map(lambda reply: reply._replace(latency=latency))),
)
TIMELINES = st.lists(REPLIES, min_size=1, max_size=12).map(lambda replies: in_turn(*replies))
TERMS = st.fixed_dictionaries(
    {
        "timeout": st.sampled_from([0.0, 5.0, 60.0]) | st.floats(min_value=0, max_value=400),
        "interval": st.floats(min_value=0.1, max_value=30),
        "max_interval": st.floats(min_value=30, max_value=90),
        "on_failure": st.sampled_from(["fail_fast", "fail_at_end", "report"]),
        "on_attention": st.sampled_from(["wait", "fail"]),
        "accept": st.frozensets(st.sampled_from(["CANCELED", "HALF_WAY_THERE", "NEEDS_ATTENTION"])),
    }
)
TINY = 1e-6  # seconds by which sums of floats may be off


@examples(200)
@given(
    st.lists(TIMELINES, min_size=1, max_size=4),
    TERMS,
    st.sampled_from([math.inf, math.inf, 1, 2]),
    st.integers().map(random.Random),
    st.booleans(),
)
def test_whatever_servers_do_every_rule_holds(
    timelines: list[Timeline], terms: dict[str, Any], workers: float, luck: random.Random, together: bool
) -> None:
    world = World(
        {"op %d" % n: timeline for n, timeline in enumerate(timelines)}, workers, begin=1000.0, together=together
    )
    found = waited(world, chance=luck.random, **terms)
    deadline = 1000.0 + terms["timeout"]

    for watch in found.watches:
        polls = world.of(watch.id)
        assert polls[0].asked == 1000.0
        assert all(poll.asked <= deadline + TINY for poll in polls)
        for poll, following in zip(polls, polls[1:]):
            gap = following.asked - poll.taken
            asked_to_wait = (
                reply_to(poll).retry_after
                or (reply_to(poll).fault.retry_after if reply_to(poll).fault else None)
                or 0.0
            )
            assert gap <= max(terms["max_interval"], asked_to_wait) + TINY
            assert gap >= max(terms["interval"], asked_to_wait) - TINY or following.asked >= deadline - TINY
        expect(watch, polls, found, terms, deadline)

    left_behind = [poll for poll in world.polls if math.isinf(poll.taken)]
    assert len(world.polls) - len(left_behind) <= found.polls <= len(world.polls)
    assert found.elapsed <= terms["timeout"] + LAST_POLL + STRAGGLER_GRACE + TINY
    if workers == math.inf and not any(poll.reply.deaf for poll in world.polls):
        assert found.elapsed <= terms["timeout"] + LAST_POLL + TINY
    assert found.timed_out == (not failed_fast(found, terms) and bool(found.of("pending")))
    if failed_fast(found, terms):
        assert all(poll.asked <= 1000.0 + found.elapsed for poll in world.polls)
    elif not found.timed_out:
        assert all(watch.over for watch in found.watches)


class Repeating(World):
    """A world in which every operation whose end was observed is answered for again and again, and differently."""

    def __init__(self, timelines: dict[str, Timeline], late: list[Reply], workers: float) -> None:
        super().__init__(timelines, workers, begin=1000.0)
        self.ends: dict[str, tuple[str, Optional[Operation]]] = {}
        self._late = itertools.cycle(late)

    def observe(self, watch: Watch, elapsed: float) -> None:
        assert watch.id not in self.ends, "it was over already"
        if watch.outcome != "pending":
            self.ends[watch.id] = (watch.outcome, watch.operation)

    def collect(self, timeout: float) -> list[Any]:
        before = [next(self._late).observation(key) for key in self.ends]
        found = super().collect(timeout)
        with_it = [next(self._late).observation(each.id) for each in found if self.is_end(each)]
        return [*before, *found, *with_it]

    @staticmethod
    def is_end(observation: Any) -> bool:
        return observation.operation is not None and observation.operation.ended


@examples(200)
@given(
    st.lists(TIMELINES, min_size=1, max_size=4),
    st.lists(REPLIES, min_size=1, max_size=6),
    TERMS,
    st.sampled_from([math.inf, 1, 2]),
)
def test_an_end_that_was_observed_is_final(
    timelines: list[Timeline], late: list[Reply], terms: dict[str, Any], workers: float
) -> None:
    world = Repeating({"op %d" % n: timeline for n, timeline in enumerate(timelines)}, late, workers)
    found = waited(world, observer=world.observe, **terms)
    assert {
        watch.id: (watch.outcome, watch.operation) for watch in found.watches if watch.outcome != "pending"
    } == world.ends


@examples(100)
@given(st.lists(TIMELINES, min_size=1, max_size=3), TERMS, st.integers(1, 6))
def test_an_observer_is_given_no_repetition_and_changes_no_outcome(
    timelines: list[Timeline], terms: dict[str, Any], breaks_at: int
) -> None:
    """Neither one that takes everything nor one that raises at some time changes the outcome."""
    events = Events()
    worlds = [World({"op %d" % n: timeline for n, timeline in enumerate(timelines)}) for _time in range(3)]
    calls = []

    def breaking(watch: Watch, elapsed: float) -> None:
        calls.append(watch.id)
        if len(calls) == breaks_at:
            raise ValueError("a consumer that breaks")

    with_it, without = waited(worlds[0], observer=events, **terms), waited(worlds[1], **terms)
    for each in (with_it, waited(worlds[2], observer=breaking, **terms)):
        assert [vars(watch) for watch in each.watches] == [vars(watch) for watch in without.watches]
        assert each[1:] == without[1:]
    assert len(calls) <= breaks_at
    for watch in with_it.watches:
        own = events.of(watch.id)
        assert bool(own) == (watch.polls > 0)
        assert not own or own[-1][2] == watch.outcome
        assert [event[3] for event in own] == sorted(event[3] for event in own)
        assert len(own) <= watch.polls


def reply_to(poll: Poll) -> Reply:
    """The reply that the waiter had from a poll: of one that reached its deadline, or was left behind, a fault."""
    if math.isinf(poll.taken) or math.isinf(poll.reply.latency) or poll.sent + poll.reply.latency > poll.back:
        return fault(FaultKind.TRANSIENT)
    return poll.reply


def failed_fast(found: Outcome, terms: dict[str, Any]) -> bool:
    return terms["on_failure"] == "fail_fast" and bool(found.of("failed"))


def expect(watch: Watch, polls: list[Poll], found: Outcome, terms: dict[str, Any], deadline: float) -> None:
    """How one operation's wait has to end, from its polls alone."""
    replies = [reply_to(poll) for poll in polls]
    last = replies[-1]
    state = State.SUCCEEDED if last.status in terms["accept"] else STATES.get(last.status or "", State.PENDING)
    missing = list(itertools.takewhile(lambda pair: pair[1].fault is not None, zip(reversed(polls), reversed(replies))))
    first_miss = next(
        (poll.taken for poll, reply in reversed(missing) if reply.fault.kind == FaultKind.NOT_FOUND), math.inf
    )
    kind = last.fault.kind if last.fault is not None else None
    missing = first_miss + NOT_FOUND_GRACE - polls[-1].taken <= 0  # to the last bit as the waiter has it
    unresolved = [reply.fault is not None and reply.fault.kind == FaultKind.UNRESOLVED for reply in replies]
    if (
        kind == FaultKind.FATAL
        or (kind == FaultKind.NOT_FOUND and missing)
        or (len(unresolved) >= 3 and all(unresolved[-3:]))
    ):
        outcome = "failed"
    elif kind is None and state in State.ENDED:
        outcome = "succeeded" if state == State.SUCCEEDED else "failed"
    elif kind is None and state == State.ATTENTION and terms["on_attention"] == "fail":
        outcome = "failed"
    else:
        outcome = "pending"
        at_the_end = polls[-1].asked >= deadline - TINY or polls[-1].taken >= deadline - TINY
        assert failed_fast(found, terms) or at_the_end
    assert watch.outcome == outcome
    statuses = [reply.status for reply in replies if reply.fault is None]
    assert (watch.operation.status if watch.operation else None) == (statuses[-1] if statuses else None)


@pytest.mark.parametrize(
    ("timed_out", "elapsed", "seconds"),
    [
        (False, 10.0, EXPLAIN),
        (False, 90.0, 15.0),
        (False, 100.0, 5.0),
        (False, 104.5, 0.5),  # a failure that the last poll saw
        (False, 105.0, 0.0),
        (True, 100.0, 5.0),
        (True, 103.0, 2.0),
        (True, 105.5, 0.0),
    ],
)
def test_asking_what_explains_the_end_does_not_break_the_deadline(
    timed_out: bool, elapsed: float, seconds: float
) -> None:
    assert explain_timeout(Outcome((), elapsed, timed_out), Terms(timeout=100.0)) == seconds


@pytest.mark.parametrize(
    ("timed_out", "elapsed", "seconds"),
    [(True, 100.0, 3.0), (True, 101.75, 1.25), (True, 104.0, 0.0), (False, 101.75, 3.25)],
)
def test_time_is_kept_for_cancellations(timed_out: bool, elapsed: float, seconds: float) -> None:
    terms = Terms(timeout=100.0, cancels=True)
    assert explain_timeout(Outcome((), elapsed, timed_out), terms) == seconds


def test_the_last_poll_leaves_time_for_cancellations() -> None:
    world = World({"a": in_turn(PENDING, HANGS)})
    outcome = waited(world, timeout=1, cancels=True)
    assert outcome.elapsed == 1 + LAST_POLL - TO_CANCEL
    deaf = World({"a": in_turn(PENDING, DEAF)})
    assert waited(deaf, timeout=1, cancels=True).elapsed == 1 + LAST_POLL - TO_CANCEL + AFTERWARDS


@pytest.mark.parametrize("spent", [0.0, 4.0, 10.0, 10.5])
def test_the_time_of_the_task_counts_that_was_spent_before(spent: float) -> None:
    world = World({"a": always(PENDING)})
    outcome = waited(world, timeout=10, begin=-spent)
    assert outcome.timed_out
    assert outcome.elapsed == max(10.0, spent)
    hanging = World({"a": always(HANGS)})
    assert waited(hanging, timeout=10, begin=-spent).elapsed <= 10 + LAST_POLL


class TestUnresolvedHostNames:
    """The transport says UNRESOLVED as long as a name was never resolved."""

    NOWHERE = fault(FaultKind.UNRESOLVED)

    def test_the_wait_ends_after_three_polls(self) -> None:
        world = World({"a": always(self.NOWHERE)})
        outcome = waited(world, timeout=1200)
        assert outcomes(outcome) == {"a": "failed"}
        assert world.times() == [0, 2, 5.6]
        assert not outcome.timed_out
        assert outcome.watches[0].fault.kind == FaultKind.UNRESOLVED

    def test_of_several_operations_each_has_three(self) -> None:
        world = World({"a": always(self.NOWHERE), "b": at((0, PENDING), (30, SUCCEEDED))})
        outcome = waited(world, timeout=1200, on_failure="fail_at_end")
        assert outcomes(outcome) == {"a": "failed", "b": "succeeded"}
        assert len(world.of("a")) == 3

    def test_a_name_that_is_resolved_at_the_third_poll_is_none_of_these(self) -> None:
        world = World({"a": in_turn(self.NOWHERE, self.NOWHERE, PENDING, SUCCEEDED)})
        assert outcomes(waited(world)) == {"a": "succeeded"}

    def test_one_that_failed_otherwise_in_between_counts_from_there(self) -> None:
        other = fault(FaultKind.TRANSIENT)
        world = World({"a": in_turn(self.NOWHERE, self.NOWHERE, other, self.NOWHERE, self.NOWHERE, SUCCEEDED)})
        assert outcomes(waited(world)) == {"a": "succeeded"}

    def test_the_deadline_may_come_first(self) -> None:
        outcome = waited(World({"a": always(self.NOWHERE)}), timeout=1)
        assert (outcomes(outcome), outcome.timed_out) == ({"a": "pending"}, True)
