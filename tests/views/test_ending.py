"""The end of a game."""

from game.views.briefing import briefing
from game.views.ending import close
from tests.views.games import match


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
