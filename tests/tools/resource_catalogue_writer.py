# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the catalogue of resources with a state as Python source, and docs/resources.md.

An Ansible module compiles its whole source each time it runs, and reads this part of it for each wait. So the table is text, in
which nothing is written twice: clients and lists of words have numbers, and a row has only what does not follow from the rest of it.
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import meaning
from ansible_collections.longops.oracle.tests.tools import resource_reader
from ansible_collections.longops.oracle.tests.tools.catalogue_writer import GENERATED, HEADER
from ansible_collections.longops.oracle.tests.tools.resource_ocids import ocid_types, seen_types, squeezed
from ansible_collections.longops.oracle.tests.tools.resource_page_writer import PAGE, page
from ansible_collections.longops.oracle.tests.tools.sdk_source import IN_BRACES, CatalogueError

SOURCE = "plugins/module_utils/_resources/catalogue/resource_types.py"
ROOM = 150
WORDS = "plugins/module_utils/_resources/catalogue/words.py"

_CODE = '''
from __future__ import annotations

from . import resource_rows

#: [client, endpoint, base_path] and, where they are not the usual ones, whether dual_stack, and realm_endpoints.
_CLIENTS = """[
{clients}
]"""

#: Lists of words, each in a line, where a backslash continues it. A row has the number of its list.
_WORDS = """\\
{words}
"""

#: Service, and then its types: see resource_rows.
_ROWS = """\\
{rows}
"""

#: By service and name; and the type in an OCID -> title.
RESOURCE_TYPES, OCID_TYPES = resource_rows.read(_CLIENTS, _WORDS, _ROWS)
'''


def files(folder: Path, version: str, results: Mapping[str, Any]) -> dict[str, str]:
    """File name -> text, from the SDK in folder, and from the results of tests (parity_results.gather). Raises CatalogueError."""
    rows = resource_reader.read_resources(folder)
    _check(rows)
    types = ocid_types(rows)
    return {
        SOURCE: source(version, rows, types),
        PAGE: page(version, rows, types, seen_types(rows), results),
    }


def _check(rows: Iterable[ResourceType]) -> None:
    """Raises CatalogueError for words without a meaning."""
    unknown = [f"{word} ({row.title})" for row in rows for word in row.words if meaning(row.title, word) is None]
    if unknown:
        raise CatalogueError(f"{WORDS} has no meaning for {', '.join(unknown)}: add them.")


def source(version: str, rows: Sequence[ResourceType], types: Mapping[str, Sequence[str]]) -> str:
    """The source of _resources/catalogue/resource_types.py."""
    clients = list(dict.fromkeys(json.dumps(_client(row)) for row in rows))
    words = list(dict.fromkeys(" ".join(row.words) for row in rows))
    lines: list[str] = []
    service = ""
    for row in rows:
        if service != row.service:
            service = row.service
            lines.append(service)
        columns = [
            row.name,
            str(clients.index(json.dumps(_client(row)))),
            str(words.index(" ".join(row.words))),
            _kinds(row, types.get(row.title, ())),
            row.path,
            *_rest(row),
        ]
        lines.append(" ".join(columns))
    code = _CODE.format(
        clients=",\n".join("\n ".join(textwrap.wrap(each, ROOM)) for each in clients),
        words="\n".join(map(_wrapped, words)),
        rows="\n".join(map(_wrapped, lines)),
    )
    head = (
        HEADER
        + '"""Every type of resource that has a state, and how one is read.\n\n'
        + GENERATED.format(version=version)
    )
    return head + '\n"""\n' + code


def _wrapped(line: str) -> str:
    """A line of a text, in which a backslash continues what is long after a blank or a slash."""
    lines = [""]
    for piece in re.findall("[^ /]*[ /]?", line):
        if len(lines[-1] + piece) > ROOM:
            lines.append("")
        lines[-1] += piece
    return "\\\n".join(lines)


def _client(row: ResourceType) -> list[Any]:
    rest = [row.dual_stack, dict(row.realm_endpoints)]
    return [row.client, row.endpoint, row.base_path, *(rest if any(rest) else ())]


def _kinds(row: ResourceType, types: Sequence[str]) -> str:
    rule = {squeezed(row.name): "n", squeezed(row.service) + squeezed(row.name): "s"}
    return ",".join(sorted((rule.get(kind, kind) for kind in types), key=lambda kind: (len(kind), kind))) or "-"


def _rest(row: ResourceType) -> list[str]:
    in_path = IN_BRACES.findall(row.path)
    rest = [f"+{name}" for name in row.requires if name not in in_path]
    if not in_path or row.id != in_path[-1]:
        rest.append(f"id={row.id}")
    if row.state != "lifecycleState":
        rest.append(f"state={row.state}")
    if row.details != ("lifecycleDetails",):
        rest.append(f"details={','.join(row.details)}" if row.details else "!")
    return rest
