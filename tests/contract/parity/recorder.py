# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records the requests of a client instead of sending them."""

from __future__ import annotations

import json
from typing import Any

#: Valid as a work request with either status field, and as an empty list; with NEXT_PAGE, as a page that is not the last.
BODY = {
    "id": "ocid1.workrequest.oc1..exampleuniqueid",
    "status": "SUCCEEDED",
    "lifecycleState": "SUCCEEDED",
    "items": [],
}
#: Contains characters that a query must encode.
NEXT_PAGE = "page+2/of=all&more %?"
NAMESPACE = "examplenamespace"


class Recorder:
    """An adapter for a session of requests. library: that package, of which the SDK has a copy of its own.

    sent: the prepared requests, with their signatures. Every answer is 200, with NEXT_PAGE unless ends is true.
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
        """The requests since the last call of take()."""
        sent, self.sent = self.sent, []
        return sent

    def close(self) -> None:
        """Part of the interface of adapters."""
