"""Matches for tests of views and faces."""

import shutil
from functools import cache
from pathlib import Path

from game.match.game import Match
from game.packs.model import Pack
from game.packs.read import load_pack

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"


@cache
def harbour() -> Pack:
    """The pack of the tests."""
    return load_pack(HARBOUR)


def match(role: str = "skipper", *, turns: int = 0, seed: int = 7, other: str = "") -> Match:
    """A match of the harbour with so many turns ended without an order.

    Args:
        role: The person's seat.
        turns: Turns that were played.
        seed: Of the game.
        other: Who plays the other seat; its persona when empty.
    """
    seats = {seat: other for seat in harbour().model.role if other} | {role: "you"}
    game = Match.new(harbour(), seed, seats)
    for _ in range(turns):
        game.end()
    return game


def stormy() -> Match:
    """A game of the skippers in whose last turn a storm came."""
    for seed in range(100):
        game = match(seed=seed)
        while not game.finished:
            game.end()
            if game.asks:
                return game
    raise AssertionError


def changed(folder: Path, old: str, new: str) -> Pack:
    """The harbour with a piece of its text replaced."""
    copy = folder / "harbour"
    shutil.copytree(HARBOUR, copy)
    hits = 0
    for file in copy.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        hits += text.count(old)
        file.write_text(text.replace(old, new), encoding="utf-8")
    assert hits == 1
    return load_pack(copy)
