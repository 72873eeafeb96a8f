#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: resource_info
short_description: Read the lifecycle state of any resource of Oracle Cloud Infrastructure
version_added: 1.0.0
description:
  - Reads resources of Oracle Cloud Infrastructure (OCI) of any type that has a lifecycle state, and returns each state and what it means.
  - Reads one or many by id, or lists those of a compartment that are on their way to another state.
  - To wait for a state, use M(longops.oracle.resource_wait).
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.resources
  - longops.oracle.attributes
  - longops.oracle.attributes.oci_group
  - longops.oracle.attributes.at_once
options:
  resource_id:
    description:
      - OCID of the resource, or a list of OCIDs. Resources may be of different types and services.
      - The registered result of the task that made or changed a resource is accepted as well, be it of a module of C(oracle.oci), of
        M(ansible.builtin.uri), of a command that printed the JSON of Oracle's command line interface, or of a loop over these.
      - What has no OCID is given by its name, with O(service), O(resource_type) and O(parameters).
      - Without it, the resources of O(compartment_id) are listed, as OCI's Resource Search knows them. One request lists up to a thousand.
    type: raw
  compartment_id:
    description:
      - OCID of the compartment whose resources are listed. What is in its child compartments is not.
      - Beside O(resource_id) it is the compartment that the resources are in. Needed only for the few types that are read with it.
    type: str
  service:
    description:
      - The service that has the resource, as a package of Oracle's Python SDK (V(core)) or any other name that this collection knows it by
        (V(compute), V(oke)). The name of a type of resource with its service, such as V(core.instance), is accepted as well.
      - If not set, the type in the OCID determines it, where that type is known.
      - Of a compartment, only the resources of this service are listed.
    type: str
  resource_type:
    description:
      - The type of the resource, such as V(instance) or V(boot_volume_attachment). The types of each service are listed in the documentation
        of this collection, together with their states.
      - If not set, the type in the OCID determines it, where that type is known.
      - Of a compartment, only the resources of this type are listed.
    type: str
  in_flight:
    description:
      - List only resources that are on their way to another state, such as V(STOPPING). Otherwise all that Resource Search knows.
      - The default is V(true) where a compartment is listed.
    type: bool
  max_results:
    description:
      - List at most this many resources, the newest. In any case no more than the newest 10,000 are read.
    type: int
  missing_ok:
    description:
      - Whether a resource that the service does not know is no error. Its entry has RV(resources[].absent=true), then. Services answer the same
        for what the user may not read.
    type: bool
    default: false
notes:
  - Resource Search does not have resources of all types, and lags behind the services, mostly by seconds. Read a resource by its id to be sure.
seealso:
  - module: longops.oracle.resource_wait
  - module: longops.oracle.work_request_info
"""

EXAMPLES = r"""
- name: Read the state of an instance and of a database
  longops.oracle.resource_info:
    resource_id:
      - ocid1.instance.oc1.iad.exampleuniqueid
      - ocid1.autonomousdatabase.oc1.iad.exampleuniqueid
  register: now

- name: Show them
  ansible.builtin.debug:
    msg: "{{ now.resources | map(attribute='status') }}"

- name: Read the state of an add-on, which has no OCID
  longops.oracle.resource_info:
    service: container_engine
    resource_type: addon
    resource_id: CertManager
    parameters:
      cluster_id: ocid1.cluster.oc1.iad.exampleuniqueid
    region: us-ashburn-1

- name: List what is on its way in a compartment
  longops.oracle.resource_info:
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
  register: on_their_way

- name: Show it as a table
  ansible.builtin.debug:
    msg: "{{ on_their_way.table }}"

- name: List all instances of a compartment
  longops.oracle.resource_info:
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
    service: core
    resource_type: instance
    in_flight: false
"""

RETURN = r"""
resources:
  description:
    - One entry for each resource, in the order given, or for each that is listed, the newest first.
    - The keys are the same for every type of resource. What a service does not provide is null.
    - In a list, C(answer) is what Resource Search knows. There C(service) is null, and C(resource_type) is the word of Resource Search, for a type
      that this collection cannot read by id, and C(status) and C(state) are null for what has no lifecycle state.
  returned: always
  type: list
  elements: dict
  contains:
    id:
      description: The OCID of the resource. For one that has none, the ids of what it lies under and its own, with slashes between them.
      type: str
      sample: ocid1.instance.oc1.iad.exampleuniqueid
    resource_id:
      description: The id of the resource, without what it lies under.
      type: str
      sample: ocid1.instance.oc1.iad.exampleuniqueid
    service:
      description: The service that has the resource, by the name that O(service) takes.
      type: str
      sample: core
    resource_type:
      description: The type of the resource, by the name that O(resource_type) takes.
      type: str
      sample: instance
    operation_type:
      description: The type of the resource and what it is waited for to become, as messages show it.
      type: str
      sample: instance to STOPPED
    display_name:
      description: The name that users gave to the resource.
      type: str
      sample: web-1
    status:
      description: The lifecycle state in the service's own word. Where the resource is gone, the answer that says so.
      type: str
      sample: STOPPING
    state:
      description:
        - What the status means for the wait. V(pending), V(attention) (pending, but a user must act), V(succeeded), V(failed) or V(canceled).
        - Null where the resource could not be read.
      type: str
      sample: pending
    goal:
      description: The states that are waited for, V(settled) or V(absent).
      type: list
      elements: str
      sample: [STOPPED]
    absent:
      description: Whether the service does not know the resource, where that was the goal.
      type: bool
    percent_complete:
      description: Always null. Resources have no percentage.
      type: float
    time_accepted:
      description: Always null. Resources do not say when a change began.
      type: str
    time_started:
      description: Always null.
      type: str
    time_finished:
      description: Always null.
      type: str
    time_created:
      description: When the resource was created, as the service writes it (RFC 3339).
      type: str
      sample: '2026-01-02T03:04:05.678Z'
    time_updated:
      description: When the resource was changed last, where the service says so.
      type: str
    compartment_id:
      description: OCID of the compartment.
      type: str
    explanation:
      description: What the service says of the state (C(lifecycleDetails)), why a state is an end that is not the goal, and how the latest work request ended.
      type: str
    errors:
      description:
        - The errors of the latest work request of the resource, if that failed. Null where they were not read, which they are only for
          resources that failed or were still pending at the deadline.
      type: list
      elements: dict
      contains:
        code:
          description: The service's error code.
          type: str
        message:
          description: The service's message.
          type: str
        timestamp:
          description: When it happened.
          type: str
        category:
          description: The kind of reason, see RV(longops.oracle.work_request_info#module:work_requests[].errors[].category).
          type: str
    logs:
      description: Always null.
      type: list
      elements: dict
    work_request:
      description: The latest work request of the resource, where its errors were read and the service has one.
      type: dict
      contains:
        id:
          description: Its id, for M(longops.oracle.work_request_info).
          type: str
        service:
          description: The service that has the work request.
          type: str
        operation_type:
          description: The type of the operation.
          type: str
        status:
          description: Its status in the service's word.
          type: str
        time_accepted:
          description: When the service accepted it.
          type: str
        time_finished:
          description: When it ended.
          type: str
    answer:
      description: What the service answered about the resource, whole and in its own names.
      type: raw
    retry_after:
      description: The seconds after which the service asks for the next request, as it said with the latest answer.
      type: float
    opc_request_id:
      description: The id of the latest request for the resource, by which Oracle's support finds it.
      type: str
    fault:
      description: Why the latest attempt to read the resource failed. Null where it did not.
      type: dict
      contains:
        kind:
          description: V(transient) where a retry makes sense, V(not_found), V(unresolved) where the name of a host is not known, or V(fatal).
          type: str
        message:
          description: What happened, as a sentence.
          type: str
        http_status:
          description: The HTTP status of the answer, if there was one.
          type: int
        code:
          description: The service's error code, if there was one.
          type: str
        request_id:
          description: The C(opc-request-id) of the request.
          type: str
        retry_after:
          description: The seconds after which the service allows a retry.
          type: float
        category:
          description: What kind of reason it is, in the words of the C(category) of an error. V(unknown) where no answer came.
          type: str
table:
  description:
    - The listed resources as lines of text in columns, below a header, for display.
    - Null where resources were given by id.
  returned: always
  type: list
  elements: str
"""

from ..module_utils._ansible import options
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._core.errors import UsageError
from ..module_utils._oci import connection as oci
from ..module_utils._resources import connection, read as _read, results
from ..module_utils._resources.client import ResourceClient
from ..module_utils._resources.kind import KIND
from ..module_utils._text import messages


def body(run):
    params = run.params
    run.hide(oci.secrets(params))
    asked = connection.resources(params)
    client = ResourceClient(run.closing(oci.client(params, run.secrets)))
    if asked is None:
        return _listed(client, params), None
    if params["in_flight"] is not None or params["max_results"] is not None:
        raise UsageError("in_flight and max_results choose from the list of a compartment; resource_id names its own.")
    targets = connection.targets(client, asked, connection.naming(params))
    seen = _read.by_id(client, targets, params["missing_ok"], options.CONNECTIONS)
    entries = [results.entry(target, observation) for target, observation in zip(targets, seen)]
    return _found(client, entries, None), messages.unread(KIND.noun, entries)


def _listed(client, params):
    from ..module_utils._resources import listing  # a poll costs what it imports
    from ..module_utils._text import table

    options.check_most(params["max_results"])
    if params["parameters"] or params["missing_ok"]:
        raise UsageError("parameters and missing_ok are about resources that resource_id names.")
    in_flight = params["in_flight"] is not False
    types = connection.types_of(*([params[name]] if params[name] else [] for name in ("service", "resource_type")))
    entries = listing.in_compartment(client.oci, params["compartment_id"], in_flight, types, params["max_results"])
    return _found(client, entries, table.resource_lines(entries))


def _found(client, entries, table):
    return {"resources": entries, "table": table, "warnings": list(client.warnings)}


def spec():
    return {
        "argument_spec": {
            **oci.connection_options(),
            **connection.naming_options(),
            "resource_id": {"type": "raw"},
            "missing_ok": {"type": "bool", "default": False},
            "in_flight": {"type": "bool"},
            "max_results": {"type": "int"},
        },
        "required_one_of": [("resource_id", "compartment_id")],
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
