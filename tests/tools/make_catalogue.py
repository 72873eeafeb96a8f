# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates _oci/catalogue/families.py and regions.py and docs/services.md from the installed `oci` SDK and from catalogue_facts;
_oci/catalogue/resource_types.py and docs/resource-types.md from resource_type_facts; _resources/catalogue/resource_types.py and
docs/resources.md from the SDK, resource_facts and resource_ocid_facts.

What each service supports, and how much was compared, for these pages, is in service_results.json, which `make services` writes from the results of tests.

    python tests/tools/make_catalogue.py           writes the files
    python tests/tools/make_catalogue.py --check   compares them only; exit status 1 if they differ

Exit status 1 and a message if the SDK has something that the catalogue does not support yet, such as a new status word.
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

#: Parameters that the modules always have, besides the resource: the id, and two options.
GIVEN = {"workRequestId", "compartmentId", "namespaceName"}

if __name__ == "__main__":  # as a script: make the checkout importable as the collection
    for _name, _path in (
        ("ansible_collections", []),
        ("ansible_collections.longops", []),
        ("ansible_collections.longops.oracle", [str(ROOT)]),
    ):
        sys.modules[_name] = types.ModuleType(_name)
        sys.modules[_name].__path__ = _path

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family, normalized
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.statuses import STATES
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, parity_results, sdk_reader
from ansible_collections.longops.oracle.tests.tools.catalogue_writer import (
    catalogue_source,
    region_source,
    services_page,
)
from ansible_collections.longops.oracle.tests.tools.resource_catalogue_writer import files as resource_catalogue_files
from ansible_collections.longops.oracle.tests.tools.resource_type_writer import files as resource_type_files
from ansible_collections.longops.oracle.tests.tools.sdk_source import CatalogueError


def sdk_folder() -> Path:
    """The folder of the installed SDK's source."""
    found = importlib.util.find_spec("oci")
    if found is None or found.origin is None:
        raise CatalogueError("The package oci is not installed: pip install -r requirements-dev.txt")
    return Path(found.origin).parent


def generate(folder: Path) -> dict[str, str]:
    """File name -> text, from the SDK in folder. Raises CatalogueError."""
    version = sdk_reader.read_version(folder)
    families = all_families(sdk_reader.read_sdk(folder))
    titles = {family.title for family in families}
    names = _names(titles)
    ocid_types = {kind: title for kind, title, _source in sorted(catalogue_facts.OCID_TYPES)}
    unknown = (set(names.values()) | set(ocid_types.values())) - titles
    if unknown:
        raise CatalogueError(f"catalogue_facts has unknown families: {', '.join(sorted(unknown))}")
    without_api = {name: text for name, text, _source in catalogue_facts.WITHOUT_API}
    regions = sdk_reader.read_regions(folder)
    older = [row["service"] for row in catalogue_facts.OLDER_FAMILIES]
    results = json.loads(parity_results.FILE.read_text(encoding="utf-8"))
    return {
        CATALOGUE: catalogue_source(version, families, names, ocid_types, without_api),
        **resource_type_files(titles | set(without_api)),
        **resource_catalogue_files(folder, version, results),
        REGION_DATA: region_source(version, regions.realms, regions.regions, regions.short_codes),
        SERVICES: services_page(
            version, families, names, catalogue_facts.OCID_TYPES, catalogue_facts.DOCUMENTED, older, results
        ),
    }


def all_families(read: list[Family]) -> list[Family]:
    """The families of the SDK, with the facts of catalogue_facts. Raises CatalogueError for words without a state."""
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
        raise CatalogueError(f"catalogue_facts.RETRY_AFTER has unknown families: {', '.join(sorted(unread))}")
    return sorted(families, key=lambda family: (family.service, family.name != "default", family.name))


def _checked(family: Family) -> tuple[str, ...]:
    """The status words of a family in the order of statuses.py, which makes those of most families the same.

    Raises CatalogueError for a word without a state, and for a required argument without an option of the modules.
    """
    if not family.statuses:
        raise CatalogueError(f"{family.title}: no status words found in its models.")
    for word in family.statuses:
        if word not in STATES:
            raise CatalogueError(
                f"{family.title} has the status word {word}, which has no state yet: add it to"
                " plugins/module_utils/_oci/catalogue/statuses.py."
            )
    paths = " ".join(path for path in (family.get, family.list, family.errors, family.logs, family.cancel) if path)
    needed = {*re.findall(r"\{(\w+)\}", paths), *family.list_requires, *family.errors_requires, *family.logs_requires}
    for name in sorted(needed - GIVEN - {family.filters.get("resource_id")}):
        raise CatalogueError(
            f"{family.title} needs {name}, for which there is no option: see FILTER_NAMES in sdk_reader."
        )
    return tuple(word for word in STATES if word in family.statuses)


def _names(titles: set[str]) -> dict[str, str]:
    """Name -> title. Raises CatalogueError for a name of two titles."""
    names: dict[str, str] = {}
    claimed = {normalized(title): title for title in titles}
    for title, given, _source in catalogue_facts.NAMES:
        for name in given:
            if normalized(name) in claimed:
                raise CatalogueError(
                    f"catalogue_facts.NAMES: {name!r} for {title} is a name of {claimed[normalized(name)]}."
                )
            claimed[normalized(name)] = title
            names[name] = title
    return dict(sorted(names.items()))


def differing(files: Mapping[str, str], root: Path) -> list[str]:
    """Names of the files under root that differ from the generated ones."""
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
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    stale = differing(files, ROOT)
    for name in stale:
        if options.check:
            print(f"{name} is out of date: run make catalogue", file=sys.stderr)
        else:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(files[name], encoding="utf-8")
            print(f"wrote {name}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
