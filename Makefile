# Everything runs in the project's own .venv; the first call builds it, later calls are quick.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
READY := .venv/ready

PYTEST_OPTIONS ?= --numprocesses auto

.PHONY: demo test lint check-style check-format check-types format bench docs docs-check screenshots
.DEFAULT_GOAL := demo

demo: $(READY)
	$(BIN)/python -m disburse demo

test: $(READY)
	$(BIN)/python -m pytest $(PYTEST_OPTIONS)

lint: check-style check-format check-types

check-style: $(READY)
	$(BIN)/ruff check .

check-format: $(READY)
	$(BIN)/ruff format --check .

check-types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python bench/run.py

docs: $(READY)
	$(BIN)/python docs/generate.py

docs-check: $(READY)
	$(BIN)/python docs/generate.py --check

screenshots: $(READY)
	$(BIN)/python docs/screenshots.py

$(READY): requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed (python3 --version)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python lacks venv: install python3-venv."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

