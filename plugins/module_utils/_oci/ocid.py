# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses OCIDs: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional

from .._core.errors import UsageError
from .._text.sanitize import quoted

OCID_LENGTH = 255  # https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm
#: ocid1.<type>.<realm>.[region][.future use].<unique id>: the region is empty for global services, mysql uses the fifth part.
#: Types with capitals (automaticDrConfiguration) and regions with underscores (File Storage) are rare but real. On a Private Cloud
#: Appliance the realm is the serial of the rack, in capitals, and the region is the system's name: AK00661530.scasg01.
_OCID = re.compile(
    r"ocid1\.(?P<type>[A-Za-z][A-Za-z0-9_-]*)\.(?P<realm>[A-Za-z0-9_-]+)\.(?P<region_code>[A-Za-z0-9_-]*)"
    r"(?:\.(?P<extra>[A-Za-z0-9_-]+))?\.(?P<unique>[A-Za-z0-9_-]+)"
)
#: What an id of any service may have: no more than stands for itself in a URL, and no way up.
_SAFE = re.compile(r"(?!\.+\Z)[A-Za-z0-9._~:@+=$!*-]+")
#: OCI's realms are oc1 to oc99; the serial of a rack (AK00661530, 1539NM7013) has more digits than any realm.
_DIGITS_OF_A_SERIAL = 5


class Ocid(NamedTuple):
    """The parts of an OCID. region_code is a short code or a region's name, empty for global services."""

    type: str
    realm: str
    region_code: str
    extra: str
    unique: str

    @property
    def is_of_appliance(self) -> bool:
        """Whether its realm is the serial of a rack: it was made by a Private Cloud Appliance."""
        return sum(each.isdigit() for each in self.realm) >= _DIGITS_OF_A_SERIAL


def region_of(ocid: Any) -> Optional[str]:
    """The region that an OCID names; None where it names none, and for what is no OCID."""
    return parse_ocid(ocid).region_code or None if is_ocid(ocid) else None


def is_ocid(text: Any) -> bool:
    return _match(text) is not None


def is_of_work_request(text: Any) -> bool:
    """Whether this is an OCID whose type is one of work requests, known or not."""
    match = _match(text)
    return match is not None and match["type"].lower().endswith("workrequest")


def is_safe(text: Any) -> bool:
    """Whether a text can stand in a URL as an id, whatever its service writes in one."""
    return isinstance(text, str) and len(text) <= OCID_LENGTH and _SAFE.fullmatch(text) is not None


def parse_ocid(text: Any) -> Ocid:
    """The parts of an OCID. Raises UsageError for anything else."""
    match = _match(text)
    if match is None:
        raise UsageError(
            f"{quoted(text)} is not an OCID. An OCID looks like ocid1.coreservicesworkrequest.oc1.iad.<unique id>: its"
            f" parts are letters and digits between dots, and it has at most {OCID_LENGTH} characters."
        )
    return Ocid(
        match["type"],
        match["realm"],
        match["region_code"].replace("_", "-"),
        match["extra"] or "",
        match["unique"],
    )


def _match(text: Any) -> Optional[re.Match[str]]:
    return _OCID.fullmatch(text) if isinstance(text, str) and len(text) <= OCID_LENGTH else None
