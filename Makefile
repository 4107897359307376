# Everything a newcomer, a reviewer and CI run. Needs Python >= 3.11 with venv, make and git.
# `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
READY := $(VENV)/.ready
DEMO_OUT ?= demo-output
BENCH_OUT ?= bench-output

export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types imports unit bench docs quality record slow clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 12

setup: $(READY) ## Create the environment from the lock file

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name it with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@$(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode
	@touch $@

demo: $(READY) ## Run the main job on the bundled, invented bank; writes a report, opens nothing
	@$(BIN)/hiyoke demo --out $(DEMO_OUT)

test: lint types imports unit ## What the README names and CI runs

lint: $(READY) ## Style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY) ## Strict types
	@$(BIN)/mypy

imports: $(READY) ## The dependency rule
	@$(BIN)/lint-imports

unit: $(READY) ## Unit, property, conformance, golden, architecture and end-to-end tests, with coverage
	@$(BIN)/pytest -m "not slow" -n 2 --dist loadfile $(PYTEST_ARGS)

slow: $(READY) ## Long runs: full conformance, fifty kills, long property runs
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest -m slow $(PYTEST_ARGS)

quality: $(READY) ## Recall and precision against labelled matches
	@$(BIN)/pytest tests/quality $(PYTEST_ARGS)

bench: $(READY) ## Speed and memory as ratios, one JSON line a figure
	@$(BIN)/uv sync --quiet --frozen --inexact --group bench
	@$(BIN)/python -m benchmarks

docs: $(READY) ## Build the documentation; warnings are errors
	@$(BIN)/uv sync --quiet --frozen --inexact --group docs
	@$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

record: $(READY) ## Re-record golden outputs and generated reference pages
	@HIYOKE_RECORD=1 $(BIN)/pytest -q tests/golden tests/architecture

clean: ## Remove the environment and everything built
	@rm -rf $(VENV) $(DEMO_OUT) $(BENCH_OUT) docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
