"""What tells of a store: its followers, whether it is sound, its events."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from kds.cli.parts import DATA, in_words, main


@main.command()
@DATA
def followers(data: Path) -> None:
    """Tell how far each follower of the ledger has come."""
    from kds.followers import FOLLOWERS
    from kds.ops import followers as ops

    for line in in_words(asyncio.run, ops.standings(data, list(FOLLOWERS.values()))):
        click.echo(line)


@main.command()
@DATA
@click.argument("name")
def rebuild(data: Path, name: str) -> None:
    """Have what the follower NAME made made anew from the first event, and wait until it is."""
    from kds.followers import FOLLOWERS
    from kds.ops import followers as ops
    from kds.ops.logging import to_stderr
    from kds.ops.progress import progress

    to_stderr()
    if name not in FOLLOWERS:
        raise click.BadParameter(f"there is no follower {name}: {', '.join(FOLLOWERS)}")
    with progress(f"making {name} anew") as moved:
        seq = in_words(asyncio.run, ops.rebuild(data, FOLLOWERS[name], moved))
    click.echo(f"{name}: made anew, up to event {seq}")


@main.command()
@DATA
@click.option("--heal", is_flag=True, help="First mend what can be mended, and go on with what is there.")
def verify(data: Path, heal: bool) -> None:
    """Prove that every file is what was written, the ledger's chain, and that it folds to the very state that runs."""
    from kds.ops import verify as ops
    from kds.ops.logging import to_stderr
    from kds.ops.progress import progress
    from kds.ops.verify import Verdict, verify
    from kds.reports.proof import Proof, prove

    to_stderr()
    if heal:
        for each in in_words(asyncio.run, ops.heal(data)):
            click.echo(f"{'mended' if each.healed else 'given up'}: {each.words.en}")
    with progress("folding the ledger") as moved:
        verdict: Verdict = in_words(asyncio.run, verify(data, moved))
    click.echo(verdict.words)
    if not verdict.sound:
        sys.exit(1)
    with progress("making the facts anew") as moved:
        proof: Proof = in_words(asyncio.run, prove(data, moved))
    if proof.words:
        click.echo(proof.words)
    sys.exit(0 if proof.sound else 1)


@main.command()
@DATA
@click.option("--since", default=0, show_default=True, type=click.IntRange(0), help="After this number.")
@click.option("--limit", default=None, type=click.IntRange(1), help="At most so many.")
@click.option("--type", "types", multiple=True, help="Only events of this type; may be repeated.")
def events(data: Path, since: int, limit: int | None, types: tuple[str, ...]) -> None:
    """Print the ledger's events, one JSON object a line."""
    from kds.ops.listing import list_events

    in_words(asyncio.run, list_events(data, since, limit, frozenset(types), click.echo))
