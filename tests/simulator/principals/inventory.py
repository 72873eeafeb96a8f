# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The instance, the resource and its parents, and the pod of the simulator."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa

from ..credentials import private_key

INSTANCE = "ocid1.instance.oc1.iad.exampleinstance"
#: Code that runs on the instance: a job run of Data Science, which has both kinds of principal below.
RESOURCE = "ocid1.datasciencejobrun.oc1.iad.examplejobrun"
#: The parent of the resource, and the parent of that.
PARENT = "ocid1.datasciencepipelinerun.oc1.iad.examplepipelinerun"
GRANDPARENT = "ocid1.datascienceproject.oc1.iad.exampleproject"
CLUSTER = "ocid1.cluster.oc1.iad.examplecluster"
WORKLOAD = "system:serviceaccount:default:longops"

#: The principals that may request the resource principal token of a resource.
REQUESTERS = {
    INSTANCE: (INSTANCE,),
    RESOURCE: (RESOURCE, INSTANCE),
    PARENT: (RESOURCE, INSTANCE),
    GRANDPARENT: (PARENT,),
}
#: The next resource in a chain of nested principals.
NEXT = {PARENT: GRANDPARENT}


def resource_key() -> rsa.RSAPrivateKey:
    """The key of the resource, which it has from its creation."""
    return private_key("resource")
