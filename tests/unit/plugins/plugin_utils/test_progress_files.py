# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress files on the controller, and elsewhere as the shells of this machine read them.

Where a command would sleep, the shell runs a function of the test instead, which does what happens meanwhile.
"""

from __future__ import annotations

import json
import pathlib
import re
import shlex
import shutil
import subprocess
import types
from typing import Any, BinaryIO, Callable

import pytest
from hypothesis import HealthCheck, given, strategies as st

from ansible_collections.longops.oracle.plugins.plugin_utils._progress_files import LocalFile, RemoteFile, shell_word
from ansible_collections.longops.oracle.tests.unit.examples import examples

ID = f"ocid1.coreservicesworkrequest.oc1.iad.{'abcdefgh' * 7}uniqueid"
SHELLS = [name for name in ("sh", "dash", "bash", "busybox", "ksh", "zsh") if shutil.which(name)]


def event(number: int) -> dict[str, Any]:
    entry = {"id": ID, "state": "pending", "resources": [{}]}
    return {"elapsed": float(number), "operations": 1, "work_request": entry}


def text(*numbers: int) -> str:
    return "".join(json.dumps(event(number)) + "\n" for number in numbers)


_writers: dict[pathlib.Path, BinaryIO] = {}


def append(path: pathlib.Path, more: str) -> None:
    """Write to a file as a module does, which opens it once: also after a reader has removed its name."""
    if path not in _writers:
        _writers[path] = path.open("ab", buffering=0)
    _writers[path].write(more.encode("ascii"))


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    """A file with a name that a shell would take apart, and that is not there yet."""
    return tmp_path / "it's a (file) {first}"


# On the controller


def test_a_file_that_is_not_there_yet_has_no_events(path: pathlib.Path) -> None:
    file = LocalFile(str(path), is_ours=True)
    assert file.read(1) == []
    append(path, text(1, 2))
    assert file.read(1) == [event(1), event(2)]
    assert file.read(3) == []
    append(path, text(3))
    assert file.read(3) == [event(3)]


def test_half_a_line_is_read_when_it_is_whole(path: pathlib.Path) -> None:
    file = LocalFile(str(path), is_ours=True)
    append(path, text(1) + text(2)[:30])
    assert file.read(1) == [event(1)]
    append(path, text(2)[30:-1])
    assert file.read(2) == []
    append(path, "\n")
    assert file.read(2) == [event(2)]


def test_a_file_of_ours_has_no_name_once_it_was_opened(path: pathlib.Path) -> None:
    file = LocalFile(str(path), is_ours=True)
    append(path, text(1))
    assert file.read(1) == [event(1)]
    assert not path.exists()
    assert file.read(2) == file.read_rest(2) == []
    file.remove()  # which it is already


@pytest.mark.parametrize("is_ours", [True, False])
def test_the_rest_of_a_local_file_is_read_before_it_is_removed(path: pathlib.Path, is_ours: bool) -> None:
    file = LocalFile(str(path), is_ours)
    append(path, text(1))
    assert file.read(1) == [event(1)]
    append(path, text(2, 3))
    assert file.read_rest(2) == [event(2), event(3)]
    assert path.exists() is not is_ours


def test_a_local_file_that_cannot_be_read_is_removed_all_the_same(path: pathlib.Path) -> None:
    append(path, "nonsense\n")
    with pytest.raises(json.JSONDecodeError):
        LocalFile(str(path), is_ours=True).read_rest(1)
    assert not path.exists()


@pytest.mark.parametrize("kind", ["missing", "file", "broken link"])
def test_a_local_file_exists_where_a_module_would_not_create_it(path: pathlib.Path, kind: str) -> None:
    if kind == "file":
        path.touch()
    elif kind == "broken link":
        path.symlink_to("nowhere")
    assert LocalFile(str(path), is_ours=False).exists() is (kind != "missing")


# Elsewhere


class Action:
    """An action plugin whose connection is a shell of this machine. sleep is what its shell does for sleep."""

    def __init__(self, shell: str = "sh", change: Callable[[str], str] = str) -> None:
        self._connection = types.SimpleNamespace(become=None)
        self._shell = ["busybox", "sh"] if shell == "busybox" else [shell]
        self._change = change
        self.sleep = "exit 99"  # fails
        self.commands: list[str] = []

    def _low_level_execute_command(self, command: str, sudoable: bool) -> dict[str, Any]:
        assert sudoable  # as the user that the task becomes, whose file it is
        self.commands.append(command)
        script = f"sleep() {{ {self.sleep}; }}; {command}"
        ran = subprocess.run([*self._shell, "-c", script], capture_output=True, text=True, timeout=30, check=False)
        return {"rc": ran.returncode, "stdout": self._change(ran.stdout), "stderr": ran.stderr}


@pytest.fixture(params=SHELLS)
def action(request: pytest.FixtureRequest) -> Any:
    return Action(request.param)


def remote(action: Any, path: pathlib.Path, is_ours: bool = True) -> RemoteFile:
    return RemoteFile(action, str(path), is_ours)


def test_the_shell_gives_lines_that_are_there_at_once(action: Any, path: pathlib.Path) -> None:
    append(path, text(1, 2, 3))
    assert remote(action, path).read(1) == [event(1), event(2), event(3)]
    assert remote(action, path).read(3) == [event(3)]


def test_the_shell_does_not_wait_for_a_file_that_is_not_there(action: Any, path: pathlib.Path) -> None:
    """The module may have failed, and create none."""
    assert remote(action, path).read(1) == []


def test_the_shell_waits_for_a_line_that_comes_later(action: Any, path: pathlib.Path) -> None:
    append(path, text(1))
    action.sleep = f"printf '%s\\n' {shlex.quote(text(2).strip())} >> {shlex.quote(str(path))}"
    assert remote(action, path).read(2) == [event(2)]


def test_the_shell_ends_when_the_file_is_removed(action: Any, path: pathlib.Path) -> None:
    append(path, text(1))
    action.sleep = f"rm {shlex.quote(str(path))}"
    assert remote(action, path).read(2) == []


@pytest.mark.parametrize(("is_ours", "seconds"), [(True, 20), (False, 2)])
def test_the_shell_ends_after_a_while_without_new_lines(
    action: Any, path: pathlib.Path, tmp_path: pathlib.Path, is_ours: bool, seconds: int
) -> None:
    """A file of the user's stays, so that its end is not noticed: the task waits for the command then."""
    append(path, text(1))
    action.sleep = f"echo $1 >> {shlex.quote(str(tmp_path / 'slept'))}"
    assert remote(action, path, is_ours).read(2) == []
    assert (tmp_path / "slept").read_text(encoding="ascii") == "1\n" * seconds


def test_half_a_line_of_the_shell_is_read_again(action: Any, path: pathlib.Path) -> None:
    half = text(2)[: text(2).rindex("}]") + 1]  # ends like a whole one
    append(path, text(1) + half)
    file = remote(action, path)
    assert file.read(1) == [event(1)]
    append(path, text(2)[len(half) :])
    assert file.read(2) == [event(2)]


@pytest.mark.parametrize("is_ours", [True, False])
def test_the_rest_of_a_remote_file_is_read_before_it_is_removed(action: Any, path: pathlib.Path, is_ours: bool) -> None:
    append(path, text(1, 2))
    assert remote(action, path, is_ours).read_rest(2) == [event(2)]
    assert path.exists() is not is_ours
    assert len(action.commands) == 1


def test_a_remote_file_that_was_never_made_has_no_rest(action: Any, path: pathlib.Path) -> None:
    assert remote(action, path).read_rest(1) == []


@pytest.mark.parametrize("kind", ["missing", "file", "broken link"])
def test_a_remote_file_exists_where_a_module_would_not_create_it(action: Any, path: pathlib.Path, kind: str) -> None:
    if kind == "file":
        path.touch()
    elif kind == "broken link":
        path.symlink_to("nowhere")
    assert remote(action, path, is_ours=False).exists() is (kind != "missing")


def test_lines_of_a_terminal_end_with_cr_lf(path: pathlib.Path) -> None:
    append(path, text(1, 2))
    action: Any = Action(change=lambda printed: printed.replace("\n", "\r\n"))
    assert remote(action, path).read(1) == [event(1), event(2)]


@pytest.mark.parametrize(
    "printed",
    [
        f"Last login: today\n{text(1)}",
        f'{{"welcome": true}}\n{text(1)}\n',
        f"[1]\n7\n{text(1)}",
        f"sh: cannot open it\r\n{text(1)}",
    ],
)
def test_what_the_host_prints_besides_is_passed_over(printed: str, path: pathlib.Path) -> None:
    action: Any = Action(change=lambda _printed: printed)
    assert remote(action, path).read(1) == [event(1)]


def test_a_shell_that_fails_is_an_error(path: pathlib.Path) -> None:
    action: Any = Action()
    action._low_level_execute_command = lambda command, sudoable: {"rc": 126, "stdout": "", "stderr": "not allowed"}
    with pytest.raises(OSError, match="the shell ended with status 126: not allowed"):
        remote(action, path).read(1)


def test_commands_beside_the_module_have_copies_of_connection_and_become(path: pathlib.Path) -> None:
    class Becoming(Action):
        def _low_level_execute_command(self, command: str, sudoable: bool) -> dict[str, Any]:
            self._connection.become.prompt = self._connection.host = "changed"
            return super()._low_level_execute_command(command, sudoable)

    action: Any = Becoming()
    action._connection = types.SimpleNamespace(become=types.SimpleNamespace(prompt=None), host="web1")
    append(path, text(1))
    assert remote(action, path).read(1) == [event(1)]
    assert (action._connection.become.prompt, action._connection.host) == (None, "web1")


# Paths


@pytest.mark.parametrize("name", ["a b", "a'b", 'a"b', "a;touch x", "$(touch x)", "`touch x`", "a\nb", "a$", "*"])
def test_a_path_is_never_obeyed(action: Any, tmp_path: pathlib.Path, name: str) -> None:
    path = tmp_path / name
    append(path, text(1))
    file = remote(action, path)
    assert file.exists()
    assert file.read(1) == file.read_rest(1) == [event(1)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["~/my file", "$WHERE/my file", "${WHERE}/my file", "$HOME/my file"])
def test_a_path_of_the_user_means_what_a_module_takes_it_for(
    action: Any, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WHERE", str(tmp_path))
    append(tmp_path / "my file", text(1))
    assert RemoteFile(action, given, is_ours=False).read(1) == [event(1)]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/tmp/plain", "/tmp/plain"),
        ("~", "~"),
        ("~oracle/my file", "~oracle/'my file'"),
        ("~no user: a file", "'~no user: a file'"),
        ("a~/b", "'a~/b'"),
        ("$DIR/x$", "\"$DIR\"'/x$'"),
    ],
)
def test_only_home_directories_and_variables_are_for_the_shell(path: str, word: str) -> None:
    assert shell_word(path) == word


# Any chunks


class Cut:
    """An action plugin whose connection gives the lines of a file from a number on, as tail does, with any end of a line."""

    def __init__(self, path: pathlib.Path, end: str) -> None:
        self._connection = types.SimpleNamespace(become=None)
        self._path = path
        self._end = end

    def _low_level_execute_command(self, command: str, sudoable: bool) -> dict[str, Any]:
        first = int(re.findall(r"tail -n [+](\d+)", command)[0])
        lines = self._path.read_text(encoding="ascii").split("\n") if self._path.exists() else [""]
        return {"rc": 0, "stdout": self._end.join(lines[first - 1 :])}


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 6), st.lists(st.integers(1, 300), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_in_whatever_pieces_a_file_grows_each_event_is_read_once(
    tmp_path_factory: pytest.TempPathFactory, count: int, pieces: list[int], end: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    whole = text(*range(count))
    files = [LocalFile(str(path), is_ours=False), RemoteFile(Cut(path, end), str(path), is_ours=False)]  # type: ignore[arg-type]
    found: list[list[Any]] = [[], []]
    at = 0
    for piece in [*pieces, len(whole)]:
        append(path, whole[at : at + piece])
        at += piece
        for file, events in zip(files, found):
            events.extend(file.read(len(events) + 1))
            assert events == [event(number) for number in range(whole[:at].count("\n"))]
    assert found[0] == found[1] == [event(number) for number in range(count)]
