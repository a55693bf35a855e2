"""`chiprace lab card`: the model card of packs, written as Markdown and pictures."""

from pathlib import Path

import click

from game.words import _

DEFAULT_PACKS = ("two-doors", "since-2022")


@click.command(
    help=_("""\
Write the model card: what the model is, what it rests on, how it stands to the record.

The first PACK is the model; of further ones, its overlays, the record and what they add are told. The same
packs give the same bytes.

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
    from game.report.card import card as written

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in written(packs or DEFAULT_PACKS).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(_("The model card is in {folder}.").format(folder=folder), err=True)
