"""How a number is written: its digits, its unit, its sign. The only place that knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from game.packs.model import Pack
from game.words import _

SHARES = frozenset({"share", "probability"})
"""Units of a level from 0 to 1 that is written as a percentage."""
BARE = ("point", "points", "ratio", "index")
"""Units, or first words of them, that say nothing about a level that its title does not."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How one quantity is written."""

    unit: str
    digits: int | None = None
    """Decimals; by size when absent."""

    @property
    def factor(self) -> float:
        """What a level is multiplied by before it is written."""
        return 100.0 if self.unit in SHARES else 1.0

    def bare(self, level: float) -> str:
        """A level without its unit."""
        shown = level * self.factor
        return written(shown, self._digits(shown))

    def level(self, level: float) -> str:
        """A level with its unit: `412 kH100e`, `58%`, `46`."""
        return self._with_unit(self.bare(level))

    def end(self, level: float, *, unit: bool = False) -> str:
        """An end of a scale: no more decimals than it has; a percentage has its sign with or without unit."""
        shown = level * self.factor
        text = written(shown, 0 if shown == round(shown) else self._digits(shown))
        return self._with_unit(text) if unit or self.unit in (*SHARES, "%") else text

    def change(
        self, change: float, *, rough: bool = False, unit: bool = True, fine: bool = True
    ) -> str:
        """A signed change: `+18 kH100e`, of a share `-4 points`.

        Args:
            change: In the quantity's unit.
            rough: Whether to give one digit that counts and no more.
            unit: Whether to name the unit; points of a share are always named.
            fine: Whether to add a digit where a change would round to nothing.
        """
        shown = change * self.factor
        digits = self._digits(shown)
        if rough and shown:
            size = max(-2, floor(log10(abs(shown))))
            shown = round(shown, -size)
            digits = max(0, -size)
        elif fine:
            digits = self.decimals(change)
        text = written(shown, digits)
        if text == written(0.0, digits):
            return _("no change")
        signed = text if text.startswith("-") else f"+{text}"
        if self.unit in SHARES or self.unit == "%":
            one = text.strip("-") == "1"
            return (_("{change} point") if one else _("{change} points")).format(change=signed)
        return f"{signed} {self.unit}" if unit and not self._is_bare else signed

    def decimals(self, change: float) -> int:
        """Decimals of a change: one more than of a level where it would round to nothing."""
        shown = change * self.factor
        digits = self._digits(shown)
        return min(6, digits + 1) if shown and round(shown, digits) == 0.0 else digits

    def beside(self, whole: float, most: float) -> "Scale":
        """The same scale with decimals that suit the largest part of a whole, and show the whole.

        One decimal more than the part has by itself at most: a whole that is nothing then is told as such.
        """
        scale = self.like(most)
        own = scale.decimals(0.0)
        return Scale(self.unit, max(own, min(own + 1, self.decimals(whole))))

    def adding_up(self, parts: Sequence[float], whole: float) -> list[float]:
        """Parts as rounded to the decimals of this scale so that they add up to the rounded whole.

        Each is rounded to the nearest; while they miss the whole, the one goes the other way that was
        rounded most, each once, and none to nothing. Where that does not do, all stay as rounded.
        """
        grain = 10.0 ** -self.decimals(0.0) / self.factor
        counts = [round(part / grain) for part in parts]
        gap = round(whole / grain) - sum(counts)
        step = 1 if gap > 0 else -1
        order = sorted(
            (n for n, count in enumerate(counts) if count + step),
            key=lambda n: step * (counts[n] - parts[n] / grain),
        )
        if abs(gap) <= len(order):
            for n in order[: abs(gap)]:
                counts[n] += step
        return [count * grain for count in counts]

    def like(self, level: float) -> "Scale":
        """The same scale with decimals that suit this level, for numbers that stand together."""
        shown = level * self.factor
        if self.digits is not None:
            tiny = shown and round(shown, self.digits) == 0.0
            return Scale(self.unit, self.digits + 1) if tiny else self
        if self.unit in SHARES or self.unit == "%":
            return Scale(self.unit, 0 if abs(shown) >= 10.0 else 1)
        return Scale(self.unit, digits_by_size(shown, whole=False))

    def tells(self, before: float, after: float) -> bool:
        """Whether two levels as they are written differ by their change as it is written."""
        digits, shown = (
            self._digits(after * self.factor),
            [x * self.factor for x in (before, after)],
        )
        told = round(shown[1], digits) - round(shown[0], digits)
        return round(told - round(shown[1] - shown[0], digits), digits) == 0.0

    def finer(self, level: float) -> "Scale":
        """The same scale with a decimal more than it has for this level."""
        return Scale(self.unit, self._digits(level * self.factor) + 1)

    def _with_unit(self, text: str) -> str:
        if self.unit in SHARES or self.unit == "%":
            return f"{text}%"
        return text if self._is_bare else f"{text} {self.unit}"

    @property
    def _is_bare(self) -> bool:
        """Whether the unit is left out."""
        return not self.unit or self.unit.split(" ")[0] in BARE

    def _digits(self, shown: float) -> int:
        if self.digits is not None:
            return self.digits
        if self.unit in SHARES or self.unit == "%":
            return 0 if abs(shown) >= 1.0 or shown == 0.0 else 1
        return digits_by_size(shown)


def digits_by_size(number: float, whole: bool = True) -> int:
    """Decimals that leave about three digits that count; none for a whole number, where `whole` is set."""
    size = abs(number)
    if size >= 100.0 or (whole and size == round(size)):
        return 0
    if size >= 10.0:
        return 1
    return 2 if size >= 0.1 else 3 if size >= 0.01 else 4


def written(number: float, digits: int) -> str:
    """A number with this many decimals, thousands apart; never `-0`."""
    if not isfinite(number):
        return _("without limit")
    rounded = round(number, digits)
    return f"{rounded if rounded else 0.0:,.{digits}f}"


def figure(number: float) -> str:
    """A number with about three digits that count."""
    rounded = round(number, digits_by_size(number, whole=False))
    return written(rounded, digits_by_size(rounded)).replace("-", "−")


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return f"{round(share * 100):d}%"


def scale_of(pack: Pack, quantity: str) -> Scale:
    """How a quantity of a pack is written."""
    model = pack.model
    for tables in (model.stock, model.gauge, model.pipeline):
        if quantity in tables:
            table = tables[quantity]
            return Scale(table.unit, table.digits)
    if quantity in model.constant:
        return Scale(model.constant[quantity].unit)
    return Scale(model.decision[quantity].unit)


def title_of(pack: Pack, quantity: str) -> str:
    """The title of a quantity, constant or decision."""
    model = pack.model
    for tables in (model.stock, model.gauge, model.pipeline, model.decision):
        if quantity in tables:
            return tables[quantity].title
    return model.constant[quantity].title or quantity.replace("_", " ")
