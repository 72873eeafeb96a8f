# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows which files that should be the user's own are open to others, and how to mend that. Private to longops.oracle."""

from __future__ import annotations

import os
import shlex
import stat
from typing import Iterable, Optional

#: The variable of Oracle's CLI (oci-cli, cli_util.py) that turns its warnings about modes off, and so these.
SUPPRESS = "OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING"
#: What no other user may do with such a file, as for the keys of ssh: read it, or change it.
OPEN = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
MOUNTS = "/proc/self/mountinfo"
#: File systems without owners and modes of their own, which show the same ones for all files: chmod changes nothing there.
#: 9p and drvfs are drives of Windows in WSL.
WITHOUT_MODES = frozenset(
    ("9p", "cifs", "drvfs", "exfat", "fuseblk", "hgfs", "msdos", "ntfs", "ntfs3", "prl_fs", "smb3", "vboxsf", "vfat")
)


def warnings(files: Iterable[tuple[str, Optional[str]]]) -> list[str]:
    """A warning for each of these files, (what it is, path), that is the user's own and open to others.

    As ssh does, it leaves out the files of other users: this one cannot mend them. None where the file system has no
    modes, or is read-only, as that of a container's secrets is.
    """
    if os.environ.get(SUPPRESS, "").strip().lower() == "true":
        return []
    found = [_warning(what, os.path.expanduser(path)) for what, path in files if path]
    return [each for each in found if each]


def _warning(what: str, path: str) -> Optional[str]:
    try:
        status = os.stat(path)
        if status.st_uid != os.getuid() or not status.st_mode & OPEN or os.statvfs(path).f_flag & os.ST_RDONLY:
            return None
    except (OSError, ValueError):  # what is not there is reported where it is read
        return None
    if _has_no_modes(status.st_dev):
        return None
    mode = stat.S_IMODE(status.st_mode)
    return (
        f"The {what} {path} is open to other users of this host (mode {mode:04o}): run chmod 600 {shlex.quote(path)}."
    )


def _has_no_modes(device: int) -> bool:
    """Whether the file system of this device has none, as far as this host tells (proc(5), mountinfo)."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        with open(MOUNTS, encoding="utf-8", errors="replace") as mounts:
            lines = [line.split() for line in mounts]
    except OSError:  # not Linux
        return False
    return any(
        fields[2] == wanted and fields[fields.index("-") + 1] in WITHOUT_MODES
        for fields in lines
        if "-" in fields[:-1] and len(fields) > 3
    )
