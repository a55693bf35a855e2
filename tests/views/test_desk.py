"""What a seat sees of where it stands."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.match.game import Match
from game.views.desk import advisors, goals, position, reading, score, spoken, when
from game.views.seat import outlook_of
from game.views.sight import SeatReader
from tests.views.games import changed, harbour, match


def test_what_is_seen_exactly_is_what_is() -> None:
    """The fleet's cash is the skippers' own."""
    game = match(turns=3)
    level = float(game.state.rows[0, game.world.layout.levels["cash"]])
    view = reading(outlook_of(game), "cash")
    assert view.past[-1] == level
    assert view.sure == ""
    assert view.verdict == "better"
    assert view.word == "better"


def test_what_is_seen_late_is_what_was() -> None:
    """Trust reaches the skippers a turn late."""
    game = match(turns=3)
    row = game.world.layout.levels["trust"]
    view = reading(outlook_of(game), "trust")
    assert view.past[-1] == float(game.states[-2].rows[0, row])
    assert (view.sure, view.of) == ("1 quarter old", "Q2")


def test_what_is_seen_through_noise_is_near_what_is_and_the_same_each_time() -> None:
    """Asking twice does not make an estimate better."""
    game = match(turns=3)
    outlook = outlook_of(game)
    seen, true = outlook.level("fish"), float(game.state.rows[0, game.world.layout.levels["fish"]])
    assert seen != true
    assert seen is not None
    assert abs(seen / true - 1.0) < 0.5
    assert outlook.level("fish") == seen
    view = reading(outlook, "fish")
    assert view.value.startswith("~")
    assert view.sure.startswith("give or take ")


def test_a_change_within_the_error_of_an_estimate_has_no_arrow(tmp_path: Path) -> None:
    """Two estimates differ by more than what moved, so that an arrow would mislead."""
    view = reading(outlook_of(match(turns=3)), "fish")
    assert (view.change, view.moved, view.verdict) == ("", "", "")
    assert view.sure.endswith("the change is within that")
    sharp = changed(tmp_path, '"noisy 10%"', '"noisy 0.1%"')
    game = Match.new(sharp, 7, {"skipper": "you"})
    for _ in range(3):
        game.end()
    view = reading(outlook_of(game), "fish")
    assert view.change.startswith("moved about ")
    assert "within that" not in view.sure


def test_the_noise_a_person_sees_has_the_size_the_pack_names() -> None:
    """One in three estimates is off by more than the pack says, as with any standard deviation."""
    errors: list[float] = []
    for seed in range(40):
        game = match(turns=5, seed=seed)
        outlook, row = outlook_of(game), game.world.layout.levels["fish"]
        for turn, state in enumerate(game.states):
            seen = outlook.level("fish", turn)
            assert seen is not None
            errors.append(seen / float(state.rows[0, row]) - 1.0)
    assert 0.085 < float(np.std(errors)) < 0.115
    assert abs(float(np.mean(errors))) < 0.03


def test_what_is_hidden_is_not_known() -> None:
    """The council does not see the fleet's cash."""
    view = reading(outlook_of(match("council", turns=2)), "cash")
    assert (view.value, view.change, view.past) == ("not known", "", ())


def test_a_story_says_what_the_seat_sees() -> None:
    """A text must not tell what the desk hides."""
    outlook = outlook_of(match("council"))
    assert outlook.told("{cash} and {treasury}") == "an unknown amount and 80 k"
    assert outlook.told("{nothing} stays") == "{nothing} stays"


def test_goals_say_how_far_they_are_met() -> None:
    """120 of 1000 is an eighth of the way."""
    income, bay = goals(outlook_of(match()), ("bay",))
    assert (income.score, income.chosen, bay.chosen) == (12, False, True)
    assert (income.scored, income.span) == ("12 of 100", "0 at 0, 100 at 1,000 k")
    assert bay.points == f"~{bay.score}", "an estimate is scored as one"
    goal = harbour().model.role["skipper"].goal["bay"]
    assert [score(goal, level) for level in (0, 100, 400, 700, 900)] == [0, 0, 50, 100, 100]


@pytest.mark.parametrize("sight", ["hidden", "late 1"])
def test_a_goal_that_is_hidden_or_late_is_scored_by_what_is_seen(
    sight: str, tmp_path: Path
) -> None:
    """The score of what is hidden would tell it, and so would this turn's of what is seen late."""
    pack = changed(tmp_path, '"noisy 10%"', f'"{sight}"')
    game = Match.new(pack, 7, {"skipper": "you"})
    for _ in range(3):
        game.end()
    (bay,) = (goal for goal in goals(outlook_of(game), ()) if goal.id == "bay")
    then = float(game.states[-2].rows[0, game.world.layout.levels["fish"]])
    seen = score(pack.model.role["skipper"].goal["bay"], then)
    assert bay.scored == ("" if sight == "hidden" else f"{seen} of 100")


def test_of_an_advisors_lines_the_first_that_holds_is_spoken() -> None:
    """The banker talks of boats when there is money for them."""
    assert [line.text for line in advisors(outlook_of(match()))] == ["Keep enough for the fuel."]
    game = match(turns=8, other="hold")
    said = spoken(outlook_of(game), "banker")
    assert said[:4] == ["any"] * 4
    rich = said.index("rich")
    text = advisors(replace(outlook_of(game), states=game.states[: rich + 1]))[0].text
    assert text.startswith("With ")
    assert text.endswith(" k in hand another boat pays for itself.")


def test_an_advisor_says_something_else_while_another_line_holds(tmp_path: Path) -> None:
    """When all that holds was said lately, it is the one that was said longest ago."""
    game = Match.new(changed(tmp_path, 'when = "cash > 300"', "when = true"), 7, {"skipper": "you"})
    for _ in range(4):
        game.end()
    assert spoken(outlook_of(game), "banker") == ["rich", "any", "rich", "any", "rich"]


def test_what_was_said_stays_said() -> None:
    """It follows from the game alone: saved, opened or branched, an advisor goes on as he would have."""
    game = match(turns=11, other="hold")
    whole = spoken(outlook_of(game), "banker")
    assert len(set(whole)) == 2
    for turn in range(1, 12):
        assert spoken(outlook_of(game.branch(turn)), "banker") == whole[:turn]


def test_an_advisor_knows_what_the_seat_sees(tmp_path: Path) -> None:
    """Of what is late the past is as late, an estimate is the one on the desk, and what is hidden stays as it began."""
    pack = changed(tmp_path, "cash > 300", "trust.last < 0 and fish < 0")
    game = Match.new(pack, 7, {"skipper": "you"})
    for _ in range(4):
        game.end()
    trust, fish, cash = (pack.symbols[id] for id in ("trust", "fish", "cash"))
    rows = game.world.layout.levels
    for turn in range(5):
        reader = SeatReader(outlook_of(game), turn)
        true = [float(game.states[then].rows[0, rows["trust"]]) for then in range(5)]
        assert reader.level(trust) == true[max(0, turn - 1)]
        assert reader.past(trust, "last", 1) == true[max(0, turn - 2)]
        assert reader.level(fish) == outlook_of(game).level("fish", turn)
        council = replace(outlook_of(game), role="council")
        assert SeatReader(council, turn).level(cash) == 120.0 != reader.level(cash) or turn == 0


def test_the_desk_says_which_turn_is_decided() -> None:
    """When the game is over, it is still its last turn."""
    assert when(outlook_of(match())) == "2026 Q1, quarter 1 of 12"
    assert when(outlook_of(match(turns=12))) == "2028 Q4, quarter 12 of 12"


def test_the_position_is_in_the_order_of_the_pack() -> None:
    """Order in the file is order on the screen."""
    ids = tuple(view.id for view in position(outlook_of(match())))
    assert ids == harbour().model.role["skipper"].position
