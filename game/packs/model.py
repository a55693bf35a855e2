"""The typed tables of a pack, as written: one class a table, every key described once.

The annotations beside the types (`RuleText`, `EffectTexts`, `IdOf`, `Words`) say what a string stands
for. The checker, the JSON Schema and the compiler all walk the model by them, so a new table needs
no new code in any of the three.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from game.lang.tree import Effect, Kind, Rule, Symbol, Type
from game.packs.measured import Measured, Unreadable


@dataclass(frozen=True, slots=True)
class RuleText:
    """The string is a formula that yields this type."""

    yields: Type


@dataclass(frozen=True, slots=True)
class EffectTexts:
    """The strings are effects."""


@dataclass(frozen=True, slots=True)
class IdOf:
    """The string (or each key of the mapping) is the id of such a thing.

    Kinds are those of rules ("stock", "gauge", ...), "quantity" for any with a level, or a table
    name ("role", "source", "codex", "ending").
    """

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The string is read by people: no markup acts, no control characters."""

    quantities: bool = False
    """Whether `{quantity}` is replaced by a value."""


Number = Annotated[str | int | float, RuleText(Type.NUMBER)]
Percent = Annotated[str | int | float, RuleText(Type.PERCENT)]
Condition = Annotated[str | bool, RuleText(Type.BOOLEAN)]
Effects = Annotated[tuple[str, ...], EffectTexts()]
Text = Annotated[str, Words()]
Story = Annotated[str, Words(quantities=True)]
Real = int | float
Sources = Annotated[tuple[str, ...], IdOf(("source",))]
CodexId = Annotated[str, IdOf(("codex",))]
RoleId = Annotated[str, IdOf(("role",))]
QuantityId = Annotated[str, IdOf(("quantity",))]
Direction = Literal["up", "down"]
Good = Annotated[dict[str, Direction], IdOf(("role",))]


class Table(BaseModel):
    """Common to all tables: unknown keys are errors, values are what TOML says they are."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Sourced(Table):
    """A claim: it cites a source, or says that it is an assumption."""

    sources: Sources = ()
    assumption: Text | None = None


class PackTable(Table):
    """`[pack]`."""

    id: str
    title: Text
    about: Text = ""
    version: str
    format: Literal[1]
    minutes: int = Field(default=45, ge=1, le=600)
    languages: tuple[str, ...] = ("en",)
    objectives: tuple[str, ...] = ()
    extends: str | None = None
    without: tuple[str, ...] = ()


class Calendar(Table):
    """`[calendar]`."""

    start: str
    step: Literal["quarter", "month", "year"] = "quarter"
    turns: int = Field(ge=1, le=120)


class Stock(Sourced):
    """`[stock.ID]`: a level that persists."""

    title: Text
    unit: Text
    start: Real
    min: Real
    max: Real
    digits: int | None = Field(default=None, ge=0, le=6)
    good: Good = {}
    about: Text = ""
    codex: CodexId | None = None


class Flow(Sourced):
    """`[flow.ID]`: what changes a stock or fills a pipeline, every turn."""

    of: Annotated[str, IdOf(("stock", "pipeline"))]
    title: Text
    add: Number
    from_: Annotated[str | None, IdOf(("stock",))] = Field(default=None, alias="from")


class Gauge(Sourced):
    """`[gauge.ID]`: a level computed from others."""

    title: Text
    unit: Text
    value: Number | None = None
    by: Annotated[str | None, IdOf(("dial",))] = None
    values: dict[str, Number] = {}
    min: Real | None = None
    max: Real | None = None
    digits: int | None = Field(default=None, ge=0, le=6)
    good: Good = {}
    about: Text = ""
    codex: CodexId | None = None


class Pipeline(Sourced):
    """`[pipeline.ID]`: a material delay."""

    title: Text
    unit: Text
    delay: int = Field(ge=1, le=12)
    into: Annotated[str, IdOf(("stock",))]
    start: Real | tuple[Real, ...] = 0
    max: Real = 1e12
    digits: int | None = Field(default=None, ge=0, le=6)
    good: Good = {}
    about: Text = ""
    codex: CodexId | None = None


class Constant(Sourced):
    """`[constant.ID]`: a parameter with the range that is in dispute."""

    title: Text = ""
    unit: Text
    value: Real
    low: Real
    high: Real
    confidence: Literal["high", "medium", "low"]
    about: Text = ""


class Curve(Sourced):
    """`[curve.ID]`: a piecewise-linear lookup."""

    unit: Text
    points: tuple[tuple[Real, Real], ...] = Field(min_length=2, max_length=60)
    about: Text = ""


class Noise(Sourced):
    """`[noise.ID]`: luck that moves a stock each turn."""

    of: Annotated[str, IdOf(("stock",))]
    title: Text
    sd: Number
    shape: Literal["normal", "fat"] = "normal"


class Needs(Table):
    """A condition, and the reason given when it does not hold."""

    when: Condition
    text: Story


class Option(Table):
    """`[decision.ID.option.O]`: one setting of a dial."""

    title: Text
    text: Text = ""
    cost: Number | None = None
    effects: Effects = ()
    needs: dict[str, Needs] = {}
    once: bool = False


class Decision(Sourced):
    """`[decision.ID]`: a dial or an amount."""

    role: RoleId
    kind: Literal["dial", "amount"]
    group: str = ""
    title: Text
    about: Text = ""
    codex: CodexId | None = None
    start: str | None = None
    option: dict[str, Option] = {}
    unit: Text = ""
    step: Real = 1
    price: Number | None = None
    max: Number | None = None
    effects: Effects = ()
    needs: dict[str, Needs] = {}


class Goal(Table):
    """`[role.ID.goal.G]`: what a role may want."""

    title: Text
    of: QuantityId
    over: int = Field(default=1, ge=1, le=12)
    good: Direction
    poor: Real
    fine: Real
    about: Text = ""


class Group(Table):
    """`[role.ID.group.G]`: a heading of the order board."""

    title: Text
    about: Text = ""


class Line(Table):
    """`[role.ID.advisor.A.line.L]`: something an advisor says."""

    when: Condition
    text: Story


class Advisor(Table):
    """`[role.ID.advisor.A]`: a voice with a known bias."""

    title: Text
    bias: Text
    blind_spot: Text
    line: dict[str, Line] = {}


class Role(Sourced):
    """`[role.ID]`: a seat."""

    title: Text
    briefing: Text
    purse: Annotated[str | None, IdOf(("stock",))] = None
    changes: int | None = Field(default=None, ge=1)
    position: tuple[QuantityId, ...] = ()
    world: tuple[QuantityId, ...] = ()
    sees: Annotated[dict[str, str], IdOf(("quantity",))] = {}
    offered: Annotated[tuple[str, ...], IdOf(("dial", "amount"))] | None = None
    persona: Annotated[str | None, IdOf(("persona",))] = None
    goal: dict[str, Goal] = {}
    group: dict[str, Group] = {}
    advisor: dict[str, Advisor] = {}


class Persona(Table):
    """`[persona.ID]`: an automatic player."""

    role: RoleId
    title: Text
    text: Text
    temperature: Real = Field(default=0.5, ge=0, le=100)
    inertia: Real = Field(default=0, ge=0, le=100)
    wants: dict[str, Real] = {}
    scores: Annotated[dict[str, dict[str, Number]], IdOf(("dial",))] = {}
    amounts: Annotated[dict[str, Number], IdOf(("amount",))] = {}
    answers: Annotated[dict[str, dict[str, Number]], IdOf(("event",))] = {}


class Choice(Table):
    """`[event.ID.choice.C]`: an answer a role may give."""

    role: RoleId
    text: Story
    quiet: bool = False
    effects: Effects = ()
    needs: dict[str, Needs] = {}


class Event(Sourced):
    """`[event.ID]`: something that happens."""

    title: Text
    text: Story
    again: tuple[Story, ...] = ()
    when: Condition
    chance: Percent = "100%"
    once: bool = True
    rest: int = Field(default=1, ge=1)
    effects: Effects = ()
    seen_from: Annotated[dict[str, Story], IdOf(("role",))] = {}
    codex: CodexId | None = None
    choice: dict[str, Choice] = {}


class Ending(Table):
    """`[ending.ID]`: how a game may be summed up."""

    title: Text
    text: Story
    when: Condition
    early: bool = False


class Forecast(Table):
    """`[forecast.ID]`: a question answered with a probability before the result is seen."""

    role: Annotated[str | None, IdOf(("role",))] = None
    question: Text
    known: Story = ""
    ask: Condition
    due: int = Field(ge=1, le=60)
    truth: Condition


class Lesson(Table):
    """`[lesson.ID]`: a step of a tutorial."""

    turn: int = Field(ge=1)
    title: Text
    text: Story
    do: str | None = None
    role: Annotated[str | None, IdOf(("role",))] = None


class Question(Table):
    """`[question.ID]`: asked in class before, during or after the game."""

    when: Literal["before", "reflection", "after"]
    text: Text
    objective: str = ""


class Check(Sourced):
    """`[check.ID]`: what must be true of the world, whoever else plays."""

    title: Text
    compare: Annotated[dict[str, str], IdOf(("role",))]
    with_: Annotated[dict[str, str], IdOf(("role",))] = Field(default={}, alias="with")
    set_: Annotated[dict[str, Real], IdOf(("constant", "stock"))] = Field(default={}, alias="set")
    with_set: Annotated[dict[str, Real], IdOf(("constant", "stock"))] = {}
    expect: str
    in_: str = Field(default="90% of 2000 games", alias="in")


Orders = dict[str, dict[str, str | Real]]
"""By decision: from which period on which option was held, or what amount was ordered each turn."""


class Point(Table):
    """One observation: `{ period = "2023Q4", value = 5, low = 4, high = 6, source = "..." }`."""

    period: str
    value: Real
    low: Real | None = None
    high: Real | None = None
    source: Annotated[str, IdOf(("source",))]


class Target(Sourced):
    """`[target.ID]`: an observed series that the replayed record is compared with."""

    title: Text
    unit: Text
    quantity: QuantityId
    points: tuple[Point, ...] = Field(min_length=1, max_length=200)
    scale: Real = 1
    index: str | None = None
    over: Literal["end", "mean", "sum"] = "end"
    score: Literal["mape", "mae", "band"] = "mape"
    good: Real | None = None
    acceptable: Real | None = None
    requires: tuple[str, ...] = ()
    family: str = ""
    input: bool = False
    note: Text = ""


class Control(Table):
    """`[control.ID]`: history without something that mattered, which must fit worse."""

    title: Text
    record: Annotated[dict[str, Orders], IdOf(("role",))]
    worse: tuple[str, ...] = Field(min_length=1)


class Backtest(Table):
    """`[backtest]`: how the record is fitted."""

    fitted: Annotated[tuple[str, ...], IdOf(("constant",))] = Field(default=(), max_length=8)
    until: str = ""


class Outside(Table):
    """`[outside.ID]`: what somebody else expects of a period of the game."""

    title: Text
    unit: Text
    quantity: QuantityId
    plus: tuple[QuantityId, ...] = ()
    period: str
    value: Real | None = None
    low: Real | None = None
    high: Real | None = None
    scale: Real = 1
    over: Literal["end", "mean", "sum"] = "end"
    who: Text
    source: Annotated[str, IdOf(("source",))]
    input: bool = False
    note: Text = ""

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds of what is expected; the figure itself where it has none."""
        known = [float(end) for end in (self.low, self.value, self.high) if end is not None]
        return min(known), max(known)


class Source(Table):
    """`[source.ID]`: where a claim comes from."""

    title: Text
    publisher: Text
    date: str
    url: str = ""
    read: Literal["full", "excerpt", "cited"]
    licence: Text = ""


Cell = Annotated[str | int | float, Words()]


class Column(Table):
    """`[table.ID.column.C]`: what a column holds."""

    title: Text
    kind: Literal["number", "text"] = "number"
    unit: Text = ""
    digits: int | None = Field(default=None, ge=0, le=6)


class Row(Sourced):
    """`[table.ID.row.R]`: one thing, and what is known of it."""

    title: Text
    cells: dict[str, Cell]


class DataTable(Table):
    """`[table.ID]`: data that pages draw and claims rest on."""

    title: Text
    about: Text = ""
    column: dict[str, Column]
    row: dict[str, Row]


class Claim(Table):
    """`[claim.ID]`: figures in a text that rest on data of the pack."""

    in_: str = Field(alias="in")
    says: Text
    equals: tuple[str, ...] = Field(min_length=1)


class PackModel(Table):
    """A whole pack as written, overlays already laid, before names are looked up."""

    pack: PackTable
    calendar: Calendar
    renamed: dict[str, str] = {}
    stock: dict[str, Stock] = {}
    flow: dict[str, Flow] = {}
    gauge: dict[str, Gauge] = {}
    pipeline: dict[str, Pipeline] = {}
    constant: dict[str, Constant] = {}
    curve: dict[str, Curve] = {}
    noise: dict[str, Noise] = {}
    role: dict[str, Role] = {}
    decision: dict[str, Decision] = {}
    persona: dict[str, Persona] = {}
    event: dict[str, Event] = {}
    ending: dict[str, Ending] = {}
    forecast: dict[str, Forecast] = {}
    lesson: dict[str, Lesson] = {}
    question: dict[str, Question] = {}
    check: dict[str, Check] = {}
    record: Annotated[dict[str, Orders], IdOf(("role",))] = {}
    target: dict[str, Target] = {}
    control: dict[str, Control] = {}
    backtest: Backtest = Backtest()
    table: dict[str, DataTable] = {}
    claim: dict[str, Claim] = {}
    outside: dict[str, Outside] = {}
    source: dict[str, Source] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the codex."""

    id: str
    title: str
    terms: tuple[str, ...]
    sources: tuple[str, ...]
    text: str
    """Markdown, as written."""


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A pack that passed every check: its tables, and every formula in them parsed.

    Formulas are found by the dotted path of their field: `pack.rules["event.strike.when"]`,
    `pack.rules["gauge.x.values.low"]`, `pack.rules["decision.quota.option.none.cost"]`,
    `pack.rules["persona.hawk.scores.quota.none"]`. A field that was left out has no entry, except
    `event.x.chance`, which is always there. Effects likewise, a tuple to each list:
    `pack.effects["event.strike.effects"]`.
    """

    model: PackModel
    rules: Mapping[str, Rule]
    effects: Mapping[str, tuple[Effect, ...]]
    symbols: Mapping[str, Symbol]
    """Every name a rule may use, in pack order."""
    gauge_order: tuple[str, ...]
    """Gauges, each after those its formula names."""
    codex: Mapping[str, Page]
    rooms: Mapping[str, str]
    """Where each quantity, constant, curve and decision is written: a file's name without `.toml`."""
    hash: str
    """sha256 (hex) of the content: the same for the same tables and pages, however cut into files."""
    measured: Measured | Unreadable | None = None
    """What its games came to, or those of another version; None where nobody measured."""

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.model.pack.id

    def kind_of(self, name: str) -> Kind:
        """What sort of thing a name of the pack stands for."""
        return self.symbols[name].kind
