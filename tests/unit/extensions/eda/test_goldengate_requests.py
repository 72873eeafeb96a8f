# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source longops.oracle.goldengate_requests, against the simulator."""

from __future__ import annotations

import json
import pathlib
import threading
import time
from typing import Any

import jsonschema
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import LongopsError
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.extensions.eda import running
from ansible_collections.longops.oracle.tests.unit.extensions.eda.running import Told

NAME = "goldengate_requests"
MESSAGES = [["OGG-00664", "OCI Error ORA-12541: no listener."]]


@pytest.fixture
def where(sim: Simulator) -> dict[str, Any]:
    """The arguments for the simulator, with short intervals."""
    gg = sim.goldengate
    return {
        "url": sim.url,
        "deployment": "Local",
        "username": gg.username,
        "password": gg.password,
        "interval": 0.1,
        "max_interval": 0.4,
        "scan_interval": 1,
    }


def ended(*ids: Any) -> Any:
    return lambda told: {str(id_) for id_ in ids} <= set(told.ends())


def once(told: Told) -> None:
    changes = [
        (each["service"], *pair) for each, pair in zip(map(told.entry, told), told.told) if pair[0] in ("new", "end")
    ]
    assert len(set(changes)) == len(changes)


def test_ids_are_watched_to_their_ends_which_say_why(sim: Simulator, where: dict[str, Any]) -> None:
    good = sim.goldengate.launch(seconds=1)
    bad = sim.goldengate.launch(seconds=1, outcome="failed", messages=MESSAGES)
    found = running.run(NAME, {**where, "request_id": [good.id, str(bad.id)]}, ended(good.id, bad.id), more=0.5)
    once(found)
    assert found.ends() == {str(good.id): "succeeded", str(bad.id): "failed"}
    [end] = [
        found.entry(event) for event in found if event["change"] == "end" and found.entry(event)["id"] == str(bad.id)
    ]
    assert end["errors"][0]["code"] == "OGG-00664"
    assert "no listener" in end["errors"][0]["message"]


def test_all_that_comes_into_flight_in_two_services(sim: Simulator, where: dict[str, Any]) -> None:
    gg = sim.goldengate
    old = gg.launch_many("Local/adminsrvr", count=3, seconds=0)
    first = gg.launch("Local/adminsrvr", seconds=1.5, outcome="failed", messages=MESSAGES)
    other = gg.launch("Local/recvsrvr", seconds=30)
    later: list[Any] = []
    threading.Timer(1.3, lambda: later.append(gg.launch("Local/distsrvr", seconds=0.05).id)).start()
    args = {**where, "service": ["adminsrvr", "Distribution Service"]}
    found = running.run(NAME, args, lambda told: bool(later) and ended(first.id, *later)(told), more=1.2)
    once(found)
    ids = {id_ for _change, id_ in found.told}
    assert ids == {str(first.id), *map(str, later)}
    assert not ids & {str(other.id), *(str(each.id) for each in old)}
    assert {found.entry(event)["service"] for event in found} == {"Local/adminsrvr", "Local/distsrvr"}


def test_a_restart_neither_loses_nor_repeats(sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path) -> None:
    gg = sim.goldengate
    args = {**where, "cursor_file": str(tmp_path / "cursor")}
    gg.launch_many("Local/adminsrvr", count=3, seconds=0)
    early = gg.launch("Local/adminsrvr", seconds=1)
    late = gg.launch("Local/adminsrvr", seconds=3, outcome="failed", messages=MESSAGES)
    all_ = Told(NAME)
    all_ += running.run(NAME, args, ended(early.id))
    meanwhile = gg.launch("Local/adminsrvr", seconds=0.1)
    time.sleep(2)
    all_ += running.run(NAME, args, ended(late.id, meanwhile.id))
    all_ += running.run(NAME, args, lambda told: True, more=1.5)
    once(all_)
    assert all_.ends() == {str(early.id): "succeeded", str(late.id): "failed", str(meanwhile.id): "succeeded"}


def test_faults_lose_and_repeat_nothing(sim: Simulator, where: dict[str, Any]) -> None:
    gg = sim.goldengate
    launched = [
        gg.launch(seconds=0.1 * number, outcome=("succeeded", "failed")[number % 2], messages=MESSAGES)
        for number in range(1, 31)
    ]
    for effect in ({"status": 503}, {"reset": True}, {"kind": "truncated"}, {"kind": "html"}, {"delay": 0.3}):
        sim.fault(times=12, skip=5, **effect)
    ids = [each.id for each in launched]
    found = running.run(NAME, where, ended(*ids[8:]), longest=60, more=1)
    once(found)
    for event in found:
        if event["change"] == "end" and found.entry(event)["state"] == "failed":
            assert found.entry(event)["errors"], found.entry(event)


def test_messages_of_one_code_are_all_explained(sim: Simulator, where: dict[str, Any]) -> None:
    launched = [sim.goldengate.launch(seconds=0.1, outcome="failed", messages=MESSAGES) for _number in range(12)]
    ids = [each.id for each in launched]
    found = running.run(NAME, {**where, "request_id": ids}, ended(*ids))
    texts = {found.entry(event)["errors"][0]["message"] for event in found if event["change"] == "end"}
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"url": ""}, "url"),
        ({"url": "https://a:b@goldengate.example.com"}, "url must hold no credentials"),
        ({"service": ["adminsrvr", "a/b"]}, "service is the name in the path"),
        ({"request_id": 7, "service": ["adminsrvr", "distsrvr"]}, "service can be only one"),
        ({"request_id": []}, "Nothing to watch"),
        ({"request_id": "seven"}, "is not the id of a GoldenGate request"),
        ({"percent_step": 1}, "There is no option percent_step."),
        ({"cursor_file": "/missing/cursor"}, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    sim: Simulator, where: dict[str, Any], args: dict[str, Any], message: str
) -> None:
    with pytest.raises(LongopsError) as caught:
        running.run(NAME, {**where, **args}, lambda told: False, longest=10)
    assert message in str(caught.value)
    assert len(sim.journal) == 0


@pytest.mark.parametrize("args", [{}, {"request_id": [7]}])
def test_wrong_credentials_end_it_with_a_message_without_them(
    sim: Simulator, where: dict[str, Any], args: dict[str, Any]
) -> None:
    with pytest.raises(LongopsError) as caught:
        running.run(NAME, {**where, **args, "password": "wrong-Password-9"}, lambda told: False)
    assert "Check username and password" in str(caught.value)
    assert "wrong-Password-9" not in str(caught.value)


def test_real_events_are_as_the_schema_says(sim: Simulator, where: dict[str, Any]) -> None:
    schema = json.loads((running.EVENT_SOURCES / "schemas" / f"{NAME}_event.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    launched = [sim.goldengate.launch(seconds=0.5, outcome=each, messages=MESSAGES) for each in ("succeeded", "failed")]
    forbidden = sim.goldengate.launch(seconds=60)
    sim.fault(operation=str(forbidden.id), times=None, status=403)
    ids = [each.id for each in launched]
    found = running.run(
        NAME,
        {**where, "request_id": [*ids, forbidden.id], "include_result": True},
        lambda told: ended(*ids)(told) and ("unreadable", str(forbidden.id)) in told.told,
    )
    for event in found:
        validator.validate(event)
    assert {event["change"] for event in found} >= {"new", "end", "unreadable"}
