# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the compartment of a resource with OCI's Resource Search. Private to longops.oracle."""

from __future__ import annotations

from ..._core.errors import RequestError, UsageError
from ..catalogue.family import Family
from ..ocid import parse_ocid
from . import entries
from .client import OciClient
from .session import unusable

#: Where Resource Search is (oci 2.189.0, ResourceSearchClient). It has no work requests: the row gives its address only.
SEARCH = Family(
    "resource_search",
    "default",
    "ResourceSearchClient",
    "https://query.{region}.oci.{secondLevelDomain}",
    "/20180409",
    (),
)
PATH = "/resources"

#: HTTP statuses of OCI for a missing permission, or nothing at that address (OCI API reference, "API Errors").
REFUSED = (403, 404)
_REMEDY = "Set the option compartment_id to the compartment that it is in."


def compartment_of(client: OciClient, resource_id: str) -> str:
    """The OCID of the compartment that a resource is in, as SearchResources answers in the resource's own region.

    For a compartment that is the one above it. Raises UsageError where it is not found, and RequestError where there is no answer.
    """
    ocid = parse_ocid(resource_id)
    # parse_ocid() lets no quotation mark pass.
    body = {"type": "Structured", "query": f"query all resources where identifier = '{resource_id}'"}
    try:
        answer = client.session.post(SEARCH, PATH, body, ocid.region_code, {})
        items = entries.of_answer("list", answer.body)
        if items is None:
            raise unusable("the answer is not a list", answer)
    except RequestError as error:
        fault = error.fault
        if fault.http_status in REFUSED:
            raise UsageError(
                f"The compartment of {resource_id} could not be searched for: Resource Search answered"
                f" {_summed(error)}, so this user has no permission to search, or the endpoint has no such service."
                f" {_REMEDY}"
            ) from error
        text = f"The compartment of {resource_id} could not be searched for. {_REMEDY} {fault.message}"
        raise RequestError(fault._replace(message=text), error.skew) from error
    for item in items:
        if (
            isinstance(item, dict)
            and item.get("identifier") == resource_id
            and isinstance(item.get("compartmentId"), str)
        ):
            return item["compartmentId"]
    raise UsageError(
        f"Resource Search does not know {resource_id}, so its compartment is not known: it does not exist, is"
        f" too new or of a kind that is not indexed, or this user may not see it. {_REMEDY}"
    )


def _summed(error: RequestError) -> str:
    fault = error.fault
    parts = [str(fault.http_status), fault.code, fault.request_id and f"(opc-request-id {fault.request_id})"]
    return " ".join(part for part in parts if part)
