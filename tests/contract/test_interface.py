# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What playbooks rely on since a released version is still there: options, their defaults, returned keys, variables of the role.

Semantic versioning lets only a new major version take anything back. What a major version has taken back stands in CHANGED, and in docs/porting.md.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
import yaml

from ansible_collections.longops.oracle.tests.tools import interface

ROOT = pathlib.Path(__file__).parents[2]


def number(version: str) -> list[int]:
    return [int(part) for part in version.partition("-")[0].split(".")]


#: The version that galaxy.yml names is in the making: what it has can still change.
NEXT = str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"])
RELEASED = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(interface.folder(ROOT).glob("*.json"))
    if number(path.stem) < number(NEXT)
}
#: Where entries are documented: the other modules refer to these.
ENTRIES = {"work_requests.": "work_request_info", "requests.": "request_status_info"}
#: Types that take all that the ones before took.
WIDER = {("str", "raw"), ("list", "raw")}
#: What keys of results are called now. The keys in resource are those of each entry of searched, and resource still has them.
CHANGED = {"resource.": "searched."}


@pytest.fixture(scope="module")
def documentation() -> dict[str, dict[str, Any]]:
    return interface.documentation()


@pytest.fixture(scope="module")
def today(documentation: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return interface.interface(documentation)


def narrower(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What an option no longer takes, and the default that is another one."""
    found = []
    if before.get("type") != now.get("type") and (before.get("type"), now.get("type")) not in WIDER:
        found.append(f"type {before.get('type')} is now {now.get('type')}")
    if before.get("default") != now.get("default"):
        found.append(f"default {before.get('default')} is now {now.get('default')}")
    for key in ("choices", "aliases"):
        found += [f"{key} has no {each}" for each in before.get(key, ()) if each not in now.get(key, ())]
    if now.get("required") and not before.get("required"):
        found.append("is now required")
    return found


def broken(before: dict[str, Any], now: dict[str, Any], place: str) -> list[str]:
    """What a set of options no longer has."""
    gone = [f"{place} has no {name}" for name in before if name not in now]
    changed = [(name, narrower(before[name], now[name])) for name in before if name in now]
    return gone + [f"{place}.{name}: {reason}" for name, reasons in changed for reason in reasons]


def still_returned(key: str, module: str, today: dict[str, Any]) -> bool:
    for old, new in CHANGED.items():
        key = new + key.removeprefix(old) if key.startswith(old) else key
    owners = [owner for prefix, owner in ENTRIES.items() if key.startswith(prefix)] + [
        "work_request_info" if key.startswith("searched.") else module
    ]
    return any(key in today["modules"][owner]["returned"] for owner in (module, *owners))


@pytest.mark.parametrize("version", RELEASED)
def test_playbooks_for_a_released_version_still_run(version: str, today: dict[str, Any]) -> None:
    before = RELEASED[version]
    found = []
    for module, of in before["modules"].items():
        assert module in today["modules"], module
        found += broken(of["options"], today["modules"][module]["options"], module)
        returned = [key for key in of["returned"] if not still_returned(key, module, today)]
        found += [f"{module} does not return {key}" for key in returned]
    for kind in ("roles", "event_sources"):
        for name, options in before.get(kind, {}).items():
            assert name in today[kind], name
            found += broken(options, today[kind][name], name)
    assert found == []


@pytest.mark.parametrize("version", RELEASED)
def test_what_a_released_version_did_not_have_says_since_when_it_is_there(
    version: str, documentation: dict[str, dict[str, Any]]
) -> None:
    before = RELEASED[version]
    newer: dict[str, dict[str, Any]] = {}
    for module, of in documentation["modules"].items():
        if module not in before["modules"]:
            newer[module] = of["doc"]
            continue
        known = before["modules"][module]
        options = {name: each for name, each in of["doc"]["options"].items() if name not in known["options"]}
        keys = {name: each for name, each in interface.returned(of["return"]) if name not in known["returned"]}
        own = {name: each for name, each in keys.items() if name.rpartition(".")[0] not in keys}  # the rest is in these
        newer.update({f"{module}.{name}": each for name, each in {**options, **own}.items()})
    for role, of in documentation["roles"].items():
        variables = of["entry_points"]["main"]["options"]
        newer.update({name: each for name, each in variables.items() if name not in before["roles"][role]})
    for source, of in documentation["event_sources"].items():
        known = before.get("event_sources", {}).get(source)
        options = {f"{source}.{name}": each for name, each in of["options"].items() if name not in (known or {})}
        newer.update({source: of} if known is None else options)
    silent = [name for name, each in newer.items() if number(each.get("version_added") or "0") <= number(version)]
    assert silent == []


def test_the_first_released_version_is_known() -> None:
    assert "0.1.0" in RELEASED
    assert len(RELEASED["0.1.0"]["modules"]) == 5


@pytest.mark.parametrize(
    ("before", "now", "reasons"),
    [
        ({"type": "str"}, {"type": "raw"}, []),
        ({"type": "int", "default": 2}, {"type": "int", "default": 2, "choices": [2, 3]}, []),
        ({"type": "int"}, {"type": "str"}, ["type int is now str"]),
        ({"type": "int", "default": 2}, {"type": "int", "default": 3}, ["default 2 is now 3"]),
        ({"choices": ["a", "b"], "aliases": ["x"]}, {"choices": ["b"]}, ["choices has no a", "aliases has no x"]),
        ({"type": "str"}, {"type": "str", "required": True}, ["is now required"]),
    ],
)
def test_what_breaks_playbooks_is_found(before: dict[str, Any], now: dict[str, Any], reasons: list[str]) -> None:
    assert narrower(before, now) == reasons


def test_an_option_that_is_gone_is_found() -> None:
    assert broken({"a": {}, "b": {}}, {"b": {}, "c": {}}, "module") == ["module has no a"]
