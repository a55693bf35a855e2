"""Which face a terminal gets."""

from dataclasses import replace

from game.cli.terminal import Terminal, is_full, terminal

PIPE = Terminal(typed=False, shown=False, drawn=False, name="", columns=80, lines=24)


def test_a_game_that_is_served_to_a_browser_is_the_full_screen() -> None:
    """The server speaks to the game through pipes, and a person sits behind them all the same."""
    assert not is_full(PIPE)
    served = terminal({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"})
    assert served.served
    assert is_full(replace(PIPE, served=served.served))
