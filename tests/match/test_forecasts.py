"""Forecasts: when they are asked, when they are read, and how they are scored."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.match.forecasts import Prediction, calibration
from game.match.game import PERSON, Change, IllegalOrderError, Match
from game.packs.model import Pack
from tests.views.games import changed


def test_a_question_is_asked_once_and_read_when_it_is_due(match: Match) -> None:
    """Asked while turn 2 is decided, about the end of the year that began with it."""
    assert match.questions == ()
    match.end()
    assert match.questions == ("decline",)
    assert match.forecast("decline", "30 %") == Change("forecast", "decline", None, 30.0)
    match.end()
    for turn in (3, 4, 5):
        assert match.turn == turn
        assert match.questions == ()
        assert match.forecasts == (Prediction("decline", 2, 5, 30.0, None),)
        assert match.fell_due == ()
        match.end()
    fish = levels(match, "fish")
    assert match.fell_due == (Prediction("decline", 2, 5, 30.0, fish[5] < fish[1]),)
    match.end()
    assert match.fell_due == ()


def test_a_seat_is_asked_one_question_at_a_time(tmp_path: Path) -> None:
    """The first in order of those that wait, then nothing for two turns; what would fall due too late is never asked."""
    more = "".join(
        f'[forecast.{id}]\nquestion = "?"\nask = {ask}\ndue = {due}\ntruth = true\n\n'
        for id, ask, due in (
            ("quick", '"turn == 3"', 1),
            ("late", "true", 9),
            ("second", '"turn > 2"', 1),
            ("third", '"turn > 2"', 1),
        )
    )
    pack = changed(tmp_path, "[lesson.first]", f"{more}[lesson.first]")
    match = Match.new(pack, 7, {"council": PERSON})
    asked: dict[int, tuple[str, ...]] = {}
    while not match.finished:
        asked[match.turn] = match.questions
        match.end()
    assert {turn: ids for turn, ids in asked.items() if ids} == {
        1: ("late",),
        4: ("second",),
        7: ("third",),
    }


def levels(match: Match, quantity: str) -> list[float]:
    """The level at the end of every turn, beginning with the opening."""
    row = match.world.layout.levels[quantity]
    return [float(state.rows[0, row]) for state in match.states]


def test_a_question_of_another_role_is_not_asked(pack: Pack) -> None:
    """The skipper is asked about the fish; the council is not."""
    match = Match.new(pack, 7, {"council": PERSON})
    match.end()
    assert match.questions == ()


@pytest.mark.parametrize("percent", ["101", "-1", "", "often", "nan", float("nan"), 100.1, "1e1"])
def test_what_is_no_percentage_is_refused(match: Match, percent: str | float) -> None:
    """And the answer given before stands."""
    match.end()
    match.forecast("decline", 40)
    with pytest.raises(IllegalOrderError, match="give a number from 0 to 100"):
        match.forecast("decline", percent)
    assert match.draft.forecasts == {"decline": 40.0}


def test_a_question_that_is_not_asked_now_takes_no_answer(match: Match) -> None:
    """Neither before it is asked nor after."""
    for _ in range(2):
        with pytest.raises(IllegalOrderError, match="'decline' is not asked now"):
            match.forecast("decline", 50)
        match.end()
        match.end()


def test_silence_is_not_scored(match: Match) -> None:
    """The question is still read, so that a person sees what came of it."""
    for _ in range(6):
        match.end()
    (made,) = match.forecasts
    assert (made.percent, made.brier) == (None, None)
    assert made.outcome is not None
    assert match.calibration.scored == 0
    assert match.calibration.brier is None


def test_calibration_sets_what_was_said_beside_what_came_true() -> None:
    """Two answers near 75 of which one came true, and one sure and right; open ones do not count."""
    found = calibration(
        [
            Prediction("a", 1, 2, 70.0, True),
            Prediction("b", 1, 2, 78.0, False),
            Prediction("c", 1, 2, 100.0, True),
            Prediction("d", 1, 9, 0.0, None),
            Prediction("e", 1, 2, None, True),
        ]
    )
    assert found.scored == 3
    assert round(found.brier or 0.0, 12) == round((0.3**2 + 0.78**2 + 0.0) / 3, 12)
    assert [(b.low, b.high, b.count, b.said, b.came_true) for b in found.bands] == [
        (70.0, 80.0, 2, 74.0, 50.0),
        (90.0, 100.0, 1, 100.0, 100.0),
    ]


@given(
    st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=30),
)
@settings(deadline=None)
def test_every_scored_answer_is_in_one_band(answers: list[tuple[float, bool]]) -> None:
    """And the score lies between the best and the worst there is."""
    made = [
        Prediction(str(n), 1, 2, percent, outcome) for n, (percent, outcome) in enumerate(answers)
    ]
    found = calibration(made)
    assert sum(band.count for band in found.bands) == found.scored == len(answers)
    assert found.brier is not None
    assert 0.0 <= found.brier <= 1.0
    assert all(band.low <= band.said <= band.high for band in found.bands)
