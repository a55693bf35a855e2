"""`chiprace play`: one game, for a person."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import get_terminal_size
from time import time_ns
from typing import TYPE_CHECKING

import click

from game.errors import GameError
from game.words import _

if TYPE_CHECKING:
    from game.match.game import Match
    from game.match.saves import Autosave
    from game.plain.lines import Lines
    from game.plain.printer import Printer

DEFAULT_PACK = "two-doors"
"""What is played when nobody can be asked."""
WIDTH = 72
"""Columns of a line where no terminal says how wide it is."""
WIDEST = 100
"""Longer lines are hard to read."""
SEEDS = 1_000_000
"""Seeds that are drawn are short enough to be written on a blackboard."""


class PlayError(GameError):
    """A game cannot be opened as the command line says."""


@click.command(
    help=_("""\
Play a game, or go on with one.

Without a pack, a list is shown. PLAYER is a persona, random, hold, or "fixed: decision=option, ...".

\b
  chiprace play two-doors --role firm
  chiprace play two-doors --role us --seed 7 --see fog
  chiprace play --resume my-game.toml
""")
)
@click.argument("pack", required=False)
@click.option("--role", help=_("The seat you take."))
@click.option("--seat", "seats", multiple=True, metavar="ROLE=PLAYER", help=_("Who plays another."))
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help=_("What all luck follows from."))
@click.option(
    "--see",
    type=click.Choice(["full", "odds", "fog"]),
    help=_("How much you are told of what the others intend."),
)
@click.option("--set", "sets", multiple=True, metavar="CONSTANT=VALUE", help=_("Set a constant."))
@click.option("--plain", is_flag=True, help=_("Line by line, for pipes and screen readers."))
@click.option("--resume", metavar="SAVE", help=_("Go on with a saved game."))
@click.option(
    "--saves", type=click.Path(path_type=Path), metavar="DIR", help=_("Where games are saved.")
)
def play(
    pack: str | None,
    role: str | None,
    seats: Sequence[str],
    seed: int | None,
    see: str | None,
    sets: Sequence[str],
    plain: bool,
    resume: str | None,
    saves: Path | None,
) -> None:
    """Open a game in the linear face."""
    del plain  # the only face there is
    from game.match.shelf import saves_folder
    from game.plain import face
    from game.plain.lines import Lines
    from game.plain.printer import Printer

    out = Printer(sys.stdout, _width())
    lines = Lines(sys.stdin, out, echo=not sys.stdin.isatty())
    folder = saves or saves_folder()
    if resume is None:
        wanted = Wanted(pack, role, seats, seed, see or "full", sets)
        opened = _begun(wanted, folder, _Asking(out, lines, sys.stdin.isatty()))
    elif pack or role or seats or seed is not None or see or sets:
        raise PlayError(_("A game goes on as it was begun: give nothing but the save to --resume."))
    else:
        opened = _resumed(resume, folder)
    for remark in opened.remarks:
        out.line(face.sentence(remark))
    face.play(face.Face(opened.match, out, opened.autosave, _look_back()), lines)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    pack: str | None
    role: str | None
    seats: Sequence[str]
    seed: int | None
    see: str
    sets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A game to be played, and where it is saved."""

    match: "Match"
    autosave: "Autosave"
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks a person to choose; where there is none, the first choice is taken."""

    out: "Printer"
    lines: "Lines"
    person: bool

    def choose(self, title: str, named: Mapping[str, str], prompt: str, what: str) -> str:
        """One of some ids, each with its line in the menu."""
        from game.plain.names import UnknownNameError, pick

        first = next(iter(named))
        if not self.person or len(named) == 1:
            return first
        self.out.heading(title)
        for number, line in enumerate(named.values(), 1):
            self.out.line(f"{number} {line}")
        while True:
            typed = self.lines.read(prompt)
            if typed is None or not typed.strip():
                return first
            try:
                return pick(typed, named, what)
            except UnknownNameError as error:
                self.out.line(str(error))


def _begun(wanted: Wanted, folder: Path, asking: _Asking) -> Opened:
    """A new game."""
    from game.cli.settings import numbers, pairs
    from game.match.game import PERSON, Match
    from game.match.saves import Autosave
    from game.match.shelf import Shelf
    from game.packs.read import PackError, read_pack

    reading = read_pack(wanted.pack or _ask_pack(asking))
    if reading.pack is None:
        raise PackError(reading)
    pack = reading.pack
    roles = {id: role.title for id, role in pack.model.role.items()}
    role = wanted.role or asking.choose(
        _("Which seat do you take?"), roles, _("number, or Enter for the first> "), _("seat")
    )
    seed = time_ns() // 1000 % SEEDS if wanted.seed is None else wanted.seed
    seats = pairs(wanted.seats, "--seat")
    if role in seats:
        raise PlayError(_("{role} is your seat: name players of the others.").format(role=role))
    match = Match.new(
        pack,
        seed,
        {**seats, role: PERSON},
        wanted.see,
        numbers(pairs(wanted.sets, "--set")),
    )
    shelf = Shelf(folder)
    name = shelf.free_name(f"{pack.id}-{role}-{seed}")
    return Opened(match, Autosave(shelf, name, reading.folder))


def _ask_pack(asking: _Asking) -> str:
    """The pack a person chooses from the list; the default one where nobody can be asked."""
    if not asking.person:
        return DEFAULT_PACK
    from game.packs.shelf import shelf

    packs = sorted(shelf(), key=lambda pack: pack.id != DEFAULT_PACK)
    for pack in packs:
        if pack.error is not None:
            text = _("{pack} cannot be played: {error}").format(pack=pack.id, error=pack.error)
            asking.out.line(text)
    playable = {
        pack.id: _("{title}, {minutes} minutes. {about}").format(
            title=pack.title, minutes=pack.minutes, about=pack.about
        )
        for pack in packs
        if pack.error is None
    }
    if not playable:
        raise PlayError(_("There is no pack that can be played."))
    return asking.choose(
        _("What do you want to play?"), playable, _("number, or Enter for the first> "), _("game")
    )


def _resumed(save: str, folder: Path) -> Opened:
    """A game that was saved, and where it goes on being saved."""
    from game.match.saves import going_on, load
    from game.match.shelf import find_save

    path = find_save(save, folder)
    loaded = load(path)
    return Opened(loaded.match, going_on(loaded, path, folder), loaded.remarks)


def _look_back() -> Sequence[str]:
    """What can be done with the save of a game that is over, of the verbs there are."""
    from game.cli.main import VERBS

    commands = {
        "why": "chiprace why {save} {quantity} --turn {turn}",
        "saves": "chiprace saves show {save}",
    }
    return [command for verb, command in commands.items() if verb in VERBS]


def _width() -> int:
    """Columns of a line."""
    if not sys.stdout.isatty():
        return WIDTH
    return min(get_terminal_size().columns, WIDEST)
