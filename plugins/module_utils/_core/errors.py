# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, as exceptions whose text says what to do. Private to longops.oracle.

LongopsError
|-- UsageError            the options, or the files that they name, cannot be used
|-- MissingLibraryError   the Python of this host lacks a library
`-- RequestError          a request failed; its fault says how
"""

from __future__ import annotations

from typing import Any, Optional

from .operation import Category, Fault, FaultKind


class LongopsError(Exception):
    """Anything that ends a task. str() is a whole message: what, where, why and what to do next."""


class UsageError(LongopsError):
    """The options or the files they name cannot be used as they are; nothing was sent."""


class MissingLibraryError(LongopsError):
    """A Python library that the host needs is not there."""

    def __init__(self, library: str, reason: str, traceback: Optional[str] = None) -> None:
        super().__init__(library)
        self.library = library
        self.reason = reason
        self.traceback = traceback


class RequestError(LongopsError):
    """A request failed. fault says how, for the waiter and for the user.

    skew is the server's clock minus this host's, in seconds, where the server told its time. body is that of the answer that
    was the error, if it was one and JSON.
    """

    def __init__(self, fault: Fault, skew: Optional[float] = None, body: Any = None) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.skew = skew
        self.body = body


def own_fault(error: BaseException) -> str:
    """What a user is told of an exception that nothing here expects, as a part of a sentence."""
    return f"longops.oracle has a fault of its own ({type(error).__name__}: {error})"


def unexpected(error: BaseException) -> Fault:
    """The fault of a poll that raised an exception which nothing here expects: it ends that operation, and no other."""
    return Fault(FaultKind.FATAL, f"{own_fault(error)}. Please report it.", category=Category.INTERNAL)
