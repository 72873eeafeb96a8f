# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resource types that the simulator plays, from the catalogue of the collection, and which of their words mean what."""

from __future__ import annotations

import difflib
import functools
import re
from typing import Any, Mapping, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.resource_type import ResourceType
from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue.words import Meaning, meaning

from .oci.resource_calls import NOT_CREATED
from .oci.resource_routes import Paths
from .scenario import ScenarioError

#: Words in order of preference, of which a type has at most a few.
USUAL = ("RUNNING", "ACTIVE", "AVAILABLE", "ATTACHED", "ENABLED", "STOPPED", "INACTIVE")
BEGUN = ("PROVISIONING", "CREATING", "ATTACHING", "STARTING", "ACCEPTED", "IN_PROGRESS", "UPDATING")
#: Words of a deletion and of its end. A job is canceled, and an attachment detached.
DELETIONS = (
    (("TERMINATING", "DELETING"), ("TERMINATED", "DELETED")),
    (("DETACHING",), ("DETACHED",)),
    (("CANCELING", "CANCELLING"), ("CANCELED", "CANCELLED")),
    (("REVOKING",), ("REVOKED",)),
)
#: The word of a resource that answers 404.
GONE = "gone"
#: A word in lower case is a meaning.
PREFERRED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "steady": (USUAL, (Meaning.STEADY, Meaning.DONE)),
    "transitional": (BEGUN, (Meaning.TRANSITIONAL,)),
    "failed": (("FAILED",), (Meaning.FAILED,)),
    "attention": (("NEEDS_ATTENTION",), (Meaning.ATTENTION,)),
}


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a message about a word that is not one of those."""
    close = difflib.get_close_matches(word, known, 3, 0.5) or difflib.get_close_matches(word.upper(), known, 3, 0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(sorted(known)[:12])}"


class Type:
    """A row of the catalogue, with what a service needs to know that plays it."""

    def __init__(self, row: ResourceType, ocid_type: Optional[str]) -> None:
        self.row = row
        self.title = row.title
        self.ocid_type = ocid_type or row.name.replace("_", "")
        self.names = (row.id, *row.requires)  # that make a request for one resource

    @property
    def has_ocid(self) -> bool:
        return self.row.id.endswith("Id") and self.row.id != "workRequestId"

    @functools.cached_property
    def deletion(self) -> tuple[Optional[str], Optional[str]]:
        """The word while it is deleted, and the one afterwards, as far as the type has them."""
        words = self.row.words or ("DELETING", "DELETED")
        for during, after in DELETIONS:
            found = tuple(next((word for word in each if word in words), None) for each in (during, after))
            if any(found):
                return found[0], found[1]
        return None, None

    def find_word(self, wanted: str) -> Optional[str]:
        """The word that the type has for a meaning in lower case."""
        if wanted in ("deleting", "deleted"):
            return self.deletion[wanted == "deleted"]
        preferred, meanings = PREFERRED[wanted]
        if not self.row.words:
            return preferred[1] if wanted == "steady" else preferred[0]
        words = (word for word in (*preferred, *self.row.words) if word in self.row.words)
        return next((word for word in words if meaning(self.title, word) in meanings), None)

    def word(self, word: str, strict: bool = True) -> str:
        """The word, if the type has it. A word in lower case is a meaning: steady, failed, deleted, or gone."""
        if word == GONE:
            return word
        if word in (*PREFERRED, "deleting", "deleted"):
            found = self.find_word(word) or (self.row.words[0] if word == "steady" else None)
            if found is None:
                raise ScenarioError(f"{self.title} has no word for {word}; it has {', '.join(self.row.words)}")
            return found
        if strict and self.row.words and word not in self.row.words:
            raise ScenarioError(
                f"{self.title} has no state {word!r}; {nearest(word, self.row.words)} (undocumented: true allows any word)"
            )
        return word

    def is_deleted(self, word: str) -> bool:
        """Whether a resource is no more with that word: it answers 404 a while later."""
        if meaning(self.title, word) == Meaning.DELETED:
            return True
        return word == "DETACHED" and self.deletion[1] == word

    def is_ended(self, word: str) -> bool:
        """Whether it is no longer under way, and will not be again."""
        return meaning(self.title, word) in (*Meaning.FINAL, Meaning.FAILED)

    def is_transitional(self, word: str) -> bool:
        return meaning(self.title, word) == Meaning.TRANSITIONAL

    def parameters(self, given: Mapping[str, Any]) -> dict[str, str]:
        """The names beside the id, in camelCase; they may be given in snake_case."""
        found = {}
        for key, value in given.items():
            name = re.sub("_([a-z])", lambda match: match[1].upper(), key)
            if name not in self.row.requires:
                raise ScenarioError(
                    f"{self.title} has no parameter {key!r}; it has {', '.join(self.row.requires) or 'none'}"
                )
            found[name] = str(value)
        return found


class Types:
    """All resource types. The catalogue is read at the first use, because most simulators play no resources."""

    def __init__(self, rows: Optional[Sequence[ResourceType]] = None) -> None:
        self._rows = rows

    @functools.cached_property
    def titles(self) -> dict[str, Type]:
        rows, ocid_types = _catalogue() if self._rows is None else (self._rows, {})
        named = {title: type_ for type_, title in reversed(list(ocid_types.items()))}
        return {row.title: Type(row, named.get(row.title)) for row in rows}

    @functools.cached_property
    def services(self) -> frozenset[str]:
        return frozenset(type_.row.service for type_ in self.titles.values())

    @functools.cached_property
    def paths(self) -> Paths:
        return Paths([(type_.row.base_path + type_.row.path, type_) for type_ in self.titles.values()])

    @functools.cached_property
    def collections(self) -> Paths:
        """Where resources are made: the path of one without its id."""
        ends = [(type_, f"/{{{type_.row.id}}}") for type_ in self.titles.values()]
        return Paths(
            [
                (type_.row.base_path + type_.row.path[: -len(end)], type_)
                for type_, end in ends
                if type_.row.path.endswith(end) and type_.title not in NOT_CREATED
            ]
        )

    def find(self, title: str) -> Type:
        if title not in self.titles:
            known = [each for each in self.titles if each.split(".")[-1] == title] or list(self.titles)
            raise ScenarioError(f"there is no resource type {title!r}; {nearest(title, known)}")
        return self.titles[title]


def _catalogue() -> tuple[Sequence[ResourceType], Mapping[str, str]]:
    from ansible_collections.longops.oracle.plugins.module_utils._resources.catalogue import resource_types

    return resource_types.RESOURCE_TYPES, resource_types.OCID_TYPES


@functools.lru_cache(maxsize=None)
def _all() -> Types:
    return Types()


def types(rows: Optional[Sequence[ResourceType]] = None, edition: Optional[str] = None) -> Types:
    """These types, or all of the catalogue, which all simulators of a process share. An appliance has none."""
    if rows is None and edition is None:
        return _all()
    return Types(rows or ())
