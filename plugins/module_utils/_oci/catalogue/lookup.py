# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which work-request API is meant: by a service's name, or by the type in an OCID. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from ..._core.errors import UsageError
from ..._text.sanitize import QUOTED, quoted
from ..ocid import is_ocid, parse_ocid
from .families import FAMILIES, NAMES, OCID_TYPES, WITHOUT_API
from .family import Family
from .names import squeezed

#: The word for every service.
ALL = "all"


def families() -> tuple[Family, ...]:
    """All work-request APIs, by service."""
    return FAMILIES


def is_all(name: str) -> bool:
    return name.strip().lower() == ALL


def find(name: Any) -> Family:
    """The family that a service's name means: the SDK's package, a title, Oracle's name or an everyday one.

    Case, blanks and punctuation do not count. Raises UsageError for a name that nobody knows, and for a service without
    such an API.
    """
    wanted = squeezed(name) if isinstance(name, str) else ""
    for title, family in _titles().items():
        if squeezed(title) == wanted:
            return family
    for alias, title in NAMES.items():
        if squeezed(alias) == wanted:
            return _titles()[title]
    for alias, reason in WITHOUT_API.items():
        if squeezed(alias) == wanted:
            raise UsageError(reason)
    raise UsageError(_unknown(name, wanted))


def find_by_ocid(ocid: Any) -> Optional[Family]:
    """The family whose work requests have this OCID's type; None where that is not known. Raises UsageError like parse_ocid."""
    title = OCID_TYPES.get(parse_ocid(ocid).type)
    return _titles()[title] if title else None


def find_by_resource(resource_id: Any) -> Family:
    """The family that has the work requests of the resource with this OCID. Raises UsageError where its type does not tell."""
    if not is_ocid(resource_id):
        raise UsageError(
            f"{quoted(resource_id)} is not an OCID, whose type would tell the service: name that with the option"
            " service."
        )
    kind = parse_ocid(resource_id).type.lower()
    if kind in OCID_TYPES:
        raise UsageError(f"{resource_id} is a work request and no resource: give it as work_request_id.")
    from .resource_types import RESOURCE_TYPES  # a look costs what it imports

    if kind not in RESOURCE_TYPES:
        raise UsageError(_unknown_type(resource_id, kind, RESOURCE_TYPES))
    return find(RESOURCE_TYPES[kind])


def _titles() -> dict[str, Family]:
    return {family.title: family for family in FAMILIES}


def _unknown_type(resource_id: str, kind: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # as in _unknown

    near = get_close_matches(kind, list(known))
    return (
        "The resource %s is of the type %s, and which service has the work requests of those is not known. %sName it with the option service."
        % (
            resource_id,
            kind,
            "Known types near it are: %s. " % ", ".join("%s (%s)" % (each, known[each]) for each in near)
            if near
            else "",
        )
    )


def _unknown(name: Any, wanted: str) -> str:
    from difflib import get_close_matches  # here, because only a mistake needs it

    readable: dict[str, str] = {}
    for alias in list(_titles()) + list(NAMES):
        readable.setdefault(squeezed(alias), alias)
    near = [readable[key] for key in get_close_matches(wanted[:QUOTED], readable)]
    return (
        "%s is not a service whose work requests this collection knows. %sAll names are in docs/services.md of longops.oracle."
        % (
            quoted(name),
            "Near it are: %s. " % ", ".join(near) if near else "",
        )
    )
