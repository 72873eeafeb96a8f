# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the ids of GoldenGate requests in the values that a playbook has: pure. Private to longops.oracle."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Optional, Sequence
from urllib.parse import urlsplit

from .._ansible import registered_results
from .._core.errors import UsageError
from .._text.sanitize import bare_url, clean, is_unicode, quoted
from .server_messages import code_and_message

_ID = re.compile(r"[0-9]{1,20}")
_LINK = re.compile(r"/requests/([0-9]{1,20})(?:/result)?/?$")
#: The statuses of calls that started no request: they were complete within the synchronous wait.
AT_ONCE = (200, 201, 204)
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

    In order, each id once. A string may have several ids, separated by commas. A result may also be that of a loop, or of
    this collection; the result of a skipped task and an empty list hold none, which is no error. Raises UsageError for
    what cannot be an id, for a 202 that names no request, and for one that names two.
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

    def entry(self, given: dict[str, Any]) -> Optional[list[Any]]:
        """The id of an entry, which is None where the call had started no request."""
        return next(([given[key]] for key in ("request_id", "id") if key in given), None)

    def beside(self, given: dict[str, Any], outer: Call) -> Call:
        """The URL of the call of an entry."""
        return outer._replace(url=_url(given.get("call")) or outer.url)

    def other(self, given: dict[str, Any], beside: Call) -> list[Call]:
        """The call whose result ansible.builtin.uri returned, and the request that it started.

        How a 202 names its request is not documented, so its Location header, the links of its body and the ogg:request
        in its body are all read; they must agree.
        """
        status = registered_results.http_status(given)
        ids = list(dict.fromkeys(filter(None, map(request_id_in, _links(given)))))
        url = _url(given.get("url"))
        where = f" to {clean(url)[:URL_LENGTH]}" if url else ""
        if len(ids) > 1:
            raise UsageError(
                f"The call{where} named different requests, {' and '.join(ids[:5])}: give the id of the right one."
            )
        if ids or status in AT_ONCE:
            return [Call(ids[0] if ids else None, url or beside.url, status)]
        if status == 202:
            raise UsageError(
                f"The call{where} was answered 202 and names no request: neither the header Location nor a link of"
                " the body ends in /requests/NUMBER. Give the whole registered result of ansible.builtin.uri."
            )
        raise UsageError(
            f"What is given as request_id is not the registered result of a call{where} that GoldenGate accepted:"
            f" {_described(given, status)}."
        )


def _links(result: dict[str, Any]) -> list[Any]:
    """All that may name the request in the result of a call."""
    body = _dictionary(result.get("json"))
    response = _dictionary(body.get("response"))
    nested = hrefs(response.get("links")) if response.get("$schema") == "ogg:request" else []
    return [result.get("location"), *hrefs(body.get("links")), *nested]


def _described(result: dict[str, Any], status: Optional[int]) -> str:
    """What a result without a request is, with GoldenGate's own error where it has one."""
    if status is None:
        return registered_results.keys_of(result)
    error = ": ".join(part for part in map(clean, code_and_message(result.get("json"))) if part)
    return f"it was answered {status}" + (f" ({error.rstrip('.')})" if error else "")


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
