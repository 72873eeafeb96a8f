# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds a work-request API by a service's name, or by the type in an OCID. Private to longops.oracle."""

from __future__ import annotations

import functools
import re
from typing import Any, Mapping, Optional

from ..._core.errors import UsageError
from ..._text.sanitize import QUOTED, did_you_mean, quoted
from ..ocid import is_ocid, parse_ocid
from .families import FAMILIES, NAMES, OCID_TYPES, WITHOUT_API
from .family import Family, normalized

#: The word for every service.
ALL = "all"
#: An id that is no OCID, such as the UUIDs of Object Storage.
_PLAIN_ID = re.compile(r"(?!ocid1\.)[A-Za-z0-9][A-Za-z0-9_-]{0,254}\Z")


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
    parsed = parse_ocid(ocid)
    title = OCID_TYPES.get(parsed.type)
    if title is None and parsed.is_of_appliance:
        from .editions import PCA  # here, because every poll pays for what is imported

        title = PCA.ocid_types.get(parsed.type, (None,))[0]
    return _titles()[title] if title else None


def find_by_work_request(work_request_id: str, service: Optional[str]) -> tuple[Family, Optional[str]]:
    """The family that has this work request, and the region that its id names, if any.

    service is its name, if it was given. Raises UsageError: invalid id, unknown service.
    """
    family = find(service) if service else None
    if family is not None and not family.ocid and _PLAIN_ID.match(work_request_id):
        return family, None  # not every service uses OCIDs here
    ocid = parse_ocid(work_request_id)
    family = family or find_by_ocid(work_request_id)
    if family is None:
        raise UsageError(
            f"The id {work_request_id} is of the type {ocid.type}, and which service has those is not"
            " known. Name it with the option service, such as service: container_engine."
        )
    return family, ocid.region_code or None


def find_by_resource(resource_id: Any) -> Family:
    """The family that has the work requests of the resource with this OCID. Raises UsageError where its type is not known."""
    if not is_ocid(resource_id):
        raise UsageError(
            f"{quoted(resource_id)} is not an OCID, whose type determines the service: name the service with the option"
            " service."
        )
    kind = parse_ocid(resource_id).type.lower()
    if kind in OCID_TYPES:
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
