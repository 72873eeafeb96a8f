# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When two names are the same name to a person. Private to longops.oracle."""

from __future__ import annotations

import re


def squeezed(name: str) -> str:
    """A name without what does not count: Kubernetes-Engine, kubernetes_engine and KubernetesEngine are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
