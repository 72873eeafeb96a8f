# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries that modules return: the same keys whatever happened, and values as they came."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    ErrorEntry,
    Fault,
    FaultKind,
    LogEntry,
    Observation,
    Operation,
)
from ansible_collections.longops.oracle.plugins.module_utils._oci import results
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import parsing
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import find
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import Watch
from ansible_collections.longops.oracle.plugins.modules import work_request_info

ID = "ocid1.clustersworkrequest.oc1.iad.exampleuniqueid"
TARGET = Target(ID, find("container_engine"), "https://example.com/20180222", "us-ashburn-1")
KEYS = [
    "id",
    "service",
    "operation_type",
    "status",
    "state",
    "percent_complete",
    "time_accepted",
    "time_started",
    "time_finished",
    "compartment_id",
    "resources",
    "errors",
    "logs",
    "explanation",
    "answer",
    "retry_after",
    "opc_request_id",
    "fault",
]
ANSWER = {
    "id": ID,
    "operationType": "Update DB System",
    "status": "FAILED",
    "percentComplete": 12.5,
    "timeAccepted": "2026-01-02T12:00:00.123Z",
    "compartmentId": "ocid1.compartment.oc1..exampleuniqueid",
    "resources": [
        {"entityType": "dbsystem", "actionType": "UPDATED", "identifier": "ocid1.dbsystem.oc1.iad.exampleuniqueid"}
    ],
    "anythingElse": {"in": ["a\tnew", "version"]},
}
OPERATION = parsing.operation(find("work_requests"), ANSWER)
FAULT = Fault(FaultKind.TRANSIENT, "GET https://example.com answered 503", 503, "Busy", "7F3A", 2.5)


def test_an_operation_with_all_its_parts() -> None:
    assert OPERATION is not None
    seen = OPERATION._replace(errors=(ErrorEntry("C", "M\x1b", "T"),), logs=(LogEntry("L", None),))
    assert results.observed(TARGET, Observation(ID, seen, request_id="7F3A")) == {
        "id": ID,
        "service": "work_requests",
        "operation_type": "Update DB System",
        "status": "FAILED",
        "state": "failed",
        "percent_complete": 12.5,
        "time_accepted": "2026-01-02T12:00:00.123Z",
        "time_started": None,
        "time_finished": None,
        "compartment_id": "ocid1.compartment.oc1..exampleuniqueid",
        "resources": [
            {
                "entity_type": "dbsystem",
                "action_type": "UPDATED",
                "identifier": "ocid1.dbsystem.oc1.iad.exampleuniqueid",
                "entity_uri": None,
            }
        ],
        "errors": [{"code": "C", "message": "M\x1b", "timestamp": "T", "category": "unknown"}],
        "logs": [{"message": "L", "timestamp": None}],
        "explanation": None,
        "answer": ANSWER,
        "retry_after": None,
        "opc_request_id": "7F3A",
        "fault": None,
    }


def test_one_that_could_not_be_read_names_its_service() -> None:
    entry = results.observed(TARGET, Observation(ID, fault=FAULT, request_id="7F3A"))
    told = {
        "id": ID,
        "service": "container_engine",
        "resources": [],
        "retry_after": 2.5,
        "opc_request_id": "7F3A",
        "fault": FAULT._asdict(),
    }
    assert entry == {**dict.fromkeys(KEYS), **told}


@pytest.mark.parametrize("side", ["errors", "logs"])
def test_no_errors_differ_from_errors_that_were_not_read(side: str) -> None:
    operation = Operation(ID, "container_engine")
    assert results.entry(TARGET, operation, None, None)[side] is None
    assert results.entry(TARGET, operation._replace(**{side: ()}), None, None)[side] == []


def test_a_watch_gives_its_last_observation_and_its_fault() -> None:
    watch = Watch(ID, 0.0)
    watch.operation, watch.fault, watch.request_id = OPERATION, FAULT, "7F3A"
    entry = results.observed(TARGET, watch.observation)
    assert (entry["status"], entry["fault"]["http_status"], entry["opc_request_id"]) == ("FAILED", 503, "7F3A")


@pytest.mark.parametrize("operation", [OPERATION, None])
@pytest.mark.parametrize("fault", [FAULT, None])
def test_keys_are_always_the_same_and_fit_into_json(operation: Any, fault: Any) -> None:
    entry = results.entry(TARGET, operation, fault, None)
    assert list(entry) == KEYS
    assert json.loads(json.dumps(entry)) == entry


def test_what_is_for_the_stream_has_the_same_keys_and_no_answer() -> None:
    whole, event = (results.observed(TARGET, Observation(ID, OPERATION), with_answer=each) for each in (True, False))
    assert event == {**whole, "answer": None}
    assert whole["answer"] == ANSWER


def test_every_key_is_documented() -> None:
    documented = yaml.safe_load(work_request_info.RETURN)["work_requests"]["contains"]
    assert list(documented) == KEYS
