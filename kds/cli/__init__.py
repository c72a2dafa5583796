"""The command `kds`. Heavy rooms are imported by the command that needs them, so that each starts at once."""

from __future__ import annotations

import click

from kds import __version__
from kds.cli import certificates, houses, serving, stores, tokens
from kds.cli.parts import main

__all__ = ["certificates", "houses", "main", "serving", "stores", "tokens"]


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(__version__)
