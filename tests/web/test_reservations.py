"""The pages of reservations and of what is sold out: who may see them, and what they say in both languages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.web.served import Api

WHO = [("waiter", 200), ("manager", 200), ("kitchen", 403), ("guest", 403)]
HOUR = 3_600_000


async def page(api: Api, path: str, role: str = "waiter", language: str = "en") -> tuple[int, str]:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}
    answer = await api.client.get(path, headers=headers)
    return answer.status_code, answer.text


async def reserved(api: Api, table: str, hours: int, guests: int = 0) -> str:
    at = (await api.post("/sessions", {"service": "takeaway"})).json()["opened_at"]
    answer = await api.post(f"/tables/{table}/reserve", {"comes_at": at + hours * HOUR, "guests": guests})
    assert answer.status_code == 201, answer.text
    reservation: str = answer.json()["reservation"]
    return reservation


@pytest.mark.parametrize("path", ["/reservations", "/sold-out"])
@pytest.mark.parametrize(("role", "status"), WHO)
async def test_who_may_see_them(api: Api, path: str, role: str, status: int) -> None:
    cooks_count = role == "kitchen" and path == "/sold-out"
    assert (await page(api, path, role))[0] == (200 if cooks_count else status)


@pytest.mark.parametrize(
    ("language", "none", "guests"),
    [("en", "No table is reserved.", "4 guests"), ("zh-CN", "没有预订。", "4人")],
)
async def test_reservations_stand_there_the_next_one_first(api: Api, language: str, none: str, guests: str) -> None:
    assert none in (await page(api, "/reservations", language=language))[1]
    later, sooner = await reserved(api, "A01", 30, 4), await reserved(api, "A02", 2)
    text = (await page(api, "/reservations", language=language))[1]
    assert none not in text
    assert guests in text
    assert text.index(f'data-reservation="{sooner}"') < text.index(f'data-reservation="{later}"')


async def test_their_time_is_that_of_the_house(api: Api) -> None:
    at = (await api.post("/sessions", {"service": "takeaway"})).json()["opened_at"]
    comes = datetime.fromtimestamp((at + HOUR) / 1000, ZoneInfo("Asia/Shanghai"))
    await api.post("/tables/A01/reserve", {"comes_at": comes.isoformat()})
    assert f'data-date="{comes:%Y-%m-%d}" data-time="{comes:%H:%M}"' in (await page(api, "/reservations"))[1]


@pytest.mark.parametrize(("language", "words"), [("en", "Sold out, counted"), ("zh-CN", "沽清、限量")])
async def test_what_is_sold_out_is_a_page(api: Api, language: str, words: str) -> None:
    assert words in (await page(api, "/sold-out", language=language))[1]


async def test_a_changed_reservation_keeps_its_id(api: Api) -> None:
    reservation = await reserved(api, "A01", 2, 4)
    kept = (await api.get("/reservations")).json()["reservations"][0]
    body = {"table": "A02", "comes_at": kept["comes_at"] + HOUR, "guests": 5}
    changed = (await api.post(f"/reservations/{reservation}/change", body)).json()
    assert (changed["reservation"], changed["table"], changed["guests"]) == (reservation, "A02", 5)
    assert (await api.get("/reservations")).json()["reservations"] == [
        {"reservation": reservation, "table": "A02", "comes_at": kept["comes_at"] + HOUR, "guests": 5}
    ]
