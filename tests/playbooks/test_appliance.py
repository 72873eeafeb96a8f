# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A play with a Private Cloud Appliance: read, list and cancel there, and wait there and in OCI with the role."""

from __future__ import annotations

import pathlib

from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

PLAYBOOK = pathlib.Path(__file__).parent / "appliance.yml"


def test_a_play_on_an_appliance_and_in_oci(tmp_path: pathlib.Path) -> None:
    with Simulator(edition="pca") as pca, Simulator() as cloud:
        cluster = pca.launch("container_engine", operation_type="CLUSTER_CREATE", seconds=1).id
        pca.launch("container_engine", operation_type="NODEPOOL_CREATE", steps=[{"at": 0, "status": "accepted"}])
        instance, in_the_cloud = pca.launch(seconds=1).id, cloud.launch("container_engine", seconds=1).id
        variables = {
            "proxy": pca.proxy_url,
            "oci_config": str(pca.config_file),
            "authority": str(pca.ca_file),
            "compartment": pca.compartment_id,
            "cluster": cluster,
            "instance": instance,
            "in_the_cloud": in_the_cloud,
            "cloud": {"config_file_location": str(cloud.config_file), "service_endpoint": cloud.url},
        }
        played = playing.play(tmp_path, str(PLAYBOOK), {"controller": variables})
    assert played.code == 0, played.output
    assert played.complaints() == []
    left = played.left("controller")
    assert left["waited"] == [cluster]
    assert left["in_flight"] == ["container_engine"]
    assert left["canceled"][0] in ("CANCELING", "CANCELED")
    assert sorted(left["both"]) == sorted([instance, in_the_cloud])
    reached = {entry.host.partition(":")[0] for entry in pca.journal if entry.proxied}
    assert reached == {f"{host}.pca.example.com" for host in ("iaas", *HOSTS)}


#: The other services of an appliance, all of which are asked for an id alone and for a list of all.
HOSTS = ("containerengine", "compute-containers", "network-load-balancer-api")
