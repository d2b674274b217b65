# The doors of a checkout. It needs Python 3.11 or later, git and make; `make help` lists the targets.

VENV  := .venv
BIN   := $(VENV)/bin
TODAY ?= 2026-11-20

# Set PYTHON to choose the interpreter; without it, python3 if that is new enough, else the newest found.
PYTHON     ?=
CANDIDATES := $(or $(PYTHON),python3 $(patsubst %,python3.%,20 19 18 17 16 15 14 13 12 11))

PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable
PYTEST      := $(BIN)/python -m pytest -n 2 --dist worksteal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test slow check lint format types layers pages docs clean venv

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.stamp ## build the sample base into site/
	@CRM_TODAY=$(TODAY) $(BIN)/crm build
	@echo
	@echo "The sample base as of $(TODAY) is built. What to open next:"
	@echo "  site/index.html               in a browser: the clients and what matters that morning"
	@echo "  clients/                      in an editor: the text files it was made from"
	@echo "  $(BIN)/crm serve           a preview that follows every change"
	@echo "  $(BIN)/crm --help          all commands"

test: $(VENV)/.stamp-test ## run the tests, without the slow ones (ARGS="-k log" chooses some)
	@$(PYTEST) -m "not slow" $(ARGS)

slow: $(VENV)/.stamp-test ## run the slow tests, and the property tests at depth
	@$(PYTEST) -m "slow or hypothesis" --hypothesis-profile=deep $(ARGS)

check: lint format types layers pages ## lint, format, types, import order, generated pages

lint: $(VENV)/.stamp-dev
	$(BIN)/python -m ruff check .

format: $(VENV)/.stamp-dev
	$(BIN)/python -m ruff format --check .

types: $(VENV)/.stamp-dev
	$(BIN)/python -m mypy

layers: $(VENV)/.stamp-dev
	$(BIN)/lint-imports --no-logo

pages: $(VENV)/.stamp-dev
	$(BIN)/python tools/reference.py --check

docs: $(VENV)/.stamp ## write the generated reference pages anew
	$(BIN)/python tools/reference.py

clean: ## remove all that can be made again: site, index, caches, .venv
	rm -rf site .crm build dist htmlcov .coverage .coverage.* $(VENV)
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in three steps, so that `make demo` does not wait for what only developers need.
# .stamp holds the folder it was made for: an environment that was copied or moved along with the
# checkout, or whose interpreter is gone, is made afresh.
STALE := $(shell [ -x $(BIN)/python ] && grep -qxF "$(CURDIR)" $(VENV)/.stamp 2>/dev/null || echo venv)

$(VENV)/.stamp: pyproject.toml $(STALE)
	@[ -x $(BIN)/python ] || $(MAKE) --no-print-directory venv
	@echo "Installing crm into $(VENV)"
	@$(PIP_INSTALL) '.[xlsx]'
	@pwd -P > $@

$(VENV)/.stamp-test: $(VENV)/.stamp
	@echo "Installing what the tests need"
	@$(PIP_INSTALL) '.[test]'
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-test
	@echo "Installing what the checks need"
	@$(PIP_INSTALL) '.[dev]'
	@touch $@

# Some systems ship Python without ensurepip: there the interpreter's own pip installs one inside.
venv:
	@python=; \
	for candidate in $(CANDIDATES); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        python=$$candidate; break; \
	    fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11 or later is needed; none of these is it: $(CANDIDATES)" >&2; \
	    echo "Install one, or name it: make demo PYTHON=/path/to/python3.11" >&2; \
	    exit 1; \
	fi; \
	if "$$python" -c 'import ensurepip' 2>/dev/null; then \
	    "$$python" -m venv --clear $(VENV); \
	elif "$$python" -m pip --version >/dev/null 2>&1; then \
	    "$$python" -m venv --clear --without-pip $(VENV) && \
	    "$$python" -m pip --python $(BIN)/python install --quiet --disable-pip-version-check pip; \
	else \
	    echo "$$python has neither ensurepip nor pip: install your system's python3-venv or python3-pip." >&2; \
	    exit 1; \
	fi
