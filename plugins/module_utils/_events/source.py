# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an event source of event-driven Ansible: its arguments, the thread that watches, and its end. Private to longops.oracle.

When the coroutine returns or raises, ansible-rulebook ends the rulebook, and shows the user what it raised.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import random
import threading
import time
from typing import Any, Callable, Mapping, Optional

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError

from .._ansible import options, outgoing
from .._ansible.runner import Run, raw_options
from .._core.errors import LongopsError, MissingLibraryError, RequestError, UsageError, own_fault
from .._core.operation import FaultKind
from .._polling import schedule
from .._polling.waiter import Terms
from .._text.masking import Secrets
from .._text.sanitize import clean
from .changes import LEAST_STEP
from .cursor import Cursor
from .cursor_file import CursorFile, InUseError
from .event import Event
from .handover import Handover, Queue, Taken, pass_on
from .watched import Settings, Watched
from .watcher import Watcher

#: What ansible-rulebook adds to the arguments where the source has feedback: true.
FEEDBACK = "eda_feedback_queue"
#: Seconds in which the thread has to end. A request that is under way is ended.
TIME_TO_STOP = 5.0
#: Least seconds between two scans: a list of a hundred services has a hundred requests.
LEAST_SCAN = 1.0

#: What to watch, from the options. It may send requests.
Make = Callable[[Run], Watched]


def watch_options() -> dict[str, Any]:
    """The argument spec that event sources share."""
    return {
        "interval": {"type": "float", "default": 5.0},
        "max_interval": {"type": "float", "default": 60.0},
        "scan_interval": {"type": "float", "default": 60.0},
        "accept": {"type": "list", "elements": "str", "default": []},
        "cursor_file": {"type": "str"},
    }


async def run(
    name: str, queue: Queue, args: Mapping[str, Any], spec: Mapping[str, Any], make: Make, until_ended: bool = False
) -> None:
    """Put events into the queue until the coroutine is canceled, and with until_ended until nothing is left to watch.

    spec are the arguments of AnsibleModule. Raises LongopsError, whose text is for the user.
    """
    source = _Source(name, args, spec, make, until_ended)
    await source.run(queue, args.get(FEEDBACK))


class _Source:
    def __init__(
        self, name: str, args: Mapping[str, Any], spec: Mapping[str, Any], make: Make, until_ended: bool
    ) -> None:
        self._name = name
        self._make = make
        self._until_ended = until_ended
        self._log = logging.getLogger(f"longops.oracle.{name}")
        self._stopped = threading.Event()
        self._run = _validated(name, args, spec)

    async def run(self, queue: Queue, feedback: Optional[Any]) -> None:
        params = self._run.params
        settings = _settings(params)
        file = await self._cursor_file(params["cursor_file"]) if params["cursor_file"] else None
        try:
            cursor = Cursor(file, self._say)
        except UsageError:
            if file is not None:
                file.close()
            raise
        handover = Handover(asyncio.get_running_loop())
        work = functools.partial(self._watch, settings, cursor, handover)
        thread = threading.Thread(target=work, name=f"longops.oracle {self._name}", daemon=True)
        thread.start()
        try:
            await pass_on(handover, Taken(queue, feedback, lambda event: cursor.tell(event.name, event.told)))
        finally:
            self._stopped.set()
            handover.close()
            self._run.close()
            thread.join(TIME_TO_STOP)
            self._run.close()  # what the thread may have opened meanwhile
            cursor.close()

    async def _cursor_file(self, path: str) -> CursorFile:
        """The file, which a rulebook that is just ending may still have. Raises UsageError."""
        deadline = time.monotonic() + TIME_TO_STOP + 1.0
        while True:
            try:
                return CursorFile(path, f"longops.oracle.{self._name}")
            except InUseError:
                if time.monotonic() >= deadline:
                    raise
            await asyncio.sleep(0.1)

    def _watch(self, settings: Settings, cursor: Cursor, handover: Handover) -> None:
        """Runs in the thread."""
        try:
            watched = self._made(settings.terms)
            if watched is not None:
                watcher = Watcher(
                    watched,
                    settings,
                    cursor,
                    lambda event: handover.put(self._safe(event)),
                    self._say,
                    time.monotonic,
                    time.time,
                    random.random,
                )
                watcher.run(lambda: self._stopped.is_set() or (self._until_ended and watcher.is_done))
            handover.end()
        except MissingLibraryError as error:
            handover.end(UsageError(options.missing(error)))
        except LongopsError as error:
            handover.end(type(error)(*_masked(error, self._run.secrets)))
        except Exception as error:
            self._log.debug("longops.oracle", exc_info=True)
            text = clean(self._run.secrets.mask(own_fault(error)))
            handover.end(LongopsError(f"{text}. Please report it, with what --debug shows."))

    def _made(self, terms: Terms) -> Optional[Watched]:
        """What to watch, which is tried until there is an answer from where it has to be found out; None once it is stopped."""
        failures = 0
        while not self._stopped.is_set():
            try:
                return self._make(self._run)
            except RequestError as error:
                if error.fault.kind != FaultKind.TRANSIENT:
                    raise
                failures += 1
                retry_after = error.fault.retry_after
                gap = schedule.backoff(failures, retry_after, terms.interval, terms.max_interval, random.random())
                self._say(f"It is not known yet what to watch, which is tried again: {error}")
                self._stopped.wait(gap)
        return None

    def _safe(self, event: Event) -> Event:
        return event._replace(data=outgoing.event(event.data, self._run.secrets))

    def _say(self, text: str) -> None:
        self._log.warning("%s: %s", self._name, clean(self._run.secrets.mask(text)))


def _validated(name: str, args: Mapping[str, Any], spec: Mapping[str, Any]) -> Run:
    """The options. What is null or an empty text counts as not given, as it comes of a variable. Raises UsageError."""
    given = {key: value for key, value in args.items() if key != FEEDBACK and value is not None and value != ""}
    valid = ArgumentSpecValidator(**spec).validate(given)
    secrets = set(valid._no_log_values)
    if valid.errors.errors:
        message = valid.errors.msg
        if isinstance(valid.errors[0], UnsupportedError):
            message = f"There is no option {message}"
        raise UsageError(clean(Secrets(secrets).mask(f"longops.oracle.{name}: {message}")))
    run = Run(valid.validated_parameters, False, secrets, None, raw_options(spec["argument_spec"]))
    options.check_text(run.params, spec["argument_spec"])
    return run


def _settings(params: Mapping[str, Any]) -> Settings:
    """How to watch. Raises UsageError where that makes no sense."""
    terms = options.terms(
        {
            "timeout": 0.0,
            "on_failure": "report",
            "on_attention": "wait",
            **_only(params, "interval", "max_interval", "accept"),
        }
    )
    if not LEAST_SCAN <= params["scan_interval"] < float("inf"):
        raise UsageError(
            f"scan_interval must be a number of seconds, at least {LEAST_SCAN:g}, not {params['scan_interval']:g}."
        )
    step = params.get("percent_step") or 0.0
    if step != 0 and not LEAST_STEP <= step <= 100:
        raise UsageError(f"percent_step must be a number of percent from {LEAST_STEP:g} to 100, or 0, not {step:g}.")
    return Settings(terms, params["scan_interval"], step, options.CONNECTIONS)


def _only(params: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: params[name] for name in names}


def _masked(error: LongopsError, secrets: Secrets) -> tuple[Any, ...]:
    text = clean(secrets.mask(str(error)))
    return (error.fault._replace(message=text), error.skew) if isinstance(error, RequestError) else (text,)
