# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes groups of entries of several kinds for one wait: equal options share a client. Private to longops.oracle."""

from __future__ import annotations

import functools
import json
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Optional, Sequence

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._ansible import options
from .._ansible.runner import Run
from .._core.errors import LongopsError, MissingLibraryError, UsageError
from .._goldengate import connection as goldengate, request_ids
from .._goldengate.wait import RequestGroup
from .._oci import cancel, connection as oci, read, targets, work_request_ids
from .._oci.api.client import OciClient
from .._oci.api.session import Target
from .._oci.wait import WorkRequestGroup
from .._polling.group_wait import Group
from .entries import Entry, Parsed, parse

#: The options of two ways to authenticate to GoldenGate that exclude each other.
TOKEN, PASSWORD = {"token"}, {"username", "password"}


class Made(NamedTuple):
    """The groups of a wait; places has the number of the entry that each operation came from, by group and id.

    faults are the reasons why nothing can be polled, a sentence each; cancels cancels those of these ids, and returns which.
    """

    groups: list[Group]
    places: list[dict[Optional[str], int]]
    faults: list[str]
    cancels: list[Callable[[Sequence[str]], list[str]]]
    warnings: Callable[[], list[str]]


def oci_options() -> dict[str, Any]:
    """The options for OCI, of the module and of an entry: which resource it is about is the entry's own business."""
    return {name: spec for name, spec in oci.connection_options().items() if name != "resource_id"}


def goldengate_options() -> dict[str, Any]:
    """The options for GoldenGate, of the module and of an entry: only an entry with request_id needs an address."""
    found = goldengate.connection_options()
    return {**found, "url": {key: value for key, value in found["url"].items() if key != "required"}}


def own_options() -> dict[str, Any]:
    """The options of the module for connecting. Both kinds have service: here it is GoldenGate's, and an entry for OCI names its own."""
    return {**oci_options(), **goldengate_options()}


def make(run: Run, accept: frozenset[str]) -> Made:
    """The groups of the option operations. Secrets in the options of entries are hidden, and so are the entries."""
    params = run.params
    given = params["operations"] or []
    params["operations"] = None  # Ansible shows options, and an entry can hold a password
    specs = {"oci": oci_options(), "goldengate": goldengate_options()}
    run.hide(_secrets(given, {**specs["oci"], **specs["goldengate"]}))
    run.hide(oci.secrets(params))
    run.hide(goldengate.secrets({**params, "url": params["url"] or ""}))
    parsed = parse(given, specs["oci"], specs["goldengate"])
    maker = _Maker(run, accept, specs)
    faults = maker.make(parsed)
    params["operations"] = [id_ for group in maker.groups for id_ in group.ids]
    return Made(maker.groups, maker.places, faults, maker.cancels, maker.warnings)


class _Maker:
    """Makes groups in two steps: the first reads options and files only, the second may ask services."""

    def __init__(self, run: Run, accept: frozenset[str], specs: Mapping[str, dict[str, Any]]) -> None:
        self._params = run.params
        self._hide = run.hide
        self._accept = accept
        self._specs = specs
        self._clients: list[Any] = []
        self._known: set[str] = set()  # ids of work requests: they are the same wherever they are read
        self.groups: list[Group] = []
        self.places: list[dict[Optional[str], int]] = []
        self.cancels: list[Callable[[Sequence[str]], list[str]]] = []

    def make(self, parsed: Parsed) -> list[str]:
        """Make all groups: returns why that is not possible, once each, and asks no service then."""
        faults = dict.fromkeys(parsed.faults)
        steps: list[Callable[[], None]] = []
        for entries in _by_options([*parsed.work_requests, *parsed.resources]):
            steps += self._try(functools.partial(self._work_requests, entries, parsed.resources), faults)
        for entries in _by_options(parsed.requests):
            steps += self._try(functools.partial(self._requests, entries), faults)
        for step in [] if faults else steps:
            self._try(step, faults)
        return list(faults)

    def warnings(self) -> list[str]:
        return [warning for client in self._clients for warning in client.warnings]

    @staticmethod
    def _try(call: Callable[[], Any], faults: dict[str, None]) -> list[Any]:
        """What a call returned, in a list; an empty one where it found a fault."""
        try:
            return [call()]
        except MissingLibraryError:
            raise
        except _Faults as error:
            faults.update(dict.fromkeys(error.texts))
        except LongopsError as error:
            faults.setdefault(str(error))
        return []

    def _work_requests(self, entries: Sequence[Entry], resources: Sequence[Entry]) -> Callable[[], None]:
        """The second step for entries with equal options."""
        params = self._of("oci", entries[0], {"service": None, "resource_id": None})
        by_id = [entry for entry in entries if entry not in resources]
        asked, faults = _found(by_id, work_request_ids.find)
        try:
            client = oci.client(params, self._accept) if asked or len(by_id) < len(entries) else None
        except UsageError as error:
            faults.insert(0, str(error))
        if faults:
            raise _Faults(faults)

        def step() -> None:
            if client is None:
                return  # all were skipped
            self._clients.append(client)
            wanted = targets.by_asked(client, [each for _number, each in asked], params["service"])
            found = [(number, target) for (number, _asked), target in zip(asked, wanted)]
            for entry in entries:
                if entry in resources:
                    found += [(entry.number, target) for target in _in_flight(client, entry, params)]
            self._add_work_requests(client, found, params)

        return step

    def _add_work_requests(
        self, client: OciClient, found: Sequence[tuple[int, Target]], params: Mapping[str, Any]
    ) -> None:
        places: dict[Optional[str], int] = {}
        wanted = []
        for number, target in found:
            if target.id not in self._known:
                self._known.add(target.id)
                places[target.id] = number
                wanted.append(target)
        if self._params["on_timeout"] == "cancel":
            cancel.check_can_cancel(target.family for target in wanted)
        group = WorkRequestGroup(client, wanted, self._params["logs"], options.CONNECTIONS, params["compartment_id"])
        self.groups.append(group)
        self.places.append(places)
        self.cancels.append(lambda ids: cancel.cancel_those(client, wanted, ids, options.CONNECTIONS))

    def _requests(self, entries: Sequence[Entry]) -> Callable[[], None]:
        """The second step for entries with equal options."""
        params = self._of("goldengate", entries[0], {})
        found, faults = _found(entries, request_ids.find)
        if not params["url"]:
            faults.append(f"{entries[0].name}: url is missing. Set it under options, or for all entries.")
        if faults:
            raise _Faults(faults)
        calls = {call.id or (number, call.url): call for number, call in reversed(found)}
        places: dict[Optional[str], int] = {call.id: number for number, call in reversed(found)}
        client = goldengate.client(params) if calls else None

        def step() -> None:
            if client is None:
                return  # all were skipped
            self._clients.append(client)
            self.groups.append(RequestGroup(client, list(reversed(calls.values())), False, options.CONNECTIONS))
            self.places.append(places)
            self.cancels.append(lambda ids: [])  # GoldenGate has no call for it

        return step

    def _of(self, kind: str, entry: Entry, fixed: Mapping[str, Any]) -> dict[str, Any]:
        """The options of the module for this kind, with those of the entry over them."""
        spec = self._specs[kind]
        own = {
            name: {key: value for key, value in spec[name].items() if key in ("type", "choices", "no_log")}
            for name in entry.options
        }
        valid = ArgumentSpecValidator(own).validate(dict(entry.options))
        if valid.error_messages:
            raise UsageError(f"{entry.name}: {'; '.join(valid.error_messages)}.")
        params = {**{name: self._params[name] for name in spec}, **fixed}
        for one, other in (TOKEN, PASSWORD), (PASSWORD, TOKEN):
            if entry.options.keys() & one:  # an entry's way to authenticate takes the place of the module's
                params.update((name, None) for name in other if name in params)
        params.update((name, value) for name, value in valid.validated_parameters.items() if value is not None)
        # An entry's password and the module's user name make a secret that neither of them has.
        self._hide((oci if kind == "oci" else goldengate).secrets({**params, "url": params.get("url") or ""}))
        return params


class _Faults(LongopsError):
    """Several things are wrong with the entries of one group."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(" ".join(texts))
        self.texts = texts


def _found(entries: Sequence[Entry], find: Callable[[Any], Sequence[Any]]) -> tuple[list[tuple[int, Any]], list[str]]:
    """What these entries name, each with the number of its entry; and what is wrong with the entries that name nothing."""
    found: list[tuple[int, Any]] = []
    faults: list[str] = []
    for entry in entries:
        try:
            found += [(entry.number, each) for each in find(entry.given)]
        except UsageError as error:
            faults.append(f"{entry.name}: {error}")
    return found, faults


def _in_flight(client: OciClient, entry: Entry, params: Mapping[str, Any]) -> list[Target]:
    """The work requests of a resource that have not ended."""
    where = targets.lists(
        client, entry.service or params["service"], entry.compartment_id or params["compartment_id"], entry.given
    )
    return read.in_flight(client, where, entry.given, options.CONNECTIONS)


def _by_options(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries whose options are equal together, in order."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.number):
        found.setdefault(json.dumps(entry.options, sort_keys=True, default=str), []).append(entry)
    return list(found.values())


def _secrets(given: Iterable[Any], spec: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What must stay hidden of the options of entries, right or wrong."""
    found = []
    for entry in given:
        own = entry.get("options") if isinstance(entry, dict) else None
        if not isinstance(own, dict):
            continue
        found += [str(value) for name, value in own.items() if value and spec.get(name, {}).get("no_log")]
        names = ("service_endpoint", "url", "username", "password")
        texts = {name: str(own[name]) if own.get(name) else "" for name in names}  # right or wrong, so of any type
        found += oci.secrets(texts) + goldengate.secrets(texts)
    return found
