# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a GoldenGate service keeps its requests, in every URL form."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.endpoint import SERVICES, locate


@pytest.mark.parametrize(
    ("options", "base", "label"),
    [
        (("https://h:9012", None, None, "v2"), "https://h:9012/services/v2", "h:9012"),
        (("https://h:9012/", None, None, "v2"), "https://h:9012/services/v2", "h:9012"),
        (("HTTPS://h", "", None, "v2"), "HTTPS://h/services/v2", "h"),
        (("https://h", None, "adminsrvr", "v2"), "https://h/services/adminsrvr/v2", "adminsrvr"),
        (("https://h", "Local", None, "v2"), "https://h/services/Local/adminsrvr/v2", "Local/adminsrvr"),
        (
            ("https://h", "ogg_test-01.a", "distsrvr", "v2"),
            "https://h/services/ogg_test-01.a/distsrvr/v2",
            "ogg_test-01.a/distsrvr",
        ),
        (("https://h", None, "ServiceManager", "v2"), "https://h/services/ServiceManager/v2", "ServiceManager"),
        (("https://h", "Local", "ServiceManager", "v2"), "https://h/services/ServiceManager/v2", "ServiceManager"),
        (("https://h/gg", "Local", "recvsrvr", "v3"), "https://h/gg/services/Local/recvsrvr/v3", "Local/recvsrvr"),
        (("http://[::1]:9012", None, None, "v2"), "http://[::1]:9012/services/v2", "[::1]:9012"),
    ],
)
def test_every_url_form(options, base, label):
    location = locate(*options)
    assert location == (base, label, "")
    assert location.request("42") == f"{base}/requests/42"


@pytest.mark.parametrize(
    ("service", "part"),
    [
        *((name, part) for part, names in SERVICES.items() for name in (part, *names)),
        ("Administration Service", "adminsrvr"),
        ("DISTSRVR", "distsrvr"),
        (" Receiver-Server ", "recvsrvr"),
        ("Performance  Metrics", "pmsrvr"),
        ("service_manager", "ServiceManager"),
        ("servicemanager", "ServiceManager"),
    ],
)
def test_services_go_by_many_names(service, part):
    assert locate("https://h", None, service, "v2").label == part


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("h:9012", None, None, "v2"), ["https://host:9012", "h:9012"]),
        (("ftp://h", None, None, "v2"), ["ftp://h"]),
        (("https://", None, None, "v2"), ["address"]),
        (("https://h:x", None, None, "v2"), ["https://h:x"]),
        (("https://h:0", None, None, "v2"), ["https://h:0"]),
        (("https://h:99999", None, None, "v2"), ["https://h:99999"]),
        (("https://[::1", None, None, "v2"), ["https://[::1"]),
        (("https://h/../x", None, None, "v2"), ["https://h/../x"]),
        (("https://h\\x", None, None, "v2"), ["address"]),
        (("https://h h", None, None, "v2"), ["address"]),
        (("https://h\n", None, None, "v2"), ["address"]),
        (("https://h\u00e9", None, None, "v2"), ["\\xe9"]),
        (("https://h?x=1", None, None, "v2"), ["no query"]),
        (("https://h#x", None, None, "v2"), ["no fragment"]),
        (("https://h:9012/services", None, None, "v2"), ["must end before /services", "Give https://h:9012."]),
        (("https://h/gg/services/v2", None, None, "v2"), ["Give https://h/gg."]),
        (("https://h", "a/b", None, "v2"), ["deployment is the name in the path", "'a/b' has one of / "]),
        (("https://h", "..", None, "v2"), ["deployment"]),
        (("https://h", "Local\n", None, "v2"), ["deployment"]),
        (("https://h", None, None, ""), ["version is a name"]),
        (("https://h", None, None, "v2/x"), ["version"]),
    ],
)
def test_invalid_options_are_rejected(options, words):
    with pytest.raises(UsageError) as caught:
        locate(*options)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("my-svc", "my-svc"),
        ("extsrvr", "extsrvr"),
        ("Local", "Local"),
        ("a..b", "a..b"),
        (".hidden", ".hidden"),
        ("ogg_test-01.a", "ogg_test-01.a"),
        ("My Service", "My%20Service"),
        ("b\u00fccher", "b%C3%BCcher"),
        ("a;b=c", "a%3Bb%3Dc"),
        ("user@host:1", "user%40host%3A1"),
        ("~" + "x" * 254, "~" + "x" * 254),
    ],
)
def test_a_name_that_an_administrator_chose_is_one_part_of_the_path(name, part):
    assert locate("https://h", None, name, "v2")[:2] == (f"https://h/services/{part}/v2", name)
    assert locate("https://h", name, None, "v2")[:2] == (
        f"https://h/services/{part}/adminsrvr/v2",
        f"{name}/adminsrvr",
    )
    assert locate("https://h", "Local", name, "v2").base == f"https://h/services/Local/{part}/v2"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (" ", "blanks at its ends"),
        (" my-svc", "blanks at its ends"),
        ("my-svc\n", "blanks at its ends"),
        (".", "only dots"),
        ("..", "only dots"),
        ("a/b", "one of / "),
        ("../v2", "one of / "),
        ("a\\b", "one of / "),
        ("a?b", "one of / "),
        ("a#b", "one of / "),
        ("a%2Fb", "one of / "),
        ("a\x00b", "cannot be printed"),
        ("a\tb", "cannot be printed"),
        ("a\u202eb", "cannot be printed"),
        ("a\ud800b", "cannot be printed"),
        ("x" * 256, "more than 255 characters"),
    ],
)
def test_a_name_that_is_not_one_part_of_a_path_is_refused(name, wrong):
    for options in ((None, name), (name, None)):
        with pytest.raises(UsageError, match=wrong) as caught:
            locate("https://h", *options, "v2")
        assert str(caught.value).isascii()


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_name_leads_elsewhere(deployment, service):
    """Whatever the names are: the path has the parts that it should have, or there is none."""
    try:
        base = locate("https://h", deployment, service, "v2").base
    except UsageError:
        return
    assert base.isascii()
    parts = base[len("https://h/services") :].split("/")
    assert parts[0] == ""
    assert parts[-1] == "v2"
    assert len(parts) == 2 + (2 if deployment and parts[1] != "ServiceManager" else 1 if service else 0)
    assert not {"", ".", ".."} & set(parts[1:])


@pytest.mark.parametrize(
    ("service", "hint"),
    [
        ("adminsvr", "Did you mean adminsrvr?"),
        ("Distsrv", "Did you mean distsrvr?"),
        ("ServiceManger", "Did you mean ServiceManager?"),
        ("my-svc", ""),
        ("adminsrvr", ""),
        (None, ""),
    ],
)
def test_a_name_like_a_usual_one_may_be_mistyped(service, hint):
    assert locate("https://h", None, service, "v2").hint == hint


@pytest.mark.parametrize(
    "url",
    [
        "https://me:s3cret@h:9012",
        "https://me:a@s3cret:c@h",
        "https://s3cret@h",
        "me:s3cret@h",
        "https://me:s3/cret@h",
        "https://me:1234/s3cret@h",
        "https://h/s3@cret",
    ],
)
def test_credentials_in_a_url_are_rejected_and_not_shown(url):
    with pytest.raises(UsageError) as caught:
        locate(url, None, None, "v2")
    assert "s3" not in str(caught.value)


@given(st.text(max_size=40))
def test_no_url_leads_elsewhere(text):
    """Whatever follows the scheme: what is built begins with it, or nothing is built."""
    try:
        base = locate(f"https://{text}", "Local", "adminsrvr", "v2").base
    except UsageError:
        return
    assert base == f"https://{text.rstrip('/')}/services/Local/adminsrvr/v2"
    assert "@" not in text.split("/")[0]
