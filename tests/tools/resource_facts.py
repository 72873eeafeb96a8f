# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts about resources and their states that are not in the source of the installed SDK, or that follow from no rule.

They are maintained by hand, each with its source. Types of OCIDs are in resource_ocid_facts.
"""

from __future__ import annotations

SDK = "oci 2.189.0"
#: The field that has the state of nearly all.
REGULAR = "lifecycleState"
#: A key and the managementEndpoint of its vault stand side by side in Oracle's page "Listing Master Encryption Keys" and in that of
#: HashiCorp Vault's seal ocikms: the key's OCID is ocid1.key.REALM.REGION.VAULT.UNIQUE, and the host begins with VAULT. The SDK's
#: own template for the service, kms.{region}.{secondLevelDomain}, has the rest. In public repositories, vaults of some newer regions
#: (ap-chuncheon-1, ap-hyderabad-1, eu-paris-1, us-chicago-1) have oci. before the domain: the page says what to do there.
VAULT = "Oracle's page Listing Master Encryption Keys; HashiCorp Vault, seal ocikms"

#: Answers whose state has another name than lifecycleState: title -> (field, class of the SDK's models).
#: Only what changes in the course of an operation. The source of all is SDK.
IRREGULAR = {
    "adm.stage": ("status", "RemediationRunStage"),
    "cloud_migrations.replication_progress": ("status", "ReplicationProgress"),
    "compute_instance_agent.instance_agent_plugin": ("status", "InstanceAgentPlugin"),
    "container_engine.cluster_migrate_to_native_vcn_status": ("state", "ClusterMigrateToNativeVcnStatus"),
    "container_engine.credential_rotation_status": ("status", "CredentialRotationStatus"),
    "container_engine.public_api_endpoint_decommission_status": ("status", "PublicApiEndpointDecommissionStatus"),
    "core.upgrade_status": ("status", "UpgradeStatus"),  # of a dynamic routing gateway
    "data_integration.export_request": ("status", "ExportRequest"),
    "data_integration.external_publication": ("status", "ExternalPublication"),
    "data_integration.import_request": ("status", "ImportRequest"),
    "data_integration.runtime_operator": ("status", "RuntimeOperator"),
    "data_integration.task_run": ("status", "TaskRun"),
    "database_management.job_execution": ("status", "JobExecution"),
    "database_management.optimizer_statistics_advisor_execution": ("status", "OptimizerStatisticsAdvisorExecution"),
    "database_management.optimizer_statistics_collection_operation": (
        "status",
        "OptimizerStatisticsCollectionOperation",
    ),
    "fleet_apps_management.execution": ("status", "Execution"),
    "fleet_apps_management.job_activity": ("status", "JobActivity"),
    "fleet_software_update.fsu_collection_target": ("status", "FsuCollectionTarget"),
    "fusion_apps.fusion_environment_status": ("status", "FusionEnvironmentStatus"),
    "management_agent.data_source": ("state", "DataSource"),
    "multicloud.network_anchor": ("networkAnchorLifecycleState", "NetworkAnchor"),
    "mysql.heat_wave_cluster_memory_estimate": ("status", "HeatWaveClusterMemoryEstimate"),
    "object_storage.copy": ("status", "WorkRequest"),  # a copy of an object is known by its work request alone
    "oda.imported_package": ("status", "ImportedPackage"),
    "os_management_hub.managed_instance": ("status", "ManagedInstance"),
    "service_manager_proxy.service_environment": ("status", "ServiceEnvironment"),
}

#: Getters whose name is not that of what they read: (service, getter) -> name.
NAMES = {("object_storage", "get_work_request"): "copy"}

_SETTING = "a setting, which changes at once"
_HEALTH = "what a service finds at the moment, and no operation leads there"
_PEOPLE = "what people decide or say of it"
_DOMAIN = "the SDK knows no endpoint of an identity domain, and what it is changes at once"
_SAME = "the same resource is read in a plainer way by "
_WORK_REQUEST = "a work request, which work_request_wait waits for"
#: Answers with a state that are in no catalogue: title -> why. Those with lifecycleState, and then all others.
LEFT_OUT = {
    "artifacts.generic_artifact_by_path": _SAME + "artifacts.generic_artifact",
    "database.autonomous_database_regional_wallet": "it has no id: there is one in a region",
    "key_management.wrapping_key": "it has no id, and its vault cannot be told from anything else",
    "load_balancer.work_request": _WORK_REQUEST,
    "lockbox.access_request_internal": _SAME + "lockbox.access_request",
    "log_analytics.config_work_request": _WORK_REQUEST,
    "management_dashboard.oob_management_dashboard": "it comes with the service, and never changes",
    "management_dashboard.oob_management_saved_search": "it comes with the service, and never changes",
    "oci_product_catalog.internal_product": _SAME + "oci_product_catalog.product",
    "tenant_manager_control_plane.link_with_tenancy_names": _SAME + "tenant_manager_control_plane.link",
    "apm_synthetics.dedicated_vantage_point": _SETTING,
    "apm_synthetics.monitor": _SETTING,
    "apm_synthetics.worker": _SETTING,
    "apm_traces.status_auto_activate": _SETTING,
    "cloud_guard.configuration": _SETTING,
    "core.drg_redundancy_status": _HEALTH,
    "database_management.preferred_credential": _SETTING,
    "database_management.tablespace": _SETTING,
    "database_management.user": _SETTING,
    "devops.pull_request_comment": _PEOPLE,
    "identity_domains.auth_token": _DOMAIN,
    "identity_domains.customer_secret_key": _DOMAIN,
    "identity_domains.identity_proofing_provider": _DOMAIN,
    "identity_domains.my_auth_token": _DOMAIN,
    "identity_domains.my_customer_secret_key": _DOMAIN,
    "identity_domains.my_device": _DOMAIN,
    "identity_domains.my_o_auth2_client_credential": _DOMAIN,
    "identity_domains.my_request": _DOMAIN,
    "identity_domains.my_smtp_credential": _DOMAIN,
    "identity_domains.my_user_db_credential": _DOMAIN,
    "identity_domains.o_auth2_client_credential": _DOMAIN,
    "identity_domains.smtp_credential": _DOMAIN,
    "identity_domains.social_identity_provider": _DOMAIN,
    "identity_domains.user_db_credential": _DOMAIN,
    "load_balancer.backend_health": _HEALTH,
    "load_balancer.backend_set_health": _HEALTH,
    "load_balancer.load_balancer_health": _HEALTH,
    "marketplace_publisher.admin_publisher": _PEOPLE,
    "network_firewall.network_firewall_health_status": _HEALTH,
    "network_load_balancer.backend_health": _HEALTH,
    "network_load_balancer.backend_operational_status": _HEALTH,
    "network_load_balancer.backend_set_health": _HEALTH,
    "network_load_balancer.network_load_balancer_health": _HEALTH,
    "object_storage.replication_policy": _HEALTH,
}

#: Resources of which there is one in a compartment or tenancy, whose OCID is what names them: title -> its name on the wire.
BY_COMPARTMENT = {
    "data_safe.data_safe_configuration": "compartmentId",
    "dblm.patch_management": "compartmentId",
    "dblm.vulnerability": "compartmentId",
    "zpr.configuration": "compartmentId",
}

#: Clients that the SDK makes with an endpoint that a user gives: client -> (template, source).
ENDPOINTS = {
    "KmsManagementClient": ("https://{vault}-management.kms.{region}.{secondLevelDomain}", VAULT),
}

#: Fields that explain a state under names of their own, beside those that sdk_source.EXPLANATION finds. The source of all is SDK.
DETAILS = {
    "apiaccesscontrol.privileged_api_request": ("stateDetails", "reasonDetail"),
    "container_engine.addon": ("addonError",),
    "container_engine.virtual_node": ("virtualNodeError",),
    "core.compute_host": ("lifecycleDetails",),
    "data_safe.audit_archive_retrieval": ("lifecycleDetails", "errorInfo"),
    "database_management.job": ("submissionErrorMessage",),
    "log_analytics.scheduled_task": ("pauseReason",),
    "mngdmac.mac_order": ("lifecycleDetails", "cancelReason"),
    "resource_manager.job": ("lifecycleDetails", "failureDetails"),
    # What these call so is no explanation: the text of an alert, what is signed, and why somebody wants to get in.
    "artifacts.container_image_signature": (),
    "budget.alert_rule": (),
    "operator_access_control.access_request": ("lifecycleDetails",),
}
