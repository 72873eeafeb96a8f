# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides whether work requests are on a Private Cloud Appliance, and which API has them there: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional

from ..._core.errors import UsageError
from ..catalogue.family import Family
from ..ocid import is_ocid, parse_ocid

if TYPE_CHECKING:
    from ..catalogue.editions import Edition

TITLE = "Private Cloud Appliance"


def made(ids: Iterable[Optional[str]]) -> Optional[str]:
    """The first of these ids that an appliance has made; None where there is none."""
    return next((each for each in ids if each and is_ocid(each) and parse_ocid(each).is_of_appliance), None)


def family_there(family: Family, domain: Optional[str]) -> Family:
    """The API of a family on the appliance of this domain. Raises UsageError where it has none.

    Without a domain, at an endpoint that the user gave, a family that is not known there is taken as it is in OCI.
    """
    if _edition().has(family.title):
        return _edition().family(family)
    if domain is None:
        return family
    raise UsageError(
        f"Work requests of {family.title} are not known on a {TITLE}, which the region {domain} names. It has those"
        f" of {', '.join(sorted(_edition().pages))}. If {domain} is a domain of OCI, define its region with"
        " OCI_REGION_METADATA; at any other place, give service_endpoint."
    )


def those_there(families: Iterable[Family]) -> list[Family]:
    """Of OCI's families those that an appliance has too."""
    return [family for family in families if _edition().has(family.title)]


def needs_domain(id_: str, region: Optional[str]) -> UsageError:
    """The error for an id of an appliance where the region is not the domain of one."""
    ocid = parse_ocid(id_)
    system = ocid.region_code.lower() or "system"
    at = f"and not {region!r}, " if region and region.lower() != system else ""
    return UsageError(
        f"{id_} is of a {TITLE} (rack {ocid.realm}), which is reached by its domain: set the region, in"
        f" the task, the profile or OCI_REGION, to that domain, {at}such as {system}.example.com."
    )


def no_search(resource_id: str) -> UsageError:
    """The error for a resource whose compartment is not known: there is nothing to search for it with."""
    return UsageError(
        f"The compartment of {resource_id} is not known, and a {TITLE} has no Resource Search to find it"
        " with: set the option compartment_id."
    )


def _edition() -> Edition:
    from ..catalogue.editions import PCA  # here, because every poll pays for what is imported

    return PCA
