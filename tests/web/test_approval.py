"""Somebody who may, approves of a request of somebody who may not: by a login code beside it, for that alone."""

from __future__ import annotations

from itertools import count
from typing import Any

import httpx2
import pytest

from kds.storage.devices import pair
from kds.storage.tokens import SignIn, WallAssignment
from tests.web.served import Api

_keys = count(1)


async def approved(
    api: Api, path: str, body: Any, approver: str, role: str = "waiter", key: str = ""
) -> httpx2.Response:
    """A POST of a role, approved of by another's login code."""
    headers = {
        "Idempotency-Key": key or f"approved-by-somebody-{next(_keys)}",
        "Approver-Token": api.secrets.get(approver, approver),
    }
    return await api.request("POST", path, role, headers=headers, json=body)


def code(answer: httpx2.Response) -> str:
    return str(answer.json().get("reason", answer.status_code))


async def by(api: Api, event: str) -> tuple[str, str]:
    """Whose names an event of the ledger bears: who did it, and who approved."""
    head = api.store.state.seq
    (found,) = [each for each in await api.store.ledger.read(max(0, head - 5), 10) if each.type == event]
    names = {each.id: each.name for each in await api.tokens.list_all()}
    return names.get(found.actor, found.actor), names.get(found.approver, found.approver)


async def test_a_free_dish_is_approved_by_a_manager_and_bears_both_names(api: Api) -> None:
    line = (await api.order("tofu"))["lines"][0]["line"]
    assert code(await api.post(f"/lines/{line}/comp", {"reason": "cold"}, "waiter")) == "forbidden"
    answer = await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, "manager")
    assert answer.status_code == 200, answer.text
    assert await by(api, "LineComped") == ("waiter", "manager")


async def test_a_discount_is_approved_and_a_rounding_needs_nobody(api: Api) -> None:
    bill = (await api.order("tofu"))["bill"]
    body = {"kind": "percent", "value": 100, "reason": "regulars"}
    assert code(await api.post(f"/bills/{bill}/reductions", body, "waiter")) == "forbidden"
    assert (await approved(api, f"/bills/{bill}/reductions", body, "manager")).status_code == 200
    told = (await api.get(f"/bills/{bill}")).json()["reductions"]
    assert [each["kind"] for each in told] == ["percent"]
    assert await by(api, "BillReduced") == ("waiter", "manager")


async def test_once_means_once_with_an_approval_too(api: Api) -> None:
    line = (await api.order("tofu"))["lines"][0]["line"]
    key = "one-key-for-one-free-dish"
    assert code(await api.post(f"/lines/{line}/comp", {"reason": "cold"}, "waiter", key)) == "forbidden"
    first = await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, "manager", key=key)
    again = await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, "manager", key=key)
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert code(await api.post(f"/lines/{line}/comp", {"reason": "cold"}, "waiter", key)) == "forbidden"


@pytest.mark.parametrize(
    ("approver", "reason"),
    [
        ("kds_wrong", "approver_unknown"),
        ("", "approver_unknown"),
        ("guest", "approver_unknown"),
        ("integration", "approver_unknown"),
        ("waiter", "forbidden"),
        ("kitchen", "forbidden"),
    ],
)
async def test_who_may_not_do_it_approves_of_nothing(api: Api, approver: str, reason: str) -> None:
    placed = await api.order("tofu")
    line = placed["lines"][0]["line"]
    assert code(await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, approver)) == reason
    assert (await api.get(f"/bills/{placed['bill']}")).json()["total_minor"] == 1200


async def test_a_wall_at_which_nobody_is_signed_in_approves_of_nothing(api: Api) -> None:
    _, secret = await pair(api.tokens, "wall", WallAssignment("wall", "zh"))
    line = (await api.order("tofu"))["lines"][0]["line"]
    assert code(await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, secret)) == "approver_unknown"


@pytest.mark.parametrize("role", ["guest", "integration"])
async def test_guests_and_programs_have_nobody_approve(api: Api, role: str) -> None:
    line = (await api.order("tofu"))["lines"][0]["line"]
    assert code(await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, "manager", role)) == "forbidden"


async def test_an_approval_of_what_needs_none_is_recorded_all_the_same(api: Api) -> None:
    placed = await api.order("tofu")
    answer = await approved(api, f"/lines/{placed['lines'][0]['line']}/void", {"reason": "late"}, "manager")
    assert answer.status_code == 200
    assert await by(api, "LineVoided") == ("waiter", "manager")


async def test_a_revoked_code_approves_of_nothing(api: Api) -> None:
    token, secret = await api.tokens.create("manager", "left us")
    await api.tokens.revoke(token.id)
    line = (await api.order("tofu"))["lines"][0]["line"]
    assert code(await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, secret)) == "approver_unknown"


async def test_nobody_approves_of_what_they_do_themselves_by_another_login_code_of_theirs(api: Api) -> None:
    line = (await api.order("tofu"))["lines"][0]["line"]
    _, asks = await api.tokens.create("waiter", "", sign_in=SignIn("prs_ca1ca1ca1ca1"))
    _, approves = await api.tokens.create("manager", "", sign_in=SignIn("prs_ca1ca1ca1ca1"))
    assert code(await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, approves, asks)) == "forbidden"
    assert code(await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, "manager", asks)) == "200"


async def test_the_own_word_of_whoever_may_anyway_is_not_recorded_as_anothers(api: Api) -> None:
    line = (await api.order("tofu"))["lines"][0]["line"]
    own = await approved(api, f"/lines/{line}/comp", {"reason": "cold"}, "manager", "manager")
    assert own.status_code == 200
    assert await by(api, "LineComped") == ("manager", "")
