# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds a work-request API by a service's name, or by the type in an OCID. Private to longops.oracle."""

from __future__ import annotations

import functools
import re
from typing import Any, Mapping, NamedTuple, Optional
from urllib.parse import urlsplit

from ..._core.errors import UsageError
from ..._text.sanitize import QUOTED, did_you_mean, quoted
from ..ocid import OCID_LENGTH, is_ocid, is_of_work_request, is_safe, parse_ocid, region_of
from .families import FAMILIES, NAMES, OCID_TYPES, WITHOUT_API
from .family import Family, normalized

#: The word for every service.
ALL = "all"
#: The ids of Object Storage's work requests (WorkRequest of its API reference).
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: Services that a message names where a type is not known.
NEAREST = 3


def families() -> tuple[Family, ...]:
    """All work-request APIs, by service."""
    return FAMILIES


def is_all(name: str) -> bool:
    return name.strip().lower() == ALL


def find(name: Any) -> Family:
    """The family that a service's name means: the SDK's package, a title, Oracle's name or an everyday one.

    Case, blanks and punctuation do not count. Raises UsageError for an unknown name, and for a service without such an API.
    """
    wanted = normalized(name) if isinstance(name, str) else ""
    family = _by_name().get(wanted)
    if family is not None:
        return family
    for alias, reason in WITHOUT_API.items():
        if normalized(alias) == wanted:
            raise UsageError(reason)
    raise UsageError(_unknown(name, wanted))


def find_by_ocid(ocid: Any) -> Optional[Family]:
    """The family whose work requests have this OCID's type; None where that is not known. Raises UsageError like parse_ocid."""
    title = OCID_TYPES.get(parse_ocid(ocid).type)
    return _titles()[title] if title else next(iter(_on_appliance(ocid)), None)


def _on_appliance(ocid: str) -> tuple[Family, ...]:
    """The families that may have a work request of an appliance whose type names no service, the first to be asked first."""
    parsed = parse_ocid(ocid)
    if not parsed.is_of_appliance or not is_of_work_request(ocid) or parsed.type in OCID_TYPES:
        return ()
    from .editions import PCA  # here, because every poll pays for what is imported

    return tuple(_titles()[title] for title in PCA.asked)


class Place(NamedTuple):
    """Where a work request is: the family, the region that its id names, if any, and other families that it may be in."""

    family: Family
    region: Optional[str]
    others: tuple[Family, ...] = ()


def find_by_work_request(work_request_id: str, service: Optional[str], endpoint: Optional[str] = None) -> Place:
    """Where a work request is.

    service is its name and endpoint its address, if they were given: then any id is valid that can stand in a URL.
    Raises UsageError: invalid id, unknown service.
    """
    family = find(service) if service else None
    family = family or _by_type_or_address(work_request_id, endpoint)
    if family is None:
        raise UsageError(
            _unknown_work_request(work_request_id) if is_ocid(work_request_id) else _no_ocid(work_request_id)
        )
    if not is_safe(work_request_id):
        raise UsageError(
            f"{quoted(work_request_id)} cannot be an id: an id has letters, digits and . _ - and at most {OCID_LENGTH}"
            " characters."
        )
    several = () if service or not is_ocid(work_request_id) else _on_appliance(work_request_id)
    if family in several:
        return Place(family, region_of(work_request_id), tuple(each for each in several if each != family))
    is_one = service is not None and family.name != "default" and normalized(service) == normalized(family.title)
    by_type = _by_known_type(work_request_id)
    own = (by_type,) if by_type and by_type is not family else ()
    siblings = () if is_one else tuple(each for each in others(family) if each is not by_type)
    return Place(family, region_of(work_request_id), own + siblings)


def _by_known_type(work_request_id: str) -> Optional[Family]:
    title = OCID_TYPES.get(parse_ocid(work_request_id).type) if is_ocid(work_request_id) else None
    return _titles()[title] if title else None


def _by_type_or_address(work_request_id: str, endpoint: Optional[str]) -> Optional[Family]:
    """The family of a type that one service has, of this address, or of a type that several have on an appliance."""
    return (
        _by_known_type(work_request_id)
        or (find_by_endpoint(endpoint) if endpoint else None)
        or (find_by_ocid(work_request_id) if is_ocid(work_request_id) else None)
    )


@functools.lru_cache(maxsize=32)  # for each id of a wait it is the same
def find_by_endpoint(url: str) -> Optional[Family]:
    """The family whose host has this name in every region; None where it is none's, or that of several services."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    found = {
        family.service: family
        for family in reversed(FAMILIES)
        if _host_of(family) and host.startswith(_host_of(family))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _host_of(family: Family) -> str:
    """What the name of a family's host begins with, before its region."""
    return family.endpoint.partition("//")[2].partition("{")[0]


def resource_hint(id_: str) -> str:
    """What to do where no work request is found that has the OCID of a resource; empty where this is none."""
    from .resource_types import RESOURCE_TYPES  # as in find_by_resource

    if not is_ocid(id_) or parse_ocid(id_).type.lower() not in RESOURCE_TYPES:
        return ""
    return f"It is the OCID of a resource (type {parse_ocid(id_).type}): give it as resource_id."


def others(family: Family) -> tuple[Family, ...]:
    """The other families of the same service, which may have a work request that this one does not know."""
    here = family.base_path, family.get
    return tuple(each for each in FAMILIES if each.service == family.service and (each.base_path, each.get) != here)


def find_by_resource(resource_id: Any) -> Family:
    """The family that has the work requests of the resource with this OCID. Raises UsageError where its type is not known."""
    if not is_ocid(resource_id):
        raise UsageError(
            f"{quoted(resource_id)} is not an OCID, whose type determines the service: name the service with the option"
            " service."
        )
    kind = parse_ocid(resource_id).type.lower()
    if kind in OCID_TYPES or is_of_work_request(resource_id):
        raise UsageError(f"{resource_id} is a work request and no resource: give it as work_request_id.")
    from .resource_types import RESOURCE_TYPES  # here, because every poll pays for what is imported

    if kind not in RESOURCE_TYPES:
        raise UsageError(_unknown_type(resource_id, kind, RESOURCE_TYPES))
    return find(RESOURCE_TYPES[kind])


@functools.lru_cache(maxsize=None)  # a wait asks for each of its ids
def _titles() -> dict[str, Family]:
    return {family.title: family for family in FAMILIES}


@functools.lru_cache(maxsize=None)
def _by_name() -> dict[str, Family]:
    """The families by all their names, as normalized() writes them; where two have the same, a title counts."""
    aliases = {normalized(alias): _titles()[title] for alias, title in reversed(NAMES.items())}
    return {**aliases, **{normalized(title): family for title, family in _titles().items()}}


def _no_ocid(work_request_id: str) -> str:
    """What is wrong with an id of which no service is named, and which is no OCID."""
    text = f"{quoted(work_request_id)} is not an OCID, whose type names the service."
    if _UUID.fullmatch(work_request_id):
        return f"{text} The work requests of Object Storage have such ids: if it is one, set service: object_storage."
    if work_request_id.isdigit():
        return f"{text} GoldenGate's requests have numbers: they are for request_status_info, request_status_wait and request_id."
    return (
        f"{text} An OCID looks like ocid1.TYPE.REALM.REGION.UNIQUE, with letters, digits, _ and - between the dots. If this is"
        " an id of a service that has others, name that with the option service."
    )


def _unknown_work_request(ocid: str) -> str:
    """What is wrong with an OCID that is of no known type of work requests."""
    from .resource_types import RESOURCE_TYPES  # as in find_by_resource

    kind = parse_ocid(ocid).type
    if kind.lower() in RESOURCE_TYPES:
        return (
            f"{ocid} is the OCID of a resource (type {kind}) and not of a work request: give it as resource_id, which stands"
            " for whatever is under way for it."
        )
    text = f"The id {ocid} is of the type {kind}, and which service has those is not known."
    near = _nearest(kind, RESOURCE_TYPES)
    instead = "" if is_of_work_request(ocid) else " If it is the OCID of a resource, give it as resource_id."
    return f"{text} {did_you_mean([f'service: {name}' for name in near])}Name it with the option service.{instead}"


def _nearest(kind: str, known: Mapping[str, str]) -> list[str]:
    """Titles of the services whose names resemble the type of a work request, the nearest first.

    known are the services by the types of their resources.
    """
    from difflib import get_close_matches  # as in _unknown

    stem = re.sub(r"workrequests?$", "", kind.lower())
    if not stem:
        return []
    names = _by_name()
    if stem in names:
        return [names[stem].title]
    owner = known.get(stem)
    similar = [
        name for name in names if min(len(name), len(stem)) > 3 and (stem.startswith(name) or name.startswith(stem))
    ]
    similar.sort(key=lambda name: abs(len(name) - len(stem)))
    near = similar + get_close_matches(stem[:QUOTED], list(names))
    return list(dict.fromkeys([*([owner] if owner else []), *(names[name].title for name in near)]))[:NEAREST]


def _unknown_type(resource_id: str, kind: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # as in _unknown

    near = [f"{each} ({known[each]})" for each in get_close_matches(kind, list(known))]
    return (
        f"The resource {resource_id} is of the type {kind}, and which service has its work requests is not known."
        f" {did_you_mean(near)}Name it with the option service."
    )


def _unknown(name: Any, wanted: str) -> str:
    from difflib import get_close_matches  # here, because only an error needs it

    readable: dict[str, str] = {}
    for alias in list(_titles()) + list(NAMES):
        readable.setdefault(normalized(alias), alias)
    near = [readable[key] for key in get_close_matches(wanted[:QUOTED], readable)]
    return (
        f"{quoted(name)} is not a service whose work requests this collection knows. {did_you_mean(near)}All names"
        " are in docs/services.md of longops.oracle."
    )
