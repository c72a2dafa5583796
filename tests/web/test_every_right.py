"""The matrix cell by cell: every right opens what it is for, to whoever has it, and nothing else does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kds.core.people.change_rights import ChangeRights
from kds.core.people.model import RankAndFile
from kds.core.rights import RIGHTS
from kds.web.api import ROUTES
from kds.web.routes import PREFIX, Post
from tests.good_requests import GOOD, NEW, Good, Ground, order
from tests.house import TABLES
from tests.web.served import Api, serving

Prepare = Callable[[Ground], Awaitable[Good]]


async def an_open_item(ground: Ground) -> Good:
    """What is on no menu."""
    item = {"name": {"zh": "长寿面", "en": "Noodles"}, "price_minor": 100, "station": "cold"}
    return Good("/rounds", {"service": "takeaway", "lines": [{"item": item, "qty": 1}]})


async def a_late_void(ground: Ground) -> Good:
    """Of a line that a cook has begun."""
    placed = await order(ground)
    await ground.send(f"/tickets/{placed['tickets'][0]}/start", {})
    return Good(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "spilt"})


async def a_rounding(ground: Ground) -> Good:
    """Of some cents."""
    placed = await order(ground)
    return Good(f"/bills/{placed['bill']}/reductions", {"kind": "rounding", "value": 1, "reason": "cents"})


async def a_waiving(ground: Ground) -> Good:
    """Of a surcharge that stands on a bill."""
    boxes = {"surcharge": "crate", "name": NEW, "kind": "packing", "value": 1, "automatic": False}
    await ground.send("/billing", {"surcharges": [boxes]})
    placed = await order(ground)
    await ground.send(f"/bills/{placed['bill']}/surcharges", {"surcharge": "crate"})
    return Good(f"/bills/{placed['bill']}/surcharges", {"surcharge": "crate", "on": False})


OWN: dict[str, Prepare] = {
    "open_item": an_open_item,
    "void_started": a_late_void,
    "rounding": a_rounding,
    "discount": GOOD["/bills/{bill}/reductions"],
    "waive": a_waiving,
}
"""Rights that a deed asks for beside its own, or instead of it."""
PAGES = {
    "pair": "/screens/pair",
    "see_walls": "/screens/wall",
    "order_page": "/order?service=takeaway",
    "till_pages": "/cashier",
    "audit": "/audit",
}
"""Rights that only pages ask for."""
BESIDE = {"open_item": ("order",), "waive": ("surcharge",)}
"""What it takes beside a right to do what it is for."""
READS = {
    "see_menu": "/menu",
    "see_tables": "/tables",
    "see_parties": "/floor",
    "see_kitchen": "/stations",
    "see_house": "/house",
    "see_events": "/events",
    "see_reports": "/reports",
    "people": "/rights",
}


def prepared(code: str) -> Prepare | None:
    """How a good request is made for which a right is asked; None where it is asked for looking only."""
    if code in OWN:
        return OWN[code]
    posts = [each for each in ROUTES if isinstance(each, Post) and each.deed.right.code == code]
    return GOOD[posts[0].path.removeprefix(PREFIX)] if posts and code not in READS else None


async def having(api: Api, role: RankAndFile, codes: list[str]) -> None:
    """The role may this, and nothing else."""
    await api.do(ChangeRights(role, tuple(codes)))


async def asked(api: Api, code: str, good: Good | None, role: str, bill: str) -> tuple[bool, str]:
    """Whether somebody is let in, and what they were told."""
    if code in PAGES:
        headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html"}
        answer = await api.client.get(PAGES[code], headers=headers)
        assert answer.status_code in (200, 403), answer.text
        return answer.status_code == 200, answer.text
    if good is not None:
        answer = await api.post(good.path, good.body, role)
    else:
        answer = await api.get(READS.get(code, f"/bills/{bill}"), role)
    assert answer.is_success or (answer.status_code, answer.json()["reason"]) == (403, "forbidden"), answer.text
    return answer.is_success, answer.text


async def ready(api: Api, code: str) -> tuple[Good | None, str]:
    """A request that is good, made ready by the owner; and a bill to look at."""

    async def send(path: str, body: Any) -> Any:
        answer = await api.post(path, body, "owner")
        assert answer.is_success, (path, body, answer.text)
        return answer.json()

    ground = Ground(send, "tofu", iter([each.table for each in TABLES]))
    prepare = prepared(code)
    return (None if prepare is None else await prepare(ground)), (await order(ground))["bill"]


@pytest.mark.parametrize("code", list(RIGHTS))
async def test_a_right_opens_what_it_is_for_and_without_it_that_is_closed(tmp_path: Path, code: str) -> None:
    async with serving(tmp_path / "data") as api:
        good, bill = await ready(api, code)
        await having(api, "manager", [each for each in RIGHTS if each != code])
        let_in, told = await asked(api, code, good, "manager", bill)
        assert not let_in, f"a manager without “{code}” did {told}"
        await having(api, "waiter", [code, *BESIDE.get(code, ())])
        let_in, told = await asked(api, code, good, "waiter", bill)
        assert let_in, f"a waiter with “{code}” was told {told}"


@pytest.mark.parametrize("code", ["comp", "refund", "close_day", "see_events", "audit", "cook"])
async def test_what_is_not_taken_stays(tmp_path: Path, code: str) -> None:
    others = [each for each in ("void_started", "reopen", "see_house", "pair", "menu") if each != code]
    async with serving(tmp_path / "data") as api:
        goods = {other: await ready(api, other) for other in others}
        await having(api, "manager", [each for each in RIGHTS if each != code])
        for other, (good, bill) in goods.items():
            let_in, told = await asked(api, other, good, "manager", bill)
            assert let_in, f"without “{code}”, “{other}” is closed: {told}"
