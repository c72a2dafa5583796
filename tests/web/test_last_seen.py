"""/people tells when somebody was last there, and a login code last in use, also once the sign-in is over."""

from __future__ import annotations

import re
from pathlib import Path

from kds.storage.people import PersonCard
from tests.web.forms import shown
from tests.web.pads import paired, works
from tests.web.served import Api, serving


def card_of(api: Api, person: str) -> PersonCard:
    found = api.people.card(person)
    assert found is not None
    return found


async def test_who_was_signed_in_is_still_seen_after_the_lock_and_a_restart(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        lin, pad = await works(api, "Lin", "waiter"), await paired(api)
        assert card_of(api, lin).seen_at is None
        await pad.enter(lin)
        at = card_of(api, lin).seen_at
        assert at is not None
        await pad.request("POST", "/sign-out", data={})
        assert card_of(api, lin).seen_at == at
        await api.people.rename(lin, "Lin Wei", "")
        assert card_of(api, lin).seen_at == at
        secrets = api.secrets
    async with serving(tmp_path / "data", secrets) as api:
        assert card_of(api, lin).seen_at == at
        html = (await shown(api, "/people")).html
        row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{lin}(?:(?!</tr>).)*</tr>", html, re.DOTALL)
        assert row
        assert re.search(r'Last seen"><span>\d{4}-\d\d-\d\d \d\d:\d\d', row[0])


async def test_what_is_touched_often_is_written_once(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    written: list[dict[str, int]] = []
    table = api.people._table
    keep = table.note_seen

    async def noting(seen: dict[str, int]) -> None:
        written.append(seen)
        await keep(seen)

    table.note_seen = noting  # type: ignore[method-assign, assignment]
    for _ in range(3):
        api.hands.ms += 1_000
        await pad.state(touched=True)
    for _ in range(2):
        await api.people.note_seen()
    assert written == [{lin: card_of(api, lin).seen_at}]


async def test_a_login_code_in_use_is_seen_and_stays_so(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        owner = next(each for each in await api.tokens.list_all() if each.name == "owner")
        assert owner.id not in api.tokens.last_seen()
        await shown(api, "/floor", "owner")
        at = api.tokens.last_seen()[owner.id]
        await api.tokens.note_seen()
        secrets = api.secrets
    async with serving(tmp_path / "data", secrets) as api:
        kept = next(each.seen_at for each in await api.tokens.list_all() if each.id == owner.id)
        assert kept is not None
        assert kept >= at


async def test_guests_leave_no_trace_of_when_they_looked(api: Api) -> None:
    await api.get("/menu", "guest")
    guest = next(each for each in await api.tokens.list_all() if each.table == "A01")
    assert guest.id not in api.tokens.last_seen()
