# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resources that blocks of the documentation wait for or read, made in the simulator so that each comes to its goal."""

from __future__ import annotations

import json
import re
from typing import Any, Iterator, NamedTuple

import yaml

from ansible_collections.longops.oracle.plugins.module_utils._oci import resource_ids
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import lookup
from ansible_collections.longops.oracle.tests.simulator import Simulator

WAIT, INFO, MIX = "longops.oracle.resource_wait", "longops.oracle.resource_info", "longops.oracle.operation_wait"
#: What makes an entry of MIX, or of the role, one about a state.
GOALS = {"state", "absent", "fail_on", "missing_ok"}
OCID = re.compile(r"ocid1\.\w+\.oc1\.\w*\.example\w+")
#: How an instance is before a command of a block that changes it, by what the command asks for.
BEFORE = {"START": "STOPPED", "STOP": "RUNNING"}
ACTION = re.compile(r'"--action", "(\w+)", "--instance-id", "([^"]+)"')
AFTER = 3  # seconds until a resource has come to its goal


class Wanted(NamedTuple):
    """One resource of a task: its id, how the task names its type, and the state that it is to have in the end."""

    id: str
    title: str
    parameters: dict[str, Any]
    goal: str


def make(sim: Simulator, texts: list[str], variables: dict[str, Any]) -> None:
    """Make every resource of these blocks of tasks and playbooks, once each. variables: those that the blocks use."""
    found: dict[str, Wanted] = {}
    for each in (wanted for text in texts for wanted in _of_tasks(yaml.safe_load(text), variables)):
        same = found.setdefault(each.id, each)
        if same.goal != each.goal:
            raise ValueError(f"{each.id} is to be {same.goal} in one block, and {each.goal} in another")
    commanded = {id_: action for text in texts for action, id_ in ACTION.findall(json.dumps(yaml.safe_load(text)))}
    for each in found.values():
        if each.id in commanded:
            sim.resource(each.title, BEFORE[commanded[each.id]], id=each.id, change_seconds=AFTER)
            continue
        begins = "deleting" if each.goal == "deleted" else "transitional"
        sim.resource(each.title, begins, then=each.goal, after=AFTER, id=each.id, parameters=each.parameters)


def _of_tasks(content: Any, variables: dict[str, Any]) -> Iterator[Wanted]:
    variables = dict(variables)
    for task in content if isinstance(content, list) else ():
        if "register" in task:  # what it registers is about the resources that it names
            variables[task["register"]] = OCID.findall(json.dumps(task))
        for part in ("block", "rescue", "always", "tasks", "pre_tasks"):
            yield from _of_tasks(task.get(part), variables)
        entries = (task.get(MIX) or {}).get("operations") or (task.get("vars") or {}).get("wait_for") or ()
        found = [task.get(WAIT), task.get(INFO), *(each for each in entries if GOALS & set(each))]
        for options in filter(None, found):
            yield from _of_options(options, variables)


def _of_options(options: dict[str, Any], variables: dict[str, Any]) -> Iterator[Wanted]:
    goal = options.get("state") or "steady"
    goal = "deleted" if options.get("absent") else goal if isinstance(goal, str) else goal[0]
    given = options.get("resource_id") or ()  # without one it is a list of what is on its way
    for value in given if isinstance(given, (list, tuple)) else [given]:
        name = value.strip("{} ") if value.startswith("{{") else None
        for id_ in resource_ids.find(value if name is None else variables[name]):
            type_ = lookup.find(id_.id, options.get("service"), options.get("resource_type"))
            yield Wanted(id_.id, type_.title, options.get("parameters") or {}, "steady" if goal == "settled" else goal)
