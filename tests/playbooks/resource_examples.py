# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the resource of each example of docs/resource-examples.md: its goal in one run, a failure in another."""

from __future__ import annotations

from typing import NamedTuple, Optional

#: What is a work request of Object Storage, and is played as one.
COPY = "object_storage.copy"


class Example(NamedTuple):
    """What becomes of the resource of an example: how it begins, its goal, and the failure with what the message says of it."""

    title: str
    begins: str
    goal: str
    failure: str
    details: Optional[str]  # what the service says of the failure
    reason: str  # what the message says
    error: Optional[tuple[str, str]] = None  # code and message of its latest work request


LEFT = "A resource does not leave this state, and the wait is for"
EXAMPLES = {
    "Instance": Example("core.instance", "STOPPING", "STOPPED", "TERMINATED", None, f"{LEFT} STOPPED."),
    "Boot volume attachment": Example(
        "core.boot_volume_attachment", "ATTACHING", "ATTACHED", "DETACHED", None, f"{LEFT} ATTACHED."
    ),
    "Image": Example("core.image", "IMPORTING", "AVAILABLE", "DELETED", None, f"{LEFT} AVAILABLE."),
    "Instance pool": Example("core.instance_pool", "SCALING", "RUNNING", "TERMINATED", None, f"{LEFT} RUNNING."),
    "Volume backup": Example(
        "core.volume_backup",
        "CREATING",
        "AVAILABLE",
        "FAULTY",
        None,
        "LimitExceeded: No more backups.",
        ("LimitExceeded", "No more backups."),
    ),
    "VCN": Example("core.vcn", "PROVISIONING", "AVAILABLE", "TERMINATED", None, "ended TERMINATED"),
    "Subnet": Example("core.subnet", "TERMINATING", "TERMINATED", "AVAILABLE", None, "is still AVAILABLE"),
    "Load balancer": Example(
        "load_balancer.load_balancer",
        "CREATING",
        "ACTIVE",
        "FAILED",
        None,
        "InvalidSubnet: The subnet has no free address.",
        ("InvalidSubnet", "The subnet has no free address."),
    ),
    "Autonomous database": Example(
        "database.autonomous_database",
        "STARTING",
        "AVAILABLE",
        "INACCESSIBLE",
        "The key of the database is not accessible.",
        "ended INACCESSIBLE. The key of the database is not accessible.",
    ),
    "DB system": Example(
        "database.db_system",
        "UPDATING",
        "AVAILABLE",
        "NEEDS_ATTENTION",
        "The patch was rolled back.",
        "ended NEEDS_ATTENTION. The patch was rolled back.",
    ),
    "MySQL": Example(
        "mysql.db_system",
        "CREATING",
        "ACTIVE",
        "FAILED",
        "Out of host capacity.",
        "LimitExceeded: No shapes left.",
        ("LimitExceeded", "No shapes left."),
    ),
    "GoldenGate deployment": Example(
        "golden_gate.deployment",
        "UPDATING",
        "ACTIVE",
        "NEEDS_ATTENTION",
        "The secret of the administrator cannot be read.",
        "ended NEEDS_ATTENTION. The secret of the administrator cannot be read.",
    ),
    "Node pool": Example(
        "container_engine.node_pool",
        "UPDATING",
        "ACTIVE",
        "NEEDS_ATTENTION",
        "2 nodes could not be launched: out of host capacity.",
        "ended NEEDS_ATTENTION. 2 nodes could not be launched: out of host capacity.",
    ),
    "Cluster": Example(
        "container_engine.cluster",
        "DELETING",
        "DELETED",
        "FAILED",
        "A load balancer is still in use.",
        "ended FAILED. A load balancer is still in use.",
    ),
    "Application of functions": Example(
        "functions.application", "CREATING", "ACTIVE", "FAILED", None, "application to ACTIVE, functions) ended FAILED"
    ),
    "Copy between buckets": Example(
        COPY,
        "IN_PROGRESS",
        "COMPLETED",
        "FAILED",
        None,
        "(copy to COMPLETED, object_storage) ended FAILED",
    ),
    "File system": Example(
        "file_storage.file_system",
        "CREATING",
        "ACTIVE",
        "FAILED",
        "The source snapshot is gone.",
        "ended FAILED. The source snapshot is gone.",
    ),
    "Job of a stack": Example(
        "resource_manager.job",
        "IN_PROGRESS",
        "SUCCEEDED",
        "FAILED",
        "Terraform exited with 1.",
        "ended FAILED. Terraform exited with 1.",
    ),
    "Bastion session": Example(
        "bastion.session", "CREATING", "ACTIVE", "DELETED", None, f"ended DELETED. {LEFT} ACTIVE."
    ),
    "Key of a vault": Example(
        "key_management.key",
        "SCHEDULING_DELETION",
        "PENDING_DELETION",
        "DELETED",
        None,
        f"ended DELETED. {LEFT} PENDING_DELETION.",
    ),
}
