"""From a command to events: the one door through which anything changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.structs import replace

from kds.core.day import found_house, tick
from kds.core.floor import clear_session, lay_out_floor
from kds.core.folds import fold
from kds.core.kitchen import (
    acknowledge,
    bump,
    fire_line,
    recall,
    report_shown,
    rush_line,
    serve_line,
    set_up_kitchen,
    start,
)
from kds.core.menu import mark_sold_out, publish_menu
from kds.core.orders import pay_bill, place_round, void_line
from kds.core.policies import POLICIES
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Refusal, Stamp

Decide = Callable[[State, Any, Context], list[Event]]
Reply = Callable[[State, Any, list[Event]], Answer]


class Deed(NamedTuple):
    """How a command is decided and answered."""

    decide: Decide
    answer: Reply


DEEDS: dict[type[Command], Deed] = {
    found_house.FoundHouse: Deed(found_house.decide, found_house.answer),
    tick.Tick: Deed(tick.decide, tick.answer),
    tick.NoteClockStep: Deed(tick.decide_step, tick.answer),
    publish_menu.PublishMenu: Deed(publish_menu.decide, publish_menu.answer),
    mark_sold_out.MarkSoldOut: Deed(mark_sold_out.decide, mark_sold_out.answer),
    lay_out_floor.LayOutFloor: Deed(lay_out_floor.decide, lay_out_floor.answer),
    clear_session.ClearSession: Deed(clear_session.decide, clear_session.answer),
    place_round.PlaceRound: Deed(place_round.decide, place_round.answer),
    void_line.VoidLine: Deed(void_line.decide, void_line.answer),
    pay_bill.PayBill: Deed(pay_bill.decide, pay_bill.answer),
    set_up_kitchen.SetUpKitchen: Deed(set_up_kitchen.decide, set_up_kitchen.answer),
    start.StartTicket: Deed(start.decide, start.answer),
    bump.BumpTicket: Deed(bump.decide, bump.answer),
    recall.RecallTicket: Deed(recall.decide, recall.answer),
    fire_line.FireLine: Deed(fire_line.decide, fire_line.answer),
    rush_line.RushLine: Deed(rush_line.decide, rush_line.answer),
    serve_line.ServeLine: Deed(serve_line.decide, serve_line.answer),
    report_shown.ReportShown: Deed(report_shown.decide, report_shown.answer),
    acknowledge.AcknowledgeTicket: Deed(acknowledge.decide, acknowledge.answer),
}


class Recorded(NamedTuple):
    """An event that has its number, its time and its actor."""

    stamp: Stamp
    event: Event


class Outcome(NamedTuple):
    """What a command led to. No events: what it asks for is so already."""

    recorded: list[Recorded]
    answer: Answer


def decide(state: State, command: Command, context: Context) -> list[Event] | Refusal:
    """The command's own events, or why it may not happen. Reads the whole state and writes none."""
    try:
        return DEEDS[type(command)].decide(state, command, context)
    except Refusal as refusal:
        return refusal


def perform(state: State, command: Command, context: Context) -> Outcome | Refusal:
    """Decide, fold every event and what follows from it, and answer from the state that came of it.

    A refusal leaves the state as it was. A fault in the rules raises and may leave the state half changed:
    the caller has a mark to go back to.
    """
    if context.at < state.at:
        context = replace(context, at=state.at)  # times never run backwards within a ledger
    decided = decide(state, command, context)
    if isinstance(decided, Refusal):
        return decided
    recorded: list[Recorded] = []
    for event in decided:
        _record(state, event, context.at, context.actor, recorded)
    return Outcome(recorded, DEEDS[type(command)].answer(state, command, decided))


def _record(state: State, event: Event, at: int, actor: str, recorded: list[Recorded]) -> None:
    stamp = Stamp(state.seq + 1, at, actor)
    fold(state, event, stamp)
    recorded.append(Recorded(stamp, event))
    for policy in POLICIES.get(type(event), ()):
        for following in policy(state, event, stamp):
            _record(state, following, at, actor, recorded)
