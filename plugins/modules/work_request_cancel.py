#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: work_request_cancel
short_description: Cancel work requests of Oracle Cloud Infrastructure services
version_added: 0.1.0
description:
  - Cancels long-running operations of Oracle Cloud Infrastructure (OCI) services.
  - Accepts work requests of different services in one task, or all that is in flight for one resource.
  - A work request that has ended or is being canceled is left unchanged, so that the task can be run again.
  - A service takes some time to cancel an operation, which may end before. M(longops.oracle.work_request_wait) waits for the end.
  - With O(resource_id), a work request is canceled only if it names the resource itself, because some services list others as well. The task
    fails for one that names no resource at all, which can be canceled by its id.
  - There is no option for how long it may take. A request that meets a transient error is tried four times in half a minute, and each try is limited by
    O(connect_timeout) and O(read_timeout).
  - About half of the services support it. If one of those concerned does not, the task fails before anything is canceled.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.oci.resource
  - longops.oracle.oci.work_request_id
  - longops.oracle.attributes
  - longops.oracle.attributes.oci_group
  - longops.oracle.attributes.at_once
seealso:
  - module: longops.oracle.work_request_wait
  - module: longops.oracle.work_request_info
"""

EXAMPLES = r"""
- name: Cancel a work request
  longops.oracle.work_request_cancel:
    work_request_id: ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
  register: canceling

- name: Wait until it is canceled, or has ended in another way
  longops.oracle.work_request_wait:
    work_request_id: "{{ canceling }}"
    accept: [CANCELED]

- name: Cancel everything that is in flight for a cluster
  longops.oracle.work_request_cancel:
    resource_id: ocid1.cluster.oc1.iad.exampleuniqueid
"""

RETURN = r"""
work_requests:
  description:
    - The work requests as they were afterwards. The entries have the keys that M(longops.oracle.work_request_info) returns,
      see RV(longops.oracle.work_request_info#module:work_requests).
    - The key C(fault) says why a work request could not be canceled.
  returned: when the options are valid
  type: list
  elements: dict
searched:
  description:
    - Where the work requests of O(resource_id) were searched, one entry for each resource, with the keys of
      RV(longops.oracle.work_request_info#module:searched).
  returned: when O(resource_id) is given and the options are valid
  type: list
  version_added: 1.0.0
  elements: dict
resource:
  description:
    - The entry of RV(searched) where O(resource_id) is one resource.
  returned: when O(resource_id) is one resource and the options are valid
  type: dict
canceling:
  description: The ids of the work requests for which cancellation was requested. In check mode, those for which it would have been.
  returned: when the options are valid
  type: list
  elements: str
"""

from typing import Any

from ..module_utils._ansible import options
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._oci import cancel as _cancel, connection, contradictions, resources, results
from ..module_utils._oci.targets import by_asked
from ..module_utils._text import messages


def body(run):
    params = run.params
    run.hide(connection.secrets(params))
    asked = connection.asked(params)
    about = connection.resources(params)
    client = run.closing(connection.client(params, run.secrets))
    if about is not None:
        searched = resources.located(client, about, params["service"], params["compartment_id"], options.CONNECTIONS)
        targets = resources.in_flight(client, searched, options.CONNECTIONS)
    else:
        targets = by_asked(client, asked or [], params["service"])
    outcomes = _cancel.cancel(client, targets, options.CONNECTIONS, run.check_mode)
    ids = [outcome.observation.id for outcome in outcomes if outcome.asked]
    doubts = contradictions.warnings(outcome.observation.operation for outcome in outcomes)
    found: dict[str, Any] = {
        "changed": bool(ids),
        "work_requests": [results.observed(target, outcome.observation) for target, outcome in zip(targets, outcomes)],
        "canceling": ids,
        "warnings": [*client.warnings, *doubts],
    }
    if about is not None:
        found.update(results.searched(searched))
    return found, messages.unread("work request", found["work_requests"], "canceled")


def spec():
    return {
        "argument_spec": dict(connection.connection_options(), **connection.work_request_id_option()),
        "required_one_of": [("work_request_id", "resource_id")],
        "mutually_exclusive": [("work_request_id", "resource_id")],
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
