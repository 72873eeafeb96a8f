#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Publishes a tarball on Galaxy. The token is in $GALAXY_TOKEN, and handed over in a file, because every user of a host can read command lines.
# Usage: publish.sh TARBALL
set -e
[ -n "$GALAXY_TOKEN" ] || { echo "Nothing was published: set GALAXY_TOKEN to the token of an owner of the namespace." >&2; exit 1; }
umask 077
file=$(mktemp)
trap 'rm -f "$file"' EXIT
printf 'token: %s\n' "$GALAXY_TOKEN" > "$file"
unset GALAXY_TOKEN
ANSIBLE_GALAXY_TOKEN_PATH=$file ansible-galaxy collection publish "$@"
