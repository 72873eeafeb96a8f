#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: work_request_wait
short_description: Wait until work requests of any Oracle Cloud Infrastructure service are over
version_added: 0.1.0
description:
  - Waits until long-running operations of Oracle Cloud Infrastructure (OCI) have ended, and fails with the service's own errors where they failed.
  - Takes work requests of different services in one task, or waits for all that is under way for one resource.
  - A failing look does not fail the wait. Time-outs, throttling and server errors are tried again until the deadline.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.oci.work_request_id
  - longops.oracle.wait
  - longops.oracle.attributes
  - longops.oracle.attributes.oci
  - longops.oracle.attributes.wait
options:
  on_timeout:
    description:
      - What to do when an operation is not over at the deadline. V(report) ends the task well, with RV(timed_out=true).
      - V(cancel) asks the service to cancel what is not over, and fails. A service that cannot cancel is told at once, before the wait.
    type: str
    choices: [fail, report, cancel]
    default: fail
  logs:
    description:
      - Whose log entries to read at the end. V(failed) means of the work requests that failed or were not over in time.
      - With V(none) the errors of those that were not over in time are not read either.
    type: str
    choices: [failed, all, none]
    default: failed
notes:
  - OCI keeps work requests for 12 hours.
  - The task keyword C(timeout) kills a task without a result. The option O(timeout) ends it with one.
seealso:
  - module: longops.oracle.work_request_info
  - name: Work requests
    description: Oracle's guide to work requests and the services that have them.
    link: https://docs.oracle.com/en-us/iaas/Content/General/Concepts/workrequestoverview.htm
"""

EXAMPLES = r"""
- name: Wait until an instance pool is there
  longops.oracle.work_request_wait:
    work_request_id: ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid

- name: Wait for what a call started, with its registered result
  longops.oracle.work_request_wait:
    work_request_id: "{{ launch }}"
    timeout: 3600

- name: Wait for several operations, let all of them end, and fail with every error
  longops.oracle.work_request_wait:
    work_request_id:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
      - ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
    on_failure: fail_at_end

- name: Wait until nothing is under way for a database system
  longops.oracle.work_request_wait:
    resource_id: ocid1.dbsystem.oc1.iad.exampleuniqueid
    timeout: 14400

- name: Wait ten minutes, and decide afterwards
  longops.oracle.work_request_wait:
    work_request_id: ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
    timeout: 600
    on_timeout: report
    on_failure: report
  register: patch

- name: Say what went wrong
  ansible.builtin.debug:
    msg: "{{ patch.work_requests[0].errors }}"
  when: patch.unsuccessful | length > 0
"""

RETURN = r"""
work_requests:
  description:
    - One entry for each work request, in the order asked for, as it was last seen.
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
succeeded:
  description: The ids of the work requests that succeeded.
  returned: always
  type: list
  elements: str
unsuccessful:
  description:
    - The ids of the work requests that failed, were canceled, wait for a person (with O(on_attention=fail)) or cannot be read.
  returned: always
  type: list
  elements: str
pending:
  description: The ids of the work requests that were not over.
  returned: always
  type: list
  elements: str
canceling:
  description: The ids of the work requests that were asked to be canceled because they were not over in time.
  returned: when O(on_timeout=cancel)
  type: list
  elements: str
timed_out:
  description: Whether the deadline came before the end.
  returned: always
  type: bool
elapsed:
  description: The seconds that the wait took.
  returned: always
  type: float
  sample: 42.7
polls:
  description: How many looks were taken at all work requests together.
  returned: always
  type: int
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._ansible import options, runner
from ..module_utils._oci import (
    cancel as _cancel,
    connection,
    read as _read,
    results,
    targets as _targets,
    wait as _wait,
)
from ..module_utils._oci.cancel import check_can_cancel


def wait(module):
    params = module.params
    runner.hide(module, connection.secrets(params))
    terms = options.terms(params)
    asked = connection.asked(params)
    client = connection.client(params, terms.accept)
    if asked is None:
        where = _targets.lists(client, params["service"], params["compartment_id"], params["resource_id"])
        targets = _read.in_flight(client, where, params["resource_id"], options.CONNECTIONS)
    else:
        targets = _targets.targets(client, asked, params["service"])
    cancels = params["on_timeout"] == "cancel"
    if cancels:
        check_can_cancel(target.family for target in targets)
    if module.check_mode:  # look, but do not wait
        terms = terms._replace(timeout=0.0, on_failure="report")
    outcome = _wait.wait(client, targets, terms, params["logs"], options.CONNECTIONS, params["compartment_id"])
    found = {
        "work_requests": [results.watched(target, watch) for target, watch in zip(targets, outcome.watches)],
        "warnings": list(client.warnings),
    }
    if asked is None:
        found["resource"] = results.resource(params["resource_id"], where)
    if cancels:
        late = outcome.of("pending") if outcome.timed_out and not module.check_mode else []
        found["canceling"] = _cancel.cancel_those(client, targets, [watch.id for watch in late], options.CONNECTIONS)
        found["changed"] = bool(found["canceling"])
        found["warnings"] = list(client.warnings)
    return runner.waited(module, "work request", "work_requests", outcome, found)


def main():
    module = AnsibleModule(
        argument_spec=dict(
            connection.connection_options(),
            **connection.work_request_id_option(),
            **options.wait_options(on_timeout=["fail", "report", "cancel"]),
            logs={"type": "str", "choices": ["failed", "all", "none"], "default": "failed"},
        ),
        required_one_of=[("work_request_id", "resource_id")],
        mutually_exclusive=[("work_request_id", "resource_id")],
        supports_check_mode=True,
    )
    runner.run(module, wait)


if __name__ == "__main__":
    main()
