"""The reference model as a programmer would write it by hand in numpy, for speed and nothing else.

What makes it fast: a row of memory for each quantity, every result written where it is wanted, numbers
kept as arrays without dimensions, stocks moved as one block, gauges computed only where something
reads them, calls listed once and then run by one loop, chunks of lanes that fit the processor's cache.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench import quarter

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Call = tuple[Callable[..., Any], Any, Any, Any]
"""`function(first, second, out=out)`, or `function(first, out=out)` where the second is None."""

CHUNK = 8192
"""Lanes played at a time."""

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_NEVER = -1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How games ended."""

    stocks: Floats
    """Shape (24, B)."""
    ending: NDArray[np.intp]
    """Index of the ending, shape (B,)."""


def play(games: int, seed: int, *, calm: bool = False, chunk: int = CHUNK) -> Outcome:
    """Play games, lane 0 first; `calm` leaves all luck and every decision out."""
    firsts = range(0, games, chunk)
    parts = [_Chunk(seed, first, min(chunk, games - first), calm).play() for first in firsts]
    return Outcome(
        np.concatenate([part.stocks for part in parts], axis=1),
        np.concatenate([part.ending for part in parts]),
    )


def number(value: float) -> Floats:
    """A constant, as numpy likes it best."""
    return np.array(float(value))


def _run(calls: Iterable[Call]) -> None:
    for function, first, second, out in calls:
        if second is None:
            function(first, out=out)
        else:
            function(first, second, out=out)


def _mixed(keys: Keys) -> Keys:
    """SplitMix64's finaliser."""
    keys = (keys ^ (keys >> np.uint64(30))) * _FIRST
    keys = (keys ^ (keys >> np.uint64(27))) * _SECOND
    return keys ^ (keys >> np.uint64(31))


class _Chunk:
    """Some lanes of the model: all memory they need, and the calls of a turn."""

    def __init__(self, seed: int, first: int, lanes: int, calm: bool) -> None:
        self.calm = calm
        self.stocks = np.empty((quarter.STOCKS, lanes))
        self.stocks[:] = [[quarter.start(i)] for i in range(quarter.STOCKS)]
        self.gauges = np.empty((quarter.GAUGES, lanes))
        self.flows = np.empty_like(self.stocks)
        self.fired = np.full((quarter.EVENTS, lanes), _NEVER)
        self.course = np.zeros((len(quarter.SEATS), lanes), dtype=np.intp)
        self.happens = np.empty((quarter.EVENTS, lanes), dtype=bool)
        self.spare, self.other = np.empty(lanes), np.empty(lanes)
        self.flag, self.new = np.empty(lanes, dtype=bool), np.empty(lanes, dtype=np.intp)
        self.now, self.rested, self.never = number(0), number(0), number(_NEVER)

        places = quarter.EVENTS + 2 * len(quarter.NOISY) + 2 * len(quarter.SEATS)
        self.luck = np.empty((places, lanes))
        numbers = np.arange(first + 1, first + lanes + 1, dtype=np.uint64)
        self.lane_keys = _mixed(numbers * _STEP) ^ np.uint64(seed)
        self.places = _mixed(np.arange(1, places + 1, dtype=np.uint64) * _FIRST)
        rows = max(1, 8192 // lanes)
        self.keys = np.empty((rows, lanes), np.uint64)
        self.spare_keys = np.empty_like(self.keys)

        flowing = map(quarter.flow_gauge, range(quarter.STOCKS))
        happening = map(quarter.event_gauge, range(quarter.EVENTS))
        self.first_calls = [*self._gauge(_needed(flowing)), *self._flow()]
        if not calm:
            self.first_calls = [*self._choose(), *self.first_calls, *self._shake()]
        self.second_calls = [
            *self._gauge(_needed(happening)),
            *self._happen(),
            *self._have_effect(),
        ]

    def play(self) -> Outcome:
        """All turns, then the ending."""
        with np.errstate(all="ignore"):
            for turn in range(1, quarter.TURNS + 1):
                if not self.calm:
                    self._draw(turn)
                self.now[...], self.rested[...] = turn, turn - 3
                _run(self.first_calls)
                np.clip(self.stocks, 0.0, 100.0, out=self.stocks)
                _run(self.second_calls)
                np.clip(self.stocks, 0.0, 100.0, out=self.stocks)
            _run(self._gauge([0]))
        high, low = self.gauges[0] > 46, self.stocks[12] < 36
        return Outcome(self.stocks, np.where(high, 0, np.where(low, 1, 2)))

    def _draw(self, turn: int) -> None:
        """All luck of a turn: a draw from (0, 1) for each place and lane."""
        places = _mixed(self.places + np.uint64(turn) * _STEP)[:, np.newaxis]
        rows = len(self.keys)
        for first in range(0, len(places), rows):
            block = places[first : first + rows]
            keys, spare = self.keys[: len(block)], self.spare_keys[: len(block)]
            np.bitwise_xor(self.lane_keys, block, out=keys)
            np.multiply(keys, _FIRST, out=keys)
            np.right_shift(keys, np.uint64(32), out=spare)
            np.bitwise_xor(keys, spare, out=keys)
            np.multiply(keys, _SECOND, out=keys)
            np.right_shift(keys, np.uint64(12), out=keys)
            np.bitwise_or(keys, _ONE, out=keys)
            np.subtract(keys.view(np.float64), _BELOW_ONE, out=self.luck[first : first + rows])

    def _choose(self) -> Iterable[Call]:
        """Each seat takes any of its courses in a turn of four; a new one has its effect."""
        spare, flag, new = self.spare, self.flag, self.new
        chosen = np.empty_like(flag)
        for seat, course in enumerate(self.course):
            mood, pick = self.luck[-2 - 2 * seat], self.luck[-1 - 2 * seat]
            yield np.multiply, pick, number(quarter.OPTIONS), spare
            yield _copied, spare, None, new
            yield np.less, mood, number(0.75), flag
            yield _where(flag), course, new, new
            yield np.not_equal, new, course, flag
            yield _copied, new, None, course
            for option in range(quarter.OPTIONS):
                stock = self.stocks[quarter.stock_of(option, seat)]
                yield np.equal, new, np.array(option), chosen
                yield np.logical_and, chosen, flag, chosen
                yield np.multiply, chosen, number(1.5), spare
                yield np.add, stock, spare, stock

    def _gauge(self, wanted: Iterable[int]) -> Iterable[Call]:
        s, g, spare, flag = self.stocks, self.gauges, self.spare, self.flag
        for i in wanted:
            out = g[i]
            a, b, c = (s[quarter.stock_of(i, step)] for step in range(3))
            d, e = (g[quarter.gauge_of(i, step)] for step in range(2))
            if i in quarter.LINEAR:
                yield np.multiply, a, number(0.4), out
                yield np.multiply, b, number(0.3), spare
                yield np.add, out, spare, out
                yield np.multiply, c, number(0.2), spare
                yield np.add, out, spare, out
                yield np.add, out, number(5), out
            elif i in quarter.RATIO:
                yield np.add, a, b, spare
                yield np.add, spare, number(20), spare
                yield np.multiply, a, number(100), out
                yield np.divide, out, spare, out
            elif i in quarter.LOGISTIC:
                yield np.subtract, d, a, out
                yield np.multiply, out, number(1 / 12), out
                yield np.exp, out, None, out
                yield np.add, out, number(1), out
                yield np.divide, number(100), out, out
            elif i in quarter.CHOSEN:
                yield np.subtract, e, number(4), spare
                yield np.greater, a, number(50), flag
                yield _where(flag), d, spare, out
            elif i in quarter.BETWEEN:
                yield np.minimum, d, e, out
                yield np.multiply, a, number(0.5), spare
                yield np.maximum, out, spare, out
            elif i in quarter.FADING:
                yield np.multiply, a, number(-1 / 40), out
                yield np.exp, out, None, out
                yield np.multiply, out, number(60), out
                yield np.multiply, d, number(0.2), spare
                yield np.add, out, spare, out
            else:
                seat = i - quarter.BY_DIAL.start
                values = [quarter.option_value(seat, o) for o in range(quarter.OPTIONS)]
                yield _taken_from(np.array(values, dtype=float)), self.course[seat], None, out

    def _flow(self) -> Iterable[Call]:
        for i, flow in enumerate(self.flows):
            yield np.subtract, self.gauges[quarter.flow_gauge(i)], self.stocks[i], flow
        yield np.multiply, self.flows, number(0.06), self.flows
        for i in range(0, quarter.STOCKS, 6):
            pull, flow = self.gauges[quarter.BY_DIAL[i // 6 % 2]], self.flows[i]
            yield np.subtract, pull, number(50), self.spare
            yield np.multiply, self.spare, number(0.02), self.spare
            yield np.add, flow, self.spare, flow
        yield np.add, self.stocks, self.flows, self.stocks

    def _shake(self) -> Iterable[Call]:
        """Normal noise, by Box and Muller."""
        spare, other = self.spare, self.other
        for n, i in enumerate(quarter.NOISY):
            first, second = self.luck[quarter.EVENTS + 2 * n : quarter.EVENTS + 2 * n + 2]
            yield np.log, first, None, spare
            yield np.multiply, spare, number(-2 * 1.5**2), spare
            yield np.sqrt, spare, None, spare
            yield np.multiply, second, number(2 * np.pi), other
            yield np.cos, other, None, other
            yield np.multiply, spare, other, spare
            yield np.add, self.stocks[i], spare, self.stocks[i]

    def _happen(self) -> Iterable[Call]:
        spare, flag = self.spare, self.flag
        for i, (happens, fired) in enumerate(zip(self.happens, self.fired, strict=True)):
            yield np.greater, self.gauges[quarter.event_gauge(i)], number(45), happens
            yield np.less, self.stocks[quarter.stock_of(i, 0)], number(60), flag
            yield np.logical_and, happens, flag, happens
            if not self.calm:
                yield np.multiply, self.stocks[quarter.stock_of(i, 1)], number(0.003), spare
                yield np.add, spare, number(0.1), spare
                yield np.less, self.luck[i], spare, flag
                yield np.logical_and, happens, flag, happens
            yield np.less_equal, fired, self.never if i % 2 == 0 else self.rested, flag
            yield np.logical_and, happens, flag, happens
            yield _where(happens), self.now, fired, fired

    def _have_effect(self) -> Iterable[Call]:
        for i, happens in enumerate(self.happens):
            yield _copied, happens, None, self.spare
            for step, change in ((2, -4), (3, 3)):
                stock = self.stocks[quarter.stock_of(i, step)]
                yield np.multiply, self.spare, number(change), self.other
                yield np.add, stock, self.other, stock


def _where(flag: NDArray[np.bool_]) -> Callable[..., None]:
    def where(yes: NDArray[Any], no: NDArray[Any], out: NDArray[Any]) -> None:
        out[...] = np.where(flag, yes, no)

    return where


def _taken_from(values: Floats) -> Callable[..., None]:
    def take(index: NDArray[np.intp], out: Floats) -> None:
        values.take(index, out=out, mode="clip")

    return take


def _copied(values: NDArray[Any], out: NDArray[Any]) -> None:
    out[...] = values


def _needed(wanted: Iterable[int]) -> list[int]:
    """The gauges that must be computed for some of them to be known, in order."""
    named = {*wanted, *quarter.BY_DIAL}
    for i in sorted(named, reverse=True):
        if quarter.LOGISTIC.start <= i < quarter.BY_DIAL.start:
            named.add(quarter.gauge_of(i, 0))
        if i in quarter.CHOSEN or i in quarter.BETWEEN:
            named.add(quarter.gauge_of(i, 1))
    return sorted(named)


_ONE = np.uint64(0x3FF0000000000000)
_BELOW_ONE = number(1.0 - 2.0**-53)
