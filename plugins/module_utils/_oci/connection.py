# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module reaches OCI: its options, and the client that they make. Private to longops.oracle."""

from __future__ import annotations

import os
from typing import Any, Optional

from ansible_collections.longops.oracle.plugins.module_utils import _module
from ansible_collections.longops.oracle.plugins.module_utils._oci import ids, profile, signing
from ansible_collections.longops.oracle.plugins.module_utils._oci.client import OciClient, Place, checked_endpoint
from ansible_collections.longops.oracle.plugins.module_utils._text import url_secrets
from ansible_collections.longops.oracle.plugins.module_utils._transport import Transport

#: Other names of the option work_request_id.
ALIASES = ("id", "work_request_ids", "opc_work_request_id")


def options() -> dict[str, Any]:
    """The argument spec of doc fragment longops.oracle.oci."""
    return {
        "config_file_location": _module.from_environment("OCI_CONFIG_FILE", type="str"),
        "config_profile_name": _module.from_environment("OCI_CONFIG_PROFILE", type="str"),
        "auth_type": _module.from_environment(
            "OCI_ANSIBLE_AUTH_TYPE", type="str", default="api_key", choices=list(profile.NEEDED_BY)
        ),
        "auth_purpose": {"type": "str", "choices": ["service_principal"]},
        "service_account_token_path": _module.from_environment(
            "OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH", type="str", no_log=False
        ),
        "api_user": _module.from_environment("OCI_USER_ID", type="str"),
        "api_user_fingerprint": _module.from_environment("OCI_USER_FINGERPRINT", type="str"),
        "api_user_key_file": _module.from_environment("OCI_USER_KEY_FILE", type="str", no_log=False),
        "api_user_key_pass_phrase": _module.from_environment("OCI_USER_KEY_PASS_PHRASE", type="str", no_log=True),
        "tenancy": _module.from_environment("OCI_TENANCY", type="str"),
        "region": _module.from_environment("OCI_REGION", type="str"),
        "cert_bundle": _module.from_environment("OCI_ANSIBLE_CERT_BUNDLE", type="str"),
        "realm_specific_endpoint_template_enabled": _module.from_environment(
            "OCI_REALM_SPECIFIC_SERVICE_ENDPOINT_TEMPLATE_ENABLED", type="bool"
        ),
        "service": {"type": "str"},
        "service_endpoint": {"type": "str"},
        "api_version": {"type": "str"},
        "namespace": {"type": "str"},
        "compartment_id": {"type": "str"},
        "resource_id": {"type": "str"},
        **_module.request_options(),
    }


def work_request_id_option() -> dict[str, Any]:
    return {"work_request_id": {"type": "raw", "aliases": list(ALIASES)}}


def secrets(params: dict[str, Any]) -> list[str]:
    """What nobody must see, beside the options that are secret as a whole: a password in a URL, which no URL should have."""
    return url_secrets(params["service_endpoint"])


def asked(params: dict[str, Any]) -> Optional[list[ids.Asked]]:
    """What the option work_request_id means, as ids.find() has it; None where it is not given. Raises UsageError."""
    return _module.taken(params, ("work_request_id", *ALIASES), ids.find)


def client(params: dict[str, Any], known: frozenset[str] = frozenset()) -> OciClient:
    """A client that signs in as the options say, and knows these status words besides its own. Raises UsageError and MissingLibraryError."""
    _module.check_limits(params)
    if params["service_endpoint"]:
        checked_endpoint(params["service_endpoint"])
    bundle = params["cert_bundle"] and os.path.expanduser(params["cert_bundle"])
    _module.check_readable("file of trusted certificates", "cert_bundle", bundle)
    settings = profile.load(
        params["auth_type"], params, params["config_file_location"], params["config_profile_name"]
    )
    signer = _signer(settings, params, bundle)
    transport = Transport(
        signer,
        bundle or True,
        params["connect_timeout"],
        params["read_timeout"],
        "longops.oracle/%s" % _module.VERSION,
        _module.CONNECTIONS,
    )
    place = Place(
        region=settings.get("region") or signer.region,
        service_endpoint=params["service_endpoint"],
        api_version=params["api_version"],
        realm_specific=bool(params["realm_specific_endpoint_template_enabled"]),
        compartment_id=params["compartment_id"],
        namespace=params["namespace"],
    )
    return OciClient(transport, signer, place, known)


def _signer(settings: profile.Profile, params: dict[str, Any], bundle: Optional[str]) -> Any:
    if settings.auth_type in signing.AUTH_TYPES:
        return signing.signer(settings)
    from ansible_collections.longops.oracle.plugins.module_utils._oci import principals  # a look costs what it imports

    patience = params["connect_timeout"] + params["read_timeout"]
    return principals.signer(
        settings, principals.Terms(params["auth_purpose"], params["service_account_token_path"], bundle, patience)
    )
