# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the execution environments of docs/awx, runs the playbooks in them, and writes down what that printed, for docs/awx.md.

`make ee` calls it. It needs podman with buildah, and for the base image, unless EE_BASE names one, root and debootstrap. In the containers the playbooks
have what a credential of AWX injects, and poll the simulator on this machine.
"""

from __future__ import annotations

import configparser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from typing import Any, Mapping, Sequence

import yaml

from ansible_collections.longops.oracle.tests.playbooks import awx
from ansible_collections.longops.oracle.tests.simulator import Simulator

#: Where everything is made, and what it prints goes.
FOLDER = pathlib.Path(os.environ.get("BUILD", ".build")) / "ee"
BASE = "localhost/longops-ee-base:latest"
#: What the base image has beside what debootstrap always installs, and where it has its Python: Debian's own would have no pip.
PACKAGES = "python3,python3-venv,python3-pip,ca-certificates"
PYTHON = "/opt/venv"
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
#: Below it is the block of the page that this replaces.
HEADING = "## What make ee printed last"
DEFINITIONS = {"longops-ee": "execution-environment.yml", "longops-ee-sdk": "execution-environment-sdk.yml"}
NODE_POOL = "ocid1.nodepool.oc1.iad.examplenodepool"
SCENARIO = {
    "templates": {
        "resized": {
            "service": "container_engine",
            "operation_type": "NODEPOOL_UPDATE",
            "resources": [{"entity_type": "nodepool", "action_type": "UPDATED", "identifier": NODE_POOL}],
            "steps": [
                {"at": 0, "status": "accepted"},
                {"at": 2, "status": "in_progress", "log": "Adding 2 nodes"},
                {"at": 6, "status": "succeeded"},
            ],
        }
    },
    "launches": [{"method": "PUT", "path": "/20180222/nodePools/{nodePoolId}", "template": "resized"}],
}


#: What a program prints for a terminal, and what ansible-runner hides there from a user: events, which it prints and erases.
CONTROL = re.compile("\x1b\\[K[A-Za-z0-9+/=]+\x1b\\[[0-9]+D|\x1b\\[[0-9;]*[A-Za-z]")


class Transcript:
    """Commands and what they print, without colours, and without what belongs to this machine."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def run(self, shown: str, command: Sequence[str], keep: str = "", **options: Any) -> str:
        """Run a command, shown as a user would type it. keep is a pattern for the lines worth keeping, all if it is empty."""
        started = time.monotonic()
        print(f"$ {shown}", flush=True)
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env=environment(),
            **options,
        )
        print(done.stdout, f"({time.monotonic() - started:.0f} s)", flush=True)
        if done.returncode != 0:
            raise SystemExit(f"`{shown}` failed with status {done.returncode}: see above.")
        text = CONTROL.sub("", done.stdout).replace(str(FOLDER), ".")
        kept = "\n".join(line.rstrip() for line in text.splitlines() if re.search(keep, line)).strip()
        self.lines += [f"$ {shown}", kept, ""]
        return done.stdout


def environment() -> dict[str, str]:
    """That of a user whose containers share the network with the simulator."""
    kept = ("PATH", "LANG", "PIP_INDEX_URL", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(FOLDER / "home"),
        "CONTAINERS_CONF": str(FOLDER / "containers.conf"),
    }


def configure() -> None:
    """containers.conf: limits that containers in a container may have, no systemd, the network of the host."""
    runtime = 'runtime="runc"\n' if shutil.which("runc") else ""
    (FOLDER / "home").mkdir(parents=True, exist_ok=True)
    (FOLDER / "containers.conf").write_text(
        '[containers]\ndefault_ulimits=["nofile=1024:1024","nproc=4096:4096"]\nnetns="host"\n'
        f'[engine]\ncgroup_manager="cgroupfs"\n{runtime}',
        encoding="utf-8",
    )


def base() -> str:
    """The name of the base image, which is made of Debian's packages unless EE_BASE names one."""
    if os.environ.get("EE_BASE"):
        return os.environ["EE_BASE"]
    root = FOLDER / "root"
    if not (root / PYTHON.lstrip("/") / "bin" / "pip").exists():
        shutil.rmtree(root, ignore_errors=True)
        call("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(root))
        if pathlib.Path("/", CERTIFICATES).exists():  # those that this machine trusts
            shutil.copy(f"/{CERTIFICATES}", root / CERTIFICATES)
        call("chroot", str(root), "python3", "-m", "venv", PYTHON)
        shutil.rmtree(root / "var/cache/apt", ignore_errors=True)
    path = f"PATH={PYTHON}/bin:/usr/local/bin:/usr/bin:/bin"
    call("sh", "-c", f"tar -C {root} -c . | podman import --quiet --change 'ENV {path}' - {BASE}")
    return BASE


def call(*command: str) -> None:
    print(f"$ {' '.join(command)}", flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())


def define(name: str, image: str, tarball: pathlib.Path) -> pathlib.Path:
    """The folder of a definition of docs/awx, on this base image, and with the collection as it is here."""
    definition = yaml.safe_load((awx.DATA / DEFINITIONS[name]).read_text(encoding="utf-8"))
    definition["images"]["base_image"]["name"] = image
    if image == BASE:
        definition["dependencies"]["python_interpreter"]["python_path"] = f"{PYTHON}/bin/python3"
    definition["dependencies"]["galaxy"]["collections"] = [{"name": tarball.name, "type": "file"}]
    definition["additional_build_files"] = [{"src": tarball.name, "dest": "."}]
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(tarball, folder)
    (folder / DEFINITIONS[name]).write_text(yaml.safe_dump(definition), encoding="utf-8")
    return folder


def build(transcript: Transcript, name: str, image: str, tarball: pathlib.Path) -> None:
    command = ["ansible-builder", "build", "-f", DEFINITIONS[name], "-t", name]
    extra = ["--container-runtime", "podman", "--extra-build-cli-args", "--network host --isolation chroot"]
    transcript.run(" ".join(command), [*command, *extra], "^Complete", cwd=define(name, image, tarball))


def credential(sim: Simulator, folder: pathlib.Path, inside: str) -> dict[str, str]:
    """What a credential of the type OCI API key injects into a job that has folder as inside."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(sim.config_file, encoding="utf-8")
    values = parser["DEFAULT"]
    folder.mkdir(parents=True, exist_ok=True)
    key = pathlib.Path(values["key_file"]).read_text(encoding="utf-8")
    inputs = {name: values[name] for name in ("user", "fingerprint", "tenancy", "region")}
    injected = awx.inject(awx.one("credential_types", "OCI API key"), {**inputs, "private_key": key}, folder)
    return {name: value.replace(str(folder), inside) for name, value in injected.items()}


def prepare(sim: Simulator, variables: Mapping[str, Any]) -> pathlib.Path:
    """The folder of a job as AWX makes it: project, inventory, variables, and what a credential injects."""
    folder = FOLDER / "job"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(awx.DATA / "project", folder / "project")
    (folder / "inventory").mkdir()
    host = "localhost ansible_connection=local ansible_python_interpreter='{{ ansible_playbook_python }}'\n"
    (folder / "inventory" / "hosts").write_text(host, encoding="utf-8")
    injected = credential(sim, folder / "env", "/runner/env")
    for name, content in {"envvars": injected, "extravars": variables}.items():
        (folder / "env" / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


def artifacts(folder: pathlib.Path) -> dict[str, Any]:
    """What set_stats left in a job."""
    events = (folder / "artifacts" / "1" / "job_events").glob("*-*.json")
    data = [json.loads(path.read_text(encoding="utf-8")).get("event_data", {}) for path in events]
    return next((each["artifact_data"] for each in data if each.get("artifact_data")), {})


def job(transcript: Transcript, sim: Simulator, image: str, playbook: str, **variables: Any) -> dict[str, Any]:
    """Run a playbook of docs/awx/project with ansible-runner outside of the container. Returns what set_stats left."""
    folder = prepare(sim, variables)
    command = ["ansible-runner", "run", "job", "-p", playbook, "--process-isolation", "--container-image", image]
    extra = ["--process-isolation-executable", "podman", "--ident", "1"]
    extra += ["--container-option=--network=host", "--container-option=--user=0"]
    transcript.run(" ".join(command), [*command, *extra], cwd=FOLDER)
    return artifacts(folder)


def pod(transcript: Transcript, sim: Simulator, image: str, playbook: str, **variables: Any) -> dict[str, Any]:
    """The same with ansible-runner within it, as in a pod of AWX: another user than root, who cannot write to HOME nor to the project."""
    folder = prepare(sim, variables)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 1000, 0)
    command = ["podman", "run", "--user", "1000:0", "--env", "HOME=/proc/none", "--env", "ANSIBLE_HOME=/tmp"]
    volumes = ["--volume", "./job:/runner", "--volume", "./job/project:/runner/project:ro"]
    runner = ["ansible-runner", "run", "/runner", "-p", playbook]
    extra = ["--rm", "--network", "host"]
    shown = " ".join([*command, *volumes, image, *runner])
    transcript.run(shown, [*command, *extra, *volumes, image, *runner, "--ident", "1"], cwd=FOLDER)
    return artifacts(folder)


def navigator() -> pathlib.Path:
    """ansible-navigator in an environment of its own: nothing else needs it."""
    folder = FOLDER / "navigator"
    if not (folder / "bin" / "ansible-navigator").exists():
        call(sys.executable, "-m", "venv", str(folder))
        call(str(folder / "bin" / "pip"), "install", "--quiet", "ansible-navigator")
    return folder / "bin" / "ansible-navigator"


def navigate(transcript: Transcript, sim: Simulator, image: str, work_request: str) -> None:
    """Run the playbook of the collection by its name, with ansible-navigator."""
    if not pathlib.Path("/dev/mqueue").exists():  # which ansible-navigator gives to containers
        pathlib.Path("/dev/mqueue").mkdir()
    keys = FOLDER / "keys"
    shutil.rmtree(keys, ignore_errors=True)
    injected = credential(sim, keys, "/keys")
    injected |= {"ANSIBLE_LOCALHOST_WARNING": "false", "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false"}
    command = [
        "ansible-navigator",
        "run",
        "longops.oracle.wait",
        "--mode",
        "stdout",
        "--execution-environment-image",
        image,
    ]
    extra = ["--container-engine", "podman", "--pull-policy", "never", "--playbook-artifact-enable", "false"]
    extra += ["--container-options=--network=host", "--execution-environment-volume-mounts", f"{keys}:/keys"]
    extra += [
        part for name, value in injected.items() if value for part in ("--set-environment-variable", f"{name}={value}")
    ]
    extra += ["-e", f"work_request_id={work_request}", "-e", f"service_endpoint={sim.url}"]
    shown = " ".join([*command, "-e", "work_request_id=ocid1..."])
    transcript.run(shown, [str(navigator()), *command[1:], *extra], cwd=FOLDER)


def main() -> None:
    missing = [tool for tool in ("podman", "ansible-builder", "ansible-runner") if not shutil.which(tool)]
    if not os.environ.get("EE_BASE"):
        missing += [tool for tool in ("debootstrap",) if not shutil.which(tool)]
    if missing:
        raise SystemExit(
            f"There is no {', '.join(missing)}. On Debian: apt-get install --no-install-recommends podman buildah debootstrap runc"
            " fuse-overlayfs uidmap. With EE_BASE=python:3.13-slim, or another image, debootstrap is not needed."
        )
    tarball = pathlib.Path(sys.argv[1])
    page = pathlib.Path(sys.argv[2])
    configure()
    image = base()
    navigator()
    transcript = Transcript()
    with Simulator(SCENARIO, retry_after="1") as sim:
        endpoint = {"service_endpoint": sim.url}
        build(transcript, "longops-ee", image, tarball)
        waited = job(
            transcript, sim, "longops-ee", "wait.yml", work_request_id=sim.launch(template="resized").id, **endpoint
        )
        assert waited["resource_ids"] == [NODE_POOL], waited
        if os.geteuid() == 0:  # who can give files to another user
            work_request = sim.launch(template="resized").id
            waited = pod(transcript, sim, "longops-ee", "wait.yml", work_request_id=work_request, **endpoint)
            assert waited["resource_ids"] == [NODE_POOL], waited
        navigate(transcript, sim, "longops-ee", sim.launch(template="resized").id)
        build(transcript, "longops-ee-sdk", image, tarball)
        words = awx.one("job_templates", "Resize a node pool")["extra_vars"]["launch_command"]
        answers = {"launch_command": ["--endpoint", sim.url, *words], "node_pool_id": NODE_POOL, "node_pool_size": 5}
        launched = job(transcript, sim, "longops-ee-sdk", "launch.yml", **answers)
        waited = job(transcript, sim, "longops-ee-sdk", "wait.yml", **launched, **endpoint)
        assert waited["resource_ids"] == [NODE_POOL], waited
    columns = "{{.Repository}} {{.Size}}"
    images = ["podman", "images", "--sort", "size", "--format", columns]
    transcript.run(f"podman images --format '{columns}'", images, "longops-ee")
    page.write_text(with_output(page.read_text(encoding="utf-8"), transcript.lines), encoding="utf-8")
    print(f"Written into {page}. The images stay, and {FOLDER}: `podman rmi --all` and `rm -rf` remove them.")


def with_output(page: str, lines: Sequence[str]) -> str:
    """The page with these lines as the block below HEADING."""
    output = "\n".join(lines).replace("localhost/", "").rstrip()
    before, heading, after = page.partition(f"\n{HEADING}\n")
    assert heading, f"The page has no heading {HEADING}"
    return (
        before
        + heading
        + re.sub("```text\n.*?```", lambda _block: f"```text\n{output}\n```", after, count=1, flags=re.DOTALL)
    )


if __name__ == "__main__":
    main()
