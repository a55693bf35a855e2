"""`chiprace why`: the causes of a number's change, in a saved game."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.errors import GameError
from game.words import _

if TYPE_CHECKING:
    from game.engine.why import Cause, History

WIDTH = 100
DEEPEST = 12


class UnknownQuantityError(GameError):
    """A name that is no quantity of the pack."""


@click.command(
    help=_("""\
Say why a number moved in a turn of a saved game: causes that sum to the change, each with the causes
behind it, down to a decision, an event or luck.

SAVE is a name from "chiprace saves list", or the path of a file. What the seat of the game does not see
is not told.

\b
  chiprace why my-game cn_compute --turn 5
  chiprace why my-game tension --json
""")
)
@click.argument("save")
@click.argument("quantity")
@click.option("--turn", type=click.IntRange(min=1), help=_("Which turn; the last one played."))
@click.option("--depth", default=6, type=click.IntRange(1, DEEPEST), show_default=True)
@click.option("--json", "as_json", is_flag=True, help=_("Print exact numbers as JSON."))
@click.option(
    "--saves", "folder", type=click.Path(path_type=Path), help=_("Where games are saved.")
)
def why(
    save: str, quantity: str, turn: int | None, depth: int, as_json: bool, folder: Path | None
) -> None:
    """Print why a number moved."""
    from game.lang.problems import nearest
    from game.match.saves import load
    from game.match.shelf import find_save, saves_folder
    from game.plain import draw
    from game.plain.printer import Printer
    from game.views.seat import outlook_of
    from game.views.why import why_view

    loaded = load(find_save(save, folder or saves_folder()))
    for remark in loaded.remarks:
        click.echo(remark, err=True)
    match = loaded.match
    levels = match.world.layout.levels
    if quantity not in levels:
        near = nearest(quantity, levels)
        hint = _("did you mean {near}?").format(near=near) if near else ""
        raise UnknownQuantityError(
            _("{quantity!r} is no quantity of {pack}; {hint}")
            .format(quantity=quantity, pack=match.pack.id, hint=hint)
            .rstrip("; ")
        )
    view = why_view(match.history, outlook_of(match), quantity, turn, depth)
    if as_json:
        told = _told(match.history, quantity, view.turn, depth)
        json.dump(told, sys.stdout, indent=1, allow_nan=False)
        print()
    else:
        draw.why(Printer(sys.stdout, WIDTH), view)


def _told(history: "History", quantity: str, turn: int, depth: int) -> dict[str, Any]:
    """A change and its causes with exact numbers; causes of each level sum to the one above."""
    from game.engine.why import why

    if turn == 0:
        return {"quantity": quantity, "turn": 0, "causes": []}
    change = why(history, quantity, turn)
    return {
        "quantity": quantity,
        "turn": turn,
        "before": change.before,
        "after": change.after,
        "change": change.after - change.before,
        "causes": [_cause(history, cause, depth) for cause in change.causes],
    }


def _cause(history: "History", cause: "Cause", depth: int) -> dict[str, Any]:
    from game.engine.why import deeper

    parts = deeper(history, cause) if depth > 1 else ()
    return {
        "kind": cause.kind,
        "path": cause.path,
        "turn": cause.turn,
        "change": cause.change,
        "causes": [_cause(history, part, depth - 1) for part in parts],
    }
