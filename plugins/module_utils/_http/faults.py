# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Maps HTTP statuses and the exceptions of libraries to faults: what each means, and how its message reads.

Every message has one shape: the reason, the request in parentheses, then a hint where there is one:
"503 ServiceUnavailable: Try later (GET https://host/path, request id 7F3A). Wait, and try again". Private to longops.oracle.
"""

from __future__ import annotations

import re
import socket
import ssl
from typing import Any, Callable, Iterator, NamedTuple, Optional
from urllib.parse import urlsplit

from .._core.operation import Category, Fault, FaultKind
from .._text import times
from .._text.explanation import sentence
from .._text.sanitize import bare_url, clean, cut, shortened, without_period
from . import proxy as _proxy, tls
from .headers import Answer

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]  # the transport reports it

#: HTTP status of an endpoint that throttles requests (RFC 6585, section 4).
THROTTLED = 429
#: Characters of an error text that a message repeats where the service gives no message of its own.
EXCERPT = 200
#: What is wrong with an answer that Python's HTTP client cannot read.
MALFORMED = "the answer is not valid HTTP"
#: Characters of a reason in a message: services quote whole stacks of calls in theirs.
LONGEST_REASON = 2000
#: Bytes of a body that an excerpt is made of.
MOST_READ = 4000

#: What to do about a host name that cannot be resolved.
UNRESOLVED = "Check the region or the URL that the name comes from, and the name servers of this host"
UNRESOLVED_PROXY = "Check HTTPS_PROXY (HTTP_PROXY for http) and NO_PROXY, and the name servers of this host"

_PROXY_STATUS = re.compile(r"Tunnel connection failed: (\d{3})")


def _no_code_and_message(body: Any) -> tuple[Any, Any]:
    return None, None


#: Categories of statuses, as RFC 9110 (section 15) and RFC 6585 describe them. Every other 5xx is one of the service itself.
_CATEGORIES = {
    401: Category.AUTHORIZATION,
    403: Category.AUTHORIZATION,
    404: Category.NOT_FOUND,
    409: Category.CONFLICT,
    410: Category.NOT_FOUND,
    412: Category.CONFLICT,
    423: Category.CONFLICT,
    THROTTLED: Category.THROTTLED,
    501: Category.INVALID,
    **dict.fromkeys((400, 405, 406, 411, 413, 414, 415, 422, 431), Category.INVALID),
}


def category_of(status: Optional[int]) -> str:
    """The category of an error of which only the HTTP status is known."""
    return _CATEGORIES.get(status or 0, Category.INTERNAL if 500 <= (status or 0) < 600 else Category.UNKNOWN)


def _category(code: Optional[str], text: Optional[str], status: Optional[int]) -> str:
    return category_of(status)


class ApiConventions(NamedTuple):
    """What a service's answers have beyond HTTP.

    request_id_header is the header with the service's correlation id; code_and_message finds both in the JSON body of an
    error, None where there is none; transient has the pairs of HTTP status and code that mean a transient error although
    the status alone does not; other_2xx says whether a GET may be answered with any 2xx, which only 200 has to have a body for;
    categorize gives the category of code, message and status; trust_option is the option that names the file of trusted certificates.
    """

    request_id_header: Optional[str] = None
    code_and_message: Callable[[Any], tuple[Any, Any]] = _no_code_and_message
    transient: frozenset[tuple[int, str]] = frozenset()
    other_2xx: bool = False
    categorize: Callable[[Optional[str], Optional[str], Optional[int]], str] = _category
    trust_option: str = ""


#: Those of a service that has nothing beyond HTTP.
PLAIN = ApiConventions()


def kind_of(status: int, code: Optional[str] = None, transient: frozenset[tuple[int, str]] = frozenset()) -> str:
    """The kind of fault that an HTTP status other than success means."""
    # 1xx is no answer yet (RFC 9110, section 15.2), but the only one that Python's HTTP client gives back.
    if status < 200 or status in (408, THROTTLED) or (status >= 500 and status != 501) or (status, code) in transient:
        return FaultKind.TRANSIENT
    return FaultKind.NOT_FOUND if status == 404 else FaultKind.FATAL


def message(reason: str, request: str, hint: str = "") -> str:
    """A message in the shape of all of them: sanitize.reason() gives back the reason."""
    text = f"{shortened(without_period(reason), LONGEST_REASON)} ({request})"
    return f"{text}. {hint}" if hint else text


def append_hint(fault: Fault, hint: str) -> Fault:
    """The fault with a hint at the end of its message; unchanged where there is none."""
    return fault._replace(message=f"{fault.message.rstrip('. ')}. {hint}") if hint else fault


def of_answer(kind: str, reason: str, answer: Answer, code: Optional[str] = None, hint: str = "") -> Fault:
    """The fault of an answer that cannot be used, for this reason."""
    request = answer.request
    if answer.request_id:
        request += f", {answer.request_id_header} {answer.request_id}"
    text = message(reason, request, hint)
    return Fault(kind, text, answer.status, code, answer.request_id, answer.retry_after)


def of_error_answer(answer: Answer, raw: bytes, conventions: ApiConventions) -> Fault:
    """The fault of an answer whose status is no success. Its body is already parsed, where it is JSON; raw is the body as it came."""
    code, said = conventions.code_and_message(answer.body)
    code, text = cut(clean(code), EXCERPT) or None, sentence(said)
    reason = f"{answer.status}{f' {code}' if code else ''}: {clean(text) or excerpt(raw)}"
    if 300 <= answer.status < 400:
        location = cut(clean(bare_url(answer.headers.get("location"))), EXCERPT) or "nowhere"
        reason = f"{answer.status} redirect to {location}, which is not followed: credentials are for one host"
    hint = _proxy.HINT if answer.status == _proxy.AUTHENTICATION_REQUIRED else ""
    fault = of_answer(kind_of(answer.status, code, conventions.transient), reason, answer, code, hint)
    return fault._replace(category=conventions.categorize(code, clean(text), answer.status))


def of_exception(
    url: str, request: str, error: BaseException, connect_timeout: float, read_timeout: float, trust_option: str = ""
) -> Fault:
    """The fault of a request that was not answered. Times are in seconds; trust_option is that of ApiConventions."""
    if isinstance(error, requests.exceptions.SSLError):
        return _of_tls_error(url, request, error, trust_option)
    proxy = _proxy.describe(url)
    status = proxy_status(error) if proxy else None
    if proxy and status is not None:
        kind = FaultKind.TRANSIENT if kind_of(status) == FaultKind.TRANSIENT else FaultKind.FATAL
        hint = _proxy.HINT if status == _proxy.AUTHENTICATION_REQUIRED else ""
        return Fault(kind, message(f"{proxy} answered {status} to the request for a connection", request, hint))
    through = f" through {proxy}" if proxy else ""
    kind = FaultKind.TRANSIENT
    if isinstance(error, requests.exceptions.ConnectTimeout):
        reason = f"no connection{through} within {times.duration(connect_timeout)}"
    elif isinstance(error, requests.exceptions.Timeout) or "timed out" in str(error):
        reason = f"no answer{through} within {times.duration(read_timeout)}"
    elif isinstance(error, (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        unresolved = _lookup_failure(url, error)
        if unresolved:
            hint = UNRESOLVED_PROXY if proxy else UNRESOLVED
            return Fault(FaultKind.UNRESOLVED, message(unresolved, request, hint))
        reason = f"connection{through} failed: {innermost(error)}"
    elif isinstance(error, requests.exceptions.ContentDecodingError):
        reason = f"the answer cannot be decoded: {innermost(error)}"
    elif any(isinstance(cause, requests.packages.urllib3.exceptions.InvalidHeader) for cause in causes(error)):  # type: ignore[attr-defined]
        reason = f"{MALFORMED}: {innermost(error)}"
    elif isinstance(error, MemoryError):
        reason = "no memory is left on this host"
    elif isinstance(error, (requests.RequestException, OSError, ValueError)):
        kind, reason = FaultKind.FATAL, f"cannot be sent{through}: {innermost(error)}"
    else:  # what else a setting makes a library raise
        kind, reason = FaultKind.FATAL, f"cannot be sent{through}: {type(error).__name__}: {innermost(error)}"
    return Fault(kind, message(reason, request))


def _of_tls_error(url: str, request: str, error: BaseException, trust_option: str) -> Fault:
    # CertificateError is what urllib3 1.26 raises for a certificate of another name.
    found = list(causes(error))
    said = innermost(error)
    if any(
        isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "CertificateError" for cause in found
    ):
        text = message(f"TLS certificate not trusted: {said}", request, tls.hint(url, said, trust_option))
        return Fault(FaultKind.FATAL, text)
    # A proxy that restarts breaks handshakes off; every other TLS error comes again with each try.
    broken = any(isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)) for cause in found)
    return Fault(FaultKind.TRANSIENT if broken else FaultKind.FATAL, message(f"TLS handshake failed: {said}", request))


def _lookup_failure(url: str, error: BaseException) -> Optional[str]:
    """The reason where a host name could not be resolved: that of the proxy, if there is one. None for every other error."""
    if not any(isinstance(cause, socket.gaierror) for cause in causes(error)):
        return None
    proxy = _proxy.url_for(url)
    return f"{innermost(error)}: {clean(urlsplit(proxy or url).hostname)}{' (the proxy)' if proxy else ''}"


def excerpt(raw: bytes) -> str:
    """The readable text of a body, without markup and cut to EXCERPT characters."""
    text = clean(re.sub(r"<[^>]*>", " ", raw[:MOST_READ].decode("utf-8", "replace")))
    if not text:
        return "(empty)" if not raw.strip() else "(nothing readable)"
    return cut(text, EXCERPT) if len(raw) <= MOST_READ else f"{text[:EXCERPT]}..."


def proxy_status(error: BaseException) -> Optional[int]:
    """The HTTP status with which a proxy rejected the request for a connection; None where the error is another one."""
    for cause in causes(error):
        match = _PROXY_STATUS.search(str(cause))
        if match:
            return int(match[1])
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, however libraries wrap them; the innermost last."""
    found: list[BaseException] = []
    cause: Any = error
    while isinstance(cause, BaseException) and cause not in found:
        found.append(cause)
        yield cause
        inner = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args[:1])
        cause = next((each for each in inner if isinstance(each, BaseException)), None)  # urllib3 1.26 uses all of them


def innermost(error: BaseException) -> str:
    """The text of the innermost cause, which is the one that the user can act on."""
    found = error
    for found in causes(error):
        if isinstance(found, socket.gaierror):
            if found.errno in _UNKNOWN_HOST:
                return "no such host"
            return f"host name lookup failed ({clean(found.strerror or str(found))})"
    text = clean(str(getattr(found, "strerror", None) or found))
    return text or type(found).__name__


#: What a resolver reports for a name that does not exist, or that has no address.
_UNKNOWN_HOST = tuple(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)
)
