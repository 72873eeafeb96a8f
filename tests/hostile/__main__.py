# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays every fault at every point, prints what is wrong, and writes down how many were right. `make faults` runs this.

Usage: python -m ansible_collections.longops.oracle.tests.hostile [--only TEXT] [--into CHECKOUT]

The counts are kept in tests/hostile/results.json, from which docs/reliability.md is made.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import sys
import time

from .cases import everything
from .crowd import outcomes

HERE = pathlib.Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="hostile", description="Plays every fault at every point.")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="play only what has this in its name, and write nothing"
    )
    parser.add_argument(
        "--into", type=pathlib.Path, default=HERE.parents[1], metavar="CHECKOUT", help="checkout that gets the results"
    )
    options = parser.parse_args()
    begin = time.monotonic()
    tried: dict[str, collections.Counter[str]] = {"group": collections.Counter(), "point": collections.Counter()}
    right: dict[str, collections.Counter[str]] = {"group": collections.Counter(), "point": collections.Counter()}
    again = failed = done = 0
    for outcome in outcomes(False, only=options.only):
        case = outcome.case
        done += 1
        again += outcome.again and not outcome.wrong
        for kind, name in (("group", case.fault.group), ("point", case.point.name)):
            tried[kind][name] += 1
            right[kind][name] += not outcome.wrong
        if outcome.wrong:
            failed += 1
            print(f"WRONG {case.name} [{case.fault.means}: {case.leads_to}]", *outcome.wrong, sep="\n    ", flush=True)
        if not done % 1000:
            print(f"{time.monotonic() - begin:5.0f} s  {done} of {len(everything())}", flush=True)
    seconds = time.monotonic() - begin
    print(f"{seconds:5.0f} s  {done - failed} of {done} are right, {again} of them at the second try")
    if not options.only:
        results = {
            "seconds": round(seconds),
            "faults": len({(case.fault.name, case.fault.api) for case in everything()}),
            "again": again,
            **{
                f"{kind}s": [
                    {"name": name, "tried": count, "right": right[kind][name]} for name, count in sorted(counts.items())
                ]
                for kind, counts in tried.items()
            },
        }
        file = options.into / "tests" / "hostile" / "results.json"
        file.write_text(f"{json.dumps(results, indent=1)}\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
