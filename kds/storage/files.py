"""Files that are whole or not there, and nobody else's business."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a directory durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create_private(path: Path) -> int:
    """A descriptor of a new empty file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)  # a draft that was left behind keeps the mode that it had
    return handle


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Put a file in place of the one that may be there: after a crash either is there, whole. Raises `OSError`."""
    draft = path.with_name(path.name + ".draft")
    with os.fdopen(create_private(draft), "wb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    sync_folder(path.parent)


def keep_private(data: Path) -> None:
    """Take from everybody else what they may do in a data directory."""
    for path in [data, *data.rglob("*")]:
        with contextlib.suppress(FileNotFoundError):
            mode = path.lstat().st_mode
            if not path.is_symlink() and mode & 0o077:
                path.chmod(mode & 0o700)
