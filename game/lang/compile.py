"""Rules as steps over rows of lanes.

A row holds one number for each lane (game); a flag holds one truth value for each. Compiling a tree
yields steps (a numpy function, what goes in, where it comes out) that name rows by index. Binding the
steps to memory gives calls without arguments, which is all that runs in a turn: no name of a pack and
no source text is ever executed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, assert_never

import numpy as np
from numpy.typing import NDArray

from game.lang.power import power
from game.lang.tree import (
    Binary,
    Call,
    Compare,
    CurveAt,
    Happened,
    Level,
    Node,
    OptionName,
    Past,
    Symbol,
    Turn,
    Type,
    Unary,
    Value,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Function = Callable[..., Any]
"""Called as `function(*ins, out=out)`; writes every lane of `out`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number for each lane."""

    index: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Consecutive rows, bound as an array of shape (count, B)."""

    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Flag:
    """One truth value for each lane."""

    index: int


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Something known when the pack is compiled: a number, a table, an argument of the function."""

    value: Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constant of the pack, which a study may vary from lane to lane."""

    id: str


@dataclass(frozen=True, slots=True)
class Now:
    """The luck of the turn being played."""


Operand = Row | Rows | Flag | Fixed | Parameter | Now


@dataclass(frozen=True, slots=True)
class Mark:
    """Says that a step changes quantities, and why, for the ledger."""

    quantities: tuple[str, ...]
    """One for each row the step writes."""
    cause: str


@dataclass(frozen=True, slots=True)
class Step:
    """One call: `function(*ins, out=out)`."""

    function: Function
    ins: tuple[Operand, ...]
    out: Row | Rows | Flag
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Guarded:
    """Steps that are skipped when the flag is set in no lane."""

    flag: Flag
    steps: "tuple[Step | Guarded, ...]"


Program = Sequence[Step | Guarded]


class Leaves(Protocol):
    """Where the leaves of a tree are found."""

    def level(self, symbol: Symbol) -> Operand:
        """Its level, or for a dial the index of its option."""
        ...

    def past(self, symbol: Symbol, word: str, turns: int) -> Operand:
        """`start`, `last` or `smooth` of it; for `change`, its level `turns` turns ago."""
        ...

    def turn(self) -> Operand:
        """The number of the turn."""
        ...

    def happened(self, symbol: Symbol, word: str) -> Operand:
        """The turn an event last fired (`fired`, `turns_since`), or turns a dial was `held`."""
        ...


NEVER = -1000.0
"""The turn in which an event that has not fired yet is said to have fired."""


def select(condition: Flags, yes: Any, no: Any, out: NDArray[Any]) -> None:
    """Take `yes` where the condition holds and `no` elsewhere; the other may be anything."""
    out[...] = np.where(condition, yes, no)


def look_up(at: Floats, xs: Floats, ys: Floats, out: Floats) -> None:
    """Read a curve: linear between its points, flat beyond its ends."""
    out[...] = np.interp(at, xs, ys)


def copy(value: Any, out: NDArray[Any]) -> None:
    """Put a value into a row or flag."""
    out[...] = value


COMPARISONS: dict[str, Function] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
ARITHMETIC: dict[str, Function] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": power,
    "and": np.logical_and,
    "or": np.logical_or,
}
ONE = Fixed(np.array(1.0))


@dataclass(slots=True)
class Pool:
    """Hands out indices of rows or flags, lowest first, and takes them back."""

    first: int
    """Indices below this one are not the pool's to hand out or take back."""
    end: int = field(init=False)
    """One beyond the greatest index handed out so far."""
    free: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        """Begin with nothing handed out."""
        self.end = self.first

    def take(self, count: int = 1) -> int:
        """The first of `count` consecutive unused indices."""
        if count == 1 and self.free:
            return self.free.pop()
        self.end += count
        return self.end - count

    def give(self, index: int) -> None:
        """Take back an index that `take()` handed out; others are left alone."""
        if index >= self.first:
            assert index not in self.free, "given back twice: two results would share its place"
            self.free.append(index)


class Assembler:
    """Turns trees into steps, keeping results between them in rows and flags that are used again."""

    def __init__(self, leaves: Leaves, rows: Pool, flags: Pool) -> None:
        """Compile for these leaves, with temporary rows and flags out of these pools."""
        self.leaves = leaves
        self.rows = rows
        self.flags = flags
        self.steps: list[Step | Guarded] = []

    def drain(self) -> tuple[Step | Guarded, ...]:
        """The steps so far; begins a new list."""
        steps, self.steps = tuple(self.steps), []
        return steps

    def emit(self, function: Function, *ins: Operand, boolean: bool = False) -> Row | Flag:
        """Add a step; gives back the temporaries among `ins`, returns where the result will be."""
        self.release(*ins)
        out = Flag(self.flags.take()) if boolean else Row(self.rows.take())
        self.steps.append(Step(function, ins, out))
        return out

    def release(self, *operands: Operand) -> None:
        """Give back temporaries that nothing will read again."""
        for operand in operands:
            match operand:
                case Row(index):
                    self.rows.give(index)
                case Flag(index):
                    self.flags.give(index)
                case _:
                    pass

    def write(self, value: Operand, out: Row | Flag, mark: Mark | None = None) -> None:
        """Put a result into a row or flag of the caller's."""
        last = self.steps[-1] if self.steps else None
        if isinstance(last, Step) and last.out == value and self._temporary(value):
            # The step that made the temporary may as well write to where it is wanted.
            self.steps[-1] = Step(last.function, last.ins, out, mark)
        else:
            self.steps.append(Step(copy, (value,), out, mark))
        self.release(value)

    def _temporary(self, operand: Operand) -> bool:
        """Whether a result was put there by `emit`, and nobody else knows of it."""
        match operand:
            case Row(index):
                return index >= self.rows.first
            case Flag(index):
                return index >= self.flags.first
            case _:
                return False

    def rule(self, node: Node) -> Operand:
        """Add the steps of a tree; returns where its value will be."""
        match node:
            case Value(value=value, type=kind):
                return Fixed(np.array(bool(value) if kind is Type.BOOLEAN else value))
            case Level(symbol=symbol):
                return self.leaves.level(symbol)
            case OptionName(index=index):
                return Fixed(np.array(float(index)))
            case Turn():
                return self.leaves.turn()
            case Past(symbol=symbol, word=word, turns=turns):
                then = self.leaves.past(symbol, word, turns)
                if word == "change":
                    return self.emit(np.subtract, self.leaves.level(symbol), then)
                return then
            case Happened(symbol=symbol, word=word):
                since = self.leaves.happened(symbol, word)
                match word:
                    case "fired":
                        never = Fixed(np.array(NEVER))
                        return self.emit(np.greater, since, never, boolean=True)
                    case "turns_since":
                        return self.emit(np.subtract, self.leaves.turn(), since)
                    case "held":
                        return since
            case Unary(op=op, operand=operand):
                part = self.rule(operand)
                if op == "not":
                    return self.emit(np.logical_not, part, boolean=True)
                return self.emit(np.negative, part)
            case Binary(op=op, left=left, right=right):
                parts = self.rule(left), self.rule(right)
                return self.emit(ARITHMETIC[op], *parts, boolean=op in ("and", "or"))
            case Compare():
                return self._chain(node)
            case Call():
                return self._call(node)
            case CurveAt(symbol=symbol, at=at):
                xs, ys = np.array(symbol.points, dtype=np.float64).T
                return self.emit(look_up, self.rule(at), Fixed(xs.copy()), Fixed(ys.copy()))
            case _:
                assert_never(node)

    def _chain(self, node: Compare) -> Operand:
        """`a < b < c`, each part computed once."""
        parts = [self.rule(part) for part in node.operands]
        links: list[Operand] = []
        for op, left, right in zip(node.ops, parts, parts[1:], strict=False):
            out = Flag(self.flags.take())
            self.steps.append(Step(COMPARISONS[op], (left, right), out))
            links.append(out)
        self.release(*parts)
        return self._fold(np.logical_and, links, boolean=True)

    def _fold(self, function: Function, parts: Sequence[Operand], *, boolean: bool) -> Operand:
        """Apply a function of two to a sequence, from the left."""
        result = parts[0]
        for part in parts[1:]:
            result = self.emit(function, result, part, boolean=boolean)
        return result

    def _call(self, node: Call) -> Operand:
        """One function of the language."""
        parts = [self.rule(part) for part in node.args]
        boolean = node.type is Type.BOOLEAN
        match node.function:
            case "if":
                return self.emit(select, *parts, boolean=boolean)
            case "min":
                return self._fold(np.minimum, parts, boolean=False)
            case "max":
                return self._fold(np.maximum, parts, boolean=False)
            case "clamp":
                value, low, high = parts
                return self.emit(np.minimum, self.emit(np.maximum, value, low), high)
            case "abs":
                return self.emit(np.absolute, *parts)
            case "sqrt":
                return self.emit(np.sqrt, *parts)
            case "exp":
                return self.emit(np.exp, *parts)
            case "log":
                return self.emit(np.log, *parts)
            case "logistic":
                grown = self.emit(np.exp, self.emit(np.negative, *parts))
                return self.emit(np.divide, ONE, self.emit(np.add, grown, ONE))
            case _:
                assert_never(node.function)


class Memory(Protocol):
    """What operands are bound to."""

    def array(self, operand: Operand) -> Any:
        """The array (or argument) an operand stands for."""
        ...

    def recorder(self, mark: Mark, row: Floats) -> Callable[[Callable[[], None]], None] | None:
        """What runs a marked step and writes the change it makes to `row` down; None for nobody."""
        ...


Bound = tuple[Function, Any, Any, Any]
"""A bound step: function, one or two that go in (None when there is none), and where it comes out."""


def bind(program: Iterable[Step | Guarded], memory: Memory) -> list[Bound]:
    """Fix the steps to memory, for `run`."""
    calls: list[Bound] = []
    for step in program:
        if isinstance(step, Guarded):
            flag, inner = memory.array(step.flag), bind(step.steps, memory)
            calls.append((partial(_run_guarded, flag, inner), None, None, None))
            continue
        out = memory.array(step.out)
        ins = [memory.array(part) for part in step.ins]
        record = memory.recorder(step.mark, out) if step.mark else None
        if record:
            call = partial(step.function, *ins, out=out)
            calls.append((partial(record, call), None, None, None))
        elif 1 <= len(ins) <= 2 and all(part is not None for part in ins):
            calls.append((step.function, ins[0], ins[1] if len(ins) == 2 else None, out))
        else:
            calls.append((partial(step.function, *ins), None, None, out))
    return calls


def run(calls: Iterable[Bound]) -> None:
    """Run bound steps. Three kinds of call in one loop: half the cost of a callable for each step."""
    for function, first, second, out in calls:
        if second is not None:
            function(first, second, out=out)
        elif first is not None:
            function(first, out=out)
        elif out is not None:
            function(out=out)
        else:
            function()


def _run_guarded(flag: Flags, calls: list[Bound]) -> None:
    """Run the calls when the flag is set in some lane."""
    if np.count_nonzero(flag):
        run(calls)
