# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates _oci/catalogue/families.py and regions.py and docs/services.md from the installed `oci` SDK and from catalogue_facts;
_oci/resource_types.py and docs/resource-types.md from resource_type_facts.

What docs/services.md says that services can do is in service_results.json, which `make services` writes from the results of tests.

    python tests/tools/make_catalogue.py           writes the files
    python tests/tools/make_catalogue.py --check   says whether they are as they would be written; 1 if not

Ends with 1 and a sentence where the SDK has something that nobody has thought about yet, such as a new status word.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import types
from pathlib import Path
from typing import Mapping

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = "plugins/module_utils/_oci/catalogue/families.py"
REGION_DATA = "plugins/module_utils/_oci/catalogue/regions.py"
SERVICES = "docs/services.md"

#: What the modules can always give to an operation, besides the resource: the id, and two options.
GIVEN = {"workRequestId", "compartmentId", "namespaceName"}

if __name__ == "__main__":  # alone: let the checkout be imported as the collection that it is, wherever it lies
    for _name, _path in (
        ("ansible_collections", []),
        ("ansible_collections.longops", []),
        ("ansible_collections.longops.oracle", [str(ROOT)]),
    ):
        sys.modules[_name] = types.ModuleType(_name)
        sys.modules[_name].__path__ = _path

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.names import squeezed
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import STATES
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, parity_results, sdk_reader
from ansible_collections.longops.oracle.tests.tools.catalogue_writer import (
    catalogue_source,
    region_source,
    services_page,
)
from ansible_collections.longops.oracle.tests.tools.resource_type_writer import files as resource_type_files
from ansible_collections.longops.oracle.tests.tools.sdk_reader import Refusal


def sdk_folder() -> Path:
    """Where the installed SDK's source lies."""
    found = importlib.util.find_spec("oci")
    if found is None or found.origin is None:
        raise Refusal("The package oci is not installed: pip install -r requirements-dev.txt")
    return Path(found.origin).parent


def generate(folder: Path) -> dict[str, str]:
    """File name -> text, from the SDK in folder. Raises Refusal."""
    version = sdk_reader.read_version(folder)
    families = all_families(sdk_reader.read_sdk(folder))
    titles = {family.title for family in families}
    names = _names(titles)
    ocid_types = {kind: title for kind, title, _source in sorted(catalogue_facts.OCID_TYPES)}
    unknown = (set(names.values()) | set(ocid_types.values())) - titles
    if unknown:
        raise Refusal(f"catalogue_facts names families that are not there: {', '.join(sorted(unknown))}")
    without_api = {name: text for name, text, _source in catalogue_facts.WITHOUT_API}
    regions = sdk_reader.read_regions(folder)
    older = [row["service"] for row in catalogue_facts.OLDER_FAMILIES]
    results = json.loads(parity_results.FILE.read_text(encoding="utf-8"))
    return {
        CATALOGUE: catalogue_source(version, families, names, ocid_types, without_api),
        **resource_type_files(titles | set(without_api)),
        REGION_DATA: region_source(version, regions.realms, regions.regions, regions.short_codes),
        SERVICES: services_page(
            version, families, names, catalogue_facts.OCID_TYPES, catalogue_facts.DOCUMENTED, older, results
        ),
    }


def all_families(read: list[Family]) -> list[Family]:
    """What was read from the SDK, with what is known besides. Raises Refusal for words without a state."""
    older = [
        Family(name="default", **{key: value for key, value in row.items() if key != "source"})
        for row in catalogue_facts.OLDER_FAMILIES
    ]
    services = {family.service for family in read}
    retry_after = {title: given for title, given, _source in catalogue_facts.RETRY_AFTER}
    with_ocids = {title for _kind, title, _source in catalogue_facts.OCID_TYPES}
    families = [
        family._replace(
            statuses=_checked(family),
            retry_after=retry_after.get(family.title, family.retry_after),
            ocid=family.ocid or family.title in with_ocids,
        )
        for family in read + [family for family in older if family.service not in services]
    ]
    unread = set(retry_after) - {family.title for family in families}
    if unread:
        raise Refusal(f"catalogue_facts.RETRY_AFTER names families that are not there: {', '.join(sorted(unread))}")
    return sorted(families, key=lambda family: (family.service, family.name != "default", family.name))


def _checked(family: Family) -> tuple[str, ...]:
    """The family's status words in the order in which statuses.py has them, which makes most families' words the same.

    Raises Refusal for a word without a state, and for an argument that no option of the modules can give.
    """
    if not family.statuses:
        raise Refusal(f"{family.title}: no status words found in its models.")
    for word in family.statuses:
        if word not in STATES:
            raise Refusal(
                f"{family.title} has the status word {word}, whose meaning nobody has decided: add it to"
                " plugins/module_utils/_oci/catalogue/statuses.py."
            )
    paths = " ".join(path for path in (family.get, family.list, family.errors, family.logs, family.cancel) if path)
    needed = {*re.findall(r"\{(\w+)\}", paths), *family.list_requires, *family.errors_requires, *family.logs_requires}
    for name in sorted(needed - GIVEN - {family.filters.get("resource_id")}):
        raise Refusal(f"{family.title} needs {name}, which no option gives: see FILTER_NAMES in sdk_reader.")
    return tuple(word for word in STATES if word in family.statuses)


def _names(titles: set[str]) -> dict[str, str]:
    """Every name once, with its title. Raises Refusal where two titles claim one."""
    names: dict[str, str] = {}
    claimed = {squeezed(title): title for title in titles}
    for title, given, _source in catalogue_facts.NAMES:
        for name in given:
            if squeezed(name) in claimed:
                raise Refusal(f"catalogue_facts.NAMES: {name!r} for {title} is taken by {claimed[squeezed(name)]}.")
            claimed[squeezed(name)] = title
            names[name] = title
    return dict(sorted(names.items()))


def differing(files: Mapping[str, str], root: Path) -> list[str]:
    """Names of those files under root that are not as generated."""
    return [
        name
        for name, text in files.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--sdk", type=Path, help="folder of another oci SDK than the installed one")
    options = parser.parse_args()
    try:
        files = generate(options.sdk or sdk_folder())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    stale = differing(files, ROOT)
    for name in stale:
        if options.check:
            print(f"{name} is not what the SDK and catalogue_facts say: run make catalogue", file=sys.stderr)
        else:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(files[name], encoding="utf-8")
            print(f"wrote {name}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
