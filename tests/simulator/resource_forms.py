# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields without which Oracle's clients cannot read a resource: those that say which of several forms it has."""

from __future__ import annotations

from typing import Mapping

#: Title, field and one of its values (get_subtype() of the models in oci 2.189.0).
_FORMS = """
adm.stage type APPLY
announcements_service.announcement type Announcement
artifacts.repository repositoryType GENERIC
batch.batch_task type COMPUTE
bds.software_update softwareUpdateType BDS
cloud_bridge.asset assetType AWS_EBS
cloud_bridge.asset_source type AWS
cloud_migrations.target_asset type INSTANCE
core.volume_attachment attachmentType iscsi
dashboard_service.dashboard schemaVersion V1
data_safe.sensitive_type entityType SENSITIVE_CATEGORY
database.external_database_connector connectorType MACS
database_management.cloud_db_system_connector connectorType MACS
database_management.cloud_exadata_infrastructure resourceType CLOUD_INFRASTRUCTURE
database_management.cloud_exadata_storage_connector resourceType CLOUD_STORAGE_CONNECTOR
database_management.cloud_exadata_storage_grid resourceType CLOUD_STORAGE_GRID
database_management.cloud_exadata_storage_server resourceType CLOUD_STORAGE_SERVER
database_management.external_db_system_connector connectorType MACS
database_management.external_exadata_infrastructure resourceType INFRASTRUCTURE
database_management.external_exadata_storage_connector resourceType STORAGE_CONNECTOR
database_management.external_exadata_storage_grid resourceType STORAGE_GRID
database_management.external_exadata_storage_server resourceType STORAGE_SERVER
database_management.job jobType SQL
database_migration.assessment databaseCombination MYSQL
database_migration.connection connectionType MYSQL
database_migration.migration databaseCombination MYSQL
database_tools.database_tools_connection type GENERIC_JDBC
database_tools.database_tools_database_api_gateway_config type DEFAULT
database_tools.database_tools_identity type ORACLE_DATABASE_RESOURCE_PRINCIPAL
database_tools.database_tools_mcp_server type DEFAULT
database_tools.database_tools_mcp_toolset type BUILT_IN_SQL_TOOLS
database_tools.database_tools_sql_report type ORACLE_DATABASE
devops.build_pipeline_stage buildPipelineStageType BUILD
devops.connection connectionType BITBUCKET_CLOUD_APP_PASSWORD
devops.deploy_environment deployEnvironmentType COMPUTE_INSTANCE_GROUP
devops.deploy_stage deployStageType COMPUTE_INSTANCE_GROUP_BLUE_GREEN_DEPLOYMENT
devops.deployment deploymentType PIPELINE_DEPLOYMENT
devops.trigger triggerSource BITBUCKET_CLOUD
dns.resolver_endpoint endpointType VNIC
file_storage.outbound_connector connectorType LDAPBIND
fleet_software_update.fsu_action type APPLY
fleet_software_update.fsu_collection type DB
fleet_software_update.fsu_cycle type PATCH
fleet_software_update.fsu_job type APPLY
fleet_software_update.fsu_readiness_check type TARGET
golden_gate.connection connectionType AI_MODEL
golden_gate.pipeline recipeType ZERO_ETL
identity.identity_provider protocol SAML2
log_analytics.scheduled_task kind STANDARD
managed_kafka.addon addonType PUBLICCONNECTIVITY
management_agent.data_source type KUBERNETES_CLUSTER
marketplace_publisher.admin_artifact artifactType CONTAINER_IMAGE
marketplace_publisher.admin_listing_revision listingType AI_AGENT
marketplace_publisher.admin_listing_revision_attachment attachmentType CUSTOMER_SUCCESS
marketplace_publisher.admin_listing_revision_package packageType CONTAINER_IMAGE
marketplace_publisher.artifact artifactType CONTAINER_IMAGE
marketplace_publisher.listing_revision listingType LEAD_GENERATION
marketplace_publisher.listing_revision_attachment attachmentType CUSTOMER_SUCCESS
marketplace_publisher.listing_revision_package packageType CONTAINER_IMAGE
media_services.stream_packaging_config streamPackagingFormat DASH
oda.channel type ANDROID
opsi.database_insight entitySource AUTONOMOUS_DATABASE
opsi.exadata_insight entitySource EM_MANAGED_EXTERNAL_EXADATA
opsi.host_insight entitySource EM_MANAGED_EXTERNAL_HOST
opsi.opsi_configuration opsiConfigType UX_CONFIGURATION
os_management_hub.event type AGENT
os_management_hub.profile profileType GROUP
os_management_hub.software_source softwareSourceType CUSTOM
resource_manager.configuration_source_provider configSourceProviderType BITBUCKET_CLOUD_ACCESS_TOKEN
sch.connector_plugin kind SOURCE
stack_monitoring.config configType AUTO_PROMOTE
waa.web_app_acceleration backendType LOAD_BALANCER
waf.network_address_list type ADDRESSES
waf.web_app_firewall backendType LOAD_BALANCER
"""
FORMS: Mapping[str, Mapping[str, str]] = {
    title: {field: value} for title, field, value in (line.split() for line in _FORMS.strip().splitlines())
}
#: Types whose id is a number.
NUMBERED = frozenset(("data_flow.statement", "database_management.optimizer_statistics_collection_operation"))
#: Parameters of requests that have but a few values, and one of these.
PARAMETERS: Mapping[str, str] = {"subscriptionServiceName": "ORACLEDBATAWS"}
