# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every engine against a simulator with random faults, and writes down what was lost or wrong. `make soak` runs this.

Usage: python -m ansible_collections.longops.oracle.tests.soak [--seconds N] [--operations N] [--seed N] [--only ENGINE] [--into CHECKOUT]

The figures are kept in tests/soak/results.json. A seed repeats the operations and the faults, though not the moments at which they meet.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import secrets
import shutil
import sys
import tempfile
import time

from ansible_collections.longops.oracle.tests.benchmarks import machine

from .engines import ENGINES, Figures, Soak

ROOT = pathlib.Path(os.path.abspath(__file__)).parents[2]
WRONG = ("lost", "wrong")
COUNTED = (*WRONG, "polled_on")


def main() -> int:
    options = _parser().parse_args()
    begin = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begin:5.0f} s  {text}", flush=True)

    say(f"seed {options.seed}")
    engines = options.only or list(ENGINES)
    each = options.seconds / len(engines)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="longops-soak-"))
    figures: list[Figures] = []
    try:
        for number, engine in enumerate(engines):
            figures.append(Soak(engine, options.operations, each, options.seed, folder / str(number)).run(say))
            say(_line(figures[-1]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for figure in figures:
        for sentence in [sentence for name in WRONG for sentence in figure[name]]:
            print(f"{figure['engine']}: {sentence}")
    results = {
        "machine": machine.described(),
        "seed": options.seed,
        "engines": [{**figure, **{name: len(figure[name]) for name in COUNTED}} for figure in figures],
    }
    file = options.into / "tests" / "soak" / "results.json"
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0 if all(_is_right(figure) for figure in figures) else 1


def _is_right(figure: Figures) -> bool:
    return figure["level"] and not any(figure[name] for name in WRONG)


def _line(figure: Figures) -> str:
    held = "; ".join(
        f"{name} {each['threads']} threads, {each['descriptors']} descriptors, {each['mb']:.0f} MB"
        for name, each in figure["held"].items()
    )
    counts = ", ".join(f"{len(figure[name])} {name.replace('_', ' ')}" for name in COUNTED)
    return (
        f"{figure['engine']}: {figure['operations']} operations, {figure['requests']} requests,"
        f" {figure['faults']} of them met faults: {counts}. {held}{'' if figure['level'] else ': NOT LEVEL'}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="soak", description="Waits for many operations with random faults.")
    parser.add_argument("--seconds", type=float, default=240, help="for all engines together (default: 240)")
    parser.add_argument("--operations", type=int, default=1000, help="of each engine (default: 1000)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="default: by chance")
    parser.add_argument("--only", action="append", choices=list(ENGINES), help="run only this engine")
    parser.add_argument("--into", type=pathlib.Path, default=ROOT, help="checkout that gets the results")
    return parser


if __name__ == "__main__":
    sys.exit(main())
