"""The key by which the house knows the passes of its guests: made once, and nobody else's."""

from __future__ import annotations

import secrets
from pathlib import Path

from kds.storage.files import write_whole

FILE = "guests.key"
BYTES = 32


def guest_key(data: Path) -> bytes:
    """The key in a data directory; where none is, or no whole one, it is made. Raises `OSError`.

    Without the old one, guests scan the codes of their tables once more.
    """
    path = data / FILE
    if path.is_file():
        key = path.read_bytes()
        if len(key) == BYTES:
            return key
    key = secrets.token_bytes(BYTES)
    write_whole(path, [key])
    return key
