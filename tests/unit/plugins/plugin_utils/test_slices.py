# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wait in slices ends with the result of one."""

from __future__ import annotations

import types
from typing import Any

from ansible_collections.longops.oracle.plugins.plugin_utils._slices import Total


def part(entries: list[dict[str, Any]], **outcomes: list[str]) -> dict[str, Any]:
    found = dict({"succeeded": [], "unsuccessful": [], "pending": []}, **outcomes)
    entries = [dict({"state": "pending", "fault": None}, **entry) for entry in entries]
    return dict(found, requests=entries, polls=3, elapsed=4.0, timed_out=bool(found["pending"]), changed=False)


def total_of(*parts: dict[str, Any]) -> Total:
    total = Total("requests")
    for each in parts:
        total.add(each)
    return total


def test_later_slices_take_the_place_of_earlier_ones_in_the_order_asked_for() -> None:
    total = total_of(
        part([{"id": "a", "n": 1}, {"id": "b", "n": 1}, {"id": "c", "n": 1}], pending=["a", "c"], succeeded=["b"]),
        part([{"id": "a", "n": 2}, {"id": "c", "n": 2}], pending=["a"], unsuccessful=["c"]),
    )
    assert [(entry["id"], entry["n"]) for entry in total.entries] == [("a", 2), ("b", 1), ("c", 2)]
    assert [(entry["id"], entry["n"]) for entry in total.pending()] == [("a", 2)]
    result = total.result(9.87654, failed_fast=False)
    assert (result["pending"], result["succeeded"], result["unsuccessful"]) == (["a"], ["b"], ["c"])
    assert (result["timed_out"], result["elapsed"], result["polls"], result["changed"]) == (True, 9.877, 6, False)


def test_a_wait_that_failed_fast_did_not_time_out() -> None:
    total = total_of(part([{"id": "a"}, {"id": "b"}], pending=["a"], unsuccessful=["b"]))
    assert total.result(1.0, failed_fast=True)["timed_out"] is False


def test_the_failure_of_a_slice_is_not_that_of_the_wait() -> None:
    failing = dict(part([{"id": "a"}], unsuccessful=["a"]), failed=True, msg="slice", exception="trace")
    assert not {"failed", "msg", "exception"} & set(total_of(failing).result(1.0, failed_fast=True))


def test_what_the_first_slice_learned_of_a_resource_is_kept() -> None:
    resource = {"id": "r", "service": "bastion"}
    total = total_of(dict(part([{"id": "a"}], pending=["a"]), resource=resource), part([{"id": "a"}], succeeded=["a"]))
    assert total.result(1.0, failed_fast=False)["resource"] == resource
    assert "resource" not in total_of(part([])).result(1.0, failed_fast=False)


def test_warnings_of_all_slices_are_kept_once_each() -> None:
    first = dict(part([{"id": "a"}], pending=["a"]), warnings=["one", "two"])
    second = dict(part([{"id": "a"}], succeeded=["a"]), warnings=["two", "three"])
    assert total_of(first, second).result(1.0, failed_fast=False)["warnings"] == ["one", "two", "three"]
    assert "warnings" not in total_of(part([], succeeded=[])).result(1.0, failed_fast=False)


def test_calls_without_an_id_stay_apart() -> None:
    entries = [{"id": None, "n": 1}, {"id": "7", "n": 2}, {"id": None, "n": 3}]
    total = total_of(part(entries, pending=["7"]), part([{"id": "7", "n": 4}], succeeded=["7"]))
    assert [entry["n"] for entry in total.entries] == [1, 4, 3]
    assert total.pending() == []


def test_what_was_seen_before_is_not_lost_in_a_slice_that_could_not_read_it() -> None:
    fault = {"kind": "transient", "message": "GET answered 503"}
    total = total_of(
        part([{"id": "a", "n": 1}], pending=["a"]),
        part([{"id": "a", "n": None, "state": None, "fault": fault}], pending=["a"]),
    )
    assert total.entries == [{"id": "a", "n": 1, "state": "pending", "fault": fault}]


def test_an_event_is_a_warning_as_well() -> None:
    """From ansible-core 2.19 on a module's warnings come as objects that hold an event."""
    summary = types.SimpleNamespace(event=types.SimpleNamespace(msg="one"))
    first, second = (
        dict(part([{"id": "a"}], pending=["a"]), warnings=[summary]),
        dict(part([{"id": "a"}], succeeded=["a"]), warnings=["one"]),
    )
    assert total_of(first, second).result(1.0, failed_fast=False)["warnings"] == ["one"]


def test_a_slice_that_had_no_time_for_an_operation_warns_of_nothing() -> None:
    why = "1 look failed and had to be repeated, the last because x."
    unread = dict(part([{"id": "a", "state": None}, {"id": "b"}], pending=["a", "b"]), warnings=[f"Thing a: {why}"])
    read = dict(part([{"id": "a"}, {"id": "b"}], pending=["a", "b"]), warnings=[f"Thing b (c, d): {why}"])
    assert total_of(unread, read).result(1.0, failed_fast=False)["warnings"] == read["warnings"]


def test_those_that_were_not_read_for_longest_come_first() -> None:
    fault = {"kind": "transient", "message": "GET answered 429"}
    ids = ["a", "b", "c", "d"]

    def seen(*read: str) -> dict[str, Any]:
        return part(
            [{"id": key} if key in read else {"id": key, "state": None, "fault": fault} for key in ids], pending=ids
        )

    total = total_of(seen("a", "b"))
    assert [entry["id"] for entry in total.pending()] == ["c", "d", "a", "b"]
    total.add(seen("a", "c"))
    assert [entry["id"] for entry in total.pending()] == ["d", "b", "a", "c"]
    assert [entry["id"] for entry in total.entries] == ids
    assert total.result(1.0, failed_fast=False)["pending"] == ids


def test_ids_are_in_the_order_asked_for_whenever_they_ended() -> None:
    total = total_of(
        part([{"id": "a"}, {"id": "b"}, {"id": "c"}], pending=["a", "c"], succeeded=["b"]),
        part([{"id": "c"}, {"id": "a"}], succeeded=["c", "a"]),
    )
    assert total.result(1.0, failed_fast=False)["succeeded"] == ["a", "b", "c"]


def test_what_slices_spared_is_known() -> None:
    entries = [
        {"id": "good", "state": "succeeded"},
        {"id": "bad", "state": "failed"},
        {"id": "gone", "state": None, "fault": {"kind": "fatal"}},
    ]
    total = Total("requests")
    total.add(
        part([*entries, {"id": "late"}], succeeded=["good"], unsuccessful=["bad", "gone"], pending=["late"]),
        sparing=True,
    )
    assert [entry["id"] for entry in total.unexplained(all_logs=False)] == ["bad"]
    assert [entry["id"] for entry in total.unexplained(all_logs=True)] == ["good", "bad"]
    total.add(part([{"id": "late", "state": "failed"}], unsuccessful=["late"]))
    total.add(part([{"id": "bad", "state": "failed"}], unsuccessful=["bad"]))
    assert total.unexplained(all_logs=False) == []


def test_looks_that_were_repeated_are_added_up() -> None:
    first = dict(
        part([{"id": "a"}], pending=["a"]),
        warnings=["A (x, y): 2 looks failed and had to be repeated, the last because 503."],
    )
    second = dict(
        part([{"id": "a"}], succeeded=["a"]),
        warnings=["A (x, y): 1 look failed and had to be repeated, the last because 429."],
    )
    assert total_of(first, first, second).result(1.0, failed_fast=False)["warnings"] == [
        "A (x, y): 5 looks failed and had to be repeated, the last because 429."
    ]
