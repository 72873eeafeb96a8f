#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Runs one check in the tree ($TREE), prints its name, its time and a failure, and appends the time to $TIMES.
# Usage: step.sh NAME COMMAND [ARGUMENT ...]
name=$1
shift
printf '\n== %s\n' "$name"
start=$(date +%s)
(cd "$TREE" && "$@")
status=$?
seconds=$(($(date +%s) - start))
outcome=
[ "$status" -eq 0 ] || outcome=" FAILED with status $status"
mkdir -p "${TIMES%/*}"
printf '%5s s  %s%s\n' "$seconds" "$name" "$outcome" | tee -a "$TIMES"
exit "$status"
