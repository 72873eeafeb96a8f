# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the type of a resource by the names of its service and of itself, or by the type in its OCID. Private to longops.oracle."""

from __future__ import annotations

import functools
from typing import Any, Iterable, Optional, Sequence

from ..._core.errors import UsageError
from ..._oci.catalogue.family import normalized
from ..._oci.ocid import is_ocid, is_of_work_request, parse_ocid
from ..._text.sanitize import QUOTED, did_you_mean, quoted, some
from .resource_type import ResourceType
from .resource_types import OCID_TYPES, RESOURCE_TYPES

#: Package of the SDK -> other names of the service, that of oci-cli first. The catalogue of work requests has those of all that have some.
_NAMES = {
    "announcements_service": ("announce",),
    "certificates_management": ("certs-mgmt", "certificates"),
    "core": ("compute", "compute-management", "bv", "block volume", "network", "networking", "virtual-network"),
    "compute_instance_agent": ("instance-agent",),
    "costad": ("cost anomaly detection",),
    "dashboard_service": ("dashboard",),
    "database": ("db",),
    "file_storage": ("fs", "fss"),
    "key_management": ("kms", "key management service"),
    "media_services": ("media",),
    "ons": ("notifications", "notification"),
    "operator_access_control": ("opctl",),
    "vault": ("secrets",),
}
#: The packages of the services that share an API for their work requests.
_SHARED = {"work_requests": ("core", "database", "dns")}
#: Types that a message names where several are possible.
SHOWN = 8
PAGE = "All types are in docs/resources.md of longops.oracle."


def by_title(title: str) -> ResourceType:
    """The type of a title, as core.instance. Raises KeyError."""
    return _titles()[title]


def find(resource_id: Any, service: Optional[str] = None, resource_type: Optional[str] = None) -> ResourceType:
    """The type of a resource. Raises UsageError.

    service is the SDK's package, a name that people have for it, or a whole title; resource_type is the name, or the type in
    OCIDs. Case, blanks and punctuation do not count. What they leave open is decided by the type in the resource's OCID.
    """
    if service and normalized(service) in _by_full_name():
        found = _by_full_name()[normalized(service)]
        if not resource_type or normalized(resource_type) in (normalized(found.name), normalized(found.title)):
            return found
        if normalized(service) not in _families():  # where "mysql db system" is a name of mysql
            raise UsageError(
                f"service names {found.title}, and resource_type {quoted(resource_type)}: set one of them."
            )
    packages = _packages(service) if service else None
    if resource_type:
        return _by_name(resource_id, packages, resource_type)
    kind = _kind(resource_id)
    if packages is not None:
        return _of_service(resource_id, kind, packages)
    if not kind:
        raise UsageError(
            f"{quoted(resource_id)} is not an OCID, so nothing says what type of resource it is the id of. Name that with the options"
            " service and resource_type, as in service: container_engine, resource_type: addon."
        )
    return _by_kind(resource_id, kind)


def matching(service: Optional[str], resource_type: Optional[str]) -> tuple[ResourceType, ...]:
    """All types that these names may mean, to choose from a list. Raises UsageError where there is none."""
    if service and normalized(service) in _by_full_name():
        return (find(None, service, resource_type),)
    packages = _packages(service) if service else None
    types = _types_of(packages) if packages is not None else RESOURCE_TYPES
    if not resource_type:
        return types
    wanted = normalized(resource_type)
    found = tuple(each for each in types if wanted in (normalized(each.name), normalized(each.title)))
    return found or (_by_name(None, packages, resource_type),)


def _kind(resource_id: Any) -> str:
    """The type in an OCID; empty for what is none. Raises UsageError for the OCID of a work request."""
    if not is_ocid(resource_id):
        return ""
    if is_of_work_request(resource_id):
        raise UsageError(
            f"{resource_id} is the OCID of a work request and not of a resource: work_request_wait and work_request_info have it"
            " as work_request_id."
        )
    return parse_ocid(resource_id).type.lower()


def _by_kind(resource_id: str, kind: str) -> ResourceType:
    if kind in OCID_TYPES:
        return by_title(OCID_TYPES[kind])
    name = normalized(kind)
    several = [each for each in RESOURCE_TYPES if normalized(each.name) == name]
    if several:
        raise UsageError(
            f"{resource_id} is of the type {kind}, and several services have resources that are called so:"
            f" {_listed(several)}. Name the service with the option service, as in service: {several[0].service}."
        )
    near = [
        _titles()[title] for title in _nearest(name, {normalized(each): title for each, title in OCID_TYPES.items()})
    ]
    example = near[0] if near else by_title("core.instance")
    raise UsageError(
        f"{resource_id} is of the type {kind}, and how the state of such a resource is read is not known. {_question(near)}If it has"
        f" one, name its type with the options service and resource_type, as in service: {example.service}, resource_type:"
        f" {example.name}. {PAGE}"
    )


def _of_service(resource_id: Any, kind: str, packages: Sequence[str]) -> ResourceType:
    """The type of a resource of one service, by its OCID, or because it is the only one."""
    types = _types_of(packages)
    known = OCID_TYPES.get(kind, "")
    own = [each for each in types if each.title == known]
    # An OCID whose type is not known ends with the name of its resource nearly always: ocbassetsource, ormprivateendpoint.
    ending = [each for each in types if kind and kind.endswith(normalized(each.name))]
    longest = max((len(each.name) for each in ending), default=0)
    own = own or ([] if known else [each for each in ending if len(each.name) == longest])
    if len(own) == 1:
        return own[0]
    if len(types) == 1 and not known:
        return types[0]
    called, names = f"The service {' or '.join(packages)}", _listed(own or types)
    if known:
        raise UsageError(
            f"{resource_id} is of the type {kind}, which is {known}: leave out the option service. {called} has {names}: if it is one of"
            " these, name that with the option resource_type."
        )
    said = f"{resource_id} is of the type {kind}" if kind else f"{quoted(resource_id)} is no OCID"
    raise UsageError(f"{said}. {called} has {names}: name one with the option resource_type.")


def _by_name(resource_id: Any, packages: Optional[Sequence[str]], resource_type: str) -> ResourceType:
    """The type of this name, or of this type in OCIDs, in some services or in all."""
    wanted = normalized(resource_type)
    types = _types_of(packages) if packages is not None else RESOURCE_TYPES
    found = [each for each in types if wanted in (normalized(each.name), normalized(each.title))]
    found = found or [each for each in types if OCID_TYPES.get(wanted) == each.title]
    if len(found) > 1:  # the resource itself knows which
        known = OCID_TYPES.get(_kind(resource_id))
        found = [each for each in found if each.title == known] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"Several services have resources that are called {quoted(resource_type)}: {_listed(found)}. Name the service with the"
            f" option service, as in service: {found[0].service}."
        )
    names = {normalized(each.name): each.title for each in reversed(types)}  # the first of those that are called so
    near = [_titles()[title] for title in _nearest(wanted, names)]
    has = f"The service {' or '.join(packages)} has {_listed(types)}. " if packages is not None else ""
    raise UsageError(
        f"{quoted(resource_type)} is not a type of resources that this collection knows. {_question(near)}{has}{PAGE}"
    )


def _packages(service: str) -> tuple[str, ...]:
    """The packages of the SDK that a name of a service means. Raises UsageError."""
    found = _services().get(normalized(service))
    if found:
        return found
    wanted = normalized(service)
    family = _families().get(wanted, "")
    found = _SHARED.get(family) or _services().get(normalized(family))
    if found:
        return found
    names = {**_families(), **{name: packages[0] for name, packages in _services().items()}}
    near = [each for each in _nearest(wanted, names) if normalized(each) in _services()]
    raise UsageError(
        f"{quoted(service)} is not a service whose resources this collection knows."
        f" {did_you_mean([f'service: {each}' for each in near])}{PAGE}"
    )


def _nearest(wanted: str, names: dict[str, str]) -> list[str]:
    """What the names that resemble a word stand for, the nearest first."""
    from difflib import get_close_matches  # here, because only an error needs it

    inside = [name for name in names if len(name) > 3 and name in wanted]
    near = get_close_matches(wanted[:QUOTED], list(names)) + sorted(inside, key=len, reverse=True)
    return list(dict.fromkeys(names[name] for name in near))[:3]


def _question(types: Iterable[ResourceType]) -> str:
    return did_you_mean([each.title for each in types])


def _listed(types: Sequence[ResourceType]) -> str:
    """The titles of types of several services, or the names of those of one."""
    services = {each.service for each in types}
    return some([each.name if len(services) == 1 else each.title for each in types], SHOWN)


def _types_of(packages: Sequence[str]) -> tuple[ResourceType, ...]:
    return tuple(each for each in RESOURCE_TYPES if each.service in packages)


@functools.lru_cache(maxsize=None)  # a wait asks for each of its resources
def _titles() -> dict[str, ResourceType]:
    return {each.title: each for each in RESOURCE_TYPES}


@functools.lru_cache(maxsize=None)
def _by_full_name() -> dict[str, ResourceType]:
    """The types by their titles, as normalized() writes them, except those that are written like the name of a service."""
    return {normalized(each.title): each for each in RESOURCE_TYPES if normalized(each.title) not in _services()}


@functools.lru_cache(maxsize=None)
def _services() -> dict[str, tuple[str, ...]]:
    """The packages by their own names, and by those of _NAMES."""
    packages = dict.fromkeys(each.service for each in RESOURCE_TYPES)
    names = {normalized(name): (package,) for package, names in _NAMES.items() for name in names}
    return {**names, **{normalized(package): (package,) for package in packages}}


@functools.lru_cache(maxsize=None)
def _families() -> dict[str, str]:
    """The packages of work requests, by all names of their services."""
    from ..._oci.catalogue.families import FAMILIES, NAMES  # here, because only other names than the SDK's need it

    titles = {family.title: family.title for family in FAMILIES}
    return {normalized(name): title.partition(".")[0] for name, title in {**NAMES, **titles}.items()}
