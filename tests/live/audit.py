"""What was promised, held against everything that the house shows: bills, station tickets and public events."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import msgspec

from tests.live.client import Answer, Api
from tests.live.orders import Order
from tests.live.wire import Bill, Event, Placed, RoundIs, Stations, Tickets

AT_A_TIME = 8
"""Bills read at once."""
FINISHED = ("done", "served", "voided")


@dataclass
class Promises:
    """What the clients were told."""

    acknowledged: list[tuple[Order, RoundIs]] = field(default_factory=list)
    pending: dict[str, Order] = field(default_factory=dict)
    """Sent and not answered, by key: they may have happened or not."""
    refused: list[Order] = field(default_factory=list)
    """Told that nothing was stored, and not sent again."""
    faults: list[str] = field(default_factory=list)
    """What was wrong with the answers themselves."""
    seconds: list[float] = field(default_factory=list)
    """How long each acknowledged order took, from its last sending."""

    def sent(self, order: Order) -> None:
        """An order goes out."""
        self.pending[order.key] = order

    def answered(self, order: Order, answer: Answer) -> None:
        """An order's answer came: it is acknowledged, or else at fault, for all of these orders can be served."""
        self.pending.pop(order.key, None)
        if answer.status != 201:
            self.faults.append(f"{order.key} was answered with {answer.status} {answer.body!r}")
            return
        told = answer.round
        wanted = [(line["id"], line["dish"], line["qty"]) for line in order.body["lines"]]
        if [(each.id, each.dish, each.qty) for each in told.lines] != wanted:
            self.faults.append(f"{order.key} was answered with other lines than it has: {told.lines}")
        self.acknowledged.append((order, told))
        self.seconds.append(answer.seconds)

    def turned_away(self, order: Order) -> None:
        """An order's answer says that nothing of it was stored."""
        self.pending.pop(order.key, None)
        self.refused.append(order)

    @property
    def lines(self) -> int:
        """How many lines were acknowledged."""
        return sum(len(told.lines) for _, told in self.acknowledged)


@dataclass
class Evidence:
    """What the house shows."""

    events: list[Event]
    bills: dict[str, Bill]
    tickets: dict[str, Tickets]
    """By station."""


async def gather(api: Api) -> Evidence:
    """Everything, read over the public interface while nobody orders."""
    events = await api.events()
    stations = await api.get("/api/v1/stations", Stations)
    tickets = {each.station: await api.tickets(each.station) for each in stations.stations}
    opened = [event.data["bill"] for event in events if event.type == "BillOpened"]
    turns = asyncio.Semaphore(AT_A_TIME)

    async def read(bill: str) -> Bill:
        async with turns:
            return await api.get(f"/api/v1/bills/{bill}", Bill)

    bills = await asyncio.gather(*[read(bill) for bill in opened])
    return Evidence(events, {bill.bill: bill for bill in bills}, tickets)


async def audit(api: Api, promises: Promises, station_of: dict[str, str]) -> list[str]:
    """What is wrong; nothing, where every promise was kept."""
    return faults_of(promises, await gather(api), station_of)


def faults_of(promises: Promises, evidence: Evidence, station_of: dict[str, str]) -> list[str]:
    """The faults of the evidence. `station_of`: dish → the station that has to cook it."""
    shown = Shown(evidence)
    faults = [*promises.faults, *shown.faults]
    for order, told in promises.acknowledged:
        for line in told.lines:
            faults += [f"{order.key}: {fault}" for fault in shown.faults_of(told, line, station_of)]
    return [*faults, *_nobodys(promises, shown)]


def sets_time(event: Event) -> bool:
    """Whether with this event time itself was set: there alone it may run backwards."""
    return event.type == "ClockStepped" and event.data["shift_ms"] != 0


def _nobodys(promises: Promises, shown: Shown) -> list[str]:
    """Lines that stand where nobody's acknowledged or unanswered order put them."""
    ours = {line_id for order, _ in promises.acknowledged for line_id in order.ids}
    ours |= {line_id for order in promises.pending.values() for line_id in order.ids}
    strangers = sorted({line_id for _, line_id in shown.by_device_id} - ours)
    refused = {line_id for order in promises.refused for line_id in order.ids}
    return [
        f"{each} was refused and is stored" if each in refused else f"{each} was ordered by nobody"
        for each in strangers
    ]


class Shown:
    """The evidence by line, and what is wrong with it in itself."""

    def __init__(self, evidence: Evidence) -> None:
        self.faults: list[str] = []
        self.placed: dict[str, list[tuple[str, str, Placed]]] = defaultdict(list)
        """line → the (session, bill, line) of each event that places it."""
        self.by_device_id: Counter[tuple[str, str]] = Counter()
        self.routed: dict[str, list[str]] = defaultdict(list)
        """line → the station of each ticket that it was routed to."""
        self.on_bill: dict[str, list[str]] = defaultdict(list)
        """line → the bills on which it stands, as often as it does."""
        self.on_board: dict[str, list[str]] = defaultdict(list)
        """line → the stations that show it, as often as they do."""
        self.state: dict[str, str] = {}
        self._read_events(evidence.events)
        self._read_bills(evidence.bills)
        self._read_tickets(evidence.tickets)

    def _read_events(self, events: list[Event]) -> None:
        if [event.seq for event in events] != list(range(1, len(events) + 1)):
            self.faults.append("the events are not numbered 1, 2, 3 …")
        if any(later.at < earlier.at and not sets_time(later) for earlier, later in itertools.pairwise(events)):
            self.faults.append("time runs backwards in the events")
        for event in events:
            data = event.data
            if event.type == "RoundPlaced":
                for line in msgspec.convert(data["lines"], list[Placed]):
                    self.placed[line.line].append((data["session"], data["bill"], line))
                    self.by_device_id[data["session"], line.id] += 1
            elif event.type == "TicketsRouted":
                for ticket in data["tickets"]:
                    for line_id in ticket["lines"]:
                        self.routed[line_id].append(ticket["station"])
        self.faults += [f"{each} was placed {n} times" for each, n in self.by_device_id.items() if n != 1]

    def _read_bills(self, bills: dict[str, Bill]) -> None:
        for bill in bills.values():
            for line in bill.lines:
                self.on_bill[line.line].append(bill.bill)
                self.state[line.line] = line.state
                if line.line not in self.placed:
                    self.faults.append(f"{line.line} is on {bill.bill} and in no event")
            total = sum(line.price_minor for line in bill.lines if line.state != "voided")
            if total != bill.total_minor:
                self.faults.append(f"the lines of {bill.bill} come to {total}, it says {bill.total_minor}")

    def _read_tickets(self, tickets: dict[str, Tickets]) -> None:
        for station, shown in tickets.items():
            for ticket in shown.tickets:
                for line in ticket.lines:
                    self.on_board[line.line].append(station)
                    if line.line not in self.placed:
                        self.faults.append(f"{line.line} is at {station} and in no event")

    def faults_of(self, told: RoundIs, line: Placed, station_of: dict[str, str]) -> list[str]:
        """What is wrong with a line that was acknowledged."""
        station = station_of[line.dish]
        board = [] if self.state.get(line.line) in FINISHED else [station]
        found = [
            ("in the events", self.placed.get(line.line, []), [(told.session, told.bill, line)]),
            ("on bills", self.on_bill.get(line.line, []), [told.bill]),
            ("routed", self.routed.get(line.line, []), [station]),
            ("shown at stations", self.on_board.get(line.line, []), board),
        ]
        return [f"{line.line} is {where}: {there}, not {due}" for where, there, due in found if there != due]
