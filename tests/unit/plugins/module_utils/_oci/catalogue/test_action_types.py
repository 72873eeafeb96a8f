# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What action types say of resources."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.action_types import affected

CLUSTER = f"ocid1.cluster.oc1.iad.{'a' * 60}"


@pytest.mark.parametrize("word", ["CREATED", "created"])
def test_what_is_new(word: str) -> None:
    assert affected({"resources": [{"identifier": CLUSTER, "action_type": word}]}) == ([CLUSTER], [], [])


@pytest.mark.parametrize(
    "word", ["UPDATED", "MOVED", "STARTED", "STOPPED", "IN_PROGRESS", "WRITTEN", "NEW_WORD", "", None]
)
def test_what_has_changed_or_may_have(word: Any) -> None:
    assert affected({"resources": [{"identifier": CLUSTER, "action_type": word}]}) == ([], [CLUSTER], [])


@pytest.mark.parametrize("word", ["DELETED", "deleted", "PURGED"])
def test_what_has_gone(word: str) -> None:
    assert affected({"resources": [{"identifier": CLUSTER, "action_type": word}]}) == ([], [], [CLUSTER])


@pytest.mark.parametrize("word", ["RELATED", "FAILED", "CANCELED_CREATE", "CANCELED_DELETE", "READ", "related"])
def test_what_no_play_can_go_on_with(word: str) -> None:
    assert affected({"resources": [{"identifier": CLUSTER, "action_type": word}]}) == ([], [], [])


@pytest.mark.parametrize(
    "entry",
    [{}, {"resources": []}, {"resources": None}, {"resources": [{"identifier": None, "action_type": "CREATED"}]}],
)
def test_nothing_is_named(entry: dict[str, Any]) -> None:
    assert affected(entry) == ([], [], [])
