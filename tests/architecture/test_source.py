"""What no line of the game may do, and what it may lean on."""

import ast
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from game.engine.luck import Luck
from game.engine.world import compile_world
from game.packs.read import load_pack
from game.players.fixed import RandomPlayer
from game.players.seats import seated
from tests.bench import quarter

ROOT = Path(__file__).parents[2]
TREES = {
    file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "game").rglob("*.py"))
}
RUNS_TEXT = {"exec", "eval", "compile", "__import__"}
UNPACKS_OBJECTS = {"pickle", "marshal", "shelve", "dill"}


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, at the top or late."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", TREES)
def test_nothing_runs_text_or_unpacks_objects(file: str) -> None:
    """Packs and saves come from strangers: they are data, wherever they get to."""
    called = {
        node.func.id
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & RUNS_TEXT == set()
    assert {name.partition(".")[0] for name in imports(TREES[file])} & UNPACKS_OBJECTS == set()


@pytest.mark.parametrize("file", TREES)
def test_no_line_draws_unkeyed_luck(file: str) -> None:
    """All luck is a number fixed by seed, lane, turn and place; a generator would be consumed."""
    assert not {"random", "secrets", "numpy.random"} & set(imports(TREES[file]))
    drawn = [
        node.lineno
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.Attribute)
        and node.attr == "random"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("np", "numpy")
    ]
    assert drawn == []


def test_a_game_leaves_the_luck_of_the_process_alone(tmp_path: Path) -> None:
    """Whoever embeds the engine keeps their own random numbers."""
    quarter.write_pack(tmp_path / "quarter")
    world = compile_world(load_pack(tmp_path / "quarter"))
    before = random.getstate(), repr(np.random.get_state())  # noqa: NPY002
    work = seated(world, Luck(7, np.arange(3)), dict.fromkeys(quarter.SEATS, RandomPlayer()))
    work.open()
    work.begin()
    work.decide()
    work.play()
    assert (random.getstate(), repr(np.random.get_state())) == before  # noqa: NPY002


def test_what_is_installed_is_what_is_imported() -> None:
    """A dependency nobody imports is dropped, and one that is imported is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def names(requirements: list[str]) -> set[str]:
        found = (re.match(r"[\w-]+", requirement) for requirement in requirements)
        return {match.group().lower().replace("-", "_") for match in found if match}

    imported = (
        {name.partition(".")[0].lower() for tree in TREES.values() for name in imports(tree)}
        - {name.lower() for name in sys.stdlib_module_names}
        - {"game"}
    )
    always = names(project["dependencies"])
    on_demand = set[str]().union(*(names(extras[name]) for name in extras if name != "dev"))
    assert imported - on_demand == always
