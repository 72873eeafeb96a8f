# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows the endpoint of an API in a region, and checks one that the user gives. Private to longops.oracle.

Regions come from the same sources, in the same order, as in Oracle's SDK: the built-in list, ~/.oci/regions-config.json,
OCI_REGION_METADATA, a name with dots taken as a domain, OCI_DEFAULT_REALM
(https://docs.oracle.com/iaas/Content/API/Concepts/sdk_adding_new_region_endpoints.htm). Unlike there, a region that is in none
of them is an error and not a region of oc1, and what cannot be read is an error and not skipped. The instance metadata service
is not asked.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, Iterator, Mapping, NamedTuple, Optional, Protocol
from urllib.parse import urlsplit

from ..._core.errors import UsageError
from ..._text.sanitize import did_you_mean, is_host_and_port
from ..catalogue.regions import REALMS, REGIONS, SHORT_CODES

METADATA_VARIABLE = "OCI_REGION_METADATA"
METADATA_FILE = os.path.join(".oci", "regions-config.json")
DEFAULT_DOMAIN_VARIABLE = "OCI_DEFAULT_REALM"
DUAL_STACK_VARIABLE = "OCI_DUAL_STACK_ENDPOINT_ENABLED"
METADATA_KEYS = ("realmKey", "realmDomainComponent", "regionKey", "regionIdentifier")

#: The first part of the hosts that a Private Cloud Appliance has for work requests, and of those that tasks meet beside them.
SERVICE_HOSTS = (
    "iaas",
    "containerengine",
    "compute-containers",
    "network-load-balancer-api",
    "identity",
    "objectstorage",
)
URL_HINT = " For a URL, a port or an address there is the option service_endpoint."
#: The placeholder for a family's title in a service endpoint that is given.
TITLE = "{service}"

#: The domains of OCI itself.
_DOMAINS = (*REALMS.values(), "customer-oci.com")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ADDRESS = re.compile(r"[0-9.]+")  # an IPv4 address is no domain
_DUAL_STACK = re.compile(r"\{dualStack\?([^:}]*):([^}]*)\}")
_PARAMETER = re.compile(r"\{(\w+)(\+Dot)?\}")


class Api(Protocol):
    """What is to be known of an API to find its address: a family, or whatever else is read through a session."""

    @property
    def title(self) -> str:
        """Its name in messages."""

    @property
    def endpoint(self) -> str:
        """Template with {region}, {secondLevelDomain} and at times {dualStack?yes:no}."""

    @property
    def base_path(self) -> str:
        """Its version, "/20210415", or ""."""

    @property
    def dual_stack(self) -> bool:
        """Whether {dualStack?yes:no} is yes by default."""

    @property
    def realm_endpoints(self) -> Mapping[str, str]:
        """Realm -> template, used when realm-specific endpoints are asked for."""


class Region(NamedTuple):
    """A region of OCI. Where only a domain is known it is the name, and realm and second_level_domain are empty."""

    name: str
    realm: str
    second_level_domain: str

    @property
    def is_appliance(self) -> bool:
        """Whether it is the domain of a Private Cloud Appliance: one that is not below those of OCI."""
        return not self.second_level_domain and not any(f".{self.name}".endswith(f".{each}") for each in _DOMAINS)


def find_region(text: Any, environ: Mapping[str, str], home: str) -> Region:
    """The region that a name, a short code or a domain means, in any case.

    environ is the process's environment, home the user's directory that holds .oci. Raises UsageError for an unknown
    region, and for metadata that cannot be used.
    """
    name = _plain(text)
    if not _is_host(name) or _ADDRESS.fullmatch(name):
        shown = ascii(text.rpartition("@")[2] if isinstance(text, str) else text)[:60]
        raise UsageError(
            f"{shown} is not a region's name; a region is named like us-ashburn-1, by its short code (iad) or by a"
            f" domain.{URL_HINT if re.search('[:/]|[0-9][.][0-9]', shown) else ''}"
        )
    known = _known(name, environ, home)
    if known is not None:
        return known
    if "." in name:
        service, _dot, domain = name.partition(".")
        if "." in domain and service in SERVICE_HOSTS:
            cloud = domain.partition(".")[0]
            meant = f"its domain, {domain}" if Region(domain, "", "").is_appliance else cloud
            raise UsageError(f"The region {name} is the host of a service: set the region to {meant}.")
        return Region(name, "", "")
    domain = environ.get(DEFAULT_DOMAIN_VARIABLE, "").strip().lower()
    if domain:
        _check_host(domain, f"The environment variable {DEFAULT_DOMAIN_VARIABLE}")
        return Region(name, "", domain)
    from difflib import get_close_matches  # here, because only an error needs it

    question = did_you_mean(get_close_matches(name, list(REGIONS) + list(SHORT_CODES), n=3))
    raise UsageError(
        f"The region {name!r} is not known. {question}A region newer than this collection is defined with"
        f" {METADATA_VARIABLE} or ~/{METADATA_FILE} ({', '.join(METADATA_KEYS)}); a Private Cloud Appliance is"
        f" named by its domain, such as {name}.example.com."
    )


def is_known(text: str, environ: Mapping[str, str], home: str) -> bool:
    """Whether this names a region of OCI: a built-in one, or one that the file or the environment defines. Raises UsageError."""
    return _known(text.lower(), environ, home) is not None


def is_domain(text: Any) -> bool:
    """Whether what is given as a region is a domain, such as that of a Private Cloud Appliance."""
    return "." in _plain(text)


def is_appliance_host(endpoint: str) -> bool:
    """Whether a service endpoint is of the form https://<service>.<system>.<domain> of a Private Cloud Appliance."""
    service, _dot, domain = (urlsplit(endpoint).hostname or "").partition(".")
    return service in SERVICE_HOSTS and "." in domain and Region(domain, "", "").is_appliance


def endpoint(
    api: Api,
    region: Region,
    realm_specific: bool = False,
    dual_stack: Optional[bool] = None,
    parameters: Optional[Mapping[str, str]] = None,
) -> str:
    """The endpoint of an API in a region as scheme://host, without base path.

    realm_specific takes the template that Oracle has for that realm, where it has one; dual_stack None leaves it to the
    API; parameters fill what else a template contains ({namespaceName+Dot}, {vault}).
    """
    template = api.realm_endpoints.get(region.realm, api.endpoint) if realm_specific else api.endpoint
    dual = api.dual_stack if dual_stack is None else dual_stack
    template = _DUAL_STACK.sub(lambda match: match[1] if dual else match[2], template)
    if not region.second_level_domain:  # the name is a domain, and takes the place of all that follows the service
        return _fill(template[: template.index("{region}")] + region.name, parameters or {})
    known = {"region": region.name, "secondLevelDomain": region.second_level_domain}
    return _fill(template, {**(parameters or {}), **known})


def dual_stack(environ: Mapping[str, str]) -> Optional[bool]:
    """Whether endpoints shall have IPv6 as well; None, which leaves it to the family, where the variable is not set.

    The variable is that of Oracle's SDKs (Python SDK, oci.base_client.BaseClient.is_dual_stack_enabled).
    """
    value = environ.get(DUAL_STACK_VARIABLE)
    return None if value is None else value.lower() == "true"


def checked_endpoint(text: str, title: str = "service") -> str:
    """A service endpoint without a slash at its end, for the family of this title. Raises UsageError for an invalid one."""
    text = text.replace(TITLE, title)
    try:
        parts = urlsplit(text)
        valid_port = parts.port is None or parts.port > 0
    except ValueError:
        valid_port = False
        parts = urlsplit("")
    if (
        not valid_port
        or parts.scheme not in ("http", "https")
        or not is_host_and_port(parts.netloc.rpartition("@")[2])
        or not _is_plain(text)
    ):
        raise UsageError(
            "service_endpoint must be a URL such as https://iaas.us-ashburn-1.oraclecloud.com, with http or"
            f" https, not {text.rpartition('@')[2][:120]!r}."
        )
    if "@" in text or parts.query or parts.fragment:
        raise UsageError(
            "service_endpoint must have no credentials, query or fragment: authentication has options of its own."
        )
    return text.rstrip("/")


def _plain(text: Any) -> str:
    """A region's name as it is looked up. A domain may be written as a URL, and with the dot at its end."""
    name = text.strip().lower() if isinstance(text, str) else ""
    if name.startswith("https://"):
        name = name[len("https://") :].rstrip("/")
    return name[:-1] if name.endswith(".") and "." in name[:-1] else name


def _known(name: str, environ: Mapping[str, str], home: str) -> Optional[Region]:
    builtin = SHORT_CODES.get(name, name)
    if builtin in REGIONS:
        realm = REGIONS[builtin]
        return Region(builtin, realm, REALMS[realm])
    for region, code in _defined(environ, home):
        if name in (region.name, code):
            return region
    return None


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and not any(c in " \"'<>\\^`{|}" for c in text) and ".." not in text


def _fill(template: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        text = values.get(match[1], "")
        return f"{text}." if text and match[2] else text

    return _PARAMETER.sub(value, template)


def _defined(environ: Mapping[str, str], home: str) -> Iterator[tuple[Region, str]]:
    """The regions, each with its short code, that the file and the environment define."""
    path = os.path.join(home, METADATA_FILE)
    if os.path.isfile(path):
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (OSError, ValueError) as error:
            raise UsageError(f"The file {path} cannot be read: {error}.") from None
        entries = _json(text, path)
        if not isinstance(entries, list):
            raise UsageError(f"{path} must hold a JSON list of regions, each with {', '.join(METADATA_KEYS)}.")
        for entry in entries:
            yield _entry(entry, path)
    text = environ.get(METADATA_VARIABLE, "")
    if text.strip():
        source = f"The environment variable {METADATA_VARIABLE}"
        yield _entry(_json(text, source), source)


def _json(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{source} is not valid JSON: {error}.") from None


def _entry(entry: Any, source: str) -> tuple[Region, str]:
    if not isinstance(entry, dict):
        raise UsageError(f"{source} must hold JSON objects with {', '.join(METADATA_KEYS)}.")
    values = []
    for key in METADATA_KEYS:
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{source}: the region has no {key}; it needs {', '.join(METADATA_KEYS)}.")
        _check_host(value.strip().lower(), f"{source}: {key}")
        values.append(value.strip().lower())
    realm, domain, code, name = values
    return Region(name, realm, REALMS.get(realm, domain)), code


def _check_host(value: str, source: str) -> None:
    if not _is_host(value):
        raise UsageError(f"{source} is {ascii(value)[:80]}, which cannot be a part of a host's name.")


def _is_host(text: str) -> bool:
    return len(text) <= 253 and _HOST.fullmatch(text) is not None  # RFC 1035, section 2.3.4
