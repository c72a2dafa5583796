"""The design page: only where it is asked for, complete, and nothing of the house on it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from kds.feed.bars import KnownBars
from kds.feed.hub import Hub
from kds.feed.past import whole_feed
from kds.ops.kitchen_figures import KitchenFigures
from kds.ops.metrics import Metrics
from kds.storage.photos import Photos
from kds.web.app import build_app
from kds.web.pages.design import STATES
from kds.web.pages.palette import PAIRS, colours
from kds.web.pages.showroom import POTS
from tests.web.served import Api


@pytest.fixture
async def designed(api: Api) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the same house, served with its design."""
    feed, figures = await whole_feed(api.store, api.data), KitchenFigures(api.store.ledger, api.data)
    app = build_app(
        api.store,
        api.tokens,
        api.people,
        Metrics(),
        Hub(api.store, {}),
        feed,
        figures,
        KnownBars(api.store, api.tokens),
        Photos(api.data),
        design=True,
    )
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://kds") as client:
        yield client


async def test_a_house_that_did_not_ask_for_it_has_none(api: Api) -> None:
    assert (await api.client.get("/design", headers={"accept": "text/html"})).status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
async def test_it_shows_every_token_and_every_state(designed: httpx2.AsyncClient, lang: str) -> None:
    answer = await designed.get(f"/design?lang={lang}")
    assert answer.status_code == 200, answer.text
    for theme in ("light", "dark"):
        for name in colours(theme):
            assert f"<b>{name}</b>" in answer.text
    shown = re.findall(r'data-contrast="([\d.]+)" data-least="([\d.]+)"', answer.text)
    assert len(shown) == len(PAIRS)
    assert all(float(ratio) >= float(least) for ratio, least in shown)
    for key in (*STATES, *(f"pot_{cells}" for cells in POTS)):
        assert f'data-specimen="{key}"' in answer.text
    for number in POTS:
        assert f'class="pot pot-{number}"' in answer.text
    for mark in ("is-base", "is-rushed", "is-held", "is-started", "is-voided", "is-allergy", "line-note"):
        assert mark in answer.text


async def test_it_keeps_to_the_policy_and_shows_nothing_of_the_house(api: Api, designed: httpx2.AsyncClient) -> None:
    await api.order("tofu", table="V01", guests=9)
    answer = await designed.get("/design?lang=en")
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", answer.text)
    assert "Small House" not in answer.text
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text)
    for url in files:
        assert (await designed.get(url)).status_code == 200, url
