"""How fast the engine is, beside a rival made by hand, in one run: `python -m tests.bench.engine`.

Prints Markdown tables; `docs/performance.md` keeps a run of them with the bars. Ratios within a run
mean something on any machine, absolute times only on the one they were taken on.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import numpy as np

from game.engine.luck import Luck
from game.engine.turn import Workspace
from game.engine.world import World, compile_world
from game.lang.compile import Guarded, Program
from game.packs.read import load_pack
from game.players.named import parse_player, personas_of
from game.players.seats import seated
from tests.bench import quarter, rival

CHUNK = 12_288
"""Lanes played at a time, as in the lab; the rival is at its best with its own."""
SEED = 7
LANES = (1, 100, 1_000, 10_000, 100_000)
STARTS: dict[str, tuple[str, ...]] = {
    "chiprace --help": ("-m", "game", "--help"),
    "chiprace saves list": ("-m", "game", "saves", "list"),
}


@cache
def world(pack: str) -> World:
    """A pack compiled, by folder or by the id of one that ships."""
    return compile_world(load_pack(pack))


def workspace(world: World, first: int, lanes: int, *, ledger: bool = False) -> Workspace:
    """Lanes of a pack, with a persona on every seat, or random players where none is written."""
    players = {
        role: parse_player(
            world, role, table.persona or next(iter(personas_of(world, role)), "random")
        )
        for role, table in world.pack.model.role.items()
    }
    return seated(world, Luck(SEED, np.arange(first, first + lanes)), players, ledger=ledger)


@lru_cache(maxsize=1)
def room(pack: str, lanes: int) -> Workspace:
    """Room for so many lanes of a pack, which chunks of one size share as they do in the lab."""
    return workspace(world(pack), 0, lanes)


def play_chunk(pack: str, first: int, lanes: int) -> int:
    """Play some lanes of a pack to the end; how many."""
    work = room(pack, lanes)
    work.deal(Luck(SEED, np.arange(first, first + lanes)))
    work.open()
    for _ in range(work.world.pack.model.calendar.turns):
        work.begin()
        work.decide()
        work.play()
    return lanes


def chunks(games: int) -> tuple[Sequence[int], Sequence[int]]:
    """Where each chunk begins, and how many lanes it has."""
    firsts = range(0, games, CHUNK)
    return firsts, [min(CHUNK, games - first) for first in firsts]


def play(pack: str, games: int) -> None:
    """Play games one chunk after the other."""
    for first, lanes in zip(*chunks(games), strict=True):
        play_chunk(pack, first, lanes)


def play_by_hand(games: int) -> None:
    """The same number of games by the rival, on the reference model."""
    rival.play(games, SEED)


def rates(
    plays: Mapping[str, Callable[[int], None]], games: int, seconds: float
) -> dict[str, float]:
    """Games a second of each: the fastest of as many runs as fit the time, at least one.

    They take turns, so that whatever else the machine does slows all of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in plays}
    begin = time.perf_counter()
    while not all(taken.values()) or time.perf_counter() - begin < seconds * len(plays):
        for name, play in plays.items():
            taken[name].append(timed(partial(play, games)))
    return {name: games / min(each) for name, each in taken.items()}


def timed(work: Callable[[], object]) -> float:
    """How long some work takes [s]."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def lanes_table(packs: Sequence[str], lanes: Sequence[int], seconds: float) -> Iterable[str]:
    """Games a second by lanes: the rival, then each pack, and its part of what the rival does."""
    plays = {"by hand": play_by_hand, **{pack: partial(play, pack) for pack in packs}}
    for each in plays.values():
        each(1)
    by_lanes = [rates(plays, n, seconds) for n in lanes]
    yield row("engine", *(f"{n:,}" for n in lanes))
    yield row("---", *("---:" for _ in lanes))
    yield row("reference model by hand", *(f"{rate['by hand']:,.0f}" for rate in by_lanes))
    for pack in packs:
        name = Path(pack).name
        yield row(name, *(f"{rate[pack]:,.0f}" for rate in by_lanes))
        yield row(
            f"{name} / by hand", *(f"{rate[pack] / rate['by hand']:.2f}" for rate in by_lanes)
        )


def processes_table(packs: Sequence[str], games: int, seconds: float) -> Iterable[str]:
    """Games a second by one process and by two."""
    yield row("pack", "one process", "two", "ratio")
    yield row("---", "---:", "---:", "---:")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for pack in packs:

            def play_in_pool(games: int, pack: str = pack) -> None:
                list(pool.map(partial(play_chunk, pack), *chunks(games)))

            play_in_pool(2 * CHUNK)
            rate = rates({"one": partial(play, pack), "two": play_in_pool}, games, seconds)
            one, two = rate["one"], rate["two"]
            yield row(Path(pack).name, f"{one:,.0f}", f"{two:,.0f}", f"{two / one:.2f}")


def one_game_table(packs: Sequence[str]) -> Iterable[str]:
    """What one game costs: a pack from text to a world, then turns with and without a ledger."""
    yield row("pack", "calls a turn", "read [ms]", "compile [ms]", "turn [ms]", "with ledger [ms]")
    yield row("---", "---:", "---:", "---:", "---:", "---:")
    for pack in packs:
        read = load_pack(pack)
        reading = median(timed(partial(load_pack, pack)) for _ in range(5))
        compiling = median(timed(partial(compile_world, read)) for _ in range(5))
        turns = [turn_time(workspace(world(pack), 0, 1, ledger=ledger)) for ledger in (False, True)]
        times = (f"{1000 * t:.1f}" for t in (reading, compiling))
        yield row(Path(pack).name, calls(world(pack)), *times, *(f"{1000 * t:.2f}" for t in turns))


def calls(world: World) -> int:
    """How many calls a turn of a world makes when everything in it happens."""

    def count(program: Program) -> int:
        return sum(count(step.steps) if isinstance(step, Guarded) else 1 for step in program)

    phases = world.phases
    return sum(map(count, (phases.offers, phases.orders, phases.settle, phases.happen)))


def turn_time(work: Workspace) -> float:
    """The median time of a turn over a game [s]."""

    def turn() -> None:
        work.begin()
        work.decide()
        work.play()

    work.open()
    return median(timed(turn) for _ in range(work.world.pack.model.calendar.turns))


def memory_table(packs: Sequence[str], lanes: Sequence[int]) -> Iterable[str]:
    """Peak memory of a process that plays many lanes and does nothing else."""
    yield row("pack", *(f"{n:,} lanes [MB]" for n in lanes))
    yield row("---", *("---:" for _ in lanes))
    for pack in packs:
        yield row(Path(pack).name, *(f"{memory(pack, n):.0f}" for n in lanes))


def memory(pack: str, games: int) -> float:
    """Peak memory of playing games in a process of its own [MB]."""
    code = f"from tests.bench.engine import peak; print(peak({pack!r}, {games}))"
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def peak(pack: str, games: int) -> float:
    """Peak memory of this process after playing games [MB]."""
    play(pack, games)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1e6 if sys.platform == "darwin" else 1e3)


def start_table(starts: dict[str, tuple[str, ...]], times: int) -> Iterable[str]:
    """How long commands take from start to end, beside Python doing nothing."""
    yield row("command", "median [ms]", "times `python -c pass`")
    yield row("---", "---:", "---:")
    commands = {"python -c pass": ("-c", "pass"), **starts}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(times):  # in turn, so that a busy moment slows all of them
        for name, arguments in commands.items():
            run = partial(
                subprocess.run,
                [sys.executable, *arguments],
                capture_output=True,
                check=True,
                env=environment,
            )
            taken[name].append(timed(run))
    nothing = median(taken["python -c pass"])
    for name, each in taken.items():
        yield row(f"`{name}`", f"{1000 * median(each):.1f}", f"{median(each) / nothing:.2f}")


def row(*cells: object) -> str:
    """A row of a table."""
    return f"| {' | '.join(map(str, cells))} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.engine", description=__doc__)
    parser.add_argument("packs", nargs="*", default=["two-doors"], help="measured as well")
    parser.add_argument("--lanes", type=int, nargs="*", default=LANES, help="batches to measure")
    parser.add_argument("--seconds", type=float, default=3.0, help="spent on a measurement")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        quarter.write_pack(Path(folder) / "quarter")
        packs = [f"{folder}/quarter", *options.packs]
        most = max(options.lanes)
        for title, table in (
            ("Games a second, by lanes", lanes_table(packs, options.lanes, options.seconds)),
            (f"Processes, {most:,} lanes", processes_table(packs, most, options.seconds)),
            ("One game", one_game_table(packs)),
            ("Memory", memory_table(packs, [most])),
            ("Start", start_table(STARTS, 20)),
        ):
            print(f"\n## {title}\n", *table, sep="\n", flush=True)


if __name__ == "__main__":
    main()
