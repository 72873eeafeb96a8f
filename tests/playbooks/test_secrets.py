# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must stay secret, for every kind of authentication: in what ansible-playbook prints at -vvvv and with --diff, in the events, and among the processes."""

from __future__ import annotations

import pathlib
import subprocess
import threading
from typing import Any, Iterable

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

ERRORS = [{"code": "LimitExceeded", "message": "No more nodes."}]
PRINCIPALS = {
    "instance": ("instance_principal", {}),
    "user": ("instance_obo_user", {}),
    "resource": ("resource_principal", {"files": True, "pass_phrase": False}),
    "pod": ("oke_workload_identity", {}),
}


class Onlooker(threading.Thread):
    """Another user of the machine, who reads the command lines of all processes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: set[str] = set()
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.02):
            self.seen.update(_command_lines())

    def stop(self) -> set[str]:
        self._over.set()
        self.join()
        return self.seen


def _command_lines() -> Iterable[str]:
    processes = pathlib.Path("/proc")
    if not (processes / "self" / "cmdline").exists():  # macOS
        yield subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True).stdout
        return
    for file in processes.glob("[0-9]*/cmdline"):
        try:
            yield file.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:  # it has ended
            continue


def test_no_secret_is_ever_shown(sim: Simulator, tmp_path: pathlib.Path) -> None:
    """One play, so that all of it costs one start of Ansible."""
    folder = sim.config_file.parent
    signed = {"config_file_location": str(sim.config_file)}
    ways: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
        "key": ({**signed, "config_profile_name": "ENCRYPTED", "api_user_key_pass_phrase": sim.pass_phrase}, {}),
        "session": ({**signed, "config_profile_name": "SESSION", "auth_type": "security_token"}, {}),
    }
    for host, (kind, how) in PRINCIPALS.items():
        ways[host] = ({"auth_type": kind, "cert_bundle": str(sim.ca_file)}, sim.principals.environment(kind, **how))
    hosts = {}
    for host, (options, environment) in ways.items():
        launched = sim.launch("container_engine", seconds=1, outcome="failed", errors=ERRORS)
        for way in ("in_process", "as_module"):
            hosts[f"{host}_{way}"] = {
                "id": launched.id,
                "sign_in": {**options, "service_endpoint": sim.url},
                "surroundings": environment,
                "longops_oracle_in_process": way == "in_process",
            }
    onlooker = Onlooker()
    onlooker.start()
    played = playing.play(
        tmp_path, str(pathlib.Path(__file__).parent / "secrets.yml"), hosts, 4, {"ANSIBLE_DIFF_ALWAYS": "1"}
    )
    seen = onlooker.stop()
    assert played.code == 0, played.output
    for host in hosts:
        assert "LimitExceeded: No more nodes." in played.left(host)
    secrets = {
        sim.pass_phrase,
        (folder / "token").read_text(encoding="utf-8").strip(),
        *(issued.token for issued in sim.principals.issued),
    }
    secrets.update(line for line in (folder / "key.pem").read_text(encoding="utf-8").splitlines() if len(line) > 40)
    assert len(secrets) > 10
    everything = played.everything()
    assert "AnsiballZ_work_request_wait" in everything  # it was as talkative as it can be
    assert any("AnsiballZ_work_request_wait" in line for line in seen)
    for secret in secrets:
        assert secret not in everything
        assert not any(secret in line for line in seen)
