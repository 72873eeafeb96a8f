# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the host without encryption."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._http import tls


@pytest.mark.parametrize(
    ("url", "in_clear"),
    [
        ("http://h", True),
        ("http://h:8080/x", True),
        ("http://10.0.0.1", True),
        ("http://localhost.example.com", True),
        ("http://128.0.0.1", True),
        ("http://[::2]:80", True),
        ("https://h", False),
        ("http://localhost", False),
        ("http://LocalHost.:80", False),
        ("http://a.localhost", False),
        ("http://127.0.0.1:80", False),
        ("http://127.1.2.3", False),
        ("http://[::1]:80", False),
        ("http://[::ffff:127.0.0.1]", False),
    ],
)
def test_what_leaves_this_host_unencrypted(url: str, in_clear: bool) -> None:
    assert tls.is_in_clear(url) == in_clear
