# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python that another user of this machine can run, with what the modules need: requests and cryptography."""

from __future__ import annotations

import compileall
import importlib.metadata
import pathlib
import re
import shutil
import subprocess
import sys
from typing import Mapping

NEEDED = ("requests", "cryptography")
#: Parts of a Python's libraries that no module needs: more than half of them.
UNNEEDED = ("test", "tests", "site-packages", "idlelib", "config-*", "lib2to3", "turtledemo", "ensurepip", "tkinter")
NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"


def make(folder: pathlib.Path, user: str) -> pathlib.Path:
    """The path of a Python that this user can run: one that is there, or else a copy in folder, which the user must be able to read.

    A Python of pyenv, or a virtual environment in a checkout, often lies below a home that others cannot read. Then the
    libraries are copied (15 MB), and where the user cannot run the interpreter either, so are that and its standard library
    (90 MB, in about a second).
    """
    for python in ("/usr/bin/python3", sys.executable):
        if _runs(user, python):
            return pathlib.Path(python)
    settings = {"PYTHONPATH": _copy_libraries(folder / "libraries")}
    base = pathlib.Path(sys.base_prefix) / "bin" / NAME
    if not _runs(user, str(base), settings):
        base = _copy_interpreter(base, folder / "python")
        settings.update(PYTHONHOME=folder / "python", LD_LIBRARY_PATH=folder / "python" / "lib")
    wrapper = folder / "python3"
    assignments = " ".join(f"{name}='{path}'" for name, path in settings.items())
    wrapper.write_text(f"#!/bin/sh\n{assignments} exec '{base}' \"$@\"\n", encoding="utf-8")
    wrapper.chmod(0o755)
    if not _runs(user, str(wrapper)):
        raise RuntimeError(f"{user} cannot run {wrapper}, a copy of {sys.base_prefix} with {' and '.join(NEEDED)}")
    return wrapper


def _runs(user: str, python: str, settings: Mapping[str, pathlib.Path] = {}) -> bool:
    try:
        done = subprocess.run(
            [python, "-c", f"import ssl, {', '.join(NEEDED)}"],
            user=user,
            group=user,
            extra_groups=[],
            cwd="/",
            env={name: str(path) for name, path in settings.items()},
            capture_output=True,
            check=False,
            timeout=60,
        )
    except OSError:  # not there, or in a folder that the user cannot read
        return False
    return done.returncode == 0


def _copy_libraries(into: pathlib.Path) -> pathlib.Path:
    """Copy NEEDED and what these need from the running Python's site-packages."""
    left, copied = list(NEEDED), set()
    while left:
        distribution = importlib.metadata.distribution(left.pop())
        name = re.sub("[-_.]+", "-", distribution.metadata["Name"]).lower()
        if name in copied:
            continue
        copied.add(name)
        for file in distribution.files or ():
            source = pathlib.Path(str(file.locate()))
            if ".." not in file.parts and source.exists():  # scripts are elsewhere
                target = into.joinpath(*file.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        left += [requirement for requirement in map(_installed, distribution.requires or ()) if requirement]
    compileall.compile_dir(str(into), quiet=2)  # users cannot, and each module would do it again
    _open(into)
    return into


def _installed(requirement: str) -> str:
    """The name of what a distribution requires, where it is no extra and installed: markers are not evaluated."""
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    if "extra ==" in requirement.replace("'", '"'):
        return ""
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    return name


def _copy_interpreter(base: pathlib.Path, into: pathlib.Path) -> pathlib.Path:
    lib = base.parent.parent / "lib"
    shutil.copytree(lib / NAME, into / "lib" / NAME, ignore=shutil.ignore_patterns(*UNNEEDED))
    for shared in lib.glob("libpython*.so*"):
        shutil.copy(shared, into / "lib" / shared.name)
    (into / "bin").mkdir()
    shutil.copy(base, into / "bin" / NAME)
    _open(into)
    return into / "bin" / NAME


def _open(folder: pathlib.Path) -> None:
    """Let all users read it, whatever the umask and the modes of what was copied."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
