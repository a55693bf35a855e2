"""The game in a browser: served by textual-serve, drawn by Chromium, played by keys to its end.

It needs Chromium and its driver, and is skipped where they are not.
"""

import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from game.match.saves import load
from game.match.shelf import Shelf
from tests.bench.served import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
KEEP_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {configurable: true, set(made) {
    Object.defineProperty(this, "terminal", {value: made, writable: true});
    window.terminalOfPage = made;
}});
"""
"""Makes the page's terminal, which it keeps to itself, one that can be read."""
READ = """
const lines = window.terminalOfPage?.buffer.active;
return [...Array(lines?.length ?? 0).keys()].map(row => lines.getLine(row).translateToString(true));
"""
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
    "--window-size=1200,800",
)
TURNS = 4
PATIENCE = 60.0
"""How long a screen may take on a busy machine [seconds]."""


class Page:
    """A page with the game in it."""

    def __init__(self, chrome: Chrome) -> None:
        """This page."""
        self._chrome = chrome

    @property
    def text(self) -> str:
        """What its terminal shows."""
        lines: Any = self._chrome.execute_script(READ)  # pyright: ignore[reportUnknownMemberType]
        return "\n".join(lines)

    def press(self, keys: str) -> None:
        """Type something into the terminal."""
        self._chrome.find_element(By.CLASS_NAME, "xterm-helper-textarea").send_keys(keys)

    def sees(self, *parts: str) -> str:
        """Wait until one of these is drawn: which."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            text = self.text
            for part in parts:
                if part in text:
                    return part
            time.sleep(0.05)
        raise AssertionError(f"none of {parts} was drawn; what is:\n{self.text}")


@pytest.fixture
def page(tmp_path: Path) -> Generator[Page]:
    """The title screen in Chromium, as the README says how to serve it."""
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in FLAGS:
        options.add_argument(flag)
    with (
        serving("play", str(tmp_path)) as port,
        Chrome(options, ChromeService(str(DRIVER))) as chrome,
    ):
        chrome.execute_cdp_cmd(  # pyright: ignore[reportUnknownMemberType]
            "Page.addScriptToEvaluateOnNewDocument", {"source": KEEP_TERMINAL}
        )
        chrome.get(f"http://localhost:{port}")
        yield Page(chrome)


@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium that can be driven is here")
def test_the_tutorial_is_played_in_a_browser(page: Page, tmp_path: Path) -> None:
    """From the title to the profile at the end, by keys alone; every order that was typed is in the save."""
    page.sees("T W O   D O O R S")
    page.press("3")
    for turn in range(1, TURNS + 1):
        page.sees(f"quarter {turn} of {TURNS}")
        page.press("3")
        page.sees(" 3_]")
        page.press("e")
        page.sees("Enter end the turn")
        page.press(Keys.ENTER)
        page.sees(f"What 2026 Q{turn} brought")
        page.press(Keys.ESCAPE)
    page.sees("What mattered most")
    (save,) = Shelf(tmp_path / "saves").entries()
    game = load(save.path).match
    assert game.finished
    assert [turn.orders["firm"].amounts for turn in game.played] == [{"buy_h200": 3.0}] * TURNS
