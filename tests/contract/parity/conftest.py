# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same credentials for both sides, and the counts of comparisons."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple

import oci
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import config_file, signer
from ansible_collections.longops.oracle.tests.simulator import credentials


class Signers(NamedTuple):
    """Signers of the same user, their configuration, and the public key of their signatures."""

    ours: Any
    theirs: Any
    config: dict[str, str]
    public_key: Any


@pytest.fixture(scope="session")
def signers(tmp_path_factory: pytest.TempPathFactory) -> Signers:
    """Made once, because reading a key takes longer than a hundred calls. The key is short because it signs twenty thousand times."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    folder = tmp_path_factory.mktemp("credentials")
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    public_key = key.public_key()
    config = {
        "tenancy": credentials.TENANCY,
        "user": credentials.USER,
        "fingerprint": credentials.fingerprint(public_key),
        "key_file": str(folder / "key.pem"),
        "region": credentials.REGION,
    }
    (folder / "config").write_text(
        "".join(f"{line}\n" for line in ["[DEFAULT]", *(f"{name}={value}" for name, value in config.items())]),
        encoding="utf-8",
    )
    ours = signer.signer(config_file.load("api_key", {}, str(folder / "config"), "DEFAULT"))
    return Signers(ours, oci.signer.Signer.from_config(config), config, public_key)


@pytest.fixture
def compared(record_property: Callable[[str, Any], None]) -> Callable[..., None]:
    """compared(get=1, list=96) records the comparisons of a test; the totals are printed at the end of the run."""

    def record(**counts: int) -> None:
        for kind, count in counts.items():
            record_property(f"compared {kind}", count)

    return record
