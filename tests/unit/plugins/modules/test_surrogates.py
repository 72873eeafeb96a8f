# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Half of a surrogate pair, which JSON can have (\\ud83d), is no character: an option that has one is named, and nothing is sent."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

HALVES = ["\udc80", "\ud83d"]
NAMED = "{} has half of a surrogate pair in it, which is no character."
ID = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
COMPARTMENT = "ocid1.compartment.oc1..aaaaaaaaq2m7x4vtn6wkzr5jyhb3pdgs2lfoecui7vxm4zq5ktwnr6ajydha"

Run = Callable[..., Any]


def split(half: str) -> str:
    return f"Xq7{half}secret"


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(
    "option",
    [
        "url",
        "deployment",
        "service",
        "version",
        "username",
        "password",
        "token",
        "client_cert",
        "client_key",
        "ca_path",
    ],
)
def test_goldengate(
    sim: Simulator, run: Run, authenticated: dict[str, Any], talkative: dict[str, Any], option: str, half: str
) -> None:
    done = run("request_status_info", **{**authenticated, "request_id": 7, option: split(half), **talkative})
    assert done.msg == NAMED.format(option)
    assert len(sim.journal) == 0


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(
    "option",
    [
        "config_file_location",
        "config_profile_name",
        "service_account_token_path",
        "api_user",
        "api_user_fingerprint",
        "api_user_key_file",
        "api_user_key_pass_phrase",
        "tenancy",
        "region",
        "cert_bundle",
        "service",
        "service_endpoint",
        "api_version",
        "namespace",
        "opc_request_id",
        "compartment_id",
        "resource_id",
    ],
)
def test_oci(sim: Simulator, run: Run, signed: dict[str, str], option: str, half: str) -> None:
    about = {"compartment_id": COMPARTMENT} if option == "resource_id" else {"work_request_id": ID}
    done = run("work_request_info", **{**signed, **about, option: split(half)})
    given = "What is given as " if option == "resource_id" else ""
    assert done.msg == given + NAMED.format(option)
    assert len(sim.journal) == 0


@pytest.mark.parametrize("option", ["accept", "progress_file"])
def test_options_of_a_wait(sim: Simulator, wait: Run, option: str) -> None:
    value = [split("\ud83d")] if option == "accept" else split("\ud83d")
    assert wait(work_request_id=ID, **{option: value}).msg == NAMED.format(option)
    assert len(sim.journal) == 0


@pytest.mark.parametrize("half", HALVES)
def test_an_id(sim: Simulator, info: Run, request_info: Run, half: str) -> None:
    for call, option in ((info, "work_request_id"), (request_info, "request_id")):
        for id_ in (f"{ID}{half}", [f"{ID}{half}"]):
            assert call(**{option: id_}).msg.startswith(f"What is given as {option} has half of a surrogate pair in it")
    assert len(sim.journal) == 0


@pytest.mark.parametrize("half", HALVES)
def test_an_entry_of_operation_wait(sim: Simulator, run: Run, authenticated: dict[str, Any], half: str) -> None:
    """A whole message, which repeats no value."""
    text = split(half)
    entries = [
        {"request_id": 7, "options": {"password": text}},
        {"request_id": 7, "options": {"url": f"https://{text}"}},
        {"work_request_id": ID, "options": {"api_user_key_pass_phrase": text}},
        {"work_request_id": ID, "options": {"service_endpoint": f"https://u:{text}@h"}},
        {"resource_id": ID.replace("workrequest", ""), "service": f"no {half} service"},
        {"request_id": text},
    ]
    options = {"config_file_location": str(sim.config_file), **authenticated}
    done = run("operation_wait", operations=entries, timeout=1, **options)
    first, second, third, fourth, fifth, sixth = done.msg.splitlines()
    for line, number, option in (
        (first, 1, "password"),
        (second, 2, "url"),
        (third, 3, "api_user_key_pass_phrase"),
        (fourth, 4, "service_endpoint"),
    ):
        assert line == f"Entry {number} of operations: {NAMED.format(option)}"
    assert fifth.startswith(f"Entry 5 of operations: {f'no {half} service'!a} is not a service")
    assert sixth.startswith("Entry 6 of operations: What is given as request_id has half of a surrogate pair")
    assert len(sim.journal) == 0


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("option", ["state", "fail_on", "resource_type", "service", "parameters", "resource_id"])
def test_resources(sim: Simulator, run: Run, signed: dict[str, str], option: str, half: str) -> None:
    """As options, and as the keys of an entry."""
    addon = {
        "service": "oke",
        "resource_type": "addon",
        "resource_id": "CertManager",
        "parameters": {"cluster_id": "c"},
    }
    bad = {"parameters": {"cluster_id": split(half)}}.get(option, split(half))
    given = {**addon, "state": "ACTIVE", option: bad}
    alone = run("resource_wait", **{**signed, **given})
    entry = run("operation_wait", operations=[given], **signed)
    assert "half of a surrogate pair" in alone.msg or half.encode("ascii", "backslashreplace").decode() in alone.msg
    assert entry.msg.startswith("Entry 1 of operations: ")
    assert len(sim.journal) == 0


def test_a_password_of_the_environment_that_is_no_utf_8_is_sent_as_it_is(
    sim: Simulator, run: Run, authenticated: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python shows such bytes as halves of surrogate pairs."""
    monkeypatch.setenv("OGG_PASSWORD", b"caf\xe9".decode("utf-8", "surrogateescape"))
    del authenticated["password"]
    run("request_status_info", request_id=sim.goldengate.launch().id, **authenticated)
    assert len(sim.journal) == 1


def test_a_proxy(sim: Simulator, info: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a variable of the environment names it, which can only have bytes that are no UTF-8."""
    monkeypatch.setenv("HTTP_PROXY", f"http://user:{split(HALVES[0])}@127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    done = info(work_request_id=ID)
    assert "127.0.0.1:9" in done.msg
    assert "Xq7" not in done.stdout
