# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every block of code in the documentation runs as it is written there.

The names of hosts in them lead to the simulator, through its proxy. It has the operations whose ids are in the blocks. The variables that
they use are VARIABLES, and modules of other collections have stand-ins. All blocks of tasks run in one playbook, in which each page is a host.
"""

from __future__ import annotations

import json
import pathlib
import re
import shutil
import subprocess
import textwrap
from typing import Any, Iterator

import pytest
import yaml

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.simulator.families import id_types

from . import documented, documented_resources, playing
from .documented import Documented

BLOCKS = documented.all_blocks()
COMPARTMENT = "ocid1.compartment.oc1..exampleuniqueid"
WORK_REQUEST = re.compile(r"ocid1\.(\w*workrequest)\.[\w-]+\.[\w-]*\.example\w+")
RESOURCE = re.compile(r"ocid1\.(?!compartment|tenancy|user)(\w+)\.oc1\.\w*\.example\w+")
#: What stands in a block for something that has no end, or lies outside of the folder of the test.
INSTEAD = {"tail -f ": "cat ", "/var/tmp/": "{folder}/"}
PROFILES = ("PRODUCTION", "DATABASE", "STANDBY", "PCA1")
FAILED = "ocid1.coreservicesworkrequest.oc1.iad.examplefailed"
LAUNCHED = "ocid1.coreservicesworkrequest.oc1.iad.examplelaunched"
#: What the blocks use and do not set.
VARIABLES = {
    "compartment_id": COMPARTMENT,
    "availability_domain": "AD-2",
    "availability_domains": ["AD-1", "AD-2"],
    "goldengate": "https://goldengate.example.com:9012",
    "user": "oggadmin",
    "db_system": "ocid1.dbsystem.oc1.iad.exampleuniqueid",
    "cluster_in_the_cloud": "ocid1.clustersworkrequest.oc1.iad.examplelaunched",
    "cluster_at_home": "ocid1.workrequest.AK00661530.scasg01.examplelaunched",
    "resize": FAILED,
    "extract": "1",
    **dict.fromkeys(("launch", "launched", "instance_pool", "node_pool", "patch", "standby"), LAUNCHED),
    "instance": {"instance": {"id": "ocid1.instance.oc1.iad.exampleuniqueid", "compartment_id": COMPARTMENT}},
}
#: The file that the commands of Oracle's CLI are given.
POOL = {
    "compartmentId": COMPARTMENT,
    "instanceConfigurationId": "ocid1.instanceconfiguration.oc1.iad.example",
    "placementConfigurations": [{"availabilityDomain": "AD-2", "primarySubnetId": "ocid1.subnet.oc1.iad.example"}],
    "size": 2,
}
SCENARIO = {
    "templates": {
        "AD-1": {
            "service": "work_requests",
            "outcome": "failed",
            "errors": [{"code": "InternalError", "message": "Out of host capacity."}],
        },
        "AD-2": {
            "service": "work_requests",
            "resources": [{"entity_type": "instance", "action_type": "CREATED", "identifier": "{resourceId}"}],
        },
        "pool": {
            "service": "work_requests",
            "seconds": 1,
            "resources": [{"entity_type": "instancePool", "action_type": "CREATED", "identifier": "{resourceId}"}],
        },
    },
    "launches": [
        {
            "method": "POST",
            "path": "/20160918/instances",
            "template": "{availabilityDomain}",
            "resource_type": "instance",
            "resource": {"id": "{resourceId}"},
        },
        {
            "method": "POST",
            "path": "/20160918/instancePools",
            "template": "pool",
            "resource_type": "instancepool",
            "resource": {"id": "{resourceId}"},
        },
    ],
    "unsigned_launches": True,
    "goldengate": {
        "calls": [{"method": "PATCH", "path": "/extracts/{extract}", "id_in": "location", "request": {"seconds": 0.5}}],
        "requests": [{"id": 1}],
    },
}
#: Modules of other collections, in old style, which takes every argument: what they return.
STAND_INS = {
    "oracle/oci/plugins/modules/oci_compute_instance.py": VARIABLES["instance"],
    "oracle/oci/plugins/modules/oci_compute_instance_actions.py": VARIABLES["instance"],
    "oracle/oci/plugins/modules/oci_work_requests_work_request_facts.py": None,
    "community/general/plugins/modules/mail.py": {},
}


class Run:
    """The simulator and the folder in which all is run, and what came of the playbook."""

    def __init__(self, sim: Simulator, folder: pathlib.Path) -> None:
        self.folder = folder
        self.settings = {
            "HTTPS_PROXY": sim.proxy_url,
            "NO_PROXY": "127.0.0.1",
            "OCI_ANSIBLE_CERT_BUNDLE": str(sim.ca_file),
            "OGG_CA_PATH": str(sim.ca_file),
            "REQUESTS_CA_BUNDLE": str(sim.ca_file),
            "SSL_CERT_FILE": str(sim.ca_file),
            "ANSIBLE_COLLECTIONS_PATH": f"{folder / 'collections'}:{playing.COLLECTIONS}",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
            "OCI_CLI_SUPPRESS_FILE_PERMISSIONS_WARNING": "True",
        }
        self.home(sim)
        self.stand_ins()
        operations(sim)
        texts = [block.text for block in BLOCKS if block.way in ("tasks", "playbook")]
        documented_resources.make(sim, texts, VARIABLES)
        self.variables = {
            **VARIABLES,
            "compute_url": sim.url,
            "password": sim.goldengate.password,
            "vault_ogg_password": sim.goldengate.password,
        }
        (folder / "project").mkdir()
        (folder / "project" / "main.yml").write_text(self.playbook(), encoding="utf-8")
        (folder / "env").mkdir()
        (folder / "env" / "cmdline").write_text("--forks 20", encoding="utf-8")
        hosts = {block.key: {} for block in BLOCKS if block.way == "tasks"}
        self.played = playing.play(
            folder, "main.yml", {**hosts, "localhost": {}}, settings=self.settings, **self.variables
        )

    def home(self, sim: Simulator) -> None:
        place = self.folder / "home" / ".oci"
        place.mkdir(parents=True)
        default = sim.config_file.read_text(encoding="utf-8").split("\n\n")[0]
        texts = [default, *(default.replace("[DEFAULT]", f"[{name}]") for name in PROFILES)]
        texts[-1] = re.sub(r"(?m)^region *=.*$", "region=pcasys1.example.com", texts[-1])
        (place / "config").write_text("\n\n".join(texts), encoding="utf-8")
        (place / "config").chmod(0o600)
        shutil.copy(sim.ca_file, place / "pcasys1-ca.pem")

    def stand_ins(self) -> None:
        for path, returned in STAND_INS.items():
            place = self.folder / "collections" / "ansible_collections" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"changed": True, **(returned or {})})
            place.write_text(f"#!/usr/bin/python\n# WANT_JSON\nprint({text!r})\n", encoding="utf-8")

    def playbook(self) -> str:
        """All that is run by ansible-playbook: what each page has of tasks, as a host of its own, then the playbooks."""
        pages = sorted({block.key for block in BLOCKS if block.way == "tasks"})
        include = '    - ansible.builtin.include_tasks: {0}/tasks.yml\n      when: inventory_hostname == "{0}"'
        plays = ["- hosts: all:!localhost", "  gather_facts: false", "  strategy: free", "  tasks:"]
        plays += [include.format(page) for page in pages]
        for block in BLOCKS:
            place = self.folder / "project" / block.key
            place.mkdir(exist_ok=True)
            for beside in (place, place.parent):  # where tasks run: beside their playbook
                (beside / "pool.json").write_text(json.dumps(POOL), encoding="utf-8")
            text = self.instead(block.text)
            if block.file:
                (place / block.file).write_text(text, encoding="utf-8")
            elif block.way == "tasks":
                with (place / "tasks.yml").open("a", encoding="utf-8") as tasks:
                    tasks.write(f'- name: "{block}"\n  block:\n{textwrap.indent(text, "    ")}')
            elif block.way in ("playbook", "variables", "defaults"):
                (place / f"{block.line}.yml").write_text(
                    text if block.way == "playbook" else play_with(block, text), encoding="utf-8"
                )
                plays.append(f"- import_playbook: {block.key}/{block.line}.yml")
        return "\n".join(plays) + "\n"

    def instead(self, text: str) -> str:
        for written, other in INSTEAD.items():
            text = text.replace(written, other.format(folder=self.folder))
        return text

    def shell(self, text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.instead(text)],
            env={**playing.environment(self.folder / "home"), **self.settings},
            cwd=self.folder / "project",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def play_with(block: Documented, text: str) -> str:
    """A play that reads a work request with the defaults or variables of a block."""
    keyword = text if block.way == "defaults" else "vars:\n" + textwrap.indent(text, "  ")
    task = f"    - longops.oracle.work_request_info:\n        work_request_id: {LAUNCHED}\n"
    return f'- name: "{block}"\n  hosts: localhost\n  gather_facts: false\n{textwrap.indent(keyword, "  ")}  tasks:\n{task}'


def operations(sim: Simulator) -> None:
    """Launch the operations whose ids are in the blocks or in VARIABLES, which have ended, and one for each resource, which has not."""
    types = {kind: title for title, kind in id_types().items()}
    texts = "\n".join(block.text for block in BLOCKS) + json.dumps(VARIABLES)
    for id_, kind in sorted({(found[0], found[1]) for found in WORK_REQUEST.finditer(texts)}):
        ended = {"outcome": "failed", "errors": [("LimitExceeded", "No cores left.")]} if id_ == FAILED else {}
        sim.launch(types.get(kind, "container_engine"), id=id_, compartment_id=COMPARTMENT, **ended)
    for id_ in sorted(
        {found[0] for found in RESOURCE.finditer(texts)} - {found[0] for found in WORK_REQUEST.finditer(texts)}
    ):
        resources = [{"entity_type": "thing", "action_type": "IN_PROGRESS", "identifier": id_}]
        sim.launch("work_requests", compartment_id=COMPARTMENT, seconds=4, resources=resources)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with Simulator(SCENARIO) as sim:
        yield Run(sim, tmp_path_factory.mktemp("documentation"))


def names(content: Any) -> Iterator[str]:
    """The names of all tasks in a block of code."""
    for task in content:
        if "name" in task and not {"block", "hosts"} & set(task):
            yield task["name"]
        for part in ("block", "tasks"):
            yield from names(task.get(part, ()))


def missing(content: Any, ran: set[str]) -> list[str]:
    """The tasks that have not run to a good end, nor were rescued by those of a rescue section."""
    found = []
    for task in content:
        if "block" in task or "tasks" in task:
            inner = missing(task.get("block") or task["tasks"], ran)
            found += missing(task["rescue"], ran) if inner and "rescue" in task else inner
        elif task.get("name") not in ran:
            found.append(task["name"])
    return found


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.way in ("tasks", "playbook")], ids=str)
def test_tasks_and_playbooks(run: Run, block: Documented) -> None:
    host = block.key if block.way == "tasks" else "localhost"
    content = yaml.safe_load(block.text)
    assert list(names(content))
    ran = {event["event_data"]["task"] for event in run.played.of(host, "runner_on_ok")}
    failed = {
        event["event_data"]["task"]: event["event_data"]["res"] for event in run.played.of(host, "runner_on_failed")
    }
    assert [(name, failed.get(name)) for name in missing(content, ran)] == []


def test_what_a_rescue_section_shows_was_run(run: Run) -> None:
    ran = {event["event_data"]["task"] for event in run.played.of("docs_failures", "runner_on_ok")}
    assert "Say what to do about a limit" in ran


def test_the_line_of_a_progress_file_has_the_keys_of_those_that_there_are(run: Run) -> None:
    [shown] = [
        json.loads(block.text)
        for block in BLOCKS
        if block.page == "docs/progress.md" and "elapsed" in block.text and block.way == "data"
    ]
    written = json.loads((run.folder / "launch.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert set(shown) == set(written)
    assert set(shown["work_request"]) <= set(written["work_request"])


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.way in ("variables", "defaults")], ids=str)
def test_variables_and_defaults(run: Run, block: Documented) -> None:
    ran = [event["event_data"]["play"] for event in run.played.of("localhost", "runner_on_ok")]
    assert ran.count(str(block)) == 1


SHELL = {block.text: block for block in BLOCKS if block.way == "shell"}


@pytest.mark.parametrize("block", SHELL.values(), ids=str)
def test_commands(run: Run, block: Documented) -> None:
    ended = run.shell(block.text)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def targets() -> set[str]:
    makefile = (documented.ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):.* ##", makefile, re.MULTILINE))


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.way == "make"], ids=str)
def test_targets_of_make(block: Documented) -> None:
    assert {line.split()[1] for line in block.text.splitlines()} <= targets()
