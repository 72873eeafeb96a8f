# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client for the simulated GoldenGate that validates answers against the documented schemas."""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any

import jsonschema
import requests
import yaml

from ansible_collections.longops.oracle.tests.simulator import Simulator

SCHEMAS = yaml.safe_load((pathlib.Path(__file__).parent / "goldengate_schemas.yml").read_text(encoding="utf-8"))


def check(document: Any, name: str) -> None:
    """Raises jsonschema.ValidationError unless the document matches the documented schema of this name."""
    jsonschema.Draft202012Validator({**SCHEMAS, "$ref": f"#/$defs/{name}"}).validate(document)


@dataclasses.dataclass
class GoldenGateClient:
    """Sends requests to one service with some credentials, by default those of the administrator."""

    sim: Simulator
    form: str = "direct"
    service: str = "adminsrvr"
    auth: Any = None
    headers: Any = None

    def __call__(self, path: str = "", method: str = "GET", **how: Any) -> requests.Response:
        goldengate = self.sim.goldengate
        credentials = (
            {"auth": self.auth, "headers": self.headers}
            if self.auth or self.headers
            else {"auth": (goldengate.username, goldengate.password)}
        )
        with requests.Session() as session:
            session.trust_env = False
            return session.request(
                method, goldengate.url(self.form, self.service) + path, timeout=10, **{**credentials, **how}
            )

    def document(self, path: str, name: str) -> Any:
        """The response in an answer. Both are validated."""
        answer = self(path)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        check(body, "standardResponse")
        check(body["response"], name)
        return body["response"]
