# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one wait of entries of several kinds. Private to longops.oracle."""

from __future__ import annotations

import json
from typing import Callable, Iterable, NamedTuple, Sequence

from .._ansible import waits
from .._ansible.runner import Run
from .._polling.group_wait import Group
from .._polling.waiter import Terms
from . import options
from .entries import Entry, Kind, parse
from .faults import Faults
from .goldengate_requests import GoldenGateRequests
from .oci_clients import OciClients
from .part import Part
from .resource_states import ResourceStates, Waited
from .work_requests import WorkRequests


class Made(NamedTuple):
    """The terms of a wait and its parts, or the reasons why nothing can be polled, a sentence each."""

    terms: Terms
    parts: list[Part]
    faults: list[str]

    @property
    def groups(self) -> list[Group]:
        return [part.group for part in self.parts]


def make(run: Run) -> Made:
    """A wait on the option operations. Secrets in the options of entries are hidden, and so are the entries.

    All that is wrong with entries and options is found before any service is asked.
    """
    given = run.params["operations"] or []
    run.params["operations"] = None  # Ansible shows options, and an entry can hold a password
    run.hide([*options.secrets_of(given), *options.secrets(run.params)])
    entries, wrong = parse(given, options.oci_options(), options.goldengate_options())
    faults = Faults(wrong)
    terms = Terms()
    with faults.of_task():
        terms = waits.terms(run)
    parts = _parts(run, entries, terms)
    for part in parts:
        part.check(faults)
    parts = [part for part in parts if part.entries]
    for part in parts:
        if part.is_local or not faults:
            part.connect(faults)
    for part in [] if faults else parts:
        part.locate(faults)
    made = Made(terms, [] if faults else parts, faults.texts())
    run.params["operations"] = [id_ for group in made.groups for id_ in group.ids]
    return made


def _parts(run: Run, entries: Iterable[Entry], terms: Terms) -> list[Part]:
    """The entries whose kind and options are equal together, in order."""
    together: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        equal = json.dumps(entry.options, sort_keys=True, default=str)
        together.setdefault((entry.kind, equal), []).append(entry)
    clients = OciClients(run, terms)
    known: set[str] = set()
    waited = Waited()
    make: dict[str, Callable[[Sequence[Entry]], Part]] = {
        Kind.WORK_REQUEST: lambda each: WorkRequests(run, each, clients, known),
        Kind.REQUEST: lambda each: GoldenGateRequests(run, each),
        Kind.RESOURCE: lambda each: ResourceStates(run, each, clients, waited),
    }
    return [make[kind](each) for (kind, _equal), each in together.items()]
