# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds work request ids in the values that a playbook has: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional, Sequence

from .._ansible import registered_results
from .._core.errors import UsageError
from .._text.sanitize import is_unicode

#: The response header that carries the id (OCI API reference).
HEADER = "opc-work-request-id"
#: The header as ansible.builtin.uri spells it, as the CLI prints it, and the name under which modules return the id.
KEYS = ("opc_work_request_id", HEADER, "work_request_id")


class Asked(NamedTuple):
    """An id, with the service and the compartment that were named beside it, if any."""

    id: str
    service: Optional[str] = None
    compartment_id: Optional[str] = None


def find(given: Any) -> list[Asked]:
    """The ids in a string, a comma-separated header, a list, an entry, or the registered result of a task.

    In order, each once. An entry is what work_request_info returns, or a dict with id (or work_request_id), service and
    compartment_id. A result may be that of ansible.builtin.uri, of a loop, of this collection, or of a command that
    printed the JSON of Oracle's CLI; the result of a skipped task and an empty list hold none, which is no error. Raises
    UsageError where another result holds none.
    """
    return registered_results.find(given, _WorkRequestIds())


class _WorkRequestIds(registered_results.Kind[Asked]):
    option = "work_request_id"
    forms = "an id, a list of ids"
    entries_key = "work_requests"
    nothing_beside = Asked("")
    id_keys = KEYS
    header = HEADER
    reads_stdout = True

    def leaves(self, parts: Sequence[str], beside: Asked) -> list[Asked]:
        found = [beside._replace(id=part) for part in parts if part]
        if not found:
            raise UsageError(
                "What is given as work_request_id is an empty text. Give an id, or an empty list where there is none."
            )
        return found

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """The id of an entry. In a task's result the id is that of another thing, such as a resource."""
        own = given.get("id")
        return [own] if isinstance(own, str) and own.strip() and not registered_results.is_result(given) else None

    def beside(self, given: dict[str, Any], outer: Asked) -> Asked:
        """What an entry says of its ids. In a task's result the keys mean something else, such as a header."""
        if registered_results.is_result(given):
            return outer
        service, compartment_id = _text(given, "service", "a name"), _text(given, "compartment_id", "an OCID")
        return Asked("", service or outer.service, compartment_id or outer.compartment_id)

    def other(self, given: dict[str, Any], beside: Asked) -> list[Asked]:
        status = registered_results.http_status(given)
        what = registered_results.keys_of(given) if status is None else f"it was answered with status {status}"
        raise UsageError(
            f"What is given as work_request_id has no work request id: {what}. Calls that start a long-running"
            f" operation answer with the header {HEADER}; a call without it was complete when it answered."
        )


def _text(given: dict[str, Any], key: str, what: str) -> Optional[str]:
    value = given.get(key)
    if value is None or (isinstance(value, str) and is_unicode(value)):
        return value
    raise UsageError(f"The {key} beside a work request id must be {what}, not {registered_results.shown(value)}.")
