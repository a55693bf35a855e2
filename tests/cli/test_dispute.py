"""`chiprace lab dispute`, and constants set where a pack is tested."""

import json

import pytest

from game.cli.main import main
from tests.packs.quarrel import quarrel_in


@pytest.fixture(scope="module", name="folder")
def quarrel_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The harbour with conclusions."""
    return str(quarrel_in(tmp_path_factory.mktemp("quarrel")))


def test_a_dispute_is_json_on_stdout(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With keys that scripts can rely on."""
    arguments = ["--set", "licence_fee=0.5", "--games", "20", "--json"]
    assert main(["lab", "dispute", folder, *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "pack",
        "version",
        "hash",
        "seed",
        "games",
        "constants",
        "checks",
        "goals",
    ]
    assert told["constants"] == {"licence_fee": {"value": 0.5, "own": 1, "low": 0.5, "high": 2}}
    fees = told["checks"]["fees_fill"]
    assert list(fees) == ["title", "needed", "before", "after", "flips", "sets"]
    assert list(fees["after"]) == ["share", "low", "high", "holds", "near"]
    assert (fees["before"]["holds"], fees["after"]["holds"], fees["flips"]) == (True, False, True)
    income = told["goals"]["skipper"]["income"]
    assert list(income) == ["of", "before", "after", "change", "points", "moved"]
    assert list(income["before"]) == ["p05", "p50", "p95"]


def test_a_dispute_is_told_with_what_flips_first(
    folder: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the goals that move, then the rest, and what it rests on."""
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["lab", "dispute", folder, "--set", "fuel=6", "--games", "30"]) == 0
    told = capsys.readouterr().out
    assert "In this model, none of 4 conclusions flips and 3 of 4 goals move" in told
    heads = ["30 games", "that flip", "Goals that move", "do not flip", "hardly move"]
    places = [told.index(head) for head in heads]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("licence_fee=9", "outside its range, 0.5 to 2 (assumption: A fee"),
        ("licence_fees=1", "did you mean licence_fee?"),
        ("licence_fee=much", "needs a number"),
    ],
)
def test_a_value_that_may_not_be_set_is_refused_in_one_line(
    folder: str, setting: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the dispute and by the test of a pack alike."""
    for command in (["lab", "dispute"], ["pack", "test"]):
        assert main([*command, folder, "--set", setting]) == 3
        said = capsys.readouterr()
        assert sentence in said.err
        assert said.err.count("\n") == 1
        assert said.out == ""


def test_a_pack_can_be_tested_with_other_constants(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What failed with its own value may hold with another."""
    assert main(["pack", "test", folder, "--games", "20"]) == 1
    assert "FAILS  fees_flood" in capsys.readouterr().out
    assert main(["pack", "test", folder, "--games", "20", "--set", "licence_fee=2"]) == 0
