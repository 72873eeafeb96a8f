# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends one request to one family: its base URL, the parameters of its paths, signatures, hints. Private to longops.oracle.

What OCI's answers have beyond HTTP is in the OCI API reference, "API Errors" and "Request Identifiers".
"""

from __future__ import annotations

import os
import re
from typing import Any, Mapping, NamedTuple, Optional, Sequence
from urllib.parse import quote

from ..._core.errors import RequestError, UsageError
from ..._core.operation import FaultKind
from ..._http import faults, retry as _retry
from ..._http.faults import ApiConventions
from ..._http.headers import Answer
from ..._http.retry import Limits, Retry
from ..._http.transport import Transport
from ..._text.sanitize import bare_url
from ..._text.warning_list import WarningList
from ..auth.hints import with_hint
from ..auth.refresh import refreshed
from ..catalogue import lookup
from ..catalogue.error_categories import category_of
from ..catalogue.family import Family
from ..ocid import region_of
from . import appliance, endpoints
from .namespaces import Namespaces

#: The API version that may end a service endpoint.
_VERSION = re.compile(r"/\d{8}\Z")
Query = Mapping[str, str]


def code_and_message(body: Any) -> tuple[Any, Any]:
    """The parts of an error of OCI: {"code": ..., "message": ...}."""
    return (body.get("code"), body.get("message")) if isinstance(body, dict) else (None, None)


#: 409 IncorrectState is what OCI answers while a resource is between two states.
CONVENTIONS = ApiConventions(
    "opc-request-id",
    code_and_message,
    frozenset({(409, "IncorrectState")}),
    categorize=category_of,
    trust_option="cert_bundle",
)


class Place(NamedTuple):
    """Where work requests are read, beyond what their ids say.

    region is the profile's or the task's, given_region only that of the task itself; service_endpoint and api_version replace those of the catalogue.
    """

    region: Optional[str] = None
    service_endpoint: Optional[str] = None
    api_version: Optional[str] = None
    realm_specific: bool = False
    given_region: Optional[str] = None
    compartment_id: Optional[str] = None
    namespace: Optional[str] = None  # of Object Storage; log_analytics has it in its paths
    environ: Mapping[str, str] = os.environ
    home: str = "~"


class Target(NamedTuple):
    """One work request and the API that has it. base is the URL to which the family's paths are relative.

    compartment_id is the one that the user gave beside the id, if any; resource_id is the resource by which it was found,
    where it was found by one. others are families that may have it if this one does not.
    """

    id: str
    family: Family
    base: str
    region: Optional[str]
    compartment_id: Optional[str] = None
    resource_id: Optional[str] = None
    others: tuple[Family, ...] = ()


class Session:
    """Sends requests through transport, whose auth has to be signer. warnings are what a user should know although nothing failed."""

    def __init__(self, transport: Transport, signer: Any, place: Place) -> None:
        self.place = place
        self.signer = signer
        self.warnings = WarningList()
        self._transport = transport
        self._namespaces = Namespaces(self._namespace, place.namespace)

    def warn(self, message: str) -> None:
        """Add to warnings."""
        self.warnings.add(message)

    def target(self, work_request_id: str, service: Optional[str] = None) -> Target:
        """The work request with this id. Raises UsageError: invalid id, unknown service or region."""
        return self.target_at(
            lookup.find_by_work_request(work_request_id, service, self.place.service_endpoint), work_request_id
        )

    def target_at(self, where: lookup.Place, work_request_id: str) -> Target:
        """The work request with this id in one of the families where it may be."""
        return self.target_in(where.family, work_request_id, where.region)._replace(others=where.others)

    def target_in(
        self,
        family: Family,
        work_request_id: str,
        ocid_region: Optional[str] = None,
        beside: Sequence[Optional[str]] = (),
    ) -> Target:
        """The work request with this id in a known family, in the region of its id, else in that of place.

        What an appliance calls its region is known to itself only: there the domain counts that place has. beside are the ids of
        what is at the same place. Target.family is the API as that place has it. Raises UsageError.
        """
        ids = (work_request_id, *beside)
        region = self._region(ocid_region, ids)
        there = self._there(family, region, ids)
        return Target(work_request_id, there, self._base(there, there.title, region, {}), region)

    def region_of_resource(self, resource_id: Optional[str]) -> Optional[str]:
        """The region whose lists have the work requests of a resource; None where only place knows it.

        That of the task counts before that of the OCID: a copy to another region is at work there. An appliance's domain is the
        task's as well, but only for what is on the appliance.
        """
        given = self.place.given_region
        return given if given and not endpoints.is_domain(given) else region_of(resource_id)

    def asked(self, target: Target) -> str:
        """A service and the region in which it is asked, or the endpoint, as a message names them: container_engine in us-ashburn-1."""
        title, region = target.family.title, target.region
        if self.place.service_endpoint:
            return f"{title} at {bare_url(self.place.service_endpoint)}"
        return f"{title} in {self._found(region).name}" if region else title

    def overrides(self, resource_id: str) -> bool:
        """Whether the task names another region than the OCID of a resource."""
        given, own = self.region_of_resource(resource_id), region_of(resource_id)
        if self.place.service_endpoint or not given or not own or given == own:
            return False
        try:
            return self._found(given).name != self._found(own).name
        except UsageError:  # of an appliance, or newer than this collection
            return True

    def is_on_appliance(self, ocid_region: Optional[str], ids: Sequence[Optional[str]]) -> bool:
        """Whether these ids, or else what is in this region, are of a Private Cloud Appliance. Raises UsageError."""
        if appliance.made(ids):
            return True
        region, endpoint = self._region(ocid_region, ids), self.place.service_endpoint
        if region and endpoints.is_domain(region):
            try:
                return self._found(region).is_appliance
            except UsageError:
                if not endpoint:
                    raise
        return bool(endpoint) and not ocid_region and endpoints.is_appliance_host(endpoint or "")

    def base(
        self,
        api: endpoints.Api,
        called: str,
        ocid_region: Optional[str],
        ids: Sequence[Optional[str]],
        parameters: Mapping[str, str],
    ) -> tuple[str, Optional[str]]:
        """The URL to which the paths of an API are relative, in the region of an OCID or else of place, and that region.

        called is what takes the place of {service} in a given endpoint, and what messages call it. Raises UsageError.
        """
        region = self._region(ocid_region, ids)
        return self._base(api, called, region, parameters), region

    def _region(self, ocid_region: Optional[str], ids: Sequence[Optional[str]]) -> Optional[str]:
        place = self.place
        if ocid_region and place.region and endpoints.is_domain(place.region):
            if appliance.made(ids):  # its name of a region may happen to be one of OCI's
                return place.region
            known = endpoints.is_known(ocid_region, place.environ, os.path.expanduser(place.home))
            return ocid_region if known else place.region
        return ocid_region or place.region

    def _there(self, family: Family, region: Optional[str], ids: Sequence[Optional[str]]) -> Family:
        """The API of a family at this place."""
        if not self.is_on_appliance(region, ids):
            return family
        if self.place.service_endpoint:
            return appliance.family_there(family, None)
        domain = self._found(region).name if region and endpoints.is_domain(region) else None
        made = appliance.made(ids)
        if domain is None and made:
            raise appliance.needs_domain(made, region)
        return appliance.family_there(family, domain)

    def _found(self, region: str) -> endpoints.Region:
        return endpoints.find_region(region, self.place.environ, os.path.expanduser(self.place.home))

    def send(
        self,
        method: str,
        target: Target,
        path: str,
        query: Mapping[str, str],
        deadline: Optional[float],
        retry: Retry = _retry.DEFAULT,
    ) -> Answer:
        """The answer of target's family to a request without a body. Raises RequestError, with hints.

        The parameters of the path are filled in, from the query where it has them.
        """
        query = dict(query)
        names = {"workRequestId": target.id, "iamWorkRequestId": target.id}
        if "{namespaceName}" in path:
            names["namespaceName"] = self.namespace(target.region, deadline)
        for name in list(query):
            if f"{{{name}}}" in path:
                names[name] = query.pop(name)
        for name, value in names.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        return self._signed(method, target.base + path, query, None, deadline, retry)

    def post(
        self, api: Family, path: str, body: Any, region: Optional[str], query: Query, limits: Optional[Limits] = None
    ) -> Answer:
        """The answer of an API to a POST of JSON that changes nothing, such as a search. Raises RequestError, UsageError.

        A service endpoint that was given is used for this API as well, because no other one is known then.
        """
        root = self._root(api, api.title, region or self.place.region, {})
        root = _VERSION.sub("", root) if self.place.service_endpoint else root
        return self._signed("POST", root + api.base_path + path, query, body, *(limits or (None, _retry.DEFAULT)))

    def get(self, url: str, query: Query, deadline: Optional[float], retry: Retry = _retry.DEFAULT) -> Answer:
        """The answer to a GET of a URL that base() begins. Raises RequestError, with hints."""
        return self._signed("GET", url, query, None, deadline, retry)

    def namespace(self, region: Optional[str], deadline: Optional[float]) -> str:
        """The tenancy's Object Storage namespace. Raises RequestError and UsageError."""
        return self._namespaces.in_region(region, deadline)

    def _namespace(self, region: Optional[str], deadline: Optional[float]) -> Any:
        storage = lookup.find("object_storage")
        return self.get(f"{self._base(storage, storage.title, region, {})}/n", {}, deadline).body

    def _signed(
        self, method: str, url: str, query: Query, body: Any, deadline: Optional[float], retry: Retry
    ) -> Answer:
        """One request, sent again after a fresh authentication, which shares its time, where it is answered 401."""
        try:
            key_id = self.signer.key_id
            try:
                return self._transport.request(method, url, query, body, deadline, retry)
            except RequestError as error:
                if error.fault.http_status != 401 or not refreshed(
                    self.signer, key_id, self.deadline_of(deadline), error
                ):
                    raise
                return self._transport.request(method, url, query, body, deadline, retry)
        except RequestError as error:
            hint = self.signer.hint if error.fault.http_status == 401 else ""
            raise RequestError(with_hint(error.fault, self.signer.source, error.skew, hint), error.skew) from error

    def deadline_of(self, deadline: Optional[float]) -> Optional[float]:
        """The deadline of a request: its own, else that of the task, if there is one."""
        limits = self._transport.limits
        return limits.deadline if deadline is None and limits is not None else deadline

    def _base(self, api: endpoints.Api, called: str, region: Optional[str], parameters: Mapping[str, str]) -> str:
        version = api.base_path if self.place.api_version is None else f"/{self.place.api_version.strip('/')}"
        root = self._root(api, called, region, parameters)
        return root if version and root.endswith(version) else root + version

    def _root(self, api: endpoints.Api, called: str, region: Optional[str], parameters: Mapping[str, str]) -> str:
        """The URL of an API without its version, except one that ends a given endpoint."""
        place = self.place
        if place.service_endpoint:
            return endpoints.checked_endpoint(place.service_endpoint, called)
        if not region:
            raise UsageError(
                f"No region is known for {called}: neither the id nor {self.signer.source} names one."
                " Set the option region, or OCI_REGION."
            )
        return endpoints.endpoint(
            api, self._found(region), place.realm_specific, endpoints.dual_stack(place.environ), parameters
        )


def unusable(reason: str, answer: Answer) -> RequestError:
    """The error for an answer that has not what it should have, and may have it at the next try."""
    return RequestError(faults.of_answer(FaultKind.TRANSIENT, reason, answer))
