#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Copies the checkout to where Ansible finds it as a collection: the files that git would commit, including new ones.
# The copy is a git repository of its own, because ansible-test, ansible-lint and reuse list files with git. Files that they
# create there, such as ansible-test's environments in tests/output, are ignored by git and stay.
# Usage: tree.sh DIRECTORY
set -e
git init --quiet "$1"
git --git-dir="$1/.git" --work-tree=. add --all
git -C "$1" clean --quiet --force -d
git -C "$1" checkout-index --all --force
