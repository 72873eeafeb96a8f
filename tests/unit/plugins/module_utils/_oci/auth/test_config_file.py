# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the settings for authentication come from, and the messages where they are missing."""

from __future__ import annotations

import base64
import json
import pathlib
import time

import pytest
from hypothesis import HealthCheck, example, given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.auth import config_file
from ansible_collections.longops.oracle.tests.unit.examples import examples, tried

COMPLETE = {
    "api_user": "ocid1.user.oc1..option",
    "api_user_fingerprint": "00:11",
    "api_user_key_file": "/option.pem",
    "tenancy": "ocid1.tenancy.oc1..option",
}
FILE = """
[DEFAULT]
user = ocid1.user.oc1..default
fingerprint = aa:bb
tenancy = ocid1.tenancy.oc1..default
key_file = /default.pem
pass_phrase = hidden%with[strange=signs
region = us-ashburn-1

[OTHER]
user = ocid1.user.oc1..other
region =

[SESSION]
security_token_file = ~/token
"""


@pytest.fixture
def config(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "config"
    path.write_text(FILE, encoding="utf-8")
    return path


def refusal(config: pathlib.Path, name: str | None = None, auth_type: str = "api_key", **options: str) -> str:
    with pytest.raises(UsageError) as caught:
        config_file.load(auth_type, options, str(config), name)
    assert str(config) in str(caught.value)
    return str(caught.value)


# Where settings come from


def test_the_default_profile_is_taken_where_none_is_named(config: pathlib.Path) -> None:
    settings = config_file.load("api_key", {}, str(config))
    assert settings.get("user") == "ocid1.user.oc1..default"
    assert settings.get("pass_phrase") == "hidden%with[strange=signs"
    assert settings.source == f"profile DEFAULT of {config}"


def test_a_profile_inherits_from_the_default_one(config: pathlib.Path) -> None:
    settings = config_file.load("api_key", {}, str(config), "OTHER")
    assert settings.get("user") == "ocid1.user.oc1..other"
    assert settings.get("tenancy") == "ocid1.tenancy.oc1..default"
    assert settings.source == f"profile OTHER of {config}"


def test_what_is_empty_is_not_there(config: pathlib.Path) -> None:
    assert config_file.load("api_key", {}, str(config), "OTHER").get("region") is None


@pytest.mark.parametrize(("option", "key"), config_file.OPTIONS.items())
def test_an_option_wins_over_the_file(config: pathlib.Path, option: str, key: str) -> None:
    settings = config_file.load("api_key", {option: "given"}, str(config), "OTHER")
    assert settings.get(key) == "given"


def test_the_source_names_the_options_that_override_the_file(config: pathlib.Path) -> None:
    settings = config_file.load("api_key", {"tenancy": "t", "api_user": "u", "region": "iad"}, str(config))
    assert settings.source == f"profile DEFAULT of {config} with the options api_user, tenancy"


def test_an_option_that_is_empty_or_unknown_changes_nothing(config: pathlib.Path) -> None:
    plain = config_file.load("api_key", {}, str(config))
    assert config_file.load("api_key", {"region": "", "tenancy": None, "timeout": "5"}, str(config)) == plain


def test_the_home_directory_is_where_the_file_is_sought(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".oci").mkdir()
    (tmp_path / ".oci" / "config").write_text(FILE, encoding="utf-8")
    assert config_file.load("api_key", {}).source == f"profile DEFAULT of {tmp_path}/.oci/config"
    assert config_file.load("api_key", {}, "~/.oci/config").get("fingerprint") == "aa:bb"


def test_complete_options_need_no_file(tmp_path: pathlib.Path) -> None:
    settings = config_file.load("api_key", COMPLETE, str(tmp_path / "none"))
    assert settings.source == "the options of the task"
    assert dict(settings.values) == {config_file.OPTIONS[option]: value for option, value in COMPLETE.items()}


def test_complete_options_take_the_rest_from_the_file(config: pathlib.Path) -> None:
    settings = config_file.load("api_key", COMPLETE, str(config))
    assert settings.get("region") == "us-ashburn-1"
    assert settings.get("user") == "ocid1.user.oc1..option"


def test_complete_options_need_no_default_profile_in_the_file(config: pathlib.Path) -> None:
    config.write_text("[SOMEBODY]\nuser=else\n", encoding="utf-8")
    assert config_file.load("api_key", COMPLETE, str(config)).get("user") == "ocid1.user.oc1..option"


def test_a_key_can_stand_in_the_file_itself(config: pathlib.Path) -> None:
    config.write_text("[DEFAULT]\nuser=u\ntenancy=t\nfingerprint=f\nkey_content=PEM\n", encoding="utf-8")
    assert config_file.load("api_key", {}, str(config)).get("key_content") == "PEM"


def test_a_file_that_begins_with_a_byte_order_mark_is_read(config: pathlib.Path) -> None:
    config.write_text(f"\ufeff{FILE.strip()}", encoding="utf-8")
    assert config_file.load("api_key", {}, str(config)).get("fingerprint") == "aa:bb"


# What is said where they are missing


def test_incomplete_options_without_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    options = {name: value for name, value in COMPLETE.items() if name not in ("api_user_fingerprint", "tenancy")}
    with pytest.raises(UsageError) as refused:
        config_file.load("api_key", options)
    assert "needs fingerprint and tenancy, which neither the task nor its environment gives" in str(refused.value)
    assert f"there is no OCI configuration file {tmp_path}/.oci/config" in str(refused.value)
    assert "Give api_user_fingerprint and tenancy, or" in str(refused.value)


def test_a_missing_file(tmp_path: pathlib.Path) -> None:
    text = refusal(tmp_path / "none")
    assert text.startswith(f"There is no OCI configuration file {tmp_path / 'none'}. Create it")
    assert "config_file_location" in text
    for option in config_file.OPTIONS:
        assert option in text


def test_a_missing_profile_lists_those_that_exist(config: pathlib.Path) -> None:
    text = refusal(config, "NOBODY")
    assert "There is no profile NOBODY" in text
    assert "It has: DEFAULT, OTHER, SESSION." in text
    assert "config_profile_name" in text


def test_a_missing_default_profile_lists_those_that_exist(config: pathlib.Path) -> None:
    config.write_text("[A]\nuser=x\n[B]\nuser=y\n", encoding="utf-8")
    assert f"There is no profile DEFAULT in {config}. It has: A, B." in refusal(config)


def test_an_empty_file_has_no_profiles(config: pathlib.Path) -> None:
    config.write_text("", encoding="utf-8")
    assert "It has: none." in refusal(config)


def test_a_directory_is_no_file(tmp_path: pathlib.Path) -> None:
    assert refusal(tmp_path).endswith("cannot be read: Is a directory.")


def test_missing_settings_are_named_with_their_options(config: pathlib.Path) -> None:
    config.write_text("[DEFAULT]\nuser=u\nregion=iad\n", encoding="utf-8")
    text = refusal(config)
    assert f"needs fingerprint and tenancy and key_file, and profile DEFAULT of {config} does not have it" in text
    assert "or with api_user_fingerprint, tenancy, api_user_key_file" in text


def test_a_missing_session_token_has_no_option(config: pathlib.Path) -> None:
    text = refusal(config, auth_type="security_token")
    assert "needs security_token_file, and" in text
    assert text.endswith("Set it there.")


def test_a_session_that_is_taken_for_an_api_key_is_recognised(config: pathlib.Path) -> None:
    config.write_text("[DEFAULT]\nkey_file=k\ntenancy=t\nfingerprint=f\nsecurity_token_file=t\n", encoding="utf-8")
    assert refusal(config).endswith("It does have a session token: set auth_type to security_token.")


@pytest.mark.parametrize(
    "text",
    [
        "pass_phrase = hidden\n",
        "[DEFAULT]\npass_phrase hidden\n",
        "[DEFAULT\npass_phrase = hidden\n",
        "[DEFAULT]\npass_phrase = hidden\npass_phrase = hidden\n",
        "[A]\npass_phrase = hidden\n[A]\npass_phrase = hidden\n",
        "[DEFAULT]\n  hidden = hidden\n= hidden\n",
    ],
)
def test_a_syntax_error_is_reported_by_its_line_and_not_shown(config: pathlib.Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")
    message = refusal(config)
    assert "is not in the form [PROFILE] and key=value at line " in message
    assert "hidden" not in message.replace(str(config), "")


@pytest.mark.parametrize("data", [b"[DEFAULT]\nuser=\xff\xfe\n", FILE.encode("utf-16")])
def test_a_file_that_is_no_utf_8_is_reported(config: pathlib.Path, data: bytes) -> None:
    config.write_bytes(data)
    assert refusal(config).endswith("cannot be read: it is not text in UTF-8.")


# Session tokens


def session(tmp_path: pathlib.Path, token: str | bytes | None) -> config_file.Profile:
    path = tmp_path / "token"
    if token is not None:
        path.write_bytes(token if isinstance(token, bytes) else token.encode())
    values = {"security_token_file": str(path)}
    return config_file.Profile("security_token", values, "profile SESSION of the file", "SESSION")


def jwt(**claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{body}.c2lnbmF0dXJl"


@pytest.mark.parametrize("expires", [pytest.param(time.time() + 3600, id="in an hour"), None, "soon", True])
def test_a_token_is_read_without_the_line_end(tmp_path: pathlib.Path, expires: object) -> None:
    token = jwt() if expires is None else jwt(exp=time.time() + 3600 if expires is True else expires)
    assert config_file.read_token(session(tmp_path, f"{token}\n")) == token


@pytest.mark.parametrize("token", ["opaque", "a.b.c", "a.!!!.c", "a.e30.c", "a.W10.c"])
def test_a_token_without_an_expiry_is_taken_as_it_is(tmp_path: pathlib.Path, token: str) -> None:
    assert config_file.read_token(session(tmp_path, token)) == token


def test_an_expired_token_is_reported_with_its_time_and_a_hint(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UsageError, match=r"expired 2 min ago\. Renew it with `oci session refresh --profile SESSION`"):
        config_file.read_token(session(tmp_path, jwt(exp=time.time() - 120)))


@pytest.mark.parametrize("token", ["", " \n", "one two", "one\ntwo", 'with"quote"\x07', b"\xff\xfe\x00", None])
def test_a_token_file_without_a_token_is_reported_and_not_shown(
    tmp_path: pathlib.Path, token: str | bytes | None
) -> None:
    with pytest.raises(UsageError) as caught:
        config_file.read_token(session(tmp_path, token))
    assert str(tmp_path / "token") in str(caught.value)
    assert "one" not in str(caught.value).replace("one token on one line", "")


# Any file

#: Without what ends a line or is a space for Python, which a value cannot have at its ends.
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
profiles = st.dictionaries(
    st.sampled_from(["DEFAULT", "OTHER", "profile with blanks", "prod-1", "default"]),
    st.dictionaries(names, words, max_size=4),
    min_size=1,
    max_size=3,
)
files = st.lists(
    st.sampled_from(
        ["[DEFAULT]", "[", "]", "=", ":", "user", "\n", "\n ", "\r", "#", ";", "%(user)s", "[OTHER]", "\ufeff", "\0"]
    )
    | st.text(max_size=5),
    max_size=25,
).map("".join)
FIXTURE = examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FIXTURE
@given(profiles, st.sampled_from(["=", " = ", ":"]), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read_back(
    tmp_path: pathlib.Path, written: dict[str, dict[str, str]], equals: str, end: str
) -> None:
    lines = [
        line
        for name, values in written.items()
        for line in (f"[{name}]", *(f"{key}{equals}{value}" for key, value in values.items()))
    ]
    path = tmp_path / "config"
    path.write_bytes(end.join(lines).encode())
    for name, values in written.items():
        inherited = {**written.get("DEFAULT", {}), **values}
        if name == "DEFAULT" and not values:  # a DEFAULT without settings is none
            continue
        profile = config_file.load("resource_principal", {}, str(path), name)
        assert profile.values == inherited
        assert profile.name == name


@FIXTURE
@given(
    files | st.binary(max_size=60),
    st.sampled_from(list(config_file.NEEDED_BY)),
    st.none() | st.text(max_size=8),
    st.dictionaries(st.sampled_from(list(config_file.OPTIONS)), st.text(max_size=5)),
)
def test_any_file_gives_settings_or_says_what_is_wrong(
    tmp_path: pathlib.Path, content: str | bytes, auth_type: str, name: str | None, options: dict[str, str]
) -> None:
    path = tmp_path / "config"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    profile, message = tried(lambda: config_file.load(auth_type, options, str(path), name))
    if profile is None:
        assert str(path) in message
    else:
        assert all(profile.get(key) or profile.get("key_content") for key in config_file.NEEDED_BY[auth_type])
        assert all(profile.values[config_file.OPTIONS[key]] == value for key, value in options.items() if value)


@FIXTURE
@given(st.text(max_size=30))
@example("\0")
@example("\ud800")
@example("~\0/x")
def test_any_name_of_a_file_is_one(tmp_path: pathlib.Path, name: str) -> None:
    with pytest.raises(UsageError):
        config_file.load("api_key", {}, f"{tmp_path}/{name}")


@FIXTURE
@given(st.text("abc", min_size=8, max_size=12), st.integers(0, 3))
def test_a_value_of_a_file_that_cannot_be_read_is_not_shown(tmp_path: pathlib.Path, secret: str, at: int) -> None:
    lines = ["[DEFAULT]", f"pass_phrase={secret}", "tenancy=t"]
    lines.insert(at, secret)
    path = tmp_path / "config"
    path.write_text("\n".join(lines), encoding="ascii")
    with pytest.raises(UsageError) as caught:
        config_file.load("api_key", {}, str(path))
    assert secret not in str(caught.value).replace(str(path), "")
