#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Lays the checkout where Ansible looks for a collection: what git would commit of it, new files included, and nothing else.
# The copy is a git repository of its own, because ansible-test, ansible-lint and reuse ask git which files there are. What they
# leave there, such as ansible-test's environments in tests/output, is ignored by git and so stays.
# Usage: tree.sh DIRECTORY
set -e
git init --quiet "$1"
git --git-dir="$1/.git" --work-tree=. add --all
git -C "$1" clean --quiet --force -d
git -C "$1" checkout-index --all --force
