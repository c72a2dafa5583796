"""What is large is read and cleaned in a thread, and comes to the same as what is small."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest

from kds.web import endpoints
from tests.house import dish
from tests.web.served import Api


def body(**more: Any) -> dict[str, Any]:
    """A change of the menu by one dish."""
    made: dict[str, Any] = msgspec.to_builtins(dish("dumplings", price=1800))
    return {"dishes": [{**made, **more}]}


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where bodies were decoded from now on."""
    seen: list[str] = []
    said = msgspec.json.Encoder().encode

    class Seen:
        def encode(self, wanted: Any) -> bytes:
            seen.append(threading.current_thread().name)
            return said(wanted)

    monkeypatch.setattr(endpoints, "_FINGERPRINT", Seen())
    return seen


@pytest.mark.parametrize("large", [True, False])
async def test_it_is_kept_in_the_form_in_which_all_is_kept(
    api: Api, monkeypatch: pytest.MonkeyPatch, threads: list[str], large: bool
) -> None:
    if large:
        monkeypatch.setattr(endpoints, "LARGE", 100)
    changed = await api.post("/menu/changes", body(name={"zh": " 饺  子 ", "en": "Dumplings"}), key="a-key")
    assert changed.status_code == 200, changed.text
    assert api.store.state.menu.dishes["dumplings"].name.zh == "饺 子"
    again = await api.post("/menu/changes", body(name={"zh": " 饺  子 ", "en": "Dumplings"}), key="a-key")
    assert (again.json(), again.headers["idempotent-replayed"]) == (changed.json(), "true")
    other = await api.post("/menu/changes", body(name={"zh": "馒头", "en": "Bun"}), key="a-key")
    assert (other.status_code, other.json()["reason"]) == (422, "key_reused")
    assert {name == threading.main_thread().name for name in threads} == {not large}


@pytest.mark.parametrize("large", [True, False])
async def test_what_cannot_be_kept_or_read_is_refused_in_the_same_words(
    api: Api, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:
        monkeypatch.setattr(endpoints, "LARGE", 10)
    before = api.store.head
    unfit = await api.post("/menu/changes", body(name={"zh": "饺\u0000子", "en": "Dumplings"}))
    assert (unfit.status_code, unfit.json()["reason"]) == (422, "bad_text")
    assert unfit.json()["field"] == "dishes[0].name.zh"
    misshapen = await api.post("/menu/changes", body(price_minor="much"))
    assert (misshapen.status_code, misshapen.json()["reason"]) == (400, "malformed")
    assert api.store.head == before


def test_a_body_of_many_lines_is_no_large_one() -> None:
    """A round of the most lines that there may be is read where it came: a thread would cost it more."""
    line = {"dish": "tofu", "qty": 1, "id": "L" * 16, "price_minor": 1200}
    assert len(msgspec.json.encode({"table": "A01", "lines": [line] * 500})) < endpoints.LARGE
