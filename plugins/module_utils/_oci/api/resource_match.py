# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows whether a work request is about a resource, from what it says itself: pure. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional, Sequence
from urllib.parse import unquote, urlsplit

from ..._core.operation import Operation
from ..._text.sanitize import some
from ..catalogue.family import Family
from ..ocid import is_ocid

#: Work requests that a warning names where many are concerned.
NAMED = 3


def is_about(operation: Operation, resource_id: str) -> Optional[bool]:
    """Whether a work request names this resource among those that it affects. None where it names none at all.

    A resource is named by its identifier, or else by its path in the service's API, which ends with it. In OCIDs case does
    not count: an appliance writes its own in capitals and in lower case. In names, such as that of a bucket, it does.
    """
    as_ocid = is_ocid(resource_id)
    names: set[str] = set()
    for resource in operation.details.get("resources") or ():
        last = unquote(urlsplit(resource["entity_uri"] or "").path).rstrip("/").rpartition("/")[2]
        names.update([resource["identifier"] or last, last if as_ocid else ""])
    names.discard("")
    if not names:
        return None
    return resource_id.casefold() in map(str.casefold, names) if as_ocid else resource_id in names


def lists_below(family: Family) -> bool:
    """Whether the list of a family lies below the resource in the path, so that it cannot have work requests of another one."""
    by_resource = family.filters.get("resource_id")
    return by_resource is not None and f"{{{by_resource}}}" in (family.list or "")


def may_be_about(family: Family, operation: Operation, resource_id: str) -> bool:
    """Whether what the service listed for this resource can be about it: it names it, or none at all, or has to be."""
    return lists_below(family) or is_about(operation, resource_id) is not False


def is_certainly_about(family: Family, operation: Operation, resource_id: str) -> bool:
    """Whether it can be canceled because of this resource."""
    return lists_below(family) or is_about(operation, resource_id) is True


def left_out(place: str, resource_id: str, ids: Sequence[str]) -> str:
    """The warning about work requests that a service listed for a resource although they name others only. place is what was asked."""
    one = len(ids) == 1
    return (
        f"{place} listed {'a work request' if one else f'{len(ids)} work requests'} for {resource_id} that"
        f" {'names' if one else 'name'} other resources only: {some(sorted(ids), NAMED)}. {'It was' if one else 'They were'} left out."
        f" Give {'its id' if one else 'their ids'} as work_request_id if {'it is' if one else 'they are'} meant."
    )


def uncertain(operation: Operation, resource_id: str) -> str:
    """Why a work request that was found by a resource is not canceled, though it may be about it."""
    if is_about(operation, resource_id) is None:
        reason = f"it does not say which resources it affects, and may not be about {resource_id}"
    else:
        reason = f"it names other resources than {resource_id} only"
    return f"{reason}. To cancel it, give its id as work_request_id"
