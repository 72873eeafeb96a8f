# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an event source by hand, without a rulebook: prints its events, one line of JSON each. Private to longops.oracle.

python work_requests.py compartment_id=ocid1.compartment.oc1..exampleuniqueid service=all
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from typing import Any, Mapping, Sequence

from .._core.errors import LongopsError, UsageError
from . import source


class MockQueue:
    """Takes the place of a rulebook's queue: prints what is put into it."""

    async def put(self, event: Any) -> None:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def arguments(given: Sequence[str]) -> dict[str, Any]:
    """The arguments of the event source: NAME=VALUE each, or one dictionary in JSON, or @ and a file with that. Raises UsageError."""
    try:
        if len(given) == 1 and given[0].startswith("@"):
            with open(given[0][1:], encoding="utf-8") as file:
                return dict(json.load(file))
        if len(given) == 1 and given[0].lstrip().startswith("{"):
            return dict(json.loads(given[0]))
        return dict(each.split("=", 1) for each in given)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise UsageError(
            "Give arguments as NAME=VALUE, or all of them as one dictionary in JSON, or as @FILE with that in it."
        ) from None


def run(name: str, spec: Mapping[str, Any], make: source.Make) -> None:
    """Print events until all that was asked for has ended, or until the user interrupts it."""
    logging.basicConfig(format="%(message)s")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both end it in order
    try:
        asyncio.run(source.run(name, MockQueue(), arguments(sys.argv[1:]), spec, make, until_ended=True))
    except LongopsError as error:
        raise SystemExit(str(error)) from None
    except (KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(130) from None
