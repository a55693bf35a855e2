"""`chiprace lab report`: what is met in a pack, what its options do, and what is wrong with them."""

import json
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from game.cli.executors import executor_of
from game.words import _


@click.command(
    help=_("""\
Report on a pack: coverage, effects of every option and event, dominated and dead options, fixed
strategies that win everywhere, shapes of goals, minutes, sensitivity to constants.

\b
  chiprace lab report two-doors --games 100000 --executor processes
  chiprace lab report two-doors --games 20000 --json
""")
)
@click.argument("pack")
@click.option("--games", default=20_000, type=click.IntRange(100, 10_000_000), show_default=True)
@click.option("--seed", default=1, type=click.IntRange(0, 2**64 - 1), show_default=True)
@click.option("--executor", type=click.Choice(["local", "processes"]), default="local")
@click.option("--json", "as_json", is_flag=True, help=_("Print everything as JSON."))
def report(pack: str, games: int, seed: int, executor: str, as_json: bool) -> None:
    """Report on a pack over many games."""
    from game.lab.games import Study
    from game.lab.report.whole import reported

    study = Study(pack, seed, games, {}, {})
    with executor_of(executor) as pool, _progress(games) as tick:
        result = reported(study, pool, tick)
    if as_json:
        json.dump(result, sys.stdout, indent=1, allow_nan=False)
        print()
    else:
        _draw(result)


@contextmanager
def _progress(games: int) -> Generator[Callable[[int], None]]:
    """A progress bar on stderr, when that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(_("games"), total=games)
        yield lambda more: bar.advance(task, more)


def _draw(result: Mapping[str, Any]) -> None:
    """Print a report as tables, what is wrong first."""
    from rich.console import Console, Group
    from rich.text import Text

    console = Console()
    title = _("{pack} {version}: {games} games, seed {seed}, {seconds:.0f} s").format(**result)
    parts = [_faults(result), *_strategies(result), *_met(result), *_effects(result)]
    parts += [_shapes(result), _minutes(result), *_sensitivity(result)]
    console.print(Group(Text(title), *parts))


def _table(title: str, *columns: str) -> Any:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", box=SIMPLE)
    for place, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if place else "left", overflow="fold")
    return table


def _faults(result: Mapping[str, Any]) -> Any:
    table = _table(_("Dominated and dead"), "", "")
    for each in result["dominated"]:
        for other, gains in each["by"].items():
            points = ", ".join(f"{goal} +{gain:.1f}" for goal, gain in gains.items())
            by = _("dominated by {other}: {points}").format(other=other, points=points or "–")
            table.add_row(f"{each['of']}.{each['option']}", by)
    for kind, names in result["dead"].items():
        for name in names:
            table.add_row(name, _("dead ({kind})").format(kind=kind))
    if not table.row_count:
        table.add_row(_("nothing"), "")
    return table


def _strategies(result: Mapping[str, Any]) -> list[Any]:
    """For each role, the strategies that win everywhere, or the one that came nearest."""
    drawn: list[Any] = []
    for role, found in result["dominant"].items():
        goals = ", ".join(found["goals"])
        title = _("Fixed strategies of {role} that win {goals} everywhere: {count}")
        table = _table(
            title.format(role=role, goals=goals, count=len(found["winners"])),
            _("orders"),
            _("least lead"),
        )
        for each in found["winners"] or [found["closest"]]:
            orders = [f"{id}={value}" for id, value in each["dials"].items()]
            orders += [f"{id}={part:.0%}" for id, part in each["amounts"].items()]
            leads = (f"{goal} {_points(lead)}" for goal, lead in each["leads"].items())
            table.add_row(", ".join(orders), "\n".join(leads))
        drawn.append(table)
    return drawn


def _met(result: Mapping[str, Any]) -> list[Any]:
    """What is met, a column for each kind of player."""
    kinds: Mapping[str, Any] = result["coverage"]["kinds"]
    titles = {
        "endings": _("Endings (share of games)"),
        "events": _("Events (share of games)"),
        "options": _("Options (share of the turns they are offered)"),
        "choices": _("Choices (share of the times they are offered)"),
    }
    drawn: list[Any] = []
    for part, title in titles.items():
        table = _table(title, "", *kinds)
        for name in kinds["default"][part]:
            uses = [kind[part].get(name) for kind in kinds.values()]
            if part in ("options", "choices"):
                uses = [use and use["share"] for use in uses]
            table.add_row(name, *map(_share, uses))
        drawn.append(table)
    table = _table(_("Objectives"), "", _("questions"))
    for objective, questions in result["coverage"]["objectives"].items():
        table.add_row(objective, ", ".join(questions) or _("none"))
    return [*drawn, table]


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _effects(result: Mapping[str, Any]) -> list[Any]:
    """The strongest effects of each option, choice and event, beyond their intervals."""
    titles = {
        "options": _("Effects of options held all game, in points of goals"),
        "choices": _("Effects of choices"),
        "events": _("Effects of events"),
    }
    drawn: list[Any] = []
    for part, title in titles.items():
        table = _table(title, "", _("games"), _("goals"))
        for name, effect in result["effects"][part].items():
            whole = effect["whole"] if part == "options" else effect
            known = {goal: each for goal, each in whole["goals"].items() if each is not None}
            sure = [goal for goal, each in known.items() if not each["low"] <= 0.0 <= each["high"]]
            sure.sort(key=lambda goal: -abs(known[goal]["mean"]))
            told = ", ".join(f"{goal} {_points(known[goal])}" for goal in sure[:4])
            table.add_row(name, str(whole["games"]), told or _("nothing beyond luck"))
        drawn.append(table)
    return drawn


def _points(effect: Mapping[str, float]) -> str:
    """A mean with half its interval."""
    return f"{effect['mean']:+.1f} ± {(effect['high'] - effect['low']) / 2:.1f}"


def _shapes(result: Mapping[str, Any]) -> Any:
    kinds: Mapping[str, Any] = result["shapes"]
    table = _table(_("Shapes of goals (5 % to 95 %, in points)"), "", *kinds)
    for goal in kinds["default"]:
        shapes = (kind[goal] for kind in kinds.values())
        table.add_row(goal, *(f"{s['shape']} {s['p05']:.0f} {s['p95']:.0f}" for s in shapes))
    return table


def _minutes(result: Mapping[str, Any]) -> Any:
    stated = _("Minutes a game (stated: {stated})").format(**result["minutes"])
    table = _table(stated, "", "5 %", "50 %", "95 %")
    for role, found in result["minutes"]["roles"].items():
        table.add_row(role, *(f"{found[part]:.0f}" for part in ("p05", "p50", "p95")))
    return table


def _sensitivity(result: Mapping[str, Any]) -> list[Any]:
    from rich.text import Text

    found = result["sensitivity"]
    if "missing" in found:
        return [Text(found["missing"])]
    table = _table(_("Constants that move goals most, in points over their range"), "", "")
    for goal, constants in found["goals"].items():
        first = sorted(constants, key=lambda id: -constants[id]["size"])[:5]
        table.add_row(goal, ", ".join(f"{id} {constants[id]['size']:.1f}" for id in first))
    return [table]
