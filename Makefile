# Everything that is done with this repository. `make help` lists it; nothing here asks a question.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test test-quick lint bench lock secrets clean dev-setup packages neo4j vendor

PACKAGES := graphsvc importers queries web
# Tests run in as many processes as there are cores, three at most: the one Neo4j keeps one of them busy to the end.
WORKERS ?= $(shell cores=$$(nproc 2>/dev/null || echo 1); echo $$((cores < 3 ? cores : 3)))
LOCK := .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command "make lock" $(UPGRADE) pyproject.toml requirements/build.in

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## the environment (.venv) and the compiled kernels; does nothing when they are there
	@scripts/environment run

run: setup ## set up, load samples/ and serve them; PORT=8000 HOST=127.0.0.1 can be set
	@GRAPHSVC_HOST="$${HOST:-$${GRAPHSVC_HOST:-127.0.0.1}}" GRAPHSVC_PORT="$${PORT:-$${GRAPHSVC_PORT:-8000}}" \
		GRAPHSVC_GUEST_VIEWING="$${GRAPHSVC_GUEST_VIEWING:-true}" exec .venv/bin/graphsvc serve --samples

test: packages dev-setup neo4j lint ## everything: set up, check the code, run all tests against real Neo4j and Chromium
	@.venv/bin/pytest -W error -n $(WORKERS) --cov --cov-branch --cov-report=term --cov-fail-under=90

test-quick: dev-setup ## the tests that need neither Neo4j nor a browser, without coverage
	@.venv/bin/pytest -W error -n $(WORKERS) -m "not neo4j and not browser and not slow"

lint: dev-setup ## style, types, import rules
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

bench: dev-setup ## the figures of docs/performance.md, measured anew
	@.venv/bin/python -m tests.bench $(ARGS)

lock: dev-setup ## make the lock files anew; UPGRADE=--upgrade takes newer versions
	@$(LOCK) --output-file requirements/run.lock
	@$(LOCK) --extra dev --constraint requirements/run.lock --output-file requirements/dev.lock

vendor: dev-setup ## fetch the vendored files anew, when package.json has changed; needs npm
	@.venv/bin/python scripts/vendor.py

secrets: ## a random password for docker-compose.yml, in secrets/; does nothing when it is there
	@scripts/secrets

clean: ## remove what was made, but not var/ (your data) and not .venv
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov
	@rm -rf ./*.egg-info tests/neo4j/target
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

dev-setup:
	@scripts/environment dev

packages:
	@scripts/debian-packages chromium=chromium chromedriver=chromium-driver javac=openjdk-17-jdk-headless mvn=maven

neo4j:
	@scripts/neo4j-for-tests
