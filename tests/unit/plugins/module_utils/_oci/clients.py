# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that authenticate to a simulator."""

from __future__ import annotations

import pathlib
import time
from typing import Any

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Observation
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import config_file, signer as signer_module
from ansible_collections.longops.oracle.tests.simulator import Simulator


def make(sim: Simulator, profile_name: str = "DEFAULT", **place: Any) -> OciClient:
    """A client that authenticates with an API key of the simulator's config file, and finds all services at the simulator."""
    settings = config_file.load("api_key", {}, str(sim.config_file), profile_name)
    signer = signer_module.signer(settings)
    whereabouts = Place(**{"service_endpoint": sim.url, **place})
    return OciClient(Transport(signer, conventions=CONVENTIONS), signer, whereabouts)


def make_session(sim: Simulator, folder: pathlib.Path, token: str) -> tuple[OciClient, pathlib.Path]:
    """A client that authenticates with this session token, which the simulator need not know, and the file that it is in."""
    file, config = folder / "token", folder / "config"
    file.write_text(token, encoding="utf-8")
    key_file = sim.config_file.parent / "key.pem"
    config.write_text(f"[DEFAULT]\nkey_file={key_file}\nsecurity_token_file={file}\n", encoding="utf-8")
    settings = config_file.load("security_token", {}, str(config))
    signer = signer_module.signer(settings)
    return OciClient(Transport(signer, conventions=CONVENTIONS), signer, Place(service_endpoint=sim.url)), file


def poll(client: OciClient, operation: Any, seconds: float = 10.0) -> Observation:
    """One poll of a work request of the simulator, with a deadline in so many seconds."""
    return client.poll(client.target(operation.id, operation.family.title), time.monotonic() + seconds)
