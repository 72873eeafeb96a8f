# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part `goldengate` of a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Mapping

from ..scenario import ScenarioError
from . import sign_in
from .calls import Call
from .timeline import Definition

#: How the links of a body come out: as they should, as the service behind the proxy sees itself, or with the proxy's path twice.
LINKS = ("right", "internal", "doubled")
#: What /result answers: an ogg:requestResult, or, in 12.3, the answer of the original call itself.
RESULT_SHAPES = ("later", "12.3")


@dataclass(frozen=True)
class Settings:
    """What deployments there are, who may sign in, which calls start what, and how it is told."""

    deployments: tuple[str, ...] = ("Local",)
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of requests, by name
    calls: tuple[Call, ...] = ()
    requests: tuple[Mapping[str, Any], ...] = ()  # that exist from the start
    explanations: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # by code: title, severity, cause, action
    users: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: sign_in.USERS)
    tokens: Mapping[str, str] = field(default_factory=lambda: sign_in.TOKENS)
    wrong_credentials: int = 401  # or 403
    links: str = "right"
    result_shape: str = "later"

    @classmethod
    def of(cls, source: Mapping[str, Any]) -> Settings:
        unknown = set(source) - {item.name for item in fields(cls)}
        if unknown:
            raise ScenarioError(f"the part goldengate of a scenario has no {', '.join(sorted(unknown))}")
        read: dict[str, Any] = {key: tuple(source[key]) for key in ("deployments", "requests") if key in source}
        settings = cls(**{**source, **read, "calls": tuple(Call.of(item) for item in source.get("calls", ()))})
        for name, known in (("links", LINKS), ("result_shape", RESULT_SHAPES), ("wrong_credentials", (401, 403))):
            if getattr(settings, name) not in known:
                raise ScenarioError(f"{name} of GoldenGate is one of {', '.join(map(str, known))}")
        for definition in settings.requests + tuple(call.request for call in settings.calls):
            Definition.of(definition, settings.templates)  # so that a mistake is told at the start
        return settings
