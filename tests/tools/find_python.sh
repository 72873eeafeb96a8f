#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Prints the Python for the checks: the given one, if it is 3.11 or newer (ansible-core 2.19 needs that), or else the newest one found.
for python in "$1" python3.14 python3.13 python3.12 python3.11; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$python" && exit
done
echo "The checks need Python 3.11 or newer; neither $1 nor python3.11 ... python3.14 is one. Set it: make PYTHON=/path/to/python" >&2
exit 1
