#!/bin/sh
# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Audits the plugins with bandit, which works everywhere, and the pinned packages with pip-audit, which has to ask a service about
# known vulnerabilities: PyPI, or the one that SERVICE names (osv, esms). Where it does not answer, which a closed network and
# a mirror of PyPI do not, that is said, and only bandit counts. Usage: audit.sh, in the tree, with $BUILD
set -e
place=$BUILD/audit
needed=tests/tools/audit-requirements.txt
if ! cmp -s "$needed" "$place/complete"; then
    python -m venv --clear "$place"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check -r "$needed"
    cp "$needed" "$place/complete"
fi

# It complains about each "nosec" that it needs for only one line of a statement of several.
if ! "$place/bin/bandit" --quiet --recursive plugins 2> "$place/log"; then
    cat "$place/log"
    exit 1
fi
echo "bandit: nothing in plugins, but for the lines that say why"

# A package that the service does not know was not audited, which --strict makes an error.
status=0
"$place/bin/pip-audit" --strict --disable-pip --no-deps --progress-spinner off --timeout 10 --vulnerability-service "${SERVICE:-pypi}" \
    --requirement requirements-dev.txt --format json > "$place/found.json" 2> "$place/errors" || status=$?
if [ ! -s "$place/found.json" ]; then
    echo "pip-audit: NOT AUDITED. ${SERVICE:-pypi} does not answer from here: $(grep ERROR "$place/errors" | tail -1 | cut -c1-200)"
    exit 0
fi
python - "$place/found.json" <<'END'
import json, sys

packages = json.load(open(sys.argv[1], encoding="utf-8"))["dependencies"]
found = [(each["name"], each["version"], flaw) for each in packages for flaw in each.get("vulns", ())]
for name, version, flaw in found:
    print(f"{name} {version}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version'}")
print(f"pip-audit: {len(packages)} packages, {len(found)} known vulnerabilities")
END
exit $status
