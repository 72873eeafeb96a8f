#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Runs the unit tests of modules and module_utils in the oldest supported environment: Python 3.9, the lower bounds of
# meta/ee-requirements.txt, and only the parts of Ansible that are sent to hosts. Comparisons with Oracle's SDK, which needs newer
# libraries, are excluded. Without a Python 3.9 it prints a message and runs nothing.
# Usage: oldest.sh, in the tree, with $BUILD
set -e
place=$BUILD/oldest
pins=$(sed -n 's/>=/==/p' meta/ee-requirements.txt; sed -n '/==/p' tests/unit/requirements.txt)

if ! python3.9 -c 'import ensurepip' 2> /dev/null; then
    echo "Python 3.9 is not installed: nothing was run."
    exit
fi
if [ "$pins" != "$(cat "$place/pins" 2> /dev/null)" ]; then
    python3.9 -m venv --clear "$place"
    echo "$pins" > "$place/requirements.txt"
    "$place/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check -r "$place/requirements.txt"
    mv "$place/requirements.txt" "$place/pins"
fi
mkdir -p "$place/ansible"
touch "$place/ansible/__init__.py"
ln -sfn "$(python -c 'import ansible.module_utils as found; print(*found.__path__)')" "$place/ansible/module_utils"
grep -rlE '^ *(import oci|from oci)\b' tests/unit/plugins | sed 's/^/--ignore=/' |
    xargs env PYTHONPATH="$BUILD:$place" "$place/bin/python" -m pytest tests/unit/plugins/modules tests/unit/plugins/module_utils
