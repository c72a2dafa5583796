"""Figures of what the golden day has none of: surcharges, set meals, accounts, screens, paper, calls taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeRule
from kds.core.billing.pay_account import PayAccount
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.set_account import SetAccount
from kds.core.calls.call_service import CallService
from kds.core.calls.end_call import EndCall
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Who
from kds.reports.registry import reports
from tests.house import FOR_TWO, MINUTE, SmallHouse, named, want
from tests.reports.asked import asked_of

DAY = "2026-09-21"
SEAT = SurchargeRule("seat", named("seat"), "per_head", 200)
SERVICE = SurchargeRule("service", named("service"), "percent", 100)


def told(folder: Path, house: SmallHouse, report: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a report of the day."""
    asked = asked_of(folder, house.recorded)
    names = [each.id for each in reports()[report].columns]
    rows = asked.give(report, DAY, DAY).rows
    asked.close()
    return [tuple([row[names.index(each)] for each in columns]) for row in rows]


def test_surcharges_are_told_by_rule_and_are_part_of_the_gross(tmp_path: Path) -> None:
    house = SmallHouse()
    house.do(ChangeBilling(surcharges=(SEAT, SERVICE)))
    placed = house.order("tofu", "noodles", guests=3)
    house.do(PayBill(placed.bill, "card", 3_000 + 600 + 300))
    assert told(tmp_path / "a", house, "surcharges", "surcharge", "rate", "bills", "heads", "amount") == [
        ("seat", 200, 1, 3, 600),
        ("service", 100, 1, 0, 300),
    ]
    assert told(tmp_path / "b", house, "sales_daily", "gross", "net") == [(3_900, 3_900)]
    assert told(tmp_path / "c", house, "dish_ranking", "dish", "net") == [("noodles", 1_800), ("tofu", 1_200)]
    assert told(tmp_path / "d", house, "channels", "channel", "amount") == [("scan", 3_900)]


def test_a_set_meal_is_told_by_what_was_chosen(tmp_path: Path) -> None:
    house = SmallHouse()
    house.do(ChangeMenu(dishes=(FOR_TWO,)))
    parts = (
        PartChosen("pot", "plain_pot", cells=(Cell("clear"),)),
        PartChosen("main", "noodles"),
        PartChosen("drinks", "cola", 2),
    )
    placed = house.order(want("for_two", parts=parts))
    house.do(PayBill(placed.bill, "card", 4_300))
    rows = told(tmp_path, house, "combos", "meal", "dish", "qty", "list")
    assert [(meal, dish, qty) for meal, dish, qty, _ in rows] == [
        ("for_two", "cola", 2),
        ("for_two", "noodles", 1),
        ("for_two", "plain_pot", 1),
    ]
    assert sum(each[3] for each in rows) == 4_300


def test_accounts_are_charged_let_off_and_paid(tmp_path: Path) -> None:
    house = SmallHouse()
    house.do(SetAccount("firm", named("firm"), 100_000))
    placed = house.order("tofu", "noodles")
    house.do(PayBill(placed.bill, "account", 3_000, account="firm"))
    house.do(RefundBill(placed.bill, "cold", amount_minor=500))
    house.do(PayAccount("firm", "cash", 1_000))
    columns = ("account", "charged", "returned", "paid", "change")
    assert told(tmp_path, house, "receivables", *columns) == [("firm", 3_000, 500, 1_000, 1_500)]


def test_all_that_is_given_back_takes_the_party_and_its_guests_with_it(tmp_path: Path) -> None:
    house = SmallHouse()
    for table, guests in (("A01", 2), ("A02", 3)):
        placed = house.order("tofu", table=table, guests=guests)
        house.do(PayBill(placed.bill, "card", 1_200))
    house.do(RefundBill(placed.bill, "cold"))
    columns = ("refunds", "net", "bills", "parties", "guests")
    assert told(tmp_path, house, "sales_daily", *columns) == [(1_200, 1_200, 2, 1, 2)]


def test_a_bump_by_mistake_is_told(tmp_path: Path) -> None:
    house = SmallHouse()
    ticket = house.ticket(house.line("tofu")).ticket
    deeds: list[Callable[[], object]] = [
        lambda: house.do(BumpTicket(ticket), "cook"),
        lambda: house.do(RecallTicket(ticket), "cook"),
        lambda: house.do(BumpTicket(ticket), "cook"),
    ]
    for deed in deeds:
        house.wait(5_000)
        deed()
    assert told(tmp_path, house, "recalls", "station", "bumps", "recalls", "rate", "quick") == [("cold", 2, 1, 500, 1)]


def test_what_was_shown_late_is_told(tmp_path: Path) -> None:
    house = SmallHouse()
    for wait in (1_000, 6_000):
        ticket = house.ticket(house.line("tofu")).ticket
        house.wait(wait)
        house.do(ReportShown("wall", (ticket,)))
    assert told(tmp_path, house, "system_health", "shown", "late", "p99") == [(2, 1, 5_950)]


def test_a_call_that_the_guests_took_back_has_no_time(tmp_path: Path) -> None:
    house = SmallHouse()
    session = house.order("tofu").session
    guest = Who("phone", "guest", "A01")
    for who, wait in (("run", MINUTE), ("run", 3 * MINUTE), (guest, 9 * MINUTE)):
        house.do(CallService(session, "soup"), guest)
        house.wait(wait)
        house.do(EndCall(*house.state.calls.calls), who)
    columns = ("kind", "calls", "withdrawn", "median", "mean")
    assert told(tmp_path, house, "service_calls", *columns) == [("soup", 3, 1, 2 * MINUTE, 2 * MINUTE)]
