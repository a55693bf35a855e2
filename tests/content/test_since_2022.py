"""History as a game: what happened is told on its day, and a person may do otherwise."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from game.lab.games import Games, Study, play
from game.match.forecasts import APART
from game.match.opened import begin
from game.packs.model import Event, PackModel
from game.packs.read import load_pack

ROLES = ("firm", "us", "beijing")


def pack() -> PackModel:
    """The pack of history."""
    return load_pack("since-2022").model


@cache
def played(games: int, /, **seats: str) -> Games:
    """Games with these players at the seats and personas at the others."""
    return play(Study("since-2022", 1, games, seats, {}))


def of_the_record(games: int) -> Games:
    """Games in which every seat does what it did."""
    return played(games, firm="record", us="record", beijing="record")


def asked(event: Event) -> set[str]:
    """The seats that an event asks."""
    return {choice.role for choice in event.choice.values()}


def days() -> dict[str, int]:
    """The turn in which each event happens when all seats do as they did."""
    return dict(zip(pack().event, of_the_record(2000).fired[0].tolist(), strict=True))


def test_what_is_replayed_is_what_happened() -> None:
    """Every event happens, on its day whatever the luck, and moves nothing by itself."""
    fired = of_the_record(2000).fired
    assert (fired > 0).all()
    assert (fired == fired[0]).all()
    assert not any(event.effects for event in pack().event.values())


def test_the_first_answer_is_what_was_done_and_changes_nothing() -> None:
    """It stands when nobody answers, so the record needs no answers."""
    for id, event in pack().event.items():
        for role in asked(event):
            first = next(choice for choice in event.choice.values() if choice.role == role)
            assert not first.effects, id
            assert not first.needs, id


def test_every_other_answer_moves_something() -> None:
    """And two of an event never move the same."""
    for id, event in pack().event.items():
        moves = [tuple(map(str, choice.effects)) for choice in event.choice.values()]
        assert len(set(moves)) == len(moves), id


def test_every_seat_is_asked_at_least_four_times() -> None:
    """And hears of something in most quarters, from the first to the last."""
    events = pack().event
    for role in ROLES:
        assert sum(role in asked(event) for event in events.values()) >= 4, role
    last = pack().calendar.turns
    assert len(set(days().values())) >= 14
    assert {1, last} <= set(days().values())
    assert all(turn < last for id, turn in days().items() if events[id].choice)


def test_the_record_ends_much_as_it_was() -> None:
    """Whatever the luck; else the ending would say of history that it was not."""
    endings = list(pack().ending)
    assert endings[0] == "as_it_was"
    assert (of_the_record(2000).ending == 0).all()


def test_every_ending_is_within_reach_and_none_is_the_rule() -> None:
    """Of the automatic players, of those who do anything, or of a firm that does so while all else is as it was."""
    found = [
        np.bincount(games.ending, minlength=len(pack().ending)) / len(games.ending)
        for games in (
            played(2700),
            played(1000, firm="random", us="random", beijing="random"),
            played(500, us="record", beijing="record"),
        )
    ]
    assert found[0].max() < 0.5
    assert np.max(found, axis=0).min() > 0.05


@pytest.mark.parametrize("role", ROLES)
def test_forecasts_are_asked_one_at_a_time(role: str) -> None:
    """None that comes sooner after another than a seat may be asked is put at all."""
    turns = [
        int(str(forecast.ask).removeprefix("turn == "))
        for forecast in pack().forecast.values()
        if forecast.role == role
    ]
    assert 4 <= len(turns) <= 6
    assert all(later - turn >= APART for turn, later in pairwise(turns))
    assert all(2 <= forecast.due <= 6 for forecast in pack().forecast.values())


@pytest.mark.parametrize("role", ROLES)
def test_the_replay_answers_every_forecast_and_not_all_alike(role: str, tmp_path: Path) -> None:
    """Who always says yes, or always no, is wrong about half of the time."""
    match = begin(
        load_pack("since-2022"), None, role, {}, 3, "full", tmp_path, first="2026-Q3"
    ).match
    match.end()
    came = [forecast.outcome for forecast in match.forecasts]
    assert len(came) == sum(f.role == role for f in pack().forecast.values())
    assert 1 <= sum(outcome is True for outcome in came) < len(came)
    assert None not in came
