# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what a word of a resource's lifecycle state means for a goal: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from .._core.operation import State
from .catalogue.words import Meaning
from .goal import Goal


def state(word: str, meaning: Optional[str], goal: Goal, has_moved: bool) -> str:
    """The State of an operation. word is in upper case; meaning is None where it is not known.

    has_moved says whether the resource was seen in another state before. It counts where a resource is to be gone: one that
    had failed long ago can still be deleted, and does not begin to be at once.
    """
    if word in goal.words or (goal.absent and meaning == Meaning.DELETED):
        return State.SUCCEEDED
    if goal.fail_on is not None:
        if word in goal.fail_on:
            return State.FAILED
    elif meaning in (Meaning.FAILED, Meaning.ATTENTION) and (has_moved or not goal.absent):
        return State.FAILED
    if meaning == Meaning.ATTENTION:
        return State.ATTENTION
    if meaning is None or meaning == Meaning.TRANSITIONAL:
        return State.PENDING
    if not goal.words and not goal.absent:
        return _settled(meaning)
    if meaning in Meaning.FINAL and not goal.absent:
        return State.CANCELED if meaning == Meaning.CANCELED else State.FAILED
    return State.PENDING


def is_final_elsewhere(meaning: Optional[str], goal: Goal) -> bool:
    """Whether a resource cannot reach its goal any more, because of the state that it is in."""
    return bool(goal.words) and meaning in Meaning.FINAL


def is_reached_by_absence(goal: Goal, was_seen: bool) -> bool:
    """Whether "there is no such resource" is the goal."""
    return goal.absent and (was_seen or goal.missing_ok)


def _settled(meaning: str) -> str:
    """What a state means that is not transitional, where any such state is the goal. Who wants a resource gone says absent."""
    if meaning == Meaning.CANCELED:
        return State.CANCELED
    return State.FAILED if meaning in (Meaning.DELETED, Meaning.FAILED) else State.SUCCEEDED
