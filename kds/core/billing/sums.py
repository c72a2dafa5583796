"""What a bill comes to, as one explained sum: integers, and every row of it rounded once.

| row                                    | reckoned of                                  | rounded                  |
|----------------------------------------|----------------------------------------------|--------------------------|
| gross                                  | all lines that are not voided                | weighed lines, down      |
| − comps                                | the prices of the lines given free           |                          |
| − reductions of lines, then of the bill | the list prices of their lines, without comps | up; never below zero     |
| + surcharges                           | what the lines come to after reductions      | down                     |
| + shares                               | what a split by amounts moved                |                          |
| − rounding, refunds                    | amounts                                      |                          |
| = total                                |                                              | nothing: it is a sum     |

Two percentages are both of the list prices: 10 % and 20 % of ¥100.00 are ¥30.00. What somebody with a limit gave never
takes more of the bill than that: ¥10.00 off ¥100.00, by who may give 10 %, are ¥2.00 once ¥20.00 are left on it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from kds.core.allocation import allocate, off, on
from kds.core.billing.model import Reduction, Sheet, Surcharge
from kds.core.types import Minor


class Priced(NamedTuple):
    """A line that is not voided, as the sum sees it."""

    line: str
    dish: str
    portions: int
    price_minor: Minor


class Sum(NamedTuple):
    """What a bill comes to. `reductions` and `surcharges` are the amounts of those of the sheet, in its order.

    `nets`: what each line comes to after reductions. `shares`: for each reduction what it takes off each of its lines.
    """

    gross_minor: Minor
    comped_minor: Minor
    reductions: tuple[Minor, ...]
    surcharges: tuple[Minor, ...]
    share_minor: Minor
    total_minor: Minor
    nets: dict[str, Minor]
    shares: tuple[dict[str, Minor], ...]


def reckon(lines: Sequence[Priced], comped: Collection[str], sheet: Sheet) -> Sum:
    """The sum. It is below zero only where shares were split off that the bill no longer comes to."""
    prices = {each.line: 0 if each.line in comped else each.price_minor for each in lines}
    nets = dict(prices)
    shares: list[dict[str, Minor]] = [{} for _ in sheet.reductions]
    whole = [each for each, reduction in enumerate(sheet.reductions) if reduction.kind in ("percent", "amount")]
    for each in sorted(whole, key=lambda each: not sheet.reductions[each].lines):
        shares[each] = _reduce(sheet.reductions[each], prices, nets)
    amounts = [sum(each.values()) for each in shares]
    surcharges = [_surcharge(each, lines, comped, nets) for each in sheet.surcharges]
    left = sum(nets.values()) + sum(surcharges) + sheet.share_minor
    for each, reduction in enumerate(sheet.reductions):
        if reduction.kind in ("rounding", "refund"):
            amounts[each] = max(0, min(reduction.value, left))
            left -= amounts[each]
    gross = sum([each.price_minor for each in lines])
    return Sum(
        gross_minor=gross,
        comped_minor=gross - sum(prices.values()),
        reductions=tuple(amounts),
        surcharges=tuple(surcharges),
        share_minor=sheet.share_minor,
        total_minor=left,
        nets=nets,
        shares=tuple(shares),
    )


def _reduce(reduction: Reduction, prices: dict[str, Minor], nets: dict[str, Minor]) -> dict[str, Minor]:
    """Take it off its lines, each by its part; those parts."""
    lines = [each for each in nets if not reduction.lines or each in reduction.lines]
    if not lines:
        return {}
    value = reduction.value
    wanted = off(sum([prices[each] for each in lines]), value) if reduction.kind == "percent" else value
    if reduction.most_permille:
        listed, left = sum(prices.values()), sum(nets.values())
        wanted = min(wanted, max(0, listed * reduction.most_permille // 1000 - (listed - left)))
    amount = min(wanted, sum([nets[each] for each in lines]))
    shares = dict(zip(lines, allocate(amount, [nets[each] for each in lines]), strict=True))
    for each, share in shares.items():
        nets[each] -= share
    return shares


def _surcharge(surcharge: Surcharge, lines: Sequence[Priced], comped: Collection[str], nets: dict[str, Minor]) -> Minor:
    rule = surcharge.rule
    if rule.kind == "per_head":
        return rule.value * surcharge.heads
    charged = [each for each in lines if each.dish not in rule.exempt and each.line not in comped]
    if rule.kind == "percent":
        return on(sum([nets[each.line] for each in charged]), rule.value)
    return rule.value * sum([each.portions for each in charged])


def worths(summed: Sum, refunded_minor: Minor = 0) -> dict[str, Minor]:
    """What each line is worth of all that was paid: reductions, surcharges and rounding shared out over the lines.

    `refunded_minor` has been given back of the bill already: it counts as if it had not.
    """
    if not summed.nets:
        return {}
    total = summed.total_minor + refunded_minor
    return dict(zip(summed.nets, allocate(total, list(summed.nets.values())), strict=True))
