"""`chiprace lab run` as it is typed."""

import json
from pathlib import Path

import pytest

from game.cli.main import main

HARBOUR = str(Path(__file__).parent.parent / "fixtures" / "harbour")


def test_results_are_json_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else is."""
    assert main(["lab", "run", HARBOUR, "--games", "30", "--seed", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pack"], told["games"], told["seed"]) == ("harbour", 30, 3)


def test_results_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Endings first: they are what a reader looks for."""
    assert main(["lab", "run", HARBOUR, "--games", "30"]) == 0
    told = capsys.readouterr().out
    assert told.index("Endings") < told.index("Goals") < told.index("Events")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seat", "skipper"], "write name=value"),
        (["--set", "growth_rate=fast"], "needs a number"),
        (["--set", "growth_rate=nan"], "outside its range"),
        (["--seat", "captain=random"], "is no role"),
        (["--seat", "skipper=fixed: quota=open"], "is no decision of skipper"),
    ],
)
def test_a_slip_is_named_in_one_line(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the exit code of refused input, and nothing on stdout."""
    assert main(["lab", "run", HARBOUR, *arguments]) == 3
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
    assert said.err.count("\n") == 1
