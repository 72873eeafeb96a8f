#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: operation_wait
short_description: Wait until any mix of Oracle's long-running operations has ended
version_added: 1.0.0
description:
  - Waits until long-running operations have ended, work requests of Oracle Cloud Infrastructure (OCI), asynchronous requests of
    Oracle GoldenGate, and resources of OCI on their way to a lifecycle state, and fails with the errors of every one that failed.
  - Accepts any mix of services, tenancies, regions and deployments in one task. One process watches them all, with one deadline.
  - A transient error of a poll does not fail the wait. Timeouts, throttled requests and server errors are retried until the deadline.
  - The modules M(longops.oracle.work_request_wait), M(longops.oracle.request_status_wait) and M(longops.oracle.resource_wait) do the
    same for one kind of operation.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.goldengate
  - longops.oracle.wait
  - longops.oracle.attributes
  - longops.oracle.attributes.waiting
attributes:
  action_group:
    description: >-
      Use C(group/longops.oracle.oci) and C(group/longops.oracle.goldengate) in C(module_defaults) to set options of all modules for OCI,
      and of all modules for GoldenGate, at once.
    support: full
    membership:
      - longops.oracle.oci
      - longops.oracle.goldengate
options:
  operations:
    description:
      - The operations to wait for. An entry of the list is the id of a work request, the registered result of the task that started it,
        or a dictionary.
      - A dictionary has one of the keys C(work_request_id), C(resource_id) and C(request_id).
      - C(work_request_id) takes what the option of that name of M(longops.oracle.work_request_wait) takes.
      - C(resource_id) takes what the option of that name of M(longops.oracle.work_request_wait) takes, and means everything that is in
        flight for these resources. A registered result that has a resource and no work request, such as one of a module of
        C(oracle.oci) or of M(longops.oracle.resource_wait), means that as well without this key.
      - With one of the keys C(state), C(absent), C(fail_on) and C(missing_ok) beside it, C(resource_id) means the resources themselves,
        on their way to a lifecycle state or to be gone. These keys, C(resource_type) and C(parameters) take what the options of these names
        of M(longops.oracle.resource_wait) take. C(state) with V(settled) is any state that is not transitional.
      - A resource that several entries name is waited for once. They must name the same goal.
      - C(request_id) takes what the option of that name of M(longops.oracle.request_status_wait) takes, a request of GoldenGate.
        The registered result of a call that was complete when it was answered counts as succeeded.
      - Beside C(work_request_id) and C(resource_id), the key C(service) names the service, where the OCID does not name it, and
        C(compartment_id) the compartment.
      - The key C(options) has options of its own for the entry. Beside C(work_request_id) and C(resource_id) they are named like the options
        for connection and authentication of M(longops.oracle.work_request_wait), beside C(request_id) like those of
        M(longops.oracle.request_status_wait). What they do not set is taken from the options of the task. Where they set a token, the
        user name and the password of the task are not used for the entry, nor its token where they set one of these.
      - Entries with the same options share their connections and their authentication.
      - Registered results of tasks that were skipped contain no operation, and are passed over.
      - If entries are invalid, the task fails with one message about all of them, with their numbers, before any request is sent.
    type: list
    elements: raw
    required: true
  compartment_id:
    description:
      - OCID of the compartment of those work requests and resources whose entry does not name one.
    type: str
  url:
    description:
      - Address of GoldenGate, up to and without C(/services). It is the address of one service on its own port
        (V(https://host:9012)), of a reverse proxy or of OCI GoldenGate (V(https://host)).
      - A URL that contains credentials is an error.
      - Needed only if the list has an entry with C(request_id) that sets no C(url) in its own C(options).
      - Falls back to the environment variable E(OGG_URL).
    type: str
    required: false
  service:
    description:
      - The service of GoldenGate that accepted the calls, behind a reverse proxy. V(adminsrvr), V(distsrvr), V(recvsrvr), V(pmsrvr),
        V(ServiceManager), or the name that an administrator gave to another one.
      - The default is V(adminsrvr) if O(deployment) is set.
      - It has no effect on work requests. An entry for OCI names its service with its own key C(service).
      - Falls back to the environment variable E(OGG_SERVICE).
    type: str
  on_timeout:
    description:
      - What to do when an operation has not ended at the deadline. V(report) ends the task successfully, with RV(timed_out=true).
      - V(cancel) cancels every work request that has not ended, and fails. If a service does not support that, the task fails before the wait.
        Requests of GoldenGate go on, because it has no way to cancel them, and so do resources, whose states cannot be canceled.
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
notes:
  - OCI keeps work requests for 12 hours.
  - The task keyword C(timeout) kills a task without a result. The option O(timeout) ends it with one.
seealso:
  - module: longops.oracle.work_request_wait
  - module: longops.oracle.request_status_wait
  - module: longops.oracle.resource_wait
  - name: Work requests
    description: Oracle's guide to work requests and the services that have them.
    link: https://docs.oracle.com/en-us/iaas/Content/General/Concepts/workrequestoverview.htm
"""

EXAMPLES = r"""
- name: Wait for two work requests of different services
  longops.oracle.operation_wait:
    operations:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
      - ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
    timeout: 3600

- name: Wait for operations of two tenancies and of GoldenGate, and for whatever is in flight for a resource
  longops.oracle.operation_wait:
    operations:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid # an id
      - "{{ launch }}" # the registered result of the task that started the operation
      - work_request_id: ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
        options: # of its own
          config_profile_name: STANDBY
          region: us-phoenix-1
      - resource_id: ocid1.dbsystem.oc1.iad.exampleuniqueid # everything that is in flight for it
      - "{{ instance }}" # the registered result of a module of oracle.oci means what is in flight for the resource
      - request_id: "{{ extract }}" # the registered result of a call to GoldenGate
        options:
          url: https://goldengate.example.com:9012
          username: oggadmin
          password: "{{ vault_ogg_password }}"
    timeout: 7200
    on_failure: fail_at_end
    on_timeout: cancel

- name: Wait until an instance has stopped, its old volume is gone, and a database that is being created can be used
  longops.oracle.operation_wait:
    operations:
      - resource_id: ocid1.instance.oc1.iad.exampleuniqueid
        state: STOPPED
      - resource_id: ocid1.volume.oc1.iad.exampleuniqueid
        absent: true
      - resource_id: "{{ database }}" # the registered result of a module of oracle.oci
        state: AVAILABLE
    timeout: 7200

- name: Wait for a patch, and let the play decide about the outcome
  longops.oracle.operation_wait:
    operations:
      - "{{ patch }}"
    on_failure: report
    on_timeout: report
  register: patched

- name: Show how it ended
  ansible.builtin.debug:
    msg: "{{ patched.report }}"
"""

RETURN = r"""
work_requests:
  description:
    - One entry for each work request, in the order given, as it was last observed.
    - The entries have the keys that M(longops.oracle.work_request_info) returns, see RV(longops.oracle.work_request_info#module:work_requests).
  returned: always
  type: list
  elements: dict
requests:
  description:
    - One entry for each request of GoldenGate, in the order given, as it was last observed.
    - The entries have the keys that M(longops.oracle.request_status_info) returns, see RV(longops.oracle.request_status_info#module:requests).
  returned: always
  type: list
  elements: dict
resources:
  description:
    - One entry for each resource that is waited for itself, in the order given, as it was last observed.
    - The entries have the keys that M(longops.oracle.resource_info) returns, see RV(longops.oracle.resource_info#module:resources).
  returned: always
  type: list
  elements: dict
succeeded:
  description: The ids of the operations that succeeded, in the order given. Calls that were complete when they were answered have no id, and are not listed.
  returned: always
  type: list
  elements: str
unsuccessful:
  description: The ids of the operations that failed, were canceled, require attention (with O(on_attention=fail)) or cannot be read.
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
  elements: str
  sample: [capacity]
resource_ids:
  description:
    - The identifiers of the resources that the operations have created, then those of the resources that they have changed or are still
      working on, and of those that are waited for themselves and are there, each once, in order.
    - A resource that was deleted, for which the operation failed, or that is only related to the operation is not among them.
    - Requests of GoldenGate name no resources.
  returned: always
  type: list
  elements: str
  sample: [ocid1.nodepool.oc1.iad.exampleuniqueid]
pending:
  description: The ids of the operations that had not ended.
  returned: always
  type: list
  elements: str
canceling:
  description: The ids of the work requests for which cancellation was requested, because they had not ended at the deadline.
  returned: when O(on_timeout=cancel)
  type: list
  elements: str
not_started:
  description: The reasons why nothing could be polled, such as invalid entries or missing credentials. Empty otherwise.
  returned: always
  type: list
  elements: str
timed_out:
  description: Whether the deadline came before the end of all operations.
  returned: always
  type: bool
elapsed:
  description: The duration of the wait in seconds.
  returned: always
  type: float
  sample: 42.7
polls:
  description: The number of polls of all operations together. null where the connection to the host was lost, so that the module could not return it.
  returned: always
  type: int
report_file:
  description: The absolute path of the report, on the host of the task.
  returned: when O(report) is given and the report was written
  type: str
  sample: /home/user/reports/release-7.html
  version_added: 1.0.0
report:
  description:
    - The outcome as a text of several lines. First how many operations succeeded, failed or did not end, then the errors and the latest log
      entry of each that did not succeed.
    - If the task fails, this is its message.
  returned: always
  type: str
"""

from ..module_utils._ansible import options, waits
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._operations import groups, options as operation_options, results


def body(run):
    made = groups.make(run)
    if made.faults:
        return results.refused(made.faults, run.params)
    outcome = waits.wait(run, made.groups, made.terms)
    return results.ended(run, made, outcome)


def spec():
    return {
        "argument_spec": dict(
            operation_options.of_module(),
            operations={"type": "list", "elements": "raw", "required": True},
            **options.wait_options(on_timeout=["fail", "report", "cancel"]),
            logs={"type": "str", "choices": ["failed", "all", "none"], "default": "failed"},
        ),
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
