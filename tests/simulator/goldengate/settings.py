# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part `goldengate` of a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping

from ..scenario import ScenarioError
from . import authentication, places
from .calls import Call
from .timeline import Definition

#: The links of a body: right, with the address of the service behind the proxy, or with the path of the proxy twice.
LINKS = ("right", "internal", "doubled")
#: The answer of /result: an ogg:requestResult, or the answer of the original call itself (12.3), with its status as well.
RESULT_SHAPES = ("later", "12.3", "12.3 with status")


@dataclass(frozen=True)
class Settings:
    """Deployments, users and tokens, calls and their requests, and the form of answers."""

    deployments: tuple[str, ...] = ("Local",)
    services: tuple[str, ...] = ()  # that an administrator has added to the deployments, beside places.SERVICES
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of requests, by name
    calls: tuple[Call, ...] = ()
    requests: tuple[Mapping[str, Any], ...] = ()  # those that exist from the start
    explanations: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # by code: title, severity, cause, action
    users: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: authentication.USERS)
    tokens: Mapping[str, str] = field(default_factory=lambda: authentication.TOKENS)
    wrong_credentials: int = 401  # or 403
    links: str = "right"
    result_shape: str = "later"
    late_lists: int = 0  # so many lists are answered with 202 first

    @property
    def all_services(self) -> tuple[str, ...]:
        """The services of each deployment."""
        return places.SERVICES + self.services

    @classmethod
    def of(cls, source: Mapping[str, Any]) -> Settings:
        unknown = set(source) - {item.name for item in fields(cls)}
        if unknown:
            raise ScenarioError(f"the part goldengate of a scenario has no key {', '.join(sorted(unknown))}")
        read: dict[str, Any] = {
            key: tuple(source[key]) for key in ("deployments", "services", "requests") if key in source
        }
        settings = cls(**{**source, **read, "calls": tuple(Call.of(item) for item in source.get("calls", ()))})
        for name, known in (("links", LINKS), ("result_shape", RESULT_SHAPES), ("wrong_credentials", (401, 403))):
            if getattr(settings, name) not in known:
                raise ScenarioError(f"{name} of GoldenGate is one of {', '.join(map(str, known))}")
        for name in settings.deployments + settings.services:
            if not name or "/" in name or name in (".", ".."):
                raise ScenarioError(f"a deployment or service of GoldenGate is one part of a path, not {name!r}")
        for definition in settings.requests + tuple(call.request for call in settings.calls):
            Definition.of(definition, settings.templates)  # reports mistakes at the start
        return settings
