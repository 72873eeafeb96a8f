# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Describes how one type of resource is read, and the words of its lifecycle state. Private to longops.oracle."""

from __future__ import annotations

from typing import Mapping, NamedTuple


class ResourceType(NamedTuple):
    """One type of resource: the GET of one of them, which answers with a lifecycle state.

    path is relative to the endpoint and base_path. Every name in path, id and requires is a name on the wire, of the path
    or, where the path does not have it, of the query. The order of requires is that in which Oracle's SDK sends a query.
    """

    service: str  # package of the oci SDK, "core"
    name: str  # what the SDK calls it, "boot_volume_attachment"
    client: str  # class of the oci SDK that this row was read from
    endpoint: str  # template with {region}, {secondLevelDomain}, at times {dualStack?yes:no} and {vault}
    base_path: str  # API version, "/20160918", or ""
    path: str  # "/bootVolumeAttachments/{bootVolumeAttachmentId}"
    id: str  # the name that the resource's own id has, "bootVolumeAttachmentId"
    words: tuple[str, ...]  # every word of the state that the SDK knows for it; none where the SDK names none
    requires: tuple[
        str, ...
    ] = ()  # the other names without which there is no request, such as the resource it lies under
    state: str = "lifecycleState"  # field of the answer
    details: tuple[str, ...] = ("lifecycleDetails",)  # fields of the answer in which the service explains the state
    dual_stack: bool = False  # whether {dualStack?yes:no} is yes by default
    realm_endpoints: Mapping[str, str] = {}  # realm -> template, used when realm-specific endpoints are asked for

    @property
    def title(self) -> str:
        """The name that messages show: core.boot_volume_attachment."""
        return f"{self.service}.{self.name}"
