"""Change the kitchen: a screen, a station, or all of them, in one deed that is done whole or not at all."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.deeds import Deed
from kds.core.holes import NEW_HOLE, meant
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.model import KitchenChange
from kds.core.kitchen.rules import BAD_KITCHEN, kitchen_changed
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event


class ChangeKitchen(Command, KitchenChange, frozen=True, gc=False, omit_defaults=False):
    """Stations, screens and routes as they are to be, each whole, and those that go; all others stay as they are.

    The catch-all station is added where there is none. `thresholds` are the house's; None leaves them.

    With `knowingly` the change is refused where dishes would come to stations that no screen shows and that are not
    named there; None: that is not asked.
    """

    knowingly: tuple[Id, ...] | None = None


class KitchenSize(Answer, frozen=True, gc=False):
    """How many stations and screens the kitchen has, and the stations that no screen shows."""

    seq: int
    stations: int
    screens: int
    hidden: tuple[str, ...]


def decide(state: State, command: ChangeKitchen, context: Context) -> list[Event]:
    """One event, or none where the kitchen is so already."""
    found = kitchen_changed(state, command)
    if command.knowingly is None:
        return [*found]
    hidden = meant(state, None, command, command.knowingly)
    return [replace(each, knowingly=hidden) for each in found]


def answer(state: State, command: ChangeKitchen, events: list[Event]) -> KitchenSize:
    """As it stands after the event."""
    return KitchenSize(
        seq=state.seq,
        stations=len(state.kitchen.stations),
        screens=len(state.kitchen.screens),
        hidden=tuple([each.station for each in hidden_stations(state)]),
    )


DEED = Deed(ChangeKitchen, decide, answer, KitchenSize, right=KITCHEN_PLAN, refuses=(BAD_KITCHEN, NEW_HOLE))
