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
  - Asks Oracle Cloud Infrastructure (OCI) services to cancel long-running operations.
  - Takes work requests of different services in one task, or all that is under way for one resource.
  - A work request that is over or being canceled already is left alone, so that the task can be run again.
  - Canceling takes its time and may come too late. M(longops.oracle.work_request_wait) waits until it is done.
  - About half of the services can cancel. Where one of those that are named cannot, the task fails before anything is canceled.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.oci
  - longops.oracle.oci.work_request_id
  - longops.oracle.attributes
  - longops.oracle.attributes.oci
attributes:
  check_mode:
    description: Can run in check mode and return what it would return otherwise.
    support: full
seealso:
  - module: longops.oracle.work_request_wait
  - module: longops.oracle.work_request_info
"""

EXAMPLES = r"""
- name: Cancel a work request
  longops.oracle.work_request_cancel:
    work_request_id: ocid1.clustersworkrequest.oc1.iad.exampleuniqueid
  register: canceling

- name: Wait until it is canceled, or over in another way
  longops.oracle.work_request_wait:
    work_request_id: "{{ canceling }}"
    accept: [CANCELED]

- name: Cancel whatever is under way for a cluster
  longops.oracle.work_request_cancel:
    resource_id: ocid1.cluster.oc1.iad.exampleuniqueid
"""

RETURN = r"""
work_requests:
  description:
    - The work requests as they were afterwards, with the keys that M(longops.oracle.work_request_info) returns.
    - The key C(fault) says why one could not be canceled.
  returned: when the options are right
  type: list
  elements: dict
resource:
  description: Where the work requests of O(resource_id) were looked for.
  returned: when O(resource_id) is given and the options are right
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
canceling:
  description: The ids of the work requests that were asked to be canceled, or in check mode would have been.
  returned: when the options are right
  type: list
  elements: str
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._ansible import options, runner
from ..module_utils._oci import cancel as _cancel, connection, read as _read, results, targets as _targets
from ..module_utils._text import messages


def cancel(module):
    params = module.params
    runner.hide(module, connection.secrets(params))
    asked = connection.asked(params)
    client = connection.client(params)
    if asked is None:
        where = _targets.lists(client, params["service"], params["compartment_id"], params["resource_id"])
        targets = _read.in_flight(client, where, params["resource_id"], options.CONNECTIONS)
    else:
        targets = _targets.targets(client, asked, params["service"])
    outcomes = _cancel.cancel(client, targets, options.CONNECTIONS, module.check_mode)
    ids = [outcome.observation.id for outcome in outcomes if outcome.asked]
    found = {
        "changed": bool(ids),
        "work_requests": [results.observed(target, outcome.observation) for target, outcome in zip(targets, outcomes)],
        "canceling": ids,
        "warnings": list(client.warnings),
    }
    if asked is None:
        found["resource"] = results.resource(params["resource_id"], where)
    return found, messages.unread("work request", found["work_requests"], "canceled")


def main():
    module = AnsibleModule(
        argument_spec=dict(connection.connection_options(), **connection.work_request_id_option()),
        required_one_of=[("work_request_id", "resource_id")],
        mutually_exclusive=[("work_request_id", "resource_id")],
        supports_check_mode=True,
    )
    runner.run(module, cancel)


if __name__ == "__main__":
    main()
