"""`chiprace play`: one game, for a person."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from game.cli.terminal import is_full, terminal, why_plain
from game.errors import ExitCode, GameError
from game.words import _

if TYPE_CHECKING:
    from game.match.opened import Opened
    from game.plain.lines import Lines
    from game.plain.printer import Printer
    from game.tui.session import Session

DEFAULT_PACK = "two-doors"
"""What is played when nobody can be asked."""
WIDTH = 72
"""Columns of a line where no terminal says how wide it is."""
WIDEST = 100
"""Longer lines are hard to read."""


class PlayError(GameError):
    """A game cannot be opened as the command line says."""


@click.command(
    help=_("""\
Play a game, or go on with one.

Without a pack, a list is shown. PLAYER is a persona, random, hold, or "fixed: decision=option, ...".

\b
  chiprace play two-doors --role firm
  chiprace play two-doors --role us --seed 7 --see fog
  chiprace play since-2022 --role us --from 2023-Q4
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
@click.option(
    "--from",
    "first",
    metavar="PERIOD",
    help=_("The first turn that is yours, as 2023-Q4; before it the record plays."),
)
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
    first: str | None,
    plain: bool,
    resume: str | None,
    saves: Path | None,
) -> int | None:
    """Open a game in the full-screen face where there is room for it, else in the linear one."""
    from game.match.shelf import saves_folder

    given = (pack, role, *seats, see, *sets, first)
    if resume is not None and (any(given) or seed is not None):
        raise PlayError(_("A game goes on as it was begun: give nothing but the save to --resume."))
    folder = saves or saves_folder()
    wanted = Wanted(pack, role, seats, seed, see or "full", sets, first, resume, folder)
    here = terminal()
    if plain or not is_full(here):
        return _linear(wanted, "" if plain else why_plain(here))
    return _full(wanted)


def _linear(wanted: "Wanted", remark: str) -> None:
    from game.plain import face
    from game.plain.lines import Lines
    from game.plain.printer import Printer

    out = Printer(sys.stdout, _width())
    lines = Lines(sys.stdin, out, echo=not sys.stdin.isatty())
    if remark:
        out.line(remark)
    opened = _opened(wanted, _Asking(out, lines, sys.stdin.isatty()))
    for remark in opened.remarks:
        out.line(face.sentence(remark))
    face.play(face.Face(opened.match, out, opened.autosave, _look_back()), lines)


def _full(wanted: "Wanted") -> int:
    """Open the full-screen face; what is heavy is loaded after its first paint."""
    from game.tui.app import GameApp

    def opener() -> "Session":
        from game.tui.session import Session

        opened = _opened(wanted, None)
        return Session(opened.match, opened.autosave, list(opened.remarks))

    settled = (wanted.role, wanted.seats, wanted.sets, wanted.first, wanted.resume)
    if any(settled) or wanted.seed is not None:
        app = GameApp(opener, wanted.saves)
    else:
        app = GameApp(None, wanted.saves, wanted.pack)
    code = app.run()
    if app.problem is not None:
        raise app.problem
    return code or ExitCode.DONE


def _opened(wanted: "Wanted", asking: "_Asking | None") -> "Opened":
    """The game that is asked for; without somebody to ask, what is not said has a default."""
    if wanted.resume is None:
        return _begun(wanted, wanted.saves, asking)
    from game.match.opened import go_on
    from game.match.shelf import find_save

    return go_on(find_save(wanted.resume, wanted.saves), wanted.saves)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    pack: str | None
    role: str | None
    seats: Sequence[str]
    seed: int | None
    see: str
    sets: Sequence[str]
    first: str | None
    resume: str | None
    saves: Path


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks a person to choose; where there is none, the first choice is taken."""

    out: "Printer"
    lines: "Lines"
    person: bool

    def seat(self, roles: Mapping[str, str]) -> str:
        """The seat a person takes."""
        prompt = _("number, or Enter for the first> ")
        return self.choose(_("Which seat do you take?"), roles, prompt, _("seat"))

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


def _begun(wanted: Wanted, folder: Path, asking: _Asking | None) -> "Opened":
    """A new game."""
    from game.cli.settings import numbers, pairs
    from game.match.opened import begin, drawn_seed
    from game.packs.read import PackError, read_pack

    reading = read_pack(wanted.pack or _ask_pack(asking))
    if reading.pack is None:
        raise PackError(reading)
    pack = reading.pack
    roles = {id: role.title for id, role in pack.model.role.items()}
    role = wanted.role or (asking.seat(roles) if asking else next(iter(roles)))
    seed = drawn_seed() if wanted.seed is None else wanted.seed
    seats = pairs(wanted.seats, "--seat")
    if role in seats:
        raise PlayError(_("{role} is your seat: name players of the others.").format(role=role))
    constants = numbers(pairs(wanted.sets, "--set"))
    first = wanted.first
    return begin(pack, reading.folder, role, seats, seed, wanted.see, folder, constants, first)


def _ask_pack(asking: _Asking | None) -> str:
    """The pack a person chooses from the list; the default one where nobody can be asked."""
    if asking is None or not asking.person:
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
