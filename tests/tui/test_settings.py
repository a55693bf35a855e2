"""Settings: seen at once, kept, and never in the way."""

from pathlib import Path

import pytest

from game.tui.app import GameApp
from game.tui.preferences import (
    CHOICES,
    Preferences,
    read_preferences,
    settings_file,
    write_preferences,
)
from tests.tui.front import opened

HOSTILE = [
    b"",
    b"\xff\xfe\x00 not utf-8",
    b'theme = "no such theme"',
    b"theme = [1, 2]\ndrawing = {}",
    b'theme = "\x1b[2J"',
    b"theme = ink",
    b"a = " + b"[" * 5000,
    b'x = "' + b"y" * 100_000 + b'"',
]


async def test_a_theme_is_taken_at_once_and_kept() -> None:
    """The next start looks as the last one was left."""
    async with opened() as seen:
        await seen.press("7", "right")
        assert seen.app.theme == "paper"
        assert "projectors" in seen.text
    kept, said = read_preferences(settings_file())
    assert (kept, said) == (Preferences(theme="paper"), "")
    async with opened() as seen:
        assert seen.app.theme == "paper"


async def test_ascii_draws_with_ascii_alone() -> None:
    """For a font without boxes even the doors of the title are plain."""
    write_preferences(settings_file(), Preferences(drawing="ascii"))
    async with opened() as seen:
        assert seen.text.isascii()
        assert "+---" in seen.text
        await seen.press("2")
        await seen.sees("(*) The firm")
        assert seen.text.isascii()


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_of_settings_leaves_the_usual_ones(data: bytes, tmp_path: Path) -> None:
    """At most one sentence is said, and it can be shown as it is."""
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    preferences, said = read_preferences(path)
    assert preferences == Preferences()
    assert said.isprintable()
    assert (said == "") == (data == b"")


def test_what_is_right_in_a_file_is_taken_though_the_rest_is_wrong(tmp_path: Path) -> None:
    """One typing error costs one setting."""
    path = tmp_path / "settings.toml"
    path.write_text('theme = "paper"\ndrawing = "crayon"\n', encoding="utf-8")
    preferences, said = read_preferences(path)
    assert preferences == Preferences(theme="paper")
    assert "braille, blocks, ascii" in said


async def test_the_game_opens_with_a_broken_file_and_says_so(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, not a traceback."""
    said: list[str] = []

    def say(app: GameApp, text: str) -> None:
        said.append(text)

    monkeypatch.setattr(GameApp, "say", say)
    data_folder.mkdir()
    (data_folder / "settings.toml").write_text("theme = \n", encoding="utf-8")
    async with opened() as seen:
        assert "cannot be read" in said[0]
        assert seen.app.preferences == Preferences()


def test_settings_that_cannot_be_kept_are_one_sentence(tmp_path: Path) -> None:
    """A folder that is a file, a disk that is full: the game goes on."""
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    said = write_preferences(blocked / "settings.toml", Preferences())
    assert "cannot be kept" in said


def test_every_choice_is_explained() -> None:
    """No theme is added without the words that tell when to take it."""
    from game.tui.preferences import TOLD

    assert {choice for choices in CHOICES.values() for choice in choices} == set(TOLD)
