"""What is wrong, in words, and what to do about it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from bumpbar.config import BadConfig, Config, keymap_of
from bumpbar.device import FOLDER, is_grabbed, is_meant, keyboards, keys_on
from bumpbar.keymap import BadKeymap, Keymap
from bumpbar.outbox import is_used

OPEN_S = 3.0
LOOK = "look at the network and the server"
ANSWERS = {
    401: ("its token was revoked", "run bumpbar setup and pair it again"),
    403: ("its token may not press", "pair it again at the pairing page"),
    4401: ("its token was revoked", "run bumpbar setup and pair it again"),
    4404: ("there is no such screen any more", "pair it with another screen: bumpbar setup"),
}


class Found(NamedTuple):
    """Something that is good, or wrong and what to do."""

    good: bool
    words: str
    todo: str = ""


def _good(words: str) -> Found:
    return Found(True, words)  # noqa: FBT003 - said once, here


def _wrong(words: str, todo: str) -> Found:
    return Found(False, words, todo)  # noqa: FBT003


def devices(config: Config, folder: Path = FOLDER) -> Iterator[Found]:
    """Every bar: its keymap, whether it is there, and whether it may be read."""
    there = keyboards(folder)
    shut = [str(path) for path, known in there if known is None]
    if shut:
        todo = "install the udev rule and put this user in group input, then log in anew"
        yield _wrong(f"No permission for {', '.join(shut)}", todo)
    if not config.bars:
        yield _wrong("No bar is set up", "run bumpbar setup")
    for name, bar in config.bars.items():
        try:
            keymap = keymap_of(bar.keymap)
        except (BadKeymap, BadConfig) as error:
            yield _wrong(f"Bar {name}: {error}", "correct the keymap, or make one: bumpbar learn")
            continue
        if keymap.kind == "serial":
            good = os.access(bar.port, os.R_OK | os.W_OK)
            yield Found(
                good, f"Bar {name}: serial line {bar.port or 'without a port'}", "" if good else "look at its cable"
            )
            continue
        paths = [path for path, known in there if known is not None and is_meant(bar, keymap, known)]
        if not paths:
            yield _wrong(f"Bar {name} is not there", "look at its cable; bumpbar list shows what is there")
        for path in paths:
            yield _state_of(name, path, Path(config.outbox))
            yield from _keys_of(name, keymap, path)


def _keys_of(name: str, keymap: Keymap, path: Path) -> Iterator[Found]:
    """Whether the bar has the keys that its keymap speaks of."""
    try:
        lacking = keymap.lacking(keys_on(path))
    except OSError:  # what is wrong with it is said already
        return
    if lacking:
        words = f"Bar {name} has no key for {', '.join(lacking)} in the keymap {keymap.name}"
        yield _wrong(words, "it is another kind of bar: name its keymap, or teach one: bumpbar learn")


def _state_of(name: str, path: Path, outbox: Path) -> Found:
    try:
        grabbed, runs = is_grabbed(path), is_used(outbox)
    except OSError as error:
        return _wrong(f"Bar {name} at {path}: {error}", "plug it in again; run the doctor as root")
    if grabbed and not runs:
        return _wrong(f"Bar {name} at {path} is grabbed by another program", f"end that program: fuser -v {path}")
    if runs and not grabbed:
        return _wrong(
            f"Bar {name} is at {path}, but the daemon does not have it", "hold no key; systemctl restart bumpbar"
        )
    return _good(f"Bar {name} is at {path}" + (", and the daemon has it" if runs else ""))


async def screens(config: Config) -> list[Found]:
    """Every screen: whether the server is there, and lets this box in."""
    return list(
        await asyncio.gather(*(_screen(config.server, name, each.token) for name, each in config.screens.items()))
    )


async def _screen(server: str, name: str, token: str) -> Found:
    address = f"ws{server.rstrip('/').removeprefix('http')}/screens/{quote(name, safe='')}/bar"
    headers = {"Authorization": f"Bearer {token}"}
    code = 1006
    try:
        async with (
            asyncio.timeout(OPEN_S),
            connect(address, additional_headers=headers, proxy=None, max_size=None, compression=None) as socket,
        ):
            await socket.recv()
            return _good(f"Screen {name}: {server} answers")
    except InvalidStatus as refused:
        code = refused.response.status_code
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else code
    except (OSError, TimeoutError, InvalidHandshake) as error:
        return _wrong(f"Screen {name}: {server} cannot be reached: {error}", LOOK)
    words, todo = ANSWERS.get(code, (f"the server closed with {code}", "look at the server's log"))
    return _wrong(f"Screen {name}: {words}", todo)


def clock() -> Found:
    """Presses are timed by the kernel's monotonic clock, which nobody sets; the box's date is only for the log."""
    unset = Path("/run/systemd/timesync").exists() and not Path("/run/systemd/timesync/synchronized").exists()
    if unset:
        return _wrong("This box's date is not set from the network", "timedatectl set-ntp true")
    return _good("Presses are timed by the monotonic clock")
