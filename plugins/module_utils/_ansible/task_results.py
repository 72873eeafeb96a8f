# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows where the result of a task has the status, the headers and the body of an answer, and what a command printed: pure.

Messages name the keys of a result and never a value under a key that is not known, which may be a password or the cookies
of a session. Private to longops.oracle.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Iterator, Optional

from .._text.sanitize import clean, cut, quoted, some, without_period
from . import printed

#: How many keys of a dictionary a message names, and how many characters of each.
KEYS_SHOWN = 12
KEY_LENGTH = 40
#: How many characters of a service's own error a message shows.
ERROR_LENGTH = 300
#: Keys under which a result has the headers of an answer, and those under which it has the body.
HEADERS = ("headers", "response_headers")
BODIES = ("json", "content", "data", "body", "items")
#: Keys under which a task tells of its failure.
REPORTS = ("stderr", "module_stderr", "msg", "exception")
#: The key under which a text without an id is described.
TEXT = "text"
_STATUS = re.compile(r"\s*[1-5][0-9]{2}\s*")
#: How long a dictionary may be that Python has written, which is how oracle.oci reports the error of a service.
LITERAL_LENGTH = 100_000


def is_result(given: dict[str, Any]) -> bool:
    """Whether this is what Ansible registered of a task, and not an entry that a user wrote or this collection returned."""
    return "changed" in given


def name_of(key: Any) -> str:
    """A key in the form in which keys are compared: opc-work-request-id, opcWorkRequestId and Opc_Work_Request_Id are one."""
    return str(key).lower().replace("-", "").replace("_", "")


def http_status(given: dict[str, Any]) -> Optional[int]:
    """The status of a call in the result of ansible.builtin.uri (-1 where it had no answer); None where there is none.

    ansible.windows.win_uri calls it status_code.
    """
    status = given.get("status", given.get("status_code"))
    return status if isinstance(status, int) and not isinstance(status, bool) and -1 <= status <= 999 else None


def keys_of(given: dict[str, Any]) -> str:
    """The keys of a dictionary as the end of a sentence: "its keys are changed, stdout"."""
    names = sorted(clean(str(key))[:KEY_LENGTH] or "(not printable)" for key in given)
    return f"its keys are {some(names, KEYS_SHOWN) or 'none'}"


def shown(value: Any) -> str:
    """A rejected value for a message: at most 80 characters of a text or number; of all else only what it is."""
    if isinstance(value, (str, int, float)):
        return quoted(value)
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a dictionary"
    return f"a value of the type {type(value).__name__}"


def words(line: str) -> list[str]:
    """What stands between the blanks and commas of a line."""
    return [word for word in re.split(r"[\s,]+", line) if word]


def is_status(text: str) -> bool:
    """Whether a text is nothing but a number that may be the status of an answer."""
    return _STATUS.fullmatch(text) is not None


def found_in(given: dict[str, Any], error_in: Callable[[dict[str, Any]], Optional[str]]) -> str:
    """What a dictionary without an id is, as the end of a sentence, and in the service's own words where it refused a call.

    error_in gives the error that the body of an answer is; None where it is none.
    """
    status = http_status(given)
    for answered, body in bodies(given):
        error = error_in(body)
        if error:
            by_status = "" if answered is None else f" with status {answered}"
            return f"the service refused the call{by_status}: {without_period(cut(clean(error), ERROR_LENGTH))}"
    if "ansible_job_id" in given and not given.get("finished"):
        return "its task goes on in the background: wait for it with ansible.builtin.async_status, and give that result"
    if status is not None:
        return "it had no answer (status -1)" if status == -1 else f"it was answered with status {status}"
    if given.keys() == {TEXT}:
        return "it is a text that has none"
    if "stdout" not in given and "stdout_lines" not in given:
        return f"its task failed, and {keys_of(given)}" if given.get("failed") is True else keys_of(given)
    output = output_of(given) or ""
    if is_status(output):
        return f"the command printed only {output.strip()}, which may be the status of an answer: print the answer"
    read = printed.read(output)
    if read.broken:
        return f"what was printed looks like JSON and is not: {read.broken}"
    values = [value for value in read.values if isinstance(value, dict) and value.keys() != {"headers"}]
    if values and _has_headers(values[-1]):
        return found_in(values[-1], error_in)
    code = given.get("rc")
    ended = f"ended with return code {code} and " if isinstance(code, int) and code and -1000 < code < 1000 else ""
    if values:
        return f"the command {ended}printed JSON without one: {keys_of(values[-1])}"
    lines = len(output.split("\n")) if output.strip() else 0
    what = "nothing" if lines == 0 else "a line without one" if lines == 1 else f"{lines} lines without one"
    return f"the command {ended}printed {what}, and {keys_of(given)}"


def bodies(given: dict[str, Any]) -> Iterator[tuple[Optional[int], dict[str, Any]]]:
    """The dictionaries in a result that may be the body of an answer, itself among them, in order of their certainty.

    Each with the status of the answer, where that is known.
    """
    status = http_status(given)
    parts = [given.get(key) for key in (TEXT, *BODIES)]
    for value in (given, *parts, output_of(given), *(given.get(key) for key in REPORTS)):
        found = list(printed.read(value).values) + list(_literals(value)) if isinstance(value, str) else [value]
        for each in found:
            if isinstance(each, dict):
                own = http_status(each) if status is None else status
                yield own, each
                if isinstance(each.get("json"), dict):  # an answer with its headers
                    yield own, each["json"]


def _literals(text: str) -> Iterator[dict[str, Any]]:
    """The dictionary that Python has written into a text, which may have others in it."""
    import ast  # here, because only an error needs it

    start, end = text.find("{'"), text.rfind("}") + 1
    for written in [text[start:end]] if start >= 0 else []:
        try:
            value = ast.literal_eval(written[:LITERAL_LENGTH])
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def headers_of(given: dict[str, Any]) -> dict[str, Any]:
    """The headers of the answer that a result tells of, as a dictionary or as text."""
    for key in HEADERS:
        headers = given.get(key)
        if isinstance(headers, str):
            headers = next((each["headers"] for each in printed.read(headers).values if _has_headers(each)), None)
        if isinstance(headers, dict):
            return headers
    return {}


def locations(given: dict[str, Any]) -> list[Any]:
    """What the header Location of an answer says, which ansible.builtin.uri has among its own keys."""
    found = [value for part in (given, headers_of(given)) for key, value in part.items() if name_of(key) == "location"]
    return [each for value in found for each in (value if isinstance(value, list) else [value])]


def _has_headers(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("headers"), dict)


def output_of(given: dict[str, Any]) -> Optional[str]:
    """What a command printed; None where it printed nothing, or this is no command."""
    output, lines = given.get("stdout"), given.get("stdout_lines")
    if isinstance(output, str):
        return output if output.strip() else None
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        return "\n".join(lines)
    return None
