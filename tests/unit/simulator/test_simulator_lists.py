# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists: pages, order, compartments, and errors for invalid parameters."""

from __future__ import annotations

import base64

import pytest

SHARED = "/work_requests/20160918/workRequests"


@pytest.fixture
def listing(sim):
    return f"{SHARED}?compartmentId={sim.compartment_id}"


def rejected(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    return answer.json()["message"]


def pages(call, path):
    """All pages of a list, each as a list of ids or messages."""
    found, token = [], None
    while True:
        answer = call.get(path + (f"&page={token}" if token else ""))
        assert answer.status_code == 200, answer.text
        found.append([item.get("id") or item["message"] for item in answer.json()])
        token = answer.headers.get("opc-next-page")
        if token is None:
            return found


def test_the_newest_come_first_in_pages(sim, call, listing):
    ids = [operation.id for operation in sim.launch_many("work_requests", count=5)]
    assert pages(call, f"{listing}&limit=2") == [ids[:2:-1], ids[2:0:-1], ids[:1]]
    assert pages(call, listing) == [ids[::-1]]
    assert pages(call, f"{listing}&limit=5") == [ids[::-1]]
    assert pages(call, f"{listing}&sortOrder=ASC&limit=3") == [ids[:3], ids[3:]]


def test_a_list_that_grows_and_shrinks_between_pages(sim, call, listing):
    old = sim.launch_many("work_requests", count=5)
    first = call.get(f"{listing}&limit=2")
    sim.launch("work_requests")
    sim.remove(old[3])
    second = call.get(f"{listing}&limit=2&page={first.headers['opc-next-page']}")
    assert [item["id"] for item in second.json()] == [old[2].id, old[1].id]


def test_logs_and_errors_come_in_pages_the_newest_first(sim, call, clock):
    errors = [(f"E{number}", f"error {number}") for number in range(3)]
    operation = sim.launch("work_requests", seconds=10, outcome="failed", logs=["a", "b", "c"], errors=errors)
    clock.advance(10)
    path = f"{SHARED}/{operation.id}"
    assert pages(call, f"{path}/logs?limit=2") == [["c", "b"], ["a"]]
    assert pages(call, f"{path}/logs?limit=2&sortOrder=ASC") == [["a", "b"], ["c"]]
    assert pages(call, f"{path}/errors?limit=1") == [["error 0"], ["error 1"], ["error 2"]]  # at the same moment


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "ten", "1.5", "%C2%B2", ""])
def test_an_invalid_limit(call, listing, limit):
    assert "limit" in rejected(call.get(f"{listing}&limit={limit}"), 400, "InvalidParameter")


@pytest.mark.parametrize(
    "token",
    ["nonsense", "", "%00", base64.b64encode(b"0123456789abcdef:5").decode(), base64.b64encode(b"x:y").decode()],
)
def test_an_invalid_page_token(call, listing, token):
    assert "page" in rejected(call.get(f"{listing}&page={token}"), 400, "InvalidParameter")


def test_the_page_token_of_another_list(sim, call, listing):
    operation = sim.launch_many("work_requests", count=3, logs=["a"])[0]
    token = call.get(f"{listing}&limit=1").headers["opc-next-page"]
    assert call.get(f"{listing}&limit=2&page={token}").status_code == 200
    rejected(call.get(f"{listing}&resourceId=other&limit=1&page={token}"), 400, "InvalidParameter")
    rejected(call.get(f"{SHARED}/{operation.id}/logs?page={token}"), 400, "InvalidParameter")


def test_an_invalid_sort_order(call, listing):
    rejected(call.get(f"{listing}&sortOrder=UP"), 400, "InvalidParameter")


def test_compartments(sim, call, listing):
    mine, other = (
        sim.launch("work_requests"),
        sim.launch("work_requests", compartment_id="ocid1.compartment.oc1..other"),
    )
    assert pages(call, listing) == [[mine.id]]
    assert pages(call, f"{SHARED}?compartmentId=ocid1.compartment.oc1..other") == [[other.id]]
    assert pages(call, f"{SHARED}?compartmentId={sim.tenancy_id}") == [[]]
    rejected(call.get(f"{SHARED}?compartmentId=ocid1.compartment.oc1..nobodys"), 404, "NotAuthorizedOrNotFound")
    rejected(call.get(f"{SHARED}?compartmentId=mine"), 400, "InvalidParameter")
    rejected(call.get(SHARED), 400, "MissingParameter")
    rejected(call.get(f"{SHARED}?compartmentId="), 400, "MissingParameter")


def test_a_status_that_the_family_does_not_have(sim, call):
    path = f"/redis/20220315/workRequests?compartmentId={sim.compartment_id}&status="
    operation = sim.launch("redis", seconds=100)
    assert [item["id"] for item in call.get(f"{path}ACCEPTED").json()["items"]] == [operation.id]
    assert call.get(f"{path}FAILED").json()["items"] == []
    assert [item["id"] for item in call.get(f"{path}FAILED,ACCEPTED").json()["items"]] == [operation.id]
    assert "COMPLETED" in rejected(call.get(f"{path}COMPLETED"), 400, "InvalidParameter")


def test_unknown_ids_and_paths(sim, call):
    for path in (
        f"{SHARED}/ocid1.x.oc1.iad.none",
        "/20160918/unheardOf",
        "/",
        "/work_requests",
        "/work_requests/20991231/workRequests/x",
    ):
        rejected(call.get(path), 404, "NotAuthorizedOrNotFound")
    operation = sim.launch("work_requests")
    rejected(call.get(f"/queue/20210201/workRequests/{operation.id}"), 404, "NotAuthorizedOrNotFound")
    rejected(call("PUT", f"{SHARED}/{operation.id}", b"{}"), 405, "MethodNotAllowed")


def test_visible_after(sim, call, clock, listing):
    operation = sim.launch("work_requests", visible_after=3, seconds=10)
    path = f"{SHARED}/{operation.id}"
    rejected(call.get(path), 404, "NotAuthorizedOrNotFound")
    assert pages(call, listing) == [[]]
    clock.advance(3)
    assert call.get(path).status_code == 200
    assert pages(call, listing) == [[operation.id]]


def test_operations_are_404_twelve_hours_after_their_end(sim, call, clock):
    ended, endless = sim.launch("work_requests", seconds=60), sim.launch("work_requests", outcome=None)
    clock.advance(60 + 12 * 3600 - 1)
    assert call.get(f"{SHARED}/{ended.id}").status_code == 200
    clock.advance(1)
    rejected(call.get(f"{SHARED}/{ended.id}"), 404, "NotAuthorizedOrNotFound")
    assert call.get(f"{SHARED}/{endless.id}").status_code == 200


def test_an_operation_can_be_older_than_the_simulator(sim, call, clock):
    operation = sim.launch("work_requests", accepted=3600, seconds=7200)
    assert call.get(f"{SHARED}/{operation.id}").json()["percentComplete"] == 50


def test_request_ids_begin_with_the_id_of_the_client(sim, call, listing):
    first = call.get(listing, headers={"opc-request-id": "MINE/rest"}).headers["opc-request-id"]
    assert first.split("/")[0] == "MINE"
    assert len(first.split("/")) == 3
    assert len({call.get(listing).headers["opc-request-id"] for _each in range(3)}) == 3
    assert sim.journal[0].request_id == first


def test_the_date_is_that_of_the_simulators_clock(sim, call, clock, listing):
    clock.now = 1_800_000_000
    operation = sim.launch("work_requests")
    answer = call.get(f"{SHARED}/{operation.id}")
    assert answer.headers["Date"] == "Fri, 15 Jan 2027 08:00:00 GMT"
    assert answer.json()["timeAccepted"] == "2027-01-15T08:00:00.000Z"
