"""`chiprace saves`: list saved games, show one, tell whether it was changed, play it again."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.errors import ExitCode
from game.words import _

if TYPE_CHECKING:
    from game.match.record import End, Header, Record
    from game.match.shelf import Entry

LONGEST_SHOWN = 60

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
folder_option = click.option(
    "--saves",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of saves, in place of your own.",
)


@click.group()
def saves() -> None:
    """List saved games, show one, check that it is as it was saved, or play it again.

    SAVE is a name from the list, or the path of a file.

    \b
    Example:
      chiprace saves list
    """  # noqa: D301


@saves.command("list")
@as_json_option
@folder_option
def list_saves(as_json: bool, folder: Path | None) -> None:
    """List saved games, the last played first. One that cannot be read is listed with the reason.

    \b
    Example:
      chiprace saves list --json
    """  # noqa: D301
    from game.match.shelf import Shelf, saves_folder

    shelf = Shelf(folder or saves_folder())
    entries = shelf.entries()
    if as_json:
        _print_json([_entry_data(entry) for entry in entries])
        return
    if not entries:
        click.echo(_("There are no saved games in {folder}.").format(folder=shelf.folder), err=True)
    width = max((len(entry.name) for entry in entries), default=0)
    for entry in entries:
        when = datetime.fromtimestamp(entry.changed).astimezone().strftime("%Y-%m-%d %H:%M")
        click.echo(f"{entry.name:<{width}}  {when}  {_entry_line(entry)}")


@saves.command("show")
@click.argument("save")
@as_json_option
@folder_option
def show(save: str, as_json: bool, folder: Path | None) -> None:
    """Show what a saved game holds: how it was set up, and what was ordered in each turn.

    \b
    Example:
      chiprace saves show my-game
    """  # noqa: D301
    from game.match.record import broken_at, place_of, read_record
    from game.match.shelf import find_save, read_text, saves_folder

    path = find_save(save, folder or saves_folder())
    text = read_text(path)
    broken = broken_at(text)
    if broken is not None:
        said = _("{path}: {place} was changed after it was saved")
        click.echo(said.format(path=path, place=place_of(broken)), err=True)
    record = read_record(text)
    if as_json:
        _print_json(_record_data(record))
        return
    for line in _record_lines(record):
        click.echo(line)


@saves.command("verify")
@click.argument("save")
@as_json_option
@folder_option
def verify(save: str, as_json: bool, folder: Path | None) -> ExitCode:
    """Tell whether a saved game is as it was saved, and still comes out as it did.

    Exits with 1 if not, and names the first turn that was changed.

    \b
    Example:
      chiprace saves verify my-game
    """  # noqa: D301
    from game.match.saves import verify as verdict_of
    from game.match.shelf import find_save, saves_folder

    path = find_save(save, folder or saves_folder())
    verdict = verdict_of(path)
    if as_json:
        _print_json(
            {
                "save": str(path),
                "sound": verdict.sound,
                "said": verdict.said,
                "place": verdict.place,
                "turn": verdict.turn,
                "digest": verdict.digest,
            }
        )
    elif verdict.sound:
        click.echo(verdict.digest)
    click.echo(f"{path}: {verdict.said}", err=True)
    return ExitCode.DONE if verdict.sound else ExitCode.NO


@saves.command("replay")
@click.argument("save")
@as_json_option
@folder_option
def replay(save: str, as_json: bool, folder: Path | None) -> ExitCode:
    """Play a saved game again, and print the digest of where it stands.

    Exits with 1 if it comes out otherwise than it was saved.

    \b
    Example:
      chiprace saves replay my-game
    """  # noqa: D301
    from game.match.saves import load
    from game.match.shelf import find_save, saves_folder

    path = find_save(save, folder or saves_folder())
    loaded = load(path)
    if as_json:
        _print_json(
            {
                "save": str(path),
                "turns": len(loaded.match.played),
                "digest": loaded.digest,
                "ending": loaded.match.ending,
                "departs": loaded.departs,
                "remarks": list(loaded.remarks),
            }
        )
    else:
        click.echo(loaded.digest)
    for remark in loaded.remarks:
        click.echo(f"{path}: {remark}", err=True)
    return ExitCode.DONE if loaded.departs is None else ExitCode.NO


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _shown(text: str) -> str:
    """Words of a save, which may come from a stranger, so that nothing in them acts on the terminal."""
    text = text if text.isprintable() else ascii(text)[1:-1]
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def _entry_line(entry: "Entry") -> str:
    if entry.header is None or entry.end is None:
        return _("cannot be read: {problem}").format(problem=entry.problem)
    seats = ", ".join(f"{_shown(role)} {_shown(who)}" for role, who in entry.header.seats.items())
    return f"{_setup(entry.header)}; {seats}; {_standing(entry.end)}"


def _setup(header: "Header") -> str:
    pack = f"{_shown(header.pack)} {_shown(header.version)}"
    return _("{pack}, seed {seed}").format(pack=pack, seed=header.seed)


def _standing(end: "End") -> str:
    played = _("{turns} turns played").format(turns=end.turns)
    return f"{played}, {_shown(end.ending)}" if end.ending else played


def _entry_data(entry: "Entry") -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": entry.name,
        "path": str(entry.path),
        "changed": entry.changed,
        "problem": entry.problem,
    }
    if entry.header is not None and entry.end is not None:
        data |= _header_data(entry.header) | _end_data(entry.end)
    return data


def _header_data(header: "Header") -> dict[str, Any]:
    return {
        "pack": header.pack,
        "version": header.version,
        "hash": header.hash,
        "seed": header.seed,
        "see": header.see,
        "seats": dict(header.seats),
        "constants": dict(header.constants),
    }


def _end_data(end: "End") -> dict[str, Any]:
    return {"turns": end.turns, "digest": end.digest, "ending": end.ending}


def _record_data(record: "Record") -> dict[str, Any]:
    played = [
        {
            "orders": {role: dict(order) for role, order in turn.orders.items()},
            "answers": {role: dict(given) for role, given in turn.answers.items()},
            "forecasts": dict(turn.forecasts),
            "digest": turn.digest,
        }
        for turn in record.turns
    ]
    return _header_data(record.header) | _end_data(record.end) | {"played": played}


def _record_lines(record: "Record") -> list[str]:
    header = record.header
    lines = [f"{_setup(header)}; {_standing(record.end)}"]
    lines += [f"{_shown(role)}: {_shown(who)}" for role, who in header.seats.items()]
    lines += [f"{_shown(id)} = {value:g}" for id, value in header.constants.items()]
    for number, turn in enumerate(record.turns, start=1):
        said = [
            f"{_shown(role)}: " + ", ".join(f"{_shown(id)} = {_said(v)}" for id, v in table.items())
            for tables in (turn.orders, turn.answers)
            for role, table in tables.items()
            if table
        ]
        said += [f"{_shown(id)} {percent:g}%" for id, percent in turn.forecasts.items()]
        lines.append(_("turn {turn}").format(turn=number) + "".join(f"; {part}" for part in said))
    return lines


def _said(value: str | float) -> str:
    return _shown(value) if isinstance(value, str) else f"{value:.12g}"
