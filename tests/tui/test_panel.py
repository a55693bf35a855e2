"""Panels: text is text, columns are columns, and only what has changed is painted."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from game.tui.themes import DEFAULT, THEMES
from game.tui.widgets.panel import Line, Panel, apart, columns, cut, left, line, right
from tests.tui.seen import seen

texts = st.text(st.sampled_from("ab 很长é\u0301芯…") | st.characters(), max_size=40)


@given(text=texts, width=st.integers(1, 40))
def test_text_is_brought_to_columns(text: str, width: int) -> None:
    """Two columns for a wide character, whatever stands beside it."""
    assert columns(cut(text, width)) <= width
    assert columns(left(text, width)) == width
    assert columns(right(text, width)) == width


@given(first=texts, last=texts, width=st.integers(50, 90))
def test_what_stands_apart_fills_the_line(first: str, last: str, width: int) -> None:
    """The left part gives way, the right part stands at the edge."""
    spans = apart([(first, "")], [(cut(last, 40), "")], width).spans
    assert sum(columns(text) for text, _look in spans) == width


class Letters(Panel):
    """Says what it is told."""

    told: tuple[str, ...] = ()

    def draw(self, width: int, height: int) -> Iterable[Line]:
        """A line each."""
        return [line(text) for text in self.told]


class Page(App[None]):
    """One panel, in the colours of the face."""

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT

    def compose(self) -> ComposeResult:
        """The panel, filled."""
        panel = Letters()
        panel.told = ("[bold]loud[/bold]", "[@click=app.bell]x[/]", "a\u202eb\x1b[31mc", "芯片 |")
        yield panel


async def test_pack_text_is_shown_as_text() -> None:
    """Neither markup, nor links that act, nor escape sequences, nor turned directions."""
    page = Page()
    async with page.run_test(size=(40, 6)):
        drawn = seen(page).split("\n")
        assert drawn[0].strip() == "[bold]loud[/bold]"
        assert drawn[1].strip() == "[@click=app.bell]x[/]"
        assert drawn[2].strip() == "ab[31mc"
        assert drawn[3].strip() == "芯片 |"


async def test_lines_that_changed_are_painted_anew() -> None:
    """The others stay as they are, and lines that are gone are gone."""
    page = Page()
    async with page.run_test(size=(40, 6)) as pilot:
        panel = page.query_one(Letters)
        panel.told = ("[bold]loud[/bold]", "second", "third")
        panel.redraw()
        await pilot.pause()
        assert [row.strip() for row in seen(page).split("\n")][:4] == [
            "[bold]loud[/bold]",
            "second",
            "third",
            "",
        ]
