"""HTTPS with certificates of the house's own: tls."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from kds.cli.parts import DATA, in_words, main


@main.command()
@DATA
@click.option("--name", "names", multiple=True, help="A name or address of the box besides its own; may be repeated.")
@click.option("--new-authority", is_flag=True, help="Begin anew: every device has to trust it once more.")
def tls(data: Path, names: tuple[str, ...], new_authority: bool) -> None:
    """Make an authority that staff devices trust, and the certificate of the box; what is good stays as it is.

    Names that were given are remembered until others are. `kds serve --tls` makes and renews both by itself.
    """
    from kds.ops.tls.kept import keep, public_file
    from kds.ops.tls.names import names_of
    from kds.ops.tls.served import now
    from kds.storage import data_dir

    def make() -> Any:
        data_dir.find(data)
        return keep(data, now(), names_of(names) if names else None, new_authority=new_authority)

    made = in_words(make)
    click.echo(
        f"""the authority of this house, which devices are to trust
  file         {public_file(data)}
  fingerprint  {made.fingerprint}
  good until   {made.authority_ends:%Y-%m-%d}
the certificate of the box{", made anew" if made.renewed else ""}
  speaks for   {", ".join(made.names.all)}
  good until   {made.ends:%Y-%m-%d}, and is renewed before
serve it       kds serve --data {shlex.quote(str(data))} --host 0.0.0.0 --tls
on a device    open /certificate, which says how it comes to trust the authority"""
    )
