# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums up the time of imports by their owner: a pure function of what `python -X importtime` prints.

For each imported module, Python prints the microseconds that it took by itself, without the modules that it imports in turn.
"""

from __future__ import annotations

import re
from typing import Iterable

_LINE = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*([\w.]+)")

#: Packages by their owner. All others are Python's own.
OWNERS = {
    "this collection": ("ansible_collections",),
    "Ansible": ("ansible", "_ansiballz", "jinja2", "yaml"),
    "requests": ("requests", "urllib3", "certifi", "charset_normalizer", "chardet", "idna"),
    "cryptography": ("cryptography", "_cffi_backend", "cffi"),
}
PYTHON = "Python's own library"


def owned(lines: Iterable[str]) -> dict[str, float]:
    """Milliseconds of imports by the owner of the modules."""
    spent = dict.fromkeys([*OWNERS, PYTHON], 0.0)
    for line in lines:
        match = _LINE.match(line)
        if match:
            spent[_owner(match[2])] += int(match[1]) / 1000
    return spent


def _owner(module: str) -> str:
    top = module.partition(".")[0]
    return next((owner for owner, packages in OWNERS.items() if top in packages), PYTHON)
