# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of playbooks share: one sshd, where there can be one."""

from __future__ import annotations

from typing import Iterator, Optional

import pytest

from . import sshd as sshd_


@pytest.fixture(scope="session")
def sshd() -> Iterator[Optional[sshd_.Sshd]]:
    """An sshd with its users; None where sshd_.missing() says why there is none."""
    if sshd_.missing() is not None:
        yield None
        return
    with sshd_.running() as running:
        yield running
