"""What the scripts of a guest's page do by themselves, on an empty document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.screens.lib.empty import ADDRESS, empty_page

pytestmark = pytest.mark.browser

BEGIN = """
const kit = await import('/js/guest/shared-cart.js');
const clock = { time: 1000, now() { return this.time; } };
const told = [];
const late = [];
let waiting = [];
const opened = () => {
  const cart = new kit.SharedCart('guest_1', clock, () => waiting);
  cart.share({ tell: (lines) => told.push(...lines), late: (dish) => late.push(dish) });
  return cart;
};
const cart = opened();
const plain = { qty: 1, options: [], cells: [], note: '', parts: [], price_minor: 100 };
const chosen = (dish, more = {}) => ({ dish, ...plain, ...more });
const add = (dish) => cart.add({ ...chosen(dish), fire: '' }, () => 0);
const tofu = { ...chosen('tofu'), since: 5 };
const heard = (id, more = {}) => ({ id, rev: 1, guest: 'guest_2', by: 'guest_2', chosen: tofu, ...more });
const hear = (full, ...lines) => cart.hear({ full, lines, guests: {} });
const dishes = () => cart.lines.map((line) => line.dish);
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


@pytest.fixture(autouse=True)
def _begun_anew(page: Page) -> None:
    page.evaluate("localStorage.clear()")
    page.goto(ADDRESS)


def run(page: Page, code: str) -> Any:
    return page.evaluate(f"async () => {{ {BEGIN} {code} }}")


def test_what_is_written_here_is_told_with_who_chose_it_and_once_more_for_each_change(page: Page) -> None:
    told = run(page, "const line = add('beef'); cart.change(line.id, { qty: 2 }); cart.remove(line.id); return told;")
    assert [(each["rev"], each.get("gone", "")) for each in told] == [(1, ""), (2, ""), (3, "removed")]
    assert {each["guest"] for each in told} == {each["by"] for each in told} == {"guest_1"}
    assert told[1]["chosen"]["qty"] == 2
    assert set(told[0]["chosen"]) == {
        "dish", "qty", "options", "cells", "note", "parts", "price_minor", "since",
    }  # fmt: skip


def test_what_others_wrote_later_holds_and_what_they_wrote_before_does_not(page: Page) -> None:
    said = run(
        page,
        """const line = add('beef'); cart.change(line.id, { qty: 2 });
        hear(false, heard(line.id, { guest: 'guest_1' })); const before = cart.line(line.id).qty;
        hear(false, heard(line.id, { guest: 'guest_1', rev: 3, chosen: { ...chosen('beef', { qty: 5 }), since: 5 } }));
        return [before, cart.line(line.id).qty, cart.whose(cart.line(line.id))];""",
    )
    assert said == [2, 5, ""]


def test_at_the_same_time_both_phones_come_to_the_same(page: Page) -> None:
    said = run(
        page,
        """hear(false, heard('a'), heard('a', { by: 'guest_3', chosen: { ...chosen('cola'), since: 5 } }), heard('a'));
        return dishes();""",
    )
    assert said == ["cola"]


def test_what_is_sent_leaves_the_cart_and_does_not_come_back(page: Page) -> None:
    said = run(
        page,
        """hear(false, heard('a'), heard('a', { rev: 2, gone: 'sent', chosen: null }), heard('a', { rev: 9 }));
        return [dishes(), late];""",
    )
    assert said == [[], []]


def test_who_took_out_what_was_sent_is_told_once(page: Page) -> None:
    said = run(
        page,
        """hear(false, heard('a')); cart.remove('a');
        hear(true, heard('a', { rev: 3, gone: 'sent', chosen: null }));
        hear(true, heard('a', { rev: 3, gone: 'sent', chosen: null })); return late;""",
    )
    assert said == ["tofu"]


def test_a_whole_cart_takes_out_what_others_chose_and_has_ones_own_told_again(page: Page) -> None:
    said = run(
        page, "add('beef'); hear(false, heard('a')); told.length = 0; hear(true); return [dishes(), told.length];"
    )
    assert said == [["beef"], 1]


def test_what_is_on_its_way_is_not_shown_and_comes_back_with_what_is_wrong(page: Page) -> None:
    said = run(
        page,
        """const line = add('beef'); waiting = [{ lines: [line] }]; cart.take([line]);
        const out = dishes(); const told_before = told.length;
        cart.restore([{ ...line, fault: { reason: 'sold_out' } }]); waiting = [];
        return [out, dishes(), cart.line(line.id).fault.reason, told.length - told_before];""",
    )
    assert said == [[], ["beef"], "sold_out", 0]


def test_what_another_has_sent_meanwhile_does_not_come_back(page: Page) -> None:
    said = run(
        page,
        """const line = add('beef'); hear(false, heard(line.id, { rev: 2, gone: 'sent', chosen: null }));
        cart.restore([{ ...line, fault: null }]); return dishes();""",
    )
    assert said == []


def test_what_was_put_back_after_it_was_taken_out_is_newer_than_both(page: Page) -> None:
    told = run(page, "const line = add('beef'); cart.remove(line.id); cart.putBack(line); return told;")
    assert [(each["rev"], each.get("gone", "")) for each in told] == [(1, ""), (2, "removed"), (3, "")]


def test_the_same_of_another_guest_is_a_line_of_its_own(page: Page) -> None:
    assert run(
        page, "hear(false, heard('a')); add('tofu'); add('tofu'); return cart.lines.map((line) => line.qty);"
    ) == [
        1,
        2,
    ]


def test_a_phone_that_comes_back_says_what_it_knows_and_of_a_table_without_a_party_only_its_own(page: Page) -> None:
    said = run(
        page,
        """add('beef'); const gone = add('cola'); cart.remove(gone.id); hear(false, heard('a'));
        const again = opened(); const called = (line) => line.gone || line.chosen.dish;
        const of = (all) => again.known(all).map(called).sort();
        return [of(true), of(false)];""",
    )
    assert said == [["beef", "removed", "tofu"], ["beef", "removed"]]


def test_what_a_visit_before_left_is_forgotten_but_for_its_lines(page: Page) -> None:
    said = run(
        page,
        """for (const key of ['gone.guest_0', 'order.visit:guest_0', 'cart.visit:guest_0/x', 'usual'])
          localStorage[`kds.${key}`] = '{}';
        cart.set({ no_base: true }); cart.forgetOthers(); return Object.keys(localStorage).sort();""",
    )
    assert said == ["kds.cart.visit:guest_0/x", "kds.order.visit:guest_1", "kds.usual"]
