#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: request_status_wait
short_description: Wait until asynchronous requests of Oracle GoldenGate are over
version_added: 0.1.0
description:
  - Waits for calls to the REST API of Oracle GoldenGate that were answered with 202, and fails with GoldenGate's own messages where they failed.
  - A call that was answered at once is taken as over, so that a playbook needs no branch.
  - A failing look does not fail the wait. Time-outs and server errors are tried again until the deadline.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.goldengate
  - longops.oracle.wait
  - longops.oracle.attributes
  - longops.oracle.attributes.goldengate
  - longops.oracle.attributes.wait
options:
  request_id:
    description:
      - The requests. A number, a link that ends in C(/requests/NUMBER), the registered result of the M(ansible.builtin.uri) task
        that made the call, an entry that M(longops.oracle.request_status_info) returned, or a list of these.
      - Only the id is taken from a link or a result, because a proxy can mangle links. Where it is, O(url), O(deployment) and
        O(service) say.
      - A result with the status 200, 201 or 204 that names no request is that of a call which was over when it answered. It
        is in RV(requests), and has succeeded. One with 202 that names no request is refused.
    type: raw
    required: true
    aliases: [id, request_ids]
  include_result:
    description:
      - Whether to read what the calls gave in the end. That of failed requests is read in any case.
    type: bool
    default: false
notes:
  - GoldenGate cannot cancel a request.
  - The task keyword C(timeout) kills a task without a result. The option O(timeout) ends it with one.
seealso:
  - module: longops.oracle.request_status_info
"""

EXAMPLES = r"""
- name: Register an integrated Extract, which can take longer than GoldenGate waits
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

- name: Wait for those that did not answer at once
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
    - One entry for each request, in the order asked for. The keys are the same for every request.
    - What the service does not say is null.
  returned: always
  type: list
  elements: dict
  contains:
    id:
      description: The id of the request. Null for a call that was over when it answered, which has none.
      type: str
      sample: '425988381'
    service:
      description: The deployment and service that have the request, or the host and port where none are named.
      type: str
      sample: Local/adminsrvr
    call:
      description: The URL of the call that started the request. Null where a number or a link was given.
      type: str
      sample: https://goldengate.example.com:9012/services/v2/extracts/EXT1
    progress:
      description: The progress in the service's own word.
      type: str
      sample: processing
    state:
      description:
        - What the progress means to somebody who waits. V(pending), V(attention) (paused, until a person acts), V(succeeded), V(failed) or V(canceled).
        - A request whose call was answered with an error status has failed, whatever its progress says.
        - A call that was over when it answered has succeeded.
      type: str
      sample: pending
    completed:
      description: Whether the service calls the request completed.
      type: bool
    request_status:
      description: The HTTP status that the call got in the end.
      type: int
      sample: 200
    start_time:
      description: When the request started, as the service writes it.
      type: str
      sample: '2017-12-14T12:41:56.948+00:00'
    end_time:
      description: When the request ended.
      type: str
    result:
      description:
        - What the call gave in the end, as it came. Null where it was not read.
        - A dictionary with C(headers), C(status) and C(body), or in GoldenGate 12.3 the answer of the call itself.
      type: raw
    messages:
      description: The messages of the request, and of its result where that was read, as they came.
      type: list
      elements: dict
    answer:
      description: All that the service said of the request, as it came, with C($schema), C(links), C(messages) and C(response).
      type: dict
    errors:
      description: What went wrong, with the cause and the action that the service knows for its codes. Null where nothing did.
      type: list
      elements: dict
      contains:
        code:
          description: The message's code.
          type: str
          sample: OGG-12031
        message:
          description: The message's severity and title, then cause and action.
          type: str
        timestamp:
          description: When the message was issued.
          type: str
    fault:
      description: Why the last try to read the request failed. Null where it did not.
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
          description: GoldenGate's error code, if there was one.
          type: str
        request_id:
          description: Always null. GoldenGate has no such id.
          type: str
        retry_after:
          description: The seconds that the service asked to wait.
          type: float
succeeded:
  description: The ids of the requests that succeeded. Calls that were over when they answered have no id, and are not here.
  returned: always
  type: list
  elements: str
unsuccessful:
  description: The ids of the requests that failed, were aborted, are paused (with O(on_attention=fail)) or cannot be read.
  returned: always
  type: list
  elements: str
pending:
  description: The ids of the requests that were not over.
  returned: always
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
  sample: 22.4
polls:
  description: How many looks were taken at all requests together.
  returned: always
  type: int
"""

from ansible.module_utils.basic import AnsibleModule

from ..module_utils._ansible import options, runner
from ..module_utils._core.errors import UsageError
from ..module_utils._goldengate import connection, results, wait as _wait


def wait(module):
    params = module.params
    runner.hide(module, connection.secrets(params))
    terms = options.terms(params)
    calls = connection.calls(params)
    if calls is None:
        raise UsageError("request_id is null: give the requests to wait for. An empty list is nothing to wait for.")
    client = connection.client(params)
    if module.check_mode:  # look, but do not wait
        terms = terms._replace(timeout=0.0, on_failure="report")
    wanted = [call.id for call in calls if call.id is not None]
    outcome = _wait.wait(client, wanted, terms, params["include_result"], options.CONNECTIONS)
    watches = {watch.id: watch for watch in outcome.watches}
    found = {
        "requests": [results.entry(call, client.service, watches.get(call.id)) for call in calls],
        "warnings": list(client.warnings),
    }
    return runner.waited(module, "GoldenGate request", "requests", outcome, found, errors_shown=10)


def main():
    module = AnsibleModule(
        argument_spec=dict(
            connection.connection_options(),
            **connection.request_id_option(required=True),
            **options.wait_options(),
            include_result={"type": "bool", "default": False},
        ),
        supports_check_mode=True,
    )
    runner.run(module, wait)


if __name__ == "__main__":
    main()
