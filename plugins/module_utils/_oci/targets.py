# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds which work requests a task is about, and where each is read. Private to longops.oracle."""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence

from .._core.errors import UsageError
from .._text.sanitize import quoted
from .api import appliance
from .api.client import OciClient
from .api.session import Target
from .catalogue import lookup
from .catalogue.family import Family
from .ocid import is_ocid, is_of_work_request, parse_ocid, region_of
from .work_request_ids import Asked

#: The service whose work requests are listed where neither a service nor a resource is named: the API that Compute, Database and
#: others share.
SHARED = "work_requests"


class Lists(NamedTuple):
    """Which lists to read: those of a family in these compartments, None being all that the user may see; and the region.

    No compartment at all means that it has to be searched for.
    """

    family: Family
    compartment_ids: tuple[Optional[str], ...]
    region: Optional[str] = None


def lists(
    client: OciClient, service: Optional[str], compartment_id: Optional[str], resource_id: Optional[str]
) -> Lists:
    """The lists that have the work requests of a compartment, or of a resource. What is not given is taken from the resource's OCID.

    Where the family's list needs the compartment and that does not give it, Resource Search is used. Raises UsageError and
    RequestError.
    """
    return located(client, named(service, compartment_id, resource_id), resource_id)


def named(service: Optional[str], compartment_id: Optional[str], resource_id: Optional[str]) -> Lists:
    """The same, as far as it is known without a request. Raises UsageError."""
    if is_of_work_request(resource_id):
        raise UsageError(f"{resource_id} is a work request and no resource: give it as work_request_id.")
    family = (
        lookup.find(service)
        if service
        else lookup.find_by_resource(resource_id)
        if resource_id
        else lookup.find(SHARED)
    )
    region = region_of(resource_id)
    if compartment_id:
        parse_ocid(compartment_id)
        return Lists(family, (compartment_id,), region)
    if not resource_id:
        raise UsageError("To list work requests, compartment_id is needed: the OCID of the compartment they are in.")
    if family.lists_a_resource:
        return Lists(family, (None,), region)
    if not is_ocid(resource_id):
        raise UsageError(
            f"{quoted(resource_id)} is not an OCID, by which its compartment could be searched for: set the option"
            " compartment_id."
        )
    return Lists(family, (resource_id,) if parse_ocid(resource_id).type == "tenancy" else (), region)


def located(client: OciClient, where: Lists, resource_id: Optional[str]) -> Lists:
    """The lists of a resource with their compartments, which are searched for where they are not known, in the region to ask.

    Raises UsageError and RequestError.
    """
    if resource_id is None:
        return where
    where = where._replace(region=client.session.region_of_resource(resource_id))
    if where.compartment_ids:
        return where
    if client.session.is_on_appliance(where.region, (resource_id,)):
        raise appliance.no_search(resource_id)
    from .api import resource_search  # here, because every poll pays for what is imported

    return in_compartment(where, resource_search.compartment_of(client, resource_id), resource_id)


def in_compartment(where: Lists, compartment_id: str, resource_id: str) -> Lists:
    """The lists of a resource that is in this compartment."""
    # The work requests of a compartment may be listed there or in the one above it; Oracle's documentation does not say which.
    is_compartment = parse_ocid(resource_id).type == "compartment"
    return where._replace(compartment_ids=(compartment_id, resource_id) if is_compartment else (compartment_id,))


def by_asked(client: OciClient, asked: Sequence[Asked], service: Optional[str]) -> list[Target]:
    """What to read; service is that of ids which name none themselves. Raises UsageError."""
    return [
        client.target(each.id, each.service or service)._replace(compartment_id=each.compartment_id) for each in asked
    ]
