# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An OCID is of OCI or of an appliance, whose racks have serials in capitals."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

import pytest
import requests
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.ocid import (
    OCID_LENGTH,
    is_ocid,
    is_of_work_request,
    is_safe,
    parse_ocid,
    region_of,
)
from ansible_collections.longops.oracle.tests.unit.examples import tried

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


# Any text

parts = st.from_regex(r"[A-Za-z0-9_-]{1,10}", fullmatch=True)
types = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,10}", fullmatch=True)
ocid_like = st.lists(
    st.sampled_from(
        [
            "ocid1",
            ".",
            "..",
            "coreservicesworkrequest",
            "oc1",
            "iad",
            "AK00661530",
            "/",
            "%2e",
            "\n",
            "\ud800",
            "?",
            "ü",
        ]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(types, parts, parts | st.just(""), st.none() | parts, parts)
def test_what_is_put_together_is_taken_apart(
    type_: str, realm: str, region: str, extra: str | None, unique: str
) -> None:
    text = ".".join(["ocid1", type_, realm, region, *([] if extra is None else [extra]), unique])
    assert is_ocid(text)
    assert is_safe(text)
    assert parse_ocid(text) == (type_, realm, region.replace("_", "-"), extra or "", unique)


@given(ocid_like)
def test_any_text_is_an_ocid_or_refused(text: str) -> None:
    found, message = tried(lambda: parse_ocid(text))
    assert is_ocid(text) == (found is not None)
    assert message.isascii()
    if found is None:
        assert region_of(text) is None
        assert not is_of_work_request(text)
    else:
        assert text.count(".") in (4, 5)
        assert region_of(text) == (found.region_code or None)


@given(ocid_like)
def test_a_safe_id_is_one_part_of_a_path(text: str) -> None:
    """It is sent as it is, and the request goes nowhere else."""
    if is_safe(text):
        sent = requests.Request("GET", f"https://h/20160918/workRequests/{quote(text, safe='')}/errors").prepare().url
        assert unquote(urlsplit(sent or "").path) == f"/20160918/workRequests/{text}/errors"
    else:
        assert text in ("", ".", "..") or len(text) > OCID_LENGTH or re.search(r"[^A-Za-z0-9._~:@+=$!*-]|^\.+$", text)
