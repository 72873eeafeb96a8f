# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which calls that change a resource its service has: those of oci 2.189.0 (tests/contract/test_resources_sdk.py compares them)."""

from __future__ import annotations

from typing import Mapping


def _titles(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Types without a POST beside all of them that makes one, and without a DELETE of one.
_NEITHER = _titles("""
adm.stage ai_speech.transcription_task announcements_service.announcement apiaccesscontrol.api_metadata appmgmt_control.monitored_instance
batch.batch_task bds.software_update budget.cost_anomaly_event capacity_management.internal_occm_demand_signal
capacity_management.internal_occm_demand_signal_catalog ccd_offers.ccd_offer certificates_management.association cloud_bridge.plugin
cloud_guard.detector cloud_guard.detector_rule cloud_guard.problem cloud_guard.responder_recipe_responder_rule cloud_guard.responder_rule
cloud_guard.security_policy cloud_guard.target_detector_recipe_detector_rule cloud_guard.target_responder_recipe_responder_rule
cloud_migrations.replication_progress compute_instance_agent.instance_agent_command_execution compute_instance_agent.instance_agent_plugin
container_engine.cluster_migrate_to_native_vcn_status container_engine.credential_rotation_status
container_engine.public_api_endpoint_decommission_status container_engine.virtual_node container_instances.container core.block_volume_replica
core.boot_volume_replica core.compute_gpu_memory_fabric core.compute_host core.firmware_bundle core.instance_maintenance_event
core.instance_pool_load_balancer_attachment core.ip_sec_connection_tunnel core.upgrade_status core.vcn_dns_resolver_association core.vnic
core.volume_group_replica costad.cost_anomaly_event data_catalog.type data_integration.dependent_object data_integration.runtime_operator
data_integration.template data_labeling_service_dataplane.dataset data_safe.alert data_safe.audit_policy data_safe.data_safe_configuration
data_safe.database_security_config data_safe.report data_safe.security_assessment_comparison data_safe.security_policy_report
data_safe.template_baseline_comparison data_safe.user_assessment_comparison data_science.ml_application_implementation_version
data_science.ml_application_instance_view database.autonomous_container_database_backup database.autonomous_database_dataguard_association
database.autonomous_database_wallet database.autonomous_patch database.autonomous_virtual_machine database.basecc_vm_cluster_update
database.basecc_vm_cluster_update_history_entry database.cloud_vm_cluster_iorm_config database.cloud_vm_cluster_update
database.cloud_vm_cluster_update_history_entry database.database_upgrade_history_entry database.db_connection_bundle database.db_home_patch
database.db_home_patch_history_entry database.db_node database.db_server database.db_system_os_patch_history_entry database.db_system_patch
database.db_system_patch_history_entry database.db_system_upgrade_history_entry database.exadata_iorm_config database.exadb_vm_cluster_update
database.exadb_vm_cluster_update_history_entry database.pdb_conversion_history_entry database.vm_cluster_patch database.vm_cluster_patch_history_entry
database.vm_cluster_update database.vm_cluster_update_history_entry database_management.cloud_asm database_management.cloud_asm_instance
database_management.cloud_cluster database_management.cloud_cluster_instance database_management.cloud_db_home database_management.cloud_db_node
database_management.cloud_exadata_storage_grid database_management.cloud_exadata_storage_server database_management.cloud_listener
database_management.external_asm database_management.external_asm_instance database_management.external_cluster
database_management.external_cluster_instance database_management.external_db_home database_management.external_db_node
database_management.external_exadata_storage_grid database_management.external_exadata_storage_server database_management.external_listener
database_management.job_execution database_management.managed_my_sql_database database_management.optimizer_statistics_advisor_execution
database_management.optimizer_statistics_collection_operation database_migration.assessor database_migration.data_verification_detail
database_tools.database_tools_endpoint_service datacc.maintenance_execution datacc.maintenance_run dblm.patch_management dblm.vulnerability
dbmulticloud.oracle_db_azure_key dbmulticloud.oracle_db_gcp_key delegate_access_control.delegated_resource_access_request
delegate_access_control.service_provider delegate_access_control.service_provider_action dns.resolver file_storage.export_set
fleet_apps_management.compliance_policy fleet_apps_management.execution fleet_apps_management.job_activity functions.functions_runtime
functions.functions_runtime_version functions.pbf_listing functions.pbf_listing_version fusion_apps.fusion_environment_status
fusion_apps.scheduled_activity generative_ai_data.enrichment_job generative_ai_data.generate_sql_from_nl_job golden_gate.deployment_upgrade
governance_rules_control_plane.enforced_governance_rule governance_rules_control_plane.tenancy_attachment identity.user_ui_password_information
key_management.hsm_partition limits_increase.limits_increase_item_request log_analytics.namespace log_analytics.template lustre_file_storage.sync_job
marketplace_publisher.admin_artifact marketplace_publisher.admin_listing marketplace_publisher.admin_listing_revision
marketplace_publisher.admin_listing_revision_attachment marketplace_publisher.admin_listing_revision_package marketplace_publisher.admin_term
marketplace_publisher.admin_term_version marketplace_publisher.category marketplace_publisher.lead marketplace_publisher.market
marketplace_publisher.product marketplace_publisher.support_doc mngdmac.mac_device multicloud.network_anchor multicloud.resource_anchor
mysql.heat_wave_cluster_memory_estimate oci_product_catalog.product oda.digital_assistant_parameter operator_access_control.access_request
optimizer.category optimizer.enrollment_status optimizer.recommendation optimizer.resource_action os_management_hub.lifecycle_stage
os_management_hub.profile_version psql.default_configuration redis.oci_cache_default_config_set sch.connector_plugin
service_manager_proxy.service_environment tenant_manager_control_plane.organization tenant_manager_control_plane.organization_tenancy
tenant_manager_control_plane.recipient_invitation threat_intelligence.indicator usage_api.scheduled_run vulnerability_scanning.host_vulnerability
vulnerability_scanning.vulnerability zpr.configuration
""")
#: Types without a DELETE.
NOT_DELETED = _NEITHER | _titles("""
ai_document.processor_job ai_vision.document_job ai_vision.image_job ai_vision.video_job apiaccesscontrol.privileged_api_request
bds.auto_scaling_configuration bds.node_replace_configuration bds.resource_principal_configuration certificates_management.certificate
certificates_management.certificate_authority core.instance_pool_instance data_catalog.job_execution
database.autonomous_container_database_dataguard_association database.data_guard_association database.maintenance_run dblm.vulnerability_scan
devops.build_run devops.deployment fusion_apps.data_masking_activity fusion_apps.vanity_domain key_management.hsm_cluster key_management.key
key_management.key_version key_management.vault lockbox.access_request mngdmac.mac_order stack_monitoring.monitored_resource_task
tenant_manager_control_plane.sender_invitation vault.secret
""")
#: Types without a POST that makes one.
NOT_CREATED = _NEITHER | _titles("""
artifacts.container_image artifacts.generic_artifact bds.node_backup data_safe.audit_trail data_safe.crypto_assessment
data_safe.masking_policy_health_report data_safe.masking_report data_safe.sql_firewall_allowed_sql data_safe.sql_firewall_policy
data_safe.subsetting_policy_health_report data_safe.subsetting_report data_safe.unified_audit_policy_definition database.dbnode_snapshot
database_migration.job desktops.desktop file_storage.replication_target fleet_apps_management.scheduler_job fleet_software_update.fsu_job
log_analytics.source management_agent.management_agent marketplace_publisher.customer_instance_report_export
media_services.media_asset_distribution_channel_attachment mysql.heat_wave_cluster object_storage.copy opensearch.opensearch_cluster_backup
os_management_hub.event os_management_hub.managed_instance tenant_manager_control_plane.link vulnerability_scanning.host_agent_scan_result
vulnerability_scanning.host_cis_benchmark_scan_result vulnerability_scanning.host_endpoint_protection_scan_result
vulnerability_scanning.host_port_scan_result wlms.wls_domain
""")
#: Action, as in POST .../actions/start -> the types that have it.
ACTIONS: Mapping[str, frozenset[str]] = {
    name: _titles(titles)
    for name, titles in {
        "start": """
ai_vision.stream_job analytics.analytics_instance batch.batch_context batch.batch_job_pool bds.bds_instance blockchain.blockchain_platform
container_instances.container_instance core.instance_pool data_flow.pool data_flow.sql_endpoint data_integration.workspace data_safe.audit_trail
data_safe.sql_collection database.autonomous_database database.pluggable_database database_migration.migration datacc.vm_instance desktops.desktop
desktops.desktop_pool gdp.gdp_pipeline golden_gate.deployment golden_gate.pipeline integration.integration_instance mysql.db_system
mysql.heat_wave_cluster oda.channel oda.oda_instance opa.opa_instance psql.db_system visual_builder.vb_instance wlms.wls_domain
""",
        "stop": """
ai_vision.stream_job analytics.analytics_instance batch.batch_context batch.batch_job_pool bds.bds_instance blockchain.blockchain_platform
container_instances.container_instance core.instance_pool data_flow.pool data_flow.sql_endpoint data_integration.workspace data_safe.audit_trail
data_safe.sql_collection database.autonomous_database database.pluggable_database datacc.vm_instance desktops.desktop desktops.desktop_pool
gdp.gdp_pipeline generative_ai_sandbox.sandbox golden_gate.deployment golden_gate.pipeline integration.integration_instance mysql.db_system
mysql.heat_wave_cluster oda.channel oda.oda_instance opa.opa_instance psql.db_system stack_monitoring.maintenance_window visual_builder.vb_instance
wlms.wls_domain
""",
        "softstop": """
core.instance_pool
""",
        "restart": """
container_instances.container_instance database.autonomous_container_database database.autonomous_database datacc.vm_instance mysql.db_system
mysql.heat_wave_cluster wlms.wls_domain
""",
        "reset": """
core.instance_pool mysql.channel
""",
        "softreset": """
core.instance_pool
""",
        "enable": """
budget.cost_anomaly_monitor costad.cost_anomaly_monitor key_management.key opsi.awr_hub_source opsi.database_insight opsi.exadata_insight
opsi.host_insight stack_monitoring.metric_extension
""",
        "disable": """
budget.cost_anomaly_monitor costad.cost_anomaly_monitor key_management.key opsi.awr_hub_source opsi.database_insight opsi.exadata_insight
opsi.host_insight stack_monitoring.metric_extension
""",
        "activate": """
adm.remediation_recipe bds.bds_capacity_reservation_configuration bds.bds_metastore_configuration cluster_placement_groups.cluster_placement_group
data_safe.target_database data_science.model data_science.model_deployment data_science.model_group data_science.notebook_session
data_science.schedule database.exadata_infrastructure datacc.infrastructure identity.domain identity.mfa_totp_device iot.iot_flow_runtime
oci_product_catalog.product sch.service_connector
""",
        "deactivate": """
adm.remediation_recipe bds.bds_capacity_reservation_configuration cluster_placement_groups.cluster_placement_group data_safe.target_database
data_science.model data_science.model_deployment data_science.model_group data_science.notebook_session data_science.schedule identity.domain
iot.iot_flow_runtime sch.service_connector
""",
        "cancel": """
adm.remediation_run ai_document.processor_job ai_language.job ai_speech.transcription_job ai_speech.transcription_task ai_vision.document_job
ai_vision.image_job ai_vision.video_job database.backup database.execution_window devops.build_run devops.deployment
disaster_recovery.dr_plan_execution fleet_software_update.fsu_action generative_ai_data.enrichment_job golden_gate.deployment_backup
golden_gate.deployment_upgrade limits_increase.limits_increase_item_request limits_increase.limits_increase_request mngdmac.mac_order
recovery.long_term_backup self.subscription tenant_manager_control_plane.sender_invitation
""",
        "scheduleDeletion": """
certificates_management.certificate certificates_management.certificate_authority key_management.hsm_cluster key_management.key
key_management.key_version key_management.vault recovery.protected_database vault.secret
""",
        "cancelDeletion": """
certificates_management.certificate certificates_management.certificate_authority key_management.hsm_cluster key_management.key
key_management.key_version key_management.vault mysql.backup recovery.protected_database vault.secret
""",
    }.items()
}
