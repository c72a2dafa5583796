"""Changes of settings: drafts of what is to be, and the last changes, as they can be undone."""

from __future__ import annotations

from typing import Literal

from kds.core.billing.model import BillingChange
from kds.core.day.model import HouseChange
from kds.core.floor.model import FloorChange
from kds.core.kitchen.model import KitchenChange
from kds.core.menu.model import MenuChange
from kds.core.types import Ms, Name, Record

Part = Literal["menu", "kitchen", "floor", "billing", "house"]
"""What settings are of; a part has its own right, and its own rules."""

DRAFTS_MOST = 20
DRAFT_RECORDS_MOST = 10_000
"""Records of one draft, those that go among them."""
DRAFTS_RECORDS_MOST = 30_000
"""Records of all drafts together."""
KEPT_MOST, KEPT_RECORDS_MOST = 100, 20_000
"""Changes that can be undone, and the records that they hold in all; the newest one is kept however large it is."""


class Wanted(Record, frozen=True, gc=False):
    """What is to be other than it is: of each part its change, None where nothing of it is."""

    menu: MenuChange | None = None
    kitchen: KitchenChange | None = None
    floor: FloorChange | None = None
    billing: BillingChange | None = None
    house: HouseChange | None = None


class Draft(Record, frozen=True, gc=False):
    """What somebody prepares: nothing of it holds before it is published.

    `entered_at` and `publishes_at` are by the wall clock; the latter is None unless it takes effect by itself, as
    `timed_by` said, and `knowingly` are the stations that nobody may see then. `failed` is why it did not when its time
    came. `stood` is what stood in the place of everything wanted when it was first put in, as a change back.
    `untimed_by` is who ended its time, where that is not who had set it.
    """

    draft: str
    title: str
    author: str
    entered_at: Ms
    wanted: Wanted = Wanted()
    stood: Wanted = Wanted()
    publishes_at: Ms | None = None
    timed_by: str = ""
    knowingly: tuple[str, ...] = ()
    failed: Name | None = None
    untimed_by: str = ""


class Kept(Record, frozen=True, gc=False):
    """A change that was made: what stood there `before`, as a change back, and what it put in its place.

    `draft` and `title` are of the draft that it was, `undoes` is the change that it took back; "" for none. `awaits`
    are the parts of it that the next events bring.
    """

    change: str
    seq: int
    entered_at: Ms
    actor: str
    before: Wanted
    after: Wanted
    approver: str = ""
    draft: str = ""
    title: str = ""
    undoes: str = ""
    awaits: tuple[Part, ...] = ()
