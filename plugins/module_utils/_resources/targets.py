# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds where each resource is read that a task is about. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional
from urllib.parse import quote

from .._core.errors import UsageError
from .._oci.api.session import Session
from .._oci.catalogue.family import normalized
from .._oci.ocid import OCID_LENGTH, is_ocid, is_safe, parse_ocid, region_of
from .._oci.resource_ids import Resource
from .._text.sanitize import quoted
from .catalogue import lookup
from .catalogue.resource_type import ResourceType
from .goal import SETTLED_GOAL, Goal, check

#: The names of a path that options of their own fill, or that are read.
COMPARTMENT, NAMESPACE = "compartmentId", "namespaceName"


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
        return NAMESPACE in self.type.requires


def named(resource: Resource, naming: Naming, goal: Goal) -> tuple[ResourceType, dict[str, str]]:
    """The type of a resource and the names of its path, without a request. Raises UsageError."""
    type_ = lookup.find(resource.id, resource.service or naming.service, naming.resource_type)
    if not is_safe(resource.id):
        raise UsageError(
            f"{quoted(resource.id)} cannot be an id: an id has letters, digits and . _ - and at most {OCID_LENGTH} characters."
        )
    check(goal, type_)
    return type_, _names(type_, resource, naming)


def target(session: Session, resource: Resource, naming: Naming, goal: Goal = SETTLED_GOAL) -> Target:
    """Where a resource is read. Raises UsageError: an unknown type, service or region, a name of its path that is missing."""
    type_, names = named(resource, naming, goal)
    around = _around(type_, names)
    ids = (resource.id, *around, resource.compartment_id)
    region = next(filter(None, map(region_of, (resource.id, *around))), None)
    there = _there(session, type_, session.region_of_resource(None) or region, ids)
    base, region = session.base(there, type_.service, region, ids, _of_host(type_, resource.id))
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
    given = {normalized(str(name)): value for name, value in naming.parameters.items() if value not in (None, "")}
    compartment_id = resource.compartment_id or naming.compartment_id
    found, missing = {type_.id: resource.id}, []
    for name in type_.requires:
        value = given.pop(normalized(name), compartment_id if name == COMPARTMENT else None)
        if value is not None:
            found[name] = str(value)
        elif name != NAMESPACE:
            missing.append("compartment_id" if name == COMPARTMENT else name)
    if missing:
        options = ["compartment_id"] if "compartment_id" in missing else []
        options += ["parameters"] if set(missing) - {"compartment_id"} else []
        raise UsageError(
            f"{type_.title} is read with {' and '.join(missing)} beside its own id: set {' and '.join(options)}."
        )
    if given:
        needs = [name for name in type_.requires if name not in (COMPARTMENT, NAMESPACE)]
        raise UsageError(
            f"parameters has {', '.join(sorted(given))}, and {type_.title} is read with {' and '.join(needs) or 'none'} beside its own id."
        )
    return found


def _of_host(type_: ResourceType, resource_id: str) -> dict[str, str]:
    """What the OCID fills of a host name. The host of a vault's keys has a part of their OCIDs in it."""
    return {"vault": parse_ocid(resource_id).extra} if "{vault}" in type_.endpoint and is_ocid(resource_id) else {}


def _there(session: Session, type_: ResourceType, region: Optional[str], ids: Any) -> ResourceType:
    """The type as its place has it. On an appliance a host is named as in OCI, up to the region."""
    if "{region}" not in type_.endpoint or not session.is_on_appliance(region, ids):
        return type_
    endpoint = type_.endpoint[: type_.endpoint.index("{region}")] + "{region}"
    return type_._replace(endpoint=endpoint, realm_endpoints={}, dual_stack=False)
