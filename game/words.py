"""Words people read, in their language.

Every command loads this module before it does anything, so it loads next to nothing itself.
"""

import os
from functools import cache

TYPE_CHECKING = False  # as in typing, which need not be loaded
if TYPE_CHECKING:
    from gettext import NullTranslations

LOCALES = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120
"""Where the translations are: `LANGUAGE/LC_MESSAGES/chiprace.mo`."""


@cache
def _translation() -> "NullTranslations":
    """The words of the person's language; English where there are none."""
    import gettext  # late: a run that says nothing need not load it

    return gettext.translation("chiprace", localedir=LOCALES, fallback=True)


def _(message: str) -> str:
    """The message in the person's language."""
    return _translation().gettext(message)


def N_(message: str) -> str:  # noqa: N802
    """The message as it is: marks one for translators that `_` translates when it is shown."""
    return message
