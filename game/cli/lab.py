"""`chiprace lab`: many games at once."""

import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import click

from game.cli.backtest import backtest
from game.cli.card import card
from game.cli.dispute import dispute
from game.cli.executors import executor_of
from game.cli.report import report
from game.cli.settings import numbers, pairs
from game.words import _

MOST_GAMES = 10_000_000


@click.group(
    help=_("""\
Play many games at once, and see what they come to.

Example: chiprace lab run two-doors
""")
)
def lab() -> None:
    """The verbs of the lab."""


@lab.command(
    help=_("""\
Play N games and print endings, goals, events, decisions and quantities.

Seats that are not named take turns among the pack's personas. PLAYER is a persona, random, hold, or
"fixed: decision=option, ...".

\b
  chiprace lab run two-doors --games 2000
  chiprace lab run two-doors --seat us=hawk --json
""")
)
@click.argument("pack")
@click.option("--games", default=1000, type=click.IntRange(1, MOST_GAMES), show_default=True)
@click.option("--seed", default=1, type=click.IntRange(0, 2**64 - 1), show_default=True)
@click.option("--seat", "seats", multiple=True, metavar="ROLE=PLAYER", help=_("Who plays a role."))
@click.option("--set", "sets", multiple=True, metavar="CONSTANT=VALUE", help=_("Set a constant."))
@click.option("--executor", type=click.Choice(["local", "processes"]), default="local")
@click.option("--json", "as_json", is_flag=True, help=_("Print everything as JSON."))
def run(
    pack: str,
    games: int,
    seed: int,
    seats: Sequence[str],
    sets: Sequence[str],
    executor: str,
    as_json: bool,
) -> None:
    """Play many games and print what they come to."""
    from game.lab.games import Study, checked, play
    from game.lab.summary import summarised

    study = Study(pack, seed, games, pairs(seats, "--seat"), numbers(pairs(sets, "--set")))
    world = checked(study)
    began = perf_counter()
    with executor_of(executor) as pool, _progress(games) as tick:
        played = play(study, pool, tick=tick)
    result = summarised(world, study, played, perf_counter() - began)
    if as_json:
        json.dump(result, sys.stdout, indent=1, allow_nan=False)
        print()
    else:
        print(_told(result))


@contextmanager
def _progress(games: int) -> Generator[Callable[[int], None]]:
    """A progress bar on stderr, when that is a terminal."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    with click.progressbar(length=games, file=sys.stderr, label=_("games")) as bar:
        yield bar.update


def _unseen(games: int) -> None:
    """Progress that nobody watches."""


def _told(result: dict[str, Any]) -> str:
    """A result in words."""
    lines = [
        _("{pack} {version}: {games} games of {turns} turns, seed {seed}").format(**result),
        _("{games_per_second:,.0f} games a second").format(**result),
        "",
        _("Endings"),
    ]
    lines += [f"  {share:6.1%}  {id}" for id, share in result["endings"].items()]
    for role, goals in result["goals"].items():
        lines += ["", _("Goals of {role} (5 %, middle, 95 %; score of 100)").format(role=role)]
        lines += [
            f"  {goal['p05']:10.4g} {goal['p50']:10.4g} {goal['p95']:10.4g}  {goal['score']:5.0f}  {id}"
            for id, goal in goals.items()
        ]
    lines += ["", _("Events (share of games)")]
    lines += [f"  {event['share']:6.1%}  {id}" for id, event in result["events"].items()]
    return "\n".join(lines)


lab.add_command(backtest)
lab.add_command(card)
lab.add_command(dispute)
lab.add_command(report)
