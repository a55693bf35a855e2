"""A persona: scores options by the pack's rules, and takes one by softmax.

One keyed draw a decision is laid on the options side by side, each as wide as its softmax weight
(Luce, "Individual Choice Behavior", 1959).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.engine.luck import places
from game.engine.offers import Fit, seat_of
from game.engine.steps import draw
from game.engine.world import World
from game.lang.compile import Assembler, Fixed, Flag, Now, Operand, Pool, Row, Rows, Step
from game.players.observe import ObservedLeaves
from game.players.seats import Program

Floats = NDArray[np.float64]


class Pick:
    """Takes one of several options by softmax, and says what that gains."""

    def __init__(self, temperature: float, inertia: float) -> None:
        """Pick at this temperature, with this much added to the score of what stands."""
        self._coldness = 1.0 / max(temperature, 1e-9)
        self._inertia = inertia

    def __call__(
        self, current: Any, wanted: Floats, draw: Floats, scores: Floats, *allowed: Any, out: Floats
    ) -> None:
        """Write the index of an option into `wanted` and its gain over what stands into `out`.

        Args:
            current: Index of the option that stands, shape (B,); None for a question.
            wanted: Where the index goes, shape (B,).
            draw: Uniform, shape (B,).
            scores: Shape (N, B); they are used up.
            *allowed: A flag for each option, or True.
            out: Shape (B,); it says nothing where the option that stands is taken.
        """
        for index, flag in enumerate(allowed):
            if flag is not True:
                np.copyto(scores[index], -np.inf, where=~flag)
        if current is not None and self._inertia:
            for index in range(len(scores)):
                scores[index] += (current == index) * self._inertia
        weights = scores - np.maximum.reduce(scores, axis=0)
        np.multiply(weights, self._coldness, out=weights)
        np.exp(weights, out=weights)
        for index in range(1, len(weights)):
            weights[index] += weights[index - 1]
        mark = draw * weights[-1]
        passed = np.zeros(len(mark), dtype=np.int8)
        for reached in weights[:-1]:
            passed += (mark >= reached).view(np.int8)
        wanted[...] = passed
        if current is not None:
            moved = np.flatnonzero(wanted != current)
            then, now = (at[moved].astype(np.intp) * len(mark) + moved for at in (wanted, current))
            out[moved] = scores.take(then) - scores.take(now)


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
        self.blocks = [Rows(rows.take(size), size) for size in sizes]
        self.draws = Rows(rows.take(len(sizes)) if sizes else 0, len(sizes))
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
        choices = iter(enumerate(self.blocks))
        for place, id in enumerate(self.seat.dials):
            if id not in self.scored:
                continue
            options = list(model.decision[id].option)
            number, block = next(choices)
            allowed = [self.world.allowed.get(f"{id}.{name}") for name in options]
            self._score(f"persona.{self.persona}.scores.{id}", options, block)
            wanted = Row(layout.order_dial[id])
            self._pick(Row(layout.dial[id]), wanted, number, block, allowed, self.gains + place)
        for id in self.seat.amounts:
            path = f"persona.{self.persona}.amounts.{id}"
            if path in self.world.pack.rules:
                value = self.asm.rule(self.world.pack.rules[path].root)
                self.asm.write(value, Row(layout.order_amount[id]))
        for ask in self.asks:
            number, block = next(choices)
            allowed = [self.world.may_choose.get(f"{ask.event}.{name}") for name in ask.choices]
            self._score(f"persona.{self.persona}.answers.{ask.event}", ask.choices, block)
            answer = Row(layout.answer[ask.event, ask.role])
            self._pick(Fixed(None), answer, number, block, allowed, self.spare)
        self.asm.steps.append(Fit(self.world, self.role, self.gains).step())
        return Program(self.asm.drain(), self.rows.end, self.flags.end)

    def _places(self) -> Iterable[str]:
        """Where the draws stand: by seat, so that two personas of a seat share their luck."""
        for id in (*self.scored, *(ask.event for ask in self.asks)):
            yield f"seat.{self.role}.{id}"

    def _score(self, path: str, options: Iterable[str], block: Rows) -> None:
        """Score options; one without a rule scores 0."""
        for index, name in enumerate(options):
            rule = self.world.pack.rules.get(f"{path}.{name}")
            value = self.asm.rule(rule.root) if rule is not None else Fixed(np.array(0.0))
            self.asm.write(value, Row(block.index + index))

    def _pick(
        self,
        current: Operand,
        wanted: Row,
        number: int,
        block: Rows,
        allowed: list[Flag | None],
        gain: int,
    ) -> None:
        pick = Pick(float(self.table.temperature), float(self.table.inertia))
        flags = tuple(Fixed(True) if flag is None else flag for flag in allowed)
        drawn = Row(self.draws.index + number)
        self.asm.steps.append(Step(pick, (current, wanted, drawn, block, *flags), Row(gain)))
