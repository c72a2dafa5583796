"""A hand-checked day, small enough for paper: a Saturday in Berlin whose night is an hour longer, and the day after.

All times are local; the business day is 2026-10-24 and ends at 04:00 on the 25th. In that night 02:00 to 03:00 comes
twice. Prices are in cents.

A  A01, then A03, 2 guests, scan: 18:00 beef 58.00, tofu 12.00, two colas 12.00. The colas are split off; 70.00 in cash
   at 18:55, 12.00 by card at 18:56.
B  A02, 4 guests, waiter: 19:00 pot 28.00, noodles 18.00, crab 99.00. The noodles are voided after their start; 10 %
   off; 114.30 by code at 20:00; 10.00 go back at 21:00.
C  takeaway, counter: 20:00 tofu 12.00, sesame 3.00 which is given free; 12.00 in cash. Opened again at 20:10, a cola
   6.00 more; 6.00 by card at 20:15.
D  A01, 2 guests, scan: 23:30 tofu 12.00, at the first 02:30 a cola 6.00, at the second a tofu 12.00 that never comes;
   30.00 in cash at 03:10. The day after at 10:00 the last tofu, 12.00, is given back.

The till is open from 17:30 to 03:30 with a float of 100.00; it takes 20.00 as a deposit, 50.00 go to the safe at 22:00,
and 181.00 are counted where 182.00 should be. A calls for water at 18:20, and has it at 18:22.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kds.core.billing.close_shift import CloseShift
from kds.core.billing.comp_line import CompLine
from kds.core.billing.drop_cash import DropCash
from kds.core.billing.open_shift import OpenShift
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.reopen_bill import ReopenBill
from kds.core.billing.split_bill import BillsAre, SplitBill
from kds.core.billing.take_deposit import TakeDeposit
from kds.core.calls.call_service import CallService
from kds.core.calls.end_call import EndCall
from kds.core.day.found_house import FoundHouse
from kds.core.day.model import House
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Minor, Ms
from kds.runtime.days import business_day
from tests.house import FOUNDING, SmallHouse, named, want

ZONE = ZoneInfo("Europe/Berlin")
DAY, NEXT = "2026-10-24", "2026-10-25"
BERLIN = House("s1", named("Small House"), "EUR", "Europe/Berlin", 4 * 60)


def moment(clock: str, date: str = DAY, *, again: bool = False) -> Ms:
    """A moment by the local clock; of an hour that comes twice the first, or the second where it is `again`."""
    local = datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=ZONE, fold=int(again))
    return int(local.timestamp() * 1000)


class Evening:
    """The house, and the hands that the day takes."""

    def __init__(self) -> None:
        self.house = SmallHouse(())
        self.at("17:00")
        _, closes_at = business_day(self.house.now, BERLIN.timezone, BERLIN.cutoff_minute)
        for command in (FoundHouse(BERLIN, DAY, closes_at), *FOUNDING[1:]):
            self.house.do(command)

    def at(self, clock: str, date: str = DAY, *, again: bool = False) -> None:
        """It is that time now."""
        self.house.now = moment(clock, date, again=again)

    def start(self, line: str, clock: str) -> None:
        self.at(clock)
        self.house.do(StartTicket(self.house.item(line).ticket, (line,)), "cook")

    def bump(self, line: str, clock: str, date: str = DAY) -> None:
        self.at(clock, date)
        self.house.do(BumpTicket(self.house.item(line).ticket, (line,)), "cook")

    def serve(self, line: str, clock: str, date: str = DAY) -> None:
        self.at(clock, date)
        self.house.do(ServeLine(line), "run")

    def pay(self, bill: str, tender: str, amount: Minor, clock: str, date: str = DAY) -> None:
        self.at(clock, date)
        self.house.do(PayBill(bill, tender, amount), "till")


def lines_of(placed: RoundIs) -> list[str]:
    return [each.line for each in placed.lines]


def till_opens(day: Evening) -> None:
    day.at("17:30")
    day.house.do(OpenShift(10_000), "till")
    day.at("17:35")
    day.house.do(TakeDeposit("cash", 2_000, "Sunday's party"), "till")


def party_a(day: Evening) -> None:
    day.at("18:00")
    placed = day.house.order("beef", "tofu", want("cola", 2), guests=2)
    beef, tofu, cola = lines_of(placed)
    day.bump(cola, "18:00:30")
    day.start(beef, "18:01")
    day.bump(tofu, "18:02")
    day.serve(cola, "18:04")
    day.house.do(MoveSession(placed.session, "A03"))
    day.serve(tofu, "18:05")
    day.bump(beef, "18:08")
    day.serve(beef, "18:10")
    day.at("18:20")
    day.house.do(CallService(placed.session, "water"))
    day.at("18:22")
    day.house.do(EndCall(*day.house.state.calls.calls), "run")
    day.at("18:50")
    parts = day.house.ask(SplitBill(placed.bill, "lines", ((cola,),)), BillsAre)
    day.pay(parts.bills[0], "cash", 7000, "18:55")
    day.pay(parts.bills[1], "card", 1200, "18:56")
    day.at("18:58")
    day.house.do(ClearSession(placed.session))


def party_b(day: Evening) -> RoundIs:
    day.at("19:00")
    placed = day.house.order("plain_pot", "noodles", "crab", table="A02", channel="waiter", guests=4)
    pot, noodles, crab = lines_of(placed)
    day.start(noodles, "19:02")
    day.at("19:03")
    day.house.do(RushLine(crab))
    day.bump(crab, "19:04")
    day.at("19:05")
    day.house.do(VoidLine(noodles, "too slow"), "ann")
    day.bump(pot, "19:08")
    day.serve(pot, "19:09")
    day.serve(crab, "19:12")
    day.house.do(ReduceBill(placed.bill, "percent", 100, "regular"))
    day.pay(placed.bill, "qr", 11_430, "20:00")
    return placed


def party_b_leaves(day: Evening, placed: RoundIs) -> None:
    day.at("20:30")
    day.house.do(ClearSession(placed.session))
    day.at("21:00")
    day.house.do(RefundBill(placed.bill, "cold", amount_minor=1000), "boss")


def party_c(day: Evening) -> None:
    day.at("20:00")
    placed = day.house.order("tofu", "sesame", table=None, channel="counter")
    tofu, sesame = lines_of(placed)
    day.house.do(CompLine(sesame, "regular"), "ann")
    day.bump(tofu, "20:02")
    day.bump(sesame, "20:02")
    day.pay(placed.bill, "cash", 1200, "20:05")
    day.at("20:10")
    day.house.do(ReopenBill(placed.bill, "forgot the cola"), "boss")
    day.house.order("cola", table=None, channel="counter", session=placed.session)
    day.pay(placed.bill, "card", 600, "20:15")


def party_d(day: Evening) -> None:
    day.at("23:30")
    placed = day.house.order("tofu", guests=2)
    (tofu,) = lines_of(placed)
    day.bump(tofu, "23:32")
    day.serve(tofu, "23:40")
    day.at("02:30", NEXT)
    (cola,) = lines_of(day.house.order("cola"))
    day.bump(cola, "02:30:30", NEXT)
    day.serve(cola, "02:35", NEXT)
    day.at("02:30", NEXT, again=True)
    (never,) = lines_of(day.house.order("tofu"))
    day.pay(placed.bill, "cash", 3000, "03:10", NEXT)
    day.at("03:20", NEXT)
    day.house.do(ClearSession(placed.session))
    day.at("03:30", NEXT)
    day.house.do(CloseShift(18_100), "till")
    day.at("04:00", NEXT)
    day.house.tick(*business_day(day.house.now, BERLIN.timezone, BERLIN.cutoff_minute))
    day.at("10:00", NEXT)
    day.house.do(RefundBill(placed.bill, "never came", lines=(never,)), "boss")


def evening() -> SmallHouse:
    """The house after all of it."""
    day = Evening()
    till_opens(day)
    party_a(day)
    placed = party_b(day)
    party_c(day)
    party_b_leaves(day, placed)
    day.at("22:00")
    day.house.do(DropCash(5_000, "safe"), "till")
    party_d(day)
    return day.house
