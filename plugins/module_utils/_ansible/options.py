# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that modules share: their argument specs, their checks, and what they mean. Private to longops.oracle."""

from __future__ import annotations

import os
from typing import Any, Callable, Mapping, Optional, Sequence

from ansible.module_utils.basic import AnsibleFallbackNotFound, env_fallback, missing_required_lib

from .._core.errors import MissingLibraryError, UsageError
from .._core.operation import spellings
from .._polling.waiter import Terms
from .._text.sanitize import NOT_UNICODE, is_unicode

VERSION = "1.0.0"
#: Requests under way at the same time.
CONNECTIONS = 10
#: Connections to one host that are kept: an event source polls, reads lists and explains ends at the same time.
KEPT_CONNECTIONS = 3 * CONNECTIONS


class FromEnvironment(str):
    """The value of an option that the task does not give, from an environment variable."""


def _fallback(*variables: str) -> FromEnvironment:
    """The value of the variable, where it has one: a credential of AWX sets those of empty fields to an empty text."""
    value = env_fallback(*variables)
    if not value:
        raise AnsibleFallbackNotFound
    return FromEnvironment(value)


def from_environment(variable: str, **spec: Any) -> dict[str, Any]:
    """The spec of an option that falls back to an environment variable. As a text it is a FromEnvironment then."""
    return dict(spec, fallback=(_fallback, [variable]))


def of_task(params: Mapping[str, Any], option: str) -> Optional[str]:
    """The text of an option as the task itself gives it; None where the environment does, or nothing."""
    given = params[option]
    return None if isinstance(given, FromEnvironment) else given or None


def request_options() -> dict[str, Any]:
    """The options of every module that sends requests."""
    return {
        "connect_timeout": {"type": "float", "default": 10.0},
        "read_timeout": {"type": "float", "default": 60.0},
    }


def check_limits(params: dict[str, Any]) -> None:
    """Raises UsageError where a request's time limits make no sense."""
    for option in ("connect_timeout", "read_timeout"):
        if not 0 < params[option] <= 3600:
            raise UsageError(f"{option} must be a number of seconds above 0 and up to 3600, not {params[option]:g}.")


def check_most(max_results: Optional[int]) -> None:
    """Raises UsageError where no list is of that length."""
    if max_results is not None and max_results < 1:
        raise UsageError(f"max_results must be 1 or more, not {max_results}.")


def missing(error: MissingLibraryError) -> str:
    """What a user is told where a library is missing."""
    return str(missing_required_lib(error.library, reason=error.reason))


def check_text(params: Mapping[str, Any], argument_spec: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises UsageError where a text has half of a surrogate pair in it: it can neither be sent nor name a file.

    Python has bytes of an environment variable that are no UTF-8 in the same form: they stay as they are. Options of type
    raw are for the body to check.
    """
    for option, spec in argument_spec.items():
        given = params.get(option)
        if "raw" in (spec.get("type"), spec.get("elements")) or given in _from_environment(spec):
            continue
        texts = given if isinstance(given, list) else [given]
        if not all(is_unicode(text) for text in texts if isinstance(text, str)):
            raise UsageError(f"{option} {NOT_UNICODE}")


def _from_environment(spec: Mapping[str, Any]) -> list[Optional[str]]:
    _fallback, variables = spec.get("fallback", (None, ()))
    return [os.environ.get(variable) for variable in variables]


def check_readable(what: str, option: str, path: Optional[str]) -> None:
    """Raises UsageError where an option names a file that cannot be read."""
    try:
        readable = not path or os.access(path, os.R_OK)
    except ValueError:  # it has a NUL or half a surrogate pair, and is the name of no file
        readable = False
    if not readable:
        raise UsageError(f"The {what} {path} (option {option}) cannot be read.")


def taken(params: dict[str, Any], names: Sequence[str], find: Callable[[Any], list[Any]]) -> Optional[list[Any]]:
    """What an option means, as find has it: things with an id. None where it is not given; names are all that it has.

    Ansible shows a module's options, and a registered result can have the cookies of a session in it. So in params the
    ids take the place of what was given.
    """
    given = params[names[0]]
    if given is None:
        return None
    present = [name for name in names if name in params]
    params.update((name, None) for name in present)
    found = find(given)
    params.update((name, [each.id for each in found]) for name in present)
    return found


def wait_options(on_timeout: Sequence[str] = ("fail", "report")) -> dict[str, Any]:
    """The argument spec of doc fragment longops.oracle.wait. on_timeout are the choices that the module has, its default first."""
    return {
        "timeout": {"type": "float", "default": 1200.0},
        "interval": {"type": "float", "default": 2.0},
        "max_interval": {"type": "float", "default": 30.0},
        "on_failure": {"type": "str", "default": "fail_fast", "choices": ["fail_fast", "fail_at_end", "report"]},
        "on_timeout": {"type": "str", "default": on_timeout[0], "choices": list(on_timeout)},
        "on_attention": {"type": "str", "default": "wait", "choices": ["wait", "fail"]},
        "accept": {"type": "list", "elements": "str", "default": []},
        "progress": {"type": "str", "default": "changes", "choices": ["changes", "none"]},
        "progress_file": {"type": "path"},
        "report": {"type": "path"},
    }


def terms(params: dict[str, Any]) -> Terms:
    """The terms of a wait. Raises UsageError where the times contradict each other."""
    for option in ("timeout", "interval", "max_interval"):
        if not params[option] >= 0 or params[option] == float("inf"):
            raise UsageError(f"{option} must be a number of seconds, zero or more, not {params[option]:g}.")
    if params["interval"] < 0.1:
        raise UsageError(f"interval must be at least 0.1 s, not {params['interval']:g} s.")
    if params["interval"] > params["max_interval"]:
        raise UsageError(
            f"interval ({params['interval']:g} s) must not be above max_interval ({params['max_interval']:g} s)."
        )
    return Terms(
        timeout=params["timeout"],
        interval=params["interval"],
        max_interval=params["max_interval"],
        on_failure=params["on_failure"],
        on_attention=params["on_attention"],
        accept=spellings(params["accept"]),
    )
