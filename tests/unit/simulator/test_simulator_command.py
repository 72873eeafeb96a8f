# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the simulator: output, options, signals."""

from __future__ import annotations

import configparser
import json
import os
import pathlib
import signal
import socket
import stat
import subprocess
import sys
import threading
import time

import pytest
import requests

from ansible_collections.longops.oracle.tests import simulator
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.__main__ import main

PLAIN = "tests.simulator"
INSTALLED = "ansible_collections.longops.oracle.tests.simulator"
CHECKOUT = pathlib.Path(__file__).resolve().parents[3]


class Program:
    """The simulator in a process of its own."""

    def __init__(self, module, *options, cwd=CHECKOUT, path=None):
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment.update({"PYTHONPATH": path} if path else {})
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, options)],
            cwd=cwd,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        watchdog = threading.Timer(60, self.process.kill)
        watchdog.daemon = True
        watchdog.start()
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.strip())
            if line.startswith("Simulator ready at "):
                self.url = line.split()[-1]
                break

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        rest, errors = self.process.communicate(timeout=10)
        return self.process.returncode, rest, errors

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def test_from_a_plain_checkout(tmp_path):
    options = [
        "--scenario",
        "demo",
        "--config-dir",
        tmp_path / "oci",
        "--journal",
        tmp_path / "journal",
        "--url-file",
        tmp_path / "url",
    ]
    with Program(PLAIN, *options, "--speed", 100, "--allow-unsigned-launch", "--no-auth") as program:
        assert program.lines[0] == f"Config file at {tmp_path / 'oci' / 'config'}"
        assert (tmp_path / "url").read_text().strip() == program.url
        answer = requests.post(
            f"{program.url}/20160918/instancePools", json={"compartmentId": Simulator.compartment_id}, timeout=10
        )
        url = f"{program.url}/20160918/workRequests/{answer.headers['opc-work-request-id']}"
        deadline = time.monotonic() + 20
        while requests.get(url, timeout=10).json()["status"] != "SUCCEEDED":  # 9 seconds of the timeline
            assert time.monotonic() < deadline
        assert program.stop() == (0, "", "")
    entries = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
    assert entries[0]["call"] == "launch"
    assert entries[-1]["call"] == "get"
    assert [entry["status"] for entry in entries] == [200] * len(entries)


def test_as_part_of_the_collection_over_tls(tmp_path):
    tree = pathlib.Path(simulator.__file__).parents[5]  # above ansible_collections
    with Program(INSTALLED, "--tls", "--config-dir", tmp_path, cwd=tmp_path, path=str(tree)) as program:
        assert program.url.startswith("https://127.0.0.1:")
        assert f"Certificate authority at {tmp_path / 'ca.pem'}" in program.lines
        assert requests.get(f"{program.url}/healthz", verify=str(tmp_path / "ca.pem"), timeout=10).json() == {
            "status": "ok"
        }
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{program.url}/healthz", timeout=10)
        assert program.stop(signal.SIGINT) == (0, "", "")


def test_as_an_appliance_behind_a_proxy(tmp_path):
    with Program(PLAIN, "--edition", "pca", "--config-dir", tmp_path, "--proxy", "--no-auth") as program:
        said = dict(line.rsplit(" ", 1) for line in program.lines)
        assert said["Region"] == "pca.example.com"
        assert program.url.startswith("https://127.0.0.1:")
        assert "region=pca.example.com" in (tmp_path / "config").read_text()
        with requests.Session() as session:
            session.verify, session.proxies = said["Certificate authority at"], {"https": said["Proxy at"]}
            launched = requests.post(
                f"{program.url}/control/operations",
                json={"service": "container_instances"},
                verify=session.verify,
                timeout=10,
            )
            [id_] = launched.json()["ids"]
            answer = session.get(f"https://compute-containers.pca.example.com/20210415/workRequests/{id_}", timeout=10)
        assert id_.startswith("ocid1.workrequest.AK00661530.scasg01.")
        assert answer.json()["status"] == "SUCCEEDED"
        assert program.stop() == (0, "", "")


def test_the_config_folder(tmp_path):
    with Simulator(config_dir=tmp_path) as sim:
        config = configparser.ConfigParser()
        config.read(sim.config_file)
        assert sim.config_file == tmp_path / "config"
    assert {"ENCRYPTED", "SESSION", "EXPIRED", "OUTSIDER", "UNKNOWN", "WRONG_PASS_PHRASE", "NO_KEY"} == set(
        config.sections()
    )
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in pathlib.Path(config["ENCRYPTED"]["key_file"]).read_bytes()
    assert not pathlib.Path(config["NO_KEY"]["key_file"]).exists()


def test_temporary_files_are_removed():
    with Simulator() as sim:
        folder = sim.config_file.parent
        assert folder.is_dir()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scenario", "no such file"], "no such file"),
        (["--speed", "0"], "speed"),
    ],
)
def test_a_mistake_is_one_line_on_stderr(capsys, options, words):
    assert main(options) == 1
    assert words in capsys.readouterr().err


def test_a_port_in_use(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    assert "simulator: " in capsys.readouterr().err


def test_it_stops_during_a_delayed_answer():
    with Simulator(authenticate=False) as sim:
        sim.fault(delay=60)
        url = f"{sim.url}/n/"
        thread = threading.Thread(target=lambda: requests.get(url, timeout=30), daemon=True)
        thread.start()
        while not len(sim.journal):
            time.sleep(0.001)
        before = time.monotonic()
    assert time.monotonic() - before < 5
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_many_clients_at_once():
    with Simulator(authenticate=False) as sim:
        operation = sim.launch("work_requests")
        url = f"{sim.url}/20160918/workRequests/{operation.id}"
        answers = []

        def client():
            with requests.Session() as session:
                answers.extend(session.get(url, timeout=30).status_code for _each in range(5))

        threads = [threading.Thread(target=client) for _each in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert answers == [200] * 100
        assert len(sim.journal) == 100


def test_a_trial_leads_a_shell_to_the_simulator(tmp_path):
    mine = ["OCI_USER_ID", "OCI_CLI_AUTH", "OGG_TOKEN", "HTTPS_PROXY", "https_proxy", "no_proxy", "ALL_PROXY"]
    folder = tmp_path / "a trial"
    with Program(PLAIN, "--trial", folder) as program:
        *_rest, compartment, shell, ready = program.lines
        assert (compartment, shell) == (
            f"Compartment {Simulator.compartment_id}",
            f"In another terminal: source '{folder}/env.sh'",
        )
        ended = subprocess.run(
            ["bash", "-euc", f"source '{folder}/env.sh'; env"],
            env={"PATH": os.environ["PATH"], **dict.fromkeys(mine, "mine")},
            capture_output=True,
            text=True,
            check=True,
        )
        shown = dict(line.split("=", 1) for line in ended.stdout.splitlines() if "=" in line)
        assert "mine" not in shown.values()
        assert shown["SIMULATOR_URL"] == ready.split()[-1] == program.url
        for name in ("OCI_CONFIG_FILE", "OCI_ANSIBLE_CERT_BUNDLE"):
            assert pathlib.Path(shown[name]).is_file()
        answer = requests.get(
            "https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests",
            proxies={"https": shown["HTTPS_PROXY"]},
            verify=shown["OCI_ANSIBLE_CERT_BUNDLE"],
            timeout=10,
        )
        assert answer.status_code == 401
        with pytest.raises(requests.exceptions.ProxyError, match="403 The simulator stands for hosts of Oracle only"):
            requests.get("https://packages.example.org/", proxies={"https": shown["HTTPS_PROXY"]}, timeout=10)
        assert program.stop()[0] == 0


def test_what_is_not_installed_is_named(tmp_path):
    for name in ("cheroot", "werkzeug"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError({name!r}, name={name!r})", encoding="utf-8")
    with Program(PLAIN, path=str(tmp_path)) as program:
        assert program.lines == []
        program.process.wait(10)
        errors = program.process.stderr.read()
    assert program.process.returncode == 1
    assert "is not installed. Install what the simulator needs:" in errors
    assert f"{sys.executable} -m pip install cheroot werkzeug cryptography pyyaml" in errors
    assert "Traceback" not in errors
