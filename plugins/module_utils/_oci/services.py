# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which work-request API is meant: by a service's name, or by the type in an OCID. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping, NamedTuple, Optional

from ansible_collections.longops.oracle.plugins.module_utils._errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import FAMILIES, NAMES, OCID_TYPES, WITHOUT_API
from ansible_collections.longops.oracle.plugins.module_utils._oci.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.names import squeezed

#: The word for every service.
ALL = "all"
OCID_LENGTH = 255  # https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm

#: ocid1.<type>.<realm>.[region][.future use].<unique id>: the region is empty for global services, mysql uses the fifth part.
#: Types with capitals (automaticDrConfiguration) and regions with underscores (File Storage) are rare but real.
_OCID = re.compile(
    r"ocid1\.(?P<type>[a-z][A-Za-z0-9_-]*)\.(?P<realm>[a-z0-9-]+)\.(?P<region_code>[a-z0-9_-]*)"
    r"(?:\.(?P<extra>[A-Za-z0-9_-]+))?\.(?P<unique>[A-Za-z0-9_-]+)"
)
_SHOWN = 80  # characters of a bad text that a message repeats


class Ocid(NamedTuple):
    """An OCID taken apart. region_code is a short code or a region's name, empty for global services."""

    type: str
    realm: str
    region_code: str
    extra: str
    unique: str


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
        raise UsageError("%s is not an OCID, whose type would tell the service: name that with the option service." % _shown(resource_id))
    kind = parse_ocid(resource_id).type.lower()
    if kind in OCID_TYPES:
        raise UsageError("%s is a work request and no resource: give it as work_request_id." % resource_id)
    from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_types import RESOURCE_TYPES  # a look costs what it imports

    if kind not in RESOURCE_TYPES:
        raise UsageError(_unknown_type(resource_id, kind, RESOURCE_TYPES))
    return find(RESOURCE_TYPES[kind])


def region_of(ocid: Any) -> Optional[str]:
    """The region that an OCID names; None where it names none, and for what is no OCID."""
    return parse_ocid(ocid).region_code or None if is_ocid(ocid) else None


def is_ocid(text: Any) -> bool:
    return _match(text) is not None


def check_can_cancel(asked: Iterable[Family]) -> None:
    """Raise UsageError where one of these has no call that cancels a work request."""
    unable = sorted({family.title for family in asked if family.cancel is None})
    if unable:
        raise UsageError(
            "Work requests of %s cannot be canceled: the API of the service has no call for it. Nothing was canceled."
            % ", ".join(unable)
        )


def parse_ocid(text: Any) -> Ocid:
    """An OCID taken apart. Raises UsageError on anything else."""
    match = _match(text)
    if match is None:
        raise UsageError(
            "%s is not an OCID. An OCID looks like ocid1.coreservicesworkrequest.oc1.iad.<unique id>: its parts are"
            " letters and digits between dots, and it has at most %d characters." % (_shown(text), OCID_LENGTH)
        )
    return Ocid(match["type"], match["realm"], match["region_code"].replace("_", "-"), match["extra"] or "", match["unique"])


def _match(text: Any) -> Optional[re.Match[str]]:
    return _OCID.fullmatch(text) if isinstance(text, str) and len(text) <= OCID_LENGTH else None


def _titles() -> dict[str, Family]:
    return {family.title: family for family in FAMILIES}


def _shown(text: Any) -> str:
    """A text that may be anything, safe to print and short."""
    shown = ascii(text)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "..."


def _unknown_type(resource_id: str, kind: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches  # as in _unknown

    near = get_close_matches(kind, list(known))
    return "The resource %s is of the type %s, and which service has the work requests of those is not known. %sName it with the option service." % (
        resource_id,
        kind,
        "Known types near it are: %s. " % ", ".join("%s (%s)" % (each, known[each]) for each in near) if near else "",
    )


def _unknown(name: Any, wanted: str) -> str:
    from difflib import get_close_matches  # here, because only a mistake needs it

    readable: dict[str, str] = {}
    for alias in list(_titles()) + list(NAMES):
        readable.setdefault(squeezed(alias), alias)
    near = [readable[key] for key in get_close_matches(wanted[:_SHOWN], readable)]
    return "%s is not a service whose work requests this collection knows. %sAll names are in docs/services.md of longops.oracle." % (
        _shown(name),
        "Near it are: %s. " % ", ".join(near) if near else "",
    )
