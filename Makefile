# One entry for people and for CI. `make` alone lists the targets.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input
PINS   := .ci/constraints.txt

# So many tests at once: more than cores, as many of them wait. WORKERS=0 runs them in one process, for a debugger.
WORKERS ?= 3
PYTEST  := $(BIN)/python -m pytest -n $(WORKERS)
ALONE   := $(BIN)/python -m pytest -n 0 -x --last-failed --last-failed-no-failures none
QUICK   := -m "not slow and not browser and not chaos and not packaging"

# make demo SPEED=10 TABLES=12 UNTIL=40 PORT=8080, or any option at all in ARGS="…".
DEMO_ARGS = $(if $(SPEED),--speed $(SPEED)) $(if $(TABLES),--tables $(TABLES)) \
            $(if $(UNTIL),--until $(UNTIL)) $(if $(PORT),--port $(PORT)) $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage lint fix style types imports laws golden messages bench constraints clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.installed  ## a demo restaurant on http://127.0.0.1:8000 and a simulated dinner (SPEED= TABLES= UNTIL= PORT=)
	@exec $(BIN)/kds demo $(DEMO_ARGS)

test: $(VENV)/.installed-test  ## every test but the laws at length (ARGS="-k word" for some of them)
	@.ci/tools chromium cc fonts qemu openssl
	@$(PYTEST) $(ARGS) || { echo "What failed beside other tests is tried once more, alone:"; $(ALONE); }

coverage: $(VENV)/.installed-test  ## what of core and runtime the quick tests reach, branch by branch
	@$(PYTEST) -q $(QUICK) --cov $(ARGS)

check: lint  ## the quick one: lint, types, imports, unit tests
	@$(PYTEST) -q $(QUICK) $(ARGS)

lint: style types imports  ## ruff, mypy --strict and import-linter

fix: $(VENV)/.installed-test  ## ruff's fixes and its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

style: $(VENV)/.installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	@$(BIN)/mypy

imports: $(VENV)/.installed-test
	@$(BIN)/lint-imports

golden: $(VENV)/.installed-test  ## write anew the frozen files that may be, and the table of rights
	@$(BIN)/python -m tests.golden

messages: $(VENV)/.installed-test  ## bring the Chinese of the pages up to date, and say what has none
	@$(BIN)/python -m tests.messages

laws: $(VENV)/.installed-test  ## the laws at length: an hour or more
	@.ci/tools chromium cc fonts qemu openssl
	@$(BIN)/python -m pytest --long --timeout 7200 tests/laws tests/chaos tests/bumpbar $(ARGS)

bench: $(VENV)/.installed-test  ## the measured table of the README
	@.ci/tools wrk cc
	@$(BIN)/python -m tests.bench $(ARGS)

constraints:  ## pin the newest versions within pyproject.toml's ranges
	@rm -rf .venv-pins
	@$(PYTHON) -m venv .venv-pins
	@.venv-pins/bin/python -m pip install -q --disable-pip-version-check ".[test]" ./bumpbar
	@{ sed -n '/^#/p' $(PINS); .venv-pins/bin/python -m pip freeze --exclude kds --exclude bumpbar | grep '=='; } > $(PINS).new
	@mv $(PINS).new $(PINS)
	@rm -rf .venv-pins

clean:  ## remove what make and the tools made here
	@rm -rf $(VENV) .venv-pins .cache dist build demo-data bench-results \
		.grimp_cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find kds bumpbar tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make the second call instant; both follow the pins and the project's own list.
$(VENV)/.installed: pyproject.toml $(PINS)
	@.ci/venv "$(PYTHON)" $(VENV)
	@$(PIP) install -q -c $(PINS) hatchling
	@$(PIP) install --no-build-isolation -c $(PINS) -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed bumpbar/pyproject.toml
	@.ci/tools cc
# evdev comes as source, and is not built by the setuptools that Python 3.11 brings.
	@$(PIP) install -q -c $(PINS) setuptools
	@$(PIP) install --no-build-isolation -c $(PINS) -e ".[test]" -e bumpbar
	@touch $@
