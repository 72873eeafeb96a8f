# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options that every module for Oracle GoldenGate has."""

    DOCUMENTATION = r"""
options:
  url:
    description:
      - Address of GoldenGate, up to and without C(/services). It is the address of one service on its own port
        (V(https://host:9012)), of a reverse proxy or of OCI GoldenGate (V(https://host)).
      - A URL that contains credentials is an error.
      - Falls back to the environment variable E(OGG_URL).
    type: str
    required: true
  deployment:
    description:
      - Name of the deployment, where a reverse proxy serves several of them, as it is and not percent-encoded.
      - Falls back to the environment variable E(OGG_DEPLOYMENT).
    type: str
  service:
    description:
      - The service that accepted the call, behind a reverse proxy. V(adminsrvr), V(distsrvr), V(recvsrvr), V(pmsrvr), V(ServiceManager), or the
        name that an administrator gave to another one, as it is and not percent-encoded.
      - The default is V(adminsrvr) if O(deployment) is set. The id of a request is known only to the service that accepted the call.
      - Falls back to the environment variable E(OGG_SERVICE).
    type: str
  version:
    description:
      - Version of the REST API.
      - Falls back to the environment variable E(OGG_VERSION).
    type: str
    default: v2
  username:
    description:
      - Name of the user, for HTTP Basic authentication.
      - Falls back to the environment variable E(OGG_USERNAME).
    type: str
  password:
    description:
      - Password of the user.
      - Falls back to the environment variable E(OGG_PASSWORD).
    type: str
  token:
    description:
      - Bearer token from the identity provider that GoldenGate trusts, in place of O(username) and O(password).
      - Falls back to the environment variable E(OGG_TOKEN).
    type: str
  client_cert:
    description:
      - Path of a client certificate in PEM form, with its key unless O(client_key) names that. It can be the whole authentication,
        or an addition to O(username) or O(token) that a proxy requires.
      - Falls back to the environment variable E(OGG_CLIENT_CERT).
    type: path
  client_key:
    description:
      - Path of the client certificate's key in PEM form, without a pass phrase.
      - Falls back to the environment variable E(OGG_CLIENT_KEY).
    type: path
  ca_path:
    description:
      - Path of a file with the certificates of trusted authorities, in PEM form.
      - Falls back to the environment variable E(OGG_CA_PATH).
    type: path
  validate_certs:
    description:
      - Whether to validate the server's certificate. Without validation the credentials can be intercepted.
      - Falls back to the environment variable E(OGG_VALIDATE_CERTS).
    type: bool
    default: true
  connect_timeout:
    description:
      - Seconds within which a connection must be made, for each request.
    type: float
    default: 10.0
  read_timeout:
    description:
      - Seconds within which an answer must come, for each request.
    type: float
    default: 60.0
requirements:
  - python >= 3.9
  - requests
"""
