#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Runs the tests of how a wait is run and interrupted with each supported ansible-core, those of ansible_versions.txt: each gets a virtual environment with what
# the modules need. The Pythons are those in PATH or of pyenv; a version without one is named and left out.
# Usage: ansible_versions.sh [TEST ...], in the tree, with $BUILD
set -e
[ $# -gt 0 ] || set -- tests/playbooks/test_over_ssh.py tests/playbooks/test_interrupted.py tests/playbooks/test_report.py
place=$BUILD/ansible
pyenv=${PYENV_ROOT:-$(eval echo "~$(id -un)")/.pyenv}

find_python() {  # the path of the first of these versions that there is
    for version in "$@"; do
        for python in "python$version" "$pyenv/versions/$version".*/bin/python; do
            "$python" -c 'import ensurepip, sys; print(sys.executable)' 2> /dev/null && return
        done
    done
    return 1
}

while read -r core pythons; do
    pins="ansible-core==$core.* cryptography requests"
    [ "$core" != devel ] || pins="--pre ansible-core cryptography requests"
    [ "$pins" != "$(cat "$place/$core/pins" 2> /dev/null)" ] || continue
    # shellcheck disable=SC2086
    if ! python=$(find_python $pythons); then
        echo "There is no Python $pythons here, so ansible-core $core is not tried."
        continue
    fi
    "$python" -m venv --clear "$place/$core"
    # shellcheck disable=SC2086
    "$place/$core/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check $pins
    echo "$pins" > "$place/$core/pins"
done <<END
$(sed '/^#/d; /^$/d' tests/tools/ansible_versions.txt)
END
LONGOPS_ANSIBLE_VENVS=$place PYTHONPATH=$BUILD python -m pytest "$@"
