# The habits of this project. Each target works on a fresh clone and sets up what it needs.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --warn-undefined-variables
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The pinned tools come first, whatever else is on the PATH.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Hundreds of tests start a process of this project.
unexport PYTHONDONTWRITEBYTECODE

CODE := overlays contract_tests reference_server command_line tests benchmarks examples
CLIENT := generated/sinch_batches_client
FRESH := build/generated/sinch_batches_client

BASE_URL ?=
SERVICE_PLAN_ID ?=
API_TOKEN ?=
ARGS ?=
FAULTS ?=
TAG ?=

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml pins.txt
	$(PYTHON) -m venv $(VENV)
	python -m pip install --quiet --quiet --require-hashes --requirement pins.txt
	python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: setup
setup: $(VENV)/.ready ## Make .venv with all that is pinned in pins.txt, hashes checked

.PHONY: constraints
constraints: ## Pin anew: resolve all dependencies and write constraints.txt and pins.txt
	$(PYTHON) -m venv --clear build/resolve
	build/resolve/bin/python -m pip install --quiet --quiet uv
	# The versions that the oldest Python takes.
	build/resolve/bin/uv pip install --quiet --no-config --python build/resolve/bin/python \
		--python-version 3.11 --upgrade pip hatchling editables --editable '.[aiohttp,cli,contract,load,postgres,server]' --group bench --group dev --group docs --group mutants
	{ echo "# Every pinned version, made by 'make constraints'."; build/resolve/bin/python -m pip freeze --all --exclude-editable | grep -v -e '^setuptools==' -e '^uv==' -e '@' | LC_ALL=C sort -f; } > constraints.txt
	printf '%s\n' pip hatchling editables | build/resolve/bin/uv pip compile --quiet --no-config \
		--universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate \
		--custom-compile-command 'make constraints' --constraint constraints.txt \
		--extra cli --extra contract --extra load --extra server --group dev \
		pyproject.toml - --output-file pins.txt
	rm -rf build/resolve

.PHONY: fresh-client
fresh-client: $(VENV)/.ready
	@rm -rf $(FRESH)
	mkdir -p $(dir $(FRESH))
	openapi-python-client generate --path openapi.yaml --meta none --fail-on-warning \
		--config overlays/generator/config.yaml --custom-template-path overlays/generator/templates \
		--output-path $(FRESH)

.PHONY: generate
generate: fresh-client ## Write generated/ and docs/requirements.md anew from openapi.yaml
	@rm -rf $(CLIENT)
	mkdir -p $(dir $(CLIENT))
	mv $(FRESH) $(CLIENT)
	python -m sinch_batches_contract._command.listing > docs/requirements.md

.PHONY: check-generated
check-generated: fresh-client ## Fail if generated/ isn't what openapi.yaml gives
	@diff --recursive --unified --exclude=__pycache__ $(CLIENT) $(FRESH) || {
		echo "generated/ differs from what openapi.yaml gives: run 'make generate'" >&2; exit 1; }

# Redocly needs node, which this project doesn't ask for: where there is none, that is said.
NODE_TOOLS := build/node
REDOCLY := $(NODE_TOOLS)/node_modules/.bin/redocly
TOOLS := tests/tools
HAS_NODE := $(shell command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && echo yes)
export REDOCLY_TELEMETRY := off
export REDOCLY_SUPPRESS_UPDATE_NOTICE := true

NPM_INSTALL := npm install --silent --no-audit --no-fund --no-save --no-package-lock --prefix
$(REDOCLY): $(TOOLS)/package.json
	@version=$$(sed -n 's/.*"@redocly\/cli": "\(.*\)".*/\1/p' $(TOOLS)/package.json)
	$(NPM_INSTALL) $(NODE_TOOLS) "@redocly/cli@$$version"
	touch $@

.PHONY: lint-spec
lint-spec: $(VENV)/.ready $(if $(HAS_NODE),$(REDOCLY)) ## Check openapi.yaml (with redocly where node is at hand)
	@openapi-spec-validator openapi.yaml
	if [ -n "$(HAS_NODE)" ]; then $(REDOCLY) lint openapi.yaml; else
		echo "redocly not run: it needs node 20 or later"; fi

BASE ?= HEAD
.PHONY: diff-spec
diff-spec: $(if $(HAS_NODE),$(REDOCLY)) ## Rate what changed in openapi.yaml since BASE=<git ref>
	@[ -n "$(HAS_NODE)" ] || { echo "diff-spec needs node 20 or later" >&2; exit 2; }
	mkdir -p build
	git show "$(BASE):openapi.yaml" > build/openapi-base.yaml
	$(REDOCLY) diff build/openapi-base.yaml openapi.yaml --fail-on none --check-version

.PHONY: verdicts
verdicts: $(VENV)/.ready $(if $(HAS_NODE),$(REDOCLY)) ## Try each change that diff-spec must rate rightly; 'make test' tries a fifth
	@VERDICTS=each python -m pytest -n 2 -q tests/project/test_diff_spec.py $(ARGS)

# The other tools are many and large: they have a folder of their own.
OTHER_TOOLS := build/tools
$(OTHER_TOOLS)/.ready: $(TOOLS)/package.json $(TOOLS)/requirements.txt
	@rm -rf $(OTHER_TOOLS)
	mkdir -p $(OTHER_TOOLS)
	cp $(TOOLS)/package.json $(OTHER_TOOLS)
	$(NPM_INSTALL) $(OTHER_TOOLS)
	$(PYTHON) -m venv $(OTHER_TOOLS)/venv
	$(OTHER_TOOLS)/venv/bin/python -m pip install --quiet --quiet --requirement $(TOOLS)/requirements.txt
	touch $@

.PHONY: check-tools
check-tools: $(VENV)/.ready $(if $(HAS_NODE),$(OTHER_TOOLS)/.ready) ## Feed openapi.yaml to the tools of others, use the results, write docs/tools.md
	@[ -n "$(HAS_NODE)" ] || { echo "check-tools needs node 20 or later" >&2; exit 2; }
	python -m tests.tools --node $(OTHER_TOOLS)/node_modules/.bin --python $(OTHER_TOOLS)/venv/bin \
		--document docs/tools.md $(ARGS)

.PHONY: format
format: $(VENV)/.ready ## Format the code and mend what can be mended
	@ruff check --fix --quiet $(CODE)
	ruff format --quiet $(CODE)

.PHONY: types
types: $(VENV)/.ready ## Check the types of all packages and tests
	@mypy

.PHONY: check
check: $(VENV)/.ready ## Lint, types, import arrows, drift
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types lint-spec check-generated lint

.PHONY: lint
lint: $(VENV)/.ready ## Lint the code, and hold it to its arrows and its budget of lines
	@ruff check $(CODE)
	ruff format --check $(CODE)
	lint-imports --no-logo
	python tests/client/budget.py

# The official SDK for node, which the reference server has to please. It needs the umbrella package,
# though it doesn't say so.
NODE_SDK := build/node-sdk/node_modules/@sinch/sdk-core/package.json
$(NODE_SDK): Makefile
	@npm install --silent --no-audit --no-fund --no-save --no-package-lock \
		--prefix build/node-sdk @sinch/sms@1.4.0 @sinch/sdk-core@1.4.0
	touch $@

.PHONY: node-sdk
node-sdk: $(NODE_SDK) ## Get the official SDK for node (needs npm), so that its test isn't skipped

.PHONY: unit
unit: $(VENV)/.ready $(if $(HAS_NODE),$(NODE_SDK)) ## Run this project's own tests
	@python -m pytest -n 2 $(ARGS)

# Measuring slows down whatever runs: the suite's own tests say nothing about client or server.
MEASURED := tests/client tests/server
# Of these, what takes long and covers little that others don't: measured it takes twice as long.
TOO_SLOW := $(addprefix tests/client/test_,attacks_on_the_wire.py bounds.py examples.py \
		never_twice.py typing.py) \
	tests/server/fuzz tests/server/interop $(addprefix tests/server/test_,docs_of_the_server.py \
		fixture_for_users.py kill9.py kill9_servers.py pages_for_people.py postgres.py)
UNMEASURED := tests/command_line tests/faults tests/load tests/mutants tests/project tests/suite
# Many tests wait for a process; the long ones may not be left for the end.
SPREAD := -n 4 --dist worksteal
# What took longest stands at the end: it is where to begin when `make test` grows slow.
SLOWEST := --durations 10 --durations-min 1
.PHONY: coverage
coverage: $(VENV)/.ready $(if $(HAS_NODE),$(NODE_SDK)) ## Run the tests and fail under 95 % of the branches of client or server
	@rm -rf build/coverage
	mkdir -p build/coverage
	python -m pytest $(SPREAD) $(SLOWEST) --cov --cov-report= $(MEASURED) $(TOO_SLOW:%=--ignore=%) $(ARGS)
	for package in sinch_batches sinch_batches_server; do
		coverage report --include "*/$$package/*" --fail-under 95
	done
	python -m pytest $(SPREAD) $(SLOWEST) $(TOO_SLOW) $(UNMEASURED) $(ARGS)

.PHONY: test
test: check coverage conformance ## All that CI runs: check, coverage, conformance

.PHONY: conformance
conformance: $(VENV)/.ready ## Judge the reference server, or BASE_URL= SERVICE_PLAN_ID= API_TOKEN=
	@if [ -n "$(BASE_URL)" ]; then
		SINCH_SMS_API_TOKEN="$(API_TOKEN)" sinch-batches conformance --base-url "$(BASE_URL)" \
			--service-plan-id "$(SERVICE_PLAN_ID)" $(ARGS)
		exit
	fi
	mkdir -p build
	log=$$(mktemp build/server.XXXXXX)
	sinch-batches serve --port 0 --config reference_server/conformance.toml > "$$log" 2> build/server.log &
	server=$$!
	trap 'kill $$server 2>/dev/null || true; rm -f "$$log"' EXIT
	for _ in $$(seq 100); do grep -q '^http' "$$log" && break; kill -0 $$server; sleep 0.1; done
	SINCH_SMS_API_TOKEN=conformance sinch-batches conformance --workers 2 --level should \
		--base-url "$$(grep -m 1 '^http' "$$log")" --service-plan-id conformance \
		--second-service-plan-id another --second-api-token another \
		--group 01W4FFL35P4NC4K35SMSGROUP1 \
		--callback-listener 127.0.0.1:0 --callback-secret conformance --delivery-wait 8 $(ARGS)

.PHONY: docs
docs: $(VENV)/.ready $(if $(HAS_NODE),$(REDOCLY)) ## Build the documentation into site/
	@python -m pip install --quiet --quiet --constraint constraints.txt --group docs
	rm -rf site
	zensical build --clean
	if [ -n "$(HAS_NODE)" ]; then
		$(REDOCLY) build-docs openapi.yaml --inlineBundle --title "Sinch SMS Batches API" --output site/api.html
		# The one thing that the page would fetch from elsewhere: the maker's logo.
		sed -i 's#https://cdn\.redoc\.ly/redoc/logo-mini-full\.svg#data:image/svg+xml,#' site/api.html
	else echo "site/api.html not built: redocly needs node 20 or later"; fi
	# No page may ask another host for a part of it.
	! grep -lE '<(img|script|link|iframe)[^>]* (src|href)="?https?://' site/*.html

.PHONY: picture
picture: ## Draw docs/flow.svg from docs/flow.dot (needs graphviz)
	@dot -Tsvg docs/flow.dot -o docs/flow.svg

$(VENV)/.bench: $(VENV)/.ready
	@python -m pip install --quiet --quiet --constraint constraints.txt --group bench
	touch $@

.PHONY: bench-client
bench-client: $(VENV)/.bench dist ## Measure the client beside raw httpx and the official SDKs
	@rm -rf build/bench
	$(PYTHON) -m venv build/bench
	build/bench/bin/python -m pip install --quiet --quiet --constraint constraints.txt dist/*.whl sinch clx-sdk-xms
	python -m benchmarks.client build/bench/bin/python

.PHONY: bench
bench: bench-client bench-server ## Run all benchmarks

PRISM_TOOLS := build/prism
PRISM := $(PRISM_TOOLS)/node_modules/.bin/prism
PRISM_VERSION := 5.16.0

$(PRISM): Makefile
	@npm install --silent --no-audit --no-fund --no-save --no-package-lock \
		--prefix $(PRISM_TOOLS) @stoplight/prism-cli@$(PRISM_VERSION)
	touch $@

.PHONY: bench-server
bench-server: $(VENV)/.ready $(if $(HAS_NODE),$(PRISM)) ## Measure the reference server: beside a bare route and Prism, and what it bears
	@[ -n "$(HAS_NODE)" ] || echo "Prism not measured: it needs node 20 or later"
	python -m benchmarks.server $(if $(HAS_NODE),--prism $(PRISM)) $(ARGS)
	python -m benchmarks.server_bounds

.PHONY: bench-postgres
bench-postgres: $(VENV)/.ready ## Measure three servers on one PostgreSQL beside one
	@python -m benchmarks.server_replicas $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.ready ## Send 100 000 generated requests to the reference server
	@FUZZ_REQUESTS=100000 python -m pytest -q -s -p no:randomly tests/server/fuzz $(ARGS)

.PHONY: attack
attack: $(VENV)/.ready ## Attack the client: 2 000 spoilt sends on 3 engines, 100 000 answers, 8 forks
	@ATTACK_ANSWERS=100000 python -m pytest -q -s -p no:randomly tests/client/test_attacks.py -k no_answer $(ARGS)
	ATTACK_SENDS=2000 ATTACK_PARTS=500 FORKS=8 FORK_SENDS=200 python -m pytest -q -s -p no:randomly \
		tests/client/test_attacks.py tests/client/test_attacks_on_the_wire.py tests/client/test_fork.py $(ARGS)

.PHONY: kill9
kill9: $(VENV)/.ready ## Kill the reference server 20 times in the middle of 2 000 sends
	@KILL9_ROUNDS=20 KILL9_SENDS=2000 python -m pytest -q -s -p no:randomly tests/server/test_kill9.py $(ARGS)

.PHONY: kill9-servers
kill9-servers: $(VENV)/.ready ## Kill one, two or all of three servers on one PostgreSQL, 10 times, amid sends
	@KILL9_ROUNDS=10 KILL9_SENDS=2000 python -m pytest -q -s -p no:randomly tests/server/test_kill9_servers.py $(ARGS)

.PHONY: faults
faults: $(VENV)/.ready ## Prove the suite: run it against each fault, or FAULTS=id,id; write the kill matrix
	@python -m tests.faults $(if $(FAULTS),--faults "$(FAULTS)",--document docs/kill-matrix.md) $(ARGS)

.PHONY: soak
soak: $(VENV)/.ready ## Run the suite with 25 seeds against two correct servers and all readings
	@python -m tests.faults.soak --document docs/kill-matrix.md $(ARGS)

.PHONY: schemathesis
schemathesis: $(VENV)/.ready ## Run plain Schemathesis with the kit: 10 seeds on two servers, and each fault of a keyword
	@python -m tests.faults.kit --document docs/schemathesis.md $(ARGS)

.PHONY: readings
readings: $(VENV)/.ready ## Judge each legal reading of the API page; the suite may blame none
	@READINGS=each python -m pytest -n 2 -q -p no:randomly tests/suite/readings $(ARGS)

.PHONY: careless
careless: $(VENV)/.ready ## Judge each server of a careless developer; all have to be found
	@CARELESS=each python -m pytest -n 2 -q -p no:randomly tests/suite/careless $(ARGS)

$(VENV)/.mutants: $(VENV)/.ready
	@python -m pip install --quiet --quiet --constraint constraints.txt --group mutants
	touch $@

SEED ?= 1
SIZE ?= 300
.PHONY: mutants
mutants: $(VENV)/.mutants ## Judge random mutants of the second server (SEED=, SIZE=); an hour, can be interrupted
	@python -m tests.mutants --seed "$(SEED)" --size "$(SIZE)" --document docs/mutants.md $(ARGS)

.PHONY: delays
delays: $(VENV)/.ready ## Prove that at 50, 200 and 500 ms the requests are the same and the faults are found
	@DELAYS=0.05,0.2,0.5 python -m pytest -n 4 -q tests/suite/test_budgets.py $(ARGS)

.PHONY: load-proof
load-proof: $(VENV)/.ready ## Prove `load`: right servers for 60 s, faults, and what it costs
	@python -m tests.load.proof --document docs/load.md $(ARGS)

.PHONY: interrupts
interrupts: $(VENV)/.ready ## Interrupt 100 runs at random moments; nothing may stay scheduled
	@INTERRUPTS=50 python -m pytest -q -p no:randomly tests/suite/test_interrupts.py $(ARGS)

.PHONY: baseline
baseline: $(VENV)/.ready ## Show what plain Schemathesis finds of ten faults
	@python -m tests.faults.baseline --document docs/kill-matrix.md $(ARGS)

.PHONY: dist
dist: $(VENV)/.ready ## Build the wheel and the source archive into dist/
	@rm -rf dist
	python -m build --no-isolation

.PHONY: check-tag
check-tag: $(VENV)/.ready ## Fail unless TAG names the version of this checkout
	@[ "$(TAG)" = "v$$(hatchling version)" ] || {
		echo "tag $(TAG) isn't the version of pyproject.toml" >&2; exit 1; }

.PHONY: check-dist
check-dist: dist ## Install the wheel into a fresh environment and use it from there
	@rm -rf build/fresh
	$(PYTHON) -m venv build/fresh
	build/fresh/bin/python -m pip install --quiet --quiet --constraint constraints.txt dist/*.whl
	cd build/fresh
	echo "serve without its extra:"
	! bin/sinch-batches serve
	bin/python -m pip install --quiet --quiet --constraint ../../constraints.txt \
		"$$(echo ../../dist/*.whl)[contract,server]" mypy
	cp ../../examples/schedule_and_cancel.py .
	bin/mypy --strict schedule_and_cancel.py
	bin/sinch-batches serve --port 0 --service-plan-id dist --api-token dist > server.log 2> server.err &
	server=$$!
	trap 'kill $$server 2>/dev/null || true' EXIT
	for _ in $$(seq 100); do grep -q '^http' server.log && break; kill -0 $$server; sleep 0.1; done
	export SINCH_SERVICE_PLAN_ID=dist SINCH_SMS_API_TOKEN=dist
	export SINCH_SMS_BASE_URL=$$(grep -m 1 '^http' server.log)
	bin/python schedule_and_cancel.py
	bin/sinch-batches conformance --budget quick

.PHONY: clean
clean: ## Remove all that can be made again
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
