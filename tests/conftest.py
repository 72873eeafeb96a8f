# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests share: a clean environment, the simulator, and modules run as Ansible runs them."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import json
import os
import pathlib
import subprocess
import sys
import time
import types
from typing import Any, Callable, Iterator

import pytest
from ansible.module_utils import basic
from ansible.module_utils.common import parameters, warnings as ansible_warnings

from ansible_collections.longops.oracle.plugins.module_utils._ansible import runner
from ansible_collections.longops.oracle.plugins.module_utils._http.retry import Retry
from ansible_collections.longops.oracle.plugins.module_utils._oci import wait as wait_module
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import listing
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait
from ansible_collections.longops.oracle.plugins.module_utils._polling.thread_pool import Pool
from ansible_collections.longops.oracle.plugins.module_utils._resources import wait as resource_wait_module
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.tools import parity_results

MODULES = "ansible_collections.longops.oracle.plugins.modules."


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-results",
        type=pathlib.Path,
        metavar="FILE",
        help="write down what tests/contract/parity finds, for docs/services.md",
    )


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    """How much was compared with Oracle's SDK, in all processes together."""
    results = parity_results.gather(terminalreporter.getreports("passed"))
    if results["compared"]:
        terminalreporter.write_line(f"Compared with Oracle's SDK: {parity_results.sentence(results['compared'])}")
        of_resources = parity_results.sentence_of_resources(results["compared"])
        terminalreporter.write_line(f"Compared with Oracle's SDK, of resources: {of_resources}")
    if config.getoption("--write-results") and exitstatus == 0:
        config.getoption("--write-results").write_text(parity_results.text(results), encoding="utf-8")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the user who runs the tests decides how they end: an empty HOME, no proxy, no OCI_ variable."""
    for name in list(os.environ):
        if name.startswith(("OCI_", "OGG_")) or name.lower().endswith("_proxy") or name.endswith("_CA_BUNDLE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def running_simulator() -> Iterator[Simulator]:
    with Simulator(max_page_size=50, retry_after="0.05") as simulator:  # some services allow no more entries a page
        yield simulator


@pytest.fixture
def sim(running_simulator: Simulator) -> Iterator[Simulator]:
    """The one simulator of all tests: nothing is wrong with it, nothing happens on it, and its journal is empty."""
    running_simulator.clear_faults()
    running_simulator.clear_operations()
    running_simulator.goldengate.clear()
    running_simulator.clock_skew = 0.0
    running_simulator.search_lag = 0.0
    running_simulator.principals.reset()
    running_simulator.journal.clear()
    yield running_simulator
    running_simulator.clear_faults()


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no backoff between the tries of one request."""
    monkeypatch.setattr(Retry, "pause", lambda self, failures, retry_after, chance: retry_after or 0.0)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists come in pages of two entries."""
    monkeypatch.setattr(listing, "PAGE", 2)


@pytest.fixture
def virtual_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait takes no time: while no poll is in flight, its clock jumps to the moment at which the waiter wants to go on."""
    jumped = [0.0]
    collect = Pool.collect

    def collect_or_jump(pool: Pool, timeout: float) -> list[tuple[Any, Any]]:
        if pool._pending:
            return collect(pool, timeout)
        jumped[0] += timeout
        return []

    monkeypatch.setattr(Pool, "collect", collect_or_jump)
    for module in (group_wait, wait_module, resource_wait_module):
        monkeypatch.setattr(module, "time", types.SimpleNamespace(monotonic=lambda: time.monotonic() + jumped[0]))


@dataclasses.dataclass
class Ended:
    """How a module ended: its exit code, and what it printed."""

    code: int
    stdout: str
    stderr: str

    @property
    def result(self) -> dict[str, Any]:
        """The JSON object on stdout; whatever else was printed is a fault."""
        found = json.loads(self.stdout)
        assert isinstance(found, dict)
        assert bool(found.get("failed")) == (self.code != 0)
        return found

    @property
    def msg(self) -> str:
        """Why it failed, which must be readable on its own."""
        assert self.code == 1, self.stdout
        assert "Traceback" not in self.result["msg"]
        assert "fault of its own" not in self.result["msg"]
        return self.result["msg"]

    @property
    def entries(self) -> list[dict[str, Any]]:
        return self.result["work_requests"]

    @property
    def entry(self) -> dict[str, Any]:
        """The only entry."""
        [entry] = self.entries
        return entry

    @property
    def warnings(self) -> list[str]:
        """ansible-core 2.19 and later wrap a warning in an object that keeps its text inside."""
        return [_text_of(warning) for warning in self.result.get("warnings", [])]


def _text_of(warning: Any) -> str:
    return warning if isinstance(warning, str) else warning["event"]["msg"]


@pytest.fixture
def run_way() -> str:
    """How run() runs a module: see there. Tests of behaviour have both ways."""
    return "as_module"


@pytest.fixture
def run(run_way: str, as_module: Callable[..., Ended], in_process: Callable[..., Ended]) -> Callable[..., Ended]:
    """run("work_request_info", option=...) runs a module in one of the two ways in which a task may run it."""
    return {"as_module": as_module, "in_process": in_process}[run_way]


@pytest.fixture
def in_process(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """in_process("work_request_info", option=...) runs the body of the module as its action plugin does, which prints nothing."""

    def call(module: str, **options: Any) -> Ended:
        found = importlib.import_module(MODULES + module)
        capfd.readouterr()
        result = runner.run_in_process(found.spec(), found.body, {**_internal(module), **options})
        assert capfd.readouterr() == ("", "")
        return Ended(1 if result.get("failed") else 0, json.dumps(result), "")

    return call


@pytest.fixture
def as_module(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """as_module("work_request_info", option=...) calls the module's main() in this process, with real stdout and exit code."""

    def call(module: str, **options: Any) -> Ended:
        options = {**_internal(module), **options}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)  # from ansible-core 2.19 on
        # Warnings are kept for the life of a process, which is that of one module everywhere but here.
        monkeypatch.setattr(ansible_warnings, "_global_warnings", type(ansible_warnings._global_warnings)())
        with contextlib.suppress(
            ImportError
        ):  # and so is, from ansible-core 2.19 on, whether to show where an error came from
            internal = importlib.import_module("ansible.module_utils._internal")
            tracebacks = importlib.import_module("ansible.module_utils._internal._traceback")
            monkeypatch.setattr(tracebacks, "_module_tracebacks_enabled_events", None)
            # For another test this process may have become a controller, which a module's never is.
            monkeypatch.setattr(tracebacks, "_is_traceback_enabled", tracebacks._is_module_traceback_enabled)
            monkeypatch.setattr(internal, "is_controller", False)
            profiles = importlib.import_module("ansible.module_utils._internal._json._profiles")
            monkeypatch.setattr(profiles, "_string_encoding_check_enabled", lambda: False, raising=False)
        capfd.readouterr()
        main = importlib.import_module(MODULES + module).main
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capfd.readouterr()
        return Ended(end.value.code or 0, _as_taken(out), err)

    return call


def _as_taken(out: str) -> str:
    """What a controller goes on with of the output of a module: from ansible-core 2.22 on, it is told there what to mask."""
    if "_ansible_new_secrets" not in out:
        return out
    result = json.loads(out)
    del result["_ansible_new_secrets"]
    return json.dumps(result)


def _internal(module: str) -> dict[str, Any]:
    """What ansible-core hands to a module beside its options."""
    found: dict[str, Any] = {"_ansible_module_name": f"longops.oracle.{module}"}
    if "tracebacks_for" in parameters.PASS_VARS:  # from ansible-core 2.19 on
        found["_ansible_tracebacks_for"] = []
    if "inject_invocation" in parameters.PASS_VARS:  # from ansible-core 2.21 on it is for the user to say
        found["_ansible_inject_invocation"] = True
    return found


@pytest.fixture
def spawn() -> Callable[..., Ended]:
    """spawn("work_request_info", option=..., prelude="import x") runs the module in a process of its own, after the prelude."""

    def call(module: str, prelude: str = "", **options: Any) -> Ended:
        code = f"{prelude}\nimport runpy\nrunpy.run_module({MODULES + module!r}, run_name='__main__')"
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps({"ANSIBLE_MODULE_ARGS": options}),
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def talkative() -> dict[str, Any]:
    """What Ansible hands to a module so that it says all it can: -vvvv, ANSIBLE_DEBUG and, where there is that, tracebacks."""
    tracebacks = {"_ansible_tracebacks_for": ["error", "warning"]} if "tracebacks_for" in parameters.PASS_VARS else {}
    return {"_ansible_verbosity": 4, "_ansible_debug": True, **tracebacks}


@pytest.fixture
def signed(sim: Simulator) -> dict[str, str]:
    """The options that authenticate to the simulator."""
    return {"config_file_location": str(sim.config_file), "service_endpoint": sim.url}


@pytest.fixture
def info(run: Callable[..., Ended], signed: dict[str, str]) -> Callable[..., Ended]:
    """info(work_request_id=...) runs work_request_info against the simulator."""
    return lambda **options: run("work_request_info", **_given({**signed, **options}))


@pytest.fixture
def wait(run: Callable[..., Ended], signed: dict[str, str]) -> Callable[..., Ended]:
    """wait(work_request_id=...) runs work_request_wait against the simulator, polling ten times a second for two seconds at most."""
    defaults = {"interval": 0.1, "max_interval": 0.1, "timeout": 2}
    return lambda **options: run("work_request_wait", **_given({**signed, **defaults, **options}))


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Without those that are None, so that a test can take back what a fixture gives."""
    return {name: value for name, value in options.items() if value is not None}
