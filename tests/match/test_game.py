"""A match: drafting, undo, ending turns, branches."""

import shutil
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from game.engine.offers import Order
from game.engine.turn import State
from game.engine.why import why
from game.engine.world import UnknownConstantError
from game.match.game import (
    PERSON,
    Change,
    Draft,
    GameOverError,
    IllegalOrderError,
    Match,
    NothingToUndoError,
    SetupError,
)
from game.packs.model import Pack
from game.packs.read import load_pack
from game.players.named import UnknownPlayerError
from tests.match.plays import HARBOUR, PACK, course, draft_something, play_on

ME = {"skipper": PERSON}
seeds = st.integers(0, 2**63 - 1)


def test_a_role_that_nobody_was_named_for_is_played_by_its_persona(pack: Pack) -> None:
    """A person who only says which seat they want gets a whole game."""
    match = Match.new(pack, 1, {"council": PERSON})
    assert match.setup.seats == {"skipper": "steady", "council": PERSON}
    assert match.person == "council"


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"seats": {"mayor": PERSON}}, SetupError, "no role of harbour; it has skipper, council"),
        ({"seats": {"skipper": PERSON, "council": PERSON}}, SetupError, "only one seat"),
        ({"seats": {"council": "steady"}}, UnknownPlayerError, "does not play council"),
        ({"seed": -1}, SetupError, "a seed is a whole number"),
        ({"seed": 2**63}, SetupError, "a seed is a whole number"),
        ({"see": "all"}, SetupError, "none of full, odds, fog"),
        ({"constants": {"tide": 1.0}}, UnknownConstantError, "no constant of this pack"),
        ({"constants": {"fuel": 60.0}}, UnknownConstantError, "outside its range, 3"),
        ({"seats": ME, "goals": ["peace", "bay"]}, SetupError, "'peace' is no goal of yours"),
        ({"seats": ME, "goals": ["bay"]}, SetupError, "choose 2 goals that differ"),
        ({"seats": ME, "goals": ["bay", "bay"]}, SetupError, "choose 2 goals that differ"),
        ({"goals": ["income", "bay"]}, SetupError, "no seat of this game is yours"),
    ],
)
def test_a_setup_that_cannot_be_is_refused(
    pack: Pack, options: dict[str, Any], error: type[Exception], says: str
) -> None:
    """With what would do."""
    setup: dict[str, Any] = {"pack": pack, "seed": 1, **options}
    with pytest.raises(error, match=says):
        Match.new(**setup)


def test_the_goals_that_matter_most_are_said_before_the_first_turn_ends(pack: Pack) -> None:
    """A commitment that could be changed at the end would be none."""
    match = Match.new(pack, 1, ME)
    assert match.goals == ("income", "bay"), "the first two until others are chosen"
    match.choose(["bay", "income"])
    assert match.goals == ("bay", "income")
    assert match.branch(1).goals == ("bay", "income")
    match.end()
    with pytest.raises(SetupError, match="before the first turn ends"):
        match.choose(["income", "bay"])
    assert match.goals == ("bay", "income")
    assert Match.new(pack, 1).goals == ()


def test_an_order_is_drafted_step_by_step(match: Match) -> None:
    """What is drafted is what will be handed in; what it costs is known at once."""
    assert match.left == 120.0
    assert match.set("buy_boats", "2") == Change("set", "buy_boats", 0.0, 2.0)
    assert match.left == 120.0 - 2 * 31
    assert match.set("nets", "fine_mesh") == Change("set", "nets", "old", "fine_mesh")
    assert match.draft == Draft(Order({"nets": "fine_mesh"}, {"buy_boats": 2.0}))
    assert match.left == 120.0 - 2 * 31 - 8


def test_what_is_set_back_is_no_order(match: Match) -> None:
    """An order holds changes only, so that two ways to the same turn are the same turn."""
    match.set("nets", "fine_mesh")
    match.set("buy_boats", 1)
    match.set("nets", "old")
    match.set("buy_boats", 0)
    assert match.draft == Draft()
    assert len(match.changes) == 4


@pytest.mark.parametrize(
    ("decision", "value", "says"),
    [
        ("buy_boats", "6", "6 boats is beyond the most there is now, 5"),
        ("buy_boats", "4", "the order costs 124, and there is 120 to spend"),
        ("buy_boats", "1.5", "not a multiple of 1"),
        ("buy_boats", "many", "takes a number of 0 or more, not 'many'"),
        ("buy_boats", "-1", "takes a number of 0 or more"),
        ("buy_boats", "1e3", "takes a number of 0 or more"),
        ("buy_boats", "٣", "takes a number of 0 or more"),
        ("buy_boats", float("nan"), "takes a number of 0 or more"),
        ("buy_boats", float("inf"), "takes a number of 0 or more"),
        ("buy_boats", "9" * 400, "takes a number of 0 or more"),
        ("nets", "steel", "nets has no option steel; it has old, fine_mesh"),
        ("net", "old", "did you mean nets"),
        ("quota", "closed", "no decision of The skippers' union"),
    ],
)
def test_an_order_that_is_refused_changes_nothing(
    match: Match, decision: str, value: str | float, says: str
) -> None:
    """Neither the draft nor what can be undone or redone."""
    match.set("nets", "fine_mesh")
    match.undo()
    with pytest.raises(IllegalOrderError, match=says):
        match.set(decision, value)
    assert match.draft == Draft()
    assert match.redo().id == "nets"


def test_undo_goes_back_to_the_start_of_the_turn(match: Match) -> None:
    """And no further: a turn that was ended stands."""
    first, second = match.set("buy_boats", 1), match.set("buy_boats", 3)
    assert (match.undo(), match.undo()) == (second, first)
    assert match.draft == Draft()
    with pytest.raises(NothingToUndoError):
        match.undo()
    match.end()
    with pytest.raises(NothingToUndoError):
        match.undo()


def test_a_new_step_forgets_what_was_undone(match: Match) -> None:
    """Redo never brings back what belongs to another draft."""
    match.set("buy_boats", 1)
    match.undo()
    match.set("nets", "fine_mesh")
    with pytest.raises(NothingToUndoError):
        match.redo()


def test_an_event_waits_for_an_answer(pack: Pack) -> None:
    """Its choices come with the reason why one may not be taken; the answer is in the order."""
    match = stormy(pack)
    ask = match.asks["storm"]
    assert [choice.id for choice in ask.choices] == ["repair", "wait"]
    with pytest.raises(IllegalOrderError, match="no choice flee"):
        match.answer("storm", "flee")
    with pytest.raises(IllegalOrderError, match="asks you nothing now; did you mean storm"):
        match.answer("storn", "wait")
    assert match.answer("storm", "wait") == Change("answer", "storm", None, "wait")
    assert match.answer("storm", "repair").before == "wait"
    match.undo()
    played = match.end()
    assert played.orders["skipper"].answers == {"storm": "wait"}
    assert "storm" not in match.asks


def stormy(pack: Pack) -> Match:
    """A game that stands after a storm."""
    for seed in range(100):
        match = Match.new(pack, seed, {"skipper": PERSON})
        while not match.finished:
            if match.asks:
                return match
            match.end()
    raise AssertionError("no storm in a hundred games")


def test_only_the_asked_person_is_asked(pack: Pack) -> None:
    """A storm is no question to the council, and nobody is asked in a game without persons."""
    skipper = stormy(pack)
    for seats in ({"council": PERSON}, {}):
        match = Match.new(pack, skipper.setup.seed, seats)
        while not match.finished:
            assert not match.asks
            match.end()


def test_a_game_ends_with_an_ending(match: Match) -> None:
    """After that nothing can be ordered, played or asked."""
    while not match.finished:
        assert match.ending is None
        match.end()
    assert match.ending in match.pack.model.ending
    assert len(match.played) <= match.turns
    assert (match.questions, dict(match.asks)) == ((), {})
    for attempt in (
        match.end,
        lambda: match.set("buy_boats", 1),
        lambda: match.answer("storm", "wait"),
        lambda: match.forecast("decline", 50),
        lambda: match.replay({}, {}),
    ):
        with pytest.raises(GameOverError, match=f"ended with turn {len(match.played)}"):
            attempt()


def test_an_early_ending_stops_the_game(tmp_path: Path) -> None:
    """Nobody plays on to the last turn when it is over before."""
    shutil.copytree(HARBOUR, tmp_path / "harbour")
    play = tmp_path / "harbour" / "play.toml"
    text = play.read_text(encoding="utf-8")
    play.write_text(text.replace('when = "fish < 20"', 'when = "turn == 4"'), encoding="utf-8")
    match = Match.new(load_pack(tmp_path / "harbour"), 3, {"skipper": PERSON})
    play_on(match, 12, Random(0))
    assert match.ending == "empty_bay"
    assert len(match.played) == 4


def test_a_game_without_a_person_plays_itself(pack: Pack) -> None:
    """Nothing can be drafted in it, and it has no offers."""
    match = Match.new(pack, 5)
    for attempt in (lambda: match.offers, lambda: match.set("nets", "old")):
        with pytest.raises(SetupError, match="no seat of this game is yours"):
            attempt()
    play_on(match, 12, Random(0))
    assert match.finished


def test_rivals_do_not_see_what_is_being_ordered(pack: Pack) -> None:
    """Orders are simultaneous: what the person drafts moves no rival in the same turn."""
    quiet, loud = (Match.new(pack, 11, {"skipper": PERSON}) for _ in range(2))
    loud.set("nets", "fine_mesh")
    loud.set("buy_boats", 3)
    assert quiet.end().orders["council"] == loud.end().orders["council"]


def test_a_turn_has_its_ledger_and_moments(match: Match) -> None:
    """So that why can be asked of every number of every turn."""
    match.set("buy_boats", 2)
    played = match.end()
    assert played.turn.at_flows is not None
    assert played.turn.at_events is not None
    change = why(match.history, "cash", 1)
    assert any(cause.path == "cost.decision.buy_boats" for cause in change.causes)
    assert np.isclose(
        sum(cause.change for cause in change.causes), change.after - change.before, atol=1e-9
    )


@given(seed=seeds, dice=st.randoms(use_true_random=False), turns=st.integers(0, 12))
@settings(max_examples=25, deadline=None)
def test_replaying_the_orders_gives_the_game_again(seed: int, dice: Random, turns: int) -> None:
    """To the last bit, with its ledger, and without asking a persona anything."""
    match = Match.new(PACK, seed, {"skipper": PERSON})
    play_on(match, turns, dice)
    again = Match.new(PACK, seed, {"skipper": PERSON, "council": "hold"})
    for played in match.played:
        again.replay(played.orders, played.forecasts)
    assert course(again) == course(match)
    assert again.forecasts == match.forecasts


@given(seed=seeds, dice=st.randoms(use_true_random=False), turn=st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_a_branch_that_changes_nothing_comes_out_the_same(
    seed: int, dice: Random, turn: int
) -> None:
    """The same luck and the same rivals: ended as drafted, the turn is the turn that was played."""
    match = Match.new(PACK, seed, {"skipper": PERSON})
    play_on(match, 12, dice)
    turn = min(turn, len(match.played))
    before = course(match)
    branch = match.branch(turn)
    assert branch.turn == turn
    branch.end()
    assert course(branch) == before[:turn]
    while branch.changes:
        branch.undo()
    assert course(match) == before


def test_a_branch_goes_its_own_way(match: Match) -> None:
    """What is decided in it changes it alone; its draft can be undone to nothing."""
    match.set("buy_boats", 2)
    match.set("nets", "fine_mesh")
    match.end()
    match.end()
    before = course(match)
    branch = match.branch(1)
    assert branch.draft.order == Order({"nets": "fine_mesh"}, {"buy_boats": 2.0})
    assert [change.id for change in branch.changes] == ["nets", "buy_boats"]
    branch.undo()
    branch.undo()
    assert branch.draft == Draft()
    branch.end()
    assert course(branch) != before[:1]
    assert course(match) == before


def test_a_branch_of_the_present_takes_the_draft_along(match: Match) -> None:
    """What is not yet ended can be tried out."""
    match.end()
    match.set("buy_boats", 1)
    branch = match.branch(2)
    branch.end()
    assert branch.played[1].orders["skipper"].amounts == {"buy_boats": 1.0}
    assert match.turn == 2
    assert match.undo().id == "buy_boats"


@pytest.mark.parametrize("turn", [0, 3, -1])
def test_there_is_no_branch_from_a_turn_that_was_not_reached(match: Match, turn: int) -> None:
    """The sentence says how far the game has come."""
    match.end()
    with pytest.raises(SetupError, match="has come to turn 2"):
        match.branch(turn)


def test_orders_that_are_refused_are_not_replayed(match: Match) -> None:
    """A recording is judged as a person's order is, seat by seat."""
    for orders, says in (
        ({"skipper": Order(amounts={"buy_boats": 9.0})}, "skipper: Order boats: 9 boats"),
        ({"council": Order(dials={"nets": "old"})}, "council: nets is not a dial of council"),
        ({"mayor": Order()}, "'mayor' is no role"),
        ({"skipper": Order(answers={"storm": "wait"})}, "asks skipper nothing now"),
    ):
        with pytest.raises(IllegalOrderError, match=says):
            match.replay(orders, {})
    with pytest.raises(IllegalOrderError, match="'decline' was not asked"):
        match.replay({}, {"decline": 50.0})
    assert match.turn == 1


def test_playing_leaves_numpys_own_luck_alone(match: Match) -> None:
    """All chance is keyed; the state of the process has no part in it."""
    before = np.random.get_state(legacy=False)  # noqa: NPY002
    play_on(match, 12, Random(1))
    after = np.random.get_state(legacy=False)  # noqa: NPY002
    assert str(before) == str(after)


class Drafting(RuleBasedStateMachine):
    """Any sequence of steps, undos, redos and ends of turns, against lists of drafts."""

    match: Match

    @initialize(seed=seeds)
    def begin(self, seed: int) -> None:
        """A new game, whose draft is empty."""
        self.match = Match.new(PACK, seed, {"skipper": PERSON})
        self.back: list[Draft] = []
        self.forth: list[Draft] = []

    @precondition(lambda self: not self.match.finished)
    @rule(dice=st.randoms(use_true_random=False))
    def step(self, dice: Random) -> None:
        """Some steps, each of which may be refused."""
        before, steps = self.match.draft, len(self.match.changes)
        draft_something(self.match, dice)
        drafts = [before]
        taken = len(self.match.changes) - steps
        for _ in range(taken):
            self.match.undo()
            drafts.insert(1, self.match.draft)
        for _ in range(taken):
            self.match.redo()
        if taken:
            assert drafts[1] == before
            self.back += drafts[1:]
            self.forth.clear()

    @rule()
    def undo(self) -> None:
        """Back by one, or refused."""
        if not self.back:
            with pytest.raises(NothingToUndoError):
                self.match.undo()
            return
        self.forth.append(self.match.draft)
        self.match.undo()
        assert self.match.draft == self.back.pop()

    @rule()
    def redo(self) -> None:
        """Forth by one, or refused."""
        if not self.forth:
            with pytest.raises(NothingToUndoError):
                self.match.redo()
            return
        self.back.append(self.match.draft)
        self.match.redo()
        assert self.match.draft == self.forth.pop()

    @precondition(lambda self: not self.match.finished)
    @rule()
    def end(self) -> None:
        """The draft is handed in as it is."""
        draft = self.match.draft
        played = self.match.end()
        assert played.orders["skipper"] == draft.order
        assert played.forecasts == draft.forecasts
        self.back.clear()
        self.forth.clear()

    @invariant()
    def the_draft_is_always_legal(self) -> None:
        """Whatever was done, the turn can be ended."""
        if not self.match.finished:
            assert self.match.why_illegal("skipper", self.match.draft.order) is None

    @invariant()
    def the_draft_knows_its_steps(self) -> None:
        """As many as can be undone."""
        assert len(self.match.changes) == len(self.back)

    @invariant()
    def states_are_kept(self) -> None:
        """The opening and one for each turn, none of which can be written to."""
        states = self.match.states
        assert len(states) == self.match.turn
        assert all(_fixed(state) for state in states)


def _fixed(state: State) -> bool:
    return not state.rows.flags.writeable


TestDrafting = Drafting.TestCase
TestDrafting.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
