# `make play` opens the game, `make test` runs every check, `make wheel` builds the package,
# `make recordings` writes the recorded games of tests/golden and the example games of saves/ anew,
# `make pictures` takes the pictures of docs/pictures again, `make card` writes the model card in docs/model.
# Each makes .venv first, and installs again only when pyproject.toml has changed.

PYTHON ?= python3
VENV := .venv
IN := $(VENV)/bin

# pyright brings its own node from PyPI and need not ask for a newer version of itself.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: play test recordings pictures card wheel clean

play: $(VENV)/installed
	$(IN)/chiprace

test: $(VENV)/tools
	$(IN)/ruff format --check
	$(IN)/ruff check
	$(IN)/pyright --pythonpath $(IN)/python
	$(IN)/lint-imports
	$(IN)/pytest --numprocesses auto

recordings: $(VENV)/tools
	$(IN)/python -m tests.golden.recordings
	$(IN)/python -m tests.examples.games

pictures: $(VENV)/tools
	$(IN)/python -m tests.tui.pictures

card: $(VENV)/installed
	$(IN)/chiprace lab card --to docs/model

wheel: $(VENV)/made
	$(IN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) dist build

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: pyproject.toml $(VENV)/made
	$(IN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/tools: pyproject.toml $(VENV)/made
	$(IN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/installed
