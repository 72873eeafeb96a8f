# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the site of the documentation: `make docs`. A warning is an error, and nothing is downloaded.

Usage: python -m ansible_collections.longops.oracle.tests.tools.make_site FOLDER

The pages are the Markdown files of the project, as they are, at the places that they have there, so that links between them need no
change. docs/README.md is the first page, and its lists are the navigation. antsibull-docs writes the pages of modules and of the role.
A link to a file that is no page leads to the page of what is in it, or to the project's repository.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

from . import event_source_pages, markdown_pages as markdown, site_links

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCSITE = ROOT / "docs" / "docsite"
COLLECTION = "longops.oracle"
#: The folder of the pages that antsibull-docs writes.
REFERENCE = "reference"
CONTENTS = pathlib.PurePosixPath("docs/README.md")
#: The pages, and what belongs to them.
PAGES = (
    "docs/**/*.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "CHANGELOG.md",
    "roles/*/README.md",
    "tests/simulator/README.md",
)
PICTURES = ("docs/pictures/*",)


class SiteError(Exception):
    """What is wrong with the pages: the message says it."""


def build(folder: pathlib.Path) -> pathlib.Path:
    """Build the site in a folder, which is emptied before: the folder of its HTML."""
    source, html = folder / "source", folder / "html"
    shutil.rmtree(folder, ignore_errors=True)
    source.mkdir(parents=True)
    write_pages(source)
    write_reference(source / REFERENCE)
    run(
        "sphinx-build",
        "-b",
        "html",
        "--fail-on-warning",
        "--keep-going",
        "--nitpicky",
        "--quiet",
        "-j",
        "2",
        str(source),
        str(html),
    )
    if wrong := list(site_links.faults(html)):
        raise SiteError("\n".join(wrong))
    return html


def write_pages(source: pathlib.Path) -> None:
    for path in files(PAGES):
        text = (ROOT / path).read_text(encoding="utf-8")
        place = source / path
        if path == CONTENTS:
            place = source / "index.md"
            text = with_navigation(text)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(markdown.with_links(text, lambda target, page=path: in_site(page, target)), encoding="utf-8")
    for path in files(PICTURES):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    shutil.copy(DOCSITE / "conf.py", source)
    shutil.copytree(DOCSITE / "_static", source / "_static")


def files(patterns: tuple[str, ...]) -> list[pathlib.PurePosixPath]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    return [pathlib.PurePosixPath(path.relative_to(ROOT).as_posix()) for path in found]


def in_site(page: pathlib.PurePosixPath, target: str) -> str:
    """Where a link of a page leads in the site."""
    place = markdown.file_of(page, target)
    if place is None:
        return target
    path, anchor = place
    if not (ROOT / path).exists():
        raise SiteError(f"{page} has a link to {target}, which does not exist")
    hash_ = f"#{anchor}" if anchor else ""
    if path == page:
        return hash_ or target
    if path == CONTENTS:
        return f"/index.md{hash_}"
    if path in files(PAGES) or path in files(PICTURES):
        return f"/{path}{hash_}"
    return f"/{documented}" if (documented := document_of(path)) else f"{markdown.HOME}{path}{hash_}"


def document_of(path: pathlib.PurePosixPath) -> str:
    """The page of the plugin or role in a file; empty for other files."""
    if path.parent == pathlib.PurePosixPath("plugins/modules"):
        return f"{REFERENCE}/{path.stem}_module.rst"
    if path.parent == event_source_pages.FOLDER:
        return f"{REFERENCE}/{path.stem}_event_source.md"
    if path.parts[:1] == ("roles",) and path.name == "argument_specs.yml":
        return f"{REFERENCE}/{path.parts[1]}_role.rst"
    return ""


def with_navigation(text: str) -> str:
    """The page of contents with the navigation that its sections are: the pages that the items of their lists begin with."""
    trees: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
        elif title and line.startswith("- ["):
            shown, target = re.match(r"- \[(.*?)\]\((.*?)\)", line).groups()
            place = markdown.file_of(CONTENTS, target)
            page = document_of(place[0]) or str(place[0]) if place else ""
            if page.startswith(REFERENCE) or pathlib.PurePosixPath(page) in files(PAGES):
                trees.setdefault(title, []).append(f"{shown} </{page}>")
    for caption, pages in trees.items():
        if any(f"</{REFERENCE}/" in page for page in pages):
            pages.append(f"Index of plugins </{REFERENCE}/index.rst>")
        text += "\n".join(["", "```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""])
    return text


def write_reference(folder: pathlib.Path) -> None:
    folder.mkdir(mode=0o755)
    run(
        *["antsibull-docs", "--config-file", str(DOCSITE / "antsibull-docs.cfg")],
        *[
            "collection",
            "--use-current",
            "--squash-hierarchy",
            "--fail-on-error",
            "--dest-dir",
            str(folder),
            COLLECTION,
        ],
    )
    for name, text in event_source_pages.pages(ROOT):
        (folder / f"{name}_event_source.md").write_text(text, encoding="utf-8")


def run(*command: str) -> None:
    ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if ran.returncode:
        raise SiteError(f"{' '.join(command[:1])} ended with {ran.returncode}:\n{ran.stdout}")


def main() -> int:
    try:
        html = build(pathlib.Path(sys.argv[1]))
    except SiteError as error:
        print(f"make_site: {error}", file=sys.stderr)
        return 1
    print(f"The site is at {html / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
