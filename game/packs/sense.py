"""One table at a time: levels, limits, options and parts that contradict one another."""

import re
from collections.abc import Iterable, Iterator, Mapping

from game.lang.problems import nearest, shown
from game.lang.tree import NUMERIC_KINDS, Kind
from game.packs.diagnostics import Report
from game.packs.expect import ExpectError, parse_expect, parse_quota
from game.packs.model import Check, Decision, Gauge, Orders, Persona, Role, Sourced
from game.packs.periods import PeriodError, turns_of
from game.packs.requires import RequireError, parse_requirement
from game.packs.rules import Formulas, mentioned, rules_of_gauge
from game.packs.shape import WholeModel
from game.packs.tables import Tables
from game.packs.toml import Path, Place

MOST_NAMES = 12
"""The most quantities a gauge's formula may name."""

SOURCED = ("stock", "flow", "constant", "curve", "noise", "event", "check")
"""Tables that make a claim, and so cite a source or say that they assume."""

_STARTS = {
    "quarter": (r"\d{4}-Q[1-4]", "2026-Q1"),
    "month": (r"\d{4}-(0[1-9]|1[0-2])", "2026-01"),
    "year": (r"\d{4}", "2026"),
}
_SEES = re.compile(r"hidden|late [1-9]\d?|noisy ([1-9]\d?|0)(\.\d+)?%")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Sense:
    """Asks each table whether it makes sense, and notes what does not."""

    def __init__(self, model: WholeModel, tables: Tables, formulas: Formulas) -> None:
        self.model, self.tables, self.formulas = model, tables, formulas

    def check(self) -> None:
        """Ask all of it."""
        self._calendar()
        self._levels()
        self._gauges()
        self._roles()
        for name, decision in self.model.decision.items():
            if not self.tables.spoilt(("decision", name, "kind")):
                self._decision(name, decision)
        self._personas()
        self._events()
        self._lateness()
        for name, check in self.model.check.items():
            self._reality(name, check)
        self._history()
        self._cells()
        self._outside()
        self._sources()

    # How a report is made.

    def say(
        self,
        code: str,
        path: Path,
        message: str,
        mend: str,
        *,
        at: Place | None = None,
        second: Path | None = None,
        why: str = "",
    ) -> None:
        """Report, unless the place, or what it is compared with, is spoken of already."""
        if self.tables.spoilt(path) or (second is not None and self.tables.spoilt(second)):
            return
        where = self.tables.value(second) if second in self.tables.spots and second else None
        self.tables.reports.append(
            Report(code, message, at or self.tables.value(path), mend, where, why if where else "")
        )

    def part(self, path: Path, found: str, known: Iterable[str], what: str, *, key: bool) -> bool:
        """Report a part that its owner does not have; and say whether it has it."""
        known = list(known)
        if found in known:
            return True
        near = nearest(found, known)
        self.say(
            "name-part",
            path,
            f"{what} `{shown(found)}`.",
            f"Did you mean `{near}`?"
            if near
            else f"It has {', '.join(f'`{k}`' for k in known[:8]) or 'none yet'}.",
            at=self.tables.key(path) if key else self.tables.inside(path),
        )
        return False

    # Levels.

    def _calendar(self) -> None:
        calendar = self.model.calendar
        form, example = _STARTS[calendar.step]
        if not re.fullmatch(form, calendar.start) and not self.tables.spoilt(("calendar", "step")):
            self.say(
                "calendar-start",
                ("calendar", "start"),
                f'"{shown(calendar.start)}" is no {calendar.step}.',
                f'Write it as "{example}".',
                at=self.tables.inside(("calendar", "start")),
            )

    def _levels(self) -> None:
        for name, stock in self.model.stock.items():
            path: Path = ("stock", name)
            if self._limits(path, stock.min, stock.max):
                self._start((*path, "start"), stock.start, stock.min, stock.max)
        for name, constant in self.model.constant.items():
            path = ("constant", name)
            if constant.low > constant.high:
                self._swapped(path, constant.low, constant.high)
            elif not constant.low <= constant.value <= constant.high:
                self.say(
                    "constant-outside",
                    (*path, "value"),
                    f"The value {constant.value} is outside its range, {constant.low} to"
                    f" {constant.high}.",
                    "Widen the range, or correct the value.",
                )
            elif constant.low == constant.high:
                self.say(
                    "constant-fixed",
                    (*path, "low"),
                    "`low` and `high` are the same, which says that nobody disputes the value.",
                    "Give the range that sources span.",
                    second=(*path, "high"),
                    why="the same",
                )
        for name, curve in self.model.curve.items():
            for index, (before, after) in enumerate(
                zip(curve.points, curve.points[1:], strict=False), 1
            ):
                if after[0] <= before[0]:
                    point: Path = ("curve", name, "points", index)
                    self.say(
                        "curve-order",
                        (*point, 0),
                        f"x is {after[0]} here and {before[0]} in the point before: x must rise.",
                        "Put the points in the order of x.",
                    )
                    break
        for name, pipeline in self.model.pipeline.items():
            path = ("pipeline", name, "start")
            start = pipeline.start if isinstance(pipeline.start, tuple) else (pipeline.start,)
            if isinstance(pipeline.start, tuple) and len(start) != pipeline.delay:
                self.say(
                    "pipeline-start",
                    path,
                    f"`start` has {len(start)} numbers, and the delay is {pipeline.delay} turns.",
                    "Write a number for each turn, the next to arrive first.",
                    second=("pipeline", name, "delay"),
                    why="the delay",
                )
            elif min(start) < 0 or sum(start) > pipeline.max:
                self.say(
                    "pipeline-start",
                    path,
                    f"`start` adds up to {sum(start)}, outside 0 to {pipeline.max}."
                    if min(start) >= 0
                    else f"`start` holds {min(start)}, and a pipeline holds nothing below 0.",
                    "Correct `start` or `max`.",
                )

    def _swapped(self, path: Path, low: float, high: float) -> None:
        self.say(
            "limits-order",
            (*path, "low"),
            f"`low` is {low}, above `high`, which is {high}.",
            "Swap them.",
            second=(*path, "high"),
            why="`high`",
        )

    def _limits(self, path: Path, low: float, high: float) -> bool:
        if low < high:
            return True
        self.say(
            "limits-order",
            (*path, "min"),
            f"`min` is {low} and `max` is {high}: there is nothing between them.",
            "Make `min` smaller than `max`.",
            second=(*path, "max"),
            why="`max`",
        )
        return False

    def _start(self, path: Path, start: float, low: float, high: float) -> None:
        if low <= start <= high:
            return
        limit = "max" if start > high else "min"
        self.say(
            "start-outside",
            path,
            f"`start` is {start}, {'above' if start > high else 'below'} `{limit}`, which is"
            f" {high if start > high else low}.",
            f"Correct `start` or `{limit}`.",
            second=(*path[:-1], limit),
            why=f"`{limit}`",
        )

    def _gauges(self) -> None:
        for name, gauge in self.model.gauge.items():
            path: Path = ("gauge", name)
            if gauge.min is not None and gauge.max is not None:
                self._limits(path, gauge.min, gauge.max)
            self._gauge(path, name, gauge)
            for rule_name in rules_of_gauge(self.model, name):
                rule = self.formulas.rules.get(rule_name)
                named = mentioned(rule) if rule else set[str]()
                if len(named) > MOST_NAMES:
                    self.say(
                        "gauge-names",
                        self.formulas.paths[rule_name],
                        f"The formula names {len(named)} quantities, and may name {MOST_NAMES}.",
                        "Cut it into gauges, each with a name a player can follow.",
                        at=self.tables.inside(self.formulas.paths[rule_name]),
                    )

    def _gauge(self, path: Path, name: str, gauge: Gauge) -> None:
        dialled = gauge.by is not None or bool(gauge.values)
        spoilt = any(self.tables.spoilt((*path, key)) for key in ("value", "by", "values"))
        if (gauge.value is not None) == dialled:
            if not spoilt:
                self.say(
                    "gauge-value",
                    path,
                    "The gauge has both a `value` and values by a dial."
                    if dialled
                    else "The gauge has no `value`.",
                    'Give it `value = "..."`, or `by` (a dial) and `values`; not both.',
                    second=(*path, "value") if dialled else None,
                    why="`value`",
                )
            return
        if not dialled or spoilt:
            return
        if gauge.by is None or not gauge.values:
            missing = "by" if gauge.by is None else "values"
            self.say(
                "gauge-value",
                path,
                f"The gauge follows a dial, and has no `{missing}`.",
                "Give it `by` (a dial) and `values` (one for each option).",
            )
            return
        dial = self.formulas.symbols.get(gauge.by)
        if dial is None or dial.kind is not Kind.DIAL:
            return
        values: Path = (*path, "values")
        odd = [o for o in gauge.values if o not in dial.options]
        absent = [o for o in dial.options if o not in gauge.values]
        if odd:
            near = nearest(odd[0], absent or dial.options)
            self.say(
                "gauge-options",
                (*values, odd[0]),
                f"`{gauge.by}` has no option `{shown(odd[0])}`.",
                f"Did you mean `{near}`?" if near else f"It has {_ticked(dial.options)}.",
                at=self.tables.key((*values, odd[0])),
            )
        elif absent:
            self.say(
                "gauge-options",
                values,
                f"There is no value for {_ticked(absent)} of `{gauge.by}`.",
                "Give one for every option of the dial.",
                at=self.tables.key(values),
            )

    # Who decides.

    def _roles(self) -> None:
        for name, role in self.model.role.items():
            path: Path = ("role", name)
            self._goals(path, role)
            for quantity, how in role.sees.items():
                if not _SEES.fullmatch(how):
                    self.say(
                        "sees-form",
                        (*path, "sees", quantity),
                        f'"{shown(how)}" is no way to see a quantity.',
                        'Write "hidden", "late 2" (turns) or "noisy 10%".',
                        at=self.tables.inside((*path, "sees", quantity)),
                    )
            for index, decision in enumerate(role.offered or ()):
                if decision in self.model.decision:
                    self._same_role(
                        (*path, "offered", index),
                        name,
                        self.model.decision[decision].role,
                        ("decision", decision, "role"),
                        f"the decision `{decision}`",
                    )
            if role.persona in self.model.persona:
                self._same_role(
                    (*path, "persona"),
                    name,
                    self.model.persona[role.persona].role,
                    ("persona", role.persona, "role"),
                    f"the persona `{role.persona}`",
                )

    def _goals(self, path: Path, role: Role) -> None:
        for key, goal in role.goal.items():
            here: Path = (*path, "goal", key)
            if goal.poor == goal.fine or (goal.good == "up") != (goal.fine > goal.poor):
                self.say(
                    "goal-order",
                    (*here, "fine"),
                    f"More is {'better' if goal.good == 'up' else 'worse'} here, and yet `fine` is"
                    f" {goal.fine} and `poor` is {goal.poor}.",
                    "Swap them, or correct `good`.",
                    second=(*here, "poor"),
                    why="`poor`",
                )

    def _same_role(
        self, path: Path, role: str, other: str, where: Path, what: str, *, key: bool = False
    ) -> None:
        roles = self.model.role
        if role == other or role not in roles or other not in roles or self.tables.spoilt(where):
            return
        self.say(
            "name-other-role",
            path,
            f"{what[0].upper()}{what[1:]} belongs to `{shown(other)}`, not to `{shown(role)}`.",
            f"Name one of `{shown(role)}`.",
            at=self.tables.key(path) if key else self.tables.inside(path),
            second=where,
            why="its role",
        )

    def _purse(self, role: str) -> bool:
        found = self.model.role.get(role)
        return (
            found is None or found.purse is not None or self.tables.spoilt(("role", role, "purse"))
        )

    def _decision(self, name: str, decision: Decision) -> None:
        path: Path = ("decision", name)
        role = self.model.role.get(decision.role)
        if decision.group and role is not None:
            self.part(
                (*path, "group"),
                decision.group,
                role.group,
                f"`{decision.role}` has no group",
                key=False,
            )
        amount = decision.kind == "amount"
        foreign = ("start", "option") if amount else ("unit", "step", "price", "max", "effects")
        for key in foreign:
            if (*path, key) in self.tables.spots:
                self.say(
                    "decision-key",
                    (*path, key),
                    f"{'An amount' if amount else 'A dial'} has no `{key}`.",
                    "Take it away, or correct `kind`."
                    if key != "effects"
                    else "Give each option its own effects.",
                    at=self.tables.key((*path, key)),
                    second=(*path, "kind"),
                    why="its kind",
                )
        if amount:
            self._amount(path, decision)
        else:
            self._dial(path, decision)

    def _amount(self, path: Path, decision: Decision) -> None:
        if not decision.unit:
            self._lacks(path, "unit", "text in quotes")
        if decision.step <= 0:
            self.say(
                "value-range",
                (*path, "step"),
                f"`step` is {decision.step}, and must be more than 0.",
                "Write the smallest amount that can be ordered.",
            )
        purse = self._purse(decision.role)
        if decision.price is not None and not purse:
            self._no_purse((*path, "price"), decision.role)
        elif decision.max is None and decision.price is None:
            self.say(
                "amount-unbounded",
                path,
                "Nothing limits this amount: it has neither a `max` nor a `price`.",
                "Give it a `max`.",
            )

    def _dial(self, path: Path, decision: Decision) -> None:
        if len(decision.option) < 2:
            self.say(
                "dial-options",
                path,
                f"The dial has {len(decision.option) or 'no'} option"
                f"{'' if len(decision.option) == 1 else 's'}, which leaves nothing to decide.",
                f"Add [decision.{path[1]}.option.ID] for each.",
            )
        elif decision.start is None:
            self._lacks(path, "start", "the option it begins with")
        else:
            self.part(
                (*path, "start"), decision.start, decision.option, "There is no option", key=False
            )
        for key, option in decision.option.items():
            if option.cost not in (None, 0) and not self._purse(decision.role):
                self._no_purse((*path, "option", key, "cost"), decision.role)

    def _no_purse(self, path: Path, role: str) -> None:
        self.say(
            "purse-missing",
            path,
            f"`{shown(role)}` has no purse to pay this from.",
            "Give the role a `purse` (a stock).",
            at=self.tables.inside(path),
        )

    def _lacks(self, path: Path, key: str, wanted: str) -> None:
        if path not in self.tables.lacking and not self.tables.spoilt((*path, key)):
            self.tables.reports.append(
                Report(
                    "key-missing",
                    f"[{'.'.join(map(str, path))}] has no `{key}`.",
                    self.tables.value(path),
                    f"Add `{key} = ...`: {wanted}.",
                )
            )

    def _personas(self) -> None:
        for name, persona in self.model.persona.items():
            path: Path = ("persona", name)
            role = self.model.role.get(persona.role)
            if role is not None:
                for goal in persona.wants:
                    self.part(
                        (*path, "wants", goal),
                        goal,
                        role.goal,
                        f"`{persona.role}` has no goal",
                        key=True,
                    )
            if role is not None and self._all_foreign(name, persona):
                continue
            for part, asked in (("scores", persona.scores), ("amounts", persona.amounts)):
                for decision in asked:
                    if decision in self.model.decision:
                        self._same_role(
                            (*path, part, decision),
                            persona.role,
                            self.model.decision[decision].role,
                            ("decision", decision, "role"),
                            f"the decision `{decision}`",
                            key=True,
                        )
            for dial, scores in persona.scores.items():
                found = self.model.decision.get(dial)
                if found is not None and found.kind == "dial":
                    for option in scores:
                        self.part(
                            (*path, "scores", dial, option),
                            option,
                            found.option,
                            f"`{dial}` has no option",
                            key=True,
                        )
            for event, scores in persona.answers.items():
                self._answers((*path, "answers", event), event, scores, persona.role)

    def _all_foreign(self, name: str, persona: Persona) -> bool:
        """Report a persona all of whose decisions belong to another role: its role is wrong."""
        named = [d for d in (*persona.scores, *persona.amounts) if d in self.model.decision]
        owners = {self.model.decision[d].role for d in named}
        if len(named) < 2 or persona.role in owners or len(owners) > 1:
            return False
        other = owners.pop()
        self.say(
            "name-other-role",
            ("persona", name, "role"),
            f"All that this persona decides belongs to `{shown(other)}`.",
            f"Write `{shown(other)}`, or name decisions of `{shown(persona.role)}`.",
            at=self.tables.inside(("persona", name, "role")),
            second=("decision", named[0], "role"),
            why="the role of one of them",
        )
        return True

    def _answers(self, path: Path, event: str, scores: Mapping[str, object], role: str) -> None:
        found = self.model.event.get(event)
        if found is None:
            return
        for choice in scores:
            here: Path = (*path, choice)
            if self.part(here, choice, found.choice, f"`{event}` has no choice", key=True):
                self._same_role(
                    here,
                    role,
                    found.choice[choice].role,
                    ("event", event, "choice", choice, "role"),
                    f"the choice `{choice}`",
                    key=True,
                )

    # What happens.

    def _events(self) -> None:
        for name, event in self.model.event.items():
            for key, never in (("rest", "it never rests"), ("again", "this is never told")):
                path: Path = ("event", name, key)
                if event.once and path in self.tables.spots:
                    self.say(
                        f"{key}-unused",
                        path,
                        f"The event happens once, so {never}.",
                        f"Write `once = false`, or take `{key}` away.",
                        at=self.tables.key(path),
                    )
        for name, question in self.model.question.items():
            if question.objective:
                self.part(
                    ("question", name, "objective"),
                    question.objective,
                    self.model.pack.objectives,
                    "The pack has no objective",
                    key=False,
                )

    def _lateness(self) -> None:
        turns = self.model.calendar.turns
        late = [(("lesson", n, "turn"), x.turn) for n, x in self.model.lesson.items()]
        due = [(("forecast", n, "due"), x.due + 1) for n, x in self.model.forecast.items()]
        for path, turn in late + due:
            if turn > turns and not self.tables.spoilt(("calendar", "turns")):
                self.say(
                    "beyond-the-end",
                    path,
                    f"The game has {turns} turns, so this never comes.",
                    "Make it earlier.",
                    second=("calendar", "turns"),
                    why="the length of the game",
                )

    def _reality(self, name: str, check: Check) -> None:
        """Ask whether a check can be read, names what there is, and ends within the game."""
        path: Path = ("check", name)
        try:
            parse_quota(check.in_)
        except ExpectError as problem:
            self._unread("check-games", (*path, "in"), problem)
        self._begins((*path, "set"), check.set_)
        self._begins((*path, "with_set"), check.with_set)
        expect: Path = (*path, "expect")
        try:
            read = parse_expect(check.expect)
        except ExpectError as problem:
            self._unread("check-expect", expect, problem)
            return
        known = [id for id, s in self.formulas.symbols.items() if s.kind in NUMERIC_KINDS]
        for name_ in read.names:
            if name_.name not in known:
                near = nearest(name_.name, known)
                self.say(
                    "name-unknown",
                    expect,
                    f"There is no quantity `{shown(name_.name)}`.",
                    f"Did you mean `{near}`?" if near else "Name one that the pack has.",
                    at=self.tables.part(expect, name_.span.start, name_.span.end),
                )
        turns = self.model.calendar.turns
        if max(claim.last for claim in read.claims) > turns:
            self.say(
                "beyond-the-end",
                expect,
                f"The game has {turns} turns, so this never comes.",
                "Make it earlier.",
                second=("calendar", "turns"),
                why="the length of the game",
            )
        if not (check.with_ or check.with_set) and any(claim.compares for claim in read.claims):
            self.say(
                "check-rival",
                expect,
                "Nothing is said of what this is higher or lower than.",
                "Add `with = { ROLE = PLAYER }`, or write `above` or `below` a level.",
                at=self.tables.inside(expect),
            )

    def _unread(self, code: str, path: Path, problem: ExpectError) -> None:
        span = problem.span
        at = self.tables.part(path, span.start, span.end)
        self.say(code, path, problem.message, problem.mend, at=at)

    def _begins(self, path: Path, values: Mapping[str, float]) -> None:
        """Ask whether what a check sets is within its limits."""
        for id, value in values.items():
            constant, stock = self.model.constant.get(id), self.model.stock.get(id)
            if constant is not None:
                low, high = constant.low, constant.high
            elif stock is not None:
                low, high = stock.min, stock.max
            else:
                continue
            if not low <= value <= high:
                self.say(
                    "start-outside",
                    (*path, id),
                    f"{value} is outside its limits, {low} to {high}.",
                    "Set it within them.",
                )

    def _history(self) -> None:
        """Ask whether the record and what it is compared with can be read."""
        for role, orders in self.model.record.items():
            self._record(("record", role), role, orders)
        for name, control in self.model.control.items():
            for role, orders in control.record.items():
                self._record(("control", name, "record", role), role, orders)
            for index, target in enumerate(control.worse):
                what = "There is no target"
                self.part(
                    ("control", name, "worse", index), target, self.model.target, what, key=False
                )
        for name, target in self.model.target.items():
            path: Path = ("target", name)
            for index, point in enumerate(target.points):
                self._period((*path, "points", index, "period"), point.period)
            if target.index is not None:
                self._period((*path, "index"), target.index)
            for index, text in enumerate(target.requires):
                try:
                    parse_requirement(text)
                except RequireError as problem:
                    here = (*path, "requires", index)
                    mend = 'Write `"peak 2023Q3"`, or dip, drop, rise or inside.'
                    at = self.tables.inside(here)
                    self.say("target-requires", here, f"{problem}.", mend, at=at)
        if self.model.backtest.until:
            self._period(("backtest", "until"), self.model.backtest.until)

    def _outside(self) -> None:
        """Ask whether what others expect is a figure, and of a period of the game."""
        for name, table in self.model.outside.items():
            path: Path = ("outside", name)
            if table.value is None and (table.low is None or table.high is None):
                self._lacks(path, "value", "the figure; or both `low` and `high`")
            if table.low is not None and table.high is not None and table.low > table.high:
                self._swapped(path, table.low, table.high)
            self._period((*path, "period"), table.period)
            try:
                first, last = turns_of(self.model.calendar, table.period)
            except PeriodError:
                continue
            if (first < 1 or last > self.model.calendar.turns) and not self.tables.spoilt(
                ("calendar",)
            ):
                self.say(
                    "beyond-the-end",
                    (*path, "period"),
                    "This period is not within the game, so there is nothing to compare.",
                    "Name one that is, or leave the table out.",
                    second=("calendar", "turns"),
                    why="the length of the game",
                )

    def _period(self, path: Path, text: str, *, key: bool = False) -> None:
        try:
            turns_of(self.model.calendar, text)
        except PeriodError as problem:
            at = self.tables.key(path) if key else self.tables.inside(path)
            mend = "Write a period that turns of the game make up."
            if not self.tables.spoilt(("calendar", "start")):
                self.say("period-form", path, f"{problem}.", mend, at=at)

    def _record(self, path: Path, role: str, orders: Orders) -> None:
        own = [id for id, decision in self.model.decision.items() if decision.role == role]
        for id, entries in orders.items():
            here = (*path, id)
            if not self.part(here, id, own, f"The role {role} has no decision", key=True):
                continue
            decision = self.model.decision[id]
            for period, value in entries.items():
                entry = (*here, period)
                self._period(entry, period, key=True)
                if decision.kind == "dial" and isinstance(value, str):
                    what = f"The dial `{id}` has no option"
                    self.part(entry, value, decision.option, what, key=False)
                elif decision.kind == "dial" or isinstance(value, str) or value < 0:
                    dial = decision.kind == "dial"
                    wanted = "a dial and takes an option" if dial else "an amount, of 0 or more"
                    self.say(
                        "record-order",
                        entry,
                        f"`{id}` is {wanted}.",
                        "Write what was ordered.",
                    )

    def _cells(self) -> None:
        """Ask whether each cell of a table has a column, and is what the column holds."""
        for name, table in self.model.table.items():
            for key, row in table.row.items():
                for column, cell in row.cells.items():
                    path: Path = ("table", name, "row", key, "cells", column)
                    if not self.part(
                        path, column, table.column, "The table has no column", key=True
                    ):
                        self.tables.harm(path)
                        continue
                    wanted = table.column[column].kind
                    if isinstance(cell, str) == (wanted == "text"):
                        continue
                    text = wanted == "text"
                    self.say(
                        "table-cell",
                        path,
                        f"The column `{column}` holds {'texts' if text else 'numbers'}, and this is"
                        f" {'the number' if text else 'the text'} {shown(str(cell))}.",
                        "Put it in quotes."
                        if text
                        else 'Write a number, or take it away; or write `kind = "text"` at the column.',
                        second=("table", name, "column", column),
                        why="the column",
                    )
                    self.tables.harm(path)

    def _sourced(self) -> Iterator[tuple[Path, Sourced]]:
        """All that makes a claim."""
        for top in SOURCED:
            found: Mapping[str, Sourced] = getattr(self.model, top)
            for name, claim in found.items():
                yield (top, name), claim
        for name, table in self.model.table.items():
            for key, row in table.row.items():
                yield ("table", name, "row", key), row

    def _sources(self) -> None:
        for path, claim in self._sourced():
            if claim.sources or claim.assumption or path in self.tables.lacking:
                continue
            if self.tables.spoilt((*path, "sources")) or self.tables.spoilt((*path, "assumption")):
                continue
            self.tables.reports.append(
                Report(
                    "constant-unsourced" if path[-2] == "constant" else "source-missing",
                    f"This {path[-2]} neither cites a source nor says that it is an assumption.",
                    self.tables.value(path),
                    'Add `sources = ["..."]`, or `assumption = "..."` saying why it is plausible.',
                )
            )
        for name, source in self.model.source.items():
            path = ("source", name)
            if source.url and not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", source.url):
                self.say(
                    "source-form",
                    (*path, "url"),
                    f'"{shown(source.url)}" is no web address.',
                    "Begin it with https://, or leave it out.",
                    at=self.tables.inside((*path, "url")),
                )
            if not _DATE.fullmatch(source.date):
                self.say(
                    "source-form",
                    (*path, "date"),
                    f'"{shown(source.date)}" is no date.',
                    'Write "2026", "2026-03" or "2026-03-31".',
                    at=self.tables.inside((*path, "date")),
                )


def _ticked(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
