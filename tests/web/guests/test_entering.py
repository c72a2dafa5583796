"""Scanning a code: whose the phone is then, and when that ends (law 10)."""

from __future__ import annotations

import re

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.model import FloorGone
from kds.core.floor.move_session import MoveSession
from kds.web.guests.passes import PASS
from kds.web.guests.visits import FRESH_MS
from tests.web.guests.phones import codes, phone
from tests.web.served import Api

MINUTE_MS = 60_000


async def seat(api: Api, table: str, *, share: bool = False) -> str:
    """Seat a party, and say which."""
    answer = await api.post("/sessions", {"table": table, "guests": 2, "share": share})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["session"]
    return found


async def test_who_scans_first_opens_the_party_with_the_first_order(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        assert (await ann.scan(links["A01"])).status_code == 200
        assert await ann.session() is None
        assert (await ann.order("beef", table="A01")).status_code == 201
        session = await ann.session()
        assert session is not None
        assert (await ann.order("tofu", session=session)).status_code == 201
        assert [len(each["lines"]) for each in (await ann.now())["now"]["rounds"]] == [1, 1]


async def test_a_scan_opens_the_page_itself_for_whose_pass_it_gives(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        answer = await ann.client.get(links["A01"], headers={"accept": "text/html"})
        assert answer.status_code == 200
        visit = (await ann.now())["visit"]
        assert f'"visit": "{visit}"' in answer.text
        assert f'"visit": "{visit}"' in (await ann.client.get("/guest", headers={"accept": "text/html"})).text
        again = {"accept": "text/html", "if-none-match": answer.headers["etag"]}
        assert (await ann.client.get(links["A01"], headers=again)).status_code == 304


async def test_phones_at_one_table_are_of_one_party(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann, phone(api) as ben, phone(api) as eve:
        for each in (ann, ben):
            await each.scan(links["A01"])
        await ann.order("beef", table="A01")
        assert await ben.session() == await ann.session()
        await eve.scan(links["A01"])
        assert await eve.session() == await ann.session()
        assert len({each.visit for each in (ann, ben, eve)}) == 3
        # Who knows the table alone still means their own party.
        assert (await ben.order("tofu", table="A01")).status_code == 201
        assert len((await eve.now())["now"]["rounds"]) == 2


async def test_who_has_sat_down_before_the_staff_seats_them_is_of_that_party(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        api.hands.ms += MINUTE_MS
        session = await seat(api, "A01")
        assert await ann.session() == session


async def test_nobody_sees_or_orders_for_the_party_before_them(api: Api) -> None:
    """CASES 7: nothing of party 1 in any answer to party 2, and nothing of party 1's phone on party 2's bill."""
    links = await codes(api)
    async with phone(api) as ann, phone(api) as ben:
        await ann.scan(links["A01"])
        body = {"dish": "tofu", "qty": 1, "note": "secret of ann"}
        assert (await ann.post("/rounds", {"channel": "scan", "table": "A01", "lines": [body]})).status_code == 201
        session, bills = await ann.session(), (await ann.now())["bills"]
        assert session is not None
        await api.pay(bills[0])
        await api.do(ClearSession(session))
        gone = await ann.now()
        assert (gone["state"], gone["now"], gone["lines"], gone["bills"]) == ("ended", None, [], [])
        await ben.scan(links["A01"])
        assert "secret" not in (await ben.client.get("/guest")).text
        assert "secret" not in (await ben.client.get("/guest/now")).text
        for path in (f"/bills/{bills[0]}", "/tables/A01", "/tables"):
            seen = await ben.client.get(f"/api/v1{path}", headers={"kds-visit": ben.visit})
            assert "secret" not in seen.text
            assert session not in seen.text
        assert (await ben.order("tofu", table="A01")).status_code == 201
        # What ann's phone still holds is refused, however it names whose it is.
        for whose in ({"session": session}, {"table": "A01"}):
            answer = await ann.order("noodles", **whose)
            assert (answer.status_code, answer.json()["reason"]) == (409, "visit_over")
        assert [len(each["lines"]) for each in (await ben.now())["now"]["rounds"]] == [1]


async def test_a_phone_of_a_party_that_has_paid_is_not_of_the_next(api: Api) -> None:
    """It was in a pocket all the while: what nobody has cleared yet is over all the same (law 10)."""
    links = await codes(api)
    async with phone(api) as ann, phone(api) as friend, phone(api) as ben:
        await friend.scan(links["A01"])
        await ann.scan(links["A01"])
        await ann.order("beef", table="A01")
        await api.pay((await ann.now())["bills"][0])
        await ben.scan(links["A01"])
        await ben.order("tofu", table="A01")
        assert (await friend.now())["state"] == "ended"
        assert (await friend.order("cola", table="A01")).json()["reason"] == "visit_over"
        assert (await ben.now())["state"] == "open"


async def test_a_clock_that_is_set_back_closes_no_table(api: Api) -> None:
    links = await codes(api)
    await api.do(ClearSession(await seat(api, "A01")))
    api.hands.ms -= 30 * MINUTE_MS
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        assert (await ann.now())["state"] == "open"
        assert (await ann.order("beef", table="A01")).status_code == 201


async def test_what_a_phone_kept_of_an_earlier_visit_never_lands_on_the_next(api: Api) -> None:
    """The same phone comes back another evening, and scans again: its outbox still bears the visit of before."""
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        await ann.order("beef", table="A01")
        session, before = await ann.session(), ann.visit
        assert session is not None
        await api.pay((await ann.now())["bills"][0])
        await api.do(ClearSession(session))
        await ann.scan(links["A01"])
        assert ann.visit != before
        answer = await ann.post("/rounds", {"channel": "scan", "table": "A01", "lines": [{"dish": "tofu"}]}, before)
        assert answer.status_code in (400, 409)
        answer = await ann.post(
            "/rounds", {"channel": "scan", "table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}, before
        )
        assert (answer.status_code, answer.json()["reason"]) == (409, "visit_over")
        assert await ann.session() is None


async def test_a_scan_that_led_to_nothing_is_forgotten_after_half_an_hour(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        api.hands.ms += FRESH_MS + 1
        assert (await ann.now())["state"] == "ended"
        assert (await ann.order("beef", table="A01")).json()["reason"] == "visit_over"
        await seat(api, "A01")
        assert (await ann.now())["state"] == "ended"


async def test_scanning_again_in_the_same_visit_changes_nothing(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        await ann.order("beef", table="A01")
        await ann.now()
        before = ann.visit
        await ann.scan(links["A01"])
        assert ann.visit == before


async def test_the_pass_goes_with_the_party_to_another_table(api: Api) -> None:
    """CASES 5: it orders for A01 and S, which sits at B05 now; nothing is opened at A01."""
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        await ann.order("beef", table="A01")
        session = await ann.session()
        assert session is not None
        await api.do(MoveSession(session, "V01"))
        answer = await ann.order("tofu", table="A01", session=session)
        assert answer.status_code == 201, answer.text
        assert answer.json()["session"] == session
        assert (await ann.now())["table"] == "V01"
        assert not api.store.state.floor.table_sessions["A01"]


async def test_the_pass_goes_with_a_party_that_is_merged_into_another(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann, phone(api) as ben:
        for each, table in ((ann, "A01"), (ben, "A02")):
            await each.scan(links[table])
            await each.order("beef", table=table)
        one, other = await ann.session(), await ben.session()
        assert one is not None
        assert other is not None
        await api.do(MergeSession(one, other))
        assert await ann.session() == other
        assert (await ann.order("tofu", session=other)).status_code == 201
        assert (await ann.order("tofu", session=one)).status_code == 201
        assert len((await ben.now())["now"]["rounds"]) == 4


async def test_guests_of_a_table_that_several_share_get_a_code_of_their_own(api: Api) -> None:
    links = await codes(api)
    one, other = await seat(api, "A01"), await seat(api, "A01", share=True)
    async with phone(api) as ann, phone(api) as ben:
        answer = await ann.scan(links["A01"])
        assert answer.status_code == 409
        assert "Several parties share this table" in answer.text
        code = (await api.client.get("/guest")).status_code
        assert code == 403
        await ann.scan(await code_of(api, one))
        await ben.scan(await code_of(api, other))
        assert (await ann.session(), await ben.session()) == (one, other)
        assert (await ann.order("beef", session=other)).status_code == 409
        assert (await ann.order("beef")).status_code == 201
        assert (await ben.now())["now"]["rounds"] == []


async def code_of(api: Api, session: str) -> str:
    """Where the code of a party leads."""
    headers = {"authorization": f"Bearer {api.secrets['waiter']}", "accept": "text/html"}
    answer = await api.client.get(f"/sessions/{session}/code", headers=headers)
    found = re.search(r'href="(/v/[^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


async def test_the_code_of_a_party_dies_with_it(api: Api) -> None:
    session = await seat(api, "A01")
    link = await code_of(api, session)
    async with phone(api) as ann, phone(api) as ben:
        await ann.scan(link)
        await api.do(ClearSession(session))
        answer = await ben.scan(link)
        assert answer.status_code == 410
        assert "This visit is over" in answer.text
        assert (await ann.now())["state"] == "ended"


async def test_where_each_party_has_its_own_code_that_of_the_table_opens_nothing(api: Api) -> None:
    links = await codes(api)
    await api.do(ChangeHouse(code_a_visit=True))
    async with phone(api) as ann:
        answer = await ann.scan(links["A01"])
        assert answer.status_code == 403
        assert "the code of your party" in answer.text
        assert PASS not in ann.client.cookies


@pytest.mark.parametrize("off", ["before the scan", "after it"])
async def test_a_house_that_takes_no_orders_by_phone_says_so(api: Api, off: str) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        if off == "before the scan":
            await api.do(ChangeHouse(guests_order=False))
            answer = await ann.scan(links["A01"])
            assert answer.status_code == 403
        else:
            await ann.scan(links["A01"])
            await api.do(ChangeHouse(guests_order=False))
            answer = await ann.client.get("/guest")
            assert answer.status_code == 403
            assert (await ann.order("beef", table="A01")).json()["reason"] == "visit_over"
        assert "手机点餐没有开通" in answer.text
        assert "menu on paper" in answer.text


async def test_a_table_that_is_gone_is_told(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A03"])
        await api.do(ChangeFloor(gone=FloorGone(tables=("A03",))))
        assert (await ann.now())["why"]["en"] == "This card is not valid any more"


@pytest.mark.parametrize("path", ["/guest", "/guest/now", "/guest/menu"])
async def test_without_a_pass_there_is_nothing(api: Api, path: str) -> None:
    async with phone(api) as ann:
        assert (await ann.client.get(path)).status_code in (401, 403)
        ann.client.cookies.set(PASS, "eyJ0.abc")
        assert (await ann.client.get(path)).status_code in (401, 403)


async def test_a_pass_does_what_guests_may_and_nothing_else(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        await ann.order("beef", table="A01")
        session = await ann.session()
        for path in (f"/sessions/{session}/clear", f"/sessions/{session}/move", "/menu/changes", "/house"):
            assert (await ann.post(path, {"table": "A02"} if "move" in path else {})).status_code in (400, 403)
        assert (await ann.post(f"/sessions/{session}/ask-bill")).status_code == 200
        assert (await ann.now())["asked_at"] is not None
        for page in ("/floor", "/order?table=A01", "/cashier", "/menu"):
            assert (await ann.client.get(page, headers=NO_ONE)).status_code in (303, 401, 403)


NO_ONE = {"accept": "text/html"}


async def test_a_page_from_elsewhere_speaks_for_nobody(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        headers = {"kds-visit": ann.visit, "idempotency-key": "a-page-from-elsewhere", "sec-fetch-site": "cross-site"}
        answer = await ann.client.post("/api/v1/rounds", json={}, headers=headers)
        assert answer.status_code == 401


async def test_somebody_of_the_house_who_scans_a_code_is_a_guest_on_that_page_alone(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        ann.client.cookies.set("kds_token", api.secrets["manager"])
        await ann.scan(links["A01"])
        assert (await ann.order("beef", table="A02")).status_code == 403
        assert (await ann.order("beef", table="A01")).status_code == 201
        assert (await ann.client.get("/menu", headers=NO_ONE)).status_code == 200


async def test_a_house_that_seats_its_guests_lets_no_photograph_order(api: Api) -> None:
    links = await codes(api)
    await api.do(ChangeHouse(seated_first=True))
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        assert (await ann.now())["seated_first"] is True
        answer = await ann.order("beef", table="A01")
        assert (answer.status_code, answer.json()["reason"]) == (409, "seat_first")
        session = await seat(api, "A01")
        assert (await ann.now())["seated_first"] is False
        answer = await ann.order("beef", table="A01")
        assert (answer.status_code, answer.json()["session"]) == (201, session)


async def test_a_phone_that_slept_through_its_visit_is_not_of_the_next(api: Api) -> None:
    """It never heard of its party, which came and went: what it kept was meant for them."""
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        api.hands.ms += MINUTE_MS
        session = await seat(api, "A01")
        await api.do(ClearSession(session))
        assert (await ann.now())["state"] == "ended"
        assert (await ann.order("beef", table="A01")).json()["reason"] == "visit_over"


async def test_who_sits_down_while_the_last_ones_are_still_to_be_cleared_goes_on(api: Api) -> None:
    links = await codes(api)
    placed = await api.order("tofu")
    await api.pay(placed["bill"])
    api.hands.ms += MINUTE_MS
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        assert await ann.session() is None
        await api.do(ClearSession(placed["session"]))
        assert (await ann.now())["state"] == "open"
        assert (await ann.order("tofu", table="A01")).status_code == 201
        assert await ann.session() != placed["session"]


async def test_who_scans_in_the_very_moment_in_which_the_party_is_opened_is_of_it(api: Api) -> None:
    """Its command had come and was not on disk yet, when the scan was answered."""
    links = await codes(api)
    async with phone(api) as ann:
        api.hands.ms += MINUTE_MS
        await ann.scan(links["A01"])
        api.hands.ms -= 50
        session = await seat(api, "A01")
        api.hands.ms += 50
        assert await ann.session() == session
