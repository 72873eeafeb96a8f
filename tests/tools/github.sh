#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Compares the workflows, the issue forms and the settings of Dependabot with their schemas, which check-jsonschema has.
# Usage: github.sh, in the tree
set -e
check() {  # SCHEMA FILE ...
    schema=$1
    shift
    check-jsonschema --builtin-schema "vendor.$schema" "$@"
}

cd .github
check github-workflows workflows/*.yml
check dependabot dependabot.yml
check github-issue-config ISSUE_TEMPLATE/config.yml
find ISSUE_TEMPLATE -name '*.yml' ! -name config.yml -exec check-jsonschema --builtin-schema vendor.github-issue-forms {} +
