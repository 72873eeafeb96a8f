# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the resources that work requests name which have succeeded, and what is to become of each. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, NamedTuple, Optional, Sequence

from .._core.errors import UsageError
from .._core.watch import Outcome
from .._oci.api.client import OciClient
from .._oci.kind import KIND as WORK_REQUEST
from .._oci.resource_ids import Resource
from .._oci.wait import WorkRequestGroup
from .._polling import group_wait
from .._text.sanitize import capital, clean, cut
from . import targets
from .client import ResourceClient
from .goal import Goal
from .targets import Naming, Target
from .wait import ResourceGroup

#: Characters of what a warning calls a resource, which is what the service wrote.
LONGEST = 300


class _Mention(NamedTuple):
    """A resource of a work request, whose entry in a result that is, and what is to become of it."""

    id: str
    type: Optional[str]  # as the work request calls it
    work_request: Mapping[str, Any]
    goal: Goal


class NamedResources:
    """The resources that the work requests of a group name.

    What was created or changed is to settle, what was deleted is to be gone. Those that failed, and neighbours, are no
    concern of a wait. accepted are words that the user names as success.
    """

    def __init__(self, client: OciClient, group: WorkRequestGroup, accepted: frozenset[str], threads: int) -> None:
        self._client = ResourceClient(client)
        self._work_requests = group
        self._accepted = accepted
        self._threads = threads
        self.group = ResourceGroup(self._client, [], threads)

    def groups(self, outcome: Outcome) -> Sequence[group_wait.Group]:
        """What to wait for after work requests that ended like that: group, in a list. Its number is 1, theirs is 0."""
        succeeded = [watch for watch in group_wait.of_group(outcome.watches, 0) if watch.outcome == "succeeded"]
        found: dict[str, Target] = {}
        for entry in self._work_requests.entries(succeeded):
            for mention in _mentions(entry, self._accepted):
                target = self._target(mention)
                if target is not None and (target.key not in found or target.goal.absent):
                    found[target.key] = target
        self.group = ResourceGroup(self._client, list(found.values()), self._threads)
        return [self.group]

    def _target(self, mention: _Mention) -> Optional[Target]:
        """Where a resource is read; None where that is not known: a warning says so."""
        work_request = mention.work_request
        beside = {"compartment_id": work_request["compartment_id"]}
        ways = [Naming(**beside)]
        if mention.type:
            ways.append(Naming(str(work_request["service"]).partition(".")[0], mention.type, **beside))
        for naming in ways:
            try:
                return targets.target(self._client.oci.session, Resource(mention.id), naming, mention.goal)
            except UsageError:
                continue
        called = cut(f"{clean(mention.type)} {clean(mention.id)}".strip(), LONGEST)
        self._client.warnings.add_of_sort(
            "{count} resources that work requests name are not waited for, because it is not known how their states are"
            " read: {examples}.",
            mention.id,
            f"{capital(called)}, which work request {work_request['id']} names, is not waited for, because it is"
            " not known how its state is read.",
            called,
        )
        return None


def _mentions(entry: Mapping[str, Any], accepted: frozenset[str]) -> Iterator[_Mention]:
    """The resources of one work request, once each."""
    affected = WORK_REQUEST.affected(entry)
    deleted = set(affected.deleted)
    wanted = dict.fromkeys((*affected.created, *affected.changed, *affected.deleted))
    named = {each["identifier"]: each for each in reversed(entry["resources"])}
    for id_ in wanted:
        if id_ in deleted:
            goal = Goal(absent=True, missing_ok=True, accepted=accepted)
        else:
            # A service that does not say what it did to a resource may have deleted it.
            goal = Goal(missing_ok=not named[id_]["action_type"], accepted=accepted)
        yield _Mention(id_, named[id_]["entity_type"], entry, goal)
