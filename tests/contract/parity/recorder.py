# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what a client sends, in the place of the network."""

from __future__ import annotations

import json
from typing import Any

#: Does for a work request in whatever state field, and for an empty list; together with NEXT_PAGE for one that goes on.
BODY = {
    "id": "ocid1.workrequest.oc1..exampleuniqueid",
    "status": "SUCCEEDED",
    "lifecycleState": "SUCCEEDED",
    "items": [],
}
#: With characters that have a meaning in a query.
NEXT_PAGE = "page+2/of=all&more %?"
NAMESPACE = "examplenamespace"


class Recorder:
    """An adapter for a session of requests. library is that package: the SDK has a copy of its own.

    sent has the prepared requests as they would have gone out, signed and all. Every answer is 200, and names NEXT_PAGE unless
    ends says that it is the last page.
    """

    def __init__(self, library: Any) -> None:
        self._library = library
        self.sent: list[Any] = []
        self.ends = False

    def send(self, request: Any, **_how: Any) -> Any:
        self.sent.append(request)
        response = self._library.Response()
        response.status_code = 200
        response.request = request
        response.url = request.url
        if not self.ends:
            response.headers["opc-next-page"] = NEXT_PAGE
        response._content = json.dumps(NAMESPACE if request.path_url == "/n" else BODY).encode()
        response._content_consumed = True
        return response

    def take(self) -> list[Any]:
        """What was sent since the last time."""
        sent, self.sent = self.sent, []
        return sent

    def close(self) -> None:
        """As sessions want it of an adapter."""
