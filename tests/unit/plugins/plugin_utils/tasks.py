# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks as action plugins see them, of which nothing is run."""

from __future__ import annotations

import os
import pathlib
import types
from typing import Any, Optional

from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.plugins.loader import connection_loader
from ansible.template import Templar


class Task(types.SimpleNamespace):
    """The attributes of a task that our plugins read."""

    def __init__(self, action: str = "longops.oracle.work_request_wait", **attributes: Any) -> None:
        known: dict[str, Any] = {
            "action": action,
            "args": {},
            "async_val": 0,
            "check_mode": False,
            "no_log": False,
            "diff": False,
            "delegate_to": None,
            "environment": None,
            "timeout": 0,
            "collections": [],
            "name": "",
            "become": False,
            "_parent": None,
            "module_defaults": [],
            "ignore_unreachable": False,
            "vars": {},
        }
        super().__init__(**{**known, **attributes})


def make(
    plugin: Any,
    basedir: pathlib.Path,
    connection: str = "local",
    become: Optional[object] = None,
    task_vars: Optional[dict[str, Any]] = None,
    **attributes: Any,
) -> Any:
    """An action plugin of this class for a task with these attributes."""
    loader = DataLoader()
    loader.set_basedir(str(basedir))
    context = PlayContext()
    made = connection_loader.get(connection, context, os.devnull)
    made.become = become
    templar = Templar(loader=loader, variables=task_vars or {})
    return plugin(
        task=Task(**attributes),
        connection=made,
        play_context=context,
        loader=loader,
        templar=templar,
        shared_loader_obj=None,
    )
