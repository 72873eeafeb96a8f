# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays the checkout where Ansible looks for a collection: DESTINATION/ansible_collections/longops/oracle.

Copies what git would commit (tracked files as they are now, and new ones that are not ignored), removes what is gone, and leaves
what the tools keep there (ignored files such as tests/output) alone. The copy is a git repository of its own, because
ansible-test and ansible-lint ask git which files there are, and the copy itself is ignored by the checkout's.

Usage: tree.py DESTINATION
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path


def listed(directory: Path) -> set[Path]:
    """Paths, relative to the directory, of the files git would commit there."""
    command = ["git", "-C", str(directory), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split("\0")
    return {Path(name) for name in names if name and (directory / name).exists()}


def copy(source: Path, target: Path) -> None:
    """Copy a file or a symbolic link, unless the target is the same already."""
    if target.is_symlink() or source.is_symlink():
        target.unlink(missing_ok=True)
    elif target.exists() and filecmp.cmp(source, target, shallow=True):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target, follow_symlinks=False)


def main() -> None:
    checkout = Path(__file__).resolve().parents[2]
    tree = Path(sys.argv[1]).resolve() / "ansible_collections" / "longops" / "oracle"
    tree.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "--quiet", str(tree)], check=True)
    files = listed(checkout)
    for stray in listed(tree) - files:
        (tree / stray).unlink()
    for file in files:
        copy(checkout / file, tree / file)


if __name__ == "__main__":
    main()
