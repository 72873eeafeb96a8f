# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The section about mutated answers and properties, made of what `make fuzz` has written down."""

from __future__ import annotations

from .section import Results, Section, number, table


def _rows(results: Results) -> list[tuple[str, str, str]]:
    answers, properties = results["answers"], results["properties"]
    failed = [
        f"{number(each['failures'])} failed" if each["failures"] else "all hold" for each in (answers, properties)
    ]
    return [
        ("calls whose answers are changed by chance", number(answers["cases"]), failed[0]),
        (
            f"examples of {number(properties['properties'])} properties",
            number(properties["examples"]),
            failed[1],
        ),
    ]


def _text(results: Results) -> str:
    answers, properties = results["answers"], results["properties"]
    calls = [[name, number(count)] for name, count in answers["calls"].items()]
    held = [
        [name, number(answers["before"][key]), number(answers["after"][key])]
        for name, key in (("threads", "threads"), ("open files", "descriptors"), ("memory in MB", "mb"))
    ]
    return f"""\
## Changed answers and properties

[tests/fuzz](../tests/fuzz) takes what services really answer, of every family and about resources, and changes it by chance: bytes anywhere, the status line,
headers, the encoding of the body, values and structure of the JSON. Of whatever comes back, nothing but observations and the documented errors may be made, in
bounded time and memory. No resource is gone unless the answer says so, and what a module would print of it is JSON, short and safe on a terminal. A case that
fails is kept in a file that repeats it.
In {number(answers["seconds"])} s, with seed {results["seed"]}:

{table(["call", "times"], calls)}

{table(["held by the process", "once the largest answers were met", "at the end"], held)}

A property is a sentence about all inputs, which [hypothesis](https://hypothesis.readthedocs.io) tries to refute: what is secret in a URL is never shown,
what is written into a configuration file is read back, whatever a service does each operation is observed once a poll, a wait for any story of
operations and servers ends as a model says that knows the story and no schedule. `make test` tries the same examples each time. `make fuzz` tries more, and
other ones: here {number(properties["examples"])} examples of {number(properties["properties"])} properties, in {number(properties["files"])}
of {number(properties["of_files"])} files, in {number(properties["seconds"])} s."""


SECTION = Section("tests/fuzz/results.json", "make fuzz", _rows, _text)
