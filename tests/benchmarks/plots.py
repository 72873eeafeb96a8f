# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pictures of docs/benchmarks.md: small SVG files, the same from the same figures."""

from __future__ import annotations

import pathlib
import statistics
from typing import Any, Mapping, Sequence

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update(
    {
        "svg.hashsalt": "longops.oracle",
        "svg.fonttype": "none",  # text stays text
        "font.size": 9,
        "font.family": "sans-serif",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#dddddd",
        "grid.linewidth": 0.6,
        "axes.axisbelow": True,
        "legend.frameon": False,
        "figure.facecolor": "white",
    }
)

from matplotlib import pyplot
from matplotlib.ticker import FuncFormatter

from . import schedule
from .measure import FIFTY, LIMITED, RATE, THOUSAND
from .subjects import OURS, WAITS
from .targets import Figure, select

COLOUR = "#c74634"
OTHERS = {"until, delay 5": "#3c78a8", "oci.wait_until": "#4d8c57", "awx job_wait": "#8a6bb0", "Terraform": "#b8860b"}
GREY = "#9aa5ad"
#: Seconds at which a logarithmic axis of durations has its ticks.
TICKS = {2: "2 s", 10: "10 s", 60: "1 min", 600: "10 min", 3600: "1 h", 43200: "12 h"}


def draw(results: Mapping[str, Any], folder: pathlib.Path) -> None:
    """All pictures for which there are figures."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = results["figures"]
    time, memory, requests = ("s", "%.1f"), ("MB", "%.0f"), ("", "%.0f")
    _schedule(results["schedule"], folder / "schedule.svg")
    _front(results["schedule"], folder / "front.svg")
    _bars(
        figures,
        FIFTY,
        {"wall": ("wall time", *time), "cpu": ("CPU time", *time), "pss": ("memory", *memory)},
        folder / "fifty.svg",
    )
    _bars(
        figures,
        THOUSAND,
        {
            "wall": ("wall time", *time),
            "cpu": ("CPU time", *time),
            "pss": ("memory", *memory),
            "requests": ("requests", *requests),
        },
        folder / "thousand.svg",
    )
    _limited([each for each in figures if each["work"] == LIMITED and each["ok"]], folder / "limited.svg")


def _save(file: pathlib.Path) -> None:
    pyplot.savefig(file, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
    pyplot.close("all")
    # Matplotlib leaves spaces at the ends of lines.
    text = "\n".join(line.rstrip() for line in file.read_text(encoding="utf-8").splitlines())
    file.write_text(f"{text}\n", encoding="utf-8")


def _schedule(data: Mapping[str, Any], file: pathlib.Path) -> None:
    durations = data["durations"]
    _figure, panels = pyplot.subplots(2, len(data["ours"]), figsize=(10, 6), sharex=True, sharey="row", squeeze=False)
    for column, (percent, mine) in enumerate(data["ours"].items()):
        for row, (quantity, title) in enumerate(
            (("overshoot", "mean overshoot, s"), ("polls", "mean number of polls"))
        ):
            panel = panels[row][column]
            for name, result in data["peers"].items():
                panel.plot(durations, result[quantity], color=OTHERS[name], linewidth=1.2, label=name)
            panel.plot(durations, mine[quantity], color=COLOUR, linewidth=2.2, label=schedule.OURS)
            panel.set(xscale="log", yscale="log")
            panel.set_xticks(list(TICKS), list(TICKS.values()))
            panel.minorticks_off()
            panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{value:,g}"))
            if column == 0:
                panel.set_ylabel(title)
            if row == 0:
                panel.set_title(percent, fontsize=10)
            else:
                panel.set_xlabel("duration of the operation")
    panels[1][0].legend(fontsize=8, loc="upper left")
    pyplot.tight_layout()
    _save(file)


def _front(data: Mapping[str, Any], file: pathlib.Path) -> None:
    _figure, panel = pyplot.subplots(figsize=(7, 4.5))
    for name, points in data["families"].items():
        mine = name.startswith(schedule.OURS)
        polls, overshoot = zip(*sorted(points))
        colour, at, offset = (COLOUR, 2, (10, 8)) if mine else (GREY, 1, (8, 4))
        panel.plot(
            polls, [100 * part for part in overshoot], color=colour, linewidth=1, linestyle=":" if mine else "--"
        )
        panel.annotate(
            name, (polls[at], 100 * overshoot[at]), textcoords="offset points", xytext=offset, fontsize=8, color=colour
        )
    for name, values in data["peers"].items():
        result = schedule.Result(**values)
        panel.plot([result.mean_polls], [100 * result.relative], marker="o", color=OTHERS[name])
        panel.annotate(
            name,
            (result.mean_polls, 100 * result.relative),
            textcoords="offset points",
            xytext=(6, -9),
            fontsize=8,
            color=OTHERS[name],
        )
    ours = sorted(
        ((schedule.Result(**values), name) for name, values in data["ours"].items()), key=lambda pair: -pair[0].relative
    )
    for above, (result, name) in zip((0, -7, -14), ours):  # they are close together
        point = (result.mean_polls, 100 * result.relative)
        panel.plot(point[:1], point[1:], marker="o", color=COLOUR)
        panel.annotate(
            f"ours, {name}",
            point,
            textcoords="offset points",
            xytext=(-8, above - 3),
            ha="right",
            fontsize=8,
            color=COLOUR,
        )
    panel.set(xscale="log", yscale="log", xlabel="mean number of polls", ylabel="mean overshoot, % of the duration")
    panel.set_ylim(bottom=1)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _position: f"{value:,g}"))
    _save(file)


def _bars(
    figures: Sequence[Figure], work: str, quantities: Mapping[str, tuple[str, str, str]], file: pathlib.Path
) -> None:
    """A panel for each quantity, a bar for each subject over HTTPS: the median, with the least and the most."""
    found = {key: runs for key in reversed(WAITS) if (runs := select(figures, work, key))}
    if not found:
        return
    _figure, panels = pyplot.subplots(
        1, len(quantities), figsize=(3.1 * len(quantities), 0.6 + 0.36 * len(found)), sharey=True
    )
    for panel, (quantity, (title, unit, form)) in zip(panels, quantities.items()):
        values = [[each[quantity] for each in runs] for runs in found.values()]
        middles = [statistics.median(each) for each in values]
        errors = [
            [middle - min(each) for middle, each in zip(middles, values)],
            [max(each) - middle for middle, each in zip(middles, values)],
        ]
        colours = [COLOUR if key.startswith(OURS) else GREY for key in found]
        panel.barh(range(len(found)), middles, xerr=errors, color=colours, height=0.65, error_kw={"linewidth": 0.8})
        panel.set_yticks(range(len(found)), [WAITS[key].title for key in found])
        panel.grid(visible=False, axis="y")
        panel.set_title(f"{title}, {unit}" if unit else title, fontsize=10)
        highest = max(max(each) for each in values)
        for position, each in enumerate(values):
            panel.annotate(
                form % middles[position], (max(each), position), textcoords="offset points", xytext=(4, -3), fontsize=8
            )
        panel.set_xlim(0, highest * 1.2)
    pyplot.tight_layout()
    _save(file)


def _limited(runs: Sequence[Figure], file: pathlib.Path) -> None:
    """The requests of the run with the median wall time."""
    if not runs:
        return
    run = sorted(runs, key=lambda each: each["wall"])[len(runs) // 2]
    seconds = range(len(run["per_second"]))
    _figure, panel = pyplot.subplots(figsize=(7, 2.8))
    panel.bar(
        seconds,
        [requests - throttled for requests, throttled in run["per_second"]],
        color=GREY,
        label="answered",
        align="edge",
        width=0.9,
    )
    panel.bar(
        seconds,
        [throttled for _requests, throttled in run["per_second"]],
        bottom=[requests - throttled for requests, throttled in run["per_second"]],
        color=COLOUR,
        label="429",
        align="edge",
        width=0.9,
    )
    panel.axhline(RATE, color="black", linewidth=0.8, linestyle="--")
    panel.set(xlabel="seconds since the first request", ylabel="requests in a second")
    panel.legend(fontsize=8)
    _save(file)
