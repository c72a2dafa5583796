"""A screen without a browser: it does with the feed's messages what the page's script does."""

from __future__ import annotations

import json
from typing import Any


class Screen:
    """The tickets and the column that a screen shows, and what it heard."""

    def __init__(self, seq: int = -1, tickets: dict[str, str] | None = None, all_day: str = "") -> None:
        self.seq = seq
        self.tickets = tickets or {}
        self.all_day = all_day
        self.heard: list[dict[str, Any]] = []

    async def send(self, text: str) -> None:
        """As a websocket would."""
        self.hear(text)

    def hear(self, text: str | None) -> None:
        """Apply a message; None is none."""
        if text is None:
            return
        message = json.loads(text)
        self.heard.append(message)
        if message["type"] == "board":
            known = {**self.tickets, **message["tickets"]}
            self.tickets = {ticket: known[ticket] for ticket in message["order"]}
            self.all_day = message.get("all_day", self.all_day)
            self.seq = message["seq"]

    @property
    def boards(self) -> list[dict[str, Any]]:
        """The board messages it heard."""
        return [each for each in self.heard if each["type"] == "board"]

    def shows(self) -> tuple[list[tuple[str, str]], str]:
        """Everything on it, in order."""
        return list(self.tickets.items()), self.all_day
