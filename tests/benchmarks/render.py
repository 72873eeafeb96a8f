# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/benchmarks.md: pure, from the raw figures (results.json) and remarks that somebody wrote by hand (remarks.md)."""

from __future__ import annotations

import math
import statistics
from typing import Any, Iterable, Mapping, Optional, Sequence

from . import schedule
from .measure import (
    APART,
    EMPTY_PLAY,
    FIFTY,
    HTTP,
    HTTPS,
    IDLE,
    IDLE_AGE,
    IDLE_FROM,
    IDLE_TO,
    LIMITED,
    LOOK,
    MODULE,
    ONE,
    PROFILE,
    RATE,
    SECONDS,
    THOUSAND,
)
from .schedule import DEFAULTS
from .subjects import LOOKS, SLEEP, WAITS, idle, sleeping
from .targets import Figure, added, busiest_after_refusal, hour, median, select, spread, targets
from .tree import PAUSE

HEADER = """\
<!--
Copyright (c) 2026 The longops.oracle contributors
GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later

Written by "make bench". What is to be said by hand belongs into tests/benchmarks/remarks.md.
-->
"""
WALL, CPU, MEMORY, REQUESTS = (
    ("wall, s", "wall", "%.1f"),
    ("CPU, s", "cpu", "%.2f"),
    ("memory, MB", "pss", "%.0f"),
    ("requests", "requests", "%.0f"),
)

Column = tuple[str, str, str]  # title, key of the figure, format of its value
Row = Sequence[str]


def document(results: Mapping[str, Any], remarks: str = "") -> str:
    """results: as __main__ writes them. remarks: Markdown, for the place after the targets."""
    figures = results["figures"]
    sections = [
        HEADER + "# Benchmarks",
        _introduction(results),
        _verdicts(figures),
        remarks.rpartition("-->")[2].strip(),
        _looks(figures),
        _one(figures),
        _fifty(figures),
        _thousand(figures),
        _limited(figures),
        _idle(figures),
        _schedule(results["schedule"]),
        _method(results["machine"], figures),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def table(head: Row, rows: Iterable[Row]) -> str:
    return "\n".join("| %s |" % " | ".join(row) for row in [head, ["---"] * len(head), *rows])


def _introduction(results: Mapping[str, Any]) -> str:
    machine = results["machine"]
    versions = ", ".join("%s %s" % pair for pair in machine["versions"].items())
    return """\
What it costs to wait with this collection and with what people use instead. Every figure is the median of several runs, with the least and the
most in parentheses, of the whole tree of processes: Ansible, the module, all that they start. Everything was measured in one go,
in turns, against [the simulator](../tests/simulator/README.md), a process of its own whose cost is nobody's. [How it was measured](#how-it-was-measured)
says what each figure means.

Machine: %(cores)d cores (%(cpu)s), %(memory)d GB of memory, %(kernel)s.
Versions: Python %(python)s, %(versions)s.

```sh
make bench          # everything, in half an hour, on a machine that does nothing else
make bench RUNS=1   # a quick look
make bench RUNS=0   # nothing; writes this page again
```""" % dict(machine, versions=versions)


def _verdicts(figures: Sequence[Figure]) -> str:
    found = targets(figures)
    rows = [[each.work, each.wanted, each.measured, _verdict(each.part)] for each in found]
    missed = sum(not each.met for each in found)
    summary = "All %d are met." % len(found) if not missed else "%d of %d are missed." % (missed, len(found))
    return "## Targets\n\nOver HTTPS, medians. %s\n\n%s" % (summary, table(["work", "wanted", "measured", "met"], rows))


def _verdict(part: float) -> str:
    """part: what was measured as a part of the most that is allowed."""
    if part <= 1:
        return "yes"
    return "**no**" if math.isinf(part) else "**no**, by %.0f %%" % max(1.0, 100 * (part - 1))


def _subjects(
    figures: Sequence[Figure], work: str, titles: Mapping[str, Any], columns: Sequence[Column]
) -> list[list[str]]:
    """A row for each subject and scheme that was measured."""
    rows = []
    for key, subject in titles.items():
        for scheme in (HTTPS, HTTP):
            tried = [each for each in figures if (each["work"], each["subject"], each["scheme"]) == (work, key, scheme)]
            well = [each for each in tried if each["ok"]]
            if tried:
                runs = (
                    "%d" % len(tried)
                    if len(well) == len(tried)
                    else "%d, %d failed" % (len(tried), len(tried) - len(well))
                )
                cells = [
                    spread(well, quantity, form) if well and quantity in well[0] else "-"
                    for _title, quantity, form in columns
                ]
                rows.append([subject.title, scheme.upper(), runs, *cells])
    return rows


def _waits(figures: Sequence[Figure], work: str, columns: Sequence[Column]) -> str:
    titles = {**WAITS, SLEEP: sleeping(SECONDS)}
    return table(["who", "over", "runs", *(column[0] for column in columns)], _subjects(figures, work, titles, columns))


def _looks(figures: Sequence[Figure]) -> str:
    if not select(figures, LOOK, "ours"):
        return ""
    columns = [("wall, s", "wall", "%.2f"), CPU, MEMORY]
    rows = _subjects(figures, EMPTY_PLAY, LOOKS, columns)
    rows[0][1] = ""
    rows = [[*row, "", ""] for row in rows]
    for row, (key, scheme) in zip(
        _subjects(figures, LOOK, LOOKS, columns),
        [(key, scheme) for key in LOOKS for scheme in (HTTPS, HTTP) if select(figures, LOOK, key, scheme)],
    ):
        rows.append([*row, *("%.2f" % (added(figures, key, quantity, scheme) or 0.0) for quantity in ("wall", "cpu"))])
    playbooks = table(
        ["a playbook with", "over", "runs", *(column[0] for column in columns), "added wall, s", "added CPU, s"], rows
    )
    columns = [("wall, s", "wall", "%.2f"), CPU, ("peak memory of the process, MB", "rss", "%.0f")]
    modules = table(
        ["module", "over", "runs", *(column[0] for column in columns)], _subjects(figures, MODULE, LOOKS, columns)
    )
    return """\
## One look

A playbook that reads one work request, beside one that does nothing. `ansible.builtin.uri` asks a server that wants no signature, because it cannot sign.

%s

The modules alone, as Ansible sends them to a host:

%s%s""" % (playbooks, modules, _profile(figures))


def _profile(figures: Sequence[Figure]) -> str:
    """What a start of a module spends its time on."""
    runs = {key: select(figures, PROFILE, key) for key in LOOKS if select(figures, PROFILE, key)}
    if not runs:
        return ""
    owners = list(next(iter(runs.values()))[0]["imports"])
    rows = []
    for key, found in runs.items():
        spent = [statistics.median(figure["imports"][owner] for figure in found) for owner in owners]
        wall = 1000 * median(found, "wall")
        rows.append([LOOKS[key].title, *("%.0f" % each for each in spent), "%.0f" % (wall - sum(spent)), "%.0f" % wall])
    return """

What they spend their time on, in milliseconds: imports, by whose the imported files are (`python -X importtime`), and the rest, which is to start Python,
to unpack what Ansible sent, to sign, ask and answer. Ansible sends source, so each start compiles its own and this collection's files anew.

%s""" % table(["module", *owners, "the rest", "all"], rows)


def _one(figures: Sequence[Figure]) -> str:
    if not select(figures, ONE, "ours"):
        return ""
    columns = [("overshoot, s", "overshoot", "%.2f"), WALL, CPU, MEMORY, REQUESTS]
    return """\
## One operation of %(seconds).0f s

Overshoot is the time from the operation's end to the first request that can see it. The command line interface starts its operation itself, which is why
its wall time also holds what it does before. The rows other than the first were measured side by side, begun %(apart).0f s apart: they hardly
use the machine. The last row looks at nothing: it is what any task of that length costs, because ansible-playbook asks its worker a thousand times a
second whether it is done.

%(table)s""" % {"seconds": SECONDS, "apart": APART, "table": _waits(figures, ONE, columns)}


def _fifty(figures: Sequence[Figure]) -> str:
    if not select(figures, FIFTY, "ours"):
        return ""
    return """\
## Fifty operations of %.0f s

All are accepted at the same moment, right before the command starts. `uri, until` is one task with a loop; `uri, async` is rounds of asynchronous looks
at all that are pending, 5 s apart; `oci.wait_until` is a thread for each; the command line interface is a process for each, all at once.

%s

![Wall time, CPU time and memory of fifty operations](pictures/fifty.svg)""" % (
        SECONDS,
        _waits(figures, FIFTY, [WALL, CPU, MEMORY, REQUESTS]),
    )


def _thousand(figures: Sequence[Figure]) -> str:
    if not select(figures, THOUSAND, "ours"):
        return ""
    return """\
## A thousand operations of %.0f s

In one compartment, in one task. The first row is given the ids alone; "compartment and resource" is given what they are about, and no id.

%s

![Wall time, CPU time, memory and requests of a thousand operations](pictures/thousand.svg)""" % (
        SECONDS,
        _waits(figures, THOUSAND, [WALL, CPU, MEMORY, REQUESTS]),
    )


def _limited(figures: Sequence[Figure]) -> str:
    runs = [each for each in figures if each["work"] == LIMITED]
    well = [each for each in runs if each["ok"]]
    if not well:
        return "" if not runs else "## A server with a limit\n\nNo run succeeded."
    busiest = [busiest_after_refusal(each["per_second"]) for each in well]
    rows = [
        [
            "%d, %d failed" % (len(runs), len(runs) - len(well)),
            spread(well, "wall", "%.1f"),
            spread(well, "requests", "%.0f"),
            spread(well, "refused", "%.0f"),
            "%d" % max(busiest),
        ]
    ]
    head = ["runs", "wall, s", "requests", "answered 429", "busiest second after the first 429"]
    return """\
## A server with a limit

The thousand again, against a server that answers 429 with `Retry-After: 1` to whatever exceeds %.0f requests a second (it lets as many pass at once).

%s

![Requests in each second](pictures/limited.svg)""" % (RATE, table(head, rows))


def _idle(figures: Sequence[Figure]) -> str:
    waits = idle(0)
    rows = []
    for key, subject in waits.items():
        runs = select(figures, IDLE, key)
        if runs:
            hours = [dict(each, hour=hour(each)) for each in runs]
            minute, settled = spread(runs, "minute", "%.2f"), spread(runs, "settled", "%.2f")
            rows.append(
                [
                    subject.title,
                    "%d" % len(runs),
                    settled,
                    minute,
                    spread(hours, "hour", "%.2f"),
                    spread(runs, "pss", "%.0f"),
                ]
            )
    if not rows:
        return ""
    head = [
        "",
        "runs",
        "CPU in the first %.0f s" % IDLE_FROM,
        "CPU in an idle minute, s",
        "an hour, % of one core",
        "memory, MB",
    ]
    return """\
## A long wait

One operation that does not end, and was accepted %(age).0f minutes before. The CPU time from second %(begin).0f to second %(end).0f of the wait gives that of
an idle minute; the hour is extrapolated from both, so it holds the start of the playbook. The waits ran side by side.
The first row is what any task costs while it runs.

%(table)s""" % {"age": IDLE_AGE / 60, "begin": IDLE_FROM, "end": IDLE_TO, "table": table(head, rows)}


def _schedule(data: Mapping[str, Any]) -> str:
    results = {**{"ours, " + name: result for name, result in data["ours"].items()}, **data["peers"]}
    rows = []
    for name, values in results.items():
        result = schedule.Result(**values)
        rows.append([name, "%.1f %%" % (100 * result.relative), "%.0f" % result.spent])
    return """\
## When to look

A simulation without a clock: when each one looks, over operations that take 2 s to 12 h, evenly on a logarithmic scale. `until` has a delay of 5 s,
`oci.wait_until` waits 1 s and then twice as long each time, up to 30 s, awx's `job_wait` 2 s, Terraform's plugins 0.1 s and then twice as long, up
to 10 s; ours has its defaults (`interval` %(interval)g s, `max_interval` %(longest)g s). No peer knows percentages.

![Overshoot and looks against the duration](pictures/schedule.svg)

Over all durations:

%(table)s

![Relative overshoot against looks](pictures/front.svg)

%(front)s

%(defeats)s""" % {
        "interval": DEFAULTS.interval,
        "longest": DEFAULTS.max_interval,
        "table": table(["schedule", "mean overshoot, of the duration", "mean number of looks"], rows),
        "front": _front(data),
        "defeats": _defeats(data),
    }


def _front(data: Mapping[str, Any]) -> str:
    """Which defaults nothing else beats over all durations, and what other schedules would give for as many looks as ours."""
    none = {"ours": data["ours"][schedule.NO_PERCENT], **data["peers"]}
    totals = {name: schedule.Result(**values) for name, values in none.items()}
    front = [
        name
        for name, mine in totals.items()
        if not any(other.relative < mine.relative and other.spent < mine.spent for other in totals.values())
    ]
    mine = totals["ours"]
    there = {
        name: schedule.at_looks(points, mine.spent)
        for name, points in data["families"].items()
        if not name.startswith(schedule.OURS)
    }
    told = ["%s by %.0f %%" % (name, 100 * late) for name, late in there.items() if late is not None]
    text = (
        "Over all durations, without percentages, these defaults are such that no other is both less late and more sparing: %s."
        % ", ".join(front)
    )
    if told:
        text += (
            " With settings that make them look as often as ours, which is late by %.1f %%, here is how late the others are: %s."
            % (
                100 * mine.relative,
                ", ".join(told),
            )
        )
    return text


def _defeats(data: Mapping[str, Any]) -> str:
    found = schedule.defeats(data)
    if not found:
        return "At no duration is a peer's default better than ours in both overshoot and looks."
    lines = []
    for each in found:
        (our_late, our_looks), (their_late, their_looks) = each.ours, each.theirs
        text = "- %s at %s, %s: %.1f s late in %.0f looks, ours %.1f s in %.0f"
        lines.append(
            text % (each.peer, _duration(each.duration), each.percent, their_late, their_looks, our_late, our_looks)
        )
    cells = len(data["ours"]) * len(data["peers"]) * len(data["durations"])
    return (
        "In %d of %d comparisons (a peer, a duration, a kind of percentage) a peer's default is better than ours in both:\n\n%s"
        % (
            len(found),
            cells,
            "\n".join(lines),
        )
    )


def _duration(seconds: float) -> str:
    if seconds < 100:
        return "%.0f s" % seconds
    return "%.0f min" % (seconds / 60) if seconds < 6000 else "%.1f h" % (seconds / 3600)


def _method(machine: Mapping[str, Any], figures: Sequence[Figure]) -> str:
    shared: Optional[float] = None
    runs = select(figures, FIFTY, "ours")
    if runs:
        shared = median([dict(each, shared=each["alone"] - each["pss"]) for each in runs], "shared")
    return """\
## How it was measured

- **Wall time** of a wait goes from the call that launches the operations, right before the command starts, to the command's end, so the start of the
  playbook is part of the %(seconds).0f s. Of a look it is the command's own.
- **CPU time** is user and system time of all processes of the tree, as the kernel counted it when they ended, also of those that were left in the background.
- **Memory** is the highest sum of the proportional set sizes (PSS) of the tree, read every %(pause)g s, in millions of bytes. A page that processes share is
  counted once among them; of the pages that the simulator or the measuring program have as well (Python itself), the tree is charged a part only.%(shared)s
- **Requests** are counted in the simulator's journal, without those that launch operations.
- A simulator is started for each run. It checks signatures, except where `ansible.builtin.uri` asks. The operations are those of the API that Compute,
  Networking and Database share, with a percentage in ten steps and no `Retry-After`; for the command line interface they are deletions of node pools, as
  it waits for nothing else than what it has started.
- Over HTTPS the certificate's authority is trusted by name; nothing is unchecked.
- The operations, the server and all clients are on one machine: there is no network, and with two cores the server takes its share of them.
- It runs on Linux only, for its figures come from `/proc`.
- The raw figures of each run are in `tests/benchmarks/results.json`.""" % {
        "seconds": SECONDS,
        "pause": PAUSE,
        "shared": "" if shared is None else " Charged in full, they would add %.0f MB to our fifty." % shared,
    }
