"""Events, questions, moves and lessons."""

from pathlib import Path

import pytest

from game.engine.offers import Order
from game.match.game import Match
from game.packs.model import Pack
from game.packs.read import load_pack
from game.views.grounds import ground
from game.views.news import asks, fell_due, front_page, headlines, lessons, moves, questions
from game.views.seat import outlook_of
from tests.views.games import changed, harbour, match, stormy


def test_an_event_tells_how_each_seat_reads_it() -> None:
    """The same storm is two hulls or one pier."""
    (storm,) = (event for event in headlines(stormy()) if event.id == "storm")
    assert storm.asks
    assert storm.text.startswith("A storm breaks ")
    assert storm.text.endswith(" boats boats loose.")
    assert storm.seen_from == (
        ("The skippers' union", "Two hulls are cracked."),
        ("The town council", "The pier holds."),
    )


def test_an_event_that_returns_is_told_anew(tmp_path: Path) -> None:
    """The first text is for the first time alone; then those of `again` go round, in news and reasons alike."""
    again = 'chance = "100%"\nagain = ["{boats} boats, again.", "And again."]'
    game = Match.new(changed(tmp_path, 'chance = "8%"', again), 7, {"skipper": "you"})
    told: list[str] = []
    for turn in range(1, 13):
        game.end()
        for storm in (event for event in headlines(game) if event.id == "storm"):
            reason = ground(game.history, outlook_of(game), "event.storm", turn)
            assert storm.text == reason.text
            told.append(" ".join(storm.text.split()[-2:]))
    assert told == ["boats loose.", "boats, again.", "And again.", "boats, again."]
    first = next(event for event in headlines(game, 2) if event.id == "storm")
    assert first.text.startswith("A storm breaks ")


def test_the_first_choice_stands_until_another_is_taken() -> None:
    """Saying nothing is an answer, and the reader is told which."""
    game = stormy()
    (ask,) = asks(game)
    assert [choice.standing for choice in ask.choices] == [True, False]
    assert not ask.answered
    game.answer("storm", "wait")
    (ask,) = asks(game)
    assert [choice.standing for choice in ask.choices] == [False, True]
    assert ask.answered


def test_a_forecast_is_asked_answered_and_scored() -> None:
    """Prediction, commitment, reveal."""
    game = match(turns=1)
    (question,) = questions(game)
    assert (question.id, question.due, question.answer) == ("decline", "2027 Q1", "")
    game.forecast("decline", 70)
    assert questions(game)[0].answer == "70%"
    for _ in range(4):
        assert fell_due(game) == ()
        game.end()
    (scored,) = fell_due(game)
    assert scored.said == "70%"
    assert scored.closeness == ("close" if scored.happened else "far")


def test_what_others_changed_is_told_and_what_they_bought_is_not() -> None:
    """Dials are public."""
    game = Match.new(
        harbour(), 7, {"council": "you", "skipper": "fixed: nets=fine_mesh, buy_boats=1"}
    )
    assert moves(game) == ()
    game.end()
    (move,) = moves(game)
    assert move.told == "The skippers' union: Nets is now Fine mesh, and was Old nets"


def storm_of(pack: Pack) -> Match:
    """A game of the council in whose last turn a storm came, which asks the skippers."""
    for seed in range(100):
        game = Match.new(pack, seed, {"council": "you", "skipper": "fixed"})
        while not game.finished:
            game.end()
            if "storm" in game.fired(len(game.played)) and not game.finished:
                return game
    raise AssertionError


@pytest.mark.parametrize("answer", ["", "repair", "wait"])
def test_what_others_answered_is_told_unless_it_is_quiet(answer: str, tmp_path: Path) -> None:
    """An answer is public; so is that none was given. What is done quietly is not told."""
    text = 'role = "skipper"\ntext = "Wait for spring"'
    pack = changed(tmp_path, text, f"{text}\nquiet = true")
    game = storm_of(pack)
    orders = {"skipper": Order(answers={"storm": answer} if answer else {})}
    game.replay(orders, {})
    told = {
        "": "A storm: The skippers' union did not answer, so this stood: Repair at once",
        "repair": "A storm: The skippers' union answered: Repair at once",
    }
    assert [move.told for move in moves(game)] == ([told[answer]] if answer in told else [])
    own = stormy()
    own.end()
    assert "answer" not in [move.kind for move in moves(own)]


def test_what_an_answer_did_to_this_seat_is_told() -> None:
    """In the words of the choice, as far as the seat calls it its own."""
    game = Match.new(load_pack("two-doors"), 7, {"us": "you"})
    replies: list[str] = []
    while not game.finished:
        game.end()
        replies += [move.story for move in moves(game) if move.kind == "answer"]
    assert any(story.startswith("To you: ") for story in replies)


def test_a_lesson_comes_in_its_turn() -> None:
    """And not again."""
    (lesson,) = lessons(match())
    assert (lesson.text, lesson.do) == ("You have 120 k. A boat costs 30.", "set buy_boats 1")
    assert lessons(match(turns=1)) == ()


def test_a_move_tells_what_it_was_and_what_it_did_to_this_seat() -> None:
    """A rule that is tightened is news for whoever lives under it."""
    game = Match.new(harbour(), 7, {"council": "you", "skipper": "fixed: nets=fine_mesh"})
    game.end()
    (move,) = moves(game)
    assert move.told == "The skippers' union: Nets is now Fine mesh, and was Old nets"
    assert [line.kind for line in front_page(game)][-1] == "move"


def test_a_decision_that_closes_is_the_first_headline() -> None:
    """Told once, in the turn in which it closes, with the reason, and what was lost with it."""
    seats = {"firm": "you", "us": "fixed: h200_rule=deny@2"}
    game = Match.new(load_pack("two-doors"), 7, seats)
    game.set("buy_h200", 10)
    game.end()
    assert [line.id for line in front_page(game) if line.kind == "shut"] == []
    game.end()
    first = front_page(game)[0]
    assert (first.kind, first.id, first.text) == (
        "shut",
        "buy_h200",
        "Washington grants no licences at present.",
    )
    (move,) = (line for line in front_page(game) if line.kind == "move" and line.id == "h200_rule")
    assert "To you: " in move.text
    assert "Firm's Nvidia on order about -80%" in move.text
    game.end()
    assert [line.id for line in front_page(game) if line.kind == "shut"] == []
