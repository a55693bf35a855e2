"""`chiprace lab card`: the model card of packs, written as Markdown and pictures."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from game.words import _

if TYPE_CHECKING:
    from game.packs.model import Pack

DEFAULT_PACKS = ("two-doors", "since-2022")


@click.command(
    help=_("""\
Write the model card: what the model is, what it rests on, how it stands to the record.

The first PACK is the model; of further ones, its overlays, the record and what they add are told. The same
packs give the same bytes. What its games came to is left beside each pack as measured.json, from which the
codex of a game tells it.

\b
  chiprace lab card --to docs/model
  chiprace lab card my-pack --to card
""")
)
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("Where it is written; what else stands there is left alone."),
)
def card(packs: tuple[str, ...], folder: Path) -> None:
    """Write the model card of some packs."""
    from dataclasses import replace

    from game.lab.measure import measure
    from game.packs.measured import FILE, write_measured
    from game.packs.read import PackError, read_pack
    from game.report.card import card as written

    told: list[Pack] = []
    for name in packs or DEFAULT_PACKS:
        reading = read_pack(name)
        if reading.pack is None or reading.folder is None:
            raise PackError(reading)
        measured = measure(reading.pack, name)
        told.append(replace(reading.pack, measured=measured))
        if measured.empty:
            continue
        try:
            write_measured(reading.folder, measured)
        except OSError as error:
            said = _("{file} cannot be left in {folder}: {reason}")
            reason = error.strerror or error
            click.echo(said.format(file=FILE, folder=reading.folder, reason=reason), err=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written(told).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(_("The model card is in {folder}.").format(folder=folder), err=True)
