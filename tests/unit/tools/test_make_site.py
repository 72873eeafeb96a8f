# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How pages become the site. `make lint` builds the whole site, with warnings as errors."""

from __future__ import annotations

import pathlib

import pytest
import yaml

from ansible_collections.longops.oracle.tests.tools import event_source_pages, make_site, markdown_pages as markdown

PAGE = pathlib.PurePosixPath("docs/waiting.md")


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("results.md#x", "/docs/results.md#x"),
        ("README.md", "/index.md"),
        ("#part", "#part"),
        (markdown.HOME + "docs/results.md", "/docs/results.md"),
        ("../roles/wait/README.md", "/roles/wait/README.md"),
        ("../plugins/modules/work_request_wait.py", "/reference/work_request_wait_module.rst"),
        ("../roles/wait/meta/argument_specs.yml", "/reference/wait_role.rst"),
        ("../playbooks/wait.yml", markdown.HOME + "playbooks/wait.yml"),
        ("https://example.com/x", "https://example.com/x"),
    ],
)
def test_where_a_link_leads_in_the_site(target: str, place: str) -> None:
    assert make_site.in_site(PAGE, target) == place


def test_a_link_to_nothing_is_an_error() -> None:
    with pytest.raises(make_site.SiteError, match=r"docs/waiting.md has a link to nothing.md, which does not exist"):
        make_site.in_site(PAGE, "nothing.md")


def test_the_navigation_is_that_of_the_contents() -> None:
    text = "# Title\n\n- [Not in a section](start.md)\n\n## First\n\n- [One](start.md), and [two](trial.md)\n- [Away](https://example.com)\n"
    text += "\n## Second\n\n- [A module](../plugins/modules/operation_wait.py)\n"
    added = make_site.with_navigation(text).removeprefix(text)
    first, second = markdown.blocks(added)
    assert first.text.splitlines() == [":hidden:", ":caption: First", "", "One </docs/start.md>"]
    assert second.text.splitlines()[-2:] == [
        "A module </reference/operation_wait_module.rst>",
        "Index of plugins </reference/index.rst>",
    ]


SOURCE = r'''
"""Some event source."""
DOCUMENTATION = r"""
short_description: Watch something
description:
  - Emits I(events), see U(https://example.com).
  - Needs O(ids), not V(all). As M(longops.oracle.operation_wait) and M(ansible.builtin.uri).
options:
  ids:
    description: [What to watch, "one | many."]
    type: list
    elements: str
    required: true
  delay:
    description: Seconds.
    type: float
    default: 2.5
    choices: [1, 2.5]
  at:
    description: Where.
    type: dict
    suboptions:
      url:
        description: The URL.
notes:
  - Nothing is lost.
"""
EXAMPLES = r"""
- longops.oracle.some:
    ids: [a]
"""
'''


def test_the_page_of_an_event_source(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / event_source_pages.FOLDER
    folder.mkdir(parents=True)
    (folder / "some.py").write_text(SOURCE, encoding="utf-8")
    [(name, page)] = event_source_pages.pages(tmp_path)
    assert name == "some"
    assert page.startswith(
        "# longops.oracle.some event source\n\nWatch something.\n\nEmits *events*, see <https://example.com>.\n"
    )
    assert "As [longops.oracle.operation_wait](operation_wait_module.rst) and `ansible.builtin.uri`." in page
    assert "| `ids` | What to watch one \\| many. (list of str; required) |" in page
    assert "| `delay` | Seconds. (float; default `2.5`; one of `1`, `2.5`) |" in page
    assert "| `at.url` | The URL. (str) |" in page
    [example] = markdown.blocks(page)
    assert yaml.safe_load(example.text) == [{"longops.oracle.some": {"ids": ["a"]}}]
