# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx builds the site. "make docs" lays the pages beside this file, and treats every warning as an error."""

from __future__ import annotations

import re

from docutils import nodes

project = "longops.oracle"
project_copyright = "The longops.oracle contributors"
html_title = html_short_title = "longops.oracle"

extensions = ["myst_parser", "sphinx_antsibull_ext"]
# The anchors of headings are those that GitHub makes, so that a link works in both places.
myst_heading_anchors = 4
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
html_theme = "sphinx_ansible_theme"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_use_index = False

# The generated pages refer to pages of Ansible's documentation by labels, for which Sphinx would download inventories. It needs none:
# the label of a plugin says where its page is, and those of other pages are few.
ANSIBLE = "https://docs.ansible.com/ansible/latest/"
PLUGIN_LABEL = re.compile(r"ansible_collections\.ansible\.builtin\.(\w+)_(module|lookup|filter|test)$")
PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def refer_to_ansible(_app, _env, node, shown):
    """A reference to docs.ansible.com in place of one that this site cannot resolve. None for a label that is not Ansible's."""
    label = node.get("reftarget", "")
    plugin = PLUGIN_LABEL.match(label)
    page = f"collections/ansible/builtin/{plugin[1]}_{plugin[2]}.html" if plugin else PAGES.get(label)
    if page is None:
        return None
    return nodes.reference("", "", shown, internal=False, refuri=ANSIBLE + page)


def lead_home(_app, _page, _template, context, _tree):
    """The bar at the top of each page leads to the first one, for which the theme takes the same address everywhere."""
    context["theme_documentation_home_url"] = context["pathto"]("index")


def setup(app):
    app.connect("missing-reference", refer_to_ansible)
    app.connect("html-page-context", lead_home)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
