"""Split a bill, again and again: by lines, by seats, in equal shares or by amounts (分单). The sum stays what it was.

By lines a part takes its lines with their reductions; what is off the whole bill goes with the lines by their parts,
and a cent that rounding would make or lose stays with the bill that is split (`share_minor`). By amounts the lines
stay where they are, and the others owe a share.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kds.core import ids, money
from kds.core.allocation import equal_shares
from kds.core.billing.events import BillSplit
from kds.core.billing.model import BILLS_MOST, Reduction, Sheet, SplitBy, SplitPart, Surcharge
from kds.core.billing.sums import Sum, reckon
from kds.core.bills import (
    OF_REST,
    ON_BILL,
    ROUNDED_BEFORE,
    all_weighed,
    closes,
    lines_of,
    not_rounded,
    open_bill,
    priced,
    rest_covers,
    sheet_of,
    sum_of,
)
from kds.core.deeds import Deed
from kds.core.orders.events import BillClosed
from kds.core.orders.model import Bill
from kds.core.parties import WEIGHT_MISSING
from kds.core.refusals import LINE_VOIDED, OUT_OF_RANGE, UNKNOWN_LINE, within
from kds.core.rights import SPLIT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

PARTS_MOST = 99

NO_PARTS = reason("no_parts", "invalid", "没有说明怎么分单", "The split does not say into what")
IN_TWO_PARTS = reason(
    "in_two_parts", "invalid", "明细{line}不能分到两张账单上", "Line {line} cannot be on two bills at once"
)
NOBODY_THERE = reason("nobody_there", "invalid", "{seat}号座位没有点菜", "Nobody at seat {seat} has ordered")
MORE_THAN_DUE = reason(
    "more_than_due", "conflict", "分出去的{parts}多于待付的{due}", "{parts} would be split off, and only {due} is due"
)
TOO_MANY_BILLS = reason("too_many_bills", "conflict", "一桌最多{most}张账单", "A party has {most} bills at most")


class SplitBill(Command, frozen=True, gc=False):
    """Each of `lines`, of `seats` or of `amounts` becomes a bill of its own; `parts` are equal shares, this one too."""

    bill: Id
    by: SplitBy
    lines: tuple[tuple[Id, ...], ...] = ()
    seats: tuple[tuple[int, ...], ...] = ()
    parts: int = 0
    amounts: tuple[Minor, ...] = ()


class BillsAre(Answer, frozen=True, gc=False):
    """The bills that came of the split: the one that was split, then the new ones."""

    seq: int
    bills: tuple[str, ...]
    totals_minor: tuple[Minor, ...]


def decide(state: State, command: SplitBill, context: Context) -> list[Event]:
    """One event, and a second where what is left is paid already."""
    bill = open_bill(state, command.bill)
    not_rounded(state, bill.bill)
    if command.by in ("equal", "amount"):
        all_weighed(state, bill)
    if command.by == "lines":
        parts = _by_lines(state, bill, _lines_wanted(state, bill, command.lines), [0] * len(command.lines))
    elif command.by == "seats":
        groups, heads = _seats_wanted(state, bill, command.seats)
        parts = _by_lines(state, bill, groups, heads)
    else:
        parts = _by_amounts(state, bill, _amounts_wanted(state, bill, command))
    if state.orders.session_bills.count(bill.session) + len(parts) - 1 > BILLS_MOST:
        raise Refusal(TOO_MANY_BILLS, most=BILLS_MOST)
    kept = parts[0]
    rest_covers(state, bill, kept.total_minor)
    split: list[Event] = [BillSplit(session=bill.session, bill=bill.bill, by=command.by, parts=tuple(parts))]
    gone = [line for part in parts[1:] for line in part.lines]
    if closes(state, bill, kept.total_minor, gone):
        split.append(BillClosed(session=bill.session, bill=bill.bill, total_minor=kept.total_minor))
    return split


def _lines_wanted(state: State, bill: Bill, wanted: Sequence[Sequence[str]]) -> list[list[str]]:
    there, seen = {each.line for each in lines_of(state, bill)}, set[str]()
    groups = [list(dict.fromkeys(group)) for group in wanted]
    if not groups or not all(groups):
        raise Refusal(NO_PARTS)
    for line in [each for group in groups for each in group]:
        if line not in there:
            raise Refusal(UNKNOWN_LINE, line=line)
        if line in state.orders.voids:
            raise Refusal(LINE_VOIDED, line=line)
        if line in seen:
            raise Refusal(IN_TWO_PARTS, line=line)
        seen.add(line)
    return groups


def _seats_wanted(state: State, bill: Bill, wanted: Sequence[Sequence[int]]) -> tuple[list[list[str]], list[int]]:
    """The lines of each group of seats, and how many heads they are; every seat by itself where none are named."""
    at: dict[int, list[str]] = {}
    for line in lines_of(state, bill):
        if line.seat and line.line not in state.orders.voids:
            at.setdefault(line.seat, []).append(line.line)
    groups = [list(dict.fromkeys(group)) for group in wanted] or [[seat] for seat in sorted(at)]
    for seat in [each for group in groups for each in group]:
        if seat not in at:
            raise Refusal(NOBODY_THERE, seat=seat)
    lines = [[line for seat in group for line in at[seat]] for group in groups]
    return _lines_wanted(state, bill, lines), [len(group) for group in groups]


def _amounts_wanted(state: State, bill: Bill, command: SplitBill) -> list[Minor]:
    """What each of the other bills takes over of what is due."""
    due = bill.total_minor - bill.paid_minor
    if command.by == "equal":
        within("parts", command.parts, 2, PARTS_MOST)
        return equal_shares(due, command.parts)[1:]
    if not command.amounts:
        raise Refusal(NO_PARTS)
    for amount in command.amounts:
        within("amounts", amount, 1, max(1, due))
    if sum(command.amounts) > due:
        words = {"parts": money.told(state, sum(command.amounts)), "due": money.told(state, due)}
        raise Refusal(MORE_THAN_DUE, due_minor=due, **words)
    return list(command.amounts)


def _by_amounts(state: State, bill: Bill, amounts: list[Minor]) -> list[SplitPart]:
    sheet = sheet_of(state, bill.bill)
    kept = SplitPart(
        bill=bill.bill,
        lines=tuple([each.line for each in lines_of(state, bill)]),
        reductions=sheet.reductions,
        surcharges=sheet.surcharges,
        share_minor=sheet.share_minor - sum(amounts),
        total_minor=bill.total_minor - sum(amounts),
    )
    born = state.seq + 1
    others = [
        SplitPart(ids.mint("B", born, part), (), (), (), amount, amount) for part, amount in enumerate(amounts, start=1)
    ]
    return [kept, *others]


def _by_lines(state: State, bill: Bill, groups: list[list[str]], heads: list[int]) -> list[SplitPart]:
    before, sheet = sum_of(state, bill), sheet_of(state, bill.bill)
    gone = {line for group in groups for line in group}
    rest = [each.line for each in lines_of(state, bill) if each.line not in gone]
    born = state.seq + 1
    others = [
        _part(state, Sheet(ids.mint("B", born, number)), group, sheet, before, at)
        for number, (group, at) in enumerate(zip(groups, heads, strict=True), start=1)
    ]
    kept = _part(state, Sheet(bill.bill, share_minor=sheet.share_minor), rest, sheet, before, -sum(heads))
    drift = before.total_minor - kept.total_minor - sum([each.total_minor for each in others])
    parts = [kept, *others]
    bears = 0 if kept.total_minor + drift >= bill.paid_minor else parts.index(max(parts, key=_total))
    parts[bears] = replace(
        parts[bears],
        share_minor=parts[bears].share_minor + drift,
        total_minor=parts[bears].total_minor + drift,
    )
    return parts


def _total(part: SplitPart) -> Minor:
    return part.total_minor


def _part(state: State, own: Sheet, lines: list[str], whole: Sheet, before: Sum, heads: int) -> SplitPart:
    """A bill of these lines, with what of the whole one goes with them; the kept one has the heads less `-heads`."""
    reductions = [
        part
        for each, shares in zip(whole.reductions, before.shares, strict=True)
        if (part := _reduction(each, shares, lines)) is not None
    ]
    kept = own.bill == whole.bill
    surcharges = [charged for each in whole.surcharges if (charged := _surcharge(each, heads, kept=kept)) is not None]
    own = replace(own, reductions=tuple(reductions), surcharges=tuple(surcharges))
    found = reckon(priced(state, [state.orders.lines[each] for each in lines]), state.orders.comps, own)
    return SplitPart(
        bill=own.bill,
        lines=tuple(lines),
        reductions=tuple(
            [replace(each, amount_minor=amount) for each, amount in zip(reductions, found.reductions, strict=True)]
        ),
        surcharges=tuple(
            [replace(each, amount_minor=amount) for each, amount in zip(surcharges, found.surcharges, strict=True)]
        ),
        share_minor=own.share_minor,
        total_minor=found.total_minor,
    )


def _reduction(given: Reduction, shares: dict[str, Minor], lines: list[str]) -> Reduction | None:
    """What of a reduction goes with these lines: a share stays a share, an amount is their part of it."""
    named = tuple([each for each in given.lines if each in lines])
    if given.lines and not named:
        return None
    if given.kind == "percent":
        return replace(given, lines=named)
    value = sum([shares.get(each, 0) for each in lines])
    return replace(given, lines=named, value=value) if value else None


def _surcharge(charged: Surcharge, heads: int, *, kept: bool) -> Surcharge | None:
    """What is charged a head goes with seats, what is charged of dishes with the dishes."""
    if charged.rule.kind != "per_head":
        return charged
    if kept:
        return replace(charged, heads=max(0, charged.heads + heads))
    return replace(charged, heads=heads) if heads else None


def answer(state: State, command: SplitBill, events: list[Event]) -> BillsAre:
    """As they stand after the event."""
    parts = next(each.parts for each in events if isinstance(each, BillSplit))
    return BillsAre(
        seq=state.seq,
        bills=tuple([each.bill for each in parts]),
        totals_minor=tuple([each.total_minor for each in parts]),
    )


DEED = Deed(
    SplitBill,
    decide,
    answer,
    BillsAre,
    right=SPLIT,
    refuses=(
        *ON_BILL,
        ROUNDED_BEFORE,
        WEIGHT_MISSING,
        NO_PARTS,
        UNKNOWN_LINE,
        LINE_VOIDED,
        IN_TWO_PARTS,
        NOBODY_THERE,
        OUT_OF_RANGE,
        MORE_THAN_DUE,
        TOO_MANY_BILLS,
        *OF_REST,
    ),
)
