# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: `python -m tests.simulator`. It prints the URL, then serves until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import pathlib
import shlex
import signal
import sys
import threading
from typing import Iterator, Optional, Sequence

from . import Simulator, trial
from .families import EDITIONS
from .scenario import ScenarioError


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = _parser().parse_args(arguments)
    if options.trial:
        _for_a_trial(options)
    settings = {"unsigned_launches": True} if options.allow_unsigned_launch else {}
    try:
        simulator = Simulator(
            options.scenario,
            speed=options.speed,
            tls=options.tls,
            port=options.port,
            authenticate=not options.no_auth,
            config_dir=options.config_dir,
            proxy_credentials=options.proxy or None,
            proxy_hosts=trial.HOSTS if options.trial else "",
            journal_file=options.journal,
            edition=options.edition,
            **settings,
        )
        simulator.start()
    except (OSError, ScenarioError, ValueError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stopped.set())
    try:
        for line in _trial(simulator, options.config_dir) if options.trial else _facts(simulator, options):
            print(line)
        if options.url_file:
            options.url_file.write_text(f"{simulator.url}\n", encoding="utf-8")
        print(f"Simulator ready at {simulator.url}", flush=True)
        stopped.wait()
    finally:
        simulator.stop()
    return 0


def _facts(simulator: Simulator, options: argparse.Namespace) -> Iterator[str]:
    """Where clients find what the options have made."""
    if options.config_dir:
        yield f"Config file at {simulator.config_file}"
    if options.proxy is not None:
        yield f"Proxy at {simulator.proxy_url}"
    if options.edition:
        yield f"Region {simulator.region}"
    if options.tls or options.edition or options.proxy is not None:
        yield f"Certificate authority at {simulator.ca_file}"


def _trial(simulator: Simulator, folder: pathlib.Path) -> Iterator[str]:
    """What to do next, and where."""
    yield f"Compartment {simulator.compartment_id}"
    yield f"In another terminal: source {shlex.quote(str(trial.write(simulator, folder)))}"


def _for_a_trial(options: argparse.Namespace) -> None:
    """What --trial sets, where it is not given."""
    options.config_dir = options.trial.expanduser().resolve()
    options.proxy = options.proxy or ""
    options.allow_unsigned_launch = True
    if options.edition is None:
        options.scenario = options.scenario or "trial"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator", description="Oracle's long-running operations on 127.0.0.1. See README.md."
    )
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument("--tls", action="store_true", help="serve HTTPS, with a certificate made at the start")
    parser.add_argument(
        "--edition", choices=list(EDITIONS), help="play an appliance, with HTTPS: pca is a Private Cloud Appliance"
    )
    parser.add_argument(
        "--scenario", metavar="FILE", help="YAML or JSON file, or the name of a scenario of the simulator"
    )
    parser.add_argument("--speed", type=float, default=1, metavar="N", help="run timelines N times as fast")
    parser.add_argument(
        "--config-dir", type=pathlib.Path, metavar="DIR", help="write keys and an OCI config file into DIR"
    )
    parser.add_argument(
        "--proxy",
        metavar="USER:SECRET",
        nargs="?",
        const="",
        help="start a proxy through which the simulator answers for every host; it may require credentials",
    )
    parser.add_argument(
        "--trial",
        type=pathlib.Path,
        metavar="DIR",
        help="write all that a shell needs into DIR, start the proxy, and play the scenario trial",
    )
    parser.add_argument("--no-auth", action="store_true", help="do not check signatures")
    parser.add_argument(
        "--allow-unsigned-launch", action="store_true", help="accept unsigned calls that launch operations"
    )
    parser.add_argument(
        "--journal", type=pathlib.Path, metavar="FILE", help="append every request to FILE, one JSON object per line"
    )
    parser.add_argument("--url-file", type=pathlib.Path, metavar="FILE", help="write the URL into FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
