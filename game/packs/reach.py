"""What rules can come to in any game: conditions, chances and divisors, by intervals; and what nothing uses."""

import math
from collections.abc import Iterator

from game.lang.bounds import bounds, dangers, verdict
from game.lang.problems import shown
from game.lang.tree import (
    Binary,
    Compare,
    Effect,
    Happened,
    Node,
    OptionName,
    Rule,
    Type,
    Unary,
    Value,
)
from game.packs.diagnostics import Report
from game.packs.names import Uses
from game.packs.rules import Formulas, mentioned, turns_of
from game.packs.shape import WholeModel
from game.packs.tables import Tables
from game.packs.toml import Path


def check_reach(model: WholeModel, tables: Tables, formulas: Formulas, uses: Uses) -> None:
    """Report what can never be, what is always so, and what is for nothing."""
    turns = turns_of(model, tables)
    for name, rule in formulas.rules.items():
        path = formulas.paths[name]
        if tables.spoilt(path):
            continue
        _dangers(rule, path, turns, tables, formulas)
        if rule.type is Type.BOOLEAN:
            _condition(rule, path, turns, model, tables)
        if path[0] == "event" and path[-1] == "chance":
            _chance(rule, path, turns, tables)
    for name, effects in formulas.effects.items():
        for index, effect in _placed(formulas.paths[name], effects, tables):
            _dangers(effect.value, (*formulas.paths[name], index), turns, tables, formulas)
    _endings(model, tables, formulas)
    _unused(model, tables, formulas, uses)


_FAR_BEYOND = 2.0
"""A chance that can reach 200% is most likely written in the wrong unit."""


def _chance(rule: Rule, path: Path, turns: int, tables: Tables) -> None:
    high = bounds(rule.root, turns).high
    if high <= 0.0:
        tables.reports.append(
            Report(
                "chance-zero",
                "The chance is never above 0, so the event never happens.",
                tables.inside(path),
                'Write a percent, as "10%".',
            )
        )
    elif _FAR_BEYOND <= high < math.inf:
        tables.reports.append(
            Report(
                "chance-beyond",
                f"The chance can come to {_number(high, percent=True)}.",
                tables.inside(path),
                "Write the factors as percents, as `fish * 0.1%`.",
            )
        )


def _placed(
    path: Path, effects: tuple[Effect, ...], tables: Tables
) -> Iterator[tuple[int, Effect]]:
    """Effects with their index as written: those that could not be read are not among them."""
    index = 0
    for effect in effects:
        while (*path, index) in tables.damaged:
            index += 1
        yield index, effect
        index += 1


def _dangers(rule: Rule, path: Path, turns: int, tables: Tables, formulas: Formulas) -> None:
    if formulas.unsure and formulas.unsure & mentioned(rule):
        return
    for danger in dangers(rule, turns):
        tables.reports.append(
            Report(
                "number-undefined",
                danger.sentence,
                tables.part(path, danger.span.start, danger.span.end),
                danger.mend,
            )
        )


def _condition(rule: Rule, path: Path, turns: int, model: WholeModel, tables: Tables) -> None:
    if path[0] == "event" and _needs_itself(rule.root, str(path[1])):
        tables.reports.append(
            Report(
                "event-self",
                "The event waits for itself to have happened, so it never does.",
                tables.inside(path),
                f"Take `fired({shown(str(path[1]))})` out of its own condition.",
            )
        )
        return
    found = verdict(rule, turns)
    if found == "never":
        part, reason = _blame(rule, turns)
        tables.reports.append(
            Report(
                "condition-never",
                f"This never holds: {reason}.",
                tables.part(path, part.span.start, part.span.end),
                "Correct the condition, or the limits of what it names.",
            )
        )
    elif found == "always" and not isinstance(rule.root, Value) and path[0] != "ending":
        tables.reports.append(
            Report(
                "condition-always",
                f"This always holds: {_reason(rule.root, rule, turns)}.",
                tables.inside(path),
                "Write true if that is meant; otherwise correct the condition.",
            )
        )


def _needs_itself(node: Node, event: str) -> bool:
    match node:
        case Happened(word="fired", symbol=symbol):
            return symbol.id == event
        case Binary(op="and", left=left, right=right):
            return _needs_itself(left, event) or _needs_itself(right, event)
        case Binary(op="or", left=left, right=right):
            return _needs_itself(left, event) and _needs_itself(right, event)
        case _:
            return False


def _blame(rule: Rule, turns: int) -> tuple[Node, str]:
    """The smallest part that makes the condition impossible, and why it does."""
    node: Node = rule.root
    while isinstance(node, Binary) and node.op == "and":
        part = next(
            (
                side
                for side in (node.left, node.right)
                if verdict(Rule(rule.text, side), turns) == "never"
            ),
            None,
        )
        if part is None:
            return node, f"`{_text(rule, node.left)}` rules out `{_text(rule, node.right)}`"
        node = part
    return node, _reason(node, rule, turns)


def _reason(node: Node, rule: Rule, turns: int) -> str:
    match node:
        case Value():
            return f"it is {_text(rule, node)}"
        case Compare(operands=operands):
            words = [
                _extent(part, rule, turns)
                for part in operands
                if not isinstance(part, Value | OptionName)
            ]
            return " and ".join(w for w in words if w) or f"`{_text(rule, node)}` does not change"
        case Unary(op="not", operand=operand):
            return _reason(operand, rule, turns)
        case _:
            return f"`{_text(rule, node)}` can come out only one way"


def _extent(node: Node, rule: Rule, turns: int) -> str:
    inside = bounds(node, turns)
    percent = node.type is Type.PERCENT
    low, high = _number(inside.low, percent), _number(inside.high, percent)
    text = _text(rule, node)
    if node.type is Type.OPTION:
        return ""
    if inside.low == inside.high:
        return f"`{text}` is {low}"
    if inside.high == math.inf:
        return f"`{text}` is at least {low}" if inside.low != -math.inf else ""
    if inside.low == -math.inf:
        return f"`{text}` is at most {high}"
    return f"`{text}` is between {low} and {high}"


def _number(value: float, percent: bool) -> str:
    return f"{value * 100:.6g}%" if percent else f"{value:.6g}"


def _text(rule: Rule, node: Node) -> str:
    return shown(rule.text[node.span.start : node.span.end])


def _endings(model: WholeModel, tables: Tables, formulas: Formulas) -> None:
    names = list(model.ending)
    if not names:
        if not tables.spoilt(("ending",)):
            tables.reports.append(
                Report(
                    "ending-last",
                    "The pack has no ending.",
                    tables.key(("pack",)),
                    "Add [ending.ID] with `when = true`.",
                )
            )
        return
    verdicts = {
        name: verdict(rule, turns_of(model, tables))
        for name in names
        if (rule := formulas.rules.get(f"ending.{name}.when")) is not None
    }
    for position, name in enumerate(names):
        path: Path = ("ending", name, "when")
        last = position == len(names) - 1
        if tables.spoilt(path) or tables.spoilt(("ending", name, "early")):
            continue
        always = verdicts.get(name) == "always"
        if model.ending[name].early:
            if always:
                tables.reports.append(
                    Report(
                        "ending-early-always",
                        "This early ending always holds, so the game ends after its first turn.",
                        tables.inside(path),
                        "Take `early = true` away, or write a condition.",
                    )
                )
            elif last:
                _last(path, tables, "The last ending is an early one, and may not hold.")
        elif always and not last:
            tables.reports.append(
                Report(
                    "ending-hidden",
                    "This ending always holds, so those after it are never reached.",
                    tables.inside(path),
                    "Put it last, or write a condition.",
                    tables.key(("ending", names[position + 1])),
                    "never reached",
                )
            )
        elif last and not always:
            _last(path, tables, "The last ending may not hold, and then the game would have none.")


def _last(path: Path, tables: Tables, message: str) -> None:
    tables.reports.append(
        Report(
            "ending-last",
            message,
            tables.inside(path),
            "Add an ending below it with `when = true`.",
        )
    )


_READ = ("stock", "gauge", "constant", "curve", "pipeline")


def _unused(model: WholeModel, tables: Tables, formulas: Formulas, uses: Uses) -> None:
    used = uses.names | formulas.words | tables.words
    for rule in (
        *formulas.rules.values(),
        *(e.value for es in formulas.effects.values() for e in es),
    ):
        used |= mentioned(rule)
    for top in _READ if not tables.blind else ():
        for name in getattr(model, top):
            if name not in used and (top, name) not in tables.inherited:
                tables.reports.append(
                    Report(
                        "quantity-unused",
                        f"No formula, goal, desk or text uses the {top} `{name}`.",
                        tables.key((top, name)),
                        "Use it, or take it away.",
                    )
                )
    for name in model.source:
        if name in uses.sources or name in tables.words or ("source", name) in tables.inherited:
            continue
        tables.reports.append(
            Report(
                "source-unused",
                f"Nothing cites the source `{name}`.",
                tables.key(("source", name)),
                "Cite it, or take it away.",
            )
        )
