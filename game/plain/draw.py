"""Views as lines: headings, one fact a line, what matters most first."""

from collections.abc import Iterable, Sequence

from game.plain.printer import Printer
from game.views.board import Board, DecisionView
from game.views.briefing import Briefing
from game.views.codex import Article, Found, of_model, plain
from game.views.desk import Advice, GoalView, Reading
from game.views.dispute import ConclusionView, ConstantView, DisputeView, GoalLine
from game.views.ending import Close
from game.views.news import AskView, ForecastView, Headline, LessonView, Move, Scored
from game.views.report import Moved, TurnReport
from game.views.rivals import Rival
from game.views.why import CauseLine, Why
from game.words import _

CAUSES = 3
"""Causes told of each goal that matters most, and one line for the rest; `why` tells more."""

TOLD = 3
"""Events told in full when a turn begins; `news` tells the others."""


def comma(*parts: str) -> str:
    """The parts that say something, with commas between."""
    return ", ".join(part for part in parts if part)


def briefing(out: Printer, view: Briefing, *, scales: bool = False) -> None:
    """The start of a game; with the scales of the goals when it is asked for again."""
    out.heading(view.pack)
    out.line(_("You are: {role}").format(role=view.role))
    out.line(
        _("{length} from {start}. Seed {seed}.").format(
            length=view.length, start=view.start, seed=view.seed
        )
    )
    out.gap()
    out.paragraph(view.text)
    _chosen(out, view.goals, scales)


def _chosen(out: Printer, views: Sequence[GoalView], scales: bool) -> None:
    """The goals that matter most, and what else could be chosen."""
    if views:
        out.heading(_("Your goals"))
    others: list[str] = []
    for number, goal in enumerate(views, 1):
        if goal.chosen:
            scored = _scored(goal) if scales else ""
            out.line(f"{number} {goal.title}: " + comma(goal.reading.value, goal.aim, scored))
        else:
            others.append(f"{number} {goal.title}")
    if others:
        example = f"goals 1 {len(views)}"
        out.line(
            _("Others you may choose: {goals}. For example: {example}").format(
                goals=", ".join(others), example=example
            )
        )


def facing(out: Printer, view: Briefing) -> None:
    """Who plays the other seats."""
    for other in view.facing:
        out.line(
            comma(f"{other.title}: {other.player}") + (f". {other.text}" if other.text else "")
        )


def goals(out: Printer, views: Sequence[GoalView]) -> None:
    """All goals, numbered."""
    out.heading(_("Your goals"))
    for number, goal in enumerate(views, 1):
        most = _("matters most to you") if goal.chosen else ""
        facts = comma(goal.reading.value, goal.aim, most, _scored(goal))
        out.line(f"{number} {goal.title}: {facts}")


def _scored(goal: GoalView) -> str:
    """How far a goal is met, and on which scale."""
    return goal.scored + _brackets(goal.span) if goal.scored else ""


def lessons(out: Printer, views: Sequence[LessonView]) -> None:
    """The lessons of this turn."""
    for lesson in views:
        out.heading(lesson.title)
        out.paragraph(lesson.text)
        if lesson.do:
            out.line(_("Try: {command}").format(command=lesson.do))


def moved(reading: Reading) -> str:
    """A quantity and its change, in one line."""
    facts = comma(reading.value, reading.sure, reading.change, reading.word)
    return f"{reading.title}: {facts}"


def headlines(out: Printer, views: Sequence[Headline]) -> None:
    """What happened: what asks for an answer first, and no more in full than is read at once."""
    if views:
        out.heading(_("What happened"))
    first = sorted(views, key=lambda event: not event.asks)
    for event in first[:TOLD]:
        out.line(f"{event.title}. {event.text}")
    for event in first[TOLD:]:
        out.line(event.title)
    if views[TOLD:]:
        out.line(_("More about all of it: news"))


def shut(out: Printer, views: Iterable[Headline]) -> None:
    """What the seat may no longer order."""
    for view in views:
        out.line(f"{view.title}. {view.text}")


def news(out: Printer, views: Sequence[Headline]) -> None:
    """What happened, and how it reads from each seat."""
    out.heading(_("News"))
    if not views:
        out.line(_("Nothing out of the ordinary happened."))
    for event in views:
        out.gap()
        out.line(event.title)
        out.line(event.text, 2)
        for who, text in event.seen_from:
            out.line(_("{who} sees it so: {text}").format(who=who, text=text), 2)
        if event.effects:
            out.line(_("It brought: {effects}").format(effects="; ".join(event.effects)), 2)
        if event.codex:
            out.line(_("More: codex {page}").format(page=event.codex), 2)


def report(out: Printer, view: TurnReport) -> None:
    """How the goals moved, and what else moved most."""
    if view.goals:
        out.heading(_("Your goals"))
    for goal in view.goals:
        _goal(out, goal)
    if view.others:
        out.heading(_("Also moved"))
    for reading in view.others:
        out.line(moved(reading))


def _goal(out: Printer, view: Moved) -> None:
    reading = view.goal.reading
    facts = comma(reading.value, reading.sure, reading.change, reading.word, view.goal.scored)
    out.line(f"{view.goal.title}: {facts}")
    if view.goal.chosen:
        for cause in view.causes:
            out.line(cause_line(cause), 2)


def cause_line(cause: CauseLine) -> str:
    """A cause in one line, with what is behind it when that is nearly all of it."""
    text = f"{cause.change} {cause.title}"
    behind = cause.mostly
    if behind is not None:
        return _("{cause} ({behind})").format(cause=text, behind=comma(behind.title, behind.date))
    return comma(text, cause.date)


def moves(out: Printer, views: Sequence[Move]) -> None:
    """What the other seats changed."""
    if views:
        out.heading(_("What the others did"))
    for view in views:
        out.line(view.told)
        if view.effects:
            out.line(_("To you: {effects}.").format(effects="; ".join(view.effects)), 2)


def scored(out: Printer, views: Sequence[Scored]) -> None:
    """Forecasts whose answer is known."""
    if views:
        out.heading(_("Your forecasts"))
    for view in views:
        truth = _("Yes.") if view.happened else _("No.")
        said = (
            _("You said {percent}.").format(percent=view.said)
            if view.said
            else _("You did not say.")
        )
        words = {
            "close": _("Closer than a coin toss."),
            "far": _("A coin toss would have been closer."),
            "even": _("As good as a coin toss."),
            "": "",
        }[view.closeness]
        out.line(" ".join(part for part in (view.question, truth, said, words) if part))


def asks(out: Printer, views: Sequence[AskView]) -> None:
    """Events that wait for an answer; the numbers run on through all of them."""
    number = 0
    for ask in views:
        out.heading(_("Your answer is asked: {title}").format(title=ask.headline.title))
        for who, text in ask.headline.seen_from:
            out.line(_("{who} sees it so: {text}").format(who=who, text=text))
        for choice in ask.choices:
            number += 1
            stands = _("your answer") if ask.answered else _("if you do not answer")
            out.line(f"{number} {choice.text}" + _brackets(stands if choice.standing else ""))
            if choice.refusal:
                out.line(_("not possible: {why}").format(why=choice.refusal), 4)
            elif choice.effects:
                out.line("; ".join(choice.effects), 4)


def questions(out: Printer, views: Sequence[ForecastView]) -> None:
    """Questions to answer with a probability."""
    for number, view in enumerate(views, 1):
        out.heading(_("A forecast is asked"))
        out.line(" ".join(part for part in (view.question, view.known) if part))
        if view.answer:
            out.line(_("You said {percent}.").format(percent=view.answer))
        else:
            example = _("How likely, in percent? For example: forecast {number} 70")
            out.line(example.format(number=number))


def money(out: Printer, view: Board) -> None:
    """What there is to spend, and how many changes are left."""
    if view.left:
        ordered = any(decision.changed for decision in view.decisions)
        told = _("after orders of {cost}") if ordered else _("after {cost} for what stands")
        spent = told.format(cost=view.spent) if view.spent else ""
        short = _("more than there is") if view.short else ""
        out.line(comma(_("To spend: {left}").format(left=view.left), spent, short))
    if view.changes:
        out.line(_("Changes used: {count}").format(count=view.changes))


def status(
    out: Printer, own: Sequence[Reading], world: Sequence[Reading], goal_views: Sequence[GoalView]
) -> None:
    """Everything on the desk, numbered through."""
    told = {goal.reading.id: goal for goal in goal_views}
    out.heading(_("Your position"))
    number = 0
    for readings, title in ((own, ""), (world, _("The world"))):
        if title:
            out.heading(title)
        for reading in readings:
            number += 1
            goal = told.get(reading.id)
            role = _("a goal") if goal else ""
            role = _("a goal that matters most") if goal and goal.chosen else role
            scored = goal.scored if goal else ""
            facts = comma(reading.value, reading.sure, reading.change, reading.word, role, scored)
            out.line(f"{number} {reading.title}: {facts}")


def board(out: Printer, view: Board) -> None:
    """All that may be decided, numbered."""
    for group in view.groups:
        out.heading(group.title)
        for decision in group.decisions:
            _decision_line(out, decision)
    out.gap()
    money(out, view)


def _decision_line(out: Printer, view: DecisionView) -> None:
    stands = _("ordered {amount}").format(amount=view.stands) if view.changed else view.stands
    if view.kind == "dial" and view.changed:
        stands = _("{option}, changed").format(option=view.stands)
    cost = _("costs {cost}").format(cost=view.cost) if view.cost else ""
    facts = [stands, cost]
    if view.refusal:
        facts = [stands, cost, _("closed: {why}").format(why=view.refusal)]
    elif view.kind == "amount":
        most = _("up to {most}").format(most=view.most_text)
        if view.most_cost:
            most = _("{most} for {cost}").format(most=most, cost=view.most_cost)
        facts.append(most)
    else:
        others = (option.title for option in view.options if not option.ordered)
        facts.append(_("or {options}").format(options=" / ".join(others)))
    out.line(f"{view.number} {view.title}: " + comma(*facts))


def price(view: DecisionView) -> str:
    """What one unit costs."""
    if not view.price:
        return ""
    return _("{price} per {unit}").format(price=view.price, unit=view.unit or _("unit"))


def decision(out: Printer, view: DecisionView) -> None:
    """One decision with its options."""
    out.heading(view.title)
    if view.about:
        out.paragraph(view.about)
    if view.refusal:
        out.line(_("Closed now: {why}").format(why=view.refusal))
    if view.kind == "amount":
        _amount(out, view)
    for number, option in enumerate(view.options, 1):
        state = _("stands") if option.ordered and option.current else ""
        state = _("ordered") if option.ordered and not option.current else state
        cost = _("{cost} a turn").format(cost=option.cost) if option.cost else ""
        out.line(f"{number} {option.title}" + _brackets(comma(state, cost)))
        if option.text:
            out.line(option.text, 4)
        if option.refusal and not view.refusal:
            out.line(_("not possible: {why}").format(why=option.refusal), 4)
        elif option.effects and not option.current:
            out.line(_("changing to it: {effects}").format(effects="; ".join(option.effects)), 4)
    if view.codex:
        out.line(_("More: codex {page}").format(page=view.codex))


def _amount(out: Printer, view: DecisionView) -> None:
    out.line(_("Ordered: {amount}").format(amount=view.stands))
    if not view.refusal:
        limit = _("limited by your money") if view.limit == "money" else ""
        out.line(comma(_("Up to {most}").format(most=view.most_text), limit))
        if view.price:
            out.line(_("Price: {price}").format(price=price(view)))
    for effect in view.effects:
        out.line(effect)


def _brackets(text: str) -> str:
    return f" ({text})" if text else ""


def advice(out: Printer, views: Sequence[Advice]) -> None:
    """What the advisors say."""
    out.heading(_("Your advisors"))
    if not views:
        out.line(_("Nobody has anything to say."))
    for view in views:
        out.line(f"{view.title}: {view.text}")
        out.line(_("Leaning: {bias}").format(bias=view.bias), 2)


def rivals(out: Printer, views: Sequence[Rival]) -> None:
    """What the other seats are likely to do."""
    out.heading(_("What the others may do this turn"))
    for view in views:
        out.line(view.title + (_brackets(view.player) if view.player else ""))
        for leaning in view.leanings:
            out.line(leaning.text, 2)
        if not view.leanings:
            out.line(_("No change is likely."), 2)


def why(out: Printer, view: Why) -> None:
    """Why a number stands where it stands."""
    out.heading(f"{view.reading.title}: " + comma(view.after, view.reading.sure))
    if view.reading.about:
        out.line(view.reading.about)
    if view.turn == 0:
        out.line(_("Nothing has moved it yet: the game has just begun."))
    else:
        change = _("Change in {date}: {change}").format(date=view.date, change=view.change)
        before = _("from {before}").format(before=view.before) if view.before else ""
        out.line(comma(change, before))
        _causes(out, view.causes, 2)
    for told in view.luck:
        out.line(told)
    if view.made_of:
        parts = "; ".join(f"{title} {value}" for _id, title, value in view.made_of)
        out.line(_("Made of: {parts}").format(parts=parts))
    for source in view.sources:
        out.line(_("Source: {source}").format(source=source))
    if view.assumption:
        out.line(_("Assumption: {text}").format(text=view.assumption))
    if view.note:
        out.line(view.note)
    if view.reading.codex:
        out.line(_("More: codex {page}").format(page=view.reading.codex))


def _causes(out: Printer, causes: Sequence[CauseLine], indent: int) -> None:
    for cause in causes:
        out.line(comma(f"{cause.change} {cause.title}", cause.date), indent)
        _causes(out, cause.parts, indent + 2)


def codex(out: Printer, found: Found, term: str) -> None:
    """A page, or the pages a search came to."""
    if found.article is not None:
        _article(out, found.article)
    if found.others:
        out.heading(_("See also") if found.article else _("Pages of the codex"))
        model = False
        for number, (id, title) in enumerate(found.others, 1):
            if of_model(id) and not model:
                model = True
                out.heading(_("The model"))
            out.line(f"{number} {title}")
    elif found.article is None:
        out.line(_("The codex has no page yet about {term}.").format(term=term))


def _article(out: Printer, view: Article) -> None:
    out.heading(view.title)
    for block in view.blocks:
        if isinstance(block, tuple):
            out.paragraph(plain(block))
        else:
            out.aligned(block.lines(out.width))
        out.gap()
    for source in view.sources:
        out.line(_("Source: {source}").format(source=source))


def constants(out: Printer, views: Sequence[ConstantView]) -> None:
    """What can be disputed, numbered."""
    out.heading(_("Constants in dispute, the widest range first"))
    for number, view in enumerate(views, 1):
        sure = _("confidence {confidence}").format(confidence=view.confidence)
        out.line(f"{number} {view.title}: " + comma(view.stands, view.range, sure))


def constant(out: Printer, view: ConstantView) -> None:
    """One constant, and what it rests on."""
    out.heading(f"{view.title}: {view.stands}")
    if view.about:
        out.line(view.about)
    out.line(
        _("In dispute: {range}, {width}; confidence {confidence}").format(
            range=view.range, width=view.width, confidence=view.confidence
        )
    )
    for each in view.rests:
        out.line(_("It rests on: {text}").format(text=each))


def dispute(out: Printer, view: DisputeView, *, whole: bool = False) -> None:
    """What came of a dispute, the greatest surprise first; what stays as it is as a count or in full."""
    out.heading(view.title)
    out.line(view.summary)
    out.line(view.games)
    _conclusions(out, _("Conclusions that flip"), view.flipped)
    _lines(out, _("Goals that move"), view.moved)
    if whole:
        _conclusions(out, _("Conclusions that stand"), view.still)
        _lines(out, _("Goals that hardly move"), view.hardly)
    elif view.still or view.hardly:
        out.gap()
        words = _("Conclusions that stand: {still}. Goals that hardly move: {hardly}.")
        told = words.format(still=len(view.still), hardly=len(view.hardly))
        out.line(_("{told} All of it: dispute all").format(told=told))
    out.gap()
    out.paragraph(view.notes)


def _conclusions(out: Printer, title: str, views: Sequence[ConclusionView]) -> None:
    if views:
        out.heading(title)
    for each in views:
        shares = _("from {before} to {after}").format(before=each.before, after=each.after)
        note = f" {each.note}" if each.note else ""
        out.line(f"{each.title}: " + comma(each.verdict, shares, each.needs) + f".{note}")


def _lines(out: Printer, title: str, views: Sequence[GoalLine]) -> None:
    if views:
        out.heading(title)
    for each in views:
        word = "" if each.better is None else _("better") if each.better else _("worse")
        shares = _("from {before} to {after}").format(before=each.before, after=each.after)
        out.line(f"{each.role}: {each.title}: " + comma(each.change, word, shares))


def close(out: Printer, view: Close, length: str) -> None:
    """How the game came out."""
    out.heading(_("The end, after {length}: {title}").format(length=length, title=view.title))
    out.paragraph(view.text)
    out.heading(_("What you said matters most"))
    _profile(out, view.chosen)
    if view.others:
        out.heading(_("Your other goals"))
        _profile(out, view.others)
    out.gap()
    out.line(_("0 is poor, 100 is fine. No score is a win: goals pull against each other."))
    record = view.forecasts
    if record.asked:
        out.heading(_("Your forecasts"))
        out.line(
            _("{answered} of {asked} answered").format(answered=record.answered, asked=record.asked)
        )
        if record.brier is not None:
            out.line(
                _("Brier score {score}: 0 is perfect, 0.25 is a coin toss").format(
                    score=f"{record.brier:.2f}"
                )
            )


def _profile(out: Printer, views: Sequence[GoalView]) -> None:
    for goal in views:
        out.line(f"{goal.title}: " + comma(goal.scored, goal.counted))
