"""Those who are signed in at devices, as a running server knows them."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from kds.storage.devices import pair, unpair
from kds.storage.ledger import StorageError
from kds.storage.living_tokens import Tokens
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import SignIn, Token


class Failing(SqliteTokens):
    """A table from which nothing can be removed while it `fails`."""

    fails = False

    async def forget(self, sign_ins: Collection[str]) -> None:
        if self.fails:
            raise StorageError("the disk is away")
        await super().forget(sign_ins)


@pytest.fixture
def table(ledger: SqliteLedger) -> Failing:
    return Failing(ledger)


@pytest.fixture
async def tokens(table: Failing) -> Tokens:
    made = Tokens(table)
    await made.load()
    return made


async def signed_in(tokens: Tokens) -> tuple[Token, Token, str]:
    """A device, who is signed in at it, and the secret of that."""
    device, _ = await pair(tokens, "Till 1", None)
    token, secret = await tokens.create("waiter", "", sign_in=SignIn("prs_lin", device.id))
    return device, token, secret


async def again(table: Failing) -> Tokens:
    """As the next server finds it."""
    later = Tokens(table)
    await later.load()
    return later


async def test_a_device_without_a_screen_is_one_of_the_devices_and_may_be_let_go(tokens: Tokens) -> None:
    device, _, secret = await signed_in(tokens)
    assert [(each.id, each.role, each.screen) for each in tokens.devices()] == [(device.id, "device", None)]
    assert await unpair(tokens, device.id)
    assert (tokens.devices(), tokens.sign_ins(), tokens.find(secret)) == ([], [], None)


async def test_a_sign_in_is_no_bearers_token(tokens: Tokens) -> None:
    _, token, secret = await signed_in(tokens)
    assert tokens.find(secret) == token
    assert tokens.find_bearer(f"Bearer {secret}".encode()) is None


async def test_what_has_ended_opens_nothing_from_now_on_and_tells_its_sockets(table: Failing, tokens: Tokens) -> None:
    _, token, secret = await signed_in(tokens)
    with tokens.held(token) as revoked:
        tokens.end([token.id])
        assert revoked.is_set()
    assert tokens.find(secret) is None
    assert tokens.some_ended.is_set()
    await tokens.load()
    assert tokens.find(secret) is None, "its row is still there"
    await tokens.forget_ended()
    assert not tokens.some_ended.is_set()
    assert [each for each in await table.list_all() if each.person] == []


async def test_a_row_that_cannot_be_removed_is_removed_later(table: Failing, tokens: Tokens) -> None:
    _, token, secret = await signed_in(tokens)
    tokens.end([token.id])
    table.fails = True
    with pytest.raises(StorageError):
        await tokens.forget_ended()
    assert tokens.some_ended.is_set()
    assert tokens.find(secret) is None
    table.fails = False
    await tokens.forget_ended()
    assert (await again(table)).sign_ins() == []


async def test_one_that_is_revoked_leaves_no_row(table: Failing, tokens: Tokens) -> None:
    device, token, secret = await signed_in(tokens)
    assert await tokens.revoke(token.id)
    assert tokens.find(secret) is None
    assert [each.id for each in await table.list_all()] == [device.id]
    assert not await tokens.revoke(token.id)


async def test_nothing_but_sign_ins_is_removed(table: Failing, tokens: Tokens) -> None:
    made, _ = await tokens.create("waiter", "Ann")
    await table.forget([made.id])
    assert [each.id for each in (await again(table)).sign_ins()] == []
    assert [each.id for each in await table.list_all()] == [made.id]


async def test_when_a_person_last_did_something_outlives_the_server(table: Failing, tokens: Tokens) -> None:
    _, token, _ = await signed_in(tokens)
    assert tokens.active_at(token) == token.created_at
    tokens.touched(token, 5_000)
    await tokens.note_seen()
    later = await again(table)
    assert later.active_at(later.sign_ins()[0]) == 5_000


async def test_whose_device_was_let_go_by_somebody_else_is_signed_out(table: Failing, tokens: Tokens) -> None:
    device, _, secret = await signed_in(tokens)
    await table.revoke(device.id)
    later = await again(table)
    assert (later.sign_ins(), later.find(secret)) == ([], None)
