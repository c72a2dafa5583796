from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kds.storage import data_dir
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of a new store."""
    data_dir.create(tmp_path)
    return tmp_path


@pytest.fixture
async def ledger(data: Path) -> AsyncIterator[SqliteLedger]:
    """Its ledger, open."""
    async with open_ledger(data) as ledger:
        yield ledger
