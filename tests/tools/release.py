# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what keeps a version from being released: the version in galaxy.yml, the tag, and the release notes have to agree.

Usage: python -m ansible_collections.longops.oracle.tests.tools.release [TAG], in the tree
"""

from __future__ import annotations

import pathlib
import re
import sys
from typing import Any, Optional

import yaml

from . import interface

#: Semantic versioning. Users are not given pre-releases unless they ask for them, so such a version can be published as well.
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z][0-9A-Za-z.-]*)?")
SECTIONS_OF_A_MAJOR = ("breaking_changes", "removed_features")


def _yaml(path: pathlib.Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def problems(root: pathlib.Path, tag: str = "", interface_now: Optional[str] = None) -> list[str]:
    """What is wrong, each with what to do; empty where the version can be released. What is empty or None is not compared."""
    version = str(_yaml(root / "galaxy.yml")["version"])
    found = []
    if not VERSION.fullmatch(version):
        found.append(f"galaxy.yml has the version {version}, which is none of semantic versioning, such as 1.2.0.")
    if tag and tag != version:
        found.append(
            f"The tag is {tag}, and galaxy.yml has the version {version}: make both the same. A tag has no prefix."
        )
    options = (root / "plugins/module_utils/_ansible/options.py").read_text(encoding="utf-8")
    if f'VERSION = "{version}"' not in options:
        found.append(f"plugins/module_utils/_ansible/options.py has another VERSION than {version}.")
    fragments = sorted(path.name for path in (root / "changelogs/fragments").glob("*.y*ml"))
    if fragments:
        found.append(
            f"Not in the release notes yet: {', '.join(fragments)} in changelogs/fragments. Run `make changelog`."
        )
    releases = _yaml(root / "changelogs/changelog.yaml")["releases"]
    changes = releases.get(version, {}).get("changes", {})
    if version not in releases:
        found.append(f"changelogs/changelog.yaml has no release {version}. Run `make changelog`.")
    elif "release_summary" not in changes:
        found.append(
            f"The release notes of {version} have no release_summary. Add a fragment with one, and run `make changelog`."
        )
    else:
        found += _without_version(root, version)
        found += _too_small(version, list(releases), changes)
    kept = interface.folder(root) / f"{version}.json"
    if interface_now is not None and (not kept.exists() or kept.read_text(encoding="utf-8") != interface_now):
        found.append(
            f"tests/contract/interfaces/{version}.json is not the interface that there is. Run `make changelog`."
        )
    return found


def _without_version(root: pathlib.Path, version: str) -> list[str]:
    """The rendered release notes that do not have the version."""
    notes = sorted(root.glob("CHANGELOG.*"))
    outdated = [path.name for path in notes if version not in path.read_text(encoding="utf-8").replace("\\", "")]
    return [f"{name} has nothing about {version}. Run `make changelog`." for name in outdated]


def _too_small(version: str, releases: list[str], changes: dict[str, Any]) -> list[str]:
    """Whether something is broken for users between two versions with the same first number."""
    major = version.partition(".")[0]
    is_first = not any(each != version and each.partition(".")[0] == major for each in releases)
    broken = [section for section in SECTIONS_OF_A_MAJOR if changes.get(section)]
    if major == "0" or is_first or not broken:
        return []
    return [
        f"The release notes of {version} have {' and '.join(broken)}, which semantic versioning allows in a {int(major) + 1}.0.0 only."
    ]


def main() -> int:
    found = problems(pathlib.Path.cwd(), sys.argv[1] if len(sys.argv) > 1 else "", interface.text())
    print("\n".join(found) or "Version, tag and release notes agree.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
