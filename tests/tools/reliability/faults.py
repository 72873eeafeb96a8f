# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The section about the faults of a hostile server, made of what `make faults` has written down."""

from __future__ import annotations

from ansible_collections.longops.oracle.tests.hostile import faults as _fault_table, points as _point_table

from .section import Results, Section, number, table


def _count(results: Results, key: str, group: str = "") -> int:
    """How many tasks were tried, or right: of one group of faults, or of all."""
    return sum(count for point in results["points"] for name, count in point[key].items() if group in ("", name))


def _rows(results: Results) -> list[tuple[str, str, str]]:
    tried, right = _count(results, "tried"), _count(results, "right")
    what = f"{number(results['faults'])} faults at {len(results['points'])} points of a task"
    return [(what, f"{number(tried)} tasks", "all right" if right == tried else f"{number(tried - right)} wrong")]


def _text(results: Results) -> str:
    groups = [
        [name, text, number(_count(results, "tried", name)), number(_count(results, "right", name))]
        for name, text in _fault_table.GROUPS.items()
    ]
    rules = {point.name: point.rule for point in _point_table.table()}
    places = [
        [each["name"], rules[each["name"]], *(number(sum(each[key].values())) for key in ("tried", "right"))]
        for each in results["points"]
    ]
    leads = []
    for rule, mapping in _point_table.RULES.items():
        for position, outcome in enumerate(dict.fromkeys(mapping.values())):
            means = [each for each, found in mapping.items() if found == outcome]
            leads.append(["" if position else rule, "; ".join(means), outcome])
    whole = sum(point.whole for point in _point_table.table())
    again = sum(each["again"] for each in results["points"])
    twice = (
        f" {number(again)} of the right ones were so at a second try, when nothing else ran: on a busy machine a server of the test"
        " can be later than the short limits allow."
        if again
        else ""
    )
    return f"""\
## Faults

[tests/hostile](../tests/hostile) has a server of raw sockets that attacks, and two tables: of faults, and of points, the requests at
which they happen. Each fault is played at each point where it can happen, against the module itself, over TLS where the fault needs it. What must
come of it follows from what the fault means for a request and from what the request is for. The judge knows what the server did, and no code of the
collection: the outcome, the last observation, the time, the message, the memory, and that nothing secret and no control character is shown.{twice}

{table(["faults", "what they are", "tried", "right"], groups)}

{table(["point", "what the request is", "tried", "right"], places)}

What each leads to:

{table(["request", "the fault means", "the task"], leads)}

The statuses mean: 404 that there is no such operation, which may be too early to say; 429 throttled; 408 and 5xx except 501 a transient error;
all others that no retry can help. Every status happens at every point: at {whole} of them with every form of body, elsewhere with the forms in
turn."""


SECTION = Section("tests/hostile/results.json", "make faults", _rows, _text)
