# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules warn where others can read what authenticates: files that are open to them, and connections that are not encrypted."""

from __future__ import annotations

import pathlib
import shutil
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._ansible import file_modes
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]


@pytest.fixture
def folder(sim: Simulator, tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the configuration file and of all files that it names, each for its user only."""
    where = sim.config_file.parent
    made = tmp_path / "oci"
    shutil.copytree(where, made)
    config = made / "config"
    config.write_text(config.read_text(encoding="utf-8").replace(str(where), str(made)), encoding="utf-8")
    return made


def about_files(done: Any) -> list[str]:
    return [warning for warning in done.warnings if "chmod" in warning]


@pytest.mark.parametrize(
    ("profile", "auth_type", "names"),
    [("DEFAULT", "api_key", ["config", "key.pem"]), ("SESSION", "security_token", ["config", "token", "key.pem"])],
)
def test_files_that_are_open(
    sim: Simulator, run: Run, folder: pathlib.Path, profile: str, auth_type: str, names: list[str]
) -> None:
    """Once each, and none about those of other profiles."""
    options = {
        "config_file_location": str(folder / "config"),
        "config_profile_name": profile,
        "auth_type": auth_type,
        "service_endpoint": sim.url,
        "work_request_id": [sim.launch("container_engine").id for _ in range(2)],
    }
    assert run("work_request_info", **options).result.get("warnings") is None
    for file in folder.iterdir():
        file.chmod(0o644)
    found = about_files(run("work_request_info", **options))
    assert len(found) == len(names)
    for warning, name in zip(found, names):
        assert (
            f"file {folder / name} is open to other users of this host (mode 0644): run chmod 600 {folder / name}."
            in warning
        )


def test_entries_that_have_the_same_files(sim: Simulator, run: Run, folder: pathlib.Path) -> None:
    """Each group has a client of its own, and a file is named once all the same."""
    (folder / "key.pem").chmod(0o640)
    entries = [
        {"work_request_id": sim.launch("container_engine").id, "options": {"connect_timeout": limit}}
        for limit in (5, 6)
    ]
    done = run(
        "operation_wait", operations=entries, config_file_location=str(folder / "config"), service_endpoint=sim.url
    )
    assert len(about_files(done)) == 1


def test_the_variable_of_oracles_cli(
    sim: Simulator, run: Run, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(file_modes.SUPPRESS, "True")
    (folder / "key.pem").chmod(0o666)
    done = run(
        "work_request_info",
        work_request_id=sim.launch("container_engine").id,
        config_file_location=str(folder / "config"),
        service_endpoint=sim.url,
    )
    assert done.warnings == []


def test_the_key_of_a_client_certificate(run: Run, tmp_path: pathlib.Path) -> None:
    with Simulator(tls=True) as secured:
        files = (secured.goldengate.client_cert, secured.goldengate.client_key)
        certificate, key = (str(shutil.copy(each, tmp_path)) for each in files)
        for mode, count in ((0o600, 0), (0o604, 1)):
            pathlib.Path(key).chmod(mode)
            done = run(
                "request_status_info",
                url=secured.url,
                ca_path=str(secured.ca_file),
                client_cert=certificate,
                client_key=key,
                request_id=7,
            )
            assert len(about_files(done)) == count


@pytest.mark.parametrize("auth_type", ["api_key", "security_token"])
def test_a_service_endpoint_without_tls(
    sim: Simulator, run: Run, monkeypatch: pytest.MonkeyPatch, auth_type: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", sim.proxy_url)
    options = {
        "config_file_location": str(sim.config_file),
        "config_profile_name": "SESSION" if auth_type == "security_token" else "DEFAULT",
        "auth_type": auth_type,
        "work_request_id": sim.launch("container_engine").id,
    }
    sent = "signatures and the token" if auth_type == "security_token" else "signatures"
    [warning] = run("work_request_info", service_endpoint="http://containerengine.example.com", **options).warnings
    assert warning == (
        f"http://containerengine.example.com (service_endpoint) is not encrypted, so {sent} can be read on the way,"
        " and answers can be forged: use https."
    )
    assert run("work_request_info", service_endpoint=sim.url, **options).warnings == []
