"""What makes a store and sets it up: init, import, export."""

from __future__ import annotations

import asyncio
import re
import zoneinfo
from pathlib import Path
from typing import Literal

import click
from msgspec.structs import replace

from kds.cli.parts import DATA, in_words, main


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
    name = in_words(a_text, "name", name, TextRule(200, required=False))
    called = Name(zh=name, en=name) if name else BARE.name
    house = replace(BARE, name=called, currency=currency, timezone=timezone, cutoff_minute=cutoff)
    store_id = in_words(data_dir.create, data)
    in_words(asyncio.run, found(data, None if demo else house))
    click.echo(f"{store_id} in {data}")
    if not demo:
        _, secret = in_words(asyncio.run, tokens.create_link(data, "owner", "owner"))
        click.echo(f"next: kds serve --data {data}, and in a browser on its machine, once")
        click.echo(f"  http://127.0.0.1:8000/setup?token={secret}")
        click.echo("8000 is the port of serve without --port; other devices reach it with --host 0.0.0.0 alone")


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
        seq = in_words(asyncio.run, import_house(data, file, replace=replace, hidden=hidden))
    except BadFile as bad:
        words = "\n".join([f"{each.zh} | {each.en}" for each in bad.faults])
        raise click.ClickException(f"{words}\n没有导入任何内容 | nothing was imported") from None
    click.echo(f"{file} is in {data}, as of event {seq}")


@main.command("export")
@DATA
@FILE
@click.option(
    "--facts", type=click.Choice(["parquet", "csv"]), help="Write the facts of the reports instead, a file a table."
)
def export(data: Path, file: Path, facts: Literal["parquet", "csv"] | None) -> None:
    """Write all settings to an XLSX, JSON or TOML file; to a folder of CSV files where FILE has no ending.

    A ZIP file holds the photos of dishes too; in the others they are named alone. With --facts FILE is a folder.
    """
    from kds.bootstrap import export_house
    from kds.ops.logging import to_stderr
    from kds.reports.exporting import export_facts

    to_stderr()
    if file.exists():
        raise click.ClickException(f"{file} is there already")
    if facts is not None:
        seq = in_words(asyncio.run, export_facts(data, file, facts))
        click.echo(f"the facts of {data} up to event {seq} are in {file}")
        return
    in_words(asyncio.run, export_house(data, file))
    click.echo(f"{data} is in {file}")
