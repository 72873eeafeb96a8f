# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work request ids in the values that a playbook has, and the places that are not searched."""

from __future__ import annotations

import copy
import json
from typing import Any, Iterator

import pytest
from hypothesis import given, strategies as st

from ansible_collections.longops.oracle.plugins.module_utils._core.errors import UsageError
from ansible_collections.longops.oracle.plugins.module_utils._oci.work_request_ids import Asked, find

A = "ocid1.coreservicesworkrequest.oc1.iad.exampleuniqueida"
B = "ocid1.clustersworkrequest.oc1.iad.exampleuniqueidb"
C = "ocid1.taggingworkrequest.oc1..exampleuniqueidc"
RESOURCE = "ocid1.instance.oc1.iad.exampleuniqueid"

#: What ansible.builtin.uri registers (ansible-core 2.19), its headers among its own keys.
URI: dict[str, Any] = {
    "changed": False,
    "failed": False,
    "status": 200,
    "url": "https://iaas.us-ashburn-1.oraclecloud.com/20160918/instances",
    "msg": "OK (423 bytes)",
    "redirected": False,
    "elapsed": 0,
    "cookies": {},
    "cookies_string": "",
    "content_type": "application/json",
    "date": "Fri, 02 Jan 2026 12:00:00 GMT",
    "opc_request_id": "7F3A",
    "etag": "abc",
    "json": {"id": RESOURCE, "lifecycleState": "PROVISIONING"},
}
LAUNCHED = {**URI, "opc_work_request_id": A}
SKIPPED = {
    "changed": False,
    "skipped": True,
    "skip_reason": "Conditional result was False",
    "false_condition": "launch_it",
}


def loop(*results: Any) -> dict[str, Any]:
    """What a task with a loop registers."""
    return {
        "changed": False,
        "msg": "All items completed",
        "results": [dict(result, item=n, ansible_loop_var="item") for n, result in enumerate(results)],
    }


def cli(printed: Any) -> dict[str, Any]:
    """What a command registers that printed this."""
    text = printed if isinstance(printed, str) else json.dumps(printed, indent=2)
    return {
        "changed": True,
        "cmd": ["oci"],
        "rc": 0,
        "stdout": text,
        "stdout_lines": text.splitlines(),
        "stderr": "",
        "delta": "0:00:01",
    }


def entry(work_request_id: str, service: str) -> dict[str, Any]:
    """What work_request_info returns of one work request."""
    return {
        "id": work_request_id,
        "service": service,
        "status": "IN_PROGRESS",
        "errors": None,
        "resources": [{"identifier": RESOURCE}],
    }


@pytest.mark.parametrize(
    ("given_id", "found"),
    [
        pytest.param(A, [A], id="an id"),
        pytest.param([A, B], [A, B], id="a list"),
        pytest.param((A, [B, [C]]), [A, B, C], id="nested lists"),
        pytest.param(f"{A},{B}", [A, B], id="a header with two"),
        pytest.param(f" {A} ,\t{B},, ", [A, B], id="a header with blanks and nothing"),
        pytest.param(f"{A}\n", [A], id="a block of YAML"),
        pytest.param(json.dumps([A, B]), [A, B], id="a list as JSON"),
        pytest.param(f"\n{json.dumps({'id': A})}", [A], id="an entry as JSON"),
        pytest.param(f"['{A}']", [A], id="a list as Python writes it"),
        pytest.param(LAUNCHED, [A], id="uri"),
        pytest.param({**URI, "opc_work_request_id": f"{A},{B}"}, [A, B], id="uri with two in the header"),
        pytest.param(loop(LAUNCHED, {**URI, "opc_work_request_id": B}), [A, B], id="a loop of uri"),
        pytest.param(loop(SKIPPED, LAUNCHED, SKIPPED), [A], id="a loop with skipped items"),
        pytest.param(cli({"data": {"id": RESOURCE}, "etag": "abc", "opc-work-request-id": A}), [A], id="the CLI"),
        pytest.param(
            cli({"data": "", "headers": {"opc-work-request-id": A, "date": "now"}, "status": "202 Accepted"}),
            [A],
            id="oci raw-request",
        ),
        pytest.param(
            loop(cli({"opc-work-request-id": A}), cli({"opc-work-request-id": B})), [A, B], id="a loop of the CLI"
        ),
        pytest.param({"response_headers": {"Opc-Work-Request-Id": A}}, [A], id="headers in any case"),
        pytest.param({"work_request_id": A}, [A], id="a dictionary"),
        pytest.param({"work_request_id": [A, LAUNCHED, B]}, [A, B], id="a dictionary with a list with a result"),
        pytest.param({"id": RESOURCE, "work_request_id": A}, [A], id="the surer key"),
        pytest.param([LAUNCHED, B, {"id": C}], [A, B, C], id="all kinds together"),
    ],
)
def test_every_documented_form(given_id: Any, found: list[str]) -> None:
    before = copy.deepcopy(given_id)
    assert find(given_id) == [Asked(work_request_id) for work_request_id in found]
    assert given_id == before


PROMPT = "Are you sure you want to delete this resource? [y/N]: "
WAITED = "Action completed. Waiting until the work request has entered state: ('SUCCEEDED',)\n"
HEADERS = (
    f"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nopc-work-request-id: {A}\r\nopc-request-id: 7F3A\r\n"
)
#: What GetWorkRequest answers, with the names of the API and of the CLI.
READ = {
    "id": A,
    "status": "IN_PROGRESS",
    "operationType": "X",
    "compartmentId": "ocid1.compartment.oc1..c",
    "resources": [],
}
READ_BY_CLI = {"id": A, "status": "IN_PROGRESS", "operation-type": "X", "resources": [{"identifier": RESOURCE}]}
UUID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"


@pytest.mark.parametrize(
    "given_value",
    [
        pytest.param(f'"{A}"', id="with quotation marks"),
        pytest.param("\ufeff" + A, id="with a byte order mark"),
        pytest.param(PROMPT + json.dumps({"opc-work-request-id": A}), id="text of the CLI"),
        pytest.param({"opcWorkRequestId": A}, id="a name of the SDK for Java and TypeScript"),
        pytest.param({"OPC-WORK-REQUEST-ID": A, "Date": "now"}, id="headers alone"),
        pytest.param(f"Date: now\r\nOpc-Work-Request-Id: {A}\r\n", id="headers alone as text"),
        pytest.param({"headers": f"Date: now\r\nOpc-Work-Request-Id: {A}\r\n"}, id="headers as text"),
        pytest.param({"workRequestId": A, "status": "ACCEPTED"}, id="a body with the id"),
        pytest.param(READ, id="a body that is a work request"),
        pytest.param({"data": READ_BY_CLI, "etag": "x"}, id="what the CLI has, parsed"),
        pytest.param({"data": [READ_BY_CLI]}, id="a list that the CLI has, parsed"),
        pytest.param({**URI, "json": READ}, id="uri that read it"),
        pytest.param({**URI, "json": None, "content": json.dumps(READ)}, id="uri whose answer was not called JSON"),
        pytest.param({**URI, "json": {"items": [READ]}}, id="uri that read a list"),
        pytest.param({**URI, "json": {"opcWorkRequestId": A}}, id="uri with the id in the body"),
        pytest.param({"changed": True, "work_request_id": A, "instance": {"id": RESOURCE}}, id="another module"),
        pytest.param(
            {"ansible_job_id": "j1", "finished": 1, "changed": True, "opc_work_request_id": A}, id="async_status"
        ),
        *(
            pytest.param(cli(text), id=f"command {number}")
            for number, text in enumerate(
                [
                    A,
                    f'"{A}"\n',
                    f"OpcWorkRequestId\n----------------\n{A}\n",
                    PROMPT + A,
                    PROMPT + json.dumps({"opc-work-request-id": A}, indent=2),
                    WAITED + json.dumps({"data": READ_BY_CLI}, indent=2),
                    WAITED + json.dumps({"data": [READ_BY_CLI]}),
                    "\ufeff" + json.dumps({"data": {"id": RESOURCE}, "opc-work-request-id": A}),
                    json.dumps({"data": READ_BY_CLI}) + "\nDone.",
                    json.dumps([A]),
                    HEADERS + "\r\n" + json.dumps({"id": RESOURCE, "lifecycleState": "PROVISIONING"}),
                    HEADERS.replace("HTTP/1.1 202 Accepted", "HTTP/2 202 "),
                    "HTTP/1.1 100 Continue\r\n\r\n" + HEADERS + "\r\n",
                    json.dumps(READ),
                    json.dumps({"headers": {"opc-work-request-id": A}, "status": "202 Accepted", "data": ""}),
                    f"Work Request Id:  {A}",
                    f"Error: work request did not succeed, workId: {A}, entity: database",
                ]
            )
        ),
        pytest.param(
            {**cli(""), "stderr": HEADERS.replace("\r\n", "\n< ").replace("HTTP", "< HTTP", 1)}, id="curl --verbose"
        ),
        pytest.param(f"https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests/{A}", id="its address"),
        pytest.param({**URI, "status": 202, "location": f"/20160918/workRequests/{A}"}, id="a header that leads to it"),
        pytest.param(
            cli(f"see https://iaas.us-ashburn-1.oraclecloud.com/20160918/workRequests/{A}/errors"), id="an address"
        ),
        pytest.param(
            {"changed": True, "work_request": {"id": A, "status": "SUCCEEDED"}}, id="a module that returns it"
        ),
        pytest.param(f"'{A}'", id="with the quotation marks of a shell"),
        pytest.param({"changed": True, "rc": 0, "stdout_lines": [f'"{A}"']}, id="lines alone"),
        pytest.param(
            {**cli(WAITED + json.dumps({"data": READ_BY_CLI})), "rc": 2, "failed": True},
            id="a CLI that gave up waiting",
        ),
    ],
)
def test_whatever_names_a_work_request_is_taken(given_value: Any) -> None:
    before = copy.deepcopy(given_value)
    assert [asked.id for asked in find(given_value)] == [A]
    assert [asked.id for asked in find(loop(given_value) if isinstance(given_value, dict) else [given_value])] == [A]
    assert given_value == before


def test_a_work_request_whose_id_is_no_ocid_is_known_by_its_fields() -> None:
    body = {"id": UUID, "status": "COMPLETED", "operationType": "COPY_OBJECT", "timeAccepted": "2026-01-02T03:04:05Z"}
    assert find({**URI, "json": body}) == find(cli(json.dumps({"data": body}))) == [Asked(UUID)]
    assert find(cli(f"{UUID}\n")) == [Asked(UUID)]


REFUSED = {"code": "LimitExceeded", "message": "The following service limits were exceeded: vm-count.", "status": 400}
SERVICE_ERROR = "ServiceError:\n" + json.dumps(
    {"client_version": "3.95.1", **REFUSED, "opc-request-id": "7F3A"}, indent=4
)
TOLD = "LimitExceeded: The following service limits were exceeded: vm-count."


@pytest.mark.parametrize(
    "given_value",
    [
        pytest.param({**URI, "status": 400, "failed": True, "json": REFUSED}, id="uri"),
        pytest.param({**URI, "status": 400, "json": None, "content": json.dumps(REFUSED)}, id="uri without JSON"),
        pytest.param({**cli(""), "rc": 1, "failed": True, "stderr": SERVICE_ERROR}, id="the CLI"),
        pytest.param({**cli(SERVICE_ERROR), "rc": 1, "failed": True}, id="the CLI with both in one"),
        pytest.param(SERVICE_ERROR, id="the text of the CLI"),
        pytest.param(cli("HTTP/1.1 400 Bad Request\r\nopc-request-id: x\r\n\r\n" + json.dumps(REFUSED)), id="curl"),
        pytest.param(
            {"changed": False, "failed": True, "msg": f"Creating resource failed with exception: {REFUSED}"},
            id="oracle.oci",
        ),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_service(given_value: Any) -> None:
    with pytest.raises(UsageError) as caught:
        find(given_value)
    assert f"the service refused the call with status 400: {TOLD} " in str(caught.value)


def test_a_call_without_the_header_is_described_and_its_resource_offered() -> None:
    accepted = {**URI, "status": 202, "json": {"id": RESOURCE, "compartmentId": "ocid1.compartment.oc1..c"}}
    with pytest.raises(UsageError) as caught:
        find(accepted)
    assert str(caught.value) == (
        "What is given as work_request_id has no work request id: it was answered with status 202. It has the id of"
        f" {RESOURCE}: give that as resource_id, which stands for whatever is under way for a resource."
    )
    with pytest.raises(UsageError, match=r"It has the id of ocid1.instance.* give that as resource_id"):
        find({"changed": True, "instance": {"id": RESOURCE, "lifecycle_state": "PROVISIONING"}})
    with pytest.raises(
        UsageError, match=r"status 202. Give an id, .* without one, give the OCID of the resource as resource_id"
    ):
        find({**URI, "status": 202, "json": None})


def test_the_work_request_that_once_made_a_resource_is_not_taken() -> None:
    """Kubernetes Engine writes it into the metadata of instances."""
    body = {"id": RESOURCE, "metadata": {"created-by-work-request-id": B}, "definedTags": {"x": {"work-request": C}}}
    for result in (cli(body), cli({"data": body}), {**URI, "json": body}):
        with pytest.raises(UsageError, match=r"It has the id of ocid1\.instance"):
            find(result)


def test_headers_of_windows() -> None:
    assert find({"changed": True, "status_code": 202, "headers": {"opc-work-request-id": [A]}}) == [Asked(A)]


def test_what_a_command_did_is_said() -> None:
    for given_value, words in (
        (cli(""), "the command printed nothing, and its keys are"),
        (
            {**cli("Usage: oci\n  --help"), "rc": 2},
            "the command ended with return code 2 and printed 2 lines without one",
        ),
        (cli('{"a": 1}'), "the command printed JSON without one: its keys are a."),
        (cli("HTTP/1.1 504 Gateway Timeout\r\n\r\n<html>"), "it was answered with status 504."),
    ):
        with pytest.raises(UsageError) as caught:
            find(given_value)
        assert words in str(caught.value)


def test_a_task_that_goes_on_in_the_background_names_no_operation_yet() -> None:
    with pytest.raises(UsageError, match=r"wait for it with ansible.builtin.async_status"):
        find({"ansible_job_id": "j1.2", "started": 1, "finished": 0, "changed": True})


def test_results_of_this_collection_name_their_services() -> None:
    entries = [entry(A, "work_requests"), entry(B, "container_engine"), entry(C, "identity.tagging")]
    asked = [Asked(A, "work_requests"), Asked(B, "container_engine"), Asked(C, "identity.tagging")]
    info = {"changed": False, "failed": False, "work_requests": entries}
    assert find(info) == find(entries) == find({**info, "succeeded": [A], "pending": [B], "polls": 3}) == asked
    assert find(entries[1]) == [Asked(B, "container_engine")]
    assert find(loop(info)) == asked


def test_a_service_beside_ids_is_for_all_of_them_unless_they_name_their_own() -> None:
    assert find({"id": B, "service": "oke"}) == find({"work_request_id": B, "service": "oke"}) == [Asked(B, "oke")]
    assert find({"work_request_id": [LAUNCHED, {"id": B, "service": "oke"}, C], "service": "compute"}) == [
        Asked(A, "compute"),
        Asked(B, "oke"),
        Asked(C, "compute"),
    ]
    assert find([{"id": A, "service": None}, {"id": B, "service": ""}, C]) == [Asked(A), Asked(B), Asked(C)]


@pytest.mark.parametrize("service", ["nginx", {"metadata": {}}, ["http"], 5])
def test_a_service_in_the_result_of_another_task_is_none(service: Any) -> None:
    assert find({**LAUNCHED, "service": service}) == [Asked(A)]
    assert find({"work_request_id": {**LAUNCHED, "service": service}, "service": "oke"}) == [Asked(A, "oke")]


@pytest.mark.parametrize("service", [{"metadata": {}}, ["oke"], 5, True, "oke\ud800"])
def test_a_service_that_is_not_a_name_is_a_usage_error(service: Any) -> None:
    with pytest.raises(UsageError, match="must be a name"):
        find({"id": A, "service": service})


@pytest.mark.parametrize("key", ["service", "compartment_id"])
def test_what_stands_beside_an_id_is_shown_only_as_what_it_is(key: str) -> None:
    with pytest.raises(
        UsageError, match=f"The {key} beside a work request id must be an? .*, not a dictionary"
    ) as caught:
        find({"id": A, key: {"password": "secret"}})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "empty",
    [None, [], [None], [[], None], SKIPPED, [SKIPPED], loop(), loop(SKIPPED), {"results": [], "skipped": True}]
    + [
        {"changed": False, "work_requests": []},
        {"work_request_id": []},
        {"work_request_id": loop()},
        {"work_request_id": SKIPPED},
    ],
)
def test_nothing_is_found_in_nothing(empty: Any) -> None:
    assert find(empty) == []


def test_each_once_in_the_order_in_which_they_were_given() -> None:
    assert find([A, B, A, C, B]) == [Asked(A), Asked(B), Asked(C)]
    assert find([{"id": A, "service": "compute"}, A, {"id": A, "service": "oke"}]) == [Asked(A, "compute")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (5, "not 5"),
        (True, "not True"),
        (1.5, "not 1.5"),
        ([A, 7], "not 7"),
        ({"id": 5}, "its keys are id"),
        ({"work_request_id": 5}, "not 5"),
        ({}, "its keys are none"),
        ({"id": " "}, "its keys are id"),
        ({"work_request_id": ""}, "its keys are work_request_id"),
        (URI, "it was answered with status 200"),
        ({**URI, "status": 404, "failed": True}, "it was answered with status 404"),
        (loop(LAUNCHED, URI), "it was answered with status 200"),
        ([A, URI], "it was answered with status 200"),
        (
            cli("Waiting until the work request has entered state"),
            "the command printed a line without one, and its keys are changed, cmd, delta, rc, stderr, stdout, stdout_lines",
        ),
        (cli({"data": {"id": RESOURCE}}), "its keys are data"),
        (cli("{broken"), "looks like JSON and is not"),
        ("{broken", "looks like JSON and is not"),
        ("[" * 100_000, "looks like JSON and is not"),
        ("[" * 20 + json.dumps(A) + "]" * 20, "nested too deeply"),
    ],
)
def test_a_value_without_an_id_is_a_usage_error_that_names_its_keys(wrong: Any, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(wrong)
    assert words in str(caught.value)
    assert str(caught.value).startswith(("work_request_id must be", "What is given as work_request_id"))
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 400


def test_an_id_in_the_result_of_another_task_is_not_taken_for_a_work_request() -> None:
    with pytest.raises(UsageError, match="status 200"):
        find({**URI, "id": RESOURCE})


def test_a_status_in_what_a_server_wrote_is_not_repeated() -> None:
    with pytest.raises(UsageError, match="its keys are msg, status"):
        find({"status": "\x1b[31m", "msg": "no"})


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([A, B, f"{A},{C}"])
)
NAMES = st.sampled_from(
    [
        "id",
        "service",
        "work_request_id",
        "opc_work_request_id",
        "opc-work-request-id",
        "work_requests",
        "results",
        "headers",
        "stdout",
        "skipped",
    ]
    + ["changed", "status", "json"]
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=20
)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


@given(ANYTHING)
def test_any_value_gives_ids_or_a_usage_error(value: Any) -> None:
    try:
        found, message = find(value), "None."
    except UsageError as error:
        found, message = [], str(error)
    assert message.endswith(".")
    assert len({asked.id for asked in found}) == len(found)
    for asked in found:
        assert asked.id == asked.id.strip(" \t\r\n") != ""
        assert any(asked.id in text for text in texts(value))
        assert asked.service is None or asked.service in texts(value)


@given(st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=8))
def test_every_form_holds_the_same_ids(wanted: list[str]) -> None:
    unique = [Asked(work_request_id) for work_request_id in dict.fromkeys(wanted)]
    forms = [wanted, ",".join(wanted), json.dumps(wanted), loop(*[{**URI, "opc_work_request_id": w} for w in wanted])]
    assert [find(form) for form in forms] == [unique] * len(forms)


@pytest.mark.parametrize("given", ["", " , ", ["", A]])
def test_an_empty_text_is_no_list_of_nothing(given: Any) -> None:
    with pytest.raises(UsageError, match="empty text"):
        find(given)
