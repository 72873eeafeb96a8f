# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of docs/resource-examples.md as it is written there, with a resource that changes during the wait: to its goal, and to a failure.

All are played at once, in one run of ansible-playbook, in which each example is two hosts. Those that are to succeed have a simulator, and those that
are to fail have another one, because the ids are the same. A resource begins to change when it was read for the first time.
"""

from __future__ import annotations

import pathlib
import threading
from typing import Any, Iterator

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import lookup
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import Meaning, meaning
from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.tools import markdown_pages as markdown

from . import playing
from .resource_examples import COPY, EXAMPLES, Example

PAGE = playing.COLLECTIONS / "ansible_collections" / "longops" / "oracle" / "docs" / "resource-examples.md"
TEXT = PAGE.read_text(encoding="utf-8")
RUN_HERE = f"run by tests/playbooks/{pathlib.Path(__file__).name}"
WELL, WRONG = "well", "wrong"
AFTER = 0.3  # seconds from the first poll until a resource changes


#: The last example of the page, which waits for several of these at once.
SEVERAL = "Whatever has just been created"
#: Seconds that an example may take whose failure is that the state does not come.
PATIENCE = {"Subnet": 2}


def heading_of(block: markdown.Block) -> str:
    above = TEXT.splitlines()[: block.line]
    return next(line.lstrip("# ") for line in reversed(above) if markdown.HEADING.match(line))


BLOCKS = {heading_of(block): block for block in markdown.blocks(TEXT)}


class Resources(threading.Thread):
    """The resources of all examples in a simulator, which change a while after they were first read."""

    def __init__(self, sim: Simulator, outcome: str) -> None:
        super().__init__(daemon=True)
        self._sim = sim
        self._outcome = outcome
        self._done = threading.Event()
        self._examples = {task(heading)["resource_id"]: example for heading, example in EXAMPLES.items()}
        for id_, example in self._examples.items():
            if example.title == COPY:
                sim.launch("object_storage", id=id_, outcome=None)
                continue
            made = sim.resource(example.title, example.begins, id=id_)
            if example.error is not None:
                about = {"resources": [{"identifier": id_}], "compartment_id": made.compartment_id}
                sim.launch(family_of(example), outcome="failed", errors=[example.error], **about)

    def run(self) -> None:
        waiting = dict(self._examples)
        while not self._done.wait(0.02):
            for id_ in {entry.operation for entry in self._sim.journal} & set(waiting):
                self._change(id_, waiting.pop(id_))

    def _change(self, id_: str, example: Example) -> None:
        if example.title == COPY:
            self._done.wait(AFTER)  # the request that has just come is still to be answered
            self._sim.finish(id_, "succeeded" if self._outcome == WELL else "failed")
        elif self._outcome == WELL:
            self._sim.move(id_, example.begins, then=example.goal, after=AFTER)
        else:
            self._sim.move(id_, example.begins, then=example.failure, after=AFTER, details=example.details)

    def stop(self) -> None:
        self._done.set()
        self.join()


def family_of(example: Example) -> str:
    service = example.title.split(".")[0]
    return "work_requests" if service == "core" else service


def task(heading: str) -> dict[str, Any]:
    """The options of the wait of an example."""
    [found] = yaml.safe_load(BLOCKS[heading].text)
    return found["longops.oracle.resource_wait"]


def host(heading: str, outcome: str) -> str:
    return f"{heading.lower().replace(' ', '_')}_{outcome}"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[playing.Played]:
    folder = tmp_path_factory.mktemp("examples")
    (folder / "project").mkdir()
    defaults = {"interval": 0.2, "max_interval": 0.2, "timeout": "{{ seconds }}"}
    environment = {
        name: f"{{{{ {name.lower()} }}}}" for name in ("HTTPS_PROXY", "OCI_CONFIG_FILE", "OCI_ANSIBLE_CERT_BUNDLE")
    }
    play = {
        "name": "Play the examples",
        "hosts": "all",
        "strategy": "free",
        "gather_facts": False,
        "environment": environment,
        "module_defaults": {"longops.oracle.resource_wait": defaults},
        "tasks": [{"name": "Include", "ansible.builtin.include_tasks": "{{ example }}.yml"}],
    }
    (folder / "project" / "main.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    hosts = {}
    with Simulator() as well, Simulator() as wrong:
        changing = [Resources(well, WELL), Resources(wrong, WRONG)]
        for number, (heading, block) in enumerate(BLOCKS.items()):
            (folder / "project" / f"{number}.yml").write_text(block.text, encoding="utf-8")
            for outcome, sim in ((WELL, well), (WRONG, wrong)):
                hosts[host(heading, outcome)] = {
                    "example": number,
                    "seconds": PATIENCE.get(heading, 60) if outcome == WRONG else 60,
                    "https_proxy": sim.proxy_url,
                    "oci_config_file": str(sim.config_file),
                    "oci_ansible_cert_bundle": str(sim.ca_file),
                }
        (folder / "env").mkdir()
        (folder / "env" / "cmdline").write_text(f"--forks {len(hosts)}", encoding="utf-8")
        for thread in changing:
            thread.start()
        try:
            yield playing.play(folder, "main.yml", hosts)
        finally:
            for thread in changing:
                thread.stop()


def result(played: playing.Played, heading: str, outcome: str, kind: str) -> dict[str, Any]:
    """What the wait of an example returned, which ended in this kind of event."""
    results = [event["event_data"]["res"] for event in played.of(host(heading, outcome), kind)]
    found = [each for each in results if "resources" in each]
    assert len(found) == 1, played.output
    return found[0]


@pytest.mark.parametrize("heading", EXAMPLES)
def test_an_example_waits_until_its_resource_has_the_state(played: playing.Played, heading: str) -> None:
    ended = result(played, heading, WELL, "runner_on_ok")
    assert [entry["state"] for entry in ended["resources"]] == ["succeeded"]
    assert ended["polls"] > 1
    [entry] = ended["resources"]
    assert f"{entry['service']}.{entry['resource_type']}" == EXAMPLES[heading].title
    assert entry["status"] == ("404 NotAuthorizedOrNotFound" if entry["absent"] else EXAMPLES[heading].goal)
    assert ended.get("warnings", []) == []


@pytest.mark.parametrize("heading", EXAMPLES)
def test_the_message_of_an_example_that_fails_has_the_reason(played: playing.Played, heading: str) -> None:
    ended = result(played, heading, WRONG, "runner_on_failed")
    assert EXAMPLES[heading].reason in ended["msg"]
    assert task(heading)["resource_id"] in ended["msg"]
    assert [entry["status"] for entry in ended["resources"]] == [EXAMPLES[heading].failure]
    assert ended["polls"] > 1


def test_one_task_waits_for_resources_of_several_services(played: playing.Played) -> None:
    ended = result(played, SEVERAL, WELL, "runner_on_ok")
    assert [entry["status"] for entry in ended["resources"]] == ["AVAILABLE"] * 3
    failed = result(played, SEVERAL, WRONG, "runner_on_failed")
    assert set(failed["unsuccessful"]) <= set(task(SEVERAL)["resource_id"])


def test_every_example_of_the_page_is_played() -> None:
    assert sorted([*EXAMPLES, SEVERAL]) == sorted(BLOCKS)
    assert len(EXAMPLES) == 20
    assert all(RUN_HERE in block.notes for block in BLOCKS.values())
    assert {lookup.find(**naming(heading)).title for heading in EXAMPLES} == {each.title for each in EXAMPLES.values()}


def naming(heading: str) -> dict[str, Any]:
    return {name: value for name, value in task(heading).items() if name in ("resource_id", "service", "resource_type")}


def test_the_table_of_states_is_that_of_the_catalogue() -> None:
    wanted = (
        {Meaning.STEADY, Meaning.DONE},
        {Meaning.DELETED, Meaning.CANCELED, Meaning.DONE, Meaning.STEADY},
        {Meaning.FAILED, Meaning.ATTENTION},
    )
    rows = [line.split("|")[1:-1] for line in TEXT.splitlines() if line.startswith("| [")]
    assert len(rows) == len(EXAMPLES)
    for first, *cells in rows:
        type_ = lookup.by_title(EXAMPLES[first.split("]")[0].lstrip(" [")].title)
        for cell, meanings in zip(cells, wanted):
            for word in cell.replace("`", "").replace(",", " ").split():
                assert word in type_.words
                assert meaning(type_.title, word) in meanings
        failures = {word for word in type_.words if meaning(type_.title, word) == Meaning.FAILED}
        assert failures <= set(cells[2].replace("`", "").replace(",", " ").split())
