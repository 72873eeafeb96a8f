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
  - Supports the work-request API of every service, not only the one that Compute, Database and others share.
  - Reads one or many by id, or lists those of a compartment, of one service or of all services at once.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.oci.resource
  - longops.oracle.oci.work_request_id
  - longops.oracle.attributes
  - longops.oracle.attributes.oci_group
  - longops.oracle.attributes.at_once
options:
  service:
    description:
      - The service whose API has the work requests. Either a package of Oracle's Python SDK (V(container_engine)), the
        documented name (V(Kubernetes Engine)), or an everyday name (V(oke)).
      - Services with several kinds of work requests have one name for each, such as V(identity.tagging).
      - If the name is that of such a service itself, its kinds are tried one after the other where the first does not know a work request.
      - If not set, the service is derived from the type in the OCID of the work request or of O(resource_id), where that type is known.
        Without either, lists are read from V(work_requests), the API that Compute, Networking, Database and others share.
      - With V(all), or several names, the work requests of all these services that are in flight in O(compartment_id) are listed.
        RV(skipped_services) has the services that could not be read.
      - With V(all), RV(resources) has the resources that are on their way to another state without such a work request, unless O(status),
        O(operation_type) or O(in_flight=false) choose others than what is in flight.
    type: list
    elements: str
  status:
    description:
      - List only work requests with one of these statuses, such as V(IN_PROGRESS), in any case. V(CANCELED) means V(CANCELLED) as well, and the other
        way round.
    type: list
    elements: str
    default: []
  operation_type:
    description:
      - List only work requests of one of these operation types, such as V(NODEPOOL_CREATE), in any case.
    type: list
    elements: str
    default: []
  in_flight:
    description:
      - List only work requests that have not ended.
      - If not set, V(true) where O(service) is V(all) or several and O(status) is not set.
    type: bool
  max_results:
    description:
      - List at most this many work requests. Without it, all pages are read.
      - With several services these are the newest of all. In any case no more than ten pages of fifty are read of each service.
    type: int
  timeout:
    description:
      - Seconds for reading several services. What has been read by then is returned.
      - Used only where O(service) is V(all) or several.
    type: float
    default: 30.0
  include:
    description:
      - What to read in addition to the work request itself, all pages of it.
      - Each choice takes one more request for each work request.
    type: list
    elements: str
    choices: [errors, logs]
    default: []
notes:
  - OCI keeps work requests for 12 hours.
  - Where O(service) is V(all) or several, O(service_endpoint) must contain C({service}), which is replaced by the name of each service.
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

- name: Show its progress
  ansible.builtin.debug:
    msg: "{{ launch.work_requests[0].status }} at {{ launch.work_requests[0].percent_complete }} %"

- name: Read several work requests, with their errors and log entries
  longops.oracle.work_request_info:
    work_request_id:
      - ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueid
      - ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
    include:
      - errors
      - logs

- name: List the Kubernetes operations that are in flight in a compartment
  longops.oracle.work_request_info:
    service: container_engine
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
    status:
      - ACCEPTED
      - IN_PROGRESS

- name: List what is in flight in a compartment, in all services
  longops.oracle.work_request_info:
    service: all
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
  register: in_flight

- name: Show it as a table
  ansible.builtin.debug:
    msg: "{{ in_flight.table }}"

- name: List what failed in two services
  longops.oracle.work_request_info:
    service: [oke, mysql]
    compartment_id: ocid1.compartment.oc1..exampleuniqueid
    status: FAILED
    include: errors

- name: List the operations on one instance pool
  longops.oracle.work_request_info:
    resource_id: ocid1.instancepool.oc1.iad.exampleuniqueid
    max_results: 10
"""

RETURN = r"""
work_requests:
  description:
    - One entry for each id in the order given, or for each work request listed.
    - Those of several services are sorted by service, the newest of each first.
    - The keys are the same for every service. What a service does not provide is null.
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
      description: The type of the operation, in the service's words.
      type: str
      sample: NODEPOOL_CREATE
    status:
      description: The status in the service's own word.
      type: str
      sample: IN_PROGRESS
    state:
      description:
        - What the status means for a wait. V(pending), V(attention) (pending, but a user must act), V(succeeded), V(failed) or V(canceled).
        - Null where the work request could not be read.
      type: str
      sample: pending
    percent_complete:
      description: The percentage of the operation that is complete, from 0 to 100. Null where the service gives none, or no number in that range.
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
      description: The resources that the operation affects, also those that stand elsewhere in the service's answer, as that of a load balancer does.
      type: list
      elements: dict
      contains:
        entity_type:
          description: The kind of resource.
          type: str
          sample: nodepool
        action_type:
          description: What the operation does to it.
          type: str
          sample: CREATED
        identifier:
          description: The OCID or other id of the resource.
          type: str
        entity_uri:
          description: The path of the resource in the service's API.
          type: str
    errors:
      description: All errors that the service reports for the work request, oldest first. Null where they were not read.
      type: list
      elements: dict
      contains:
        category:
          description:
            - What kind of reason it is, so that a play can decide what to do about it, whatever the code and the text. One of V(capacity) (the
              service has no room for it there), V(limit) (a limit or quota is reached), V(authorization), V(conflict) (the state of a resource,
              or another operation, does not allow it), V(invalid) (the same request would fail again), V(not_found), V(throttled),
              V(internal) (the service is at fault), and V(unknown).
            - C(NotAuthorizedOrNotFound) is V(not_found). OCI does not tell whether a resource does not exist or is hidden from the user.
          type: str
          version_added: 1.0.0
          sample: limit
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
    explanation:
      description:
        - What the service says about the work request outside its errors and log entries, such as the message of a load balancer, and about its
          resources. Of JSON only the sentence in it.
        - Null where it says nothing.
      type: str
      version_added: 1.0.0
      sample: Listener port 443 is already in use
    answer:
      description:
        - The work request as the service answered it, with all fields, under the service's own names. As the list has it where a list was read.
        - What is too long or too deep for a result is replaced by a text that says so.
        - Null where the work request was not read, and in the lines of a progress file, of which a result is made if the connection to the host is lost.
      type: dict
      version_added: 1.0.0
    retry_after:
      description: The seconds after which the service asks to read the work request again. Null where its last answer did not say.
      type: float
      version_added: 1.0.0
      sample: 30.0
    opc_request_id:
      description:
        - The id of the last request that read this work request, which Oracle's support asks for. If no answer came, the id that was sent,
          see O(opc_request_id).
      type: str
    fault:
      description: Why the last attempt to read the work request failed. Null where it did not.
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
          description: OCI's error code, if there was one.
          type: str
        request_id:
          description: Oracle's id of the failed request. If no answer came, the id that was sent, see O(opc_request_id).
          type: str
        retry_after:
          description: The seconds after which the service allows a retry.
          type: float
        category:
          description: What kind of reason it is, in the words of the C(category) of an error. V(unknown) where no answer came.
          type: str
          version_added: 1.0.0
resource_ids:
  description:
    - The identifiers of the resources that these work requests have created, then those of the resources that they have changed or are still
      working on, each once.
    - A resource that was deleted, for which the operation failed, or that is only related to the operation is not among them.
  returned: always
  type: list
  version_added: 1.0.0
  elements: str
  sample: [ocid1.nodepool.oc1.iad.exampleuniqueid]
searched:
  description: Where the work requests of O(resource_id) were searched, one entry for each resource.
  returned: when O(resource_id) is given, and O(service) is neither V(all) nor several
  type: list
  version_added: 1.0.0
  elements: dict
  contains:
    id:
      description: The OCID of the resource.
      type: str
    service:
      description: The service, by the name that the option O(service) takes.
      type: str
      sample: container_engine
    region:
      description: >-
        The region whose list was read, which O(region) or else the OCID names. Null where neither does, so that it is that of the profile or the
        environment.
      type: str
      sample: iad
    compartment_ids:
      description: The compartments. Empty where the service finds work requests by the resource alone.
      type: list
      elements: str
resource:
  description: The entry of RV(searched) where O(resource_id) is one resource.
  returned: when O(resource_id) is one resource, and O(service) is neither V(all) nor several
  type: dict
skipped_services:
  description:
    - The services of which RV(work_requests) does not have all that were to be listed. Empty otherwise.
    - Where O(service) is V(all) or several, such a service denies access, does not answer, has no endpoint in the region, needs more than a
      compartment for a list, or has more work requests than are read. If no service can be read, the module fails.
    - V(resource_search) is among them where RV(resources) does not have all.
    - Where it is one, a part of its list was read and the rest could not be, which a warning says as well. If nothing was found in that part,
      the module fails.
  returned: always
  type: list
  elements: dict
  contains:
    service:
      description: The service.
      type: str
      sample: blockchain
    reason:
      description: The reason in short, in the same words for all services that have it.
      type: str
      sample: answered 404 NotAuthorizedOrNotFound
    fault:
      description: What went wrong, with the keys of RV(work_requests[].fault). Null where no answer came, or more than is read.
      type: dict
resources:
  description:
    - The resources of the compartment that are on their way to another state, the newest first, as OCI's Resource Search knows them. It lags behind
      the services, mostly by seconds.
    - The entries are those of M(longops.oracle.resource_info) for a compartment. With O(resource_id), only these resources are among them.
    - A resource that one of RV(work_requests) names is left out. Empty on a Private Cloud Appliance, which has no Resource Search.
  returned: when O(service) is V(all)
  type: list
  version_added: 1.0.0
  elements: dict
table:
  description:
    - The listed work requests, and then RV(resources), as lines of text in columns, below a header, for display.
    - Null where work requests were given by id.
  returned: always
  type: list
  elements: str
"""

import time

from ..module_utils._ansible import options
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._core.decisions import resource_ids
from ..module_utils._core.errors import UsageError
from ..module_utils._core.operation import spellings
from ..module_utils._oci import connection, contradictions, read as _read, resources, results
from ..module_utils._oci.api.list_query import Filters
from ..module_utils._oci.catalogue import lookup
from ..module_utils._oci.kind import KIND
from ..module_utils._oci.targets import by_asked, lists
from ..module_utils._polling.thread_pool import Pool
from ..module_utils._text import messages


def body(run):
    params = run.params
    run.hide(connection.secrets(params))
    asked = connection.asked(params)
    about = connection.resources(params) if params["resource_id"] != "" else None
    names = [name for name in params["service"] or () if name.strip()]
    if len(names) > 1 or any(map(lookup.is_all, names)):
        _check_several(params, asked)
        return _read_several(run, names, about)
    service = names[0] if names else None
    client = run.closing(connection.client(params, run.secrets))
    searched = []
    choice = params["max_results"], params["include"], options.CONNECTIONS
    if about is not None:
        searched = resources.located(client, about, service, params["compartment_id"], options.CONNECTIONS)
        pairs, skipped = resources.listed(client, searched, _filters(params, bool(params["in_flight"])), *choice)
    elif asked is None:
        where = lists(client, service, params["compartment_id"], None)
        pairs, skipped = _read.listed(client, where, _filters(params, bool(params["in_flight"])), *choice)
    else:
        if params["status"] or params["operation_type"] or params["in_flight"] or params["max_results"] is not None:
            raise UsageError(
                "status, operation_type, in_flight and max_results choose from a list; work_request_id names its own."
            )
        targets = by_asked(client, asked, service)
        skipped = []
        pairs = list(zip(targets, _read.by_id(client, targets, params["include"], options.CONNECTIONS)))
    found = _found(client, pairs, skipped, asked is None)
    if about is not None:
        found.update(results.searched(searched))
    return found, messages.unread("work request", found["work_requests"])


def _read_several(run, names, about):
    from ..module_utils._oci import list_all_services  # a poll costs what it imports

    params = run.params
    client = run.closing(connection.client(params, run.secrets))
    in_flight = not params["status"] if params["in_flight"] is None else params["in_flight"]
    families = list_all_services.families(names)
    filters = (
        [_filters(params, in_flight, each.id) for each in about] if about is not None else [_filters(params, in_flight)]
    )
    choice = params["max_results"], params["include"], options.CONNECTIONS, params["timeout"]

    def survey():
        return list_all_services.survey_of(client, families, params["compartment_id"], filters, *choice)

    if not any(map(lookup.is_all, names)):
        found = survey()
        return _found(client, found.found, found.skipped, True), list_all_services.failure(found)
    found, beside = Pool(2).map(lambda read: read(), [survey, lambda: _beside(client, params, in_flight, about)])
    skipped = sorted([*found.skipped, *([beside.skipped] if beside.skipped else [])], key=lambda each: each.service)
    return _found(client, found.found, skipped, True, beside.entries), list_all_services.failure(found)


def _beside(client, params, in_flight, about):
    """The resources that are on their way, where that is what is to be listed."""
    from ..module_utils._resources import listing

    region = client.session.region_of_resource(None)
    on_appliance = client.session.is_on_appliance(region, (params["compartment_id"],))
    if not in_flight or params["operation_type"] or on_appliance:
        return listing.Beside([])
    ids = None if about is None else [each.id for each in about]
    return listing.on_their_way(client, params["compartment_id"], params["timeout"], ids)


def _check_several(params, asked):
    """Raises UsageError where several services cannot be asked like this."""
    if asked is not None:
        raise UsageError(
            "With work_request_id, service is the one service of the ids that name none themselves, so it cannot be several."
            " Ids of several services can be given as a list of dictionaries with id and service."
        )
    if not params["compartment_id"]:
        raise UsageError(
            "To ask several services, compartment_id is needed: the OCID of the compartment whose work requests to list."
        )
    connection.check_endpoint_of_several(params, "several are to be asked")
    connection.check_version_of_several(params, "several are to be asked")
    if not 0 < params["timeout"] <= 3600:
        raise UsageError(f"timeout must be a number of seconds above 0 and up to 3600, not {params['timeout']:g}.")
    options.check_most(params["max_results"])


def _filters(params, in_flight, resource_id=None):
    return Filters(
        resource_id=resource_id,
        statuses=spellings(params["status"]),
        operation_types=frozenset(word.upper() for word in params["operation_type"]),
        in_flight=in_flight,
    )


def _found(client, pairs, skipped, listed, beside=None):
    entries = [results.observed(target, observation) for target, observation in pairs]
    doubts = contradictions.warnings(observation.operation for _target, observation in pairs)
    table = None
    if listed:
        from ..module_utils._text.table import lines  # as above

        named = {resource["identifier"] for entry in entries for resource in entry["resources"]}
        on_their_way = [each for each in beside or () if each["id"] not in named]
        table = lines([*entries, *on_their_way], time.time())
    return {
        "work_requests": entries,
        "resource_ids": resource_ids([(KIND, entry) for entry in entries]),
        "skipped_services": [dict(each._asdict(), fault=each.fault and each.fault._asdict()) for each in skipped],
        "table": table,
        **({} if beside is None else {"resources": on_their_way}),
        "warnings": [*client.warnings, *doubts],
    }


def spec():
    return {
        "argument_spec": dict(
            connection.connection_options(),
            **connection.work_request_id_option(),
            service={"type": "list", "elements": "str"},
            status={"type": "list", "elements": "str", "default": []},
            operation_type={"type": "list", "elements": "str", "default": []},
            in_flight={"type": "bool"},
            max_results={"type": "int"},
            timeout={"type": "float", "default": 30.0},
            include={"type": "list", "elements": "str", "choices": ["errors", "logs"], "default": []},
        ),
        "required_one_of": [("work_request_id", "compartment_id", "resource_id")],
        "mutually_exclusive": [("work_request_id", "resource_id")],
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
