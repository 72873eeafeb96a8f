# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watches operations until it is told to stop: polls them, finds new ones, and emits an event at each change. Private to longops.oracle.

It knows no kind of operation, no Ansible and no asyncio, and its clock is handed to it. What a wait would end at goes on here:
an operation that cannot be read is tried again, less often.
"""

from __future__ import annotations

import functools
import heapq
import itertools
import math
from typing import Callable, Optional, Sequence

from .._core.errors import RequestError, own_fault
from .._core.operation import Fault, FaultKind, Observation
from .._core.watch import Key, Watch
from .._polling import schedule
from .._polling.agenda import Agenda
from .._polling.pollers import Calls, CompositePoller
from .._polling.scans import Scope
from .._polling.waiter import EXPLAIN, LEFT_BEHIND, Taker
from . import changes
from .cursor import Cursor
from .event import Event, Told, data
from .scanner import New, Scanner
from .watched import Settings, Watched

#: Seconds that one poll may take once it is sent, and after which one without any answer is left behind, in which many may be sent.
LONGEST_POLL, LEFT_AFTER = 90.0, 3600.0
#: Seconds within which it stops.
STEP = 0.25
#: Most seconds until the next poll, whatever time a service asks for: there is no deadline before which it is polled anyhow.
LONGEST_GAP = 3600.0
#: Seconds until the next poll of an operation that cannot be read: at first, and at most.
UNREADABLE, UNREADABLE_MOST = 30.0, 600.0
#: Seconds after which an operation that is not found is watched no more: services keep none for as long after its end.
GONE = 2 * 86400.0
#: How often is tried to read what explains an end, and the first of the pauses between, in seconds, which double.
EXPLANATIONS, EXPLAIN_PAUSE = 6, 2.0
#: Seconds between two messages about polls that failed.
SAY_EVERY = 60.0


class Watcher:
    """Emits the events of what is watched. emit may block, say is given sentences for the log.

    clock gives seconds of a monotonic clock, now seconds since the epoch, chance random numbers from 0 up to 1.
    """

    def __init__(
        self,
        watched: Watched,
        settings: Settings,
        cursor: Cursor,
        emit: Callable[[Event], None],
        say: Callable[[str], None],
        clock: Callable[[], float],
        now: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._groups = watched.groups
        self._scopes = watched.scopes
        self._warnings = watched.warnings
        self._step_of_percent = settings.percent_step
        self._cursor = cursor
        self._emit = emit
        self._say = say
        self._clock = clock
        self._chance = chance
        self._terms = settings.terms._replace(timeout=math.inf, on_failure="report")
        self._begin = clock()
        self._agenda = Agenda()
        self._watches: dict[Key, Watch] = {}
        self._told: dict[Key, Told] = {}
        self._only_pending: dict[
            Key, Optional[Told]
        ] = {}  # with what was told of the operation before under the same id
        self._resumed = watched.resumed
        self._later: list[tuple[float, int, Callable[[], None]]] = []  # a heap of what is to be done when
        self._numbers = itertools.count()
        self._has_read = False
        self._resumes = cursor.has_read
        self._failed, self._said = 0, -math.inf  # polls since the last message about some, and when that was
        self._take = Taker(self._begin, math.inf, self._terms, chance, self._agenda, None)
        self._scans, self._explanations = Calls(), Calls()
        self._poller = CompositePoller(
            [*(group.poller for group in self._groups), self._scans.poller, self._explanations.poller], settings.threads
        )
        self._scanner = Scanner(
            watched.scopes, settings.scan_interval, cursor, self._name_in, self._found, say, now, chance
        )
        asked = {Key(number, id_) for number, group in enumerate(self._groups) for id_ in group.ids}
        names = {self._name(key) for key in asked}
        cursor.keeps = lambda name: name in names or name in self._watching or self._scanner.is_listed(name)
        self._watching: set[str] = set()
        self._restore(watched.scopes, asked)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to watch, nor can come."""
        return not self._watches and not self._scopes

    def run(self, is_stopped: Callable[[], bool]) -> None:
        """Watch until it is told to stop. Raises RequestError where nothing can be read at all."""
        try:
            while not is_stopped():
                self._step(is_stopped)
        finally:
            self._poller.close()

    def _restore(self, scopes: Sequence[Scope], asked: set[Key]) -> None:
        """Watch what was asked for and what was in flight when another process stopped, but not what it told the end of."""
        for number, group in enumerate(self._groups):
            for id_ in list(group.ids):
                key = Key(number, id_)
                record = self._cursor.get(self._name(key))
                if record is not None and record.over:
                    group.forget(id_)
                else:
                    self._watch(key, record.told if record else None)
        for scope in scopes:
            for name in self._cursor.in_scope(scope.name):
                key = Key(scope.group, name.partition(" ")[2])
                if key not in self._watches:
                    record = self._cursor.get(name)
                    scope.adopt(key.id)
                    self._watch(key, record.told if record else None)

    def _name(self, key: Key) -> str:
        return f"{self._groups[key.group].name} {key.id}"

    def _name_in(self, scope: Scope, id_: str) -> str:
        return self._name(Key(scope.group, id_))

    def _found(self, scope: Scope, new: Sequence[New]) -> None:
        for each in new:
            key = Key(scope.group, each.id)
            if key in self._watches:  # it was asked for by its id
                continue
            scope.adopt(each.id)
            self._watch(key, None)
            if each.only_pending:
                self._only_pending[key] = each.told

    def _watch(self, key: Key, told: Optional[Told]) -> None:
        watch = self._watches[key] = Watch(key, self._clock())
        self._watching.add(self._name(key))
        if told is not None:
            self._told[key] = told
            if told.status is not None:
                self._resumed(key, told.status)
        self._agenda.add(watch)

    def _drop(self, key: Key) -> None:
        self._watches.pop(key)
        self._told.pop(key, None)
        self._only_pending.pop(key, None)
        self._watching.discard(self._name(key))
        self._groups[key.group].forget(key.id)

    def _step(self, is_stopped: Callable[[], bool]) -> None:
        now = self._clock()
        self._scanner.begin(self._scans, self._clock)
        while self._later and self._later[0][0] <= now:
            heapq.heappop(self._later)[2]()
        due = self._agenda.due(now)
        if due:
            soon = list(map(_key, self._agenda.soon()))
            for key in self._poller.start(list(map(_key, due)), soon, lambda: self._clock() + LONGEST_POLL):
                self._agenda.begin(self._watches[key], now + LEFT_AFTER)
        following = min(self._agenda.next, self._scanner.next, self._later[0][0] if self._later else math.inf)
        observations = self._poller.collect(max(0.0, min(following - now, STEP)))
        if is_stopped():  # then polls end with faults of no meaning
            return
        now = self._clock()
        for observation in observations:
            watch = self._watches.get(observation.id)
            if watch is not None and not watch.over:  # else it comes late, from a poll that was left behind
                self._observed(watch, observation, now)
        for watch in self._agenda.overdue(now):
            self._observed(watch, Observation(watch.key, fault=LEFT_BEHIND), now)
        for warning in self._warnings():
            self._say(warning)
        self._scanner.check()

    def _observed(self, watch: Watch, observation: Observation, now: float) -> None:
        self._take(watch, observation, now)
        if not watch.over and watch.due > now + LONGEST_GAP:
            watch.due = now + LONGEST_GAP
            self._agenda.put(watch)
        key = _key(watch)
        operation, told = watch.operation, self._told.get(key)
        if observation.fault is not None:
            self._failing(watch, observation.fault, now)
            return
        self._has_read = True
        if operation is None:
            return
        if operation.ended:
            now_told = Told(operation.status, operation.state, over=True)
            if key in self._only_pending and (self._only_pending[key] or now_told)._replace(percent=0.0) == now_told:
                self._cursor.tell(self._name(key), now_told)  # it was old when it was found
                self._drop(key)
            else:
                self._explain(watch, 1)
            return
        self._only_pending.pop(key, None)
        self._tell(watch, changes.changed(told, operation, self._step_of_percent))

    def _failing(self, watch: Watch, fault: Fault, now: float) -> None:
        """Say so now and then, and go on where a wait would end."""
        self._failed += 1
        if now >= self._said + SAY_EVERY:
            count = "A poll" if self._failed == 1 else f"{self._failed} polls"
            self._say(f"{count} failed, and will be tried again. The last was that of {watch.id}: {fault.message}")
            self._failed, self._said = 0, now
        if not watch.abandoned:
            return
        has_read = self._has_read or self._scanner.has_read
        if not has_read and _concerns_all(fault) and not (self._resumes and fault.kind == FaultKind.UNRESOLVED):
            raise RequestError(fault)
        change = changes.unreadable(self._told.get(_key(watch)), fault)
        self._tell(watch, change)
        if watch.missing_since is not None and now - watch.missing_since >= GONE:
            self._cursor.tell(self._name(_key(watch)), Told(over=True))
            self._drop(_key(watch))
            return
        watch.abandoned = watch.over = False
        watch.unresolved = 0
        gap = schedule.backoff(watch.failures, fault.retry_after, UNREADABLE, UNREADABLE_MOST, self._chance())
        watch.due = watch.soon = now + (self._terms.max_interval if _concerns_all(fault) else gap)
        self._agenda.add(watch)

    def _explain(self, watch: Watch, tries: int) -> None:
        """Read what explains an end, and emit it then. Where it cannot be read, that is tried again a few times."""
        group = self._groups[_key(watch).group]

        def explain() -> Optional[str]:
            try:
                group.explain([watch], False, self._clock() + EXPLAIN)
            except Exception as error:
                return own_fault(error)
            return None

        def explained(fault: Optional[str]) -> Sequence[Observation]:
            if fault is not None:
                self._say(f"{fault}, so what explains the end of {watch.id} is incomplete. Please report it.")
            if group.is_explained(watch) or fault is not None or tries >= EXPLANATIONS:
                operation = watch.operation
                if operation is not None:
                    told = self._told.get(_key(watch))
                    self._tell(watch, changes.ended(told, operation))
                self._drop(_key(watch))
            else:
                again: Callable[[], None] = functools.partial(self._explain, watch, tries + 1)
                when = self._clock() + EXPLAIN_PAUSE * 2.0 ** (tries - 1)
                heapq.heappush(self._later, (when, next(self._numbers), again))
            return ()

        self._explanations.submit(explained, explain)

    def _tell(self, watch: Watch, change: Optional[tuple[str, Told]]) -> None:
        if change is None:
            return
        key = _key(watch)
        group = self._groups[key.group]
        self._told[key] = change[1]
        entry = group.entry(watch)
        elapsed = self._clock() - self._begin
        self._emit(
            Event(self._name(key), change[1], data(change[0], elapsed, len(self._watches), group.kind.event_key, entry))
        )


def _key(watch: Watch) -> Key:
    return watch.key  # type: ignore[return-value]


def _concerns_all(fault: Fault) -> bool:
    """Whether a fault says nothing of one operation: the authentication is rejected, or the host cannot be resolved."""
    return fault.http_status == changes.UNAUTHENTICATED or fault.kind == FaultKind.UNRESOLVED
