# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of the guide: the next availability domain is tried where one has no room, and for no other reason."""

from __future__ import annotations

import pathlib
from typing import Any, Iterator

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

FOLDER = pathlib.Path(__file__).parent
GUIDE = FOLDER.parents[1] / "docs" / "failures.md"
FULL = ("InternalError", "Out of host capacity.")
WRONG = ("InvalidParameter", "The shape VM.Standard.X1 is not known.")
WAYS = ("in_process", "as_module")


def template(*errors: tuple[str, str]) -> dict[str, Any]:
    return {
        "service": "work_requests",
        "operation_type": "Create Instance",
        "seconds": 0.5,
        "outcome": "failed" if errors else "succeeded",
        "errors": [{"code": code, "message": message} for code, message in errors],
        "resources": [
            {"entity_type": "instance", "action_type": "FAILED" if errors else "CREATED", "identifier": "{resourceId}"},
            {"entity_type": "subnet", "action_type": "RELATED", "identifier": "ocid1.subnet.oc1.iad.example"},
        ],
    }


SCENARIO = {
    "templates": {"in_AD-1": template(FULL), "in_AD-2": template(), "in_AD-3": template(WRONG), "in_AD-4": template()},
    "launches": [
        {
            "method": "POST",
            "path": "/20160918/instances",
            "template": "in_{availabilityDomain}",
            "requires": ["availabilityDomain", "compartmentId"],
            "resource_type": "instance",
            "resource": {"id": "{resourceId}", "availabilityDomain": "{availabilityDomain}"},
        }
    ],
    "unsigned_launches": True,
}
#: Hosts of the playbook, and the availability domains that each tries in turn. ansible-core includes a
#: file once for all hosts that have the same item: what comes after it for one of them can come before it for another.
HOSTS = {"room": ["AD-1", "AD-2"], "full": ["AD-1", "AD-1"], "wrong": ["AD-3", "AD-4"]}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Simulator, playing.Played]]:
    with Simulator(SCENARIO) as sim:
        hosts = {
            f"{name}_{way}": {"availability_domains": domains, "longops_oracle_in_process": way == "in_process"}
            for name, domains in HOSTS.items()
            for way in WAYS
        }
        variables = {
            "compute_url": sim.url,
            "compartment_id": sim.compartment_id,
            "oci_config": str(sim.config_file),
        }
        folder = tmp_path_factory.mktemp("launch")
        (folder / "env").mkdir()
        (folder / "env" / "cmdline").write_text(f"--forks {len(hosts)}", encoding="utf-8")
        yield sim, playing.play(folder, str(FOLDER / "launch_somewhere.yml"), hosts, **variables)


def waits(played: playing.Played, host: str) -> int:
    return sum(event["event_data"]["task"] == "Wait for it" for event in played.of(host, "runner_on_ok"))


@pytest.mark.parametrize("way", WAYS)
def test_the_next_availability_domain_is_tried_where_there_is_no_room(
    run: tuple[Simulator, playing.Played], way: str
) -> None:
    _sim, played = run
    host = f"room_{way}"
    outcome = played.left(host)
    assert (len(outcome["succeeded"]), outcome["failure_categories"]) == (1, [])
    [instance] = outcome["resource_ids"]
    assert instance.startswith("ocid1.instance.oc1.iad.")
    assert waits(played, host) == 2
    shown = [event["event_data"]["res"].get("msg") for event in played.of(host, "runner_on_ok")]
    assert shown[-1] == instance


@pytest.mark.parametrize("way", WAYS)
def test_it_fails_where_no_availability_domain_has_room(run: tuple[Simulator, playing.Played], way: str) -> None:
    _sim, played = run
    host = f"full_{way}"
    assert played.left(host)["failure_categories"] == ["capacity"]
    assert played.left(host)["resource_ids"] == []
    assert waits(played, host) == 2
    [failed] = played.of(host, "runner_on_failed")
    assert failed["event_data"]["res"]["msg"] == "capacity"


@pytest.mark.parametrize("way", WAYS)
def test_what_fails_for_another_reason_is_not_tried_again(run: tuple[Simulator, playing.Played], way: str) -> None:
    _sim, played = run
    host = f"wrong_{way}"
    assert played.left(host)["failure_categories"] == ["invalid"]
    assert waits(played, host) == 1


def test_the_guide_shows_the_tasks_that_were_run() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    attempt = (FOLDER / "tasks" / "launch.yml").read_text(encoding="utf-8").split("has it.\n", 1)[1].rstrip()
    assert attempt in guide
