# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds where each resource is read that a task is about. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Mapping, NamedTuple, Optional, Sequence
from urllib.parse import quote

from .._ansible.task_results import shown
from .._core.errors import UsageError
from .._oci.api import appliance, endpoints
from .._oci.api.session import Session
from .._oci.catalogue.family import normalized
from .._oci.ocid import OCID_LENGTH, is_ocid, is_safe, parse_ocid, region_of
from .._oci.resource_ids import Resource
from .._text.sanitize import clean, cut, quoted, some
from .catalogue import lookup
from .catalogue.resource_type import ResourceType
from .goal import SETTLED_GOAL, Goal, check

#: The names of a path that options of their own fill, or that are read.
COMPARTMENT, NAMESPACE = "compartmentId", "namespaceName"
#: Names of parameters that a message has, and characters of each.
SHOWN, LONGEST_NAME = 8, 40

#: Names of what has no id: "Compute Instance Run Command", a plugin of an instance. No more than what no part of a URL begins or ends with.
_NAME = re.compile(r"(?!\.+\Z)[\w.~:@+=$!*()&-]+( [\w.~:@+=$!*()&-]+)*")
_FORM = f"it has letters, digits and . _ - and at most {OCID_LENGTH} characters."


class Naming(NamedTuple):
    """What is said beside the ids of resources: their service and type, and the other names of their paths."""

    service: Optional[str] = None
    resource_type: Optional[str] = None
    parameters: Mapping[str, Any] = {}
    compartment_id: Optional[str] = None


class Target(NamedTuple):
    """One resource, where it is read, and what it is waited for to become.

    key is the id by which a wait knows it: its own, and for what has no OCID those of what it lies under as well. names are
    all names of the path and the query but the namespace.
    """

    key: str
    id: str
    type: ResourceType
    base: str
    region: Optional[str]
    names: Mapping[str, str]
    goal: Goal = SETTLED_GOAL
    compartment_id: Optional[str] = None

    @property
    def needs_namespace(self) -> bool:
        return NAMESPACE in self.type.requires and NAMESPACE not in self.names


def is_named(naming: Naming) -> bool:
    """Whether resources of the type that these options name have names in the place of ids."""
    try:
        return not _is_id(lookup.find(None, naming.service, naming.resource_type).id)
    except UsageError:  # who reads the ids finds it again
        return False


def named(resource: Resource, naming: Naming, goal: Goal) -> tuple[ResourceType, dict[str, str]]:
    """The type of a resource and the names of its path, without a request. Raises UsageError."""
    type_ = lookup.find(resource.id, resource.service or naming.service, resource.resource_type or naming.resource_type)
    if not _can_be_sent(type_.id, resource.id):
        raise UsageError(f"{quoted(resource.id)} cannot be an id: {_FORM}")
    check(goal, type_)
    return type_, _names(type_, resource, naming)


def target(session: Session, resource: Resource, naming: Naming, goal: Goal = SETTLED_GOAL) -> Target:
    """Where a resource is read. Raises UsageError: an unknown type, service or region, a name of its path that is missing."""
    type_, names = named(resource, naming, goal)
    around = _around(type_, names)
    ids = (resource.id, *around, resource.compartment_id)
    region = next(filter(None, map(region_of, (resource.id, *around))), None)
    there = _there(session, type_, region, ids)
    filled = {} if session.place.service_endpoint else _of_host(type_, (resource.id, *around))
    base, region = session.base(there, type_.service, region, ids, filled)
    compartment_id = resource.compartment_id or naming.compartment_id
    return Target(key(type_, resource.id, names), resource.id, type_, base, region, names, goal, compartment_id)


def key(type_: ResourceType, resource_id: str, names: Mapping[str, str]) -> str:
    """The id by which a wait knows a resource: see Target."""
    return resource_id if is_ocid(resource_id) else "/".join([*_around(type_, names), resource_id])


def path(target: Target, namespace: Optional[str]) -> tuple[str, dict[str, str]]:
    """The path and the query of the request for a resource. What the path does not have of its names is in the query."""
    values = {**target.names, **({NAMESPACE: namespace} if namespace else {})}
    text = target.type.path
    query = {}
    for name, value in values.items():
        if f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", quote(value, safe=""))
        else:
            query[name] = value
    return text, query


def _around(type_: ResourceType, names: Mapping[str, str]) -> list[str]:
    """The ids of what a resource lies under."""
    return [names[name] for name in type_.requires if name in names and name != COMPARTMENT]


def _names(type_: ResourceType, resource: Resource, naming: Naming) -> dict[str, str]:
    """The names of a path by the options. Raises UsageError for what is missing, and for what is of no use."""
    given = _given(naming.parameters)
    compartment_id = resource.compartment_id or naming.compartment_id
    found, missing = {type_.id: resource.id}, []
    for name in type_.requires:
        _called, value = given.pop(normalized(name), (name, compartment_id if name == COMPARTMENT else None))
        if value is not None:
            found[name] = value
        elif name != NAMESPACE:
            missing.append("compartment_id" if name == COMPARTMENT else name)
    if missing:
        others = ", ".join(f"{name}: ..." for name in missing if name != "compartment_id")
        options = ["compartment_id"] if "compartment_id" in missing else []
        options += [f"parameters: {{{others}}}"] if others else []
        raise UsageError(
            f"{type_.title} is read with {' and '.join(missing)} beside its own id: set {' and '.join(options)}."
        )
    if given:
        needs = [name for name in type_.requires if name not in (COMPARTMENT, NAMESPACE)]
        has = some(sorted(called for called, _value in given.values()), SHOWN)
        raise UsageError(
            f"parameters has {has}, of which {type_.title} has no use: it is read with {' and '.join(needs) or 'nothing'} beside its"
            " own id."
        )
    return found


def _given(parameters: Mapping[str, Any]) -> dict[str, tuple[str, Optional[str]]]:
    """The option parameters, by the names as they are compared: each name as it was written, and its value. Raises UsageError.

    A value is not repeated unless it is a text: it may be the registered result of a task.
    """
    found: dict[str, tuple[str, Optional[str]]] = {}
    for name, value in parameters.items():
        called = cut(clean(str(name)), LONGEST_NAME)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if text is None or (isinstance(text, str) and not text.strip()):
            continue
        if not isinstance(text, str):
            raise UsageError(f"{called} in parameters must be a text, not {_kind_of(value)}.")
        if not _can_be_sent(called, text):
            raise UsageError(f"{called} in parameters is {quoted(text)}, which cannot be sent: {_FORM}")
        before, _value = found.setdefault(normalized(str(name)), (called, text))
        if _value != text:
            raise UsageError(f"parameters has {before} twice, as {before} and as {called}: give one of them.")
    return found


def _kind_of(value: Any) -> str:
    return "true or false" if isinstance(value, bool) else "a number" if isinstance(value, float) else shown(value)


def _is_id(name: str) -> bool:
    return name.lower().endswith("id")


def _can_be_sent(name: str, value: str) -> bool:
    """Whether a text can stand in a URL under this name. Where that is not called an id, it may be a name of several words."""
    if _is_id(name):
        return is_safe(value)
    return len(value) <= OCID_LENGTH and _NAME.fullmatch(value) is not None


def _of_host(type_: ResourceType, ids: Sequence[str]) -> dict[str, str]:
    """What OCIDs fill of a host name. The host of a vault's keys has a part of their OCIDs in it. Raises UsageError."""
    if "{vault}" not in type_.endpoint:
        return {}
    parts = [parse_ocid(each).extra for each in ids if is_ocid(each)]
    vault = next(filter(None, parts), None)
    if vault is None:
        raise UsageError(
            f"The host that has {type_.title} {quoted(ids[0])} is that of its vault, which the id does not name: set service_endpoint to"
            " the management endpoint of the vault."
        )
    return {"vault": vault}


def _there(session: Session, type_: ResourceType, region: Optional[str], ids: Any) -> ResourceType:
    """The type as its place has it. On an appliance a host is named as in OCI, up to the region. Raises UsageError."""
    if "{region}" not in type_.endpoint or not session.is_on_appliance(region, ids):
        return type_
    made, place = appliance.made(ids), session.place
    if made and not (place.service_endpoint or endpoints.is_domain(place.region)):
        raise appliance.needs_domain(made, place.region)
    endpoint = type_.endpoint[: type_.endpoint.index("{region}")] + "{region}"
    return type_._replace(endpoint=endpoint, realm_endpoints={}, dual_stack=False)
