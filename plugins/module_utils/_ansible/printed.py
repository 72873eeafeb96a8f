# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what commands print: JSON with anything before and after it, HTTP answers, single values on lines. Pure.

Oracle's CLI prints its JSON after prompts, warnings and what it waits for, and single values with or without quotation
marks (--query, --raw-output). curl prints the body of an answer, and with --include the headers before it, also those of
proxies, redirects and 100 Continue. Private to longops.oracle.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, Optional, Sequence

#: How many starts of JSON are tried that are none, against a text that has nothing else.
MOST_TRIES = 200
#: How many lists within each other have a meaning.
MOST_LISTS = 8
#: How many lines are read as single values.
MOST_LINES = 10_000

#: A byte order mark, which Windows writes, and the colors of a terminal.
_NO_TEXT = re.compile("\ufeff|\x1b\\[[0-9;]*[A-Za-z]")
_START = re.compile(r"[{\[]")
#: What begins like JSON: where such a start cannot be read, it is JSON that was cut short or is broken.
_BEGINS = re.compile(r'\{\s*["}]|\[\s*[\]\["{]')
_AT_THE_MARGIN = re.compile(r"^[{\[]", re.MULTILINE)
#: The first line of an answer; curl --verbose puts "< " before it and before the headers.
_STATUS = re.compile(r"^(?:< )?HTTP/[0-9.]+ ([0-9]{3})\b(.*)$", re.MULTILINE)
_HEADER = re.compile(r"(?:< )?(?!https?://)([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*(.*?)[ \t]*")
#: What curl --write-out '%{http_code}' prints behind the body.
_CODE = re.compile(r"\s*([1-5][0-9]{2})\s*")
#: Answers that another one follows, because a proxy, a redirect or an authentication stands between.
_INTERIM = frozenset((301, 302, 303, 307, 308, 401, 407))

_DECODER = json.JSONDecoder(strict=False)  # servers write tabs and line breaks into texts


class Printed(NamedTuple):
    """What a text has: JSON values and HTTP answers, and the lines around them.

    An answer is a dictionary with status, headers and json, like the result of ansible.builtin.uri. broken says what is
    wrong with JSON that could not be read to its end, if any.
    """

    values: Sequence[Any]
    lines: Sequence[str]
    broken: Optional[str] = None


def read(text: str) -> Printed:
    """Everything in a text that may mean something."""
    text = _NO_TEXT.sub("", text).replace("\r\n", "\n")
    answers = _answers(text)
    if answers:
        return Printed(answers, ())
    values, around, broken = _json_values(text)
    lines = "\n".join(around).split("\n", MOST_LINES)[:MOST_LINES]
    headers = {} if values else _headers(lines)
    shown = [line.strip(" \t,").strip("\"'") for line in lines]
    return Printed([*values, *([{"headers": headers}] if headers else [])], [line for line in shown if line], broken)


def loads(text: str) -> Any:
    """The value of a text that is JSON and nothing else. Raises ValueError and RecursionError."""
    return json.loads(_NO_TEXT.sub("", text), strict=False)


def _answers(text: str) -> list[dict[str, Any]]:
    """The HTTP answers in a text, without those that another one follows."""
    starts = list(_STATUS.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    found: list[dict[str, Any]] = []
    for match, end in zip(starts, ends):
        head, _blank, body = _parted(text[match.end() : end])
        status, is_last = int(match[1]), end == len(text)
        headers = _headers(head.split("\n"))
        is_tunnel = "connection established" in match[2].lower()
        if not is_last and (status < 200 or status in _INTERIM or is_tunnel):
            continue
        values, _around, _broken = _json_values(body)
        found.append({"status": status, "headers": headers, **({"json": values[0]} if values else {})})
        found += [value for value in values[1:] if isinstance(value, dict)]
    return found


def _parted(text: str) -> tuple[str, str, str]:
    """Head and body of an answer. Where a header is folded or the blank line is missing, the body begins after the headers."""
    lines = text.lstrip("\n").split("\n")
    for number, line in enumerate(lines):
        if not _HEADER.fullmatch(line):
            return "\n".join(lines[:number]), "", "\n".join(lines[number:])
    return text, "", ""


def _headers(lines: Sequence[str]) -> dict[str, str]:
    """The headers in these lines, one that comes twice with a comma between its values (RFC 9110, "Field Order")."""
    found: dict[str, str] = {}
    for match in filter(None, (_HEADER.fullmatch(line.strip()) for line in lines[:MOST_LINES])):
        found[match[1]] = f"{found[match[1]]},{match[2]}" if match[1] in found else match[2]
    return found


def _means_something(value: Any) -> bool:
    """Whether a value may be what a command was called for, unlike the [1] of a text that counts its steps.

    A query for several values of each resource (data[].[id, name]) prints lists in a list.
    """
    parts = [value]
    for _level in range(MOST_LISTS):
        parts = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    return bool(parts) and all(isinstance(each, (dict, str)) for each in parts)


def _json_values(text: str) -> tuple[list[Any], list[str], Optional[str]]:
    """The JSON objects and lists in a text, in order; what stands around them; and what is wrong with one that is broken.

    Once JSON turned out to be cut short, others begin at the margin only: what is indented belongs to that one.
    """
    found: list[Any] = []
    around: list[str] = []
    position = end = tries = 0
    start = _START
    broken: Optional[str] = None
    match = start.search(text)
    while match and tries < MOST_TRIES:
        try:
            value, position = _DECODER.raw_decode(text, match.start())
        except (ValueError, RecursionError) as error:
            position, tries = match.start() + 1, tries + 1
            if _BEGINS.match(text, match.start()) or text[: match.end()].strip() == "{":
                broken = broken or str(error)
                start = _AT_THE_MARGIN
        else:
            if _means_something(value):
                found.append(value)
                around.append(text[end : match.start()])
                end = position
        match = start.search(text, position)
    code = _CODE.fullmatch(text, end) if found else None
    if code and isinstance(found[-1], dict):
        found[-1] = {"status": int(code[1]), "json": found[-1]}
    else:
        around.append(text[end:])
    return found, around, broken
