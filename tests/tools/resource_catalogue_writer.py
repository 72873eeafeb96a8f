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

import json
import re
from typing import Any, Iterator

from .resource_type import ResourceType

#: [client, endpoint, base_path] and, where they are not the usual ones, whether dual_stack, and realm_endpoints.
_CLIENTS: list[list[Any]] = json.loads("""[
{clients}
]""")

#: Lists of words, each in a line, where a backslash continues it. A row has the number of its list.
_WORDS = [
    tuple(line.split())
    for line in """\\
{words}
""".splitlines()
]

#: Service, and then its types: name, number of the client, number of the words, types in its OCIDs, path, and what does not
#: follow from these. In types, n is the name without underscores, and s the same after the service. The id is the last name in
#: the path, unless there is id=, and what it requires are the others, and +name, of the query. A ! means that nothing explains it.
_ROWS = """\\
{rows}
"""

_IN_BRACES = re.compile(r"{{(\\w+)}}")


def _read() -> Iterator[tuple[ResourceType, str]]:
    """All types, each with its types in OCIDs, between commas."""
    service = ""
    for line in _ROWS.splitlines():
        name, *columns = line.split()
        if columns:
            yield _type(service, name, columns), columns[2]
        else:
            service = name


def _type(service: str, name: str, columns: list[str]) -> ResourceType:
    client, endpoint, base_path, dual_stack, realm_endpoints = [*_CLIENTS[int(columns[0])], False, {{}}][:5]
    path, rest = columns[3], columns[4:]
    values = dict(each.split("=") for each in rest if "=" in each)
    names = _IN_BRACES.findall(path) + [each[1:] for each in rest if each[0] == "+"]
    id_ = values.get("id") or _IN_BRACES.findall(path)[-1]
    details = () if "!" in rest else tuple(values.get("details", "lifecycleDetails").split(","))
    return ResourceType(
        service,
        name,
        client,
        endpoint,
        base_path,
        path,
        id_,
        _WORDS[int(columns[1])],
        tuple(each for each in names if each != id_),
        values.get("state", "lifecycleState"),
        details,
        dual_stack,
        realm_endpoints,
    )


def _in_ocids(service: str, name: str, kinds: str) -> list[str]:
    squeezed = name.replace("_", "")
    rule = {{"n": squeezed, "s": service.replace("_", "") + squeezed}}
    return [rule.get(kind, kind) for kind in kinds.split(",") if kind != "-"]


_READ = tuple(_read())
#: By service and name.
RESOURCE_TYPES: tuple[ResourceType, ...] = tuple(each for each, _kinds in _READ)

#: Type in an OCID -> title.
OCID_TYPES: dict[str, str] = {{
    kind: each.title for each, kinds in _READ for kind in _in_ocids(each.service, each.name, kinds)
}}
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
