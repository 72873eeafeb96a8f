#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: work_request_info
short_description: Read work requests of any Oracle Cloud Infrastructure service
version_added: 0.1.0
description:
  - Reads work requests, the records in which Oracle Cloud Infrastructure (OCI) services keep the progress of long-running operations.
  - Knows the work-request API of every service, not only the shared one of Compute and Database.
  - Reads one or many by id, or lists those of a compartment.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.oci.work_request_id
  - longops.oracle.attributes
  - longops.oracle.attributes.oci
  - longops.oracle.attributes.info
options:
  status:
    description:
      - List only work requests with one of these statuses, such as V(IN_PROGRESS), in any case.
    type: list
    elements: str
    default: []
  operation_type:
    description:
      - List only work requests of one of these operation types, such as V(NODEPOOL_CREATE), in any case.
    type: list
    elements: str
    default: []
  max_results:
    description:
      - List at most this many work requests. Without it, all pages are read.
    type: int
  include:
    description:
      - What to read besides the work request itself, all pages of it.
      - Each needs one more request for each work request.
    type: list
    elements: str
    choices: [errors, logs]
    default: []
notes:
  - OCI keeps work requests for 12 hours.
seealso:
  - module: longops.oracle.work_request_wait
  - name: Work requests
    description: Oracle's guide to work requests and the services that have them.
    link: https://docs.oracle.com/en-us/iaas/Content/General/Concepts/workrequestoverview.htm
"""

EXAMPLES = r"""
- name: Read one work request
  longops.oracle.work_request_info:
    work_request_id: ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
  register: launch

- name: Say how far it is
  ansible.builtin.debug:
    msg: "{{ launch.work_requests[0].status }} at {{ launch.work_requests[0].percent_complete }} %"

- name: Read several, with what went wrong
  longops.oracle.work_request_info:
    work_request_id:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
      - ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
    include:
      - errors
      - logs

- name: List the node pool operations that are under way in a compartment
  longops.oracle.work_request_info:
    service: container_engine
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
    status:
      - ACCEPTED
      - IN_PROGRESS

- name: List what was done to one instance pool
  longops.oracle.work_request_info:
    resource_id: ocid1.instancepool.oc1.iad.exampleuniqueid
    max_results: 10
"""

RETURN = r"""
work_requests:
  description:
    - One entry for each id in the order asked for, or for each work request listed.
    - The keys are the same whatever the service. What a service does not say is null.
  returned: always
  type: list
  elements: dict
  contains:
    id:
      description: The id of the work request.
      type: str
      sample: ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
    service:
      description: The service that has the work request, by the name that the option O(service) takes.
      type: str
      sample: container_engine
    operation_type:
      description: What is done, in the service's words.
      type: str
      sample: NODEPOOL_CREATE
    status:
      description: The status in the service's own word.
      type: str
      sample: IN_PROGRESS
    state:
      description:
        - What the status means to somebody who waits. V(pending), V(attention) (pending, but a person must act), V(succeeded), V(failed) or V(canceled).
        - Null where the work request could not be read.
      type: str
      sample: pending
    percent_complete:
      description: How far the operation is, from 0 to 100.
      type: float
      sample: 45.0
    time_accepted:
      description: When the service accepted the operation, as the service writes it (RFC 3339).
      type: str
      sample: '2026-01-02T03:04:05.678Z'
    time_started:
      description: When the operation started.
      type: str
    time_finished:
      description: When the operation ended.
      type: str
    compartment_id:
      description: The OCID of the compartment.
      type: str
    resources:
      description: The resources that the operation affects.
      type: list
      elements: dict
      contains:
        entity_type:
          description: The kind of resource.
          type: str
          sample: nodepool
        action_type:
          description: What happens to it.
          type: str
          sample: CREATED
        identifier:
          description: The OCID or other id of the resource.
          type: str
        entity_uri:
          description: The path of the resource in the service's API.
          type: str
    errors:
      description: All errors that the service gives for the work request, oldest first. Null where they were not read.
      type: list
      elements: dict
      contains:
        code:
          description: The service's error code.
          type: str
          sample: LimitExceeded
        message:
          description: The service's error message.
          type: str
        timestamp:
          description: When the error happened.
          type: str
    logs:
      description: The log entries of the work request, oldest first. Null where they were not read.
      type: list
      elements: dict
      contains:
        message:
          description: The log line.
          type: str
        timestamp:
          description: When it was written.
          type: str
    opc_request_id:
      description: Oracle's id of the last request that read this work request. Give it to Oracle's support.
      type: str
    fault:
      description: Why the last try to read the work request failed. Null where it did not.
      type: dict
      contains:
        kind:
          description: V(transient) where trying again makes sense, V(not_found), or V(fatal).
          type: str
        message:
          description: What happened, for a person.
          type: str
        http_status:
          description: The HTTP status of the answer, if there was one.
          type: int
        code:
          description: OCI's error code, if there was one.
          type: str
        request_id:
          description: Oracle's id of the failed request.
          type: str
        retry_after:
          description: The seconds that the service asked to wait.
          type: float
resource:
  description: Where the work requests of O(resource_id) were looked for.
  returned: when O(resource_id) is given
  type: dict
  contains:
    id:
      description: The OCID of the resource.
      type: str
    service:
      description: The service, by the name that the option O(service) takes.
      type: str
      sample: container_engine
    region:
      description: The region that the OCID names. Null where it names none, so that the region of the sign-in was asked.
      type: str
      sample: iad
    compartment_ids:
      description: The compartments. Empty where the service finds work requests by the resource alone.
      type: list
      elements: str
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.longops.oracle.plugins.module_utils import _module, _report
from ansible_collections.longops.oracle.plugins.module_utils._errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci import connection, reading, results
from ansible_collections.longops.oracle.plugins.module_utils._oci.client import Filters


def read(module):
    params = module.params
    _module.hide(module, connection.secrets(params))
    asked = connection.asked(params)
    client = connection.client(params)
    if asked is None:
        where = reading.lists(client, params["service"], params["compartment_id"], params["resource_id"])
        pairs = reading.listed(
            client,
            where,
            Filters(
                resource_id=params["resource_id"],
                statuses=frozenset(word.upper() for word in params["status"]),
                operation_types=frozenset(word.upper() for word in params["operation_type"]),
            ),
            params["max_results"],
            params["include"],
            _module.CONNECTIONS,
        )
    else:
        if params["status"] or params["operation_type"] or params["max_results"] is not None:
            raise UsageError("status, operation_type and max_results choose from a list; work_request_id names its own.")
        targets = reading.targets(client, asked, params["service"])
        pairs = list(zip(targets, reading.by_id(client, targets, params["include"], _module.CONNECTIONS)))
    found = {
        "work_requests": [results.observed(target, observation) for target, observation in pairs],
        "warnings": list(client.warnings),
    }
    if params["resource_id"]:
        found["resource"] = results.resource(params["resource_id"], where)
    return found, _report.unread("work request", found["work_requests"])


def main():
    module = AnsibleModule(
        argument_spec=dict(
            connection.options(),
            **connection.work_request_id_option(),
            status={"type": "list", "elements": "str", "default": []},
            operation_type={"type": "list", "elements": "str", "default": []},
            max_results={"type": "int"},
            include={"type": "list", "elements": "str", "choices": ["errors", "logs"], "default": []},
        ),
        required_one_of=[("work_request_id", "compartment_id", "resource_id")],
        mutually_exclusive=[("work_request_id", "resource_id")],
        supports_check_mode=True,
    )
    _module.run(module, read)


if __name__ == "__main__":
    main()
