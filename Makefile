# `make run` and `make test` are all the set-up there is.
# Python 3.11 or newer: the first of these that is one, or `make PYTHON=/path/to/python run`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml static/package.json static/package-lock.json static/install_vendor.py
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: run test lint types unit pages scripts browser bench clean
.NOTPARALLEL:

run: $(VENV)/run.stamp
	@$(BIN)/lockstep serve $(ARGS)

test: lint types unit pages scripts

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.stamp
	$(BIN)/mypy

# Two files at a time: programs that wait leave the machine to others. One at a time: make unit ARGS="-n 0".
unit: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/browser $(ARGS)

# The tests in a browser, which keeps both cores busy by itself.
pages: $(VENV)/test.stamp browser
	$(BIN)/python -m pytest tests/browser $(ARGS)

# The tests of the browser's modules that need no browser.
scripts:
	@if command -v node >/dev/null; then node --test $$(find tests/js -name '*.test.js'); \
	else echo "Skipped the tests in tests/js: there is no node on the PATH."; fi

browser:
ifeq ($(BROWSER),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-wqy-microhei; \
	else echo "The browser tests will be skipped. To run them: sudo apt-get install chromium fonts-wqy-microhei"; fi
endif

bench: $(VENV)/test.stamp
	@for file in tests/bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:
	rm -rf $(VENV) static/vendor build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Lockstep needs Python 3.11 or newer with venv: sudo apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

static/vendor/importmap.json:
	@:

$(VENV)/run.stamp: $(SOURCES) $(if $(wildcard static/vendor/importmap.json),,static/vendor/importmap.json) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: $(SOURCES) $(if $(wildcard static/vendor/importmap.json),,static/vendor/importmap.json) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/run.stamp
