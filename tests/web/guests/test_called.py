"""By which number an order of a kiosk is called: told to the kiosk that sent it, and to nobody else."""

from __future__ import annotations

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.storage.tokens import GuestPlace
from tests.web.guests.phones import Phone, codes, phone
from tests.web.guests.test_devices import device
from tests.web.served import Api

LINE = "a-line-of-this-device"


async def asked(at: Phone, session: str, line: str) -> tuple[int, dict[str, object]]:
    answer = await at.client.get("/guest/called", params={"session": session, "line": line})
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()


async def ordered(kiosk: Phone, line: str, service: str = "takeaway") -> str:
    lines = [{"id": line, "dish": "tofu", "qty": 2}]
    answer = await kiosk.post("/rounds", {"channel": "kiosk", "service": service, "lines": lines})
    assert answer.status_code == 201, answer.text
    session = answer.json()["session"]
    assert isinstance(session, str)
    return session


@pytest.mark.parametrize("service", ["takeaway", "dine_in"])
async def test_each_order_has_a_number_and_what_is_to_be_paid_for_it(api: Api, service: str) -> None:
    await api.do(ChangeHouse(dine_in_by_number=True))
    await api.order("tofu", table="A02")
    async with phone(api) as kiosk:
        await device(api, kiosk, GuestPlace("kiosk"))
        first, second = await ordered(kiosk, "one", service), await ordered(kiosk, "two", service)
        due = api.store.state.orders.bills[next(iter(api.store.state.orders.session_bills[first]))].total_minor
        assert await asked(kiosk, first, "one") == (200, {"number": 2, "due_minor": due})
        assert await asked(kiosk, second, "two") == (200, {"number": 3, "due_minor": due})


@pytest.mark.parametrize(
    ("line", "said"),
    [("another", (404, "unknown_session")), ("", (400, "malformed")), ("x" * 500, (400, "malformed"))],
)
async def test_who_does_not_know_the_id_of_a_line_is_told_nothing(api: Api, line: str, said: tuple[int, str]) -> None:
    async with phone(api) as kiosk:
        await device(api, kiosk, GuestPlace("kiosk"))
        session = await ordered(kiosk, LINE)
        status, problem = await asked(kiosk, session, line)
        assert (status, problem["reason"]) == said


async def test_neither_tablets_nor_phones_nor_strangers_ask_for_it(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as kiosk, phone(api) as tablet, phone(api) as ann, phone(api) as stranger:
        await device(api, kiosk, GuestPlace("kiosk"))
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await ann.scan(links["A01"])
        session = await ordered(kiosk, LINE)
        for each in (tablet, ann):
            status, problem = await asked(each, session, LINE)
            assert (status, problem["reason"]) == (403, "forbidden")
        assert (await asked(stranger, session, LINE))[0] == 401
