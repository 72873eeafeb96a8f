# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of the work requests of a resource, by the type in its OCID. Maintained by hand, each fact with its source.

A type is listed only if it was found in such a source. Types are not inferred from the name of a service.
"""

from __future__ import annotations

REAL = "real ids"  # in public repositories: playbooks, Terraform, logs, examples
DOCUMENTED = "documentation example"  # docstrings of oci 2.189.0 and oci-cli 3.95.1, Oracle's pages
SAMPLE = "sample code only"
MOCK = "mock or placeholder text"  # such as the samples of oracle.oci, which are made by a generator

#: (title of the family, source, types). A kind of resource belongs to the service that creates, changes and deletes it, also if
#: others work on it: an instance to Compute, though OS Management Hub patches it and Kubernetes Engine may have started it; a
#: DB system to Database, though Data Safe registers it.
RESOURCE_TYPES = (
    # Compute, Block Volume, Networking, Database and DNS answer with opc-work-request-id and have no API of their own for it (EMITS in
    # catalogue_facts).
    (
        "work_requests",
        REAL,
        (
            "instance", "instancepool", "instanceconfiguration", "instanceconsoleconnection", "image", "clusternetwork", "computecluster",
            "capacityreservation", "dedicatedvmhost",
            "volume", "bootvolume", "bootvolumebackup", "volumegroupbackup",
            "vcn", "subnet", "vnic", "routetable", "securitylist", "networksecuritygroup", "internetgateway", "natgateway",
            "servicegateway", "localpeeringgateway", "drg", "drgattachment", "virtualcircuit", "ipsecconnection", "cpe",
            "dbsystem", "dbhome", "dbnode", "dbserver", "database", "autonomousdatabase", "autonomousdatabasebackup",
            "autonomouscontainerdatabase", "autonomousexainfrastructure", "cloudvmcluster", "cloudexadatainfrastructure",
            "exadatainfrastructure", "vmcluster", "vmclusternetwork", "exadbvmcluster", "exascaledbstoragevault",
            "externalnoncontainerdatabase",
            "dns-zone", "dnsresolver", "dnsview",
        ),
    ),
    ("work_requests", DOCUMENTED, ("volumegroup",)),
    ("work_requests", SAMPLE, ("dbbackup", "pluggabledatabase", "volumebackup")),
    (
        "work_requests",
        MOCK,
        (
            "autonomousvmcluster", "cloudautonomousvmcluster", "databasesoftwareimage", "externalcontainerdatabase",
            "externaldatabaseconnector",
        ),
    ),
    ("adm", REAL, ("admknowledgebase",)),
    ("adm", MOCK, ("admvulnerabilityaudit",)),
    ("ai_data_platform", MOCK, ("aidataplatform",)),
    ("ai_document", REAL, ("aidocumentmodel",)),
    ("ai_document", MOCK, ("aidocumentproject",)),
    ("ai_language", REAL, ("ailanguagemodel", "ailanguageproject")),
    ("ai_vision", REAL, ("aivisionmodel",)),
    ("ai_vision", MOCK, ("aivisionproject",)),
    ("analytics", REAL, ("analyticsinstance",)),
    ("api_platform", MOCK, ("apiplatforminstance",)),
    ("apigateway", REAL, ("apigateway", "apideployment")),
    ("apigateway", DOCUMENTED, ("apigatewaycertificate",)),  # Oracle's page of events
    ("apigateway", SAMPLE, ("apigatewayapi",)),
    ("apm_control_plane.apm_domain", SAMPLE, ("apmdomain",)),  # the list that requires the domain and no compartment
    ("bastion", REAL, ("bastion", "bastionsession")),
    ("bds", REAL, ("bigdataservice",)),
    ("blockchain", MOCK, ("blockchainplatform",)),
    ("cloud_bridge", REAL, ("ocbassetsource", "ocbinventoryasset")),
    ("cloud_bridge", MOCK, ("ocbagentdependency", "ocbenvironment", "ocbinventory")),
    ("cloud_migrations", REAL, ("ocmmigration",)),
    ("cluster_placement_groups", MOCK, ("clusterplacementgroup",)),
    ("container_engine", REAL, ("cluster", "nodepool", "virtualnodepool")),
    ("container_engine", SAMPLE, ("virtualnode",)),
    ("container_instances", REAL, ("computecontainerinstance",)),
    ("container_instances", MOCK, ("computecontainer",)),
    ("data_catalog", REAL, ("datacatalog", "datacatalogmetastore")),
    ("data_flow", REAL, ("dataflowapplication", "dataflowrun")),
    ("data_flow", DOCUMENTED, ("dataflowprivateendpoint",)),
    ("data_integration", REAL, ("disworkspace",)),
    ("data_labeling_service", REAL, ("datalabelingdataset",)),
    ("data_safe", REAL, ("datasafeonpremconnector", "datasafetargetdatabase")),
    ("data_safe", SAMPLE, ("datasafeuserassessment",)),
    ("data_safe", MOCK, ("datasafeprivateendpoint",)),
    (
        "data_science",
        REAL,
        ("datasciencemodeldeployment", "datasciencenotebooksession", "datasciencepipeline", "datascienceproject"),
    ),
    ("data_science", SAMPLE, ("datasciencejobrun", "datasciencemodel", "datasciencepipelinerun")),
    ("database_management", REAL, ("dbmgmtprivateendpoint",)),
    ("database_management", MOCK, ("externalasm", "externaldbsystem", "externaldbsystemconnector", "externallistener")),
    ("database_migration", REAL, ("odmsconnection", "odmsmigration")),
    ("database_tools", REAL, ("databasetoolsconnection",)),
    ("database_tools", MOCK, ("databasetoolsprivateendpoint",)),
    ("desktops", REAL, ("desktoppool",)),
    (
        "devops",
        REAL,
        (
            "devopsbuildpipeline", "devopsbuildrun", "devopsdeployenvironment", "devopsdeployment", "devopsdeploypipeline",
            "devopsproject", "devopsrepository",
        ),
    ),
    ("disaster_recovery", DOCUMENTED, ("automaticdrconfiguration", "drplan", "drplanexecution", "drprotectiongroup")),
    ("distributed_database", MOCK, ("distributeddatabase", "distributeddatabaseprivateendpoint")),
    ("email", REAL, ("emaildomain",)),
    ("fleet_apps_management", SAMPLE, ("famscatalogitem", "famsfleet", "famsplatformconfiguration")),
    ("fleet_software_update", MOCK, ("fsuaction", "fsucycle", "fsureadinesscheck")),
    ("functions", REAL, ("fnapp", "fnfunc")),
    ("fusion_apps", REAL, ("fusionenvironment",)),
    ("fusion_apps", MOCK, ("fusionenvironmentfamily",)),
    ("generative_ai", REAL, ("generativeaidedicatedaicluster", "generativeaiendpoint", "generativeaimodel")),
    ("generative_ai_agent", REAL, ("genaiagent", "genaiagentendpoint", "genaiagentknowledgebase")),
    ("golden_gate", REAL, ("goldengateconnection", "goldengatedeployment")),
    # IAM: compartments are deleted and moved in its own family, the root compartment's contents too (BulkDeleteResources).
    ("identity", REAL, ("compartment", "tenancy")),
    ("identity.iam", REAL, ("domain",)),
    ("identity.tagging", REAL, ("tagdefinition", "tagnamespace")),
    ("integration", REAL, ("integrationinstance",)),
    ("iot", REAL, ("iotdomain",)),
    ("jms", REAL, ("jmsfleet",)),
    ("load_balancer", REAL, ("loadbalancer",)),
    ("log_analytics", REAL, ("loganalyticsentity", "loganalyticsloggroup")),
    ("logging", REAL, ("log", "loggroup")),
    ("logging", MOCK, ("unifiedagentconfiguration",)),
    ("lustre_file_storage", SAMPLE, ("lustrefilesystem",)),
    ("managed_kafka", REAL, ("kafkacluster", "kafkaclusterconfig")),
    ("management_agent", REAL, ("managementagent",)),
    ("mysql", REAL, ("mysqlbackup", "mysqlchannel", "mysqlconfiguration", "mysqldbsystem", "mysqlreplica")),
    ("network_firewall", REAL, ("networkfirewall", "networkfirewallpolicy")),
    ("network_load_balancer", REAL, ("networkloadbalancer",)),
    ("nosql", REAL, ("nosqltable",)),
    ("oce", MOCK, ("oceinstance",)),
    ("ocvp", REAL, ("vmwaresddc",)),
    ("oda", REAL, ("odainstance",)),
    ("opa", MOCK, ("opainstance",)),
    ("opensearch", REAL, ("opensearchcluster",)),
    ("opensearch", MOCK, ("opensearchclusterbackup",)),
    ("opsi", REAL, ("opsidatabaseinsight",)),
    ("opsi", MOCK, ("opsiconfiguration", "opsiprivateendpoint")),
    ("optimizer", REAL, ("optimizerrecommendation",)),
    ("optimizer", MOCK, ("optimizerprofile",)),
    ("os_management_hub", REAL, ("osmhprofile",)),
    (
        "os_management_hub",
        MOCK,
        ("osmhlifecycleenvironment", "osmhmanagedinstancegroup", "osmhscheduledjob", "osmhsoftwaresource"),
    ),
    ("psql", REAL, ("postgresqldbsystem",)),
    ("queue", REAL, ("queue",)),
    ("recovery", SAMPLE, ("recoveryservicepolicy",)),
    ("recovery", MOCK, ("protecteddatabase", "recoveryservicesubnet")),
    ("redis", REAL, ("rediscluster",)),
    ("resource_manager", REAL, ("ormconfigsourceprovider", "ormjob", "ormstack")),
    ("resource_manager", DOCUMENTED, ("ormprivateendpoint",)),
    ("rover", MOCK, ("rovercluster", "roverentitlement", "rovernode")),
    ("sch", REAL, ("serviceconnector",)),
    ("security_attribute", MOCK, ("securityattributenamespace",)),
    ("service_catalog", MOCK, ("servicecatalog",)),
    ("service_mesh", MOCK, ("mesh",)),
    ("stack_monitoring", REAL, ("stackmonitoringresource",)),
    ("stack_monitoring", MOCK, ("stackmonitoringdiscoveryjob", "stackmonitoringprocessset")),
    ("streaming", REAL, ("connectharness", "stream", "streampool")),
    ("vbs_inst", MOCK, ("vbsinstance",)),
    ("visual_builder", SAMPLE, ("visualbuilderinstance",)),
    ("vulnerability_scanning", DOCUMENTED, ("vsshostscanrecipe", "vsshostscantarget")),
    ("waa", MOCK, ("webappaccelerationpolicy",)),
    ("waas", REAL, ("waaspolicy",)),
    ("waf", REAL, ("webappfirewallpolicy",)),
    ("waf", MOCK, ("webappfirewall",)),
    ("zpr.configuration", MOCK, ("zprconfiguration",)),
    ("zpr.policy", MOCK, ("zprpolicy",)),
    # Known, so that the message in WITHOUT_API of catalogue_facts is shown. Buckets are not here: the work requests of Object
    # Storage have their names instead of OCIDs.
    ("file_storage", REAL, ("filesystem", "mounttarget")),
    ("file_storage", DOCUMENTED, ("export", "filesystemsnapshotpolicy")),
)  # fmt: skip
