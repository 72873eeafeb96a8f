# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source longops.oracle.work_requests of event-driven Ansible."""

from __future__ import annotations

DOCUMENTATION = r"""
---
short_description: Events about work requests of Oracle Cloud Infrastructure
description:
  - Watches long-running operations of Oracle Cloud Infrastructure (OCI), and emits an event at each change of their status, at the steps of
    their percentage where that is wanted, and at their end, with errors and log entries.
  - It watches given work requests, all that comes into flight for a resource, or all that comes into flight in compartments, in one service,
    several or all of them.
  - Each event is emitted once, whatever errors there are in between. With O(cursor_file) that holds for a rulebook that is started again.
  - An event has the keys of a line of the progress file of M(longops.oracle.work_request_wait), and C(change), which is C(new), C(status),
    C(percent), C(end), or C(unreadable). C(work_request) is the work request, as an entry of M(longops.oracle.work_request_info). The file
    C(schemas/work_requests_event.json) describes it.
  - Operations that cannot be read are tried again for days. The event source ends only where nothing can be read at all.
version_added: 1.0.0
author:
  - The longops.oracle contributors (@longops)
requirements:
  - ansible-core, requests and cryptography, for the Python that runs ansible-rulebook
options:
  work_request_id:
    description:
      - The work requests to watch, as an OCID, a list of OCIDs, or whatever else M(longops.oracle.work_request_wait) takes,
        such as a result that was passed on in a variable.
    type: raw
    aliases: [id, work_request_ids, opc_work_request_id]
  resource_id:
    description:
      - The OCID of a resource, or a list of OCIDs. All that comes into flight for it is watched, from now on.
      - The service is derived from the OCID's type, and O(service) is needed for types that this collection does not know.
        Where the service needs the compartment and O(compartment_id) is not set, it is read from OCI's Resource Search.
    type: raw
  compartment_id:
    description:
      - OCIDs of compartments. Without O(work_request_id) and O(resource_id), all that comes into flight there is watched, from
        now on. What is in their child compartments is not.
      - Beside O(work_request_id) or O(resource_id) it is the one compartment in which these are.
    type: list
    elements: str
  service:
    description:
      - The services whose work requests are watched in O(compartment_id). Each is a package of Oracle's Python SDK
        (V(container_engine)), the documented name (V(Kubernetes Engine)) or an everyday name (V(oke)). V(all) means all.
      - If not set, these are those of V(work_requests), the API that Compute, Networking, Database and others share.
      - Beside O(work_request_id) or O(resource_id) it is the one service of ids whose type does not name it.
    type: list
    elements: str
  percent_step:
    description:
      - How many percent lie between two events about the percentage of an operation. V(1) tells each percentage that is
        observed, V(25) that it has reached 25, 50 and 75. V(0) tells none, and the least is V(0.1).
    type: float
    default: 0.0
  logs:
    description:
      - Whose log entries an event about an end has.
    type: str
    choices: [failed, all, none]
    default: failed
  interval:
    description:
      - Seconds between the first two polls of an operation, and the least at any time. The interval grows with the age of the
        operation, and shrinks again as its percentage nears the end.
    type: float
    default: 5.0
  max_interval:
    description:
      - Most seconds between two polls of an operation.
    type: float
    default: 60.0
  scan_interval:
    description:
      - Seconds between two reads of a list for operations that have come into flight. At least 1.
      - What came and ended between two of them is found as well, and told as an end.
    type: float
    default: 60.0
  accept:
    description:
      - Statuses that count as success besides the service's own, such as V(PARTIALLY_SUCCEEDED), in any case.
    type: list
    elements: str
    default: []
  cursor_file:
    description:
      - Path of a file in which is kept what was told, so that a rulebook that is started again neither loses nor repeats an
        event. An end that came meanwhile is told once.
      - It is created with the mode C(0600), and written again and again. Its directory has to be writable, and has to outlive
        the rulebook, as a volume does in a container.
      - Each event source needs a file of its own. Without a file, operations that are in flight when the rulebook starts are
        told as new.
    type: str
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
  namespace:
    description:
      - Object Storage namespace of the tenancy, which is part of the paths of the service V(log_analytics). If not set, it is
        read from Object Storage.
    type: str
  opc_request_id:
    description:
      - The id to send with every request, in the header C(opc-request-id), so that what this task asked for can be found in
        Oracle's and your own logs.
    type: str
"""

EXAMPLES = r"""
- name: Watch work requests to their end
  longops.oracle.work_requests:
    work_request_id:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
      - ocid1.clustersworkrequest.oc1.iad.exampleuniqueid

- name: Watch all that comes into flight in a compartment, across restarts
  longops.oracle.work_requests:
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
    service: all
    cursor_file: /var/lib/eda/work_requests.cursor

- name: Watch what happens to a database system, in steps of ten percent
  longops.oracle.work_requests:
    resource_id: ocid1.dbsystem.oc1.iad.exampleuniqueid
    percent_step: 10
"""

import asyncio
import pathlib
import sys
from typing import Any

# ansible-rulebook finds this file by itself, and does not make collections importable. A link to a checkout is not followed.
_ABOVE = [str(path.parent) for path in pathlib.Path(__file__).absolute().parents if path.name == "ansible_collections"]
sys.path[:0] = [path for path in _ABOVE[:1] if path not in sys.path]

try:
    from ansible_collections.longops.oracle.plugins.module_utils._ansible import options
    from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
    from ansible_collections.longops.oracle.plugins.module_utils._core.operation import spellings
    from ansible_collections.longops.oracle.plugins.module_utils._events import command, source
    from ansible_collections.longops.oracle.plugins.module_utils._events.watched import Watched
    from ansible_collections.longops.oracle.plugins.module_utils._oci import connection, resources, scopes, targets
    from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue import lookup
    from ansible_collections.longops.oracle.plugins.module_utils._oci.wait import WorkRequestGroup
except ImportError as missing:
    raise ImportError(
        f"longops.oracle.work_requests needs ansible-core, and the collection longops.oracle, in the Python that runs ansible-rulebook,"
        f" {sys.executable}: {missing}"
    ) from missing

NAME = "work_requests"


def spec() -> dict[str, Any]:
    """The arguments of AnsibleModule."""
    return {
        "argument_spec": {
            **connection.connection_options(),
            **connection.work_request_id_option(),
            **source.watch_options(),
            "compartment_id": {"type": "list", "elements": "str", "default": []},
            "service": {"type": "list", "elements": "str", "default": []},
            "percent_step": {"type": "float", "default": 0.0},
            "logs": {"type": "str", "choices": ["failed", "all", "none"], "default": "failed"},
        },
        "mutually_exclusive": [("work_request_id", "resource_id")],
    }


def watched(run: Any) -> Watched:
    """What the options say to watch. Raises LongopsError. It may be called again, after a transient error."""
    params = dict(run.params)
    compartments = list(dict.fromkeys(each.strip() for each in params["compartment_id"] if each.strip()))
    services = [each.strip() for each in params["service"] if each.strip()]
    params["compartment_id"] = compartments[0] if len(compartments) == 1 else None
    run.hide(connection.secrets(params))
    asked, about = connection.asked(params), connection.resources(params)
    _check(params, asked, about, compartments, services)
    client = run.closing(connection.client(params, run.secrets, spellings(params["accept"])))
    service = services[0] if services else None
    work_requests = targets.by_asked(client, asked or [], service)
    group = WorkRequestGroup(client, work_requests, params["logs"], options.CONNECTIONS, params["compartment_id"])
    found = []
    if about is not None:
        searched = resources.located(client, about, service, params["compartment_id"], options.CONNECTIONS)
        found = scopes.of_resources(client, group, searched)
    elif asked is None:
        found = scopes.of_compartments(client, group, services or [targets.SHARED], compartments)
    return Watched([group], found, client.warnings.take)


def _check(params: Any, asked: Any, about: Any, compartments: Any, services: Any) -> None:
    """Raises UsageError where the options do not say what to watch, or contradict each other."""
    several = len(services) > 1 or any(map(lookup.is_all, services))
    named = "work_request_id" if asked is not None else "resource_id"
    if asked is None and about is None:
        if not compartments:
            raise UsageError("Nothing to watch: give work_request_id, resource_id, or compartment_id.")
        if several:
            connection.check_version_of_several(params, "several are to be watched")
            connection.check_endpoint_of_several(params, "several are to be watched")
    elif not (asked or about):
        raise UsageError(f"Nothing to watch: {named} names nothing.")
    elif several or len(compartments) > 1:
        what = "service" if several else "compartment_id"
        raise UsageError(f"Beside {named}, {what} can be only one. Another event source can watch the rest.")


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Put events into the queue until ansible-rulebook ends. Raises an exception whose text is for the user."""
    await source.run(NAME, queue, args, spec(), watched)


if __name__ == "__main__":
    command.run(NAME, spec(), watched)
