# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds work request ids in the values that a playbook has: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional, Sequence

from .._ansible import registered_results, task_results
from .._ansible.task_results import name_of
from .._core.errors import UsageError
from .._text.sanitize import is_unicode, some
from . import refusals, resource_ids
from .ocid import is_ocid, is_of_work_request

#: The response header that carries the id (OCI API reference).
HEADER = "opc-work-request-id"
#: The header, and the names under which SDKs, Terraform, bodies and modules have the id.
KEYS = ("opcworkrequestid", "workrequestid", "workrequestids")
#: Fields that only a work request has beside its id: two of them tell one whose id is a UUID (schema WorkRequest).
FIELDS = frozenset(("operationtype", "timeaccepted", "percentcomplete"))
#: A text between what may stand around it on a line.
_TOKEN = re.compile(r"[^\s,;|=\"'`()\[\]{}<>]+")
#: What Object Storage has for ids (WorkRequest of its API reference).
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: The path of a work request or of its errors and logs: most are /workRequests/ID, some /taggingWorkRequests/ID.
_LINK = re.compile(r"/[A-Za-z]*[wW]orkRequests/([A-Za-z0-9._~:@+=$!*-]+)(?:/(?:errors|logs))?/?(?:\?[^/]*)?\Z")
#: Resources that a message names.
NAMED = 3


class Asked(NamedTuple):
    """An id, with the service and the compartment that were named beside it, if any, and whether it is that of a resource."""

    id: str
    service: Optional[str] = None
    compartment_id: Optional[str] = None
    is_resource: bool = False


def find(given: Any) -> list[Asked]:
    """The ids in a string, a comma-separated header, a list, an entry, or the registered result of a task.

    In order, each once. An entry is what work_request_info returns, or a dict with id (or work_request_id), service and
    compartment_id. A result may be that of ansible.builtin.uri, of a loop, of this collection, or of a command that
    printed an id, the JSON of Oracle's CLI or an answer with its headers; the result of a skipped task and an empty list
    hold none, which is no error. Raises UsageError where another result holds none.
    """
    return registered_results.find(given, _WorkRequestIds())


def find_operations(given: Any) -> list[Asked]:
    """The same, and the resources of results that have no work request, such as those of oracle.oci's modules."""
    return registered_results.find(given, _Operations())


class _WorkRequestIds(registered_results.Kind[Asked]):
    option = "work_request_id"
    forms = "an id, a list of ids"
    entries_key = "work_requests"
    nothing_beside = Asked("")
    id_keys = KEYS

    def leaves(self, parts: Sequence[str], beside: Asked) -> list[Asked]:
        return [beside._replace(id=_in_link(part) or part) for part in self.given_parts(parts)]

    def in_line(self, line: str) -> list[str]:
        """Ids anywhere in a line where their type says so; of all others those that stand alone."""
        tokens = _TOKEN.findall(line)
        found = [token for token in tokens if is_of_work_request(token)] or list(filter(None, map(_in_link, tokens)))
        alone = task_results.words(line)
        return found or (alone if all(is_ocid(part) or UUID.fullmatch(part) for part in alone) else [])

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """The id of an entry. In a task's result the id is that of another thing, such as a resource."""
        own = given.get("id")
        return [own] if isinstance(own, str) and own.strip() and not task_results.is_result(given) else None

    def body(self, given: dict[str, Any], beside: Asked) -> list[Asked]:
        """The id of a work request, such as GetWorkRequest answers with it, or where an answer leads to one."""
        links = list(filter(None, map(_in_link, task_results.locations(given))))
        if links:
            return [beside._replace(id=each) for each in links]
        own = given.get("id")
        if not isinstance(own, str) or not is_unicode(own) or not own.strip():
            return []
        names = {name_of(key) for key in given}
        if is_of_work_request(own) or (len(names & FIELDS) > 1 and "," not in own):
            return [self.beside(given, beside)._replace(id=own.strip())]
        return []

    def inner(self, given: dict[str, Any]) -> list[Any]:
        """Bodies, and what is named for what it is."""
        return [
            *super().inner(given),
            *(given[key] for key in given if name_of(key) in ("workrequest", "workrequests")),
        ]

    def beside(self, given: dict[str, Any], outer: Asked) -> Asked:
        """What an entry says of its ids. In a task's result the keys mean something else, such as a header."""
        if task_results.is_result(given):
            return outer
        service, compartment_id = _text(given, "service", "a name"), _text(given, "compartment_id", "an OCID")
        return Asked("", service or outer.service, compartment_id or outer.compartment_id)

    def other(self, given: dict[str, Any], beside: Asked) -> list[Asked]:
        found = task_results.found_in(given, self.error)
        raise UsageError(f"What is given as work_request_id has no work request id: {found}. {_hint(given)}")

    def error(self, body: dict[str, Any]) -> Optional[str]:
        return refusals.of_body(body)


class _Operations(_WorkRequestIds):
    """Work requests, and resources where a result has no work request."""

    def other(self, given: dict[str, Any], beside: Asked) -> list[Asked]:
        found = _resources(given)
        return [Asked(each.id, each.service, each.compartment_id, True) for each in found] or super().other(
            given, beside
        )


def _resources(given: dict[str, Any]) -> list[resource_ids.Resource]:
    return [each for each in resource_ids.search(given) if not is_of_work_request(each.id)]


def _in_link(text: Any) -> Optional[str]:
    """The id in the address of a work request, such as the header Location has it; None where a text is none."""
    match = _LINK.search(text) if isinstance(text, str) else None
    return match[1] if match else None


def _hint(given: dict[str, Any]) -> str:
    """What to give instead of a result without the id of a work request."""
    found = [each.id for each in _resources(given)]
    if found:
        return (
            f"It has the id of {some(found, NAMED)}: give that as resource_id, which stands for whatever is under way for"
            " a resource."
        )
    return (
        f"Give an id, or the result of a call that was answered with the header {HEADER}; without one, give the OCID of the"
        " resource as resource_id."
    )


def _text(given: dict[str, Any], key: str, what: str) -> Optional[str]:
    value = given.get(key)
    if value is None or (isinstance(value, str) and is_unicode(value)):
        return value
    raise UsageError(f"The {key} beside a work request id must be {what}, not {task_results.shown(value)}.")
