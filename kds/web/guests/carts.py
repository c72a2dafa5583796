"""The carts that tables share: what guests have chosen and not sent, by whom; in memory, and made anew by their phones.

Each line is a register of its own: whoever writes it last, by its `rev`, has written it, and what has been sent stays
sent. So carts come out the same in whatever order phones say what they know, also twice, also after the server began
anew. What is ordered is the ledger's: a cart promises nothing.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from kds.core.refusals import MOST
from kds.core.types import Ms

LINES_MOST = 200
"""Lines of a cart that are there, as many as an order takes."""
LINE_BYTES, CART_BYTES = 8_000, 200_000
"""Of a line, and of all of a cart, as they are told: a set meal with a long note has 4,000."""
KNOWN_MOST = 600
"""With those that are gone: so many are remembered, the latest."""
NOTE_MOST = 500
"""Characters of a note, as an order takes them."""
REV_MOST = 1 << 40

ShortId = Annotated[str, Meta(min_length=1, max_length=64)]
Ids = Annotated[tuple[ShortId, ...], Meta(max_length=40)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Few = Annotated[int, Meta(ge=0, le=10_000)]
Big = Annotated[int, Meta(ge=0, le=REV_MOST)]
Gone = Literal["", "removed", "sent"]


class CartCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell of a pot."""

    soup: ShortId
    spice: Annotated[str, Meta(max_length=64)] | None = None


Cells = Annotated[tuple[CartCell, ...], Meta(max_length=9)]


class CartPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was chosen in a group of a set meal."""

    group: ShortId
    dish: ShortId
    qty: Count = 1
    options: Ids = ()
    cells: Cells = ()


class Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a line asks for, and what the phone showed that it costs; `since` is when it was chosen first."""

    dish: ShortId
    qty: Count
    options: Ids = ()
    cells: Cells = ()
    note: Annotated[str, Meta(max_length=NOTE_MOST)] = ""
    parts: Annotated[tuple[CartPart, ...], Meta(max_length=60)] = ()
    price_minor: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0
    since: Annotated[int, Meta(ge=0, le=MOST)] = 0


class CartLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line of a cart. `id` is made by the phone; `guest` is who chose it, `by` who wrote it last; `gone`: it is not
    in the cart any more, and was removed or sent.
    """

    id: ShortId
    rev: Big
    guest: ShortId
    by: ShortId
    chosen: Chosen | None = None
    gone: Gone = ""

    def beats(self, other: CartLine) -> bool:
        """Whether this is what holds, where both were written."""
        return _rank(self) > _rank(other)


def _rank(line: CartLine) -> tuple[bool, int, str, str]:
    return (line.gone == "sent", line.rev, line.by, line.gone)


class Cart:
    """What one table has chosen. `guests`: who is there by which name."""

    def __init__(self) -> None:
        self._lines: dict[str, CartLine] = {}
        self._sizes: dict[str, int] = {}
        self.guests: dict[str, str] = {}
        self.elsewhere: set[str] = set()
        """Guests who have a cart of their own again: what others still know of their lines is not taken."""
        self.touched_at: Ms = 0

    @property
    def lines(self) -> list[CartLine]:
        """All that is known, also of what is gone."""
        return list(self._lines.values())

    @property
    def there(self) -> int:
        """How many lines are in it."""
        return sum(not each.gone for each in self._lines.values())

    @property
    def bytes(self) -> int:
        """About how long it is when it is told whole."""
        return sum(self._sizes.values())

    def line(self, id: str) -> CartLine | None:
        """What is known of a line."""
        return self._lines.get(id)

    def put(self, line: CartLine) -> bool:
        """Take in what somebody says of a line; whether that is news. A cart that is full takes no more lines."""
        known = self._lines.get(line.id)
        if known is not None and not line.beats(known):
            return False
        if not line.gone and (known is None or known.gone) and self.there >= LINES_MOST:
            return False
        size = len(msgspec.json.encode(line))
        if size > LINE_BYTES or self.bytes - self._sizes.get(line.id, 0) + size > CART_BYTES:
            return False
        self._lines.pop(line.id, None)
        self._lines[line.id], self._sizes[line.id] = line, size
        self._forget()
        return True

    def sent(self, id: str) -> CartLine | None:
        """A line is the ledger's now; None where that was known, or the cart never had it."""
        known = self._lines.get(id)
        if known is None or known.gone == "sent":
            return None
        gone = replace(known, rev=known.rev + 1, gone="sent", chosen=None)
        self._lines[id], self._sizes[id] = gone, len(msgspec.json.encode(gone))
        return gone

    def merge(self, other: Cart) -> None:
        """What others have chosen who are of the same party."""
        for each in other.lines:
            self.put(each)
        self.guests.update(other.guests)

    def drop_of(self, guest: str) -> list[str]:
        """Forget the lines of a phone that has gone away; it will say them again. Gives their ids."""
        found = [each.id for each in self._lines.values() if each.guest == guest and not each.gone]
        for each in found:
            self._drop(each)
        self.guests.pop(guest, None)
        return found

    def take_over(self, guest: str, other: Cart, there: set[str]) -> None:
        """A guest comes who shared another cart, with what they have chosen there; `there` are those who share this."""
        others = other.guests.keys() | {each.guest for each in other.lines}
        self.elsewhere |= others - {guest} - there
        other.elsewhere.add(guest)
        self.guests[guest] = other.guests.pop(guest, "")
        for each in [each for each in other.lines if each.guest == guest]:
            self.put(other._drop(each.id))

    def _forget(self) -> None:
        over = len(self._lines) - KNOWN_MOST
        for line in [each for each in self._lines.values() if each.gone][: max(0, over)]:
            self._drop(line.id)

    def _drop(self, id: str) -> CartLine:
        del self._sizes[id]
        return self._lines.pop(id)
