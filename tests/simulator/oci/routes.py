# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the family and the call of a request by its path and host."""

from __future__ import annotations

import functools
import re
from typing import Any, Mapping, NamedTuple, Optional, Sequence, Union

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, RequestRedirect, Rule

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType

NAME = re.compile(r"\{(\w+)\}")
#: Parts of an endpoint template: {region}, {secondLevelDomain}, {dualStack?ds.:}
HOST_PART = re.compile(r"\{(\w+)(?:\?([^:}]*):([^}]*))?\}")


class Route(NamedTuple):
    """One call of one family, and the values in its path."""

    family: Family
    call: str  # get, list, errors, logs, cancel
    method: str
    values: Mapping[str, str]


class Paths:
    """Matches paths that contain {names}. Several templates may match the same path."""

    def __init__(self, templates: Sequence[tuple[str, Any]]) -> None:
        self._at: dict[str, list[tuple[list[str], Any]]] = {}
        for template, thing in templates:
            numbers = iter(range(100))
            rule = NAME.sub(lambda _match: f"<p{next(numbers)}>", template)  # noqa: B023 - used at once
            self._at.setdefault(rule, []).append((NAME.findall(template), thing))
        self._rules = Map([Rule(rule, endpoint=rule) for rule in self._at], merge_slashes=False).bind("simulator")

    def match(self, path: str) -> list[tuple[Any, dict[str, str]]]:
        """All that has this path, each with the values of its names."""
        try:
            rule, values = self._rules.match(path)
        except (NotFound, RequestRedirect):
            return []
        ordered = [values[f"p{number}"] for number in range(len(values))]
        return [(thing, dict(zip(names, ordered))) for names, thing in self._at[rule]]


class Routes:
    """The calls of all families."""

    def __init__(self, families: Sequence[Family]) -> None:
        self.titles = {family.title: family for family in families}
        self._families = families
        self._bases = {family.base_path.rstrip("/") for family in families}
        self._paths = Paths(
            [
                (template, (family, call, "DELETE" if call == "cancel" else "GET"))
                for family in families
                for call in ("get", "list", "errors", "logs", "cancel")
                for template in [getattr(family, call)]
                if template is not None
            ]
        )

    def split(self, path: str) -> tuple[Optional[Family], str]:
        """/container_engine/20180222/... is (the family, /20180222/...); a path without a title is (None, path)."""
        title, slash, rest = path.lstrip("/").partition("/")
        family = self.titles.get(title)
        return (family, slash + rest) if family else (None, path)

    def match(self, path: str, host: str = "") -> list[Route]:
        """All calls at this path: of the family whose title the path begins with, else of the families at the host, else of all."""
        family, rest = self.split(path)
        routes = [
            route
            for base in self._bases
            if rest.startswith(f"{base}/")
            for thing, values in self._paths.match(rest[len(base) :])
            for route in [Route(*thing, values)]
            if route.family.base_path.rstrip("/") == base
        ]
        if family is not None:
            return [route for route in routes if route.family is family]
        at_host = {
            each.title for each in self._families if host_pattern(each).fullmatch(host.rpartition(":")[0] or host)
        }
        return [route for route in routes if not at_host or route.family.title in at_host]


def same_api(one: Family, other: Family) -> bool:
    """Whether two families are two lists of the same work requests, as in apm_control_plane."""
    return (one.service, one.base_path, one.get) == (other.service, other.base_path, other.get)


def host_pattern(row: Union[Family, ResourceType]) -> re.Pattern[str]:
    """The hosts of a row of a catalogue."""
    return _pattern((row.endpoint, *row.realm_endpoints.values()))


@functools.lru_cache(maxsize=None)
def _pattern(templates: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_one_pattern(template) for template in templates), re.IGNORECASE)


def _one_pattern(template: str) -> str:
    host = template.split("://")[-1].split("/")[0]
    pattern, end = "", 0
    for part in HOST_PART.finditer(host):
        pattern += re.escape(host[end : part.start()])
        name, yes, no = part.groups()
        pattern += f"(?:{re.escape(yes)}|{re.escape(no)})" if yes is not None else r"[a-z0-9.-]+"
        end = part.end()
    return pattern + re.escape(host[end:])
