# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The messages that docs/start.md explains are those that a user gets, after the mistakes that users make in their first hour."""

from __future__ import annotations

import pathlib
import re
from typing import Any, Callable

import pytest

from ansible_collections.longops.oracle.tests.simulator import Simulator

PAGE = (pathlib.Path(__file__).parents[3] / "docs" / "start.md").read_text(encoding="utf-8")
MESSAGES = re.findall(r"^\| `(.*?)` \|", PAGE, re.MULTILINE)
ID = "ocid1.coreservicesworkrequest.oc1.iad.abuwcljtexamplea5o7hqkxqkzcvgx2d3wq4bmyhz2t6x7exampleuniqueid"
#: Of Ansible itself.
ANSIBLES = {"Failed to import the required Python library (requests)"}
MISTAKES: dict[str, dict[str, Any]] = {
    "There is no OCI configuration file": {"config_file_location": "/nowhere/config", "work_request_id": ID},
    "There is no profile": {"config_profile_name": "PRODUCTION", "work_request_id": ID},
    "No region is known for": {"service": "oke", "compartment_id": "ocid1.compartment.oc1..examplecompartment"},
    "401 NotAuthenticated": {"config_profile_name": "UNKNOWN", "work_request_id": ID},
    "404 NotAuthorizedOrNotFound": {"work_request_id": ID},
    "Did you mean": {"service": "okee", "work_request_id": ID},
    "Unsupported parameters": {"timout": 30, "work_request_id": ID},
}


def test_each_message_has_its_mistake() -> None:
    assert set(MESSAGES) == {*MISTAKES, *ANSIBLES}


@pytest.mark.parametrize("message", MISTAKES)
def test_the_mistake_gives_the_message(
    sim: Simulator, tmp_path: pathlib.Path, no_pauses: None, run: Callable[..., Any], message: str
) -> None:
    sim.launch("container_engine")
    given = {"config_file_location": str(sim.config_file), "service_endpoint": sim.url, **MISTAKES[message]}
    if message == "No region is known for":
        (tmp_path / "config").write_text(re.sub(r"(?m)^region.*\n", "", sim.config_file.read_text(encoding="utf-8")))
        given["config_file_location"] = str(tmp_path / "config")
        del given["service_endpoint"]
    assert message in run("work_request_info", **given).msg
