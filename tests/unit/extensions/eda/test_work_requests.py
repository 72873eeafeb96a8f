# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source longops.oracle.work_requests, against the simulator."""

from __future__ import annotations

import asyncio
import json
import pathlib
import random
import subprocess
import sys
import threading
import time
from typing import Any

import jsonschema
import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import LongopsError
from ansible_collections.longops.oracle.plugins.module_utils._events import source
from ansible_collections.longops.oracle.plugins.module_utils._events.cursor_file import CursorFile
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.unit.extensions.eda import running
from ansible_collections.longops.oracle.tests.unit.extensions.eda.running import Told

NAME = "work_requests"
ERRORS = [("QuotaExceeded", "No cores are left.")]


@pytest.fixture
def where(sim: Simulator) -> dict[str, Any]:
    """The arguments for the simulator, with short intervals."""
    return {
        "config_file_location": str(sim.config_file),
        "service_endpoint": f"{sim.url}/{{service}}",
        "interval": 0.1,
        "max_interval": 0.4,
        "scan_interval": 1,
    }


def ended(*ids: str) -> Any:
    return lambda told: set(ids) <= set(told.ends())


def once(told: Told) -> None:
    """No event is there twice, and nothing follows an end."""
    changes = [each for each in told.told if each[0] in ("new", "end")]
    assert len(set(changes)) == len(changes)
    over: set[str] = set()
    for change, id_ in told.told:
        assert id_ not in over, f"{change} after the end"
        over |= {id_} if change == "end" else set()


def test_ids_are_watched_to_their_ends_which_have_errors_and_logs(sim: Simulator, where: dict[str, Any]) -> None:
    good = sim.launch("container_engine", seconds=1)
    bad = sim.launch("work_requests", seconds=1.2, outcome="failed", errors=ERRORS, logs=["Rolling back"])
    found = running.run(NAME, {**where, "work_request_id": [good.id, bad.id]}, ended(good.id, bad.id), more=0.5)
    once(found)
    assert found.ends() == {good.id: "succeeded", bad.id: "failed"}
    [end] = [found.entry(event) for event in found if event["change"] == "end" and found.entry(event)["id"] == bad.id]
    assert [(error["code"], error["category"]) for error in end["errors"]] == [("QuotaExceeded", "limit")]
    assert [log["message"] for log in end["logs"]] == ["Rolling back"]
    changes = [change for change, id_ in found.told if id_ == bad.id]
    assert changes in (["new", "status", "end"], ["new", "end"])  # a busy machine polls less often
    assert found[0]["operations"] == 2


def test_percentages(sim: Simulator, where: dict[str, Any]) -> None:
    steps = [{"at": number / 4, "status": "in_progress", "percent": 10 * number} for number in range(10)]
    operation = sim.launch("work_requests", steps=[*steps, {"at": 2.5, "status": "succeeded", "percent": 100}])
    args = {**where, "work_request_id": operation.id, "percent_step": 30, "interval": 0.1, "max_interval": 0.1}
    found = running.run(NAME, args, ended(operation.id))
    assert [change for change, _id in found.told][:: len(found) - 1] == ["new", "end"]
    reached = [found.entry(event)["percent_complete"] // 30 for event in found if event["change"] == "percent"]
    assert reached
    assert reached == sorted(set(reached))


def test_all_that_comes_into_flight_in_several_services(sim: Simulator, where: dict[str, Any]) -> None:
    old = sim.launch_many("container_engine", count=3, seconds=0)
    time.sleep(0.01)
    running_ = sim.launch("container_engine", seconds=1.5, outcome="failed", errors=ERRORS)
    other = sim.launch("load_balancer", seconds=60)
    later: list[str] = []

    def launch() -> None:
        later.append(sim.launch("devops", seconds=0.05).id)

    threading.Timer(1.2, launch).start()
    args = {**where, "compartment_id": sim.compartment_id, "service": "oke, devops"}
    found = running.run(NAME, args, lambda told: bool(later) and {running_.id, *later} <= set(told.ends()), more=1.2)
    once(found)
    ids = {id_ for _change, id_ in found.told}
    assert ids == {running_.id, *later}
    assert not ids & {other.id, *(each.id for each in old)}


def test_all_services(sim: Simulator, where: dict[str, Any]) -> None:
    families = ("work_requests", "container_engine", "database_migration", "mysql", "devops")
    ids = [sim.launch(family, seconds=0.5, outcome="failed").id for family in families]
    args = {**where, "compartment_id": [sim.compartment_id], "service": ["all"], "scan_interval": 2}
    found = running.run(NAME, args, ended(*ids))
    once(found)
    assert set(found.ends().values()) == {"failed"}


def test_what_all_services_cannot_tell_is_said_in_few_lines(
    sim: Simulator, where: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    sim.fault(service="mysql", times=None, status=404, body={"code": "NotAuthorizedOrNotFound", "message": "No."})
    sim.fault(service="devops", times=None, status=404, body={"code": "NotAuthorizedOrNotFound", "message": "No."})
    operation = sim.launch("container_engine", seconds=4)
    running.run(NAME, {**where, "compartment_id": sim.compartment_id, "service": "all"}, ended(operation.id))
    said = [record.message for record in caplog.records]
    assert [text for text in said if "2 lists (devops, mysql) cannot be read, and are tried again: 404" in text]
    assert [text for text in said if "cannot be watched by compartment" in text and "load_balancer" in text]
    assert len(said) < 6


def test_what_comes_into_flight_for_a_resource(sim: Simulator, where: dict[str, Any]) -> None:
    cluster = "ocid1.cluster.oc1.iad.aaaaaaaaexamplecluster"
    about = [{"entity_type": "cluster", "action_type": "IN_PROGRESS", "identifier": cluster}]
    first = sim.launch("container_engine", seconds=0.5, resources=about)
    sim.launch("container_engine", seconds=0.5)
    later: list[str] = []
    threading.Timer(1.2, lambda: later.append(sim.launch("container_engine", seconds=0.5, resources=about).id)).start()
    args = {**where, "resource_id": cluster, "compartment_id": sim.compartment_id}
    found = running.run(NAME, args, lambda told: bool(later) and {first.id, *later} <= set(told.ends()))
    once(found)
    assert {id_ for _change, id_ in found.told} == {first.id, *later}


def test_a_restart_neither_loses_nor_repeats(sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path) -> None:
    args = {**where, "compartment_id": sim.compartment_id, "service": "oke", "cursor_file": str(tmp_path / "cursor")}
    early = sim.launch("container_engine", seconds=0.8)
    late = sim.launch("container_engine", seconds=2.5, outcome="failed", errors=ERRORS)
    all_ = Told(NAME)
    all_ += running.run(NAME, args, ended(early.id))
    meanwhile = sim.launch("container_engine", seconds=0.1)
    time.sleep(2)
    all_ += running.run(NAME, args, ended(late.id, meanwhile.id))
    all_ += running.run(NAME, args, lambda told: True, more=1.5)
    once(all_)
    assert all_.ends() == {early.id: "succeeded", late.id: "failed", meanwhile.id: "succeeded"}
    assert json.loads((tmp_path / "cursor").read_text().splitlines()[0])["source"] == f"longops.oracle.{NAME}"


def test_a_rulebook_that_is_loaded_again_waits_for_the_cursor_of_the_one_before(
    sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path
) -> None:
    """--hot-reload cancels one and starts the other before it has ended."""
    operation = sim.launch("container_engine", seconds=1.5)
    args = {**where, "work_request_id": operation.id, "cursor_file": str(tmp_path / "cursor")}

    async def reload() -> list[Any]:
        main, queue = running.main_of(NAME), asyncio.Queue()  # type: ignore[var-annotated]
        first = asyncio.create_task(main(queue, args))
        found = [await asyncio.wait_for(queue.get(), 20)]
        second = asyncio.create_task(main(queue, args))
        await asyncio.sleep(0.3)
        first.cancel()
        while found[-1]["change"] != "end":
            found.append(await asyncio.wait_for(queue.get(), 20))
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        return found

    told = [event["change"] for event in asyncio.run(reload())]
    assert (told.count("new"), told.count("end")) == (1, 1)


def test_a_cursor_that_another_rulebook_uses_is_an_error(
    sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "TIME_TO_STOP", -0.9)
    other = CursorFile(str(tmp_path / "cursor"), f"longops.oracle.{NAME}")
    args = {**where, "compartment_id": sim.compartment_id, "cursor_file": str(tmp_path / "cursor")}
    try:
        with pytest.raises(LongopsError, match="is in use by another event source"):
            running.run(NAME, args, lambda told: False, longest=10)
    finally:
        other.close()


def test_faults_lose_and_repeat_nothing(sim: Simulator, where: dict[str, Any]) -> None:
    chance = random.Random(7)
    launched = [
        sim.launch(
            chance.choice(["container_engine", "work_requests", "devops"]),
            seconds=chance.uniform(0.1, 4),
            outcome=chance.choice(["succeeded", "failed"]),
            errors=ERRORS,
        )
        for _number in range(60)
    ]
    outcomes = {each.id: each for each in launched}
    for effect in ({"status": 503}, {"reset": True}, {"kind": "truncated"}, {"kind": "html"}, {"delay": 0.5}):
        sim.fault(times=25, skip=chance.randint(0, 60), **effect)
    sim.fault(rate=50, times=None, status=429, headers={"Retry-After": "1"})
    ids = [each.id for each in launched]
    asked = [{"id": each.id, "service": each.family.title} for each in launched]
    found = running.run(NAME, {**where, "work_request_id": asked}, ended(*ids), more=1)
    once(found)
    assert set(found.ends()) == set(outcomes)
    for event in found:
        entry = found.entry(event)
        if event["change"] == "end" and entry["state"] == "failed":
            assert entry["errors"], entry


def test_a_slow_consumer_loses_nothing(sim: Simulator, where: dict[str, Any]) -> None:
    launched = sim.launch_many("container_engine", count=40, seconds=0.5)

    class Slow(asyncio.Queue):  # type: ignore[type-arg]
        async def get(self) -> Any:
            await asyncio.sleep(0.02)
            return await super().get()

    ids = [each.id for each in launched]
    found = running.run(NAME, {**where, "work_request_id": ids}, ended(*ids), queue=Slow(1))
    once(found)
    assert len(found.ends()) == 40


def test_nothing_is_left_or_sent_once_it_is_canceled(sim: Simulator, where: dict[str, Any]) -> None:
    sim.launch_many("work_requests", count=30, seconds=60)
    sim.fault(times=None, skip=40, delay=20)  # it is canceled in the middle of requests that hang
    args = {**where, "compartment_id": sim.compartment_id, "service": "work_requests,oke", "read_timeout": 60}
    begin, before = time.monotonic(), running.threads()
    running.run(NAME, args, lambda told: len(told) >= 30, more=2)
    assert time.monotonic() - begin < 12
    deadline = time.monotonic() + 2
    while running.threads() - before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert running.threads() <= before
    sim.clear_faults()
    sent = len(sim.journal)
    time.sleep(0.5)
    assert len(sim.journal) == sent


# What a user may get wrong


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, "Nothing to watch: give work_request_id, resource_id, or compartment_id."),
        ({"work_request_id": ""}, "Nothing to watch: give work_request_id"),
        ({"work_request_id": []}, "Nothing to watch: work_request_id names nothing."),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "service": "contaner_engine"}, "container_engine"),
        (
            {"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "service": ["oke", "load_balancer"]},
            "load_balancer cannot be watched by compartment, because the list needs a resource. Watch a resource",
        ),
        ({"compartment_id": "my compartment"}, "my compartment"),
        ({"compartment": "x"}, "There is no option compartment."),
        ({"work_request_id": "nonsense"}, "nonsense"),
        ({"work_request_id": "ocid1.clustersworkrequest.oc1.iad.aaaaaaaaexample", "service": "all"}, "service can be only one"),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "interval": "soon"}, "interval"),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "scan_interval": 0}, "scan_interval must be"),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "percent_step": -1}, "percent_step must be"),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "percent_step": 1e-300}, "percent_step must be"),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "logs": "some"}, "logs"),
        ({"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "config_file_location": "/missing"}, "/missing"),
        (
            {"work_request_id": "ocid1.clustersworkrequest.oc1.iad.aaaaaaaaexample", "resource_id": "ocid1.cluster.oc1.iad.x"},
            "mutually exclusive",
        ),
        (
            {"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "service": "all", "service_endpoint": "https://a.example"},
            "service_endpoint is the URL of one service",
        ),
        (
            {"compartment_id": "ocid1.compartment.oc1..aaaaaaaaexample", "cursor_file": "/missing/cursor"},
            "The cursor file /missing/cursor (cursor_file) cannot be written",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_sent(
    sim: Simulator, where: dict[str, Any], args: dict[str, Any], message: str
) -> None:
    before = running.threads()
    with pytest.raises(LongopsError) as caught:
        running.run(NAME, {**where, **args}, lambda told: False, longest=10)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(sim.journal) == 0
    assert running.threads() <= before


def test_rejected_credentials_end_it_with_a_message(sim: Simulator, where: dict[str, Any]) -> None:
    sim.fault(
        times=None, status=401, body={"code": "NotAuthenticated", "message": "The required information is missing."}
    )
    for what in ({"service": "oke"}, {"service": "all"}):
        with pytest.raises(Exception, match="NotAuthenticated"):
            running.run(NAME, {**where, "compartment_id": sim.compartment_id, **what}, lambda told: False)


def test_no_secret_is_in_an_event(sim: Simulator, where: dict[str, Any], tmp_path: pathlib.Path) -> None:
    secret = "correct-horse-battery"
    operation = sim.launch(
        "work_requests", seconds=0, outcome="failed", errors=[("X", f"pass phrase {secret} \x1b[31m is wrong")]
    )
    args = {**where, "work_request_id": operation.id, "api_user_key_pass_phrase": secret}
    found = running.run(NAME, args, ended(operation.id))
    assert secret not in json.dumps(found)
    assert "\\u001b" not in json.dumps(found)


def test_a_transient_error_while_it_finds_out_what_to_watch_is_tried_again(
    sim: Simulator, where: dict[str, Any], no_pauses: None
) -> None:
    sim.fault(call="search", times=6, status=503)
    cluster = "ocid1.cluster.oc1.iad.aaaaaaaaexamplecluster"
    about = [{"entity_type": "cluster", "action_type": "IN_PROGRESS", "identifier": cluster}]
    operation = sim.launch("container_engine", seconds=1, resources=about)
    found = running.run(NAME, {**where, "resource_id": cluster}, ended(operation.id))
    assert found.ends() == {operation.id: "succeeded"}


# The files


def test_by_hand_it_prints_its_events_until_all_have_ended(sim: Simulator, where: dict[str, Any]) -> None:
    operation = sim.launch("container_engine", seconds=0.5, outcome="failed", errors=ERRORS)
    script = running.EVENT_SOURCES / f"{NAME}.py"
    for given in ([json.dumps({**where, "id": operation.id})], [f"{key}={value}" for key, value in where.items()] + [f"id={operation.id}"]):  # fmt: skip
        ended_ = subprocess.run(
            [sys.executable, str(script), *given], capture_output=True, text=True, timeout=60, check=False
        )
        assert ended_.returncode == 0, ended_.stderr
        last = json.loads(ended_.stdout.splitlines()[-1])
        assert (last["change"], last["work_request"]["state"]) == ("end", "failed")
    wrong = subprocess.run(
        [sys.executable, str(script), "nonsense"], capture_output=True, text=True, timeout=60, check=False
    )
    assert wrong.returncode == 1
    assert "NAME=VALUE" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_without_ansible_core_it_says_what_is_missing(tmp_path: pathlib.Path) -> None:
    script = running.EVENT_SOURCES / f"{NAME}.py"
    (tmp_path / "ansible.py").write_text("raise ImportError('no ansible here')")
    code = f"import sys, runpy; sys.path.insert(0, {str(tmp_path)!r}); runpy.run_path({str(script)!r})"
    ended_ = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "longops.oracle.work_requests needs ansible-core" in ended_.stderr.splitlines()[-1]
    assert sys.executable in ended_.stderr


@pytest.mark.usefixtures("sim")
def test_real_events_are_as_the_schema_says(sim: Simulator, where: dict[str, Any]) -> None:
    schema = json.loads((running.EVENT_SOURCES / "schemas" / f"{NAME}_event.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    ids = [
        sim.launch("container_engine", seconds=0.5, outcome="failed", errors=ERRORS, logs=["one"]).id,
        sim.launch("work_requests", seconds=0.5).id,
    ]
    missing = sim.launch("container_engine", seconds=60).id
    sim.fault(operation=missing, times=None, status=403, body={"code": "NotAuthorized", "message": "No."})
    found = running.run(
        NAME,
        {**where, "work_request_id": [*ids, missing], "logs": "all"},
        lambda told: ended(*ids)(told) and ("unreadable", missing) in told.told,
    )
    for event in found:
        validator.validate(event)
    assert {event["change"] for event in found} >= {"new", "end", "unreadable"}
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**found[0], "change": "other"})
