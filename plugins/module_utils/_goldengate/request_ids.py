# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the ids of GoldenGate requests in the values that a playbook has: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional, Sequence
from urllib.parse import urlsplit

from .._ansible import printed, registered_results, task_results
from .._core.errors import UsageError
from .._core.operation import State
from .._text.sanitize import bare_url, clean, is_unicode, quoted
from . import parsing
from .server_messages import code_and_message, is_error, messages

_ID = re.compile(r"[0-9]{1,20}")
_LINK = re.compile(r"/requests/([0-9]{1,20})(?:/result)?/?$")
#: The statuses of calls that started no request: they were complete within the synchronous wait.
AT_ONCE = (200, 201, 203, 204)
#: How many characters of a call's URL a message shows.
URL_LENGTH = 200


class Call(NamedTuple):
    """A call that was made, and the request that it started: id is None where it was complete when it answered.

    url is where it went and http_status its answer, where a registered result has them.
    """

    id: Optional[str]
    url: Optional[str] = None
    http_status: Optional[int] = None


def find(given: Any) -> list[Call]:
    """The calls in a number, a string, a link, a list of these, or registered results of ansible.builtin.uri.

    In order, each id once. A string may have several ids, separated by commas. A result may also be that of a loop, of this
    collection, or of a command that printed an answer, with its headers or without; so may the answer itself. The result
    of a skipped task and an empty list hold none, which is no error. Raises UsageError for what cannot be an id, for a 202
    that names no request, and for an answer that names two.
    """
    return registered_results.find(given, _RequestIds())


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


def other_request(request_id: str, body: Any) -> Optional[str]:
    """The request that the links of an answer name, where none of them names this one; None where one does, or no link names any.

    An ogg:request links to itself, and to its result (Oracle GoldenGate REST API, "Retrieve Request Status").
    """
    found = linked(body)
    asked = request_id.lstrip("0")
    return None if any(each.lstrip("0") == asked for each in found) else next(iter(found), None)


def linked(body: Any) -> list[str]:
    """The requests that the links of an answer name, and after these those of its response."""
    inner = body.get("response") if isinstance(body, dict) else None
    links = [link for each in (body, inner) if isinstance(each, dict) for link in hrefs(each.get("links"))]
    return list(filter(None, map(request_id_in, links)))


def hrefs(links: Any) -> list[Any]:
    """Where the links of a body lead."""
    return [link.get("href") for link in links if isinstance(link, dict)] if isinstance(links, list) else []


class _RequestIds(registered_results.Kind[Call]):
    option = "request_id"
    forms = "a number, a link, a list of these"
    entries_key = "requests"
    nothing_beside = Call(None)
    takes_numbers = True

    def leaves(self, parts: Sequence[str], beside: Call) -> list[Call]:
        return [beside._replace(id=_id(part)) for part in parts]

    def in_line(self, line: str) -> list[str]:
        """Ids that stand alone on a line, and those at the end of links anywhere in it."""
        alone = task_results.words(line)
        if all(map(request_id_in, alone)):
            return alone
        return [token for token in _TOKEN.findall(line) if "/" in token and request_id_in(token)]

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """The id of an entry, which is None where the call had started no request."""
        return next(([given[key]] for key in ("request_id", "id") if key in given), None)

    def beside(self, given: dict[str, Any], outer: Call) -> Call:
        """The URL of the call of an entry."""
        return outer._replace(url=_url(given.get("call")) or outer.url)

    def body(self, given: dict[str, Any], beside: Call) -> list[Call]:
        """The call whose answer this is, or has in it, and the request that it started.

        How a 202 names its request is not documented, so its Location header, the links of its body and the ogg:request
        in its body are all read; they must agree. What was read of a request itself is about that request.
        """
        status = task_results.http_status(given)
        own = request_id_in(_url(given.get("url"))) if status is not None and 200 <= status < 300 else None
        ids = [own] if own else list(dict.fromkeys(filter(None, map(request_id_in, _links(given)))))
        if len(ids) > 1:
            raise UsageError(
                f"The call{_where(given)} named different requests, {' and '.join(ids[:5])}: give the id of the right one."
            )
        listed = any(request_id_in(link) for item in _items(given) for link in hrefs(item.get("links")))
        if ids or (status in AT_ONCE and _is_success(_body(given)) and not listed):
            return [Call(ids[0] if ids else None, _url(given.get("url")) or beside.url, status)]
        return []

    def inner(self, given: dict[str, Any]) -> list[Any]:
        """The items of a collection, each of which may be a request."""
        return [*super().inner(given), *_items(given)]

    def other(self, given: dict[str, Any], beside: Call) -> list[Call]:
        if task_results.http_status(given) == 202:
            raise UsageError(
                f"The call{_where(given)} was answered 202 and names no request: neither the header Location nor a link of"
                " the body ends in /requests/NUMBER. Give the whole registered result of ansible.builtin.uri."
            )
        request = parsing.operation("", "", _body(given))
        if request is not None:
            raise UsageError(
                f"The answer of the call{_where(given)} is about a request ({clean(request.status)[:URL_LENGTH]}) and does not"
                " name it: give the number of the request, or the whole answer to the call that started it."
            )
        raise UsageError(
            f"What is given as request_id is not the answer of a call{_where(given)} that GoldenGate accepted:"
            f" {task_results.found_in(given, self.error)}. Give the registered result of the task that made the call, with"
            " the status of its answer (curl prints it with --include)."
        )

    def error(self, body: dict[str, Any]) -> Optional[str]:
        return _error(body)


#: A text between what may stand around it on a line.
_TOKEN = re.compile(r"[^\s,;|\"'`()\[\]{}<>]+")


def _is_success(body: dict[str, Any]) -> bool:
    """Whether the answer to a call that started no request tells of no error, and of no request that goes on or has failed."""
    request = parsing.operation("", "", body)
    return not any(map(is_error, messages(body))) and (request is None or request.state == State.SUCCEEDED)


def _error(body: dict[str, Any]) -> Optional[str]:
    """GoldenGate's own error, with its code; None where a body is none."""
    if not any(is_error(message) or "severity" not in message for message in messages(body)):
        return None
    return ": ".join(part for part in map(clean, code_and_message(body)) if part) or None


def _links(given: dict[str, Any]) -> list[Any]:
    """All that may name the request in the result of a call, or in an answer."""
    body = _body(given)
    response = _dictionary(body.get("response"))
    nested = hrefs(response.get("links")) if response.get("$schema") == "ogg:request" else []
    return [*task_results.locations(given), *hrefs(body.get("links")), *nested]


def _items(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a collection, such as the list of requests."""
    items = _dictionary(_body(given).get("response")).get("items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _body(given: dict[str, Any]) -> dict[str, Any]:
    """The body of an answer, which a result has under json, or as a text under content; else it is the body itself."""
    if "json" in given:
        return _dictionary(given["json"])
    return next(filter(None, map(_dictionary, _printed(given.get("content")))), given)


def _printed(content: Any) -> Sequence[Any]:
    return printed.read(content).values if isinstance(content, str) else ()


def _where(given: dict[str, Any]) -> str:
    url = _url(given.get("url"))
    return f" to {clean(url)[:URL_LENGTH]}" if url else ""


def _id(text: str) -> str:
    request_id = request_id_in(text)
    if request_id is None:
        # Credentials stand before an @, and a query may hold a token.
        what = "A text with an @" if "@" in text else quoted(re.split("[?#]", text)[0])
        raise UsageError(
            f"{what} is not the id of a GoldenGate request: an id is a whole number, or the end of a link"
            " .../requests/NUMBER."
        )
    return request_id


def _url(url: Any) -> Optional[str]:
    """A call's URL without what may be secret; None where it is none, or has half of a surrogate pair."""
    return bare_url(url) if isinstance(url, str) and is_unicode(url) else None


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
