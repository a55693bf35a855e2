"""What may be ordered: two readers of the same rules agree, and every refusal has its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from game.engine.luck import Luck
from game.engine.offers import Order, offers, refusal, to_order
from game.engine.turn import State, opening
from game.engine.world import World
from game.players.fixed import FixedPlayer
from game.players.seats import seated
from tests.engine.small import Game, amount, dial, event, small, stock

MARKET = (
    stock("money", 50, -10, 500)
    + stock("x", 3, 0, 10)
    + dial("plan", {"none": "", "some": 'cost = "2 * x"', "all": 'cost = "7"'})
    + dial("grant", {"off": "", "on": "cost = -5"})
    + dial("pact", {"no": "", "yes": "once = true\ncost = 1", "perhaps": ""})
    + dial("gate", {"shut": "", "open": ""})
    + '[decision.gate.option.open.needs.key]\nwhen = "x >= 3"\ntext = "It needs three keys."\n'
    + amount("free", most="x", more="step = 0.5")
    + amount("buy", most="20", more='price = "x"\nstep = 0.1')
    + amount("sell", most="2 * x", more="price = -2\nstep = 1")
    + amount("late", most="6 - x", more='price = "3"\nstep = 0.25')
    + '[decision.late.needs.time]\nwhen = "plan != plan.none"\ntext = "There is no plan."\n'
)
DIALS = {
    "plan": ("none", "some", "all"),
    "grant": ("off", "on"),
    "pact": ("no", "yes", "perhaps"),
    "gate": ("shut", "open"),
}
AMOUNTS = ("free", "buy", "sell", "late")


@cache
def market() -> World:
    """A seat with every kind of offer, that may change two dials in one turn."""
    with TemporaryDirectory() as folder:
        return small(Path(folder), MARKET, role='purse = "money"\nchanges = 2')


@dataclass(frozen=True)
class Case:
    """A state of the market, and an order of anything."""

    levels: Mapping[str, float]
    dials: Mapping[str, int]
    order: Order

    @property
    def state(self) -> State:
        """The state, of one game."""
        world = market()
        rows = opening(world).rows.copy()
        for id, level in (*self.levels.items(), *self.dials.items()):
            rows[0, world.layout.levels[id]] = level
        return State(rows)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any state, rich or in debt, and orders from none to far too much."""
    level = st.integers(-40, 400).map(lambda quarters: quarters / 4)
    size = st.one_of(
        st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 0.3, 1e9]),
        st.integers(0, 200).map(lambda tenths: tenths / 10),
        st.floats(0, 30),
    )
    held = {id: draw(st.integers(0, len(options) - 1)) for id, options in DIALS.items()}
    dials = {
        id: draw(st.sampled_from(options)) for id, options in DIALS.items() if draw(st.booleans())
    }
    amounts = {id: draw(size) for id in AMOUNTS if draw(st.booleans())}
    x = draw(st.integers(0, 40).map(lambda quarters: quarters / 4))
    return Case({"money": draw(level), "x": x}, held, Order(dials, amounts))


def fitted(state: State, order: Order) -> Order:
    """What `Fit` leaves of an order."""
    world = market()
    work = seated(world, Luck(0, np.arange(1)), {"us": FixedPlayer(order.dials, order.amounts)})
    work.load(state)
    work.begin()
    work.decide()
    return to_order(world, state, work.orders(), "us")


def written(state: State, order: Order) -> Order:
    """An order without what it leaves as it is."""
    now = offers(market(), state, "us").dials
    return Order(
        {id: option for id, option in order.dials.items() if option != now[id].current},
        {id: value for id, value in order.amounts.items() if value},
    )


@given(case=cases())
@settings(deadline=None, max_examples=200)
def test_what_is_cut_to_fit_is_never_refused(case: Case) -> None:
    """An automatic player's order is as legal as a person's."""
    state = case.state
    left = fitted(state, case.order)
    assert refusal(market(), offers(market(), state, "us"), left) is None


@given(case=cases())
@settings(deadline=None, max_examples=200)
def test_what_is_not_refused_is_left_as_it_is(case: Case) -> None:
    """Nothing that a person may order is out of reach of an automatic player."""
    state = case.state
    for order in (case.order, fitted(state, case.order)):
        if refusal(market(), offers(market(), state, "us"), order) is None:
            wanted, left = written(state, order), fitted(state, order)
            assert left.dials == wanted.dials
            assert left.amounts.keys() == wanted.amounts.keys()
            for id, value in wanted.amounts.items():
                assert_allclose(left.amounts[id], value, rtol=1e-8)


@given(case=cases())
@settings(deadline=None, max_examples=200)
def test_what_is_cut_to_fit_has_no_more_digits_than_its_step(case: Case) -> None:
    """Saves hold 0.3 and not 0.30000000000000004, which is three times 0.1 in binary."""
    for id, value in fitted(case.state, case.order).amounts.items():
        step = float(market().pack.model.decision[id].step)
        digits = len(repr(step).partition(".")[2])
        assert value == round(value, digits)


@given(case=cases())
@settings(deadline=None, max_examples=100)
def test_to_order_nothing_is_always_allowed(case: Case) -> None:
    """A turn can be ended in any state, in debt and with needs that no longer hold."""
    offered = offers(market(), case.state, "us")
    assert refusal(market(), offered, Order()) is None
    standing = {id: found.current for id, found in offered.dials.items()}
    assert refusal(market(), offered, Order(standing, dict.fromkeys(AMOUNTS, 0.0))) is None


@given(case=cases(), id=st.sampled_from(AMOUNTS))
@settings(deadline=None, max_examples=200)
def test_the_most_is_the_greatest_legal_amount(case: Case, id: str) -> None:
    """It may be ordered, and one step more may not."""
    state = case.state
    offered = offers(market(), state, "us")
    order = fitted(state, case.order)

    def refused(value: float) -> str | None:
        return refusal(market(), offered, Order(order.dials, {**order.amounts, id: value}))

    most = offered.most(id, order)
    rest = Order(order.dials, {k: v for k, v in order.amounts.items() if k != id})
    if refusal(market(), offered, rest) is None:
        assert refused(most) is None
        assert refused(most + offered.amounts[id].step) is not None


def test_each_refusal_says_what_is_wrong() -> None:
    """Place, what was found, and what would do."""
    game = Game(market())
    for order, words in (
        (Order({"plan": "most"}), "plan has no option most; it has none, some, all"),
        (Order({"buy": "some"}), "buy is not a dial of us; it has plan, grant, pact, gate"),
        (Order(amounts={"plan": 1.0}), "plan is not an amount of us; it has free, buy, sell, late"),
        (
            Order({"plan": "some", "grant": "on", "gate": "open"}),
            "3 changes are ordered; at most 2 can be made in one turn",
        ),
        (Order(amounts={"buy": -1.0}), "buy: -1 cannot be ordered; give 0 or more"),
        (Order(amounts={"buy": float("nan")}), "buy: nan cannot be ordered; give 0 or more"),
        (Order(amounts={"free": 3.5}), "free: 3.5 x is beyond the most there is now, 3"),
        (Order(amounts={"free": 0.7}), "free: 0.7 x is not a multiple of 0.5"),
        (Order(amounts={"late": 1.0}), "There is no plan."),
        (Order(answers={"quake": "flee"}), "quake asks us nothing now; what asks: none"),
        (
            Order({"plan": "all"}, {"buy": 18.0}),
            "the order costs 61, and there is 60 to spend",
        ),
    ):
        assert game.refusal(order) == words


def test_an_option_whose_needs_do_not_hold_is_refused_with_their_text() -> None:
    """The reason is the author's."""
    state = Case({"x": 2.0}, {}, Order()).state
    assert refusal(market(), offers(market(), state, "us"), Order({"gate": "open"})) == (
        "It needs three keys."
    )


def test_an_option_that_locks_cannot_be_left(tmp_path: Path) -> None:
    """Once chosen, it stands; the option itself is still no refusal."""
    text = stock("a") + dial("pact", {"no": "", "yes": "once = true"})
    game = Game(small(tmp_path, text)).play({"pact": "yes"})
    assert game.refusal(Order({"pact": "no"})) == "pact cannot be changed from yes any more"
    assert game.refusal(Order({"pact": "yes"})) is None
    offer = game.offers().dials["pact"]
    assert [(option.id, option.refusal is None) for option in offer.options] == [
        ("no", False),
        ("yes", True),
    ]


def test_a_held_option_whose_needs_no_longer_hold_may_be_kept(tmp_path: Path) -> None:
    """Needs are asked when a dial is changed, not while it is held."""
    text = stock("a") + dial("gate", {"shut": "", "open": ""})
    text += '[decision.gate.option.open.needs.early]\nwhen = "turn < 2"\ntext = "Too late."\n'
    game = Game(small(tmp_path, text)).play({"gate": "open"})
    assert game.refusal(Order({"gate": "open"})) is None
    game.play({"gate": "shut"})
    assert game.refusal(Order({"gate": "open"})) == "Too late."


def test_a_dial_that_is_not_offered_is_paid_for_and_out_of_reach(tmp_path: Path) -> None:
    """A shorter scenario offers fewer decisions; those left out go on as they stand."""
    text = stock("money", 10, 0, 100) + dial("old", {"on": "cost = 4", "off": ""})
    text += amount("buy", more="price = 1")
    world = small(tmp_path, text, role='purse = "money"\noffered = ["buy"]')
    game = Game(world)
    assert game.offers().budget == 6
    assert game.refusal(Order({"old": "off"})) == "old is not a dial of us; it has none"
    assert game.refusal(Order(amounts={"buy": 6.0})) is None
    assert game.refusal(Order(amounts={"buy": 7.0})) is not None
    assert game.play({"buy": 6.0}).level("money") == 0


ASKS = event(
    "quake",
    "turn == 1",
    more="""
[event.quake.choice.pay]
role = "us"
text = "Pay"
effects = ["a -= 5"]
[event.quake.choice.pay.needs.money]
when = "a >= 5"
text = "There is no money."
[event.quake.choice.flee]
role = "us"
text = "Flee"
effects = ["a += 100"]
""",
)


@pytest.mark.parametrize(
    ("start", "default", "refused", "level"),
    [(7, "pay", None, 2), (3, "flee", "There is no money.", 103)],
)
def test_silence_takes_the_first_choice_that_may_be_taken(
    tmp_path: Path, start: float, default: str, refused: str | None, level: float
) -> None:
    """What stands when nothing is said is what the board shows, and what the engine plays."""
    game = Game(small(tmp_path, stock("a", start) + ASKS)).play()
    assert game.offers().asks["quake"].default == default
    assert game.refusal(Order(answers={"quake": "pay"})) == refused
    assert game.refusal(Order(answers={"quake": "flee"})) is None
    assert game.play().level("a") == level
    assert game.offers().asks == {}
