# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends HTTP requests with time limits, retries, a rate limit and TLS, and reads their JSON. It knows no service.

Private to longops.oracle.
"""

from __future__ import annotations

import functools
import http.cookiejar
import json
import os
import time
import traceback
from typing import Any, Callable, Mapping, Optional

from .._core.errors import MissingLibraryError, RequestError
from .._core.operation import Fault, FaultKind
from .._text import times
from .._text.masking import Secrets
from .._text.sanitize import bare_url
from . import body as _body, faults, headers as _headers, proxy, retry as _retry, tls
from .adapter import Adapter
from .deadline import NoThreadError, call_with_timeout
from .exchange import Exchange, Exchanges, Request
from .faults import ApiConventions
from .headers import Answer
from .rate_limiter import RateLimiter
from .retry import Limits, Retry

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]
    REQUESTS_TRACEBACK: Optional[str] = traceback.format_exc()
else:
    REQUESTS_TRACEBACK = None

#: Least seconds that a request gets, even after its deadline.
LEAST_TIMEOUT = 0.1
#: Hosts whose connections are kept: more than there are services of OCI with work requests.
HOSTS = 150


class Transport:
    """One HTTP session.

    auth is a callable of requests, verify is True, False or the path of a CA bundle, client_cert the path of a certificate with its key, or both
    paths. conventions are those of the service. request_id is sent with every request as its correlation id; without it each has one of its
    own. limits are those of requests without a deadline. What requests authenticate with is added to secrets, before a server can repeat it.
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
        conventions: ApiConventions = faults.PLAIN,
        request_id: Optional[str] = None,
        secrets: Optional[Secrets] = None,
        limits: Optional[Limits] = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Optional[Callable[[float], None]] = None,
    ) -> None:
        if requests is None:
            raise MissingLibraryError("requests", "to send requests to Oracle's services", REQUESTS_TRACEBACK)
        if isinstance(verify, str):
            tls.check_bundle(verify)
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._auth = auth
        self._client_cert = client_cert
        self._verify = tls.trusted(verify)
        self._proxies: dict[str, Mapping[str, str]] = {}
        self._conventions = conventions
        self._request_id = request_id
        self._secrets = secrets or Secrets()
        self.limits = limits
        self._clock = clock
        self._exchanges = Exchanges()
        self._sleep = sleep or self._exchanges.pause
        self._limiters: dict[str, RateLimiter] = {}
        self._resolved: set[str] = set()  # the hosts of URLs and proxies that were resolved once
        self._session = requests.Session()
        self._session.trust_env = False  # see _exchange
        # requests reads the whole body of a redirect, however long, also where it is not to follow it.
        self._session.get_redirect_target = lambda response: None  # type: ignore[assignment,method-assign]
        # No cookies: a session that a server keeps in one can end before the wait does, and every request authenticates anyway.
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=()))
        if verify is False:  # the module warns, once and by name
            urllib3 = requests.packages.urllib3  # type: ignore[attr-defined]
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._session.headers.update(
            {"accept": "application/json", "accept-encoding": _body.ACCEPTED, "user-agent": user_agent}
        )
        adapter = Adapter(HOSTS, connections)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def close(self) -> None:
        """Close all connections, end the requests that are under way, and send nothing more."""
        self._exchanges.close()
        self._session.close()

    def request(
        self,
        method: str,
        url: str,
        query: Optional[Mapping[str, str]] = None,
        body: Any = None,
        deadline: Optional[float] = None,
        retry: Retry = _retry.DEFAULT,
    ) -> Answer:
        """The successful answer to one request: 200 with JSON; for DELETE any 2xx, with or without a body; for GET any
        other 2xx as well where the conventions say so.

        body is sent as JSON. Each try has both time limits, connect and read, and ends at deadline, a time of the clock;
        transient errors are retried as retry says, so the request has to be one that can be repeated. An endpoint that
        throttles is sent no more than it has accepted. Raises RequestError with the fault of the last try.
        """
        content = None if body is None else json.dumps(body).encode("ascii")
        if deadline is None and self.limits is not None:
            deadline, retry = self.limits
            self._check_time(method, url, deadline)
        longest = min(self._connect_timeout + self._read_timeout, retry.longest_try or float("inf"))
        limit = self._clock() + retry.timeout if deadline is None else deadline

        def call() -> Answer:
            return self._try(method, url, query, content, longest, deadline, limit)

        return _retry.tried(call, retry, limit, self._clock, self._sleep)

    def _check_time(self, method: str, url: str, deadline: float) -> None:
        """Raises RequestError after the deadline: of many requests that are left, none is to be sent."""
        if self._clock() >= deadline:
            text = faults.message("not sent, because no time is left", f"{method} {bare_url(url)}")
            raise RequestError(Fault(FaultKind.TRANSIENT, text))

    def _try(
        self,
        method: str,
        url: str,
        query: Optional[Mapping[str, str]],
        content: Optional[bytes],
        timeout: float,
        deadline: Optional[float],
        limit: float,
    ) -> Answer:
        request = self._made(method, url, query, content)
        limiter = self._limiters.setdefault(_host(url), RateLimiter(self._clock))
        self._wait_for_slot(limiter, request.shown, limit)
        if deadline is not None:
            timeout = max(LEAST_TIMEOUT, min(timeout, deadline - self._clock()))
        exchange = self._exchanges.begin(request)
        try:
            answer = call_with_timeout(
                functools.partial(self._exchange, request, timeout, exchange), timeout, exchange.close
            )
        except (TimeoutError, NoThreadError) as error:
            answer = self._begun(request, timeout, exchange, error, limiter)
        except RequestError as error:
            _count(limiter, error.fault)
            raise
        finally:
            self._exchanges.end(exchange)
        limiter.accepted()
        return answer

    def _begun(
        self, request: Request, timeout: float, exchange: Exchange, error: Exception, limiter: RateLimiter
    ) -> Answer:
        """The answer of which not all came in time, where what came is enough. Raises RequestError."""
        answer = exchange.answer
        if answer is None or (self._is_success(request, answer.status) and _needs_body(request, answer)):
            reason = str(error) or f"no answer within {times.duration(timeout)}"
            text = faults.message(reason, request.unanswered)
            raise RequestError(Fault(FaultKind.TRANSIENT, text, request_id=request.id))
        if not self._is_success(request, answer.status):
            fault = faults.of_error_answer(answer, b"", self._conventions)  # what it means does not depend on its body
            _count(limiter, fault)
            raise RequestError(fault)
        return answer

    def _made(self, method: str, url: str, query: Optional[Mapping[str, str]], content: Optional[bytes]) -> Request:
        header = self._conventions.request_id_header
        id_ = (self._request_id or os.urandom(16).hex().upper()) if header else None
        return Request(method, url, query, content, f"{method} {bare_url(url) or 'invalid-URL'}", header, id_)

    def _wait_for_slot(self, limiter: RateLimiter, request: str, limit: float) -> None:
        pause = limiter.reserve(max(0.0, limit - self._clock()))
        if pause is None:
            reason = f"{faults.THROTTLED}: not sent, because the service throttles requests and no slot is free in time"
            fault = Fault(FaultKind.TRANSIENT, faults.message(reason, request), faults.THROTTLED)
            raise RequestError(fault._replace(category=faults.category_of(faults.THROTTLED)))
        if pause:
            self._sleep(pause)

    def _exchange(self, request: Request, timeout: float, exchange: Exchange) -> Answer:
        url = request.url
        limits = (min(self._connect_timeout, timeout), min(self._read_timeout, timeout))
        deadline = self._clock() + timeout
        headers = dict(self._session.headers)
        if request.id_header and request.id:
            headers[request.id_header] = request.id
        if request.content is not None:
            headers["content-type"] = "application/json"
        try:
            # Not session.request(), which searches the environment for proxies and a bundle for each request, and merges
            # settings that are the same for all: half of the CPU that a request costs without the network.
            prepared = requests.Request(
                request.method, url, headers, data=request.content, params=request.query, auth=self._auth
            ).prepare()
            for name, value in prepared.headers.items():
                self._secrets.add_sent(name, value)
            with (
                exchange,
                self._session.send(
                    prepared,
                    timeout=limits,
                    verify=self._verify,
                    cert=self._client_cert,
                    proxies=self._proxies_for(url),
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                self._resolved.add(self._resolves(url))
                return self._answer(response, request, deadline, exchange)
        except RequestError:
            raise
        except Exception as error:
            # What settings and servers make libraries raise is not only what these say they raise.
            fault = faults.of_exception(url, request.unanswered, error, *limits, self._conventions.trust_option)
            fault = fault._replace(request_id=request.id)
            if fault.kind == FaultKind.UNRESOLVED and self._resolves(url) in self._resolved:
                fault = fault._replace(kind=FaultKind.TRANSIENT)
            elif fault.kind == FaultKind.TRANSIENT:
                self._resolved.add(self._resolves(url))
            raise RequestError(fault) from error

    def _proxies_for(self, url: str) -> Mapping[str, str]:
        host = _host(url)
        if host not in self._proxies:
            self._proxies[host] = proxy.settings(url)
        return self._proxies[host]

    def _resolves(self, url: str) -> str:
        """What has to be resolved for requests to a URL: the proxy, if there is one, else the host."""
        proxies = self._proxies_for(url)
        return (requests.utils.select_proxy(url, proxies) if proxies else None) or _host(url)

    def _answer(self, response: Any, request: Request, deadline: float, exchange: Exchange) -> Answer:
        now = time.time()
        answer = _headers.answer(
            response.status_code, response.headers, request.shown, request.id_header, now, request.id
        )
        exchange.answer = answer
        chunks: list[bytes] = []
        try:
            if not 300 <= answer.status < 400:
                chunks.extend(_body.pieces(response, answer, lambda: self._clock() > deadline))
        except (requests.RequestException, RequestError):
            if _needs_body(request, answer):
                raise
        raw = b"".join(chunks)  # what an error status means does not depend on the rest of its body
        answer = answer._replace(body=_body.value(raw), size=len(raw))
        if not self._is_success(request, answer.status):
            skew = None if answer.date is None else answer.date - now
            raise RequestError(faults.of_error_answer(answer, raw, self._conventions), skew, answer.body)
        if answer.body is None and _needs_body(request, answer):
            reason = f"the answer is not JSON: {faults.excerpt(raw)}"
            raise RequestError(faults.of_answer(FaultKind.TRANSIENT, reason, answer))
        return answer

    def _is_success(self, request: Request, status: int) -> bool:
        any_2xx = request.method == "DELETE" or (request.method == "GET" and self._conventions.other_2xx)
        return status == 200 or (any_2xx and 200 < status < 300)


def _needs_body(request: Request, answer: Answer) -> bool:
    return answer.status == 200 and request.method != "DELETE"


def _count(limiter: RateLimiter, fault: Fault) -> None:
    """Tell the limiter of an answer that is a fault, if it is the fault of an answer."""
    if fault.http_status == faults.THROTTLED:
        limiter.throttled(fault.retry_after)
    elif fault.http_status is not None:
        limiter.accepted()


def _host(url: str) -> str:
    """The host and port of a URL; all of what is none."""
    return url.split("/", 3)[2] if "://" in url else url
