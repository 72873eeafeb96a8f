# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of event sources, from their DOCUMENTATION and EXAMPLES: antsibull-docs does not know this kind of plugin."""

from __future__ import annotations

import ast
import pathlib
import re
from typing import Any, Iterator, Mapping

import yaml

FOLDER = pathlib.PurePosixPath("extensions/eda/plugins/event_source")
COLLECTION = "longops.oracle"
#: Ansible's markup in documentation, and what it is in Markdown.
MARKUP = (
    (re.compile(rf"\bM\(({re.escape(COLLECTION)}\.(\w+))\)"), r"[\1](\2_module.rst)"),
    (re.compile(r"\b(?:O|V|RV|C|E|M|P)\(((?:[^()\\]|\\.)*)\)"), r"`\1`"),
    (re.compile(r"\bB\(([^()]*)\)"), r"**\1**"),
    (re.compile(r"\bI\(([^()]*)\)"), r"*\1*"),
    (re.compile(r"\bU\(([^()]*)\)"), r"<\1>"),
    (re.compile(r"\bL\(([^(),]*), ?([^()]*)\)"), r"[\1](\2)"),
)


def pages(root: pathlib.Path) -> Iterator[tuple[str, str]]:
    """The name and the page of each event source."""
    for path in sorted((root / FOLDER).glob("[!_]*.py")):
        texts = constants(path)
        yield path.stem, page(path.stem, yaml.safe_load(texts["DOCUMENTATION"]), texts.get("EXAMPLES", ""))


def constants(path: pathlib.Path) -> dict[str, str]:
    """The texts that a file assigns to names."""
    return {
        node.targets[0].id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def page(name: str, documentation: Mapping[str, Any], examples: str) -> str:
    lines = [f"# {COLLECTION}.{name} event source", "", sentence(documentation["short_description"]), ""]
    lines += [f"{paragraph}\n" for paragraph in texts(documentation.get("description"))]
    options = documentation.get("options") or {}
    lines += ["## Options", "", "| option | meaning |", "| --- | --- |", *rows(options), ""]
    for title in ("notes", "requirements"):
        if documentation.get(title):
            lines += [f"## {title.capitalize()}", "", *(f"- {item}" for item in texts(documentation[title])), ""]
    if examples.strip():
        lines += ["## Examples", "", "```yaml", examples.strip(), "```", ""]
    return "\n".join(lines)


def rows(options: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, option in options.items():
        kind = option.get("type", "str") + (f" of {option['elements']}" if "elements" in option else "")
        facts = [kind]
        facts += ["required"] if option.get("required") else []
        facts += [f"default `{option['default']}`"] if option.get("default") is not None else []
        facts += ["one of " + ", ".join(f"`{choice}`" for choice in option["choices"])] if option.get("choices") else []
        meaning = " ".join(texts(option.get("description"))).replace("|", "\\|")
        yield f"| `{prefix}{name}` | {meaning} ({'; '.join(facts)}) |"
        yield from rows(option.get("suboptions") or {}, f"{prefix}{name}.")


def texts(value: Any) -> list[str]:
    """A text or a list of texts, as Markdown."""
    return [markdown(str(each)) for each in ([value] if isinstance(value, str) else value or [])]


def markdown(text: str) -> str:
    for pattern, replacement in MARKUP:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
