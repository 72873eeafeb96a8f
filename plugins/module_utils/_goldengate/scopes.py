# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how the requests are found that come into flight in a GoldenGate service. Private to longops.oracle."""

from __future__ import annotations

from typing import Optional

from .._core.errors import RequestError
from .._polling.scans import Found, Scan
from .client import GoldenGateClient
from .request_ids import Call
from .wait import RequestGroup


class ServiceScope:
    """The list of all requests of one service, which is group number group.

    That their numbers grow is not documented, so none has a position.
    """

    margin = 0.0

    def __init__(self, client: GoldenGateClient, requests: RequestGroup, group: int) -> None:
        self._client = client
        self._requests = requests
        self.group = group
        self.name = client.base

    def beginning(self, now: float) -> Optional[float]:
        return None

    def scan(self, known: Optional[float]) -> Scan:
        try:
            listed = self._client.list_requests()
        except RequestError as error:
            return Scan(fault=error.fault)
        return Scan([Found(each.id, each.ended if each.progress else None, None) for each in listed])

    def adopt(self, id_: str) -> None:
        self._requests.add(Call(id_))
