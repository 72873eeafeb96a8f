# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is called with mutated answers, and what has to hold of all that comes back: nothing but observations and the errors that are documented."""

from __future__ import annotations

import functools
import json
import math
import re
import time
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence

from ansible_collections.longops.oracle.plugins.module_utils._ansible import outgoing, runner
from ansible_collections.longops.oracle.plugins.module_utils._core.errors import LongopsError, RequestError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import (
    Category,
    Fault,
    FaultKind,
    Observation,
    Operation,
    State,
)
from ansible_collections.longops.oracle.plugins.module_utils._goldengate import (
    client as _goldengate,
    results as _requests,
)
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.client import GoldenGateClient
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.endpoint import locate
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.request_ids import Call
from ansible_collections.longops.oracle.plugins.module_utils._http.retry import ONCE
from ansible_collections.longops.oracle.plugins.module_utils._http.transport import Transport
from ansible_collections.longops.oracle.plugins.module_utils._oci import results as _work_requests
from ansible_collections.longops.oracle.plugins.module_utils._oci.api import resource_search
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.client import OciClient
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.list_query import Filters
from ansible_collections.longops.oracle.plugins.module_utils._oci.api.session import CONVENTIONS, Place, Target
from ansible_collections.longops.oracle.plugins.module_utils._oci.resource_ids import Resource
from ansible_collections.longops.oracle.plugins.module_utils._resources import (
    contradictions,
    goal as goals,
    latest_work_request,
    listing as resource_listing,
    read as _read_resources,
    results as _resources,
    targets as _targets,
)
from ansible_collections.longops.oracle.plugins.module_utils._resources.client import ResourceClient
from ansible_collections.longops.oracle.plugins.module_utils._resources.goal import SETTLED_GOAL, Goal
from ansible_collections.longops.oracle.plugins.module_utils._resources.judge import MISSING, Judge
from ansible_collections.longops.oracle.plugins.module_utils._text.masking import Secrets
from ansible_collections.longops.oracle.plugins.modules import resource_wait, work_request_wait
from ansible_collections.longops.oracle.tests.simulator import Simulator

from .corpus import COMPARTMENT, GOLDENGATE, RESOURCE, RESOURCES, WORK_REQUESTS, Seed, Unsigned

#: Seconds that one request may take, and that all of one call may. A machine that is busy is given more.
REQUEST, CALL, BUSY = 0.5, 4.0, 10.0
#: Seconds of a whole wait, and beyond its deadline; and what the message of an internal error has.
WAIT, BEYOND, OWN_FAULT = 0.3, 5.0, "fault of its own"
#: Characters of what a user is shown, and of a whole result.
LONGEST_MESSAGE, LONGEST_RESULT = 10_000, 64 * 1024 * 1024

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Wrong(AssertionError):
    """Something does not hold."""


class Clock:
    """The clock of the clients: what they sleep passes at once."""

    def __init__(self) -> None:
        self._slept = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        self._slept += seconds


def call(name: str, seed: Seed, url: str) -> None:
    """Make one of CALLS. Raises Wrong, and whatever else should not be raised."""
    clock = Clock()
    begin = time.monotonic()
    _CALLS[seed.kind][name](seed, url, clock)
    seconds = time.monotonic() - begin
    hold(seconds <= CALL + BUSY, f"it took {seconds:.1f} s")


def names(seed: Seed) -> list[str]:
    """The calls that are made with the answers about an operation."""
    return list(_CALLS[seed.kind])


def hold(holds: bool, what: str) -> None:
    if not holds:
        raise Wrong(what)


def _oci(seed: Seed, url: str, clock: Clock) -> tuple[OciClient, Target]:
    signer = Unsigned()
    transport = Transport(signer, True, REQUEST, REQUEST, conventions=CONVENTIONS, clock=clock, sleep=clock.sleep)
    client = OciClient(transport, signer, Place(service_endpoint=url, compartment_id=COMPARTMENT, namespace="space"))
    return client, client.target(seed.id, seed.service)


def _poll(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _oci(seed, url, clock)
    observation = client.poll(target, clock() + REQUEST)
    _check(observation, seed.id)
    _leaves(_work_requests.observed(target, observation), client.warnings)


def _read(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _oci(seed, url, clock)
    observation = client.read(target, clock() + CALL)
    _check(observation, seed.id)
    operation = observation.operation or Operation(seed.id, "service", details={"resources": []})
    operation = client.logs(target, client.errors(target, operation, clock() + CALL), clock() + CALL)
    hold(operation.id == seed.id, f"it is {operation.id}")
    for error in operation.errors or ():
        hold(error.category in Category.ALL, f"the category is {error.category}")
    _leaves(_work_requests.observed(target, observation._replace(operation=operation, fault=None)), client.warnings)


def _list(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _oci(seed, url, clock)
    resource = RESOURCE if target.family.lists_a_resource else None
    try:
        listed = client.listing.list_work_requests(target.family, COMPARTMENT, Filters(resource_id=resource), 500)
    except LongopsError as error:
        _check_error(error)
        return
    for operation in listed.operations[:50]:
        _check(Observation(operation.id, operation), operation.id)
        _leaves(_work_requests.observed(target, Observation(operation.id, operation)), client.warnings)


def _poll_list(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _oci(seed, url, clock)
    if target.family.list is None:
        return
    polled = client.listing.poll_list(target, COMPARTMENT, {seed.id, RESOURCE}, 3, clock() + CALL)
    hold(set(polled.observations) <= {seed.id, RESOURCE}, "another one is observed")
    for id_, observation in polled.observations.items():
        _check(observation, id_)
    if polled.fault is not None:
        _check_fault(polled.fault)


def _cancel(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _oci(seed, url, clock)
    _raises_only_ours(lambda: client.cancel(target))


def _search(seed: Seed, url: str, clock: Clock) -> None:
    client, _target = _oci(seed, url, clock)
    found = _raises_only_ours(lambda: resource_search.compartment_of(client, RESOURCE))
    hold(found is None or isinstance(found, str), "the compartment is no text")


def _request(seed: Seed, url: str, clock: Clock) -> None:
    transport = Transport(Unsigned(), True, REQUEST, REQUEST, conventions=CONVENTIONS, clock=clock, sleep=clock.sleep)
    _raises_only_ours(lambda: transport.request("GET", f"{url}/x", deadline=clock() + REQUEST, retry=ONCE))


def _wait(seed: Seed, url: str, clock: Clock) -> None:
    """The whole module, in real time."""
    _run(work_request_wait, "work_requests", seed, url, {"work_request_id": seed.id})


def _run(module: Any, entries: str, seed: Seed, url: str, about: Mapping[str, Any]) -> None:
    """A module that waits for one operation, in real time. Its entries are under that key."""
    options = {
        "config_file_location": _config_file(),
        "service_endpoint": url,
        "namespace": "space",
        "compartment_id": COMPARTMENT,
        "service": seed.service,
        "timeout": WAIT,
        "interval": 0.1,
        "connect_timeout": REQUEST,
        "read_timeout": REQUEST,
        **about,
    }
    begin = time.monotonic()
    found = runner.run_in_process(module.spec(), module.body, options)
    hold(time.monotonic() - begin <= WAIT + BEYOND + BUSY, "the deadline is not kept")
    text = json.dumps(found, allow_nan=False, ensure_ascii=False)
    unsafe = _UNSAFE.search(text)
    hold(unsafe is None, f"unsafe: {unsafe and unsafe[0]!r}")
    hold(OWN_FAULT not in text, "it ends with a fault of its own")
    ids = [entry.get("resource_id") or entry["id"] for entry in found[entries]]
    hold(ids == [seed.id], "another one was waited for")
    ended = {"succeeded": "succeeded", "unsuccessful": "failed", "pending": "pending"}
    [outcome] = [ended[name] for name in ended if found[name]]
    hold(bool(found.get("failed")) == (outcome != "succeeded"), f"it is {outcome}, and so is the task")
    for line in found.get("msg", "").splitlines():
        _check_text(line)


@functools.lru_cache(maxsize=1)
def _simulator() -> Simulator:
    return Simulator()


def _config_file() -> str:
    """A configuration file with a key, that signs requests which are not looked at."""
    return str(_simulator().config_file)


_OCI: Mapping[str, Callable[[Seed, str, Clock], None]] = {
    "poll": _poll,
    "read": _read,
    "list": _list,
    "poll by list": _poll_list,
    "cancel": _cancel,
    "search": _search,
    "request": _request,
    "wait": _wait,
}

#: Which answers the requests of each call should get, in order. All calls of a name have the same, whatever the service.
EXPECTS: Mapping[str, Sequence[str]] = {
    "poll": ("get", "result", "error"),
    "read": ("get", "result", "errors", "logs"),
    "list": ("list",),
    "poll by list": ("list",),
    "cancel": ("get",),
    "search": ("search",),
    "request": ("get",),
    "wait": ("get", "get", "errors", "logs"),
    "judge": ("get", "steady", "gone", "deleted"),
    "explain": ("list", "errors"),
    "info": ("get",),
    "find": ("search",),
}


def _client(url: str, clock: Clock) -> GoldenGateClient:
    transport = Transport(
        Unsigned(), True, REQUEST, REQUEST, conventions=_goldengate.CONVENTIONS, clock=clock, sleep=clock.sleep
    )
    return GoldenGateClient(transport, locate(url, None, None, "v2"), clock, clock.sleep)


def _poll_request(seed: Seed, url: str, clock: Clock) -> None:
    client = _client(url, clock)
    observation = client.poll(seed.id, clock() + CALL, include_result=True)
    _check_request(client, seed, observation, clock)


def _read_request(seed: Seed, url: str, clock: Clock) -> None:
    client = _client(url, clock)
    _check_request(client, seed, client.read(seed.id), clock)


def _check_request(client: GoldenGateClient, seed: Seed, observation: Observation, clock: Clock) -> None:
    _check(observation, seed.id)
    operation = observation.operation
    if operation is not None and operation.ended:
        operation = client.with_result(operation, clock() + CALL)
        operation = client.explained(operation, clock() + CALL)
        hold(operation.id == seed.id, f"it is {operation.id}")
    _leaves(
        _requests.entry(Call(seed.id, None), client.service, observation._replace(operation=operation)), client.warnings
    )


def _list_requests(seed: Seed, url: str, clock: Clock) -> None:
    client = _client(url, clock)
    _raises_only_ours(client.list_requests)


_GOLDENGATE: Mapping[str, Callable[[Seed, str, Clock], None]] = {
    "poll": _poll_request,
    "read": _read_request,
    "list": _list_requests,
}


# Resources

#: What resources are waited for, as the options of a module say it.
GOALS: tuple[Mapping[str, Any], ...] = (
    {},
    {"state": ["ACTIVE", "RUNNING", "AVAILABLE"]},
    {"absent": True},
    {"absent": True, "missing_ok": True},
    {"fail_on": ["CREATING"]},
    {"absent": True, "fail_on": []},
)


def _resource(seed: Seed, url: str, clock: Clock, goal: Goal = SETTLED_GOAL) -> tuple[ResourceClient, _targets.Target]:
    transport = Transport(Unsigned(), True, REQUEST, REQUEST, conventions=CONVENTIONS, clock=clock, sleep=clock.sleep)
    place = Place(service_endpoint=url, compartment_id=COMPARTMENT, namespace="space")
    client = ResourceClient(OciClient(transport, Unsigned(), place))
    naming = _targets.Naming(seed.service, None, seed.parameters, COMPARTMENT)
    target = _targets.target(client.oci.session, Resource(seed.id), naming)
    return client, target._replace(goal=goal)


def _judge(seed: Seed, url: str, clock: Clock) -> None:
    """Four polls, judged by every goal: an end is what the last answer says and the goal allows, and never comes of nothing."""
    client, target = _resource(seed, url, clock)
    polled = [client.poll(target, clock() + REQUEST) for _number in range(4)]
    for asked in GOALS:
        of = target._replace(goal=goals.parse(asked))
        judge = Judge()
        for seen in polled:
            found = judge.observation(of, seen)
            _check(found, target.key)
            operation = found.operation
            if operation is not None and operation.details.get("absent"):
                hold(
                    bool(
                        seen.fault
                        and seen.fault.http_status in MISSING
                        and seen.fault.code
                        and seen.fault.category == Category.NOT_FOUND
                    ),
                    "nothing says that it is gone",
                )
                hold(operation.state == State.SUCCEEDED, "it is gone, and that is no success")
            elif operation is not None and operation.state == State.SUCCEEDED and of.goal.words:
                hold(
                    str(operation.status).strip().upper() in of.goal.words, f"{operation.status!r:.80} is not the goal"
                )
            _leaves(_resources.entry(of, found), client.warnings)
            if operation is not None and operation.ended:
                _check_contradiction(of, operation)
                break


def _check_contradiction(target: _targets.Target, operation: Operation) -> None:
    said = contradictions.contradiction(target, operation)
    if said is not None:
        _check_text(said)


def _info(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _resource(seed, url, clock)
    for missing_ok in (False, True):
        [seen] = _read_resources.by_id(client, [target], missing_ok, 1)
        _check(seen, target.key)
        _leaves(_resources.entry(target, seen), client.warnings)


def _explain(seed: Seed, url: str, clock: Clock) -> None:
    client, target = _resource(seed, url, clock)
    failed = Operation(target.key, target.type.service, "FAILED", State.FAILED, details={"compartment_id": COMPARTMENT})
    found = latest_work_request.explained(client.oci, target, failed, clock() + CALL)
    hold((found.id, found.state) == (failed.id, failed.state), "it is another operation")
    for error in found.errors or ():
        hold(error.category in Category.ALL, f"the category is {error.category}")
    _leaves(_resources.entry(target, Observation(target.key, found)), client.warnings)


def _find(seed: Seed, url: str, clock: Clock) -> None:
    client, _target = _resource(seed, url, clock)
    found = _raises_only_ours(lambda: resource_listing.in_compartment(client.oci, COMPARTMENT, False, None, 50))
    for entry in found or ():
        hold(entry["state"] in (None, *State.ALL), f"the state is {entry['state']}")
        _leaves(entry, client.warnings)


def _wait_for_resource(seed: Seed, url: str, clock: Clock) -> None:
    parameters = {
        name: value for name, value in seed.parameters.items() if name not in ("compartmentId", "namespaceName")
    }
    _run(
        resource_wait,
        "resources",
        seed,
        url,
        {"resource_id": [seed.id], "parameters": parameters, "absent": len(seed.id) % 2 == 0},
    )


_RESOURCES: Mapping[str, Callable[[Seed, str, Clock], None]] = {
    "judge": _judge,
    "info": _info,
    "explain": _explain,
    "find": _find,
    "wait": _wait_for_resource,
}
_CALLS: Mapping[str, Mapping[str, Callable[[Seed, str, Clock], None]]] = {
    WORK_REQUESTS: _OCI,
    GOLDENGATE: _GOLDENGATE,
    RESOURCES: _RESOURCES,
}


def _raises_only_ours(function: Callable[[], Any]) -> Any:
    try:
        return function()
    except LongopsError as error:
        _check_error(error)
        return None


def _check_error(error: LongopsError) -> None:
    if isinstance(error, RequestError):
        _check_fault(error.fault)
    else:
        _check_text(str(error))


def _check(observation: Observation, id_: str) -> None:
    hold(observation.id == id_, f"{observation.id} is observed")
    operation, fault = observation.operation, observation.fault
    hold((operation is None) != (fault is None), "it is neither an operation nor a fault")
    _check_seconds(observation.retry_after)
    hold(observation.age is None or math.isfinite(observation.age), f"the age is {observation.age}")
    if fault is not None:
        _check_fault(fault)
    if operation is not None:
        hold(operation.id == id_, f"it is {operation.id}")
        hold(operation.state in State.ALL, f"the state is {operation.state}")
        percent = operation.percent_complete
        hold(percent is None or 0 <= percent <= 100, f"{percent} percent")
        for text in (operation.status, operation.time_accepted, operation.operation_type):
            hold(text is None or isinstance(text, str), f"{text!r:.80} is no text")


def _check_fault(fault: Fault) -> None:
    hold(fault.kind in (*FaultKind.RETRIED, FaultKind.NOT_FOUND, FaultKind.FATAL), f"the kind is {fault.kind}")
    hold(fault.category in Category.ALL, f"the category is {fault.category}")
    _check_seconds(fault.retry_after)
    _check_text(fault.message)


def _check_seconds(seconds: Optional[float]) -> None:
    hold(seconds is None or (math.isfinite(seconds) and seconds >= 0), f"{seconds} seconds")


def _check_text(text: str) -> None:
    unsafe = _UNSAFE.search(text)
    hold(unsafe is None and len(text.splitlines()) <= 1, f"not one safe line: {text!r:.200}")
    hold(0 < len(text) <= LONGEST_MESSAGE, f"a message of {len(text)} characters")


def _leaves(entry: dict[str, Any], warnings: Iterable[str]) -> None:
    """What a module would print of it is JSON for everybody, and safe on a terminal."""
    found = outgoing.result({"changed": False, "entries": [entry], "warnings": list(warnings)}, Secrets())
    text = json.dumps(found, allow_nan=False, ensure_ascii=False)
    hold(len(text) <= LONGEST_RESULT, f"a result of {len(text)} characters")
    hold(json.loads(text) == found, "it is read as something else")
    unsafe = _UNSAFE.search(text)
    hold(unsafe is None, f"unsafe: {unsafe and unsafe[0]!r}")
    for warning in found.get("warnings", ()):
        _check_text(warning)
