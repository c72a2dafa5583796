"""Law 7: Σ lines − reductions + surcharges = bill = Σ tenders, to the cent."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kds.core.billing.events import BillReckoned, BillRefunded, BillSplit, LineComped, LineWeighed
from kds.core.decide import Recorded
from kds.core.menu.model import Dish
from kds.core.orders.events import BillClosed, LinesMoved, LineVoided, PaymentTaken, RoundPlaced
from kds.core.orders.model import Line
from kds.core.orders.pay_bill import PayBill
from tests.core.invariants import check_money, check_tenders
from tests.house import DISHES, FOR_TWO, PORK, SmallHouse, want
from tests.laws.dinner import dine

MENU = {each.dish: each for each in (*DISHES, PORK)}
CHOICES = {"thin": 0, "thick": 300, "egg": 200, "leek": 0, "small": -400, "half": -2800, "double": 5000}
SOUPS = {"clear": 0, "tomato": 600, "spicy": 1000}


def price(line: Line) -> int:
    """What a line costs, reckoned from the printed menu and without the rules under test."""
    if line.in_meal is not None:
        return line.in_meal.share_minor
    if line.item is not None:
        return line.item.price_minor * line.qty
    dish: Dish = MENU[line.dish]
    if dish.to_weigh:
        return 0
    soups = [SOUPS[cell.soup] for cell in line.cells]
    rule = {"plain_pot": 0, "twin_pot": max(soups, default=0), "four_pot": sum(soups)}
    unit = dish.price_minor + sum(CHOICES[option] for option in line.options) + rule.get(line.dish, 0)
    return unit * line.qty // (500 if line.dish == "shrimp" else 1)


def check_meals(event: RoundPlaced) -> None:
    """The shares of a meal's parts are what the printed menu says that the meal costs."""
    for first in event.lines:
        if first.in_meal is None or first.in_meal.ordered is None:
            continue
        costs = [each.in_meal.share_minor for each in event.lines if each.in_meal and each.in_meal.meal == first.line]
        one = FOR_TWO.price_minor
        for part in first.in_meal.ordered.parts:
            adds = {"four_pot": 500, "crab": 4000}.get(part.dish, 0) + sum(CHOICES[option] for option in part.options)
            one += part.qty * (adds + sum(SOUPS[cell.soup] for cell in part.cells))
        assert sum(costs) == one * first.in_meal.qty
        assert min(costs) >= 0


def audit(recorded: list[Recorded]) -> None:
    """Law 7 from the ledger alone, also for bills that left the state long ago."""
    prices: dict[str, int] = {}
    home: dict[str, str] = {}
    free: set[str] = set()
    beside: Counter[str] = Counter()
    tendered: Counter[str] = Counter()

    def comes_to(bill: str) -> int:
        return sum(prices[line] for line, on in home.items() if on == bill) + beside[bill]

    for _, event in recorded:
        if isinstance(event, RoundPlaced):
            check_meals(event)
            prices.update({line.line: price(line) for line in event.lines})
            home.update({line.line: event.round.bill for line in event.lines})
        elif isinstance(event, LinesMoved):
            assert event.price_minor == sum(prices[line] for line in event.lines)
            home.update(dict.fromkeys(event.lines, event.to_bill))
        elif isinstance(event, LineVoided | LineComped):
            prices[event.line] -= event.price_minor
            free.add(event.line)
            assert prices[event.line] == 0
        elif isinstance(event, LineWeighed):
            if event.line not in free:
                prices[event.line] += event.price_minor - event.before_minor
        elif isinstance(event, BillReckoned):
            beside[event.bill] += event.total_minor - comes_to(event.bill)
        elif isinstance(event, BillSplit):
            before = sum(comes_to(part.bill) for part in event.parts)
            for part in event.parts:
                home.update(dict.fromkeys(part.lines, part.bill))
            for part in event.parts:
                off = sum(each.amount_minor for each in part.reductions)
                beside[part.bill] = sum(each.amount_minor for each in part.surcharges) - off + part.share_minor
                assert comes_to(part.bill) == part.total_minor >= 0
            assert before == sum(part.total_minor for part in event.parts), "a split makes and loses nothing"
        elif isinstance(event, PaymentTaken):
            tendered[event.bill] += event.amount_minor
        elif isinstance(event, BillRefunded):
            tendered[event.bill] -= event.amount_minor
            beside[event.bill] -= event.amount_minor if event.closed else 0
        elif isinstance(event, BillClosed):
            assert comes_to(event.bill) == event.total_minor == tendered[event.bill]
    assert all(0 <= amount <= comes_to(bill) for bill, amount in tendered.items())


@given(st.integers(0, 100_000), st.integers(1, 120))
def test_law_7_holds_for_every_bill_of_a_dinner(seed: int, steps: int) -> None:
    house = dine(seed, steps)
    audit(house.recorded)
    check_money(house.state)
    check_tenders(house.state, house.recorded)


def test_law_7_a_dinner_closes_bills() -> None:
    """What the law says of closed bills is said of many."""
    closed = [each for each in dine(1, 1_500).recorded if isinstance(each.event, BillClosed)]
    assert len(closed) > 10


@given(st.lists(st.sampled_from(sorted(each.dish for each in DISHES)), min_size=1, max_size=8))
def test_law_7_a_bill_does_not_hang_on_how_its_lines_were_split_into_rounds(dishes: list[str]) -> None:
    together, apart = SmallHouse(), SmallHouse()
    bill = together.order(*[want(each, 3) for each in dishes]).bill
    others = {apart.order(want(each, 3)).bill for each in reversed(dishes)}
    assert others == {bill}
    assert together.bill(bill).total_minor == apart.bill(bill).total_minor


@given(st.integers(1, 999), st.lists(st.integers(1, 10**7), max_size=6))
def test_law_7_money_that_is_refused_is_not_on_the_bill(qty: int, tenders: list[int]) -> None:
    house = SmallHouse()
    bill = house.order(want("crab", qty)).bill
    for amount in tenders:
        house.attempt(PayBill(bill, "cash", amount))
    audit(house.recorded)
    check_tenders(house.state, house.recorded)
    assert house.bill(bill).total_minor == 9900 * qty
