"""Ids made from the number of the first event of their decision: short, unique in the store, also in replay."""

from __future__ import annotations


def mint(kind: str, seq: int, part: int | None = None) -> str:
    """S12 is the session opened by the decision that began with event 12; L12-2 is the second line it placed."""
    return f"{kind}{seq}" if part is None else f"{kind}{seq}-{part}"


def birth(id: str) -> int | None:
    """The number of the event that an id comes from, or None where it is no such id."""
    digits = id[1:].partition("-")[0]
    minted = digits.isascii() and digits.isdigit() and digits[0] != "0" and len(digits) < 19
    return int(digits) if minted else None


def age(id: str) -> tuple[int, int]:
    """What sorts ids of one kind by when they were made."""
    part = id.partition("-")[2]
    return birth(id) or 0, int(part) if part.isdigit() else 0


def is_past(id: str, kind: str, seq: int) -> bool:
    """Whether an id that is no longer alive can have been alive once, in a ledger that has come to `seq`."""
    born = birth(id)
    return id.startswith(kind) and born is not None and born <= seq
