"""Ask for everything that the configuration needs, and write it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
import msgspec

from bumpbar import pairing
from bumpbar.config import Bar, Config, Screen, keymap_of, load, save
from bumpbar.device import first_key
from bumpbar.keymap import profiles
from bumpbar.pairing import Failed

PRESS_S = 60.0


def ask(path: Path) -> None:
    """The server, a screen and its code, then its bars; what was configured stays. Raises `Failed` and `BadConfig`."""
    known = load(path) if path.exists() else None
    server = click.prompt("The server's address", default=known.server if known else "http://192.168.1.10:8000")
    config = msgspec.structs.replace(known, server=server) if known else Config(server)
    while not config.screens or click.confirm("Pair another screen?", default=False):
        paired = _pair(server)
        config = msgspec.structs.replace(config, screens={**config.screens, paired.screen: Screen(paired.token)})
        path.parent.mkdir(parents=True, exist_ok=True)
        save(config, path)
    while not config.bars or click.confirm("Another bar?", default=False):
        name, bar = _bar(list(config.screens))
        config = msgspec.structs.replace(config, bars={**config.bars, name: bar})
        save(config, path)
    click.echo(f"Written: {path}. Now: systemctl restart bumpbar")


def _pair(server: str) -> pairing.Paired:
    code, claim = pairing.ask(server)
    click.echo(f"Type this code at {server}/screens/pair and choose the bar's screen:  {code}")
    found = None
    for found in pairing.wait(server, claim):
        if found is None:
            click.echo(".", nl=False)
    if found is None:
        raise Failed("Nobody typed the code")
    click.echo(f"\nPaired with screen {found.screen}")
    return found


def _bar(screens: list[str]) -> tuple[str, Bar]:
    name = click.prompt("The bar's name", default="bar")
    on = click.prompt("Its screens, the first one first, with commas", default=screens[0])
    keymap = click.prompt(f"Its keymap, a path or one of {', '.join(profiles())}", default="kb1700")
    if keymap_of(keymap).kind == "serial":
        return name, Bar(keymap, _list(on), port=click.prompt("Its serial line", default="/dev/ttyUSB0"))
    click.echo(f"Press any key on the bar for {on}, within {PRESS_S:.0f} s")
    device = asyncio.run(first_key(PRESS_S))
    if device is None:
        raise Failed("No key was pressed on any keyboard that this user may read; bumpbar doctor says more")
    click.echo(f"That is {device.name} ({device.vendor}:{device.product})")
    port = "" if device.serial else device.port
    return name, Bar(keymap, _list(on), device.vendor, device.product, device.serial, port)


def _list(given: str) -> list[str]:
    return [each.strip() for each in given.split(",") if each.strip()]
