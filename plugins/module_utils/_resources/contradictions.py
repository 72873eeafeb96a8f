# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what a service says against the good state of a resource: pure. Private to longops.oracle.

It stays a success, because a service may keep what it has said of a former state. But a play that goes on with a resource
that does not work should know.
"""

from __future__ import annotations

import re
from typing import Iterable, Mapping, Optional

from .._core.operation import Category, Operation, State
from .._oci.catalogue.error_categories import category_of
from .._text import explanation
from .._text.messages import name_of
from .._text.sanitize import capital, clean, cut, without_period
from .._text.warning_list import first_ones
from . import parsing
from .catalogue.words import Meaning, as_compared, meaning
from .kind import KIND
from .targets import Target

#: Resources of which a warning of its own tells, those that another one names, and characters of what a service says in it.
NAMED, MOST_SAID = 5, 300
#: Meanings of words that an error contradicts.
GOOD = (Meaning.STEADY, Meaning.DONE)

#: Names of fields that have errors and nothing else: errorMessage, addonError, failureDetails.
_OF_ERRORS = re.compile(r"error|fail", re.IGNORECASE)
_BAD = re.compile(
    r"\b(fail(ed|s|ure|ures)?|errors?|unsuccessful(ly)?|unable|(could|can|did) ?not|can't|couldn't|denied|exceeded|rejected|invalid"
    r"|unreachable|unhealthy|rolled back|timed out)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(no|not any|without|zero|0)( \w+)? (failures?|errors?)\b|\b(failures?|errors?): ?(0|none)\b", re.IGNORECASE
)


def warnings(operations: Iterable[tuple[Target, Optional[Operation]]]) -> list[str]:
    """A warning for each of the first of these resources that are contradicted, and one for all others."""
    found = [(target.key, text) for target, text in ((each[0], contradiction(*each)) for each in operations) if text]
    rest = f"So it does of {{count}} more {KIND.noun}s that have reached their goal: {{examples}}."
    return first_ones(found, NAMED, rest)


def contradiction(target: Target, operation: Optional[Operation]) -> Optional[str]:
    """What is said against the success of a resource, as a warning; None where nothing is, or where it has not succeeded."""
    if operation is None or operation.state != State.SUCCEEDED or not isinstance(operation.answer, dict):
        return None
    word = as_compared(operation.status)
    if meaning(target.type.title, word) not in GOOD or word in target.goal.accepted:
        return None
    said = _error(target, operation.answer)
    if said is None:
        return None
    called = name_of(KIND.noun, target.key, operation)
    return (
        f"{capital(called)} is {clean(operation.status)}, but the service also says:"
        f" {without_period(cut(clean(said), MOST_SAID))}. Check before you build on it."
    )


def _error(target: Target, body: Mapping[str, object]) -> Optional[str]:
    """The first sentence in which the service explains the state that reads like an error."""
    for field in dict.fromkeys((*target.type.details, *parsing.DETAILS)):
        text = explanation.sentence(body.get(field))
        if text and (_OF_ERRORS.search(field) or is_bad(text)):
            return text
    return None


def is_bad(text: str) -> bool:
    """Whether a text reads like an error."""
    return bool(_BAD.search(_NONE.sub(" ", text))) or category_of(None, text) != Category.UNKNOWN
