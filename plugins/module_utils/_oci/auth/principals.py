# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authenticates as the instance, function or pod that this runs on, with the signers of Oracle's SDK. Private to longops.oracle.

The SDK is imported only when such an authentication is configured: it costs half a second. What each kind needs is in
docs.oracle.com, "SDK Authentication Methods".
"""

from __future__ import annotations

import json.decoder
import os
import threading
import time
import traceback
from typing import Any, Callable, Mapping, MutableMapping, NamedTuple, Optional

from ..._core.errors import LongopsError, MissingLibraryError, RequestError
from ..._core.operation import Category, Fault, FaultKind
from ..._http.deadline import call_with_timeout
from ..._http.faults import category_of, causes, innermost, kind_of
from ..._http.retry import Limits, tried
from ..._text import times
from ..._text.sanitize import bare_url, clean, cut
from . import config_file, hints, token_file

#: Seconds before its expiry at which a token is replaced, or half of what is left of it, if that is less.
EARLY = 60.0
#: Seconds between tries to replace a token that is still valid.
PAUSE = 10.0
#: Addresses of the instance metadata service. They are local to the instance: no proxy can reach them.
METADATA_HOSTS = ("169.254.169.254", "fd00:c1::a9fe:a9fe")
#: Least seconds that a request for a token gets, even after the deadline.
LEAST_TIMEOUT = 0.1
#: Characters of a reason that a message repeats.
LONGEST_REASON = 400
#: What the SDK's own copy of the requests library raises where a server cannot be reached or does not answer.
NETWORK_ERRORS = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ChunkedEncodingError")


class Options(NamedTuple):
    """The options of a task for such an authentication. bundle is the path of a CA bundle, timeout is in seconds."""

    purpose: Optional[str] = None
    service_account_token_path: Optional[str] = None
    bundle: Optional[str] = None
    timeout: float = 70.0


class Kind(NamedTuple):
    """One kind of principal. make(oci, profile, options) gives the SDK's signer; needs is the sentence about where it works."""

    noun: str
    make: Callable[[Any, config_file.Profile, Options], Any]
    needs: str


def _instance(oci: Any, profile: config_file.Profile, options: Options) -> Any:
    return oci.auth.signers.InstancePrincipalsSecurityTokenSigner(
        purpose=options.purpose,
        federation_client_cert_bundle_verify=options.bundle,
        retry_strategy=_retry_strategy(oci),
    )


def _instance_for_user(oci: Any, profile: config_file.Profile, options: Options) -> Any:
    return oci.auth.signers.InstancePrincipalsDelegationTokenSigner(
        delegation_token=config_file.read_delegation_token(profile),
        federation_client_cert_bundle_verify=options.bundle,
        retry_strategy=_retry_strategy(oci),
    )


def _retry_strategy(oci: Any) -> Any:
    """Retries of requests to the metadata service: by default the SDK takes three minutes to report that there is none."""
    builder = oci.retry.RetryStrategyBuilder(
        max_attempts=3,
        total_elapsed_time_seconds=20,
        service_error_retry_config={-1: [], 404: [], 429: []},
        service_error_retry_on_any_5xx=True,
    )
    return builder.get_retry_strategy()


def _resource(oci: Any, profile: config_file.Profile, options: Options) -> Any:
    return oci.auth.signers.get_resource_principals_signer()


def _workload(oci: Any, profile: config_file.Profile, options: Options) -> Any:
    return oci.auth.signers.get_oke_workload_identity_resource_principal_signer(
        service_account_token_path=options.service_account_token_path
    )


KINDS: Mapping[str, Kind] = {
    "instance_principal": Kind(
        "the instance principal of this host",
        _instance,
        "It works on compute instances of OCI that reach the instance metadata service (http://169.254.169.254, or what"
        " OCI_METADATA_BASE_URL says) and the region's auth endpoint, and that a dynamic group names.",
    ),
    "instance_obo_user": Kind(
        "the user for whom this instance acts",
        _instance_for_user,
        "It works in Cloud Shell, and on compute instances of OCI that have a delegation token and reach the instance metadata"
        " service (http://169.254.169.254, or what OCI_METADATA_BASE_URL says).",
    ),
    "resource_principal": Kind(
        "the resource principal of this process",
        _resource,
        "It works in functions and other resources of OCI that run code, where OCI_RESOURCE_PRINCIPAL_VERSION (1.1, 2.1, 2.1.1,"
        " 2.1.2, 2.2 or 3.0) and the variables that belong to it are set.",
    ),
    "oke_workload_identity": Kind(
        "the workload identity of this pod",
        _workload,
        "It works in pods of enhanced OKE clusters, whose service account has a token that is mounted.",
    ),
}


class Principal:
    """Signs like signing.Signer, with a token that is replaced before it expires, and when it is rejected.

    authenticate makes a signer of Oracle's SDK with a new token, or raises RequestError; sign(signer, request) signs with it.
    """

    def __init__(
        self,
        kind: Kind,
        authenticate: Callable[[], Any],
        sign: Callable[[Any, Any], Any],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._kind = kind
        self._authenticate = authenticate
        self._sign = sign
        self._clock = clock
        self._lock = threading.Lock()
        self._signer: Any = None
        self._expires = self._replace_at = 0.0
        self._replace()

    @property
    def key_id(self) -> str:
        return self._signer.api_key

    @property
    def region(self) -> Optional[str]:
        """The region in which this runs, where the kind of principal has one."""
        return getattr(self._signer, "region", None)

    @property
    def source(self) -> str:
        return self._kind.noun

    @property
    def hint(self) -> str:
        return hints.of_principal(self._kind.noun)

    def refresh(self, rejected: str) -> bool:
        with self._lock:
            if self.key_id == rejected:  # else another thread has authenticated meanwhile
                self._replace()
            return self.key_id != rejected

    def __call__(self, request: Any) -> Any:
        return self._sign(self._usable(), request)

    def _usable(self) -> Any:
        """The signer, with a new token if the last one is about to expire."""
        if self._clock() < self._replace_at:
            return self._signer
        with self._lock:
            now = self._clock()
            if now >= self._replace_at:
                try:
                    self._replace()
                except LongopsError:
                    if now >= self._expires:
                        raise
                    self._replace_at = now + PAUSE
            return self._signer

    def _replace(self) -> None:
        self._signer = self._authenticate()
        expires = token_file.expiry(self._signer.api_key)
        self._expires = float("inf") if expires is None else expires
        self._replace_at = self._expires - min(EARLY, (self._expires - self._clock()) / 2)


def signer(
    profile: config_file.Profile,
    options: Options,
    environ: Optional[MutableMapping[str, str]] = None,
    limits: Optional[Limits] = None,
) -> Principal:
    """The signer of a profile whose auth_type is one of KINDS. environ is the environment of this process if it is not given.

    The first token is requested within limits. Later ones are requested within the time of the request that needs them.

    Raises RequestError (no token), UsageError (no delegation token) and MissingLibraryError (the SDK).
    """
    environ = os.environ if environ is None else environ
    kind = KINDS[profile.auth_type]
    what = f"Authentication with auth_type {profile.auth_type}"
    try:
        import oci
        import oci.auth.signers
    except ImportError:
        reason = (
            f"for authentication with auth_type {profile.auth_type}; api_key and security_token need no such library"
        )
        raise MissingLibraryError("oci", reason, traceback.format_exc()) from None
    _prepare(environ, options)
    # For resource principals of version 1.1 the SDK ignores this variable, which it reads everywhere else.
    instance = oci.auth.signers.InstancePrincipalsSecurityTokenSigner
    instance.METADATA_URL_BASE = environ.get("OCI_METADATA_BASE_URL") or instance.METADATA_URL_BASE

    begun = False

    def authenticate() -> Any:
        longest = options.timeout
        if limits is not None and not begun:
            left = limits.deadline - time.monotonic()
            longest = max(LEAST_TIMEOUT, min(longest, left, limits.retry.longest_try or longest))
        try:
            return call_with_timeout(lambda: kind.make(oci, profile, options), longest)
        except LongopsError:
            raise
        except TimeoutError:
            reason = f"no token within {times.duration(longest)}"
            raise RequestError(Fault(FaultKind.TRANSIENT, f"{what} failed: {reason}. {kind.needs}")) from None
        except Exception as error:  # the SDK raises exceptions of every kind
            fault_kind = FaultKind.TRANSIENT if _is_transient(oci, error) else FaultKind.FATAL
            fault = Fault(fault_kind, f"{what} failed: {_reason(error)}. {kind.needs}")
            # Whatever is wrong for good, there is no authentication.
            known = category_of(getattr(error, "status", None))
            category = Category.AUTHORIZATION if fault_kind == FaultKind.FATAL else known
            raise RequestError(fault._replace(category=category)) from error

    def made() -> Principal:
        return Principal(kind, authenticate, oci.signer.AbstractBaseSigner.__call__)

    found = made() if limits is None else tried(made, limits.retry, limits.deadline, time.monotonic, time.sleep)
    begun = True
    return found


def _prepare(environ: MutableMapping[str, str], options: Options) -> None:
    """Set in the environment what the SDK's signers take no argument for."""
    if options.bundle:
        environ["REQUESTS_CA_BUNDLE"] = options.bundle
    for name in ("NO_PROXY", "no_proxy"):
        if environ.get(name) or name == "NO_PROXY":
            known = environ.get(name, "").split(",")
            environ[name] = ",".join(
                [host for host in known if host] + [host for host in METADATA_HOSTS if host not in known]
            )


def _is_transient(oci: Any, error: Exception) -> bool:
    """Whether another try may succeed: as for a request, errors of servers and of the network are transient."""
    for cause in causes(error):
        if isinstance(cause, oci.exceptions.ServiceError):
            return kind_of(cause.status) == FaultKind.TRANSIENT
        if isinstance(cause, (ConnectionError, TimeoutError)) or type(cause).__name__ in NETWORK_ERRORS:
            return True
    return _is_of_answer(error)


def _is_of_answer(error: BaseException) -> bool:
    """Whether the SDK raised this because an answer has no token: the page of a proxy, half of an answer, other JSON."""
    frames = traceback.walk_tb(error.__traceback__)
    return isinstance(error, (KeyError, TypeError, UnicodeDecodeError)) or any(
        frame.f_globals.get("__name__") == json.decoder.__name__ for frame, _line in frames
    )


def _reason(error: Exception) -> str:
    """The text of the SDK's exception, without its secrets."""
    if hasattr(error, "status"):  # oci.exceptions.ServiceError, which as a text is a page long
        service = getattr(error, "target_service", None) or "the request for a token"
        text = f"{service} was answered {error.status}: {getattr(error, 'message', error)}"
    elif _is_of_answer(error):
        text = f"the answer to the request for a token has none ({type(error).__name__}: {error})"
    elif isinstance(error, OSError) and error.filename:
        text = f"{error.filename}: {error.strerror}"
    elif type(error).__name__ == "DecodeError":  # of the library PyJWT
        text = f"the token is malformed: {error}"
    elif type(error).__name__ in NETWORK_ERRORS:
        url = bare_url(getattr(getattr(error, "request", None), "url", None))
        text = f"{url}: {innermost(error)}" if url else innermost(error)
    else:
        text = str(error)
    return cut(clean(text).rstrip(". ") or type(error).__name__, LONGEST_REASON)
