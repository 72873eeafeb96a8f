# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server writes cannot steer a terminal: no control character, and no line of its own where there is one."""

from __future__ import annotations

import unicodedata
from typing import Any, Callable, Iterator

import pytest

from ansible_collections.longops.oracle.tests.hostile.echo import EchoServer
from ansible_collections.longops.oracle.tests.simulator import Simulator

Run = Callable[..., Any]

ID = "ocid1.clustersworkrequest.oc1.iad.aaaaaaaa2fhq7zsvxyzwkp4dnqm5r6t3ujgbc2l7eoihytv3xmwq5sdkf4ra"
CLUSTER = "ocid1.cluster.oc1.iad.aaaaaaaafuvyr2xnqc5z7hq3w6k4m2tbl7example3pxs5d2gq4uniqueid7zqsa"
#: Sets the title of a window, rings, clears the screen by a C1 control, turns the direction of writing, and begins lines.
HOSTILE = "\x1b]0;title\x07 \x9b2J \u202eesrever\u2066 \u200e\u2028\ufeff\U000e0041\x7f\x00\r\nFAKE: ok=1\n\rFAKE\tok"
WAYS: list[tuple[str, dict[str, Any]]] = [
    ("work_request_wait", {"work_request_id": ID}),
    ("work_request_info", {"work_request_id": ID, "include": ["errors", "logs"]}),
    ("work_request_cancel", {"work_request_id": ID}),
    ("resource_wait", {"resource_id": CLUSTER, "state": "ACTIVE"}),
    ("resource_info", {"resource_id": CLUSTER}),
    ("operation_wait", {"operations": [ID]}),
    ("operation_wait", {"operations": [{"resource_id": CLUSTER, "state": "ACTIVE"}]}),
]


def texts(value: Any) -> Iterator[str]:
    """All texts in a result, the names of its keys included."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def is_harmless(text: str, is_data: bool) -> bool:
    kept = "\t\n" if is_data else ""
    return not any(unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") and each not in kept for each in text)


def harmless(done: Any) -> None:
    result = done.result
    assert all(is_harmless(text, True) for text in texts(result))
    for line in [*done.warnings, *(result.get("table") or ()), *result.get("report", "").splitlines()]:
        assert is_harmless(line, False)
        assert not line.startswith("FAKE")
    for line in result.get("msg", "").splitlines():
        assert not line.startswith("FAKE")
    assert all(is_harmless(line, True) for line in (done.stdout, done.stderr))


@pytest.mark.usefixtures("virtual_time")
@pytest.mark.parametrize(("module", "about"), WAYS)
def test_what_oci_writes(sim: Simulator, run: Run, module: str, about: dict[str, Any]) -> None:
    """In status, type, times, resources, errors, logs, the answer, and the errors of polls."""
    options: dict[str, Any] = {"config_file_location": str(sim.config_file), **about}
    if module.endswith("wait"):
        options.update(interval=0.1, max_interval=0.1, timeout=60)
    with EchoServer([HOSTILE], *([] if module.endswith("wait") else [0])) as server:
        done = run(module, service_endpoint=server.url, **options)
    assert "title" in done.stdout
    if module.endswith("wait"):
        assert "is not known" in " ".join(done.warnings)
    harmless(done)


@pytest.mark.usefixtures("virtual_time")
@pytest.mark.parametrize("module", ["request_status_wait", "request_status_info"])
def test_what_goldengate_writes(run: Run, module: str) -> None:
    options: dict[str, Any] = {"username": "oggadmin", "password": "Simulated-password-1", "request_id": 7}
    if module.endswith("wait"):
        options.update(interval=0.1, max_interval=0.1, timeout=60)
    with EchoServer([HOSTILE], *([] if module.endswith("wait") else [0])) as server:
        done = run(module, url=server.url, **options)
    assert "title" in done.stdout
    harmless(done)


@pytest.mark.parametrize("module", ["work_request_wait", "work_request_cancel", "operation_wait", "work_request_info"])
def test_what_a_list_says_of_a_resource(sim: Simulator, run: Run, signed: dict[str, str], module: str) -> None:
    """Where nothing is in flight, a warning describes the latest; work_request_info makes a table."""
    entry = {
        "id": ID,
        "operationType": HOSTILE,
        "status": "SUCCEEDED",
        "compartmentId": sim.compartment_id,
        "resources": [{"actionType": "UPDATED", "entityType": HOSTILE, "identifier": CLUSTER, "entityUri": HOSTILE}],
        "timeAccepted": "2026-05-28T18:25:48Z",
        "timeFinished": HOSTILE,
    }
    sim.fault(call="list", times=None, body=[entry])
    about = {"resource_id": CLUSTER, "compartment_id": sim.compartment_id}
    options = {"operations": [about]} if module == "operation_wait" else about
    done = run(module, **signed, **options)
    assert "title" in " ".join([*done.warnings, *(done.result.get("table") or ())])
    harmless(done)
