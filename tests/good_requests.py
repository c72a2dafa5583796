"""A good request for every POST of the public interface, after whatever has to be there for it has been made.

A POST that has none here is a red test. The requests are a manager's; law 2 repeats them on the small house and,
through a crash, on the demo's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Ground(NamedTuple):
    """A running house to prepare in: `send` posts below /api/v1 and gives the answer's body.

    `dish` is one about which nothing has to be asked; `tables` gives a table at which nobody sits.
    """

    send: Callable[[str, Json], Awaitable[Json]]
    dish: str
    tables: Iterator[str]


class Good(NamedTuple):
    """A request that will do something; `other` is a body as good as `body` for the same path, where it has any."""

    path: str
    body: Json
    other: Json | None = None


async def order(ground: Ground, **more: Any) -> Json:
    """An order of two lines to take away."""
    lines = [{"dish": ground.dish, "qty": 1}, {"dish": ground.dish, "qty": 2}]
    return await ground.send("/rounds", {"service": "takeaway", "lines": lines, **more})


async def a_round(ground: Ground) -> Good:
    """A table's first order."""
    body = {"table": next(ground.tables), "lines": [{"dish": ground.dish, "qty": 1}]}
    return Good("/rounds", body, {**body, "guests": 9})


async def a_void(ground: Ground) -> Good:
    """A line that nobody has begun."""
    placed = await order(ground)
    return Good(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "spilt"}, {"reason": "dropped"})


async def a_call(ground: Ground) -> Good:
    """Somebody wants something that is on no list."""
    session = (await order(ground))["session"]
    return Good(f"/sessions/{session}/calls", {"kind": "words", "text": "a knife"}, {"kind": "soup"})


def of_call(deed: str) -> Callable[[Ground], Awaitable[Good]]:
    """A call that nobody has answered."""

    async def prepare(ground: Ground) -> Good:
        session = (await order(ground))["session"]
        called = await ground.send(f"/sessions/{session}/calls", {"kind": "soup"})
        return Good(f"/calls/{called['call']}/{deed}", {})

    return prepare


PRINTER: Json = {"printer": "paper", "name": {"zh": "热菜打印机", "en": "Hot line"}, "host": "127.0.0.1", "port": 9}


async def a_printer(ground: Ground) -> Good:
    """One that prints every ticket."""
    body = {"printers": [{**PRINTER, "mode": "always"}]}
    return Good("/printers/changes", body, {"printers": [{**PRINTER, "width": 58}]})


async def a_printed_ticket(ground: Ground) -> Good:
    """A ticket that is wanted on paper."""
    await ground.send("/printers/changes", {"printers": [PRINTER]})
    placed = await order(ground)
    return Good(f"/tickets/{placed['tickets'][0]}/print", {}, {"printer": "paper"})


async def a_printed_kitchen(ground: Ground) -> Good:
    """All that is open."""
    await ground.send("/printers/changes", {"printers": [{**PRINTER, "printer": "pass"}]})
    await order(ground)
    return Good("/kitchen/print", {"printer": "pass"}, {})


async def a_test_slip(ground: Ground) -> Good:
    """A printer that nobody has tested."""
    await ground.send("/printers/changes", {"printers": [{**PRINTER, "printer": "tested"}]})
    return Good("/printers/tested/test", {})


async def a_slip_again(ground: Ground) -> Good:
    """A slip whose printer was taken away before it was printed."""
    await ground.send(
        "/printers/changes", {"printers": [{**PRINTER, "printer": each} for each in ("paper", "other", "third")]}
    )
    ticket = (await order(ground))["tickets"][0]
    job = (await ground.send(f"/tickets/{ticket}/print", {"printer": "other"}))["jobs"][0]
    await ground.send("/printers/changes", {"gone": ["other"]})
    return Good(f"/print-jobs/{job}/again", {"printer": "paper"}, {"printer": "third"})


async def a_slip_in_hand(ground: Ground) -> Good:
    """A slip that lies there, whatever its printer says."""
    await ground.send("/printers/changes", {"printers": [PRINTER]})
    ticket = (await order(ground))["tickets"][0]
    job = (await ground.send(f"/tickets/{ticket}/print", {}))["jobs"][0]
    return Good(f"/print-jobs/{job}/printed", {})


async def a_payment(ground: Ground) -> Good:
    """A part of a bill."""
    placed = await order(ground)
    body = {"tender": "card", "amount_minor": 1}
    return Good(f"/bills/{placed['bill']}/pay", body, {**body, "tender": "cash"})


async def a_comp(ground: Ground) -> Good:
    """A line of an open bill."""
    placed = await order(ground)
    return Good(f"/lines/{placed['lines'][0]['line']}/comp", {"reason": "late"}, {"reason": "cold"})


async def a_weight(ground: Ground) -> Good:
    """A dish that is put on the scale."""
    menu_dish = {"dish": "turbot", "name": NEW, "kind": "dish", "category": "fresh", "station": "none"}
    priced = {"price_minor": 100, "standard_ms": 60_000, "weighed": True, "per": 50, "to_weigh": True}
    fresh = {"category": "fresh", "name": NEW}
    await ground.send("/menu/changes", {"categories": [fresh], "dishes": [{**menu_dish, **priced}]})
    placed = await ground.send("/rounds", {"service": "takeaway", "lines": [{"dish": "turbot", "qty": 500}]})
    return Good(f"/lines/{placed['lines'][0]['line']}/weigh", {"gross_g": 700, "tare_g": 100}, {"gross_g": 600})


async def a_reduction(ground: Ground) -> Good:
    """A tenth off a bill."""
    placed = await order(ground)
    body = {"kind": "percent", "value": 100, "reason": "regulars"}
    return Good(f"/bills/{placed['bill']}/reductions", body, {**body, "value": 200})


async def a_wrong_reduction(ground: Ground) -> Good:
    """A reduction that does not hold."""
    placed, path = await order(ground), "/bills/{}/reductions"
    path = path.format(placed["bill"])
    one = await ground.send(path, {"kind": "percent", "value": 100, "reason": "regulars"})
    other = await ground.send(path, {"kind": "amount", "value": 1, "reason": "regulars"})
    body = {"reduction": one["reduction"]}
    return Good(f"{path}/take-back", body, {"reduction": other["reduction"]})


async def a_surcharge(ground: Ground) -> Good:
    """Boxes for what is taken away."""
    boxes = {"surcharge": "boxes", "name": NEW, "kind": "packing", "value": 1, "automatic": False}
    await ground.send("/billing", {"surcharges": [boxes]})
    placed = await order(ground)
    return Good(f"/bills/{placed['bill']}/surcharges", {"surcharge": "boxes"}, {"surcharge": "boxes", "heads": 2})


async def a_split(ground: Ground) -> Good:
    """In two."""
    placed = await order(ground)
    return Good(f"/bills/{placed['bill']}/split", {"by": "equal", "parts": 2}, {"by": "equal", "parts": 3})


async def a_joining(ground: Ground) -> Good:
    """Three parts, of which two come together again."""
    placed = await order(ground)
    bills = (await ground.send(f"/bills/{placed['bill']}/split", {"by": "equal", "parts": 3}))["bills"]
    return Good(f"/bills/{bills[1]}/join", {"into": bills[0]}, {"into": bills[2]})


async def paid(ground: Ground) -> Json:
    """An order that is paid."""
    placed = await order(ground)
    due = sum(line["price_minor"] for line in placed["lines"])
    await ground.send(f"/bills/{placed['bill']}/pay", {"tender": "card", "amount_minor": due})
    return placed


async def a_refund(ground: Ground) -> Good:
    """Of a bill that is paid."""
    placed = await paid(ground)
    body = {"reason": "cold", "amount_minor": 1}
    return Good(f"/bills/{placed['bill']}/refund", body, {**body, "amount_minor": 2})


async def a_reopening(ground: Ground) -> Good:
    """Of a bill that is paid."""
    placed = await paid(ground)
    return Good(f"/bills/{placed['bill']}/reopen", {"reason": "wrong"}, {"reason": "card and not cash"})


async def an_account(ground: Ground) -> Good:
    """A firm next door."""
    body = {"account": "firm", "name": NEW, "limit_minor": 100_000}
    return Good("/accounts", body, {**body, "limit_minor": 90_000})


async def a_settled_account(ground: Ground) -> Good:
    """A firm that owes something."""
    await ground.send("/accounts", {"account": "shop", "name": NEW, "limit_minor": 100_000})
    placed = await order(ground)
    owed = {"tender": "account", "amount_minor": 10, "account": "shop"}
    await ground.send(f"/bills/{placed['bill']}/pay", owed)
    return Good("/accounts/shop/pay", {"tender": "card", "amount_minor": 1}, {"tender": "card", "amount_minor": 2})


async def a_deposit(ground: Ground) -> Good:
    """For a booking."""
    body = {"tender": "cash", "amount_minor": 100}
    return Good("/deposits", body, {**body, "amount_minor": 200})


async def a_returned_deposit(ground: Ground) -> Good:
    """Of a booking that nobody came for."""
    kept = await ground.send("/deposits", {"tender": "cash", "amount_minor": 100})
    return Good(f"/deposits/{kept['deposit']}/return", {"amount_minor": 1}, {"amount_minor": 2})


async def a_shift(ground: Ground) -> Good:
    """Somebody comes to work."""
    body = {"float_minor": 20_000, "till": "bar"}
    return Good("/shifts/open", body, {**body, "float_minor": 10_000})


async def a_drop(ground: Ground) -> Good:
    """From a drawer that is full."""
    await ground.send("/shifts/open", {"float_minor": 20_000, "till": "door"})
    body = {"amount_minor": 10_000, "reason": "safe", "till": "door"}
    return Good("/shifts/drop", body, {**body, "amount_minor": 9_000})


async def a_till_counted(ground: Ground) -> Good:
    """Of a till."""
    await ground.send("/shifts/open", {"float_minor": 20_000, "till": "yard"})
    body = {"counted_minor": 20_000, "till": "yard"}
    return Good("/shifts/close", body, {**body, "counted_minor": 19_000})


async def an_early_close(ground: Ground) -> Good:
    """The manager goes home."""
    return Good("/days/close", {"word": "storm"}, {"word": "power cut"})


async def a_way_to_charge(ground: Ground) -> Good:
    """Cash is rounded."""
    return Good("/billing", {"round_to_minor": 10}, {"round_to_minor": 100})


async def a_party(ground: Ground) -> Good:
    """Guests who have not ordered yet."""
    body = {"table": next(ground.tables), "guests": 4}
    return Good("/sessions", body, {**body, "guests": 3})


async def a_move(ground: Ground) -> Good:
    """A party that goes to another table."""
    party = await ground.send("/sessions", {"table": next(ground.tables)})
    return Good(f"/sessions/{party['session']}/move", {"table": "A02"}, {"table": "A03"})


async def a_wish_to_pay(ground: Ground) -> Good:
    """A party that owes something."""
    placed = await order(ground)
    return Good(f"/sessions/{placed['session']}/ask-bill", {})


async def a_clean_table(ground: Ground) -> Good:
    """A table that guests have left, in a house that wants to know."""
    table = next(ground.tables)
    await ground.send("/house", {"tables_are_cleaned": True})
    party = await ground.send("/sessions", {"table": table})
    await ground.send(f"/sessions/{party['session']}/clear", {})
    return Good(f"/tables/{table}/cleaned", {})


async def _seating_at(ground: Ground, table: str) -> str:
    """A path below a table at which nobody sits, of a house that seats its guests."""
    garden = {"area": "garden", "name": {"zh": "花园", "en": "Garden"}}
    await ground.send("/house", {"seated_first": True})
    await ground.send("/floor/changes", {"areas": [garden], "tables": [{"table": table, "area": "garden", "seats": 2}]})
    return f"/tables/{table}"


async def an_ask(ground: Ground) -> Good:
    """Guests whom nobody has seen."""
    return Good(f"{await _seating_at(ground, 'G01')}/ask-seat", {})


async def a_table_with_nobody(ground: Ground) -> Good:
    """Where somebody had asked."""
    path = await _seating_at(ground, "G02")
    await ground.send(f"{path}/ask-seat", {})
    return Good(f"{path}/decline-seat", {})


IN_TIME = 3_600_000
"""How long after their reservation guests come."""


async def a_reservation(ground: Ground, table: str = "A01") -> Good:
    """A table for some guests, whoever sits there now."""
    at = (await ground.send("/sessions", {"service": "takeaway"}))["opened_at"] + IN_TIME
    return Good(f"/tables/{table}/reserve", {"comes_at": at}, {"comes_at": at, "guests": 4})


def of_reservation(outcome: str, table: str) -> Callable[[Ground], Awaitable[Good]]:
    """What becomes of one."""

    async def prepared(ground: Ground) -> Good:
        path, body, _ = await a_reservation(ground, table)
        made = await ground.send(path, body)
        return Good(f"/reservations/{made['reservation']}/{outcome}", {})

    return prepared


async def a_changed_reservation(ground: Ground) -> Good:
    """Later."""
    path, body, _ = await a_reservation(ground, "A03")
    made = await ground.send(path, body)
    later = {"comes_at": body["comes_at"] + 10 * IN_TIME}
    return Good(f"/reservations/{made['reservation']}/change", later, {**later, "guests": 2})


async def some_notes(ground: Ground) -> Good:
    """A party whose guests have told what they cannot eat."""
    placed = await order(ground)
    return Good(f"/sessions/{placed['session']}/note", {"note": "birthday", "allergies": "nuts"}, {"allergies": "fish"})


async def a_line_note(ground: Ground) -> Good:
    """A line of which something is wanted after all."""
    placed = await order(ground)
    return Good(f"/lines/{placed['lines'][0]['line']}/note", {"note": "no leek"}, {"note": "no egg"})


async def known_notes(ground: Ground) -> Good:
    """A ticket that was changed under the cook's hands."""
    placed = await order(ground)
    await ground.send(f"/lines/{placed['lines'][0]['line']}/note", {"note": "no leek"})
    return Good(f"/tickets/{placed['tickets'][0]}/acknowledge-notes", {})


async def a_merge(ground: Ground) -> Good:
    """Two parties, and a third that either might be merged with."""
    one, into, third = [(await order(ground))["session"] for _ in range(3)]
    return Good(f"/sessions/{one}/merge", {"into": into}, {"into": third})


async def an_unmerge(ground: Ground) -> Good:
    """A party that was merged."""
    bodies = [{"table": table, "share": True} for table in ("A02", "A03")]
    one, into = [(await ground.send("/sessions", body))["session"] for body in bodies]
    await ground.send(f"/sessions/{one}/merge", {"into": into})
    return Good(f"/sessions/{one}/unmerge", {"table": "A02"}, {"table": "A03"})


async def a_line_moved(ground: Ground) -> Good:
    """A line that goes to another party."""
    placed, other = await order(ground), await order(ground)
    line = placed["lines"][0]["line"]
    body = {"lines": [line], "to_session": other["session"]}
    return Good("/lines/move", body, {"lines": [line], "to_bill": other["bill"]})


async def a_colleague(ground: Ground) -> Good:
    """A party that somebody else serves from now on."""
    party = await ground.send("/sessions", {"service": "takeaway"})
    return Good(f"/sessions/{party['session']}/serve-by", {"staff": "mei"}, {"staff": "lin"})


async def a_hand_over(ground: Ground) -> Good:
    """All that a waiter serves goes to a colleague."""
    parties = [(await ground.send("/sessions", {"service": "takeaway"}))["session"] for _ in range(2)]
    return Good("/sessions/serve-by", {"sessions": parties, "staff": "mei"}, {"sessions": parties, "staff": "lin"})


async def a_head_count(ground: Ground) -> Good:
    """A party of which the staff has counted the guests."""
    party = await ground.send("/sessions", {"service": "takeaway"})
    return Good(f"/sessions/{party['session']}/guests", {"guests": 4}, {"guests": 3})


async def a_clearing(ground: Ground) -> Good:
    """A party that has paid."""
    placed = await order(ground)
    due = sum(line["price_minor"] for line in placed["lines"])
    await ground.send(f"/bills/{placed['bill']}/pay", {"tender": "card", "amount_minor": due})
    return Good(f"/sessions/{placed['session']}/clear", {})


def of_ticket(deed: str, *before: str) -> Callable[[Ground], Awaitable[Good]]:
    """Something done to a whole ticket, after what has to be done to it `before`."""

    async def prepared(ground: Ground) -> Good:
        placed = await order(ground)
        ticket = f"/tickets/{placed['tickets'][0]}"
        for each in before:
            await ground.send(f"{ticket}/{each}", {})
        return Good(f"{ticket}/{deed}", {}, {"lines": [placed["lines"][0]["line"]]})

    return prepared


async def a_transfer(ground: Ground) -> Good:
    """Where it is made they have their hands full."""
    placed = await order(ground)
    some = [placed["lines"][0]["line"]]
    return Good(
        f"/tickets/{placed['tickets'][0]}/transfer", {"station": "drinks"}, {"station": "drinks", "lines": some}
    )


async def an_ending(ground: Ground) -> Good:
    """A ticket that nobody will make."""
    placed = await order(ground)
    body = {"outcome": "not_made", "reason": "guests left"}
    return Good(f"/tickets/{placed['tickets'][0]}/end", body, {**body, "outcome": "wasted"})


async def a_stop(ground: Ground) -> Good:
    """A line that was voided under the cook's hands."""
    placed = await order(ground)
    line, ticket = placed["lines"][0]["line"], f"/tickets/{placed['tickets'][0]}"
    await ground.send(f"{ticket}/start", {})
    await ground.send(f"/lines/{line}/void", {"reason": "spilt"})
    return Good(f"{ticket}/acknowledge-voids", {}, {"lines": [line]})


async def a_wrong_serve(ground: Ground) -> Good:
    """A line that is not at the table."""
    placed = await order(ground)
    line = f"/lines/{placed['lines'][0]['line']}"
    await ground.send(f"{line}/serve", {})
    return Good(f"{line}/unserve", {})


async def a_tray(ground: Ground) -> Good:
    """All lines of an order come to the table at once."""
    lines = [each["line"] for each in (await order(ground))["lines"]]
    return Good("/lines/serve", {"lines": lines}, {"lines": lines[:1]})


async def a_hand_over_to_a_runner(ground: Ground) -> Good:
    """Lines that are done."""
    placed = await order(ground)
    for ticket in placed["tickets"]:
        await ground.send(f"/tickets/{ticket}/bump", {})
    lines = [each["line"] for each in placed["lines"]]
    return Good("/lines/hand-over", {"lines": lines}, {"lines": lines[:1]})


async def a_hurry(ground: Ground) -> Good:
    """A party that waits for its dishes."""
    placed = await order(ground)
    return Good(f"/sessions/{placed['session']}/front", {}, {"front": False})


async def an_acknowledgement(ground: Ground) -> Good:
    """A ticket that no screen has shown."""
    placed = await order(ground)
    return Good(f"/tickets/{placed['tickets'][0]}/acknowledge", {})


def of_line(deed: str, **ordered: Any) -> Callable[[Ground], Awaitable[Good]]:
    """Something done to a line of an order."""

    async def prepared(ground: Ground) -> Good:
        placed = await order(ground, **ordered)
        return Good(f"/lines/{placed['lines'][0]['line']}/{deed}", {})

    return prepared


async def a_count(ground: Ground) -> Good:
    """A dish of which some are left."""
    return Good(f"/dishes/{ground.dish}/sold-out", {"remaining": 999}, {"remaining": 998})


NEW = {"zh": "新", "en": "New"}


async def a_menu_change(ground: Ground) -> Good:
    """A category that there was not."""
    return Good(
        "/menu/changes",
        {"categories": [{"category": "new", "name": NEW}]},
        {"categories": [{"category": "newer", "name": NEW}]},
    )


async def a_floor_change(ground: Ground) -> Good:
    """An area that there was not."""
    return Good(
        "/floor/changes", {"areas": [{"area": "new", "name": NEW}]}, {"areas": [{"area": "newer", "name": NEW}]}
    )


async def a_kitchen_change(ground: Ground) -> Good:
    """A screen that there was not."""
    return Good(
        "/kitchen/changes",
        {"screens": [{"screen": "new", "name": NEW}]},
        {"screens": [{"screen": "newer", "name": NEW}]},
    )


async def forgotten_times(ground: Ground) -> Good:
    """Something was made, and how long it took does not count."""
    placed = await order(ground)
    await ground.send(f"/tickets/{placed['tickets'][0]}/bump", {})
    return Good("/kitchen/forget-times", {}, {"dish": "nothing"})


async def patience(ground: Ground) -> Good:
    """A house that is more patient."""
    return Good("/house", {"rush_every_ms": 200_000}, {"rush_every_ms": 210_000})


async def a_fired_ticket(ground: Ground) -> Good:
    """A ticket that is held."""
    placed = await order(ground, fire="hold")
    return Good(f"/tickets/{placed['tickets'][0]}/fire", {}, {"lines": [placed["lines"][0]["line"]]})


async def a_held_ticket(ground: Ground) -> Good:
    """A ticket that was fired, and that nobody has begun."""
    placed = await order(ground)
    return Good(f"/tickets/{placed['tickets'][0]}/hold", {}, {"lines": [placed["lines"][0]["line"]]})


async def a_fired_course(ground: Ground) -> Good:
    """A course that is held, beside another."""
    lines = [{"dish": ground.dish, "qty": 1, "course": course} for course in (2, 3)]
    placed = await ground.send("/rounds", {"service": "takeaway", "lines": lines})
    return Good(f"/sessions/{placed['session']}/fire", {"course": 2}, {"course": 3})


async def a_theme_that_holds(ground: Ground) -> Good:
    """One that changes nothing, and one that changes as little."""
    themes = [{"theme": each, "name": NEW} for each in ("lunch", "night")]
    await ground.send("/kitchen/changes", {"themes": themes})
    return Good("/kitchen/theme", {"theme": "lunch"}, {"theme": "night"})


async def a_last_recall(ground: Ground) -> Good:
    """The bump before, on a screen of all stations."""
    await ground.send("/kitchen/changes", {"screens": [{"screen": "all", "name": NEW}]})
    placed = await order(ground)
    await ground.send(f"/tickets/{placed['tickets'][0]}/bump", {})
    return Good("/screens/all/recall-last", {})


async def a_batch(ground: Ground) -> Good:
    """A dish of two parties, on a screen of all stations."""
    await ground.send("/kitchen/changes", {"screens": [{"screen": "all", "name": NEW}]})
    placed = [await order(ground) for _ in range(2)]
    seen = {"lines": [each["lines"][0]["line"] for each in placed], "tickets": [each["tickets"][0] for each in placed]}
    return Good("/screens/all/batch", {**seen, "qty": 2}, {**seen, "qty": 1})


async def a_waiter(ground: Ground) -> Good:
    """Somebody begins to work here."""
    return Good("/people/prs_ca1ca1ca1ca1/role", {"role": "waiter"}, {"role": "kitchen"})


async def a_right(ground: Ground) -> Good:
    """Waiters may give little discounts."""
    limits = [{"right": "discount", "most": 100}]
    return Good("/roles/waiter/rights", {"rights": ["order", "discount"], "limits": limits}, {"rights": ["order"]})


def cheaper(word: str = "new") -> Json:
    """A category that there was not."""
    return {"menu": {"categories": [{"category": word, "name": NEW}]}}


async def a_draft(ground: Ground) -> Good:
    """A new one."""
    return Good("/drafts", {"title": "winter", **cheaper()}, {"title": "summer", **cheaper()})


async def a_thinner_draft(ground: Ground) -> Good:
    """A draft of which one thing is taken out."""
    categories = [{"category": each, "name": NEW} for each in ("new", "newer")]
    draft = (await ground.send("/drafts", {"menu": {"categories": categories}}))["draft"]
    thing = {"part": "menu", "field": "categories", "id": "new"}
    return Good(f"/drafts/{draft}/take-out", thing, {**thing, "id": "newer"})


async def a_renamed_draft(ground: Ground) -> Good:
    """A draft under another title."""
    draft = (await ground.send("/drafts", cheaper()))["draft"]
    return Good(f"/drafts/{draft}/rename", {"title": "winter"}, {"title": "summer"})


async def a_timed_draft(ground: Ground) -> Good:
    """A draft that takes effect in an hour, or in two."""
    at = (await ground.send("/sessions", {"service": "takeaway"}))["opened_at"]
    draft = (await ground.send("/drafts", cheaper()))["draft"]
    later = [{"publishes_at": at + hours * IN_TIME} for hours in (1, 2)]
    return Good(f"/drafts/{draft}/time", later[0], later[1])


def of_draft(deed: str) -> Callable[[Ground], Awaitable[Good]]:
    """A draft, and what is done to it."""

    async def make(ground: Ground) -> Good:
        draft = (await ground.send("/drafts", cheaper(deed)))["draft"]
        other = {"knowingly": ["roof"]} if deed == "publish" else None
        return Good(f"/drafts/{draft}/{deed}", {}, other)

    return make


async def a_change_undone(ground: Ground) -> Good:
    """A draft that was published, and is taken back."""
    draft = (await ground.send("/drafts", cheaper("undone")))["draft"]
    change = (await ground.send(f"/drafts/{draft}/publish", {}))["change"]
    return Good(f"/changes/{change}/undo", {}, {"knowingly": ["roof"]})


GOOD: dict[str, Callable[[Ground], Awaitable[Good]]] = {
    "/rounds": a_round,
    "/lines/{line}/void": a_void,
    "/lines/{line}/fire": of_line("fire", fire="hold"),
    "/lines/{line}/rush": of_line("rush"),
    "/lines/{line}/serve": of_line("serve"),
    "/lines/{line}/unserve": a_wrong_serve,
    "/lines/serve": a_tray,
    "/lines/hand-over": a_hand_over_to_a_runner,
    "/bills/{bill}/pay": a_payment,
    "/lines/{line}/comp": a_comp,
    "/lines/{line}/weigh": a_weight,
    "/bills/{bill}/reductions": a_reduction,
    "/bills/{bill}/reductions/take-back": a_wrong_reduction,
    "/bills/{bill}/surcharges": a_surcharge,
    "/bills/{bill}/split": a_split,
    "/bills/{bill}/join": a_joining,
    "/bills/{bill}/refund": a_refund,
    "/bills/{bill}/reopen": a_reopening,
    "/accounts": an_account,
    "/accounts/{account}/pay": a_settled_account,
    "/deposits": a_deposit,
    "/deposits/{deposit}/return": a_returned_deposit,
    "/shifts/open": a_shift,
    "/shifts/drop": a_drop,
    "/shifts/close": a_till_counted,
    "/billing": a_way_to_charge,
    "/sessions": a_party,
    "/sessions/{session}/guests": a_head_count,
    "/sessions/{session}/move": a_move,
    "/sessions/{session}/ask-bill": a_wish_to_pay,
    "/tables/{table}/cleaned": a_clean_table,
    "/tables/{table}/ask-seat": an_ask,
    "/tables/{table}/decline-seat": a_table_with_nobody,
    "/tables/{table}/reserve": a_reservation,
    "/reservations/{reservation}/change": a_changed_reservation,
    "/reservations/{reservation}/cancel": of_reservation("cancel", "A02"),
    "/reservations/{reservation}/no-show": of_reservation("no-show", "A03"),
    "/sessions/{session}/calls": a_call,
    "/calls/{call}/take": of_call("take"),
    "/calls/{call}/end": of_call("end"),
    "/sessions/{session}/note": some_notes,
    "/lines/{line}/note": a_line_note,
    "/tickets/{ticket}/acknowledge-notes": known_notes,
    "/sessions/{session}/merge": a_merge,
    "/sessions/{session}/unmerge": an_unmerge,
    "/lines/move": a_line_moved,
    "/sessions/{session}/serve-by": a_colleague,
    "/sessions/{session}/front": a_hurry,
    "/sessions/serve-by": a_hand_over,
    "/sessions/{session}/clear": a_clearing,
    "/tickets/{ticket}/start": of_ticket("start"),
    "/tickets/{ticket}/bump": of_ticket("bump"),
    "/tickets/{ticket}/recall": of_ticket("recall", "bump"),
    "/tickets/{ticket}/rush": of_ticket("rush"),
    "/tickets/{ticket}/fire": a_fired_ticket,
    "/tickets/{ticket}/hold": a_held_ticket,
    "/sessions/{session}/fire": a_fired_course,
    "/screens/{screen}/recall-last": a_last_recall,
    "/screens/{screen}/batch": a_batch,
    "/tickets/{ticket}/transfer": a_transfer,
    "/tickets/{ticket}/end": an_ending,
    "/tickets/{ticket}/acknowledge": an_acknowledgement,
    "/tickets/{ticket}/acknowledge-voids": a_stop,
    "/dishes/{dish}/sold-out": a_count,
    "/menu/changes": a_menu_change,
    "/floor/changes": a_floor_change,
    "/kitchen/changes": a_kitchen_change,
    "/kitchen/forget-times": forgotten_times,
    "/kitchen/theme": a_theme_that_holds,
    "/printers/changes": a_printer,
    "/printers/{printer}/test": a_test_slip,
    "/tickets/{ticket}/print": a_printed_ticket,
    "/kitchen/print": a_printed_kitchen,
    "/print-jobs/{job}/again": a_slip_again,
    "/print-jobs/{job}/printed": a_slip_in_hand,
    "/house": patience,
    "/people/{person}/role": a_waiter,
    "/roles/{role}/rights": a_right,
    "/drafts": a_draft,
    "/drafts/{draft}/take-out": a_thinner_draft,
    "/drafts/{draft}/rename": a_renamed_draft,
    "/drafts/{draft}/time": a_timed_draft,
    "/drafts/{draft}/publish": of_draft("publish"),
    "/drafts/{draft}/drop": of_draft("drop"),
    "/changes/{change}/undo": a_change_undone,
    "/days/close": an_early_close,
}
"""By the path below /api/v1, as its route declares it."""
