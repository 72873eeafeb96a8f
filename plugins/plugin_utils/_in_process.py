# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows when a module may run in the process of its action plugin, and runs it there. Private to longops.oracle.

It may where it would run on the controller anyway, as the same user and with the same Python: then its options, its
environment, its working directory and its result are the same, and no process has to be started.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pathlib
import sys
import types
from typing import Any, Callable, Iterator, Mapping, Optional

from ansible import constants as C  # noqa: N812  # the name that ansible-core gives it
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase

#: The variable that turns it off.
VARIABLE = "longops_oracle_in_process"
#: The name under which plugins are imported here. Below ansible_collections they would be compiled anew for each worker:
#: ansible-core's importer of collections keeps no compiled code.
PACKAGE = "_longops_oracle_plugins"
PLUGINS = pathlib.Path(__file__).resolve().parents[1]

Listener = Callable[[Mapping[str, Any]], None]


def obstacle(action: ActionBase, task_vars: Mapping[str, Any]) -> Optional[str]:
    """Why the module of this task has to run in a process of its own; None where it may run here."""
    task, connection = action._task, action._connection
    if task.async_val:
        return "the task is async"
    if connection.transport != "local":
        return f"the connection is {connection.transport}"
    if connection.become is not None:
        return "the task has become"
    variables = task_vars
    if task.delegate_to:
        variables = (task_vars.get("ansible_delegated_vars") or {}).get(task.delegate_to) or task_vars
    if not boolean(_templated(action, variables.get(VARIABLE, True)), strict=False):
        return f"{VARIABLE} is false"
    interpreter = _interpreter(action, variables)
    if not _is_ours(interpreter):
        return f"ansible_python_interpreter is {interpreter}, and the controller's Python is {sys.executable}"
    return None


def run(
    action: ActionBase, module: str, task_vars: Mapping[str, Any], listener: Optional[Listener] = None
) -> dict[str, Any]:
    """The result of this module, without its collection's name, for the arguments of the task."""
    args = dict(action._task.args)
    action._update_module_args(action._task.action, args, task_vars)
    environment: dict[str, Any] = {}
    action._compute_environment_string(environment)
    with _surroundings(action, environment):
        found = load(f"modules.{module}")
        runner = load("module_utils._ansible.runner")
        return runner.run_in_process(found.spec(), found.body, plain(args), listener)


def abandon() -> None:
    """The playbook has ended: the results of modules that run here have no use any more."""
    runner = sys.modules.get(f"{PACKAGE}.module_utils._ansible.runner")
    if runner is not None:
        runner.abandon_running()


def load(name: str) -> Any:
    """A file of plugins, imported with compiled code from Python's cache."""
    if PACKAGE not in sys.modules:
        package = types.ModuleType(PACKAGE)
        package.__path__ = [str(PLUGINS)]
        sys.modules[PACKAGE] = package
    return importlib.import_module(f"{PACKAGE}.{name}")


def plain(args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as a module receives them: JSON, without what ansible-core attaches to values."""
    from ansible.module_utils.common import json as ansible_json

    if hasattr(ansible_json, "get_module_encoder"):  # from ansible-core 2.19 on
        direction = ansible_json.Direction.CONTROLLER_TO_MODULE
        text = json.dumps(args, cls=ansible_json.get_module_encoder("legacy", direction))
        return json.loads(text, cls=ansible_json.get_module_decoder("legacy", direction))
    return json.loads(json.dumps(args, cls=ansible_json.AnsibleJSONEncoder, vault_to_text=True))


@contextlib.contextmanager
def _surroundings(action: ActionBase, environment: Mapping[str, Any]) -> Iterator[None]:
    """The environment variables of the task, and the directory in which ansible-core runs modules on the controller."""
    before = dict(os.environ)
    directory = os.getcwd()
    os.environ.update((name, str(value)) for name, value in environment.items())
    try:
        os.chdir(action._loader.get_basedir())
        yield
    finally:
        os.chdir(directory)
        os.environ.clear()
        os.environ.update(before)


def _interpreter(action: ActionBase, variables: Mapping[str, Any]) -> str:
    """The Python that the module would run with, as far as it is known without asking the host."""
    configured = C.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
    interpreter = str(_templated(action, configured)).strip()
    if interpreter.startswith("auto"):
        return str((variables.get("ansible_facts") or {}).get("discovered_interpreter_python") or interpreter)
    return interpreter


def _is_ours(interpreter: str) -> bool:
    """Whether this is the controller's own Python. A link to the same program elsewhere has libraries of its own."""
    if not os.path.isabs(interpreter):
        return False
    own, other = os.path.abspath(sys.executable), os.path.abspath(interpreter)
    same_place = os.path.realpath(os.path.dirname(own)) == os.path.realpath(os.path.dirname(other))
    return own == other or (same_place and os.path.realpath(own) == os.path.realpath(other))


def _templated(action: ActionBase, value: Any) -> Any:
    return action._templar.template(value)
