# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for work requests, or until instances have stopped, with oci.wait_until of Oracle's SDK and its defaults.

A thread with a client of its own waits for each.

Usage: sdk_wait.py URL CONFIG_FILE IDS_FILE [CA_FILE]
"""

from __future__ import annotations

import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

import oci


def main(url: str, config_file: str, ids_file: str, ca_file: str = "") -> None:
    config = oci.config.from_file(config_file)
    signer = oci.signer.Signer.from_config(config)

    def wait(id_: str) -> None:
        if id_.startswith("ocid1.instance."):
            made, read, field, goal = oci.core.ComputeClient, "get_instance", "lifecycle_state", "STOPPED"
        else:
            made, read, field, goal = oci.work_requests.WorkRequestClient, "get_work_request", "status", "SUCCEEDED"
        client = made(config, service_endpoint=url, signer=signer)
        if ca_file:
            client.base_client.session.verify = ca_file
        oci.wait_until(client, getattr(client, read)(id_), field, goal)

    ids = pathlib.Path(ids_file).read_text(encoding="utf-8").split()
    with ThreadPoolExecutor(len(ids)) as pool:
        list(pool.map(wait, ids))  # raises the exception of a thread


if __name__ == "__main__":
    main(*sys.argv[1:])
