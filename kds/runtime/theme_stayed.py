"""The watch of kitchen themes: one that could not begin at its time is an alarm, until one is switched to or kept."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.kitchen.events import KitchenChanged, ThemeStayed, ThemeSwitched
from kds.core.types import Name
from kds.runtime.messages import Committed
from kds.runtime.store import Store

CODE = "theme_stayed"
CHANGES = (ThemeStayed, ThemeSwitched, KitchenChanged)
"""What makes a theme stay away, or settles it."""
SAID = Name(
    zh="时段方案“{theme}”到时间没能启用：{why}。请到“时段方案”页面处理",
    en="The theme “{theme}” did not begin at its time: {why}. Please look at “Kitchen themes”",
)


def watch_theme_stayed(store: Store) -> None:
    """Keep the alarm standing, from now on, while there is such a theme. Reads the state as it stands."""

    def committed(events: Sequence[Committed]) -> None:
        if any(isinstance(each.event, CHANGES) for each in events):
            _look(store)

    store.listeners.follow(committed)
    _look(store)


def _look(store: Store) -> None:
    now = store.state.kitchen.theme.value
    theme = None if now is None else store.state.kitchen.themes.get(now.wanted)
    if now is None or now.stayed is None or theme is None:
        store.alarms.clear(CODE)
        return
    store.alarms.raise_alarm(
        CODE,
        now.turned_at,
        SAID.zh.format(theme=theme.name.in_zh, why=now.stayed.in_zh.rstrip("。")),
        SAID.en.format(theme=theme.name.in_en, why=now.stayed.in_en.rstrip(".")),
        theme=theme.theme,
    )
