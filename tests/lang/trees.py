"""Random rules that are well typed, the names they use, and moments to read them in."""

import random
from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from game.lang.names import USAGE
from game.lang.tree import Kind, Names, Symbol, Type

QUANTITIES = (Kind.STOCK, Kind.GAUGE, Kind.CONSTANT, Kind.PIPELINE, Kind.AMOUNT)
LIMITS = (-1000.0, -100.0, -1.0, 0.0, 0.5, 1.0, 100.0, 1000.0)
NEVER = -1000.0
"""The turn in which an event that never fired is said to have fired."""


@st.composite
def scopes(draw: st.DrawFn) -> Names:
    """A few names of every kind, with limits, units, options and points drawn at random."""
    symbols: list[Symbol] = []
    for kind in QUANTITIES:
        for suffix in ("", "_b"):
            share = draw(st.booleans())
            low, high = sorted(draw(st.tuples(st.sampled_from(LIMITS), st.sampled_from(LIMITS))))
            if share:
                low, high = 0.0, 1.0
            symbols.append(
                Symbol(
                    kind.value + suffix,
                    kind,
                    Type.PERCENT if share else Type.NUMBER,
                    low=low,
                    high=high,
                    unit="share" if share else draw(st.sampled_from(["chips", "%"])),
                )
            )
    for suffix in ("", "_b"):
        options = ("deny", "license", "open", "free")[: draw(st.integers(2, 4))]
        symbols.append(Symbol("dial" + suffix, Kind.DIAL, Type.OPTION, options))
        symbols.append(Symbol("event" + suffix, Kind.EVENT))
        share = draw(st.booleans())
        xs = sorted(draw(st.sets(st.integers(-50, 50), min_size=2, max_size=5)))
        ys = [draw(st.integers(0, 20)) / (20 if share else 4) for _x in xs]
        points = tuple((float(x), y) for x, y in zip(xs, ys, strict=True))
        kind = Type.PERCENT if share else Type.NUMBER
        symbols.append(Symbol("curve_" + (suffix or "a"), Kind.CURVE, kind, points=points))
    return Names({symbol.id: symbol for symbol in symbols})


def rule_texts(scope: Names, wanted: Type, most_levels: int = 3) -> st.SearchStrategy[str]:
    """Texts of well-typed rules that yield such a type, from leaves to `most_levels` of parts."""
    return _texts(_Grammar(scope), wanted, most_levels).filter(lambda text: len(text) <= 500)


@dataclass(frozen=True, slots=True)
class Case:
    """A rule with its names and a moment."""

    scope: Names
    wanted: Type
    text: str
    moment: "Moment"


@st.composite
def cases(draw: st.DrawFn, wanted: Type | None = None) -> Case:
    """A rule of any type, or of this one."""
    scope = draw(scopes())
    kind = wanted or draw(st.sampled_from([Type.NUMBER, Type.PERCENT, Type.BOOLEAN]))
    text = draw(rule_texts(scope, kind))
    return Case(scope, kind, text, Moment(draw(st.integers(0, 1_000_000))))


@dataclass(frozen=True, slots=True)
class Moment:
    """Values for all leaves: anything within their limits, often just the limits."""

    seed: int

    @property
    def turn(self) -> float:
        """The number of the turn."""
        return float(random.Random(self.seed).randint(1, 120))

    def level(self, symbol: Symbol) -> float:
        """Its level now."""
        return self._within(symbol, "level")

    def then(self, symbol: Symbol, word: str, turns: int) -> float:
        """Its level at another time; for `smooth`, an average."""
        return self._within(symbol, f"{word} {turns}")

    def past(
        self, symbol: Symbol, word: Literal["start", "last", "change", "smooth"], turns: int
    ) -> float:
        """What the word of history stands for."""
        then = self.then(symbol, word, turns)
        return self.level(symbol) - then if word == "change" else then

    def fired_in(self, symbol: Symbol) -> float:
        """The turn in which an event last fired."""
        chance = random.Random(f"{self.seed} {symbol.id} fired")
        return NEVER if chance.random() < 0.3 else float(chance.randint(1, int(self.turn)))

    def happened(self, word: Literal["fired", "turns_since", "held"], symbol: Symbol) -> float:
        """What a word about an event or a dial stands for."""
        match word:
            case "fired":
                return float(self.fired_in(symbol) > NEVER)
            case "turns_since":
                return self.turn - self.fired_in(symbol)
            case "held":
                return float(random.Random(f"{self.seed} {symbol.id} held").randint(0, 20))

    def _within(self, symbol: Symbol, when: str) -> float:
        chance = random.Random(f"{self.seed} {symbol.id} {when}")
        if symbol.kind is Kind.DIAL:
            return float(chance.randrange(len(symbol.options)))
        low, high = max(symbol.low, -1e9), min(symbol.high, 1e9)
        some = min(max(float(round(chance.uniform(low, high))), low), high)
        return chance.choice([low, high, some, chance.uniform(low, high)])


class _Grammar:
    """The leaves there are of each type."""

    def __init__(self, scope: Names) -> None:
        symbols = list(scope.symbols.values())
        self.dials = [symbol for symbol in symbols if symbol.kind is Kind.DIAL]
        self.events = [symbol.id for symbol in symbols if symbol.kind is Kind.EVENT]
        self.leaves: dict[Type, list[str]] = {}
        self.curves: dict[Type, list[str]] = {}
        for kind in (Type.NUMBER, Type.PERCENT):
            quantities = [s for s in symbols if s.kind in QUANTITIES and s.type is kind]
            leaves = [symbol.id for symbol in quantities]
            for symbol in quantities:
                if symbol.kind is not Kind.CONSTANT:
                    name = symbol.id
                    leaves += [f"{name}.start", f"{name}.last", f"{name}.change(1)"]
                    leaves += [f"{name}.change(12)", f"smooth({name}, 4)"]
            self.leaves[kind] = leaves
            curves = [s.id for s in symbols if s.kind is Kind.CURVE and s.type is kind]
            self.curves[kind] = curves
        self.leaves[Type.NUMBER] += ["turn", "0", "1", "0.25", "3", "60", "1e3", "2.5"]
        self.leaves[Type.NUMBER] += [f"turns_since({event})" for event in self.events]
        self.leaves[Type.NUMBER] += [f"held({dial.id})" for dial in self.dials]
        self.leaves[Type.PERCENT] += ["0%", "20%", "0.3%", "100 %", "0.5", "1", "250%"]
        self.leaves[Type.BOOLEAN] = ["true", "false"]
        self.leaves[Type.BOOLEAN] += [f"fired({event})" for event in self.events]
        for dial in self.dials:
            for sign in ("==", "!="):
                leaves = [f"{dial.id} {sign} {dial.id}.{option}" for option in dial.options]
                leaves += [f"{dial.id}.{dial.options[0]} {sign} {dial.id}.last"]
                self.leaves[Type.BOOLEAN] += leaves


def _texts(grammar: _Grammar, wanted: Type, levels: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(grammar.leaves[wanted])
    if levels == 0:
        return leaf
    below = {kind: _texts(grammar, kind, levels - 1) for kind in (Type.NUMBER, Type.PERCENT)}
    truth = _texts(grammar, Type.BOOLEAN, levels - 1)
    if wanted is Type.BOOLEAN:
        return leaf | _conditions(below, truth)
    return leaf | _formulas(grammar, wanted, below, truth)


def _conditions(
    below: dict[Type, st.SearchStrategy[str]], truth: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    sign = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    chains = [
        st.builds("({}) {} ({})".format, part, sign, part)
        | st.builds("({}) {} ({}) {} ({})".format, part, sign, part, sign, part)
        for part in below.values()
    ]
    return st.one_of(
        *chains,
        st.builds("({}) {} ({})".format, truth, st.sampled_from(["and", "or"]), truth),
        st.builds("({}) {} ({})".format, truth, st.sampled_from(["==", "!="]), truth),
        st.builds("not ({})".format, truth),
        st.builds("if({}, {}, {})".format, truth, truth, truth),
    )


def _formulas(
    grammar: _Grammar,
    wanted: Type,
    below: dict[Type, st.SearchStrategy[str]],
    truth: st.SearchStrategy[str],
) -> st.SearchStrategy[str]:
    number, share, alike = below[Type.NUMBER], below[Type.PERCENT], below[wanted]
    found = [
        st.builds("({}) {} ({})".format, alike, st.sampled_from("+-"), alike),
        st.builds("({}) * ({})".format, number, share),
        st.builds("({}) / ({})".format, number, number),
        st.builds("-({})".format, alike),
        st.builds("({}) ^ {}".format, alike, st.sampled_from(["2", "3", "0.5", "(-1)", "-2"])),
        st.builds("abs({}) ^ ({})".format, alike, share),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), alike, alike),
        st.builds("min({}, {}, {})".format, alike, alike, alike),
        st.builds("clamp({}, {}, {})".format, alike, alike, alike),
        st.builds("abs({})".format, alike),
        st.builds("if({}, {}, {})".format, truth, alike, alike),
    ]
    if wanted is Type.NUMBER:
        functions = st.sampled_from(["sqrt", "exp", "log", "logistic"])
        found.append(st.builds("{}({})".format, functions, number))
        found.append(st.builds("({}) * ({})".format, number, number))
    else:
        found.append(st.builds("logistic({})".format, number))
        found.append(st.builds("({}) * ({})".format, share, share))
    if grammar.curves[wanted]:
        curve = st.sampled_from(grammar.curves[wanted])
        found.append(st.builds("curve({}, {})".format, curve, number))
    return st.one_of(*found)


WORDS = (
    *USAGE,
    *("and", "or", "not", "true", "false", "turn", "over", "for", "turns", "is", "if"),
    *("stock", "stock_b", "gauge", "dial", "dial.deny", "deny", "event", "curve_a", "unknown"),
    *("+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "=", "+=", "-=", "*=", "%"),
    *("(", ")", ",", ".", " ", "  ", "\n", "0", "1", "20%", "1,000", "1e3", "1e999", "2x", "007"),
    *("&&", "||", "!", "“", "'", '"', "[", "]", "²", "\x1b", "‮", "﹪", "\ud800", "é", "ǅ"),
)
"""What hostile texts are made of, besides single characters."""


def soups() -> st.SearchStrategy[str]:
    """Texts that look like rules from afar."""
    return st.lists(st.sampled_from(WORDS), max_size=200).map(" ".join) | st.lists(
        st.sampled_from(WORDS), max_size=300
    ).map("".join)
