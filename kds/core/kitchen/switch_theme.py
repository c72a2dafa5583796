"""Switch to another kitchen theme (切换时段方案), by hand; open tickets move with it."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.holes import first_in_words, hidden_under
from kds.core.kitchen.events import ThemeSwitched
from kds.core.kitchen.themes import ThemeNow
from kds.core.rights import SWITCH_THEME
from kds.core.state import State
from kds.core.text import OptionalId
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

UNKNOWN_THEME = reason("unknown_theme", "not_found", "没有时段方案“{theme}”", "There is no theme “{theme}”")
THEME_HIDES = reason(
    "theme_hides",
    "conflict",
    "现在不能换成这个方案：{hole_zh}",
    "The screens cannot be switched now: {hole_en}",
)


class SwitchTheme(Command, frozen=True, gc=False):
    """Screens are to show what this theme says; "" for what they are set to."""

    theme: OptionalId = ""


class ThemeIs(Answer, frozen=True, gc=False):
    """The theme that holds, "" for none."""

    seq: int
    theme: str


def decide(state: State, command: SwitchTheme, context: Context) -> list[Event]:
    """One event, or none where it holds already; to keep it although another was to begin is one too. Nothing that
    somebody sees now may be where nobody does (law 12).
    """
    if command.theme and command.theme not in state.kitchen.themes:
        raise Refusal(UNKNOWN_THEME, theme=command.theme)
    now = state.kitchen.theme.value or ThemeNow()
    if command.theme == now.theme:
        return [] if now.stayed is None else [ThemeSwitched(command.theme)]
    holes = hidden_under(state, command.theme)
    if holes:
        first = first_in_words(state, holes)
        raise Refusal(THEME_HIDES, holes=holes, count=len(holes), hole_zh=first.zh, hole_en=first.en)
    return [ThemeSwitched(command.theme)]


def answer(state: State, command: SwitchTheme, events: list[Event]) -> ThemeIs:
    """As it stands after the event."""
    return ThemeIs(seq=state.seq, theme=command.theme)


DEED = Deed(SwitchTheme, decide, answer, ThemeIs, right=SWITCH_THEME, refuses=(UNKNOWN_THEME, THEME_HIDES))
