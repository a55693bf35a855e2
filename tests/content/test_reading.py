"""What a student reads is easy to read, also for those whose first language is another."""

from collections.abc import Iterator
from functools import cache
from statistics import median

import pytest

from game.packs.model import Needs
from game.packs.read import load_pack
from tests.content.reading import WORD, grade, sentences, syllables

PACKS = ("two-doors", "first-quarter", "since-2022")

MEDIAN, HARDEST = 5.0, 8.0
"""Years of schooling: half of the texts ask for no more than five, none for more than eight."""

LONGEST = 28
"""Words of the longest sentence."""


@cache
def told(pack: str) -> dict[str, str]:
    """All texts of a pack, those read together taken together: a sentence alone says little of a grade."""
    read = load_pack(pack)
    return {
        name: "\n\n".join(text for text in texts if text)
        for name, texts in _told(pack)
        if any(texts)
    } | {f"codex.{page.id}": page.text for page in read.codex.values()}


def _told(pack: str) -> Iterator[tuple[str, list[str]]]:
    model = load_pack(pack).model
    for id, event in model.event.items():
        answers = [f"{choice.text}." for choice in event.choice.values()]
        reasons = [text for choice in event.choice.values() for text in _reasons(choice.needs)]
        texts = [event.text, *event.again, *event.seen_from.values()]
        yield f"event.{id}", [*texts, *answers, *reasons]
    for id, role in model.role.items():
        yield f"role.{id}.briefing", [role.briefing]
        yield f"role.{id}.goal", [goal.about for goal in role.goal.values()]
        for key, advisor in role.advisor.items():
            lines = [line.text for line in advisor.line.values()]
            yield f"role.{id}.advisor.{key}", [advisor.bias, advisor.blind_spot, *lines]
    for id, decision in model.decision.items():
        options = [option.text for option in decision.option.values()]
        reasons = [text for option in decision.option.values() for text in _reasons(option.needs)]
        yield f"decision.{id}", [decision.about, *options, *reasons, *_reasons(decision.needs)]
    for id, ending in model.ending.items():
        yield f"ending.{id}", [ending.text]
    for id, forecast in model.forecast.items():
        yield f"forecast.{id}", [forecast.question, forecast.known]
    for id, question in model.question.items():
        yield f"question.{id}", [question.text]
    for id, lesson in model.lesson.items():
        yield f"lesson.{id}", [lesson.text]


def _reasons(needs: dict[str, Needs]) -> list[str]:
    return [reason.text for reason in needs.values()]


@pytest.mark.parametrize("pack", PACKS)
def test_no_text_asks_for_more_than_eight_years_of_school(pack: str) -> None:
    """A first-year student reads such a text with ease, in a second language too."""
    grades = {name: grade(text) for name, text in told(pack).items()}
    assert {name: round(years, 1) for name, years in grades.items() if years > HARDEST} == {}
    assert median(grades.values()) <= MEDIAN


@pytest.mark.parametrize("pack", PACKS)
def test_no_sentence_runs_on(pack: str) -> None:
    """The formula takes a mean, behind which one long sentence can hide."""
    long = [
        sentence
        for text in told(pack).values()
        for sentence in sentences(text)
        if len(WORD.findall(sentence)) > LONGEST
    ]
    assert long == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("chips", 1), ("trade", 1), ("rules", 1), ("licensed", 2), ("wanted", 2), ("makes", 1)),
        *(("table", 2), ("prices", 2), ("settled", 2), ("area", 3), ("memory", 3), ("buyer", 2)),
        *(("government", 3), ("university", 5), ("million", 2), ("nation", 2), ("policy", 3)),
    ],
)
def test_syllables_are_counted_by_ear(word: str, count: int) -> None:
    """Near enough for a mean over a text."""
    assert syllables(word) == count


def test_a_hard_text_has_a_high_grade_and_an_easy_one_a_low_one() -> None:
    """A sentence of Lincoln, and three from a primer."""
    hard = (
        "Four score and seven years ago our fathers brought forth on this continent a new nation, "
        "conceived in liberty and dedicated to the proposition that all men are created equal."
    )
    assert 10 < grade(hard) < 17
    assert grade("The cat sat on the mat. It was fat. The dog ran.") < 1


def test_a_name_counts_as_a_word_and_not_by_its_syllables() -> None:
    """How long a firm's name is says nothing about the text."""
    assert grade("They buy from Cambricon this year.") == grade("They buy from Li this year.")
