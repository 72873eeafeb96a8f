# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the body of a module, as a module of its own process or in the process of its action plugin. Private to longops.oracle.

A body is given a Run and returns (results, None), or (results, why it failed). It knows neither of the two ways. Both end
with the same result, which has gone through outgoing.py.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import traceback
from typing import (
    Any,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Optional,
    Protocol,
    TypeVar,
)

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError

from .._core.errors import LongopsError, MissingLibraryError, own_fault
from .._http import proxy
from .._text.masking import Secrets
from .._text.sanitize import url_secrets
from . import lifeline, options, outgoing
from .stream import Listener, Stream


class Closable(Protocol):
    """What holds something that a process which lives on has to let go of, such as connections."""

    def close(self) -> None:
        """Let go of it."""


C = TypeVar("C", bound=Closable)
Results = dict[str, Any]


class Module(AnsibleModule):
    """Neither shows nor logs an option of type raw, which can be a result with cookies, or an entry with a password.

    Where a body has put ids in the place of what was given, Run.shown() has them, for the end of the module.
    """

    params: dict[str, Any]
    no_log_values: set[str]

    def __init__(self, **spec: Any) -> None:
        self._spec = spec["argument_spec"]
        self.ran = False
        super().__init__(**spec)

    def fail_json(self, msg: str, **results: Any) -> None:
        if not self.ran:
            params = unread(self.params, self._spec)
            shown = outgoing.result({"msg": msg, "params": params}, _known(self.no_log_values, params))
            msg, self.params, self.no_log_values = shown["msg"], shown["params"], set()
        super().fail_json(msg, **results)

    def _log_invocation(self) -> None:
        params = self.params
        self.params = {name: _encodable(value) for name, value in unread(params, self._spec).items()}
        try:
            super()._log_invocation()
        finally:
            self.params = params


class Run(Stream):
    """What a body sees of the task: its options, whether it is check mode, and where to report what it observes."""

    def __init__(
        self,
        params: dict[str, Any],
        check_mode: bool,
        secrets: Iterable[str],
        listener: Optional[Listener],
        raw: Collection[str] = (),
    ) -> None:
        super().__init__(_known(secrets, params), check_mode, listener)
        self.params = params
        self._closables: list[Closable] = []
        self._raw = {name: params[name] for name in raw if params.get(name) is not None}

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on mask these in all that leaves the module: its options, and what servers send back."""
        self.secrets.add(secrets)

    def shown(self) -> dict[str, Any]:
        """The options as they may be shown: without those of type raw that are still what was given."""
        return _without(self.params, [name for name, value in self._raw.items() if self.params.get(name) is value])

    def closing(self, closable: C) -> C:
        """The same, for the body to use, which is closed once the body has ended."""
        self._closables.append(closable)
        return closable

    def close(self) -> None:
        for closable in self._closables:
            with contextlib.suppress(Exception):  # what cannot be closed changes no result
                closable.close()
        self.close_file()


Body = Callable[[Run], tuple[Results, Optional[str]]]


def run_as_module(spec: Mapping[str, Any], body: Body) -> None:
    """Run a body in a process of its own, which ends with its result. spec are the arguments of AnsibleModule."""
    module = Module(**spec)
    run = Run(module.params, module.check_mode, module.no_log_values, None, raw_options(spec["argument_spec"]))

    def abandon() -> None:
        run.abandon()
        if not module._keep_remote_files:
            _remove_own_folder()

    with lifeline.of_module(abandon):
        results = outgoing.result(_ended(run, spec, body), run.secrets)
        run.write_report(results)
    module.params, module.ran = outgoing.data(run.shown(), run.secrets), True
    module.no_log_values = set()  # all is masked, short secrets where nothing else would be
    for warning in results.pop("warnings"):
        module.warn(warning)
    if results.pop("failed"):
        module.fail_json(**results)
    module.exit_json(**results)


def run_in_process(
    spec: Mapping[str, Any], body: Body, args: Mapping[str, Any], listener: Optional[Listener] = None
) -> Results:
    """Run a body in this process: the result is what the module returns for these arguments.

    args are those that ansible-core makes for a module, with the internal ones among them. listener is called with each
    event of the stream.
    """
    given = {key: value for key, value in args.items() if not key.startswith("_ansible_")}
    conditions = {key: value for key, value in spec.items() if key != "supports_check_mode"}
    valid = ArgumentSpecValidator(**conditions).validate(given)
    params = {**given, **valid.validated_parameters}
    raw = raw_options(spec["argument_spec"])
    run = Run(params, bool(args.get("_ansible_check_mode")), set(valid._no_log_values), listener, raw)
    aliases = [f"Both option {each['option']} and its alias {each['alias']} are set." for each in valid._warnings]
    error = valid.errors[0] if valid.errors.errors else None
    if error is not None:
        message = valid.errors.msg
        if isinstance(error, UnsupportedError):
            message = f"Unsupported parameters for ({args.get('_ansible_module_name')}) module: {message}"
        results: Results = {"failed": True, "msg": message, "warnings": []}
        shown = unread(params, spec["argument_spec"])
    else:
        with _running(run):
            results = _ended(run, spec, body)
        shown = run.shown()
    results["warnings"] = [*aliases, *results["warnings"]]
    tracebacks = args.get("_ansible_tracebacks_for")  # of ansible-core 2.19 and later, which shows them where asked to
    if tracebacks is not None and "error" not in tracebacks:
        results.pop("exception", None)
    if not results["failed"]:
        del results["failed"]
    if not results["warnings"]:
        del results["warnings"]
    if args.get("_ansible_inject_invocation", True):
        results["invocation"] = {"module_args": shown}
    results = outgoing.result(results, run.secrets)
    run.write_report(results)
    return results


#: Those whose bodies run in this process.
_running_here: list[Run] = []


@contextlib.contextmanager
def _running(run: Run) -> Iterator[None]:
    _running_here.append(run)
    try:
        yield
    finally:
        _running_here.remove(run)


def abandon_running() -> None:
    """The results of all bodies that run in this process have no use any more."""
    for run in list(_running_here):
        run.abandon()


def _remove_own_folder() -> None:
    """Remove the folder into which ansible-core has copied this module: what would have removed it is gone."""
    script = getattr(sys, "orig_argv", [""])[1:2]  # from Python 3.10 on
    folder = os.path.dirname(script[0]) if script else ""
    if os.path.basename(folder).startswith("ansible-tmp-") and os.path.basename(script[0]).startswith("AnsiballZ_"):
        shutil.rmtree(folder, ignore_errors=True)


def _known(secrets: Iterable[str], params: Mapping[str, Any]) -> Secrets:
    """What is secret before a body has read its options: these, and the credentials in URLs of options and of proxies."""
    urls = [value for value in params.values() if isinstance(value, str) and "//" in value.partition("@")[0]]
    in_urls = [secret for url in urls if "@" in url for secret in url_secrets(url)]
    return Secrets([*secrets, *in_urls, *proxy.secrets(os.environ)])


def raw_options(argument_spec: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The options that are taken as they are, or are lists of such, by all their names."""
    return [
        name
        for option, spec in argument_spec.items()
        if "raw" in (spec.get("type"), spec.get("elements"))
        for name in (option, *spec.get("aliases", ()))
    ]


def unread(params: Mapping[str, Any], argument_spec: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The options as they may be shown before a body has read them.

    Without those of type raw, and those that there are not: one of these can be a misspelled one of those.
    """
    names = [name for option, spec in argument_spec.items() for name in (option, *spec.get("aliases", ()))]
    return _without(params, [*raw_options(argument_spec), *(name for name in params if name not in names)])


def _encodable(value: Any) -> Any:
    """A value as AnsibleModule can log it: half of a surrogate pair, which it cannot encode, as an escape sequence."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _without(params: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name not in names}


def _ended(run: Run, spec: Mapping[str, Any], body: Body) -> Results:
    """What a body returned or raised, as a result that always has failed and warnings."""
    results: MutableMapping[str, Any]
    failure: Optional[str]
    try:
        options.check_text(run.params, spec["argument_spec"])
        results, failure = body(run)
    except MissingLibraryError as error:
        results = {"exception": error.traceback}
        failure = options.missing(error)
    except LongopsError as error:
        results, failure = {}, str(error)
    except Exception as error:
        results = {"exception": traceback.format_exc()}
        failure = (
            f"{own_fault(error)}. Please report it, with what -vvv shows"
            " and, from ansible-core 2.19 on, ANSIBLE_DISPLAY_TRACEBACK=error."
        )
    except BaseException:  # a signal, or the time limit of ansible-core for the task
        run.abandon()
        raise
    finally:
        run.close()
    ended = {"changed": False, **results, "failed": failure is not None}
    # Each once: AnsibleModule of ansible-core 2.18 repeats what is repeated.
    ended["warnings"] = list(dict.fromkeys([*results.get("warnings", []), *run.warnings]))
    if failure is not None:
        ended["msg"] = failure
    return ended
