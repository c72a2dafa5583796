"""The commands: setup, learn, list, watch, doctor, run."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bumpbar import doctor as look
from bumpbar import learn as teach
from bumpbar import setup as asking
from bumpbar import simulate as simulation
from bumpbar.config import BadConfig, Config, keymap_of, load
from bumpbar.daemon import Daemon
from bumpbar.device import Keyboards, Wanted, keyboards
from bumpbar.keymap import BadKeymap, profiles
from bumpbar.outbox import Busy
from bumpbar.pairing import Failed
from bumpbar.serial_bar import Line
from bumpbar.watch import Told

CONFIG = Path("/etc/bumpbar/bumpbar.toml")
with_config = click.option(
    "--config", "path", type=click.Path(path_type=Path), default=CONFIG, show_default=True, help="The configuration."
)


@click.group()
@click.version_option(package_name="bumpbar")
def main() -> None:
    """Bump bars for kds."""


@main.command()
@with_config
@click.option("--verbose", is_flag=True, help="Also log selections and boards, with the kernel's milliseconds.")
@click.option("--simulate", type=click.Path(path_type=Path, exists=True), help="Play a script of keys instead.")
@click.option("--keymap", default="kb1700", show_default=True, help="The keymap for --simulate.")
def run(path: Path, verbose: bool, simulate: Path | None, keymap: str) -> None:
    """Serve the bars until told to stop."""
    if simulate is not None:
        with _told():
            for line in simulation.play(keymap_of(keymap), simulate.read_text("utf-8")):
                click.echo(line)
        return
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("bumpbar").setLevel(logging.DEBUG if verbose else logging.INFO)
    config = _loaded(path)
    with _told():
        asyncio.run(_until_stopped(config))


async def _until_stopped(config: Config) -> None:
    daemon = asyncio.ensure_future(Daemon(config).run())
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, daemon.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await daemon


@main.command("list")
def list_() -> None:
    """Show the keyboards that are there."""
    found = keyboards()
    for path, known in found:
        if known is None:
            click.echo(f"{path}  no permission; run bumpbar doctor")
        else:
            click.echo(
                f"{path}  {known.vendor}:{known.product}  serial {known.serial or '-'}  port {known.port}  {known.name}"
            )
    if not found:
        click.echo("No keyboard is there.")


@main.command()
@with_config
def watch(path: Path) -> None:
    """Show what the bars' keys mean, live. Stop the daemon first: it has the bars for itself."""
    config = _loaded(path)
    with _told():
        bars = config.bars.items()
        wanted = {name: Wanted(bar, keymap_of(bar.keymap), Told(name, click.echo)) for name, bar in bars}
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(Keyboards(wanted).run())


@main.command()
@with_config
def doctor(path: Path) -> None:
    """Say what is wrong, and what to do."""
    config = _loaded(path)
    found = [*look.devices(config), *asyncio.run(look.screens(config)), look.clock()]
    for each in found:
        click.echo(
            f"{'good ' if each.good else 'WRONG'}  {each.words}" + (f"\n       → {each.todo}" if each.todo else "")
        )
    sys.exit(0 if all(each.good for each in found) else 1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", prompt="What is this bar called", help="The name in the keymap.")
@click.option("--serial", "port", help="The serial line of the bar, where it is on one.")
@click.option("--baud", default=9_600, show_default=True, help="How fast that line is; always 8N1.")
def learn(file: Path, name: str, port: str | None, baud: int) -> None:
    """Teach a bar: press the key for each function in turn, and write a keymap."""
    with _told():
        text = teach.taught(name, click.echo, Line(port, baud) if port else None)
        file.write_text(text, "utf-8")
    click.echo(f"Written: {file}")


@main.command()
@with_config
def setup(path: Path) -> None:
    """Ask for everything and write the configuration."""
    with _told():
        asking.ask(path)


@main.command("keymaps")
def keymaps() -> None:
    """Show the keymaps that come along."""
    for name, keymap in profiles().items():
        click.echo(f"{name:16} {keymap.name}")


def _loaded(path: Path) -> Config:
    try:
        return load(path)
    except BadConfig as error:
        raise click.ClickException(str(error)) from None


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What was foreseen to go wrong ends the command with words."""
    try:
        yield
    except (BadConfig, BadKeymap, simulation.BadScript, Busy, Failed, OSError) as error:
        raise click.ClickException(str(error)) from None
