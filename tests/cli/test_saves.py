"""`chiprace saves`: what a shell and a person get back from it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from game.cli.main import main
from game.errors import ExitCode
from game.match.game import PERSON, Match
from game.match.record import written
from game.match.saves import record_of, save
from game.match.shelf import Shelf
from game.packs.where import DATA_VARIABLE
from tests.match.plays import HARBOUR, PACK


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's folder of saves, with a game of three turns in it."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    monkeypatch.delenv("LANGUAGE", raising=False)
    save(game(), Shelf(tmp_path / "saves"), "game", HARBOUR)
    return tmp_path / "saves"


def game() -> Match:
    """A game of three turns, in which the first order is for two boats."""
    match = Match.new(PACK, 7, {"skipper": PERSON, "council": "hold"})
    match.set("buy_boats", 2)
    for _ in range(3):
        match.end()
    return match


def change(path: Path) -> None:
    """Change an order of turn 1."""
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"buy_boats = \d", "buy_boats = 4", text, count=1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_the_list_tells_what_is_saved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a game, the last played first; what cannot be read says why."""
    assert main(["saves", "list"]) == ExitCode.DONE
    line = capsys.readouterr().out
    assert re.fullmatch(
        r"game  \d{4}-\d\d-\d\d \d\d:\d\d  harbour 1\.0\.0, seed 7; "
        r"skipper you, council hold; 3 turns played\n",
        line,
    )
    change(save(game(), Shelf(folder), "other"))
    os.utime(folder / "game.toml", (1, 1))
    assert main(["saves", "list"]) == ExitCode.DONE
    other, first = capsys.readouterr().out.splitlines()
    assert other.endswith("cannot be read: turn 1 was changed")
    assert first.startswith("game ")


def test_the_list_as_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for a program; also of another folder, which may not be there."""
    assert main(["saves", "list", "--json"]) == ExitCode.DONE
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["name"] == "game"
    assert entry["path"] == str(folder / "game.toml")
    assert (entry["pack"], entry["turns"], entry["ending"]) == ("harbour", 3, None)
    assert entry["seats"] == {"skipper": "you", "council": "hold"}
    assert main(["saves", "list", "--json", "--saves", str(folder / "none")]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == []
    assert main(["saves", "list", "--saves", str(folder / "none")]) == ExitCode.DONE
    answer = capsys.readouterr()
    assert answer.out == ""
    assert "no saved games in" in answer.err


def test_a_game_is_shown_turn_by_turn(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without its pack, which may not be here."""
    (folder.parent / "packs").rename(folder.parent / "elsewhere")
    assert main(["saves", "show", "game"]) == ExitCode.DONE
    answer = capsys.readouterr()
    assert answer.err == ""
    lines = answer.out.splitlines()
    assert lines[:3] == [
        "harbour 1.0.0, seed 7; 3 turns played",
        "skipper: you",
        "council: hold",
    ]
    assert lines[3:] == ["turn 1; skipper: buy_boats = 2", "turn 2", "turn 3"]
    assert main(["saves", "show", "game", "--json"]) == ExitCode.DONE
    data = json.loads(capsys.readouterr().out)
    assert len(data["played"]) == data["turns"] == 3
    assert data["played"][0]["orders"]["skipper"] == {"buy_boats": 2}


def test_a_changed_game_is_shown_with_a_word_on_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the file holds is on stdout, that it was changed on stderr."""
    change(folder / "game.toml")
    assert main(["saves", "show", "game"]) == ExitCode.DONE
    answer = capsys.readouterr()
    assert "buy_boats = 4" in answer.out
    assert "turn 1 was changed after it was saved" in answer.err


def test_a_sound_game_verifies_and_replays_to_one_digest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digest alone is on stdout, for a script to compare."""
    digest = record_of(game()).end.digest
    for verb in ("verify", "replay"):
        assert main(["saves", verb, "game"]) == ExitCode.DONE
        assert capsys.readouterr().out == f"{digest}\n"
        assert main(["saves", verb, str(folder / "game.toml"), "--json"]) == ExitCode.DONE
        assert json.loads(capsys.readouterr().out)["digest"] == digest


def test_a_changed_order_is_no_and_names_the_turn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Verify answers 1; replay refuses to play it."""
    change(folder / "game.toml")
    assert main(["saves", "verify", "game"]) == ExitCode.NO
    answer = capsys.readouterr()
    assert answer.out == ""
    assert answer.err.endswith("game.toml: turn 1 was changed after it was saved\n")
    assert main(["saves", "verify", "game", "--json"]) == ExitCode.NO
    data = json.loads(capsys.readouterr().out)
    assert (data["sound"], data["turn"], data["digest"]) == (False, 1, None)
    assert main(["saves", "replay", "game"]) == ExitCode.REFUSED
    answer = capsys.readouterr()
    assert (answer.out, answer.err.count("\n")) == ("", 1)


def test_a_game_that_comes_out_otherwise_is_no(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Replay prints where it stands now, and where it departed."""
    record = record_of(game())
    turns = (replace(record.turns[0], digest="0" * 64), *record.turns[1:])
    (folder / "game.toml").write_text(written(replace(record, turns=turns)), encoding="utf-8")
    assert main(["saves", "replay", "game"]) == ExitCode.NO
    answer = capsys.readouterr()
    assert answer.out == f"{record.end.digest}\n"
    assert "from turn 1 on the game departs" in answer.err
    assert main(["saves", "verify", "game"]) == ExitCode.NO


@pytest.mark.parametrize("verb", ["show", "verify", "replay"])
def test_a_save_that_is_not_there_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    """In one line, with the names there are."""
    assert main(["saves", verb, "gane"]) == ExitCode.REFUSED
    answer = capsys.readouterr()
    assert answer.out == ""
    assert answer.err == "there is no save 'gane'; did you mean game?\n"
    del folder


def test_words_of_a_save_do_not_act_on_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A save may come from anybody, and its seals may be sound."""
    record = record_of(game())
    evil = "\x1b]0;owned\x07\u202e" + "x" * 100
    header = replace(record.header, pack=evil, version=evil, seats={evil: evil})
    turn = replace(record.turns[0], orders={evil: {evil: evil}}, forecasts={evil: 1.0})
    text = written(replace(record, header=header, turns=(turn, *record.turns[1:])))
    (folder / "game.toml").write_text(text, encoding="utf-8")
    for command in (["list"], ["show", "game"], ["verify", "game"], ["replay", "game"]):
        main(["saves", *command])
        answer = capsys.readouterr()
        assert (answer.out + answer.err).replace("\n", "").isprintable()
        assert "\\x1b]0;owned" in answer.out + answer.err


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["show", "game"]])
def test_looking_at_saves_loads_nothing_heavy(folder: Path, command: list[str]) -> None:
    """A list of a hundred games is there at once: no numpy, no pydantic, no screen."""
    ask = (
        "import sys\nfrom game.cli.main import main\nassert main(sys.argv[1:]) == 0\n"
        "print(sorted({'numpy', 'pydantic', 'textual', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask, "saves", *command, "--saves", str(folder)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == "[]\n"
    assert "harbour" in done.stdout
