"""The order board."""

from pathlib import Path

from game.match.game import Match
from game.packs.read import load_pack
from game.views.board import Board, DecisionView, board
from game.views.effects import known_effects
from game.views.seat import outlook_of
from tests.views.games import changed, match


def board_of(role: str = "skipper", *orders: tuple[str, str]) -> Board:
    """The board of a seat with these orders on it."""
    game = match(role)
    for decision, value in orders:
        game.set(decision, value)
    return board(outlook_of(game), game.offers, game.draft.order)


def found(view: Board, id: str) -> DecisionView:
    """A decision on a board."""
    return next(decision for decision in view.decisions if decision.id == id)


def test_decisions_stand_under_the_headings_of_their_role() -> None:
    """Numbers run through the whole board."""
    view = board_of()
    assert [group.title for group in view.groups] == ["The fleet"]
    assert [(d.number, d.id) for d in view.decisions] == [(1, "buy_boats"), (2, "nets")]


def test_an_amount_says_how_much_of_it_there_is_money_for() -> None:
    """120 k buys three boats at 31 k, though the yard would build five."""
    view = found(board_of(), "buy_boats")
    assert (view.most, view.limit, view.most_text, view.most_cost) == (
        3,
        "money",
        "3 boats",
        "93 k",
    )


def test_what_is_ordered_is_taken_out_of_what_there_is() -> None:
    """The board adds up before the turn ends, not after."""
    view = board_of("skipper", ("buy_boats", "2"))
    assert (view.budget, view.spent, view.left) == ("120 k", "62 k", "58 k")
    assert (found(view, "buy_boats").changed, found(view, "buy_boats").stands) == (True, "2 boats")


def test_a_dial_says_what_each_option_costs_and_brings() -> None:
    """Nobody should have to end the turn to find out."""
    old, fine = found(board_of(), "nets").options
    assert old.current
    assert old.ordered
    assert (fine.cost, fine.effects) == ("8 k", ("Trust in the council -5 points",))


def test_a_refused_option_says_why_with_the_numbers_of_the_day(tmp_path: Path) -> None:
    """The reason is the pack's; the amounts in it are those that the seat sees."""
    game = Match.new(changed(tmp_path, "treasury >= 12", "treasury >= 1200"), 7, {"council": "you"})
    view = found(board(outlook_of(game), game.offers, game.draft.order), "quota")
    assert [option.refusal for option in view.options] == [
        "",
        "",
        "Guarding the bay needs money: there is 80 k.",
    ]


def test_a_limit_of_changes_is_told_where_it_binds(tmp_path: Path) -> None:
    """One change a turn is no limit for a seat with one dial."""
    pack = changed(tmp_path, 'purse = "cash"', 'purse = "cash"\nchanges = 1')
    game = Match.new(pack, 7, {"skipper": "you"})
    assert board_of("council").changes == ""
    assert board(outlook_of(game), game.offers, game.draft.order).changes == ""
    game = Match.new(load_pack("two-doors"), 7, {"us": "you"})
    assert board(outlook_of(game), game.offers, game.draft.order).changes == "0 of 2"


def test_effects_are_worded_from_the_rules() -> None:
    """A number that is written is sure; one that depends on the world is about what it is now."""
    outlook = outlook_of(match())
    wait = known_effects(outlook, "event.storm.choice.wait.effects")
    assert wait == ("Cash of the fleet -2 k each quarter for 3 quarters",)
    spread = known_effects(outlook, "decision.quota.option.short.effects")
    assert spread == ("Trust in the council -4 points over 2 quarters",)
    assert known_effects(outlook_of(match("council")), "event.storm.choice.wait.effects") == ()
