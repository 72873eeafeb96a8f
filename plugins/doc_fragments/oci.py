# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options of the modules for Oracle Cloud Infrastructure: how to connect and authenticate, and which work requests are meant."""

    DOCUMENTATION = r"""
options:
  config_file_location:
    description:
      - Path of the OCI configuration file. V(~/.oci/config) if not set.
      - Falls back to the environment variable E(OCI_CONFIG_FILE).
    type: str
  config_profile_name:
    description:
      - Profile of the configuration file. V(DEFAULT) if not set. Every profile inherits the values of V(DEFAULT).
      - Falls back to the environment variable E(OCI_CONFIG_PROFILE).
    type: str
  auth_type:
    description:
      - How requests are authenticated. V(api_key) signs with a user's API key.
      - V(security_token) signs with the session token that C(oci session authenticate) has written.
      - V(instance_principal) authenticates as the compute instance that the task runs on, V(instance_obo_user) as the user for
        whom such an instance acts (Cloud Shell). The latter needs C(delegation_token_file) in the profile.
      - V(resource_principal) authenticates as the function or other resource that the task runs in, described by
        E(OCI_RESOURCE_PRINCIPAL_VERSION) and the variables that belong to it.
      - V(oke_workload_identity) authenticates as the service account of the pod that the task runs in, on enhanced OKE clusters.
      - All but the first two need Oracle's Python SDK (C(oci)) on the host, and no configuration file.
      - Falls back to the environment variable E(OCI_ANSIBLE_AUTH_TYPE).
    type: str
    choices: [api_key, security_token, instance_principal, instance_obo_user, resource_principal, oke_workload_identity]
    default: api_key
  auth_purpose:
    description:
      - Purpose of the token for V(instance_principal). Needed only where Oracle's documentation of a service requires it.
    type: str
    choices: [service_principal]
  service_account_token_path:
    description:
      - Path of the service account's token for V(oke_workload_identity), if it is not where Kubernetes mounts it.
      - Falls back to the environment variable E(OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH).
    type: str
  api_user:
    description:
      - OCID of the user. Overrides C(user) of the profile.
      - Falls back to the environment variable E(OCI_USER_ID).
    type: str
  api_user_fingerprint:
    description:
      - Fingerprint of the user's API key. Overrides C(fingerprint) of the profile.
      - Falls back to the environment variable E(OCI_USER_FINGERPRINT).
    type: str
  api_user_key_file:
    description:
      - Path of the private key in PEM form. Overrides C(key_file) of the profile.
      - Falls back to the environment variable E(OCI_USER_KEY_FILE).
    type: str
  api_user_key_pass_phrase:
    description:
      - Pass phrase of an encrypted private key. Overrides C(pass_phrase) of the profile.
      - Falls back to the environment variable E(OCI_USER_KEY_PASS_PHRASE).
    type: str
  tenancy:
    description:
      - OCID of the tenancy. Overrides C(tenancy) of the profile.
      - Falls back to the environment variable E(OCI_TENANCY).
    type: str
  region:
    description:
      - Region of the service, such as V(us-ashburn-1) or V(iad). Overrides C(region) of the profile.
      - A work request or a resource whose OCID names a region is read there, whatever the value of this option.
      - The work requests of a resource are listed in this region if the task sets it, even if the OCID of the resource names another one, as
        that of the source of a copy to another region does. A region from the profile or the environment counts after that of the OCID.
      - The region of a Private Cloud Appliance or Compute Cloud@Customer is its domain, such as V(pcasys1.example.com). What its OCIDs
        name as their region is known to the appliance only, so that they are read at this domain.
      - Regions newer than this collection are read from E(OCI_REGION_METADATA) or C(~/.oci/regions-config.json).
      - Where a service has endpoints with IPv6 addresses as well, the environment variable E(OCI_DUAL_STACK_ENDPOINT_ENABLED)
        decides whether they are used, V(true) or V(false).
      - Falls back to the environment variable E(OCI_REGION).
    type: str
  cert_bundle:
    description:
      - Path of a file with the certificates of trusted authorities, in PEM form, such as that of a Private Cloud Appliance.
      - Falls back to the environment variable E(OCI_ANSIBLE_CERT_BUNDLE).
    type: str
  realm_specific_endpoint_template_enabled:
    description:
      - Whether to use the endpoints that some services have for one realm only.
      - Falls back to the environment variable E(OCI_REALM_SPECIFIC_SERVICE_ENDPOINT_TEMPLATE_ENABLED).
    type: bool
  service_endpoint:
    description:
      - URL of the service, in place of the one that is derived from the service and the region. The API version is added to it.
    type: str
  api_version:
    description:
      - Version of the service's API, such as V(20160918), in place of the one that this collection knows.
    type: str
  namespace:
    description:
      - Object Storage namespace of the tenancy, which is part of the paths of the service V(log_analytics). If not set, it is read
        from Object Storage.
    type: str
  opc_request_id:
    description:
      - The id to send with every request, in the header C(opc-request-id), so that what this task asked for can be found in Oracle's
        and your own logs.
      - Up to three parts with slashes between them, each of at most 32 letters, digits, dashes, underscores, colons and semicolons. Oracle
        appends parts of its own to the first, or the first two.
      - If not set, each request has one of its own. The result and the messages of failures have it, even if no answer came.
    type: str
    version_added: 1.0.0
  connect_timeout:
    description:
      - Seconds within which a connection must be made, for each request.
    type: float
    default: 10.0
  read_timeout:
    description:
      - Seconds within which an answer must come, for each request.
    type: float
    default: 60.0
requirements:
  - python >= 3.9
  - requests
  - cryptography
  - oci, only for O(auth_type=instance_principal), O(auth_type=instance_obo_user), O(auth_type=resource_principal) and O(auth_type=oke_workload_identity)
"""

    RESOURCE = r"""
options:
  service:
    description:
      - The service whose API has the work requests. Either a package of Oracle's Python SDK (V(container_engine)), the
        documented name (V(Kubernetes Engine)), or an everyday name (V(oke)).
      - Services with several kinds of work requests have one name for each, such as V(identity.tagging).
      - If the name is that of such a service itself, its kinds are tried one after the other where the first does not know a work request.
      - If not set, the service is derived from the type in the OCID of the work request or of O(resource_id), where that type is known.
        Without either, lists are read from V(work_requests), the API that Compute, Networking, Database and others share.
    type: str
  compartment_id:
    description:
      - OCID of the compartment. Needed to list work requests, unless O(resource_id) is given.
      - A wait for many work requests by their ids begins a little sooner if it is given, because it need not be read first.
    type: str
  resource_id:
    description:
      - OCID of a resource, to find the work requests that affect it, in the region that O(region) or else the OCID names. A list of OCIDs means those of all.
      - The registered result of the task that made or changed a resource is accepted as well, be it of a module of C(oracle.oci), which
        returns the resource and no work request, of M(ansible.builtin.uri), of a command that printed the JSON of Oracle's command line
        interface, of Terraform with outputs, or of a loop over these.
      - So are dictionaries with C(resource_id), C(service) and C(compartment_id).
      - The service is derived from the OCID's type. O(service) is needed for types that this collection does not know.
      - If the service needs the compartment and O(compartment_id) is not set, it is read from OCI's Resource Search. That needs
        the right to inspect the resource. Resource Search knows new resources only after some seconds or minutes. If a registered
        result has the compartment beside the OCID, that is used instead.
      - If O(service_endpoint) is set, requests to Resource Search go there as well.
      - A work request that names other resources only is left out, although the service lists it. One that names none is never canceled
        because of this option.
    type: raw
"""

    WORK_REQUEST_ID = r"""
options:
  work_request_id:
    description:
      - The ids of the work requests. One id, a list, or the comma-separated header C(opc-work-request-id) as it came.
      - The registered result of the task that started the operation is accepted as well, be it of M(ansible.builtin.uri), of a
        loop over it, or of a command that printed an id, the JSON of Oracle's command line interface, or an answer with its headers
        as C(curl --include) prints it. Prompts and warnings around it do not matter.
      - So are the body of an answer, its headers, a work request as the API or the command line interface returns it,
        entries of RV(work_requests), and dictionaries with C(id) and C(service).
      - Cannot be used together with O(resource_id).
    type: raw
    aliases: [id, work_request_ids, opc_work_request_id]
"""
