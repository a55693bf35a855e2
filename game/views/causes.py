"""Causes in words: what of the pack a dotted path stands for, and who did it."""

from game.packs.model import Pack
from game.views.numbers import title_of
from game.words import _


def cause_title(pack: Pack, path: str, role: str | None = None) -> str:
    """What a cause is called.

    Args:
        pack: The pack.
        path: As in the ledger, or `quantity.ID` for a quantity that moved another.
        role: Who reads it: that seat's own decisions are called `your order`.
    """
    model = pack.model
    head, _dot, rest = path.partition(".")
    match head:
        case "flow":
            return model.flow[rest.split(".")[0]].title
        case "noise":
            return _("luck: {title}").format(title=model.noise[rest].title)
        case "pipeline":
            title = model.pipeline[rest].title
            return _("delivered from {title}").format(title=_lower(title))
        case "quantity" | "gauge":
            return title_of(pack, rest.split(".")[0])
        case "event":
            return _event(pack, rest, role)
        case "decision":
            return _decision(pack, rest, role)
        case "cost":
            decision = rest.removeprefix("decision.").split(".")[0]
            return _("paid for {title}").format(title=model.decision[decision].title)
        case "limit":
            return _("held at its limit")
        case "rounding":
            return _("rounding")
        case "turn":
            return _("the passing of time")
        case _:
            return path


def _event(pack: Pack, rest: str, role: str | None) -> str:
    event_id, _dot, choice_id = rest.partition(".choice.")
    event = pack.model.event[event_id]
    if not choice_id:
        return _("event: {title}").format(title=event.title)
    choice = event.choice[choice_id]
    if choice.role == role:
        return _("your answer: {choice}").format(choice=choice.text)
    who = pack.model.role[choice.role].title
    return _("{who} answered: {choice}").format(who=who, choice=choice.text)


def _decision(pack: Pack, rest: str, role: str | None) -> str:
    decision_id, _dot, option_id = rest.partition(".option.")
    decision = pack.model.decision[decision_id]
    what = decision.title
    if option_id:
        what = f"{what}: {decision.option[option_id].title}"
    if decision.role == role:
        return _("your order: {what}").format(what=what)
    who = pack.model.role[decision.role].title
    return _("{who} ordered: {what}").format(who=who, what=what)


def _lower(title: str) -> str:
    """A title inside a sentence; a first word in capitals or with digits keeps its form."""
    first = title.split(" ", 1)[0]
    return (
        title
        if any(c.isupper() or c.isdigit() for c in first[1:])
        else title[:1].lower() + title[1:]
    )
