"""What was taken back on a day: /voids puts what the floor said beside what the kitchen said of the same line."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core import ids
from kds.core.codec import decode
from kds.core.kitchen.events import TicketsRouted, VoidsAcknowledged
from kds.core.kitchen.model import EndedAs, RoutedTicket
from kds.core.orders.events import LineVoided, RoundPlaced
from kds.core.orders.model import Line
from kds.core.rights import AUDIT, PEOPLE, may
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.ledger import Events, StoredEvent, Wanted
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.web.pages.audit import day_of
from kds.web.pages.forms import person
from kds.web.pages.known_names import known_names
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.respond import page

LOOKED_AT = 400
"""Events of voids that are looked at of a day, the newest."""
DECISION = 8
"""An order is decided in so many events at most, from the one that its lines are named after to its tickets."""


class Ordered(NamedTuple):
    """A line as it was ordered, and the ticket on which it went to the kitchen."""

    line: Line
    ticket: RoutedTicket


class VoidRow(NamedTuple):
    """A void in words. `kitchen` is None where the kitchen has not said, `asked` whether it was to stop anything."""

    at: str
    table: str
    dish: Name
    amount: str
    who: Name
    approver: Name | None
    reason: str
    begun: bool
    asked: bool
    kitchen: EndedAs | None
    kitchen_at: str
    kitchen_who: Name | None
    expired: bool
    otherwise: bool
    by_clocks: bool


class Voids:
    """The page of a day."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    async def show(self, request: Request) -> Response:
        """GET /voids: those of `?day=`, the business day under way where none is named."""
        token = await person(request, self._store, self._tokens, AUDIT)
        await self._store.readable()
        state = self._store.state
        current = state.day.current.value
        asked = request.query_params.get("day", "").strip()[:10]
        day = asked or (current.business_day if current else "")
        span = day_of(state, day) if day else None
        rows, more = ([], False) if span is None else await self._rows(*span)
        return page(
            request,
            "voids/page.html",
            422 if asked and span is None else 200,
            viewer=token,
            day=day,
            day_fault=bool(asked) and span is None,
            rows=rows,
            more=more,
            differ=len([row for row in rows if row.otherwise]),
            unsaid=len([row for row in rows if row.by_clocks]),
            manages=may(state, token.role, PEOPLE),
        )

    async def _rows(self, since: int, until: int) -> tuple[list[VoidRow], bool]:
        wanted = Wanted(types=("LineVoided", "VoidsAcknowledged"), since=since, until=until)
        found = await self._store.ledger.search(wanted, 0, LOOKED_AT)
        known: dict[str, tuple[VoidsAcknowledged, StoredEvent]] = {}
        voided: list[tuple[LineVoided, StoredEvent]] = []
        for stored in found.events:
            event = decode(stored.type, stored.version, stored.data)
            if isinstance(event, VoidsAcknowledged):
                known.update(dict.fromkeys(event.lines, (event, stored)))
            elif isinstance(event, LineVoided):
                voided.append((event, stored))
        ordered = await _ordered(self._store.ledger, [event.line for event, _ in voided])
        names = known_names(await self._tokens.list_all(), self._people.all())
        telling = _Telling(self._store.state, names, self._store.now())
        rows = [telling.row(event, stored, ordered.get(event.line), known.get(event.line)) for event, stored in voided]
        return rows, bool(found.further)


async def _ordered(ledger: Events, lines: list[str]) -> dict[str, Ordered]:
    """Lines as they were ordered: they are named after the event with which their order was decided."""
    found: dict[str, Ordered] = {}
    for born in dict.fromkeys([ids.birth(line) or 0 for line in lines]):
        placed: dict[str, Line] = {}
        for stored in await ledger.read(born - 1, DECISION) if born else ():
            event = decode(stored.type, stored.version, stored.data)
            if isinstance(event, RoundPlaced):
                placed = {line.line: line for line in event.lines}
            elif isinstance(event, TicketsRouted):
                on = {line: ticket for ticket in event.tickets for line in ticket.lines}
                found.update({name: Ordered(line, on[name]) for name, line in placed.items() if name in on})
                break
    return found


class _Telling:
    """Puts voids into words as the house is now."""

    def __init__(self, state: State, names: dict[str, Name], now: int) -> None:
        self._state = state
        self._names = names
        self._now = now
        self._zone = timezone(state)

    def row(
        self,
        event: LineVoided,
        stored: StoredEvent,
        ordered: Ordered | None,
        known: tuple[VoidsAcknowledged, StoredEvent] | None,
    ) -> VoidRow:
        dish, amount = self._what(event.line, ordered)
        said, by = known or (None, None)
        return VoidRow(
            at=self._moment(stored),
            table=ordered.ticket.label if ordered else "",
            dish=dish,
            amount=amount,
            who=self._called(stored.actor),
            approver=self._called(stored.approver) if stored.approver else None,
            reason=event.reason,
            begun=event.started,
            asked=event.stop,
            kitchen=said.outcome if said else None,
            kitchen_at=self._moment(by) if by else "",
            kitchen_who=self._called(by.actor) if by and said and not said.expired else None,
            expired=said is not None and said.expired,
            otherwise=said is not None and event.line in said.otherwise,
            by_clocks=said is not None and said.by_clocks,
        )

    def _what(self, line: str, ordered: Ordered | None) -> tuple[Name, str]:
        if ordered is None:
            return Name(zh=line, en=line), ""
        found = ordered.line
        name = self._state.menu.name_of(found.dish) if found.item is None else found.item.name
        return name, f"{found.qty} g" if found.weighed else f"{found.qty} ×"

    def _called(self, actor: str) -> Name:
        return self._names.get(actor, Name(zh=actor, en=actor))

    def _moment(self, stored: StoredEvent) -> str:
        return time_of_day(stored.at, self._now, self._zone)
