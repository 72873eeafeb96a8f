# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds which requests are meant, in whatever a playbook has at hand: pure. Private to longops.oracle."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, Optional
from urllib.parse import urlsplit

from .._core.errors import UsageError
from .._text.sanitize import bare_url, clean
from .parsing import code_and_message

_ID = re.compile(r"[0-9]{1,20}")
_LINK = re.compile(r"/requests/([0-9]{1,20})(?:/result)?/?$")
#: What a call that started nothing answers: it was over within the synchronous wait.
AT_ONCE = (200, 201, 204)
DEPTH = 8


class Call(NamedTuple):
    """A call that was made, and the request that it started: id is None where it was over when it answered.

    url is where it went and http_status what it was answered, where a registered result tells.
    """

    id: Optional[str]
    url: Optional[str] = None
    http_status: Optional[int] = None


def find(given: Any) -> list[Call]:
    """What is meant by a number, a string, a link, a list of these, or registered results of ansible.builtin.uri.

    In order, each id once. A string may have several ids, separated by commas. A result may also be that of a loop, or of
    this collection; one that was skipped holds none, and an empty list is no fault. Raises UsageError for what can be no
    id, for a 202 that names no request, and for one that names two.
    """
    unique: dict[Any, Call] = {}
    for position, call in enumerate(_calls(given, DEPTH)):
        unique.setdefault(call.id or position, call)
    return list(unique.values())


def request_id_in(text: Any) -> Optional[str]:
    """The id that a text is, or that it ends with if it is a link; None where there is none.

    Only the id is taken from a link: behind a proxy links can be mangled.
    """
    if not isinstance(text, str):
        return None
    if _ID.fullmatch(text):
        return text
    try:
        match = _LINK.search(urlsplit(text).path)
    except ValueError:
        return None
    return match.group(1) if match else None


def hrefs(links: Any) -> list[Any]:
    """Where the links of a body lead."""
    return [link.get("href") for link in links if isinstance(link, dict)] if isinstance(links, list) else []


def _calls(given: Any, depth: int) -> list[Call]:
    if depth == 0:
        raise UsageError("What is given as request_id is nested too deeply. Give the ids that are in it.")
    if isinstance(given, (list, tuple)):
        return [call for entry in given for call in _calls(entry, depth - 1)]
    if isinstance(given, dict):
        return _calls_of_dict(given, depth)
    if isinstance(given, str) and given.lstrip().startswith(("{", "[")):
        return _calls(_json(given), depth - 1)
    if isinstance(given, str) or (isinstance(given, int) and not isinstance(given, bool)):
        return [Call(_id(part)) for part in str(given).split(",")]
    if given is None:
        return []
    raise UsageError(f"request_id must be a number, a link, a list of these or a registered result, not {given!r}.")


def _calls_of_dict(given: dict[str, Any], depth: int) -> list[Call]:
    for key in ("results", "requests"):  # of a loop, of this collection
        if isinstance(given.get(key), list):
            return _calls(given[key], depth - 1)
    for key in ("request_id", "id"):  # of an entry
        if key in given:
            url = bare_url(given.get("call"))
            return [call._replace(url=call.url or url) for call in _calls(given[key], depth - 1)]
    return [] if given.get("skipped") else [_started(given)]


def _id(text: str) -> str:
    request_id = request_id_in(text.strip(" \t\r\n"))
    if request_id is None:
        raise UsageError(
            f"{text.rpartition('@')[2][:80]!a} is not the id of a GoldenGate request: an id is a whole"
            " number, or the end of a link .../requests/NUMBER."
        )
    return request_id


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"What is given as request_id looks like JSON and is not: {error}.") from None


def _started(result: dict[str, Any]) -> Call:
    """What a call has started, by its Location header, the links of its body, and the ogg:request in its body.

    How a 202 names its request is not documented, so all three are looked at; they must agree.
    """
    status = result.get("status")
    body = result.get("json") if isinstance(result.get("json"), dict) else {}
    response = body.get("response") if isinstance(body.get("response"), dict) else {}
    nested = hrefs(response.get("links")) if response.get("$schema") == "ogg:request" else []
    links = [result.get("location"), *hrefs(body.get("links")), *nested]
    ids = list(dict.fromkeys(filter(None, map(request_id_in, links))))
    url = bare_url(result.get("url"))
    where = f" to {url}" if url else ""
    if len(ids) > 1:
        raise UsageError(f"The call{where} named different requests, {' and '.join(ids)}: give the right one.")
    if ids or status in AT_ONCE:
        return Call(ids[0] if ids else None, url, status if isinstance(status, int) else None)
    if status == 202:
        raise UsageError(
            f"The call{where} was answered 202 and names no request: neither the header Location nor a link of"
            " the body ends in /requests/NUMBER. Give the whole registered result of ansible.builtin.uri."
        )
    raise UsageError(
        f"What is given as request_id is not the registered result of a call{where} that GoldenGate accepted:"
        f" {_told(result)}."
    )


def _told(result: dict[str, Any]) -> str:
    if not isinstance(result.get("status"), int):
        return "its keys are %s" % (", ".join(sorted(map(str, result))[:12]) or "none")
    said = ": ".join(part for part in map(clean, code_and_message(result.get("json"))) if part)
    return "it was answered %d%s" % (result["status"], " (%s)" % said.rstrip(".") if said else "")
