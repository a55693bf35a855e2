"""What a name in a rule stands for, and what to say when it stands for nothing there."""

import re
from collections.abc import Collection

from game.lang.problems import RuleCode, RuleProblem, nearest, shown
from game.lang.tree import NUMERIC_KINDS, Kind, Scope, Span, Symbol
from game.words import _

USAGE = {
    "if": "if(condition, a, b)",
    "min": "min(a, b)",
    "max": "max(a, b)",
    "abs": "abs(x)",
    "sqrt": "sqrt(x)",
    "exp": "exp(x)",
    "log": "log(x)",
    "clamp": "clamp(x, low, high)",
    "logistic": "logistic(x)",
    "curve": "curve(name, x)",
    "smooth": "smooth(x, n)",
    "fired": "fired(event)",
    "turns_since": "turns_since(event)",
    "held": "held(dial)",
}
"""The functions of the language, and how each is written."""

RESERVED = frozenset(USAGE) | {"and", "or", "not", "true", "false", "turn", "over", "for"}
"""Words of the language: no quantity, decision or event may be called so."""

ABROAD = {
    "ln": "log(x)",
    "pow": "x ^ y",
    "power": "x ^ y",
    "sigmoid": "logistic(x)",
    "between": "low <= x <= high",
    "iff": "if(condition, a, b)",
    "ifelse": "if(condition, a, b)",
    "mean": "(a + b) / 2",
    "avg": "(a + b) / 2",
    "average": "(a + b) / 2",
    "sum": "a + b",
    "lag": "x.last",
    "delay": "x.last",
    "ema": "smooth(x, n)",
    "lookup": "curve(name, x)",
    "since": "turns_since(event)",
    "happened": "fired(event)",
}
"""Functions of other tools, and what is written here instead."""

HISTORY = ("start", "last", "change")
"""What may follow the point after a quantity."""

TABLES = frozenset(
    {
        "stock",
        "gauge",
        "constant",
        "pipeline",
        "decision",
        "dial",
        "amount",
        "event",
        "curve",
        "flag",
    }
)


def kind_words(kind: Kind) -> str:
    """The kind with its article: "a stock"."""
    return {
        Kind.STOCK: _("a stock"),
        Kind.GAUGE: _("a gauge"),
        Kind.CONSTANT: _("a constant"),
        Kind.PIPELINE: _("a pipeline"),
        Kind.DIAL: _("a decision (a dial)"),
        Kind.AMOUNT: _("a decision (an amount)"),
        Kind.EVENT: _("an event"),
        Kind.CURVE: _("a curve"),
    }[kind]


def listed(names: Collection[str], most: int = 6) -> str:
    """Names in a sentence: `a`, `b` and 3 more."""
    some = [f"`{shown(name, 40)}`" for name in list(names)[:most]]
    rest = len(names) - len(some)
    if rest:
        return _("{names} and {count} more").format(names=", ".join(some), count=rest)
    return ", ".join(some)


def unknown_name(
    scope: Scope, name: str, span: Span, kinds: Collection[Kind] = (), following: str = ""
) -> RuleProblem:
    """The problem of a name that nothing has.

    Args:
        scope: The names there are.
        name: The one that was found.
        span: Where.
        kinds: The kinds wanted there; none when any may stand.
        following: The rest of the rule, when it may explain the name.
    """
    return RuleProblem(
        "rule-unknown-name",
        _("Nothing is called `{name}`.").format(name=shown(name)),
        span,
        _mend_of_name(scope, name, kinds, following),
    )


def _mend_of_name(scope: Scope, name: str, kinds: Collection[Kind], following: str) -> str:
    meant = _("Did you mean `{name}`?")
    if name in TABLES and following.startswith("."):
        return _("Names stand alone: leave out `{name}.`").format(name=name)
    if name.lower() in RESERVED:
        return meant.format(name=name.lower())
    if (whole := in_one_piece(scope, name, following)) is not None:
        return meant.format(name=whole)
    near = nearest(name, _known(scope, kinds))
    if near is None and kinds:
        near = nearest(name, _known(scope, ()))
    if near is not None:
        return meant.format(name=near)
    dials = [dial.id for dial in _dials(scope) if name in dial.options]
    if dials:
        return _("An option is written after its decision: `{dial}.{option}`.").format(
            dial=dials[0], option=name
        )
    return _("Check the spelling, or add it to the pack.")


def in_one_piece(scope: Scope, name: str, following: str) -> str | None:
    """The known name that was written in pieces: `market-share`, `market share`."""
    at = 0
    while (piece := _PIECE.match(following, at)) is not None:
        name, at = f"{name}_{piece[1]}", piece.end()
        if scope.find(name) is not None:
            return name
    return None


_PIECE = re.compile(r"(?: *- *| +)(\w+)", re.ASCII)


def _known(scope: Scope, kinds: Collection[Kind]) -> list[str]:
    if not kinds:
        return [*scope.names(), "turn", "true", "false"]
    return [name for name, kind in _kinds(scope) if kind in kinds]


def _kinds(scope: Scope) -> list[tuple[str, Kind]]:
    found = [(name, scope.find(name)) for name in scope.names()]
    return [(name, symbol.kind) for name, symbol in found if symbol is not None]


def _dials(scope: Scope) -> list[Symbol]:
    found = [scope.find(name) for name in scope.names()]
    return [symbol for symbol in found if symbol is not None and symbol.kind is Kind.DIAL]


def unknown_function(scope: Scope, name: str, span: Span) -> RuleProblem:
    """The problem of `name(` where no function is called so."""
    symbol = scope.find(name)
    if symbol is not None:
        return RuleProblem(
            "rule-unknown-function",
            _("`{name}` is {kind}, not a function.").format(
                name=name, kind=kind_words(symbol.kind)
            ),
            span,
            _call_of_symbol(symbol),
        )
    message = _("There is no function `{name}`.").format(name=shown(name))
    known = ABROAD.get(name.lower())
    near = nearest(name, USAGE)
    if name.lower() in ("random", "rand", "chance", "uniform", "normal"):
        mend = _("A rule holds no luck: use the `chance` of an event, or a noise.")
    elif name.lower() in ("round", "floor", "ceil", "int", "trunc"):
        mend = _("Leave it out; how many decimals are shown is set by `digits`.")
    elif known is not None:
        mend = _("Write `{usage}`.").format(usage=known)
    elif near is not None:
        mend = _("Did you mean `{usage}`?").format(usage=USAGE[near])
    else:
        mend = _("The functions are {names}.").format(names=listed(tuple(USAGE), len(USAGE)))
    return RuleProblem("rule-unknown-function", message, span, mend)


def _call_of_symbol(symbol: Symbol) -> str:
    name = symbol.id
    match symbol.kind:
        case Kind.EVENT:
            return _("Write `fired({name})`.").format(name=name)
        case Kind.CURVE:
            return _("Write `curve({name}, x)`.").format(name=name)
        case Kind.DIAL:
            return _("Compare it with one of its options: `{name} == {name}.{option}`.").format(
                name=name, option=_first_option(symbol)
            )
        case _:
            return _("For a product, write `{name} * (...)`.").format(name=name)


def _first_option(symbol: Symbol) -> str:
    return symbol.options[0] if symbol.options else "option"


def dial_compared(symbol: Symbol) -> str:
    """The mend for a dial that stands where a condition is wanted."""
    return _("Compare it with an option: `{name} == {name}.{option}`.").format(
        name=symbol.id, option=_first_option(symbol)
    )


def not_a_quantity(symbol: Symbol, span: Span) -> RuleProblem:
    """The problem of an event or a curve where a quantity is wanted."""
    return RuleProblem(
        "rule-wrong-kind",
        _("`{name}` is {kind}, but a quantity is wanted.").format(
            name=symbol.id, kind=kind_words(symbol.kind)
        ),
        span,
        _call_of_symbol(symbol),
    )


def no_history(symbol: Symbol, span: Span) -> RuleProblem | None:
    """Why there is no history of such a thing, if there is none."""
    if symbol.kind is Kind.CONSTANT:
        return RuleProblem(
            "rule-history-of-constant",
            _("`{name}` is a constant, so it has no past.").format(name=symbol.id),
            span,
            _("Write `{name}` alone.").format(name=symbol.id),
        )
    if symbol.kind in NUMERIC_KINDS:
        return None
    return RuleProblem(
        "rule-wrong-kind",
        _("`{name}` is {kind}, but a quantity with a past is wanted.").format(
            name=symbol.id, kind=kind_words(symbol.kind)
        ),
        span,
        _call_of_symbol(symbol),
    )


def unknown_option(scope: Scope, dial: Symbol, option: str, span: Span) -> RuleProblem:
    """The problem of `dial.option` where the dial has no such option."""
    if option in ("start", "change"):
        return RuleProblem(
            "rule-history-attribute",
            _("A decision has no `.{word}`.").format(word=option),
            span,
            _("Write `{name}.last` for its option in the turn before, or `held({name})`.").format(
                name=dial.id
            ),
        )
    near = nearest(option, dial.options)
    owners = [other.id for other in _dials(scope) if option in other.options]
    if near is not None:
        mend = _("Did you mean `{dial}.{option}`?").format(dial=dial.id, option=near)
    elif owners:
        mend = _("It is an option of `{other}`; those of `{dial}` are {options}.").format(
            other=owners[0], dial=dial.id, options=listed(dial.options)
        )
    else:
        mend = _("Its options are {options}.").format(options=listed(dial.options))
    return RuleProblem(
        "rule-option-unknown",
        _("`{dial}` has no option `{option}`.").format(dial=dial.id, option=shown(option)),
        span,
        mend,
    )


def unknown_attribute(symbol: Symbol, word: str, span: Span) -> RuleProblem:
    """The problem of `x.word` where x is no dial and the word is no history."""
    if symbol.kind is Kind.EVENT:
        mend = _("Write `fired({name})` or `turns_since({name})`.").format(name=symbol.id)
    elif symbol.kind is Kind.CURVE:
        mend = _call_of_symbol(symbol)
    else:
        abroad = {"at_start": "start", "previous": "last", "prev": "last", "delta": "change"}
        near = abroad.get(word) or nearest(word, HISTORY)
        if near is not None:
            usage = f"{near}(n)" if near == "change" else near
            mend = _("Did you mean `{name}.{word}`?").format(name=symbol.id, word=usage)
        else:
            mend = _("There are `{name}.start`, `{name}.last` and `{name}.change(n)`.").format(
                name=symbol.id
            )
    return RuleProblem(
        "rule-history-attribute",
        _("`{name}` is {kind} and has no `.{word}`.").format(
            name=symbol.id, kind=kind_words(symbol.kind), word=shown(word)
        ),
        span,
        mend,
    )


def wrong_kind(
    scope: Scope, symbol: Symbol, span: Span, code: RuleCode, kinds: Collection[Kind]
) -> RuleProblem:
    """The problem of a name of one kind where a function needs another."""
    wanted = {
        "rule-not-an-event": _("an event"),
        "rule-not-a-dial": _("a decision with options (a dial)"),
        "rule-not-a-curve": _("a curve"),
    }.get(code, _("a quantity"))
    near = nearest(symbol.id, [name for name in _known(scope, kinds) if name != symbol.id])
    if near is not None:
        mend = _("Did you mean `{name}`?").format(name=near)
    elif symbol.kind in NUMERIC_KINDS and code == "rule-not-an-event":
        mend = _("Compare the quantity instead: `{name} > 0`.").format(name=symbol.id)
    elif symbol.kind in NUMERIC_KINDS:
        mend = _("Name {wanted}, or use `{name}` alone.").format(wanted=wanted, name=symbol.id)
    else:
        mend = _call_of_symbol(symbol)
    return RuleProblem(
        code,
        _("`{name}` is {kind}, but {wanted} is wanted.").format(
            name=symbol.id, kind=kind_words(symbol.kind), wanted=wanted
        ),
        span,
        mend,
    )


def not_a_target(symbol: Symbol, span: Span) -> RuleProblem:
    """The problem of an effect on something that effects cannot change."""
    match symbol.kind:
        case Kind.GAUGE:
            mend = _("A gauge is computed: change a stock that its formula names.")
        case Kind.CONSTANT | Kind.CURVE:
            mend = _("It stays as it is: make it a stock if it is to change.")
        case Kind.DIAL | Kind.AMOUNT:
            mend = _("Only its role sets it, by an order.")
        case _:
            mend = _("An event happens by its `when` and `chance`.")
    return RuleProblem(
        "rule-effect-target",
        _("`{name}` is {kind}, and effects change only stocks and pipelines.").format(
            name=symbol.id, kind=kind_words(symbol.kind)
        ),
        span,
        mend,
    )
