"""Writes the steps of a turn for a pack."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.engine.layout import Layout, PackLeaves, block, starting_option
from game.engine.luck import fat, normal, places
from game.engine.steps import (
    add_noise,
    at_index,
    draw,
    enter,
    first_choice,
    flag_any_infinite,
    flag_infinite,
    follow,
    grain_of,
    hold_within,
    move_on,
    note_end,
    release,
    release_into_pipeline,
    remember,
    rescale,
    round_to,
    shift,
    stamp,
    take,
    total_of,
)
from game.lang.compile import (
    NEVER,
    Assembler,
    Fixed,
    Flag,
    Guarded,
    Mark,
    Now,
    Operand,
    Pool,
    Row,
    Rows,
    Step,
    copy,
    select,
)
from game.lang.tree import (
    Binary,
    Call,
    Effect,
    Happened,
    Kind,
    Level,
    Node,
    Past,
    Rule,
    Type,
    Unary,
    Value,
    walk,
)
from game.packs.model import Needs, Pack

Steps = tuple[Step | Guarded, ...]


@dataclass(frozen=True, slots=True)
class Phases:
    """The steps of a turn, cut where a ledger looks in."""

    opening: Steps
    """Computed once, before the first turn."""
    offers: Steps
    """What may be ordered, from the state at the end of the last turn."""
    orders: Steps
    """Effects of orders and answers; then gauges and flows, computed but not added."""
    settle: Steps
    """Flows, deliveries, noise and limits; then gauges, and which events happen."""
    happen: Steps
    """Effects of events, limits, endings; before these the gauges that something reads before the
    next flows are computed."""
    rest: Steps
    """The other gauges, for whoever looks at the state between turns."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A turn, written down."""

    phases: Phases
    allowed: Mapping[str, Flag]
    """Whether an amount may be ordered or an option taken: by `decision` or `decision.option`."""
    may_choose: Mapping[str, Flag]
    """Whether a choice may be taken: by `event.choice`, where it has needs."""
    first_row: int
    """The first row that no part of the turn uses."""
    first_flag: int


def write_turn(pack: Pack, layout: Layout) -> Written:
    """The steps of a turn of this pack, over the rows of this layout."""
    writer = _Writer(pack, layout)
    phases = Phases(
        opening=writer.opening(),
        offers=writer.offers(),
        orders=writer.orders(),
        settle=writer.settle(),
        happen=writer.happen(),
        rest=writer.rest(),
    )
    return Written(phases, writer.allowed, writer.may_choose, writer.rows.end, writer.flags.end)


class _Writer:
    """Writes the steps of a turn."""

    def __init__(self, pack: Pack, layout: Layout) -> None:
        self.pack = pack
        self.model = pack.model
        self.layout = layout
        self.rows = Pool(layout.first_free)
        self.flags = Pool(0)
        self.allowed: dict[str, Flag] = {}
        self.may_choose: dict[str, Flag] = {}
        self.changed = {id: Flag(self.flags.take()) for id in layout.dials}
        self.happens = {id: Flag(self.flags.take()) for id in self.model.event}
        self._reserve_offers()
        self.flags.first = self.flags.end
        self.steady = self._steady()
        self.read_soon = self._read_soon() - self.steady
        self.asm = Assembler(PackLeaves(pack, layout), self.rows, self.flags)

    def _reserve_offers(self) -> None:
        """Flags for whatever has needs or may be locked; these outlive the offers."""
        for id, decision in self.model.decision.items():
            if decision.kind == "amount":
                if decision.needs:
                    self.allowed[id] = Flag(self.flags.take())
            else:
                locks = any(option.once for option in decision.option.values())
                for name, option in decision.option.items():
                    if decision.needs or option.needs or locks:
                        self.allowed[f"{id}.{name}"] = Flag(self.flags.take())
        for id, event in self.model.event.items():
            for name, choice in event.choice.items():
                if choice.needs:
                    self.may_choose[f"{id}.{name}"] = Flag(self.flags.take())

    def _add(
        self,
        function: Any,
        *ins: Operand,
        out: Row | Rows | Flag,
        mark: Mark | None = None,
        keep: bool = False,
    ) -> None:
        """Add a step that writes to a place of its own; `keep` what goes in for another reader."""
        self.asm.steps.append(Step(function, ins, out, mark))
        if not keep:
            self.asm.release(*ins)

    def _value(self, path: str) -> Operand:
        return self.asm.rule(self.pack.rules[path].root)

    def _test(self, function: Any, *ins: Operand) -> Flag:
        """A temporary flag."""
        flag = self.asm.emit(function, *ins, boolean=True)
        assert isinstance(flag, Flag)
        return flag

    def _is(self, row: Row, index: int) -> Flag:
        """Whether a row holds the index of an option, choice or ending."""
        return self._test(np.equal, row, Fixed(np.array(float(index))))

    # The start, and what may be ordered.

    def opening(self) -> Steps:
        layout, model = self.layout, self.model
        for id, stock in model.stock.items():
            self._set(layout.stocks[id], float(stock.start))
        for id, pipeline in model.pipeline.items():
            start = pipeline.start
            each = (
                tuple(float(part) for part in start)
                if isinstance(start, tuple)
                else (float(start) / pipeline.delay,) * pipeline.delay
            )
            for offset, part in enumerate(each):
                self._set(layout.slots[id].index + offset, part)
        for id in layout.dials:
            self._set(layout.dial[id], float(starting_option(model.decision[id])))
        for index in layout.fired.values():
            self._set(index, NEVER)
        self._set(layout.ending, -1.0)
        # Before the start everything stood as it stands at the start. A gauge may look back on
        # another, so each gets its past before those that look back on it are computed.
        everything = {*layout.levels}
        self._totals()
        self._begin_pasts(everything - set(layout.gauges))
        for id in self._looked_back_on_first():
            self._gauge(id)
            self._begin_pasts({id})
        self._gauges(self.pack.gauge_order)
        self._begin_pasts(everything)
        return self.asm.drain()

    def _looked_back_on_first(self) -> tuple[str, ...]:
        """Gauges, each after those its formulas name now or in the past, as far as there is no ring."""
        names: dict[str, list[str]] = {id: [] for id in self.layout.gauges}
        for path, rule in self.pack.rules.items():
            if path.startswith("gauge."):
                for node in walk(rule.root):
                    if isinstance(node, Level | Past) and node.symbol.id in names:
                        names[path.split(".")[1]].append(node.symbol.id)
        found: dict[str, None] = {}
        seen: set[str] = set()

        def visit(id: str) -> None:
            if id not in seen:
                seen.add(id)
                for name in names[id]:
                    visit(name)
                found[id] = None

        for id in self.pack.gauge_order:
            visit(id)
        return tuple(found)

    def _set(self, index: int, value: float) -> None:
        self._add(copy, Fixed(np.array(value)), out=Row(index))

    def _begin_pasts(self, ids: Set[str]) -> None:
        layout = self.layout
        pasts: list[tuple[str, Row | Rows]] = list(layout.histories.items())
        pasts += [(id, Row(index)) for (id, _, _), index in layout.smooths.items()]
        pasts += [(id, Row(index)) for id, index in layout.starts.items()]
        for id, rows in pasts:
            if id in ids:
                self._add(copy, Row(layout.levels[id]), out=rows)

    def offers(self) -> Steps:
        layout, rules = self.layout, self.pack.rules
        for id, decision in self.model.decision.items():
            path = f"decision.{id}"
            common = self._needs(f"{path}.needs", decision.needs)
            if decision.kind == "amount":
                for name, row in (("price", layout.price[id]), ("max", layout.most[id])):
                    if f"{path}.{name}" in rules:
                        self.asm.write(self._value(f"{path}.{name}"), Row(row))
                        self._watch(f"{path}.{name}", Row(row))
                    else:
                        self._set(row, 0.0 if name == "price" else np.inf)
                if decision.needs:
                    self.asm.write(common, self.allowed[id])
                continue
            locked = self._locked(id)
            for index, (name, option) in enumerate(decision.option.items()):
                at = f"{path}.option.{name}"
                if id in layout.costs:
                    row = Row(layout.costs[id].index + index)
                    if option.cost is not None:
                        self.asm.write(self._value(f"{at}.cost"), row)
                        self._watch(f"{at}.cost", row)
                    else:
                        self._set(row.index, 0.0)
                flag = self.allowed.get(f"{id}.{name}")
                if flag is None:
                    continue
                # Written one by one: every option reads `common` and `locked` again.
                self.asm.write(self._needs(f"{at}.needs", option.needs), flag)
                self._add(np.logical_and, flag, common, out=flag, keep=True)
                self._add(np.greater, flag, locked, out=flag, keep=True)
                self._add(np.logical_or, flag, self._is(Row(layout.dial[id]), index), out=flag)
            self.asm.release(common, locked)
        for id, event in self.model.event.items():
            for name, choice in event.choice.items():
                if choice.needs:
                    holds = self._needs(f"event.{id}.choice.{name}.needs", choice.needs)
                    self.asm.write(holds, self.may_choose[f"{id}.{name}"])
        return self.asm.drain()

    def _watch(self, path: str, value: Operand) -> None:
        """Note where the value of a rule that may fail is no finite number."""
        if any(_may_fail(node) for node in walk(self.pack.rules[path].root)):
            self._add(flag_infinite, value, Fixed(path), out=Row(self.layout.watch), keep=True)

    def _needs(self, path: str, needs: Mapping[str, Needs]) -> Operand:
        """Whether all of some needs hold."""
        holds: Operand = Fixed(np.array(True))
        for id in needs:
            holds = self.asm.emit(
                np.logical_and, holds, self._value(f"{path}.{id}.when"), boolean=True
            )
        return holds

    def _locked(self, id: str) -> Operand:
        """Whether a dial stands at an option that cannot be left."""
        locked: Operand = Fixed(np.array(False))
        for index, option in enumerate(self.model.decision[id].option.values()):
            if option.once:
                locked = self._test(
                    np.logical_or, locked, self._is(Row(self.layout.dial[id]), index)
                )
        return locked

    # The turn.

    def orders(self) -> Steps:
        layout = self.layout
        self._look_back()
        for spread in layout.spreads:
            self._release(spread)
        for id in layout.dials:
            new, old, held = Row(layout.order_dial[id]), Row(layout.dial[id]), Row(layout.held[id])
            self._add(np.not_equal, new, old, out=self.changed[id])
            self._add(np.add, held, Fixed(np.array(1.0)), out=held)
            self._add(select, self.changed[id], Fixed(np.array(0.0)), held, out=held)
            self._add(copy, new, out=old)
        for id in layout.amounts:
            self._add(copy, Row(layout.order_amount[id]), out=Row(layout.amount[id]))
        for id, decision in self.model.decision.items():
            if decision.kind == "amount":
                self._amount(id)
            else:
                self._dial(id)
        self._answers()
        needed = self._named_by("flow.", "noise.") | self.steady
        self._gauges(id for id in self.pack.gauge_order if id in needed)
        for id in self.model.flow:
            self.asm.write(self._value(f"flow.{id}.add"), Row(layout.flows[id]))
        return self.asm.drain()

    def _look_back(self) -> None:
        layout = self.layout
        for id, rows in layout.histories.items():
            self._add(remember, Row(layout.levels[id]), out=rows)

    def _release(self, spread: Any) -> None:
        pending = self.layout.pending[spread.cause, spread.number]
        target = spread.effect.target
        mark = Mark((target.id,), spread.cause)
        if target.kind is Kind.PIPELINE:
            slots, total = self._pipeline(target.id)
            self._add(release_into_pipeline, pending, total, out=slots)
            self._add(total_of, slots, out=total, mark=mark)
        else:
            self._add(release, pending, out=Row(self.layout.stocks[target.id]), mark=mark)

    def _pipeline(self, id: str) -> tuple[Rows, Row]:
        """The slots of a pipeline, and its total."""
        return self.layout.slots[id], Row(self.layout.totals[id])

    def _purse(self, role: str) -> str | None:
        return self.model.role[role].purse

    def _pay(self, id: str, bill: Operand, purse: str) -> None:
        stock = Row(self.layout.stocks[purse])
        mark = Mark((purse,), f"cost.decision.{id}")
        self._add(np.subtract, stock, bill, out=stock, mark=mark)

    def _amount(self, id: str) -> None:
        decision, layout = self.model.decision[id], self.layout
        amount = Row(layout.amount[id])
        purse = self._purse(decision.role)
        if purse is not None and decision.price is not None:
            self._pay(id, self.asm.emit(np.multiply, Row(layout.price[id]), amount), purse)
        path = f"decision.{id}.effects"
        if path in self.pack.effects:
            some = self._test(np.greater, amount, Fixed(np.array(0.0)))
            self._effects(path, some)
            self.asm.release(some)

    def _dial(self, id: str) -> None:
        decision, layout = self.model.decision[id], self.layout
        purse = self._purse(decision.role)
        current = Row(layout.dial[id])
        if purse is not None and id in layout.costs:
            self._pay(id, self.asm.emit(at_index, layout.costs[id], current), purse)
        for index, name in enumerate(decision.option):
            path = f"decision.{id}.option.{name}.effects"
            if path in self.pack.effects:
                new = self._test(np.logical_and, self._is(current, index), self.changed[id])
                self._effects(path, new)
                self.asm.release(new)

    def _answers(self) -> None:
        layout = self.layout
        for ask in layout.asks:
            flags = [self.may_choose.get(f"{ask.event}.{choice}") for choice in ask.choices]
            allowed = (Fixed(True) if flag is None else flag for flag in flags)
            answer = Row(layout.answer[ask.event, ask.role])
            self._add(first_choice, *allowed, out=answer)
            since = self.asm.emit(np.subtract, Row(layout.turn), Row(layout.fired[ask.event]))
            asked = self._test(np.equal, since, Fixed(np.array(1.0)))
            for index, choice in enumerate(ask.choices):
                path = f"event.{ask.event}.choice.{choice}.effects"
                if path not in self.pack.effects:
                    continue
                taken = self._is(answer, index)
                self._add(np.logical_and, taken, asked, out=taken, keep=True)
                self._effects(path, taken)
                self.asm.release(taken)
            self.asm.release(asked)

    def _effects(self, path: str, where: Flag) -> None:
        """The effects of a list, in the lanes where the flag is set."""
        outer, self.asm.steps = self.asm.steps, []
        cause = path.removesuffix(".effects")
        here = Row(self.rows.take())
        self._add(copy, where, out=here, keep=True)
        for number, effect in enumerate(self.pack.effects[path]):
            self._effect(cause, number, effect, where, here)
        self.asm.release(here)
        self.asm.steps, inner = outer, self.asm.drain()
        self.asm.steps.append(Guarded(where, inner))

    def _effect(self, cause: str, number: int, effect: Effect, where: Flag, here: Row) -> None:
        """One effect, in the lanes where the flag is set and its row of numbers is 1."""
        value = self.asm.rule(effect.value.root)
        if effect.spread == "over":
            value = self.asm.emit(np.divide, value, Fixed(np.array(float(effect.turns))))
        target = effect.target
        pipeline = target.kind is Kind.PIPELINE
        level = Row(self.layout.levels[target.id])
        mark = Mark((target.id,), cause)
        match effect.op:
            case "+=" | "-=":
                function = np.add if effect.op == "+=" else np.subtract
                if any(_may_fail(node) for node in walk(effect.value.root)):
                    part = self._where(where, value, Fixed(np.array(0.0)))
                else:
                    # What is finite everywhere need not be selected, which costs three times as much.
                    self.asm.release(value)
                    part = Row(self.rows.take())
                    self._add(np.multiply, value, here, out=part, keep=True)
                if effect.spread != "now":
                    pending = self.layout.pending.get((cause, number))
                    if pending is not None:
                        self.asm.steps.append(Step(function, (pending, part), pending))
                if not pipeline:
                    self._add(function, level, part, out=level, mark=mark)
                else:
                    if effect.op == "-=":
                        part = self.asm.emit(np.negative, part)
                    slots, total = self._pipeline(target.id)
                    self._add(shift, part, total, out=slots)
                    self._add(total_of, slots, out=total, mark=mark)
            case "=" | "*=":
                if effect.op == "*=":
                    value = self.asm.emit(np.multiply, level, value)
                new = self._where(where, value, level)
                if pipeline:
                    self._rescale(target.id, new, mark)
                else:
                    self._add(copy, new, out=level, mark=mark)

    def _where(self, where: Flag, value: Operand, otherwise: Operand) -> Row:
        """The value where the flag is set; the flag is read again by the effects that follow."""
        self.asm.release(value)
        out = Row(self.rows.take())
        self._add(select, where, value, otherwise, out=out, keep=True)
        return out

    def _rescale(self, id: str, new: Operand, mark: Mark) -> None:
        """Scale a pipeline's slots, then set its total; the total is what the ledger sees."""
        slots, total = self._pipeline(id)
        self.asm.steps.append(Step(rescale, (new, total), slots))
        self._add(total_of, slots, out=total, mark=mark)
        self.asm.release(new)

    def _read_soon(self) -> set[str]:
        """Gauges that something reads between the end of a turn and the flows of the next."""
        layout, roles = self.layout, self.model.role.values()
        # Studies note the levels behind goals after every turn, as any game may have ended in it.
        kept = {goal.of for role in roles for goal in role.goal.values()}
        kept |= {id for role in roles for id in role.sees}
        kept |= {*layout.histories, *(id for id, _, _ in layout.smooths)}
        return self._named_by("decision.", "event.", "persona.", "ending.", also=kept)

    def _named_by(self, *starts: str, also: Set[str] = frozenset()) -> set[str]:
        """Gauges that rules and effects at such paths name, and those that these name in turn."""
        rules = [rule for path, rule in self.pack.rules.items() if path.startswith(starts)]
        rules += [
            effect.value
            for path, listed in self.pack.effects.items()
            if path.startswith(starts)
            for effect in listed
        ]
        named = {name for rule in rules for name in _gauges_in(rule)}
        named |= also & self.layout.gauges.keys()
        for id in reversed(self.pack.gauge_order):
            if id in named:
                named |= {name for rule in self._rules_of(id) for name in _gauges_in(rule)}
        return named

    def _rules_of(self, gauge: str) -> tuple[Rule, ...]:
        """The formulas of a gauge: one, or one for each option of its dial."""
        start = f"gauge.{gauge}."
        return tuple(rule for path, rule in self.pack.rules.items() if path.startswith(start))

    def _steady(self) -> set[str]:
        """Gauges that nothing in a turn moves once orders are in: they follow dials and the past."""
        steady: set[str] = set()
        for id in self.pack.gauge_order:
            nodes = [node for rule in self._rules_of(id) for node in walk(rule.root)]
            if all(_is_steady(node, steady) for node in nodes):
                steady.add(id)
        return steady

    def _gauges(self, ids: Iterable[str]) -> None:
        """Compute these gauges, which come in the order of their dependence."""
        self._totals()
        for id in ids:
            self._gauge(id)

    def _totals(self) -> None:
        for id, slots in self.layout.slots.items():
            self._add(total_of, slots, out=Row(self.layout.totals[id]))

    def _gauge(self, id: str) -> None:
        gauge, row = self.model.gauge[id], Row(self.layout.gauges[id])
        if gauge.by is None:
            self.asm.write(self._value(f"gauge.{id}.value"), row)
        else:
            self._by_option(id, gauge.by, row)
        if gauge.min is None and gauge.max is None:
            return
        if any(_may_fail(node) for rule in self._rules_of(id) for node in walk(rule.root)):
            self._add(flag_infinite, row, Fixed(f"gauge.{id}"), out=Row(self.layout.watch))
        low = Fixed(np.array(-np.inf if gauge.min is None else float(gauge.min)))
        high = Fixed(np.array(np.inf if gauge.max is None else float(gauge.max)))
        if gauge.min is None:
            self._add(np.minimum, row, high, out=row)
        elif gauge.max is None:
            self._add(np.maximum, row, low, out=row)
        else:
            self._add(hold_within, low, high, out=row)

    def _by_option(self, id: str, dial: str, row: Row) -> None:
        options = list(self.model.decision[dial].option)
        roots = [self.pack.rules[f"gauge.{id}.values.{option}"].root for option in options]
        numbers = [_number(root) for root in roots]
        if None not in numbers:
            table = Fixed(np.array(numbers, dtype=np.float64))
            self._add(take, table, Row(self.layout.dial[dial]), out=row)
            return
        value = self._value(f"gauge.{id}.values.{options[-1]}")
        for index in range(len(options) - 2, -1, -1):
            here = self._is(Row(self.layout.dial[dial]), index)
            value = self.asm.emit(
                select, here, self._value(f"gauge.{id}.values.{options[index]}"), value
            )
        self.asm.write(value, row)

    def settle(self) -> Steps:
        layout = self.layout
        for id, pipeline in self.model.pipeline.items():
            stock = Row(layout.stocks[pipeline.into])
            slots, total = self._pipeline(id)
            # The ledger sees both ends: what leaves the pipeline, and what reaches the stock.
            out = self.asm.emit(copy, Row(slots.index))
            cause = f"pipeline.{id}"
            self._add(np.add, stock, out, out=stock, mark=Mark((pipeline.into,), cause), keep=True)
            self._add(np.subtract, total, out, out=total, mark=Mark((id,), cause))
            self._set(slots.index, 0.0)
        for id, flow in self.model.flow.items():
            rate, cause = Row(layout.flows[id]), f"flow.{id}"
            if flow.of in layout.slots:
                slots, total = self._pipeline(flow.of)
                entry = Row(slots.index + slots.count - 1)
                # It is held here and not when it is computed, so that a failing rule is still seen.
                self._add(np.maximum, rate, Fixed(np.array(0.0)), out=rate)
                self._add(enter, rate, entry, out=total, mark=Mark((flow.of,), cause))
            else:
                stock = Row(layout.stocks[flow.of])
                self._add(np.add, stock, rate, out=stock, mark=Mark((flow.of,), cause))
            if flow.from_ is not None:
                stock = Row(layout.stocks[flow.from_])
                self._add(np.subtract, stock, rate, out=stock, mark=Mark((flow.from_,), cause))
        self._noise()
        self._limits()
        needed = self._named_by("event.") - self.steady
        self._gauges(id for id in self.pack.gauge_order if id in needed)
        self._events()
        return self.asm.drain()

    def _noise(self) -> None:
        layout = self.layout
        rows = [row for rows in layout.noise.values() for row in (rows.index, rows.index + 1)]
        paths = [f"noise.{id}.{part}" for id in self.model.noise for part in ("first", "second")]
        rows += layout.draws.values()
        paths += [f"event.{id}.chance" for id in self.model.event]
        # Draws were laid out before noise; one call needs them in the order of their rows.
        order = np.argsort(rows)
        if rows:
            where = Fixed(places(paths)[order])
            self._add(draw, Now(), where, out=Rows(min(rows), len(rows)))
        for id, noise in self.model.noise.items():
            stock = Row(layout.stocks[noise.of])
            shape = Fixed(fat if noise.shape == "fat" else normal)
            mark = Mark((noise.of,), f"noise.{id}")
            self._add(
                add_noise,
                shape,
                layout.noise[id],
                self._value(f"noise.{id}.sd"),
                out=stock,
                mark=mark,
            )

    def _limits(self) -> None:
        self._pipeline_limits()
        stocks = self.model.stock
        if not stocks:
            return
        low = Fixed(np.array([[float(stock.min)] for stock in stocks.values()]))
        high = Fixed(np.array([[float(stock.max)] for stock in stocks.values()]))
        mark = Mark(tuple(stocks), "limit")
        rows = block(self.layout.stocks)
        self._add(flag_any_infinite, rows, out=Row(self.layout.watch))
        self._add(hold_within, low, high, out=rows, mark=mark)

    def _pipeline_limits(self) -> None:
        for id, pipeline in self.model.pipeline.items():
            most, total = Fixed(np.array(float(pipeline.max))), Row(self.layout.totals[id])
            beyond = self._test(np.greater, total, most)
            outer, self.asm.steps = self.asm.steps, []
            self._rescale(id, self.asm.emit(np.minimum, total, most), Mark((id,), "limit"))
            self.asm.steps, inner = outer, self.asm.drain()
            self.asm.steps.append(Guarded(beyond, inner))
            self.asm.release(beyond)

    def _events(self) -> None:
        layout = self.layout
        for id, event in self.model.event.items():
            holds = self._value(f"event.{id}.when")
            chance = self._value(f"event.{id}.chance")
            self._watch(f"event.{id}.chance", chance)
            lucky = self._test(np.less, Row(layout.draws[id]), chance)
            both = self._test(np.logical_and, holds, lucky)
            fired = Row(layout.fired[id])
            if event.once:
                fresh = self._test(np.equal, fired, Fixed(np.array(NEVER)))
            else:
                since = self.asm.emit(np.subtract, Row(layout.turn), fired)
                rest = Fixed(np.array(float(event.rest)))
                fresh = self._test(np.greater_equal, since, rest)
            self.asm.write(self._test(np.logical_and, both, fresh), self.happens[id])
        for id, index in layout.fired.items():
            self._add(stamp, self.happens[id], Row(layout.turn), out=Row(index))

    def happen(self) -> Steps:
        layout = self.layout
        for id in self.model.event:
            if f"event.{id}.effects" in self.pack.effects:
                self._effects(f"event.{id}.effects", self.happens[id])
        self._limits()
        for slots in layout.slots.values():
            self._add(move_on, out=slots)
        self._round()
        self._gauges(id for id in self.pack.gauge_order if id in self.read_soon)
        for (id, turns, late), index in layout.smooths.items():
            at = layout.histories[id].index + late - 1 if late else layout.levels[id]
            self._add(follow, Row(at), Fixed(np.array(float(turns))), out=Row(index))
        self._endings()
        return self.asm.drain()

    def rest(self) -> Steps:
        left = self.read_soon | self.steady
        for id in self.pack.gauge_order:
            if id not in left:
                self._gauge(id)
        return self.asm.drain()

    def _round(self) -> None:
        layout = self.layout
        stocks = self.model.stock
        if stocks:
            sizes = [max(abs(float(s.min)), abs(float(s.max))) for s in stocks.values()]
            grain = np.array([[grain_of(size)] for size in sizes])
            mark = Mark(tuple(stocks), "rounding")
            self._add(
                round_to, Fixed(grain), Fixed(1.0 / grain), out=block(layout.stocks), mark=mark
            )
        for id, slots in layout.slots.items():
            pipeline = self.model.pipeline[id]
            target = self.model.stock[pipeline.into]
            size = max(abs(float(target.min)), abs(float(target.max)))
            grain = np.array(grain_of(size))
            self._add(round_to, Fixed(grain), Fixed(1.0 / grain), out=slots)
            total = Row(layout.totals[id])
            self._add(total_of, slots, out=total, mark=Mark((id,), "rounding"))

    def _endings(self) -> None:
        layout = self.layout
        out, ended = Row(layout.ending), Row(layout.ended)
        last = Fixed(np.array(float(self.model.calendar.turns)))
        final = self._test(np.greater_equal, Row(layout.turn), last)
        for index, (id, ending) in enumerate(self.model.ending.items()):
            outer, self.asm.steps = self.asm.steps, []
            holds = self._value(f"ending.{id}.when")
            at = Fixed(np.array(float(index)))
            self._add(note_end, holds, Row(layout.turn), ended, at, out=out)
            outer += self.asm.drain() if ending.early else (Guarded(final, self.asm.drain()),)
            self.asm.steps = outer
        self.asm.release(final)


def _gauges_in(rule: Rule) -> set[str]:
    """Gauges whose level now a rule reads."""
    return {
        node.symbol.id
        for node in walk(rule.root)
        if isinstance(node, (Level, Past)) and node.symbol.kind is Kind.GAUGE
    }


def _is_steady(node: Node, steady: set[str]) -> bool:
    """Whether a part of a rule stays as it is from the moment orders are in to the end of the turn."""
    match node:
        case Level(symbol=symbol):
            settled = (Kind.DIAL, Kind.AMOUNT, Kind.CONSTANT)
            return symbol.kind in settled or symbol.id in steady
        case Past(word=word):
            return word != "change"
        case Happened(word=word):
            return word == "held"
        case _:
            return True


def _number(node: Node) -> float | None:
    """The number a rule is, when it is nothing but a number."""
    match node:
        case Value(value=value, type=kind) if kind is not Type.BOOLEAN:
            return value
        case Unary(op="-", operand=Value(value=value)):
            return -value
        case _:
            return None


def _may_fail(node: Node) -> bool:
    """Whether a part of a rule may be infinite or NaN though all it reads is finite."""
    match node:
        case Binary(op="/" | "^") | Call(function="exp" | "log" | "sqrt"):
            return True
        case _:
            return False
