"""Phones that share a cart: what each is told, and what becomes of the cart as the visit goes on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.types import Name
from kds.feed.subscriber import Frame
from kds.web.guests import sharing
from kds.web.guests.carts import LINES_MOST, CartLine, Chosen
from kds.web.guests.passes import Pass
from kds.web.guests.sharers import OF_A_CART, OF_A_GUEST, Opens, Phone, TooManyPhones
from kds.web.guests.sharing import (
    AWAY_MS,
    CARTS_MOST,
    SharedCarts,
)
from kds.web.guests.visits import FRESH_MS, Visit, key_of_table, visit_of
from tests.web.served import Api

A01 = key_of_table("A01")
TOFU = Chosen("tofu", 1)
LOOK = {"type": "now", "all": False}
"""What those are told whose party has changed."""


class Table:
    """The carts of a house, and what each phone has heard."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.carts = SharedCarts(api.store)
        self.heard: dict[Phone, list[dict[str, Any]]] = {}

    def comes(self, guest: str, *lines: CartLine, key: str = A01, name: str = "") -> Phone:
        """A phone comes, and says what it knows."""
        told = list[dict[str, Any]]()

        def write(frame: Frame) -> bool:
            told.append(json.loads(frame.text))
            return True

        phone = self.carts.join(key, guest, write, self.opens(guest, key))
        self.heard[phone] = told
        self.carts.hello(phone, name, lines)
        return phone

    def opens(self, guest: str, key: str) -> Opens:
        """What the pass opens with which it came: of a party, or of who sits down at a table."""
        store = self.api.store
        table = key.removeprefix(key_of_table("")) if key.startswith(key_of_table("")) else ""
        held = [Pass(guest, table, store.now(), "" if table else key, store.state.seq)]

        def opened() -> str | None:
            visit = visit_of(store.state, held[0], store.now())
            if not isinstance(visit, Visit):
                return None
            held[0] = visit.held
            return visit.cart

        return opened

    def news(self, phone: Phone) -> list[dict[str, Any]]:
        """What it has heard since it was asked last."""
        told = list(self.heard[phone])
        self.heard[phone].clear()
        return told

    def shown(self, phone: Phone) -> dict[str, str]:
        """The lines of the cart by what is chosen, with who chose them."""
        lines = self.carts.cart(phone.key).lines
        return {each.id: each.guest for each in lines if not each.gone}


@pytest.fixture
async def table(api: Api) -> AsyncIterator[Table]:
    found = Table(api)
    yield found
    for each in found.heard:
        found.carts.leave(each)


def line(id: str, guest: str = "ann", rev: int = 1, **more: Any) -> CartLine:
    return CartLine(id, rev, guest, more.pop("by", guest), **{"chosen": TOFU, **more})


def ids(message: dict[str, Any]) -> list[str]:
    return [each["id"] for each in message["lines"]]


async def test_what_one_phone_writes_the_others_see(table: Table) -> None:
    ann, ben = table.comes("ann", name="Ann"), table.comes("ben")
    table.news(ann), table.news(ben)
    table.carts.put(ann, [line("a"), line("b")])
    assert table.news(ann) == []
    (told,) = table.news(ben)
    assert (told["type"], told["full"], ids(told)) == ("cart", False, ["a", "b"])
    assert told["guests"] == {"ann": "Ann", "ben": ""}
    table.carts.put(ben, [line("a", rev=2, by="ben", gone="removed", chosen=None)])
    (told,) = table.news(ann)
    assert (ids(told), told["lines"][0]["gone"]) == (["a"], "removed")


async def test_who_comes_later_sees_the_whole_cart(table: Table) -> None:
    table.comes("ann", line("a"))
    ben = table.comes("ben", line("b", "ben"))
    first = table.news(ben)[0]
    assert (first["full"], sorted(ids(first))) == (True, ["a", "b"])


async def test_after_a_restart_the_phones_make_the_cart_anew(api: Api, table: Table) -> None:
    table.comes("ann", line("a"), line("b", rev=2, gone="removed", chosen=None))
    table.comes("ben", line("b", "ben"), line("c", "ben"))
    again = Table(api)
    ben = again.comes("ben", line("b", "ben"), line("c", "ben"))
    again.comes("ann", line("a"), line("b", rev=2, gone="removed", chosen=None))
    assert again.shown(ben) == {"a": "ann", "c": "ben"}
    for each in again.heard:
        again.carts.leave(each)


async def test_nobody_writes_in_the_name_of_another(table: Table) -> None:
    ann = table.comes("ann")
    table.news(ann)
    table.carts.put(ann, [line("x", "ann", by="ben")])
    assert table.shown(ann) == {}
    assert table.news(ann)[0]["full"] is True


async def test_what_is_ordered_leaves_the_cart_of_everybody(api: Api, table: Table) -> None:
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    ann = table.comes("ann", line("a"), line("b"), key=session)
    ben = table.comes("ben", key=session)
    table.news(ann), table.news(ben)
    await api.order({"dish": "tofu", "qty": 1, "id": "a"}, table=None, session=session)
    for phone in (ann, ben):
        told = table.news(phone)
        assert [(each["id"], each["gone"]) for each in told[0]["lines"]] == [("a", "sent")]
        assert told[1] == LOOK
    assert table.shown(ann) == {"b": "ann"}


async def test_who_takes_out_what_another_has_just_sent_is_told(api: Api, table: Table) -> None:
    """CASES 43: one of two clean outcomes, and the one who lost hears of it."""
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    ann = table.comes("ann", line("a"), key=session)
    await api.order({"dish": "tofu", "qty": 1, "id": "a"}, table=None, session=session)
    table.news(ann)
    table.carts.put(ann, [line("a", rev=9, gone="removed", chosen=None)])
    whole, late = table.news(ann)
    assert whole["lines"][0]["gone"] == "sent"
    assert late == {"type": "late", "lines": ["a"]}


async def test_no_phone_makes_a_line_vanish_by_calling_it_sent(table: Table) -> None:
    ann, eve = table.comes("ann", line("a")), table.comes("eve")
    table.carts.put(eve, [line("a", rev=9, by="eve", gone="sent", chosen=None)])
    assert table.shown(ann) == {"a": "ann"}


async def test_what_the_ledger_has_no_phone_puts_back(api: Api, table: Table) -> None:
    """A phone that was away comes back with a line that was sent meanwhile, to a server that began anew."""
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    await api.order({"dish": "tofu", "qty": 1, "id": "a"}, table=None, session=session)
    ann = table.comes("ann", line("a", rev=7), line("b"), key=session)
    told = {each["id"]: each.get("gone", "") for each in table.news(ann)[0]["lines"]}
    assert told == {"a": "sent", "b": ""}


@pytest.mark.parametrize("opens", ["their first order", "the staff"])
async def test_the_cart_goes_with_who_sits_down(api: Api, table: Table, opens: str) -> None:
    ann, ben = table.comes("ann", line("a"), line("b")), table.comes("ben", line("c", "ben"))
    if opens == "the staff":
        session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
        assert table.shown(ann) == {"a": "ann", "b": "ann", "c": "ben"}
    else:
        session = (await api.order({"dish": "tofu", "qty": 1, "id": "a"}))["session"]
        assert table.shown(ann) == {"b": "ann", "c": "ben"}
    assert ann.key == ben.key == session
    # Whoever comes to the table after them finds nothing of it.
    eve = table.comes("eve")
    assert table.news(eve)[0]["lines"] == []


async def test_carts_of_parties_that_are_merged_are_one(api: Api, table: Table) -> None:
    one = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    other = (await api.post("/sessions", {"table": "A02"})).json()["session"]
    ann, ben = table.comes("ann", line("a"), key=one), table.comes("ben", line("b", "ben"), key=other)
    await api.do(MergeSession(one, other))
    assert ann.key == ben.key == other
    assert table.shown(ben) == {"a": "ann", "b": "ben"}
    assert sorted(ids(table.news(ann)[-2])) == ["a", "b"] or sorted(ids(table.news(ben)[-1])) == ["a", "b"]


async def test_what_there_is_no_room_for_is_said_once_and_the_others_hear_nothing(api: Api, table: Table) -> None:
    ann, ben = table.comes("ann", *[line(f"l{n}") for n in range(LINES_MOST)]), table.comes("ben")
    table.news(ann), table.news(ben)
    table.carts.put(ben, [line("more", "ben")])
    assert table.news(ben) == [{"type": "full", "lines": ["more"]}]
    assert table.news(ann) == []


async def test_names_of_who_has_gone_and_has_nothing_there_are_forgotten(api: Api, table: Table) -> None:
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    ann, eve = table.comes("ann", line("a"), key=session, name="Ann"), table.comes("eve", key=session, name="Eve")
    table.carts.leave(eve)
    table.carts.leave(ann)
    assert table.carts.cart(session).guests == {"ann": "Ann"}, "whose line is still there"


async def test_parties_that_are_taken_apart_have_their_own_carts_again(api: Api, table: Table) -> None:
    one = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    other = (await api.post("/sessions", {"table": "A02"})).json()["session"]
    ann, ben = table.comes("ann", line("a"), key=one, name="Ann"), table.comes("ben", line("b", "ben"), key=other)
    await api.do(MergeSession(one, other))
    await api.do(UnmergeSession(one))
    assert (ann.key, ben.key) == (one, other)
    assert (table.shown(ann), table.shown(ben)) == ({"a": "ann"}, {"b": "ben"})
    assert table.carts.cart(one).guests["ann"] == "Ann"
    table.news(ann)
    table.carts.put(ben, [line("secret", "ben")])
    assert table.news(ann) == []
    # A phone that comes again knows what was chosen while they shared one cart: it is not theirs.
    table.carts.leave(ann)
    again = table.comes("ann", line("a"), line("b", "ben"), key=one)
    assert table.shown(again) == {"a": "ann"}


async def test_a_phone_that_stayed_there_is_not_of_the_party_that_sits_down_later(api: Api, table: Table) -> None:
    eve = table.comes("eve", line("e", "eve"))
    api.hands.ms += FRESH_MS + 1
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    ann = table.comes("ann", line("a"), key=session)
    assert table.news(eve)[-1] == {"type": "over"}
    assert table.shown(ann) == {"a": "ann"}
    table.carts.put(eve, [line("x", "eve")])
    table.carts.hello(eve, "Eve", [line("y", "eve")])
    assert table.news(eve) == []
    assert table.shown(ann) == {"a": "ann"}


async def test_whoever_comes_finds_nothing_of_who_has_long_gone(api: Api, table: Table) -> None:
    """Also where nobody was there meanwhile, and nothing reminded the house of it."""
    ann = table.comes("ann", line("a"), name="Ann")
    table.carts.leave(ann)
    api.hands.ms += AWAY_MS
    ben = table.comes("ben")
    assert (table.shown(ben), table.carts.cart(A01).guests) == ({}, {"ben": ""})


async def test_who_is_at_the_table_to_which_a_party_moves_looks_whose_it_is_now(api: Api, table: Table) -> None:
    session = (await api.post("/sessions", {"table": "A02"})).json()["session"]
    ann, tablet = table.comes("ann", key=session), table.comes("tablet", line("t", "tablet"))
    table.news(tablet)
    await api.do(MoveSession(session, "A01"))
    assert table.news(tablet) == [LOOK]
    assert (ann.key, table.shown(ann)) == (session, {}), "what was chosen there is not theirs"


async def test_when_the_party_has_left_its_phones_are_told_and_its_cart_is_gone(api: Api, table: Table) -> None:
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    ann = table.comes("ann", line("a"), key=session)
    table.news(ann)
    await api.do(ClearSession(session))
    assert {"type": "over"} in table.news(ann)
    assert table.carts.cart(session).lines == []


async def test_at_a_table_where_nobody_ordered_nothing_of_who_has_gone_is_shown(api: Api, table: Table) -> None:
    """Law 10, before there is a party: who comes next does not see what the last ones had chosen."""
    ann = table.comes("ann", line("a"), name="Ann")
    table.carts.leave(ann)
    del table.heard[ann]
    api.hands.ms += AWAY_MS - 1
    table.carts.forget_away()
    ben = table.comes("ben")
    assert table.shown(ben) == {"a": "ann"}
    table.news(ben)
    api.hands.ms += 1
    table.carts.forget_away()
    (told,) = table.news(ben)
    assert (told["full"], told["lines"], told["guests"]) == (True, [], {"ben": ""})


async def test_of_a_party_what_was_chosen_stays_though_the_phone_has_gone(api: Api, table: Table) -> None:
    session = (await api.post("/sessions", {"table": "A01"})).json()["session"]
    ann, ben = table.comes("ann", line("a"), key=session), table.comes("ben", key=session)
    table.carts.leave(ann)
    del table.heard[ann]
    api.hands.ms += 10 * AWAY_MS
    table.carts.forget_away()
    assert table.shown(ben) == {"a": "ann"}


async def test_what_concerns_the_party_makes_its_phones_look_and_nobody_elses(api: Api, table: Table) -> None:
    one = await api.order("tofu")
    other = await api.order("tofu", table="A02")
    ann, ben = table.comes("ann", key=one["session"]), table.comes("ben", key=other["session"])
    table.news(ann), table.news(ben)
    ticket = one["tickets"][0]
    assert (await api.post(f"/tickets/{ticket}/bump")).status_code == 200
    assert LOOK in table.news(ann)
    assert table.news(ben) == []


async def test_the_house_or_its_menu_makes_everybody_look(api: Api, table: Table) -> None:
    ann, ben = table.comes("ann"), table.comes("ben", key=key_of_table("A02"))
    table.news(ann), table.news(ben)
    await api.do(ChangeHouse(name=Name(zh="新名", en="New name")))
    assert table.news(ann) == table.news(ben) == [{"type": "now", "all": True}]
    assert (await api.post("/dishes/tofu/sold-out", {"remaining": 0})).status_code == 200
    assert table.news(ann) == table.news(ben) == [{"type": "now", "all": True}]


@pytest.mark.parametrize(
    ("said", "kept"), [("  Ann \t", "Ann"), ("a\u202eb", "ab"), ("\x00", ""), ("王" * 17, ""), ("👩‍🍳", "👩‍🍳")]
)
async def test_nobody_is_called_what_cannot_be_shown(table: Table, said: str, kept: str) -> None:
    ann, ben = table.comes("ann"), table.comes("ben")
    table.carts.name(ben, "Ben")
    table.news(ann)
    table.carts.name(ann, said)
    assert table.carts.cart(A01).guests == {"ann": kept, "ben": "Ben"}


async def test_so_many_phones_and_no_more(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(OF_A_GUEST):
        table.comes("ann")
    with pytest.raises(TooManyPhones):
        table.comes("ann")
    for place in range(OF_A_CART - OF_A_GUEST):
        table.comes(f"guest {place}")
    with pytest.raises(TooManyPhones):
        table.comes("ben")
    monkeypatch.setattr(sharing, "PHONES_MOST", table.carts.phones)
    with pytest.raises(TooManyPhones):
        table.comes("ben", key=key_of_table("A02"))


async def test_carts_at_which_nobody_is_are_forgotten_the_oldest_first(table: Table) -> None:
    ann = table.comes("ann", line("a"))
    for place in range(CARTS_MOST + 5):
        table.carts.cart(f"S{place}").put(line("x"))
    assert table.shown(ann) == {"a": "ann"}
    assert table.carts.cart(f"S{CARTS_MOST + 4}").there == 1
    assert table.carts.cart("S0").there == 0
