# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The section about soaks, made of what `make soak` has written down."""

from __future__ import annotations

from .section import Results, Section, number, table

PARAGRAPH = "\n\n"


def _rows(results: Results) -> list[tuple[str, str, str]]:
    engines = results["engines"]
    operations, faults, lost, wrong = (
        number(sum(each[key] for each in engines)) for key in ("operations", "faults", "lost", "wrong")
    )
    names = ", ".join(each["engine"] for each in engines)
    return [
        (f"operations ({names}) whose requests met {faults} faults", operations, f"{lost} lost, {wrong} wrong"),
    ]


def _text(results: Results) -> str:
    engines = results["engines"]
    counted = ("operations", "seconds", "requests", "faults", "lost", "wrong")
    outcomes = [[each["engine"], *(number(each[key]) for key in counted)] for each in engines]
    held = [
        [each["engine"], at, *(number(there[key]) for key in ("threads", "descriptors", "mb"))]
        for each in engines
        for at, there in each["held"].items()
    ]
    told = [
        f"Of the {number(each['operations'])} operations that the {each['engine']} watched, which were interrupted and started again in the middle,"
        f" {number(each['ends'])} ends were told, in {number(each['events'])} events, each once."
        for each in engines
        if "events" in each and not each["lost"] and not each["wrong"]
    ]
    return f"""\
## Soak

Work requests and resources of OCI and requests of GoldenGate, mixed. One in four fails. Meanwhile the service throttles, answers with errors, with pages of a
proxy and with garbage, resets and closes connections, is slow, hangs and goes away for seconds, by chance. Every outcome is compared with what was planned, and
with what the service answered. `make soak ARGS="--seed {results["seed"]}"` has the same operations and faults.

{table(["engine", "operations", "seconds", "requests", "met faults", "lost", "wrong"], outcomes)}

{"".join(f"{sentence}{PARAGRAPH}" for sentence in told)}What all processes of an engine hold together:

{table(["engine", "at the", "threads", "descriptors", "memory, MB"], held)}"""


SECTION = Section("tests/soak/results.json", "make soak", _rows, _text)
