# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""GoldenGate request ids in the values that a playbook has: numbers, links and registered results."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._goldengate.request_ids import Call, find, request_id_in

BASE = "https://goldengate.example.com/services/Local/adminsrvr/v2"
URL = f"{BASE}/extracts/EXT1"


def ids(given):
    return [call.id for call in find(given)]


def uri(status=202, location=None, links=(), response=None, **more):
    """What ansible.builtin.uri registers."""
    body = {
        "$schema": "api:standardResponse",
        "links": [{"rel": "related", "href": href} for href in links],
        "messages": [],
    }
    if response is not None:
        body["response"] = response
    result = {"changed": False, "status": status, "url": URL, "json": body, "cookies": {}, "redirected": False, **more}
    return result if location is None else {**result, "location": location}


def requested(*links):
    return {
        "$schema": "ogg:request",
        "progress": "pending",
        "links": [{"rel": "canonical", "href": href} for href in links],
    }


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        (425988381, ["425988381"]),
        (0, ["0"]),
        ("425988381", ["425988381"]),
        (" 425988381\n", ["425988381"]),
        ("1, 2,3", ["1", "2", "3"]),
        ("1 2\n3", ["1", "2", "3"]),
        ("/services/v2/requests/42", ["42"]),
        ("http://localhost:11001/services/v2/requests/425988381", ["425988381"]),
        ("http://localhost:11001/services/v2/requests/425988381/result", ["425988381"]),
        ("https://h/services/Local/adminsrvr/services/Local/adminsrvr/v2/requests/7/?x=/requests/8#/requests/9", ["7"]),
        ([], []),
        (None, []),
        ([None, [3, "2"], (1,)], ["3", "2", "1"]),
        ([2, "2", "http://h/requests/2", 1], ["2", "1"]),
        ("[1, 2]", ["1", "2"]),
        ({"id": 5}, ["5"]),
        ({"request_id": "5"}, ["5"]),
        ({"id": None, "state": "succeeded"}, []),
        ({"requests": [{"id": "1"}, {"id": None}, {"id": "2"}], "changed": False}, ["1", "2"]),
        ({"changed": False, "skipped": True, "skip_reason": "Conditional result was False"}, []),
    ],
)
def test_ids_in_all_forms(given_value, expected):
    assert ids(given_value) == expected


@given(st.lists(st.integers(0, 10**20 - 1)))
def test_numbers_keep_their_order_and_come_once(numbers):
    expected = [str(number) for number in dict.fromkeys(numbers)]
    assert ids(numbers) == expected
    assert ids(["%s/requests/%d" % (BASE, number) for number in numbers]) == expected
    assert ids(json.dumps(numbers)) == expected


@pytest.mark.parametrize(
    "result",
    [
        uri(location=f"{BASE}/requests/42"),
        uri(location="/services/v2/requests/42"),
        uri(links=[f"{BASE}/requests/42/result"]),
        uri(links=[URL, f"{BASE}/requests/42", f"{BASE}/requests/42/result", f"{BASE}/metadata-catalog/request"]),
        uri(links=["http://localhost:9012/services/v2/requests/42"]),
        uri(response=requested(f"{BASE}/requests/42")),
        uri(location=URL, response=requested(f"{BASE}/requests/42/result")),
        uri(location=f"{BASE}/requests/42", links=[f"{BASE}/requests/42"], response=requested(f"{BASE}/requests/42")),
        uri(location=f"{BASE}/requests/42", json="not JSON"),
        uri(location=f"{BASE}/requests/42", json=None),
        uri(status=200, links=[f"{BASE}/requests/42"]),
        uri(links=["http://[broken/requests/1", 7, None, f"{BASE}/requests/42"]),
    ],
)
def test_each_way_to_name_a_request(result):
    assert find(result) == [Call("42", URL, result["status"])]


def accepted(number=77):
    """The body of a 202."""
    return {
        "$schema": "api:standardResponse",
        "links": [
            {"rel": "related", "href": f"{BASE}/requests/{number}/result", "mediaType": "application/json"},
            {"rel": "self", "href": URL, "mediaType": "text/html"},
        ],
        "messages": [],
    }


def command(text, **more):
    return {
        "changed": True,
        "cmd": "curl",
        "rc": 0,
        "stdout": text,
        "stdout_lines": text.splitlines(),
        "stderr": "",
        **more,
    }


HEAD = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nLocation: /services/v2/requests/77\r\n\r\n"
READ = {
    "$schema": "api:standardResponse",
    "links": [{"rel": "canonical", "href": f"{BASE}/requests/77"}, {"rel": "self", "href": f"{BASE}/requests/77"}],
    "messages": [],
    "response": {"$schema": "ogg:request", "progress": "processing"},
}
LISTED = {
    "$schema": "api:standardResponse",
    "links": [{"rel": "self", "href": f"{BASE}/requests"}],
    "response": {
        "$schema": "ogg:collection",
        "items": [
            {"links": [{"rel": "canonical", "href": f"{BASE}/requests/77"}], "name": "77", "status": "processing"}
        ],
    },
}


@pytest.mark.parametrize(
    "given_value",
    [
        pytest.param(accepted(), id="the body of a 202"),
        pytest.param(json.dumps(accepted()), id="as text"),
        pytest.param({"json": accepted()}, id="the body alone of a result"),
        pytest.param({"Location": "/services/v2/requests/77"}, id="a header"),
        pytest.param({"headers": {"Location": [f"{BASE}/requests/77"]}, "status_code": 202}, id="headers of Windows"),
        pytest.param(
            {**command(""), "stderr": "* Trying\n< HTTP/1.1 202 Accepted\n< Location: /services/v2/requests/77\n< \n"},
            id="curl --verbose",
        ),
        pytest.param({"headers": {"LOCATION": f"{BASE}/requests/77", "Date": "now"}}, id="headers"),
        pytest.param("Location: /services/v2/requests/77\r\nDate: now\r\n", id="headers as text"),
        pytest.param(READ, id="the answer of the request itself"),
        pytest.param(
            {"status": 200, "changed": False, "url": f"{BASE}/requests/77", "json": READ}, id="uri that read it"
        ),
        pytest.param(LISTED, id="the answer of the list"),
        pytest.param(
            {"status": 200, "changed": False, "json": LISTED, "url": f"{BASE}/requests"}, id="uri that read the list"
        ),
        pytest.param(f'"{BASE}/requests/77/result"', id="with quotation marks"),
        *(
            pytest.param(command(text), id=f"command {number}")
            for number, text in enumerate(
                [
                    json.dumps(accepted()),
                    json.dumps(accepted(), indent=4) + "\n202",
                    HEAD + json.dumps(accepted()),
                    HEAD,
                    "HTTP/1.1 100 Continue\r\n\r\n"
                    + HEAD.replace("HTTP/1.1 202 Accepted", "HTTP/2 202")
                    + json.dumps(accepted()),
                    "77",
                    "77\n",
                    f"{BASE}/requests/77/result",
                    f"warning: insecure\n{BASE}/requests/77",
                    "  % Total    % Received\n100  1  100\n" + json.dumps(accepted()),
                ]
            )
        ),
        pytest.param(
            {"changed": True, "rc": 0, "stdout_lines": json.dumps(accepted(), indent=1).splitlines()}, id="lines"
        ),
    ],
)
def test_whatever_names_a_request_is_taken(given_value):
    assert ids(given_value) == ["77"]
    assert ids({"changed": True, "results": [given_value]}) == ["77"]


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 201 Created\r\nLocation: /services/v2/extracts/EXT1\r\n\r\n{}",
        "HTTP/2 204 \r\n\r\n",
        '{"links": []}\n200',
    ],
)
def test_a_command_whose_call_was_complete(text):
    [call] = find(command(text))
    assert call.id is None
    assert call.http_status in (200, 201, 204)


@pytest.mark.parametrize(
    ("given_value", "words"),
    [
        (command("HTTP/1.1 502 Bad Gateway\r\n\r\n<html></html>"), "it was answered with status 502"),
        (command("202"), "the command printed only 202, which may be the status of an answer"),
        (
            command(json.dumps({"links": [], "messages": []})),
            "the command printed JSON without one: its keys are links, messages",
        ),
        ({"links": [], "messages": []}, "its keys are links, messages"),
        (
            command(
                json.dumps(
                    {"links": [], "messages": [{"code": "OGG-12031", "severity": "ERROR", "title": "No such thing."}]}
                )
            ),
            "the service refused the call: OGG-12031: No such thing.",
        ),
        (
            command(
                "HTTP/1.1 409 Conflict\r\n\r\n"
                + json.dumps({"messages": [{"code": "OGG-1", "severity": "ERROR", "title": "It runs"}]})
            ),
            "the service refused the call with status 409: OGG-1: It runs.",
        ),
    ],
)
def test_an_answer_without_a_request_is_described(given_value, words):
    with pytest.raises(UsageError) as caught:
        find(given_value)
    assert words in str(caught.value)


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_call_that_was_complete_when_it_answered(status):
    assert find(uri(status=status, location=URL, links=[URL])) == [Call(None, URL, status)]


def test_each_complete_call_is_kept():
    complete = uri(status=200)
    assert find([complete, 7, complete, uri(location=f"{BASE}/requests/7")]) == [
        Call(None, URL, 200),
        Call("7"),
        Call(None, URL, 200),
    ]


def test_the_results_of_a_loop():
    loop = {
        "changed": False,
        "results": [uri(location=f"{BASE}/requests/1"), uri(status=201), {"skipped": True, "changed": False}],
    }
    assert find(loop) == [Call("1", URL, 202), Call(None, URL, 201)]


def test_an_entry_keeps_the_url_of_its_call():
    assert find({"id": "1", "call": URL}) == [Call("1", URL)]
    assert find({"id": "1", "call": None}) == [Call("1")]


def test_no_secret_of_a_url_is_kept():
    [call] = find(uri(location=f"{BASE}/requests/1", url="https://me:secret@h:9012/services/v2/x?token=secret#secret"))
    assert call.url == "https://h:9012/services/v2/x"


@pytest.mark.parametrize(
    "link",
    [
        "https://me:secret@h/services/v2/extracts",
        "https://h/services/v2/extracts?token=secret",
        "https://h/services/v2/extracts#secret",
        "https://h/x?token=secret@secret",
        "me:secret@h",
    ],
)
def test_no_secret_of_a_rejected_link_is_in_the_message(link):
    with pytest.raises(UsageError, match="is not the id of a GoldenGate request") as caught:
        find(link)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given_value", "words"),
    [
        (uri(), [f"to {URL} was answered 202 and names no request", "Location", "registered result"]),
        (uri(location=f"{BASE}/requests/1", links=[f"{BASE}/requests/2"]), ["different requests, 1 and 2", URL]),
        (uri(links=[f"{BASE}/requests/1", f"{BASE}/requests/2"]), ["1 and 2"]),
        (uri(links=[f"{BASE}/requests/1"], response=requested(f"{BASE}/requests/2")), ["1 and 2"]),
        (uri(response={"$schema": "ogg:extract", "links": [{"href": f"{BASE}/requests/1"}]}), ["names no request"]),
        (
            uri(status=409, json={"messages": [{"code": "OGG-00685", "severity": "ERROR", "title": "It exists."}]}),
            ["the service refused the call with status 409: OGG-00685: It exists."],
        ),
        (uri(status=-1, json=None), ["it had no answer (status -1)"]),
        ({"changed": True, "stdout": "x"}, ["its keys are changed, stdout"]),
        ({}, ["its keys are none"]),
        ("EXT1", ["'EXT1' is not the id", "whole number"]),
        ("", ["'' is not the id"]),
        ("1,,2", ["'' is not the id"]),
        ("-1", ["'-1' is not the id"]),
        (-1, ["'-1' is not the id"]),
        ("\u0661", ["is not the id"]),
        ("1" * 21, ["is not the id"]),
        ("https://h/services/v2/requests", ["is not the id"]),
        ("https://h/services/v2/requests/x", ["is not the id"]),
        ("http://[broken/requests/1", ["is not the id"]),
        ("[1", ["looks like JSON and is not"]),
        (True, ["not True"]),
        (1.5, ["not 1.5"]),
        ([[[[[[[[[1]]]]]]]]], ["nested too deeply"]),
    ],
)
def test_what_cannot_be_a_request_is_a_usage_error(given_value, words):
    with pytest.raises(UsageError) as caught:
        find(given_value)
    for word in words:
        assert word in str(caught.value)


KEYS = ["results", "requests", "id", "request_id", "status", "json", "location", "url", "skipped", "links", "response"]
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=12)


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=12,
    )
)
def test_any_value_gives_calls_or_a_usage_error(value):
    try:
        found = find(value)
    except UsageError:
        return
    assert all(call.id is None or call.id.isdigit() for call in found)


@pytest.mark.parametrize("text", [None, 5, "", "requests/", "/requests/", "/requests/1/results", "/requests/1x", "1 2"])
def test_no_id_in_a_text(text):
    assert request_id_in(text) is None


# what was answered at once, and what only looks like it

ERROR = {"severity": "ERROR", "code": "OGG-00303", "title": "Unable to connect."}
OWN = f"{BASE}/requests/77"


def answer(**response):
    return {"links": [], "messages": [], "response": {"$schema": "ogg:request", **response}}


@pytest.mark.parametrize("status", [200, 201, 203, 204])
@pytest.mark.parametrize(
    "messages",
    [
        [],
        "Registered.",
        [{"severity": "WARNING", "code": "OGG-06439", "title": "No unique key."}],
        [{"code": "OGG-08100", "title": "Registered."}],  # nothing says that it is an error
    ],
)
def test_what_tells_of_no_error_was_complete_when_it_was_answered(status, messages):
    assert find(uri(status=status, json={"links": [], "messages": messages})) == [Call(None, URL, status)]


@pytest.mark.parametrize("status", [200, 201, 203, 204])
@pytest.mark.parametrize(
    "more",
    [
        {"json": {"messages": [ERROR]}},
        {"json": {"messages": ERROR}},
        {"json": {"messages": ["ERROR OGG-00303 Unable to connect."]}},
        {"json": {"messages": [], "response": {"messages": [ERROR]}}},
    ],
)
def test_an_error_beside_a_good_status_is_refused_with_it(status, more):
    with pytest.raises(UsageError, match=r"with status 20\d: OGG-00303: .*Unable to connect"):
        find(uri(status=status, **more))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"messages": [ERROR]}, "OGG-00303: Unable to connect"),
        (answer(progress="processing"), r"about a request \(processing\) and does not name it"),
    ],
)
def test_a_body_that_was_returned_as_text_is_read(content, words):
    """ansible.builtin.uri has it so where the type of the answer is not JSON."""
    registered = {"changed": False, "status": 200, "url": URL}
    with pytest.raises(UsageError, match=words):
        find({**registered, "content": json.dumps(content)})
    named = json.dumps({"links": [{"href": f"{OWN}/result"}], "messages": []})
    assert find({**registered, "content": named}) == [Call("77", URL, 200)]
    for text in ("", "Done.", "null"):
        assert find({**registered, "content": text}) == [Call(None, URL, 200)]


@pytest.mark.parametrize(
    "response",
    [
        {"progress": "processing"},
        {"progress": "paused"},
        {"progress": "failed"},
        {"progress": "aborted"},
        {"progress": "succeeded", "requestStatus": "400"},
        {"progress": "finished", "completed": True, "requestStatus": 500},
    ],
)
def test_a_request_without_a_name_is_not_a_success(response):
    for answered in (uri(status=200, json=answer(**response)), answer(**response)):
        with pytest.raises(UsageError, match=rf"about a request \({response['progress']}\) and does not name it"):
            find(answered)


@pytest.mark.parametrize("path", [OWN, f"{OWN}/", f"{OWN}/result", f"{OWN}/result?x=1"])
@pytest.mark.parametrize("status", [200, 202, 203, 204])
def test_what_was_read_of_a_request_is_about_that_request(path, status):
    """Whatever links a proxy has left, and whatever request the reading of it has become."""
    for body in (answer(progress="processing"), {"links": [{"href": f"{BASE}/requests/78"}]}, None):
        assert ids(uri(status=status, url=path, json=body, location=f"{BASE}/requests/78")) == ["77"]


def test_a_request_that_was_not_found_is_refused_with_the_error():
    with pytest.raises(UsageError, match="with status 404: OGG-12031: No such thing"):
        find(
            uri(
                status=404,
                url=OWN,
                json={"messages": [{"severity": "ERROR", "code": "OGG-12031", "title": "No such thing."}]},
            )
        )
