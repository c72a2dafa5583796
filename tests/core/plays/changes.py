"""Drafts of settings, and changes that are taken back."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import BillingChange
from kds.core.changes.drop_draft import DropDraft
from kds.core.changes.items import items_of
from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.rename_draft import RenameDraft
from kds.core.changes.take_from_draft import TakeFromDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.changes.undo_change import UndoChange
from kds.core.day.model import HouseChange
from kds.core.floor.model import FloorChange, FloorGone, Table
from kds.core.kitchen.model import KitchenChange, KitchenGone
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, MenuChange, MenuGone
from kds.core.types import Command
from tests.core.plays.play import HOUSE, Kind, Play, Plays, by_age
from tests.house import DISHES, MINUTE, SCREENS, STATIONS, TABLES, SmallHouse, named

DRAFTS = Kind(
    ids=lambda state: by_age(state.changes.drafts),
    of=lambda state, session: by_age(state.changes.drafts),
    strays=("G99999", "nonsense"),
)
CHANGES = Kind(
    ids=lambda state: by_age(state.changes.kept),
    of=lambda state, session: by_age(state.changes.kept),
    strays=("X99999", "nonsense"),
)


def put(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A dish, a station, a table, a way to charge, an hour; into a new draft or one that is there."""
    one = chance.choice(DISHES)
    draft = chance.choice(("", *sorted(house.state.changes.drafts))) if house.state.changes.drafts else ""
    slow = replace(one, standard_ms=chance.randint(11, 99) * MINUTE)
    return chance.choice(
        (
            PutInDraft(draft, "winter", menu=MenuChange(dishes=(slow,))),
            PutInDraft("", menu=MenuChange((Category("new", named("new")),), (replace(one, category="new"),))),
            PutInDraft(draft, menu=MenuChange(gone=MenuGone(dishes=(one.dish,)))),
            PutInDraft(draft, kitchen=KitchenChange(STATIONS, SCREENS)),
            PutInDraft(draft, kitchen=KitchenChange(screens=SCREENS)),
            PutInDraft("", kitchen=KitchenChange(screens=SCREENS)),
            PutInDraft(draft, kitchen=KitchenChange(gone=KitchenGone(screens=("wall", "cold", "pass", "rest")))),
            PutInDraft(draft, floor=FloorChange(gone=FloorGone(tables=(TABLES[3].table,)))),
            PutInDraft(draft, billing=BillingChange(round_to_minor=chance.choice((1, 10, 100)))),
            PutInDraft(draft, house=HouseChange(rush_every_ms=chance.randint(100, 900) * 1000)),
        )
    )


def put_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """What could never be published; what is put into no draft."""
    return chance.choice(
        (
            PutInDraft(menu=MenuChange(dishes=(replace(DISHES[0], category="nowhere"),))),
            PutInDraft(floor=FloorChange(tables=(Table("B01", "garden", 4),))),
            PutInDraft(house=HouseChange(cutoff_minute=-1)),
            PutInDraft("G99999", "winter"),
        )
    )


def take(house: SmallHouse, draft: str, chance: Random) -> Command:
    """Something that is in it, or how cash is rounded."""
    known = house.state.changes.drafts.get(draft)
    for item in items_of(known.wanted) if known is not None else ():
        return TakeFromDraft(draft, item.part, item.field, item.id)
    return TakeFromDraft(draft, "billing", "round_to_minor")


def rename(house: SmallHouse, draft: str, chance: Random) -> Command:
    """After a season."""
    return RenameDraft(draft, chance.choice(("winter", "summer")))


def wait(house: SmallHouse, draft: str, chance: Random) -> Command:
    """In some minutes, or not by itself."""
    return TimeDraft(draft, chance.choice((None, house.now + chance.randint(1, 90) * MINUTE)))


def wait_badly(house: SmallHouse, draft: str, chance: Random) -> Command:
    """For a moment that has been; or for one that comes, while the draft is of the day before, or cannot be."""
    if chance.random() < 0.7:
        return TimeDraft(chance.choice((outdated, impossible))(house, draft, chance), house.now + MINUTE)
    return TimeDraft(draft, house.now - MINUTE)


def outdated(house: SmallHouse, draft: str, chance: Random) -> str:
    """A draft, of which something was changed since: how cash is rounded."""
    house.attempt(PutInDraft(draft, billing=BillingChange(round_to_minor=50)))
    house.attempt(ChangeBilling(round_to_minor=chance.choice((2, 5, 20))))
    return draft


def impossible(house: SmallHouse, draft: str, chance: Random) -> str:
    """A draft with a dish of a category that was there."""
    brief = Category("brief", named("brief"))
    house.attempt(ChangeMenu(categories=(brief,)))
    house.attempt(PutInDraft(draft, menu=MenuChange(dishes=(replace(chance.choice(DISHES), category="brief"),))))
    house.attempt(ChangeMenu(gone=MenuGone(categories=("brief",))))
    return draft


def publish_badly(house: SmallHouse, draft: str, chance: Random) -> Command:
    """As it is, though something of it was changed since."""
    return PublishDraft(outdated(house, draft, chance))


def publish(house: SmallHouse, draft: str, chance: Random) -> Command:
    """As it is."""
    return PublishDraft(draft)


def drop(house: SmallHouse, draft: str, chance: Random) -> Command:
    """As it is."""
    return DropDraft(draft)


def undo(house: SmallHouse, change: str, chance: Random) -> Command:
    """One of the last, or one before."""
    return UndoChange(change)


PLAYS: Plays = {
    PutInDraft: Play(HOUSE, put, odd=put_badly, often=6),
    TakeFromDraft: Play(DRAFTS, take, often=4),
    RenameDraft: Play(DRAFTS, rename, often=1),
    TimeDraft: Play(DRAFTS, wait, odd=wait_badly, often=1),
    PublishDraft: Play(DRAFTS, publish, odd=publish_badly, often=1),
    DropDraft: Play(DRAFTS, drop, often=1),
    UndoChange: Play(CHANGES, undo, often=1),
}
