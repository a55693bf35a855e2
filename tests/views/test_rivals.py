"""What a person is told of what the others intend."""

from game.match.game import Match, See
from game.players.named import parse_player
from game.views.rivals import Rival, rivals
from game.views.seat import outlook_of
from tests.views.games import harbour

PLAYER = "fixed: quota=closed"


def told(see: See, player: str = PLAYER) -> Rival:
    """What the skippers are told of the council."""
    game = Match.new(harbour(), 7, {"skipper": "you", "council": player}, see)
    players = {"council": parse_player(game.world, "council", player)}
    (rival,) = rivals(outlook_of(game), players, see)
    return rival


def test_with_full_sight_the_option_and_its_chance_are_told() -> None:
    """A council that is set on closing the bay says so."""
    (leaning,) = told("full").leanings
    assert leaning.text == "Season: 100% likely to change, mostly to Closed"


def test_with_odds_it_is_told_how_likely_a_change_is() -> None:
    """And not what to."""
    (leaning,) = told("odds").leanings
    assert leaning.text == "Season: 100% likely to change"


def test_in_fog_there_are_rough_words() -> None:
    """No number, and nothing of who decides."""
    (leaning,) = told("fog").leanings
    assert leaning.text == "Season: will probably change"
    assert told("fog", "careful").player == ""
    assert told("full", "careful").player == "Careful"


def test_a_rival_that_keeps_everything_leans_to_nothing() -> None:
    """What will not happen is not listed."""
    assert told("full", "hold").leanings == ()


def test_what_is_told_does_not_depend_on_the_level_of_sight() -> None:
    """Difficulty is information: the rival itself is the same."""
    chances = {told(see, "random").leanings[0].chance for see in ("full", "odds", "fog")}
    assert len(chances) == 1


def test_asking_moves_no_luck_of_the_game() -> None:
    """The lucks that are tried are those of other lanes."""
    quiet = Match.new(harbour(), 7, {"skipper": "you", "council": "random"})
    asked = Match.new(harbour(), 7, {"skipper": "you", "council": "random"})
    players = {"council": parse_player(asked.world, "council", "random")}
    for _ in range(3):
        rivals(outlook_of(asked), players, "full")
        quiet.end()
        asked.end()
    assert (quiet.state.rows == asked.state.rows).all()
