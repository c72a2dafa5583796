"""A live view in pieces: HTML by key, of which only what a commit concerns is drawn anew and sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from kds.core.journal import Touched
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.messages import Reload, frame
from kds.feed.subscriber import Frame

GONE = 256
"""Pieces that have gone, remembered for pages that were away; who was away for longer gets everything."""
NOTED = 1_000
"""Parties that may have changed before everything is looked at instead."""


class Parts(msgspec.Struct, frozen=True, tag="parts"):
    """What a page shows after event `seq`, at `now` of the server's time, which has been set `steps` times.

    `parts` has the HTML of those that changed, or of all where `full`; `gone` are no longer there.
    """

    seq: int
    now: Ms
    steps: int
    full: bool
    parts: dict[str, str]
    gone: list[str]


class Piece(NamedTuple):
    """The HTML of a part, and where it stands among those of its list: the lowest first."""

    html: str
    order: int


class _Part(NamedTuple):
    piece: Piece
    seq: int
    """The event after which it came or changed."""


class Concerned:
    """Which parties a commit touched: worked out once for all the views that ask."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._asked: Touched | None = None
        self._parties: Collection[str] = ()

    def parties(self, touched: Touched) -> Collection[str]:
        """Sessions, some of which may have been forgotten."""
        if touched is not self._asked:
            self._asked, self._parties = touched, self._found(touched)
        return self._parties

    def _found(self, touched: Touched) -> Collection[str]:
        kitchen, orders, bills = self._state.kitchen, self._state.orders, self._state.orders.bills
        calls = self._state.calls
        found = dict.fromkeys([*touched.of(self._state.floor.sessions), *touched.of(calls.calls_of)])
        found.update({calls.calls[each].session: None for each in touched.of(calls.calls) if each in calls.calls})
        items = [kitchen.items[line] for line in touched.of(kitchen.items) if line in kitchen.items]
        tickets = dict.fromkeys([*touched.of(kitchen.tickets), *[item.ticket for item in items]])
        found.update({item.party: None for item in items if item.party})
        for ticket in [kitchen.tickets[each] for each in tickets if each in kitchen.tickets]:
            found[ticket.session] = None
            # Lines that another party took over stand on it too, with what it says of all of them.
            found.update({party: None for line in ticket.lines if (party := kitchen.items[line].party)})
        owing = dict.fromkeys([*touched.of(bills), *touched.of(orders.sheets)])
        beside = [line for book in (orders.comps, orders.weights) for line in touched.of(book) if line in orders.lines]
        owing.update({orders.bill_of(line).bill: None for line in beside})
        found.update({bills[each].session: None for each in owing if each in bills})
        return found.keys()


class PartsView(ABC):
    """Keeps the pieces up. A kind of view says which there are, which of them a party concerns, and draws one."""

    turns_at: Ms | None = None
    stations: Collection[str] | None = ()

    def __init__(self, state: State, concerned: Concerned) -> None:
        self._state = state
        self._concerned = concerned
        self._parts: dict[str, _Part] = {}
        self._gone: deque[tuple[int, str]] = deque(maxlen=GONE)
        self._noted: dict[str, None] | None = None
        """Parties that may have changed; None: whatever is shown may have."""
        self._reload = False
        self._born: int | None = None
        """Who shows what stood after an older event is sent everything."""
        self._seq = 0
        self._now: Ms = 0
        self._steps = 0

    @abstractmethod
    def note(self, touched: Touched) -> bool:
        """Take in what a commit changed, and say whether this view reads any of it."""

    @abstractmethod
    def keys(self) -> Iterable[str]:
        """Every piece that there is now. Raises `UnknownView`."""

    @abstractmethod
    def keys_of(self, party: str) -> Iterable[str]:
        """The pieces that a party's change may have changed. Raises `UnknownView`."""

    @abstractmethod
    def draw(self, key: str) -> Piece | None:
        """A piece; None where it is not there."""

    def take(self, parties: Collection[str]) -> bool:
        """These parties have changed; whether there are any."""
        if self._noted is not None:
            self._noted.update(dict.fromkeys(parties))
            if len(self._noted) > NOTED:
                self._noted = None
        return bool(parties)

    def take_all(self, *, reload: bool = False) -> bool:
        """Whatever is shown may have changed; with `reload` the page that it stands on too."""
        self._noted = None
        self._reload = self._reload or reload
        return True

    def refresh(self, now: Ms, steps: int = 0) -> list[Frame]:
        """Draw what may have changed, and tell of what has. Raises `UnknownView`."""
        wanted = self._wanted()
        self._noted = {}
        self._seq, self._steps, self._now = self._state.seq, steps, now
        reload, self._reload = self._reload and self._born is not None, False
        if self._born is None:
            self._born = self._seq
        changed: dict[str, str] = {}
        gone: list[str] = []
        for key in wanted:
            self._follow(key, changed, gone)
        frames = [Frame(frame(Reload()))] if reload else []
        if changed or gone:
            frames.append(self._frame(changed, gone, full=False))
        return frames

    def _wanted(self) -> dict[str, None]:
        """The pieces to be drawn: each once."""
        if self._noted is None:
            return dict.fromkeys([*self._parts, *self.keys()])
        return dict.fromkeys([key for each in self._noted for key in self.keys_of(each)])

    def _follow(self, key: str, changed: dict[str, str], gone: list[str]) -> None:
        piece, known = self.draw(key), self._parts.get(key)
        if piece is None:
            if known is not None:
                del self._parts[key]
                gone.append(key)
                self._remember(key)
        elif known is None or known.piece != piece:
            self._parts[key] = _Part(piece, self._seq)
            changed[key] = piece.html

    def _remember(self, gone: str) -> None:
        if len(self._gone) == GONE and self._born is not None:
            self._born = max(self._born, self._gone[0][0])
        self._gone.append((self._seq, gone))

    def since(self, seq: int) -> Frame:
        """What brings a page up to date that shows what stood after event `seq`."""
        if self._born is None or not self._born <= seq <= self._seq:
            return self._frame({key: each.piece.html for key, each in self._parts.items()}, [], full=True)
        missed = {key: each.piece.html for key, each in self._parts.items() if each.seq > seq}
        gone = [key for at, key in self._gone if at > seq and key not in self._parts]
        return self._frame(missed, gone, full=False)

    def _frame(self, parts: dict[str, str], gone: list[str], *, full: bool) -> Frame:
        return Frame(frame(Parts(self._seq, self._now, self._steps, full, parts, gone)))

    @property
    def seq(self) -> int:
        """The event after which the pieces stand so."""
        return self._seq

    @property
    def now(self) -> Ms:
        """When they were last looked at."""
        return self._now

    def html(self, key: str) -> str:
        """A piece, as the last refresh drew it."""
        return self._parts[key].piece.html

    def shown(self, *kinds: str) -> list[str]:
        """The HTML of all pieces of these kinds, which is what their keys begin with, in their order."""
        found = [each.piece for key, each in self._parts.items() if key.partition(" ")[0] in kinds]
        return [piece.html for piece in sorted(found, key=lambda piece: piece.order)]

    def whole(self, *kinds: str) -> str:
        """The same as one text: a page of hundreds of pieces is put together once, and not by the template."""
        return "\n".join(self.shown(*kinds))
