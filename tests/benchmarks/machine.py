# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Describes the machine and the versions that were measured, without anything that identifies the machine or its owner."""

from __future__ import annotations

import importlib.metadata
import os
import pathlib
import platform
import re
from typing import Any

import yaml

from .service import ROOT

PACKAGES = ("ansible-core", "oci", "oci-cli", "requests", "cryptography")


def described() -> dict[str, Any]:
    cpu = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": " ".join(cpu.group(1).split()) if cpu else platform.machine(),
        "memory": round(memory / 1e9),
        "kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "versions": {
            "longops.oracle": galaxy["version"],
            **{name: importlib.metadata.version(name) for name in PACKAGES},
        },
    }
