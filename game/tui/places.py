"""Where each screen is. Its module is loaded when it is first opened."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

SCREENS: Mapping[str, str] = {
    "title": "title:TitleScreen",
    "new": "new_game:NewGameScreen",
    "saves": "saves:SavesScreen",
    "packs": "packs:PacksScreen",
    "settings": "settings:SettingsScreen",
    "help": "help:HelpScreen",
    "palette": "palette:PaletteScreen",
    "desk": "desk:DeskScreen",
    "outlook": "outlook:OutlookScreen",
    "event": "event:EventScreen",
    "forecast": "forecast:ForecastScreen",
    "report": "report:ReportScreen",
    "why": "why:WhyScreen",
    "codex": "codex:CodexScreen",
    "graphs": "graphs:GraphsScreen",
    "dispute": "dispute:DisputeScreen",
    "end": "end:EndScreen",
    "decision": "decision:DecisionScreen",
    "news": "news:NewsScreen",
    "advisors": "advisors:AdvisorsScreen",
    "rivals": "rivals:RivalsScreen",
    "briefing": "briefing:BriefingScreen",
}
"""Of each screen: its module in `game.tui.screens`, and its class."""


def screen_class(name: str) -> type[Any]:
    """The class of a screen."""
    module, kind = SCREENS[name].split(":")
    return getattr(import_module(f"game.tui.screens.{module}"), kind)
