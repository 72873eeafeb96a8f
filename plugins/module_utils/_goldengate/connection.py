# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module reaches GoldenGate: its options, and the client that they make. Private to longops.oracle."""

from __future__ import annotations

from typing import Any

from ansible_collections.longops.oracle.plugins.module_utils import _module
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import sign_in
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.answers import code_and_message
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.client import GoldenGateClient
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.location import locate
from ansible_collections.longops.oracle.plugins.module_utils._transport import Transport


def options() -> dict[str, Any]:
    """The argument spec of doc fragment longops.oracle.goldengate."""
    return {
        "url": _module.from_environment("OGG_URL", type="str", required=True),
        "deployment": _module.from_environment("OGG_DEPLOYMENT", type="str"),
        "service": _module.from_environment("OGG_SERVICE", type="str"),
        "version": _module.from_environment("OGG_VERSION", type="str", default="v2"),
        "username": _module.from_environment("OGG_USERNAME", type="str"),
        "password": _module.from_environment("OGG_PASSWORD", type="str", no_log=True),
        "token": _module.from_environment("OGG_TOKEN", type="str", no_log=True),
        "client_cert": _module.from_environment("OGG_CLIENT_CERT", type="path"),
        "client_key": _module.from_environment("OGG_CLIENT_KEY", type="path", no_log=False),
        "ca_path": _module.from_environment("OGG_CA_PATH", type="path"),
        "validate_certs": _module.from_environment("OGG_VALIDATE_CERTS", type="bool", default=True),
        **_module.request_options(),
    }


def client(params: dict[str, Any]) -> GoldenGateClient:
    """A client of one GoldenGate service, signed in as the options say. Raises UsageError and MissingLibraryError."""
    _module.check_limits(params)
    location = locate(params["url"], params["deployment"], params["service"], params["version"])
    _module.check_readable("file of trusted certificates", "ca_path", params["ca_path"])
    _module.check_readable("client certificate", "client_cert", params["client_cert"])
    _module.check_readable("key of the client certificate", "client_key", params["client_key"])
    certificate = params["client_cert"]
    if certificate and params["client_key"]:
        certificate = (certificate, params["client_key"])
    transport = Transport(
        sign_in.auth(params["username"], params["password"], params["token"], bool(certificate)),
        (params["ca_path"] or True) if params["validate_certs"] else False,
        params["connect_timeout"],
        params["read_timeout"],
        "longops.oracle/%s" % _module.VERSION,
        _module.CONNECTIONS,
        certificate,
        code_and_message,
    )
    made = GoldenGateClient(transport, location)
    if not params["validate_certs"]:
        made.warn("The TLS certificate of %s is not checked, so anybody on the way can read the sign-in." % params["url"])
    elif params["url"].startswith("http:") and not certificate:
        made.warn("%s is not encrypted, so anybody on the way can read the sign-in: use https." % params["url"])
    return made
