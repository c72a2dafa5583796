"""The tokens of a server that runs: all in memory, true from the moment they are made and revoked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from kds.core.types import Ms
from kds.storage import last_seen, living_tokens
from kds.storage.bearers import HEADERS_MOST
from kds.storage.devices import pair, unpair
from kds.storage.ledger import StorageError
from kds.storage.living_tokens import Tokens
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import Token, WallAssignment

WALL = WallAssignment("cold", "en")


class Watched(SqliteTokens):
    """Counts how often its list is read; fails where it is told to, before or after what it does."""

    readings = listings = 0
    fails_before = fails_after = False

    async def list_all(self) -> list[Token]:
        self.listings += 1
        return await super().list_all()

    async def living(self) -> Mapping[bytes, Token]:
        self.readings += 1
        if self.fails_before:
            raise StorageError("the disk is away")
        return await super().living()

    async def revoke(self, token_id: str) -> bool:
        gone = await super().revoke(token_id)
        if self.fails_after:
            raise StorageError("nobody knows")
        return gone


@pytest.fixture
def table(ledger: SqliteLedger) -> Watched:
    return Watched(ledger)


@pytest.fixture
async def tokens(table: Watched) -> Tokens:
    made = Tokens(table)
    await made.load()
    return made


def header(secret: str, scheme: str = "Bearer") -> bytes:
    return f"{scheme} {secret}".encode()


async def until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class TestTheList:
    async def test_it_is_read_once_until_something_changes(self, table: Watched, tokens: Tokens) -> None:
        made, _ = await tokens.create("waiter", "Ann")
        assert await tokens.list_all() == await tokens.list_all() == [made]
        assert table.listings == 1
        other, _ = await pair(tokens, "Wall", WALL)
        assert [each.id for each in await tokens.list_all()] == [made.id, other.id]
        await tokens.revoke(made.id)
        (gone, _) = await tokens.list_all()
        assert gone.revoked_at is not None
        assert table.listings == 3

    async def test_what_is_noted_of_devices_stands_in_it(self, table: Watched, tokens: Tokens) -> None:
        made, secret = await pair(tokens, "Wall", WALL)
        (before,) = await tokens.list_all()
        assert tokens.find(secret) == made
        await tokens.note_seen()
        (after,) = await tokens.list_all()
        assert after == (await table.list_all())[0]
        assert (after.seen_at or 0) >= (before.seen_at or 0)

    async def test_whoever_has_it_changes_nobody_elses(self, tokens: Tokens) -> None:
        await tokens.create("waiter", "Ann")
        (await tokens.list_all()).clear()
        assert len(await tokens.list_all()) == 1

    async def test_what_fails_and_may_have_happened_is_looked_up(self, table: Watched, tokens: Tokens) -> None:
        made, _ = await tokens.create("waiter", "Ann")
        await tokens.list_all()
        table.fails_after = True
        with pytest.raises(StorageError):
            await tokens.revoke(made.id)
        (gone,) = await tokens.list_all()
        assert gone.revoked_at is not None

    async def test_what_changes_while_it_is_read_is_not_missed(self, table: Watched, tokens: Tokens) -> None:
        reading = asyncio.create_task(tokens.list_all())
        await asyncio.sleep(0)
        made, _ = await tokens.create("waiter", "Ann")
        await reading
        assert await tokens.list_all() == [made]


class TestWhatOpens:
    async def test_all_that_live_are_known_from_the_start(self, table: Watched) -> None:
        made, secret = await table.create("waiter", "Ann")
        gone, other = await table.create("waiter", "Bob")
        await table.revoke(gone.id)
        tokens = Tokens(table)
        assert tokens.find(secret) is None
        await tokens.load()
        assert tokens.find(secret) == made
        assert tokens.find(other) is None

    async def test_no_look_up_reads_anything_whether_a_secret_is_good_or_not(
        self, table: Watched, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made, secret = await tokens.create("waiter", "Ann")
        monkeypatch.setattr(table, "_ledger", None)
        for _ in range(100):
            assert tokens.find(secret) == tokens.find_bearer(header(secret)) == made
            assert tokens.find("kds_guess") is tokens.find_bearer(header("kds_guess")) is None
        assert table.readings == 1

    async def test_a_new_one_works_at_once_and_a_revoked_one_no_more(self, tokens: Tokens) -> None:
        made, secret = await tokens.create("guest", "小王", "A01")
        assert tokens.find(secret) == made
        assert await tokens.revoke(made.id)
        assert tokens.find(secret) is None
        assert not await tokens.revoke(made.id)

    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
    async def test_a_header_opens_what_its_secret_opens_until_that_is_revoked(
        self, tokens: Tokens, scheme: str
    ) -> None:
        made, secret = await tokens.create("waiter", "Ann")
        other, kept = await tokens.create("waiter", "Bob")
        for _ in range(2):
            assert tokens.find_bearer(header(secret, scheme)) == made
            assert tokens.find_bearer(header(kept)) == other
        await tokens.revoke(made.id)
        assert tokens.find_bearer(header(secret, scheme)) is None
        assert tokens.find_bearer(header(kept)) == other

    async def test_what_bears_no_token_opens_nothing(self, tokens: Tokens) -> None:
        _, secret = await tokens.create("waiter", "Ann")
        for sent in (b"", b"Bearer", b"Bearer ", header(secret, "Basic"), secret.encode(), header("x" * 10_000)):
            assert tokens.find_bearer(sent) is None

    async def test_few_headers_are_remembered_and_none_that_is_no_good(self, tokens: Tokens) -> None:
        made, secret = await tokens.create("waiter", "Ann")
        for number in range(HEADERS_MOST):
            assert tokens.find_bearer(header("kds_guess", f"Bearer {' ' * (number % 9)}{number}")) is None
        assert len(tokens._bearers) == 0
        for number in range(HEADERS_MOST + 10):
            assert tokens.find_bearer(b"Bearer " + b" " * number + secret.encode()) == made
        assert 0 < len(tokens._bearers) <= HEADERS_MOST


class TestItsSockets:
    async def test_they_are_told_when_it_is_revoked_and_no_others(self, tokens: Tokens) -> None:
        made, _ = await tokens.create("kitchen", "Ann")
        other, _ = await tokens.create("kitchen", "Bob")
        with tokens.held(made) as one, tokens.held(made) as two, tokens.held(other) as three:
            await tokens.create("kitchen", "Cid")
            assert not one.is_set()
            await tokens.revoke(made.id)
            assert (one.is_set(), two.is_set(), three.is_set()) == (True, True, False)

    async def test_one_that_opens_just_after_is_told_at_once(self, tokens: Tokens) -> None:
        made, secret = await tokens.create("kitchen", "Ann")
        found = tokens.find(secret)
        assert found is not None
        await tokens.revoke(made.id)
        with tokens.held(found) as revoked:
            assert revoked.is_set()

    async def test_none_is_remembered_that_has_gone(self, tokens: Tokens) -> None:
        made, _ = await tokens.create("kitchen", "Ann")
        with pytest.raises(KeyError), tokens.held(made):
            raise KeyError
        assert tokens._held == {}


class TestInDoubt:
    """A revocation that failed may have happened: the list is read again, and until that succeeds again and again."""

    async def test_what_did_happen_is_soon_known(
        self, table: Watched, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(living_tokens, "AGAIN_S", 0.01)
        made, secret = await tokens.create("kitchen", "Ann")
        keeping = asyncio.create_task(tokens.keep())
        table.fails_after = table.fails_before = True
        with tokens.held(made) as revoked:
            with pytest.raises(StorageError):
                await tokens.revoke(made.id)
            await until(lambda: table.readings > 3)
            assert tokens.find(secret) == made, "nobody knows yet"
            table.fails_before = False
            async with asyncio.timeout(10):
                await revoked.wait()
        assert tokens.find(secret) is None
        readings = table.readings
        await asyncio.sleep(0.05)
        assert table.readings == readings, "where nothing is in doubt nothing is read"
        keeping.cancel()

    async def test_also_where_whoever_asked_has_given_up(self, table: Watched, tokens: Tokens) -> None:
        made, secret = await tokens.create("kitchen", "Ann")
        keeping = asyncio.create_task(tokens.keep())
        asking = asyncio.create_task(tokens.revoke(made.id))
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        known = await table.living()
        await until(lambda: (tokens.find(secret) is None) == (known == {}))
        keeping.cancel()


class TestDevices:
    async def test_a_paired_one_names_its_screen_and_is_seen_when_its_token_is_used(self, tokens: Tokens) -> None:
        _, person = await tokens.create("waiter", "Ann")
        made, secret = await pair(tokens, "Wall 1", WALL)
        assert [each.id for each in tokens.devices()] == [made.id]
        assert tokens.devices()[0].seen_at is None
        assert tokens.find(person)
        found = tokens.find(secret)
        assert found is not None
        assert (found.role, found.name, found.screen, found.language) == ("kitchen", "Wall 1", "cold", "en")
        (device,) = tokens.devices()
        assert device.seen_at is not None
        assert device.seen_at >= device.created_at

    async def test_one_with_a_socket_is_there_as_long_as_that_is_open(
        self, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made, secret = await pair(tokens, "Wall 1", WALL)
        tokens.find_bearer(header(secret))
        with tokens.held(made):
            for now in (5_000, 6_000):
                monkeypatch.setattr(last_seen, "wall_ms", lambda now=now: now)
                assert tokens.devices()[0].seen_at == now
        monkeypatch.setattr(last_seen, "wall_ms", lambda: 9_000)
        assert tokens.devices()[0].seen_at == 6_000

    async def test_when_one_was_seen_outlives_the_server(self, table: Watched, tokens: Tokens) -> None:
        _, secret = await pair(tokens, "Wall 1", WALL)
        tokens.find(secret)
        await tokens.note_seen()
        later = Tokens(table)
        await later.load()
        assert later.devices() == tokens.devices()

    async def test_who_has_not_been_seen_since_is_not_noted_again(
        self, table: Watched, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, secret = await pair(tokens, "Wall 1", WALL)
        tokens.find(secret)
        await tokens.note_seen()

        async def noted(seen: Mapping[str, Ms]) -> None:
            pytest.fail("nothing is new")

        monkeypatch.setattr(table, "note_seen", noted)
        await tokens.note_seen()

    async def test_an_unpaired_one_is_unknown_at_once(self, tokens: Tokens) -> None:
        made, secret = await pair(tokens, "Wall 1", WALL)
        person, _ = await tokens.create("kitchen", "Ann")
        assert tokens.find(secret)
        assert await unpair(tokens, made.id)
        assert tokens.find(secret) is None
        assert tokens.devices() == []
        assert not await unpair(tokens, made.id)
        assert not await unpair(tokens, person.id), "a person's token is not a device"
