# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what a rulebook needs: Java, and ansible-rulebook in a virtual environment of its own, with the pins of requirements.txt."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from typing import Iterator, Optional

from ansible_collections.longops.oracle.tests.tools import debian

HERE = pathlib.Path(__file__).absolute().parent
REQUIREMENTS = HERE / "requirements.txt"
#: The Javas that ansible-rulebook runs on, and the package that has the oldest.
OLDEST_JAVA = 17
PACKAGE = "openjdk-17-jre-headless"
#: Seconds to install it with pip.
LONGEST = 300


class Missing(Exception):
    """Why there can be no rulebook here."""


def _java_version(home: pathlib.Path) -> int:
    """The version of the Java in this place; 0 where there is none."""
    try:
        told = subprocess.run(
            [home / "bin" / "java", "-version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.search(r'version "(\d+)', told.stderr + told.stdout)
    return int(match.group(1)) if match else 0


def _javas() -> Iterator[pathlib.Path]:
    """Where a Java may be."""
    if os.environ.get("JAVA_HOME"):
        yield pathlib.Path(os.environ["JAVA_HOME"])
    found = shutil.which("java")
    if found:
        yield pathlib.Path(found).resolve().parents[1]
    yield from sorted(pathlib.Path("/usr/lib/jvm").glob("*"))


def _installed_java() -> Optional[pathlib.Path]:
    return next((home for home in _javas() if _java_version(home) >= OLDEST_JAVA), None)


def _place() -> pathlib.Path:
    return pathlib.Path(os.environ.get("BUILD") or tempfile.gettempdir()) / "rulebook-venv"


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """No other process of these tests installs anything meanwhile."""
    with _place().with_suffix(".lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@functools.lru_cache(maxsize=1)
@_alone()
def java_home() -> pathlib.Path:
    """A Java that is here, or is installed now, where that can be done. Raises Missing."""
    found = _installed_java()
    if found is None:
        debian.install(PACKAGE)
        found = _installed_java()
    if found is None:
        raise Missing(
            f"ansible-rulebook needs Java {OLDEST_JAVA} or newer: set JAVA_HOME, or install {PACKAGE} or another one"
        )
    return found


@functools.lru_cache(maxsize=1)
@_alone()
def environment() -> pathlib.Path:
    """The folder with ansible-rulebook and ansible-playbook in it. Raises Missing."""
    place = _place()
    stamp = place / "complete"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True, timeout=LONGEST)
            pip = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "-r", REQUIREMENTS], check=True, capture_output=True, text=True, timeout=LONGEST)
        except subprocess.SubprocessError as error:
            last = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
            raise Missing(f"ansible-rulebook cannot be installed with pip: {last}") from error
        stamp.write_text(wanted, encoding="utf-8")
    return place / "bin"
