# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates _oci/catalogue.py and _oci/region_data.py from the installed `oci` SDK and from catalogue_facts.

    python tests/tools/make_catalogue.py           writes the files
    python tests/tools/make_catalogue.py --check   says whether they are as they would be written; 1 if not

Ends with 1 and a sentence where the SDK has something that nobody has thought about yet, such as a new status word.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import types
from pathlib import Path
from typing import Mapping, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "plugins" / "module_utils" / "_oci"

if __name__ == "__main__":  # alone: let the checkout be imported as the collection that it is, wherever it lies
    for _name, _path in (("ansible_collections", []), ("ansible_collections.longops", []), ("ansible_collections.longops.oracle", [str(ROOT)])):
        sys.modules[_name] = types.ModuleType(_name)
        sys.modules[_name].__path__ = _path

from ansible_collections.longops.oracle.plugins.module_utils._oci.family import Family  # noqa: E402
from ansible_collections.longops.oracle.plugins.module_utils._oci.names import squeezed  # noqa: E402
from ansible_collections.longops.oracle.plugins.module_utils._oci.statuses import STATES  # noqa: E402
from ansible_collections.longops.oracle.tests.tools import catalogue_facts, sdk_reader  # noqa: E402
from ansible_collections.longops.oracle.tests.tools.catalogue_writer import catalogue_source, region_source  # noqa: E402


class Refusal(Exception):
    """The catalogue cannot be written. str() says why."""


class Sources(NamedTuple):
    """The generated files' text."""

    catalogue: str
    region_data: str


def sdk_folder() -> Path:
    """Where the installed SDK's source lies."""
    found = importlib.util.find_spec("oci")
    if found is None or found.origin is None:
        raise Refusal("The package oci is not installed: pip install -r requirements-dev.txt")
    return Path(found.origin).parent


def generate(folder: Path) -> Sources:
    """The text of both files, from the SDK in folder. Raises Refusal."""
    version = sdk_reader.read_version(folder)
    families = all_families(sdk_reader.read_sdk(folder))
    titles = {family.title for family in families}
    names = _names(titles)
    ocid_types = {kind: title for kind, title, _source in sorted(catalogue_facts.OCID_TYPES)}
    unknown = (set(names.values()) | set(ocid_types.values())) - titles
    if unknown:
        raise Refusal("catalogue_facts names families that are not there: %s" % ", ".join(sorted(unknown)))
    without_api = {name: text for name, text, _source in catalogue_facts.WITHOUT_API}
    regions = sdk_reader.read_regions(folder)
    return Sources(
        catalogue_source(version, families, names, ocid_types, without_api),
        region_source(version, regions.realms, regions.regions, regions.short_codes),
    )


def all_families(read: list[Family]) -> list[Family]:
    """What was read from the SDK, with what is known besides. Raises Refusal for words without a state."""
    older = [
        Family(name="default", **{key: value for key, value in row.items() if key != "source"}) for row in catalogue_facts.OLDER_FAMILIES
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
        raise Refusal("catalogue_facts.RETRY_AFTER names families that are not there: %s" % ", ".join(sorted(unread)))
    return sorted(families, key=lambda family: (family.service, family.name != "default", family.name))


def _checked(family: Family) -> tuple[str, ...]:
    """The family's status words in the order in which statuses.py has them, which makes most families' words the same."""
    if not family.statuses:
        raise Refusal("%s: no status words found in its models." % family.title)
    for word in family.statuses:
        if word not in STATES:
            raise Refusal(
                "%s has the status word %s, whose meaning nobody has decided: add it to plugins/module_utils/_oci/statuses.py."
                % (family.title, word)
            )
    return tuple(word for word in STATES if word in family.statuses)


def _names(titles: set[str]) -> dict[str, str]:
    """Every name once, with its title. Raises Refusal where two titles claim one."""
    names: dict[str, str] = {}
    claimed = {squeezed(title): title for title in titles}
    for title, given, _source in catalogue_facts.NAMES:
        for name in given:
            if squeezed(name) in claimed:
                raise Refusal("catalogue_facts.NAMES: %r for %s is taken by %s." % (name, title, claimed[squeezed(name)]))
            claimed[squeezed(name)] = title
            names[name] = title
    return dict(sorted(names.items()))


def differing(sources: Sources, target: Path = TARGET) -> list[str]:
    """Names of the files under target that are not as generated."""
    return [name for name, text in _files(sources).items() if not (target / name).is_file() or (target / name).read_text(encoding="utf-8") != text]


def _files(sources: Sources) -> Mapping[str, str]:
    return {"catalogue.py": sources.catalogue, "region_data.py": sources.region_data}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--sdk", type=Path, help="folder of another oci SDK than the installed one")
    options = parser.parse_args()
    try:
        sources = generate(options.sdk or sdk_folder())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    stale = differing(sources)
    if options.check:
        for name in stale:
            print("%s differs from what the SDK says: run make catalogue" % name, file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (TARGET / name).write_text(_files(sources)[name], encoding="utf-8")
        print("wrote %s" % (TARGET / name).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
