"""A persona: scores options by the pack's rules, and takes one by softmax.

The choice is the option with the greatest score plus temperature times Gumbel noise, which picks each
with its softmax probability (Gumbel, 1954), and needs one keyed draw for each option.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import places
from game.engine.offers import Fit, seat_of
from game.engine.world import World, draw
from game.lang.compile import Assembler, Fixed, Flag, Now, Operand, Pool, Row, Rows, Step
from game.players.observe import ObservedLeaves
from game.players.seats import Program

Floats = NDArray[np.float64]


def gumbel(temperature: Any, out: Floats) -> None:
    """Turn uniform draws into Gumbel noise of this temperature."""
    np.log(out, out=out)
    np.negative(out, out=out)
    np.log(out, out=out)
    np.multiply(out, -temperature, out=out)


class Pick:
    """Takes the best of several options where it may be taken, and says what that gains."""

    def __init__(self, inertia: float) -> None:
        """Pick with this much added to the score of what stands."""
        self._inertia = inertia

    def __call__(
        self, current: Any, wanted: Floats, scores: Floats, *allowed: Any, out: Floats
    ) -> None:
        """Write the index of the best into `wanted` and its gain over what stands into `out`.

        Args:
            current: Index of the option that stands, shape (B,); None for a question.
            wanted: Where the index goes, shape (B,).
            scores: Shape (N, B); they are changed.
            *allowed: A flag for each option, or True.
            out: Shape (B,).
        """
        for index, flag in enumerate(allowed):
            if flag is not True:
                np.copyto(scores[index], -np.inf, where=~flag)
            if self._inertia and current is not None:
                scores[index] += (current == index) * self._inertia
        best = scores[0].copy()
        wanted[...] = 0.0
        for index in range(1, len(scores)):
            better = scores[index] > best
            wanted[...] = np.where(better, float(index), wanted)
            np.maximum(best, scores[index], out=best)
        if current is None:
            return
        stands: Floats = np.zeros_like(best)
        for index in range(len(scores)):
            stands = np.where(current == index, scores[index], stands)
        np.subtract(best, stands, out=out)


@dataclass(frozen=True, slots=True)
class Persona:
    """The persona of a pack with this id."""

    id: str

    def program(self, world: World, role: str, rows: Pool, flags: Pool) -> Program:
        """The steps that write this persona's orders."""
        return _PersonaWriter(world, role, self.id, rows, flags).program()


class _PersonaWriter:
    """Writes a persona's steps."""

    def __init__(self, world: World, role: str, persona: str, rows: Pool, flags: Pool) -> None:
        self.world, self.role, self.persona = world, role, persona
        self.table = world.pack.model.persona[persona]
        self.seat = seat_of(world, role)
        self.leaves = ObservedLeaves(world, role, rows)
        model, layout = world.pack.model, world.layout
        self.scored = [id for id in self.seat.dials if id in self.table.scores]
        self.asks = [
            ask for ask in layout.asks if ask.role == role and ask.event in self.table.answers
        ]
        sizes = [len(model.decision[id].option) for id in self.scored]
        sizes += [len(ask.choices) for ask in self.asks]
        first = rows.take(sum(sizes)) if sizes else 0
        starts = [first + sum(sizes[:n]) for n in range(len(sizes))]
        self.blocks = [Rows(at, size) for at, size in zip(starts, sizes, strict=True)]
        self.draws = Rows(first, sum(sizes))
        self.gains = rows.take(max(1, len(self.seat.dials)))
        self.spare = rows.take()
        rows.first = rows.end
        self.rows, self.flags = rows, flags
        self.asm = Assembler(self.leaves, rows, flags)

    def program(self) -> Program:
        model, layout = self.world.pack.model, self.world.layout
        steps = self.asm.steps
        steps.extend(self.leaves.steps())
        if self.blocks:
            steps.append(Step(draw, (Now(), Fixed(places(self._places()))), self.draws))
            steps.append(
                Step(gumbel, (Fixed(np.array(float(self.table.temperature))),), self.draws)
            )
        blocks = iter(self.blocks)
        for place, id in enumerate(self.seat.dials):
            gain = Row(self.gains + place)
            if id not in self.scored:
                continue
            options = list(model.decision[id].option)
            block = next(blocks)
            allowed = [self.world.allowed.get(f"{id}.{name}") for name in options]
            self._score(f"persona.{self.persona}.scores.{id}", options, block)
            self._pick(Row(layout.dial[id]), Row(layout.order_dial[id]), block, allowed, gain)
        for id in self.seat.amounts:
            path = f"persona.{self.persona}.amounts.{id}"
            if path in self.world.pack.rules:
                value = self.asm.rule(self.world.pack.rules[path].root)
                self.asm.write(value, Row(layout.order_amount[id]))
        for ask in self.asks:
            block = next(blocks)
            allowed = [self.world.may_choose.get(f"{ask.event}.{name}") for name in ask.choices]
            self._score(f"persona.{self.persona}.answers.{ask.event}", ask.choices, block)
            answer = Row(layout.answer[ask.event, ask.role])
            self._pick(Fixed(None), answer, block, allowed, Row(self.spare))
        self.asm.steps.append(Fit(self.world, self.role, self.gains).step())
        return Program(self.asm.drain(), self.rows.end, self.flags.end)

    def _places(self) -> Iterable[str]:
        """Where the draws stand: by seat, so that two personas of a seat share their luck."""
        model = self.world.pack.model
        for id in self.scored:
            for name in model.decision[id].option:
                yield f"seat.{self.role}.{id}.{name}"
        for ask in self.asks:
            for name in ask.choices:
                yield f"seat.{self.role}.{ask.event}.{name}"

    def _score(self, path: str, options: Iterable[str], block: Rows) -> None:
        for index, name in enumerate(options):
            rule = self.world.pack.rules.get(f"{path}.{name}")
            if rule is not None:
                row = Row(block.index + index)
                value = self.asm.rule(rule.root)
                self.asm.steps.append(Step(np.add, (row, value), row))
                self.asm.release(value)

    def _pick(
        self,
        current: Operand,
        wanted: Row,
        block: Rows,
        allowed: list[Flag | None],
        gain: Row,
    ) -> None:
        pick = Pick(float(self.table.inertia))
        flags = tuple(Fixed(True) if flag is None else flag for flag in allowed)
        self.asm.steps.append(Step(pick, (current, wanted, block, *flags), gain))
