#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: resource_wait
short_description: Wait until resources of Oracle Cloud Infrastructure have the state that they are to have
version_added: 1.0.0
description:
  - Waits until resources of Oracle Cloud Infrastructure (OCI) are in a lifecycle state, or are gone, and fails with what the service says
    if they come to a state that is a failure.
  - Many operations have no work request, such as stopping an instance or attaching a volume. And a work request that succeeded does not always
    mean that the resource can be used.
  - Accepts resources of any service and type that have a lifecycle state, many of them in one task.
  - A transient error of a poll does not fail the wait. Timeouts, throttled requests and server errors are retried until the deadline.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.resources
  - longops.oracle.resources.goal
  - longops.oracle.wait
  - longops.oracle.attributes
  - longops.oracle.attributes.oci_group
  - longops.oracle.attributes.waiting
options:
  resource_id:
    description:
      - OCID of the resource, or a list of OCIDs. Resources may be of different types and services.
      - The registered result of the task that made or changed a resource is accepted as well, be it of a module of C(oracle.oci), of
        M(ansible.builtin.uri), of a command that printed the JSON of Oracle's command line interface, or of a loop over these.
      - What has no OCID is given by its name, with O(service), O(resource_type) and O(parameters).
    type: raw
    required: true
notes:
  - The task keyword C(timeout) kills a task without a result. The option O(timeout) ends it with one.
seealso:
  - module: longops.oracle.operation_wait
  - module: longops.oracle.work_request_wait
  - module: longops.oracle.resource_info
"""

EXAMPLES = r"""
- name: Wait until an instance has stopped
  longops.oracle.resource_wait:
    resource_id: ocid1.instance.oc1.iad.exampleuniqueid
    state: STOPPED

- name: Wait until a database that an earlier task has created can be used
  longops.oracle.resource_wait:
    resource_id: "{{ database }}" # the registered result of a module of oracle.oci
    state: AVAILABLE
    timeout: 7200

- name: Wait until a volume attachment and an instance are gone
  longops.oracle.resource_wait:
    resource_id:
      - ocid1.volumeattachment.oc1.iad.exampleuniqueid
      - ocid1.instance.oc1.iad.exampleuniqueid
    absent: true
    on_failure: fail_at_end

- name: Wait until an add-on of a cluster, which has no OCID, is active
  longops.oracle.resource_wait:
    service: container_engine
    resource_type: addon
    resource_id: CertManager
    parameters:
      cluster_id: ocid1.cluster.oc1.iad.exampleuniqueid
    state: ACTIVE
    region: us-ashburn-1

- name: Wait until none of these resources is on its way to another state
  longops.oracle.resource_wait:
    resource_id: "{{ network }}"
"""

RETURN = r"""
resources:
  description:
    - One entry for each resource, in the order given, as it was last observed.
    - The entries have the keys that M(longops.oracle.resource_info) returns, see RV(longops.oracle.resource_info#module:resources).
  returned: always
  type: list
  elements: dict
succeeded:
  description: The ids of the resources that have reached their goal.
  returned: always
  type: list
  elements: str
unsuccessful:
  description: The ids of the resources that have failed, can reach their goal no more, require attention (with O(on_attention=fail)) or cannot be read.
  returned: always
  type: list
  elements: str
failure_categories:
  description:
    - What kinds of reasons the resources in RV(unsuccessful) have, each once, sorted. The words are those of
      RV(longops.oracle.work_request_info#module:work_requests[].errors[].category).
    - Where a resource could not be read, the category of that error is meant. V(internal) and V(unknown) are listed only if nothing else is
      known of a resource.
  returned: always
  type: list
  elements: str
  sample: [capacity]
resource_ids:
  description: The ids of the resources that are there, in order.
  returned: always
  type: list
  elements: str
  sample: [ocid1.instance.oc1.iad.exampleuniqueid]
pending:
  description: The ids of the resources that had not reached their goal.
  returned: always
  type: list
  elements: str
timed_out:
  description: Whether the deadline came before the goal of all resources.
  returned: always
  type: bool
elapsed:
  description: The duration of the wait in seconds.
  returned: always
  type: float
  sample: 42.7
polls:
  description: The number of polls of all resources together. null where the connection to the host was lost, so that the module could not return it.
  returned: always
  type: int
report_file:
  description: The absolute path of the report, on the host of the task.
  returned: when O(report) is given and the report was written
  type: str
  sample: /home/user/reports/release-7.html
"""

from ..module_utils._ansible import options, waits
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._oci import connection as oci
from ..module_utils._resources import connection, goal
from ..module_utils._resources.client import ResourceClient
from ..module_utils._resources.wait import ResourceGroup


def body(run):
    params = run.params
    run.hide(oci.secrets(params))
    terms = waits.terms(run)
    wanted = goal.parse(params, terms.accept)
    asked = connection.resources(params) or []
    client = ResourceClient(run.closing(oci.client(params, run.secrets, terms.accept, waits.limits(run, terms))))
    targets = connection.targets(client, asked, connection.naming(params), wanted)
    group = ResourceGroup(client, targets, options.CONNECTIONS)
    outcome = waits.wait(run, [group], terms)
    found = {"resources": group.entries(outcome.watches), "warnings": list(client.warnings)}
    return waits.ended(run, group, outcome, found)


def spec():
    return {
        "argument_spec": {
            **oci.connection_options(),
            **connection.naming_options(),
            **connection.goal_options(),
            "resource_id": {"type": "raw", "required": True},
            **options.wait_options(),
        },
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
