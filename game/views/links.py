"""Which quantities move which, and which way: read off the formulas of a pack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from game.lang.slopes import Slope, flipped, joined, slope
from game.lang.tree import Kind, Level, Past, Rule, walk
from game.packs.model import Pack
from game.packs.rules import rules_of_gauge

_MOVING = (Kind.STOCK, Kind.GAUGE, Kind.PIPELINE, Kind.AMOUNT, Kind.DIAL)


@dataclass(frozen=True, slots=True)
class Link:
    """One quantity or decision moves another quantity."""

    cause: str
    effect: str
    sign: Slope
    """`+`: up moves it up; `-`: up moves it down; `?`: it depends, or cannot be told."""


def links_of(pack: Pack) -> tuple[Link, ...]:
    """All links between quantities, and from decisions, in the order of ids.

    Events and luck are left out, and what a quantity does to itself.
    """
    found: dict[tuple[str, str], Slope] = {}
    for cause, effect, sign in _found(pack):
        if cause != effect and sign != "0":
            found[cause, effect] = joined(found.get((cause, effect), "0"), sign)
    return tuple(Link(cause, effect, sign) for (cause, effect), sign in sorted(found.items()))


def _found(pack: Pack) -> Iterator[tuple[str, str, Slope]]:
    model, turns = pack.model, pack.model.calendar.turns
    for id, gauge in model.gauge.items():
        if gauge.by is not None:
            yield gauge.by, id, "?"
        for path in rules_of_gauge(model, id):
            for cause, sign in _causes(pack.rules[path], turns).items():
                yield cause, id, sign
    for id, flow in model.flow.items():
        for cause, sign in _causes(pack.rules[f"flow.{id}.add"], turns).items():
            yield cause, flow.of, sign
            if flow.from_ is not None:
                yield cause, flow.from_, flipped(sign)
    for id, pipeline in model.pipeline.items():
        yield id, pipeline.into, "+"
    for path, effects in pack.effects.items():
        table, id = path.split(".")[:2]
        if table != "decision":
            continue
        for effect in effects:
            if model.decision[id].kind == "dial":
                yield id, effect.target.id, "?"
            turned: Mapping[str, Slope] = _causes(effect.value, turns)
            for cause, sign in turned.items():
                match effect.op:
                    case "+=":
                        yield cause, effect.target.id, sign
                    case "-=":
                        yield cause, effect.target.id, flipped(sign)
                    case _:
                        yield cause, effect.target.id, "?"


def _causes(rule: Rule, turns: int) -> dict[str, Slope]:
    """What a formula names that moves, and its slope."""
    names = {
        part.symbol.id
        for part in walk(rule.root)
        if isinstance(part, Level | Past) and part.symbol.kind in _MOVING
    }
    return {name: slope(rule.root, name, turns) for name in sorted(names)}
