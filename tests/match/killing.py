"""A process whose children play and save, and are killed at any moment. Run by test_killed.py.

Children are forks of a process that has everything loaded, so that 200 of them take seconds.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import NoReturn

from game.match.game import PERSON, Match
from game.match.record import broken_at, read_record
from game.match.saves import load, save
from game.match.shelf import Shelf, previous_of, read_text
from tests.match.plays import HARBOUR, PACK, play_on

LONGEST_LIFE = 0.03
"""Seconds; a few turns and their saves."""
Moment = tuple[int, int]
"""The seed of a game, and how many of its turns are played."""


def moment_of(match: Match) -> Moment:
    """Where a game stands."""
    return match.setup.seed, len(match.played)


def live(match: Match, shelf: Shelf, pipe: int) -> NoReturn:
    """Play on for ever, game after game, and tell through a pipe of every save: begun, done."""
    while True:
        if match.finished:
            match = Match.new(PACK, match.setup.seed + 1, {"skipper": PERSON})
        play_on(match, 1, Random(match.turn))
        for word in ("begun", "done"):
            if word == "done":
                save(match, shelf, "game", HARBOUR)
            os.write(pipe, (json.dumps([word, *moment_of(match)]) + "\n").encode())


def kill_one(match: Match, shelf: Shelf, dice: Random) -> list[tuple[str, Moment]]:
    """Let a child play on from here and kill it; what it has told."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            live(match, shelf, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    time.sleep(dice.random() * LONGEST_LIFE)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    with os.fdopen(ours) as told:
        lines = [json.loads(line) for line in told]
    return [(word, (seed, turns)) for word, seed, turns in lines]


def main(folder: Path, rounds: int) -> None:
    """Kill so many children, look at what is left after each, and print what was found."""
    shelf, dice = Shelf(folder), Random(0)
    match = Match.new(PACK, 0, {"skipper": PERSON})
    match.end()
    path = save(match, shelf, "game", HARBOUR)
    begun_only = 0
    for _ in range(rounds):
        expected = {moment_of(match)}
        for word, moment in kill_one(match, shelf, dice):
            # A save that was begun may have come to its end; one that is done has.
            expected = expected | {moment} if word == "begun" else {moment}
        loaded = load(path)
        assert loaded.departs is None
        match = loaded.match
        assert moment_of(match) in expected, (moment_of(match), expected)
        begun_only += len(expected) > 1
        if previous_of(path).exists():
            text = read_text(previous_of(path))
            assert broken_at(text) is None
            read_record(text)
    left = len(list(folder.glob(".*.draft")))
    print(json.dumps({"seed": match.setup.seed, "while saving": begun_only, "drafts left": left}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
