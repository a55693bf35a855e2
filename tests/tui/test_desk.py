"""The desk, played by keys; every test reads what is drawn."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.match.saves import load
from game.tui.app import GameApp
from game.tui.screens.desk import heights
from game.tui.widgets.board import OrderBoard
from game.views.board import board
from tests.tui.seen import HUGE, NARROW, WIDE, Game, desk, here, line_with, seen, session, until

SEATS = ("firm", "us", "beijing")


async def go_on(app: Any, pilot: Game) -> None:
    """Answer and close whatever comes before the desk, as a person in a hurry would."""
    for _ in range(60):
        await pilot.pause()
        match here(app):
            case "DeskScreen" | "EndScreen":
                return
            case "AskScreen" | "EventScreen":
                await pilot.press("enter")
            case _:
                await pilot.press("escape")
    raise AssertionError(f"stuck:\n{seen(app)}")


async def end_turn(app: Any, pilot: Game, played: int) -> None:
    """End the turn, and come back to the desk or to the end."""
    match = app.session.match
    await pilot.press("e")
    for _ in range(200):
        await go_on(app, pilot)
        if len(match.played) > played and here(app) in ("DeskScreen", "EndScreen"):
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"the turn did not end:\n{seen(app)}")


@pytest.mark.parametrize("role", SEATS)
async def test_a_whole_game_is_played_by_keys(role: str, tmp_path: Path) -> None:
    """Every turn something is set and the turn is ended; at the end the save holds the whole game."""
    game = session("two-doors", role, tmp_path)
    async with desk(game) as (app, pilot):
        while not game.match.finished:
            turn = game.match.turn
            await pilot.press("right", "down", "down", "right", "1", "up", "m")
            assert f"quarter {turn} of 20" in seen(app)
            await end_turn(app, pilot, turn - 1)
        assert here(app) == "EndScreen"
    assert load(game.autosave.path).match.ending == game.match.ending


@pytest.mark.parametrize("role", SEATS)
async def test_all_decisions_are_in_sight_at_80_by_24(role: str, tmp_path: Path) -> None:
    """Nothing that can be decided has to be scrolled for."""
    game = session("two-doors", role, tmp_path)
    async with desk(game, NARROW) as (app, _pilot):
        views = board(game.outlook, game.match.offers, game.match.draft.order).decisions
        for view in views:
            assert view.stands.replace("none", "0") in line_with(app, view.title)


async def test_what_was_typed_ends_with_its_turn(tmp_path: Path) -> None:
    """A new turn begins with nothing ordered, and says so on the row where digits were typed last."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("1", "2")
        await pilot.pause()
        await end_turn(app, pilot, 0)
        assert "   0]" in line_with(app, "Door 1")
        await pilot.press("3")
        await pilot.pause()
        assert "  3_]" in line_with(app, "Door 1")


async def test_digits_go_straight_into_an_amount(tmp_path: Path) -> None:
    """What is typed is ordered at once, with its cost and what it leaves."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        before = line_with(app, "Left this quarter")
        await pilot.press("1", "2")
        await pilot.pause()
        assert "12_]" in line_with(app, "Door 1")
        assert "bn$" in line_with(app, "Door 1")
        assert line_with(app, "Left this quarter") != before
        assert game.match.draft.order.amounts == {"buy_h200": 12.0}
        await pilot.press("backspace")
        await pilot.pause()
        assert game.match.draft.order.amounts == {"buy_h200": 1.0}


async def test_typing_a_decimal_leaves_other_orders_alone(tmp_path: Path) -> None:
    """A nought or a point changes nothing yet, so there is no step to be taken back for the next digit."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("down", "1", "2", "down", "5")
        for decision in ("buy_stake", "stockpile"):
            rows = app.screen.query_one(OrderBoard)
            while rows.marked is not None and rows.marked.id != decision:
                await pilot.press("up" if decision == "stockpile" else "down")
            await pilot.press("0", "full_stop", "5")
            await pilot.pause()
        assert game.match.draft.order.amounts == {
            "buy_ascend": 12.0,
            "buy_cambricon": 5.0,
            "buy_stake": 0.5,
            "stockpile": 0.5,
        }


async def test_what_an_order_brings_goes_with_its_amount(tmp_path: Path) -> None:
    """In the second turn, too, when the amount of the first is still in the books."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game, HUGE) as (app, pilot):
        await pilot.press("down", "2", "0")
        await end_turn(app, pilot, 0)
        await pilot.press("home", "down", "5")
        few = line_with(app, "It brings")
        await pilot.press("enter", "1", "0")
        assert line_with(app, "It brings") != few


async def test_what_is_not_ordered_again_is_told_before_the_turn_ends(tmp_path: Path) -> None:
    """Rent runs out unless it is renewed."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game, WIDE) as (app, pilot):
        await pilot.press("down", "down", "down", "4", "0")
        await end_turn(app, pilot, 0)
        await pilot.press("e")
        await pilot.pause()
        if here(app) == "ForecastScreen":
            await pilot.press("escape")
            await pilot.pause()
        assert "Ordered last time and not now: Rent offshore." in " ".join(seen(app).split())


async def test_enter_after_a_number_is_done_with_the_number(tmp_path: Path) -> None:
    """It opens nothing; the next one opens the decision."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("1", "2", "enter")
        assert here(app) == "DeskScreen"
        assert "  12]" in line_with(app, "Door 1")
        await pilot.press("enter")
        assert here(app) == "DecisionScreen"


async def test_tab_goes_from_orders_to_numbers_to_headlines(tmp_path: Path) -> None:
    """Numbers first: they are asked about most. One mark is on the screen, where keys go."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await end_turn(app, pilot, 0)
        for panel in ("readings", "headlines", "board", "readings"):
            await pilot.press("tab")
            assert app.focused is not None
            assert app.focused.id == panel
            assert seen(app).count("▸") == 1
        await pilot.press("shift+tab")
        assert app.focused.id == "board"


async def test_a_digit_that_no_setting_has_is_told_which_there_are(tmp_path: Path) -> None:
    """Nothing is set, and the row says what each digit stands for."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("end", "0")
        await pilot.pause()
        assert "1 Align" in seen(app)
        assert game.match.draft.order.dials == {}


async def test_too_much_is_refused_on_its_own_line(tmp_path: Path) -> None:
    """The line says the limit and its reason; what stood before stands."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        most = game.match.offers.amounts["buy_h200"].most
        await pilot.press("5", "9", "9", "9")
        await pilot.pause()
        assert f"no: {most:.0f} to be had" in line_with(app, "Door 1")
        assert "5999 is refused." in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "refused" not in seen(app)


async def test_most_orders_the_most_that_is_legal(tmp_path: Path) -> None:
    """One key for what would otherwise be found by trying."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (_app, pilot):
        most = game.match.offers.amounts["buy_h200"].most
        await pilot.press("m")
        await pilot.pause()
        assert game.match.draft.order.amounts == {"buy_h200": most}


async def test_what_is_typed_in_one_go_is_undone_in_one_go(tmp_path: Path) -> None:
    """Undo takes back what a person thinks of as a step; redo brings it again."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("1", "2", "down", "right", "right", "right", "u")
        await pilot.pause()
        assert game.match.draft.order.amounts == {"buy_h200": 12.0}
        assert "Taken back" in seen(app)
        await pilot.press("u")
        await pilot.pause()
        assert game.match.draft.order.amounts == {}
        await pilot.press("U", "U")
        await pilot.pause()
        assert game.match.draft.order.amounts == {"buy_h200": 12.0, "buy_ascend": 3.0}


async def test_a_key_that_is_held_goes_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty chips are ten presses away when they follow each other at once."""
    monkeypatch.setattr("game.tui.widgets.board.monotonic", lambda: 0.0)
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (_app, pilot):
        await pilot.press(*["right"] * 10)
        await pilot.pause()
        assert game.match.draft.order.amounts == {"buy_h200": 5 * 1.0 + 5 * 5.0}


async def test_a_game_that_is_over_opens_at_its_end(tmp_path: Path) -> None:
    """And its desk is behind it, with nothing left to order."""
    game = session("first-quarter", "firm", tmp_path)
    while not game.match.finished:
        game.match.end()
    app = GameApp(lambda: game)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: here(app) == "EndScreen")
        await pilot.press("escape")
        await until(pilot, lambda: here(app) == "DeskScreen")
        assert "Door 1" not in seen(app)


async def test_a_dial_is_set_by_arrows_and_by_number(tmp_path: Path) -> None:
    """Left and right go through the options, a digit takes one."""
    game = session("two-doors", "us", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("left")
        await pilot.pause()
        assert "H20 class" in line_with(app, "Best chip class")
        await pilot.press("5")
        await pilot.pause()
        assert "Open sale" in line_with(app, "Best chip class")
        assert "Changes 1 of 2" in seen(app)


async def test_enter_never_ends_a_turn(tmp_path: Path) -> None:
    """It opens what is marked, wherever the mark is."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: here(app) == "DecisionScreen")
        assert "Door 1: Nvidia under licence" in seen(app)
        await pilot.press("escape", "enter", "escape", "tab", "enter", "escape", "enter")
        assert game.match.turn == 1


async def test_ending_the_turn_asks_and_says_what_is_lost(tmp_path: Path) -> None:
    """One line, and Escape is a way out."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("9", "e")
        await until(pilot, lambda: here(app) != "DeskScreen")
        while here(app) == "ForecastScreen":
            await pilot.press("escape")
            await pilot.pause()
        await until(pilot, lambda: here(app) == "AskScreen")
        assert "1 order is handed in" in seen(app)
        assert "taken back" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: here(app) == "DeskScreen")
        assert game.match.turn == 1
        assert game.match.draft.order.amounts == {"buy_h200": 9.0}


@pytest.mark.parametrize("size", [WIDE, HUGE])
async def test_a_fan_chart_follows_the_orders(size: tuple[int, int], tmp_path: Path) -> None:
    """From 120 columns on, what may come stands beside the orders."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game, size) as (app, pilot):
        await until(pilot, lambda: "these orders" in seen(app))
        first = game.foresight.known
        await pilot.press("m")
        await until(pilot, lambda: game.foresight.known not in (None, first))
        await pilot.press("o")
        await until(pilot, lambda: "Left if cut off [%]" in seen(app))


async def test_the_window_may_become_tiny_and_large_again(tmp_path: Path) -> None:
    """A tiling terminal does that; nothing is lost."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        before = seen(app)
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        await pilot.press("7")
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        await pilot.press("escape", "u")
        await pilot.press("down", "up")
        await pilot.pause()
        assert seen(app) == before


async def test_leaving_asks_and_saves(tmp_path: Path) -> None:
    """The game is there when it is opened again."""
    game = session("two-doors", "firm", tmp_path)
    async with desk(game) as (app, pilot):
        await pilot.press("q")
        await until(pilot, lambda: here(app) == "AskScreen")
        assert "Leave the game?" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_value == 0
    assert load(game.autosave.path).match.setup == game.match.setup


async def test_a_lesson_says_what_to_press(tmp_path: Path) -> None:
    """The tutorial speaks of keys, not of commands of the other face."""
    game = session("first-quarter", "firm", tmp_path)
    async with desk(game) as (app, _pilot):
        assert "Try: go to Door 1" in seen(app)


@given(
    lines=st.integers(24, 60),
    decisions=st.integers(1, 16),
    headlines=st.integers(0, 9),
    stories=st.integers(0, 12),
    readings=st.integers(3, 14),
    lesson=st.integers(0, 5),
)
def test_the_board_gets_what_it_needs_as_far_as_there_is_room(
    lines: int, decisions: int, headlines: int, stories: int, readings: int, lesson: int
) -> None:
    """No panel grows while a decision is out of sight; all lines together are those there are."""
    shares = heights(lines, decisions, headlines, stories, readings, lesson, 2)
    others = shares.lesson + shares.headlines + shares.readings + shares.details + shares.money
    left = lines - others - 3  # header, the board's rule, footer
    least = 3 + 3 + 1 + int(headlines > 0 or not lesson) + lesson
    assert left >= min(decisions, lines - 3 - least)
