"""A press acts exactly once, however often it is sent, and says why where it does not act."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kds.core.types import Command, Who
from kds.feed.messages import Press, read
from kds.feed.presses import do_press
from kds.runtime.messages import InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store
from tests.web.served import Api, serving


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with serving(tmp_path / "data") as served:
        yield served


async def order(api: Api, fire: str = "now") -> str:
    """The ticket of one portion of tofu."""
    placed = await api.order("tofu", fire=fire)
    ticket: str = placed["tickets"][0]
    return ticket


def press(ticket: str, kind: str = "bump", id: str = "p1", age_ms: int = 0) -> Press:
    return said({"press": id, "kind": kind, "ticket": ticket, "age_ms": age_ms})


def said(message: Any) -> Press:
    press = read(msgspec.json.encode(message).decode())
    assert isinstance(press, Press)
    return press


COOK = Who("cook", "kitchen")


async def types(store: Store) -> list[str]:
    return [event.type for event in await store.ledger.read(0, 1000)]


async def test_a_press_sent_again_and_later_acts_once(api: Api) -> None:
    ticket = await order(api)
    for age_ms in (0, 40, 90_000):
        answer = await do_press(api.store, COOK, press(ticket, age_ms=age_ms))
        assert (answer.press, answer.outcome) == ("p1", "done")
    assert (await types(api.store)).count("TicketBumped") == 1


async def test_start_bump_and_recall(api: Api) -> None:
    ticket = await order(api)
    for number, kind in enumerate(("start", "bump", "recall")):
        assert (await do_press(api.store, COOK, press(ticket, kind, f"p{number}"))).outcome == "done"
    assert (await types(api.store))[-3:] == ["TicketStarted", "TicketBumped", "TicketRecalled"]


async def test_a_note_that_has_changed_is_confirmed_before_it_can_be_bumped(api: Api) -> None:
    """One key does not make it known: whoever presses for what is done may not have looked."""
    placed = await api.order("tofu")
    ticket, line = placed["tickets"][0], placed["lines"][0]["line"]
    await do_press(api.store, COOK, press(ticket, "start", "p0"))
    await api.post(f"/lines/{line}/note", {"note": "no peanuts"}, "waiter")
    for key in ("p1", "p2"):
        refused = await do_press(api.store, COOK, press(ticket, "bump", key))
        assert (refused.outcome, refused.reason) == ("refused", "note_changed")
        assert refused.message is not None
        assert "press start to confirm it" in refused.message.en
    for number, kind in enumerate(("start", "bump"), start=3):
        assert (await do_press(api.store, COOK, press(ticket, kind, f"p{number}"))).outcome == "done"
    assert (await types(api.store))[-2:] == ["NotesAcknowledged", "TicketBumped"]


async def test_a_press_that_may_not_act_says_why_in_both_languages(api: Api) -> None:
    answer = await do_press(api.store, COOK, press(await order(api, "hold")))
    assert (answer.outcome, answer.reason) == ("refused", "line_held")
    assert answer.message is not None
    assert answer.message.zh
    assert answer.message.en


async def test_a_held_ticket_is_fired_where_it_stands(api: Api) -> None:
    ticket = await order(api, "hold")
    assert (await do_press(api.store, COOK, press(ticket, "fire"))).outcome == "done"
    assert (await types(api.store))[-1] == "LineFired"


async def test_a_bump_takes_the_lines_that_it_names_and_no_others(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    named = placed["lines"][1]["line"]
    message = {"press": "p1", "kind": "bump", "ticket": placed["tickets"][0], "lines": [named], "age_ms": 0}
    assert (await do_press(api.store, COOK, said(message))).outcome == "done"
    assert api.store.state.kitchen.items[placed["lines"][0]["line"]].state == "fired"
    assert api.store.state.kitchen.items[named].state == "done"


async def test_the_last_bump_is_taken_back_once_whoever_pressed_and_however_often_it_is_sent(api: Api) -> None:
    first, second = await order(api), await order(api)
    for number, ticket in enumerate((first, second)):
        await do_press(api.store, Who("other wall", "kitchen"), press(ticket, id=f"b{number}"), device="cold")
    recall = said({"press": "r1", "kind": "recall_last", "age_ms": 0})
    for _ in range(3):
        answer = await do_press(api.store, COOK, recall, device="wall")
        assert (answer.outcome, answer.ticket) == ("done", second)
    later = said({"press": "r1", "kind": "recall_last", "age_ms": 86_000_000})
    assert (await do_press(api.store, COOK, later, device="wall")).ticket == second
    stale = said({"press": "r2", "kind": "recall_last", "age_ms": 86_000_000})
    assert (await do_press(api.store, COOK, stale, device="wall")).reason == "recall_too_late"
    answer = await do_press(api.store, COOK, said({"press": "r3", "kind": "recall_last"}), device="wall")
    assert answer.ticket == first
    answer = await do_press(api.store, COOK, said({"press": "r4", "kind": "recall_last"}), device="wall")
    assert (answer.outcome, answer.reason) == ("refused", "nothing_to_recall")
    assert (await types(api.store)).count("TicketRecalled") == 2


async def test_of_what_is_taken_back_and_has_no_slot_any_more_it_is_said_where_it_is(api: Api) -> None:
    first = await order(api)
    slots = len(api.store.state.kitchen.slots["cold"].tickets)
    for _ in range(slots + 3):
        await order(api)
    assert first in api.store.state.kitchen.slots["cold"].tickets
    await do_press(api.store, COOK, press(first, "bump", "p0"))
    assert first not in api.store.state.kitchen.slots["cold"].tickets
    back = said({"press": "p1", "kind": "recall_last", "age_ms": 0})
    answer = await do_press(api.store, COOK, back, device="cold")
    assert (answer.outcome, answer.ticket) == ("done", first)
    assert answer.message is not None
    assert answer.message.en == "A01 is taken back: no slot is free, it waits at the foot"


async def test_what_is_taken_back_into_a_slot_is_seen_and_nothing_is_said(api: Api) -> None:
    await do_press(api.store, COOK, press(await order(api), "bump", "p0"))
    back = said({"press": "p1", "kind": "recall_last", "age_ms": 0})
    answer = await do_press(api.store, COOK, back, device="cold")
    assert (answer.outcome, answer.message) == ("done", None)


async def test_one_id_is_one_press(api: Api) -> None:
    first = await order(api)
    await do_press(api.store, COOK, press(first))
    placed = await api.order("noodles")
    answer = await do_press(api.store, COOK, press(placed["tickets"][0]))
    assert (answer.outcome, answer.reason) == ("refused", "key_reused")


async def test_presses_of_two_walls_do_not_meet_though_their_ids_do(api: Api) -> None:
    first, second = await order(api), await order(api)
    assert (await do_press(api.store, COOK, press(first))).outcome == "done"
    assert (await do_press(api.store, Who("other wall", "kitchen"), press(second))).outcome == "done"
    assert (await types(api.store)).count("TicketBumped") == 2


@pytest.mark.parametrize("trouble", [Overloaded(3), StorageFailed("disk"), InDoubt()])
async def test_trouble_asks_for_the_same_press_again(
    api: Api, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(command: Command, sender: Sender) -> None:
        raise trouble

    ticket = await order(api)
    monkeypatch.setattr(api.store, "submit", fail)
    answer = await do_press(api.store, COOK, press(ticket))
    assert answer.outcome == "again"
    assert answer.retry_ms >= 1000
    monkeypatch.undo()
    assert (await do_press(api.store, COOK, press(ticket))).outcome == "done"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"press":"","kind":"bump","ticket":"T1"}',
        '{"press":"a b","kind":"bump","ticket":"T1"}',
        '{"press":"a","kind":"explode","ticket":"T1"}',
        '{"press":"a","kind":"bump"}',
        '{"press":"a","kind":"bump","ticket":"T1","slot":1}',
        '{"press":"a","kind":"bump","slot":0}',
        '{"press":"a","kind":"recall_last","ticket":"T1"}',
        '{"press":"a","kind":"recall_last","slot":1}',
        '{"press":"a","kind":"recall_last","lines":["L1"]}',
        '{"press":"a","kind":"bump","ticket":"T1","age_ms":-1}',
        '{"shown":"T1"}',
        '{"shown":[""]}',
    ],
)
def test_what_is_neither_press_nor_receipt_is_taken_for_neither(text: str) -> None:
    with pytest.raises((msgspec.ValidationError, msgspec.DecodeError)):
        read(text)


async def test_a_ticket_is_rushed_once(api: Api) -> None:
    ticket = await order(api)
    for _ in range(2):
        assert (await do_press(api.store, COOK, press(ticket, "rush"))).outcome == "done"
    assert (await types(api.store)).count("LineRushed") == 1
    answer = await do_press(api.store, COOK, press(ticket, "rush", "p2"))
    assert (answer.outcome, answer.reason) == ("refused", "rush_too_often")


async def test_the_only_dish_of_a_ticket_is_sold_out_and_named(api: Api) -> None:
    ticket = await order(api)
    answer = await do_press(api.store, COOK, press(ticket, "sold_out"))
    assert (answer.outcome, answer.ticket) == ("done", ticket)
    assert answer.message is not None
    assert "tofu" in answer.message.en
    assert api.store.state.menu.stock["tofu"].remaining == 0


async def test_which_of_several_dishes_is_asked_for_and_then_said_by_its_number(api: Api) -> None:
    placed = await api.order("tofu", "sesame", "tofu")
    message = {"press": "p1", "kind": "sold_out", "ticket": placed["tickets"][0], "age_ms": 0}
    answer = await do_press(api.store, COOK, said(message))
    assert (answer.outcome, answer.reason, answer.ticket) == ("refused", "which_dish", placed["tickets"][0])
    assert answer.message is not None
    assert "1 tofu, 2 sesame" in answer.message.en
    assert dict(api.store.state.menu.stock) == {}
    assert (await do_press(api.store, COOK, said({**message, "press": "p2", "dish": 3}))).reason == "which_dish"
    assert (await do_press(api.store, COOK, said({**message, "press": "p3", "dish": 2}))).outcome == "done"
    assert [dish for dish, stock in api.store.state.menu.stock.items() if stock.remaining == 0] == ["sesame"]


async def test_what_is_on_no_menu_cannot_be_sold_out(api: Api) -> None:
    item = {"item": {"name": {"en": "Cake"}, "price_minor": 1, "station": "hot"}, "qty": 1}
    placed = (await api.post("/rounds", {"table": "A01", "lines": [item]}, "manager")).json()
    answer = await do_press(api.store, COOK, press(placed["tickets"][0], "sold_out"))
    assert answer.outcome == "refused"
    assert answer.message is not None
    assert answer.message.en == "This ticket has no dish 1"


async def test_a_dish_of_a_ticket_that_there_is_not_is_not_sold_out(api: Api) -> None:
    answer = await do_press(api.store, COOK, press("T999", "sold_out"))
    assert (answer.outcome, answer.reason) == ("refused", "unknown_ticket")


async def test_what_was_voided_of_a_ticket_is_acknowledged(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    await do_press(api.store, COOK, press(placed["tickets"][0], "start"))
    await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "spilt"})
    answer = await do_press(api.store, COOK, press(placed["tickets"][0], "acknowledge", "p2"))
    assert (answer.outcome, (await types(api.store))[-1]) == ("done", "VoidsAcknowledged")


async def test_with_what_had_become_of_it_where_that_is_said_and_of_no_other_line(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    tofu, sesame = [each["line"] for each in placed["lines"]]
    for line in (tofu, sesame):
        await api.post(f"/lines/{line}/void", {"reason": "spilt"})
    given = {"kind": "acknowledge", "ticket": placed["tickets"][0], "lines": [tofu], "voids": [tofu], "outcome": "made"}
    assert (await do_press(api.store, COOK, said({"press": "p2", **given}))).outcome == "done"
    items = api.store.state.kitchen.items
    assert (items[tofu].ended_as, items[tofu].stop_since) == ("made", None)
    assert items[sesame].stop_since is not None
    other = await do_press(api.store, COOK, said({"press": "p2", **given, "outcome": "wasted"}))
    assert (other.outcome, other.reason) == ("refused", "key_reused")


async def test_a_ticket_is_handed_to_the_station_that_is_named(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    given = {"kind": "transfer", "ticket": placed["tickets"][0], "lines": [placed["lines"][1]["line"]]}
    answer = await do_press(api.store, COOK, said({"press": "p1", **given, "station": "hot"}))
    assert (answer.outcome, (await types(api.store))[-1]) == ("done", "TicketTransferred")
    assert api.store.state.kitchen.tickets[answer.ticket or ""].station == "hot"
    refused = await do_press(api.store, COOK, said({"press": "p2", **given, "station": "roof", "lines": []}))
    assert (refused.outcome, refused.reason) == ("refused", "unknown_station")
    with pytest.raises(msgspec.ValidationError):
        said({"press": "p3", **given})


async def test_some_of_what_is_cooked_together_is_done(api: Api) -> None:
    placed = [await api.order("tofu", table=table) for table in ("A01", "A02")]
    lines = [each["lines"][0]["line"] for each in placed]
    tickets = [each["tickets"][0] for each in placed]
    given = {"press": "p1", "kind": "batch", "lines": lines, "tickets": tickets, "qty": 1}
    for _ in range(2):
        assert (await do_press(api.store, COOK, said(given), device="wall")).outcome == "done"
    assert [api.store.state.kitchen.items[each].state for each in lines] == ["done", "fired"]
    other = await do_press(api.store, COOK, said({**given, "qty": 2}), device="wall")
    assert (other.outcome, other.reason) == ("refused", "key_reused")
    others: list[dict[str, Any]] = [
        {"qty": None},
        {"lines": []},
        {"tickets": []},
        {"tickets": tickets[:1]},
        {"ticket": placed[0]["tickets"][0]},
        {"kind": "bump", "ticket": "T1-1"},
        {"kind": "bump", "ticket": "T1-1", "qty": None},
    ]
    for wrong in others:
        with pytest.raises(msgspec.ValidationError):
            said({**given, **wrong})


async def test_an_acknowledgement_of_no_ticket_is_for_the_alarm_of_the_screen(api: Api) -> None:
    answer = await do_press(api.store, COOK, said({"press": "p1", "kind": "acknowledge"}), device="wall")
    assert (answer.outcome, answer.reason) == ("refused", "already_seen")
    ticket = await order(api)
    api.hands.ms += 10_000
    answer = await do_press(api.store, COOK, said({"press": "p2", "kind": "acknowledge"}), device="wall")
    assert (answer.outcome, (await types(api.store))[-1]) == ("done", "TicketAcknowledged")
    assert api.store.state.kitchen.tickets[ticket].seen_at is not None
