"""The end of a game."""

from pathlib import Path

from game.match.game import Match
from game.views.briefing import briefing
from game.views.desk import goals, score
from game.views.ending import close
from game.views.seat import outlook_of
from tests.views.games import changed, match


def test_the_end_shows_goals_as_they_truly_stand() -> None:
    """When all is over, nobody estimates any more."""
    game = match(turns=12)
    view = close(game)
    (income, bay) = view.chosen
    true = float(game.state.rows[0, game.world.layout.levels["fish"]])
    assert bay.reading.past[-1] == true
    assert bay.reading.sure == ""
    assert bay.score == round(100 * (true - 100) / 600)
    assert (income.id, bay.id, view.others) == ("income", "bay", ())


def test_the_end_counts_forecasts() -> None:
    """Asked, answered, scored."""
    game = match(turns=1)
    game.forecast("decline", 50)
    while not game.finished:
        game.end()
    record = close(game).forecasts
    assert (record.asked, record.answered, record.scored) == (1, 1, 1)
    assert record.brier == 0.25


def test_a_briefing_names_who_sits_across() -> None:
    """A student should know whom they face."""
    (other,) = briefing(match()).facing
    assert (other.title, other.player) == ("The town council", "Careful")
    assert other.text == "Closes the bay when it must."


def test_a_goal_may_count_by_the_mean_of_its_last_turns(tmp_path: Path) -> None:
    """So that a last quarter cannot make up for the others; the screen says over how long."""
    old = 'title = "Cash in hand"\nof = "cash"\n'
    pack = changed(tmp_path, old, old + "over = 4\n")
    game = Match.new(pack, 7, {"skipper": "you"})
    view = goals(outlook_of(game), ())[0]
    for turn in range(12):
        game.end()
        view = goals(outlook_of(game), ())[0]
        row = game.world.layout.levels["cash"]
        seen = [float(game.states[max(0, n)].rows[0, row]) for n in range(turn - 2, turn + 2)]
        assert view.score == score(pack.model.role["skipper"].goal["income"], sum(seen) / 4)
    assert view.mean == "mean of 4 quarters"
    assert view.counted != view.reading.value
    assert close(game).means == "Mean of 4 quarters: Cash in hand."
