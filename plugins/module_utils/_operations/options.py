# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of operation_wait for connecting, and those that an entry has of its own. Private to longops.oracle."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._ansible.options import check_text
from .._core.errors import UsageError
from .._goldengate import connection as goldengate
from .._oci import connection as oci
from .._resources import connection as resources
from .entries import Entry, Kind

#: The options of two ways to authenticate to GoldenGate that exclude each other.
TOKEN, PASSWORD = {"token"}, {"username", "password"}
#: The options that can have a secret in them, or are a part of one.
PARTLY_SECRET = ("service_endpoint", "url", "username", "password")


def oci_options() -> dict[str, Any]:
    """The options for OCI, of the module and of an entry: which resource it is about, and its type, is the entry's own business."""
    return {name: spec for name, spec in oci.connection_options().items() if name != "resource_id"}


def goldengate_options() -> dict[str, Any]:
    """The options for GoldenGate, of the module and of an entry: only an entry with request_id needs an address."""
    found = goldengate.connection_options()
    return {**found, "url": {key: value for key, value in found["url"].items() if key != "required"}}


def of_module() -> dict[str, Any]:
    """The options of the module. All kinds have service: here it is GoldenGate's, and an entry for OCI names its own."""
    return {**oci_options(), **goldengate_options()}


def of_entry(entry: Entry, params: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the module for the kind of an entry, with its own over them. Raises UsageError."""
    is_goldengate = entry.kind == Kind.REQUEST
    spec = goldengate_options() if is_goldengate else oci_options()
    own = _validated(entry.options, spec)
    found = {name: params[name] for name in spec}
    if not is_goldengate:
        found.update(service=None, resource_id=None)
    for one, other in (TOKEN, PASSWORD), (PASSWORD, TOKEN):
        if is_goldengate and own.keys() & one:  # an entry's way to authenticate takes the place of the module's
            found.update(dict.fromkeys(other))
    return {**found, **own}


def wanted_by(entry: Entry) -> dict[str, Any]:
    """What an entry says of its resource beside its id, as the options of resource_wait have it. Raises UsageError."""
    spec = {**resources.goal_options(), **resources.naming_options()}
    found = {name: each.get("default") for name, each in spec.items()}
    return {**found, **_validated(entry.wanted or {}, spec)}


def secrets(params: Mapping[str, Any]) -> list[str]:
    """What is secret of the options of the module or of an entry, beside those that are secret as a whole."""
    texts = {name: str(params.get(name) or "") for name in PARTLY_SECRET}  # right or wrong, so of any type
    return oci.secrets(texts) + goldengate.secrets(texts)


def secrets_of(operations: Iterable[Any]) -> list[str]:
    """What is secret of the options of entries, right or wrong."""
    secret = [name for name, spec in of_module().items() if spec.get("no_log")]
    found = []
    for given in operations:
        own = given.get("options") if isinstance(given, dict) else None
        if isinstance(own, dict):
            found += [text for name in secret for text in _texts(own.get(name))]
            found += secrets(own)
    return found


def _validated(given: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    """Options of an entry that are not null, converted to their types. Raises UsageError."""
    kept = ("type", "elements", "choices", "no_log")
    own = {name: {key: value for key, value in spec[name].items() if key in kept} for name in given}
    valid = ArgumentSpecValidator(own).validate(dict(given))
    if valid.error_messages:
        raise UsageError(f"{'; '.join(valid.error_messages)}.")
    found = {name: value for name, value in valid.validated_parameters.items() if value is not None}
    check_text(found, own)
    return found


def _texts(value: Any) -> list[str]:
    """The texts in a value. It should be one itself, but in a wrong form it is as secret."""
    if isinstance(value, (dict, list)):
        each = value.values() if isinstance(value, dict) else value
        return [text for inner in each for text in _texts(inner)]
    return [str(value)] if value else []
