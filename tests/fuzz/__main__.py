# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries mutated answers and more examples of every property for so long, and writes down how many. `make fuzz` runs this.

Usage: python -m ansible_collections.longops.oracle.tests.fuzz [--seconds N] [--seed N] [--only answers|properties] [--kind KIND] [--write]
    [--repeat FILE] [--into CHECKOUT]

What failed is in a file, and the command that repeats it is printed. The figures are kept in tests/fuzz/results.json, from
which docs/reliability.md is made.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import secrets
import sys
import time
from typing import Any, Callable, Sequence

from . import answers, corpus, properties
from .server import Server

#: Failures after which there is no more to learn.
ENOUGH = 10
#: By how much threads and open files may differ at the end, and by how many MB the memory, once it has been used.
MORE, MORE_MB = 12, 150
#: Cases after which what is held is compared: by then it has met the largest answers, whose memory the process keeps.
WARM = 3000


def main() -> int:
    options = _parser().parse_args()
    begin = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begin:5.0f} s  {text}", flush=True)

    if options.repeat:
        return _repeat(options.repeat)
    say(f"seed {options.seed}")
    folder = options.into / ".build" / "fuzz"
    kinds = [options.only] if options.only else ["answers", "properties"]
    results: dict[str, Any] = {"seed": options.seed}
    for kind in kinds:
        seconds = options.seconds / len(kinds)
        results[kind] = (
            _answers(seconds, options.seed, folder, say, options.kind or corpus.KINDS)
            if kind == "answers"
            else properties.run(seconds, options.seed, say)
        )
        say(
            f"{kind}: {', '.join(f'{value} {name}' for name, value in results[kind].items() if isinstance(value, int))}"
        )
    failures = [failure for kind in kinds for failure in results[kind]["failures"]]
    if options.write or not (options.only or options.kind):
        file = options.into / "tests" / "fuzz" / "results.json"
        for kind in kinds:
            results[kind]["failures"] = len(results[kind]["failures"])
        if options.only or options.kind:
            results = _together(json.loads(file.read_text(encoding="utf-8")), results)
        file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(*failures, sep="\n")
    return 1 if failures else 0


def _together(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """The figures of a run of everything, with those of one that tried a part in the place of what it had of that."""
    found = {**before, **now, "seed": before["seed"]}
    calls = {**before["answers"]["calls"], **now.get("answers", before["answers"])["calls"]}
    answers = found["answers"]
    if calls.keys() - answers["calls"].keys():  # calls of other kinds were not tried now
        seconds = before["answers"]["seconds"] + answers["seconds"]
        found["answers"] = {
            **answers,
            "seconds": seconds,
            "cases": sum(calls.values()),
            "calls": dict(sorted(calls.items())),
        }
    return found


def _repeat(file: pathlib.Path) -> int:
    with Server() as server:
        wrong = answers.read(file).run(server)
    print(wrong or "It is right.")
    return 1 if wrong else 0


def _answers(
    seconds: float, seed: int, folder: pathlib.Path, say: Callable[[str], None], kinds: Sequence[str]
) -> dict[str, Any]:
    begin = time.monotonic()
    seeds = corpus.seeds(kinds=kinds)
    say(f"{sum(len(each.answers) for each in seeds)} answers of {len(seeds)} operations to mutate")
    failures: list[str] = []
    by_call: collections.Counter[str] = collections.Counter()
    before: dict[str, Any] = {}
    with Server() as server:
        for number, case in enumerate(answers.cases(seeds, seed)):
            if number == WARM:
                before = answers.held()
            wrong = case.run(server)
            by_call[case.called] += 1
            if wrong:
                file = case.write(folder, wrong)
                failures.append(f'make fuzz ARGS="--repeat {file}"')
                say(f"case {number} of seed {seed} ({case.service}, {case.name}) is wrong:\n{wrong}")
            if time.monotonic() - begin > seconds or len(failures) >= ENOUGH:
                break
    time.sleep(1.0)  # what was given up ends
    after = answers.held()
    before = before or after
    for name, more in (("threads", MORE), ("descriptors", MORE), ("mb", MORE_MB)):
        if after[name] > before[name] + more:
            failures.append(f"{name}: {before[name]} at the start, {after[name]} at the end")
    return {
        "seconds": round(time.monotonic() - begin),
        "cases": sum(by_call.values()),
        "calls": dict(sorted(by_call.items())),
        "before": before,
        "after": after,
        "failures": failures,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fuzz", description="Tries mutated answers, and more examples of every property."
    )
    parser.add_argument("--seconds", type=float, default=240, help="for both together (default: 240)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="default: by chance")
    parser.add_argument("--only", choices=["answers", "properties"], help="try only these, and write nothing down")
    parser.add_argument(
        "--kind", action="append", choices=corpus.KINDS, help="mutate only answers about this kind of operations"
    )
    parser.add_argument(
        "--write", action="store_true", help="write the figures of a part in the place of those that there are of it"
    )
    parser.add_argument("--repeat", type=pathlib.Path, metavar="FILE", help="run only the case in this file")
    parser.add_argument("--into", type=pathlib.Path, default=properties.ROOT, help="checkout that gets the results")
    return parser


if __name__ == "__main__":
    sys.exit(main())
