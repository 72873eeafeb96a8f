# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the resources of a module from its options. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._ansible import options
from .._ansible.task_results import is_result
from .._core.errors import UsageError
from .._oci import resource_ids
from .._oci.resource_ids import Resource
from .catalogue import lookup
from .catalogue.resource_type import ResourceType
from .client import ResourceClient
from .goal import SETTLED_GOAL, Goal
from .targets import Naming, Target, is_named, target

#: What entries of operation_wait say of each resource, and options of the modules here of all.
OF_ALL = ("state", "absent", "missing_ok", "fail_on", "parameters")


def naming_options() -> dict[str, Any]:
    """The argument spec of doc fragment longops.oracle.resources, beside that of longops.oracle.oci."""
    return {"resource_type": {"type": "str"}, "parameters": {"type": "dict"}}


def goal_options() -> dict[str, Any]:
    """The argument spec of what to wait for, of doc fragment longops.oracle.resources.goal."""
    return {
        "state": {"type": "list", "elements": "str"},
        "absent": {"type": "bool", "default": False},
        "missing_ok": {"type": "bool", "default": False},
        "fail_on": {"type": "list", "elements": "str"},
    }


def naming(params: Mapping[str, Any]) -> Naming:
    """What the options say beside the ids."""
    return Naming(params["service"], params["resource_type"], params["parameters"] or {}, params["compartment_id"])


def resources(params: dict[str, Any]) -> Optional[list[Resource]]:
    """The value of the option resource_id; None where it is not given. Raises UsageError."""
    return options.taken(params, ("resource_id",), lambda given: find(given, naming(params)))


def find(given: Any, beside: Naming) -> list[Resource]:
    """The resources in a value: those that _oci.resource_ids.find() has, or names, which may be of several words. Raises UsageError."""
    texts = given if isinstance(given, (list, tuple)) else [given]
    _check_entries(texts)
    if (
        texts
        and is_named(beside)
        and all(isinstance(each, str) and not each.lstrip().startswith("{") for each in texts)
    ):
        names = [part.strip() for each in texts for part in each.split(",")]
        if all(names):
            return [Resource(name) for name in dict.fromkeys(names)]
    try:
        return resource_ids.find(given)
    except UsageError as error:
        if not is_named(beside):
            raise
        raise UsageError(f"{error} Resources of this type have no OCID: give the name.") from error


def _check_entries(given: Sequence[Any]) -> None:
    """Raises UsageError where an entry says of its resource what only an option says, of all. Entries of results have an id as well."""
    for each in given:
        if not isinstance(each, dict) or "resource_id" not in each or "id" in each or is_result(each):
            continue
        own = [name for name in OF_ALL if name in each]
        if own:
            raise UsageError(
                f"An entry of resource_id has {' and '.join(own)}. Such options hold for all resources of a task: operation_wait takes"
                " entries with their own."
            )


def targets(
    client: ResourceClient, asked: Sequence[Resource], beside: Naming, goal: Goal = SETTLED_GOAL
) -> list[Target]:
    """Where each of these resources is read, once each. Raises UsageError."""
    found = [target(client.oci.session, each, beside, goal) for each in asked]
    return list({each.key: each for each in found}.values())


def types_of(services: Sequence[str], names: Sequence[str]) -> Optional[list[ResourceType]]:
    """The types whose resources are to be listed: those of these names, of all of them, in these services, or in all; None for all.

    Raises UsageError.
    """
    for service in services:
        lookup.matching(service, None)
    if not names:
        return [each for service in services for each in lookup.matching(service, None)] if services else None
    found: list[ResourceType] = []
    among: Sequence[Optional[str]] = services or [None]
    for name in names:
        faults: list[UsageError] = []
        before = len(found)
        for each in among:
            try:
                found += lookup.matching(each, name)
            except UsageError as error:  # of two services only one may have it
                faults.append(error)
        if faults and len(found) == before:
            raise faults[0]
    return found
