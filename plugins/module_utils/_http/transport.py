# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One HTTP session: time limits, retries, TLS, size limits, and typed errors. It knows no service. Private to longops.oracle."""

from __future__ import annotations

import http.cookiejar
import json
import random
import re
import ssl
import time
import traceback
from typing import Any, Callable, Mapping, NamedTuple, Optional

from .._core.errors import MissingLibraryError, RequestError
from .._core.operation import Fault
from .._polling import schedule
from .._text import times
from .._text.sanitize import bare_url, clean
from . import proxy as _proxy, tls
from .adapter import Adapter
from .deadline import bounded
from .faults import causes, innermost
from .rate_limiter import Budget

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]
    REQUESTS_TRACEBACK: Optional[str] = traceback.format_exc()
else:
    REQUESTS_TRACEBACK = None

#: Largest body that is read, in bytes. Oracle's pages hold at most 1,000 entries of some 1 KiB.
MAX_BODY = 4 * 1024 * 1024
#: Bytes that are read at a time; between them a request sees that it was given up.
CHUNK = 4096
#: Least seconds that a request gets, also after the end.
MOMENT = 0.1
#: How often one request is tried where nobody waits for it to change, and for how long, in seconds.
TRIES = 4
PATIENCE = 30.0
#: Hosts whose connections are kept: more than there are services of OCI with work requests.
HOSTS = 150
#: Seconds between such tries: doubling from the first to the second.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
#: HTTP status of an endpoint that is sent more requests than it takes (OCI API reference, "API Errors").
TOO_MANY = 429


class Answer(NamedTuple):
    """A response that is no refusal. headers ignore case; date is the server's clock, seconds since 1970."""

    body: Any
    headers: Mapping[str, str]
    date: Optional[float]

    @property
    def request_id(self) -> Optional[str]:
        return clean(self.headers.get("opc-request-id")) or None

    @property
    def retry_after(self) -> Optional[float]:
        return times.retry_after(self.headers.get("retry-after"), self.date or time.time())


def code_and_message(body: Any) -> tuple[Any, Any]:
    """The parts of an error of OCI: {"code": ..., "message": ...} (OCI API reference, "API Errors")."""
    return (body.get("code"), body.get("message")) if isinstance(body, dict) else (None, None)


class Transport:
    """Sends requests, and reads their answers.

    auth is a callable of the requests library; verify is True, False or the path of a CA bundle; client_cert is the
    path of a certificate with its key, or the paths of both; times are in seconds. read_error finds a code and a
    message in the JSON body of a refusal, None where there is none.
    """

    def __init__(
        self,
        auth: Any = None,
        verify: Any = True,
        connect_timeout: float = 10.0,
        read_timeout: float = 60.0,
        user_agent: str = "longops.oracle",
        connections: int = 10,
        client_cert: Any = None,
        read_error: Callable[[Any], tuple[Any, Any]] = code_and_message,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if requests is None:
            raise MissingLibraryError("requests", "to talk to Oracle's services", REQUESTS_TRACEBACK)
        if isinstance(verify, str):
            tls.check_bundle(verify)
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._verify = verify
        self._clock = clock
        self._sleep = sleep
        self._budgets: dict[str, Budget] = {}
        self._session = requests.Session()
        self._session.auth = auth
        self._session.cert = client_cert
        self._read_error = read_error
        # A session that GoldenGate keeps in a cookie ends sooner than a long wait; the sign-in goes with every request.
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=()))
        if verify is False:  # the module warns, once and by name
            urllib3 = requests.packages.urllib3
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._session.headers.update({"accept": "application/json", "user-agent": user_agent})
        adapter = Adapter(HOSTS, connections)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def get(self, url: str, query: Optional[Mapping[str, str]] = None, deadline: Optional[float] = None) -> Answer:
        """One GET, answered 200 with JSON: tried once, given up after both time limits or at that time of the clock.

        Raises RequestError. An endpoint that has refused requests because there were too many is sent no more than it
        seems to take.
        """
        return self._send("GET", url, query, deadline)

    def delete(self, url: str, query: Optional[Mapping[str, str]] = None, deadline: Optional[float] = None) -> Answer:
        """One DELETE, in the same way: answered with any success, and its body is of no account."""
        return self._send("DELETE", url, query, deadline)

    def _send(
        self,
        method: str,
        url: str,
        query: Optional[Mapping[str, str]],
        deadline: Optional[float],
        body: Optional[bytes] = None,
    ) -> Answer:
        budget = self._budgets.setdefault(url.split("/", 3)[2] if "://" in url else url, Budget(self._clock))
        what = f"{method} {bare_url(url) or '(no URL)'}"
        self._take_turn(budget, what, deadline)
        left = self._connect_timeout + self._read_timeout
        if deadline is not None:
            left = max(MOMENT, min(left, deadline - self._clock()))
        try:
            answer = bounded(lambda: self._exchange(method, url, query, left, what, body), left)
        except TimeoutError:
            late = f"{what}: no answer within {times.duration(left)}"
            raise RequestError(Fault(Fault.TRANSIENT, late)) from None
        except RequestError as error:
            if error.fault.http_status == TOO_MANY:
                budget.refused(error.fault.retry_after)
            elif error.fault.http_status is not None:
                budget.answered()
            raise
        budget.answered()
        return answer

    def _take_turn(self, budget: Budget, what: str, deadline: Optional[float]) -> None:
        pause = budget.turn(PATIENCE if deadline is None else max(0.0, deadline - self._clock()))
        if pause is None:
            late = "%s was not sent: the service answers 429, too many requests, and time was up before this one's turn"
            raise RequestError(Fault(Fault.TRANSIENT, late % what, TOO_MANY))
        if pause:
            self._sleep(pause)

    def _exchange(
        self, method: str, url: str, query: Optional[Mapping[str, str]], left: float, what: str, body: Optional[bytes]
    ) -> Answer:
        limits = (min(self._connect_timeout, left), min(self._read_timeout, left))
        deadline = self._clock() + left
        try:
            with self._session.request(
                method,
                url,
                params=query,
                data=body,
                headers=None if body is None else {"content-type": "application/json"},
                timeout=limits,
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._answer(response, method, deadline)
        except (requests.RequestException, OSError, ValueError) as error:  # requests lets some of the last two through
            raise RequestError(_connection_fault(url, what, error, limits)) from error

    def get_patiently(
        self,
        url: str,
        query: Optional[Mapping[str, str]] = None,
        deadline: Optional[float] = None,
        tries: Optional[int] = None,
    ) -> Answer:
        """get(), and again after failures that may pass: at most TRIES times or so often, PATIENCE seconds or until deadline."""
        return self._patiently("GET", url, query, deadline, tries or TRIES)

    def delete_patiently(
        self, url: str, query: Optional[Mapping[str, str]] = None, deadline: Optional[float] = None
    ) -> Answer:
        """The same with delete(), which may be tried again because the second of two changes nothing."""
        return self._patiently("DELETE", url, query, deadline, TRIES)

    def post_patiently(
        self, url: str, query: Optional[Mapping[str, str]] = None, deadline: Optional[float] = None, body: Any = None
    ) -> Answer:
        """The same with a POST of a JSON body, for calls that change nothing, such as searches. Answered 200 with JSON."""
        return self._patiently("POST", url, query, deadline, TRIES, json.dumps(body).encode("ascii"))

    def _patiently(
        self,
        method: str,
        url: str,
        query: Optional[Mapping[str, str]],
        deadline: Optional[float],
        tries: int,
        body: Optional[bytes] = None,
    ) -> Answer:
        limit = self._clock() + PATIENCE if deadline is None else deadline
        failures = 0
        while True:
            try:
                return self._send(method, url, query, deadline, body)
            except RequestError as error:
                failures += 1
                pause = schedule.backoff(failures, error.fault.retry_after, FIRST_PAUSE, LONGEST_PAUSE, random.random())
                passing = error.fault.kind == Fault.TRANSIENT
                if not passing or failures >= tries or self._clock() + pause >= limit:
                    raise
            self._sleep(pause)

    def _answer(self, response: Any, method: str, deadline: float) -> Answer:
        where = f"{method} {bare_url(response.url)}"
        date = times.http_date(response.headers.get("date"))
        answer = Answer(None, response.headers, date)
        try:
            raw = self._body(response, where, deadline)
        except requests.RequestException:
            if response.status_code == 200:
                raise
            raw = b""  # what a refusal means does not depend on its text
        try:
            body = json.loads(raw.decode("utf-8-sig")) if raw else None
        except (ValueError, RecursionError):
            body = None
        done = response.status_code == 200 or (method == "DELETE" and 200 < response.status_code < 300)
        if not done:
            skew = None if date is None else date - time.time()
            code, message = self._read_error(body)
            fault = _answer_fault(
                where, response.status_code, clean(code) or None, clean(message) or _excerpt(raw), answer
            )
            raise RequestError(fault, skew)
        if body is None and method != "DELETE":
            what = f"{where} answered 200 with a body that is not JSON: {_excerpt(raw)}"
            raise RequestError(Fault(Fault.TRANSIENT, _with_id(what, answer), 200, request_id=answer.request_id))
        return answer._replace(body=body)

    def _body(self, response: Any, where: str, deadline: float) -> bytes:
        chunks = []
        size = 0
        for chunk in response.iter_content(CHUNK):
            size += len(chunk)
            if size > MAX_BODY:
                what = "%s answered with more than %d MiB, which no answer of this API should have" % (
                    where,
                    MAX_BODY // 1024**2,
                )
                raise RequestError(Fault(Fault.TRANSIENT, what, response.status_code))
            if self._clock() > deadline:
                what = f"{where} did not finish its answer in time"
                raise RequestError(Fault(Fault.TRANSIENT, what, response.status_code))
            chunks.append(chunk)
        return b"".join(chunks)


def kind_of(status: int, code: Optional[str]) -> str:
    """What an HTTP status other than 200 means to somebody who waits.

    409 IncorrectState is what OCI answers while a resource is between two states; it passes.
    """
    if status in (408, TOO_MANY) or (status >= 500 and status != 501) or (status == 409 and code == "IncorrectState"):
        return Fault.TRANSIENT
    return Fault.NOT_FOUND if status == 404 else Fault.FATAL


def _answer_fault(where: str, status: int, code: Optional[str], said: str, answer: Answer) -> Fault:
    what = "%s answered %d%s: %s" % (where, status, f" {code}" if code else "", said)
    if 300 <= status < 400:
        what = "%s answered %d, a redirect to %s, which is not followed because a sign-in is for one host" % (
            where,
            status,
            clean(bare_url(answer.headers.get("location"))) or "nowhere",
        )
    elif status == _proxy.WANTS_SIGN_IN:
        what = f"{what}. {_proxy.ADVICE}"
    return Fault(
        kind_of(status, code), _with_id(what, answer), status, code, answer.request_id, retry_after=answer.retry_after
    )


def _connection_fault(url: str, where: str, error: Any, limits: tuple[float, float]) -> Fault:
    if isinstance(error, requests.exceptions.SSLError):
        return _tls_fault(url, where, error)
    proxy = _proxy.described(url)
    refused = _proxy.refusal(error) if proxy else None
    if proxy and refused is not None:
        what = f"{where}: {proxy} answered {refused} to the request for a connection"
        advice = f". {_proxy.ADVICE}" if refused == _proxy.WANTS_SIGN_IN else ""
        passing = kind_of(refused, None) == Fault.TRANSIENT
        return Fault(Fault.TRANSIENT if passing else Fault.FATAL, what + advice)
    through = f" through {proxy}" if proxy else ""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return Fault(Fault.TRANSIENT, f"{where}: no connection{through} within {times.duration(limits[0])}")
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in str(error):
        return Fault(Fault.TRANSIENT, f"{where}: no answer{through} within {times.duration(limits[1])}")
    if isinstance(error, (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        return Fault(Fault.TRANSIENT, f"{where}: the connection{through} failed: {innermost(error)}")
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return Fault(Fault.TRANSIENT, f"{where}: the answer cannot be decoded: {innermost(error)}")
    return Fault(Fault.FATAL, f"{where} cannot be sent{through}: {innermost(error)}")


def _tls_fault(url: str, where: str, error: BaseException) -> Fault:
    # CertificateError is what urllib3 1.26 says of a certificate for another name.
    found = list(causes(error))
    if any(
        isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "CertificateError" for cause in found
    ):
        return Fault(Fault.FATAL, f"{where}: {tls.reason(url, innermost(error))}")
    # A proxy that restarts breaks handshakes off; whatever else is wrong with TLS is so the next time as well.
    broken = any(isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)) for cause in found)
    what = f"{where}: the TLS connection cannot be made: {innermost(error)}"
    return Fault(Fault.TRANSIENT if broken else Fault.FATAL, what)


def _excerpt(raw: bytes) -> str:
    text = clean(re.sub(r"<[^>]*>", " ", raw[:4000].decode("utf-8", "replace")))
    if not text:
        return "(empty)" if not raw.strip() else "(nothing readable)"
    return text if len(text) <= 200 else f"{text[:200]}..."


def _with_id(what: str, answer: Answer) -> str:
    return f"{what} (opc-request-id {answer.request_id})" if answer.request_id else what
