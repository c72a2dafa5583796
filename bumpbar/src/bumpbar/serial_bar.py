"""A bar on a serial line, 8N1: each byte is a key that goes down and up at once."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import serial  # type: ignore[import-untyped]

from bumpbar import clock
from bumpbar.config import Bar
from bumpbar.gestures import DOWN, UP, Event
from bumpbar.keymap import Keymap
from bumpbar.keys import BYTE
from bumpbar.source import Owner, Timed

AGAIN_S = 1.0
"""How long before a line that could not be opened is tried again."""
READ = 256
SILENT_S = 0.4
"""After so long without a byte, a button has sent all that it sends."""


class Line(NamedTuple):
    """A serial line: its device file, and how fast it is."""

    port: str
    baud: int


class OpenLine:
    """A serial line that is listened to while its bar is taught. Raises `OSError`."""

    def __init__(self, line: Line) -> None:
        self._line = serial.Serial(line.port, line.baud, exclusive=True)

    def press(self, seconds: float) -> list[Event]:
        """All that one press sends, until the line is silent; empty where nobody presses."""
        events: list[Event] = []
        self._line.timeout = seconds
        while data := self._line.read(1):
            at_ms = clock.now_ms()
            events += [Event(at_ms, BYTE + data[0], value) for value in (DOWN, UP)]
            self._line.timeout = SILENT_S
        return events

    def close(self) -> None:
        """Let go of it."""
        self._line.close()


class SerialBar:
    """Keeps one line open."""

    def __init__(self, bar: Bar, keymap: Keymap, owner: Owner) -> None:
        self._bar = bar
        self._keymap = keymap
        self._owner = owner
        self._timed = Timed(keymap, owner, self._read)
        self._line: serial.Serial | None = None
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Open the line whenever it is there, for ever."""
        try:
            while True:
                try:
                    self._line = serial.Serial(self._bar.port, self._keymap.baud, timeout=0, exclusive=True)
                except (serial.SerialException, ValueError) as error:
                    self._owner.gone(str(error))
                    await asyncio.sleep(AGAIN_S)
                    continue
                self._ended.clear()
                asyncio.get_running_loop().add_reader(self._line.fileno(), self._read)
                self._owner.here(self._bar.port, _no_light)
                await self._ended.wait()
        finally:
            self._close()

    def _read(self) -> None:
        if self._line is None:
            return
        try:
            data = self._line.read(READ)
        except (serial.SerialException, OSError) as error:
            self._close()
            self._owner.gone(str(error))
            self._ended.set()
            return
        now_ms = clock.now_ms()
        for each in data:
            self._timed.event(Event(now_ms, BYTE + each, DOWN))
            self._timed.event(Event(now_ms, BYTE + each, UP))

    def _close(self) -> None:
        if self._line is not None:
            asyncio.get_running_loop().remove_reader(self._line.fileno())
            self._timed.close()
            self._line.close()
            self._line = None


def _no_light(*, good: bool) -> None:
    """A serial bar has no light that we know how to switch."""
