"""Random rules that are well typed, the names they use, and moments to read them in."""

import random
from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from game.lang.names import USAGE
from game.lang.tokens import LONGEST
from game.lang.tree import Kind, Names, Symbol, Type

QUANTITIES = (Kind.STOCK, Kind.GAUGE, Kind.CONSTANT, Kind.PIPELINE, Kind.AMOUNT)
MOST_LEVELS = 4
"""Levels of a random rule, unless said otherwise."""
LIMITS = (-1000.0, -100.0, -1.0, 0.0, 0.5, 1.0, 100.0, 1000.0)
NEVER = -1000.0
"""The turn in which an event that never fired is said to have fired."""


def random_scope(chance: random.Random) -> Names:
    """A few names of every kind, with limits, units, options and points at random."""
    symbols: list[Symbol] = []
    for kind in QUANTITIES:
        for suffix in ("", "_b"):
            share = chance.random() < 0.4
            low, high = sorted(chance.choices(LIMITS, k=2))
            if share:
                low, high = 0.0, 1.0
            symbols.append(
                Symbol(
                    kind.value + suffix,
                    kind,
                    Type.PERCENT if share else Type.NUMBER,
                    low=low,
                    high=high,
                    unit="share" if share else chance.choice(["chips", "%"]),
                )
            )
    for suffix in ("", "_b"):
        options = ("deny", "license", "open", "free")[: chance.randint(2, 4)]
        symbols.append(Symbol("dial" + suffix, Kind.DIAL, Type.OPTION, options))
        symbols.append(Symbol("event" + suffix, Kind.EVENT))
        share = chance.random() < 0.5
        xs = sorted(chance.sample(range(-50, 50), chance.randint(2, 5)))
        points = tuple((float(x), chance.randint(0, 20) / (20 if share else 4)) for x in xs)
        kind = Type.PERCENT if share else Type.NUMBER
        symbols.append(Symbol("curve" + suffix, Kind.CURVE, kind, points=points))
    return Names({symbol.id: symbol for symbol in symbols})


def random_rule(
    chance: random.Random, scope: Names, wanted: Type, most_levels: int = MOST_LEVELS
) -> str:
    """The text of a well-typed rule that yields such a type, of up to so many levels."""
    grammar = _Grammar(scope, chance)
    text = grammar.text(wanted, most_levels)
    while len(text) > LONGEST:
        text = grammar.text(wanted, most_levels - 1)
    return text


@dataclass(frozen=True, slots=True)
class Case:
    """A rule with its names and a moment."""

    scope: Names
    wanted: Type
    text: str
    moment: "Moment"


@st.composite
def cases(draw: st.DrawFn, wanted: Type | None = None, most_levels: int = MOST_LEVELS) -> Case:
    """A rule of any type, or of this one."""
    chance = draw(st.randoms(use_true_random=False))
    scope = random_scope(chance)
    kind = wanted or chance.choice([Type.NUMBER, Type.PERCENT, Type.BOOLEAN])
    text = random_rule(chance, scope, kind, most_levels)
    return Case(scope, kind, text, Moment(chance.randint(0, 1_000_000)))


@dataclass(frozen=True, slots=True)
class Moment:
    """Values for all leaves: anything within their limits, often just the limits."""

    seed: int
    lane: int = 0
    """Moments of one seed differ by lane in everything but the constants."""

    @property
    def turn(self) -> float:
        """The number of the turn."""
        return float(random.Random(f"{self.seed} {self.lane}").randint(1, 120))

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
        chance = random.Random(f"{self.seed} {self.lane} {symbol.id} fired")
        return NEVER if chance.random() < 0.3 else float(chance.randint(1, int(self.turn)))

    def happened(self, word: Literal["fired", "turns_since", "held"], symbol: Symbol) -> float:
        """What a word about an event or a dial stands for."""
        match word:
            case "fired":
                return float(self.fired_in(symbol) > NEVER)
            case "turns_since":
                return self.turn - self.fired_in(symbol)
            case "held":
                return float(
                    random.Random(f"{self.seed} {self.lane} {symbol.id} held").randint(0, 20)
                )

    def _within(self, symbol: Symbol, when: str) -> float:
        lane = 0 if symbol.kind is Kind.CONSTANT else self.lane
        chance = random.Random(f"{self.seed} {lane} {symbol.id} {when}")
        if symbol.kind is Kind.DIAL:
            return float(chance.randrange(len(symbol.options)))
        low, high = max(symbol.low, -1e9), min(symbol.high, 1e9)
        some = min(max(float(round(chance.uniform(low, high))), low), high)
        return chance.choice([low, high, some, chance.uniform(low, high)])


class _Grammar:
    """Writes formulas in the names of one scope."""

    def __init__(self, scope: Names, chance: random.Random) -> None:
        symbols = list(scope.symbols.values())
        dials = [symbol for symbol in symbols if symbol.kind is Kind.DIAL]
        events = [symbol.id for symbol in symbols if symbol.kind is Kind.EVENT]
        self._chance = chance
        self._curves = [symbol for symbol in symbols if symbol.kind is Kind.CURVE]
        self._leaves: dict[Type, list[str]] = {
            Type.NUMBER: ["turn", "0", "1", "0.25", "3", "60", "1e3", "2.5"],
            Type.PERCENT: ["0%", "20%", "0.3%", "100 %", "0.5", "1", "250%"],
            Type.BOOLEAN: ["true", "false", *(f"fired({event})" for event in events)],
        }
        for symbol in symbols:
            if symbol.kind in QUANTITIES:
                self._leaves[symbol.type] += _leaves_of(symbol)
        self._leaves[Type.NUMBER] += [f"turns_since({event})" for event in events]
        self._leaves[Type.NUMBER] += [f"held({dial.id})" for dial in dials]
        for dial in dials:
            for sign in ("==", "!="):
                leaves = [f"{dial.id} {sign} {dial.id}.{option}" for option in dial.options]
                leaves += [f"{dial.id}.{dial.options[0]} {sign} {dial.id}.last"]
                self._leaves[Type.BOOLEAN] += leaves

    def text(self, wanted: Type, levels: int) -> str:
        """A formula of that type."""
        if levels == 0 or self._chance.random() < 0.15:
            return self._chance.choice(self._leaves[wanted])
        if wanted is Type.BOOLEAN:
            return self._condition(levels - 1)
        return self._formula(wanted, levels - 1)

    def _condition(self, levels: int) -> str:
        def truth() -> str:
            return self.text(Type.BOOLEAN, levels)

        form = self._chance.randrange(7)
        match form:
            case 0 | 1:
                return f"({truth()}) {self._chance.choice(['and', 'or', '==', '!='])} ({truth()})"
            case 2:
                return f"not ({truth()})"
            case 3:
                return f"if({truth()}, {truth()}, {truth()})"
            case _:
                kind = self._chance.choice([Type.NUMBER, Type.PERCENT])
                chain = f"({self.text(kind, levels)})"
                for _link in range(1 + (form == 4)):
                    sign = self._chance.choice(["<", "<=", ">", ">=", "==", "!="])
                    chain += f" {sign} ({self.text(kind, levels)})"
                return chain

    def _formula(self, wanted: Type, levels: int) -> str:
        def alike() -> str:
            return self.text(wanted, levels)

        def number() -> str:
            return self.text(Type.NUMBER, levels)

        def share() -> str:
            return self.text(Type.PERCENT, levels)

        match self._chance.randrange(15):
            case 0 | 1:
                return f"({alike()}) {self._chance.choice('+-')} ({alike()})"
            case 2:
                return f"({number()}) * ({share()})"
            case 3:
                return f"({alike()}) * ({alike()})"
            case 4:
                return f"({number()}) / ({number()})"
            case 5:
                return f"-({alike()})"
            case 6:
                power = self._chance.choice(["2", "3", "0.5", "(-1)", "-2"])
                return f"({alike()}) ^ {power}"
            case 7:
                return f"abs({alike()}) ^ ({share()})"
            case 8:
                rest = ", ".join(alike() for _part in range(self._chance.randint(1, 2)))
                return f"{self._chance.choice(['min', 'max'])}({alike()}, {rest})"
            case 9:
                return f"clamp({alike()}, {alike()}, {alike()})"
            case 10:
                return f"if({self.text(Type.BOOLEAN, levels)}, {alike()}, {alike()})"
            case 11:
                return f"abs({alike()})"
            case 12:
                return f"logistic({number()})"
            case 13 if wanted is Type.NUMBER:
                return f"{self._chance.choice(['sqrt', 'exp', 'log'])}({number()})"
            case _:
                curves = [curve.id for curve in self._curves if curve.type is wanted]
                curve = self._chance.choice(curves) if curves else ""
                return f"curve({curve}, {number()})" if curves else f"1 * ({alike()})"


def _leaves_of(symbol: Symbol) -> list[str]:
    name = symbol.id
    if symbol.kind is Kind.CONSTANT:
        return [name]
    return [
        name,
        f"{name}.start",
        f"{name}.last",
        f"{name}.change(1)",
        f"{name}.change(12)",
        f"smooth({name}, 4)",
    ]


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
