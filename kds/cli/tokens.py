"""Who may speak to a store: its tokens."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import click

from kds.cli.parts import DATA, in_words, main

CHANNELS = ("scan", "miniprogram", "kiosk", "tablet")
ROLES = ("guest", "waiter", "cashier", "kitchen", "expo", "manager", "owner", "integration")


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
    name = in_words(a_text, "name", name, TOKEN_NAME)
    table = None if table is None else in_words(an_id, "table", table)
    made, secret = in_words(asyncio.run, tokens.create(data, role, name, table, channel))
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

    name = in_words(a_text, "name", name, TOKEN_NAME)
    made, secret = in_words(asyncio.run, tokens.create_link(data, role, name))
    click.echo(f"{made.id} {made.role} {made.name}: open it in a browser, after the house's address", err=True)
    click.echo(f"/?token={secret}")


@token.command("list")
@DATA
def token_list(data: Path) -> None:
    """List the tokens, without their secrets."""
    from kds.ops import tokens

    for each in in_words(asyncio.run, tokens.list_all(data)):
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

    if not in_words(asyncio.run, tokens.revoke(data, token_id)):
        raise click.ClickException(f"there is no token {token_id} that still opens anything")
    click.echo(f"{token_id} is revoked")
