# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmarks count what they say they count, and their page says what was measured."""

from __future__ import annotations

import json
import random
import sys
import uuid

import pytest

from ansible_collections.longops.oracle.tests.benchmarks import imports, measure, render, schedule, targets, tree
from ansible_collections.longops.oracle.tests.benchmarks.service import ROOT
from ansible_collections.longops.oracle.tests.benchmarks.subjects import EMPTY, OURS, SLEEP, URI

RESULTS = ROOT / "tests" / "benchmarks" / "results.json"


def figure(work, subject, scheme="https", ok=True, **values):
    return {
        "work": work,
        "subject": subject,
        "scheme": scheme,
        "ok": ok,
        "wall": 1.0,
        "cpu": 1.0,
        "pss": 50.0,
        "alone": 60.0,
        "rss": 40.0,
        **values,
    }


def by_wanted(figures):
    return {target.wanted: target for target in targets.targets(figures)}


# What the machine says of a tree of processes.

BURN = "import time\nwhile time.process_time() < %s: pass"
HOLD = "import time; block = b'x' * %d; time.sleep(%s)"


def run(tmp_path, command, timeout=30.0):
    return tree.run(command, {"PATH": "/usr/bin:/bin"}, tmp_path, tmp_path / "log", timeout, pause=0.02)


if sys.platform == "linux":  # the only place where the benchmarks run

    def test_cpu_of_what_is_left_in_the_background_counts_and_its_time_does_not(tmp_path):
        script = '(setsid "$0" -c "$1" &) ; exit 3'
        cost = run(tmp_path, ["sh", "-c", script, sys.executable, BURN % 0.4])
        assert cost.status == 3
        assert 0.4 <= cost.cpu < 2
        assert cost.wall < 0.4

    def test_memory_is_that_of_all_processes_together(tmp_path):
        hold = HOLD % (30_000_000, 1)
        cost = run(tmp_path, ["sh", "-c", '"$0" -c "$1" & "$0" -c "$1"; wait', sys.executable, hold])
        assert cost.pss > 60
        assert cost.alone >= cost.pss
        assert 30 < cost.rss < 60
        assert cost.samples[-1].elapsed > 0.5

    def test_what_takes_too_long_is_ended_with_all_its_processes(tmp_path):
        name = str(uuid.uuid4())
        code = f"import time; time.sleep(300)  # {name}"
        with pytest.raises(tree.TookTooLong):
            run(tmp_path, ["sh", "-c", '(setsid "$0" -c "$1" &); sleep 300', sys.executable, code], timeout=0.3)
        left = [pid for pid in tree._processes() if name.encode() in _command_line(pid)]
        assert left == []


def _command_line(pid):
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            return file.read()
    except OSError:
        return b""


def test_requests_of_each_second():
    entries = [
        {"monotonic": moment, "status": status}
        for moment, status in ((10.5, 200), (11.4, 429), (11.6, 200), (13.5, 200))
    ]
    assert measure.per_second(entries) == [[2, 1], [1, 0], [0, 0], [1, 0]]
    assert measure.per_second([]) == []


# The schedules.


def first(moments, count):
    return [moment for moment, _number in zip(moments, range(count))]


def test_moments_of_peers():
    chance = random.Random(0)
    nothing = schedule.PERCENTS[schedule.NO_PERCENT]
    assert first(schedule.every(5.0)(60.0, nothing, chance), 4) == [0, 5, 10, 15]
    assert first(schedule.doubling(1.0, 4.0)(60.0, nothing, chance), 6) == [0, 1, 3, 7, 11, 15]


def test_a_fixed_pause_is_late_by_half_of_it_and_looks_once_in_each():
    result = schedule.measured(schedule.every(60.0), schedule.PERCENTS[schedule.NO_PERCENT], samples=100)
    assert result.overshoot[-1] == pytest.approx(30, rel=0.2)
    assert result.polls[-1] == pytest.approx(43200 / 60, rel=0.02)


def test_ours_knows_percentages():
    without, with_them = (
        schedule.measured(schedule.ours(), schedule.PERCENTS[name], samples=20)
        for name in (schedule.NO_PERCENT, schedule.LINEAR)
    )
    assert with_them.relative < without.relative


def test_where_a_peer_is_better_in_both():
    data = {
        "durations": [10, 100, 1000],
        "ours": {"linear": {"overshoot": [1, 5, 5], "looks": [5, 5, 5]}},
        "peers": {"them": {"overshoot": [2, 4, 4], "looks": [4, 4, 6]}},
    }
    assert schedule.defeats(data) == [schedule.Defeat("linear", "them", 100, (5, 5), (4, 4))]


def test_between_two_settings_of_a_schedule():
    assert schedule.at_looks([[100, 0.1], [1, 10]], 10) == pytest.approx(1)
    assert schedule.at_looks([[100, 0.1], [1, 10]], 101) is None


# The targets.


def test_a_look_is_judged_by_what_it_adds_to_a_playbook():
    common = [figure(measure.EMPTY_PLAY, EMPTY, cpu=1.0), figure(measure.LOOK, URI, cpu=1.5, wall=2.0)]
    [target] = targets.targets(
        [*common, figure(measure.LOOK, OURS, cpu=1.59, wall=2.5), figure(measure.LOOK, OURS, "http", cpu=9.0)]
    )
    assert target.met
    assert (
        target.measured == "1.18 times the CPU time (0.59 s and 0.50 s), 1.50 times the wall time (1.50 s and 1.00 s)"
    )
    [target] = targets.targets([*common, figure(measure.LOOK, OURS, cpu=1.61)])
    assert not target.met


def test_limits_are_judged_by_the_median_of_the_runs_that_succeeded():
    runs = [figure(measure.FIFTY, OURS, wall=wall) for wall in (22.0, 22.9, 30.0)]
    runs.append({"work": measure.FIFTY, "subject": OURS, "scheme": "https", "ok": False})
    target = by_wanted(runs)["at most 23 s wall"]
    assert (target.met, target.measured) == (True, "22.9 s (22.0 to 30.0)")
    assert not by_wanted([figure(measure.THOUSAND, OURS, requests=1301)])["at most 1,300 requests"].met


def test_a_storm_is_a_second_with_too_many_requests_after_the_first_refusal():
    assert targets.busiest_after_refusal([[90, 0], [80, 60], [15, 0], [25, 5]]) == 25
    assert targets.busiest_after_refusal([[90, 0], [80, 0]]) == 0
    calm = figure(measure.LIMITED, OURS, refused=65, per_second=[[80, 60], [40, 5]])
    storm = figure(measure.LIMITED, OURS, refused=65, per_second=[[80, 60], [41, 5]])
    assert [target.met for target in targets.targets([calm])] == [True, True]
    assert [target.met for target in targets.targets([calm, storm])] == [True, False]
    assert [target.met for target in targets.targets([calm, dict(calm, ok=False)])] == [False, True]


def test_an_hour_is_extrapolated_from_an_idle_minute():
    mine = figure(measure.IDLE, OURS, settled=9.0, minute=0.8)
    sleeping = figure(measure.IDLE, SLEEP, settled=5.0, minute=0.5)
    whole, above = targets.targets([mine, sleeping])
    assert whole.part == pytest.approx(100 * (9 + 0.8 * 58.5) / 3600)
    assert above.part == pytest.approx(100 * (4 + 0.3 * 58.5) / 3600)
    assert (whole.met, above.met) == (False, True)


# The page.


def test_the_page_tells_of_what_failed_and_what_was_missed():
    figures = [
        figure(measure.FIFTY, OURS, wall=34.5, requests=50),
        {"work": measure.FIFTY, "subject": URI, "scheme": "https", "ok": False},
    ]
    results = dict(json.loads(RESULTS.read_text(encoding="utf-8")), figures=figures)
    page = render.document(results, "<!-- licence -->\nA remark.")
    assert "| ansible.builtin.uri, until | HTTPS | 1, 1 failed | - | - | - | - |" in page
    assert "| work_request_wait | HTTPS | 1 | 34.5 | 1.00 | 50 | 50 |" in page
    assert "| 50 of 20 s | at most 23 s wall | 34.5 s | **no**, by 50 % |" in page
    assert "1 of 3 are missed" in page
    assert "\n\nA remark.\n\n" in page
    assert "## One look" not in page


def test_the_page_is_the_one_that_the_figures_give():
    """`make bench RUNS=0` writes it again."""
    remarks = RESULTS.with_name("remarks.md")
    page = render.document(
        json.loads(RESULTS.read_text(encoding="utf-8")), remarks.read_text(encoding="utf-8") if remarks.exists() else ""
    )
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("picture", ["schedule", "front", "fifty", "thousand", "limited"])
def test_the_pictures_are_there_and_small(picture):
    file = ROOT / "docs" / "pictures" / (f"{picture}.svg")
    assert f"](pictures/{picture}.svg)" in (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert file.stat().st_size < 100_000


# What imports cost.


def test_imports_are_told_by_their_owner():
    lines = [
        "import time: self [us] | cumulative | imported package",
        "import time:      1500 |       1500 |     ansible_collections.longops.oracle.plugins.module_utils._times",
        "import time:       250 |       2000 |   ansible.module_utils.basic",
        "import time:       250 |       2000 | requests.adapters",
        "import time:      1000 |       3000 | json",
        "something else",
    ]
    assert imports.owned(lines) == {
        "this collection": 1.5,
        "Ansible": 0.25,
        "requests": 0.25,
        "cryptography": 0.0,
        "Python's own library": 1.0,
    }


def test_a_profile_shows_what_is_left():
    shares = dict.fromkeys(imports.owned([]), 100.0)
    figures = [figure(measure.LOOK, OURS), figure(measure.LOOK, URI), figure(measure.EMPTY_PLAY, EMPTY)]
    figures += [figure(measure.PROFILE, key, imports=shares, wall=0.75) for key in (URI, OURS)]
    page = render.document(dict(json.loads(RESULTS.read_text(encoding="utf-8")), figures=figures))
    assert page.count("| 100 | 100 | 100 | 100 | 100 | 250 | 750 |") == 2
