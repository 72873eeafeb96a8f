# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Oracle's own clients, unchanged: each loaded from its own file, its methods called by their function."""

from __future__ import annotations

import ast
import importlib
import inspect
import pathlib
import re
import sys
import types
from typing import Any, Iterator, Mapping, NamedTuple

import oci

from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.family import Family
from ansible_collections.longops.oracle.plugins.module_utils._oci.catalogue.lookup import families

CALLS = ("get", "list", "errors", "logs", "cancel")
PACKAGE = "longops_tests_sdk"
SDK = pathlib.Path(oci.__file__).parent
#: Without the four that only older releases of the SDK have.
FAMILIES = {family.title: family for family in families() if (SDK / family.service).is_dir()}

_METHOD = re.compile(r"^    def (\w*work_request\w*)\(self(.*?)(?=^    def |\Z)", re.MULTILINE | re.DOTALL)
_ANY_METHOD = re.compile(r"^    def (get_\w+)\(self(.*?)(?=^    def |\Z)", re.MULTILINE | re.DOTALL)
_PARAMETERS = re.compile(r"(?:path|query)_params = \{\n(.*?)\n        \}", re.DOTALL)
_PARAMETER = re.compile(
    r'"(\w+)": (self\.base_client\.generate_collection_format_param\()?(?:kwargs\.get\("(\w+)"|(\w+))'
)


class Models(dict):
    """The models of a service by name, each imported at its first use, because importing all takes half a minute."""

    def __init__(self, service: str) -> None:
        super().__init__(oci.base_client.BaseClient.primitive_type_map)
        text = (SDK / service / "models" / "__init__.py").read_text(encoding="utf-8")
        self.files = {name: file for file, name in re.findall(r"^from \.(\w+) import (\w+)$", text, re.MULTILINE)}
        self.package = f"{PACKAGE}.{service}.models"

    def module_attribute(self, name: str) -> Any:
        """The value of `from .models import name`."""
        if name.endswith("_type_mapping"):
            return {}
        if name not in self.files:
            raise AttributeError(name)
        return self[name]

    def __missing__(self, name: str) -> Any:
        self[name] = getattr(importlib.import_module(f"{self.package}.{self.files[name]}"), name)
        return self[name]

    def __contains__(self, name: object) -> bool:
        return name in self.files or super().__contains__(name)


class Method(NamedTuple):
    """A method of a client: its required parameters, and its names for parameters."""

    name: str
    required: tuple[str, ...]  # names in the request
    parameters: Mapping[str, str]  # name in the request -> argument
    several: frozenset[str]  # names in the request of lists

    @property
    def paged(self) -> bool:
        return "page" in self.parameters


def made(service: str, client: str, *arguments: Any, **options: Any) -> tuple[Any, str]:
    """A client of the SDK, from its own file, and the source of that, in a package of its own.

    So other tests do not get its lazy models.
    """
    folder = SDK / service
    models = Models(service)
    for name, path in (("", ""), (f".{service}", folder), (f".{service}.models", folder / "models")):
        if PACKAGE + name not in sys.modules:
            package = types.ModuleType(PACKAGE + name)
            package.__path__ = [str(path)]
            sys.modules[PACKAGE + name] = package
    sys.modules[models.package].__getattr__ = models.module_attribute
    texts = {file: file.read_text(encoding="utf-8") for file in folder.glob("*_client.py")}
    [(file, text)] = [(file, text) for file, text in texts.items() if f"\nclass {client}(" in text]
    class_ = getattr(importlib.import_module(f"{PACKAGE}.{service}.{file.stem}"), client)
    found = class_(*arguments, **options)
    found.base_client.type_mappings = models
    return found, text


class OraclesClient:
    """The SDK's client of a family.

    calls: its methods by their function, which the path determines: get, list, errors, logs, cancel.
    """

    def __init__(self, family: Family, *arguments: Any, **options: Any) -> None:
        self.client, text = made(family.service, family.client, *arguments, **options)
        self.calls = dict(_methods(family, text))

    def takes(self, call: str, option: str) -> bool:
        """Whether a method has an argument of this name."""
        return f'"{option}"' in inspect.getsource(getattr(type(self.client), self.calls[call].name))

    def send(self, call: str, values: Mapping[str, Any], **options: str) -> Any:
        """Call a method with values by their names in the request, and options by the names of its arguments."""
        method = self.calls[call]
        arguments = {
            method.parameters[name]: [value] if name in method.several else value for name, value in values.items()
        }
        return getattr(self.client, method.name)(**arguments, **options)


def requests_of(family: Family) -> dict[tuple[str, str], str]:
    """Method and path in the SDK's forms -> call, for each call of a family in the catalogue."""
    return {
        ("DELETE" if call == "cancel" else "GET", prefix + getattr(family, call)): call
        for call in CALLS
        if getattr(family, call)
        for prefix in ("", family.base_path)
    }


def all_methods() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Package, name, HTTP method and path of every method of the SDK for work requests."""
    for file in SDK.glob("*/*_client.py"):
        for name, body in _METHOD.findall(file.read_text(encoding="utf-8")):
            yield file.parent.name, name, _request(body)


def _methods(family: Family, text: str) -> Iterator[tuple[str, Method]]:
    wanted = requests_of(family)
    for name, body in _METHOD.findall(text):
        if _request(body) in wanted:
            yield wanted[_request(body)], _method(name, body)


def _request(body: str) -> tuple[str, str]:
    path = re.sub(r"\{\w*WorkRequestId\}", "{workRequestId}", re.search(r'resource_path = "(.*)"', body).group(1))
    return re.search(r'method = "(.*)"', body).group(1), path


def _method(name: str, body: str) -> Method:
    found = [match for block in _PARAMETERS.findall(body) for match in _PARAMETER.findall(block)]
    return Method(
        name,
        tuple(ast.literal_eval(re.search(r"required_arguments = (\[.*?\])", body, re.DOTALL).group(1))),
        {wire: optional or required for wire, _several, optional, required in found},
        frozenset(wire for wire, several, _optional, _required in found if several),
    )


def getters(text: str) -> dict[str, tuple[str, Method]]:
    """Name -> path and method, of every GET in the source of a client."""
    found = {}
    for name, body in _ANY_METHOD.findall(text):
        path = re.search(r'resource_path = "(.*)"', body)
        if path and 'method = "GET"' in body:
            found[name] = path[1], _method(name, body)
    return found
