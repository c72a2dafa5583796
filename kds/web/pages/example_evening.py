"""An evening that only pictures of boards have: parties in every state at tables of the house, by its own deeds."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.calls.answers import CallIs
from kds.core.calls.call_service import CallService
from kds.core.calls.model import CallKind
from kds.core.calls.take_call import TakeCall
from kds.core.floor.ask_bill import AskBill
from kds.core.floor.model import Area, Table
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Screen, ScreenRole
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.answered import RoundIs
from kds.core.orders.model import Cell
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.state import State
from kds.feed.floor import as_read
from kds.web.pages.showroom import AREAS, SCREEN, TABLES, Maker, line

BOARD = "board"
PARTIES = 9
"""How many sit at tables."""


class Floor(NamedTuple):
    """Where parties sit, and the areas at which a screen looks, none for all and for parties without a table."""

    areas: tuple[Area, ...] = AREAS
    tables: tuple[Table, ...] = TABLES
    looked: tuple[str, ...] = ()


def floor_of(state: State, areas: tuple[str, ...]) -> Floor:
    """The tables of these areas of a house, or of all, as many as are needed; a floor of its own where it has none.

    Area by area takes its turn, so that there is something in each.
    """
    looked = {name: each for name, each in state.floor.areas.items() if not areas or name in areas}
    tables: dict[str, list[Table]] = {name: [] for name in looked}
    for table in state.floor.tables.values():
        if table.area in tables:
            # Nothing at it waits for a base: an example is the same at every table.
            tables[table.area].append(Table(table.table, table.area, table.seats))
    rows = [sorted(each, key=lambda table: as_read(table.table)) for each in tables.values()]
    turns = [row[turn] for turn in range(PARTIES) for row in rows if turn < len(row)]
    return Floor(tuple(looked.values()), tuple(turns[:PARTIES]), tuple(looked) if areas else ()) if turns else Floor()


def evening(role: ScreenRole, floor: Floor) -> State:
    """The house at `NOW`, with a screen of this role, called `BOARD`."""
    return _Evening(role, floor).made()


class _Evening(Maker):
    def __init__(self, role: ScreenRole, floor: Floor) -> None:
        super().__init__(floor.areas, floor.tables)
        self.do(ChangeKitchen(screens=(Screen(BOARD, SCREEN.name, role=role, areas=floor.looked),)))
        self._tables = [each.table for each in floor.tables]
        self._seated = 0

    def made(self) -> State:
        """Told as it happened, the oldest first."""
        late = self._seat(17, line("duck"), line("beef", note="花生过敏 peanut allergy"))
        ready = self._seat(14, line("tripe", 2), line("noodles"), line("tofu"))
        eating = self._seat(12, line("noodles", 3), line("tofu"))
        fetched = self._number(11, line("noodles"), line("tofu"))
        partly = self._seat(9, line("beef"), line("tripe", 2))
        fetched_too = self._number(9, line("beef"))
        long = self._seat(8, line("long", 2, note="不要香菜，酱料分开装 no coriander, dip apart"))
        self._done(6, late, 1)
        held = self._seat(5, line("tripe"), line("noodles", fire="hold"))
        self._number(5, line("duck"), line("noodles", 2))
        self._call(5, eating, "soup")
        self._done(4, eating, 1)
        self.do(ServeLine(eating.lines[0].line))
        self._done(4, fetched)
        self._seat(4, LineWanted("pot", 1, cells=(Cell("spicy", "hot"), Cell("tomato"))))
        self._done(3, ready)
        self._number(3, line("tofu"))
        self.do(RushLine(late.lines[1].line))
        self.do(TakeCall(self._call(3, long, "plates")))
        self._done(2, partly, 1)
        self.do(AskBill(ready.session))
        self._seat(2, line("beef"), line("tofu"))
        self._call(2, held, "words", "再来一份蘸料 one more dip")
        self._done(1, fetched_too)
        self._seat(1, line("tripe"), line("duck", 2))
        self._number(1, line("tripe"))
        return self.state

    def _seat(self, minutes_ago: int, *lines: LineWanted) -> RoundIs:
        """At the next table; where there are no more, those at the first order again."""
        table = self._tables[self._seated % len(self._tables)]
        self._seated += 1
        return self._placed(minutes_ago, PlaceRound(channel="scan", lines=lines, table=table, guests=4))

    def _number(self, minutes_ago: int, *lines: LineWanted) -> RoundIs:
        return self._placed(minutes_ago, PlaceRound(channel="counter", lines=lines, service="takeaway"))

    def _placed(self, minutes_ago: int, command: PlaceRound) -> RoundIs:
        self.minutes_ago = minutes_ago
        answer = self.do(command)
        assert isinstance(answer, RoundIs)
        return answer

    def _done(self, minutes_ago: int, placed: RoundIs, lines: int = 0) -> None:
        """All of it, or its first lines."""
        self.minutes_ago = minutes_ago
        self.do(BumpTicket(placed.tickets[0], tuple([each.line for each in placed.lines[:lines]])))

    def _call(self, minutes_ago: int, placed: RoundIs, kind: CallKind, text: str = "") -> str:
        self.minutes_ago = minutes_ago
        answer = self.do(CallService(placed.session, kind, text))
        assert isinstance(answer, CallIs)
        return answer.call
