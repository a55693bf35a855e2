"""What is known of the effects of a decision or a choice, in words."""

from collections.abc import Collection
from dataclasses import replace

from game.engine.turn import Reader, deciding
from game.lang.explain import explain
from game.lang.tree import Effect, Node, Unary, Value
from game.views.calendar import step_name, steps
from game.views.numbers import scale_of, title_of, written
from game.views.sight import Outlook
from game.words import _


def known_effects(
    outlook: Outlook,
    path: str,
    on: Collection[str] | None = None,
    ordered: tuple[str, float] | None = None,
) -> tuple[str, ...]:
    """The effects of a list of the pack as far as this seat can see them, one phrase each.

    A number that depends on the world is what it would be now, and says `about`.

    Args:
        outlook: Who sees, and when.
        path: Of the list.
        on: Quantities that are of interest; all of them when it is None.
        ordered: A decision and the amount of it, where that is what brings them.
    """
    effects = outlook.world.pack.effects.get(path, ())
    effects = [effect for effect in effects if on is None or effect.target.id in on]
    state = deciding(outlook.world, outlook.states[-1])
    if ordered is not None:
        decision, amount = ordered
        rows = state.rows.copy()
        rows[0, outlook.world.layout.amount[decision]] = amount
        state = replace(state, rows=rows)
    reader = Reader(outlook.world, state)
    phrases = (_phrase(outlook, effect, reader) for effect in effects)
    return tuple(phrase for phrase in phrases if phrase is not None)


def _phrase(outlook: Outlook, effect: Effect, reader: Reader) -> str | None:
    target = effect.target.id
    if outlook.kind(target) == "hidden":
        return None
    value = float(explain(effect.value, reader).value)
    sure = _is_plain(effect.value.root)
    title, scale = title_of(outlook.world.pack, target), scale_of(outlook.world.pack, target)
    match effect.op:
        case "=":
            what = _("{title} becomes {amount}").format(
                title=title, amount=_about(scale.level(value), sure)
            )
        case "*=":
            if value == 1.0:
                return None
            share = (value - 1.0) * 100.0
            sign = "+" if share > 0 else ""
            amount = f"{sign}{written(share, 0)}%"
            what = f"{title} {_about(amount, sure)}"
        case "+=" | "-=":
            if value == 0.0:
                return None
            amount = scale.change(value if effect.op == "+=" else -value)
            what = f"{title} {_about(amount, sure)}"
    calendar = outlook.world.pack.model.calendar
    match effect.spread:
        case "over":
            return _("{what} over {time}").format(what=what, time=steps(calendar, effect.turns))
        case "for":
            return _("{what} each {step} for {time}").format(
                what=what, step=step_name(calendar), time=steps(calendar, effect.turns)
            )
        case "now":
            return what


def _about(amount: str, sure: bool) -> str:
    return amount if sure else _("about {amount}").format(amount=amount)


def _is_plain(node: Node) -> bool:
    """Whether a value is a number as written, whatever the world is like."""
    return isinstance(node, Value) or (isinstance(node, Unary) and _is_plain(node.operand))
