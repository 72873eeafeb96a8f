#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: request_status_wait
short_description: Wait until asynchronous requests of Oracle GoldenGate have ended
version_added: 0.1.0
description:
  - Waits for calls to the REST API of Oracle GoldenGate that were answered with 202, and fails with GoldenGate's own messages if one fails.
  - A call that was complete when it was answered counts as succeeded, so that a playbook needs no branch.
  - A transient error of a poll does not fail the wait. Timeouts and server errors are retried until the deadline.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.goldengate
  - longops.oracle.wait
  - longops.oracle.attributes
  - longops.oracle.attributes.goldengate_group
  - longops.oracle.attributes.waiting
options:
  request_id:
    description:
      - The requests. A number, a link that ends in C(/requests/NUMBER), the registered result of the M(ansible.builtin.uri) task
        that made the call, an entry that M(longops.oracle.request_status_info) returned, or a list of these.
      - The registered result of a command that printed the answer is accepted as well, such as C(curl), and so are the body of the answer and
        its headers. Whether a call was complete is known only with the status of its answer, as C(curl --include) prints it.
      - Only the id is taken from a link or a result, because a proxy can change links. The service that has the request is given by
        O(url), O(deployment) and O(service).
      - A result with the status 200, 201, 203 or 204 that names no request stands for a call that was complete when it was answered. It
        is in RV(requests), and has succeeded. A result with 202 that names no request, or with a message of the severity ERROR, is an
        error.
    type: raw
    required: true
    aliases: [id, request_ids]
  include_result:
    description:
      - Whether to read the results of the calls. Those of failed requests are read in any case.
    type: bool
    default: false
notes:
  - GoldenGate has no way to cancel a request.
  - The task keyword C(timeout) kills a task without a result. The option O(timeout) ends it with one.
seealso:
  - module: longops.oracle.operation_wait
  - module: longops.oracle.request_status_info
"""

EXAMPLES = r"""
- name: Register an integrated Extract, which can take longer than GoldenGate's synchronous wait
  ansible.builtin.uri:
    url: https://goldengate.example.com:9012/services/v2/extracts/EXT1
    method: PATCH
    user: oggadmin
    password: "{{ vault_ogg_password }}"
    force_basic_auth: true
    body_format: json
    body:
      registration: default
    status_code: [200, 201, 202]
    return_content: true
  register: extract

- name: Wait until it is registered
  longops.oracle.request_status_wait:
    url: https://goldengate.example.com:9012
    username: oggadmin
    password: "{{ vault_ogg_password }}"
    request_id: "{{ extract }}"
    timeout: 300

- name: Start several Extracts behind a reverse proxy
  ansible.builtin.uri:
    url: "https://goldengate.example.com/services/Local/adminsrvr/v2/extracts/{{ item }}"
    method: PATCH
    headers:
      Authorization: "Bearer {{ vault_ogg_token }}"
    body_format: json
    body:
      status: running
    status_code: [200, 202]
  loop: [EXT1, EXT2]
  register: started

- name: Wait for those that were not complete when they were answered
  longops.oracle.request_status_wait:
    url: https://goldengate.example.com
    deployment: Local
    token: "{{ vault_ogg_token }}"
    request_id: "{{ started }}"
    on_failure: fail_at_end
"""

RETURN = r"""
requests:
  description:
    - One entry for each request, in the order given, as it was last observed.
    - The entries have the keys that M(longops.oracle.request_status_info) returns, see RV(longops.oracle.request_status_info#module:requests).
  returned: always
  type: list
  elements: dict
succeeded:
  description: The ids of the requests that succeeded. Calls that were complete when they were answered have no id, and are not listed.
  returned: always
  type: list
  elements: str
unsuccessful:
  description: The ids of the requests that failed, were aborted, require attention (with O(on_attention=fail)) or cannot be read.
  returned: always
  type: list
  elements: str
failure_categories:
  description:
    - What kinds of reasons the operations in RV(unsuccessful) have, each once, sorted. The words are those of
      RV(longops.oracle.request_status_info#module:requests[].errors[].category).
    - Where an operation could not be read, the category of that error is meant. V(internal) and V(unknown) are listed only if nothing else is
      known of an operation.
  returned: always
  type: list
  version_added: 1.0.0
  elements: str
  sample: [capacity]
resource_ids:
  description: Always empty, because requests of GoldenGate name no resources. M(longops.oracle.operation_wait) has those of work requests here.
  returned: always
  type: list
  version_added: 1.0.0
  elements: str
pending:
  description: The ids of the requests that had not ended.
  returned: always
  type: list
  elements: str
timed_out:
  description: Whether the deadline came before the end of all requests.
  returned: always
  type: bool
elapsed:
  description: The duration of the wait in seconds.
  returned: always
  type: float
  sample: 22.4
polls:
  description: The number of polls of all requests together. null where the connection to the host was lost, so that the module could not return it.
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
from ..module_utils._core.errors import UsageError
from ..module_utils._goldengate import connection
from ..module_utils._goldengate.wait import RequestGroup


def body(run):
    params = run.params
    run.hide(connection.secrets(params))
    terms = waits.terms(run)
    calls = connection.calls(params)
    if calls is None:
        raise UsageError("request_id is null: give the requests to wait for. An empty list is nothing to wait for.")
    client = run.closing(connection.client(params, run.secrets))
    group = RequestGroup(client, calls, params["include_result"], options.CONNECTIONS)
    outcome = waits.wait(run, [group], terms)
    found: dict[str, Any] = {"requests": group.entries(outcome.watches), "warnings": list(client.warnings)}
    return waits.ended(run, group, outcome, found)


def spec():
    return {
        "argument_spec": dict(
            connection.connection_options(),
            **connection.request_id_option(required=True),
            **options.wait_options(),
            include_result={"type": "bool", "default": False},
        ),
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
