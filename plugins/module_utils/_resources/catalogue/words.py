# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the words of lifecycle states mean, whatever type of resource has them. Private to longops.oracle."""

from __future__ import annotations

from typing import Mapping, Optional


class Meaning:
    """What a word says of a resource."""

    TRANSITIONAL = "transitional"  # it is on its way to another state
    STEADY = "steady"  # it stays so until a user wants something else
    DONE = "done"  # it has done what it was for, and changes no more
    CANCELED = "canceled"  # it was stopped before that, and changes no more
    DELETED = "deleted"  # it is no more
    FAILED = "failed"
    ATTENTION = "attention"  # it stands still until a user acts

    #: States that no resource leaves.
    FINAL = frozenset((DONE, CANCELED, DELETED))


#: Where a word does not say it, terraform-provider-oci does, by the states that it waits for and the states that it waits through.
_WORDS: Mapping[str, str] = {
    # COMMITTED: a backup's data is safe in the volumes, and is being copied. TERMINATION_AWAIT: an instance of a pool waits until what it
    # does is drained, or for the time that is allowed for that. APPROVALWAITING, INREVIEW: others decide about an access request.
    # UNKNOWN, TRA_UNKNOWN: the service does not know at the moment. REPAIR: a host is given back by itself.
    Meaning.TRANSITIONAL: (
        "ACCEPTED ACTIVATING APPROVALWAITING ASSIGNING ATTACHING BACKUP_IN_PROGRESS BEGIN_ACTIVATION BEGIN_DISABLING"
        " BEGIN_DISABLING_ACCESS BEGIN_ENABLING BEGIN_ENABLING_ACCESS BEGIN_LOCK_RELOCATION BEGIN_MIGRATION"
        " BEGIN_RELOCATION BEGIN_RESUMPTION BEGIN_SOFT_TERMINATION BEGIN_SUSPENSION BEGIN_TERMINATION"
        " BEGIN_UNLOCK_RELOCATION BOOTSTRAPPING CANCELING CANCELLING CANCELLING_DELETION COMMITTED COMPLETING CONVERTING"
        " CREATING CREATING_IMAGE DELETING DETACHING DISABLING ENABLING ENABLING_AUTONOMOUS_DATA_GUARD EXECUTING"
        " EXECUTING_JOB EXPORTING EXTENDING FAILING GETTING-HISTORY GETTING_HISTORY IMPORTING INITIALIZING INREVIEW"
        " IN_PROGRESS MAINTENANCE_IN_PROGRESS MOUNTING MOVING NOT_STARTED ONBOARDING OPERATION_PENDING PAUSING PENDING"
        " PENDING_DEPLOYMENT PROCESSING PROVISIONING PUBLISHING QUEUED REBOOTING RECREATING REFRESHING"
        " REFRESH_IN_PROGRESS RELOCATING REPAIR REQUESTED REQUEST_RECEIVED RESTARTING RESTORE_IN_PROGRESS RESTORING"
        " RESUMING REVOKING ROLE_CHANGE_IN_PROGRESS ROLLING_BACK SCALE_IN_PROGRESS SCALING SCHEDULING_DELETION STARTED"
        " STARTING STOPPING SUSPENDING TERMINATING TERMINATION_AWAIT TERMINATION_PROCEED TRANSPORTING TRA_UNKNOWN"
        " UNASSIGNING UNKNOWN UNMOUNTING UPDATE_PENDING UPDATING UPGRADING VALIDATING VERIFYING WAITING"
        " WAITING_FOR_CONNECTIVITY"
    ),
    # REQUIRES_ACTIVATION, PENDING_CUSTOMER, PENDING_PROVIDER, PENDING_ACTIVATION and the like: what was asked for is done, and the next
    # step is another request of a user or of a third party. PENDING_DELETION, DELETE_SCHEDULED: it can be kept for days. COLLECTING: a
    # collection runs until it is stopped. PENDING_DECOMMISSION, DECOMMISSIONED: an old endpoint of a cluster can come back until
    # that is finalized.
    Meaning.STEADY: (
        "ACCESS_DISABLED ACTIVATION_REQUIRED ACTIVE ALLOCATED APPLIED APPROVED APPROVEDFORFUTURE ASSIGNED ATTACHED"
        " AVAILABLE COLLECTING CREATED CUSTOMERASSIGNED DECOMMISSIONED DELETE_SCHEDULED DEPLOYED DISABLED ENABLED"
        " EXTENDED IDLE INACTIVE INITIALIZATION_REQUIRED INITIALIZED LOCKED_RELOCATION MOUNTED NA NONE NORMAL"
        " NOT_CONNECTED NOT_UPGRADED OCCUPIED PAUSED PENDING_ACTIVATION PENDING_CUSTOMER PENDING_DECOMMISSION"
        " PENDING_DELETION PENDING_PROVIDER PREAPPROVED PROVISIONED READY RELOCATED REQUIRES_ACTIVATION"
        " REQUIRES_VALIDATION RUNNING SCHEDULED SOFT_TERMINATED STANDBY STOPPED SUSPENDED UNASSIGNED UNDEPLOYED"
        " UNLOCKED_RELOCATION UPGRADED VALIDATED"
    ),
    # MIGRATED: a DB system is another one now. NOT_APPLICABLE, IGNORED: a step of a fleet's job had nothing to do.
    Meaning.DONE: (
        "COMPLETED EXPIRED FINALIZED IGNORED MIGRATED NOT_APPLICABLE REVOKED SUCCEEDED SUCCEEDED_WITH_WARNINGS SUCCESS"
        " SUCCESSFUL"
    ),
    Meaning.CANCELED: "ABORTED CANCELED CANCELLED SKIPPED",
    # DETACHED: an attachment is no more; to attach again makes another one.
    Meaning.DELETED: "DELETED DETACHED TERMINATED",
    # PARTIAL: a backup has some of the nodes. NOT_SUPPORTED, INVALID: a plugin that this platform, or the service, does not know.
    # UNAVAILABLE, FAULTY: the service cannot give it back by itself.
    Meaning.FAILED: (
        "ACTIVATION_FAILED APPLYFAILED CLOSEFAILED DECOMMISSION_FAILED DELETIONFAILED DEPLOYFAILED ERROR EXPIRYFAILED"
        " EXTENSIONREJECTED FAILED FAILED_ACTIVATION FAILED_LOCK_RELOCATION FAILED_MIGRATION FATAL_ERROR FAULTY"
        " INTERRUPTED INVALID JOB_FAILED NOT_SUPPORTED PARTIAL PARTIALLY_SUCCEEDED PARTIAL_SUCCESS REGISTRATION_ERROR"
        " REJECTED RESTORE_FAILED REVOKEFAILED ROLLBACK_FAILED TIMED_OUT UNAVAILABLE UNDEPLOYFAILED UPDATEFAILED"
        " VALIDATION_FAILED"
    ),
    # INACCESSIBLE: a database has lost its key. MOREINFO: those who decide about a request ask for more. DISCONNECTED, UNREACHABLE: what
    # stands at a customer does not answer.
    Meaning.ATTENTION: (
        "AVAILABLE_NEEDS_ATTENTION DEGRADED DISCONNECTED INACCESSIBLE MOREINFO NEEDS_ATTENTION UNREACHABLE WARNING"
    ),
}
_MEANINGS: Mapping[str, str] = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}
#: Of a run: while it goes on, and after it was stopped for good.
_RUN = {"RUNNING": Meaning.TRANSITIONAL, "TERMINATED": Meaning.CANCELED}
#: A word that is the outcome of the last of several, and other ones can follow.
_ONE_OF_SEVERAL = {
    "SUCCEEDED": (  # a migration has jobs, a cycle actions, an assessment is refreshed
        "data_safe.alert",
        "data_safe.security_assessment",
        "data_safe.security_policy_report",
        "data_safe.user_assessment",
        "database_migration.assessment",
        "database_migration.migration",
        "fleet_software_update.fsu_cycle",
        "golden_gate.database_registration",
    ),
    "SUCCESS": (  # a patch is checked, and then applied
        "database.autonomous_patch",
        "database.basecc_vm_cluster_update",
        "database.cloud_vm_cluster_update",
        "database.db_home_patch",
        "database.db_system_patch",
        "database.exadb_vm_cluster_update",
        "database.vm_cluster_patch",
        "database.vm_cluster_update",
    ),
}
#: What a word means of one type of resource, where it is not what it means of all others.
_BY_TYPE: Mapping[str, Mapping[str, str]] = {
    # Not begun yet.
    "adm.stage": {"CREATED": Meaning.TRANSITIONAL},
    "data_catalog.job_execution": {"CREATED": Meaning.TRANSITIONAL},
    "operator_access_control.access_request": {"CREATED": Meaning.TRANSITIONAL},
    # No user has asked yet for the migration, the start of a pool, or the confirmation of a subscription.
    "container_engine.cluster_migrate_to_native_vcn_status": {"NOT_STARTED": Meaning.STEADY},
    "data_flow.pool": {"ACCEPTED": Meaning.STEADY},
    "ons.subscription": {"PENDING": Meaning.STEADY},
    # New credentials are there, and the old ones are retired when a user says so; and then it can be done again.
    "container_engine.credential_rotation_status": {"WAITING": Meaning.STEADY, "COMPLETED": Meaning.STEADY},
    # What runs.
    "data_integration.task_run": _RUN,
    "data_integration.runtime_operator": _RUN,
    "data_integration.export_request": {"TERMINATED": Meaning.CANCELED},
    "data_integration.import_request": {"TERMINATED": Meaning.CANCELED},
    "database_migration.job": {"TERMINATED": Meaning.CANCELED},
    "fleet_software_update.fsu_job": {"TERMINATED": Meaning.CANCELED},
    **{title: {word: Meaning.STEADY} for word, titles in _ONE_OF_SEVERAL.items() for title in titles},
    # terraform-provider-oci waits through it in an update; an environment is unavailable while it is worked on.
    "database.autonomous_container_database": {"UNAVAILABLE": Meaning.TRANSITIONAL},
    "database.autonomous_database": {"UNAVAILABLE": Meaning.TRANSITIONAL},
    "fusion_apps.fusion_environment_status": {
        "UNAVAILABLE": Meaning.TRANSITIONAL,
        "NOT_APPLICABLE": Meaning.STEADY,
    },
}


def as_compared(word: Optional[str]) -> str:
    """A word in the form in which words are compared: services write them in any case."""
    return str(word or "").strip().upper()


def meaning(title: str, word: Optional[str]) -> Optional[str]:
    """The Meaning of a word, in any case, of a type of resource; None where it is not known."""
    compared = as_compared(word)
    return _BY_TYPE.get(title, {}).get(compared) or _MEANINGS.get(compared)


def is_of_deletion(word: str) -> bool:
    """Whether a word, in upper case, says that a resource is on its way to be no more."""
    return _MEANINGS.get(word) == Meaning.TRANSITIONAL and word.startswith(
        ("DELET", "DETACH", "TERMINAT", "BEGIN_TERMINAT")
    )


def is_deleted(word: str) -> bool:
    """Whether a word, in upper case, says that a resource is no more."""
    return _MEANINGS.get(word) == Meaning.DELETED


def words_for(wanted: str) -> tuple[str, ...]:
    """All words that have this Meaning, in order, if their type has no other for them. Words that have it of one type only are not among them."""
    return tuple(sorted(word for word, found in _MEANINGS.items() if found == wanted))
