# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down which options the modules of awx.awx have that playbooks/awx_setup.yml uses, for tests that run without that collection.

Usage: make_awx_specs.py FOLDER. The collection is in it, or comes into it from PyPI's package ansible. `make awx` calls it.
"""

from __future__ import annotations

import ast
import json
import pathlib
import subprocess
import sys
import zipfile
from typing import Any

import yaml

SPECS = pathlib.Path(__file__).parent / "awx_specs.json"
#: What a test needs to know of an option.
KEPT = ("type", "required", "choices", "elements", "aliases")
MODULES = (
    "credential_type",
    "execution_environment",
    "host",
    "inventory",
    "job_template",
    "project",
    "workflow_job_template",
    "workflow_job_template_node",
)


def read(collection: pathlib.Path) -> dict[str, Any]:
    """The digest of an installed awx.awx: its version, and the argument spec of each module."""
    version = json.loads((collection / "MANIFEST.json").read_text(encoding="utf-8"))["collection_info"]["version"]
    shared = _documentation(collection / "plugins" / "doc_fragments" / "auth.py")
    modules = {}
    for name in MODULES:
        options = {**_documentation(collection / "plugins" / "modules" / f"{name}.py"), **shared}
        modules[name] = {
            option: {key: spec[key] for key in KEPT if spec.get(key)} for option, spec in sorted(options.items())
        }
    return {"collection": "awx.awx", "version": version, "modules": modules}


def _documentation(path: pathlib.Path) -> dict[str, Any]:
    """The options in the text DOCUMENTATION of a module or a fragment."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            options: dict[str, Any] = yaml.safe_load(ast.literal_eval(node.value))["options"]
            return options
    raise SystemExit(f"{path} has no DOCUMENTATION")


def unpack(folder: pathlib.Path) -> pathlib.Path:
    """The collection in a folder. Where it has none, it is taken out of PyPI's package ansible, and the rest of that is not kept."""
    collection = folder / "ansible_collections" / "awx" / "awx"
    if not collection.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "ansible"]
        subprocess.run(command, check=True)
        [wheel] = folder.glob("ansible-*.whl")
        with zipfile.ZipFile(wheel) as opened:
            prefix = "ansible_collections/awx/awx/"
            opened.extractall(folder, [name for name in opened.namelist() if name.startswith(prefix)])
        wheel.unlink()
    return collection


if __name__ == "__main__":
    found = read(unpack(pathlib.Path(sys.argv[1])))
    SPECS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{SPECS.name}: {len(found['modules'])} modules of awx.awx {found['version']}")
