"""Law 2 for every POST that there is: at the same time, afterwards, after a restart: one effect and one answer."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any, NamedTuple

from httpx2 import Response

from kds.core.codec import decode
from kds.core.features import DEEDS
from kds.core.rights import NOBODY
from kds.web.api import ROUTES
from kds.web.routes import PREFIX, Post
from tests.good_requests import GOOD, Good, Ground
from tests.house import TABLES
from tests.web.served import Api, serving

POSTS = {each.path.removeprefix(PREFIX): each for each in ROUTES if isinstance(each, Post)}


ROUND: tuple[str, Any] = ("/rounds", {"service": "takeaway", "lines": [{"dish": "tofu", "qty": 1}]})
RUSH: tuple[str, Any] = ("/lines/L1-1/rush", {})


class Sent(NamedTuple):
    """A request, the key it was sent under, and what it was answered."""

    good: Good
    key: str
    answer: Response


def test_there_is_a_good_request_for_every_post() -> None:
    assert sorted(POSTS) == sorted(GOOD), "add one to tests/good_requests.py"


async def test_every_post_has_one_effect_and_one_answer(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        ground = Ground(sender(api), "tofu", iter([each.table for each in TABLES]))
        sent = [await twice(api, path, await prepare(ground), f"law-2-{path}") for path, prepare in GOOD.items()]
        await no_more_comes_of(api, sent)
        secrets = api.secrets
    async with serving(tmp_path / "data", secrets) as api:
        await no_more_comes_of(api, sent)


def sender(api: Api) -> Any:
    """Posts what has to be there before, and gives the answer's body."""

    async def send(path: str, body: Any) -> Any:
        answer = await api.post(path, body)
        assert answer.is_success, (path, body, answer.text)
        return answer.json()

    return send


async def twice(api: Api, path: str, good: Good, key: str) -> Sent:
    """The same request twice at once: it does something, and one of the answers is the other's."""
    assert (good.other is None) == (not POSTS[path].body.__struct_fields__), f"{path}: another body, where it has one"
    before = api.store.head.seq
    answers = await asyncio.gather(*[api.post(good.path, good.body, key=key) for _ in range(2)])
    assert {(each.status_code, each.content) for each in answers} == {(POSTS[path].status, answers[0].content)}, path
    assert sorted("idempotent-replayed" in each.headers for each in answers) == [False, True], path
    assert api.store.head.seq > before, f"{path}: nothing came of it"
    return Sent(good, key, answers[0])


async def no_more_comes_of(api: Api, sent: list[Sent]) -> None:
    """The same again is the same answer; another path or body under the same key is refused."""
    before = api.store.head.seq
    for good, key, answer in sent:
        again = await api.post(good.path, good.body, key=key)
        assert (again.status_code, again.content) == (answer.status_code, answer.content), good.path
        assert again.headers["idempotent-replayed"] == "true", good.path
        others = [await api.post(*(RUSH if good.path == "/rounds" else ROUND), key=key)]
        if good.other is not None:
            others.append(await api.post(good.path, good.other, key=key))
        told = [(each.status_code, each.json()["reason"]) for each in others]
        assert told == [(422, "key_reused")] * len(others), good.path
    assert api.store.head.seq == before


def test_every_deed_that_anybody_may_do_can_be_done_over_the_interface() -> None:
    without = {deed.command for deed in DEEDS.values() if deed.right is not NOBODY} - {
        post.deed.command for post in POSTS.values()
    }
    assert without == set()


async def test_whatever_stands_in_a_path_the_ledger_can_be_read_again(api: Api) -> None:
    """What a path says is checked by nobody but the deed, and an event that holds it has to be read for ever."""
    ground = Ground(sender(api), "tofu", iter([each.table for each in TABLES]))
    for path, prepare in GOOD.items():
        good = await prepare(ground)
        for strange in ("wombat", "guest", "0", "员工") if "{" in path else ():
            await api.post(re.sub(r"\{\w+\}", strange, path), good.body)
        await api.post(good.path, good.body)
    for event in await api.store.ledger.read(0, 10_000):
        decode(event.type, event.version, event.data)
