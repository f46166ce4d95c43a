# Signpost. Type `make` to see what there is to make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

run: $(READY) ## start everything on this computer and print the desk's address (WINDOW=1: open a window as well)
	@$(BIN)/signpost-desk $(if $(WINDOW),--window)

demo: $(READY) ## let a till and some customers play, and print what happened
	@$(BIN)/python -m desk.demo --folder build/demo

test: $(READY) test-packages ## run every check and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

.PHONY: test-hardware
test-hardware: $(READY) ## test the devices that SIGNPOST_TEST_SENSOR, _PRINTER and _PANEL name; says what it skips
	SIGNPOST_TEST_HARDWARE=1 $(BIN)/pytest tests/hardware -v -rs

.PHONY: bench
bench: $(READY) ## measure what everything costs on this computer, in a table (ONLY="ink store": some of it)
	@$(BIN)/python -m bench $(ONLY)

lint: $(READY) ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## check types
	$(BIN)/mypy

screens: $(READY) ## write every screen's picture to build/screens
	$(BIN)/signpost screens --out build/screens

picture: $(READY) test-packages ## take the desk's portrait for the README
	$(BIN)/python -m desk.portrait --out docs/desk.png

install: ## put Signpost on this Raspberry Pi (as root; keeps data)
	sh config/install.sh

uninstall: ## take it off again (as root; keeps data)
	sh config/install.sh uninstall

clean: ## remove what was made here
	rm -rf build $(VENV)

packages:
	@sh config/system-packages run

test-packages:
	@sh config/system-packages test

# The environment is made once and kept while setup.cfg is unchanged.
$(READY): setup.cfg | packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Signpost needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 …"; exit 1; }
	@echo "Making $(VENV): a minute or two, once"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

.PHONY: help run demo test lint types screens picture install uninstall clean packages test-packages
