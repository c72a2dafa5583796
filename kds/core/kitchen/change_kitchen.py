"""Change the kitchen: a screen, a station, or all of them, in one deed that is done whole or not at all."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.model import KitchenChange
from kds.core.kitchen.rules import BAD_KITCHEN, kitchen_changed
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event


class ChangeKitchen(Command, KitchenChange, frozen=True, gc=False, omit_defaults=False):
    """Stations and screens as they are to be, each whole, and those that go; all others stay as they are.

    The catch-all station is added where there is none. `thresholds` are the house's; None leaves them.
    """


class KitchenSize(Answer, frozen=True, gc=False):
    """How many stations and screens the kitchen has, and the stations that no screen shows."""

    seq: int
    stations: int
    screens: int
    hidden: tuple[str, ...]


def decide(state: State, command: ChangeKitchen, context: Context) -> list[Event]:
    """One event, or none where the kitchen is so already."""
    return [*kitchen_changed(state, command)]


def answer(state: State, command: ChangeKitchen, events: list[Event]) -> KitchenSize:
    """As it stands after the event."""
    return KitchenSize(
        seq=state.seq,
        stations=len(state.kitchen.stations),
        screens=len(state.kitchen.screens),
        hidden=tuple([each.station for each in hidden_stations(state)]),
    )


DEED = Deed(ChangeKitchen, decide, answer, KitchenSize, right=KITCHEN_PLAN, refuses=(BAD_KITCHEN,))
