# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OCID is of OCI or of an appliance, whose racks have serials in capitals."""

from __future__ import annotations

import pytest

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.ocid import is_ocid, parse_ocid, region_of

UNIQUE = "wliyvq5p4p8ds5zripnmpjaei6opkq2okyp2b5t5uyhrulr00va4ewbrsr23"


@pytest.mark.parametrize("realm", ["AK00661530", "ak00661530", "1539NM7013", "2108XC20AB"])
def test_the_serial_of_a_rack_is_a_realm(realm: str) -> None:
    parsed = parse_ocid(f"ocid1.workrequest.{realm}.scasg01.{UNIQUE}")
    assert (parsed.realm, parsed.region_code, parsed.unique) == (realm, "scasg01", UNIQUE)
    assert parsed.is_of_appliance


@pytest.mark.parametrize("realm", ["oc1", "oc19", "oc100", "region1"])
def test_a_realm_of_oci_is_no_serial(realm: str) -> None:
    assert not parse_ocid(f"ocid1.instance.{realm}.iad.{UNIQUE}").is_of_appliance


def test_the_name_of_a_system_is_kept_as_it_is() -> None:
    assert region_of(f"ocid1.instance.AK00661530.SCASG01.{UNIQUE}") == "SCASG01"
    assert region_of(f"ocid1.compartment.AK00661530..{UNIQUE}") is None


@pytest.mark.parametrize("text", ["ocid1.workrequest.AK006/1530.scasg01.x", "ocid1.workrequest.AK00661530.sca sg.x"])
def test_what_is_unsafe_in_a_url_is_none(text: str) -> None:
    assert not is_ocid(text)
    with pytest.raises(UsageError):
        parse_ocid(text)
