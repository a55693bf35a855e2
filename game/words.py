"""Words people read, in their language."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LOCALES = Path(__file__).parent / "locale"
"""Where the translations are: `LANGUAGE/LC_MESSAGES/chiprace.mo`."""


@cache
def _translation() -> "NullTranslations":
    """The words of the person's language; English where there are none."""
    import gettext  # late: a run that says nothing need not load it

    return gettext.translation("chiprace", localedir=LOCALES, fallback=True)


def _(message: str) -> str:
    """The message in the person's language."""
    return _translation().gettext(message)
