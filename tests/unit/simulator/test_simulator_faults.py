# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: criteria, counts and effects."""

from __future__ import annotations

import json
import time

import pytest
import requests

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.faults import Faults
from ansible_collections.longops.oracle.tests.simulator.journal import Entry
from ansible_collections.longops.oracle.tests.simulator.scenario import ScenarioError


@pytest.fixture(scope="module")
def shared():
    with Simulator(authenticate=False) as simulator:
        yield simulator


@pytest.fixture
def sim(shared):
    yield shared
    shared.clear_faults()
    shared.journal.clear()


@pytest.fixture
def url(sim):
    return f"{sim.endpoint('work_requests')}/20160918/workRequests/{sim.launch('work_requests').id}"


def get(url):
    return requests.get(url, timeout=10)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "InvalidParameter"),
        (401, "NotAuthenticated"),
        (404, "NotAuthorizedOrNotFound"),
        (409, "IncorrectState"),
        (429, "TooManyRequests"),
        (500, "InternalServerError"),
        (503, "ServiceUnavailable"),
        (418, "Unknown"),
    ],
)
def test_an_error_has_the_code_of_oci(sim, url, status, code):
    sim.fault(status=status, headers={"Retry-After": "7"})
    answer = get(url)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (status, code, "7")
    assert answer.json()["message"]
    assert answer.headers["opc-request-id"]
    assert get(url).status_code == 200


def test_bodies(sim, url):
    for fault, body, kind in (
        ({"status": 502, "kind": "html"}, "<h1>502</h1>", "text/html"),
        ({"status": 503, "kind": "empty"}, "", "application/json"),
        ({"body": [1, 2]}, "[1, 2]", "application/json"),
        ({"body": None}, "null", "application/json"),
        ({"body": "plain", "headers": {"Content-Type": "text/plain"}}, "plain", "text/plain"),
    ):
        sim.fault(**fault)
        answer = get(url)
        assert answer.status_code == fault.get("status", 200)
        assert body in answer.text
        assert bool(body) == bool(answer.text)
        assert answer.headers["content-type"] == kind


def test_garbage(sim, url):
    sim.fault(kind="garbage")
    with pytest.raises(json.JSONDecodeError):
        get(url).json()


def test_a_huge_body(sim, url):
    sim.fault(kind="huge", size=3_000_000)
    assert len(get(url).content) > 3_000_000


def test_a_truncated_body(sim, url):
    sim.fault(kind="truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(url)
    assert get(url).status_code == 200


def test_a_connection_that_is_reset(sim, url):
    sim.fault(reset=True)
    with pytest.raises(requests.ConnectionError, match="reset"):
        get(url)
    assert sim.journal[-1].status is None
    assert get(url).status_code == 200


def test_a_connection_closed_without_an_answer(sim, url):
    sim.fault(close=True)
    with pytest.raises(requests.ConnectionError, match="without response"):
        get(url)


def test_a_delayed_answer(sim, url):
    sim.fault(delay=0.2)
    before = time.monotonic()
    assert get(url).json()["status"] == "SUCCEEDED"
    assert time.monotonic() - before >= 0.2
    sim.fault(delay=5)
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(url, timeout=0.1)


def test_a_dribbled_answer(sim, url):
    sim.fault(dribble=0.001)
    before = time.monotonic()
    length = len(get(url).content)
    assert time.monotonic() - before >= length * 0.001


def test_headers_of_the_real_answer_can_be_changed(sim, url):
    sim.fault(headers={"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT", "Date": "nonsense"})
    answer = get(url)
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["date"]) == (
        200,
        "Fri, 31 Dec 2100 23:59:59 GMT",
        "nonsense",
    )


def test_skip_and_times(sim, url):
    sim.fault(status=500, skip=1, times=2)
    assert [get(url).status_code for _each in range(5)] == [200, 500, 500, 200, 200]
    sim.fault(status=503, times=None)
    assert [get(url).status_code for _each in range(3)] == [503] * 3
    sim.clear_faults()
    assert get(url).status_code == 200


def test_a_rate_limit():
    """Two a second: more requests at once are throttled, and waiting restores no more than the burst."""
    faults = Faults()
    faults.add({"rate": 2, "times": None, "status": 429})
    seen = []
    for moment in (10.0, 10.0, 10.0, 10.4, 10.5, 10.9, 11.1, 20.0, 20.0, 20.0):
        entry = Entry("GET", "/n/", {}, {}, time=0.0, monotonic=moment)
        seen.append(faults.take(entry, entry.path) is None)
    assert seen == [True, True, False, False, True, False, True, True, True, False]


def test_criteria(sim, url):
    other = sim.launch("queue")
    its_url = f"{sim.endpoint('queue')}/20210201/workRequests/{other.id}"
    for criterion in ({"service": "queue"}, {"operation": other.id}, {"path": "^/queue/.*Requests/"}):
        sim.fault(status=500, **criterion)
        assert (get(url).status_code, get(its_url).status_code) == (200, 500)
    sim.fault(status=500, call="logs")
    assert (get(url).status_code, get(f"{url}/logs").status_code) == (200, 500)
    sim.fault(status=500, method="DELETE")
    assert (get(its_url).status_code, requests.delete(its_url, timeout=10).status_code) == (200, 500)
    sim.fault(status=500, path="page=2")
    assert (get(url).status_code, get(f"{url}?page=2").status_code) == (200, 500)


def test_the_first_match_applies(sim, url):
    sim.fault(status=500)
    sim.fault(status=503)
    assert [get(url).status_code for _each in range(3)] == [500, 503, 200]


@pytest.mark.parametrize("mistake", [{"colour": 1}, {"id": 3}, {"kind": "colourful", "status": 500}])
def test_a_mistake_is_reported(sim, mistake):
    with pytest.raises(ScenarioError):
        sim.fault(**mistake)


def test_the_journal_has_requests_and_answers(sim, url):
    sim.fault(status=429)
    get(f"{url}?a=1&a=2")
    get(url)
    first, second = sim.journal
    assert (first.method, first.call, first.service, first.status, first.fault) == (
        "GET",
        "get",
        "work_requests",
        429,
        True,
    )
    assert first.query == {"a": ["1", "2"]}
    assert first.path == url[len(sim.url) :]
    assert first.operation == url.rsplit("/", 1)[1]
    assert (second.status, second.fault) == (200, False)
    assert first.monotonic < second.monotonic
    assert first.time <= second.time
    assert sim.journal.of(status=429) == [first]


@pytest.mark.parametrize("tls", [False, True])
def test_the_server_survives_broken_connections_over_http_and_https(tls):
    with Simulator(authenticate=False, tls=tls) as sim:
        url = f"{sim.url}/n/"
        verify = str(sim.ca_file) if tls else True
        for fault in ({"reset": True}, {"close": True}, {"kind": "truncated"}):
            sim.fault(**fault)
            with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
                requests.get(url, verify=verify, timeout=10)
            assert requests.get(url, verify=verify, timeout=10).json() == "examplenamespace"
