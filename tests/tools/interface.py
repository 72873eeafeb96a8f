# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of the collection: the names and defaults that playbooks rely on, as ansible-doc has them.

That of each released version is kept in tests/contract/interfaces, so that a test can say what a change would break.
Usage: python -m ansible_collections.longops.oracle.tests.tools.interface ROOT VERSION: writes it down there
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from typing import Any, Iterator

import yaml

from . import event_source_pages

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = ("type", "elements", "required", "default", "choices", "aliases")


def _documented(type_: str, names: list[str]) -> dict[str, Any]:
    done = subprocess.run(["ansible-doc", "-t", type_, "-j", *names], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {name.rpartition(".")[2]: found[name] for name in sorted(found)}


def _options(options: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: of[key] for key in KEYS if of.get(key) not in (None, [])} for name, of in sorted(options.items())
    }


def returned(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of a result with their documentation, those in entries with a dot: work_requests.state."""
    for name, value in sorted(values.items()):
        yield prefix + name, value
        yield from returned(value.get("contains") or {}, f"{prefix}{name}.")


def documentation(root: pathlib.Path = ROOT) -> dict[str, dict[str, Any]]:
    """What ansible-doc has of each module and role of the collection that is on Ansible's path, and each event source of its own."""
    modules = sorted(path.stem for path in (root / "plugins/modules").glob("*.py") if path.stem != "__init__")
    roles = sorted(path.name for path in (root / "roles").iterdir())
    return {
        "modules": _documented("module", [f"longops.oracle.{name}" for name in modules]),
        "roles": _documented("role", [f"longops.oracle.{name}" for name in roles]),
        "event_sources": {
            path.stem: yaml.safe_load(event_source_pages.constants(path)["DOCUMENTATION"])
            for path in sorted((root / event_source_pages.FOLDER).glob("[!_]*.py"))
        },
    }


def interface(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """modules: options and keys of results. roles: variables. event_sources: options."""
    return {
        "modules": {
            name: {"options": _options(of["doc"]["options"]), "returned": [key for key, _of in returned(of["return"])]}
            for name, of in found["modules"].items()
        },
        "roles": {name: _options(of["entry_points"]["main"]["options"]) for name, of in found["roles"].items()},
        "event_sources": {name: _options(of["options"]) for name, of in found["event_sources"].items()},
    }


def folder(root: pathlib.Path = ROOT) -> pathlib.Path:
    """Where the interfaces of versions are."""
    return root / "tests" / "contract" / "interfaces"


def text() -> str:
    """The interface that there is, as it is written down."""
    return json.dumps(interface(documentation()), indent=1, sort_keys=True) + "\n"


def main() -> None:
    root, version = sys.argv[1:]
    (folder(pathlib.Path(root)) / f"{version}.json").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
