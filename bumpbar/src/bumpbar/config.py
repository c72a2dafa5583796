"""One TOML file says everything: the server, the screens, and which bar is which screen's.

server = "http://192.168.1.10:8000"
outbox = "/var/lib/bumpbar/outbox"
expire_s = 30
[screens.hot]
token = "…"
[bars.hot-line]
keymap = "kb1700"                    # a profile's name, or a path
screens = ["hot"]
vendor = "04b4"                      # whichever of these say which device it is
product = "0818"
serial = ""
port = ""
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec

from bumpbar.keymap import Keymap, parse, profiles

BARS_MOST = 16
Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,40}\Z")]


class BadConfig(Exception):
    """The file cannot be used; the text says what is wrong, and in which file."""


class Screen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A screen of the kitchen, and the token with which this box presses on it."""

    token: str


class Bar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which device it is, what its keys mean, and the screens that it goes through, the first one first."""

    keymap: str
    screens: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=8)]
    vendor: str = ""
    product: str = ""
    serial: str = ""
    port: str = ""
    """A USB port as the kernel names it (`usb-0000:00:14.0-2`), or a serial bar's device file."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of the file."""

    server: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/?#]+/?\Z")]
    outbox: str = "/var/lib/bumpbar/outbox"
    expire_s: Annotated[int, msgspec.Meta(ge=5, le=600)] = 30
    screens: dict[Name, Screen] = {}
    bars: Annotated[dict[Name, Bar], msgspec.Meta(max_length=BARS_MOST)] = {}


def load(path: Path) -> Config:
    """Read the file, and look that what it names is there. Raises `BadConfig`."""
    try:
        config = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Config)
    except FileNotFoundError:
        raise BadConfig(f"{path} is not there: run bumpbar setup, which writes it") from None
    except PermissionError:
        raise BadConfig(f"{path} may not be read: run this as root, or as a user in group bumpbar") from None
    except OSError as error:
        raise BadConfig(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadConfig(f"{path}: {error}") from None
    for name, bar in config.bars.items():
        unknown = [each for each in bar.screens if each not in config.screens]
        if unknown:
            raise BadConfig(f"{path}: bar {name} names the screen {unknown[0]}, which has no token; run bumpbar setup")
    return config


def keymap_of(named: str) -> Keymap:
    """The keymap of a profile's name or a path. Raises `BadKeymap` and `BadConfig`."""
    found = profiles().get(named)
    if found is not None:
        return found
    try:
        return parse(Path(named).read_text("utf-8"))
    except FileNotFoundError:
        raise BadConfig(f"There is no keymap {named}, and no such file: bumpbar keymaps shows all") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(f"The keymap {named} cannot be read: {error}") from None


def save(config: Config, path: Path) -> None:
    """Write the file whole or not at all, readable by its group only: it holds tokens."""
    lines = [f"server = {_text(config.server)}", f"outbox = {_text(config.outbox)}", f"expire_s = {config.expire_s}"]
    for name, screen in config.screens.items():
        lines += ["", f"[screens.{name}]", f"token = {_text(screen.token)}"]
    for name, bar in config.bars.items():
        lines += ["", f"[bars.{name}]"]
        lines += [f"{field} = {_text(value)}" for field, value in msgspec.structs.asdict(bar).items() if value]
    fresh = path.with_name(path.name + ".new")
    fresh.write_text("\n".join(lines) + "\n", "utf-8")
    fresh.chmod(0o640)
    fresh.replace(path)


def _text(value: object) -> str:
    """JSON's strings and lists of strings are TOML's."""
    return msgspec.json.encode(value).decode()
