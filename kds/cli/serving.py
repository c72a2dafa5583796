"""What runs a store: serve, demo, and what these start beside them."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kds.cli.parts import DATA, in_words, main

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DINNER_OPTIONS = (
    click.option("--speed", default=10.0, show_default=True, type=click.FloatRange(0.1, 1000), help="Times real time."),
    click.option("--tables", default=16, show_default=True, type=click.IntRange(1, 500), help="In use at most."),
    click.option("--until", type=click.FloatRange(0), help="Last orders, in simulated minutes; without it: Ctrl-C."),
    click.option("--seed", default=1, show_default=True, type=int, help="The same seed brings the same guests."),
)


def dinner_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a simulated dinner."""
    for option in reversed(DINNER_OPTIONS):
        command = option(command)
    return command


@main.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--design", is_flag=True, help="Show the parts of all pages at /design.")
@click.option("--tls", is_flag=True, help="Serve by HTTPS too, with a certificate of the house's own (see kds tls).")
@click.option("--tls-port", default=8443, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--certificate", type=FILE, help="By HTTPS with this certificate and those that signed it, as PEM.")
@click.option("--key", type=FILE, help="Its key, where that is in a file of its own.")
def serve(
    data: Path,
    host: str,
    port: int,
    design: bool,
    tls: bool,
    tls_port: int,
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Serve a store until it is stopped."""
    if key is not None and certificate is None:
        raise click.UsageError("--key is of a --certificate")
    if tls and certificate is not None:
        raise click.UsageError("--tls is for the house's own certificate: leave it out with --certificate")
    gc.disable()  # until the store is open: nothing of a start is garbage
    import uvloop

    from kds import bootstrap
    from kds.ops.logging import to_stderr

    to_stderr()

    def say(how: str) -> Callable[[str], None]:
        return lambda address: click.echo(f"{how} at {address}")

    wanted = _wanted(tls_port, certificate, key) if tls or certificate is not None else None
    opened = bootstrap.serve(data, host, port, say("ready"), say("damaged store"), design=design, tls=wanted)
    in_words(uvloop.run, opened)


def _wanted(port: int, certificate: Path | None, key: Path | None) -> Any:
    from kds.ops.tls.served import Wanted

    return Wanted(port, certificate, key)


@main.command()
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Keep the restaurant here.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@dinner_options
def demo(data: Path | None, host: str, port: int, **dinner: Any) -> None:
    """Open a demo restaurant and run a simulated dinner in it."""
    from kds.bootstrap import found
    from kds.demo.show import run

    options = [f"--{name}={value}" for name, value in dinner.items() if value is not None]

    def open_house(folder: Path) -> None:
        asyncio.run(found(folder, None))

    sys.exit(in_words(run, data, host, port, options, open_house))


@main.command(hidden=True)
@click.argument("address")
@dinner_options
def dinner(address: str, **options: Any) -> None:
    """Run a simulated dinner at a server; its tokens come in the environment."""
    from kds.demo.client import DinnerTokens
    from kds.demo.dinner import run
    from kds.demo.evening import DinnerOptions
    from kds.demo.show import TOKENS

    tokens = DinnerTokens(*os.environ[TOKENS].split())
    sys.exit(run(address, tokens, DinnerOptions(**options)))


@main.command(hidden=True)
@DATA
@click.argument("name")
def follow(data: Path, name: str) -> None:
    """Follow the ledger for the server that started this, until it ends."""
    from kds import followers
    from kds.ops.logging import to_stderr

    to_stderr()
    if name not in followers.FOLLOWERS:
        raise click.BadParameter(f"there is no follower {name}")
    asyncio.run(followers.follow(data, name))
