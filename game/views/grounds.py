"""What a cause rests on: its rule with the values it had, the constants in it, and their sources."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from game.engine.turn import Reader, State
from game.engine.why import History, Moment, gauge_rule
from game.lang.explain import explain, lines
from game.lang.tree import (
    Binary,
    Compare,
    Happened,
    Level,
    Node,
    OptionName,
    Past,
    Rule,
    Span,
    Type,
    Value,
    walk,
)
from game.packs.model import Pack, Sourced
from game.views.calendar import steps
from game.views.codex import confidence_word, source_line
from game.views.effects import known_effects
from game.views.formulas import named
from game.views.numbers import Scale, digits_by_size, percent, scale_of, title_of, written
from game.views.sight import Outlook
from game.words import _


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a rule, with titles in place of ids, and what it came to."""

    text: str
    said: str


@dataclass(frozen=True, slots=True)
class Named:
    """A quantity or constant that a rule names."""

    id: str
    title: str
    value: str
    range: str
    """Of a constant: from where to where it is in dispute, and how sure the value is; else empty."""
    source: str
    """Of a constant: what it rests on; else empty."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a cause rests on."""

    text: str
    """What it is, in the pack's words; may be empty."""
    rule: tuple[Part, ...]
    """Its formula, or the parts of its condition."""
    names: tuple[Named, ...]
    """What the rule names."""
    facts: tuple[str, ...]
    """What else is to be known: a chance, a delay, what it brings."""
    sources: tuple[str, ...]
    assumption: str
    """What is assumed; empty when nothing is."""
    codex: str | None


NOTHING = Ground("", (), (), (), (), "", None)
"""Where there is no more to say."""


def ground(history: History, outlook: Outlook, path: str, turn: int) -> Ground:
    """What the cause of that path rested on when it acted.

    Args:
        history: The game, with its ledgers.
        outlook: Who asks; what that seat does not see exactly is not told.
        path: As in `CauseLine.path`.
        turn: The turn in which it acted, from 1.
    """
    if not path or not 1 <= turn <= len(history.turns):
        return NOTHING
    head, _dot, rest = path.partition(".")
    then = replace(outlook, states=outlook.states[: turn + 1])
    teller = _Teller(history, then, turn, outlook)
    id = rest.split(".")[0]
    match head:
        case "quantity" | "gauge":
            return teller.quantity(id)
        case "flow":
            return teller.flow(id)
        case "event":
            return teller.event(id, rest.partition(".choice.")[2])
        case "decision":
            return teller.decision(id, rest.partition(".option.")[2])
        case "pipeline":
            return teller.pipeline(id)
        case "noise":
            return teller.noise(id)
        case _:
            return NOTHING


@dataclass(frozen=True, slots=True, eq=False)
class _Teller:
    history: History
    outlook: Outlook
    """What the seat saw at the end of that turn."""
    turn: int
    now: Outlook
    """What it has seen by now: what came late may have come."""

    def quantity(self, id: str) -> Ground:
        pack = self.outlook.world.pack
        model = pack.model
        if id not in model.gauge:
            return self._plain(id)
        state = self.history.state(Moment(self.turn))
        rule = pack.rules[gauge_rule(self.outlook.world, state, id)]
        table = model.gauge[id]
        if self.outlook.kind(id) == "hidden":
            return replace(NOTHING, text=table.about, codex=table.codex)
        return self._ruled(table.about, rule, state, table, table.codex, scale_of(pack, id).level)

    def _plain(self, id: str) -> Ground:
        model = self.outlook.world.pack.model
        table = model.stock.get(id) or model.pipeline.get(id)
        if table is None:
            return NOTHING
        return replace(NOTHING, text=table.about, codex=table.codex, **self._sourced(table))

    def flow(self, id: str) -> Ground:
        table = self.outlook.world.pack.model.flow[id]
        rule = self.outlook.world.pack.rules[f"flow.{id}.add"]
        state = self.history.state(Moment(self.turn, "flows"))
        scale = scale_of(self.outlook.world.pack, table.of)
        return self._ruled("", rule, state, table, None, scale.change)

    def noise(self, id: str) -> Ground:
        pack = self.outlook.world.pack
        table, rule = pack.model.noise[id], pack.rules[f"noise.{id}.sd"]
        state = self.history.state(Moment(self.turn, "flows"))
        told = self._ruled("", rule, state, table, None)
        told = replace(
            told, text=_("Luck: it would have come under any orders, and nobody knew it before.")
        )
        if not self._seen(rule.root):
            return told
        spread = explain(rule, Reader(self.outlook.world, state)).number
        usual = scale_of(pack, table.of).finer(spread).change(spread).lstrip("+")
        fact = _("In two turns out of three it moves {title} by no more than {usual}.")
        if table.shape == "fat":  # as far out as its standard deviation comes one in four
            fact = _("In three turns out of four it moves {title} by no more than {usual}.")
        fact = fact.format(title=title_of(pack, table.of), usual=usual)
        return replace(told, rule=(), names=(), facts=(fact,))

    def pipeline(self, id: str) -> Ground:
        model = self.outlook.world.pack.model
        table = model.pipeline[id]
        time = steps(model.calendar, table.delay)
        text = table.about or _("What is sent arrives later.")
        fact = _("On its way for {time}").format(time=time)
        return replace(NOTHING, text=text, facts=(fact,), codex=table.codex, **self._sourced(table))

    def event(self, id: str, choice: str) -> Ground:
        pack = self.outlook.world.pack
        table = pack.model.event[id]
        if choice:
            effects = known_effects(self.outlook, f"event.{id}.choice.{choice}.effects")
            return replace(
                NOTHING,
                text=self.outlook.told(table.choice[choice].text),
                facts=effects,
                codex=table.codex,
                **self._sourced(table),
            )
        state = self.history.turns[self.turn - 1].at_events
        assert state is not None
        told = self._ruled(
            self.outlook.news(id),
            pack.rules[f"event.{id}.when"],
            state,
            table,
            table.codex,
        )
        chance = explain(pack.rules[f"event.{id}.chance"], Reader(self.outlook.world, state))
        seen = self._seen(chance.node)
        said = percent(min(1.0, max(0.0, chance.number))) if seen else _unseen()
        fact = _("Chance in a turn where all this holds: {chance}").format(chance=said)
        return replace(told, facts=(fact, *known_effects(self.outlook, f"event.{id}.effects")))

    def decision(self, id: str, option: str) -> Ground:
        table = self.outlook.world.pack.model.decision[id]
        text, path = table.about, f"decision.{id}.effects"
        if option:
            text = table.option[option].text or table.about
            path = f"decision.{id}.option.{option}.effects"
        return replace(
            NOTHING,
            text=text,
            facts=known_effects(self.outlook, path),
            sources=tuple(source_line(self.outlook.world.pack, s) for s in table.sources),
            codex=table.codex,
        )

    def _ruled(
        self,
        text: str,
        rule: Rule,
        state: State,
        table: Sourced | None,
        codex: str | None,
        said: Callable[[float], str] | None = None,
    ) -> Ground:
        reader = Reader(self.outlook.world, state)
        return replace(
            NOTHING,
            text=text,
            rule=tuple(self._parts(rule, reader, said)),
            names=tuple(self._names(rule, reader)),
            codex=codex,
            **self._sourced(table),
        )

    def _sourced(self, table: Sourced | None) -> "dict[str, tuple[str, ...] | str]":
        if table is None:
            return {}
        pack = self.outlook.world.pack
        return {
            "sources": tuple(source_line(pack, source) for source in table.sources),
            "assumption": table.assumption or "",
        }

    def _parts(
        self, rule: Rule, reader: Reader, said: Callable[[float], str] | None
    ) -> Iterator[Part]:
        """The whole of a formula; of a condition, each part that holds or not by itself.

        Args:
            rule: The rule.
            reader: What its names stood for.
            said: How the whole is written, with its unit.
        """
        say, pack = self._saying(rule), self.outlook.world.pack
        for line in lines(explain(rule, reader), say):
            node = line.part.node
            if rule.type is not Type.BOOLEAN:
                whole = said(line.part.number) if said else line.said
                yield Part(worded(pack, rule, node), whole if self._seen(node) else _unseen())
                return
            if node.type is Type.BOOLEAN and not isinstance(node, Binary):
                told = line.said if self._seen(node) else _unseen()
                yield Part(worded(pack, rule, node), told)

    def _saying(self, rule: Rule) -> Callable[[Node, float], str]:
        """How the numbers of a rule are written: a plain one like what it is compared with."""
        pack, known = self.outlook.world.pack, self._quantities()
        alike: dict[Span, Scale] = {}
        for node in walk(rule.root):
            if isinstance(node, Compare):
                ids = [id for id in _named(node) if id in known]
                plain = (part for part in node.operands if isinstance(part, Value))
                if ids:
                    alike.update({part.span: Scale(scale_of(pack, ids[0]).unit) for part in plain})

        def say(node: Node, number: float) -> str:
            if isinstance(node, Level | Past) and node.symbol.id in known:
                scale = scale_of(pack, node.symbol.id)
                changed = isinstance(node, Past) and node.word == "change"
                return scale.change(number) if changed else scale.level(number)
            if node.span in alike and alike[node.span].factor != 1.0:
                return alike[node.span].level(number)
            if node.type is Type.PERCENT:
                return f"{written(number * 100.0, 1)}%"
            return written(number, digits_by_size(number))

        return say

    def _quantities(self) -> "set[str]":
        dials = self.outlook.world.layout.dial
        return {
            *(id for id in self.outlook.world.layout.levels if id not in dials),
            *self.outlook.world.constants,
        }

    def _names(self, rule: Rule, reader: Reader) -> Iterator[Named]:
        """What a rule names, each once."""
        pack = self.outlook.world.pack
        told: set[str] = set()
        for node in walk(rule.root):
            if not isinstance(node, Level | Past) or node.symbol.id in told:
                continue
            id = node.symbol.id
            told.add(id)
            value = self._value(node, reader)
            if id not in pack.model.constant:
                yield Named(id, title_of(pack, id), value, "", "")
                continue
            constant = pack.model.constant[id]
            scale = scale_of(pack, id)
            span = _("{low} to {high} in dispute; confidence {confidence}").format(
                low=scale.bare(float(constant.low)),
                high=scale.bare(float(constant.high)),
                confidence=confidence_word(constant.confidence),
            )
            source = constant.assumption and _("Assumption: {text}").format(
                text=constant.assumption
            )
            if constant.sources:
                source = " ".join(source_line(pack, each) for each in constant.sources)
            yield Named(id, title_of(pack, id), value, span, source or "")

    def _value(self, node: Level | Past, reader: Reader) -> str:
        pack, symbol = self.outlook.world.pack, node.symbol
        if symbol.id in self.outlook.world.layout.dial:
            option = symbol.options[int(reader.level(symbol))]
            return pack.model.decision[symbol.id].option[option].title
        if self._known(symbol.id):
            return scale_of(pack, symbol.id).level(float(reader.level(symbol)))
        match self.outlook.kind(symbol.id):
            case "late":
                calendar = self.outlook.world.pack.model.calendar
                time = steps(calendar, int(self.outlook.size(symbol.id)))
                return _("seen {time} later").format(time=time)
            case "noisy":
                return self.outlook.text(symbol.id)
            case _:
                return _unseen()

    def _known(self, id: str) -> bool:
        """Whether this seat knows by now what that was in the turn that is explained."""
        kind = self.outlook.kind(id)
        return kind == "exact" or (kind == "late" and self.now.as_of(id) >= self.turn)

    def _seen(self, node: Node) -> bool:
        """Whether this seat knows by now all that a part of a rule looked at, as it was."""
        return all(self._known(id) for id in _named(node))


def worded(pack: Pack, rule: Rule, part: Node) -> str:
    """A part of a rule as it is written, with titles in place of ids: `[Trust] > 40`."""
    text, end = "", part.span.start
    for node in sorted(walk(part), key=lambda node: node.span.start):
        if isinstance(node, Level | Past | Happened | OptionName):
            text += f"{rule.text[end : node.span.start]}[{named(pack, node)}]"
            end = node.span.end
    return text + rule.text[end : part.span.end]


def _named(node: Node) -> Iterable[str]:
    return (part.symbol.id for part in walk(node) if isinstance(part, Level | Past))


def _unseen() -> str:
    return _("not seen exactly from your seat")
