# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment of a shell whose commands reach the simulator in place of Oracle."""

from __future__ import annotations

import pathlib
import shlex

from .server import Simulator

#: The hosts that the proxy stands for. Others, such as that of a package index, are refused, lest their clients take it for them.
HOSTS = r"oracle|\.example\.com$|^169\.254\."
HEAD = """\
# A shell that has read this file reaches the simulator in place of Oracle, and no other host: source env.sh
# What it had for authentication and for another proxy is removed, because it would win over what follows.
unset https_proxy http_proxy HTTP_PROXY all_proxy ALL_PROXY no_proxy
for name in $(env | sed -n 's/^\\(O[CG][IG]_[A-Z_]*\\)=.*/\\1/p'); do unset "$name"; done
"""


def write(simulator: Simulator, folder: pathlib.Path) -> pathlib.Path:
    """Write the file for the shell into the folder."""
    authority = str(simulator.ca_file)
    variables = {
        "SIMULATOR_URL": simulator.url,
        "OCI_CONFIG_FILE": str(simulator.config_file),
        "OCI_CLI_CONFIG_FILE": str(simulator.config_file),
        "OCI_ANSIBLE_CERT_BUNDLE": authority,
        "REQUESTS_CA_BUNDLE": authority,
        "SSL_CERT_FILE": authority,
        "HTTPS_PROXY": simulator.proxy_url,
        "NO_PROXY": "127.0.0.1",
        "OGG_URL": simulator.url,
        "OGG_CA_PATH": authority,
        "OGG_USERNAME": simulator.goldengate.username,
        "OGG_PASSWORD": simulator.goldengate.password,
    }
    path = folder / "env.sh"
    path.write_text(
        HEAD + "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()), encoding="utf-8"
    )
    path.chmod(0o600)
    return path
