# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole waits for any stories of operations and servers, compared with a model that knows the stories and the promises, and no schedule.

A story says what a server would answer at each moment. The model says from it alone how a wait for it may end: it knows when
something can be observed, and the longest time that may pass until it is, but not when polls are made.
"""

from __future__ import annotations

import math
import random
from typing import Any, NamedTuple, Optional

import pytest
from hypothesis import HealthCheck, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._ansible import waits
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import FaultKind, OperationKind
from ansible_collections.longops.oracle.plugins.module_utils._core.watch import Key, Outcome, Watch
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling.pollers import SinglePoller
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Terms
from ansible_collections.longops.oracle.plugins.module_utils._text import messages
from ansible_collections.longops.oracle.tests.unit.examples import examples
from ansible_collections.longops.oracle.tests.unit.plugins.module_utils.timelines import (
    ATTENTION,
    BUSY,
    FATAL,
    HANGS,
    MISSING,
    PENDING,
    Reply,
    World,
    fault,
    jumping_clock,
    waited,
)

#: Promises, in seconds: what a wait may take beyond its deadline, and for how long an operation may be missing.
BEYOND, GRACE = 5.0, 20.0
#: The longest Retry-After in a story, and the longest time that an answer takes.
RETRY_AFTER, LATENCY = 40.0, 3.0
TINY = 1e-6
#: What an operation ends with, and how a wait is to call that.
ENDS = {"SUCCEEDED": "succeeded", "FAILED": "failed", "CANCELED": "failed", "PARTIALLY_SUCCEEDED": "failed"}
HIDDEN = {
    "busy": BUSY,
    "throttled": fault(FaultKind.TRANSIENT, 429, RETRY_AFTER),
    "hangs": HANGS,
    "missing": MISSING,
    "fatal": FATAL,
    "attention": ATTENTION,
    "unknown word": Reply("HALF_WAY_THERE", percent=50.0),
    "patient": PENDING._replace(retry_after=RETRY_AFTER),
    "goes on": PENDING._replace(percent=99.0),
}


class Story(NamedTuple):
    """When an operation ends and how, and what is answered in the place of that in some stretches of time."""

    end: float
    status: str
    stretches: tuple[tuple[float, float, str], ...]  # begin, end, and which of HIDDEN; the first that holds counts
    percent: Optional[float]
    latency: float

    def what(self, now: float) -> str:
        """What is answered at a moment: one of HIDDEN, "pending" or a status of ENDS."""
        for begin, end, kind in self.stretches:
            if begin <= now < end:
                return kind
        return "pending" if now < self.end else self.status

    def reply(self, now: float) -> Reply:
        what = self.what(now)
        said = HIDDEN.get(what) or Reply("IN_PROGRESS" if what == "pending" else what, percent=self.percent)
        return said if math.isinf(said.latency) else said._replace(latency=self.latency)

    @property
    def clear_from(self) -> float:
        """From when on the end is answered to every poll."""
        return max([self.end, *(end for _begin, end, _kind in self.stretches)])

    def ever(self, until: float, *wanted: str) -> bool:
        """Whether one of these is answered at some moment up to that one."""
        moments = [0.0, self.end, *(moment for begin, end, _kind in self.stretches for moment in (begin, end))]
        return any(self.what(moment) in wanted for moment in moments if moment <= until)


class Rules(NamedTuple):
    """The terms of a wait, as far as the model needs them."""

    timeout: float
    max_interval: float
    on_failure: str
    on_attention: str
    accept: frozenset[str]

    def of_end(self, status: str) -> str:
        return "succeeded" if status in self.accept else ENDS[status]

    def may_fail(self, story: Story, until: float) -> bool:
        """Whether something up to that moment is a reason to call the operation failed."""
        bad = [status for status in ENDS if self.of_end(status) == "failed"]
        if self.on_attention == "fail" and "NEEDS_ATTENTION" not in self.accept:
            bad.append("attention")
        spans = [(begin, end) for begin, end, kind in story.stretches if kind == "missing"]
        first, last = (
            min((begin for begin, _end in spans), default=math.inf),
            max((end for _begin, end in spans), default=0),
        )
        missing = min(last, until) - first >= GRACE - LATENCY
        return story.ever(until, "fatal", *bad) or missing

    def may_succeed(self, story: Story, until: float) -> bool:
        good = [status for status in ENDS if self.of_end(status) == "succeeded"]
        words = {"HALF_WAY_THERE": "unknown word", "NEEDS_ATTENTION": "attention", "IN_PROGRESS": "pending"}
        return story.ever(until, *good, *(words[word] for word in self.accept if word in words))

    def hangs_at_the_end(self, story: Story) -> bool:
        """Whether a poll may hang that is the last one because it may last beyond the deadline."""
        return any(
            kind == "hangs" and end > self.timeout - max(self.timeout / 3, 1.0) for _begin, end, kind in story.stretches
        )

    def may_be_too_early(self, story: Story) -> bool:
        """Whether the last poll may be one that was sent before the end, and is answered at the deadline or later."""
        return 0 < story.clear_from > self.timeout - story.latency

    def latest(self, story: Story) -> float:
        """By when the end of an operation is observed, if it is not over before and the deadline is later."""
        return story.clear_from + max(self.max_interval, RETRY_AFTER) + max(LATENCY, self.timeout / 3, 1.0) + TINY


moments = st.floats(0, 150).map(lambda seconds: round(seconds, 1))
stories = st.builds(
    Story,
    st.just(math.inf) | moments | moments | moments,
    st.sampled_from(["SUCCEEDED", "SUCCEEDED", *ENDS]),
    st.lists(
        st.tuples(moments, st.floats(0.5, 60), st.sampled_from([*HIDDEN, "busy", "hangs", "goes on"])).map(
            lambda drawn: (drawn[0], drawn[0] + drawn[1], drawn[2])
        ),
        max_size=4,
    ).map(tuple),
    st.none() | st.floats(0, 100),
    st.sampled_from([0.0, 0.0, 0.2, LATENCY]),
)
rules = st.builds(
    Rules,
    st.sampled_from([0.0, 5.0, 60.0, 300.0]) | st.floats(0, 200),
    st.sampled_from([2.0, 10.0, 30.0]),
    st.sampled_from(["fail_fast", "fail_at_end", "report"]),
    st.sampled_from(["wait", "wait", "fail"]),
    st.frozensets(
        st.sampled_from(["CANCELED", "HALF_WAY_THERE", "NEEDS_ATTENTION", "PARTIALLY_SUCCEEDED"]), max_size=2
    ),
)


def compare(story: Story, watch: Watch, ended: Outcome, rules: Rules, alone: bool) -> None:
    """What the wait says of one operation, with what the model says of its story."""
    # The clock of the story stands at the deadline while the last poll is under way.
    until = min(ended.elapsed, rules.timeout)
    if watch.outcome == "succeeded":
        assert rules.may_succeed(story, until)
    elif watch.outcome == "failed":
        assert rules.may_fail(story, until)
    else:
        assert ended.timed_out or (rules.on_failure == "fail_fast" and ended.of("failed"))
    if not ended.timed_out and not ended.of("failed"):
        assert watch.outcome == "succeeded"
    nothing_else = not rules.may_fail(story._replace(status="SUCCEEDED"), rules.timeout) and not rules.may_succeed(
        story._replace(end=math.inf), rules.timeout
    )
    if nothing_else and alone:
        # Only its end decides.
        is_certain = not rules.hangs_at_the_end(story) and not rules.may_be_too_early(story)
        if story.clear_from <= rules.timeout and is_certain:
            assert watch.outcome == rules.of_end(story.status), "what is answered at the deadline counts"
            assert len(ended.watches) > 1 or ended.elapsed <= rules.latest(story)
        if story.end > rules.timeout:
            assert watch.outcome == "pending"
            assert ended.timed_out
            assert ended.elapsed >= rules.timeout


def terms(rules: Rules) -> dict[str, Any]:
    return {**rules._asdict(), "interval": min(2.0, rules.max_interval)}


@examples(150)
@given(st.lists(stories, min_size=1, max_size=4), rules, st.integers().map(random.Random), st.booleans())
def test_a_wait_ends_as_the_stories_say(told: list[Story], rules: Rules, luck: random.Random, together: bool) -> None:
    by_key = {f"op {number}": story for number, story in enumerate(told)}
    world = World(
        {key: lambda now, _n, story=story: story.reply(now) for key, story in by_key.items()}, together=together
    )
    ended = waited(world, chance=luck.random, **terms(rules))
    assert ended.broken is None
    assert ended.elapsed <= rules.timeout + BEYOND + TINY
    assert [watch.id for watch in ended.watches] == list(by_key)
    fails_fast = rules.on_failure == "fail_fast" and bool(ended.of("failed"))
    assert ended.timed_out == (bool(ended.of("pending")) and not fails_fast)
    for watch in ended.watches:
        story = by_key[watch.id]
        compare(story, watch, ended, rules, not fails_fast or len(told) == 1)
        polls = world.of(watch.id)
        assert all(poll.asked <= rules.timeout + TINY for poll in polls)
        for poll, following in zip(polls, polls[1:]):
            wanted = poll.reply.retry_after or (poll.reply.fault and poll.reply.fault.retry_after) or 0.0
            in_time = not math.isinf(poll.reply.latency) and poll.sent + poll.reply.latency <= poll.back
            assert not in_time or following.asked >= min(poll.taken + wanted, rules.timeout) - TINY
            what = story.what(poll.sent)
            assert what not in ENDS or not in_time, "an end that was observed is final, and is not polled again"
    if fails_fast:
        # It is told as soon as the first failure of which there is no doubt can be observed.
        certain = [
            rules.latest(story)
            for story in told
            if rules.of_end(story.status) == "failed" and story.clear_from <= rules.timeout and not story.stretches
        ]
        assert ended.elapsed <= min([rules.timeout + BEYOND, *certain]) + TINY


class Group:
    """Operations that are told by stories at a clock."""

    kind = OperationKind("operation", "operations", "operation")

    def __init__(self, clock: Any, stories: dict[str, Story]) -> None:
        self._clock = clock
        self._stories = stories
        self.ids = list(stories)
        self.explained: list[str] = []

    def poller(self, pool: Any) -> SinglePoller:
        return SinglePoller(lambda id_, deadline: self._stories[id_].reply(self._clock()).observation(id_), pool)

    def explain(self, watches: Any, timed_out: bool, deadline: float) -> None:
        self.explained += [watch.id for watch in watches]

    def entry(self, watch: Watch) -> dict[str, Any]:
        operation, found = watch.operation, watch.fault
        return {
            "id": watch.id,
            "service": "service",
            "status": operation and operation.status,
            "state": operation and operation.state,
            "percent_complete": operation and operation.percent_complete,
            "operation_type": None,
            "errors": None,
            "logs": None,
            "explanation": None,
            "fault": found and found._asdict(),
        }

    def entries(self, watches: Any) -> list[dict[str, Any]]:
        return [self.entry(watch) for watch in watches]


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(stories.map(lambda story: story._replace(latency=0.0)), min_size=1, max_size=3), min_size=1, max_size=3
    ),
    rules,
    st.sampled_from(["fail", "report", "cancel"]),
)
def test_a_wait_over_groups_and_its_message_are_as_the_stories_say(
    monkeypatch: pytest.MonkeyPatch, told: list[list[Story]], rules: Rules, on_timeout: str
) -> None:
    """In the threads of the real pool, whose clock jumps while no poll is under way. An answer takes no time here."""
    with monkeypatch.context() as patch:
        clock = jumping_clock(patch)
        groups = [Group(clock, {f"op {number}": story for number, story in enumerate(stories)}) for stories in told]
        events: list[tuple[Any, str]] = []
        ended = group_wait.wait(
            groups, Terms(**terms(rules)), 2, lambda watch, elapsed: events.append((watch.key, watch.outcome))
        )
    keys = [Key(number, id_) for number, group in enumerate(groups) for id_ in group.ids]
    assert [watch.key for watch in ended.watches] == keys
    assert ended.broken is None
    assert ended.elapsed <= rules.timeout + BEYOND
    assert [group.explained for group in groups] == [group.ids for group in groups]
    fails_fast = rules.on_failure == "fail_fast" and bool(ended.of("failed"))
    for watch in ended.watches:
        story = told[watch.key.group][int(watch.id.partition(" ")[2])]
        compare(story, watch, ended, rules, not fails_fast)
        own = [outcome for key, outcome in events if key == watch.key]
        assert own[-1:] == [watch.outcome] or not watch.polls
        assert own == sorted(own, key=lambda outcome: outcome != "pending"), "what is over is not pending again"

    summary = waits.summary(ended)
    assert sorted(summary["succeeded"] + summary["unsuccessful"] + summary["pending"]) == sorted(key.id for key in keys)
    for number, group in enumerate(groups):
        of_group = ended._replace(watches=tuple(group_wait.of_group(ended.watches, number)))
        found = {**waits.summary(of_group), "operations": group.entries(of_group.watches)}
        asked = {"on_failure": rules.on_failure, "on_timeout": on_timeout, "timeout": rules.timeout}
        message = messages.verdict(group.kind, found, asked)
        fails = bool(found["unsuccessful"]) and rules.on_failure != "report"
        assert (message is not None) == (fails or (ended.timed_out and on_timeout != "report"))
        for id_ in found["unsuccessful"] if fails else ():
            assert id_ in (message or "")
