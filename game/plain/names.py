"""What a typed word stands for: an id, a number from a list, the beginning of an id, a title."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from game.errors import GameError
from game.words import _

FITS: tuple[Callable[[str, str], bool], ...] = (
    lambda typed, form: form == typed,
    lambda typed, form: bool(typed) and form.startswith(typed),
    lambda typed, form: bool(typed) and f" {typed}" in form,
    lambda typed, form: bool(typed) and typed in form,
)
"""How a typed word may stand for a name, the surest way first."""


class UnknownNameError(GameError):
    """A typed word stands for nothing here, or for too much."""


def pick(typed: str, named: Mapping[str, str], what: str, numbered: Sequence[str] = ()) -> str:
    """The id that a typed word stands for.

    Args:
        typed: As typed.
        named: Titles by id.
        what: What is looked for, for the refusal: "decision".
        numbered: Ids in the order of the numbers on the screen; all ids when empty.

    Raises:
        UnknownNameError: Nothing, or more than one thing, goes by that name.
    """
    wanted = folded(typed)
    ids = list(numbered or named)
    if wanted.isascii() and wanted.isdigit():
        if 1 <= int(wanted[:6]) <= len(ids):
            return ids[int(wanted[:6]) - 1]
        if not ids:
            raise UnknownNameError(_("There is no {what} to choose now.").format(what=what))
        raise UnknownNameError(
            _("There is no {what} {number}: give 1 to {last}, or a name.").format(
                what=what, number=typed.strip(), last=len(ids)
            )
        )
    forms = {id: (folded(id), folded(title)) for id, title in named.items()}
    for fits in FITS:
        found = [id for id, pair in forms.items() if any(fits(wanted, form) for form in pair)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownNameError(
                _("{typed} could be {ids}: write more of it.").format(
                    typed=typed.strip(), ids=listed(found[:6], last=_("or"))
                )
            )
    words = {form: id for id, pair in forms.items() for form in pair}
    near = get_close_matches(wanted, words, n=1)
    if near:
        raise UnknownNameError(
            _("There is no {what} {typed}: did you mean {near}?").format(
                what=what, typed=typed.strip(), near=words[near[0]]
            )
        )
    raise UnknownNameError(
        _("There is no {what} {typed}. There is {ids}.").format(
            what=what, typed=typed.strip(), ids=listed(list(named)[:12]) or _("none now")
        )
    )


def folded(text: str) -> str:
    """A name as it is compared: case, underscores, hyphens and spaces apart do not count."""
    return " ".join(text.replace("_", " ").replace("-", " ").casefold().split())


def listed(names: Sequence[str], last: str | None = None) -> str:
    """Names in a row: `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last or _('and')} {names[-1]}"
