# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of tests/contract/parity: gathered and printed at the end of a run, and written for docs/services.md and docs/resources.md.

The tests record them as their properties, which are gathered from all processes of a run:
"compared get" and a number, "compared resource" and another one, "service mysql" and what it supports, "without fss" and the message of the modules.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterable, Mapping

FILE = Path(__file__).with_name("service_results.json")
CALLS = ("get", "list", "errors", "logs", "cancel", "namespace", "search")


def gather(reports: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """{"compared": {kind: number}, "services": {title: {feature: result}}, "without": {name: message}} from pytest's reports."""
    compared: dict[str, int] = {}
    services: dict[str, dict[str, str]] = {}
    without: dict[str, str] = {}
    for key, value in (each for report in reports if report.when == "call" for each in report.user_properties):
        what, _blank, name = key.partition(" ")
        if what == "compared":
            compared[name] = compared.get(name, 0) + value
        elif what == "service":
            services[name] = value
        elif what == "without":
            without[name] = value
    return {
        "compared": dict(sorted(compared.items())),
        "services": dict(sorted(services.items())),
        "without": dict(sorted(without.items())),
    }


def sentence(compared: Mapping[str, int]) -> str:
    """The numbers of comparisons as text."""
    calls = [f"{call} {format(compared[call], ',')}" for call in CALLS if compared.get(call)]
    total = sum(compared.get(call, 0) for call in CALLS)
    return (
        f"{format(total, ',')} requests ({', '.join(calls) or 'none'}),"
        f" {format(compared.get('signatures', 0), ',')} signatures, {format(compared.get('endpoints', 0), ',')}"
        " endpoints"
    )


def sentence_of_resources(compared: Mapping[str, int]) -> str:
    """The numbers of comparisons of resources as text."""
    requests, signatures, endpoints = (
        format(compared.get(name, 0), ",") for name in ("resource", "resource_signatures", "resource_endpoints")
    )
    return f"{requests} requests, {signatures} signatures and {endpoints} endpoints"


def text(results: Mapping[str, Any]) -> str:
    """The text of the file."""
    services = ",\n".join(f"  {json.dumps(title)}: {json.dumps(found)}" for title, found in results["services"].items())
    rest = {key: json.dumps(results[key], indent=2).replace("\n", "\n ") for key in ("compared", "without")}
    return (
        f'{{\n "compared": {rest["compared"]},\n "without": {rest["without"]},\n "services": {{\n{services}\n }}\n}}\n'
    )
