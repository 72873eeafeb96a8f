# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing secret leaves a module, whatever a server repeats of it: in the result, warnings, output, stream and progress file."""

from __future__ import annotations

import pathlib
import re
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._ansible import runner
from ansible_collections.longops.oracle.tests.hostile.echo import EchoServer
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]

CLUSTER = "ocid1.cluster.oc1.iad.aaaaaaaa2fhq7zsvxyzwkp4dnqm5r6t3ujgbc2l7eoihytv3xmwq5sdkf4ra"
ID = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaa2fhq7zsvxyzwkp4dnqm5r6t3ujgbc2l7eoihytv3xmwq5sdkf4ra"
INSTANCE = "ocid1.instance.oc1.iad.anuwcljr2fhq7zsvxyzwkp4dnqm5r6t3ujgbc2l7eoihytv3xmwq5sdkf4ra"
#: Passwords with what each writing of programs changes, with a blank, and with nothing special.
PASSWORDS = ['Pa"ss\\w<o>r&d/é+ 1', "Hunter-2-hunter", "a  b\tc secret"]


@pytest.fixture
def listened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What an action plugin would be told, whichever way the module runs."""
    found: list[Any] = []
    made = runner.Run.__init__

    def listening(run: runner.Run, *args: Any, **options: Any) -> None:
        made(run, *args, **options)
        run._listener = found.append

    monkeypatch.setattr(runner.Run, "__init__", listening)
    return found


pytestmark = pytest.mark.usefixtures("virtual_time")


#: Characters of the beginning of a token or signature that may be left where a text was cut.
BEGINNING = 12


def nothing_of(secrets: set[str], *shown: str) -> None:
    """Whole secrets are nowhere, nor the beginnings of what is one as a whole: a token, a signature, or a pair of HTTP Basic."""
    assert secrets
    beginnings = {
        secret[:BEGINNING] for secret in secrets if len(secret) > 20 and not re.search(r"[\s%/]", secret[:40])
    }
    for secret in secrets | beginnings:
        for text in shown:
            assert secret not in text, f"{secret[:20]}... was shown: ...{text[max(0, text.find(secret) - 100) :][:200]}"


@pytest.mark.parametrize("profile", ["DEFAULT", "SESSION", "ENCRYPTED"])
@pytest.mark.parametrize(
    ("module", "about"),
    [
        ("work_request_wait", {"work_request_id": ID}),
        ("work_request_info", {"work_request_id": ID, "include": ["errors", "logs"]}),
        ("work_request_cancel", {"work_request_id": ID}),
        ("resource_wait", {"resource_id": CLUSTER, "state": "ACTIVE"}),
        ("resource_info", {"resource_id": CLUSTER}),
        ("operation_wait", {"operations": [{"work_request_id": ID}]}),
        ("operation_wait", {"operations": [{"resource_id": CLUSTER, "state": "ACTIVE"}]}),
    ],
)
def test_what_oci_repeats(
    sim: Simulator,
    run: Run,
    talkative: dict[str, Any],
    listened: list[Any],
    tmp_path: pathlib.Path,
    module: str,
    about: dict[str, Any],
    profile: str,
) -> None:
    file = tmp_path / "progress"
    options: dict[str, Any] = {
        "config_file_location": str(sim.config_file),
        "config_profile_name": profile,
        **talkative,
    }
    if profile == "SESSION":
        options["auth_type"] = "security_token"
    if module.endswith("wait"):
        options.update(interval=0.1, max_interval=0.1, timeout=60, progress_file=str(file))
    options.update(about)
    failing = [] if module.endswith("wait") else [0]
    with EchoServer([sim.pass_phrase] if profile == "ENCRYPTED" else [], *failing) as server:
        done = run(module, service_endpoint=server.url, **options)
        entries = done.result.get("resources") or done.result["work_requests"]
        assert entries[0]["answer"]
        if module.endswith("wait"):
            assert "failed and were retried" in " ".join(done.warnings)
            assert "is not known" in " ".join(done.warnings)
            assert listened
        lines = file.read_text(encoding="utf-8") if file.exists() else ""
        nothing_of(server.secrets, done.stdout, done.stderr, lines, str(listened), str(done.result))


@pytest.mark.parametrize("profile", ["SESSION", "ENCRYPTED"])
@pytest.mark.parametrize("module", ["resource_wait", "resource_info", "operation_wait", "work_request_wait"])
def test_what_oci_repeats_of_resources(
    sim: Simulator,
    run: Run,
    talkative: dict[str, Any],
    listened: list[Any],
    tmp_path: pathlib.Path,
    module: str,
    profile: str,
) -> None:
    """Also of those that a work request names which has succeeded: their identifiers are what the service repeats."""
    file = tmp_path / "progress"
    options: dict[str, Any] = {
        "config_file_location": str(sim.config_file),
        "config_profile_name": profile,
        **talkative,
    }
    if profile == "SESSION":
        options["auth_type"] = "security_token"
    if module.endswith("wait"):
        options.update(interval=0.1, max_interval=0.1, timeout=60, progress_file=str(file))
    if module == "operation_wait":
        options["operations"] = [{"resource_id": INSTANCE, "state": "RUNNING"}]
    elif module == "work_request_wait":
        options.update(work_request_id=ID, accept=["FAILED"], then="resources", on_failure="report")
    else:
        options["resource_id"] = INSTANCE
    failing = [] if module.endswith("wait") else [0]
    with EchoServer([sim.pass_phrase] if profile == "ENCRYPTED" else [], *failing) as server:
        done = run(module, service_endpoint=server.url, **options)
        if module == "work_request_wait":
            assert "are not waited for" in " ".join(done.warnings)
        else:
            assert done.result["resources"][0]["answer"]
        if module.endswith("wait"):
            assert "is not known" in " ".join(done.warnings)
            assert listened
        lines = file.read_text(encoding="utf-8") if file.exists() else ""
        nothing_of(server.secrets, done.stdout, done.stderr, lines, str(listened), str(done.result))


@pytest.mark.parametrize("credentials", [*PASSWORDS, "token"])
@pytest.mark.parametrize("module", ["request_status_wait", "request_status_info", "operation_wait"])
def test_what_goldengate_repeats(
    run: Run, talkative: dict[str, Any], listened: list[Any], tmp_path: pathlib.Path, module: str, credentials: str
) -> None:
    file = tmp_path / "progress"
    token = "0123456789-abcdef.ghi"
    given = {"token": token} if credentials == "token" else {"username": "oggadmin", "password": credentials}
    options: dict[str, Any] = {**talkative}
    if module.endswith("wait"):
        options.update(interval=0.1, max_interval=0.1, timeout=60, progress_file=str(file))
    failing = [] if module.endswith("wait") else [0]
    with EchoServer([token if credentials == "token" else credentials], *failing) as server:
        options.update(url=server.url)
        if module == "operation_wait":
            options["operations"] = [{"request_id": 7, "options": given}]
        else:
            options.update(given, request_id=7)
            if module.endswith("info"):
                options["include_result"] = True
        done = run(module, **options)
        assert done.result["requests"][0]["answer"]
        if module.endswith("wait"):
            assert "failed and were retried" in " ".join(done.warnings)
            assert listened
        lines = file.read_text(encoding="utf-8") if file.exists() else ""
        nothing_of(server.secrets, done.stdout, done.stderr, lines, str(listened), str(done.result))


@pytest.mark.parametrize(
    "password", ["Qz/7x-Wv", "Qz7x#Wv8", "Qz7x?Wv8", "Qz7x//Wv8", "Qz7x@Wv8", "Qz7%2Fx-Wv8", "Qz7x-Wv8"]
)
def test_credentials_of_a_proxy(
    sim: Simulator, run: Run, talkative: dict[str, Any], monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """They belong percent-encoded into the URL. Where they are not, every program takes another part of it for the host."""
    monkeypatch.setenv("HTTP_PROXY", f"http://someone:{password}@127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", f"someone:{password}@127.0.0.1:9")
    done = run(
        "work_request_wait",
        work_request_id=ID,
        config_file_location=str(sim.config_file),
        service_endpoint="http://oracle.example.com",
        timeout=0,
        **talkative,
    )
    assert "proxy" in done.msg.lower()
    nothing_of({password, *(part for part in re.split("[/@#?]", password) if len(part) > 2)}, done.stdout)


@pytest.mark.parametrize("password", ["a", "no"])
def test_a_password_that_is_in_every_other_word_hides_nothing_but_itself(
    run: Run, sim: Simulator, password: str
) -> None:
    done = run("request_status_wait", url=sim.url, username="oggadmin", password=password, request_id=7, timeout=0)
    assert "Check username and password, or the token" in done.msg
    assert done.result["invocation"]["module_args"]["password"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    wrong = run(
        "request_status_wait", url=sim.url, username="oggadmin", password=password, request_id=7, timeout="soon"
    )
    assert "timeout" in wrong.msg
    assert "*" not in wrong.msg
    assert wrong.result["invocation"]["module_args"]["password"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


@pytest.mark.parametrize(
    ("module", "option"),
    [("request_status_wait", "url"), ("work_request_wait", "service_endpoint"), ("operation_wait", "url")],
)
@pytest.mark.parametrize("timeout", ["soon", -1, 5])
def test_a_password_in_a_url_whatever_else_is_wrong(run: Run, module: str, option: str, timeout: Any) -> None:
    """Where another option is wrong, the module has not read this one yet."""
    given = {"operations": [7]} if module == "operation_wait" else {"id": 7 if option == "url" else ID}
    done = run(module, **given, **{option: "https://someone:Qz7x-Wv8@gate.example.com"}, timeout=timeout)
    assert done.msg
    nothing_of({"Qz7x-Wv8"}, done.stdout, done.stderr)
