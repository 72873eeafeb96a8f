# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what a word of a resource's lifecycle state means for a goal: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Optional

from .._core.operation import State
from .catalogue.words import Meaning, is_deleted
from .goal import Goal


class Past(NamedTuple):
    """What was seen of a resource before: anything at all, and another state than that of now.

    was_going and is_going say whether it was being deleted when it was seen first and last, missing how often it was not
    found since, and word is the state in which it was seen last, in upper case.
    """

    was_seen: bool = False
    has_moved: bool = False
    was_going: bool = False
    is_going: bool = False
    missing: int = 0
    word: str = ""


def state(word: str, meaning: Optional[str], goal: Goal, past: Past) -> str:
    """The State of an operation. word is in upper case; meaning is None where it is not known.

    Where a resource is to be gone, it counts whether it has moved: one that had failed long ago can still be deleted, and
    that does not begin at once. Where it is to settle, deleted is a state like any other for what was being deleted when the
    wait began, and a failure for all else: an instance that cannot be launched ends as TERMINATED.
    """
    if word in goal.words or word in goal.accepted or (goal.absent and meaning == Meaning.DELETED):
        return State.SUCCEEDED
    if goal.fail_on is not None:
        if word in goal.fail_on:
            return State.FAILED
    elif meaning in (Meaning.FAILED, Meaning.ATTENTION) and (past.has_moved or not goal.absent):
        return State.FAILED
    if goal.endless and meaning in (Meaning.FAILED, Meaning.ATTENTION):
        return State.ATTENTION
    if meaning == Meaning.ATTENTION:
        return State.ATTENTION if past.has_moved or not goal.absent else State.PENDING
    if meaning is None or meaning == Meaning.TRANSITIONAL:
        return State.PENDING
    if goal.is_settled or (goal.endless and meaning in Meaning.FINAL):
        return _settled(meaning, past, goal.missing_ok)
    if meaning in Meaning.FINAL and not goal.absent:
        return State.CANCELED if meaning == Meaning.CANCELED else State.FAILED
    return State.PENDING


def why_final(meaning: Optional[str], goal: Goal) -> Optional[str]:
    """Why a resource cannot reach its goal any more, because of the state that it is in; None where that is not the reason."""
    if goal.words and meaning in Meaning.FINAL:
        return f"A resource does not leave this state, and the wait is for {goal.sentence_part}."
    if goal.is_settled and meaning == Meaning.DELETED:
        return "The resource is gone. Only a wait with absent is for that."
    return None


def is_doubtful(state_: str, meaning: Optional[str], past: Past) -> bool:
    """Whether a success may be a state from before a deletion that was under way at the poll before: then the next poll decides.

    Copies of a service's data differ for a while. What a service does not delete after all is in such a state at each poll.
    """
    return state_ == State.SUCCEEDED and past.is_going and meaning in (Meaning.STEADY, Meaning.DONE)


def is_reached_by_absence(goal: Goal, past: Past) -> bool:
    """Whether "there is no such resource" is the goal. Services forget what they delete, at times before they have said DELETED."""
    if goal.absent:
        return past.was_seen or goal.missing_ok
    if goal.is_settled:
        return past.was_going or goal.missing_ok
    return past.is_going and any(map(is_deleted, goal.words))


def is_absence_sure(past: Past) -> bool:
    """Whether what is not found is gone.

    A resource that was not known to be on its way to be no more may be answered so once by a copy that lags behind, and be there at the next poll.
    """
    return past.is_going or not past.was_seen or past.missing > 1


def _settled(meaning: str, past: Past, may_be_gone: bool) -> str:
    """What a state means that is not transitional, where any such state is the goal."""
    if meaning == Meaning.DELETED and (past.was_going or may_be_gone):
        return State.SUCCEEDED
    if meaning == Meaning.CANCELED:
        return State.CANCELED
    return State.FAILED if meaning in (Meaning.DELETED, Meaning.FAILED) else State.SUCCEEDED
