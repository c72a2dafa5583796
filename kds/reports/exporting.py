"""The facts as files for others: Parquet or CSV, one a table, all of one moment."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kds.reports.answering import export
from kds.reports.questions import NAME, ExportForm
from kds.reports.reaching import reach
from kds.storage import data_dir
from kds.storage.ledger import StorageError
from kds.storage.own_store import folder_of


async def export_facts(data: Path, to: Path, form: ExportForm) -> int:
    """Write them to a new folder, by the process that has them or by this one; the last event that is in them.

    Raises `DataDirError`, `StorageError`, and `OSError` where the folder cannot be made.
    """
    data_dir.find(data)
    whole = await asyncio.to_thread(_made, to)
    folder = folder_of(data, NAME)
    seq = await reach(folder, lambda facts: facts.export(whole, form), lambda db: export(db, whole, form))
    if seq is None:
        raise StorageError("there are no facts for reports yet: kds rebuild facts makes them")
    return seq


def _made(folder: Path) -> Path:
    """The folder, made, by its whole path: the process that writes there has another one to begin from."""
    folder.mkdir(parents=True)
    return folder.absolute()
