"""The command `kds`. Heavy rooms are imported by the command that needs them, so that each starts at once."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import sys
import time
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec.structs import replace

from kds import __version__

T = TypeVar("T")

DATA = click.option(
    "--data", required=True, type=click.Path(file_okay=False, path_type=Path), help="The store's data directory."
)
DINNER_OPTIONS = (
    click.option("--speed", default=10.0, show_default=True, type=click.FloatRange(0.1, 1000), help="Times real time."),
    click.option("--tables", default=16, show_default=True, type=click.IntRange(1, 500), help="In use at most."),
    click.option("--until", type=click.FloatRange(0), help="Last orders, in simulated minutes; without it: Ctrl-C."),
    click.option("--seed", default=1, show_default=True, type=int, help="The same seed brings the same guests."),
)
CHANNELS = ("scan", "miniprogram", "kiosk", "tablet")
ROLES = ("guest", "waiter", "cashier", "kitchen", "expo", "manager", "owner", "integration")


def dinner_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a simulated dinner."""
    for option in reversed(DINNER_OPTIONS):
        command = option(command)
    return command


def _currency(context: click.Context, option: click.Parameter, value: str) -> str:
    if not re.fullmatch("[A-Z]{3}", value):
        raise click.BadParameter(f"{value} is no ISO 4217 code, such as CNY")
    return value


def _timezone(context: click.Context, option: click.Parameter, value: str) -> str:
    if value not in zoneinfo.available_timezones():
        raise click.BadParameter(f"{value} is no IANA time zone, such as Asia/Shanghai")
    return value


def _cutoff(context: click.Context, option: click.Parameter, value: str) -> int:
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", value)
    if found is None:
        raise click.BadParameter(f"{value} is no time of day, such as 02:30")
    return int(found[1]) * 60 + int(found[2])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A kitchen that never loses an order."""


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(__version__)


@main.command()
@DATA
@click.option("--demo", is_flag=True, help="Load a hotpot house: menu, tables, stations, screens.")
@click.option("--name", default="", help="What the restaurant is called.")
@click.option(
    "--currency", default="CNY", show_default=True, callback=_currency, help="An ISO 4217 code; it stays for good."
)
@click.option(
    "--timezone",
    default="Asia/Shanghai",
    show_default=True,
    callback=_timezone,
    help="An IANA name; it stays for good.",
)
@click.option("--cutoff", default="04:00", show_default=True, callback=_cutoff, help="When a business day ends, HH:MM.")
def init(data: Path, demo: bool, name: str, currency: str, timezone: str, cutoff: int) -> None:
    """Make a new store."""
    from kds.bootstrap import BARE, found
    from kds.core.cleaning import a_text
    from kds.core.text import TextRule
    from kds.core.types import Name
    from kds.ops import tokens
    from kds.ops.logging import to_stderr
    from kds.storage import data_dir

    to_stderr()
    name = _in_words(a_text, "name", name, TextRule(200, required=False))
    called = Name(zh=name, en=name) if name else BARE.name
    house = replace(BARE, name=called, currency=currency, timezone=timezone, cutoff_minute=cutoff)
    store_id = _in_words(data_dir.create, data)
    _in_words(asyncio.run, found(data, None if demo else house))
    click.echo(f"{store_id} in {data}")
    if not demo:
        _, secret = _in_words(asyncio.run, tokens.create_link(data, "owner", "owner"))
        click.echo(f"next: kds serve --data {data}, and in a browser on its machine, once")
        click.echo(f"  http://127.0.0.1:8000/setup?token={secret}")
        click.echo("8000 is the port of serve without --port; other devices reach it with --host 0.0.0.0 alone")


@main.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--design", is_flag=True, help="Show the parts of all pages at /design.")
def serve(data: Path, host: str, port: int, design: bool) -> None:
    """Serve a store until it is stopped."""
    gc.disable()  # until the store is open: nothing of a start is garbage
    import uvloop

    from kds import bootstrap
    from kds.ops.logging import to_stderr

    to_stderr()

    def say(how: str) -> Callable[[str], None]:
        return lambda address: click.echo(f"{how} at {address}")

    _in_words(uvloop.run, bootstrap.serve(data, host, port, say("ready"), say("damaged store"), design=design))


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

    sys.exit(_in_words(run, data, host, port, options, open_house))


FILE = click.argument("file", type=click.Path(path_type=Path))


@main.command("import")
@DATA
@FILE
@click.option("--replace", is_flag=True, help="What the house has and the file's sheets have not is to go.")
@click.option("--hidden", is_flag=True, help="Though some dishes would come to stations that no screen shows.")
def import_(data: Path, file: Path, replace: bool, hidden: bool) -> None:
    """Take all settings over from a file, whole or not at all: XLSX, JSON, TOML, ZIP, or a folder of CSV files."""
    from kds.bootstrap import import_house
    from kds.ops.house_file.files import BadFile
    from kds.ops.logging import to_stderr

    to_stderr()
    try:
        seq = _in_words(asyncio.run, import_house(data, file, replace=replace, hidden=hidden))
    except BadFile as bad:
        words = "\n".join([f"{each.zh} | {each.en}" for each in bad.faults])
        raise click.ClickException(f"{words}\n没有导入任何内容 | nothing was imported") from None
    click.echo(f"{file} is in {data}, as of event {seq}")


@main.command("export")
@DATA
@FILE
def export(data: Path, file: Path) -> None:
    """Write all settings to an XLSX, JSON or TOML file; to a folder of CSV files where FILE has no ending.

    A ZIP file holds the photos of dishes too; in the others they are named alone.
    """
    from kds.bootstrap import export_house
    from kds.ops.logging import to_stderr

    to_stderr()
    if file.exists():
        raise click.ClickException(f"{file} is there already")
    _in_words(asyncio.run, export_house(data, file))
    click.echo(f"{data} is in {file}")


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


@main.command()
@DATA
@click.option("--rebuild", default=None, metavar="NAME", help="Have this one made anew from the first event.")
def followers(data: Path, rebuild: str | None) -> None:
    """Tell how far each follower of the ledger has come."""
    from kds.followers import FOLLOWERS
    from kds.ops import followers as ops

    if rebuild is not None:
        if rebuild not in FOLLOWERS:
            raise click.BadParameter(f"there is no follower {rebuild}: {', '.join(FOLLOWERS)}")
        _in_words(ops.rebuild, data, FOLLOWERS[rebuild])
    for line in _in_words(asyncio.run, ops.standings(data, list(FOLLOWERS))):
        click.echo(line)


@main.command()
@DATA
@click.option("--heal", is_flag=True, help="First mend what can be mended, and go on with what is there.")
def verify(data: Path, heal: bool) -> None:
    """Prove that every file is what was written, the ledger's chain, and that it folds to the very state that runs."""
    from kds.ops import verify as ops
    from kds.ops.logging import to_stderr
    from kds.ops.progress import progress
    from kds.ops.verify import Verdict, verify

    to_stderr()
    if heal:
        for each in _in_words(asyncio.run, ops.heal(data)):
            click.echo(f"{'mended' if each.healed else 'given up'}: {each.words.en}")
    with progress("folding the ledger") as moved:
        verdict: Verdict = _in_words(asyncio.run, verify(data, moved))
    click.echo(verdict.words)
    sys.exit(0 if verdict.sound else 1)


@main.command()
@DATA
@click.option("--since", default=0, show_default=True, type=click.IntRange(0), help="After this number.")
@click.option("--limit", default=None, type=click.IntRange(1), help="At most so many.")
@click.option("--type", "types", multiple=True, help="Only events of this type; may be repeated.")
def events(data: Path, since: int, limit: int | None, types: tuple[str, ...]) -> None:
    """Print the ledger's events, one JSON object a line."""
    from kds.ops.listing import list_events

    _in_words(asyncio.run, list_events(data, since, limit, frozenset(types), click.echo))


@main.group()
def token() -> None:
    """Who may speak to the store."""


@token.command("create")
@DATA
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--name", required=True, help="Whose it is; shown in lists.")
@click.option("--table", default=None, help="The one table of a guest's token; a kiosk's has none.")
@click.option("--channel", default=None, type=click.Choice(CHANNELS), help="By what the guests order who have it.")
def token_create(data: Path, role: Any, name: str, table: str | None, channel: Any) -> None:
    """Make a token and print it, this once."""
    from kds.core.cleaning import a_text, an_id
    from kds.core.text import TOKEN_NAME
    from kds.ops import tokens

    if table is not None and role != "guest":
        raise click.UsageError("--table is for a guest's token only")
    if channel is not None and role != "guest":
        raise click.UsageError("--channel is for a guest's token only")
    name = _in_words(a_text, "name", name, TOKEN_NAME)
    table = None if table is None else _in_words(an_id, "table", table)
    made, secret = _in_words(asyncio.run, tokens.create(data, role, name, table, channel))
    click.echo(f"{made.id} {made.role} {made.name}", err=True)
    click.echo(secret)


@token.command("link")
@DATA
@click.option("--role", required=True, type=click.Choice([each for each in ROLES if each != "integration"]))
@click.option("--name", required=True, help="Whose it is; shown in lists.")
def token_link(data: Path, role: Any, name: str) -> None:
    """Make the end of a link that signs one browser in, once, and print it."""
    from kds.core.cleaning import a_text
    from kds.core.text import TOKEN_NAME
    from kds.ops import tokens

    name = _in_words(a_text, "name", name, TOKEN_NAME)
    made, secret = _in_words(asyncio.run, tokens.create_link(data, role, name))
    click.echo(f"{made.id} {made.role} {made.name}: open it in a browser, after the house's address", err=True)
    click.echo(f"/?token={secret}")


@token.command("list")
@DATA
def token_list(data: Path) -> None:
    """List the tokens, without their secrets."""
    from kds.ops import tokens

    for each in _in_words(asyncio.run, tokens.list_all(data)):
        state = "" if each.revoked_at is None else " revoked"
        table = "" if each.table is None else f" table {each.table}"
        channel = "" if each.channel is None else f" channel {each.channel}"
        screen = "" if each.screen is None else f" screen {each.screen}"
        made = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.created_at / 1000))
        click.echo(f"{each.id} {each.role}{table}{channel}{screen} since {made}{state} {each.name}")


@token.command("revoke")
@DATA
@click.argument("token_id")
def token_revoke(data: Path, token_id: str) -> None:
    """Make a token open nothing any more, also at a server that runs."""
    from kds.ops import tokens

    if not _in_words(asyncio.run, tokens.revoke(data, token_id)):
        raise click.ClickException(f"there is no token {token_id} that still opens anything")
    click.echo(f"{token_id} is revoked")


def _in_words(call: Callable[..., T], *arguments: Any) -> T:
    """Call, and say what a person at the keyboard can mend in words instead of a traceback."""
    from kds.core.types import Refusal
    from kds.storage.damage import DamagedStore
    from kds.storage.data_dir import DataDirError
    from kds.storage.ledger import StorageError
    from kds.storage.migrations import NewerSchema

    try:
        return call(*arguments)
    except BrokenPipeError:  # who read along has seen enough
        raise
    except Refusal as refusal:
        raise click.ClickException(refusal.message().en) from refusal
    except DamagedStore as damage:
        raise click.ClickException(f"{damage.words.zh}\n{damage.words.en}") from damage
    except (DataDirError, NewerSchema, StorageError, OSError) as error:
        raise click.ClickException(str(error)) from error
