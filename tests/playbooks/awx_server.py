# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An API that keeps objects as AWX's does, so far as the modules of awx.awx ask it for them: collections, relations, surveys."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

#: The relations of an object that have an address of their own.
RELATED = ("survey_spec", "credentials", "success_nodes", "failure_nodes", "always_nodes", "labels", "instance_groups")
API = "/api/v2/"


class Server:
    """with Server() as server: server.url is the address, server.objects the objects of each collection by their numbers."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[int, dict[str, Any]]] = {
            "organizations": {1: _made("organizations", 1, {"name": "Default"})}
        }
        self.related: dict[str, Any] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Server:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, address: str, body: dict[str, Any]) -> tuple[int, Any]:
        parts = urlsplit(address)
        path = parts.path.removeprefix(API).strip("/").split("/")
        if parts.path == "/api/":
            return 200, {"current_version": API, "available_versions": {"v2": API}}
        if not path[0] or path[0] in ("ping", "config", "me"):
            return 200, {"version": "24.6.1", "count": 0, "results": []}
        found = self.objects.setdefault(path[0], {})
        if len(path) == 1:
            return self._collection(method, path[0], found, dict(parse_qsl(parts.query)), body)
        item = found[int(path[1])]
        if len(path) == 2:
            item.update(body if method == "PATCH" else {})
            return 200, item
        return self._relation(method, parts.path, path[2], body)

    def _collection(
        self, method: str, name: str, found: dict[int, dict[str, Any]], query: dict[str, str], body: dict[str, Any]
    ) -> tuple[int, Any]:
        if method == "POST":
            number = 1 + max((number for each in self.objects.values() for number in each), default=0)
            found[number] = _made(name, number, body)
            return 201, found[number]
        wanted = {key: value for key, value in query.items() if key not in ("page_size", "or__id", "or__name", "page")}
        either = query.get("or__name", query.get("or__id"))
        templates = (
            ("job_templates", "workflow_job_templates", "projects") if name == "unified_job_templates" else (name,)
        )
        matching = [
            item
            for each in templates
            for item in self.objects.get(each, {}).values()
            if all(str(item.get(key)) == value for key, value in wanted.items())
            and (either is None or either in (str(item["id"]), item.get("name")))
        ]
        return 200, {"count": len(matching), "next": None, "previous": None, "results": matching}

    def _relation(self, method: str, path: str, name: str, body: dict[str, Any]) -> tuple[int, Any]:
        if name == "survey_spec":
            if method == "POST":
                self.related[path] = body
            return 200, self.related.get(path, {})
        numbers = self.related.setdefault(path, [])
        if method == "POST":
            if body.get("disassociate"):
                numbers.remove(body["id"])
            else:
                numbers.append(body["id"])
            return 204, None
        return 200, {"count": len(numbers), "next": None, "results": [{"id": number} for number in numbers]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                status, found = owner.answer(self.command, self.path, body)
                text = b"" if found is None else json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("X-API-Product-Name", "AWX")
                self.send_header("X-API-Product-Version", "24.6.1")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = _answer  # noqa: N815  # the names that the standard library calls

            def log_message(self, *arguments: Any) -> None:
                """Nothing: what a test finds is in the objects."""

        return Handler


def _made(collection: str, number: int, body: dict[str, Any]) -> dict[str, Any]:
    address = f"{API}{collection}/{number}/"
    kind = re.sub("ies$", "y", collection).rstrip("s")
    related = {name: f"{address}{name}/" for name in RELATED}
    body = {"scm_revision": "1" * 40, **body} if collection == "projects" else body
    return {**body, "id": number, "type": kind, "url": address, "related": related, "summary_fields": {}}
