# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The versions of ansible-core that a test can run playbooks with: the one that runs the tests, and those that a variable names.

LONGOPS_ANSIBLE_VENVS is a folder of virtual environments that have ansible-core and what the modules need. `make matrix` makes one.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import subprocess
import sys

VENVS = "LONGOPS_ANSIBLE_VENVS"
ASK = "from ansible.release import __version__; print(__version__)"


@dataclasses.dataclass(frozen=True)
class Version:
    """An ansible-core, and the Python that it is installed for. number is such as 2.19.14."""

    number: str
    python: pathlib.Path

    def __str__(self) -> str:
        return f"core-{'.'.join(self.number.split('.')[:2])}"

    @property
    def playbook(self) -> list[str]:
        """What runs a playbook; its name and options follow."""
        return [str(self.python), str(self.python.parent / "ansible-playbook")]


def available() -> list[Version]:
    """The running version, then the others in the order of their numbers."""
    running = _of(pathlib.Path(sys.executable))
    folder = os.environ.get(VENVS)
    if not folder:
        return [running]
    pythons = [path.parent / "python" for path in pathlib.Path(folder).glob("*/bin/ansible-playbook")]
    if not pythons:
        raise RuntimeError(f"{VENVS} names {folder}, where there is no */bin/ansible-playbook")
    others = {str(version): version for version in map(_of, pythons) if str(version) != str(running)}
    return [
        running,
        *sorted(others.values(), key=lambda version: [int(part) for part in version.number.split(".")[:2]]),
    ]


def _of(python: pathlib.Path) -> Version:
    done = subprocess.run([str(python), "-c", ASK], capture_output=True, text=True, check=True)
    return Version(done.stdout.strip(), python)
