"""What the parties have ordered and owe."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kds.core.menu.model import OpenItem, Step
from kds.core.text import Id
from kds.core.types import Channel, Fire, Minor, Ms, Name, Permille, Record, Service, own_defaults

Spice = Literal["none", "mild", "medium", "hot"]
BillState = Literal["open", "paid"]

COURSE_MOST = 9
"""The highest number of a course."""


class Cell(Record, frozen=True, gc=False):
    """One cell of a pot as the guest chose it."""

    soup: Id
    spice: Spice | None = None


class PartChosen(Record, frozen=True, gc=False):
    """So many portions of a dish, chosen from a group of a set meal for each one of it, with its options and cells."""

    group: Id
    dish: Id
    qty: int = 1
    options: tuple[Id, ...] = ()
    cells: tuple[Cell, ...] = ()


class MealOrdered(Record, frozen=True, gc=False):
    """A set meal as it was ordered: what was chosen, and what all of it costs."""

    price_minor: Minor
    parts: tuple[PartChosen, ...]


class InMeal(Record, frozen=True, gc=False):
    """Of which set meal (套餐) a line is a part: `meal` is its first line, `dish` what the menu calls it.

    `qty` is how many meals were ordered, `share_minor` what the line costs of their price. The first line has what was
    `ordered`.
    """

    meal: str
    dish: str
    name: Name
    qty: int
    share_minor: Minor
    ordered: MealOrdered | None = None


class Ordered(NamedTuple):
    """A dish or a set meal as it was ordered."""

    dish: str
    qty: int
    price_minor: Minor
    options: tuple[str, ...]
    cells: tuple[Cell, ...]
    parts: tuple[PartChosen, ...]


class Line(Record, frozen=True, gc=False):
    """One dish in one round (明细). Never changed: what happens to it later is said by other records.

    `unit_minor` is the list price of one portion, or of `per` grams, with its options and cells; `qty` counts portions,
    or grams of a dish that is weighed; a portion is `portion_permille` of a whole one. `id` is the device's own.
    A part of a set meal costs its share of the meal's price.
    """

    line: str
    round: str
    id: str
    dish: str
    qty: int
    unit_minor: Minor
    standard_ms: Ms
    base: bool = False
    fire: Fire = "now"
    options: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    note: str = ""
    weighed: bool = False
    per: int = 1
    portion_permille: Permille = 1000
    seat: int = 0
    """Who at the table ordered it, counted from 1; 0 where nobody says."""
    course: int = 0
    """With which course it is to come, counted from 1 to `COURSE_MOST`; 0 where nobody says."""
    own_course: bool = False
    """The course is that of the dish: the order said none."""
    to_weigh: bool = False
    """It costs what it weighs, and nothing before that is known."""
    item: OpenItem | None = None
    """What is on no menu (临时菜): `dish` is then an id that only this line has."""

    in_meal: InMeal | None = None
    steps: tuple[Step, ...] = ()
    """Where it goes from its station, as the dish was when it was ordered."""

    def __post_init__(self) -> None:
        own_defaults(self)

    @property
    def price_minor(self) -> Minor:
        """What the line adds to the bill, unless it is voided: rounded down, as all that is weighed."""
        if self.in_meal is not None:
            return self.in_meal.share_minor
        return 0 if self.to_weigh else self.unit_minor * self.qty // self.per

    @property
    def as_ordered(self) -> Ordered:
        """What was ordered: a part of a set meal tells of all of it, where it is the first of its lines."""
        meal = self.in_meal
        if meal is None or meal.ordered is None:
            return Ordered(self.dish, self.qty, self.price_minor, self.options, self.cells, ())
        return Ordered(meal.dish, meal.qty, meal.ordered.price_minor, (), (), meal.ordered.parts)

    @property
    def amount_permille(self) -> int:
        """What the line takes of a dish that is counted, in thousandths of a portion."""
        return self.qty * self.portion_permille


class Void(Record, frozen=True, gc=False):
    """A line taken back (退菜), by whom and why."""

    line: str
    reason: str
    actor: str
    at: Ms


class PlacedRound(Record, frozen=True, gc=False):
    """One submission to the kitchen (批次), as it was decided: the lines that came together."""

    round: str
    round_no: int
    session: str
    bill: str
    channel: Channel
    placed_at: Ms
    lines: tuple[str, ...]
    external_id: str = ""
    made_at: Ms | None = None
    promised_at: Ms | None = None


class Round(PlacedRound, frozen=True, gc=False):
    """A round that is alive: its moments move when the clock is set."""


class OutsideLine(Record, frozen=True, gc=False):
    """A line of an order from outside, as it was asked for and answered. `note_mark` tells its note from any other."""

    line: str
    id: str
    dish: str
    qty: int
    price_minor: Minor
    base: bool = False
    fire: Fire = "now"
    options: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    note_mark: str = ""
    seat: int = 0
    course: int = 0
    own_course: bool = False
    item: OpenItem | None = None
    parts: tuple[PartChosen, ...] = ()


class OutsideOrder(Record, frozen=True, gc=False):
    """An order under a platform's own id: all that it takes to answer it again and to tell it from another.

    It outlives its party and the day, and holds nothing personal. `guests` is how many it said that they are, 0 for
    none said; None where nobody kept that.
    """

    session: str
    bill: str
    round: str
    round_no: int
    service: Service
    table: str | None
    placed_at: Ms
    lines: tuple[OutsideLine, ...]
    tickets: tuple[str, ...] = ()
    promised_at: Ms | None = None
    guests: int | None = None


class Bill(Record, frozen=True, gc=False):
    """What a party owes (账单). `total_minor` is the sum of its lines that are not voided.

    `lines_in`: the lines that were moved here from the bills of their rounds. `came_with`: the party whose it was
    before that was merged into this one; "" for the party's own.
    """

    bill: str
    session: str
    opened_at: Ms
    rounds: tuple[str, ...] = ()
    total_minor: Minor = 0
    paid_minor: Minor = 0
    closed_at: Ms | None = None
    lines_in: tuple[str, ...] = ()
    came_with: str = ""

    @property
    def state(self) -> BillState:
        """A bill is open until all of it is paid."""
        return "open" if self.closed_at is None else "paid"
