# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of parity tests are gathered from all processes, and printed in the page."""

from __future__ import annotations

import json
import types
from typing import Any

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.families import FAMILIES
from ansible_collections.longops.oracle.tests.tools import parity_results
from ansible_collections.longops.oracle.tests.tools.catalogue_facts import DOCUMENTED
from ansible_collections.longops.oracle.tests.tools.catalogue_writer import ABILITIES, services_page

SENTENCE = "It has none."


def report(*properties: tuple[str, Any], when: str = "call") -> Any:
    return types.SimpleNamespace(when=when, user_properties=list(properties))


def results(**of_mysql: str) -> dict[str, Any]:
    """Results for mysql alone."""
    reports = [
        report(("compared get", 1), ("compared signatures", 2)),
        report(("compared get", 2), ("compared list", 1500), ("compared signatures", 3004)),
        report(("compared endpoints", 70_000)),
        report(("compared endpoints", 70_000), when="teardown"),  # each report of a test has its properties
        report(("service mysql", of_mysql), ("color", "red")),
        report(("without fss", SENTENCE)),
        report(("without file_storage", SENTENCE)),
    ]
    return parity_results.gather(reports)


def rows(page: str) -> list[list[str]]:
    """The cells of all rows."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]


def page(found: dict[str, Any]) -> str:
    return services_page("9.9.9", FAMILIES, {}, [], DOCUMENTED, ["service_mesh"], found)


def test_reports_are_added_up() -> None:
    found = results(get="yes")
    assert found["compared"] == {"get": 3, "list": 1500, "signatures": 3006, "endpoints": 70_000}
    assert found["services"] == {"mysql": {"get": "yes"}}
    assert found["without"] == {"file_storage": SENTENCE, "fss": SENTENCE}
    assert (
        parity_results.sentence(found["compared"])
        == "1,503 requests (get 3, list 1,500), 3,006 signatures, 70,000 endpoints"
    )
    assert parity_results.sentence({"endpoints": 1}) == "0 requests (none), 0 signatures, 1 endpoints"


def test_the_file_has_the_results() -> None:
    found = results(get="yes", logs="inline")
    assert json.loads(parity_results.text(found)) == found
    committed = parity_results.FILE.read_text(encoding="utf-8")
    assert parity_results.text(json.loads(committed)) == committed


def test_each_result_is_in_the_page() -> None:
    values = {ability: f"result of {ability}" for ability in ABILITIES}
    found = rows(page(results(**values)))
    assert ["HeatWave", "`mysql`", *values.values()] in found
    assert ["Queue", "`queue`", *["not tested yet"] * len(ABILITIES)] in found
    assert ["File Storage", SENTENCE, *["-"] * len(ABILITIES)] in found
    assert ["`nosql`", *["not tested yet"] * len(ABILITIES)] in found


def test_the_page_has_every_service_once_and_the_documented_ones_by_their_names() -> None:
    found = [row for row in rows(page(results())) if len(row) > len(ABILITIES)]
    documented = [
        row[0] for row in found if len(row) == len(ABILITIES) + 2 and row[0] not in ("documented service", "---")
    ]
    assert list(dict.fromkeys(documented)) == [name for name, _titles in DOCUMENTED]
    titles = [cell.strip("`") for row in found for cell in row if cell.startswith("`") and cell != "`service`"]
    assert set(titles) == {family.title for family in FAMILIES}
    assert {title for title in titles if titles.count(title) > 1} == {"work_requests"}  # Compute and Database


def test_the_page_has_the_numbers_of_comparisons() -> None:
    text = page(results())
    assert "Tests compare 1,503 requests (get 3, list 1,500), 3,006 signatures, 70,000 endpoints." in text
    assert "`oci` 9.9.9" in text
    assert "not compared: `service_mesh`." in text
