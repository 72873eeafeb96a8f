# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The workflows run checks that there are, with the supported versions, and get no more rights than they need."""

from __future__ import annotations

import pathlib
import re
from typing import Any, Iterator

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[3]
GITHUB = ROOT / ".github"

Job = dict[str, Any]


def read(path: pathlib.Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


WORKFLOWS = {path.name: read(path) for path in sorted((GITHUB / "workflows").glob("*.yml"))}
JOBS = {f"{file}:{name}": job for file, workflow in WORKFLOWS.items() for name, job in workflow["jobs"].items()}


def steps(job: Job) -> list[dict[str, Any]]:
    return job.get("steps", [])


def targets(job: Job) -> Iterator[str]:
    """The targets that a job makes, those of its matrix included."""
    for step in steps(job):
        for words in re.findall(r"\bmake +(.*)", step.get("run", "")):
            named = [word for word in words.split() if "=" not in word]
            yield from job["strategy"]["matrix"]["target"] if named == ['"$TARGET"'] else named


def supported() -> dict[str, list[str]]:
    """The versions of ansible-core, and the Pythons of each."""
    lines = (ROOT / "tests/tools/ansible_versions.txt").read_text(encoding="utf-8").splitlines()
    return {words[0]: words[1:] for words in map(str.split, lines) if words and words[0] != "#"}


def test_every_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = [target for job in JOBS.values() for target in targets(job)]
    assert {"lint", "sanity", "units", "integration", "molecule", "demo", "matrix", "release", "publish"} <= set(named)
    assert set(named) <= known


def test_every_part_of_make_test_is_run() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [also] = re.findall(r"^test: (.+?) ##", makefile, re.MULTILINE)
    [together] = re.findall(r"--output-sync=target (.+?);", makefile)
    named = {target for job in WORKFLOWS["checks.yml"]["jobs"].values() for target in targets(job)}
    assert {*also.split(), *together.split()} <= named


def test_the_matrix_is_that_of_the_supported_versions() -> None:
    rows = WORKFLOWS["checks.yml"]["jobs"]["versions"]["strategy"]["matrix"]["ansible"]
    assert [row["core"] for row in rows] == list(supported())
    assert [row for row in rows if row["python"] not in supported()[row["core"]]] == []


def test_the_oldest_supported_version_is_the_one_that_is_required() -> None:
    assert read(ROOT / "meta/runtime.yml")["requires_ansible"] == f">={next(iter(supported()))}.0"


def test_the_pythons_of_hosts_begin_with_the_oldest_that_modules_run_on() -> None:
    [pythons] = [
        step["with"]["python-version"].split()
        for step in steps(WORKFLOWS["checks.yml"]["jobs"]["hosts"])
        if "python-version" in step.get("with", {})
    ]
    numbers = [tuple(map(int, python.split("."))) for python in pythons]
    assert read(ROOT / "tests/config.yml")["modules"]["python_requires"] == f">={pythons[0]}"
    assert numbers == [(3, minor) for minor in range(numbers[0][1], numbers[-1][1] + 1)]


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_a_job_may_read_the_repository_and_nothing_else(job: Job) -> None:
    assert job["permissions"] == {"contents": "read"}
    assert "timeout-minutes" in job or "uses" in job
    for step in steps(job):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_a_workflow_gives_no_rights_and_does_not_run_twice(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    assert "pull_request_target" not in workflow["on"]  # it would give strangers' code our secrets


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_actions_are_pinned_and_scripts_contain_nothing_that_others_have_written(job: Job) -> None:
    for step in steps(job):
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step.get("uses", "actions/none@" + "0" * 40))
        assert "${{" not in step.get("run", "")


def test_a_pin_is_the_same_everywhere_and_says_its_version() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (GITHUB / "workflows").glob("*.yml"))
    pins = set(re.findall(r"uses: (actions/\S+)(?:  # (v[\d.]+))?", text))
    assert all(version for _pin, version in pins)
    assert len({pin.partition("@")[0] for pin, _version in pins}) == len(pins)


def test_the_token_is_given_to_the_step_that_publishes_and_to_no_other() -> None:
    having = [step for job in JOBS.values() for step in steps(job) if "secrets." in str(step)]
    assert [step["run"].split()[:2] for step in having] == [["make", "publish"]]
    assert not any("secrets." in str({**job, "steps": []}) for job in JOBS.values())
    release = WORKFLOWS["release.yml"]["jobs"]
    assert (release["publish"]["needs"], release["checks"]["needs"]) == ("checks", "ready")
    assert list(WORKFLOWS["release.yml"]["on"]) == ["push"]
