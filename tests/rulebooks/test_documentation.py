# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rulebooks and commands of docs/event-driven.md do what the page says, as they are written there.

The hosts in them lead to the simulator, through its proxy.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
import yaml

from ansible_collections.longops.oracle.tests.simulator import Simulator
from ansible_collections.longops.oracle.tests.tools import markdown_pages

from . import environment
from .playing import COLLECTIONS, Rulebook

ROOT = pathlib.Path(__file__).absolute().parents[2]
BLOCKS = [
    block
    for block in markdown_pages.blocks((ROOT / "docs" / "event-driven.md").read_text(encoding="utf-8"))
    if "run by tests/rulebooks/test_documentation.py" in block.notes
]
COMPARTMENT, DATABASE = "ocid1.compartment.oc1..exampleuniqueid", "ocid1.dbsystem.oc1.iad.exampleuniqueid"
ADB = "ocid1.autonomousdatabase.oc1.iad.exampleuniqueid"
#: The lists that each event source of the page reads, in two services or in one search.
LISTS = {"work_requests": 2, "goldengate_requests": 2, "resources": 1}
#: The options with which the rulebooks of the page would take a minute.
FAST = {"scan_interval": 1, "interval": 0.2, "max_interval": 0.5}


def block(language: str, has: str) -> str:
    """The block of the page in this language that has this in it."""
    [found] = [each.text for each in BLOCKS if each.language == language and has in each.text]
    return found


def fast(text: str) -> str:
    """The rulebook, whose sources look more often."""
    found = yaml.safe_load(text)
    for source in found[0]["sources"]:
        for name, options in source.items():
            if name.startswith("longops."):
                options.update(FAST)
    return yaml.safe_dump(found, sort_keys=False)


@pytest.fixture
def engine() -> pathlib.Path:
    """The folder with ansible-rulebook."""
    try:
        environment.java_home()
        return environment.environment()
    except environment.Missing as reason:
        pytest.skip(str(reason))


@pytest.fixture
def environ(sim: Simulator, tmp_path: pathlib.Path) -> dict[str, str]:
    """The environment in which hosts lead to the simulator, and its user is the one of ~/.oci/config."""
    return {
        "HTTPS_PROXY": sim.proxy_url,
        "OCI_CONFIG_FILE": str(sim.config_file),
        "OCI_ANSIBLE_CERT_BUNDLE": str(sim.ca_file),
        "OGG_CA_PATH": str(sim.ca_file),
    }


def cursor_has(folder: pathlib.Path, name: str, marks: int) -> bool:
    file = folder / name
    return file.exists() and file.read_text().count('"mark"') >= marks


@pytest.mark.usefixtures("engine")
def test_the_rulebooks_do_what_the_page_says(sim: Simulator, tmp_path: pathlib.Path, environ: dict[str, str]) -> None:
    """In one process: the rulesets of a rulebook have nothing to do with each other."""
    (tmp_path / "failed.yml").write_text(block("yaml", "Say why an operation has failed"))
    parts = [
        block("yaml", has)
        for has in ("Watch a compartment", "percent_step: 10", "resources.cursor", "Watch a deployment")
    ]
    about = [{"entity_type": "dbSystem", "action_type": "IN_PROGRESS", "identifier": DATABASE}]
    steps = [{"at": 1.5 * number, "status": "in_progress", "percent": 10 * number} for number in range(10)]
    patch = {"compartment_id": COMPARTMENT, "operation_type": "Patch Database System", "resources": about}
    sim.launch("work_requests", steps=[*steps, {"at": 15, "status": "succeeded"}], **patch)
    password = sim.goldengate.password
    database = sim.resource("database.autonomous_database", "AVAILABLE", id=ADB)
    with Rulebook(tmp_path, "\n".join(map(fast, parts)), {"ogg_password": password}, environ) as played:
        played.wait_for(lambda: all(cursor_has(tmp_path, f"{name}.cursor", lists) for name, lists in LISTS.items()))
        sim.move(database, "STOPPING", then="STOPPED", after=2)
        sim.resource(
            "core.instance", "STOPPING", then="STOPPED", after=2, compartment_id=COMPARTMENT, display_name="web-1"
        )
        steps = [{"at": 1, "status": "needs_attention"}]
        sim.launch("devops", operation_type="WAITS", compartment_id=COMPARTMENT, steps=steps)
        sim.launch(
            "container_engine", compartment_id=COMPARTMENT, operation_type="NODEPOOL_CREATE", seconds=1, outcome="failed",
            errors=[("LimitExceeded", "No cores left.")],
        )  # fmt: skip
        messages = [["OGG-00664", "OCI Error ORA-12541: no listener."]]
        failed = sim.goldengate.launch("Local/distsrvr", seconds=0.5, outcome="failed", messages=messages)
        expected = [
            "in container_engine: No cores left.",
            "Patch Database System is at ",
            "Patch Database System has succeeded",
            f"Local/distsrvr {failed.id}: ERROR: OCI Error ORA-12541: no listener.",
            "NEEDS_ATTENTION",
            "instance web-1 is STOPPED",
            "The database is STOPPING",
            "The database is STOPPED",
        ]
        for text in expected:
            played.wait_for(lambda text=text: text in played.output)
        played.end()
        assert password not in played.output


def test_the_commands_run_a_rulebook(engine: pathlib.Path, tmp_path: pathlib.Path, environ: dict[str, str]) -> None:
    (tmp_path / "failed.yml").write_text(block("yaml", "Say why an operation has failed"))
    (tmp_path / "rulebook.yml").write_text(block("yaml", "Watch a compartment").replace("[oke, devops]", "[wrong]"))
    ended = subprocess.run(
        ["bash", "-c", block("sh", "ansible-rulebook")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={
            "PATH": f"{engine}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "JAVA_HOME": str(environment.java_home()),
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
            **environ,
        },
    )
    assert "'wrong' is not a service" in ended.stdout + ended.stderr


def test_an_event_is_as_the_schema_says() -> None:
    event: dict[str, Any] = json.loads(block("json", "elapsed"))
    schemas = ROOT / "extensions" / "eda" / "plugins" / "event_source" / "schemas"
    schema = json.loads((schemas / "work_requests_event.json").read_text())
    schema["properties"]["work_request"].pop("required")  # the page shows the keys that matter
    schema["properties"]["work_request"]["properties"]["errors"]["items"].pop("required")
    jsonschema.validate(event, schema)


def test_an_event_source_runs_by_hand(sim: Simulator, tmp_path: pathlib.Path, environ: dict[str, str]) -> None:
    sim.launch("container_engine", id="ocid1.clustersworkrequest.oc1.iad.exampleuniqueid", seconds=0.5, logs=["Done"])
    above = tmp_path / ".ansible" / "collections"
    above.mkdir(parents=True)
    (above / "ansible_collections").symlink_to(COLLECTIONS / "ansible_collections")
    ended = subprocess.run(
        ["bash", "-c", block("sh", "python3 work_requests.py")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(tmp_path), **environ},
    )
    assert ended.returncode == 0, ended.stderr
    last = json.loads(ended.stdout.splitlines()[-1])
    assert (last["change"], last["work_request"]["logs"][0]["message"]) == ("end", "Done")
