# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what the answer about a work request that succeeded says against it: pure. Private to longops.oracle.

It stays a success, because services differ in how well they keep the parts of their answers up to date. But a play that
goes on with a resource that is not ready should know.
"""

from __future__ import annotations

from typing import Iterable, Iterator, Optional, Sequence

from .._core.operation import Operation, State
from .._text.messages import error_text, name_of
from .._text.sanitize import capital, clean, some
from .._text.warning_list import first_ones
from .api import parsing
from .catalogue.statuses import state_of
from .kind import KIND

#: Work requests of which a warning of its own tells, and resources that such a warning names.
NAMED = 5
#: Action types (ACTION_TYPE_* of the WorkRequestResource models in Oracle's SDK) of a resource that is not ready, or failed.
UNFINISHED = frozenset(("IN_PROGRESS", "INPROGRESS"))
FAILED = frozenset(("FAILED",))


def warnings(operations: Iterable[Optional[Operation]]) -> list[str]:
    """A warning for each of the first of these work requests that contradict themselves, and one for all others."""
    found = [(each.id, text) for each, text in ((each, contradiction(each)) for each in operations) if each and text]
    return first_ones(found, NAMED, f"So do {{count}} more {KIND.noun}s that succeeded: {{examples}}.")


def contradiction(operation: Optional[Operation]) -> Optional[str]:
    """What a work request says against its own success, as a warning; None where it says nothing, or has not succeeded."""
    if operation is None or state_of(operation.status) != State.SUCCEEDED:
        return None
    said = list(_said(operation))
    if not said:
        return None
    called = name_of(KIND.noun, operation.id, operation)
    return (
        f"{capital(called)} is {clean(operation.status)}, but its answer also says that {' and that '.join(said)}."
        " Check before you build on it."
    )


def _said(operation: Operation) -> Iterator[str]:
    unfinished, failed = [], []
    for resource, words in parsing.resource_words(operation):
        called = clean(resource["identifier"]) or clean(resource["entity_type"]) or "a resource"
        if FAILED.intersection(words):
            failed.append(called)
        elif UNFINISHED.intersection(words):
            unfinished.append(called)
    if unfinished:
        yield f"{some(unfinished, NAMED)} {_is(unfinished)} still in progress"
    if failed:
        yield f"{some(failed, NAMED)} failed"
    errors = list(filter(None, (error_text(error._asdict()) for error in operation.errors or ())))
    if errors:
        yield f"there {'was an error' if len(errors) == 1 else f'were {len(errors)} errors'} ({errors[0].rstrip('.')})"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
