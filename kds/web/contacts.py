"""How the house hears its devices: round trips and breaks of their live sockets, in memory and of the last hours.

a socket's pong ──▶ Link ──▶ the minutes of its device
                         └──▶ the quarters of the table where it stands

Guests' phones are counted by their tables alone: which phone it was is nobody's business, and soon forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

from starlette.types import Scope
from starlette.websockets import WebSocketDisconnect

from kds.core.types import Ms
from kds.feed.subscriber import Behind
from kds.storage.tokens import Token
from kds.web.sockets import follow
from kds.web.spans import Figures, Span

MINUTE_MS, MINUTES = 60_000, 10
QUARTER_MS, QUARTERS = 15 * 60_000, 12
"""Of a device the last ten minutes are known, of a table the last three hours."""
CONTACTS_MOST = 600
"""Devices that are remembered; the one that was heard longest ago goes, of those that are not there."""
TABLES_MOST = 2_000
BACK_MS = 60_000
"""Who broke off and is there again within this had no network; later they had gone."""
GONE_MOST = 4_000
"""Who broke off lately, at most."""
MISSED_MOST = 20
"""Answers that are counted at a time: who was gone for longer had no network at all."""
FAREWELLS = (1000, 1001)
"""What a page closes its socket with that is left by a person."""

Kind = Literal["wall", "bar", "handheld", "till", "tablet", "kiosk", "phone"]


class Peer(NamedTuple):
    """Whose socket it is. `id` is what breaks are known by; `table` is asked where it stands now, None for nowhere.

    `token` is that of the device, or of a person's own browser; a guest's phone has none.
    """

    id: str
    kind: Kind
    table: Callable[[], str | None]
    token: Token | None = None


def nowhere() -> str | None:
    """Of what stands at no table."""
    return None


class Contact:
    """A device, or the phones of a table together: when it was heard last, and its minutes."""

    def __init__(self, kind: Kind, token: Token | None) -> None:
        self.kind = kind
        self.token = token
        self.heard_at: Ms = 0
        self.minutes = Span(MINUTE_MS, MINUTES)


class Link:
    """One live socket, as its protocol tells of it."""

    def __init__(self, contacts: Contacts, peer: Peer, now: Ms) -> None:
        self._contacts = contacts
        self.peer = peer
        self.opened_at = now

    def trip(self, ms: Ms) -> None:
        """A ping was answered after so long."""
        now = self._contacts.now()
        for each in self._contacts.spans(self.peer, now):
            each.trip(ms, now)

    def missed(self) -> None:
        """A ping was not answered. A phone that sleeps answers none: of those it says nothing of the network."""
        if self.peer.kind != "phone":
            now = self._contacts.now()
            for each in self._contacts.spans(self.peer, now, heard=False):
                each.missed(now)


class Contacts:
    """All devices of a house; `now` tells milliseconds of a clock that nobody can set."""

    def __init__(self, now: Callable[[], Ms]) -> None:
        self.now = now
        self.began_at = now()
        """Before that nothing is known."""
        self._known: dict[str, Contact] = {}
        self._tables: dict[str, Span] = {}
        self._links: dict[str, dict[Link, None]] = {}
        """Peer → its sockets, the oldest first."""
        self._gone: dict[str, Ms] = {}
        """Peer → when it broke off."""

    @contextmanager
    def linked(self, scope: Scope, peer: Peer) -> Iterator[None]:
        """A socket is there meanwhile. One that ends without a farewell has broken off."""
        now = self.now()
        link = Link(self, peer, now)
        if now - self._gone.pop(peer.id, now - BACK_MS - 1) <= BACK_MS:
            self._broke(peer, now)
        self._links.setdefault(peer.id, {})[link] = None
        self._contact(peer, now)
        follow(scope, link)
        try:
            yield
        except (WebSocketDisconnect, Behind) as end:
            self._ended(link, broke=not isinstance(end, WebSocketDisconnect) or end.code not in FAREWELLS)
            raise
        except BaseException:
            self._ended(link, broke=False)
            raise
        self._ended(link, broke=False)

    def told(self, peer: Peer, took_ms: Ms, missed: int) -> None:
        """What a device without a socket says: how long its last answer took, 0 for none, and how many it missed."""
        now = self.now()
        for each in self.spans(peer, now):
            if took_ms:
                each.trip(took_ms, now)
            for _ in range(min(missed, MISSED_MOST)):
                each.missed(now)

    def devices(self) -> dict[str, Contact]:
        """The devices that are known, by their ids; bump bars apart from the walls that share theirs (`bar_of`)."""
        return {name: each for name, each in self._known.items() if each.kind != "phone"}

    def phones(self) -> dict[str, Contact]:
        """The phones of each table together, by the table; those at none at ""."""
        return {name[len(PHONES) :]: each for name, each in self._known.items() if each.kind == "phone"}

    def sockets(self) -> Counter[str]:
        """How many sockets each device has open; those of phones by `phones_of` their table."""
        return Counter([_id_of(each.peer) for links in self._links.values() for each in links])

    def table(self, table: str) -> Figures:
        """What was heard at a table in the last hours."""
        span = self._tables.get(table)
        return Figures() if span is None else span.figures(self.now())

    def spans(self, peer: Peer, now: Ms, *, heard: bool = True) -> list[Span]:
        """Where what a peer does is counted; `heard` says that it lives."""
        contact, table = self._contact(peer, now, heard=heard), peer.table()
        return [contact.minutes] if table is None else [contact.minutes, self._span(table)]

    def _contact(self, peer: Peer, now: Ms, *, heard: bool = True) -> Contact:
        name = _id_of(peer)
        found = self._known.pop(name, None) or Contact(peer.kind, peer.token)
        found.kind, found.token = peer.kind, peer.token
        self._known[name] = found
        if heard:
            found.heard_at = now
        if len(self._known) > CONTACTS_MOST:
            away = next((each for each in self._known if each not in self._links), None)
            if away is not None:
                del self._known[away]
        return found

    def _span(self, table: str) -> Span:
        found = self._tables.pop(table, None) or Span(QUARTER_MS, QUARTERS)
        self._tables[table] = found
        if len(self._tables) > TABLES_MOST:
            del self._tables[next(iter(self._tables))]
        return found

    def _ended(self, link: Link, *, broke: bool) -> None:
        now, peer = self.now(), link.peer.id
        others = self._links[peer]
        del others[link]
        if not others:
            del self._links[peer]
        if not broke:
            return
        # A device notices by itself that it hears nothing, and is there again before the house knows that it had gone.
        if any(link.opened_at < each.opened_at and now - each.opened_at <= BACK_MS for each in others):
            self._broke(link.peer, now)
            return
        self._gone.pop(peer, None)
        self._gone[peer] = now
        while len(self._gone) > GONE_MOST or now - next(iter(self._gone.values())) > BACK_MS:
            del self._gone[next(iter(self._gone))]

    def _broke(self, peer: Peer, now: Ms) -> None:
        for each in self.spans(peer, now, heard=False):
            each.broke(now)


def bar_of(token: str) -> str:
    """The id of the bump bars of a device."""
    return f"bar {token}"


PHONES = "phones "


def phones_of(table: str) -> str:
    """The id of all phones at a table."""
    return f"{PHONES}{table}"


def _id_of(peer: Peer) -> str:
    return phones_of(peer.table() or "") if peer.kind == "phone" else peer.id
