"""Keyboards of the kernel: found, opened, grabbed, read, and let go of. The only module that knows evdev."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import struct
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import NamedTuple

import evdev
from asyncinotify import Inotify, Mask
from evdev import ecodes

from bumpbar.config import Bar
from bumpbar.gestures import Event
from bumpbar.keymap import Keymap
from bumpbar.source import Owner, Timed
from bumpbar.stream import Stream

FOLDER = Path("/dev/input")
EVIOCSCLOCKID = 0x400445A0
SILENT_S = 0.4
"""After so long without a key, a button has sent all that it sends."""
AGAIN_S = 2.0
"""How often a bar that another program has for itself is tried."""
BLINK_S = {True: (0.15,), False: (0.08, 0.08, 0.08)}
"""How long the light is on and off again: once for done, three times quickly for refused."""


class Identity(NamedTuple):
    """What tells one device from another; `port` is the kernel's physical path without the interface."""

    name: str
    vendor: str
    product: str
    serial: str
    port: str


class Wanted(NamedTuple):
    """A bar that is to be found."""

    bar: Bar
    keymap: Keymap
    owner: Owner


def identity_of(device: evdev.InputDevice[str]) -> Identity:
    """As `bumpbar list` shows it."""
    vendor, product = f"{device.info.vendor:04x}", f"{device.info.product:04x}"
    return Identity(device.name, vendor, product, device.uniq or "", (device.phys or "").partition("/")[0])


def is_meant(bar: Bar, keymap: Keymap, device: Identity) -> bool:
    """Whether all that is said of the bar is true of the device; where nothing is said, its keymap names its kind."""
    said = {"vendor": bar.vendor, "product": bar.product, "serial": bar.serial, "port": bar.port}
    given = {field: value.lower() for field, value in said.items() if value}
    if given:
        return all(getattr(device, field).lower() == value for field, value in given.items())
    return any((each.vendor, each.product) == (device.vendor, device.product) for each in keymap.match)


def is_keyboard(device: evdev.InputDevice[str]) -> bool:
    """Whether it has keys that a bar could have: no mouse, no power button."""
    keys = set(device.capabilities(absinfo=False).get(ecodes.EV_KEY, []))
    return len(keys & set(range(1, 212))) >= 4


class Reader:
    """One open bar."""

    def __init__(self, device: evdev.InputDevice[str], wanted: Wanted) -> None:
        self.device = device
        self._owner = wanted.owner
        self._stream = Stream()
        self._timed = Timed(wanted.keymap, wanted.owner, self.read)
        self._grabbed = False
        self._lights: asyncio.Task[None] | None = None
        self.open = True
        fcntl.ioctl(device.fd, EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC))
        self._timed.begun(device.active_keys())
        asyncio.get_running_loop().add_reader(device.fd, self.read)
        self._grab()
        if not self._grabbed and self.open:
            self._owner.here(str(device.path), self.light)

    def read(self) -> None:
        """Take all that the kernel has."""
        try:
            while self.open:
                for each in self.device.read():
                    self._take(each)
                self._grab()
        except BlockingIOError:
            return
        except OSError as error:
            self.close(errno.errorcode.get(error.errno or 0, "lost"))

    def _take(self, each: evdev.InputEvent) -> None:
        taken = self._stream.take(each.type, each.code, each.value, each.sec * 1000 + each.usec // 1000)
        if taken == "lost":
            self._timed.begun(self.device.active_keys())
            self._owner.lost()
        elif isinstance(taken, Event):
            self._timed.event(taken)

    def _grab(self) -> None:
        """Keep the keys from every console, but only once all are up: else the console would hold one for ever."""
        if not self._grabbed and not self.device.active_keys():
            try:
                self.device.grab()
            except OSError as error:
                if error.errno != errno.EBUSY:
                    self.close(str(error))
                    return
                self._owner.gone("another program has grabbed it")
                asyncio.get_running_loop().call_later(AGAIN_S, self._grab_again)
            else:
                self._grabbed = True
                self._owner.here(str(self.device.path), self.light)

    def _grab_again(self) -> None:
        if self.open:
            self._grab()

    def light(self, *, good: bool) -> None:
        """Show an answer on the first LED, or as a beep; nothing where the bar has neither, or may not be written."""
        if self._lights is not None:
            self._lights.cancel()
        self._lights = asyncio.get_running_loop().create_task(self._blink(good))

    async def _blink(self, good: bool) -> None:
        can = self.device.capabilities(absinfo=False)
        kind, code = ecodes.EV_LED, (can.get(ecodes.EV_LED) or [0])[0]
        if ecodes.EV_LED not in can:
            if ecodes.EV_SND not in can:
                return
            kind, code = ecodes.EV_SND, ecodes.SND_BELL
        with contextlib.suppress(OSError, evdev.EvdevError):
            for seconds in BLINK_S[good]:
                for value in (1, 0):
                    self.device.write(kind, code, value)
                    self.device.syn()
                    await asyncio.sleep(seconds)

    def close(self, why: str) -> None:
        """Let go of it. A key that is down now comes up for nobody: what it began does not count."""
        if not self.open:
            return
        self.open = False
        asyncio.get_running_loop().remove_reader(self.device.fd)
        self._timed.close()
        if self._lights is not None:
            self._lights.cancel()
        self.device.close()
        self._owner.gone(why)


class Keyboards:
    """Opens every wanted bar whenever it is there."""

    def __init__(self, wanted: Mapping[str, Wanted], folder: Path = FOLDER) -> None:
        self._wanted = wanted
        self._folder = folder
        self._readers: dict[str, Reader] = {}

    async def run(self) -> None:
        """For ever: watch first, then look, so that no device comes in between unseen."""
        try:
            with Inotify() as notes:
                notes.add_watch(self._folder, Mask.CREATE | Mask.ATTRIB)
                for path in sorted(self._folder.glob("event*")):
                    self._look(path)
                async for note in notes:
                    if note.name is not None and note.name.name.startswith("event"):
                        self._look(self._folder / note.name.name)
        finally:
            for reader in self._readers.values():
                reader.close("stopped")

    def _look(self, path: Path) -> None:
        """Open it if it is wanted. One that may not be opened yet comes again, when its rights change."""
        held = [each for each in self._readers.values() if each.open]
        if any(each.device.path == str(path) for each in held):
            return
        try:
            device = evdev.InputDevice(str(path))
        except OSError:
            return
        name = self._name_of(device)
        if name is None:
            device.close()
            return
        try:
            self._readers[name] = Reader(device, self._wanted[name])
        except OSError as error:
            device.close()
            self._wanted[name].owner.gone(str(error))

    def _name_of(self, device: evdev.InputDevice[str]) -> str | None:
        identity = identity_of(device)
        for name, (bar, keymap, _) in self._wanted.items():
            reader = self._readers.get(name)
            if (reader is None or not reader.open) and is_meant(bar, keymap, identity) and is_keyboard(device):
                return name
        return None


def keyboards(folder: Path = FOLDER) -> list[tuple[Path, Identity | None]]:
    """Every input device that is there; None for what may not be opened."""
    found: list[tuple[Path, Identity | None]] = []
    for path in sorted(folder.glob("event*")):
        try:
            device = evdev.InputDevice(str(path), readonly=True)
        except OSError:
            found.append((path, None))
            continue
        if is_keyboard(device):
            found.append((path, identity_of(device)))
        device.close()
    return found


def keys_on(path: Path) -> set[int]:
    """The codes of all the keys that a device has. Raises `OSError` where it cannot be opened."""
    device = evdev.InputDevice(str(path), readonly=True)
    try:
        return set(device.capabilities(absinfo=False).get(ecodes.EV_KEY, []))
    finally:
        device.close()


def is_grabbed(path: Path) -> bool:
    """Whether another program has it for itself. Raises `OSError` where it cannot be opened."""
    device = evdev.InputDevice(str(path), readonly=True)
    try:
        device.grab()
    except OSError as error:
        return error.errno == errno.EBUSY
    finally:
        device.close()
    return False


async def first_key(seconds: float, folder: Path = FOLDER) -> Identity | None:
    """Whichever device a key is pressed on next; None where nobody presses."""
    async with _listening(folder) as pressed:
        try:
            async with asyncio.timeout(seconds):
                return (await pressed.get())[0]
        except TimeoutError:
            return None


async def keys_of_press(seconds: float, folder: Path = FOLDER) -> list[Event]:
    """All that one press on any device sends, until that is silent with all keys up; empty where nobody presses."""
    events: list[Event] = []
    down: set[int] = set()
    async with _listening(folder) as pressed:
        try:
            while True:
                async with asyncio.timeout(seconds if down or not events else SILENT_S):
                    _, event = await pressed.get()
                events.append(event)
                (down.add if event.value else down.discard)(event.code)
        except TimeoutError:
            return events


@contextlib.asynccontextmanager
async def _listening(folder: Path) -> AsyncIterator[asyncio.Queue[tuple[Identity, Event]]]:
    """The key events of every device that may be read, grabbed by nobody."""
    loop, pressed = asyncio.get_running_loop(), asyncio.Queue[tuple[Identity, Event]]()
    devices = [evdev.InputDevice(str(path), readonly=True) for path, known in keyboards(folder) if known is not None]

    def heard(device: evdev.InputDevice[str]) -> None:
        try:
            for each in device.read():
                if each.type == ecodes.EV_KEY:
                    at_ms = each.sec * 1000 + each.usec // 1000
                    pressed.put_nowait((identity_of(device), Event(at_ms, each.code, each.value)))
        except OSError:
            loop.remove_reader(device.fd)

    for device in devices:
        loop.add_reader(device.fd, heard, device)
    try:
        yield pressed
    finally:
        for device in devices:
            loop.remove_reader(device.fd)
            device.close()
