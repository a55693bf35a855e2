"""What a command loads before it does anything: nobody waits for what they did not ask for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from game.cli.main import VERBS

SCREEN = {"textual", "rich"}
HEAVY = SCREEN | {"numpy", "pydantic"}
ASK = """
import json, sys
from game.cli.main import main
answer = main(sys.argv[1:])
print(json.dumps([answer, sorted(name for name in sys.modules if "." not in name)]))
"""


def loaded(*arguments: str) -> set[str]:
    """The top-level modules a process has loaded when a command is done."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    answer, modules = json.loads(done.stdout.splitlines()[-1])
    assert answer == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_the_standard_library_alone(option: str) -> None:
    """They answer as fast as Python starts."""
    assert loaded(option).isdisjoint({*HEAVY, "click", "platformdirs", "tomllib"})


def test_listing_saves_loads_neither_engine_nor_screen(tmp_path: Path) -> None:
    """A list is read from the heads of files; no pack is opened and no game replayed for it."""
    modules = loaded("saves", "list", "--saves", str(tmp_path))
    assert modules.isdisjoint(HEAVY)


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_loads_nothing_heavy(verb: str) -> None:
    """Reading how to do something is not doing it."""
    assert loaded(verb, "--help").isdisjoint(HEAVY)
