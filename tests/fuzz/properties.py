# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the property tests with more examples than `make test` does, and with other ones, file by file until the time is over."""

from __future__ import annotations

import os
import pathlib
import random
import re
import subprocess
import sys
import time
from typing import Any, Callable

from ansible_collections.longops.oracle.tests.unit.examples import TIMES

ROOT = pathlib.Path(os.path.abspath(__file__)).parents[2]
#: By how much there are more examples of each property than in `make test`.
MORE = 5
#: Seconds that one file may take: one that takes longer, on a busy machine, is stopped, which is no failure.
LONGEST = 120
_COUNT = re.compile(r"(\d+) passing")


def files() -> list[pathlib.Path]:
    """Those that have properties."""
    return sorted(
        path
        for path in (ROOT / "tests" / "unit").rglob("test_*.py")
        if "from hypothesis import" in path.read_text(encoding="utf-8")
    )


def run(seconds: float, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """How many properties and examples were tried, and the failures: each file once with that many more examples, if there is time."""
    end = time.monotonic() + seconds
    chosen = files()
    random.Random(seed).shuffle(chosen)
    properties = examples = done = 0
    failures: list[str] = []
    for path in chosen:
        if time.monotonic() > end:
            break
        try:
            ran = _pytest(path, seed)
        except subprocess.TimeoutExpired:
            say(f"{path.relative_to(ROOT)} was stopped after {LONGEST} s")
            continue
        done += 1
        found = [
            line
            for line in ran.stdout.splitlines()
            if re.search(r"- during (reuse|generate) phase|- (\d+) passing", line)
        ]
        properties += ran.stdout.count("- during generate phase")
        examples += sum(int(count) for line in found for count in _COUNT.findall(line))
        if ran.returncode not in (0, 5):  # 5: it has none that is not skipped
            failures.append(str(path.relative_to(ROOT)))
            say(f"{path.relative_to(ROOT)} fails with seed {seed}:\n{ran.stdout[-6000:]}{ran.stderr[-2000:]}")
    return {
        "seconds": round(seconds - (end - time.monotonic())),
        "files": done,
        "of_files": len(chosen),
        "properties": properties,
        "examples": examples,
        "failures": failures,
    }


def _pytest(path: pathlib.Path, seed: int) -> Any:
    command = [sys.executable, "-m", "pytest", "-q", "-m", "hypothesis", f"--hypothesis-seed={seed}"]
    return subprocess.run(
        [*command, "--hypothesis-show-statistics", "-p", "no:cacheprovider", str(path)],
        cwd=ROOT,
        env={**os.environ, TIMES: str(MORE)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
