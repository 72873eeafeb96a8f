#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: work_request_wait
short_description: Wait until work requests of any Oracle Cloud Infrastructure service have ended
version_added: 0.1.0
description:
  - Waits until long-running operations of Oracle Cloud Infrastructure (OCI) have ended, and fails with the service's own errors if one fails.
  - Accepts work requests of different services in one task, or waits for all that is in flight for one resource.
  - A transient error of a poll does not fail the wait. Timeouts, throttled requests and server errors are retried until the deadline.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.oci.resource
  - longops.oracle.oci.work_request_id
  - longops.oracle.wait
  - longops.oracle.attributes
  - longops.oracle.attributes.oci_group
  - longops.oracle.attributes.waiting
options:
  on_timeout:
    description:
      - What to do when an operation has not ended at the deadline. V(report) ends the task successfully, with RV(timed_out=true).
      - V(cancel) cancels every work request that has not ended, and fails. If a service does not support that, the task fails before the wait.
        Where only resources have not settled (O(then=resources)), there is nothing to cancel.
    type: str
    choices: [fail, report, cancel]
    default: fail
  logs:
    description:
      - Whose log entries to read at the end. V(failed) means those of the work requests that failed or had not ended at the deadline.
      - With V(none), the errors of those that had not ended at the deadline are not read either.
    type: str
    choices: [failed, all, none]
    default: failed
  then:
    description:
      - What to wait for once the work requests have ended. A work request that succeeded does not always mean that its resource can be used.
      - V(resources) waits, under the same deadline, until every resource that a work request has created or changed has left its transitional
        state, and until every one that it has deleted is gone. A resource that fails fails the task with what the service says about it.
      - The resources of those work requests that succeeded are waited for. With O(on_failure=fail_fast), a work request that fails ends the task.
        Resources for which an operation failed, and those that are only related to one, are not waited for.
      - A warning names a resource that has no lifecycle state, or of which it is not known how it is read. It is not waited for.
      - The resources are read at O(service_endpoint) as well, if that is set. Put C({service}) into it where their service has another host.
    type: str
    choices: [nothing, resources]
    default: nothing
    version_added: 1.0.0
notes:
  - OCI keeps work requests for 12 hours.
  - The task keyword C(timeout) kills a task without a result. The option O(timeout) ends it with one.
seealso:
  - module: longops.oracle.operation_wait
  - module: longops.oracle.work_request_info
  - name: Work requests
    description: Oracle's guide to work requests and the services that have them.
    link: https://docs.oracle.com/en-us/iaas/Content/General/Concepts/workrequestoverview.htm
"""

EXAMPLES = r"""
- name: Wait until an instance pool is running
  longops.oracle.work_request_wait:
    work_request_id: ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid

- name: Wait for the operation that an earlier task started, by its registered result
  longops.oracle.work_request_wait:
    work_request_id: "{{ launch }}"
    timeout: 3600

- name: Wait for several operations to the end of each, and fail with the errors of all
  longops.oracle.work_request_wait:
    work_request_id:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
      - ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
    on_failure: fail_at_end

- name: Wait until a database system has been created, and then until it can be used
  longops.oracle.work_request_wait:
    work_request_id: ocid1.mysqlworkrequest.oc1.iad.exampleuniqueid
    then: resources
    timeout: 7200

- name: Wait until nothing is in flight for a database system
  longops.oracle.work_request_wait:
    resource_id: ocid1.dbsystem.oc1.iad.exampleuniqueid
    timeout: 14400

# oracle.oci.oci_compute_instance with wait: false returns the resource and no work request.
- name: Wait until nothing is in flight for the instance that a task of Oracle's own collection has registered
  longops.oracle.work_request_wait:
    resource_id: "{{ instance }}"

- name: Wait ten minutes, and let the play decide about the outcome
  longops.oracle.work_request_wait:
    work_request_id: ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
    timeout: 600
    on_timeout: report
    on_failure: report
  register: patch

- name: Show the errors
  ansible.builtin.debug:
    msg: "{{ patch.work_requests[0].errors }}"
  when: patch.unsuccessful | length > 0

# The guide has a whole example that launches an instance in the first availability domain with room for it.
- name: Go on if it succeeded, or if there is no room for it, which there may be in the next availability domain
  ansible.builtin.assert:
    that: patch.failure_categories in ([], ['capacity'])

- name: Show what was created, then what was changed
  ansible.builtin.debug:
    msg: "{{ patch.resource_ids }}"
"""

RETURN = r"""
work_requests:
  description:
    - One entry for each work request, in the order given, as it was last observed.
    - The entries have the keys that M(longops.oracle.work_request_info) returns, see RV(longops.oracle.work_request_info#module:work_requests).
  returned: always
  type: list
  elements: dict
resources:
  description:
    - One entry for each resource that was waited for after the work requests, as it was last observed.
    - The entries have the keys that M(longops.oracle.resource_info) returns, see RV(longops.oracle.resource_info#module:resources).
  returned: when O(then=resources)
  type: list
  version_added: 1.0.0
  elements: dict
searched:
  description:
    - Where the work requests of O(resource_id) were searched, one entry for each resource, with the keys of
      RV(longops.oracle.work_request_info#module:searched).
  returned: when O(resource_id) is given
  type: list
  version_added: 1.0.0
  elements: dict
resource:
  description:
    - The entry of RV(searched) where O(resource_id) is one resource.
  returned: when O(resource_id) is one resource
  type: dict
succeeded:
  description: The ids of the work requests that succeeded, then of the resources that settled or are gone.
  returned: always
  type: list
  elements: str
unsuccessful:
  description:
    - The ids of the work requests and the resources that failed, were canceled, require attention (with O(on_attention=fail)) or cannot be read.
  returned: always
  type: list
  elements: str
failure_categories:
  description:
    - What kinds of reasons the operations in RV(unsuccessful) have, each once, sorted. The words are those of
      RV(longops.oracle.work_request_info#module:work_requests[].errors[].category).
    - Where an operation could not be read, the category of that error is meant. V(internal) and V(unknown) are listed only if nothing else is
      known of an operation.
  returned: always
  type: list
  version_added: 1.0.0
  elements: str
  sample: [capacity]
resource_ids:
  description:
    - The identifiers of the resources that these work requests have created, then those of the resources that they have changed or are still
      working on, each once, in order.
    - A resource that was deleted, for which the operation failed, or that is only related to the operation is not among them.
  returned: always
  type: list
  version_added: 1.0.0
  elements: str
  sample: [ocid1.nodepool.oc1.iad.exampleuniqueid]
pending:
  description: The ids of the work requests that had not ended, and of the resources that had not settled.
  returned: always
  type: list
  elements: str
canceling:
  description: The ids of the work requests for which cancellation was requested, because they had not ended at the deadline.
  returned: when O(on_timeout=cancel)
  type: list
  elements: str
timed_out:
  description: Whether the deadline came before the end of all work requests and resources.
  returned: always
  type: bool
elapsed:
  description: The duration of the wait in seconds.
  returned: always
  type: float
  sample: 42.7
polls:
  description:
    - The number of polls of all work requests and resources together. null where the connection to the host was lost, so that the module
      could not return it.
  returned: always
  type: int
report_file:
  description: The absolute path of the report, on the host of the task.
  returned: when O(report) is given and the report was written
  type: str
  sample: /home/user/reports/release-7.html
  version_added: 1.0.0
"""

from typing import Any

from ..module_utils._ansible import options, waits
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._oci import connection, resources, results
from ..module_utils._oci.cancel import cancel_pending, check_can_cancel
from ..module_utils._oci.targets import by_asked
from ..module_utils._oci.wait import WorkRequestGroup
from ..module_utils._polling import group_wait
from ..module_utils._polling.waiter import end_of_task


def body(run):
    params = run.params
    run.hide(connection.secrets(params))
    terms = waits.terms(run)
    asked = connection.asked(params)
    about = connection.resources(params)
    limits = waits.limits(run, terms)
    client = run.closing(connection.client(params, run.secrets, terms.accept, limits))
    found: dict[str, Any] = {}
    if about is not None:
        searched, targets = waits.found(run, limits, lambda: _in_flight(client, about, params))
        found.update(results.searched(searched))
    else:
        targets = by_asked(client, asked or [], params["service"])
    cancels = params["on_timeout"] == "cancel"
    if cancels:
        check_can_cancel((target.family, *target.others) for target in targets)
    group = WorkRequestGroup(client, targets, params["logs"], options.CONNECTIONS, params["compartment_id"])
    named = _named(client, group, terms) if params["then"] == "resources" else None
    outcome = waits.wait(run, [group], terms, named.groups if named is not None else None)
    watches = group_wait.of_group(outcome.watches, 0)
    found["work_requests"] = group.entries(watches)
    if named is not None:
        found["resources"] = named.group.entries(group_wait.of_group(outcome.watches, 1))
    if cancels:
        late = [watch for watch in watches if watch.outcome == "pending"]
        late = late if outcome.timed_out and not run.check_mode else []
        found["canceling"] = cancel_pending(client, targets, late, options.CONNECTIONS, end_of_task(terms))
        found["changed"] = bool(found["canceling"])
    found["warnings"] = list(client.warnings)
    return waits.ended(run, group, outcome, found, [named.group] if named is not None else [])


def _named(client, group, terms):
    """What is to be waited for after the work requests of a group."""
    # Here, because few tasks want it, and the types of all resources would cost the start of every one.
    from ..module_utils._resources.named import NamedResources

    return NamedResources(client, group, terms.accept, options.CONNECTIONS)


def _in_flight(client, about, params):
    """The lists of these resources, and what is under way there."""
    searched = resources.located(client, about, params["service"], params["compartment_id"], options.CONNECTIONS)
    return searched, resources.in_flight(client, searched, options.CONNECTIONS)


def spec():
    return {
        "argument_spec": dict(
            connection.connection_options(),
            **connection.work_request_id_option(),
            **options.wait_options(on_timeout=["fail", "report", "cancel"]),
            logs={"type": "str", "choices": ["failed", "all", "none"], "default": "failed"},
            then={"type": "str", "choices": ["nothing", "resources"], "default": "nothing"},
        ),
        "required_one_of": [("work_request_id", "resource_id")],
        "mutually_exclusive": [("work_request_id", "resource_id")],
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
