"""Playing line by line."""

import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.match.saves import load
from game.packs.read import load_pack
from game.plain import draw
from game.plain.face import COMMANDS
from game.plain.printer import Printer
from game.views.codex import search
from tests.plain.games import face_of, said, whole

ROOT = Path(__file__).parents[2]
STORMY = 1
"""A seed under which a storm comes before the last turn."""
DECISIONS = ["buy_boats", "nets", "storm", "decline", "cash", "fish", "regrowth", "skipper"]
VALUES = ["fine", "old", "max", "1", "2", "-1", "1e9", "99999999999999999999", "50%", "½", "٣"]
words = st.sampled_from([*COMMANDS, *DECISIONS, *VALUES, "S", "e"]) | st.text(max_size=12)
lines = st.lists(words, max_size=5).map(" ".join) | st.text(max_size=60)


@settings(deadline=None, max_examples=150)
@given(typed=st.lists(lines, max_size=12), turns=st.sampled_from([0, 1, 11, 12]))
def test_no_line_stops_the_game(typed: list[str], turns: int) -> None:
    """Whatever is typed, it is done or refused in one line, and the game goes on.

    Nothing that acts on a terminal is printed, whatever was typed.
    """
    out = StringIO()
    with tempfile.TemporaryDirectory() as folder:
        face = face_of(Path(folder), out, turns=turns)
        face.open()
        for line in typed:
            assert face.prompt.endswith("> ")
            face.take(line)
        face.leave()
    printed = out.getvalue()
    assert all(character.isprintable() or character == "\n" for character in printed)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("enf", "There is no command enf: did you mean end?"),
        ("s", "s could be set, status or save."),
        ("set nots fine", "There is no decision nots: did you mean nets?"),
        ("set nets fine_mash", "Nets: there is no option fine_mash: did you mean fine_mesh?"),
        ("set buy_boats lots", "Order boats takes a number of 0 or more, not 'lots'."),
        ("set buy_boats 4", "The order costs 124, and there is 120 to spend."),
        ("set buy_boats 9", "Order boats: 9 boats is beyond the most there is now, 5."),
        ("answer storm wait", "No event asks for your answer now."),
        ("forecast 1 30", "No forecast is asked now."),
        ("why cahs", "There is no quantity cahs: did you mean cash?"),
        ("undo", "There is nothing to undo in this turn."),
        ("report", "No turn has been played yet."),
        ("7", "7 stands for nothing here. You can type: orders, status, end or help."),
        ("goals 1", "Choose 2 goals that differ."),
    ],
)
def test_what_is_refused_is_named_in_one_sentence(tmp_path: Path, typed: str, answer: str) -> None:
    """What was found, and what would do."""
    assert said(tmp_path, typed) == answer


def test_a_decision_may_be_set_by_word_number_or_menu(tmp_path: Path) -> None:
    """All lead to the same order."""
    done = "Nets: Fine mesh, costs 8 k, left to spend 112 k"
    assert said(tmp_path, "set nets fine_mesh") == done
    assert said(tmp_path, "set 2 2") == done
    assert said(tmp_path, "nets fine") == done
    assert said(tmp_path, "orders", "2 fine") == done
    assert said(tmp_path, "orders", "2", "2") == done
    assert said(tmp_path, "set order boats 2").startswith("Order boats: 2 boats, costs 62 k")
    assert said(tmp_path, "orders", "1", "2").startswith("Order boats: 2 boats, costs 62 k")
    assert said(tmp_path, "set 1 max").startswith("Order boats: 3 boats, costs 93 k")


def test_a_goal_is_asked_about_by_a_word_of_its_title(tmp_path: Path) -> None:
    """The number behind it bears another title."""
    assert said(tmp_path, "end", "why come back").startswith("Fish in the bay")
    assert said(tmp_path, "end", "why fish") == said(tmp_path, "end", "why come back")


def test_the_codex_lists_the_model_under_a_heading(tmp_path: Path) -> None:
    """Numbered on from the pack's own pages; a number reads one."""
    listed = said(tmp_path, "codex")
    assert listed.index("2 The commons") < listed.index("The model\n") < listed.index("5 Equations")
    assert "Δ Fish in the bay" in said(tmp_path, "codex", "codex model.equations.pack")


def test_a_series_of_the_record_is_drawn_in_plain_signs() -> None:
    """Within the width of the lines, and its figures below it."""
    out = StringIO()
    draw.codex(Printer(out, 80), search(load_pack("since-2022"), "model.record.china_share"), "")
    drawn = [line for line in out.getvalue().splitlines() if "=M" in line]
    assert len(drawn) > 5
    assert all(line.isascii() and len(line) <= 80 for line in drawn)
    assert "period  observed" in out.getvalue()


def test_undo_takes_back_the_last_step(tmp_path: Path) -> None:
    """And says what stands now."""
    assert said(tmp_path, "set nets fine", "undo") == "Taken back. Now: Nets: Old nets"
    assert said(tmp_path, "set nets fine", "undo", "redo") == "Taken again: Nets: Fine mesh"
    again = said(tmp_path, "set buy_boats 2", "set buy_boats 2", "undo")
    assert again == "Taken back. Now: Order boats: none"


def test_questions_that_nobody_answers_hold_nothing_up(tmp_path: Path) -> None:
    """A pipe of `end` plays the whole game."""
    printed = whole(tmp_path, *["end"] * 12)
    assert "The end, after 12 quarters: The commons kept" in printed
    assert "0 of 1 answered" in printed
    assert printed.endswith(f"Your game is saved:\n{tmp_path / 'harbour.toml'}\n")


def test_a_number_answers_the_event_that_waits(tmp_path: Path) -> None:
    """The last list shown is that of its choices."""
    out = StringIO()
    face = face_of(tmp_path, out, seed=STORMY)
    face.open()
    for _ in range(12):
        if "Your answer is asked" not in out.getvalue():
            face.take("end")
    assert face.prompt == "number to answer, orders, status, end or help> "
    face.take("2")
    assert out.getvalue().splitlines()[-1] == "A storm: you answer: Wait for spring"
    face.take("answer repair")
    assert out.getvalue().splitlines()[-1] == "A storm: you answer: Repair at once"
    face.take("wait for")
    assert out.getvalue().splitlines()[-1] == "A storm: you answer: Wait for spring"


def test_the_name_of_an_option_takes_it_while_its_decision_is_open(tmp_path: Path) -> None:
    """What stands on the screen may be typed; elsewhere it is no command."""
    assert said(tmp_path, "orders nets", "fine").startswith("Nets: Fine mesh")
    assert said(tmp_path, "fine").startswith("There is no command fine")
    assert said(tmp_path, "orders nets", "1", "fine").startswith("There is no command fine")


def test_a_minus_is_not_lost_on_the_way(tmp_path: Path) -> None:
    """An order of -2 boats is no order of 2."""
    assert said(tmp_path, "set buy_boats -2") == (
        "Order boats takes a number of 0 or more, not '-2'."
    )
    assert said(tmp_path, "set buy_boats 2 boats").startswith("Order boats: 2 boats")


def test_what_stands_is_told_apart_from_what_was_ordered(tmp_path: Path) -> None:
    """Nobody looks for an order of his own that he never gave."""
    fine = whole(tmp_path, "set nets fine", "end", "status")
    assert "after 8.84 k for what stands" in fine
    mixed = whole(tmp_path, "set nets fine", "end", "set buy_boats 1", "status")
    assert "after orders of 38.8 k" in mixed


def test_a_bare_number_is_the_forecast_when_only_that_is_asked(tmp_path: Path) -> None:
    """The prompt says so; once it is said, numbers stand for nothing again."""
    assert said(tmp_path, "end", "70") == "You say 70%."
    assert said(tmp_path, "end", "170") == "'170' is no probability; give a number from 0 to 100."
    assert said(tmp_path, "end", "70", "70").startswith("70 stands for nothing here.")


def test_the_end_of_input_saves_and_the_game_goes_on_from_there(tmp_path: Path) -> None:
    """A closed laptop loses nothing but the turn that was not ended."""
    printed = whole(tmp_path, "end", "end", "set nets fine")
    path = tmp_path / "harbour.toml"
    assert printed.endswith(
        "Orders of a turn that has not ended are not kept: give them again.\n"
        f"To go on:\nchiprace play --resume {path}\n"
    )
    assert len(load(path).match.played) == 2


def test_a_game_is_saved_after_every_turn(tmp_path: Path) -> None:
    """Not only when it is left."""
    face = face_of(tmp_path, StringIO())
    for turn in (1, 2, 3):
        face.take("end")
        assert len(load(tmp_path / "harbour.toml").match.played) == turn


def test_a_folder_that_cannot_be_written_is_said_and_the_game_goes_on(tmp_path: Path) -> None:
    """Nobody loses a lesson to a full disk."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    printed = whole(blocked, "end", "end")
    assert "The game cannot be saved in" in printed
    assert "2026 Q3, quarter 3 of 12" in printed


def test_the_goals_that_matter_most_are_chosen_before_the_first_turn_ends(tmp_path: Path) -> None:
    """A commitment that could be changed at the end would be none."""
    first = said(tmp_path, "goals")
    assert "1 Cash in hand: 120 k, more is better, matters most to you" in first
    assert said(tmp_path, "end", "goals 2 1") == (
        "The goals that matter most are chosen before the first turn ends."
    )


def test_a_whole_game_comes_through_a_pipe_of_a_bare_terminal(tmp_path: Path) -> None:
    """No terminal, no locale, one line a turn: it ends with the profile and exit code 0."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "game",
            "play",
            "two-doors",
            "--role",
            "firm",
            "--seed",
            "7",
            "--plain",
        ],
        input=b"end\n" * 20,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "TERM": "dumb", "LANG": "C", "CHIPRACE_DATA": str(tmp_path)},
    )
    printed = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert "What you said matters most\n" in printed
    saved = printed.rpartition("Your game is saved:\n")[2].split("\n")[0]
    assert len(load(Path(saved)).match.played) == 20
    assert all(character.isprintable() or character == "\n" for character in printed)
