"""`chiprace pack`: list packs, check them, and say what a report means."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from game.errors import ExitCode
from game.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.lab.checks import Verdict
    from game.packs.diagnostics import Report


@click.group()
def pack() -> None:
    """List packs, check them, and explain what a check reports.

    \b
    Example:
      chiprace pack check my-packs/fishery
    """  # noqa: D301


@pack.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_packs(as_json: bool) -> None:
    """List the packs there are. One that cannot be played is listed with its first error.

    \b
    Example:
      chiprace pack list
    """  # noqa: D301
    from game.packs.shelf import shelf

    packs = list(shelf())
    if as_json:
        data = [{**asdict(entry), "folder": str(entry.folder)} for entry in packs]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if not packs:
        click.echo(_("There are no packs."), err=True)
    width = max((len(entry.id) for entry in packs), default=0)
    for entry in packs:
        about = entry.about if entry.error is None else _("cannot be played: ") + entry.error
        click.echo(f"{entry.id:<{width}}  {entry.title}: {about}".rstrip(": "))


@pack.command("check")
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
def check(packs: tuple[str, ...], as_json: bool) -> ExitCode:
    """Check packs, given by id or folder: this folder if it is one, or else all there are.

    Prints a report for each mistake; exits with 1 if a pack cannot be played.

    \b
    Example:
      chiprace pack check my-packs/fishery
    """  # noqa: D301
    from game.packs.diagnostics import rendered
    from game.packs.read import read_pack
    from game.packs.where import folders, says_pack

    here = (".",) if says_pack(Path()) else ()
    chosen = packs or here or tuple(str(folder) for folder in folders())
    found = [read_pack(name) for name in chosen]
    if as_json:
        data = [
            {
                "pack": reading.name,
                "title": reading.title,
                "playable": reading.pack is not None,
                "hash": reading.pack.hash if reading.pack else None,
                "reports": [report.as_data() for report in reading.reports],
            }
            for reading in found
        ]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    for reading in found:
        if not as_json and reading.reports:
            click.echo(rendered(reading.reports), nl=False)
        click.echo(f"{reading.name}: {_summary(reading.reports)}", err=True)
    return ExitCode.DONE if all(reading.pack for reading in found) else ExitCode.NO


def _summary(reports: "Sequence[Report]") -> str:
    if not reports:
        return _("nothing to report")
    words: list[str] = []
    for severity in ("error", "warning", "note"):
        count = sum(report.severity == severity for report in reports)
        if count:
            words.append(f"{count} {severity}{'' if count == 1 else 's'}")
    return ", ".join(words)


@pack.command("explain")
@click.argument("code")
def explain(code: str) -> None:
    """Say what a report's CODE means, with an example and its mending.

    \b
    Example:
      chiprace pack explain gauge-circle
    """  # noqa: D301
    from game.packs.explain import page

    click.echo(page(code).text, nl=False)


@pack.command("schema")
def schema() -> None:
    """Print the JSON Schema of packs, for editors that complete and check TOML.

    \b
    Example:
      chiprace pack schema > pack.schema.json
    """  # noqa: D301
    from game.packs.schema import schema_text

    click.echo(schema_text(), nl=False)


@pack.command("test")
@click.argument("name", metavar="PACK")
@click.option("--games", type=click.IntRange(1, 1_000_000), help="Games for each check.")
@click.option(
    "--ranges",
    default=0,
    type=click.IntRange(0, 10_000),
    show_default=True,
    help="Games with each disputed constant at either end of its range.",
)
@click.option("--set", "sets", multiple=True, metavar="CONSTANT=VALUE", help="Set a constant.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def test(
    name: str, games: int | None, ranges: int, sets: tuple[str, ...], as_json: bool
) -> ExitCode:
    """Try a pack's reality checks; exits with 1 if one does not hold.

    With --ranges, also tells at which end of which disputed constant a check turns, in the same games
    with the constants as they are and at the ends.

    \b
    Example:
      chiprace pack test two-doors --games 500
    """  # noqa: D301
    from game.cli.settings import numbers, pairs
    from game.lab.checks import verdicts
    from game.packs.read import load_pack

    found: list[Verdict] = []
    loaded = load_pack(Path(name) if Path(name).is_dir() else name)
    constants = numbers(pairs(sets, "--set"))
    for verdict in verdicts(loaded, games, ranges=ranges, constants=constants):
        found.append(verdict)
        if not as_json:
            click.echo(_told(verdict))
    if as_json:
        data = [{**asdict(v), "holds": v.holds, "near": v.near, "turned": v.turned} for v in found]
        click.echo(json.dumps({"pack": loaded.id, "checks": data}, ensure_ascii=False, indent=2))
    elif not found:
        click.echo(_("The pack has no checks."), err=True)
    return ExitCode.DONE if all(verdict.holds for verdict in found) else ExitCode.NO


def _told(verdict: "Verdict") -> str:
    low, high = verdict.interval
    word = _("holds") if verdict.holds else _("FAILS")
    lines = [
        f"{word}  {verdict.id}: {verdict.title}",
        f"       {verdict.share:.1%} of {verdict.games} games ({low:.1%} to {high:.1%}),"
        f" needs {verdict.needed:.1%}",
    ]
    if verdict.near:
        lines[1] += _("; near the line")
    if verdict.failing is not None:
        lines[1] += _("; first lane it fails in: {lane}").format(lane=verdict.failing)
    if verdict.ends:
        ends = ", ".join(verdict.turned) or _("at no end of a disputed range")
        words = _("in the first {games} games: {share}, and otherwise {ends}")
        told = words.format(games=verdict.ranged, share=f"{verdict.base:.1%}", ends=ends)
        lines.append(f"       {told}")
    return "\n".join(lines)
