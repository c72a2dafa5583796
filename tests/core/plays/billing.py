"""Bills beside their lines and payments, and the house's money."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.close_shift import CloseShift
from kds.core.billing.comp_line import CompLine
from kds.core.billing.drop_cash import DropCash
from kds.core.billing.join_bills import JoinBills
from kds.core.billing.model import REDUCTIONS_MOST, TENDERS, SurchargeRule
from kds.core.billing.offered import REASONS, NamedReduction, Reasons
from kds.core.billing.open_shift import OpenShift
from kds.core.billing.pay_account import PayAccount
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.reopen_bill import ORIGINALS_MOST, ReopenBill
from kds.core.billing.return_deposit import ReturnDeposit
from kds.core.billing.set_account import SetAccount
from kds.core.billing.split_bill import BillsAre, SplitBill
from kds.core.billing.surcharge_bill import SurchargeBill
from kds.core.billing.take_back import TakeBack
from kds.core.billing.take_deposit import TakeDeposit
from kds.core.billing.weigh_line import WeighLine
from kds.core.bills import lines_of, sheet_of
from kds.core.deadlines import Tick
from kds.core.journal import ONLY
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command, Name, Refusal
from tests.core.plays.day import look_at_the_calendar
from tests.core.plays.play import BILLS, HOUSE, LINES, Kind, Play, Plays
from tests.core.plays.reasons import LISTED, or_unlisted
from tests.house import SmallHouse, named, want

ACCOUNTS = Kind(lambda state: ["firm"], lambda state, session: ["firm"], ("nobody",))

TEA = SurchargeRule("tea", named("tea"), "per_head", 200, ("dine_in",))
SERVICE = SurchargeRule("service", named("service"), "percent", 100, exempt=("cola",), automatic=False)
BOXES = SurchargeRule("boxes", named("boxes"), "packing", 50, ("takeaway", "delivery"))
SURCHARGES = (TEA, SERVICE, BOXES)
STAFF = NamedReduction("staff", named("staff"), "percent", 100)


def change(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The house charges for tea and service, or for nothing, rounds cash or does not, and lists its reasons or none."""
    return ChangeBilling(
        surcharges=chance.choice((SURCHARGES, SURCHARGES, (replace(SERVICE, automatic=True),), ())),
        round_to_minor=chance.choice((1, 10, 100)),
        reductions=chance.choice(((), (STAFF,))),
        reasons=chance.choice((REASONS, LISTED)),
    )


def change_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """No tender, one twice, a surcharge or a reduction beyond all, nothing to round to, or no reason at all."""
    return chance.choice(
        (
            ChangeBilling(tenders=()),
            ChangeBilling(tenders=TENDERS[:1] * 2),
            ChangeBilling(surcharges=(replace(SERVICE, value=1001),)),
            ChangeBilling(round_to_minor=0),
            ChangeBilling(reductions=(replace(STAFF, value=0),)),
            ChangeBilling(reasons=(Reasons("comp", (), free=False),)),
        )
    )


def comp(house: SmallHouse, line: str, chance: Random) -> Command:
    """The house is sorry."""
    return CompLine(line, "waited too long")


def lines_on(house: SmallHouse, bill: str) -> list[str]:
    """What stands on a bill."""
    found = house.state.orders.bills.get(bill)
    return [] if found is None else [each.line for each in lines_of(house.state, found)]


def reduce(house: SmallHouse, bill: str, chance: Random) -> Command:
    """A share or an amount, of all or of some dishes, or a little rounding."""
    voids = house.state.orders.voids
    lines = [each for each in lines_on(house, bill) if each not in voids]
    some = chance.choice(((), (), tuple(lines[:2])))
    return chance.choice(
        (
            ReduceBill(bill, "percent", chance.choice((1, 100, 333, 1000)), "regulars", some),
            ReduceBill(bill, "amount", chance.choice((1, 500, 99_999)), "late", some),
            ReduceBill(bill, "rounding", chance.randint(1, 3), "coins"),
        )
    )


def reduce_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """Beyond bounds, of what is not there, twice rounded, or once too often."""
    if chance.random() < 0.1:
        for _ in range(REDUCTIONS_MOST):
            house.attempt(ReduceBill(bill, "amount", 1, "again"))
    elif chance.random() < 0.2:
        house.attempt(ReduceBill(bill, "rounding", 1, "coins"))
    elif chance.random() < 0.3:
        split = house.attempt(SplitBill(bill, "equal", parts=2))
        if not isinstance(split, Refusal) and isinstance(split.answer, BillsAre):
            house.attempt(ReduceBill(split.answer.bills[1], "rounding", chance.randint(98, 100), "coins"))
            return ReduceBill(bill, "rounding", chance.randint(3, 100), "coins")
    elif chance.random() < 0.2:
        for line in lines_on(house, bill)[:1]:
            house.attempt(VoidLine(line, "guest"))
    voided = [each for each in lines_on(house, bill) if each in house.state.orders.voids]
    return chance.choice(
        (
            ReduceBill(bill, "percent", 1001, "too much"),
            ReduceBill(bill, "amount", 1, "nothing", ("L99999-1",)),
            *(ReduceBill(bill, "amount", 1, "gone", tuple(voided[:1])),) * (5 if voided else 1),
            ReduceBill(bill, "rounding", 1, "coins", ("L1-1",)),
            ReduceBill(bill, "rounding", 1, "coins"),
        )
    )


def take_back(house: SmallHouse, bill: str, chance: Random) -> Command:
    """What was given last, if anything was."""
    found = [each.reduction for each in sheet_of(house.state, bill).reductions if each.kind != "refund"]
    return TakeBack(bill, found[-1] if found else "D1")


def surcharge(house: SmallHouse, bill: str, chance: Random) -> Command:
    """One of the house's: on where it is not, and off, or for others, where it is."""
    one = chance.choice(SURCHARGES).surcharge
    there = [each.rule.surcharge for each in sheet_of(house.state, bill).surcharges]
    return SurchargeBill(bill, one, one not in there, chance.choice((None, 3)), "late")


def waive(house: SmallHouse, bill: str, chance: Random) -> Command:
    """What it was charged beside its dishes."""
    house.attempt(ChangeBilling(surcharges=SURCHARGES))
    house.attempt(SurchargeBill(bill, "service"))
    return SurchargeBill(bill, "service", on=False, reason="late")


def surcharge_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """One that the house does not have, or for more heads than there are; off when it is paid already, or split off."""
    if chance.random() < 0.3:
        house.attempt(ChangeBilling(surcharges=SURCHARGES))
        house.attempt(SurchargeBill(bill, "tea", heads=3))
        settle_nearly(house, bill, chance)
        return SurchargeBill(bill, "tea", on=False)
    return chance.choice((SurchargeBill(bill, "music"), SurchargeBill(bill, "tea", heads=-1)))


def take_back_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """A refund."""
    attempt_again(house, bill)
    found = [each.reduction for each in sheet_of(house.state, bill).reductions if each.kind == "refund"]
    return TakeBack(bill, found[-1] if found else "D1")


def attempt_again(house: SmallHouse, bill: str) -> None:
    """Something of a bill is given back once it is paid, and it is opened again."""
    house.attempt(PayBill(bill, "cash", due_of(house, bill)))
    house.attempt(RefundBill(bill, "wrong", amount_minor=1))
    house.attempt(ReopenBill(bill, "wrong"))


def settle_nearly(house: SmallHouse, bill: str, chance: Random) -> None:
    """All but a cent is paid, or somebody else's."""
    most = due_of(house, bill) - 1
    split = SplitBill(bill, "amount", amounts=(max(1, most),))
    house.attempt(split if chance.random() < 0.5 else PayBill(bill, "card", max(0, most)))


def due_of(house: SmallHouse, bill: str) -> int:
    """What is still to pay."""
    return house.due(bill) if bill in house.state.orders.bills else 1


def split(house: SmallHouse, bill: str, chance: Random) -> Command:
    """Some lines, everybody alone, in shares, or an amount."""
    voids = house.state.orders.voids
    lines = tuple([each for each in lines_on(house, bill) if each not in voids])
    due = due_of(house, bill)
    ways = [SplitBill(bill, "equal", parts=chance.randint(2, 4)), SplitBill(bill, "seats")]
    if due:
        ways.append(SplitBill(bill, "amount", amounts=(1, (due - 1) // 2 or 1) if due > 1 else (1,)))
    if lines:
        ways.append(SplitBill(bill, "lines", (lines[:1], lines[1:3]) if len(lines) > 1 else (lines,)))
    return chance.choice(ways)


def split_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """Into nothing, of what is not there, one dish twice, more than is due, or into more bills than anybody has."""
    found = lines_on(house, bill)
    voided = tuple([each for each in found if each in house.state.orders.voids])[:1]
    lines = tuple([each for each in found if each not in house.state.orders.voids])[:1]
    due = due_of(house, bill)
    if chance.random() < 0.15:
        house.attempt(ReduceBill(bill, "rounding", 1, "coins"))
    elif chance.random() < 0.15:
        house.attempt(SplitBill(bill, "equal", parts=99))
        return SplitBill(bill, "equal", parts=9)
    elif chance.random() < 0.2:
        house.attempt(PayBill(bill, "card", max(0, due - 1)))
    elif lines and chance.random() < 0.15:
        house.attempt(VoidLine(lines[0], "changed their mind"))
        return SplitBill(bill, "lines", (lines,))
    return chance.choice(
        (
            SplitBill(bill, "lines"),
            SplitBill(bill, "lines", (("L99999-1",),)),
            SplitBill(bill, "lines", (voided or ("L1-1",),)),
            SplitBill(bill, "lines", (lines, lines)),
            SplitBill(bill, "lines", (tuple([each for each in found if each not in voided]),)),
            SplitBill(bill, "seats", seats=((99,),)),
            SplitBill(bill, "equal", parts=1),
            SplitBill(bill, "amount", amounts=(max(1, due), max(1, due))),
        )
    )


def join(house: SmallHouse, bill: str, chance: Random) -> Command:
    """With another of the same party, if there is one."""
    found = house.state.orders.bills.get(bill)
    others = sorted({*house.state.orders.session_bills[found.session]} - {bill}) if found is not None else []
    open_ones = [each for each in others if house.bill(each).state == "open"]
    if found is not None and not open_ones and found.state == "open":
        house.attempt(SplitBill(bill, "equal", parts=2))
        others = sorted({*house.state.orders.session_bills[found.session]} - {bill})
        open_ones = [each for each in others if house.bill(each).state == "open"]
    return JoinBills(bill, open_ones[-1] if open_ones else bill)


def join_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """With itself, with somebody else's, once it is paid in part, or with very much off both."""
    others = [each for each in sorted(house.state.orders.bills) if each != bill and house.bill(each).state == "open"]
    if chance.random() < 0.3:
        house.attempt(SplitBill(bill, "equal", parts=2))
        house.attempt(PayBill(bill, "card", 1))
        return join(house, bill, chance)
    if chance.random() < 0.3:
        for _ in range(REDUCTIONS_MOST // 2 + 1):
            house.attempt(ReduceBill(bill, "percent", 1, "again"))
        lines = tuple([each for each in lines_on(house, bill) if each not in house.state.orders.voids])
        house.attempt(SplitBill(bill, "lines", (lines[:1],)))
        return join(house, bill, chance)
    return JoinBills(bill, chance.choice([bill, *others]))


def refund(house: SmallHouse, bill: str, chance: Random) -> Command:
    """A dish, an amount, or all of it."""
    found = house.state.orders.bills.get(bill)
    lines = [each for each in lines_on(house, bill) if each not in house.state.orders.voids]
    if found is not None and found.state == "paid" and lines and chance.random() < 0.5:
        return RefundBill(bill, "cold", (chance.choice(lines),))
    return RefundBill(bill, "cold", amount_minor=chance.choice((None, 1, 500)))


def refund_paid(house: SmallHouse, bill: str, chance: Random) -> Command:
    """Of one that is paid."""
    house.attempt(PayBill(bill, "card", due_of(house, bill)))
    return RefundBill(bill, "cold", amount_minor=1)


def reopen(house: SmallHouse, bill: str, chance: Random) -> Command:
    """The waiter was wrong."""
    return ReopenBill(bill, "wrong")


def reopen_paid(house: SmallHouse, bill: str, chance: Random) -> Command:
    """One that is paid for certain."""
    house.attempt(PayBill(bill, "card", due_of(house, bill)))
    return reopen(house, bill, chance)


def refund_badly(house: SmallHouse, bill: str, chance: Random) -> Command:
    """Nothing, more than was taken, what was not ordered, voided, or given back before; of a bill that is open."""
    found = lines_on(house, bill)
    voided = [each for each in found if each in house.state.orders.voids]
    lines = [each for each in found if each not in voided]
    if chance.random() < 0.3:
        house.attempt(PayBill(bill, "card", due_of(house, bill)))
        house.attempt(RefundBill(bill, "cold", tuple(lines[:1])))
    elif lines and chance.random() < 0.3:
        house.attempt(VoidLine(lines[0], "cold", whole_meal=True))
        house.attempt(PayBill(bill, "card", due_of(house, bill)))
        return RefundBill(bill, "cold", (lines[0],))
    elif chance.random() < 0.3:
        house.attempt(PayBill(bill, "card", 1))
    return chance.choice(
        (
            RefundBill(bill, "cold", amount_minor=0),
            RefundBill(bill, "cold", amount_minor=10**9),
            RefundBill(bill, "cold", ("L99999-1",)),
            RefundBill(bill, "cold", tuple(voided[:1]) or ("L1-1",)),
            RefundBill(bill, "cold", tuple(lines[:1])),
        )
    )


def reopen_often(house: SmallHouse, bill: str, chance: Random) -> Command:
    """Once too often."""
    for _ in range(ORIGINALS_MOST):
        house.attempt(PayBill(bill, "cash", due_of(house, bill)))
        house.attempt(ReopenBill(bill, "again"))
    house.attempt(PayBill(bill, "cash", due_of(house, bill)))
    return ReopenBill(bill, "again")


def reopen_late(house: SmallHouse, bill: str, chance: Random) -> Command:
    """The day after, or too often."""
    if chance.random() < 0.5:
        return reopen_often(house, bill, chance)
    house.attempt(PayBill(bill, "cash", due_of(house, bill)))
    house.now = max(house.now, house.state.day.current[ONLY].closes_at)
    look_at_the_calendar(house)
    house.attempt(Tick())
    return ReopenBill(bill, "late")


def set_account(house: SmallHouse, account: str, chance: Random) -> Command:
    """The firm next door may pay later."""
    return SetAccount("firm", named("firm"), chance.choice((0, 100_000)))


def set_account_badly(house: SmallHouse, account: str, chance: Random) -> Command:
    """Less than nothing, or nobody."""
    return chance.choice((SetAccount("firm", named("firm"), -1), SetAccount("firm", Name(zh="", en=""), 1)))


def pay_account(house: SmallHouse, account: str, chance: Random) -> Command:
    """All that is owed; something must be."""
    if account not in house.state.billing.accounts or not house.state.billing.accounts[account].owed_minor:
        owing(house)
    found = house.state.billing.accounts.get(account)
    return PayAccount(account, "card", 1 if found is None else max(1, found.owed_minor))


def pay_account_badly(house: SmallHouse, account: str, chance: Random) -> Command:
    """More than is owed, nothing, by shells, or by owing it."""
    house.attempt(SetAccount("firm", named("firm"), 100_000))
    return chance.choice(
        (
            PayAccount("firm", "card", 10**9),
            PayAccount("firm", "card", 0),
            PayAccount("firm", "shells", 1),
            PayAccount("firm", "account", 1),
            PayAccount("nobody", "card", 1),
        )
    )


def owing(house: SmallHouse) -> None:
    """Somebody to take away pays later."""
    house.attempt(SetAccount("firm", named("firm"), 100_000))
    placed = house.attempt(PlaceRound("waiter", (want("cola"),), "takeaway"))
    if not isinstance(placed, Refusal) and isinstance(placed.answer, RoundIs):
        house.attempt(PayBill(placed.answer.bill, "account", 100, account="firm"))


def take_deposit(house: SmallHouse, subject: str, chance: Random) -> Command:
    """For a booking."""
    return TakeDeposit(chance.choice(("cash", "card")), 5_000, "booking 7")


def take_deposit_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Nothing, or by what is no money."""
    return chance.choice((TakeDeposit("cash", 0), TakeDeposit("shells", 1), TakeDeposit("account", 1)))


def return_deposit(house: SmallHouse, deposit: str, chance: Random) -> Command:
    """Some of it or all."""
    if not house.state.billing.deposits:
        house.attempt(TakeDeposit("cash", 5_000))
    found = sorted(house.state.billing.deposits)
    return ReturnDeposit(found[0] if found else "D1", chance.choice((None, 1)))


def return_deposit_badly(house: SmallHouse, deposit: str, chance: Random) -> Command:
    """More than there is, nothing, or what is not kept."""
    house.attempt(TakeDeposit("cash", 5_000))
    found = [*sorted(house.state.billing.deposits), "D1"][0]
    return chance.choice((ReturnDeposit(found, 10**9), ReturnDeposit(found, 0), ReturnDeposit("D1")))


def open_shift(house: SmallHouse, till: str, chance: Random) -> Command:
    """Somebody comes to work."""
    free = [each for each in ("main", "bar", "door") if each not in house.state.billing.shifts]
    return OpenShift(20_000, free[0] if free else "main")


def open_shift_badly(house: SmallHouse, till: str, chance: Random) -> Command:
    """With less than nothing, or where somebody works already."""
    house.attempt(OpenShift(0))
    return chance.choice((OpenShift(-1), OpenShift(0)))


def drop(house: SmallHouse, till: str, chance: Random) -> Command:
    """There is too much in the drawer, or too little."""
    if not house.state.billing.shifts:
        house.attempt(OpenShift(20_000))
    till = (sorted(house.state.billing.shifts) or ["main"])[0]
    return DropCash(chance.choice((10_000, -500)), "safe", till)


def drop_badly(house: SmallHouse, till: str, chance: Random) -> Command:
    """Nothing, beyond counting, or from where nobody works."""
    house.attempt(OpenShift(0))
    return chance.choice((DropCash(0, "safe"), DropCash(1 << 60, "safe"), DropCash(1, "safe", "roof")))


def close_shift(house: SmallHouse, till: str, chance: Random) -> Command:
    """Counted, and given to somebody or to nobody."""
    if not house.state.billing.shifts:
        house.attempt(OpenShift(20_000))
    till = (sorted(house.state.billing.shifts) or ["main"])[0]
    return CloseShift(chance.choice((20_000, 21_000)), till, chance.choice(("", "bob")))


def close_shift_badly(house: SmallHouse, till: str, chance: Random) -> Command:
    """Less than nothing, or where nobody works."""
    house.attempt(OpenShift(0))
    return chance.choice((CloseShift(-1), CloseShift(1, "roof")))


def weigh(house: SmallHouse, line: str, chance: Random) -> Command:
    """What the scale says."""
    return WeighLine(line, chance.choice((700, 650, 400)), 100)


def weigh_badly(house: SmallHouse, line: str, chance: Random) -> Command:
    """Nothing, a vessel that is heavier, or less than was paid for already, or split off."""
    ordered = house.attempt(PlaceRound("waiter", (want("fish", 500),), "takeaway"))
    if isinstance(ordered, Refusal) or not isinstance(ordered.answer, RoundIs):
        return WeighLine(line, 0)
    fish = ordered.answer.lines[0].line
    house.attempt(WeighLine(fish, 600))
    settle_nearly(house, ordered.answer.bill, chance)
    if chance.random() < 0.3:
        house.attempt(VoidLine(fish, "gone"))
    return chance.choice((WeighLine(fish, 0), WeighLine(fish, 100, 100), WeighLine(fish, 10)))


PLAYS: Plays = {
    WeighLine: Play(LINES, weigh, odd=weigh_badly, often=2, ends=True),
    OpenShift: Play(HOUSE, open_shift, odd=open_shift_badly, often=1),
    DropCash: Play(HOUSE, drop, odd=or_unlisted(drop, drop_badly), often=1),
    CloseShift: Play(HOUSE, close_shift, odd=close_shift_badly, often=1),
    SplitBill: Play(BILLS, split, odd=split_badly, often=2),
    JoinBills: Play(BILLS, join, odd=join_badly, often=1),
    RefundBill: Play(BILLS, refund, odd=or_unlisted(refund_paid, refund_badly), often=2),
    ReopenBill: Play(BILLS, reopen, odd=or_unlisted(reopen_paid, reopen_late), often=2),
    SetAccount: Play(HOUSE, set_account, odd=set_account_badly, often=1),
    PayAccount: Play(ACCOUNTS, pay_account, odd=pay_account_badly, often=1),
    TakeDeposit: Play(HOUSE, take_deposit, odd=take_deposit_badly, often=1),
    ReturnDeposit: Play(HOUSE, return_deposit, odd=return_deposit_badly, often=1),
    ChangeBilling: Play(HOUSE, change, odd=change_badly, often=1),
    CompLine: Play(LINES, comp, odd=or_unlisted(comp, comp), often=2),
    ReduceBill: Play(BILLS, reduce, odd=or_unlisted(reduce, reduce_badly), often=3),
    TakeBack: Play(BILLS, take_back, odd=take_back_badly, often=2),
    SurchargeBill: Play(BILLS, surcharge, odd=or_unlisted(waive, surcharge_badly), often=2),
}
