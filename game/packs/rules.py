"""The names of a pack, and every formula and effect in it read."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from game.lang.bounds import LONGEST_GAME, bounds
from game.lang.parse import parse_effect, parse_rule
from game.lang.problems import RuleProblem
from game.lang.tree import (
    CurveAt,
    Effect,
    Kind,
    Level,
    Names,
    Node,
    Past,
    Rule,
    Span,
    Symbol,
    Type,
    walk,
)
from game.packs.diagnostics import Report
from game.packs.model import EffectTexts, PackModel, RuleText
from game.packs.tables import Tables, dotted
from game.packs.toml import Path
from game.packs.walk import Leaf

SHARES = ("share", "probability")
"""Units of levels from 0 to 1, written as percents."""

MOST_RINGS = 20
MOST_REFUSED = 200
"""Beyond so many formulas that cannot be read, the rest is not looked at."""

_ANY_CURVE = ((0.0, -1e15), (1.0, 1e15))
"""What a curve that makes no sense is taken to be: it may be anywhere."""

_LIMITED = (Kind.STOCK, Kind.CONSTANT)
"""Kinds that always state their limits."""

_OF_UNITS = ("rule-percent-and-number", "rule-number-for-percent")
"""Problems that may only come of a unit."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(slots=True)
class Formulas:
    """Everything a pack's rules say."""

    symbols: dict[str, Symbol]
    rules: dict[str, Rule] = field(default_factory=dict[str, Rule])
    effects: dict[str, tuple[Effect, ...]] = field(default_factory=dict[str, tuple[Effect, ...]])
    paths: dict[str, Path] = field(default_factory=dict[str, Path])
    """Where each rule and each list of effects stands."""
    gauge_order: tuple[str, ...] = ()
    unsure: set[str] = field(default_factory=set[str])
    """Quantities whose limits are not known because something of theirs has been reported."""
    refused: int = 0
    words: set[str] = field(default_factory=set[str])
    """Words of formulas that could not be read, and names they may have meant."""


def turns_of(model: PackModel, tables: Tables) -> int:
    """How long the game is, or may be when that is not known."""
    return LONGEST_GAME if tables.spoilt(("calendar", "turns")) else model.calendar.turns


def type_of(unit: str) -> Type:
    """Whether a level in that unit is a number or a percent."""
    return Type.PERCENT if unit in SHARES else Type.NUMBER


def symbols_of(model: PackModel, tables: Tables) -> dict[str, Symbol]:
    """Every name a rule may use. Of two things with one name the first has it.

    Limits that are reported as wrong are taken to be unknown, so that nothing is concluded from them.
    """
    symbols: dict[str, Symbol] = {}

    def add(symbol: Symbol) -> None:
        table = "decision" if symbol.kind in (Kind.DIAL, Kind.AMOUNT) else symbol.kind.value
        if tables.spoilt((table, symbol.id, "unit")):
            symbol = replace(symbol, type=Type.EITHER)
        symbols.setdefault(symbol.id, symbol)

    for name, stock in model.stock.items():
        low, high = stock.min, stock.max
        if not low <= stock.start <= high or tables.spoilt(("stock", name)):
            low, high = -math.inf, math.inf
        add(Symbol(name, Kind.STOCK, type_of(stock.unit), (), low, high, stock.unit))
    for name, gauge in model.gauge.items():
        low = -math.inf if gauge.min is None else gauge.min
        high = math.inf if gauge.max is None else gauge.max
        if low >= high:
            low, high = -math.inf, math.inf
        add(Symbol(name, Kind.GAUGE, type_of(gauge.unit), (), low, high, gauge.unit))
    for name, constant in model.constant.items():
        low, high = min(constant.low, constant.value), max(constant.high, constant.value)
        if low > high or tables.spoilt(("constant", name)):
            low, high = -math.inf, math.inf
        add(Symbol(name, Kind.CONSTANT, type_of(constant.unit), (), low, high, constant.unit))
    for name, curve in model.curve.items():
        points = tuple((float(x), float(y)) for x, y in curve.points)
        rising = all(before[0] < after[0] for before, after in pairwise(points))
        if not rising or tables.spoilt(("curve", name)):
            points = _ANY_CURVE
        heights = [y for _, y in points]
        low, high = min(heights), max(heights)
        add(Symbol(name, Kind.CURVE, type_of(curve.unit), (), low, high, curve.unit, points))
    for name, pipeline in model.pipeline.items():
        kind = type_of(pipeline.unit)
        add(Symbol(name, Kind.PIPELINE, kind, (), 0.0, pipeline.max, pipeline.unit))
    for name, decision in model.decision.items():
        if decision.kind == "dial":
            add(Symbol(name, Kind.DIAL, Type.OPTION, tuple(decision.option)))
        else:
            kind = type_of(decision.unit)
            add(Symbol(name, Kind.AMOUNT, kind, (), 0.0, math.inf, decision.unit))
    for name in model.event:
        add(Symbol(name, Kind.EVENT, Type.BOOLEAN))
    return symbols


def read_formulas(model: PackModel, leaves: Iterable[Leaf], tables: Tables) -> Formulas:
    """Parse every formula and effect; report those that cannot be, and gauges in a circle."""
    formulas = Formulas(symbols_of(model, tables))
    by_gauge: dict[str, list[Leaf]] = {name: [] for name in model.gauge}
    others: list[Leaf] = []
    for leaf in leaves:
        if not isinstance(leaf.mark, RuleText | EffectTexts):
            continue
        if leaf.path in tables.damaged:
            continue
        if leaf.path[0] == "gauge":
            by_gauge[str(leaf.path[1])].append(leaf)
        else:
            others.append(leaf)
    formulas.unsure.update(
        symbol.id
        for symbol in formulas.symbols.values()
        if (symbol.kind in _LIMITED and math.isinf(symbol.low)) or symbol.points == _ANY_CURVE
    )
    turns = turns_of(model, tables)
    for name in _likely_order(by_gauge):
        for leaf in by_gauge[name]:
            _read(leaf, model, formulas, tables)
        _limit(name, rules_of_gauge(model, name), turns, formulas)
        if formulas.refused > MOST_REFUSED:
            break
    others.sort(key=lambda leaf: leaf.path[0] != "decision" or leaf.path[-1] != "max")
    for leaf in others:
        if formulas.refused > MOST_REFUSED:
            tables.lacking.add(())
            break
        _read(leaf, model, formulas, tables)
        if leaf.path[0] == "decision" and leaf.path[-1] == "max":
            _limit(str(leaf.path[1]), [dotted(leaf.path)], turns, formulas)
    formulas.gauge_order = _ordered(model, formulas, tables)
    return formulas


def as_text(value: str | float | bool) -> str:
    """A value of TOML as a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(value, "f") if value.is_integer() else _plain(value)
    return str(value)


def _plain(value: float) -> str:
    text = repr(value)
    return text if "e" not in text else format(value, ".20f").rstrip("0")


def _read(leaf: Leaf, model: PackModel, formulas: Formulas, tables: Tables) -> None:
    scope = Names(formulas.symbols)
    name = dotted(leaf.path)
    formulas.paths[name] = leaf.path
    if isinstance(leaf.mark, RuleText):
        text = as_text(leaf.value)
        try:
            formulas.rules[name] = parse_rule(text, scope, _wanted(leaf, model, formulas))
        except RuleProblem as problem:
            quoted = isinstance(leaf.value, str)
            _refused(problem, text, leaf.path, formulas, tables, quoted=quoted)
        return
    effects: list[Effect] = []
    for index, text in enumerate(leaf.value):
        if (*leaf.path, index) in tables.damaged:
            continue
        try:
            effects.append(parse_effect(text, scope))
        except RuleProblem as problem:
            _refused(problem, text, (*leaf.path, index), formulas, tables)
    if effects:
        formulas.effects[name] = tuple(effects)


def _refused(
    problem: RuleProblem,
    text: str,
    path: Path,
    formulas: Formulas,
    tables: Tables,
    *,
    quoted: bool = True,
) -> None:
    formulas.words.update(_NAME.findall(text), _NAME.findall(problem.mend))
    if tables.spoilt(path) or (problem.code in _OF_UNITS and _unit_unknown(text, formulas)):
        return
    tables.harm(path)
    formulas.refused += 1
    second = problem.second
    tables.reports.append(
        Report(
            problem.code,
            problem.message,
            tables.part(path, problem.span.start, problem.span.end),
            problem.mend if quoted else problem.mend.replace(f"`{text}%`", f'`"{text}%"`'),
            tables.part(path, second.start, second.end) if second else None,
            problem.why,
        )
    )


def _unit_unknown(text: str, formulas: Formulas) -> bool:
    """Whether a formula names a quantity whose unit is reported as wrong."""
    named = (formulas.symbols.get(word) for word in _NAME.findall(text))
    return any(symbol is not None and symbol.type is Type.EITHER for symbol in named)


def _wanted(leaf: Leaf, model: PackModel, formulas: Formulas) -> Type:
    """What the formula must yield: what the model says, or what the unit of its quantity says."""
    assert isinstance(leaf.mark, RuleText)
    top, owner = leaf.path[0], str(leaf.path[1])
    target: str | None = None
    match top:
        case "gauge":
            return type_of(model.gauge[owner].unit)
        case "flow":
            target = model.flow[owner].of
        case "noise":
            target = model.noise[owner].of
        case "decision" if leaf.path[-1] in ("cost", "price"):
            role = model.role.get(model.decision[owner].role)
            target = role.purse if role else None
        case "decision" if leaf.path[-1] == "max":
            target = owner
        case "persona" if leaf.path[2] == "amounts":
            target = str(leaf.path[3])
        case _:
            pass
    symbol = formulas.symbols.get(target) if target else None
    if (
        symbol is not None
        # Where something of another kind is named, that is the mistake, and its unit says nothing.
        and symbol.kind in (Kind.STOCK, Kind.PIPELINE, Kind.AMOUNT)
        and symbol.type in (Type.NUMBER, Type.PERCENT)
    ):
        return symbol.type
    return leaf.mark.yields


def _likely_order(by_gauge: Mapping[str, list[Leaf]]) -> list[str]:
    """Gauges after those that their texts name, as far as can be told before reading them."""
    named = {
        name: [
            word
            for leaf in found
            for word in _NAME.findall(as_text(leaf.value))
            if word in by_gauge and word != name
        ]
        for name, found in by_gauge.items()
    }
    return _sorted(named)[0]


def _sorted(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[list[str]]]:
    """Names after those they need, in the given order where there is a choice; and the circles."""
    order: list[str] = []
    state: dict[str, int] = {}
    rings: list[list[str]] = []
    for root in needs:
        if root in state:
            continue
        trail: list[str] = [root]
        pending = [iter(needs[root])]
        state[root] = 1
        while pending:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                done = trail.pop()
                state[done] = 2
                order.append(done)
            elif step not in state:
                state[step] = 1
                trail.append(step)
                pending.append(iter(needs.get(step, ())))
            elif state[step] == 1:
                rings.append(trail[trail.index(step) :])
    return order, rings


def mentioned(rule: Rule) -> set[str]:
    """Everything that a formula names."""
    found: set[str] = set()
    for node in walk(rule.root):
        match node:
            case Level(symbol=symbol) | Past(symbol=symbol) | CurveAt(symbol=symbol):
                found.add(symbol.id)
            case _:
                pass
    return found


def names_now(rule: Rule) -> dict[str, Span]:
    """Names whose level now the formula looks at, with the place of the first mention."""
    found: dict[str, Span] = {}
    for node in walk(rule.root):
        symbol = _now(node)
        if symbol is not None:
            found.setdefault(symbol.id, node.span)
    return found


def _now(node: Node) -> Symbol | None:
    match node:
        case Level(symbol=symbol):
            return symbol
        case Past(symbol=symbol, word="change"):
            return symbol
        case _:
            return None


def rules_of_gauge(model: PackModel, name: str) -> list[str]:
    """The names of the rules that make a gauge."""
    gauge = model.gauge[name]
    if gauge.by is not None:
        return [f"gauge.{name}.values.{option}" for option in gauge.values]
    return [f"gauge.{name}.value"]


def _ordered(model: PackModel, formulas: Formulas, tables: Tables) -> tuple[str, ...]:
    mentions: dict[str, dict[str, tuple[Path, Span]]] = {}
    for name in model.gauge:
        here = mentions.setdefault(name, {})
        for rule_name in rules_of_gauge(model, name):
            rule = formulas.rules.get(rule_name)
            for other, span in names_now(rule).items() if rule else ():
                if other in model.gauge:
                    here.setdefault(other, (formulas.paths[rule_name], span))
    order, rings = _sorted(mentions)
    for ring in rings[:MOST_RINGS]:
        ring = _turned(ring, list(model.gauge))
        after = ring[1 % len(ring)]
        path, span = mentions[ring[0]][after]
        back, back_span = mentions[after][ring[2 % len(ring)]]
        alone = len(ring) == 1
        tables.reports.append(
            Report(
                "gauge-circle",
                f"The gauge `{ring[0]}` is computed from itself."
                if alone
                else "These gauges are computed from one another in a circle:"
                f" {' → '.join([*ring, ring[0]])}.",
                tables.part(path, span.start, span.end),
                f"Use `{after}.last`, its level of the turn before, or make one of them a stock.",
                None if alone else tables.part(back, back_span.start, back_span.end),
                "" if alone else "and so on, back again",
            )
        )
    return tuple(order)


def _turned(ring: list[str], order: list[str]) -> list[str]:
    """The ring from the first gauge that names one written below it: the odd one, in most packs."""
    at = {name: order.index(name) for name in ring}
    for step, name in enumerate(ring):
        if at[ring[(step + 1) % len(ring)]] > at[name]:
            return ring[step:] + ring[:step]
    return ring


def _limit(name: str, rule_names: list[str], turns: int, formulas: Formulas) -> None:
    """Tighten the limits of a gauge, or of an amount, to what its formulas can yield."""
    rules = [formulas.rules[r] for r in rule_names if r in formulas.rules]
    symbol = formulas.symbols.get(name)
    unread = len(rules) < len(rule_names)
    if unread or any(other in formulas.unsure for rule in rules for other in mentioned(rule)):
        formulas.unsure.add(name)
    if symbol is None or not rules or unread:
        return
    found = [bounds(rule.root, turns) for rule in rules]
    low = max(symbol.low, min(interval.low for interval in found))
    high = min(symbol.high, max(interval.high for interval in found))
    if symbol.kind is Kind.AMOUNT:
        low, high = 0.0, max(0.0, high)
    if low <= high:
        formulas.symbols[name] = replace(symbol, low=low, high=high)
