# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source longops.oracle.resources of event-driven Ansible."""

from __future__ import annotations

DOCUMENTATION = r"""
---
short_description: Events about states of resources of Oracle Cloud Infrastructure
description:
  - Watches the lifecycle states of resources of Oracle Cloud Infrastructure (OCI), of any type that has one, and emits an event at each change,
    also where an operation has no work request.
  - It watches given resources, and the resources of compartments that go on their way to another state, as OCI's Resource Search finds them.
  - A given resource is watched until it is gone, or until it has the state that is waited for, if O(state) or O(absent) is set. One that was found
    in a compartment is watched until its state is no longer transitional. When it goes on its way again, it is told as new again.
  - Each event is emitted once, whatever errors there are in between. With O(cursor_file) that holds for a rulebook that is started again.
  - An event has the keys of a line of the progress file of M(longops.oracle.resource_wait), and C(change), which is C(new), C(status), C(end), or
    C(unreadable). C(resource) is the resource, as an entry of M(longops.oracle.resource_info). The file C(schemas/resources_event.json)
    describes it.
  - Resources that cannot be read are tried again for days. The event source ends only where nothing can be read at all.
version_added: 1.0.0
author:
  - The longops.oracle contributors (@longops)
requirements:
  - ansible-core, requests and cryptography, for the Python that runs ansible-rulebook
notes:
  - Resource Search lags behind the services, mostly by seconds, and does not have resources of all types. A way of a resource that begins and ends between
    two reads of it is not found, and neither is one that takes a resource back to the state that was told last. A resource that O(resource_id) names is
    read from its service.
options:
  resource_id:
    description:
      - The resources to watch, as an OCID, a list of OCIDs, or whatever else M(longops.oracle.resource_wait) takes, such as a result that was
        passed on in a variable. Resources may be of different types and services. What lies between two polls is not told.
      - Without O(state) and O(absent) each change of their states is told, until a state that they do not leave, such as V(TERMINATED), or until
        they are gone. Such a resource is C(pending), or C(attention) in a state that means a failure or that a user must act.
    type: raw
  compartment_id:
    description:
      - OCIDs of compartments. All resources that go on their way to another state there are watched, from now on. What is in their child compartments
        is not.
      - If it is only one, it is also the compartment of the few types of O(resource_id) that are read with it.
    type: list
    elements: str
  service:
    description:
      - The services whose resources are watched in O(compartment_id), as packages of Oracle's Python SDK (V(core)) or any other names that this
        collection knows them by (V(compute), V(oke)). The name of a type with its service, such as V(core.instance), is accepted as well. If not set, all.
      - Beside O(resource_id) it is the one service of ids whose type does not name it.
    type: list
    elements: str
  resource_type:
    description:
      - The types of resources that are watched in O(compartment_id), such as V(instance) or V(boot_volume_attachment). If not set, all.
      - Beside O(resource_id) it is the one type of ids that do not name it.
    type: list
    elements: str
  parameters:
    description:
      - What the path of the resources in O(resource_id) has beside their own ids, such as V(clusterId) for an add-on of a cluster. In upper and lower
        case or with underscores (V(cluster_id)).
    type: dict
  state:
    description:
      - The states that the resources in O(resource_id) are waited for to have, in the service's own words, in any case. V(settled) is any state that is not
        transitional. What is told then is the end.
      - A state that no resource leaves, such as V(TERMINATED), is an end as well.
    type: list
    elements: str
  absent:
    description:
      - Wait until the resources in O(resource_id) are gone. Cannot be used together with O(state). Other than without both, a failure on the way is an end.
    type: bool
    default: false
  missing_ok:
    description:
      - With O(absent), whether a resource that the service does not know from the beginning counts as gone. Services answer the same for what the user may
        not read.
    type: bool
    default: false
  fail_on:
    description:
      - The states of the resources in O(resource_id) that are a failure, and so an end. Without it, they are those that mean a failure, or that a user must
        act, where O(state) or O(absent) is set, and none otherwise.
    type: list
    elements: str
  interval:
    description:
      - Seconds between the first two polls of an operation, and the least at any time. The interval grows with the time
        that it has been watched.
    type: float
    default: 5.0
  max_interval:
    description:
      - Most seconds between two polls of an operation.
    type: float
    default: 60.0
  scan_interval:
    description:
      - Seconds between two reads of O(compartment_id) for resources that have gone on their way. At least 1.
      - Each takes one request for each compartment, and one more for each thousand resources that are on their way there.
    type: float
    default: 60.0
  accept:
    description:
      - States that count as success besides those of O(state), in any case. A word that is newer than this collection can be given here.
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
- name: Watch an instance, whatever happens to it, across restarts
  longops.oracle.resources:
    resource_id: ocid1.instance.oc1.iad.exampleuniqueid
    cursor_file: /var/lib/eda/resources.cursor

- name: Watch what goes on its way in a compartment, of two types
  longops.oracle.resources:
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
    resource_type: [instance, autonomous_database]

- name: Watch a database until it can be used
  longops.oracle.resources:
    resource_id: ocid1.autonomousdatabase.oc1.iad.exampleuniqueid
    state: AVAILABLE
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
    from ansible_collections.longops.oracle.plugins.module_utils._oci import connection as oci
    from ansible_collections.longops.oracle.plugins.module_utils._resources import connection, goal, scopes
    from ansible_collections.longops.oracle.plugins.module_utils._resources.client import ResourceClient
    from ansible_collections.longops.oracle.plugins.module_utils._resources.wait import ResourceGroup
except ImportError as missing:
    raise ImportError(
        f"longops.oracle.resources needs ansible-core, and the collection longops.oracle, in the Python that runs ansible-rulebook,"
        f" {sys.executable}: {missing}"
    ) from missing

NAME = "resources"
LISTS = ("compartment_id", "service", "resource_type")
#: What is said of given resources only.
ABOUT_IDS = ("state", "absent", "missing_ok", "fail_on", "parameters")


def spec() -> dict[str, Any]:
    """The arguments of AnsibleModule."""
    several = {"type": "list", "elements": "str", "default": []}
    return {
        "argument_spec": {
            **oci.connection_options(),
            **connection.naming_options(),
            **connection.goal_options(),
            **source.watch_options(),
            "compartment_id": several,
            "service": several,
            "resource_type": several,
        },
    }


def watched(run: Any) -> Watched:
    """What the options say to watch. Raises LongopsError."""
    params = dict(run.params)
    run.hide(oci.secrets(params))
    lists = {name: [each.strip() for each in params[name] if each.strip()] for name in LISTS}
    params.update((name, values[0] if len(values) == 1 else None) for name, values in lists.items())
    asked = connection.resources(params)
    _check(params, asked, lists)
    accepted = spellings(params["accept"])
    wanted = goal.watched(params, accepted)
    types = connection.types_of(lists["service"], lists["resource_type"])
    client = ResourceClient(run.closing(oci.client(params, run.secrets, accepted)))
    targets = connection.targets(client, asked or [], connection.naming(params), wanted)
    group = ResourceGroup(client, targets, options.CONNECTIONS)
    found = scopes.of_compartments(client, group, lists["compartment_id"], types, goal.Goal(accepted=accepted))
    return Watched([group], found, client.warnings.take, lambda key, status: group.resume(key.id, status))


def _check(params: Any, asked: Any, lists: Any) -> None:
    """Raises UsageError where the options do not say what to watch, or contradict each other."""
    compartments = lists["compartment_id"]
    if asked is None and not compartments:
        raise UsageError("Nothing to watch: give resource_id or compartment_id.")
    if not asked and not compartments:
        raise UsageError("Nothing to watch: resource_id names nothing.")
    given = [name for name in ABOUT_IDS if params[name]]
    if asked is None and given:
        raise UsageError(f"{' and '.join(given)} cannot be set without resource_id: what is on its way ends by itself.")
    several = [name for name in ("service", "resource_type") if len(lists[name]) > 1]
    if asked and several:
        raise UsageError(f"Beside resource_id, {several[0]} can be only one. Another event source can watch the rest.")
    if compartments:
        oci.check_version_of_several(params, "those of a compartment are several")
        oci.check_endpoint_of_several(params, "those of a compartment are several")


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Put events into the queue until ansible-rulebook ends. Raises an exception whose text is for the user."""
    await source.run(NAME, queue, args, spec(), watched)


if __name__ == "__main__":
    command.run(NAME, spec(), watched)
