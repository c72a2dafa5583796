"""The kitchen."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.acknowledge_notes import AcknowledgeNotes
from kds.core.kitchen.acknowledge_unseen import AcknowledgeUnseen
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.bump_batch import BumpBatch
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.fire_course import FireCourse
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.forget_times import ForgetTimes
from kds.core.kitchen.hand_to_runner import HandToRunner
from kds.core.kitchen.hold_ticket import HoldTicket
from kds.core.kitchen.model import CATCH_ALL, COOKING, AskedPart, KitchenGone, Route
from kds.core.kitchen.note_line import NoteLine
from kds.core.kitchen.put_forward import PutForward
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.record_test import RecordTest
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.rush_ticket import RushTicket
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.serve_lines import ServeLines
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import BarsWork, Shows, Theme, ThemeNow
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.kitchen.unserve_line import UnserveLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.answered import RoundIs
from kds.core.orders.place_round import PlaceRound
from kds.core.parties import items_of
from kds.core.types import Command, Refusal
from tests.core.plays.play import HOUSE, LINES, SESSIONS, TICKETS, Make, Play, Plays
from tests.house import HOUR, MINUTE, PORK, SCREENS, STATIONS, SmallHouse, named, only_kitchen, want

SMALL_SCREENS = (
    Screen("wall", named("wall"), text="large", reserved=6),
    Screen("cold", named("cold"), ("cold",), "large", 5),
    Screen("pass", named("pass"), ("soup", "cold"), "small", 20, all_day=False),
)
"""Their common cells are soon full."""


LUNCH = Theme("lunch", named("lunch"), (Shows("wall", ("cold", "hot")), Shows("cold", ())), minutes=(660, 1020))
NIGHT = Theme(
    "night", named("night"), (Shows("cold", ("cold", "soup")),), minutes=(1320,), bars=(BarsWork("cold", "wall"),)
)
PEAK = Theme("peak", named("peak"))
HIDES = Theme("hides", named("hides"), (Shows("wall", ("soup",)), Shows("cold", ("soup",))))


def change(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The kitchen as it was founded, stations gone, screens with little room, or one screen alone; a route."""
    few = tuple(chance.sample(STATIONS, chance.randint(0, len(STATIONS))))
    large = replace(SCREENS[0], text="large", reserved=chance.randint(0, 7))
    rest = Screen("rest", named("rest"), (CATCH_ALL,), "large", 0)
    return chance.choice(
        (
            ChangeKitchen(STATIONS, SCREENS),
            ChangeKitchen(STATIONS, SMALL_SCREENS),
            ChangeKitchen(screens=(large,)),
            ChangeKitchen(routes=(Route("r", named("r"), chance.choice(STATIONS).station, dishes=("tofu", "cola")),)),
            ChangeKitchen(screens=(large, chance.choice((*SMALL_SCREENS[1:], rest)))),
            ChangeKitchen(STATIONS, SCREENS, themes=(LUNCH, NIGHT, HIDES)),
            ChangeKitchen(gone=KitchenGone(themes=(chance.choice(("lunch", "night")),))),
            ChangeKitchen(gone=KitchenGone(screens=(chance.choice(("wall", "cold", "pass", "rest")),))),
            only_kitchen(house.state, few, (large, rest)),
            only_kitchen(house.state, few, ()),
        )
    )


def change_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A station twice, a screen of a station that is not there, a kitchen without its catch-all; no screens."""
    return chance.choice(
        (
            ChangeKitchen(STATIONS[:1] * 2),
            ChangeKitchen(screens=(Screen("roof", named("roof"), ("roof",)),)),
            ChangeKitchen(gone=KitchenGone(stations=(CATCH_ALL,))),
            ChangeKitchen(gone=KitchenGone(screens=tuple(sorted(house.state.kitchen.screens))), knowingly=()),
        )
    )


Works = (
    type[StartTicket]
    | type[BumpTicket]
    | type[RecallTicket]
    | type[FireTicket]
    | type[HoldTicket]
    | type[RushTicket]
    | type[AcknowledgeVoids]
)


def switch(house: SmallHouse, subject: str, chance: Random) -> Command:
    """To another theme, or to none; where the house has none, to one by which all stays as it is."""
    if not house.state.kitchen.themes:
        house.attempt(ChangeKitchen(themes=(PEAK,)))
    now = house.state.kitchen.theme.value or ThemeNow()
    return SwitchTheme(chance.choice([each for each in ("", *sorted(house.state.kitchen.themes)) if each != now.theme]))


def switch_nowhere(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A theme that is not there."""
    return SwitchTheme("brunch")


def on_ticket(deed: Works) -> Make:
    """The whole ticket, or a line of it."""

    def make(house: SmallHouse, ticket: str, chance: Random) -> Command:
        there = house.state.kitchen.tickets.get(ticket)
        return deed(ticket, chance.choice(((), (), there.lines[:1], there.lines[-1:]) if there else ((), ("L1-1",))))

    return make


def with_a_stray(deed: Works) -> Make:
    """A line that is not on the ticket."""
    return lambda house, ticket, chance: deed(ticket, ("L1-1",))


def either(one: Make, other: Make) -> Make:
    """One of two ways to go wrong."""
    return lambda house, subject, chance: chance.choice((one, other))(house, subject, chance)


def unseen_void(deed: type[BumpTicket] | type[AcknowledgeVoids]) -> Make:
    """A line whose void nobody has seen; where none is voided, one that is not on the ticket."""

    def make(house: SmallHouse, ticket: str, chance: Random) -> Command:
        there = house.state.kitchen.tickets.get(ticket)
        struck = [each for each in there.lines if house.item(each).stop_since is not None] if there else []
        return deed(ticket, tuple(struck[:1]) or ("L1-1",), ())

    return make


def stop(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """All that was voided under the cook's hands, or one line of it."""
    there = house.state.kitchen.tickets.get(ticket)
    lines = () if there is None else [each for each in there.lines if house.item(each).stop_since is not None]
    meant = chance.choice(((), *((each,) for each in lines)))
    return AcknowledgeVoids(ticket, meant, None, chance.choice((None, "made", "not_made", "wasted")))


def end(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """The whole ticket, or its first line."""
    there = house.state.kitchen.tickets.get(ticket)
    lines = there.lines[:1] if there is not None and chance.random() < 0.3 else ()
    return EndTicket(ticket, chance.choice(("made", "not_made", "wasted")), lines, chance.choice(("", "spilt")))


def transfer(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """All that is to be made of a ticket, or one line of it, to any other station."""
    there = house.state.kitchen.tickets.get(ticket)
    others = [each for each in sorted(house.state.kitchen.stations) if there is None or each != there.station]
    lines = chance.choice(((), (), there.lines[:1], there.lines[-1:])) if there is not None else ()
    return TransferTicket(ticket, chance.choice(sorted(others) or ["roof"]), lines)


def transfer_nowhere(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """A station that is not there, the one that it is at, or a line that is not on it."""
    there = house.state.kitchen.tickets.get(ticket)
    own = there.station if there is not None else "cold"
    return TransferTicket(ticket, chance.choice(("roof", own)), chance.choice(((), ("L1-1",))))


def end_a_stray(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """A line that is not on the ticket."""
    return EndTicket(ticket, "made", ("L1-1",))


def show(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """A screen has painted the ticket, and some that it may have painted before."""
    others = [chance.choice(TICKETS.ids(house.state) or [ticket]) for _ in range(chance.randint(0, 3))]
    screen = chance.choice(sorted(house.state.kitchen.screens) or ["wall"])
    return ReportShown(screen, (ticket, *others), chance.choice((None, house.state.seq, house.state.seq, 1)))


def show_nowhere(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """A screen that is not there."""
    return ReportShown("roof", (ticket,))


def note(house: SmallHouse, line: str, chance: Random) -> Command:
    """The guests want it otherwise."""
    return NoteLine(line, chance.choice(("", "no leek", f"number {chance.randint(1, 99)}")))


def bump_batch(house: SmallHouse, line: str, chance: Random) -> Command:
    """Some portions of all that is made of one dish."""
    there = house.state.kitchen.items.get(line)
    like = [each for each, item in sorted(house.state.kitchen.items.items()) if there and item.dish == there.dish]
    screens = sorted(house.state.kitchen.screens) or ["wall"]
    if chance.random() < 0.7:
        # As it is painted: with nothing that is done.
        like = [each for each in like if house.state.kitchen.items[each].state in COOKING]
    return batch_of(house, chance.choice(screens), tuple(like[-6:]) or ("L1-1",), chance.randint(1, 12))


def batch_of(house: SmallHouse, screen: str, lines: tuple[str, ...], qty: int) -> BumpBatch:
    """So many portions of these lines, on the tickets on which they stand."""
    items = house.state.kitchen.items
    return BumpBatch(screen, lines, tuple([items[each].ticket if each in items else "T1-1" for each in lines]), qty)


def bump_no_batch(house: SmallHouse, line: str, chance: Random) -> Command:
    """No screen, no line, no portion; fewer than the oldest line needs."""
    placed = house.attempt(PlaceRound("waiter", (want("cola", 3, id=f"cola{chance.random()}"),), service="takeaway"))
    taken = None if isinstance(placed, Refusal) else placed.answer
    cola = taken.lines[0].line if isinstance(taken, RoundIs) else "L1-1"
    house.attempt(ChangeKitchen(screens=(Screen("wall", named("wall")),)))
    return chance.choice(
        (
            batch_of(house, "roof", (cola,), 1),
            batch_of(house, "wall", (cola,), 0),
            batch_of(house, "wall", ("L1-1",), 1),
            batch_of(house, "wall", (cola,), 2),
            BumpBatch("wall", (cola,), ("T1-1", "T1-2"), 3),
        )
    )


def bump_unknowing(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """A note has just changed under the cook's hands, who presses for what is done."""
    placed = house.attempt(PlaceRound("waiter", (want("tofu", id=f"noted{chance.random()}"),), table="V01"))
    if isinstance(placed, Refusal) or not isinstance(placed.answer, RoundIs):
        return BumpTicket(ticket, ("L1-1",))
    house.attempt(NoteLine(placed.answer.lines[0].line, "no leek"))
    return BumpTicket(placed.answer.tickets[0], notes=False)


def recall_what_went_on(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """A line whose next step is done as well; or one that is not on the ticket."""
    house.attempt(ChangeMenu(dishes=(PORK,)))
    placed = house.attempt(PlaceRound("waiter", (want("pork", id=f"pork{chance.random()}"),), table="V01"))
    if isinstance(placed, Refusal) or not isinstance(placed.answer, RoundIs):
        return RecallTicket(ticket, ("L1-1",))
    line, first = placed.answer.lines[0].line, placed.answer.tickets[0]
    house.attempt(BumpTicket(first))
    if (item := house.state.kitchen.items.get(line)) is not None:
        house.attempt(BumpTicket(item.ticket))
    return RecallTicket(first)


def recall_last(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Somebody wants back what a screen has just lost."""
    return RecallLast(chance.choice(sorted(house.state.kitchen.screens) or ["wall"]))


def recall_nothing(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A screen that is not there, or a press that was long on its way."""
    return chance.choice((RecallLast("roof"), RecallLast("wall", MINUTE)))


def take_charge(house: SmallHouse, subject: str, chance: Random) -> Command:
    """What a screen has been alarming about for a while."""
    house.wait(MINUTE)
    return AcknowledgeUnseen(chance.choice(sorted(house.state.kitchen.screens) or ["wall"]))


def take_charge_nowhere(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A screen that is not there, or a press from before anything came."""
    return chance.choice((AcknowledgeUnseen("roof"), AcknowledgeUnseen("wall", 24 * 60 * MINUTE)))


def forget_times(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Of all dishes, or of one."""
    return ForgetTimes(chance.choice(("", "", "tofu", "beef")))


def forget_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Of what nobody ever made."""
    return ForgetTimes("nobody_makes_it")


def record_test(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A screen that answered, and a bar that may not have."""
    bar = AskedPart("bar", "wall", "hot", chance.choice((None, 900)))
    return RecordTest(chance.randint(0, MINUTE), (AskedPart("screen", "wall", answered_ms=40), bar))


def record_nothing(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A test of nothing."""
    return RecordTest(0, ())


def rush_badly(house: SmallHouse, line: str, chance: Random) -> Command:
    """What was fired last, in a house that wants patience; or a while after its fire, as somebody has already asked."""
    if chance.random() < 0.5:
        house.attempt(ChangeHouse(rush_after_ms=12 * HOUR))
        cooking = [each for each in house.state.kitchen.items.values() if each.state in COOKING]
        last = max(cooking, key=lambda each: (each.fired_at or 0, each.line), default=None)
        return RushLine(line if last is None else last.line)
    house.wait(5 * MINUTE)
    house.attempt(RushLine(line))
    return RushLine(line)


def rush_ticket_badly(house: SmallHouse, ticket: str, chance: Random) -> Command:
    """The same at once, or a line that is not on it."""
    if chance.random() < 0.5:
        return with_a_stray(RushTicket)(house, ticket, chance)
    house.wait(5 * MINUTE)
    house.attempt(RushTicket(ticket))
    return RushTicket(ticket)


def fire_course(house: SmallHouse, session: str, chance: Random) -> Command:
    """One that is held, where there is any."""
    items = items_of(house.state, session) if session in house.state.floor.sessions else []
    held = sorted({house.state.orders.lines[item.line].course for item in items if item.state == "held"} - {0})
    return FireCourse(session, chance.choice(held or [2]))


def fire_no_course(house: SmallHouse, session: str, chance: Random) -> Command:
    """A number that no course has."""
    return FireCourse(session, chance.choice((-1, 0, 10)))


def on_line(deed: type[FireLine] | type[RushLine] | type[ServeLine] | type[UnserveLine]) -> Make:
    """Of a line there is nothing more to say."""
    return lambda house, line, chance: deed(line)


def some_of(house: SmallHouse, line: str, chance: Random) -> tuple[str, ...]:
    """This line, and others that somebody may have in their hands."""
    ready = sorted([each.line for each in house.state.kitchen.items.values() if each.state == "done"])
    return (line, *chance.sample(ready, min(len(ready), chance.randint(0, 4))))


def serve_some(house: SmallHouse, line: str, chance: Random) -> Command:
    """A tray of dishes."""
    return ServeLines(some_of(house, line, chance))


def serve_badly(house: SmallHouse, line: str, chance: Random) -> Command:
    """Nothing at all, or what a station still makes where the house forbids that."""
    if chance.random() < 0.5:
        return ServeLines(())
    house.attempt(ChangeHouse(serve_what_is_done_only=True))
    cooking = sorted([each.line for each in house.state.kitchen.items.values() if each.state in COOKING])
    return chance.choice((ServeLine, lambda each: ServeLines((each,))))(chance.choice(cooking or [line]))


def hand_some(house: SmallHouse, line: str, chance: Random) -> Command:
    """A tray of dishes, or one that was put down again."""
    return HandToRunner(some_of(house, line, chance), chance.random() < 0.3)


def hand_badly(house: SmallHouse, line: str, chance: Random) -> Command:
    """Twice the same, what nobody carries, what is not done; nothing at all."""
    if chance.random() < 0.3:
        return HandToRunner((), chance.random() < 0.5)
    house.attempt(BumpTicket(house.ticket(line).ticket) if line in house.state.kitchen.items else ChangeHouse())
    back = chance.random() < 0.5
    house.attempt(HandToRunner((line,), back))
    return HandToRunner((line,), back)


def put_forward(house: SmallHouse, session: str, chance: Random) -> Command:
    """A party that waits, or one that was in a hurry."""
    return PutForward(session, chance.random() < 0.7)


def put_forward_twice(house: SmallHouse, session: str, chance: Random) -> Command:
    """The same again."""
    command = PutForward(session, chance.random() < 0.5)
    house.attempt(command)
    return command


PLAYS: Plays = {
    ChangeKitchen: Play(HOUSE, change, odd=change_badly, often=1),
    SwitchTheme: Play(HOUSE, switch, odd=switch_nowhere, often=2),
    StartTicket: Play(TICKETS, on_ticket(StartTicket), odd=with_a_stray(StartTicket)),
    BumpTicket: Play(TICKETS, on_ticket(BumpTicket), odd=either(unseen_void(BumpTicket), bump_unknowing), often=8),
    BumpBatch: Play(LINES, bump_batch, odd=bump_no_batch, often=3),
    RecallTicket: Play(TICKETS, on_ticket(RecallTicket), odd=either(with_a_stray(RecallTicket), recall_what_went_on)),
    RecallLast: Play(HOUSE, recall_last, odd=recall_nothing),
    EndTicket: Play(TICKETS, end, odd=end_a_stray, often=2, ends=True),
    TransferTicket: Play(TICKETS, transfer, odd=transfer_nowhere, often=2),
    NoteLine: Play(LINES, note, often=2),
    AcknowledgeNotes: Play(TICKETS, lambda house, ticket, chance: AcknowledgeNotes(ticket), often=2),
    AcknowledgeVoids: Play(TICKETS, stop, odd=unseen_void(AcknowledgeVoids), ends=True),
    ReportShown: Play(TICKETS, show, odd=show_nowhere),
    AcknowledgeTicket: Play(TICKETS, lambda house, ticket, chance: AcknowledgeTicket(ticket)),
    AcknowledgeUnseen: Play(HOUSE, take_charge, odd=take_charge_nowhere),
    FireTicket: Play(TICKETS, on_ticket(FireTicket), odd=with_a_stray(FireTicket), ends=True),
    HoldTicket: Play(TICKETS, on_ticket(HoldTicket), odd=with_a_stray(HoldTicket), often=2),
    FireCourse: Play(SESSIONS, fire_course, odd=fire_no_course, ends=True),
    FireLine: Play(LINES, on_line(FireLine), ends=True),
    RushLine: Play(LINES, on_line(RushLine), odd=rush_badly),
    RecordTest: Play(HOUSE, record_test, odd=record_nothing),
    ForgetTimes: Play(HOUSE, forget_times, odd=forget_badly, often=1),
    RushTicket: Play(TICKETS, on_ticket(RushTicket), odd=rush_ticket_badly),
    ServeLine: Play(LINES, on_line(ServeLine), ends=True),
    UnserveLine: Play(LINES, on_line(UnserveLine), often=4),
    ServeLines: Play(LINES, serve_some, odd=serve_badly, ends=True),
    HandToRunner: Play(LINES, hand_some, odd=hand_badly),
    PutForward: Play(SESSIONS, put_forward, odd=put_forward_twice),
}
