# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads methods of clients and their models from the source of an `oci` SDK, without importing it.

Oracle generates the clients, so every operation has the same form: a method with the local names resource_path, method,
required_arguments and query_params, and a response_type that names a class under models/. Only the methods that are wanted are
parsed, which takes a second instead of ten for the whole SDK.
"""

from __future__ import annotations

import ast
import functools
import re
import textwrap
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional

VERSION_IN_PATH = re.compile(r"^/\d{8}(?=/)")
IN_BRACES = re.compile(r"\{(\w+)\}")
#: How the fields of an answer are called in which a service says how it goes.
EXPLANATION = re.compile(
    r"(status|state|lifecycle|lifecycleState|failure|error|progress)?(message|details?|reason)", re.IGNORECASE
)

_METHOD = re.compile(r"^    def (\w+)\(", re.MULTILINE)
_CLASS = re.compile(r"^class (\w+)", re.MULTILINE)
_IMPORT = re.compile(r"^from \.(\w+) import (\w+)", re.MULTILINE)
_INVENTED = "UNKNOWN_ENUM_VALUE"  # the SDK's replacement for a word that it does not know


class CatalogueError(Exception):
    """The SDK has something that the catalogue does not support yet. The message says what, and what to do."""


class Operation(NamedTuple):
    """One method of a client: what it sends, and the type of its answer."""

    client: str
    settings: Mapping[str, Any]  # of the client: base_path, service_endpoint_template, ...
    name: str
    method: str
    path: str
    required: tuple[str, ...]
    query: tuple[str, ...]
    response: str
    doc: str


class Model(NamedTuple):
    """One class under models/: its fields as sent with their types, its constants, and the documentation of its id."""

    fields: Mapping[str, str]
    constants: tuple[tuple[str, str], ...]
    id_doc: str


def read_model(package: Path, name: str) -> Model:
    """The class of that name, or of the entries of a list[name]."""
    name = name.removeprefix("list[").removesuffix("]")
    class_ = _read_class(package, name)
    body = class_.body
    methods = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    tables = {
        node.targets[0].attr: ast.literal_eval(node.value)
        for node in methods["__init__"].body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    }
    return Model(
        fields={wire: tables["swagger_types"][key] for key, wire in tables["attribute_map"].items()},
        constants=_constants(package, class_),
        id_doc=(ast.get_docstring(methods["id"]) or "") if "id" in methods else "",
    )


def model_file(package: Path, model: str) -> Optional[Path]:
    """The file under models/ that has a class; None for a type that is no class, such as str."""
    module = _modules(package).get(model)
    return package / "models" / f"{module}.py" if module else None


@functools.lru_cache(maxsize=None)
def _modules(package: Path) -> Mapping[str, str]:
    """Class -> module. Its name does not follow from that of the class: IPSecConnection is in ip_sec_connection."""
    path = package / "models" / "__init__.py"
    imports = _IMPORT.findall(path.read_text(encoding="utf-8")) if path.is_file() else []
    return {name: module for module, name in imports}


def _read_class(package: Path, name: str) -> ast.ClassDef:
    tree = ast.parse(model_file(package, name).read_text(encoding="utf-8"))
    return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)


def _constants(package: Path, class_: ast.ClassDef) -> tuple[tuple[str, str], ...]:
    """The constants of a class, and then those of the classes of the SDK that it is derived from."""
    own = tuple(
        (node.targets[0].id, node.value.value)
        for node in class_.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    )
    bases = [base.id for base in class_.bases if isinstance(base, ast.Name) and base.id != "object"]
    return own + tuple(each for base in bases for each in _constants(package, _read_class(package, base)))


def words_of(status: Optional[str], *models: Model) -> tuple[str, ...]:
    """The status words of the models, in their order."""
    prefix = _prefix(status or "")
    words = [
        word
        for model in models
        for name, word in model.constants
        if name.startswith(prefix) and word != _INVENTED and not _is_of_longer(name, prefix, model)
    ]
    return tuple(dict.fromkeys(words))


def _is_of_longer(constant: str, prefix: str, model: Model) -> bool:
    """Whether a constant is of a field whose name goes on after the prefix: STATUS_DETAILS_COMPLETED is no word of status."""
    return any(
        _prefix(field) != prefix and _prefix(field).startswith(prefix) and constant.startswith(_prefix(field))
        for field in model.fields
    )


def _prefix(field: str) -> str:
    """What the names of the constants of a field begin with."""
    return re.sub(r"([A-Z])", r"_\1", field).upper() + "_"


def read_client(source: Path, is_wanted: Callable[[str], bool]) -> Iterator[Operation]:
    """Those operations of one client whose source text is wanted."""
    text = source.read_text(encoding="utf-8")
    if not is_wanted(text):
        return
    client = _CLASS.search(text).group(1)
    starts = [match.start() for match in _METHOD.finditer(text)] + [len(text)]
    settings: dict[str, Any] = {}
    for start, end in zip(starts, starts[1:]):
        name, body = _METHOD.match(text, start).group(1), text[start:end]
        if name == "__init__":
            settings = _settings(body)
        elif is_wanted(body):
            operation = _operation(client, settings, name, body)
            if operation:
                yield operation


def _operation(client: str, settings: Mapping[str, Any], name: str, body: str) -> Optional[Operation]:
    function = ast.parse(textwrap.dedent(body)).body[0]
    local: dict[str, ast.expr] = {}
    for node in function.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            local.setdefault(node.targets[0].id, node.value)
    if "resource_path" not in local:
        return None
    query = local.get("query_params")
    responses = [
        node.value for node in ast.walk(function) if isinstance(node, ast.keyword) and node.arg == "response_type"
    ]
    doc = re.search(r":param str \w*work_request_id: \(required\)\n(.*?)\n\n", body, re.DOTALL)
    return Operation(
        client=client,
        settings=settings,
        name=name,
        method=ast.literal_eval(local["method"]),
        path=ast.literal_eval(local["resource_path"]),
        required=tuple(ast.literal_eval(local["required_arguments"])),
        query=tuple(key.value for key in query.keys) if isinstance(query, ast.Dict) else (),
        response=ast.literal_eval(responses[0]) if responses else "",
        doc=doc.group(1) if doc else "",
    )


def _settings(body: str) -> dict[str, Any]:
    """The literal arguments of a client's constructor for its base class."""
    settings = {}
    for node in ast.walk(ast.parse(textwrap.dedent(body))):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                if isinstance(value, (ast.Constant, ast.Dict)):
                    settings[ast.literal_eval(key)] = ast.literal_eval(value)
    return settings
