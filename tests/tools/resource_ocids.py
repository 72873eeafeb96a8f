# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds which types in OCIDs a type of resource has: by what was seen, and where nothing was, by rule.

The rule is what most services do: the name without underscores, alone or after that of the service.
"""

from __future__ import annotations

from collections import Counter
from typing import Mapping, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.tests.tools import resource_ocid_facts, resource_type_facts
from ansible_collections.longops.oracle.tests.tools.sdk_source import CatalogueError

#: The services that the shared API has the work requests of.
SHARED = {"work_requests": ("core", "database", "dns")}


def squeezed(name: str) -> str:
    """A name as OCIDs have it: boot_volume_attachment -> bootvolumeattachment."""
    return name.replace("_", "")


def ocid_types(rows: Sequence[ResourceType]) -> dict[str, list[str]]:
    """Title -> the types that its OCIDs may have, for titles that have some. Raises CatalogueError for a fact that is none."""
    seen = seen_types(rows)
    found: dict[str, list[str]] = {}
    for kind, title in seen.items():
        found.setdefault(title, []).append(kind)
    known = _services()
    candidates = {row.title: _by_rule(row) for row in rows if row.title not in found and _has_ocid(row)}
    claims = Counter(kind for kinds in candidates.values() for kind in kinds)
    for row in rows:
        kinds = [
            kind
            for kind in candidates.get(row.title, ())
            if claims[kind] == 1 and kind not in seen and row.service in known.get(kind, (row.service,))
        ]
        if kinds:
            found[row.title] = kinds
    return {row.title: sorted(found[row.title]) for row in rows if row.title in found}


def seen_types(rows: Sequence[ResourceType]) -> dict[str, str]:
    """Type -> title, of all that is known of real and documented OCIDs."""
    titles = {row.title for row in rows}
    seen = {kind: title for kind, title, _source in resource_ocid_facts.TYPES}
    unknown = sorted(set(seen.values()) - titles)
    undecided = []
    for kind, services in _services().items():
        if kind in seen or kind in resource_ocid_facts.NO_STATE:
            continue
        matching = [row.title for row in rows if row.service in services and kind in _by_rule(row)]
        if len(matching) == 1:
            seen[kind] = matching[0]
        else:
            undecided.append(f"{kind} ({', '.join(matching or services)})")
    if unknown or undecided:
        raise CatalogueError(
            f"resource_ocid_facts: TYPES has unknown titles ({', '.join(unknown)}); neither it nor NO_STATE has"
            f" {', '.join(undecided)}."
        )
    return seen


def _services() -> Mapping[str, tuple[str, ...]]:
    """Type -> the packages of the SDK that may have it, of all that resource_type_facts knows."""
    return {
        kind: SHARED.get(family.partition(".")[0], (family.partition(".")[0],))
        for family, _source, kinds in resource_type_facts.RESOURCE_TYPES
        for kind in kinds
    }


def _by_rule(row: ResourceType) -> list[str]:
    name = squeezed(row.name)
    if row.service in resource_ocid_facts.UNPREFIXED:
        return [name]
    prefixes = (squeezed(row.service), resource_ocid_facts.PREFIXES.get(row.service, ""))
    return list(dict.fromkeys([name, *(prefix + name for prefix in prefixes if not name.startswith(prefix))]))


def _has_ocid(row: ResourceType) -> bool:
    """Whether its own id may be an OCID: keys and names are none, and what lies under a resource and has no id has that one's."""
    return row.id.endswith("Id") and row.path.endswith(f"{{{row.id}}}")
