# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the settings for authentication: options, environment and Oracle's configuration file. Private to longops.oracle.

The file is the one of Oracle's SDKs and CLI (docs.oracle.com: "SDK and CLI Configuration File").
"""

from __future__ import annotations

import configparser
import os
from typing import Mapping, NamedTuple, Optional

from ..._core.errors import UsageError
from . import token_file

DEFAULT_LOCATION = "~/.oci/config"
DEFAULT_PROFILE = "DEFAULT"

#: option of the modules -> key of the configuration file
OPTIONS: Mapping[str, str] = {
    "api_user": "user",
    "api_user_fingerprint": "fingerprint",
    "api_user_key_file": "key_file",
    "api_user_key_pass_phrase": "pass_phrase",  # nosec B105  # the name of a setting
    "tenancy": "tenancy",
    "region": "region",
}
NEEDED_BY = {
    "api_key": ("user", "fingerprint", "tenancy", "key_file"),
    "security_token": ("security_token_file", "key_file"),
    "instance_principal": (),
    "instance_obo_user": ("delegation_token_file",),
    "resource_principal": (),
    "oke_workload_identity": (),
}
#: What the files are that a profile names.
NOUNS = {
    "key_file": "private key file",
    "security_token_file": "session token file",  # nosec B105  # what a message calls it
    "delegation_token_file": "delegation token file",  # nosec B105  # the same
}


class Profile(NamedTuple):
    """Settings by the configuration file's names, overridden by options, and where they are from.

    source is how a message names it: "profile DEFAULT of /home/me/.oci/config with the options tenancy"; file is the path of
    the configuration file, where it was read.
    """

    auth_type: str
    values: Mapping[str, str]
    source: str
    name: str
    file: Optional[str] = None

    def get(self, key: str) -> Optional[str]:
        return self.values.get(key) or None


def load(
    auth_type: str,
    options: Mapping[str, Optional[str]],
    location: Optional[str] = None,
    name: Optional[str] = None,
) -> Profile:
    """The settings for an authentication of this type, one of NEEDED_BY.

    options are those of OPTIONS; they override the file. The file may be missing where they are complete.
    Raises UsageError: file or profile missing, file unreadable, settings missing.
    """
    given = {OPTIONS[option]: value for option, value in options.items() if option in OPTIONS and value}
    path = os.path.expanduser(location or DEFAULT_LOCATION)
    needed = NEEDED_BY[auth_type]
    complete = all(key in given for key in needed)
    suffice = set(needed).issubset(OPTIONS.values())
    wanted = name or DEFAULT_PROFILE
    source = f"profile {wanted} of {path}"
    if complete and not os.path.exists(path):
        source, values = "the options of the task", {}
        path = ""
    elif suffice and not location and any(key in given for key in needed) and not os.path.exists(path):
        raise UsageError(_incomplete(auth_type, [key for key in needed if key not in given], path))
    else:
        values = _section(path, wanted, complete, suffice)
        overriding = [option for option, key in OPTIONS.items() if key in given and key != "region"]
        source += f" with the options {', '.join(overriding)}" if overriding else ""
    values = dict(values, **given)
    missing = [key for key in needed if not values.get(key) and not (key == "key_file" and values.get("key_content"))]
    if missing:
        raise UsageError(_missing(auth_type, missing, source, values))
    return Profile(auth_type, values, source, wanted, path or None)


def secret_files(profile: Profile) -> list[tuple[str, Optional[str]]]:
    """The files of an authentication that no other user should read: what each is, and its path."""
    keys = [key for key in NEEDED_BY[profile.auth_type] if key in NOUNS]
    configuration = [("OCI configuration file", profile.file)] if keys else []
    return [*configuration, *((NOUNS[key], profile.get(key)) for key in keys)]


def _missing(auth_type: str, missing: list[str], source: str, values: Mapping[str, str]) -> str:
    what = f"Authentication with auth_type {auth_type} needs {' and '.join(missing)}, and {source} does not have it."
    if auth_type == "api_key" and values.get("security_token_file"):
        return f"{what} It does have a session token: set auth_type to security_token."
    by_option = {key: option for option, key in OPTIONS.items()}
    options = ", ".join(by_option[key] for key in missing if key in by_option)
    return f"{what} Set it there{f', or with {options}' if options else ''}."


def _incomplete(auth_type: str, missing: list[str], path: str) -> str:
    """Options without a file, such as a credential of AWX gives them, of which some are missing."""
    options = [option for option, key in OPTIONS.items() if key in missing]
    return (
        f"Authentication with auth_type {auth_type} needs {' and '.join(missing)}, which neither the task nor its environment gives, and"
        f" there is no OCI configuration file {path} that could. Give {' and '.join(options)}, or create the file (`oci setup"
        " config` does)."
    )


def _section(path: str, name: str, optional: bool, options_suffice: bool) -> dict[str, str]:
    """The settings of the profile with this name.

    optional: the options are complete, the file may lack the profile. options_suffice: this type of authentication needs no file.
    """
    parser = configparser.ConfigParser(interpolation=None, default_section=DEFAULT_PROFILE)
    try:
        with open(path, encoding="utf-8-sig") as file:
            parser.read_file(file)
    except FileNotFoundError:
        alternative = f", or give the credentials as options ({', '.join(OPTIONS)})" if options_suffice else ""
        raise UsageError(
            f"There is no OCI configuration file {path}. Create it (`oci setup config` does), or name another one with"
            f" the option config_file_location{alternative}."
        ) from None
    except configparser.Error as error:
        line = getattr(error, "lineno", None) or (getattr(error, "errors", None) or [(None,)])[0][0]
        at = f" at line {line}" if line else ""
        raise UsageError(
            f"The OCI configuration file {path} is not in the form [PROFILE] and key=value{at}."
        ) from None  # the error's own text shows the line, which may hold a secret
    except (OSError, ValueError) as error:
        reason = token_file.unreadable(error, "it is not text in UTF-8")
        raise UsageError(f"The OCI configuration file {path} cannot be read: {reason}.") from error
    if name == DEFAULT_PROFILE and (parser.defaults() or optional):
        return dict(parser.defaults())
    if not parser.has_section(name):
        known = ([DEFAULT_PROFILE] if parser.defaults() else []) + parser.sections()
        raise UsageError(
            f"There is no profile {name} in {path}. It has: {', '.join(known) or 'none'}. Choose one"
            " with the option config_profile_name."
        )
    return dict(parser[name])


def read_token(profile: Profile) -> str:
    """The session token of a security_token profile, freshly read: `oci session refresh` replaces the file. Raises UsageError."""
    authenticate = f"`oci session authenticate --profile-name {profile.name}`"
    return token_file.read(
        token_file.TokenFile(
            "session token",
            "security_token_file",
            profile.values["security_token_file"],
            profile.source,
            f"Create it with {authenticate}.",
            f"Renew it with `oci session refresh --profile {profile.name}`, or authenticate again with {authenticate}.",
        )
    )


def read_delegation_token(profile: Profile) -> str:
    """The delegation token of an instance_obo_user profile, freshly read: Cloud Shell replaces the file. Raises UsageError."""
    return token_file.read(
        token_file.TokenFile(
            "delegation token",
            "delegation_token_file",
            profile.values["delegation_token_file"],
            profile.source,
            "Cloud Shell makes it; elsewhere, the user who delegates has to put it there.",
            "In Cloud Shell, begin a new session; elsewhere, put a new token into"
            f" {profile.values['delegation_token_file']}.",
        )
    )
