# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The built tarball, used as a user does who has nothing else: installed into an empty HOME, with the commands of the README."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import tarfile
from typing import Any, Iterator

import pytest
import yaml
from ansible import constants

from ansible_collections.longops.oracle.tests.rulebooks import environment as rulebooks
from ansible_collections.longops.oracle.tests.rulebooks.playing import Rulebook
from ansible_collections.longops.oracle.tests.simulator import Simulator

from . import playing

ROOT = pathlib.Path(__file__).parents[2]
#: What ansible-galaxy adds to a tarball.
MANIFESTS = {"MANIFEST.json", "FILES.json"}
#: Galaxy takes 20 MB. A user waits for each of them.
MOST_BYTES = 1_000_000
#: All that a collection may need to work. The rest of the tarball is to be read, but for the data of the playbook that sets AWX up.
NEEDED = {*MANIFESTS, "extensions", "meta", "playbooks", "plugins", "roles"}
DATA = "docs/awx"
#: A stand-in for every module of awx.awx, which takes what it is given.
AWX_MODULE = "#!/usr/bin/python\n# WANT_JSON\nprint('{\"changed\": true}')\n"
#: What is no fault of the collection: there is no inventory, and (in ansible-core 2.20 and later) a collection of its own has no version.
OF_ANSIBLE = ("No inventory was parsed", "provided hosts list is empty", "only implicit localhost", "_protomatter")


@dataclasses.dataclass(frozen=True)
class Home:
    """A HOME with nothing in it but what ansible-galaxy has installed, and its owner's key for the simulator."""

    path: pathlib.Path
    installed: str  # what ansible-galaxy said

    @property
    def collections(self) -> pathlib.Path:
        return self.path / ".ansible" / "collections"

    @property
    def collection(self) -> pathlib.Path:
        return self.collections / "ansible_collections" / "longops" / "oracle"

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = playing.environment(self.path)
        del environment["ANSIBLE_COLLECTIONS_PATH"]
        # Without it ansible-core looks for the results in the HOME that the system knows of this user.
        environment["ANSIBLE_ASYNC_DIR"] = str(self.path / "async")
        done = subprocess.run(
            command, env=environment, cwd=self.path, capture_output=True, text=True, check=False, timeout=120
        )
        assert not check or done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        warned = [line for line in done.stderr.splitlines() if "WARNING" in line or "DEPRECATION" in line]
        assert [line for line in warned if not any(known in line for known in OF_ANSIBLE)] == []
        return done

    def ad_hoc(self, module: str, *command: str, **options: Any) -> dict[str, Any]:
        """The result of one task on localhost."""
        given = " ".join(f"{name}={value}" for name, value in options.items())
        done = self.run("ansible", "localhost", "-m", f"longops.oracle.{module}", "-a", given, *command)
        start, found = done.stdout.split("=>", 1)
        assert start.strip() in ("localhost | SUCCESS", "localhost | CHANGED")
        result = json.loads(found)
        assert isinstance(result, dict)
        return result


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("built")
    environment = playing.environment(folder)
    command = ["ansible-galaxy", "collection", "build", "--output-path", str(folder), str(ROOT)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    [built] = folder.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def home(tarball: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """With the collection as it was installed, without the parts of it that it has no need of."""
    empty = Home(tmp_path_factory.mktemp("home"), "")
    done = empty.run("ansible-galaxy", "collection", "install", str(tarball))
    verified = empty.run("ansible-galaxy", "collection", "verify", "--offline", "longops.oracle")
    installed = Home(empty.path, done.stdout + verified.stdout)
    data = shutil.move(installed.collection / DATA, empty.path / "data")
    for path in installed.collection.iterdir():
        if path.name not in NEEDED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.move(data, installed.collection / DATA)
    return installed


@pytest.fixture
def user(home: Home, sim: Simulator) -> Iterator[Home]:
    """The owner of the HOME, who has the key of the simulator's user where Oracle's tools look for it."""
    config = home.path / ".oci" / "config"
    config.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(sim.config_file, config)
    config.chmod(0o600)
    yield home
    shutil.rmtree(config.parent)


def members(tarball: pathlib.Path) -> list[tarfile.TarInfo]:
    with tarfile.open(tarball) as opened:
        return opened.getmembers()


# What is in it


def test_it_has_what_the_repository_has_and_nothing_that_a_run_has_left(tarball: pathlib.Path) -> None:
    files = {member.name for member in members(tarball) if member.isfile()}
    known = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert files - MANIFESTS <= set(known.stdout.splitlines())
    assert not [name for name in files if {"__pycache__", ".git"} & set(pathlib.PurePath(name).parts)]


def test_it_has_all_that_a_user_needs_and_no_more(tarball: pathlib.Path) -> None:
    """Whatever is new at the top of the repository is either named here or in build_ignore."""
    files = [member.name for member in members(tarball) if not member.isdir()]
    tops = {pathlib.PurePath(name).parts[0] for name in files}
    texts = {"CHANGELOG.md", "CHANGELOG.rst", "COPYING", "LICENSES", "README.md", "SECURITY.md", "changelogs", "docs"}
    assert tops - NEEDED == texts | {"tests"}
    assert tops >= NEEDED - {"extensions"}
    of_tests = [name for name in files if name.startswith("tests/") and not name.startswith("tests/simulator/")]
    assert of_tests == ["tests/config.yml"]
    assert [name for name in files if name.startswith("changelogs/fragments/")] == []
    assert [name for name in files if name.startswith("extensions/") and not name.startswith("extensions/eda/")] == []
    folders = ("plugins/**/*.py", "extensions/eda/**/*.py", "extensions/eda/**/*.json")
    ours = {path.relative_to(ROOT).as_posix() for folder in folders for path in ROOT.glob(folder)}
    assert ours <= set(files)


def test_it_is_small_and_has_no_programs_nor_links_that_lead_out_of_it(tarball: pathlib.Path) -> None:
    assert tarball.stat().st_size < MOST_BYTES
    odd = {member.name: member.linkname for member in members(tarball) if not (member.isfile() or member.isdir())}
    programs = [member.name for member in members(tarball) if member.isfile() and member.mode & 0o111]
    assert (odd, programs) == ({"COPYING": "LICENSES/GPL-3.0-or-later.txt"}, [])


def test_its_metadata_lead_to_the_project(tarball: pathlib.Path) -> None:
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert tarball.name == f"longops-oracle-{galaxy['version']}.tar.gz"
    with tarfile.open(tarball) as opened:
        manifest = json.load(opened.extractfile("MANIFEST.json"))["collection_info"]  # type: ignore[arg-type]
    for name in ("repository", "documentation", "homepage", "issues"):
        assert manifest[name].startswith("https://"), name
    assert manifest["license"] == ["GPL-3.0-or-later"]
    assert manifest["dependencies"] == {}


# Installed


def test_it_is_installed_and_unchanged(home: Home) -> None:
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    assert f"longops.oracle:{version} was installed successfully" in home.installed
    assert "Successfully verified that checksums" in home.installed
    assert version in home.run("ansible-galaxy", "collection", "list", "longops.oracle").stdout


def documented() -> list[tuple[str, str]]:
    """Each plugin and role with the type that ansible-doc has for it."""
    found = [("role", path.name) for path in (ROOT / "roles").iterdir()]
    for folder in (ROOT / "plugins").iterdir():
        type_ = "module" if folder.name == "modules" else folder.name
        if type_ in constants.DOCUMENTABLE_PLUGINS:
            found += [(type_, path.stem) for path in folder.glob("*.py") if path.stem != "__init__"]
    return sorted(found)


@pytest.mark.parametrize("type_", sorted({type_ for type_, _name in documented()}))
def test_ansible_doc_has_every_plugin(home: Home, type_: str) -> None:
    names = sorted(f"longops.oracle.{name}" for of, name in documented() if of == type_)
    listed = json.loads(home.run("ansible-doc", "-j", "-l", "-t", type_, "longops.oracle").stdout)
    assert sorted(listed) == names
    text = home.run("ansible-doc", "-t", type_, *names).stdout
    assert [name for name in names if name not in text and name.rpartition(".")[2] not in text] == []
    if type_ == "module":
        found = json.loads(home.run("ansible-doc", "-j", *names).stdout)
        incomplete = [name for name in names if not all(found[name][part] for part in ("doc", "examples", "return"))]
        assert incomplete == []


# Used


def test_one_operation_with_a_single_command(user: Home, sim: Simulator) -> None:
    launched = sim.launch(
        "container_engine", seconds=0, outcome="failed", errors=[{"code": "LimitExceeded", "message": "No more."}]
    )
    where = {"work_request_id": launched.id, "service_endpoint": sim.url}
    [entry] = user.ad_hoc("work_request_info", include="errors", **where)["work_requests"]
    assert (entry["id"], entry["state"], entry["errors"][0]["code"]) == (launched.id, "failed", "LimitExceeded")
    again = user.ad_hoc("work_request_info", "-B", "30", "-P", "1", service="oke", **where)
    assert again["work_requests"][0]["id"] == launched.id


def test_a_request_of_goldengate_with_a_single_command(user: Home, sim: Simulator) -> None:
    launched = sim.goldengate.launch(seconds=0)
    where = {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}
    [entry] = user.ad_hoc("request_status_info", request_id=launched.id, **where)["requests"]
    assert entry["state"] == "succeeded"


def test_the_playbook_that_waits(user: Home, sim: Simulator) -> None:
    launched = sim.launch("container_engine", seconds=1)
    given = {"work_request_id": launched.id, "service_endpoint": sim.url}
    done = user.run("ansible-playbook", "longops.oracle.wait", "-e", json.dumps(given))
    assert "1 operation: 1 succeeded, 0 failed, 0 not over." in done.stdout


def test_the_playbook_that_shows_what_is_in_flight(user: Home, sim: Simulator) -> None:
    launched = sim.launch("container_engine", outcome=None)
    given = {"compartment_id": sim.compartment_id, "service_endpoint": f"{sim.url}/{{service}}"}
    done = user.run("ansible-playbook", "longops.oracle.in_flight", "-e", json.dumps(given))
    assert launched.id in done.stdout


def test_the_role(user: Home, sim: Simulator) -> None:
    """A mix of both kinds, of which one fails, with a report."""
    report = user.path / "report.html"
    succeeds = sim.launch("container_engine", seconds=1)
    fails = sim.goldengate.launch(seconds=0, outcome="failed")
    connection = {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "module_defaults": {"group/longops.oracle.oci": {"service_endpoint": sim.url}},
        "vars": {
            "wait_for": [succeeds.id, {"request_id": str(fails.id), "options": connection}],
            "wait_report": str(report),
        },
        "roles": ["longops.oracle.wait"],
    }
    playbook = user.path / "role.yml"
    playbook.write_text(json.dumps([play]), encoding="utf-8")
    done = user.run("ansible-playbook", str(playbook), check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "2 operations: 1 succeeded, 1 failed, 0 not over." in done.stdout + done.stderr
    assert succeeds.id in report.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def with_awx(home: Home) -> Home:
    """With stand-ins for the modules of awx.awx that the playbooks use."""
    folder = home.collections / "ansible_collections" / "awx" / "awx" / "plugins" / "modules"
    folder.mkdir(parents=True)
    for playbook in (home.collection / "playbooks").glob("*.yml"):
        for name in set(re.findall(r"awx\.awx\.(\w+):", playbook.read_text(encoding="utf-8"))):
            (folder / f"{name}.py").write_text(AWX_MODULE, encoding="utf-8")
    return home


def test_every_playbook_is_found_by_its_name(with_awx: Home) -> None:
    names = sorted(f"longops.oracle.{path.stem}" for path in (ROOT / "playbooks").glob("*.yml"))
    done = with_awx.run("ansible-playbook", "--syntax-check", *names)
    assert done.stdout.count("playbook: ") == len(names) >= 2


def test_the_playbook_that_sets_awx_up(with_awx: Home) -> None:
    """It finds its data where it is installed."""
    done = with_awx.run("ansible-playbook", "longops.oracle.awx_setup", "-e", "awx_image=registry.example.com/ee:1")
    assert "failed=0" in done.stdout
    for name in ("credential_types", "job_templates", "workflows"):
        for each in yaml.safe_load((with_awx.collection / DATA / f"{name}.yml").read_text(encoding="utf-8")):
            assert f"(item={each['name']})" in done.stdout, name


def test_a_rulebook(user: Home, sim: Simulator) -> None:
    """Each event source watches an operation, whose end is printed."""
    try:
        rulebooks.java_home()
        rulebooks.environment()
    except rulebooks.Missing as reason:
        pytest.skip(str(reason))
    work_request = sim.launch("container_engine", seconds=0, outcome="failed", errors=[("LimitExceeded", "No more.")])
    request = sim.goldengate.launch(seconds=0, outcome="failed")
    resource = sim.resource("core.instance", "TERMINATED")
    connection = {"url": sim.url, "username": sim.goldengate.username, "password": sim.goldengate.password}
    failed = {
        "name": "Say what failed",
        "condition": "event.change == 'end'",
        "action": {"debug": {"msg": "{{ event.meta.source.type }}: ended"}},
    }
    sources = [
        {"longops.oracle.work_requests": {"work_request_id": work_request.id, "service_endpoint": sim.url}},
        {"longops.oracle.goldengate_requests": {"request_id": [request.id], **connection}},
        {"longops.oracle.resources": {"resource_id": resource.id, "service_endpoint": sim.url}},
    ]
    ruleset = {"name": "Failures", "hosts": "all", "sources": sources, "rules": [failed]}
    folder = user.path / "rulebook"
    folder.mkdir()
    where = {"HOME": str(user.path), "ANSIBLE_COLLECTIONS_PATH": str(user.collections)}
    with Rulebook(folder, json.dumps([ruleset]), {}, where) as played:
        played.wait_for(lambda: played.output.count(": ended") >= 3)
    for name in ("work_requests", "goldengate_requests", "resources"):
        assert f"longops.oracle.{name}: ended" in played.output
