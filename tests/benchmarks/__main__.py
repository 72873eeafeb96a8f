# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures, and writes docs/benchmarks.md with its pictures. `make bench` runs this.

Usage: python -m ansible_collections.longops.oracle.tests.benchmarks [--runs N] [--only poll,one] [--into CHECKOUT]
       python -m ansible_collections.longops.oracle.tests.benchmarks --schedule

The raw figures are kept in tests/benchmarks/results.json. --only replaces the figures of some kinds of work there; --runs 0 measures
nothing, and writes the page and the pictures again from the figures there.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import time
from typing import Any

from . import machine, render, schedule
from .measure import EMPTY_PLAY, POLL, Bench, Plan
from .service import ROOT


def main() -> int:
    options = _parser().parse_args()
    if options.schedule:
        print(schedule.table(schedule.compared()))
        return 0
    from . import plots  # it needs matplotlib, which --schedule does without

    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("stopped"))  # which ends all that was started

    file = options.into / "tests" / "benchmarks" / "results.json"
    if options.runs > 0:
        before = json.loads(file.read_text(encoding="utf-8")) if options.only else {}
        file.write_text(_json(_measured(options.runs, options.only, before)), encoding="utf-8")
    # As they were rounded for the file, or the page would differ from one that is written again.
    results = json.loads(file.read_text(encoding="utf-8"))
    remarks = file.with_name("remarks.md")
    plots.draw(results, options.into / "docs" / "pictures")
    page = render.document(results, remarks.read_text(encoding="utf-8") if remarks.exists() else "")
    (options.into / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")
    return 0 if all(figure["ok"] for figure in results["figures"]) else 1


def _measured(runs: int, only: list[str], before: dict[str, Any]) -> dict[str, Any]:
    begin = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begin:5.0f} s  {text}", flush=True)

    folder = pathlib.Path(tempfile.mkdtemp(prefix="longops-bench-"))
    try:
        bench = Bench(folder, Plan(runs), say)
        figures = bench.measure(only or bench.parts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    replaced = {*only, EMPTY_PLAY} if POLL in only else set(only)
    kept = [figure for figure in before.get("figures", ()) if figure["work"] not in replaced]
    say("comparing schedules")
    return {"machine": machine.described(), "schedule": schedule.compared(), "figures": kept + figures}


def _json(results: dict[str, Any]) -> str:
    """JSON with a line for each figure, which makes a diff readable."""
    results = json.loads(json.dumps(results), parse_float=lambda text: float(f"{float(text):.5g}"))
    figures = ",\n".join(f"  {json.dumps(figure)}" for figure in results["figures"])
    head = {"machine": results["machine"], "schedule": results["schedule"]}
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())
    return f'{{\n{lines},\n "figures": [\n{figures}\n ]\n}}\n'


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measures, and writes docs/benchmarks.md.")
    parser.add_argument(
        "--runs",
        type=int,
        default=3,
        help="runs of most kinds of work; those that take long have fewer (default: 3). 0: measure nothing",
    )
    parser.add_argument(
        "--only",
        type=lambda text: text.split(","),
        default=[],
        metavar="WORK,...",
        help="measure only these kinds of work",
    )
    parser.add_argument(
        "--schedule", action="store_true", help="compare the polling schedules, print the table, and do nothing else"
    )
    parser.add_argument(
        "--into",
        type=pathlib.Path,
        default=ROOT,
        metavar="CHECKOUT",
        help="checkout that gets results, page and pictures (default: this one)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
