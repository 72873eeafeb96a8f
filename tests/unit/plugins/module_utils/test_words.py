# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the plugins, in code, documentation and messages: one word for one thing, that of the field."""

from __future__ import annotations

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).parents[4] / "plugins"

#: Words that the plugins do not use, as regular expressions, and the word that stands in their place.
NOT_USED = {
    "sign(s|ed|ing)?[- _]+in": "authentication, authenticate",
    "look(s|ed|ing)?": "poll, read, search",
    "patien(ce|t|tly)": "timeout, deadline, retry",
    "(give|gives|gave|given|giving)[- _]+up": "timeout, deadline, end",
    "trouble[ds]?": "transient error, fault",
    "lived? +through": "retried",
    "advi[cs]e[ds]?": "hint",
    "suspicions?|suspect(s|ed)?": "hint",
    "(some|no|any)body|whoever|a +person": "user",
}
#: Where such a word means something else, as it stands in the text. A phrase belongs here only if no other word says it.
ALLOWED = (
    "look like",  # a form: "An OCID looks like ocid1..."
    "looks like",
    "look up",  # in a table
    "looked up",
)

_NOT_USED = {word: re.compile(f"(?<![a-z])({word})(?![a-z])", re.IGNORECASE) for word in NOT_USED}
_ALLOWED = re.compile("|".join(ALLOWED).replace(" ", " +"), re.IGNORECASE)


def found(text: str, word: str) -> list[tuple[int, str]]:
    """The lines of a text, with their numbers, that have this word of NOT_USED, across the end of a line as well."""
    # What is allowed is blanked out to the same length, so that positions stay.
    rest = _ALLOWED.sub(lambda match: "." * len(match[0]), re.sub(r"\s", " ", text))
    numbers = [text.count("\n", 0, match.start()) for match in _NOT_USED[word].finditer(rest)]
    return [(number + 1, text.split("\n")[number].strip()) for number in dict.fromkeys(numbers)]


@pytest.mark.parametrize("word", NOT_USED)
def test_the_plugins_do_not_say(word: str) -> None:
    texts = {
        path: path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*")) if path.suffix in (".py", ".yml")
    }
    assert len(texts) > 50
    lines = [
        f"{path.relative_to(ROOT)}:{number} {line}"
        for path, text in texts.items()
        for number, line in found(text, word)
    ]
    assert not lines, "\n".join([f"{len(lines)} lines for which there is {NOT_USED[word]}:", *lines])


@pytest.mark.parametrize(
    "text",
    [
        "Sign-in needs a user.",
        "It signs in as the pod.",
        "take another look",
        "polls were looks",
        "def get_patiently(url):",
        "patience = 5",
        "give_up_at = 1",
        "it had been given\n    up by then",
        "the same trouble",
        "def advised(fault):",
        "suspicion",
        "NOBODY knows",
        "shown to a person",
    ],
)
def test_a_word_is_found_in_text_and_in_names(text: str) -> None:
    assert sum(len(found(text, word)) for word in NOT_USED) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It looks like JSON.",
        "what it looks\n    like",
        "lookup.find(service)",
        "give an id up to 80 characters",
        "a personal key",
        "assign in order",
    ],
)
def test_a_word_that_means_something_else_is_not(text: str) -> None:
    assert [word for word in NOT_USED if found(text, word)] == []


def test_the_line_is_named() -> None:
    assert found("one\n\nthe  trouble\nlooks like trouble", "trouble[ds]?") == [
        (3, "the  trouble"),
        (4, "looks like trouble"),
    ]
