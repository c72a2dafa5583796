"""A screen without a browser: it does with the feed's messages what the page's script does."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from kds.feed.subscriber import Frame


class Board(NamedTuple):
    """All that stands on a screen."""

    grid: dict[str, int]
    slots: list[str]
    queue: list[str]
    more: list[list[object]]
    tickets: dict[str, str]
    all_day: str
    left_out: str


class Screen:
    """The board that a screen shows, and what it heard."""

    def __init__(self) -> None:
        self.seq = -1
        self.grid: dict[str, int] = {}
        self.slots: list[str] = []
        self.queue: list[str] = []
        self.more: list[list[object]] = []
        self.tickets: dict[str, str] = {}
        self.all_day = ""
        self.left_out = ""
        self.heard: list[dict[str, Any]] = []

    async def send(self, text: str) -> None:
        """As a websocket would."""
        self.hear(text)

    def hear_all(self, said: list[Frame]) -> None:
        """Apply messages in turn."""
        for each in said:
            self.hear(each)

    def hear(self, said: str | Frame) -> None:
        """Apply a message. A ticket that stands somewhere and was never sent is a fault."""
        message = json.loads(said.text if isinstance(said, Frame) else said)
        self.heard.append(message)
        if message["type"] == "left_out":
            self.left_out = message["html"]
        if message["type"] != "board":
            return
        self.seq, self.grid, self.slots, self.queue = (message[key] for key in ("seq", "grid", "slots", "queue"))
        self.more = message["more"]
        known = message["tickets"] if message["full"] else {**self.tickets, **message["tickets"]}
        self.tickets = {ticket: known[ticket] for ticket in self.open()}
        if message["all_day"] is not None:
            self.all_day = message["all_day"]
        if message["left_out"] is not None:
            self.left_out = message["left_out"]

    def open(self) -> list[str]:
        """Every ticket once: those in cells, then those without one."""
        return [ticket for ticket in dict.fromkeys([*self.slots, *self.queue]) if ticket]

    @property
    def boards(self) -> list[dict[str, Any]]:
        """The board messages it heard."""
        return [each for each in self.heard if each["type"] == "board"]

    @property
    def alarms(self) -> list[dict[str, Any]]:
        """The alarms that it shows."""
        said: list[list[dict[str, Any]]] = [each["alarms"] for each in self.heard if each["type"] == "alarms"]
        return said[-1] if said else []

    def html(self, ticket: str) -> str:
        """The whole ticket."""
        return self.tickets[ticket]

    def shows(self) -> Board:
        """Everything on it."""
        return Board(self.grid, self.slots, self.queue, self.more, self.tickets, self.all_day, self.left_out)
