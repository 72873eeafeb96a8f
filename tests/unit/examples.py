# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many examples hypothesis tries of each property: few and always the same in `make test`, many and other ones in `make fuzz`.

`make fuzz` sets the variable TIMES, and chooses the seed.
"""

from __future__ import annotations

import os
from typing import Any, Callable, Optional, TypeVar

from hypothesis import settings

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError

Found = TypeVar("Found")

TIMES = "LONGOPS_EXAMPLES_TIMES"
#: Examples of a property that says nothing else.
FEW = 100


def times() -> int:
    """By how much there are more examples than in `make test`."""
    return int(os.environ.get(TIMES, "1"))


def examples(count: int, **others: Any) -> Any:
    """The settings of a property that is tried with so many examples in `make test`."""
    return settings(max_examples=count * times(), **others)


def tried(call: Callable[[], Found]) -> tuple[Optional[Found], str]:
    """What a call returns, or the message of its UsageError. Every other exception is a fault."""
    try:
        return call(), ""
    except UsageError as error:
        return None, str(error)


def load_profile() -> None:
    """However slow the machine is, no property fails because of it."""
    settings.register_profile(
        "longops", max_examples=FEW * times(), derandomize=times() == 1, deadline=None, database=None, print_blob=True
    )
    settings.load_profile("longops")
