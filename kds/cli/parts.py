"""What the commands share: the group, the option of the data directory, and errors in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

T = TypeVar("T")

DATA = click.option(
    "--data", required=True, type=click.Path(file_okay=False, path_type=Path), help="The store's data directory."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A kitchen that never loses an order."""


def in_words(call: Callable[..., T], *arguments: Any) -> T:
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
