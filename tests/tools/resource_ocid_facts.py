# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types in OCIDs of resources that have a state, where they follow from no rule. Maintained by hand, each fact with its source.

The types that resource_type_facts knows, with their sources, are used as well.
"""

from __future__ import annotations

#: What a service writes before the names of its resources, beside its own: package of the SDK -> prefix.
#: Each is seen in a type of resource_type_facts, or in one of TYPES.
PREFIXES = {
    "cloud_bridge": "ocb",
    "cloud_migrations": "ocm",
    "data_integration": "dis",
    "database_migration": "odms",
    "fleet_apps_management": "fams",
    "generative_ai_agent": "genai",
    "log_analytics": "loganalytics",
    "ocvp": "vmware",
    "ons": "ons",
    "opsi": "opsi",
    "os_management_hub": "osmh",
    "psql": "postgresql",
    "resource_manager": "orm",
    "vulnerability_scanning": "vss",
}

#: Services that write nothing before the names, by all types that are known of them.
UNPREFIXED = ("certificates_management", "core", "database", "file_storage", "identity", "key_management")

_KNOWN = "resource_type_facts has the type and its sources"
_REAL = "real ids in public repositories"
_SDK = "examples in docstrings of oci 2.189.0"
_TERRAFORM = "examples of terraform-provider-oci"
#: Types that no rule leads to: (type, title, source).
TYPES = (
    ("apideployment", "apigateway.deployment", _KNOWN),
    ("apigateway", "apigateway.gateway", _KNOWN),
    ("artifactrepository", "artifacts.repository", _SDK),
    ("autonomousexainfrastructure", "database.autonomous_exadata_infrastructure", _KNOWN),
    ("bigdataservice", "bds.bds_instance", _KNOWN),
    ("capacityreservation", "core.compute_capacity_reservation", _KNOWN),
    ("certificate", "certificates_management.certificate", _SDK),
    ("computecontainer", "container_instances.container", _KNOWN),
    ("computecontainerinstance", "container_instances.container_instance", _KNOWN),
    ("consolehistory", "core.console_history", _REAL),
    ("containerrepo", "artifacts.container_repository", _SDK),
    ("containersignature", "artifacts.container_image_signature", _SDK),
    ("datacatalog", "data_catalog.catalog", _KNOWN),
    ("datalabelingdataset", "data_labeling_service.dataset", _KNOWN),
    ("dbbackup", "database.backup", _KNOWN),
    ("dbmgmtprivateendpoint", "database_management.db_management_private_endpoint", _KNOWN),
    ("dns-zone", "dns.zone", _KNOWN),
    ("dnspolicy", "dns.steering_policy", _REAL),
    ("eventrule", "events.rule", _REAL),
    ("fnapp", "functions.application", _KNOWN),
    ("fnfunc", "functions.function", _KNOWN),
    ("ipsecconnection", "core.ip_sec_connection", _KNOWN),
    ("genaiagentknowledgebase", "generative_ai_agent.knowledge_base", _KNOWN),
    ("ocbinventoryasset", "cloud_bridge.asset", _KNOWN),
    ("opsiprivateendpoint", "opsi.operations_insights_private_endpoint", _KNOWN),
    ("ormconfigsourceprovider", "resource_manager.configuration_source_provider", _KNOWN),
    ("osddistributeddbprivateendpoint", "distributed_database.distributed_database_private_endpoint", _TERRAFORM),
    ("pactlapimetadata", "apiaccesscontrol.api_metadata", _TERRAFORM),
    ("recoveryservicepolicy", "recovery.protection_policy", _KNOWN),
    ("resourceschedule", "resource_scheduler.schedule", _REAL),
    ("saml2idp", "identity.identity_provider", _REAL),
    ("securityzonessecurityrecipe", "cloud_guard.security_recipe", _REAL),
    ("stackmonitoringresource", "stack_monitoring.monitored_resource", _KNOWN),
    ("tagdefinition", "identity.tag", _KNOWN),
    ("vaultsecret", "vault.secret", _SDK),
    ("visualbuilderinstance", "visual_builder.vb_instance", _KNOWN),
)

#: Types of resource_type_facts without a GET that has a state -> why.
NO_STATE = {
    "cpe": "it has no state",
    "instanceconfiguration": "it has no state",
    "tenancy": "it has no state",
    "loganalyticsloggroup": "it has no state",
    "mesh": "the SDK no longer has the service",
    "zprconfiguration": "it is read by the OCID of its tenancy: zpr.configuration",
}
