# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The waiter, by example, in virtual time: every rule of waiting on its own."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any, NamedTuple, Optional

import pytest
from hypothesis import given, settings, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, Operation, State
from ansible_collections.longops.oracle.plugins.module_utils._polling import schedule
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import (
    EXPLAIN,
    LAST_POLL,
    NOT_FOUND_GRACE,
    STRAGGLER_GRACE,
    Outcome,
    Terms,
    Watch,
    accepted,
    explain_timeout,
)
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils.timelines import (
    ATTENTION,
    BUSY,
    CANCELED,
    DEAF,
    FAILED,
    HANGS,
    MISSING,
    PENDING,
    REFUSED,
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


class TestWhenToLook:
    def test_the_first_look_is_at_once(self) -> None:
        world = World({"a": always(SUCCEEDED)}, begin=1234.5)
        outcome = waited(world)
        assert world.times() == [1234.5]
        assert (outcome.elapsed, outcome.polls, outcome.timed_out) == (0.0, 1, False)

    def test_looks_become_rarer_with_age_and_stop_at_the_end(self) -> None:
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

    def test_a_percentage_near_the_end_brings_the_next_look_nearer(self) -> None:
        world = World({"a": always(PENDING._replace(age=1000, percent=99.9))})
        waited(world, timeout=5)
        assert world.times() == [0, 2, 4, 5]

    def test_chance_spreads_looks_within_the_bounds(self) -> None:
        world = World({"a": always(PENDING._replace(age=100))})
        chances = iter([0.0, 0.5, 0.999999, 0.0, 0.0, 0.0])
        waited(world, chance=lambda: next(chances), timeout=40)
        assert world.times() == pytest.approx([0, 9, 19, 30, 39, 40], abs=1e-4)

    def test_time_between_looks_counts_from_the_answer(self) -> None:
        world = World({"a": always(PENDING._replace(latency=1.5))})
        waited(world, timeout=8)
        assert world.times() == [0, 3.5, 7]  # the answer to the last one came after the deadline

    def test_nothing_to_wait_for(self) -> None:
        assert waited(World({})) == Outcome((), 0.0, False)

    def test_the_same_id_twice_is_one_operation(self) -> None:
        world = World({"a": always(SUCCEEDED)})
        assert [watch.id for watch in waited(world, keys=["a", "a"]).watches] == ["a"]
        assert len(world.polls) == 1


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
    def test_it_is_heard_from_a_fault_as_well(self, kind: str) -> None:
        world = World({"a": always(fault(kind, 429, retry_after=40))})
        waited(world, timeout=60)
        assert world.times() == ([0, 40, 60] if kind == FaultKind.TRANSIENT else [0, 40])

    def test_it_does_not_outlive_its_answer(self) -> None:
        world = World({"a": in_turn(PENDING._replace(retry_after=45), PENDING)})
        waited(world, timeout=50)
        assert world.times() == [0, 45, 49.05, 50]


class TestDeadline:
    def test_the_last_look_happens_at_it(self) -> None:
        world = World({"a": always(PENDING)})
        outcome = waited(world, timeout=5)
        assert world.times() == [0, 2, 4, 5]
        assert (outcome.elapsed, outcome.polls, outcome.timed_out) == (5.0, 4, True)
        assert outcomes(outcome) == {"a": "pending"}

    def test_an_end_seen_by_the_last_look_is_no_time_out(self) -> None:
        outcome = waited(World({"a": at((0, PENDING), (5, SUCCEEDED))}), timeout=5)
        assert (outcomes(outcome), outcome.timed_out) == ({"a": "succeeded"}, False)

    def test_no_time_is_one_look(self) -> None:
        world = World({"a": always(PENDING._replace(latency=0.3)), "b": always(SUCCEEDED)})
        outcome = waited(world, timeout=0)
        assert (world.times("a"), world.times("b")) == ([0], [0])
        assert outcomes(outcome) == {"a": "pending", "b": "succeeded"}
        assert outcome.timed_out

    @pytest.mark.parametrize("timeout", [0.0, 1.0, 5.0, 60.0, 1200.0])
    def test_a_look_that_hangs_costs_no_more_than_a_last_look(self, timeout: float) -> None:
        world = World({"a": always(HANGS)})
        outcome = waited(world, timeout=timeout)
        assert outcome.elapsed == max(timeout, LAST_POLL)
        assert outcome.timed_out

    def test_a_look_that_hangs_at_the_deadline_keeps_what_was_seen_before(self) -> None:
        world = World({"a": in_turn(PENDING, PENDING, HANGS)})
        outcome = waited(world, timeout=3)
        assert world.times() == [0, 2, 3]
        assert outcome.elapsed == 3 + LAST_POLL
        [watch] = outcome.watches
        assert watch.operation.status == "IN_PROGRESS"
        assert watch.fault.message.endswith("no answer within 5 s")
        assert watch.outcome == "pending"

    def test_a_look_that_ignores_its_limit_is_left_behind(self) -> None:
        world = World({"a": in_turn(PENDING, DEAF), "b": always(SUCCEEDED)})
        outcome = waited(world, timeout=10)
        assert outcome.elapsed == 10 + STRAGGLER_GRACE
        [watch, _other] = outcome.watches
        assert (watch.outcome, watch.polls, watch.operation.status) == ("pending", 2, "IN_PROGRESS")
        assert watch.fault == Fault(FaultKind.TRANSIENT, "no answer came in time")
        assert outcome.timed_out

    def test_a_look_begun_at_the_deadline_that_ignores_its_limit_is_left_behind(self) -> None:
        outcome = waited(World({"a": in_turn(PENDING, DEAF)}), timeout=1)
        assert outcome.elapsed == 1 + LAST_POLL + STRAGGLER_GRACE

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

    def test_a_slow_server_gets_time_to_answer_the_last_look(self) -> None:
        world = World({"a": always(PENDING._replace(latency=4.0))})
        outcome = waited(world, timeout=5)
        assert world.times() == [0, 5]
        assert outcome.elapsed == 9.0
        assert outcome.watches[0].fault is None

    def test_every_look_is_told_when_to_give_up(self) -> None:
        world = World({"a": always(PENDING)})
        waited(world, timeout=20)
        assert all(look.poll_deadline == max(20, look.asked + LAST_POLL) for look in world.polls)


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

    def test_an_operation_that_was_over_may_not_be_looked_at_again(self) -> None:
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

    def test_a_failure_and_a_time_out_are_both_told(self) -> None:
        found = waited(World(self.TIMELINES), on_failure="fail_at_end", timeout=20)
        assert outcomes(found) == {"slow": "pending", "bad": "failed", "worse": "pending", "quick": "succeeded"}
        assert found.timed_out

    @pytest.mark.parametrize("bad", [always(REFUSED), always(FAILED), always(CANCELED), always(ATTENTION)])
    def test_fail_fast_counts_every_kind_of_failure(self, bad: Timeline) -> None:
        found = waited(World({"a": always(PENDING), "b": bad}), on_attention="fail")
        assert (outcomes(found), found.elapsed, found.timed_out) == ({"a": "pending", "b": "failed"}, 0.0, False)

    def test_all_that_came_with_the_first_failure_is_kept(self) -> None:
        found = waited(World({"a": always(FAILED), "b": always(CANCELED), "c": always(SUCCEEDED)}))
        assert outcomes(found) == {"a": "failed", "b": "failed", "c": "succeeded"}

    def test_order_is_that_of_the_question(self) -> None:
        keys = ["quick", "worse", "slow", "bad"]
        assert [watch.id for watch in waited(World(self.TIMELINES), keys=keys, on_failure="report").watches] == keys

    def test_looks_are_counted(self) -> None:
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
        assert max(look.sent - look.asked for look in world.polls) <= one_round + latency
        late = [world_look.taken - (n % 600) for n in range(count) for world_look in world.of("op %d" % n)[-1:]]
        assert max(late) <= 30 + 2 * one_round

    def test_looks_that_cost_little_are_taken_together(self) -> None:
        aged = at((0, PENDING), (95, SUCCEEDED), aged=True)
        timelines: dict[str, Timeline] = {"op %d" % n: aged for n in range(50)}
        alone, together = World(timelines), World(timelines, together=True)
        for world in (alone, together):
            waited(world, chance=random.Random(1).random)
        times = together.times("op 0")
        assert all(together.times(key) == times for key in timelines)
        assert len({look.asked for look in alone.polls}) > 10 * len(times)
        assert len(times) <= 1.3 * len(alone.times("op 0"))

    def test_what_is_not_yet_due_is_looked_at_no_sooner_than_a_server_asked(self) -> None:
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
    def test_a_failing_look_does_not_fail_the_wait(self) -> None:
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

    def test_one_success_makes_it_patient_again(self) -> None:
        world = World({"a": in_turn(BUSY, BUSY, BUSY, PENDING, BUSY, PENDING)})
        waited(world, timeout=20)
        assert world.times()[:6] == [0, 2, 5.6, 12.8, 14.8, 16.8]

    def test_what_was_seen_before_is_kept(self) -> None:
        seen = PENDING._replace(percent=45.0, request_id="first")
        found = waited(World({"a": in_turn(seen, fault(FaultKind.TRANSIENT, 503, request_id="second"))}), timeout=10)
        [watch] = found.watches
        assert (watch.operation.percent_complete, watch.outcome) == (45.0, "pending")
        assert (watch.fault.http_status, watch.request_id) == (503, "second")

    def test_a_fault_without_a_correlation_id_keeps_the_last_one(self) -> None:
        found = waited(World({"a": in_turn(PENDING._replace(request_id="first"), BUSY)}), timeout=1)
        assert found.watches[0].request_id == "first"

    @pytest.mark.parametrize("before", [(), (PENDING,), (BUSY,), (MISSING,)])
    def test_a_fatal_one_ends_it_at_once(self, before: tuple[Reply, ...]) -> None:
        world = World({"a": in_turn(*before, REFUSED)})
        found = waited(world)
        [watch] = found.watches
        assert len(world.polls) == len(before) + 1
        assert (watch.outcome, watch.fault.http_status, found.timed_out) == ("failed", 401, False)
        assert (watch.operation is not None) == (before == (PENDING,))

    def test_a_fatal_one_ends_only_its_own_operation_unless_told_so(self) -> None:
        found = waited(World({"a": always(REFUSED), "b": at((0, PENDING), (30, SUCCEEDED))}), on_failure="fail_at_end")
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

    def test_the_grace_begins_anew_for_one_that_was_seen(self) -> None:
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
    def test_the_grace_is_no_reason_to_look_too_often(self, interval: float) -> None:
        world = World({"a": always(MISSING)})
        found = waited(world, interval=interval, max_interval=60)
        times = world.times()
        assert min(later - earlier for earlier, later in zip(times, times[1:])) >= interval
        assert outcomes(found) == {"a": "failed"}
        assert NOT_FOUND_GRACE <= found.elapsed <= max(NOT_FOUND_GRACE + interval, interval)


class TestMemory:
    """A wait that is cut into slices looks as often as one long wait: what to do next depends on the server's word only."""

    END = 3000.0

    def world(self) -> World:
        return World({"a": at((0, PENDING), (self.END, SUCCEEDED), aged=True)})

    def sliced(self, length: float) -> tuple[World, int]:
        world, slices = self.world(), 1
        while waited(world, timeout=length).timed_out:
            slices += 1
        return world, slices

    @pytest.mark.parametrize("length", [20.0, 60.0, 61.7, 600.0])
    def test_gaps_within_slices_are_those_of_the_age(self, length: float) -> None:
        world, slices = self.sliced(length)
        looks = world.of("a")
        assert slices == math.ceil(round(looks[-1].taken / length, 9))
        for look, following in zip(looks, looks[1:]):
            ends_slice = any(math.isclose(look.asked, length * n) for n in range(slices + 1))
            before_cut = any(math.isclose(following.asked, length * n) for n in range(slices + 1))
            gap = schedule.next_poll(look.asked, None, None, 2, 30, 0.0)
            if not (ends_slice or before_cut):
                assert following.asked - look.asked == pytest.approx(gap)
            elif following.asked != look.asked:
                assert following.asked - look.asked <= gap * (1 + 1e-9)

    @pytest.mark.parametrize("length", [60.0, 61.7, 600.0])
    def test_slices_cost_two_looks_each_and_find_the_end_as_soon(self, length: float) -> None:
        whole = self.world()
        waited(whole, timeout=7200)
        world, slices = self.sliced(length)
        assert len(world.polls) <= len(whole.polls) + 2 * slices
        assert world.polls[-1].taken - self.END <= 30


class Told(NamedTuple):
    """What an observer was told: the operation and its fault are those of that moment."""

    id: str
    status: Optional[str]
    percent: Optional[float]
    fault: Optional[Fault]
    outcome: str
    elapsed: float


def observed(world: World, **terms: Any) -> tuple[list[Told], Outcome]:
    """What the observer of a wait in this world is told."""
    told: list[Told] = []

    def observer(watch: Watch, elapsed: float) -> None:
        operation = watch.operation
        told.append(
            Told(
                watch.id,
                operation and operation.status,
                operation and operation.percent_complete,
                watch.fault,
                watch.outcome,
                elapsed,
            )
        )

    return told, waited(world, observer=observer, **terms)


class TestObserver:
    def test_each_change_is_told_once_and_no_repetition(self) -> None:
        steps = ((0, PENDING), (10, PENDING._replace(percent=40.0)), (30, ATTENTION), (60, SUCCEEDED))
        world = World({"a": at(*steps)})
        told, outcome = observed(world)
        first: dict[Reply, float] = {}
        for look in world.polls:
            first.setdefault(look.reply, look.taken)
        assert outcome.polls > len(told)
        assert [each.elapsed for each in told] == list(first.values())
        assert [(each.status, each.percent, each.outcome) for each in told] == [
            ("IN_PROGRESS", None, "pending"),
            ("IN_PROGRESS", 40.0, "pending"),
            ("NEEDS_ATTENTION", None, "pending"),
            ("SUCCEEDED", None, "succeeded"),
        ]

    def test_elapsed_counts_from_the_beginning_of_the_wait(self) -> None:
        told, _outcome = observed(World({"a": at((0, PENDING), (1003, SUCCEEDED))}, begin=1000.0))
        assert [each.elapsed for each in told] == [0.0, 4.0]

    def test_a_failing_poll_is_told_once_and_that_it_is_over_as_well(self) -> None:
        busy = [fault(FaultKind.TRANSIENT, 503, request_id=str(number)) for number in range(3)]
        told, _outcome = observed(World({"a": in_turn(PENDING, *busy, PENDING, SUCCEEDED)}))
        assert [(each.status, each.fault and each.fault.request_id) for each in told] == [
            ("IN_PROGRESS", None),
            ("IN_PROGRESS", "0"),
            ("IN_PROGRESS", None),
            ("SUCCEEDED", None),
        ]

    def test_another_kind_of_fault_is_a_change(self) -> None:
        told, _outcome = observed(
            World({"a": in_turn(BUSY, BUSY, fault(FaultKind.TRANSIENT, 429), MISSING, SUCCEEDED)})
        )
        assert [each.fault and each.fault.http_status for each in told] == [503, 429, 404, None]

    def test_giving_up_is_a_change_although_the_answer_is_the_same(self) -> None:
        told, outcome = observed(World({"a": always(MISSING)}))
        assert [(each.outcome, each.elapsed) for each in told] == [("pending", 0.0), ("failed", NOT_FOUND_GRACE)]
        assert outcome.of("failed")

    def test_the_deadline_is_no_observation(self) -> None:
        told, outcome = observed(World({"a": always(PENDING)}), timeout=5)
        assert outcome.timed_out
        assert len(told) == 1

    def test_an_observer_that_raises_is_told_nothing_more_and_changes_nothing(self) -> None:
        calls = []

        def observer(watch: Watch, elapsed: float) -> None:
            calls.append(watch.id)
            raise RuntimeError("no listener any more")

        timelines = {"a": at((0, PENDING), (9, FAILED)), "b": at((0, PENDING), (50, SUCCEEDED))}
        outcome = waited(World(timelines), observer=observer, on_failure="report")
        alone = waited(World(timelines), on_failure="report")
        assert calls == ["a"]
        assert (outcomes(outcome), outcome.elapsed, outcome.polls) == (outcomes(alone), alone.elapsed, alone.polls)


def test_terms_default_to_what_the_options_document() -> None:
    assert Terms() == (1200.0, 2.0, 30.0, "fail_fast", "wait", frozenset())


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
            FaultKind.FATAL,
        ]
    ),
    st.none() | st.integers(400, 599),
    st.none() | SECONDS,
)
LATENCIES = st.sampled_from([0.0, 0.0, 0.3, 4.0, 30.0, math.inf])
SEEN = st.builds(
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
    SEEN, SEEN, FAULTS, LATENCIES.flatmap(lambda latency: FAULTS.map(lambda reply: reply._replace(latency=latency)))
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


@settings(max_examples=200)
@given(
    st.lists(TIMELINES, min_size=1, max_size=4),
    TERMS,
    st.sampled_from([math.inf, math.inf, 1, 2]),
    st.randoms(use_true_random=False),
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
        looks = world.of(watch.id)
        assert looks[0].asked == 1000.0
        assert all(look.asked <= deadline + TINY for look in looks)
        for look, following in zip(looks, looks[1:]):
            gap = following.asked - look.taken
            asked_to_wait = (
                heard(look).retry_after or (heard(look).fault.retry_after if heard(look).fault else None) or 0.0
            )
            assert gap <= max(terms["max_interval"], asked_to_wait) + TINY
            assert gap >= max(terms["interval"], asked_to_wait) - TINY or following.asked >= deadline - TINY
        expect(watch, looks, found, terms, deadline)

    left_behind = [look for look in world.polls if math.isinf(look.taken)]
    assert len(world.polls) - len(left_behind) <= found.polls <= len(world.polls)
    assert found.elapsed <= terms["timeout"] + LAST_POLL + STRAGGLER_GRACE + TINY
    if workers == math.inf and not any(look.reply.deaf for look in world.polls):
        assert found.elapsed <= terms["timeout"] + LAST_POLL + TINY
    assert found.timed_out == (not failed_fast(found, terms) and bool(found.of("pending")))
    if failed_fast(found, terms):
        assert all(look.asked <= 1000.0 + found.elapsed for look in world.polls)
    elif not found.timed_out:
        assert all(watch.over for watch in found.watches)


@settings(max_examples=150)
@given(st.lists(TIMELINES, min_size=1, max_size=4), TERMS, st.randoms(use_true_random=False), st.booleans())
def test_an_observed_end_is_final(
    timelines: list[Timeline], terms: dict[str, Any], luck: random.Random, together: bool
) -> None:
    """Whatever later polls would answer: it is polled no more, nothing more is told of it, and the outcome is that end."""
    world = World({"op %d" % n: timeline for n, timeline in enumerate(timelines)}, together=together)
    told, outcome = observed(world, chance=luck.random, **terms)
    by_id = {watch.id: watch for watch in outcome.watches}
    for id_, watch in by_id.items():
        of_it = [each for each in told if each.id == id_]
        ends = [number for number, each in enumerate(of_it) if each.outcome != "pending"]
        assert ends in ([], [len(of_it) - 1])
        assert watch.outcome == (of_it[-1].outcome if of_it else "pending")
        if ends:
            assert (watch.operation and watch.operation.status, watch.fault) == (of_it[-1].status, of_it[-1].fault)
            assert max(look.asked for look in world.of(id_)) <= of_it[-1].elapsed
        for before, after in zip(of_it, of_it[1:]):
            assert before._replace(elapsed=0.0) != after._replace(elapsed=0.0)
            assert before.elapsed <= after.elapsed


@settings(max_examples=100)
@given(st.lists(TIMELINES, min_size=1, max_size=4), TERMS, st.randoms(use_true_random=False), st.integers(1, 6))
def test_no_observer_changes_the_outcome(
    timelines: list[Timeline], terms: dict[str, Any], luck: random.Random, breaks_at: int
) -> None:
    """Not one that is told everything, and not one that raises at some time."""
    calls: list[str] = []

    def observer(watch: Watch, elapsed: float) -> None:
        calls.append(watch.id)
        if len(calls) == breaks_at:
            raise ValueError("a consumer that breaks")

    state = luck.getstate()
    ends = []
    for each in (None, observer, observed):
        luck.setstate(state)
        world = World({"op %d" % n: timeline for n, timeline in enumerate(timelines)})
        if each is observed:
            _told, outcome = observed(world, chance=luck.random, **terms)
        else:
            outcome = waited(world, chance=luck.random, observer=each, **terms)
        ends.append(
            (
                [(watch.id, watch.outcome, watch.polls, watch.operation, watch.fault) for watch in outcome.watches],
                outcome.elapsed,
                outcome.timed_out,
                [(poll.key, poll.asked) for poll in world.polls],
            )
        )
    assert ends[0] == ends[1] == ends[2]
    assert len(calls) <= breaks_at


def heard(look: Poll) -> Reply:
    """What the waiter heard of a look: of one that was given up, or left behind, a fault."""
    if math.isinf(look.taken) or math.isinf(look.reply.latency) or look.sent + look.reply.latency > look.back:
        return fault(FaultKind.TRANSIENT)
    return look.reply


def failed_fast(found: Outcome, terms: dict[str, Any]) -> bool:
    return terms["on_failure"] == "fail_fast" and bool(found.of("failed"))


def expect(watch: Watch, looks: list[Poll], found: Outcome, terms: dict[str, Any], deadline: float) -> None:
    """How one operation's wait has to end, told from the looks at it alone."""
    replies = [heard(look) for look in looks]
    last = replies[-1]
    state = State.SUCCEEDED if last.status in terms["accept"] else STATES.get(last.status or "", State.PENDING)
    missing = list(itertools.takewhile(lambda pair: pair[1].fault is not None, zip(reversed(looks), reversed(replies))))
    first_miss = next(
        (look.taken for look, reply in reversed(missing) if reply.fault.kind == FaultKind.NOT_FOUND), math.inf
    )
    kind = last.fault.kind if last.fault is not None else None
    missing_for = looks[-1].taken - first_miss
    if kind == FaultKind.FATAL or (kind == FaultKind.NOT_FOUND and missing_for >= NOT_FOUND_GRACE):
        outcome = "failed"
    elif kind is None and state in State.ENDED:
        outcome = "succeeded" if state == State.SUCCEEDED else "failed"
    elif kind is None and state == State.ATTENTION and terms["on_attention"] == "fail":
        outcome = "failed"
    else:
        outcome = "pending"
        at_the_end = looks[-1].asked >= deadline - TINY or looks[-1].taken >= deadline - TINY
        assert failed_fast(found, terms) or at_the_end
    assert watch.outcome == outcome
    seen = [reply.status for reply in replies if reply.fault is None]
    assert (watch.operation.status if watch.operation else None) == (seen[-1] if seen else None)


@pytest.mark.parametrize(
    ("timed_out", "elapsed", "seconds"),
    [
        (False, 10.0, EXPLAIN),
        (False, 90.0, 15.0),
        (False, 100.0, LAST_POLL),
        (False, 105.0, LAST_POLL),
        (True, 100.0, LAST_POLL),
        (True, 103.0, 2.0),
        (True, 105.5, 0.0),
    ],
)
def test_asking_what_explains_the_end_does_not_break_the_deadline(
    timed_out: bool, elapsed: float, seconds: float
) -> None:
    assert explain_timeout(Outcome((), elapsed, timed_out), Terms(timeout=100.0)) == seconds
