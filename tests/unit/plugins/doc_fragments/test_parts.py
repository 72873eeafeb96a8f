# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation fragments reach the modules that extend them."""

from __future__ import annotations

import importlib
import pathlib

import pytest

from ansible_collections.longops.oracle.plugins import doc_fragments

FILES = sorted(
    path.stem
    for folder in doc_fragments.__path__
    for path in pathlib.Path(folder).glob("*.py")
    if path.stem != "__init__"
)


@pytest.mark.parametrize("file", FILES)
def test_no_part_has_the_name_of_a_file(file: str) -> None:
    """Ansible takes longops.oracle.attributes.oci for the file oci.py, where there is one, and says nothing."""
    fragment = importlib.import_module(f"{doc_fragments.__name__}.{file}").ModuleDocFragment
    assert {name.lower() for name in vars(fragment)}.isdisjoint(FILES)
