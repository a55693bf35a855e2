"""The order of a turn, words of history, events and endings, by examples worked out by hand."""

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from game.engine.layout import Layout
from tests.engine.small import Game, amount, dial, event, flow, gauge, small, stock

SQUARES = stock("a", 10) + flow("odd", "a", "2 * turn - 1")
"""A stock that stands at 10 + turn squared at the end of each turn."""


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("turn", [1, 2, 3, 4, 5]),
        ("a", [11, 14, 19, 26, 35]),
        ("a.start", [10, 10, 10, 10, 10]),
        ("a.last", [10, 11, 14, 19, 26]),
        ("a.change(1)", [1, 3, 5, 7, 9]),
        ("a.change(3)", [1, 4, 9, 15, 21]),
        # Towards 11, 14, 19, 26 by a half each turn, and up to the turn before.
        ("smooth(a, 2)", [10, 10.5, 12.25, 15.625, 20.8125]),
        ("smooth(a, 1)", [10, 11, 14, 19, 26]),
    ],
)
def test_words_of_history_at_the_end_of_a_turn(
    tmp_path: Path, word: str, values: list[float]
) -> None:
    """A gauge at the end of a turn; before the start everything stood as at the start."""
    game = Game(small(tmp_path, SQUARES + gauge("seen", word)))
    assert_allclose(game.levels("seen", 5), values, atol=1e-5)


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("turn", [1, 2, 3, 4, 5]),
        ("a", [10, 11, 14, 19, 26]),
        ("a.start", [10, 10, 10, 10, 10]),
        ("a.last", [10, 10, 11, 14, 19]),
        ("a.change(1)", [0, 1, 3, 5, 7]),
        ("a.change(3)", [0, 1, 4, 9, 15]),
        ("smooth(a, 2)", [10, 10.5, 12.25, 15.625, 20.8125]),
    ],
)
def test_words_of_history_while_seats_decide(
    tmp_path: Path, word: str, values: list[float]
) -> None:
    """A price: levels are those at the end of the last turn, and the clock shows the next."""
    text = SQUARES + stock("money") + amount("buy", more=f'price = "{word}"')
    game = Game(small(tmp_path, text, role='purse = "money"'))
    prices: list[float] = []
    for _ in range(5):
        prices.append(game.offers().amounts["buy"].price)
        game.play()
    assert_allclose(prices, values, atol=1e-5)


def test_history_of_gauges_pipelines_amounts_and_dials(tmp_path: Path) -> None:
    """Whatever has a level has a past."""
    text = (
        stock("a")
        + gauge("twice", "2 * turn")
        + amount("buy", "a += buy")
        + dial("plan", {"off": "", "on": ""})
        + '[pipeline.way]\ntitle = "w"\nunit = "x"\ndelay = 2\ninto = "a"\nstart = [3, 1]\n'
        + 'assumption = "For the test."\n'
        + gauge("past_twice", "twice.last + 100 * twice.start")
        + gauge("past_buy", "buy.last + 100 * buy.change(2) + 10000 * buy.start")
        + gauge("past_way", "way.last + 100 * way.start")
        + gauge("past_plan", "if(plan.last == plan.on, 1, 0) + if(plan == plan.on, 10, 0)")
    )
    game = Game(small(tmp_path, text))
    seen: list[tuple[float, ...]] = []
    for buy, plan in ((5.0, "on"), (0.0, "on"), (2.0, "off")):
        game.play({"buy": buy, "plan": plan})
        seen.append(tuple(game.level(f"past_{id}") for id in ("twice", "buy", "way", "plan")))
    assert seen == [(0, 500, 404, 10), (2, 5, 401, 11), (4, -300, 400, 1)]


def test_held_counts_turns_since_a_dial_was_changed(tmp_path: Path) -> None:
    """0 in the turn of the change; one that was never changed counts from the start."""
    text = dial("plan", {"off": "", "on": ""}) + gauge("for_long", "held(plan)") + stock("a")
    game = Game(small(tmp_path, text))
    held = [
        game.play({"plan": plan}).level("for_long")
        for plan in ("off", "off", "on", "on", "on", "off")
    ]
    assert held == [1, 2, 0, 1, 2, 0]


def test_fired_and_turns_since(tmp_path: Path) -> None:
    """An event is over before gauges are computed for the last time in its turn."""
    text = (
        stock("a")
        + event("quake", "turn == 2 or turn == 5", more="once = false")
        + gauge("ever", "if(fired(quake), 1, 0)")
        + gauge("since", "turns_since(quake)")
    )
    game = Game(small(tmp_path, text))
    seen = [(game.play().level("ever"), game.level("since")) for _ in range(6)]
    assert seen[0][0] == 0
    assert seen[0][1] > 120
    assert seen[1:] == [(1, 0), (1, 1), (1, 2), (1, 0), (1, 1)]


def test_an_event_happens_once_unless_it_says_otherwise(tmp_path: Path) -> None:
    """Even when its condition goes on to hold."""
    game = Game(small(tmp_path, stock("a") + event("gift", "turn >= 2", "a += 1")))
    assert game.levels("a", 4) == [0, 1, 1, 1]


@pytest.mark.parametrize(("rest", "turns"), [(1, [2, 3, 4, 5, 6, 7]), (3, [2, 5]), (4, [2, 6])])
def test_an_event_rests_before_it_happens_again(
    tmp_path: Path, rest: int, turns: list[int]
) -> None:
    """A rest of 3 puts it in every third turn at most."""
    text = stock("a") + event("gift", "turn >= 2", more=f"once = false\nrest = {rest}")
    game = Game(small(tmp_path, text))
    assert [turn for turn in range(1, 8) if game.play().fired()] == turns


def test_an_event_looks_at_the_end_of_the_turn(tmp_path: Path) -> None:
    """Flows and limits come first: the stock is at 12, and held at 10, when it looks."""
    text = stock("a", 8, 0, 10) + flow("rise", "a", "4") + event("full", "a == 10", "a = 1")
    game = Game(small(tmp_path, text)).play()
    assert game.fired() == ["full"]
    assert game.level("a") == 1


def test_events_of_a_turn_do_not_see_each_other(tmp_path: Path) -> None:
    """All conditions are looked at before the first event has its effects."""
    text = (
        stock("a", 1)
        + event("first", "a > 0", "a = 0")
        + event("second", "a > 0 and not fired(first)", "a -= 1")
        + event("third", "fired(second)", "a = 50")
    )
    game = Game(small(tmp_path, text)).play()
    assert game.fired() == ["first", "second"]
    assert game.level("a") == -1
    assert game.play().fired() == ["third"]


def test_a_chance_of_nothing_never_comes_up_and_of_everything_always(tmp_path: Path) -> None:
    """The ends of the scale are exact."""
    text = (
        stock("a")
        + event("never", "turn > 0", more='chance = "0%"')
        + event("always", "turn > 0", more='chance = "100%"\nonce = false')
    )
    world = small(tmp_path, text)
    for seed in range(20):
        game = Game(world, seed)
        assert [game.play().fired() for _ in range(6)] == [["always"]] * 6


def test_a_gauge_by_a_dial_follows_its_option(tmp_path: Path) -> None:
    """Every option has a formula of its own."""
    text = (
        stock("a", 4)
        + dial("plan", {"low": "", "mid": "", "high": ""})
        + '[gauge.g]\ntitle = "g"\nunit = "x"\nby = "plan"\n'
        + 'values = { high = "a * 3", low = 1, mid = "a" }\n'
    )
    game = Game(small(tmp_path, text))
    assert game.level("g") == 1
    assert [game.play({"plan": plan}).level("g") for plan in ("high", "mid", "low")] == [12, 4, 1]


def test_a_gauge_is_held_within_its_limits(tmp_path: Path) -> None:
    """Below, within and above."""
    text = stock("a", -3) + flow("rise", "a", "4") + gauge("g", "a * 10") + "min = 0\nmax = 20\n"
    game = Game(small(tmp_path, text))
    assert game.level("g") == 0
    assert game.levels("g", 3) == [10, 20, 20]


def ends(*tables: tuple[str, str, bool]) -> str:
    """Endings, before the one that always holds."""
    return "".join(
        f'[ending.{id}]\ntitle = "{id}"\ntext = "So."\nwhen = "{when}"\n'
        f"early = {str(early).lower()}\n"
        for id, when, early in tables
    )


def ending(game: Game) -> tuple[str | None, float]:
    """The ending of a game, and the turn it came in."""
    layout: Layout = game.world.layout
    row = game.state.rows[0]
    index = int(row[layout.ending])
    return None if index < 0 else list(game.world.pack.model.ending)[index], row[layout.ended]


def test_the_last_turn_has_an_ending_and_no_turn_before(tmp_path: Path) -> None:
    """An ending that is not early waits, however long its condition holds."""
    world = small(tmp_path, stock("a", 5) + ends(("rich", "a > 3", False)), turns=3)
    game = Game(world)
    assert [ending(game.play()) for _ in range(3)] == [(None, 0), (None, 0), ("rich", 3)]


def test_the_first_ending_that_holds_is_taken(tmp_path: Path) -> None:
    """In the order of the pack; the last always holds."""
    text = stock("a", 5) + ends(
        ("no", "a > 7", False), ("yes", "a > 3", False), ("too", "a > 1", False)
    )
    game = Game(small(tmp_path, text, turns=1)).play()
    assert ending(game) == ("yes", 1)


def test_an_early_ending_comes_in_its_turn_and_stays(tmp_path: Path) -> None:
    """What holds later changes nothing any more, nor does the end of the calendar."""
    text = stock("a") + flow("rise", "a", "1")
    text += ends(("later", "a == 3", True), ("soon", "a == 2", True), ("last", "a > 0", False))
    game = Game(small(tmp_path, text, turns=4))
    assert [ending(game.play()) for _ in range(4)] == [(None, 0), *[("soon", 2)] * 3]


def test_an_ending_sees_the_effects_of_the_events_of_its_turn(tmp_path: Path) -> None:
    """Events, limits, gauges, then endings."""
    text = stock("a") + gauge("g", "a * 2") + event("gift", "turn == 1", "a += 2000")
    game = Game(small(tmp_path, text + ends(("rich", "g == 2000", True)), turns=4)).play()
    assert ending(game) == ("rich", 1)


def test_the_opening_computes_gauges_from_the_start(tmp_path: Path) -> None:
    """Turn 0: also gauges that look back, and the contents of pipelines."""
    text = SQUARES + gauge("g", "a * 2 + h.last") + gauge("h", "a + a.change(2)")
    game = Game(small(tmp_path, text))
    assert (game.level("h"), game.level("g")) == (10, 30)
    assert game.state.rows[0, game.world.layout.turn] == 0


def test_a_turn_leaves_the_state_before_it_alone(tmp_path: Path) -> None:
    """States are values: a branch may begin at any of them."""
    game = Game(small(tmp_path, SQUARES))
    before = game.opening.rows.copy()
    game.play()
    assert (game.opening.rows == before).all()
    assert not game.state.rows.flags.writeable
