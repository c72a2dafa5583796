"""The commonest jobs, each a few steps that are seen to be done by what happened.

| exercise | the stage                                  | the steps                           |
|----------|--------------------------------------------|-------------------------------------|
| round    | a free table                               | seat guests, order, order again     |
| move     | a party with two dishes, another beside it | another table, a dish to the others |
| split    | a party with three dishes                  | two bills, one of them paid         |
| refund   | a party that has paid                      | some of it goes back                |
| bump     | two tickets                                | one done, the other done            |
| recall   | a ticket                                   | done, and taken back                |
"""

from __future__ import annotations

from typing import NamedTuple

from kds.core.billing.events import BillRefunded, BillSplit
from kds.core.floor.events import SessionMoved, SessionOpened
from kds.core.kitchen.events import TicketBumped, TicketRecalled
from kds.core.orders.events import LinesMoved, PaymentTaken, RoundPlaced
from kds.core.rights import COOK, MOVE, ORDER, REFUND, SEAT, SPLIT, TILL_PAGES, Right, may
from kds.core.state import State
from kds.core.types import Event, Name, Role


class Step(NamedTuple):
    """Something to do. It is done when the person has done `event`; `{table}` and such are filled in by the stage.

    `page`: where it is done, as a path.
    """

    words: Name
    event: type[Event]
    page: str


class Exercise(NamedTuple):
    """A job to practise. Whoever has all of `rights` can: what else it takes is approved of by another."""

    exercise: str
    name: Name
    rights: tuple[Right, ...]
    steps: tuple[Step, ...]
    approved: Right | None = None
    """The right that somebody else may have to answer with."""


FLOOR, TILL, WALL = "/floor", "/cashier?bill={bill}", "/screens/{screen}"
SHEET = "/sessions/{session}"

ROUND = Exercise(
    "round",
    Name(zh="点菜、加菜", en="Order, and order more"),
    (SEAT, ORDER),
    (
        Step(
            Name(
                zh="在桌台图上点空桌“{table}”，填人数，开台",
                en="On the floor, tap the free table “{table}”, say how many guests, and seat them",
            ),
            SessionOpened,
            FLOOR,
        ),
        Step(
            Name(
                zh="在点菜页（还没打开就点“点菜”）选一两道菜，再按“下单”",
                en="On the order page (tap “Order” if it is not open) choose a dish or two, and send them",
            ),
            RoundPlaced,
            FLOOR,
        ),
        Step(
            Name(
                zh="客人又要一道菜：再点一道，再下单。这是第二批",
                en="The guests want one more dish: order it and send it. It is a round of its own",
            ),
            RoundPlaced,
            FLOOR,
        ),
    ),
)
MOVE_THEM = Exercise(
    "move",
    Name(zh="转台、转菜", en="Move a party, and a dish"),
    (MOVE,),
    (
        Step(
            Name(
                zh="打开“{table}”的桌单，按“转台”，再点一张空桌",
                en="Open the party at “{table}”, press “Move”, and tap a free table",
            ),
            SessionMoved,
            SHEET,
        ),
        Step(
            Name(
                zh="还是这一桌：勾选一道菜，按“转菜”，转给“{other}”",
                en="The same party: tick a dish, press “Move dishes”, and give it to “{other}”",
            ),
            LinesMoved,
            SHEET,
        ),
    ),
)
SPLIT_IT = Exercise(
    "split",
    Name(zh="拆单", en="Split a bill"),
    (SPLIT, TILL_PAGES),
    (
        Step(
            Name(
                zh="在收银页打开“{table}”的账单，按“拆单”，分成两张",
                en="At the till, open the bill of “{table}”, press “Split”, and make two bills of it",
            ),
            BillSplit,
            TILL,
        ),
        Step(
            Name(zh="给其中一张收款，随便哪种方式", en="Take the money for one of them, by whatever tender"),
            PaymentTaken,
            TILL,
        ),
    ),
)
REFUND_IT = Exercise(
    "refund",
    Name(zh="退款", en="Give money back"),
    (TILL_PAGES,),
    (
        Step(
            Name(
                zh="“{table}”已经付完，有一道菜不满意。在收银页打开这张账单，按“退款”，退一道菜或一笔钱",
                en="“{table}” has paid, and was not happy with a dish. Open that bill at the till, press “Refund”, "
                "and give a dish or an amount back",
            ),
            BillRefunded,
            TILL,
        ),
    ),
    approved=REFUND,
)
BUMP_IT = Exercise(
    "bump",
    Name(zh="完成制作单", en="Bump tickets"),
    (COOK,),
    (
        Step(
            Name(
                zh="在厨显屏上找到“{table}”的单子，做好了：点单子右上角的✓",
                en="Find the ticket of “{table}” on the wall. It is cooked: tap the ✓ at its head",
            ),
            TicketBumped,
            WALL,
        ),
        Step(
            Name(zh="“{other}”的单子也做好了：完成它", en="The ticket of “{other}” is cooked too: bump it"),
            TicketBumped,
            WALL,
        ),
    ),
)
RECALL_IT = Exercise(
    "recall",
    Name(zh="撤回", en="Recall a ticket"),
    (COOK,),
    (
        Step(
            Name(
                zh="在厨显屏上完成“{table}”的单子，就当是按错了",
                en="Bump the ticket of “{table}” on the wall, as if by mistake",
            ),
            TicketBumped,
            WALL,
        ),
        Step(
            Name(zh="按“撤回”：单子又回来了", en="Press “Recall”: the ticket is back"),
            TicketRecalled,
            WALL,
        ),
    ),
)
EXERCISES: dict[str, Exercise] = {
    each.exercise: each for each in (ROUND, MOVE_THEM, SPLIT_IT, REFUND_IT, BUMP_IT, RECALL_IT)
}


def of_role(state: State, role: Role) -> list[Exercise]:
    """What somebody can practise: what their role may do, alone or with another's word."""
    return [each for each in EXERCISES.values() if all(may(state, role, right) for right in each.rights)]
