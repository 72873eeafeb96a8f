#!/usr/bin/python
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: request_status_info
short_description: Read asynchronous requests of Oracle GoldenGate
version_added: 0.1.0
description:
  - Reads the asynchronous requests of Oracle GoldenGate, which stand for calls to its REST API that were answered with 202 because they
    outlasted the synchronous wait.
  - Reads one or many by id, or all requests of a service.
author:
  - The longops.oracle contributors (@longops)
extends_documentation_fragment:
  - longops.oracle.goldengate
  - longops.oracle.attributes
  - longops.oracle.attributes.goldengate_group
  - longops.oracle.attributes.at_once
options:
  request_id:
    description:
      - The requests. A number, a link that ends in C(/requests/NUMBER), the registered result of the M(ansible.builtin.uri) task
        that was answered with 202, an entry that this module returned, or a list of these.
      - The registered result of a command that printed the answer is accepted as well, such as C(curl), and so are the body of the answer and
        its headers. Whether a call was complete is known only with the status of its answer, as C(curl --include) prints it.
      - Only the id is taken from a link or a result, because a proxy can change links. The service that has the request is given by
        O(url), O(deployment) and O(service).
      - Without it, all requests of the service are read. That needs the role Administrator. One that is listed and gone when it is read is
        left out.
    type: raw
    aliases: [id, request_ids]
  include_result:
    description:
      - Whether to read the results of the calls whose requests have ended, which takes one more request for each.
    type: bool
    default: false
  in_flight:
    description:
      - List only requests that have not ended.
      - What has ended by what the list says is not read.
    type: bool
    version_added: 1.0.0
  max_results:
    description:
      - List at most this many requests, the newest, which have the highest numbers. No others are read. Without it, all are read.
      - Where the list of the service does not have the progress of its requests, and with O(in_flight), requests are read, the newest
        first, until so many are found.
    type: int
    version_added: 1.0.0
notes:
  - GoldenGate has no way to cancel a request.
seealso:
  - module: longops.oracle.request_status_wait
"""

EXAMPLES = r"""
- name: Read one request of the Administration Service on its own port
  longops.oracle.request_status_info:
    url: https://goldengate.example.com:9012
    username: oggadmin
    password: "{{ vault_ogg_password }}"
    request_id: 425988381

- name: Read all requests of a deployment behind a reverse proxy, with their results
  longops.oracle.request_status_info:
    url: https://goldengate.example.com
    deployment: Local
    service: adminsrvr
    token: "{{ vault_ogg_token }}"
    include_result: true

- name: List the newest requests that have not ended
  longops.oracle.request_status_info:
    url: https://goldengate.example.com:9012
    username: oggadmin
    password: "{{ vault_ogg_password }}"
    in_flight: true
    max_results: 10
"""

RETURN = r"""
requests:
  description:
    - One entry for each request, in the order given, or in that of the service's list. The keys are the same for every request.
    - What the service does not provide is null.
  returned: always
  type: list
  elements: dict
  contains:
    id:
      description: The id of the request. Null for a call that was complete when it was answered, which has none.
      type: str
      sample: '425988381'
    service:
      description: The deployment and service that have the request, or the host and port if none are given.
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
        - What the progress means for a wait. V(pending), V(attention) (paused until a user acts), V(succeeded), V(failed) or V(canceled).
        - A request has failed, whatever its progress, if its call was answered with an error status, or if it has ended and one of its
          messages is an error. A request that is completed has ended, also with a progress that is not documented.
        - Where a request has succeeded and RV(requests[].request_status) is not known, the result of its call is read, and decides.
        - A call that was complete when it was answered has succeeded.
      type: str
      sample: pending
    completed:
      description: Whether the service reports the request as completed.
      type: bool
    request_status:
      description: The HTTP status with which the call ended. If the request does not have it, that of its result, where that was read.
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
        - The result of the call, as it came. Null where it was not read.
        - A dictionary with C(headers), C(status) and C(body), or in GoldenGate 12.3 the answer of the call itself. If that was an error, a
          dictionary with C(status) and C(body).
      type: raw
    messages:
      description: The messages of the request, and of its result where that was read, as they came. One that is only a text is its title.
      type: list
      elements: dict
    errors:
      description: The errors of a failed request, with the cause and the action that the service has for their codes. Null otherwise.
      type: list
      elements: dict
      contains:
        category:
          description:
            - What kind of reason it is, so that a play can decide what to do about it. One of V(capacity), V(limit), V(authorization),
              V(conflict), V(invalid), V(not_found), V(throttled), V(internal) and V(unknown).
          type: str
          version_added: 1.0.0
          sample: not_found
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
    explanation:
      description:
        - What the service says about the request outside its errors. The titles of messages that are no errors, and the text of a result that
          is one.
        - Null where it says nothing.
      type: str
      version_added: 1.0.0
    answer:
      description:
        - The service's whole answer about the request, as it came, with C($schema), C(links), C(messages) and C(response).
        - What is too long or too deep for a result is replaced by a text that says so.
        - Null where the request was not read, and in the lines of a progress file, of which a result is made if the connection to the host is lost.
      type: dict
    retry_after:
      description: The seconds after which the service asks to read the request again. Null where its last answer did not say.
      type: float
      version_added: 1.0.0
    fault:
      description: Why the last attempt to read the request failed. Null where it did not.
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
          description: GoldenGate's error code, if there was one.
          type: str
        request_id:
          description: Always null. GoldenGate has no such id.
          type: str
        retry_after:
          description: The seconds after which the service allows a retry.
          type: float
        category:
          description: What kind of reason it is, in the words of the C(category) of an error. V(unknown) where no answer came.
          type: str
          version_added: 1.0.0
"""

from typing import Any, Iterable

from ..module_utils._ansible import options
from ..module_utils._ansible.runner import run_as_module
from ..module_utils._core.errors import UsageError
from ..module_utils._goldengate import connection, read as _read, results
from ..module_utils._text import messages


def body(run):
    params = run.params
    run.hide(connection.secrets(params))
    calls = connection.calls(params)
    options.check_most(params["max_results"])
    if calls is not None and (params["in_flight"] or params["max_results"] is not None):
        raise UsageError("in_flight and max_results choose from a list; request_id names its own.")
    client = run.closing(connection.client(params, run.secrets))
    include_result = params["include_result"]
    pairs: Iterable[tuple[Any, Any]]
    if calls is None:
        pairs = _read.listed(
            client, bool(params["in_flight"]), params["max_results"], include_result, options.CONNECTIONS
        )
    else:
        pairs = zip(calls, _read.read(client, calls, include_result, options.CONNECTIONS))
    found: dict[str, Any] = {
        "requests": [results.entry(call, client.service, each) for call, each in pairs],
        "warnings": list(client.warnings),
    }
    return found, messages.unread("GoldenGate request", found["requests"])


def spec():
    return {
        "argument_spec": dict(
            connection.connection_options(),
            **connection.request_id_option(required=False),
            include_result={"type": "bool", "default": False},
            in_flight={"type": "bool"},
            max_results={"type": "int"},
        ),
        "supports_check_mode": True,
    }


def main():
    run_as_module(spec(), body)


if __name__ == "__main__":
    main()
