"""Photos of dishes over the wire: given by those who change the menu, seen by those who may see it."""

from __future__ import annotations

import httpx2
import pytest
from msgspec.structs import replace

from kds.core.changes.put_in_draft import PutInDraft
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuChange
from kds.storage import photos
from kds.web.pages.dish_photos import named
from tests.storage.test_photos import picture
from tests.web.served import Api
from tests.web.test_menu_editor import dish, form_of, get, post


async def give(api: Api, body: bytes, role: str = "manager", **headers: str) -> httpx2.Response:
    own = {"cookie": f"kds_token={api.secrets[role]}", "accept-language": "en", "sec-fetch-site": "same-origin"}
    return await api.client.post("/menu/photos", content=body, headers={**own, **headers})


async def see(api: Api, photo: str, role: str | None, size: str = "small") -> httpx2.Response:
    headers = {"authorization": f"Bearer {api.secrets[role]}"} if role else {}
    return await api.client.get(f"/photos/{photo}/{size}", headers=headers)


async def test_a_photo_is_given_saved_and_shown(api: Api) -> None:
    answer = await give(api, picture())
    assert answer.status_code == 200
    photo = answer.json()["photo"]
    assert (await post(api, "tofu", **{**await form_of(api, "tofu"), "photo": photo})).status_code == 303
    assert dish(api).photo == photo
    for page in ("/menu", "/menu/dishes/tofu"):
        assert f"/photos/{photo}/small" in (await get(api, page)).text
    menu = (await api.get("/menu", "guest")).json()
    assert [each["photo"] for each in menu["dishes"] if each["dish"] == "tofu"] == [photo]
    shown = await see(api, photo, "guest", "large")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert "immutable" in shown.headers["cache-control"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    form = await form_of(api, "tofu")
    await post(api, "tofu", **{**form, "photo": ""})
    assert dish(api).photo == ""


async def test_who_may_not_change_the_menu_gives_none(api: Api) -> None:
    assert (await give(api, picture(), "waiter")).status_code == 403
    assert (await give(api, picture(), **{"sec-fetch-site": "cross-site"})).status_code == 403


async def test_strangers_see_none_and_what_is_not_there_is_not_kept(api: Api) -> None:
    photo = (await give(api, picture())).json()["photo"]
    assert (await see(api, photo, None)).status_code == 401
    for role in ("waiter", "guest", "manager"):
        assert (await see(api, photo, role)).status_code == 200
    for path in ("0" * 32, "..%2Fledger.db"):
        assert (await see(api, path, "manager")).status_code == 404
    assert (await see(api, photo, "manager", "huge")).status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"not a picture", "This is no picture"), (b"x" * ((8 << 20) + 1), "The file is too large")],
)
async def test_what_cannot_be_kept_says_why(api: Api, body: bytes, said: str) -> None:
    answer = await give(api, body)
    assert answer.status_code == 422
    assert answer.json()["why"].startswith(said)


async def test_a_full_house_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = (await give(api, picture(10, 10))).json()["photo"]
    await api.do(ChangeMenu(dishes=(replace(dish(api), photo=photo),)))
    monkeypatch.setattr(photos, "PHOTOS_MOST", 1)
    answer = await give(api, picture(11, 10))
    assert (answer.status_code, "no room" in answer.json()["why"]) == (422, True)


async def test_a_disk_that_fails_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(photos, "write_whole", fails)
    answer = await give(api, picture())
    assert (answer.status_code, "could not be stored" in answer.json()["why"]) == (422, True)


async def test_what_drafts_and_undone_changes_name_is_not_let_go_of(api: Api) -> None:
    tofu = dish(api)
    await api.do(ChangeMenu(dishes=(replace(tofu, photo="aa"),)))
    await api.do(ChangeMenu(dishes=(replace(tofu, photo="bb"),)))
    await api.do(PutInDraft("", "later", menu=MenuChange(dishes=(replace(tofu, photo="cc"),))))
    assert set(named(api.store.state)) == {"aa", "bb", "cc"}
