# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays every fault at every point, prints what is wrong, and writes down how many were right. `make faults` runs this.

Usage: python -m ansible_collections.longops.oracle.tests.hostile [--points TEXT] [--into CHECKOUT]

The counts are kept in tests/hostile/results.json, from which docs/reliability.md is made.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import sys
import time
from typing import Any

from . import points
from .cases import everything
from .crowd import outcomes

HERE = pathlib.Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="hostile", description="Plays every fault at every point.")
    parser.add_argument(
        "--points",
        default="",
        metavar="TEXT",
        help="play only at points that have this in their name, and replace their counts",
    )
    parser.add_argument(
        "--into", type=pathlib.Path, default=HERE.parents[1], metavar="CHECKOUT", help="checkout that gets the results"
    )
    options = parser.parse_args()
    begin = time.monotonic()
    tried: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    right: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    again: collections.Counter[str] = collections.Counter()
    count = sum(options.points in case.point.name for case in everything())
    done = failed = 0
    for outcome in outcomes(False, options.points):
        case = outcome.case
        done += 1
        tried[case.point.name][case.fault.group] += 1
        right[case.point.name][case.fault.group] += not outcome.wrong
        again[case.point.name] += outcome.again and not outcome.wrong
        if outcome.wrong:
            failed += 1
            print(f"WRONG {case.name} [{case.fault.means}: {case.leads_to}]", *outcome.wrong, sep="\n    ", flush=True)
        if not done % 1000:
            print(f"{time.monotonic() - begin:5.0f} s  {done} of {count}", flush=True)
    print(
        f"{time.monotonic() - begin:5.0f} s  {done - failed} of {done} are right, {again.total()} of them at the second try"
    )
    played = [
        {
            "name": name,
            "again": again[name],
            "tried": dict(sorted(found.items())),
            "right": dict(sorted(right[name].items())),
        }
        for name, found in tried.items()
    ]
    _write(options.into / "tests" / "hostile" / "results.json", played)
    return 1 if failed else 0


def _write(file: pathlib.Path, played: list[dict[str, Any]]) -> None:
    """Put what was played in the place of what the file has of these points."""
    before = json.loads(file.read_text(encoding="utf-8"))["points"] if file.exists() else []
    found = {each["name"]: each for each in (*before, *played)}
    order = [point.name for point in points.table() if point.name in found]
    lines = ",\n".join(f"  {json.dumps(found[name])}" for name in order)
    count = len({(case.fault.name, case.fault.api) for case in everything()})
    file.write_text(f'{{\n "faults": {count},\n "points": [\n{lines}\n ]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
