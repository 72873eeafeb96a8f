# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only file that knows AnsibleModule: what modules share in their options, and how they end. Private to longops.oracle."""

from __future__ import annotations

import traceback
from typing import Any, Callable, Iterable, Optional

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._core.errors import LongopsError, MissingLibraryError
from .._polling.waiter import Outcome
from .._text import messages


def hide(module: AnsibleModule, secrets: Iterable[str]) -> None:
    """From now on mask these wherever the module prints them: in its options, and in what servers send back."""
    module.no_log_values.update(secrets)


def waited(
    module: AnsibleModule, noun: str, key: str, outcome: Outcome, found: dict[str, Any], errors_shown: int = 1
) -> tuple[dict[str, Any], Optional[str]]:
    """What a wait returns, and why the module is to fail, if it is: as run() wants it. found has the entries under key."""
    found = dict(found, **messages.summed(outcome))
    found["warnings"] = found["warnings"] + messages.transient_errors(noun, outcome)
    if module.check_mode:
        return dict(found, timed_out=False), None
    return found, messages.verdict(noun, key, found, module.params, errors_shown)


def run(module: AnsibleModule, body: Callable[[AnsibleModule], tuple[dict[str, Any], Optional[str]]]) -> None:
    """End the module with what body gives: (results, None), or (results, why it failed). What body raises fails it too."""
    try:
        results, failure = body(module)
    except MissingLibraryError as error:
        module.fail_json(
            msg=missing_required_lib(error.library, reason=error.reason), exception=error.traceback, changed=False
        )
    except LongopsError as error:
        module.fail_json(msg=str(error), changed=False)
    except Exception as error:
        module.fail_json(
            msg=(
                f"longops.oracle has a fault of its own ({type(error).__name__}: {error}). Please report it, with"
                " what -vvv shows and, from ansible-core 2.19 on, ANSIBLE_DISPLAY_TRACEBACK=error."
            ),
            exception=traceback.format_exc(),
            changed=False,
        )
    results.setdefault("changed", False)
    for warning in results.pop("warnings", []):
        module.warn(warning)
    if failure is not None:
        module.fail_json(msg=failure, **results)
    module.exit_json(**results)
