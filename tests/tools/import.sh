#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Imports a tarball as Galaxy does, and as Automation Hub does for certified collections, which want a version from 1.0.0 on and one of
# certain tags. Fails on any warning, which the importer itself only prints. Its run of ansible-lint is disabled, because that of `make lint`
# is stricter.
# Usage: import.sh TARBALL
log=$(mktemp)
trap 'rm -f "$log"' EXIT
GALAXY_IMPORTER_RUN_ANSIBLE_LINT=False GALAXY_IMPORTER_REQUIRE_V1_OR_GREATER=True GALAXY_IMPORTER_CHECK_REQUIRED_TAGS=True \
    python -m galaxy_importer.main "$1" > "$log" 2>&1
status=$?
cat "$log"
[ "$status" -eq 0 ] && ! grep -q -E '^(WARNING|ERROR|CRITICAL)' "$log"
