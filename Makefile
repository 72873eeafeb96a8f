# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything runs in a copy of the checkout, .build/ansible_collections/longops/oracle, with the tools in .venv and an empty HOME.

PYTHON ?= python3
ANSIBLE ?=
TAG ?=
AS_USER := HOME="$(HOME)" PATH="$(PATH)"
BUILD := $(CURDIR)/.build
VERSION := $(shell sed -n 's/^version: //p' galaxy.yml)
TARBALL := $(BUILD)/longops-oracle-$(VERSION).tar.gz
RUNS := 3
SECONDS := 240
SANITY := ansible-test sanity --venv --color no --python $$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
PYTEST = env PYTHONPATH=$(BUILD) sh tests/tools/pytest.sh
RELIABILITY = @cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.reliability $(CURDIR)
SITE = env PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.make_site $(BUILD)/site
STEP := @sh $(CURDIR)/tests/tools/step.sh

export ARGS
export TAG
export BUILD
export TREE := $(BUILD)/ansible_collections/longops/oracle
export APART := $(BUILD)/integration/ansible_collections/longops/oracle
export TIMES := $(BUILD)/times
export HOME := $(BUILD)/home
export PATH := $(CURDIR)/.venv/bin:$(HOME)/bin:$(PATH)
export ANSIBLE_COLLECTIONS_PATH := $(BUILD)
export PYTHONPATH :=
unexport $(filter-out ANSIBLE_COLLECTIONS_PATH,$(filter ANSIBLE_% OCI_% OGG_%,$(.VARIABLES)))

.DEFAULT_GOAL := help
.PHONY: help test format lint sanity units matrix integration molecule demo docs pictures audit bench soak fuzz faults interruptions awx ee catalogue services pins build changelog release publish venv tree clean FORCE

help: ## Say what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

test: units ## Run every check, the unit tests first and the others three at a time, as CI does
	@printf '\n== Running the other checks, three at a time, for they wait more than they work. The output of each comes when it is over\n'
	@$(MAKE) --no-print-directory --jobs=3 --keep-going --output-sync=target lint sanity integration molecule demo; status=$$?; \
	printf '\n== What was run\n'; cat $(TIMES); [ $$status -ne 0 ] || echo '== All checks passed'; \
	grep FAILED $(TIMES) | sed 's/^/== /'; exit $$status

format: venv ## Format the code and sort its imports
	ruff check --select I --fix
	ruff format

lint: build ## Check style, types, licences, changelog, documentation and the tarball
	$(STEP) ruff ruff check
	$(STEP) format ruff format --check
	$(STEP) mypy env MYPYPATH=$(BUILD) mypy --package ansible_collections.longops.oracle.plugins
	$(STEP) catalogue python tests/tools/make_catalogue.py --check
	$(STEP) reuse reuse --root $(CURDIR) lint --lines
	$(STEP) yamllint yamllint --strict .
	$(STEP) github sh tests/tools/github.sh
	$(STEP) changelog antsibull-changelog lint
	$(STEP) docs antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self .
	$(STEP) site $(SITE)
	$(STEP) ansible-lint ansible-lint --offline --strict --nocolor
	$(STEP) galaxy-importer sh tests/tools/import.sh $(TARBALL)

sanity: tree ## Run ansible-test's sanity tests, pylint only on what is installed: it takes longer than all others together
	$(STEP) sanity $(SANITY) --skip-test pylint
	$(STEP) sanity-pylint $(SANITY) --test pylint plugins/

units: tree ## Run the unit tests, those that play playbooks apart (ARGS="-k throttl": a selection)
	$(STEP) units $(PYTEST) -n 3 --dist loadfile tests/unit tests/contract tests/hostile $(ARGS)
	$(STEP) playbooks $(PYTEST) -n 2 --dist loadfile tests/playbooks tests/rulebooks $(ARGS)

matrix: tree ## Run all sanity tests on all files with every Python there is, unit tests as on the oldest host, and waits with every ansible-core
	$(STEP) sanity-all ansible-test sanity --venv --color no
	$(STEP) units-oldest sh tests/tools/oldest.sh
	$(STEP) ansible-versions sh tests/tools/ansible_versions.sh

integration: tree ## Run the integration targets, in a copy of their own: they leave files behind that other checks would find
	@sh tests/tools/tree.sh $(APART)
	@TREE=$(APART) sh tests/tools/step.sh integration ansible-test integration --color no

molecule: tree ## Run the molecule scenarios
	$(STEP) molecule sh -c 'cd extensions && NO_COLOR=1 molecule test --all'

demo: ## Watch playbooks launch operations, wait for them, and be told why one failed
	@$(AS_USER) TREE=$(CURDIR) sh tests/tools/step.sh demo demo/run

bench: .venv/bench-complete tree ## Measure what waiting costs, beside what others do, and write docs/benchmarks.md (RUNS=1: quickly)
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.benchmarks --runs $(RUNS) --into $(CURDIR) $(ARGS)

soak: tree ## Wait for thousands of operations with random faults, and compare every outcome (SECONDS=60: for so long)
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.soak --seconds $(SECONDS) --into $(CURDIR) $(ARGS)
	$(RELIABILITY)

faults: tree ## Play every fault of a hostile server at every point of every task, and write docs/reliability.md
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.hostile --into $(CURDIR) $(ARGS)
	$(RELIABILITY)

interruptions: tree ## Interrupt playbooks in every way, with every ansible-core, and write down what is left of them
	@cd $(TREE) && LONGOPS_INTERRUPTIONS=$(CURDIR)/tests/playbooks/interruptions.json sh tests/tools/ansible_versions.sh tests/playbooks/test_interrupted.py
	$(RELIABILITY)

fuzz: tree ## Try mutated answers, and many more examples of every property (SECONDS=60: for so long, ARGS="--seed 7": again)
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.fuzz --seconds $(SECONDS) --into $(CURDIR) $(ARGS)
	$(RELIABILITY)

awx: tree ## Write down the options of awx.awx, and set AWX up with it, in a stand-in for its API (needs PyPI: 54 MB)
	python tests/tools/make_awx_specs.py $(BUILD)/awx
	cd $(TREE) && PYTHONPATH=$(BUILD) ANSIBLE_COLLECTIONS_PATH=$(BUILD):$(BUILD)/awx python -m pytest -q tests/playbooks/test_awx_setup.py $(ARGS)

ee: build ## Build the execution environments for AWX, run playbooks in them, and write down what they print (needs podman, and root or EE_BASE=image)
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.make_ee $(TARBALL) $(CURDIR)/docs/awx.md

catalogue: tree ## Generate the catalogue of work-request APIs from the installed oci SDK
	python tests/tools/make_catalogue.py

services: tree ## Try everything with every service, and write down in docs/services.md what each can do
	cd $(TREE) && PYTHONPATH=$(BUILD) python -m pytest -q tests/contract/parity --write-results $(CURDIR)/tests/tools/service_results.json
	python tests/tools/make_catalogue.py

docs: tree ## Build the site of the documentation, in .build/site/html. A warning is an error
	@cd $(TREE) && $(SITE)

pictures: tree ## Draw the pictures of a terminal and of a report from runs against the simulator (the second needs Chromium)
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.make_pictures $(CURDIR)
	@cd $(TREE) && PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.make_report_picture $(CURDIR)

audit: tree ## Search the plugins for what bandit knows to be insecure, and the pinned packages for known vulnerabilities (needs PyPI or SERVICE=osv)
	$(STEP) audit sh tests/tools/audit.sh

pins: ## Pin the newest versions of what requirements-dev.in names (needs uv)
	@$(AS_USER) uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-annotate --custom-compile-command "make pins" \
		--output-file requirements-dev.txt requirements-dev.in

build: tree ## Build the tarball
	@cd $(TREE) && ansible-galaxy collection build --force --output-path $(BUILD)

changelog: tree ## Turn the fragments into the release notes of the version that galaxy.yml names
	@cd $(TREE) && antsibull-changelog release --update-existing --reload-plugins
	@PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.interface $(CURDIR) $(VERSION)
	@cp $(TREE)/CHANGELOG.* . && cp $(TREE)/changelogs/changelog.yaml changelogs
	@for each in changelogs/fragments/*.yml; do [ -e "$(TREE)/$$each" ] || rm -f "$$each"; done

release: build ## Check that version, tag and release notes agree (TAG=1.0.0: the tag), and build the tarball
	$(STEP) release env PYTHONPATH=$(BUILD) python -m ansible_collections.longops.oracle.tests.tools.release "$$TAG"

publish: release ## Publish the tarball on Galaxy, with the token in GALAXY_TOKEN
	@sh tests/tools/publish.sh $(TARBALL)

venv: .venv/ansible-core ## Make the virtual environment, .venv, with all the tools (ANSIBLE=2.18: with that ansible-core)

tree: venv $(HOME)/complete ## Lay the checkout where Ansible looks for collections
	@sh tests/tools/tree.sh $(TREE)
	@[ $(MAKELEVEL) -gt 0 ] || : > $(TIMES)

clean: ## Remove all that was made
	rm -rf .venv .build

.venv/complete: requirements-dev.txt
	@python=$$($(AS_USER) sh tests/tools/find_python.sh $(PYTHON)) && $(AS_USER) $$python -m venv --clear .venv
	@echo "== Installing requirements-dev.txt into .venv: takes a minute or two, the first time only"
	@$(AS_USER) .venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check -r $<
	@touch $@

.venv/ansible-core: .venv/complete FORCE
	@$(AS_USER) sh tests/tools/ansible_core.sh "$(ANSIBLE)"

.venv/bench-complete: tests/benchmarks/requirements.txt .venv/complete
	@$(AS_USER) .venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(HOME)/complete: .venv/ansible-core tests/tools/home.py tests/tools/pip_bootstrap.py
	@$(AS_USER) .venv/bin/python tests/tools/home.py $(HOME)
	@touch $@
