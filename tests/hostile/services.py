# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The right answers of the services that are attacked: work requests of one family, a resource, and requests of GoldenGate."""

from __future__ import annotations

import datetime
import email.utils
import time
from typing import Any, Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from .server import Request
from .wire import Answer, to_json

UNIQUE = "aaaaaaaa7m3k5x2fq4tznw6vhdcyb3jrplsueo5gi2xkqatzv4mhwdn6bcqa"
FAMILY = "network_firewall"
COMPARTMENT = f"ocid1.compartment.oc1..{UNIQUE}"
RESOURCE = f"ocid1.networkfirewall.oc1.iad.{UNIQUE}"
#: Ids of real length.
OCID_TYPE = "networkfirewallworkrequest"
IDS = tuple(f"ocid1.{OCID_TYPE}.oc1.iad.{UNIQUE[:-1]}{letter}" for letter in "abcdefgh")
#: The error of an operation that failed, its second page, and its log.
ERROR = "There is no host with enough capacity left"
SECOND_ERROR = "The subnet could not be reached."
LOG = "Making the firewall."
#: A request of GoldenGate.
GG_ID = "417"
GG_ERROR = "The EXTRACT EXTWEST could not be started."

#: The words of a timeline: what a poll shows at first, and at the end.
PENDING, SUCCEEDED, FAILED = "IN_PROGRESS", "SUCCEEDED", "FAILED"

#: The second page of what has two.
_PAGE = "cGFnZTI"


class Timeline:
    """Pending for so many seconds from the first right answer on; then this end."""

    def __init__(self, end: str = SUCCEEDED, seconds: float = 0.3) -> None:
        self.end = end
        self._seconds = seconds
        self._begin = 0.0

    def begin(self) -> None:
        """A right answer was sent."""
        self._begin = self._begin or time.monotonic()

    def word(self) -> str:
        elapsed = time.monotonic() - self._begin if self._begin else 0.0
        return PENDING if elapsed < self._seconds else self.end


class Oci:
    """The API of one family, Resource Search, and the tokens of a resource principal.

    The calls are get, errors, logs, list, search, delete, resource token and token. new_token makes a token.
    """

    def __init__(self, timeline: Timeline, ids: Sequence[str] = IDS[:1], new_token: Callable[[], str] = str) -> None:
        self._timeline = timeline
        self._ids = ids
        self.new_token = new_token

    def answer(self, request: Request) -> tuple[str, Callable[[int], Answer]]:
        path, query = urlsplit(request.path).path, parse_qs(urlsplit(request.path).query)
        tail = path.rpartition("/")[2]
        if path.startswith("/20180711/resourcePrincipalTokenV2/"):
            return "resource token", lambda number: _oci(
                {"resourcePrincipalToken": "rpt", "servicePrincipalSessionToken": "spst"}
            )
        if tail == "resourcePrincipalSessionToken":
            return "token", lambda number: _oci({"token": self.new_token()})
        if request.method == "POST":
            return "search", lambda number: _oci({"items": [{"identifier": RESOURCE, "compartmentId": COMPARTMENT}]})
        if request.method == "DELETE":
            return "delete", lambda number: _oci(None)._replace(status=202, body=b"")
        if tail == "workRequests":
            return "list", self._list
        if tail in ("errors", "logs"):
            return f"{tail} page 2" if "page" in query else tail, lambda number: _details(tail, "page" in query)
        return "get", lambda number: self._get(tail)

    def _get(self, id_: str) -> Answer:
        word = self._timeline.word()
        return _oci(_item(id_, word))._replace(word=word)

    def _list(self, _number: int) -> Answer:
        word = self._timeline.word()
        return _oci({"items": [_item(id_, word) for id_ in self._ids]})._replace(word=word)


def _details(part: str, is_second: bool) -> Answer:
    if part == "logs":
        return _oci({"items": [{"message": LOG, "timestamp": _time(0)}]})
    text = SECOND_ERROR if is_second else ERROR
    found = _oci({"items": [{"code": "OutOfHostCapacity", "message": text, "timestamp": _time(0)}]})
    return found if is_second else found.having(("opc-next-page", _PAGE))


def _item(id_: str, word: str) -> dict[str, Any]:
    ended = word in (SUCCEEDED, FAILED)
    return {
        "id": id_,
        "operationType": "CREATE_NETWORK_FIREWALL",
        "status": word,
        "compartmentId": COMPARTMENT,
        "resources": [
            {
                "entityType": "networkfirewall",
                "actionType": "RELATED" if ended else "IN_PROGRESS",
                "identifier": RESOURCE,
                "entityUri": f"/20230501/networkFirewalls/{RESOURCE}",
            }
        ],
        "percentComplete": 100.0 if ended else 40.0,
        "timeAccepted": _time(-60),
        "timeStarted": _time(-50),
        **({"timeFinished": _time(0)} if ended else {}),
    }


def _oci(body: Any) -> Answer:
    headers = (
        ("Date", email.utils.formatdate(usegmt=True)),
        ("Content-Type", "application/json"),
        ("opc-request-id", "4F1C0A9D2B7E4C5FA6D8E3B1907C2A64"),
    )
    return Answer(200, to_json(body), headers, "OK")


def _time(seconds: float) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


#: A resource's words for those of a timeline, and what it is once it is gone.
ACTIVE, NOT_FOUND, GONE = "ACTIVE", "NotAuthorizedOrNotFound", "404 NotAuthorizedOrNotFound"
_STATES = {PENDING: "CREATING", SUCCEEDED: ACTIVE, FAILED: FAILED}


class Resources:
    """One resource of the family, which comes to be or, if it goes, is deleted; and its latest work request, which has failed.

    The calls are get, search, list and errors.
    """

    def __init__(self, timeline: Timeline, goes: bool) -> None:
        self._timeline = timeline
        self._goes = goes

    def answer(self, request: Request) -> tuple[str, Callable[[int], Answer]]:
        path, query = urlsplit(request.path).path, parse_qs(urlsplit(request.path).query)
        tail = path.rpartition("/")[2]
        if request.method == "POST":
            return "search", lambda number: self._search()
        if tail == "workRequests":
            return "list", lambda number: _oci({"items": [_item(IDS[0], FAILED)]})
        if tail in ("errors", "logs"):
            return f"{tail} page 2" if "page" in query else tail, lambda number: _details(tail, "page" in query)
        return "get", lambda number: self._get()

    def _search(self) -> Answer:
        word = _STATES[self._timeline.word()]
        item = {
            "resourceType": "NetworkFirewall",
            "identifier": RESOURCE,
            "compartmentId": COMPARTMENT,
            "lifecycleState": word,
        }
        return _oci({"items": [{**item, "timeCreated": _time(-60)}]})._replace(word=word)

    def _get(self) -> Answer:
        word = self._timeline.word()
        if self._goes and word != PENDING:
            found = _oci({"code": NOT_FOUND, "message": "Authorization failed or requested resource not found."})
            return found._replace(status=404, reason="Not Found", word=GONE)
        word = "DELETING" if self._goes else _STATES[word]
        body = {
            "id": RESOURCE,
            "displayName": "edge",
            "compartmentId": COMPARTMENT,
            "lifecycleState": word,
            "lifecycleDetails": "The firewall could not be made." if word == FAILED else None,
            "timeCreated": _time(-60),
            "timeUpdated": _time(-50),
        }
        return _oci(body)._replace(word=word)


#: GoldenGate's words for those of a timeline.
_PROGRESS = {PENDING: "processing", SUCCEEDED: "succeeded", FAILED: "failed"}


class GoldenGate:
    """Requests of one service: the calls get, result, oggerr and list."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def answer(self, request: Request) -> tuple[str, Callable[[int], Answer]]:
        path = urlsplit(request.path).path.rstrip("/")
        tail = path.rpartition("/")[2]
        if tail == "requests":
            return "list", lambda number: self._list()
        if tail == "result":
            return "result", lambda number: self._result()
        if "/oggerr/" in path:
            return "oggerr", lambda number: _gg({"cause": "The parameter file is missing.", "action": "Create it."})
        return "get", lambda number: self._get()

    def _get(self) -> Answer:
        word = self._timeline.word()
        ended = word in (SUCCEEDED, FAILED)
        response: dict[str, Any] = {"$schema": "ogg:request", "progress": _PROGRESS[word], "startTime": _time(-50)}
        if ended:
            status = 200 if word == SUCCEEDED else 500
            response.update(requestStatus=status, endTime=_time(0), completed=True)
        messages = [_message()] if word == FAILED else []
        return _gg(response, messages)._replace(word=_PROGRESS[word])

    def _result(self) -> Answer:
        failed = self._timeline.end == FAILED
        body = {"$schema": "api:standardResponse", "links": [], "messages": [_message()] if failed else []}
        return _gg({"$schema": "ogg:requestResult", "status": 500 if failed else 200, "headers": [], "body": body})

    def _list(self) -> Answer:
        links = [{"rel": "canonical", "href": f"/services/v2/requests/{GG_ID}", "mediaType": "application/json"}]
        return _gg({"$schema": "ogg:collection", "items": [{"name": GG_ID, "links": links}]})


def _message() -> dict[str, str]:
    return {"$schema": "ogg:message", "code": "OGG-01668", "title": GG_ERROR, "severity": "ERROR", "issued": _time(0)}


def _gg(response: Any, messages: Sequence[dict[str, str]] = ()) -> Answer:
    body = {"$schema": "api:standardResponse", "links": [], "messages": list(messages), "response": response}
    headers = (("Date", email.utils.formatdate(usegmt=True)), ("Content-Type", "application/json"))
    return Answer(200, to_json(body), headers, "OK")
