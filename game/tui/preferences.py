"""What a person prefers, kept in a small TOML file beside their saves' folder or in their settings.

It is read before the first paint, so it loads little. Whatever is wrong with the file, the game opens:
what cannot be used is left at its default, and one sentence says so.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from game.packs.where import DATA_VARIABLE
from game.tui.glyphs import ASCII, UNICODE, Glyphs
from game.tui.themes import DEFAULT, THEMES
from game.words import N_, _

FILE = "settings.toml"
MOST_BYTES = 64_000
CHOICES = {
    "theme": tuple(theme.name for theme in THEMES),
    "drawing": ("braille", "blocks", "ascii"),
}
"""What each setting can be."""
TOLD = {
    "ink": N_("Warm paper on dark ink."),
    "paper": N_("Dark ink on paper, for bright rooms and projectors."),
    "high-contrast": N_("White and bright colours on black."),
    "colour-blind-safe": N_("The colours of Okabe and Ito, told apart by nearly everyone."),
    "braille": N_("Fine lines of braille dots; most terminals have them."),
    "blocks": N_("Coarser lines of blocks, where braille looks thin or wrong."),
    "ascii": N_("Plain ASCII in charts and signs, for old consoles and fonts."),
}
"""Of each choice, what it looks like."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Of each setting, its choice."""

    theme: str = DEFAULT
    drawing: str = "braille"
    """What charts and signs are drawn with."""

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""
        return ASCII if self.drawing == "ascii" else UNICODE


def settings_file() -> Path:
    """Where settings are kept: the person's folder of settings, or where the environment says."""
    named = os.environ.get(DATA_VARIABLE)
    folder = Path(named) if named else platformdirs.user_config_path("chiprace", appauthor=False)
    return folder / FILE


def read_preferences(path: Path) -> tuple[Preferences, str]:
    """The settings, and a sentence when some of them could not be used."""
    try:
        with path.open("rb") as file:
            table = tomllib.loads(file.read(MOST_BYTES).decode("utf-8"))
    except FileNotFoundError:
        return Preferences(), ""
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else _("it is no TOML")
        said = _("Your settings in {path} cannot be read ({reason}), so the usual ones are taken.")
        return Preferences(), said.format(path=path, reason=reason)
    return _taken(table, path)


def _taken(table: dict[str, Any], path: Path) -> tuple[Preferences, str]:
    known = [field.name for field in fields(Preferences)]
    fit = {name: table[name] for name in known if table.get(name) in CHOICES[name]}
    unfit = [name for name in known if name in table and name not in fit]
    said = ""
    if unfit:
        said = _("In {path}, {name} can be {choices}; the usual one is taken.").format(
            path=path, name=unfit[0], choices=", ".join(CHOICES[unfit[0]])
        )
    return Preferences(**fit), said


def write_preferences(path: Path, preferences: Preferences) -> str:
    """Keep the settings; a sentence when that cannot be done."""
    import tomli_w

    table = {field.name: getattr(preferences, field.name) for field in fields(Preferences)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
        draft.write_text(tomli_w.dumps(table), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        said = _("Your settings cannot be kept in {path}: {reason}.")
        return said.format(path=path, reason=error.strerror)
    return ""
