"""Take money for a bill; when all of it is paid, the bill is closed."""

from __future__ import annotations

from kds.core import ids, money
from kds.core.billing.events import BillReduced
from kds.core.billing.model import TenderType
from kds.core.bills import (
    ON_BILL,
    Unserved,
    all_weighed,
    beyond,
    cash_may_round,
    open_bill,
    settings_of,
    sheet_of,
    unserved,
)
from kds.core.deeds import Deed
from kds.core.orders.events import BillClosed, PaymentTaken
from kds.core.orders.model import Bill, BillState
from kds.core.parties import WEIGHT_MISSING
from kds.core.refusals import MOST, OUT_OF_RANGE, UNKNOWN_ACCOUNT, UNKNOWN_DEPOSIT, UNKNOWN_TENDER, within
from kds.core.rights import PAY
from kds.core.state import State
from kds.core.text import ExternalId, Id, OptionalId
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

OVERPAID = reason(
    "overpaid",
    "conflict",
    "只需付{due}，{amount}收多了",
    "Only {due} is due; {amount} is too much",
)
NOTHING_DUE = reason("nothing_due", "invalid", "收款金额须大于零", "A payment is more than zero")
ROUNDING_IS_FOR_CASH = reason(
    "rounding_is_for_cash",
    "conflict",
    "抹零只用于现金，请先撤销抹零，再用“{name_zh}”收款",
    "Only cash is rounded; take the rounding back before “{name_en}” is taken",
)
TENDERED_TOO_LITTLE = reason(
    "tendered_too_little",
    "invalid",
    "收到{tendered}，不够{amount}",
    "{tendered} was tendered, which is less than {amount}",
)
CHANGE_IS_CASH = reason(
    "change_is_cash", "invalid", "只有现金才找零", "Only cash gives change: say what is paid, and a tip as a tip"
)


SOURCE_MISSING = reason(
    "source_missing",
    "invalid",
    "“{name_zh}”收款：挂账须注明账户，押金抵扣须注明押金单，其他方式都不用",
    "“{name_en}”: on account names the account, a deposit names the deposit, and no other tender names either",
)
ACCOUNT_LIMIT = reason(
    "account_limit",
    "conflict",
    "“{name_zh}”的挂账额度只剩{left}",
    "“{name_en}” may owe only {left} more",
)
DEPOSIT_TOO_SMALL = reason("deposit_too_small", "conflict", "押金只剩{left}", "Only {left} of the deposit is left")


class PayBill(Command, frozen=True, gc=False):
    """So much money, in one tender. Zero closes a bill on which nothing is due, also with a tip beside it.

    `tendered_minor` is the cash that was handed over; what is more than the amount and the tip goes back.
    """

    bill: Id
    tender: Id
    amount_minor: Minor
    tendered_minor: Minor | None = None
    tip_minor: Minor = 0
    reference: ExternalId = ""
    account: OptionalId = ""
    deposit: OptionalId = ""


class BillIs(Answer, frozen=True, gc=False):
    """The bill after the payment; `payment` is "" where nothing was paid, `rounded_minor` what cash was rounded by.

    `unserved` is what is still to come to the table: it is made all the same.
    """

    seq: int
    bill: str
    state: BillState
    total_minor: Minor
    paid_minor: Minor
    due_minor: Minor
    change_minor: Minor
    rounded_minor: Minor
    payment: str
    unserved: tuple[Unserved, ...]


def decide(state: State, command: PayBill, context: Context) -> list[Event]:
    """The payment, and the closing of the bill with the last of it; before both what the rest in cash is rounded by."""
    bill = open_bill(state, command.bill)
    within("amount_minor", command.amount_minor, 0, MOST)
    within("tip_minor", command.tip_minor, 0, MOST)
    within("tendered_minor", command.tendered_minor or 0, 0, MOST)
    all_weighed(state, bill)
    tender = _tender(state, command, bill)
    due = bill.total_minor - bill.paid_minor
    if command.amount_minor > due:
        words = {"due": money.told(state, due), "amount": money.told(state, command.amount_minor)}
        raise Refusal(OVERPAID, bill=bill.bill, due_minor=due, amount_minor=command.amount_minor, **words)
    rounded = _rounded(state, bill, tender, due, command.amount_minor)
    if command.amount_minor == 0 and due > rounded:
        raise Refusal(NOTHING_DUE, bill=bill.bill)
    events: list[Event] = [_rounding(state, bill, rounded)] if rounded else []
    change = _change(state, tender, command)
    _covered(state, tender, command)
    if command.amount_minor or command.tip_minor:
        events.append(
            PaymentTaken(
                session=bill.session,
                bill=bill.bill,
                tender=tender.kind,
                amount_minor=command.amount_minor,
                named=tender.tender if tender.tender != tender.kind else "",
                tendered_minor=command.tendered_minor or 0,
                change_minor=change,
                tip_minor=command.tip_minor,
                reference=command.reference,
                account=command.account,
                deposit=command.deposit,
            )
        )
    if command.amount_minor + rounded == due:
        events.append(BillClosed(session=bill.session, bill=bill.bill, total_minor=bill.total_minor - rounded))
    return events


def _tender(state: State, command: PayBill, bill: Bill) -> TenderType:
    """The house's tender of that id; a bill that was rounded takes only what is rounded."""
    found = {each.tender: each for each in settings_of(state).tenders}.get(command.tender)
    if found is None:
        raise Refusal(UNKNOWN_TENDER, tender=command.tender)
    rounded = any(each.kind == "rounding" for each in sheet_of(state, bill.bill).reductions)
    if rounded and command.amount_minor and not found.rounds:
        raise Refusal(ROUNDING_IS_FOR_CASH, name_zh=found.name.in_zh, name_en=found.name.in_en)
    return found


def _rounded(state: State, bill: Bill, tender: TenderType, due: Minor, amount: Minor) -> Minor:
    """What is rounded off the rest of a bill that is paid in cash: downwards, and of no other part of it.

    | due   | rounded to | paid in cash | rounded by |                                  |
    |-------|------------|--------------|------------|----------------------------------|
    | 10.08 | 0.10       | 10.00        | 0.08       |                                  |
    | 10.08 | 0.10       | 10.08        | 0          | whoever has the coins may        |
    | 10.08 | 0.10       | 5.00         | 0          | it is not the last of it         |
    """
    rest = beyond(due, settings_of(state).round_to_minor) if tender.rounds else 0
    return rest if rest and amount == due - rest and rest <= cash_may_round(state, bill) else 0


def _rounding(state: State, bill: Bill, rounded: Minor) -> BillReduced:
    return BillReduced(
        session=bill.session,
        bill=bill.bill,
        reduction=ids.mint("D", state.seq + 1),
        kind="rounding",
        value=rounded,
        lines=(),
        reason="抹零 rounding",
    )


def _change(state: State, tender: TenderType, command: PayBill) -> Minor:
    if command.tendered_minor is None:
        return 0
    taken = command.amount_minor + command.tip_minor
    if tender.kind != "cash" and command.tendered_minor != taken:
        raise Refusal(CHANGE_IS_CASH)
    if command.tendered_minor < taken:
        words = {"tendered": money.told(state, command.tendered_minor), "amount": money.told(state, taken)}
        raise Refusal(TENDERED_TOO_LITTLE, **words)
    return command.tendered_minor - taken


def _covered(state: State, tender: TenderType, command: PayBill) -> None:
    """Whoever pays later may owe so much more; of a deposit so much is left."""
    wanted = command.amount_minor + command.tip_minor
    if (tender.kind == "account") != bool(command.account) or (tender.kind == "deposit") != bool(command.deposit):
        raise Refusal(SOURCE_MISSING, name_zh=tender.name.in_zh, name_en=tender.name.in_en)
    if tender.kind == "account":
        account = state.billing.accounts.get(command.account)
        if account is None:
            raise Refusal(UNKNOWN_ACCOUNT, account=command.account)
        left = account.limit_minor - account.owed_minor
        if wanted > left:
            words = {
                "left": money.told(state, max(0, left)),
                "name_zh": account.name.in_zh,
                "name_en": account.name.in_en,
            }
            raise Refusal(ACCOUNT_LIMIT, account=account.account, left_minor=left, **words)
    if tender.kind == "deposit":
        deposit = state.billing.deposits.get(command.deposit)
        if deposit is None:
            raise Refusal(UNKNOWN_DEPOSIT, deposit=command.deposit)
        if wanted > deposit.left_minor:
            words = {"left": money.told(state, deposit.left_minor)}
            raise Refusal(DEPOSIT_TOO_SMALL, deposit=deposit.deposit, left_minor=deposit.left_minor, **words)


def answer(state: State, command: PayBill, events: list[Event]) -> BillIs:
    """As it stands after the events."""
    bill = state.orders.bills[command.bill]
    taken = [each for each in events if isinstance(each, PaymentTaken)]
    payments = sheet_of(state, bill.bill).payments
    return BillIs(
        seq=state.seq,
        bill=bill.bill,
        state=bill.state,
        total_minor=bill.total_minor,
        paid_minor=bill.paid_minor,
        due_minor=bill.total_minor - bill.paid_minor,
        change_minor=sum([each.change_minor for each in taken]),
        rounded_minor=sum([each.value for each in events if isinstance(each, BillReduced)]),
        payment=payments[-1].payment if taken else "",
        unserved=unserved(state, bill, state),
    )


DEED = Deed(
    PayBill,
    decide,
    answer,
    BillIs,
    right=PAY,
    refuses=(
        *ON_BILL,
        WEIGHT_MISSING,
        OVERPAID,
        NOTHING_DUE,
        OUT_OF_RANGE,
        UNKNOWN_TENDER,
        ROUNDING_IS_FOR_CASH,
        CHANGE_IS_CASH,
        TENDERED_TOO_LITTLE,
        SOURCE_MISSING,
        UNKNOWN_ACCOUNT,
        ACCOUNT_LIMIT,
        UNKNOWN_DEPOSIT,
        DEPOSIT_TOO_SMALL,
    ),
)
