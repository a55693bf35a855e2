"""Automatic players choose as their packs say, from what they see and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from game.engine.luck import Luck
from game.engine.offers import offers, refusal, to_order
from game.engine.turn import Orders, State, opening
from game.engine.world import World, compile_world
from game.packs.read import load_pack
from game.players.named import UnknownPlayerError, parse_player
from game.players.seats import Player, seated
from tests.engine.small import HARBOUR, amount, dial, event, flow, gauge, small, stock

Floats = NDArray[np.float64]
LANES = 40_000


def persona(
    id: str, keys: str = "", *, scores: str = "", amounts: str = "", answers: str = ""
) -> str:
    """The tables of a persona of `us`; scores are those of the dial `plan`."""
    text = f'[persona.{id}]\nrole = "us"\ntitle = "{id}"\ntext = "It plays."\n{keys}\n'
    text += f"[persona.{id}.scores.plan]\n{scores}\n" if scores else ""
    text += f"[persona.{id}.amounts]\n{amounts}\n" if amounts else ""
    return text + (f"[persona.{id}.answers.quake]\n{answers}\n" if answers else "")


PLAN = dial("plan", {"low": "", "mid": "", "high": ""})


def ordered(world: World, player: str, state: State | None = None, seed: int = 1) -> Orders:
    """What a player orders in many games that stand alike."""
    work = seated(world, Luck(seed, np.arange(LANES)), {"us": parse_player(world, "us", player)})
    work.load((state or opening(world)).spread(LANES))
    work.begin()
    work.decide()
    return work.orders()


def shares(column: Floats, options: int) -> Floats:
    """How often each option was taken."""
    return np.bincount(column.astype(int), minlength=options) / len(column)


def softmax(scores: Sequence[float], temperature: float) -> Floats:
    """The chances a persona's scores stand for."""
    weights = np.exp(np.array(scores) / temperature)
    return weights / weights.sum()


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_a_persona_takes_options_as_often_as_its_softmax_says(
    tmp_path: Path, temperature: float
) -> None:
    """Over forty thousand games, to within what chance allows; an option without a score scores 0."""
    text = stock("a", 2) + PLAN
    text += persona("p", f"temperature = {temperature}", scores='low = "a / 4"\nhigh = 1')
    found = shares(ordered(small(tmp_path, text), "p").dials[:, 0], 3)
    chances = softmax([0.5, 0, 1], temperature)
    assert (np.abs(found - chances) < 5 * np.sqrt(chances * (1 - chances) / LANES)).all()


def test_a_persona_of_temperature_0_takes_the_best(tmp_path: Path) -> None:
    """However small the difference."""
    text = stock("a", 2) + PLAN + persona("p", "temperature = 0", scores="low = 1\nmid = 1.001")
    assert (ordered(small(tmp_path, text), "p").dials == 1).all()


@pytest.mark.parametrize("inertia", [0.0, 1.5])
def test_inertia_is_added_to_what_stands(tmp_path: Path, inertia: float) -> None:
    """A persona that dislikes change needs a better reason."""
    text = stock("a", 2) + PLAN
    text += persona("p", f"temperature = 1\ninertia = {inertia}", scores="low = 0\nmid = 1")
    found = shares(ordered(small(tmp_path, text), "p").dials[:, 0], 3)
    chances = softmax([inertia, 1, 0], 1.0)
    assert (np.abs(found - chances) < 5 * np.sqrt(chances * (1 - chances) / LANES)).all()


def test_an_option_that_may_not_be_taken_is_left_out_of_the_choice(tmp_path: Path) -> None:
    """The others keep their odds."""
    text = (
        stock("a", 2) + PLAN + '[decision.plan.option.high.needs.n]\nwhen = "a > 5"\ntext = "No."\n'
    )
    text += persona("p", "temperature = 1", scores="mid = 1\nhigh = 9")
    found = shares(ordered(small(tmp_path, text), "p").dials[:, 0], 3)
    chances = softmax([0, 1, -np.inf], 1.0)
    assert (np.abs(found - chances) <= 5 * np.sqrt(chances * (1 - chances) / LANES)).all()


def test_a_dial_without_scores_is_left_alone(tmp_path: Path) -> None:
    """And an amount without a rule is not ordered."""
    text = stock("a", 2) + PLAN + amount("buy", "a += buy") + persona("p")
    orders = ordered(small(tmp_path, text), "p")
    assert not orders.dials.any()
    assert not orders.amounts.any()


def test_of_too_many_changes_those_that_gain_most_are_made(tmp_path: Path) -> None:
    """One change a turn: the dial with the better score moves, the other waits."""
    text = stock("a") + PLAN + dial("other", {"off": "", "on": ""})
    text += persona("p", "temperature = 0", scores="mid = 2")
    text += "[persona.p.scores.other]\non = 3\n"
    orders = ordered(small(tmp_path, text, role="changes = 1"), "p")
    assert (orders.dials == [0, 1]).all()


def test_an_amount_is_cut_to_what_is_legal_and_affordable(tmp_path: Path) -> None:
    """A persona asks for what it wants and gets what there is."""
    text = stock("money", 20, 0, 100) + amount("buy", most="9", more="price = 3")
    text += persona("p", amounts='buy = "money"') + persona("q", amounts='buy = "-money"')
    world = small(tmp_path, text, role='purse = "money"')
    assert (ordered(world, "p").amounts == 6).all()
    assert (ordered(world, "q").amounts == 0).all()


def test_an_answer_is_given_by_its_scores(tmp_path: Path) -> None:
    """In the turn after the event."""
    asks = "\n".join(
        f'[event.quake.choice.{id}]\nrole = "us"\ntext = "So."\neffects = ["a += {n}"]'
        for n, id in enumerate(("none", "one", "two"))
    )
    text = stock("a") + event("quake", "turn == 1", more=asks)
    text += persona("p", "temperature = 1", answers="one = 1\ntwo = -1")
    world = small(tmp_path, text)
    work = seated(world, Luck(1, np.arange(LANES)), {"us": parse_player(world, "us", "p")})
    work.open()
    for _ in range(2):
        work.begin()
        work.decide()
        work.play()
    found, chances = shares(work.level("a"), 3), softmax([0, 1, -1], 1.0)
    assert (np.abs(found - chances) < 5 * np.sqrt(chances * (1 - chances) / LANES)).all()


RISING = stock("a", 10) + flow("odd", "a", "2 * turn - 1") + gauge("twice", "2 * a")
"""A stock that stands at 10 + turn squared at the end of each turn."""


def heard(world: World, turns: int) -> list[float]:
    """What the persona `p` orders of `say`, turn by turn, in one game."""
    player: Player = parse_player(world, "us", "p")
    work = seated(world, Luck(1, np.arange(1)), {"us": player})
    work.open()
    said: list[float] = []
    for _ in range(turns):
        work.begin()
        work.decide()
        said.append(float(work.orders().amounts[0, 0]))
        work.play()
    return said


@pytest.mark.parametrize(
    ("sees", "word", "said"),
    [
        ("", "a", [10, 11, 14, 19, 26]),
        ("", "a.last", [10, 10, 11, 14, 19]),
        ("late 1", "a", [10, 10, 11, 14, 19]),
        ("late 2", "a", [10, 10, 10, 11, 14]),
        ("late 2", "a.last", [10, 10, 10, 10, 11]),
        ("late 2", "a.change(1)", [0, 0, 0, 1, 3]),
        ("late 1", "a.change(2)", [0, 0, 1, 4, 8]),
        ("late 1", "10 * smooth(a, 2)", [100, 100, 105, 122.5, 156.25]),
        ("late 1", "a.start", [10, 10, 10, 10, 10]),
        ("hidden", "a", [10, 10, 10, 10, 10]),
        ("hidden", "a.last + a.change(1)", [10, 10, 10, 10, 10]),
        ("hidden", "smooth(a, 2)", [10, 10, 10, 10, 10]),
    ],
)
def test_a_persona_sees_what_its_role_sees(
    tmp_path: Path, sees: str, word: str, said: list[float]
) -> None:
    """Late by so many turns, words of history too; of what is hidden, the start."""
    text = (
        RISING
        + amount("say", most="1000", more="step = 0.25")
        + persona("p", amounts=f'say = "{word}"')
    )
    world = small(tmp_path, text, role=f'sees = {{ a = "{sees}" }}' if sees else "")
    assert_allclose(heard(world, 5), said, atol=1e-5)


def test_a_hidden_gauge_stays_as_it_was_at_the_start(tmp_path: Path) -> None:
    """Also where no rule asks for its start."""
    text = RISING + amount("say", most="1000") + persona("p", amounts='say = "twice"')
    world = small(tmp_path, text, role='sees = { twice = "hidden" }')
    assert heard(world, 4) == [20, 20, 20, 20]


def test_noise_blurs_a_level_by_its_share(tmp_path: Path) -> None:
    """Right on average, with the deviation the pack says, and the same for every look in a turn."""
    text = stock("a", 100) + amount("say", most="1000", more="step = 0.0001")
    text += amount("again", most="1000", more="step = 0.0001")
    text += persona("p", amounts='say = "a"\nagain = "a"')
    world = small(tmp_path, text, role='sees = { a = "noisy 10%" }')
    amounts = ordered(world, "p").amounts
    assert abs(amounts[:, 0].mean() - 100) < 5 * 10 / np.sqrt(LANES)
    assert abs(amounts[:, 0].std() - 10) < 0.2
    assert (amounts[:, 0] == amounts[:, 1]).all()


@pytest.mark.parametrize("how", ["hidden", "late 12"])
def test_a_persona_never_reacts_to_what_it_cannot_see(tmp_path: Path, how: str) -> None:
    """Two states that differ in the unseen alone get the same orders, under every luck."""
    text = RISING + PLAN + amount("say", most="1000")
    text += persona(
        "p",
        "temperature = 1",
        scores='low = "a"\nhigh = "a.last + smooth(a, 3)"',
        amounts='say = "a"',
    )
    world = small(tmp_path, text, role=f'sees = {{ a = "{how}" }}')
    state = opening(world)
    other = state.rows.copy()
    other[0, world.layout.levels["a"]] = 500
    seen, unseen = ordered(world, "p", state), ordered(world, "p", State(other))
    assert (seen.dials == unseen.dials).all()
    assert (seen.amounts == unseen.amounts).all()


@pytest.mark.parametrize(
    "player", ["random", "fixed: nets=fine_mesh, buy_boats=4", "steady", "hold"]
)
def test_players_order_only_what_is_legal(player: str) -> None:
    """Over whole games, in every lane: what they order would not be refused to a person."""
    world = compile_world(load_pack(HARBOUR))
    work = seated(
        world,
        Luck(3, np.arange(10)),
        {
            "skipper": parse_player(world, "skipper", player),
            "council": parse_player(world, "council", "random"),
        },
    )
    work.open()
    for _ in range(12):
        state = work.state()
        work.begin()
        work.decide()
        orders = work.orders()
        for lane in range(10):
            for role in world.pack.model.role:
                order = to_order(world, state, orders, role, lane)
                assert refusal(world, offers(world, state.lane(lane), role), order) is None
        work.play()


def test_a_random_player_tries_everything(tmp_path: Path) -> None:
    """Every option, and amounts from nothing to one step short of the most; a dial moves in about a sixth of turns.

    A quarter of the time it draws an option, and one in three it draws is the one that stands.
    """
    text = stock("a") + PLAN + amount("buy", most="5")
    orders = ordered(small(tmp_path, text), "random")
    found = shares(orders.dials[:, 0], 3)
    assert_allclose(found, [1 - 1 / 6, 1 / 12, 1 / 12], atol=0.01)
    assert set(orders.amounts[:, 0]) == {0, 1, 2, 3, 4}


def test_a_seat_without_decisions_can_be_taken(tmp_path: Path) -> None:
    """By anybody: there is nothing to order."""
    world = small(tmp_path, stock("a") + persona("p"))
    for player in ("random", "hold", "p"):
        assert ordered(world, player).dials.shape == (LANES, 0)


@pytest.mark.parametrize(
    ("role", "text", "said"),
    [
        ("pirate", "random", "'pirate' is no role of this pack; it has skipper, council"),
        ("skipper", "careful", "'careful' does not play skipper; try steady, rollout"),
        ("skipper", "fixed: nets", "'nets' is no order; write decision=option"),
        ("skipper", "fixed: nets=wide", "nets has no option 'wide'; it has old, fine_mesh"),
        ("skipper", "fixed: buy_boats=-1", "buy_boats takes a number of 0 or more, not '-1'"),
        (
            "skipper",
            "fixed: quota=open",
            "'quota' is no decision of skipper; it has nets, buy_boats",
        ),
    ],
)
def test_a_player_that_is_not_known_is_refused(role: str, text: str, said: str) -> None:
    """With what would do."""
    world = compile_world(load_pack(HARBOUR))
    with pytest.raises(UnknownPlayerError) as caught:
        parse_player(world, role, text)
    assert str(caught.value).startswith(said)
