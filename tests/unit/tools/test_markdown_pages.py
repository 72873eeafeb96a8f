# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found in Markdown pages."""

from __future__ import annotations

import pathlib

from ansible_collections.longops.oracle.tests.tools import markdown_pages as markdown

PAGE = """\
# A `page` of [one](two.md), (three)

See [the other](other.md#part), ![a picture](pictures/one.svg) and `[no link](in-code.md)`.

## Twice

- In a list:

  <!-- block: not run, because of a reason -->
  ```yaml
  - name: "[no link](in-block.md)"
    # no heading
  ```

## Twice

~~~text with a title
# no heading
~~~
"""


def test_links() -> None:
    assert [(link.line, link.target) for link in markdown.links(PAGE)] == [
        (1, "two.md"),
        (3, "other.md#part"),
        (3, "pictures/one.svg"),
    ]


def test_links_are_replaced_outside_of_blocks() -> None:
    changed = markdown.with_links(PAGE, lambda target: f"/{target}")
    assert "[the other](/other.md#part), ![a picture](/pictures/one.svg)" in changed
    assert "[no link](in-block.md)" in changed
    assert changed.replace("](/", "](").replace("[no link](in-code.md)", "") == PAGE.replace(
        "[no link](in-code.md)", ""
    )


def test_anchors_are_those_of_github() -> None:
    assert markdown.anchors(PAGE) == ["a-page-of-one-three", "twice", "twice-1"]


def test_blocks() -> None:
    yaml, text = markdown.blocks(PAGE)
    assert (yaml.line, yaml.language, yaml.notes) == (11, "yaml", ("not run, because of a reason",))
    assert yaml.text == '- name: "[no link](in-block.md)"\n  # no heading\n'
    assert (text.language, text.notes) == ("text", ())


def test_files_of_links() -> None:
    page = pathlib.PurePosixPath("docs/page.md")
    assert markdown.file_of(page, "../a/../b.md#part") == (pathlib.PurePosixPath("b.md"), "part")
    assert markdown.file_of(page, "#part") == (page, "part")
    assert markdown.file_of(page, markdown.HOME + "docs/c.md") == (pathlib.PurePosixPath("docs/c.md"), "")
    assert markdown.file_of(page, "https://example.com/docs/c.md") is None
