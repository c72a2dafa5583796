"""All settings as one file: what is downloaded is taken over elsewhere, looked at first, whole or not at all."""

from __future__ import annotations

import asyncio
import html
import io
import json
import re
import threading
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kds.core import features
from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeRule
from kds.core.billing.offered import NamedReduction
from kds.core.day.found_house import FoundHouse
from kds.core.day.model import House
from kds.core.menu.change_menu import ChangeMenu
from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS, may
from kds.ops.house_file import archive, commands, looking
from kds.ops.house_file.rows import of_state
from kds.storage.photos import Photos, id_of, shrunk
from kds.web.auth import COOKIE
from kds.web.pages import forms
from kds.web.pages.house import files as house_files
from tests.house import CLOSES, named
from tests.storage.test_photos import picture
from tests.web.filled import form_at, send
from tests.web.forms import shown
from tests.web.served import Api, serving

PATH = "/settings/import"
BASIC = {"dish": "d", "zh": "菜", "kind": "dish", "category": "all", "station": "cold", "price": 8, "standard_s": 60}
BARE = (FoundHouse(House("s2", named("Bare"), "CNY", "Asia/Tokyo", 60), "2026-09-21", CLOSES),)


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Api]:
    """A store of another restaurant, in which nothing is."""
    async with serving(tmp_path / "bare", founding=BARE) as served:
        yield served


async def downloaded(api: Api, ending: str) -> bytes:
    headers = {"cookie": f"{COOKIE}={api.secrets['manager']}"}
    answer = await api.client.get(f"/settings/export?as={ending}", headers=headers)
    assert answer.status_code == 200
    assert f"house.{ending}" in answer.headers["content-disposition"]
    return bytes(answer.content)


async def uploaded(api: Api, body: bytes, role: str = "owner", **more: str) -> tuple[int, str]:
    headers = {
        "cookie": f"{COOKIE}={api.secrets[role]}",
        "sec-fetch-site": "same-origin",
        "accept-language": "en",
        **more,
    }
    answer = await api.client.post(f"{PATH}/file", content=body, headers={**headers, **more})
    return answer.status_code, answer.text


async def settled(api: Api) -> None:
    """The small house charges for tea, and lets waiters comp."""
    await api.do(
        ChangeBilling(
            surcharges=(SurchargeRule("tea", named("tea"), "per_head", 500, ("dine_in",)),),
            reductions=(NamedReduction("staff", named("staff"), "percent", 100),),
        )
    )
    own = [code for code, right in RIGHTS.items() if may(api.store.state, "waiter", right)]
    await api.do(ChangeRights("waiter", (*own, "comp")))


def small(**rows: list[dict[str, Any]]) -> str:
    return json.dumps(
        {name: [[f"{name} #{at}", row] for at, row in enumerate(several, 1)] for name, several in rows.items()}
    )


@pytest.mark.parametrize("ending", ["xlsx", "json"])
async def test_what_one_house_exports_another_takes_over_as_it_is(api: Api, bare: Api, ending: str) -> None:
    await settled(api)
    status, sheets = await uploaded(bare, await downloaded(api, ending))
    assert status == 200, sheets
    form = {**await form_at(bare, PATH, "owner"), "sheets": [sheets], "replace": ["on"]}
    before = bare.store.head.seq
    looked = await send(bare, PATH, form, "owner", deed="look")
    assert looked.status == 200, looked.html
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", looked.html)))
    for said in ("4 new", "13 new", "Take it over", "Small House"):
        assert said in words, said
    assert bare.store.head.seq == before
    taken = await send(bare, PATH, form, "owner", deed="take")
    assert (taken.status, taken.to) == (303, f"{PATH}?saved=1"), taken.html
    assert of_state(bare.store.state) == of_state(api.store.state)
    again = await send(bare, PATH, form, "owner", deed="look")
    assert "Everything in the file is so already." in again.html
    assert "Take it over" not in again.html


async def test_all_that_is_wrong_is_said_at_once_and_nothing_is_taken_over(bare: Api) -> None:
    rows = [{"table": f"T{n}", "area": "nowhere", "seats": 4} for n in range(40)]
    sheets = small(tables=rows, areas=[{"area": "hall", "zh": "大厅"}])
    form = {**await form_at(bare, PATH, "owner"), "sheets": [sheets]}
    before = bare.store.head.seq
    for deed in ("look", "take"):
        answer = await send(bare, PATH, form, "owner", deed=deed)
        assert answer.status == 422
        assert all(f"tables #{n}:" in answer.html for n in range(1, 41))
    assert bare.store.head.seq == before


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no valid TOML"),
        (b"PK\x03\x04broken", "no valid XLSX"),
        (b"{not json", "no valid JSON"),
        (b"[1, 2]", "no valid JSON"),
        (b'{"spells": []}', "no sheet"),
        (b'{"tables": 7}', "is no sheet"),
        ("餐厅".encode("gbk"), "no valid TOML"),
    ],
)
async def test_what_is_no_file_of_settings_is_said_in_words(bare: Api, body: bytes, words: str) -> None:
    status, text = await uploaded(bare, body)
    if body:
        assert (status, words in text) == (422, True), text
    else:
        assert (status, text) == (200, "{}")


@pytest.mark.parametrize("sheets", ["", "nonsense", "[]", '{"spells": []}', '{"tables": [["x", 7]]}'])
async def test_a_form_that_carries_no_file_is_refused_in_words(bare: Api, sheets: str) -> None:
    form = {**await form_at(bare, PATH, "owner"), "sheets": [sheets]}
    assert (await send(bare, PATH, form, "owner", deed="take")).status == 422


async def test_a_file_that_is_too_large_is_refused(bare: Api) -> None:
    status, _ = await uploaded(bare, b"x" * (5 << 20))
    assert status == 413


async def test_nobody_takes_over_what_they_may_not_change(api: Api) -> None:
    form = await form_at(api, PATH)
    sheets = small(rights=[{"role": "manager", "right": "people", "may": False}])
    answer = await send(api, PATH, {**form, "sheets": [sheets]}, deed="take")
    assert answer.status == 422
    own = [code for code, right in RIGHTS.items() if may(api.store.state, "manager", right) and code != "floor_plan"]
    await api.do(ChangeRights("manager", tuple(own)))
    sheets = small(tables=[{"table": "N1", "area": "hall", "seats": 2}])
    answer = await send(api, PATH, {**form, "sheets": [sheets]}, deed="take")
    assert (answer.status, "tables: " in answer.html) == (422, True)
    assert "N1" not in api.store.state.floor.tables


@pytest.mark.parametrize("path", ["/settings/export", PATH])
async def test_the_pages_are_for_those_who_may(api: Api, path: str) -> None:
    for role, status in (("manager", 200), ("owner", 200), ("waiter", 403)):
        assert (await shown(api, path, role)).status == status
    assert (await uploaded(api, b"{}", "waiter"))[0] == 403
    assert (await uploaded(api, b"{}", "owner", **{"sec-fetch-site": "cross-site"}))[0] == 403


async def test_what_is_not_in_the_file_is_said(api: Api) -> None:
    assert "people and their PINs" in (await shown(api, "/settings/export")).html
    text = (await downloaded(api, "json")).decode()
    assert not any(secret in text for secret in api.secrets.values())


async def test_open_tickets_stay_whatever_is_taken_over(api: Api) -> None:
    placed = await api.order("noodles")
    sheets = small(dishes=[], stations=[], screens=[{"screen": "wall", "zh": "屏"}])
    form = {**await form_at(api, PATH), "sheets": [sheets], "replace": ["on"]}
    assert (await send(api, PATH, form, deed="take")).status == 303
    state = api.store.state
    assert state.menu.dishes == {}
    (ticket,) = state.kitchen.tickets.values()
    assert ticket.is_open
    bill = (await api.get(f"/bills/{placed['bill']}")).json()
    assert bill["total_minor"] == 1800


async def test_what_nobody_would_see_is_named_before_a_file_is_taken_over(api: Api) -> None:
    sheets = small(screens=[{"screen": "wall", "zh": "墙", "stations": "cold"}])
    form = {**await form_at(api, PATH, "owner"), "sheets": [sheets]}
    before = api.store.head.seq
    for deed in ("look", "take"):
        looked = await send(api, PATH, form, "owner", deed=deed)
        assert looked.status == 200, looked.html
        assert "Nobody would see some dishes:" in looked.html
        assert "which no screen shows" in looked.html
    assert api.store.head.seq == before
    found = re.search(r'name="knowingly" value="([^"]+)"', looked.html)
    assert found
    taken = await send(api, PATH, form, "owner", deed="take", knowingly=found[1])
    assert (taken.status, taken.to) == (303, f"{PATH}?saved=1"), taken.html
    assert api.store.state.kitchen.screens["wall"].stations == ("cold",)


async def test_the_export_says_where_the_photos_are(api: Api) -> None:
    assert "Photos of dishes are in the ZIP alone" in (await shown(api, "/settings/export", "owner")).html


class TestPhotos:
    async def test_an_empty_store_becomes_the_same_house_with_the_same_photos(self, api: Api, bare: Api) -> None:
        await settled(api)
        ids = await pictured(api, "tofu", "beef")
        first = await downloaded(api, "zip")
        before = bare.store.head.seq
        status, sheets = await uploaded(bare, first)
        assert status == 200, sheets
        form = {**await form_at(bare, PATH, "owner"), "sheets": [sheets], "replace": ["on"]}
        looked = await send(bare, PATH, form, "owner", deed="look")
        words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", looked.html)))
        assert "Photos 2 new" in words
        assert "neither here nor in the file" not in words
        assert bare.store.head.seq == before
        taken = await send(bare, PATH, form, "owner", deed="take")
        assert (taken.status, taken.to) == (303, f"{PATH}?saved=1"), taken.html
        assert await downloaded(bare, "zip") == first
        for photo in ids:
            path = f"/photos/{photo}/large"
            one, other = [await each.client.get(path, headers=bearer(each)) for each in (api, bare)]
            assert one.status_code == other.status_code == 200
            assert one.content == other.content
        again = await send(bare, PATH, form, "owner", deed="look")
        assert "Everything in the file is so already." in again.html

    async def test_photos_that_are_nowhere_are_counted(self, api: Api, bare: Api) -> None:
        await pictured(api, "tofu", "beef")
        _, sheets = await uploaded(bare, await downloaded(api, "xlsx"))
        form = {**await form_at(bare, PATH, "owner"), "sheets": [sheets]}
        looked = await send(bare, PATH, form, "owner", deed="look")
        assert "2 photos of dishes are neither here nor in the file." in looked.html

    async def test_what_is_wrong_in_an_archive_is_named_and_nothing_of_it_is_kept(self, api: Api, bare: Api) -> None:
        await pictured(api, "tofu")
        with zipfile.ZipFile(io.BytesIO(await downloaded(api, "zip"))) as good:
            members = {each: good.read(each) for each in good.namelist()}
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as bad:
            for name, held in members.items():
                bad.writestr(name, held)
            bad.writestr("photos/cat.jpg", b"meow")
        status, text = await uploaded(bare, body.getvalue())
        assert (status, text) == (422, f"photos/cat.jpg: is not known here; {archive.KNOWN}")
        assert Photos(bare.data).all() == []

    async def test_photos_are_for_those_who_may_change_the_menu(self, api: Api) -> None:
        await pictured(api, "tofu")
        body = await downloaded(api, "zip")
        own = [code for code, right in RIGHTS.items() if may(api.store.state, "manager", right) and code != "menu"]
        await api.do(ChangeRights("manager", tuple(own)))
        status, text = await uploaded(api, body, "manager")
        assert (status, text) == (403, "Photos are taken over by those who may change the menu")

    async def test_a_disk_that_takes_no_photo_is_said(self, bare: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError("no space left")

        monkeypatch.setattr("kds.storage.photos.write_whole", full)
        large = shrunk(picture(30, 20))[0]
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as packed:
            packed.writestr("house.json", b"{}")
            packed.writestr(f"photos/{id_of(large)}.jpg", large)
        assert await uploaded(bare, body.getvalue()) == (507, "The photos could not be stored on the disk; try again")

    async def test_an_archive_arrives_in_pieces_and_is_no_longer_than_is_said(
        self, bare: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as packed:
            packed.writestr("house.json", b" " * (6 << 20) + b"{}")
        assert await uploaded(bare, body.getvalue()) == (200, "{}")
        monkeypatch.setattr(archive, "ARCHIVE_BYTES", 5 << 20)
        status, text = await uploaded(bare, body.getvalue())
        assert (status, text) == (413, "The file is too large; 4 MB at most, 512 MB of a ZIP")


class TestBesideTheLoop:
    """A file of three thousand dishes is read, tried and compared in a thread, on a copy: no order waits for it."""

    async def test_nothing_of_a_preview_is_folded_on_the_loop(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        threads: dict[str, set[threading.Thread]] = {}
        for name in ("tried", "differences", "hidden_by", "HouseFile"):
            noted(monkeypatch, looking, name, threads)
        noted(monkeypatch, commands, "fold", threads)
        noted(monkeypatch, house_files, "_carried", threads)
        noted(monkeypatch, house_files, "of_state", threads)
        noted(monkeypatch, forms, "parse_qsl", threads)
        rows = [{**BASIC, "dish": f"d{number}", "zh": f"菜{number}"} for number in range(3000)]
        form = {**await form_at(api, PATH, "owner"), "sheets": [small(dishes=rows)]}
        threads.clear()
        looked = await send(api, PATH, form, "owner", deed="look")
        assert "3000 new" in re.sub(r"\s+", " ", looked.html)
        await downloaded(api, "json")
        assert set(threads) == {
            "tried",
            "differences",
            "hidden_by",
            "HouseFile",
            "fold",
            "_carried",
            "of_state",
            "parse_qsl",
        }
        assert threading.main_thread() not in set().union(*threads.values())

    async def test_an_order_is_answered_while_a_preview_is_folded(
        self, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ordered, began = threading.Event(), asyncio.Event()
        loop, real = asyncio.get_running_loop(), features.fold

        def fold(*event: Any) -> None:
            loop.call_soon_threadsafe(began.set)
            assert ordered.wait(20), "somebody orders while the file is folded"
            real(*event)

        monkeypatch.setattr(commands, "fold", fold)
        form = {**await form_at(api, PATH, "owner"), "sheets": [small(dishes=[BASIC])]}
        preview = asyncio.create_task(send(api, PATH, form, "owner", deed="look"))
        await began.wait()
        await api.order("tofu")
        assert not preview.done()
        ordered.set()
        assert "1 new" in (await preview).html
        assert "d" not in api.store.state.menu.dishes


def noted(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, threads: dict[str, set[threading.Thread]]) -> None:
    """Note in which threads a function is called."""
    real = getattr(where, name)

    def call(*given: Any, **named: Any) -> Any:
        threads.setdefault(name, set()).add(threading.current_thread())
        return real(*given, **named)

    monkeypatch.setattr(where, name, call)


async def pictured(api: Api, *dishes: str) -> list[str]:
    """Photos of some dishes, by their ids."""
    photos = Photos(api.data)
    ids = [await photos.add(picture(300, 200 + number), ()) for number in range(len(dishes))]
    known = api.store.state.menu.dishes
    changed = [replace(known[dish], photo=photo) for dish, photo in zip(dishes, ids, strict=True)]
    await api.do(ChangeMenu(dishes=tuple(changed)))
    return ids


def bearer(api: Api) -> dict[str, str]:
    return {"authorization": f"Bearer {api.secrets['owner']}"}
