# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows what a resource is waited for to become, as a user says it: pure. Private to longops.oracle."""

from __future__ import annotations

import difflib
from typing import Any, Mapping, NamedTuple, Optional, Sequence

from .._core.errors import UsageError
from .._core.operation import spellings
from .._text.sanitize import did_you_mean, quoted
from .catalogue.resource_type import ResourceType
from .catalogue.words import as_compared, is_deleted

#: The word for any state that is not transitional.
SETTLED = "settled"
#: What a goal is called that is reached when the resource is gone.
ABSENT = "absent"


class Goal(NamedTuple):
    """What to wait for. Words are in upper case, in all of their spellings.

    Without words and without absent it is any state that is not transitional. fail_on None stands for the words that mean a
    failure or that a user must act. With absent, missing_ok says whether a resource counts as gone that was never there.
    Without absent and words, it says that a resource may be gone as well, which no user can ask for. accepted are words that
    the user names as success beside those of the goal. endless says that the resource is watched rather than waited for:
    nothing ends that but a state that it does not leave.
    """

    words: frozenset[str] = frozenset()
    absent: bool = False
    fail_on: Optional[frozenset[str]] = None
    missing_ok: bool = False
    accepted: frozenset[str] = frozenset()
    #: The words as the user wrote them, in order.
    given: tuple[str, ...] = ()
    endless: bool = False

    @property
    def names(self) -> list[str]:
        """The goal in words, as an entry has it."""
        return [ABSENT] if self.absent else list(self.given) or [SETTLED]

    @property
    def is_settled(self) -> bool:
        """Whether it is any state that is not transitional."""
        return not self.words and not self.absent

    @property
    def sentence_part(self) -> str:
        """What it is to become, as a message says it; empty for any state that is not transitional."""
        if self.endless:
            return ""
        return "be gone" if self.absent else " or ".join(self.given)

    def names_word(self, word: str) -> bool:
        """Whether the user has given a meaning to this word, which is in upper case."""
        return word in self.words or word in self.accepted or word in (self.fail_on or ())


SETTLED_GOAL = Goal()
#: That of what is watched: it ends when the resource is gone.
WATCHED = Goal(absent=True, fail_on=frozenset(), endless=True)


def parse(asked: Mapping[str, Any], accepted: frozenset[str] = frozenset()) -> Goal:
    """The goal in the options state, absent, missing_ok and fail_on. Raises UsageError where they contradict each other."""
    for option in ("state", "fail_on"):
        if not all(word.strip() for word in asked.get(option) or ()):
            raise UsageError(f"{option} has an empty word: give states, or leave it out.")
    given = tuple(dict.fromkeys(map(as_compared, asked.get("state") or ())))
    settled = SETTLED.upper() in given
    absent, missing_ok = bool(asked.get("absent")), bool(asked.get("missing_ok"))
    if settled and len(given) > 1:
        raise UsageError(
            f"state: {SETTLED} means any state that is not transitional, and cannot stand beside other words."
        )
    if ABSENT.upper() in given:
        raise UsageError(f"{ABSENT} is no state, but an option of its own: set {ABSENT}: true.")
    if given and absent:
        raise UsageError("state and absent exclude each other: a resource that is to be gone has no state to wait for.")
    if missing_ok and not absent:
        raise UsageError("missing_ok is for absent: a resource that is missing can only be waited for to be gone.")
    words = () if settled else given
    fail_on = asked.get("fail_on")
    found = Goal(spellings(words), absent, None if fail_on is None else spellings(fail_on), missing_ok, accepted, words)
    for option, successes in (("state", found.words), ("accept", accepted)):
        both = sorted(successes & (found.fail_on or frozenset()))
        if both:
            raise UsageError(f"{both[0]} stands in fail_on and in {option}: it cannot be both.")
    return found


def watched(asked: Mapping[str, Any], accepted: frozenset[str] = frozenset()) -> Goal:
    """The goal in the same options of what is watched: without state and absent it has no end. Raises UsageError."""
    found = parse(asked, accepted)
    if asked.get("state") or asked.get("absent"):
        return found
    return WATCHED._replace(fail_on=found.fail_on or frozenset(), accepted=accepted)


def check(goal: Goal, type_: ResourceType) -> None:
    """Raises UsageError for a word that resources of this type do not have: the wait for it would only end by its timeout."""
    known = spellings(type_.words)
    if not known:
        return
    for option, words in (("state", goal.given), ("fail_on", _least(goal.fail_on))):
        for word in words:
            if word not in known:
                nearest = did_you_mean(difflib.get_close_matches(word, type_.words, 2))
                if option == "state" and is_deleted(word):
                    nearest = "To wait until a resource is gone, whatever its service calls that, set absent: true. "
                raise UsageError(
                    f"{quoted(word)} in {option} is no state of {type_.title}. {nearest}It has {', '.join(type_.words)}. A word that is"
                    " newer than this version of longops.oracle can be named with the option accept."
                )


def _least(words: Optional[frozenset[str]]) -> Sequence[str]:
    """Each word in one of its spellings."""
    return sorted({min(spellings([word])) for word in words or ()})
