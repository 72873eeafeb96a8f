#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Installs a version of ansible-core into .venv in place of the one that requirements-dev.txt pins, or that one again.
# Usage: ansible_core.sh VERSION, in the checkout. VERSION: one of ansible_versions.txt, or empty for the pinned one
set -e
installed=.venv/ansible-core
version=$1
[ ! -e $installed ] || [ "$version" != "$(cat $installed)" ] || exit 0
if [ -n "$version" ] && ! grep -q "^$version " tests/tools/ansible_versions.txt; then
    echo "There is no ansible-core $version in tests/tools/ansible_versions.txt. Set ANSIBLE to one of these:" \
        "$(sed -n 's/^\([0-9d][^ ]*\) .*/\1/p' tests/tools/ansible_versions.txt | xargs)" >&2
    exit 1
fi
case $version in
    "") set -- --requirement requirements-dev.txt ;;
    devel) set -- --pre --upgrade ansible-core ;;
    *) set -- "ansible-core==$version.*" ;;
esac
if [ -e $installed ] || [ -n "$version" ]; then  # what was just made has the pinned one
    if ! .venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check "$@"; then
        echo "ansible-core $version could not be installed for $(.venv/bin/python --version). The Pythons that it runs on as a controller are in" \
            "tests/tools/ansible_versions.txt. To use another: make clean, then make venv ANSIBLE=$version PYTHON=python3.13" >&2
        exit 1
    fi
fi
echo "$version" > $installed
