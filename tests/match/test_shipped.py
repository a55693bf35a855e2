"""Games of the packs that ship: every seat can be played by a person, saved, and played again."""

from random import Random

import pytest

from game.engine.offers import refusal
from game.match.game import PERSON, Match
from game.match.record import broken_at, read_record, written
from game.match.saves import play_again, record_of
from game.packs.model import Pack
from game.packs.read import load_pack
from game.packs.where import folders
from tests.match.plays import course, draft_something

PACKS = {folder.name: load_pack(folder) for folder in folders()}
SEATS = [(pack, role) for pack in PACKS.values() for role in pack.model.role]


@pytest.mark.parametrize(("pack", "role"), SEATS, ids=[f"{p.id}-{role}" for p, role in SEATS])
def test_a_whole_game_of_any_seat_is_played_again_from_its_save(pack: Pack, role: str) -> None:
    """Whatever is ordered; and nothing an automatic player orders would be refused to a person."""
    for seed in range(2):
        match, dice = Match.new(pack, seed, {role: PERSON}), Random(seed)
        while not match.finished:
            before = {seat: match.offers_of(seat) for seat in match.setup.seats}
            draft_something(match, dice)
            for seat, order in match.end().orders.items():
                assert refusal(match.world, before[seat], order) is None
        text = written(record_of(match))
        assert broken_at(text) is None
        loaded = play_again(read_record(text), pack)
        assert (loaded.departs, loaded.remarks) == (None, ())
        assert course(loaded.match) == course(match)
        assert loaded.match.forecasts == match.forecasts
        assert loaded.match.ending == match.ending
