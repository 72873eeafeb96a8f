# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmarks: measuring a process tree, comparing schedules, judging targets, writing the page."""

from __future__ import annotations

import json
import random
import shlex
import sys
import uuid

import pytest
import yaml

from ansible_collections.longops.oracle.tests.benchmarks import (
    imports,
    measure,
    render,
    schedule,
    sshd,
    subjects,
    targets,
    tree,
)
from ansible_collections.longops.oracle.tests.benchmarks.service import ROOT, Service
from ansible_collections.longops.oracle.tests.benchmarks.subjects import (
    EMPTY,
    OURS,
    OURS_MODULE,
    OURS_ROLE,
    OURS_SSH,
    SDK,
    SLEEP,
    URI,
    WAITS,
)

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


# Measuring a process tree.

BURN = "import time\nwhile time.process_time() < {seconds}: pass"
HOLD = "import time; block = b'x' * {size}; time.sleep({seconds})"


def run(tmp_path, command, timeout=30.0):
    return tree.run(command, {"PATH": "/usr/bin:/bin"}, tmp_path, tmp_path / "log", timeout, pause=0.02)


if sys.platform == "linux":  # the benchmarks run on Linux only

    def test_cpu_of_background_processes_counts_and_their_wall_time_does_not(tmp_path):
        script = '(setsid "$0" -c "$1" &) ; exit 3'
        cost = run(tmp_path, ["sh", "-c", script, sys.executable, BURN.format(seconds=0.4)])
        assert cost.status == 3
        assert 0.4 <= cost.cpu < 2
        assert cost.wall < 0.4

    def test_memory_is_that_of_all_processes_together(tmp_path):
        hold = HOLD.format(size=30_000_000, seconds=1)
        cost = run(tmp_path, ["sh", "-c", '"$0" -c "$1" & "$0" -c "$1"; wait', sys.executable, hold])
        assert cost.pss > 60
        assert cost.alone >= cost.pss
        assert 30 < cost.rss < 60
        assert cost.samples[-1].elapsed > 0.5

    def test_a_timeout_kills_all_processes(tmp_path):
        name = str(uuid.uuid4())
        code = f"import time; time.sleep(300)  # {name}"
        with pytest.raises(tree.TimedOut):
            run(tmp_path, ["sh", "-c", '(setsid "$0" -c "$1" &); sleep 300', sys.executable, code], timeout=0.3)
        left = [pid for pid in tree._processes() if name.encode() in _command_line(pid)]
        assert left == []


def _command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
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


def test_a_fixed_pause_overshoots_by_half_of_it_and_polls_once_in_each():
    result = schedule.measured(schedule.every(60.0), schedule.PERCENTS[schedule.NO_PERCENT], samples=100)
    assert result.overshoot[-1] == pytest.approx(30, rel=0.2)
    assert result.polls[-1] == pytest.approx(43200 / 60, rel=0.02)


def test_our_schedule_uses_percentages():
    without, with_them = (
        schedule.measured(schedule.ours(), schedule.PERCENTS[name], samples=20)
        for name in (schedule.NO_PERCENT, schedule.LINEAR)
    )
    assert with_them.relative < without.relative


def test_durations_at_which_a_peer_has_less_overshoot_and_fewer_polls():
    data = {
        "durations": [10, 100, 1000],
        "ours": {"linear": {"overshoot": [1, 5, 5], "polls": [5, 5, 5]}},
        "peers": {"them": {"overshoot": [2, 4, 4], "polls": [4, 4, 6]}},
    }
    assert schedule.defeats(data) == [schedule.Defeat("linear", "them", 100, (5, 5), (4, 4))]


def test_overshoot_is_interpolated_between_two_settings_of_a_schedule():
    assert schedule.at_polls([[100, 0.1], [1, 10]], 10) == pytest.approx(1)
    assert schedule.at_polls([[100, 0.1], [1, 10]], 101) is None


# The targets.


def test_a_poll_is_judged_by_its_cost_above_an_empty_playbook():
    common = [figure(measure.EMPTY_PLAY, EMPTY, cpu=1.0), figure(measure.POLL, URI, cpu=1.5, wall=2.0)]
    local, module = targets.targets(
        [
            *common,
            figure(measure.POLL, OURS, cpu=1.125, wall=1.25),
            figure(measure.POLL, OURS_MODULE, cpu=1.54, wall=2.5),
            figure(measure.POLL, OURS, "http", cpu=9.0),
        ]
    )
    assert (local.met, module.met) == (True, True)
    assert (
        module.measured == "1.08 times the CPU time (0.54 s and 0.50 s), 1.50 times the wall time (1.50 s and 1.00 s)"
    )
    assert local.wanted == "at most 0.25 times the CPU of ansible.builtin.uri"
    slower = [figure(measure.POLL, OURS, cpu=1.13), figure(measure.POLL, OURS_MODULE, cpu=1.56)]
    assert [target.met for target in targets.targets([*common, *slower])] == [False, False]


def test_limits_are_judged_by_the_median_of_the_runs_that_succeeded():
    runs = [figure(measure.FIFTY, OURS, wall=wall) for wall in (22.0, 22.4, 30.0)]
    runs.append({"work": measure.FIFTY, "subject": OURS, "scheme": "https", "ok": False})
    target = by_wanted(runs)["at most 22.5 s wall"]
    assert (target.met, target.measured) == (True, "22.4 s (22.0 to 30.0)")
    assert not by_wanted([figure(measure.THOUSAND, OURS, requests=1251)])["at most 1,250 requests"].met


def test_a_wait_of_20_s_is_judged_by_the_cpu_of_a_task_that_sleeps():
    sleep = figure(measure.ONE, SLEEP, cpu=2.0)
    waits = [
        figure(measure.ONE, OURS, cpu=2.0, overshoot=0.5, requests=10, pss=79.0),
        figure(measure.ONE, OURS_MODULE, cpu=2.5),
        figure(measure.ONE, OURS_SSH, cpu=2.7),
    ]
    found = targets.targets([sleep, *waits])
    assert {target.work.rpartition(", ")[2]: target.met for target in found if "CPU" in target.wanted} == {
        "in process": True,
        "as a module": True,
        "over ssh": False,
    }
    assert found[-1].measured == "0.70 s; such a task takes 2.00 s"
    assert [target for target in targets.targets(waits) if "CPU" in target.wanted] == []


def test_fifty_are_judged_in_process_and_through_the_role():
    sleep = figure(measure.ONE, SLEEP, cpu=2.0)
    waits = [figure(measure.FIFTY, OURS, cpu=3.0), figure(measure.FIFTY, OURS_ROLE, cpu=3.1)]
    found = [target for target in targets.targets([sleep, *waits]) if "CPU" in target.wanted]
    assert {target.work: target.met for target in found} == {"50 of 20 s": True, "50 of 20 s, the role wait": False}


def test_a_storm_is_a_second_with_too_many_requests_after_the_first_429():
    assert targets.busiest_after_429([[90, 0], [80, 60], [15, 0], [25, 5]]) == 25
    assert targets.busiest_after_429([[90, 0], [80, 0]]) == 0
    calm = figure(measure.LIMITED, OURS, throttled=65, per_second=[[80, 60], [40, 5]])
    storm = figure(measure.LIMITED, OURS, throttled=65, per_second=[[80, 60], [41, 5]])
    assert [target.met for target in targets.targets([calm])] == [True, True]
    assert [target.met for target in targets.targets([calm, storm])] == [True, False]
    assert [target.met for target in targets.targets([calm, dict(calm, ok=False)])] == [False, True]


def test_an_hour_is_extrapolated_from_an_idle_minute():
    mine = figure(measure.IDLE, OURS, settled=5.5, minute=0.55)
    sleeping = figure(measure.IDLE, SLEEP, settled=5.0, minute=0.5)
    [target] = targets.targets([mine, sleeping])
    assert target.part == pytest.approx(100 * (0.5 + 0.05 * 58.5) / 3600 / 0.1)
    assert target.met
    assert not targets.targets([dict(mine, minute=0.56), sleeping])[0].met
    assert targets.targets([mine]) == []


def resource(subject, seconds=20.0, operations=1, **values):
    return figure(measure.RESOURCES, subject, seconds=seconds, operations=operations, **values)


def test_a_wait_for_a_state_is_judged_by_its_longest_pause_and_by_the_sdk():
    found = targets.targets(
        [
            resource(OURS, overshoot=2.0),
            resource(SDK, overshoot=11.0),
            resource(OURS, 60.0, overshoot=6.8),
            resource(SDK, 60.0, overshoot=1.0),
        ]
    )
    assert [(target.work, target.met) for target in found] == [
        ("one resource of 20 s", True),
        ("one resource of 60 s", False),
        ("one resource, 20 s and 60 s together", False),
    ]
    assert found[0].wanted == "overshoot at most 2.3 s (the longest pause and a round trip)"
    assert found[2].measured == "8.8 s; oci.wait_until 12.0 s"


def test_fifty_resources_are_judged_by_what_one_costs():
    one = resource(OURS, overshoot=2.0, wall=22.0, cpu=1.0, pss=70.0)
    fifty = resource(OURS, operations=50, overshoot=2.0, wall=23.0, cpu=2.1, pss=80.0)
    threads = resource(SDK, operations=50, overshoot=11.0, wall=32.0)
    found = [target for target in targets.targets([one, fifty, threads]) if target.work.startswith("50")]
    assert [(target.wanted.split(" at")[0], target.met) for target in found[:3]] == [
        ("wall", True),
        ("CPU", False),
        ("memory", True),
    ]
    assert found[3].measured == "23.0 s; oci.wait_until 32.0 s"


def test_the_page_shows_waits_for_states_by_their_number_and_length():
    figures = [
        resource(OURS, 60.0, overshoot=5.25, requests=14),
        resource(SDK, operations=50, overshoot=11.0, requests=300),
    ]
    page = render.document(dict(json.loads(RESULTS.read_text(encoding="utf-8")), figures=figures))
    assert "| 1 of 60 s | resource_wait | 1 | 5.25 | 1.0 | 1.00 | 50 | 14 |" in page
    assert "| 50 of 20 s | oci.wait_until, threads | 1 | 11.00 | 1.0 | 1.00 | 50 | 300 |" in page


# The commands.


def test_playbooks_run_on_the_controller_with_its_own_python(tmp_path):
    """Otherwise the action plugins would not run the modules in process."""
    inventory = yaml.safe_load(subjects.INVENTORY.read_text(encoding="utf-8"))
    [host] = inventory["all"]["hosts"].values()
    assert host == {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
    }
    service = Service("http://127.0.0.1:1", None, tmp_path / "config", tmp_path)
    for subject in [*subjects.POLLS.values(), WAITS[OURS], WAITS[OURS_MODULE], WAITS[OURS_ROLE]]:
        command = subject.command(service, ["id"])
        assert command[command.index("-i") + 1] == str(subjects.INVENTORY)


def test_as_a_module_differs_by_one_variable(tmp_path):
    service = Service("http://127.0.0.1:1", None, tmp_path / "config", tmp_path)
    variables = []
    for key in (OURS, OURS_MODULE):
        WAITS[key].command(service, ["id"])
        variables.append(json.loads((tmp_path / "variables.json").read_text(encoding="utf-8")))
    assert {**variables[0], "longops_oracle_in_process": False} == variables[1]


@pytest.mark.skipif(sshd.missing() is not None, reason=f"{sshd.missing()} is not installed")
def test_ssh_runs_inside_of_the_measured_command(tmp_path):
    """sshd and its processes belong to the tree, and end with the command."""
    server = sshd.Sshd(tmp_path / "sshd")
    [host] = json.loads(server.inventory().read_text(encoding="utf-8"))["all"]["hosts"].values()
    login = ["ssh", *shlex.split(host["ansible_ssh_args"]), "-o", "ControlMaster=no", "-i"]
    login += [host["ansible_ssh_private_key_file"], "-p", str(host["ansible_port"])]
    login += [f"{host['ansible_user']}@{host['ansible_host']}", "exit 3"]
    cost = run(tmp_path, server.around(login))
    assert cost.status == 3, (tmp_path / "log").read_text(encoding="utf-8")
    assert not (tmp_path / "sshd" / "sshd.pid").exists()


def test_missing_ssh_is_reported_once_and_its_waits_are_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr(sshd, "SEARCH", str(tmp_path))
    lines = []
    bench = measure.Bench(tmp_path, measure.Plan(1), lines.append)
    started = []
    monkeypatch.setattr(bench, "_side_by_side", lambda tasks: started.append(len(tasks)))
    bench._ones()
    bench._ones()
    assert lines == ["sshd is not installed: no wait over ssh is measured"]
    assert started[::2] == [3, 3]


# The page.


def test_the_page_shows_failed_runs_and_missed_targets():
    figures = [
        figure(measure.FIFTY, OURS, wall=34.5, requests=50),
        {"work": measure.FIFTY, "subject": URI, "scheme": "https", "ok": False},
    ]
    results = dict(json.loads(RESULTS.read_text(encoding="utf-8")), figures=figures)
    page = render.document(results, "<!-- licence -->\nA remark.")
    assert "| ansible.builtin.uri, until | HTTPS | 1, 1 failed | - | - | - | - |" in page
    assert "| work_request_wait | HTTPS | 1 | 34.5 | 1.00 | 50 | 50 |" in page
    assert "| 50 of 20 s | at most 22.5 s wall | 34.5 s | **no**, by 53 % |" in page
    assert "1 of 2 are missed" in page
    assert "\n\nA remark.\n\n" in page
    assert "## One poll" not in page


def test_the_page_shows_how_the_cost_grows_with_the_number_of_operations():
    figures = [
        figure(measure.SCALE, OURS, operations=count, cpu=cpu, requests=count)
        for count, cpu in ((10, 1.0), (10000, 25.0))
    ]
    results = dict(json.loads(RESULTS.read_text(encoding="utf-8")), figures=figures)
    page = render.document(results)
    assert "| 10 | 1.00 | 100.0 |" in page
    assert "| 10,000 | 25.00 | 2.5 |" in page


def test_the_page_is_up_to_date():
    """If not, `make bench RUNS=0` writes it again."""
    remarks = RESULTS.with_name("remarks.md")
    page = render.document(
        json.loads(RESULTS.read_text(encoding="utf-8")), remarks.read_text(encoding="utf-8") if remarks.exists() else ""
    )
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("picture", ["schedule", "front", "fifty", "thousand", "limited"])
def test_the_pictures_exist_and_are_small(picture):
    file = ROOT / "docs" / "pictures" / (f"{picture}.svg")
    assert f"](pictures/{picture}.svg)" in (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert file.stat().st_size < 100_000


# The cost of imports.


def test_imports_are_summed_up_by_their_owner():
    lines = [
        "import time: self [us] | cumulative | imported package",
        "import time:      1500 |       1500 |     ansible_collections.longops.oracle.plugins.module_utils._core.operation",
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


def test_a_profile_has_imports_and_the_rest():
    shares = dict.fromkeys(imports.owned([]), 100.0)
    figures = [figure(measure.POLL, OURS_MODULE), figure(measure.POLL, URI), figure(measure.EMPTY_PLAY, EMPTY)]
    figures += [figure(measure.PROFILE, key, imports=shares, wall=0.75) for key in (URI, OURS_MODULE)]
    page = render.document(dict(json.loads(RESULTS.read_text(encoding="utf-8")), figures=figures))
    assert page.count("| 100 | 100 | 100 | 100 | 100 | 250 | 750 |") == 2
