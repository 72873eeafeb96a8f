# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays one case, a fault at a point: starts a server, runs the module against it, and judges the result."""

from __future__ import annotations

import base64
import contextlib
import functools
import importlib
import itertools
import json
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import threading
import time
from typing import Any, Callable, Iterator, Mapping, Optional

from ansible.module_utils.common import parameters

from ...plugins.module_utils._ansible import runner
from ..simulator import credentials
from . import certificates, event_source, judge, resolver
from .cases import Case
from .faults import NOTHING, Fault, Means, Play
from .points import EVER, Leads, Point
from .server import Request, Server, Talk
from .services import (
    ACTIVE,
    COMPARTMENT,
    FAMILY,
    GG_ID,
    IDS,
    OCID_TYPE,
    RESOURCE,
    GoldenGate,
    Oci,
    Resources,
    Timeline,
)
from .wire import Answer, to_json

MODULES = "ansible_collections.longops.oracle.plugins.modules."
#: Seconds for which a listener that refuses connections once does so.
REFUSES = 0.3
#: Where a message names no host, since Oracle's SDK had no answer from one.
_OF_PRINCIPAL = "Authentication with auth_type resource_principal"
#: The password of GoldenGate, which must be shown nowhere.
PASSWORD = "open Sesame-77, please"
_WAITS = ("resource_wait", "work_request_wait", "request_status_wait", "operation_wait")

#: The operation of each API, as an entry of operation_wait.
_ENTRIES: Mapping[str, dict[str, str]] = {
    "oci": {"work_request_id": IDS[0]},
    "resources": {"resource_id": RESOURCE, "state": ACTIVE},
    "goldengate": {"request_id": GG_ID},
}


class Script:
    """The right answers of a case, and its fault where it belongs."""

    def __init__(self, case: Case, renew: Callable[[], None]) -> None:
        self._case = case
        point = case.point
        self._timeline = timeline = Timeline(point.end, point.pending_for(case.fault))
        ids = _ids(point)
        self.tokens: list[str] = []
        self._api: Oci | Resources | GoldenGate = {
            "oci": lambda: Oci(timeline, ids, self._new_token),
            "resources": lambda: Resources(timeline, point.by == "gone"),
            "goldengate": lambda: GoldenGate(timeline),
        }[point.api]()
        self._renew = renew
        self._lock = threading.Lock()
        self._hits = 0
        self.server: Optional[Server] = None

    def answer(self, request: Request) -> tuple[str, Callable[[int], Answer]]:
        return self._api.answer(request)

    def act(self, call: str, number: int) -> Optional[Play]:
        point, fault = self._case.point, self._case.fault
        if point.renews and call == "get" and number == 2 and not point.principal:
            return self._reject
        if point.renews and call == "get" and number >= 2 and point.principal:
            return self._reject_first_token
        is_here = call == point.call and point.first <= number <= point.last
        if is_here and point.is_gone_by(fault):
            return functools.partial(_says_gone, fault)
        return fault.play if is_here and fault.play is not None else None

    def observed(self) -> None:
        self._timeline.begin()

    def before(self, call: str, number: int) -> None:
        if self._case.fault.is_of_connection and (call, number) == self._case.point.after:
            self.start()

    def start(self) -> None:
        """The fault of connections begins, once or for good."""
        point, fault, server = self._case.point, self._case.fault, self.server
        assert server is not None
        once = point.last != EVER
        if fault.refuses:
            server.refuse(REFUSES if once else 3600.0)
        elif fault.lookup is not None:
            server.lookups = functools.partial(self._look_up, fault.lookup, once)
        else:
            server.only_once = once
            server.broken = fault.broken

    def _look_up(self, error: int, once: bool) -> None:
        with self._lock:
            self._hits += 1
            hits = self._hits
        if once and hits > 1:
            return
        if not error:
            assert self.server is not None
            self.server.stopped.wait(30.0)
        raise socket.gaierror(error or socket.EAI_AGAIN, "as the script says")

    def _reject(self, talk: Talk) -> None:
        """The session has expired; by now there is a new one."""
        self._renew()
        talk.send(Answer(401, to_json({"code": "NotAuthenticated", "message": "The session has expired."})).wire())

    def _reject_first_token(self, talk: Talk) -> None:
        """The first token has expired; there may be another one by now."""
        if self.tokens[0] in talk.request.headers.get("authorization", ""):
            self._reject(talk)
        else:
            talk.reply(talk.answer)

    def _new_token(self) -> str:
        self.tokens.append(_session())
        return self.tokens[-1]


def _says_gone(fault: Fault, talk: Talk) -> None:
    """What the fault says is to be believed: see faults.BODIES."""
    status = fault.name[:3]
    talk.believe(f"{status} Hostile{status}")
    assert fault.play is not None
    fault.play(talk)


def _ids(point: Point) -> list[str]:
    """The operations of a point: one, or enough to be polled by a list."""
    return [id_.replace(OCID_TYPE, point.ocid_type) for id_ in (IDS[:6] if point.by == "ids" else IDS[:1])]


# The user of OCI


@functools.lru_cache(maxsize=1)
def _key() -> Any:
    return credentials.private_key()


def _session() -> str:
    """A session token. It is not signed, because nothing here checks it."""
    parts = ({"alg": "none"}, {"exp": int(time.time()) + 3600, "jti": secrets.token_hex(16)})
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*texts, "c2lnbmF0dXJl"])


def _config(renews: bool) -> tuple[dict[str, str], Callable[[], None], set[str]]:
    """The options that authenticate; what replaces the session; and what is secret."""
    folder = certificates.folder()
    key_file = folder / "key.pem"
    if not key_file.exists():
        key_file.write_text(credentials.pem_of(_key()), encoding="utf-8")
    stem = secrets.token_hex(8)
    token_file = folder / f"{stem}.token"
    hidden: set[str] = set()

    def renew() -> None:
        token = _session()
        hidden.add(token)
        token_file.write_text(token, encoding="utf-8")

    lines = {
        "tenancy": f"ocid1.tenancy.oc1..{IDS[0][-60:]}",
        "user": f"ocid1.user.oc1..{IDS[0][-60:]}",
        "fingerprint": credentials.fingerprint(_key().public_key()),
        "key_file": str(key_file),
        "region": "us-ashburn-1",
    }
    options = {"config_file_location": str(folder / f"{stem}.config")}
    if renews:
        renew()
        lines["security_token_file"] = str(token_file)
        options["auth_type"] = "security_token"
    text = "\n".join(["[DEFAULT]", *(f"{name}={value}" for name, value in lines.items())])
    (folder / f"{stem}.config").write_text(text, encoding="utf-8")
    return options, renew, hidden


def _principal(server: Server) -> tuple[dict[str, str], dict[str, str]]:
    """The options that authenticate as a resource principal of version 2.1, and its environment."""
    environment = {
        "VERSION": "2.1",
        "RPT_ENDPOINT": server.url,
        "RPST_ENDPOINT": server.url,
        "RESOURCE_ID": RESOURCE,
        "REGION": "us-ashburn-1",
        "PRIVATE_PEM": credentials.pem_of(_key()),
    }
    named = {f"OCI_RESOURCE_PRINCIPAL_{name}": value for name, value in environment.items()}
    return {"auth_type": "resource_principal", "region": "us-ashburn-1"}, named


# A case


def _options(case: Case, server: Server, authentication: dict[str, str]) -> dict[str, Any]:
    point = case.point
    options: dict[str, Any] = {"connect_timeout": 0.5, "read_timeout": 0.5}
    if point.module in _WAITS or point.is_event_source:
        options.update(timeout=case.timeout, interval=0.1, max_interval=0.15)
    if point.is_event_source:
        options.update(scan_interval=1.0)
    if point.api != "goldengate":
        options.update(authentication, service_endpoint=server.url)
        if server.secure:
            options["cert_bundle"] = str(certificates.ca_file())
    else:
        options.update(url=server.url, username="oggadmin", password=PASSWORD)
        if server.secure:
            options["ca_path"] = str(certificates.ca_file())
    if point.module == "operation_wait":
        return {**options, "operations": [_ENTRIES[point.api]], **point.options}
    if point.api == "goldengate":
        return {**options, **({} if point.by == "list" else {"request_id": GG_ID}), **point.options}
    if point.api == "resources" and point.by == "compartment":
        options.update(service_endpoint=f"{server.url}/{{service}}")
        return {**options, "compartment_id": [COMPARTMENT] if point.is_event_source else COMPARTMENT, **point.options}
    named: dict[str, Any] = {
        "id": {"work_request_id": _ids(point)[0]},
        "ids": {"work_request_id": _ids(point)},
        "resource": {"resource_id": RESOURCE, "service": FAMILY},
        "compartment": {"compartment_id": COMPARTMENT, "service": FAMILY},
        **{key: {"resource_id": RESOURCE} for key in ("active", "gone")},
    }[point.by]
    return {**options, **named, **point.options}


def wanted(case: Case) -> judge.Wanted:
    point = case.point
    entries = {"oci": "work_requests", "resources": "resources", "goldengate": "requests"}[point.api]
    leads_to = case.leads_to
    if point.leads[Means.GOOD] == Leads.CANCELED and leads_to == Leads.RIGHT:
        leads_to = Leads.CANCELED
    return judge.Wanted(leads_to, point.module in _WAITS, case.timeout, point.end, entries, point.by == "ids")


#: Runs a module with these options: the result, and what it is as JSON.
Runs = Callable[..., tuple[Any, str]]


def run(module: str, options: dict[str, Any]) -> tuple[Any, str]:
    """Run a module as its action plugin does, in this process."""
    if module.startswith(event_source.PREFIX):
        return event_source.run(module, options)
    found = importlib.import_module(MODULES + module)
    internal: dict[str, Any] = {"_ansible_module_name": f"longops.oracle.{module}"}
    if "tracebacks_for" in parameters.PASS_VARS:  # from ansible-core 2.19 on
        internal["_ansible_tracebacks_for"] = ["error"]
    result = runner.run_in_process(found.spec(), found.body, {**internal, **options})
    return result, json.dumps(result)


def run_as_module(module: str, options: dict[str, Any], environment: Mapping[str, str] = {}) -> tuple[Any, str]:
    """Run a module in a process of its own, as on a host, with these environment variables more."""
    known = {name: server.address for name, server in resolver.SERVERS.items()}
    code = (
        "import runpy, types; from ansible_collections.longops.oracle.tests.hostile import resolver;"
        f"resolver.SERVERS.update((n, types.SimpleNamespace(address=a, lookups=None)) for n, a in {known!r}.items());"
        f"resolver.install(); runpy.run_module({MODULES + module!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": options}),
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        check=False,
    )
    try:
        return json.loads(done.stdout), done.stdout
    except ValueError:
        return None, done.stdout + done.stderr


def play(case: Case, runs: Runs = run) -> judge.Played:
    """What comes of a case."""
    authentication, renew, hidden = _config(case.point.renews)
    script = Script(case, renew)
    secure = case.fault.secure
    with Server(script, secure) as server, Server(script) as trap:
        script.server = server
        server.trap = trap.url
        server.closes = case.fault.is_of_connection
        if case.fault.is_of_connection and case.point.after is None:
            script.start()
        more = ()
        if case.point.principal:
            authentication, environment = _principal(server)
            more = (environment,)
        begin = time.monotonic()
        result, printed = runs(case.point.module, _options(case, server, authentication), *more)
        seconds = time.monotonic() - begin
        loading = server.journal[0].time - begin if case.point.principal and server.journal else 0.0
        return judge.Played(
            result=result,
            printed=printed,
            seconds=seconds,
            loading=loading,
            words=tuple(server.words),
            secrets=frozenset({*server.secrets, *hidden, *script.tokens, PASSWORD}),
            place=_OF_PRINCIPAL if case.point.principal else server.name,
            trapped=len(trap.journal),
            requests=tuple(f"{each.call} {each.number}" for each in server.journal),
        )


def wrong(case: Case) -> list[str]:
    """What is wrong with the outcome of a case; nothing where it is right. Those that need it have this process for themselves."""
    resolver.install()
    if not case.is_alone:
        runs = run_as_module if case.as_module and not case.point.is_event_source else run
        return judge.wrong(wanted(case), play(case, runs))
    play(case._replace(fault=NOTHING))  # what it needs anyway
    before = _memory("VmRSS")
    pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew: proc(5)
    with _jumping(case.fault.clock):
        played = play(case)
    return judge.wrong(wanted(case), played._replace(memory=_memory("VmHWM") - before))


def _memory(key: str) -> int:
    """Bytes of memory of this process: VmRSS now, VmHWM at most."""
    text = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(text.partition(f"{key}:")[2].split()[0])


@contextlib.contextmanager
def _jumping(seconds: float) -> Iterator[None]:
    """After its first ten readings the clock of this host jumps by so much. The monotonic one does not."""
    if not seconds:
        yield
        return
    right = time.time
    readings = itertools.count()
    time.time = lambda: right() + (seconds if next(readings) > 10 else 0.0)
    try:
        yield
    finally:
        time.time = right
