# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an empty HOME for the checks, so that the files of the user do not affect them, and they leave none there.

It contains only what ansible-test needs to install its requirements: the effective settings of pip (ansible-test hides the PIP_*
variables from the pips it runs), the script with which it bootstraps pip, and in bin/ the Pythons of the machine.
Run it with the user's own HOME.

Usage: home.py DIRECTORY
"""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import ansible_test
from ansible_test._internal.constants import SUPPORTED_PYTHON_VERSIONS
from ansible_test._internal.python_requirements import get_venv_packages

BOOTSTRAP = Path(__file__).with_name("pip_bootstrap.py")


def pip(*arguments: str) -> str:
    """The output of a pip command."""
    return subprocess.run(
        [sys.executable, "-m", "pip", *arguments], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def pip_settings() -> dict[str, str]:
    """The effective settings: those of the files, overridden by the environment, and the cache, whose default is relative to HOME."""
    settings = {"cache-dir": pip("cache", "dir").strip()}
    for wanted in ("global.", ":env:."):
        lines = [
            line.removeprefix(wanted).split("=", 1)
            for line in pip("config", "list").splitlines()
            if line.startswith(wanted)
        ]
        settings |= {key: ast.literal_eval(value) for key, value in lines}
    return settings | {"quiet": "1"}


def write_pip_settings(home: Path) -> None:
    parser = configparser.RawConfigParser()
    parser["global"] = pip_settings()
    file = home / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as stream:
        parser.write(stream)
    file.chmod(0o600)  # an index URL may contain a password


def copy_bootstrap(home: Path) -> None:
    """Copy the script to each path where the installed ansible-test expects it, as its source says."""
    source = Path(ansible_test.__path__[0]) / "_util" / "target" / "setup" / "requirements.py"
    template = re.search(r"'~/(\S+get_pip_%s\.py)'", source.read_text(encoding="utf-8"))
    if not template:
        sys.exit(f"{source} no longer has the path of the pip bootstrap script of ansible-test: adapt home.py.")
    for version in {get_venv_packages(SimpleNamespace(version=python))["pip"] for python in SUPPORTED_PYTHON_VERSIONS}:
        file = home / (template[1] % version.replace(".", "_"))
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(BOOTSTRAP, file)


def real_python(command: Path) -> str:
    """The interpreter of a command, or "" if it does not run or cannot make virtual environments."""
    code = "import ensurepip, sys, venv; print(sys.executable)"
    answer = subprocess.run(
        [command, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    return answer.stdout.strip()


def link_pythons(home: Path) -> None:
    """Write a command for each Python that ansible-test supports, so that it finds those of pyenv, and no shims that do not run."""
    path = [Path(place) for place in os.get_exec_path()]
    pyenv = [
        python for place in path if place.name == "shims" for python in sorted(place.parent.glob("versions/*/bin"))
    ]
    (home / "bin").mkdir(parents=True, exist_ok=True)
    for version in SUPPORTED_PYTHON_VERSIONS:
        name = f"python{version}"
        found = filter(None, (real_python(place / name) for place in path + pyenv if (place / name).exists()))
        if python := next(found, None):
            command = home / "bin" / name
            command.write_text(f'#!/bin/sh\nexec {shlex.quote(python)} "$@"\n', encoding="utf-8")
            command.chmod(0o755)


def main() -> None:
    home = Path(sys.argv[1]).resolve()
    write_pip_settings(home)
    copy_bootstrap(home)
    link_pythons(home)


if __name__ == "__main__":
    main()
