# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floor of all costs: waits for work requests with bare signed requests, in one process with keep-alive, without any handling of errors.

It polls every pending work request every two seconds from a few threads, and stops at any answer that it does not expect.
Usage: floor.py URL CONFIG_FILE IDS_FILE [CA_FILE]
"""

from __future__ import annotations

import base64
import configparser
import email.utils
import pathlib
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

THREADS = 8
INTERVAL = 2.0  # seconds


def main(url: str, config_file: str, ids_file: str, ca_file: str = "") -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(config_file)
    profile = parser["DEFAULT"]
    key = serialization.load_pem_private_key(pathlib.Path(profile["key_file"]).read_bytes(), None)
    key_id = "/".join((profile["tenancy"], profile["user"], profile["fingerprint"]))
    host = urllib.parse.urlsplit(url).netloc
    own = threading.local()

    def poll(id_: str) -> str:
        """The work request's status."""
        if not hasattr(own, "session"):
            own.session = requests.Session()
            own.session.trust_env = False
            own.session.verify = ca_file or True
        path = f"/20160918/workRequests/{id_}"
        date = email.utils.formatdate(usegmt=True)
        signed = f"(request-target): get {path}\ndate: {date}\nhost: {host}"
        signature = base64.b64encode(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
        authorization = f'Signature version="1",headers="(request-target) date host",keyId="{key_id}",algorithm="rsa-sha256",signature="{signature}"'
        answer = own.session.get(url + path, headers={"date": date, "authorization": authorization}, timeout=60)
        answer.raise_for_status()
        return answer.json()["status"]

    pending = pathlib.Path(ids_file).read_text(encoding="utf-8").split()
    with ThreadPoolExecutor(THREADS) as pool:
        while pending:
            due = time.monotonic() + INTERVAL
            statuses = dict(zip(pending, pool.map(poll, pending)))
            if set(statuses.values()) - {"ACCEPTED", "IN_PROGRESS", "SUCCEEDED"}:
                sys.exit(f"unexpected: {statuses}")
            pending = [id_ for id_, status in statuses.items() if status != "SUCCEEDED"]
            if pending:
                time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main(*sys.argv[1:])
