# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the ids of resources in the values that a playbook has: pure. Private to longops.oracle.

The modules of oracle.oci return the resource, under its name ({"changed": true, "instance": {"id": ...}}), and those that
read return a list ({"instances": [...]}). Oracle's CLI prints it as data, its API answers with it, and Terraform has ids
among its outputs ({"outputs": {NAME: {"value": ...}}}).
"""

from __future__ import annotations

from typing import Any, NamedTuple, Optional, Sequence

from .._ansible import registered_results, task_results
from .._ansible.task_results import name_of
from .._core.errors import UsageError
from .._text.sanitize import is_unicode
from . import refusals
from .ocid import is_ocid, is_of_work_request, parse_ocid

#: Types of what a resource is in, or belongs to: beside other resources they are not what a result is about.
SURROUNDING = frozenset(("tenancy", "compartment", "user", "group", "dynamicgroup", "policy"))
#: Keys of a task's result that tell of the task and not of resources.
_ABOUT_THE_TASK = frozenset(("invocation", "diff", "item", "cookies", "warnings", "deprecations", "exception"))
#: Keys under which answers about resources have the id that are not called id, as name_of() writes them: those of Resource
#: Search, and about a topic of Notifications (ResourceSummary and NotificationTopic of oci 2.189.0).
_OWN = ("identifier", "topicid")
#: The key that an answer about a resource has, and nothing else that names resources. What else it names, it belongs to.
_STATE = "lifecyclestate"
#: The keys of one output of Terraform.
_OUTPUT = frozenset(("sensitive", "type", "value"))


class Resource(NamedTuple):
    """The id of a resource, with the service, the compartment and the type that were named beside it, if any."""

    id: str
    service: Optional[str] = None
    compartment_id: Optional[str] = None
    resource_type: Optional[str] = None


def find(given: Any) -> list[Resource]:
    """The resources in an OCID, a list, an entry, or the registered result of a task.

    In order, each once. An entry is a dict with resource_id (or id), service, compartment_id and resource_type. The result of a skipped
    task and an empty list hold none, which is no error. Raises UsageError where another result holds none.
    """
    return registered_results.find(given, _ResourceIds())


def search(given: Any) -> list[Resource]:
    """The resources in a registered result or an answer; nothing where it has none."""
    return registered_results.search(given, _ResourceIds())


class _ResourceIds(registered_results.Kind[Resource]):
    option = "resource_id"
    forms = "an id, a list of ids"
    entries_key = "searched"
    nothing_beside = Resource("")
    id_keys = ("resourceids",)

    def leaves(self, parts: Sequence[str], beside: Resource) -> list[Resource]:
        return [beside._replace(id=part) for part in self.given_parts(parts)]

    def in_line(self, line: str) -> list[str]:
        """Ids of a line that has nothing else."""
        alone = task_results.words(line)
        return alone if all(map(is_ocid, alone)) else []

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """The id of an entry."""
        if task_results.is_result(given) or _of_work_request(given):
            return None
        own = next((given[key] for key in ("resource_id", "id", "identifier") if isinstance(given.get(key), str)), "")
        return [own] if own.strip() else None

    def body(self, given: dict[str, Any], beside: Resource) -> list[Resource]:
        """The resource that a dictionary describes; of one that describes none the ids that are named for their type.

        A work request is not a resource, but says which it is about.
        """
        of_work_request = _of_work_request(given)
        if of_work_request:
            own = of_work_request
        elif is_ocid(given.get("id")):
            own = [given["id"]]
            type_ = _type(given)
            beside = beside._replace(resource_type=type_) if isinstance(type_, str) else beside
        elif "value" in given and _OUTPUT.issuperset(given):
            value = given["value"]
            own = value if isinstance(value, list) else _all_ids(value) if isinstance(value, dict) else [value]
        else:
            own = _named(given) or _all_ids(given)
        around = self._around(given, beside)
        return [around._replace(id=each) for each in own if is_ocid(each)]

    def inner(self, given: dict[str, Any]) -> list[Any]:
        texts = [value for value in super().inner(given) if isinstance(value, str)]
        nested = [key for key, value in given.items() if isinstance(value, (dict, list)) and key not in _ABOUT_THE_TASK]
        return [*texts, *(given[key] for key in nested)]

    def chosen(self, found: list[Resource]) -> list[Resource]:
        inside = [each for each in found if not is_ocid(each.id) or parse_ocid(each.id).type not in SURROUNDING]
        unique: dict[str, Resource] = {}
        for each in inside or found:
            unique.setdefault(each.id, each)
        return list(unique.values())

    def beside(self, given: dict[str, Any], outer: Resource) -> Resource:
        """What an entry says of its ids. In a task's result the keys mean something else."""
        if task_results.is_result(given):
            return outer
        found = {"service": given.get("service"), "resource_type": _type(given)}
        for called, name in found.items():
            if name is not None and not (isinstance(name, str) and is_unicode(name)):
                raise UsageError(f"The {called} beside a resource_id must be a name, not {task_results.shown(name)}.")
        return self._around(given, outer)._replace(**{called: name for called, name in found.items() if name})

    def other(self, given: dict[str, Any], beside: Resource) -> list[Resource]:
        raise UsageError(
            f"What is given as resource_id has no resource's OCID: {task_results.found_in(given, self.error)}. Give the OCID,"
            " a list of these, or the registered result of the task that made or changed the resource."
        )

    def error(self, body: dict[str, Any]) -> Optional[str]:
        return refusals.of_body(body)

    def _around(self, given: dict[str, Any], outer: Resource) -> Resource:
        """The compartment that a resource is in by what stands beside its id."""
        found = (value for key, value in given.items() if name_of(key) == "compartmentid" and is_ocid(value))
        return outer._replace(compartment_id=next(found, None) or outer.compartment_id)


def _type(given: dict[str, Any]) -> Optional[str]:
    """The type that stands beside the id of an entry, or that an answer shows where its OCID is of another one; None otherwise.

    The id of a boot volume attachment is that of its instance (oracle/oci-cli, number 392).
    """
    names = {name_of(key): value for key, value in given.items()}
    if "bootvolumeid" in names and is_ocid(names.get("id")) and names["id"] == names.get("instanceid"):
        return "boot_volume_attachment"
    own = names.get("resourceid")
    return names.get("resourcetype") if own and names.get("id", own) == own else None


def _named(given: dict[str, Any]) -> list[Any]:
    """The ids that a dictionary without an id names for their types. Where it is an answer about a resource, only its own is meant."""
    names = {name_of(key): value for key, value in given.items() if is_ocid(value)}
    own = [names[key] for key in _OWN if key in names]
    if own or any(name_of(key) == _STATE for key in given):
        return own[:1]
    return [value for key, value in names.items() if key in _names(value) and parse_ocid(value).type not in SURROUNDING]


def _all_ids(given: dict[str, Any]) -> list[Any]:
    """The ids of a dictionary that has nothing else, under names of the user's own: {"web": ocid1..., "db": ocid1...}."""
    values = list(given.values())
    return values if all(map(is_ocid, values)) and not any(name_of(key).endswith("id") for key in given) else []


def _of_work_request(given: dict[str, Any]) -> list[Any]:
    """The ids of the resources of a work request; none where a dictionary is none."""
    found = given.get("resources") if is_of_work_request(given.get("id")) else None
    return [each.get("identifier") for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _names(ocid: str) -> tuple[str, str]:
    """The keys under which an id is named for what it is the id of, as name_of() writes them: instance_id, resource_id."""
    return "resourceid", f"{name_of(parse_ocid(ocid).type)}id"
