"""`chiprace lab dispute`: constants set within their ranges, and which conclusions flip."""

import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.cli.executors import executor_of
from game.cli.settings import numbers, pairs
from game.words import _

if TYPE_CHECKING:
    from game.lab.dispute import Dispute, Progress, Share
    from game.packs.model import Pack
    from game.views.dispute import ConclusionView, DisputeView, GoalLine


@click.command(
    help=_("""\
Set constants within their sourced ranges, and see which conclusions of a pack flip.

Each check and each goal is played with the pack's own values and with yours, under the same luck. The
conclusions that flip are told first, then the goals that move, then the rest.

\b
  chiprace lab dispute two-doors --set learning_rate=0.07
  chiprace lab dispute two-doors --set learning_rate=0.07 --games 2000 --executor processes
""")
)
@click.argument("pack")
@click.option(
    "--set",
    "sets",
    multiple=True,
    required=True,
    metavar="CONSTANT=VALUE",
    help=_("Set a constant."),
)
@click.option("--games", default=200, type=click.IntRange(2, 1_000_000), show_default=True)
@click.option("--seed", default=1, type=click.IntRange(0, 2**64 - 1), show_default=True)
@click.option("--executor", type=click.Choice(["local", "processes"]), default="local")
@click.option("--json", "as_json", is_flag=True, help=_("Print everything as JSON."))
def dispute(
    pack: str, sets: Sequence[str], games: int, seed: int, executor: str, as_json: bool
) -> None:
    """Set constants, and print which conclusions flip."""
    from game.engine.world import check_constants
    from game.lab.dispute import dispute
    from game.packs.read import load_pack
    from game.views.dispute import dispute_view

    constants = numbers(pairs(sets, "--set"))
    loaded = load_pack(Path(pack) if Path(pack).is_dir() else pack)
    check_constants(loaded, constants)
    with executor_of(executor) as pool, _progress() as tick:
        found = dispute(loaded, constants, games, seed, pool, tick)
    if as_json:
        json.dump(told(loaded, found), sys.stdout, indent=1, allow_nan=False)
        print()
    else:
        _draw(dispute_view(loaded, found))


def told(pack: "Pack", found: "Dispute") -> dict[str, Any]:
    """A dispute as plain data.

    Keys: `pack version hash seed games constants checks goals`. Shares have `share low high holds near`,
    spreads `p05 p50 p95`.
    """
    from dataclasses import asdict

    model = pack.model
    goals: dict[str, dict[str, Any]] = {role: {} for role in model.role}
    for each in found.goals:
        goals[each.role][each.id] = {
            "of": model.role[each.role].goal[each.id].of,
            "before": asdict(each.before),
            "after": asdict(each.after),
            "change": {"mean": each.change, "low": each.low, "high": each.high},
            "points": each.points,
            "moved": each.moved,
        }
    return {
        "pack": pack.id,
        "version": model.pack.version,
        "hash": pack.hash,
        "seed": found.seed,
        "games": found.games,
        "constants": {
            id: {
                "value": value,
                "own": model.constant[id].value,
                "low": model.constant[id].low,
                "high": model.constant[id].high,
            }
            for id, value in found.constants.items()
        },
        "checks": {
            each.id: {
                "title": model.check[each.id].title,
                "needed": each.before.needed,
                "before": _share(each.before),
                "after": _share(each.after),
                "flips": each.flips,
                "sets": list(each.sets),
            }
            for each in found.conclusions
        },
        "goals": goals,
    }


def _share(share: "Share") -> dict[str, Any]:
    return {
        "share": share.share,
        "low": share.low,
        "high": share.high,
        "holds": share.holds,
        "near": share.near,
    }


@contextmanager
def _progress() -> "Generator[Callable[[Progress], None]]":
    """A progress bar on stderr, when that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(_("games"), total=None)
        yield lambda now: bar.update(task, total=now.whole, completed=now.done)


def _draw(view: "DisputeView") -> None:
    """Print a dispute as tables, what flips first."""
    from rich.console import Console, Group
    from rich.text import Text

    drawn = [Text(view.title, "bold"), Text(view.summary), Text(view.games), Text()]
    drawn.append(_conclusions(_("Conclusions that flip"), view.flipped))
    drawn.append(_goals(_("Goals that move"), view.moved))
    drawn.append(_conclusions(_("Conclusions that do not flip"), view.still))
    drawn.append(_goals(_("Goals that hardly move"), view.hardly))
    Console().print(Group(*drawn, Text(view.notes)))


def _conclusions(title: str, views: "Sequence[ConclusionView]") -> Any:
    table = _table(title, _("conclusion"), _("own value"), _("yours"), "", "")
    for each in views:
        said = f"{each.verdict}. {each.note}" if each.note else each.verdict
        table.add_row(each.title, each.before, each.after, each.needs, said)
    if not views:
        table.add_row(_("none"), "", "", "", "")
    return table


def _goals(title: str, views: "Sequence[GoalLine]") -> Any:
    table = _table(title, _("goal"), _("own value"), _("yours"), _("change"), "")
    for each in views:
        word = "" if each.better is None else _("better") if each.better else _("worse")
        table.add_row(f"{each.role}: {each.title}", each.before, each.after, each.change, word)
    if not views:
        table.add_row(_("none"), "", "", "", "")
    return table


def _table(title: str, *columns: str) -> Any:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", box=SIMPLE)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    return table
