# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types of resources and targets for tests."""

from __future__ import annotations

from typing import Any

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.goal import SETTLED_GOAL, Goal
from ansible_collections.longops.oracle.plugins.module_utils._resources.targets import Target

INSTANCE = ResourceType(
    "core",
    "instance",
    "ComputeClient",
    "https://iaas.{region}.{secondLevelDomain}",
    "/20160918",
    "/instances/{instanceId}",
    "instanceId",
    (
        "MOVING",
        "PROVISIONING",
        "RUNNING",
        "STARTING",
        "STOPPING",
        "STOPPED",
        "CREATING_IMAGE",
        "TERMINATING",
        "TERMINATED",
    ),
)
ID = "ocid1.instance.oc1.iad.anuwcljrexampleexampleexampleexampleexampleexampleexampleexa1"
BASE = "https://iaas.us-ashburn-1.oraclecloud.com/20160918"


def target(goal: Goal = SETTLED_GOAL, **changes: Any) -> Target:
    return Target(ID, ID, INSTANCE, BASE, "iad", {"instanceId": ID}, goal)._replace(**changes)
