# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records every request, without secrets, so that tests can check what a client sent."""

from __future__ import annotations

import json
import pathlib
import re
import threading
import time as clock
from dataclasses import asdict, dataclass, field
from typing import Any, Iterator, Optional

#: Signatures and session tokens.
SECRETS = ((re.compile(r'signature="[^"]*"'), 'signature="..."'), (re.compile(r'ST\$[^"/]+'), "ST$..."))


@dataclass
class Entry:
    """One request and its answer. status is None until there is an answer, and if a fault closed the connection."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    time: float  # by the simulator's clock, seconds since the epoch
    monotonic: float = field(default_factory=clock.monotonic)  # seconds of real time, whatever the clock
    service: Optional[str] = None  # title of the family; GoldenGate: Local/adminsrvr
    call: Optional[str] = (
        None  # get, list, errors, logs, cancel, launch, resource, create, delete, action, namespace, search; GoldenGate and principals: see their services
    )
    operation: Optional[str] = None  # id; all ids of a launch, comma-separated
    status: Optional[int] = None
    signature: str = "not checked"  # "valid", or the reason of the rejection
    fault: bool = False
    request_id: Optional[str] = None  # opc-request-id of the answer
    host: str = ""  # requested host, with the port if the client sent one
    proxied: bool = False  # whether it came through the proxy


class Journal:
    """Entries in the order of the requests."""

    def __init__(self, file: Optional[pathlib.Path] = None) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()
        self._file = file

    def open(self, entry: Entry) -> None:
        """Add the entry of a request that has arrived; it is completed while the request is answered."""
        entry.headers = {name.lower(): _without_secrets(name, value) for name, value in entry.headers.items()}
        with self._lock:
            self._entries.append(entry)

    def close(self, entry: Entry) -> None:
        """Write a completed entry to the file, if there is one."""
        if self._file is not None:
            with self._lock, self._file.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(asdict(entry))}\n")

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    def of(self, **wanted: Any) -> list[Entry]:
        """The entries with these attributes: journal.of(call="get", operation=id)."""
        return [entry for entry in self if all(getattr(entry, key) == value for key, value in wanted.items())]

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(entry) for entry in self]

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: Any) -> Any:
        return self._entries[index]


def _without_secrets(name: str, value: str) -> str:
    if name.lower() == "opc-obo-token":
        return "..."
    if name.lower() in ("authorization", "proxy-authorization"):
        if not value.lower().startswith("signature "):
            return f"{value.split(' ')[0]} ..."
        for pattern, replacement in SECRETS:
            value = pattern.sub(replacement, value)
    return value
