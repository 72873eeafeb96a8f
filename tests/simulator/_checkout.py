# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes `ansible_collections.longops.oracle` importable from a plain checkout of the repository."""

from __future__ import annotations

import importlib.util
import pathlib
import sys
import types

COLLECTION = "ansible_collections.longops.oracle"


def make_importable() -> None:
    """Make the checkout the collection, unless Python finds the collection already (installed, or by PYTHONPATH)."""
    try:
        if importlib.util.find_spec(f"{COLLECTION}.plugins") is not None:
            return
    except ImportError:
        pass
    parts = COLLECTION.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        if name not in sys.modules:
            package = types.ModuleType(name)
            package.__path__ = []
            sys.modules[name] = package
            if length > 1:
                setattr(sys.modules[".".join(parts[: length - 1])], parts[length - 1], package)
    root = str(pathlib.Path(__file__).resolve().parents[2])
    sys.modules[COLLECTION].__path__ = [root]
