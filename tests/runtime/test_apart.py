"""What is reckoned apart is of the last commit, whatever is done meanwhile, and holds nobody up."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kds.core.changes.rules import draft_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import Station
from kds.core.state import State
from kds.core.types import Refusal
from kds.runtime.apart import apart
from kds.runtime.messages import HOUSE
from tests.house import named
from tests.runtime.running import Kitchen


async def test_it_is_of_the_last_commit_and_commits_go_on_meanwhile(kitchen: Kitchen) -> None:
    store, done = kitchen.store, threading.Event()
    seq, known = store.head.seq, len(store.state.kitchen.stations)

    def reckon(state: State) -> tuple[int, int, threading.Thread]:
        assert done.wait(10), "a command is done while this is reckoned"
        return state.seq, len(state.kitchen.stations), threading.current_thread()

    reckoned = asyncio.create_task(apart(store, reckon))
    await asyncio.sleep(0)
    await store.submit(ChangeKitchen((Station("bar", named("bar")),)), HOUSE)
    done.set()
    found, stations, thread = await reckoned
    assert (found, stations) == (seq, known)
    assert len(store.state.kitchen.stations) == known + 1
    assert thread is not threading.main_thread()


async def test_what_is_done_to_the_copy_is_of_no_matter(kitchen: Kitchen) -> None:
    await apart(kitchen.store, lambda state: dict.clear(state.menu.dishes))
    assert kitchen.store.state.menu.dishes


async def test_a_refusal_is_told_to_whoever_asked(kitchen: Kitchen) -> None:
    with pytest.raises(Refusal) as refused:
        await apart(kitchen.store, lambda state: draft_of(state, "D999"))
    assert refused.value.reason.code == "unknown_draft"
