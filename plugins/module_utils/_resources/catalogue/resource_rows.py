# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows how the catalogue of resource types is written down: pure. Private to longops.oracle.

A row is a line: name, number of the client, number of the list of words, types in its OCIDs, path, and what does not follow
from these. In types, n is the name without underscores, and s the same after the service. The id is the last name in the
path, unless there is id=, and what it requires are the others, and +name, of the query. A ! means that nothing explains it.
"""

from __future__ import annotations

import json
import re
from typing import Any, Iterator, Sequence

from .resource_type import ResourceType

_IN_BRACES = re.compile(r"{(\w+)}")

Client = Sequence[Any]
Words = Sequence[str]


def read(clients: str, words: str, rows: str) -> tuple[tuple[ResourceType, ...], dict[str, str]]:
    """All types by service and name, and the title of each type in an OCID."""
    found = list(_read(json.loads(clients), [tuple(line.split()) for line in words.splitlines()], rows))
    ocid_types = {kind: each.title for each, kinds in found for kind in _in_ocids(each.service, each.name, kinds)}
    return tuple(each for each, _kinds in found), ocid_types


def _read(clients: Sequence[Client], words: Sequence[Words], rows: str) -> Iterator[tuple[ResourceType, str]]:
    """All types, each with its types in OCIDs, between commas. A line of one word is a service."""
    service = ""
    for line in rows.splitlines():
        name, *columns = line.split()
        if columns:
            client, list_of_words, kinds, *rest = columns
            yield _type(service, name, clients[int(client)], words[int(list_of_words)], rest), kinds
        else:
            service = name


def _type(service: str, name: str, of_client: Client, words: Words, columns: Sequence[str]) -> ResourceType:
    client, endpoint, base_path, dual_stack, realm_endpoints = [*of_client, False, {}][:5]
    path, *rest = columns
    in_path = _IN_BRACES.findall(path)
    values = dict(each.split("=") for each in rest if "=" in each)
    id_ = values.get("id") or in_path[-1]
    names = in_path + [each[1:] for each in rest if each[0] == "+"]
    details = () if "!" in rest else tuple(values.get("details", "lifecycleDetails").split(","))
    return ResourceType(
        service,
        name,
        client,
        endpoint,
        base_path,
        path,
        id_,
        tuple(words),
        tuple(each for each in names if each != id_),
        values.get("state", "lifecycleState"),
        details,
        dual_stack,
        realm_endpoints,
    )


def _in_ocids(service: str, name: str, kinds: str) -> list[str]:
    squeezed = name.replace("_", "")
    rule = {"n": squeezed, "s": service.replace("_", "") + squeezed}
    return [rule.get(kind, kind) for kind in kinds.split(",") if kind != "-"]
