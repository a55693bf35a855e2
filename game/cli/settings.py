"""Settings of a command line that are written `name=value`."""

from collections.abc import Mapping, Sequence

from game.errors import GameError
from game.words import _


class SettingError(GameError):
    """A setting on the command line is not of the form that is needed."""


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """`name=value` settings, by name; the last of a name holds."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise SettingError(
                _("{option} {text!r} has no name or no value: write name=value").format(
                    option=option, text=text
                )
            )
        found[name.strip()] = value.strip()
    return found


def numbers(settings: Mapping[str, str]) -> dict[str, float]:
    """Values of settings as numbers."""
    found: dict[str, float] = {}
    for name, value in settings.items():
        try:
            found[name] = float(value)
        except ValueError:
            raise SettingError(
                _("--set {name} needs a number, not {value!r}").format(name=name, value=value)
            ) from None
    return found
