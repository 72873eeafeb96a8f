# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one instance, resource and pod there is, and what the resource is a part of."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa

from ..credentials import private_key

INSTANCE = "ocid1.instance.oc1.iad.exampleinstance"
#: Code that runs on the instance, here a job run of Data Science, which has both kinds of principal below.
RESOURCE = "ocid1.datasciencejobrun.oc1.iad.examplejobrun"
#: What the resource is a part of, and what that is a part of.
PARENT = "ocid1.datasciencepipelinerun.oc1.iad.examplepipelinerun"
GRANDPARENT = "ocid1.datascienceproject.oc1.iad.exampleproject"
CLUSTER = "ocid1.cluster.oc1.iad.examplecluster"
WORKLOAD = "system:serviceaccount:default:longops"

#: Who may ask for the resource principal token of what.
ASKERS = {
    INSTANCE: (INSTANCE,),
    RESOURCE: (RESOURCE, INSTANCE),
    PARENT: (RESOURCE, INSTANCE),
    GRANDPARENT: (PARENT,),
}
#: What comes next in a chain of nested principals.
NEXT = {PARENT: GRANDPARENT}


def resource_key() -> rsa.RSAPrivateKey:
    """The key that the resource was given when it was created."""
    return private_key("resource")
