# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the list of a service's requests, and which of them are read."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import read
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.listing import Listed, listing
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.verdict import STATES

from .test_wait import BASE, Service, request

GONE = Fault(FaultKind.NOT_FOUND, f"404: nothing there (GET {BASE}/requests/1)", 404)


def collection(*items, **more):
    return {"response": {"$schema": "ogg:collection", "items": list(items)}, **more}


@pytest.mark.parametrize(
    ("items", "requests", "unnamed"),
    [
        ([], [], 0),
        ([{"name": "7", "links": []}, {"name": "8"}], [Listed("7"), Listed("8")], 0),
        ([{"name": 7, "status": "processing"}], [Listed("7", "processing")], 0),
        ([{"name": "7", "status": " Succeeded "}], [Listed("7", "succeeded")], 0),
        ([{"name": "7", "status": "running"}, {"name": "8", "status": 5}], [Listed("7"), Listed("8")], 0),
        ([{"name": "7"}, {"name": "7", "status": "failed"}], [Listed("7")], 0),
        ([{"name": "background", "links": [{"href": f"{BASE}/requests/9"}]}], [Listed("9")], 0),
        ([{"name": "x"}, {}, None, "7", {"name": True}, {"links": [{"href": f"{BASE}/requests"}]}], [], 6),
    ],
)
def test_the_items_of_a_list(items, requests, unnamed):
    assert listing(collection(*items)) == (requests, unnamed, False)


def test_what_is_no_list():
    for broken in (None, [], {}, {"response": {}}, {"response": {"items": {}}}, {"items": []}):
        assert listing(broken) is None


def test_a_list_with_more_pages():
    assert listing(collection(links=[{"rel": "self"}, {"rel": "next", "href": f"{BASE}/requests?page=2"}])).more
    service = Service({"/requests": collection(links=[{"rel": "next"}])})
    assert service.client.list_requests() == []
    assert list(service.client.warnings) == [
        f"GET {BASE}/requests has more pages, which are not read: the requests in them are left out."
    ]


@pytest.mark.parametrize("progress", STATES)
def test_what_has_ended_by_the_list(progress):
    assert Listed("7", progress).ended == (progress in ("succeeded", "failed", "aborted"))
    assert not Listed("7").ended


class Requests(Service):
    """A service with these requests, by id: their progress, a fault, or a list of answers. Its list has the progress if with_status."""

    def __init__(self, progress, with_status=True, listed=None):
        items = [
            {"name": str(key), "status": (listed or {}).get(key, word)} if with_status else {"name": str(key)}
            for key, word in progress.items()
        ]
        answers = {
            f"/requests/{key}": word if isinstance(word, Fault) else request(word, 200)
            for key, word in progress.items()
        }
        super().__init__({"/requests": collection(*items), **answers})

    def listed(self, in_flight=False, most=None, connections=1):
        pairs = read.listed(self.client, in_flight, most, False, connections)
        assert [call.id for call, _observation in pairs] == [observation.id for _call, observation in pairs]
        return [int(call.id) for call, _observation in pairs]

    @property
    def read(self):
        """The ids of the requests that were read, in that order."""
        return [int(path.rpartition("/")[2]) for path in self.paths() if path.count("/") == 2]


MIXED = {5: "processing", 9: "succeeded", 3: "paused", 8: "failed", 7: "pending", 6: "aborted"}


def test_the_list_has_all_in_its_order():
    service = Requests(MIXED)
    assert service.listed() == [5, 9, 3, 8, 7, 6]
    assert sorted(service.read) == sorted(MIXED)


def test_what_has_ended_by_the_list_is_not_read_where_it_is_not_wanted():
    service = Requests(MIXED)
    assert service.listed(in_flight=True) == [5, 3, 7]
    assert service.read == [7, 5, 3]


def test_where_the_list_does_not_say_all_are_read():
    service = Requests(MIXED, with_status=False)
    assert service.listed(in_flight=True) == [5, 3, 7]
    assert sorted(service.read) == sorted(MIXED)


def test_what_the_list_calls_pending_and_has_ended_by_now_is_left_out():
    service = Requests({1: "processing", 2: "succeeded"}, listed={2: "processing"})
    assert service.listed(in_flight=True) == [1]


@pytest.mark.parametrize(("most", "found"), [(1, [9]), (2, [9, 8]), (6, [5, 9, 3, 8, 7, 6]), (99, [5, 9, 3, 8, 7, 6])])
def test_no_more_than_the_newest_are_read(most, found):
    service = Requests(MIXED)
    assert service.listed(most=most, connections=10) == found
    assert sorted(service.read) == sorted(found)


@pytest.mark.parametrize(("most", "found"), [(1, [7]), (2, [5, 7]), (9, [5, 3, 7])])
def test_the_newest_of_those_in_flight(most, found):
    service = Requests(MIXED)
    assert service.listed(in_flight=True, most=most, connections=10) == found
    assert sorted(service.read) == sorted(found)
    assert Requests(MIXED, with_status=False).listed(in_flight=True, most=most, connections=2) == found


def test_numbers_are_compared_as_numbers():
    assert Requests({9: "pending", 10: "pending", 100: "pending"}).listed(most=2) == [10, 100]


def test_what_is_gone_is_left_out_and_another_takes_its_place():
    service = Requests({1: "pending", 2: "pending", 3: GONE, 4: Fault(FaultKind.FATAL, "410", 410)}, with_status=False)
    assert service.listed() == [1, 2]
    assert service.listed(most=1) == [2]
    assert service.listed(in_flight=True, most=2) == [1, 2]


def test_what_cannot_be_read_is_not_left_out():
    busy = Fault(FaultKind.TRANSIENT, "503: busy", 503)
    assert Requests({1: "pending", 2: busy}, with_status=False).listed(in_flight=True, most=2) == [1, 2]


def test_a_list_whose_requests_are_all_gone_is_told():
    service = Requests({1: GONE, 2: GONE}, with_status=False)
    assert service.listed() == []
    [warning] = service.client.warnings
    assert warning.startswith("All 2 requests that were listed and read were gone by then")


@pytest.mark.parametrize("with_status", [True, False])
def test_a_few_of_thousands(with_status):
    progress = {number: "processing" if number in (17, 4000, 4990) else "succeeded" for number in range(1, 5001)}
    service = Requests(progress, with_status)
    assert service.listed(in_flight=True, most=2, connections=10) == [4000, 4990]
    assert len(service.read) <= (2 if with_status else 1010)


WORDS = st.sampled_from([*STATES, "resting"])


@given(
    st.dictionaries(st.integers(0, 10**12), WORDS, max_size=12),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(1, 5),
    st.integers(1, 4),
)
def test_what_is_listed_is_right_whatever_the_list_says(progress, with_status, in_flight, most, connections):
    service = Requests({key: word for key, word in progress.items() if word != "resting"}, with_status)
    words = {key: word for key, word in progress.items() if word != "resting"}
    wanted = [key for key, word in words.items() if not in_flight or word in ("pending", "processing", "paused")]
    newest = sorted(wanted, reverse=True)[:most]
    assert service.listed(in_flight, most, connections) == [key for key in words if key in newest]
    assert len(service.read) == len(set(service.read))
    if with_status:
        assert sorted(service.read) == sorted(newest)
