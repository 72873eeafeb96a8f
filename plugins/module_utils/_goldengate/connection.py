# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the client of a module, and the calls it is about, from its options. Private to longops.oracle."""

from __future__ import annotations

import contextlib
from typing import Any, Optional
from urllib.parse import urlsplit

from .._ansible import file_modes, options
from .._core.errors import UsageError
from .._http import tls
from .._http.transport import Transport
from .._text.masking import Secrets
from .._text.sanitize import url_secrets
from . import auth
from .client import CONVENTIONS, GoldenGateClient
from .endpoint import locate
from .request_ids import Call, find

#: Other names of the option request_id.
ALIASES = ("id", "request_ids")


def connection_options() -> dict[str, Any]:
    """The argument spec of doc fragment longops.oracle.goldengate."""
    return {
        "url": options.from_environment("OGG_URL", type="str", required=True),
        "deployment": options.from_environment("OGG_DEPLOYMENT", type="str"),
        "service": options.from_environment("OGG_SERVICE", type="str"),
        "version": options.from_environment("OGG_VERSION", type="str", default="v2"),
        "username": options.from_environment("OGG_USERNAME", type="str"),
        "password": options.from_environment("OGG_PASSWORD", type="str", no_log=True),
        "token": options.from_environment("OGG_TOKEN", type="str", no_log=True),
        "client_cert": options.from_environment("OGG_CLIENT_CERT", type="path"),
        "client_key": options.from_environment("OGG_CLIENT_KEY", type="path", no_log=False),
        "ca_path": options.from_environment("OGG_CA_PATH", type="path"),
        "validate_certs": options.from_environment("OGG_VALIDATE_CERTS", type="bool", default=True),
        **options.request_options(),
    }


def request_id_option(required: bool) -> dict[str, Any]:
    """The argument spec of the option that both modules have."""
    return {"request_id": {"type": "raw", "aliases": list(ALIASES), "required": required}}


def secrets(params: dict[str, Any]) -> list[str]:
    """The secrets to mask beside the options that are secret as a whole."""
    found = url_secrets(params["url"])
    if params["username"] and params["password"]:
        with contextlib.suppress(UnicodeEncodeError):  # what cannot be sent needs no mask
            found.append(auth.pair(params["username"], params["password"]))
    return found


def calls(params: dict[str, Any]) -> Optional[list[Call]]:
    """The value of the option request_id, parsed by request_ids.find(); None where it is not given. Raises UsageError."""
    return options.taken(params, ("request_id", *ALIASES), find)


def client(params: dict[str, Any], secrets: Secrets) -> GoldenGateClient:
    """A client of one GoldenGate service, which authenticates as the options say, and adds to secrets. Raises UsageError and MissingLibraryError."""
    options.check_limits(params)
    location = locate(params["url"], params["deployment"], params["service"], params["version"])
    options.check_readable("file of trusted certificates", "ca_path", params["ca_path"])
    certificate = _certificate(params["client_cert"], params["client_key"])
    header = auth.authorization(params["username"], params["password"], params["token"], bool(certificate))
    transport = Transport(
        auth.auth(header),
        (params["ca_path"] or True) if params["validate_certs"] else False,
        params["connect_timeout"],
        params["read_timeout"],
        f"longops.oracle/{options.VERSION}",
        options.KEPT_CONNECTIONS,
        certificate,
        CONVENTIONS,
        secrets=secrets,
    )
    made = GoldenGateClient(transport, location)
    warnings = _security_warnings(params["url"], params["validate_certs"], header, certificate)
    key = [("key of the client certificate", certificate[1])] if certificate else []
    for warning in [*warnings, *file_modes.warnings(key)]:
        made.warn(warning)
    return made


def _certificate(certificate: Optional[str], key: Optional[str]) -> Optional[tuple[str, str]]:
    """The files of the client certificate and its key; without a key of its own the certificate's file holds both."""
    if not certificate:
        if key:
            raise UsageError("client_key belongs to client_cert, which is missing.")
        return None
    options.check_readable("client certificate", "client_cert", certificate)
    options.check_readable("key of the client certificate", "client_key", key)
    tls.check_client_certificate(certificate, key or certificate)
    return certificate, key or certificate


def _security_warnings(url: str, validate_certs: bool, header: Optional[str], certificate: Any) -> list[str]:
    """Warnings about an authentication that can be intercepted. Raises UsageError for one that cannot work."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        if validate_certs:
            return []
        return [f"The TLS certificate of {url} is not verified, so the credentials can be intercepted."]
    if header is None and certificate:
        raise UsageError(f"A client certificate authenticates over https only, and url is {url}.")
    if not tls.is_in_clear(url):
        return []
    return [f"{url} is not encrypted, so the credentials can be intercepted: use https."]
