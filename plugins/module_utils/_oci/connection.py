# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the client of a module from its connection options. Private to longops.oracle."""

from __future__ import annotations

import os
import re
from typing import Any, Mapping, Optional

from .._ansible import file_modes, options
from .._core.errors import UsageError
from .._http import tls
from .._http.retry import Limits
from .._http.transport import Transport
from .._text.masking import Secrets
from .._text.sanitize import bare_url, quoted, url_secrets
from . import resource_ids, work_request_ids
from .api.client import OciClient
from .api.endpoints import TITLE, checked_endpoint
from .api.session import CONVENTIONS, Place
from .auth import config_file, signer as _signer_module

#: An opc-request-id as Oracle's Python SDK accepts it (BaseClient.is_valid_opc_request_id): customer, trace and span. A dash, which
#: the ids of Object Storage have, is in the SDK's message about it, though not in its pattern.
REQUEST_ID = re.compile(r"[A-Za-z0-9_:;-]{1,32}(/[A-Za-z0-9_:;-]{0,32}){0,2}")
#: Other names of the option work_request_id.
ALIASES = ("id", "work_request_ids", "opc_work_request_id")


def connection_options() -> dict[str, Any]:
    """The argument spec of doc fragment longops.oracle.oci."""
    return {
        "config_file_location": options.from_environment("OCI_CONFIG_FILE", type="str"),
        "config_profile_name": options.from_environment("OCI_CONFIG_PROFILE", type="str"),
        "auth_type": options.from_environment(
            "OCI_ANSIBLE_AUTH_TYPE", type="str", default="api_key", choices=list(config_file.NEEDED_BY)
        ),
        "auth_purpose": {"type": "str", "choices": ["service_principal"]},
        "service_account_token_path": options.from_environment(
            "OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH", type="str", no_log=False
        ),
        "api_user": options.from_environment("OCI_USER_ID", type="str"),
        "api_user_fingerprint": options.from_environment("OCI_USER_FINGERPRINT", type="str"),
        "api_user_key_file": options.from_environment("OCI_USER_KEY_FILE", type="str", no_log=False),
        "api_user_key_pass_phrase": options.from_environment("OCI_USER_KEY_PASS_PHRASE", type="str", no_log=True),
        "tenancy": options.from_environment("OCI_TENANCY", type="str"),
        "region": options.from_environment("OCI_REGION", type="str"),
        "cert_bundle": options.from_environment("OCI_ANSIBLE_CERT_BUNDLE", type="str"),
        "realm_specific_endpoint_template_enabled": options.from_environment(
            "OCI_REALM_SPECIFIC_SERVICE_ENDPOINT_TEMPLATE_ENABLED", type="bool"
        ),
        "service": {"type": "str"},
        "service_endpoint": {"type": "str"},
        "api_version": {"type": "str"},
        "namespace": {"type": "str"},
        "opc_request_id": {"type": "str"},
        "compartment_id": {"type": "str"},
        "resource_id": {"type": "raw"},
        **options.request_options(),
    }


def work_request_id_option() -> dict[str, Any]:
    return {"work_request_id": {"type": "raw", "aliases": list(ALIASES)}}


def secrets(params: dict[str, Any]) -> list[str]:
    """The secrets to mask beside the options that are secret as a whole: a password in a URL, which no URL should have."""
    return url_secrets(params["service_endpoint"])


def asked(params: dict[str, Any]) -> Optional[list[work_request_ids.Asked]]:
    """The value of the option work_request_id, parsed by work_request_ids.find(); None where it is not given. Raises UsageError."""
    return options.taken(params, ("work_request_id", *ALIASES), work_request_ids.find)


def resources(params: dict[str, Any]) -> Optional[list[resource_ids.Resource]]:
    """The value of the option resource_id, parsed by resource_ids.find(); None where it is not given. Raises UsageError."""
    return options.taken(params, ("resource_id",), resource_ids.find)


def check_endpoint_of_several(params: Mapping[str, Any], why: str) -> None:
    """Raises UsageError where service_endpoint is that of one service, and several are meant, as why says."""
    if params["service_endpoint"] and TITLE not in params["service_endpoint"]:
        raise UsageError(
            f"service_endpoint is the URL of one service, and {why}. Leave it out, or write {TITLE} in it where the service's"
            " name belongs."
        )


def check_version_of_several(params: Mapping[str, Any], why: str) -> None:
    """The same of api_version."""
    if params["api_version"]:
        raise UsageError(f"api_version is that of one service, and {why}. Leave it out.")


def needs_no_request(params: Mapping[str, Any]) -> bool:
    """Whether client() only reads options and files: a principal authenticates at once, because its region comes with it."""
    return params["auth_type"] in _signer_module.AUTH_TYPES


def client(
    params: dict[str, Any], secrets: Secrets, known: frozenset[str] = frozenset(), limits: Optional[Limits] = None
) -> OciClient:
    """A client that authenticates as the options say, and knows these status words besides its own.

    limits are those of its requests that have no deadline of their own. It adds to secrets. Raises UsageError and MissingLibraryError.
    """
    options.check_limits(params)
    request_id = _request_id(params["opc_request_id"])
    if params["service_endpoint"]:
        checked_endpoint(params["service_endpoint"])
    bundle = params["cert_bundle"] and os.path.expanduser(params["cert_bundle"])
    options.check_readable("file of trusted certificates", "cert_bundle", bundle)
    settings = config_file.load(
        params["auth_type"], params, params["config_file_location"], params["config_profile_name"]
    )
    secrets.add([settings.get("pass_phrase"), settings.get("key_content")])
    signer = _signer(settings, params, bundle, limits)
    transport = Transport(
        signer,
        bundle or True,
        params["connect_timeout"],
        params["read_timeout"],
        f"longops.oracle/{options.VERSION}",
        options.KEPT_CONNECTIONS,
        conventions=CONVENTIONS,
        request_id=request_id,
        secrets=secrets,
        limits=limits,
    )
    place = Place(
        region=settings.get("region") or signer.region,
        given_region=options.of_task(params, "region"),
        service_endpoint=params["service_endpoint"],
        api_version=params["api_version"],
        realm_specific=bool(params["realm_specific_endpoint_template_enabled"]),
        compartment_id=params["compartment_id"],
        namespace=params["namespace"],
    )
    made = OciClient(transport, signer, place, known)
    for warning in _security_warnings(params["service_endpoint"], settings):
        made.warn(warning)
    return made


def _security_warnings(endpoint: Optional[str], settings: config_file.Profile) -> list[str]:
    """Warnings about an authentication that others can use, or about answers that they can forge."""
    warnings = file_modes.warnings(config_file.secret_files(settings))
    if endpoint and tls.is_in_clear(endpoint):
        sent = "signatures" if settings.auth_type == "api_key" else "signatures and the token"
        warnings.append(
            f"{bare_url(endpoint)} (service_endpoint) is not encrypted, so {sent} can be read on the way, and answers can be"
            " forged: use https."
        )
    return warnings


def _request_id(given: Optional[str]) -> Optional[str]:
    """The value of the option opc_request_id; None where it is not given or empty. Raises UsageError."""
    if given and not REQUEST_ID.fullmatch(given):
        raise UsageError(
            f"opc_request_id {quoted(given)} cannot be sent: it has up to three parts with slashes between them, and each has at most"
            " 32 ASCII letters, digits, dashes, underscores, colons and semicolons."
        )
    return given or None


def _signer(
    settings: config_file.Profile, params: dict[str, Any], bundle: Optional[str], limits: Optional[Limits]
) -> Any:
    if settings.auth_type in _signer_module.AUTH_TYPES:
        return _signer_module.signer(settings)
    from .auth import principals  # here, because every poll pays for what is imported

    timeout = params["connect_timeout"] + params["read_timeout"]
    asked = principals.Options(params["auth_purpose"], params["service_account_token_path"], bundle, timeout)
    return principals.signer(settings, asked, limits=limits)
