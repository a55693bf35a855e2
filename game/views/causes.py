"""Causes in words: what of the pack a dotted path stands for, and who did it."""

from game.engine.why import Given
from game.packs.model import Pack
from game.views.calendar import date_of
from game.views.numbers import title_of
from game.words import _


def cause_title(pack: Pack, path: str, role: str | None = None, given: Given | None = None) -> str:
    """What a cause is called.

    Args:
        pack: The pack.
        path: As in the ledger, or `quantity.ID` for a quantity that moved another.
        role: Who reads it: that seat's own decisions are called `your order`.
        given: How the order or answer came about, where it is one; as if given in that turn when absent.
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
            return _event(pack, rest, role, given)
        case "decision":
            return _decision(pack, rest, role, given)
        case "cost":
            decision = rest.removeprefix("decision.").split(".")[0]
            paid = _("paid for {title}").format(title=model.decision[decision].title)
            return _standing(pack, paid, given) if given and given.how == "stands" else paid
        case "limit":
            return _("held at its limit")
        case "rounding":
            return _("rounding")
        case "turn":
            return _("the passing of time")
        case _:
            return path


def _event(pack: Pack, rest: str, role: str | None, given: Given | None) -> str:
    event_id, _dot, choice_id = rest.partition(".choice.")
    event = pack.model.event[event_id]
    if not choice_id:
        return _("event: {title}").format(title=event.title)
    choice = event.choice[choice_id]
    return said(pack, choice.role, role, choice.text, given, answer=True)


def _decision(pack: Pack, rest: str, role: str | None, given: Given | None) -> str:
    decision_id, _dot, option_id = rest.partition(".option.")
    decision = pack.model.decision[decision_id]
    what = decision.title
    if option_id:
        what = f"{what}: {decision.option[option_id].title}"
    return said(pack, decision.role, role, what, given)


def said(
    pack: Pack,
    role: str,
    reader: str | None,
    what: str,
    given: Given | None = None,
    *,
    answer: bool = False,
) -> str:
    """An order or answer in words: whose it is, and whether it was given, stands, or came by default.

    Args:
        pack: The pack.
        role: Whose order or answer it is.
        reader: The role that reads it.
        what: What was ordered or answered.
        given: How it came about; as if given in that turn when absent.
        answer: Whether it is an answer to an event.
    """
    own, who = role == reader, pack.model.role[role].title
    how = given.how if given else "now"
    date = date_of(pack.model.calendar, given.turn) if given and given.turn else ""
    match how:
        case "stands":
            return _standing(pack, what if own else f"{who}: {what}", given)
        case "unanswered" if own:
            words = _("unanswered, so the first answer stood: {what}")
        case "unanswered":
            words = _("{who} did not answer, so this stood: {what}")
        case "dropped":
            words = _("not ordered again: {what}") if own else _("{who} ordered no more: {what}")
        case "past" if answer:
            words = (
                _("your answer of {date}: {what}") if own else _("{who} answered in {date}: {what}")
            )
        case "past":
            words = (
                _("your order of {date}: {what}") if own else _("{who} ordered in {date}: {what}")
            )
        case "now" if answer:
            words = _("your answer: {what}") if own else _("{who} answered: {what}")
        case "now":
            words = _("your order: {what}") if own else _("{who} ordered: {what}")
    return words.format(who=who, what=what, date=date)


def _standing(pack: Pack, what: str, given: Given | None) -> str:
    """What has stood since it was ordered, or since the start."""
    if given is None or not given.turn:
        return _("{what}, stands since the start").format(what=what)
    date = date_of(pack.model.calendar, given.turn)
    return _("{what}, stands since {date}").format(what=what, date=date)


def _lower(title: str) -> str:
    """A title inside a sentence; a first word in capitals or with digits keeps its form."""
    first = title.split(" ", 1)[0]
    return (
        title
        if any(c.isupper() or c.isdigit() for c in first[1:])
        else title[:1].lower() + title[1:]
    )
