# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for GoldenGate's requests in virtual time: the real client and the real waiter, and a service that is a table."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import RequestError
from ansible_collections.longops.oracle.plugins.module_utils._core.operation import Fault, FaultKind, State
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.client import MAX_CODES, GoldenGateClient
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.endpoint import Location
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.listing import Listed
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.request_ids import Call
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.wait import RequestGroup
from ansible_collections.longops.oracle.plugins.module_utils._http.headers import Answer
from ansible_collections.longops.oracle.plugins.module_utils._polling import group_wait, waiter
from ansible_collections.longops.oracle.plugins.module_utils._polling.waiter import NOT_FOUND_GRACE, Terms

BASE = "https://goldengate.example.com/services/Local/adminsrvr/v2"
IN_PROCESS = ("pending", "processing", "paused")
FINISHED = ("succeeded", "failed", "aborted")
OUTCOMES = {"succeeded": "succeeded", "failed": "failed", "aborted": "failed"}
STATES = {"succeeded": State.SUCCEEDED, "failed": State.FAILED, "aborted": State.CANCELED, "paused": State.ATTENTION}


def request(progress, status=None, messages=()):
    return {
        "$schema": "api:standardResponse",
        "links": [],
        "messages": list(messages),
        "response": {"progress": progress, "requestStatus": status},
    }


class Service:
    """Answers by path: with a body, with a fault, or with the next of a list of them; the last one stays. Its clock is the waiter's."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []
        self.now = 0.0
        self.client = GoldenGateClient(self, Location(BASE, "Local/adminsrvr"), self.clock, self.sleep)
        self._observed = []

    def close(self) -> None:
        """As the transport's: there are no connections."""

    def request(self, method, url, query=None, body=None, deadline=None, retry=None):
        path = url[len(BASE) :]
        self.asked.append((self.now, path, deadline))
        answer = self.answers.get(path, Fault(FaultKind.NOT_FOUND, f"404: nothing there (GET {url})", 404))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, Fault):
            raise RequestError(answer)
        return answer if isinstance(answer, Answer) else Answer(answer, {}, None)

    def paths(self):
        return [path for _now, path, _deadline in self.asked]

    # the waiter's poller

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds

    def start(self, due, soon, deadline):
        self._observed += [self.client.poll(key, deadline()) for key in due]
        return due

    def collect(self, timeout):
        observed, self._observed = self._observed, []
        if not observed:
            self.now += timeout
        return observed


def waited(service, keys=("1",), **terms):
    return waiter.wait(keys, service, Terms(**{"timeout": 100_000, **terms}), service.clock, lambda: 0.0)


@pytest.mark.parametrize("progress", FINISHED)
def test_each_end_alone(progress):
    service = Service({"/requests/1": request(progress)})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.operation.state, watch.polls) == (OUTCOMES[progress], STATES[progress], 1)


@pytest.mark.parametrize("progress", IN_PROCESS)
def test_each_beginning_alone_is_waited_for(progress):
    service = Service({"/requests/1": request(progress)})
    outcome = waited(service, timeout=300)
    assert outcome.timed_out
    assert service.now == 300
    [watch] = outcome.watches
    assert (watch.outcome, watch.operation.status) == ("pending", progress)
    assert watch.operation.state == STATES.get(progress, State.PENDING)


legal = st.tuples(
    st.lists(st.sampled_from(IN_PROCESS)),
    st.sampled_from(FINISHED),
    st.lists(st.sampled_from(IN_PROCESS + FINISHED), max_size=3),
)


@given(legal, st.sampled_from(["fail_fast", "fail_at_end", "report"]))
def test_every_legal_order_ends_with_its_first_end(order, on_failure):
    before, end, after = order
    service = Service({"/requests/1": [request(progress) for progress in (*before, end, *after)]})
    outcome = waited(service, on_failure=on_failure)
    [watch] = outcome.watches
    assert (watch.outcome, watch.operation.status, watch.operation.state) == (OUTCOMES[end], end, STATES[end])
    assert watch.polls == len(before) + 1
    assert not outcome.timed_out


@given(st.lists(st.sampled_from(IN_PROCESS)), st.sampled_from(FINISHED))
def test_paused_ends_the_wait_where_a_person_is_not_waited_for(before, end):
    service = Service({"/requests/1": [request(progress) for progress in (*before, end)]})
    [watch] = waited(service, on_attention="fail").watches
    looks = before.index("paused") + 1 if "paused" in before else len(before) + 1
    assert watch.polls == looks
    assert watch.outcome == ("failed" if "paused" in before else OUTCOMES[end])
    assert watch.operation.status == ("paused" if "paused" in before else end)


@given(legal, st.sampled_from(IN_PROCESS + FINISHED))
def test_an_accepted_progress_is_a_success(order, accept):
    before, end, _after = order
    sequence = [*before, end]
    service = Service({"/requests/1": [request(progress) for progress in sequence]})
    [watch] = waited(service, accept=frozenset((accept.upper(),))).watches
    assert watch.outcome == ("succeeded" if accept in sequence else OUTCOMES[end])
    assert watch.operation.status == (accept if accept in sequence else end)


@given(st.lists(st.sampled_from(IN_PROCESS)), st.integers(400, 599))
def test_succeeded_with_an_error_status_has_failed(before, status):
    service = Service({"/requests/1": [*map(request, before), request("succeeded", status)]})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.operation.state) == ("failed", State.FAILED)


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(IN_PROCESS), max_size=4), st.sampled_from(FINISHED)), min_size=1, max_size=4
    )
)
def test_many_at_once_do_not_mix(orders):
    keys = [str(number) for number in range(len(orders))]
    service = Service(
        {
            f"/requests/{key}": [request(progress) for progress in (*before, end)]
            for key, (before, end) in zip(keys, orders)
        }
    )
    outcome = waited(service, keys, on_failure="fail_at_end")
    assert [watch.operation.status for watch in outcome.watches] == [end for _before, end in orders]


@given(
    st.lists(
        st.sampled_from(
            [
                request("processing"),
                {"messages": []},
                {"response": {}},
                [],
                Fault(FaultKind.TRANSIENT, "busy", 503),
            ]
        )
    )
)
def test_odd_answers_do_not_end_a_wait(oddities):
    service = Service({"/requests/1": [*oddities, request("succeeded", 200)]})
    [watch] = waited(service).watches
    assert watch.outcome == "succeeded"
    assert watch.transient_errors == sum(odd != request("processing") for odd in oddities)


def test_a_request_that_is_not_there_yet_is_waited_for_a_while():
    missing = Fault(FaultKind.NOT_FOUND, "GET answered 404", 404)
    service = Service({"/requests/1": [missing, missing, request("processing"), request("succeeded")]})
    assert waited(service).watches[0].outcome == "succeeded"


def test_a_request_that_is_not_there_at_all_ends_the_wait_after_a_while():
    service = Service({})
    [watch] = waited(service).watches
    assert watch.outcome == "failed"
    assert NOT_FOUND_GRACE <= service.now < NOT_FOUND_GRACE + 5
    assert f"Ids belong to one service, and this is {BASE}" in watch.fault.message


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_credentials_end_a_wait_at_once(status):
    service = Service({"/requests/1": Fault(FaultKind.FATAL, "GET answered %d" % status, status)})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.polls) == ("failed", 1)
    assert "Check username and password" in watch.fault.message


def test_a_progress_that_nobody_knows_is_told_once():
    service = Service({"/requests/1": [request("res\numing"), request("res\numing"), request("succeeded", 200)]})
    waited(service)
    [warning] = list(service.client.warnings)
    assert "'res uming'" in warning


# what is read after the wait; there the clock is the machine's, and nothing takes any time

ERRORS = [
    {"code": "OGG-%05d" % number, "severity": "ERROR", "title": "Error %d" % number} for number in range(MAX_CODES + 3)
]


def waited_and_explained(service, keys, terms, include_result, threads):
    """A wait of one group, with what is read after it, by the machine's clock."""
    service.client = GoldenGateClient(service, Location(BASE, "Local/adminsrvr"))
    group = RequestGroup(service.client, [Call(key) for key in keys], include_result, threads)
    return group_wait.wait([group], terms, threads)


def explanation(cause):
    return {"links": [], "messages": [], "response": {"severity": "ERROR", "title": "T", "cause": cause}}


def test_a_failure_comes_with_its_result_and_explanations():
    service = Service(
        {
            "/requests/1": request("failed", 500, ERRORS[:1]),
            "/requests/1/result": {"links": [], "messages": ERRORS[1:2]},
            "/oggerr/OGG-00000": explanation("the cause"),
        }
    )
    [watch] = waited_and_explained(service, ["1"], Terms(), False, 2).watches
    assert [(error.code, error.message) for error in watch.operation.errors] == [
        ("OGG-00000", "ERROR: Error 0. Cause: the cause."),
        ("OGG-00001", "ERROR: Error 1"),
    ]
    assert watch.operation.details["result"] == {"links": [], "messages": ERRORS[1:2]}
    assert watch.operation.details["messages"] == ERRORS[:2]


def test_what_failed_for_the_same_reason_is_explained_everywhere_and_asked_once():
    keys = [str(number) for number in range(20)]
    answers = {f"/requests/{key}": request("failed", 500, ERRORS[:1]) for key in keys}
    service = Service({**answers, "/oggerr/OGG-00000": explanation("the cause")})
    outcome = waited_and_explained(service, keys, Terms(on_failure="fail_at_end"), False, 10)
    assert {watch.operation.errors[0].message for watch in outcome.watches} == {"ERROR: Error 0. Cause: the cause."}
    assert service.paths().count("/oggerr/OGG-00000") == 1


def test_only_a_few_codes_are_asked_for():
    explained = {f"/oggerr/{error['code']}": explanation("why") for error in ERRORS}
    service = Service({"/requests/1": request("failed", 500, ERRORS), **explained})
    [watch] = waited_and_explained(service, ["1"], Terms(), False, 2).watches
    assert len(watch.operation.errors) == len(ERRORS)
    assert sum("Cause: why" in error.message for error in watch.operation.errors) == MAX_CODES
    assert sum(path.startswith("/oggerr/") for path in service.paths()) == MAX_CODES


def test_what_is_no_code_is_not_asked_for():
    messages = [
        {"code": "../../requests", "severity": "ERROR", "title": "Odd."},
        {"severity": "ERROR", "title": "None."},
    ]
    service = Service({"/requests/1": request("failed", 500, messages)})
    waited_and_explained(service, ["1"], Terms(), False, 2)
    assert service.paths() == ["/requests/1", "/requests/1/result"]


def test_warnings_tell_why_where_nothing_is_an_error():
    service = Service({"/requests/1": request("failed", 500, [{"severity": "WARNING", "title": "Low on space."}])})
    [watch] = waited_and_explained(service, ["1"], Terms(), False, 2).watches
    assert [error.message for error in watch.operation.errors] == ["WARNING: Low on space."]


@pytest.mark.parametrize(("include", "read"), [(True, True), (False, False)])
def test_the_result_of_a_success_is_read_where_it_is_wanted(include, read):
    service = Service({"/requests/1": request("succeeded", 200), "/requests/1/result": {"links": [], "messages": []}})
    [watch] = waited_and_explained(service, ["1"], Terms(), include, 2).watches
    assert ("/requests/1/result" in service.paths()) == read
    assert ("result" in watch.operation.details) == read
    assert watch.operation.errors is None


def test_no_result_is_asked_for_before_the_end():
    service = Service({"/requests/1": request("paused")})
    [watch] = waited_and_explained(service, ["1"], Terms(accept=frozenset(("PAUSED",))), True, 2).watches
    assert watch.outcome == "succeeded"
    assert service.paths() == ["/requests/1"]


def test_a_result_that_cannot_be_read_is_no_failure():
    busy = Fault(FaultKind.TRANSIENT, "GET answered 502: proxy", 502)
    service = Service({"/requests/1": request("succeeded"), "/requests/1/result": busy})
    [watch] = waited_and_explained(service, ["1"], Terms(), True, 2).watches
    assert watch.outcome == "succeeded"
    [warning] = list(service.client.warnings)
    assert "GoldenGate request 1" in warning
    assert "502: proxy" in warning


@pytest.mark.parametrize(("timeout", "least", "most"), [(0.0, 4.9, 5.0), (8.0, 12.9, 13.0), (1000.0, 29.9, 30.0)])
def test_what_is_read_afterwards_takes_no_more_than_the_timeout_and_a_last_look_leave(timeout, least, most):
    service = Service({"/requests/1": request("failed", 500, ERRORS[:1])})
    begin = time.monotonic()
    waited_and_explained(service, ["1"], Terms(timeout=timeout), False, 2)
    end = time.monotonic()
    limits = [deadline for _now, path, deadline in service.asked if path != "/requests/1"]
    assert len(limits) == 2
    for limit in limits:
        assert limit - end <= most
        assert limit - begin >= least


def test_what_has_no_id_in_the_list_is_told():
    service = Service({"/requests": {"response": {"items": [{"name": "7"}, {"name": "x"}, {}]}}})
    assert service.client.list_requests() == [Listed("7")]
    [warning] = list(service.client.warnings)
    assert "2 requests without an id" in warning


# answers about another request


@pytest.mark.parametrize("progress", ["succeeded", "failed", "running"])
@pytest.mark.parametrize("place", ["links of the answer", "links of the request"])
def test_an_answer_about_another_request_is_transient(progress, place):
    other = request(progress, 200)
    (other if place == "links of the answer" else other["response"]).update(link(77))
    service = Service({"/requests/1": [other, request("failed", 400)]})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.polls, watch.transient_errors) == ("failed", 2, 1)
    fault = Service({"/requests/1": other}).client.poll("1", 10.0).fault
    assert (fault.kind, "the answer is about another request, 77" in fault.message) == ("transient", True)


@pytest.mark.parametrize("ids", [["1"], ["001"], ["77", "1"], []], ids=str)
def test_an_answer_may_link_to_other_requests_beside_its_own(ids):
    answer = request("succeeded", 200)
    answer["links"] = [entry for each in ids for entry in link(each)["links"]]
    [watch] = waited(Service({"/requests/1": answer})).watches
    assert (watch.outcome, watch.polls) == ("succeeded", 1)


# answers that are later than the synchronous wait


def later(location=None, retry_after=None, status=202, body=None):
    """What a GET is answered that becomes a request of its own."""
    return Answer(body, {"location": location} if location else {}, None, status, "GET x", retry_after=retry_after)


def link(request_id):
    return {"links": [{"rel": "related", "href": f"http://internal{BASE[8:]}/requests/{request_id}/result"}]}


@pytest.mark.parametrize("status", [201, 202, 204, 206, 299])
def test_a_poll_that_is_answered_later_is_polled_again(status):
    early = later("/services/v2/requests/78", status=status)
    service = Service({"/requests/1": [early, early, request("succeeded", 200)]})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.polls, watch.transient_errors) == ("succeeded", 3, 0)
    assert service.paths() == ["/requests/1"] * 3
    assert not service.client.warnings


def test_the_body_of_a_202_is_not_that_of_the_request():
    """It is about the request that the GET has become."""
    early = later("/services/v2/requests/78", body=request("succeeded", 200))
    service = Service({"/requests/1": [early, request("failed", 400)]})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.polls) == ("failed", 2)


def test_a_poll_that_is_answered_later_honours_retry_after():
    service = Service({"/requests/1": [later(retry_after=17.0), request("succeeded", 200)]})
    waited(service, interval=1, max_interval=5)
    assert [now for now, _path, _deadline in service.asked] == [0.0, 17.0]


def test_a_poll_that_is_answered_later_hides_nothing():
    service = Service({"/requests/1": [request("paused"), later()]})
    outcome = waited(service, timeout=60)
    [watch] = outcome.watches
    assert outcome.timed_out
    assert (watch.operation.status, watch.operation.state) == ("paused", State.ATTENTION)


@pytest.mark.parametrize("location", [None, "/services/v2/requests/1"])
def test_what_a_202_says_of_the_request_itself_is_taken_until_its_end(location):
    processing = later(location, body=request("processing"))
    early_end = later(location, body=request("failed", 400))
    answers = [later(), processing, later(), early_end, request("succeeded", 200)]
    service = Service({"/requests/1": list(answers)})
    observations = [service.client.poll("1", 100.0) for _answer in answers]
    known = [observation.operation for observation in observations]
    assert [operation.status for operation in known] == [None, "processing", "processing", "processing", "succeeded"]
    assert [operation.ended for operation in known] == [False] * 4 + [True]
    assert Service({"/requests/1": processing}).client.read("1").operation.status == "processing"


def test_one_read_that_is_not_answered_in_time_is_of_a_request_that_is_pending():
    observation = Service({"/requests/1": later(retry_after=7.0)}).client.read("1")
    assert (observation.operation.state, observation.operation.status) == (State.PENDING, None)
    assert (observation.fault, observation.retry_after) == (None, 7.0)


def test_a_request_that_was_there_before_has_been_removed():
    missing = Fault(FaultKind.NOT_FOUND, "404: nothing there (GET x)", 404)
    service = Service({"/requests/1": [request("processing"), missing]})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.operation.status) == ("failed", "processing")
    assert f"It was there before, so {BASE} has removed it since, and how it ended is not known." in watch.fault.message
    assert "check url" not in watch.fault.message


def test_203_is_a_200_that_a_proxy_has_changed():
    service = Service({"/requests/1": later(status=203, body=request("succeeded", 200))})
    assert waited(service).watches[0].polls == 1


LIST = {"response": {"$schema": "ogg:collection", "items": [{"name": "7"}, {"name": "8"}]}}


def given_later(content, status=200):
    """The /result of a GET that became a request."""
    return {
        "messages": [],
        "response": {"$schema": "ogg:requestResult", "status": {"code": status}, "headers": [], "body": content},
    }


@pytest.mark.parametrize("early", [later("https://h/services/v2/requests/78"), later(body=link(78))])
@pytest.mark.parametrize("content", [LIST, json.dumps(LIST)])
def test_a_list_that_comes_later_is_read_where_it_is(early, content):
    service = Service(
        {
            "/requests": early,
            "/requests/78": [request("processing"), later(), request("succeeded", 200)],
            "/requests/78/result": given_later(content),
        }
    )
    assert service.client.list_requests() == [Listed("7"), Listed("8")]
    assert service.paths() == ["/requests", *["/requests/78"] * 3, "/requests/78/result"]


def test_a_list_that_comes_later_without_saying_where_is_asked_for_again():
    service = Service({"/requests": [later(retry_after=3.0), later(), LIST]})
    assert service.client.list_requests() == [Listed("7"), Listed("8")]
    assert [now for now, _path, _deadline in service.asked] == [0.0, 3.0, 3.5]


def test_a_list_that_never_comes_is_an_error_in_time():
    service = Service({"/requests": later(retry_after=4.0)})
    with pytest.raises(RequestError, match="answered 202, and nothing more in time"):
        service.client.list_requests()
    assert service.now <= 30


def test_a_list_that_fails_later_is_told_with_its_error():
    body = {"links": [], "messages": [{"code": "OGG-12062", "severity": "ERROR", "title": "Not authorized."}]}
    service = Service(
        {
            "/requests": later("/requests/78"),
            "/requests/78": request("failed", 403),
            "/requests/78/result": given_later(body, 403),
        }
    )
    with pytest.raises(RequestError, match=r"403: OGG-12062: Not authorized.*Check username and password") as caught:
        service.client.list_requests()
    assert (caught.value.fault.kind, caught.value.fault.http_status) == (FaultKind.FATAL, 403)


def test_a_result_that_comes_later_is_waited_for():
    service = Service(
        {
            "/requests/1": request("succeeded", None),
            "/requests/1/result": [later("/requests/1"), later("/requests/78")],
            "/requests/78": [Fault(FaultKind.NOT_FOUND, "404", 404), request("succeeded", 200)],
            "/requests/78/result": given_later(given_later({"messages": ERRORS[:1]}, 409)),
        }
    )
    [watch] = waited(service).watches
    assert (watch.outcome, watch.operation.details["request_status"]) == ("failed", 409)
    assert [error.code for error in watch.operation.errors] == ["OGG-00000"]


def test_one_read_waits_for_an_answer_that_comes_later():
    service = Service({"/requests/1": [later(), later(), request("succeeded", 200)]})
    assert service.client.read("1").operation.state == State.SUCCEEDED


# evidence beside the progress


@pytest.mark.parametrize(
    ("status", "result", "state"),
    [
        (None, given_later({"messages": []}, 500), State.FAILED),
        ("", given_later({"messages": []}, "400"), State.FAILED),
        (0, given_later({"messages": ERRORS[:1]}), State.FAILED),
        (None, {"messages": ERRORS[:1]}, State.FAILED),  # 12.3
        (None, {"messages": [], "response": {"messages": ERRORS[:1]}}, State.FAILED),
        (None, given_later({"messages": []}, 200), State.SUCCEEDED),
        (None, {"messages": []}, State.SUCCEEDED),
        (None, given_later({"response": {"$schema": "ogg:messages", "messages": ERRORS}}), State.SUCCEEDED),
    ],
)
def test_without_a_status_the_result_decides(status, result, state):
    service = Service({"/requests/1": request("succeeded", status), "/requests/1/result": result})
    [watch] = waited(service).watches
    assert (watch.operation.state, watch.polls) == (state, 1)
    assert service.paths() == ["/requests/1", "/requests/1/result"]


def test_with_a_status_no_result_is_asked_for():
    service = Service({"/requests/1": request("succeeded", "200")})
    assert waited(service).watches[0].outcome == "succeeded"
    assert service.paths() == ["/requests/1"]


def test_a_result_that_was_wanted_counts():
    service = Service(
        {"/requests/1": request("succeeded", 200), "/requests/1/result": given_later({"messages": []}, 409)}
    )
    [watch] = waited_and_explained(service, ["1"], Terms(), True, 2).watches
    assert (watch.outcome, watch.operation.details["request_status"]) == ("failed", 409)
    assert service.paths() == ["/requests/1", "/requests/1/result"]  # once


def test_what_the_user_accepts_is_not_judged_again_by_its_result():
    service = Service({"/requests/1": request("failed", 500), "/requests/1/result": given_later({}, 500)})
    [watch] = waited_and_explained(service, ["1"], Terms(accept=frozenset(("FAILED",))), True, 2).watches
    assert (watch.outcome, watch.operation.details["result"]["status"]) == ("succeeded", {"code": 500})


def test_not_complete_by_its_own_word_is_polled_until_it_is():
    def unsure(completed):
        return {"messages": [], "response": {"progress": "succeeded", "completed": completed}}

    service = Service({"/requests/1": [unsure(False), unsure(False), unsure(True)]})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.polls) == ("succeeded", 3)


@pytest.mark.parametrize(
    ("result", "outcome"),
    [(given_later({}, 200), "succeeded"), (given_later({}, 400), "failed"), (None, "failed")],
)
def test_completed_with_a_word_that_nobody_knows_ends_by_its_result(result, outcome):
    answers = {"/requests/1": {"response": {"progress": "crashed", "completed": True}}}
    service = Service({**answers, **({"/requests/1/result": result} if result else {})})
    [watch] = waited(service).watches
    assert (watch.outcome, watch.polls) == (outcome, 1)
    assert any(f"it is taken for {outcome}" in warning for warning in service.client.warnings)


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (
            {"progress": "processing", "completed": True},
            "is processing, and says of itself that it is completed: it is taken for pending",
        ),
        (
            {"progress": "succeeded", "completed": False, "requestStatus": 200},
            "is succeeded, and says of itself that it is not completed: it is taken for succeeded",
        ),
        ({"progress": "failed", "completed": False}, None),
        ({"progress": "processing", "completed": False}, None),
        ({"progress": "succeeded", "completed": True, "requestStatus": 200}, None),
        ({"progress": "processing"}, None),
    ],
)
def test_fields_that_contradict_each_other_are_told(response, told):
    service = Service({"/requests/1": {"messages": [], "response": response}})
    waited(service, timeout=5)
    warnings = list(service.client.warnings)
    assert [warning for warning in warnings if "says of itself" in warning] == (
        [f"GoldenGate request 1 {told}."] if told else []
    )


any_answer = st.sampled_from(
    [
        later(),
        later("/requests/2"),
        later("/requests/1", retry_after=1.0),
        later(status=204),
        later(body={"links": [{"href": "/requests/3/result"}], "messages": "odd"}, retry_after=0.0),
        request("processing"),
        request("succeeded"),
        request("succeeded", 200),
        request("failed", "400", ERRORS[:1]),
        {"response": {"progress": "finished", "completed": True}},
        {"response": {"progress": "succeeded", "completed": False}},
        given_later({"messages": []}, 200),
        given_later(request("succeeded", 200)),
        given_later("text", 500),
        LIST,
        {},
        [],
        5,
        Fault(FaultKind.TRANSIENT, "503: busy (GET x)", 503),
        Fault(FaultKind.NOT_FOUND, "404: nothing (GET x)", 404),
        Fault(FaultKind.FATAL, "403: no (GET x)", 403),
    ]
)
PATHS = ["/requests", *(f"/requests/{number}{end}" for number in (1, 2, 3) for end in ("", "/result"))]


@given(st.fixed_dictionaries({path: st.lists(any_answer, min_size=1, max_size=5) for path in PATHS}), st.booleans())
def test_whatever_a_service_answers_every_read_ends_in_time(answers, include_result):
    service = Service({path: list(each) for path, each in answers.items()})
    with contextlib.suppress(RequestError):
        service.client.list_requests()
    assert service.now <= 30
    begin = service.now
    observation = service.client.read("1", include_result)
    assert (observation.operation is None) != (observation.fault is None)
    assert service.now <= begin + 60  # the request, and its result
    service = Service({path: list(each) for path, each in answers.items()})
    outcome = waited(service, timeout=100)
    assert service.now <= 130
    [watch] = outcome.watches
    if watch.outcome == "succeeded":
        assert not watch.operation.errors


def test_the_error_in_an_answer_without_a_request_is_told():
    service = Service({"/requests/1": [{"links": [], "messages": ERRORS[:1]}, request("succeeded", 200)]})
    [watch] = waited(service).watches
    assert "no response.progress: OGG-00000: Error 0" in watch.last_transient_error.message


def test_no_list():
    with pytest.raises(RequestError, match=r"the answer has no response\.items"):
        Service({"/requests": {"messages": []}}).client.list_requests()
    with pytest.raises(RequestError, match=f"There is no GoldenGate service at {BASE}"):
        Service({}).client.list_requests()
