"""The daemon: bars on one side, screens on the other, the outbox between them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from bumpbar import clock
from bumpbar.client import Link
from bumpbar.config import Config, keymap_of
from bumpbar.device import Keyboards, Wanted
from bumpbar.gestures import Fired, Out
from bumpbar.outbox import Full, Kept, Outbox
from bumpbar.panel import Act, Panel, Select, SelectFirst, Switch
from bumpbar.scans import Scanned
from bumpbar.serial_bar import SerialBar
from bumpbar.source import Light

log = logging.getLogger("bumpbar")


class BarState:
    """One bar: what is selected on it, which screen it is on, and how it shows an answer."""

    def __init__(self, name: str, screens: list[str], daemon: Daemon) -> None:
        self._name = name
        self._screens = screens
        self._daemon = daemon
        self._panel = Panel()
        self._place = 0
        self._why = ""
        self.light: Light | None = None

    @property
    def screen(self) -> str:
        """The screen that its keys are about now."""
        return self._screens[self._place]

    def here(self, where: str, light: Light) -> None:
        """It was plugged in, or found."""
        self.light, self._why = light, ""
        log.info("bar %s is there: %s", self._name, where)
        self._daemon.links[self.screen].bars_changed()

    def gone(self, why: str) -> None:
        """It is not there; said once."""
        self.light = None
        self._panel.forget()
        if why != self._why:
            self._why = why
            log.warning("bar %s is gone: %s", self._name, why)
            self._daemon.links[self.screen].bars_changed()

    def lost(self) -> None:
        """Events were lost: no press is made of what is left."""
        self._panel.forget()
        log.warning("bar %s: key presses were lost, too many came at once", self._name)
        self._note({"lost": "dropped", "count": 1})

    def heard(self, out: list[Out] | list[Scanned]) -> None:
        """Do what was asked for, in order."""
        for each in out:
            if isinstance(each, Scanned):
                self._keep(Act("bump", None, each.at_ms, each.code))
            elif isinstance(each, Fired):
                self._do(each)
            else:
                log.info("bar %s: a key means nothing here: %s", self._name, each)

    def _do(self, fired: Fired) -> None:
        did = self._panel.function(fired.function, fired.at_ms)
        if isinstance(did, Select):
            log.debug("bar %s: slot %d at %d", self._name, did.slot, did.at_ms)
            self._note({"select": did.slot, "age_ms": max(0, clock.now_ms() - did.at_ms)})
        elif isinstance(did, Switch):
            before = self._daemon.links[self.screen]
            self._place = (self._place + 1) % len(self._screens)
            log.info("bar %s: now on screen %s", self._name, self.screen)
            for link in (before, self._daemon.links[self.screen]):
                link.bars_changed()
        elif isinstance(did, SelectFirst):
            log.info("bar %s: %s without a slot; a digit first", self._name, did.kind)
            self.show(good=False)
        else:
            self._keep(did)

    def _keep(self, act: Act) -> None:
        link = self._daemon.links[self.screen]
        seen = None if act.slot is None else link.seen.at(act.slot, act.at_ms)
        kept = Kept(
            secrets.token_urlsafe(15),
            self._name,
            self.screen,
            act.kind,
            act.at_ms,
            clock.boot(),
            act.slot,
            seen,
            act.ticket,
            act.dish,
        )
        try:
            self._daemon.outbox.put(kept)
        except Full:
            self._refused("overflow", "the server is away and too many presses wait")
        except OSError as error:
            self._refused("disk", f"the press could not be kept: {error}")
        else:
            log.debug("bar %s: kept %s of %d", self._name, act.kind, act.at_ms)
            link.pressed()

    def _refused(self, code: str, words: str) -> None:
        log.error("bar %s: a press was not taken: %s", self._name, words)
        self.show(good=False)
        self._note({"lost": code, "count": 1})

    def answered(self, answer: dict[str, Any]) -> None:
        """What became of a press. Where a ticket has several dishes, the next digit says which one is sold out."""
        if answer.get("reason") == "which_dish" and answer.get("ticket"):
            self._panel.ask(answer["ticket"], clock.now_ms())
        self.show(good=answer.get("outcome") == "done")

    def show(self, *, good: bool) -> None:
        """An answer, on the bar."""
        if self.light is not None:
            self.light(good=good)

    def _note(self, message: dict[str, Any]) -> None:
        self._daemon.links[self.screen].note({"bar": self._name, **message})


class Daemon:
    """Everything of one configuration, running."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.outbox = Outbox(Path(config.outbox))
        self.links = {
            name: Link(
                config.server,
                name,
                screen.token,
                self.outbox,
                config.expire_s * 1000,
                self._answered,
                lambda state, words, name=name: log.info("screen %s: %s (%s)", name, state, words),  # type: ignore[misc]
                partial(self._bars_of, name),
            )
            for name, screen in config.screens.items()
        }
        self.bars = {name: BarState(name, bar.screens, self) for name, bar in config.bars.items()}

    def _bars_of(self, screen: str) -> dict[str, bool]:
        return {name: bar.light is not None for name, bar in self.bars.items() if bar.screen == screen}

    async def run(self) -> None:
        """Until cancelled. What waits then stays in the outbox."""
        parts = [asyncio.ensure_future(each) for each in self._parts()]
        try:
            await asyncio.gather(*parts)
        finally:
            for each in parts:
                each.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            self.outbox.close()

    def _parts(self) -> Iterable[Any]:
        keyboards: dict[str, Wanted] = {}
        for name, bar in self._config.bars.items():
            keymap = keymap_of(bar.keymap)
            if keymap.kind == "serial":
                yield SerialBar(bar, keymap, self.bars[name]).run()
            else:
                keyboards[name] = Wanted(bar, keymap, self.bars[name])
        if keyboards:
            yield Keyboards(keyboards).run()
        for link in self.links.values():
            yield link.run()

    def _answered(self, kept: Kept, answer: dict[str, Any]) -> None:
        outcome, why = answer.get("outcome", "expired"), answer.get("reason") or answer.get("detail", "")
        log.info("bar %s: %s on %s slot %s: %s %s", kept.bar, kept.kind, kept.screen, kept.slot, outcome, why)
        if kept.bar in self.bars:
            self.bars[kept.bar].answered(answer)
