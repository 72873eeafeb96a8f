# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options about resources and their states, which modules share."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  service:
    description:
      - The service that has the resource, as a package of Oracle's Python SDK (V(core)) or any other name that this collection knows it by
        (V(compute), V(oke)). The name of a type of resource with its service, such as V(core.instance), is accepted as well.
      - If not set, the type in the OCID determines it, where that type is known.
    type: str
  resource_type:
    description:
      - The type of the resource, such as V(instance) or V(boot_volume_attachment). The types of each service are listed in the documentation
        of this collection, together with their states.
      - If not set, the type in the OCID determines it, where that type is known.
    type: str
  parameters:
    description:
      - What the path of the resource has beside its own id, such as V(clusterId) for an add-on of a cluster. In upper and lower case or with
        underscores (V(cluster_id)).
      - They are the same for all resources of the task.
    type: dict
  compartment_id:
    description:
      - OCID of the compartment that the resources are in. Needed only for the few types that are read with it.
    type: str
"""

    GOAL = r"""
options:
  state:
    description:
      - The states to wait for, in the service's own words, in any case. The first of them that is observed ends the wait for a resource.
      - V(settled) is any state that is not transitional, and the default. Directly after a request such as the stop of an instance, a
        resource may still be in its former state. Name the state that it is to have, then.
      - To V(settled), a resource that is gone is a failure, except for one that was being deleted when the wait began.
      - A word that the type of resource does not have is an error. A word that is newer than this collection can be given as O(accept).
      - A state that no resource leaves, such as V(TERMINATED), ends the wait with a failure if it is not among them.
      - If it is among them, a 404 is a success as well, where the resource was being deleted when it was seen last.
    type: list
    elements: str
  absent:
    description:
      - Wait until the resource is gone. It is gone when it is in a state that means so (V(TERMINATED), V(DELETED)), or when the service does not
        know it any more (404), once it was seen. If it was not in a state that means a deletion before, the service has to say so at two polls.
      - A 404 without the service's error code, such as that of a proxy or of a wrong address, does not mean that it is gone.
      - A resource that has failed before it is deleted is waited for. One that fails during the wait is a failure.
      - Cannot be used together with O(state).
    type: bool
    default: false
  missing_ok:
    description:
      - With O(absent), whether a resource that the service does not know at the first poll counts as gone. Services answer the same for what
        the user may not read, so a wrong id counts as gone, too.
      - Otherwise such a resource is a failure after 20 seconds.
    type: bool
    default: false
  fail_on:
    description:
      - The states that are a failure. Without it, they are those that mean a failure, or that a user must act (V(FAILED), V(NEEDS_ATTENTION)).
      - With an empty list no state is a failure, but for one that no resource leaves.
    type: list
    elements: str
"""
