"""What a form of settings changes: at once, or in a draft that is published later.

A form draws the choice with `when(choice)` of `_when.html`, and what it posts goes through `change`. A page that is
asked for with `?draft=` shows the house as that draft would make it, and says so with `drafted(choice)`.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import BillingChange
from kds.core.changes.items import plain
from kds.core.changes.model import Draft, Part
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.rules import draft_of
from kds.core.changes.veil import UNSAID, veiled
from kds.core.day.change_house import ChangeHouse
from kds.core.day.model import HouseChange
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import FloorChange
from kds.core.holes import NEW_HOLE, in_words
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenChange
from kds.core.kitchen.proof import Hole
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuChange
from kds.core.preview import preview
from kds.core.state import State
from kds.core.types import Command, Name, Refusal, Role
from kds.runtime.apart import apart
from kds.runtime.store import Store
from kds.storage.tokens import Token
from kds.web.pages.forms import Fields, see, submit
from kds.web.pages.moments import date_and_time, timezone

NOW, NEW = "now", "new"
IN_DRAFT = "draft:"
"""What the field `when` begins with where it names a draft, or NEW."""
PARTS: dict[type[Command], tuple[Part, type[msgspec.Struct]]] = {
    ChangeMenu: ("menu", MenuChange),
    ChangeKitchen: ("kitchen", KitchenChange),
    ChangeFloor: ("floor", FloorChange),
    ChangeBilling: ("billing", BillingChange),
    ChangeHouse: ("house", HouseChange),
}
"""What can go into a draft, and as which part of it."""


class NamedHole(NamedTuple):
    """A station that no screen shows, and the dishes that would come there, in words."""

    station: str
    words: Name


class Choice(NamedTuple):
    """When a form takes effect: `drafts` are those that there are, the newest first; `draft` is the one that is looked
    at, None for the house as it is. `state` is the house as the page shows it, `fault` why the draft cannot be shown.
    `when` is what the form says, `holes` what nobody would see, which the form has to say that it means.
    """

    drafts: list[Draft]
    draft: Draft | None
    state: State
    fault: Name | None
    when: str
    holes: list[NamedHole]

    @property
    def hidden(self) -> str:
        """The stations of the holes, as the form gives them back."""
        return ",".join(sorted({each.station for each in self.holes}))


async def choice(store: Store, request: Request, role: Role, fields: Fields | None = None) -> Choice:
    """What is chosen by the form that was posted, or else by the address. A draft is looked at in a thread.

    Why it cannot be shown is said to a role that reads all parts of it.

    Afterwards the state may be read, until the next await. Raises `StorageFailed`.
    """
    await store.readable()
    state = store.state
    drafts = sorted(state.changes.drafts.values(), key=lambda each: (each.entered_at, each.draft), reverse=True)
    when = (fields or {}).get("when", "")
    asked = request.query_params.get("draft", "")
    if fields is not None and when:
        asked = when.removeprefix(IN_DRAFT) if when.startswith(IN_DRAFT) else ""
    draft = state.changes.drafts.get(asked)
    request.state.holes = holes = list[NamedHole]()
    if draft is None:
        return Choice(drafts, None, state, None, when or NOW, holes)
    wanted = draft.wanted
    try:
        shown = await apart(store, lambda house: preview(house, wanted))
        return Choice(drafts, draft, shown, None, f"{IN_DRAFT}{draft.draft}", holes)
    except Refusal as refusal:
        why = UNSAID if veiled(state, role, wanted) else refusal.message()
        return Choice(drafts, draft, state, why, f"{IN_DRAFT}{draft.draft}", holes)


def knowingly(fields: Fields) -> tuple[str, ...]:
    """The stations that whoever posted a form knows to be without a screen then."""
    return tuple([each for each in fields.get("knowingly", "").split(",") if each])


def overwriting(fields: Fields) -> tuple[str, ...]:
    """What whoever posted a form knows to have been changed since it was put into the draft."""
    return tuple(fields.get("overwriting", "").split())


def proven(command: Command, fields: Fields) -> Command:
    """The command, so that it is refused where dishes would come to where nobody sees them, unless that is meant."""
    if isinstance(command, ChangeMenu | ChangeKitchen):
        return replace(command, knowingly=knowingly(fields))
    return command


def named_holes(state: State, command: Command, holes: list[Hole]) -> list[NamedHole]:
    """The holes that a command would make, in words."""
    menu = command if isinstance(command, ChangeMenu) else None
    kitchen = command if isinstance(command, ChangeKitchen) else None
    return [NamedHole(each.station, in_words(state, each, menu, kitchen)) for each in holes]


async def change(
    store: Store, token: Token, request: Request, fields: Fields, command: Command, after: str
) -> Response:
    """Do what a form of settings asks for, when its field `when` says, and go on to the page `after`.

    Where it went into a draft, that page is asked for with `?draft=`. Raises what `Store.submit` raises; where that is
    what nobody would see, the choice that the form was read with asks whether it is meant.
    """
    when = fields.get("when", "") or NOW
    if not when.startswith(IN_DRAFT):
        try:
            await submit(store, token, request, fields, proven(command, fields))
        except Refusal as refusal:
            if refusal.reason is NEW_HOLE and hasattr(request.state, "holes"):
                request.state.holes.extend(named_holes(store.state, command, refusal.details["holes"]))
            raise
        return see(after)
    part, kind = PARTS[type(command)]
    name = when.removeprefix(IN_DRAFT)
    given: dict[str, Any] = {part: plain(kind, command)}
    if name == NEW:
        put = PutInDraft("", date_and_time(store.now(), timezone(store.state)), **given)
    else:
        draft_of(store.state, name)
        put = PutInDraft(name, **given)
    reply = await submit(store, token, request, fields, put)
    draft = msgspec.json.decode(reply.body)["draft"]
    return see(f"{after}{'&' if '?' in after else '?'}draft={quote(draft)}")
