# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source longops.oracle.goldengate_requests of event-driven Ansible."""

from __future__ import annotations

DOCUMENTATION = r"""
---
short_description: Events about asynchronous requests of Oracle GoldenGate
description:
  - Watches asynchronous requests of Oracle GoldenGate's REST API, and emits an event at each change of their progress, and at their end, with the
    messages that say why one failed.
  - It watches given requests, or all that the services of a deployment list as in flight.
  - Each event is emitted once, whatever errors there are in between. With O(cursor_file) that holds for a rulebook that is started again.
  - An event has the keys of a line of the progress file of M(longops.oracle.request_status_wait), and C(change), which is C(new), C(status),
    C(end), or C(unreadable). C(request) is the request, as an entry of M(longops.oracle.request_status_info). The file
    C(schemas/goldengate_requests_event.json) describes it.
  - Requests that cannot be read are tried again for days. The event source ends only where nothing can be read at all.
version_added: 1.0.0
author:
  - The longops.oracle contributors (@longops)
requirements:
  - ansible-core, requests and cryptography, for the Python that runs ansible-rulebook
options:
  request_id:
    description:
      - The requests to watch, as a number, a link that ends in C(/requests/NUMBER), a list of these, or whatever else
        M(longops.oracle.request_status_wait) takes.
      - If not set, all that the services list as in flight is watched, from now on. That needs the role Administrator.
    type: raw
    aliases: [id, request_ids]
  service:
    description:
      - The services to watch. V(adminsrvr), V(distsrvr), V(recvsrvr), V(pmsrvr), V(ServiceManager), or the name that an
        administrator gave to another one. With O(request_id) only one, which has accepted the calls.
      - The default is V(adminsrvr) if O(deployment) is set, else the service whose port is in O(url).
      - Falls back to the environment variable E(OGG_SERVICE).
    type: list
    elements: str
  include_result:
    description:
      - Whether to read the results of the calls that succeeded. Those of failed requests are read in any case.
    type: bool
    default: false
  interval:
    description:
      - Seconds between the first two polls of an operation, and the least at any time. The interval grows with the age of the
        operation, and shrinks again as its percentage nears the end.
    type: float
    default: 5.0
  max_interval:
    description:
      - Most seconds between two polls of an operation.
    type: float
    default: 60.0
  scan_interval:
    description:
      - Seconds between two reads of a list for operations that have come into flight. At least 1.
      - What came and ended between two of them is found as well, and told as an end.
    type: float
    default: 60.0
  accept:
    description:
      - Statuses that count as success besides the service's own, such as V(PARTIALLY_SUCCEEDED), in any case.
    type: list
    elements: str
    default: []
  cursor_file:
    description:
      - Path of a file in which is kept what was told, so that a rulebook that is started again neither loses nor repeats an
        event. An end that came meanwhile is told once.
      - It is created with the mode C(0600), and written again and again. Its directory has to be writable, and has to outlive
        the rulebook, as a volume does in a container.
      - Each event source needs a file of its own. Without a file, operations that are in flight when the rulebook starts are
        told as new.
    type: str
  url:
    description:
      - Address of GoldenGate, up to and without C(/services). It is the address of one service on its own port
        (V(https://host:9012)), of a reverse proxy or of OCI GoldenGate (V(https://host)).
      - Falls back to the environment variable E(OGG_URL).
    type: str
    required: true
  deployment:
    description:
      - Name of the deployment, where a reverse proxy serves several of them, as it is and not percent-encoded.
      - Falls back to the environment variable E(OGG_DEPLOYMENT).
    type: str
  version:
    description:
      - Version of the REST API.
      - Falls back to the environment variable E(OGG_VERSION).
    type: str
    default: v2
  username:
    description:
      - Name of the user, for HTTP Basic authentication.
      - Falls back to the environment variable E(OGG_USERNAME).
    type: str
  password:
    description:
      - Password of the user.
      - Falls back to the environment variable E(OGG_PASSWORD).
    type: str
  token:
    description:
      - Bearer token from the identity provider that GoldenGate trusts, in place of O(username) and O(password).
      - Falls back to the environment variable E(OGG_TOKEN).
    type: str
  client_cert:
    description:
      - Path of a client certificate in PEM form, with its key unless O(client_key) names that. It can be the whole
        authentication, or an addition to O(username) or O(token) that a proxy requires.
      - Falls back to the environment variable E(OGG_CLIENT_CERT).
    type: path
  client_key:
    description:
      - Path of the client certificate's key in PEM form, without a pass phrase.
      - Falls back to the environment variable E(OGG_CLIENT_KEY).
    type: path
  ca_path:
    description:
      - Path of a file with the certificates of trusted authorities, in PEM form.
      - Falls back to the environment variable E(OGG_CA_PATH).
    type: path
  validate_certs:
    description:
      - Whether to validate the server's certificate. Without validation the credentials can be intercepted.
      - Falls back to the environment variable E(OGG_VALIDATE_CERTS).
    type: bool
    default: true
  connect_timeout:
    description:
      - Seconds within which a connection must be made, for each request.
    type: float
    default: 10.0
  read_timeout:
    description:
      - Seconds within which an answer must come, for each request.
    type: float
    default: 60.0
"""

EXAMPLES = r"""
- name: Watch all that comes into flight in two services of a deployment, across restarts
  longops.oracle.goldengate_requests:
    url: https://goldengate.example.com
    deployment: Local
    service: [adminsrvr, distsrvr]
    token: "{{ ogg_token }}"
    cursor_file: /var/lib/eda/goldengate_requests.cursor

- name: Watch two requests to their end
  longops.oracle.goldengate_requests:
    url: https://goldengate.example.com:9012
    request_id: [425988381, 425988382]
"""

import asyncio
import pathlib
import sys
from typing import Any

# ansible-rulebook finds this file by itself, and does not make collections importable. A link to a checkout is not followed.
_ABOVE = [str(path.parent) for path in pathlib.Path(__file__).absolute().parents if path.name == "ansible_collections"]
sys.path[:0] = [path for path in _ABOVE[:1] if path not in sys.path]

try:
    from ansible_collections.longops.oracle.plugins.module_utils._ansible import options
    from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
    from ansible_collections.longops.oracle.plugins.module_utils._events import command, source
    from ansible_collections.longops.oracle.plugins.module_utils._events.watched import Watched
    from ansible_collections.longops.oracle.plugins.module_utils._goldengate import connection
    from ansible_collections.longops.oracle.plugins.module_utils._goldengate.scopes import ServiceScope
    from ansible_collections.longops.oracle.plugins.module_utils._goldengate.wait import RequestGroup
except ImportError as missing:
    raise ImportError(
        f"longops.oracle.goldengate_requests needs ansible-core, and the collection longops.oracle, in the Python that runs ansible-rulebook,"
        f" {sys.executable}: {missing}"
    ) from missing

NAME = "goldengate_requests"


def spec() -> dict[str, Any]:
    """The arguments of AnsibleModule."""
    known = connection.connection_options()
    return {
        "argument_spec": {
            **known,
            **connection.request_id_option(required=False),
            **source.watch_options(),
            "service": {**known["service"], "type": "list", "elements": "str"},
            "include_result": {"type": "bool", "default": False},
        },
    }


def watched(run: Any) -> Watched:
    """What the options say to watch. Raises LongopsError."""
    params = dict(run.params)
    run.hide(connection.secrets(params))
    services = list(dict.fromkeys(each.strip() for each in params["service"] or () if each.strip()))
    calls = connection.calls(params)
    requests = None if calls is None else [call for call in calls if call.id is not None]
    if requests == []:
        raise UsageError("Nothing to watch: request_id names no request that was started.")
    if requests is not None and len(services) > 1:
        raise UsageError("Beside request_id, service can be only one. Another event source can watch the rest.")
    clients = [
        run.closing(connection.client({**params, "service": service}, run.secrets)) for service in services or [None]
    ]
    groups = [RequestGroup(client, requests or [], params["include_result"], options.CONNECTIONS) for client in clients]
    scopes = [
        ServiceScope(client, group, number)
        for number, (client, group) in enumerate(zip(clients, groups))
        if calls is None
    ]
    return Watched(groups, scopes, lambda: [text for client in clients for text in client.warnings.take()])


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Put events into the queue until ansible-rulebook ends. Raises an exception whose text is for the user."""
    await source.run(NAME, queue, args, spec(), watched)


if __name__ == "__main__":
    command.run(NAME, spec(), watched)
