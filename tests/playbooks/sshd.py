# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An sshd of the tests' own on loopback, and two users of this machine who exist only as long as it runs."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from typing import Any, Iterator, Optional

from . import processes, readable_python

#: Where users may leave files besides their homes.
COMMON = (pathlib.Path("/tmp"), pathlib.Path("/var/tmp"), pathlib.Path("/dev/shm"))
#: How the names of users begin: those who log in, those who are become.
LOGIN, OTHER = "longops-a-", "longops-b-"
PREFIX = "longops-sshd-"  # of the folder of keys and settings
RULES = pathlib.Path("/etc/sudoers.d")
#: What a home has in the end without anything being left behind.
KEPT = re.compile(r"/\.ansible(/tmp)?$")


def missing() -> Optional[str]:
    """Why there can be no sshd here; None where there can."""
    if os.geteuid() != 0:
        return "an sshd with users of its own needs root to create a user"
    if not pathlib.Path("/proc/self/environ").exists():
        return "what ssh leaves running is searched for in /proc, which is not there"
    needed = {"openssh-server": _sshd(), "openssh-client": shutil.which("ssh"), "useradd": shutil.which("useradd")}
    absent = [name for name, path in needed.items() if path is None]
    return f"{' and '.join(absent)} {'is' if len(absent) == 1 else 'are'} not installed" if absent else None


def _sshd() -> Optional[str]:
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclasses.dataclass(frozen=True)
class User:
    """A user of this machine."""

    name: str
    uid: int
    home: pathlib.Path
    password: str


@dataclasses.dataclass(frozen=True)
class Sshd:
    """A running sshd: one logs in as `login`, by key, and becomes `other`. python is one that both can run."""

    folder: pathlib.Path
    pid: int
    port: int
    login: User
    other: User
    python: pathlib.Path
    has_sudo: bool

    @contextlib.contextmanager
    def with_own_users(self) -> Iterator[Sshd]:
        """The same sshd for two more users, so that what they leave behind is that of one test."""
        with _users() as (login, other), _sudo(login, other):
            yield dataclasses.replace(self, login=login, other=other)

    @property
    def users(self) -> tuple[User, User]:
        return self.login, self.other

    def connecting(self) -> dict[str, Any]:
        """The variables of a host that is this machine, by ssh."""
        return {
            "ansible_connection": "ssh",
            "ansible_host": "127.0.0.1",
            "ansible_port": self.port,
            "ansible_user": self.login.name,
            "ansible_ssh_private_key_file": str(self.folder / "user_key"),
            "ansible_ssh_common_args": f"-F none -o UserKnownHostsFile={self.folder / 'known_hosts'} -o StrictHostKeyChecking=yes"
            " -o IdentitiesOnly=yes -o IdentityAgent=none",
            "ansible_python_interpreter": str(self.python),
            "ansible_common_remote_group": self.other.name,
        }

    def becoming(self, method: str) -> dict[str, Any]:
        """The variables that make it become the other user: by su, with a password and so with a terminal, or by sudo, without."""
        variables = {"ansible_become": True, "ansible_become_method": method, "ansible_become_user": self.other.name}
        return {**variables, "ansible_become_password": self.other.password} if method == "su" else variables

    def give(self, user: User, config: pathlib.Path) -> pathlib.Path:
        """Give the user a copy of an OCI config file's first profile and its key, and say where it is."""
        folder = user.home / f"oci-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        profile = re.split(r"\n\s*\n", config.read_text(encoding="utf-8"))[0]
        key = pathlib.Path(re.findall(r"^key_file=(.*)$", profile, re.MULTILINE)[0])
        (folder / key.name).write_bytes(key.read_bytes())
        (folder / "config").write_text(profile.replace(str(key), str(folder / key.name)) + "\n", encoding="utf-8")
        for path in (folder, *folder.iterdir()):
            os.chown(path, user.uid, -1)
            path.chmod(0o700 if path.is_dir() else 0o600)
        return folder / "config"

    def files(self) -> set[str]:
        """Everything that the users have in their homes and in the folders for all."""
        uids = {user.uid for user in self.users}
        found = {str(path) for user in self.users for path in user.home.rglob("*")}
        for folder in COMMON:
            for path in folder.iterdir() if folder.is_dir() else ():
                with contextlib.suppress(FileNotFoundError):
                    inside = path.rglob("*") if path.is_dir() and path.name.startswith(("ansible", ".ansible")) else ()
                    found |= {str(each) for each in (path, *inside) if each.lstat().st_uid in uids}
        return {path for path in found if not KEPT.search(path)}

    def at_work(self) -> list[processes.Process]:
        """What the users are running, but for the sshd of their connections."""
        found = processes.of_users({user.uid for user in self.users})
        return [process for process in found if not process.name.startswith("sshd")]

    def lock_out(self) -> None:
        """Let nobody log in as `login` any more."""
        _change("usermod", "--expiredate", "1", self.login.name)

    def cut(self) -> None:
        """End all connections as lost ones end: nothing is said to either side."""
        own = [process for process in processes.of_users({self.login.uid}) if process.name.startswith("sshd")]
        assert own, "there is no connection"
        processes.end([each for each in map(processes.of, {process.parent for process in own} - {self.pid}) if each])
        processes.end(own)


@contextlib.contextmanager
def running() -> Iterator[Sshd]:
    """Start an sshd, with users, and end all of it."""
    _sweep()
    with contextlib.ExitStack() as stack:
        # All users must be able to read it, so it is not in pytest's own folder.
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX)))
        folder.chmod(0o755)
        login, other = stack.enter_context(_users())
        python = readable_python.make(folder, other.name)
        has_sudo = stack.enter_context(_sudo(login, other))
        port, pid = stack.enter_context(_daemon(folder))
        yield Sshd(folder, pid, port, login, other, python, has_sudo)


def _sweep() -> None:
    """Remove what tests have left that were killed: each user's comment is the pid of the tests that it belongs to."""
    for entry in pwd.getpwall():
        is_ours = entry.pw_name.startswith((LOGIN, OTHER)) and entry.pw_gecos.isdigit()
        if is_ours and processes.of(int(entry.pw_gecos)) is None:
            processes.end(processes.of_users({entry.pw_uid}))
            (RULES / entry.pw_name).unlink(missing_ok=True)
            with contextlib.suppress(RuntimeError):  # other tests are sweeping as well
                _change("userdel", "--force", "--remove", entry.pw_name)
    processes.end(
        [each for each in processes.children(1) if f"sshd -D -f {tempfile.gettempdir()}/{PREFIX}" in each.command]
    )


@contextlib.contextmanager
def _users() -> Iterator[tuple[User, User]]:
    """One to log in as and one to become. The first is in the second's group: Ansible needs that to hand over files to a user who is not root."""
    suffix = secrets.token_hex(4)
    with _user(f"{OTHER}{suffix}") as other, _user(f"{LOGIN}{suffix}", "--groups", f"{OTHER}{suffix}") as login:
        try:
            yield login, other
        finally:
            for _attempt in range(3):  # what is being started just now is seen the next time
                processes.end(processes.of_users({login.uid, other.uid}))


@contextlib.contextmanager
def _user(name: str, *options: str) -> Iterator[User]:
    comment = str(os.getpid())
    _change("useradd", "--create-home", "--shell", "/bin/sh", "--user-group", "--comment", comment, *options, name)
    try:
        password = secrets.token_hex(8)
        # Without one the account counts as locked, and sshd rejects it.
        _change("chpasswd", input_=f"{name}:{password}\n")
        entry = pwd.getpwnam(name)
        yield User(name, entry.pw_uid, pathlib.Path(entry.pw_dir), password)
    finally:
        _change("userdel", "--force", "--remove", name)


def _change(*command: str, input_: str = "") -> None:
    """Change the users of this machine, again where another test was doing so and had the files locked."""
    for _attempt in range(50):
        done = subprocess.run(command, input=input_, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        if "lock" not in done.stderr:
            break
        time.sleep(0.2)
    raise RuntimeError(f"{command[0]}: {done.stderr}")


@contextlib.contextmanager
def _sudo(login: User, other: User) -> Iterator[bool]:
    """Let one user become the other by sudo; False where there is no sudo."""
    if shutil.which("sudo") is None or not RULES.is_dir():
        yield False
        return
    rule = RULES / login.name
    rule.touch(mode=0o440)
    try:
        rule.write_text(f"{login.name} ALL=({other.name}) NOPASSWD: ALL\n", encoding="utf-8")
        yield True
    finally:
        rule.unlink()


@contextlib.contextmanager
def _daemon(folder: pathlib.Path) -> Iterator[tuple[int, int]]:
    """An sshd that lets LOGIN users in by the key folder/user_key: its port and its pid."""
    for name in ("host_key", "user_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "user_key.pub", folder / "authorized_keys")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    host_key = (folder / "host_key.pub").read_text(encoding="utf-8")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}", encoding="utf-8")
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host_key",
        "PidFile": folder / "pid",
        "AuthorizedKeysFile": folder / "authorized_keys",
        "StrictModes": "no",  # the key lies in a folder below /tmp, which all can write to
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "AllowUsers": f"{LOGIN}*",
        "MaxSessions": 100,
        "MaxStartups": 100,
        "Subsystem": "sftp internal-sftp",
    }
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "config").write_text(lines, encoding="utf-8")
    pathlib.Path("/run/sshd").mkdir(exist_ok=True)  # an sshd without it does not start
    command = [str(_sshd()), "-D", "-f", str(folder / "config"), "-E", str(folder / "log")]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as daemon:
        try:
            _until_listening(port, daemon, folder / "log")
            yield port, daemon.pid
        finally:
            for connection in processes.children(daemon.pid):
                processes.end([connection])
            daemon.terminate()


def _until_listening(port: int, daemon: subprocess.Popen[bytes], log: pathlib.Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and daemon.poll() is None:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError(f"sshd does not listen on port {port}: {log.read_text(encoding='utf-8')}")
