"""What outlives its page: values that are on the disk before anybody is told so, the same in every tab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.screens.lib.empty import ADDRESS, empty_page

pytestmark = pytest.mark.browser

OPEN = "const kept = new lib.Kept('kds.round.', () => {}); await kept.ready;"
NO_BASE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty document of a browser of its own."""
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


def run(page: Page, code: str, given: Any = None, *, opens: str = OPEN) -> Any:
    """What `code` returns, with `kept` opened."""
    return page.evaluate(f"async (given) => {{ const lib = await import('/js/lib/kept.js'); {opens} {code} }}", given)


def test_a_value_is_there_on_the_next_page(page: Page) -> None:
    assert run(page, "return await kept.put({ key: 'a', n: 1 });") is True
    page.goto(ADDRESS)
    assert run(page, "return kept.values;") == [{"key": "a", "n": 1}]
    run(page, "await kept.put({ key: 'a', n: 2 }); await kept.put({ key: 'b', n: 3 }); await kept.drop('a');")
    page.goto(ADDRESS)
    assert run(page, "return kept.values;") == [{"key": "b", "n": 3}]


def test_it_is_said_to_be_kept_only_once_it_is_on_the_disk(page: Page) -> None:
    """The promise of a write ends after the transaction, which was asked to be strict."""
    code = """
      const strict = [];
      const begin = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (...asked) {
        strict.push(asked[2] && asked[2].durability);
        const deal = begin.apply(this, asked);
        deal.addEventListener('complete', () => strict.push('complete'));
        return deal;
      };
      await kept.put({ key: 'a' });
      strict.push('told');
      IDBDatabase.prototype.transaction = begin;
      return strict;
    """
    assert run(page, code) == ["strict", "complete", "told"]


def test_another_tab_hears_of_it(page: Page) -> None:
    other = page.context.new_page()
    other.route(ADDRESS, lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
    other.route(f"{ADDRESS}js/**", lambda route: route.fallback())
    page.context.route(f"{ADDRESS}js/**", _script)
    other.goto(ADDRESS)
    other.evaluate(f"async () => {{ const lib = await import('/js/lib/kept.js'); {OPEN} window.kept = kept; }}")
    run(page, "await kept.put({ key: 'a' });")
    other.wait_for_function("window.kept.values.length === 1")
    run(page, "await kept.drop('a');")
    other.wait_for_function("window.kept.values.length === 0")


def _script(route: Any) -> None:
    from kds.resources import static_dir

    route.fulfill(path=static_dir() / route.request.url.removeprefix(ADDRESS))


@pytest.mark.parametrize("broken", ["missing", "throws", "fails", "never opens", "no room"])
def test_without_a_database_it_is_kept_in_local_storage(page: Page, broken: str) -> None:
    breaks = {
        "missing": NO_BASE,
        "throws": "IDBFactory.prototype.open = () => { throw new Error('no'); };",
        "fails": "IDBFactory.prototype.open = () => { const to = {}; setTimeout(() => to.onerror(), 0); return to; };",
        "never opens": "IDBFactory.prototype.open = () => ({});",
        "no room": "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    }[broken]
    assert run(page, "return await kept.put({ key: 'a', n: 1 });", opens=breaks + OPEN) is True
    assert page.evaluate("localStorage.getItem('kds.round.a')") is not None
    page.goto(ADDRESS)
    # With a database again, what lies in local storage is known all the same, and goes where it belongs.
    assert run(page, "return kept.values;") == [{"key": "a", "n": 1}]
    run(page, "await kept.put({ key: 'a', n: 2 });")
    assert page.evaluate("localStorage.getItem('kds.round.a')") is None
    assert run(page, "return kept.values;") == [{"key": "a", "n": 2}]


def test_where_there_is_no_room_at_all_it_lives_as_long_as_its_page_and_says_so(page: Page) -> None:
    full = f"{NO_BASE} Storage.prototype.setItem = () => {{ throw 1; }};"
    assert run(page, "return [await kept.put({ key: 'a' }), kept.values.length];", opens=full + OPEN) == [False, 1]


LATE = """
  const wait = window.setTimeout;
  window.setTimeout = (work, ms) => wait(work, ms === 3000 ? 0 : ms);
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...asked) {
    const real = open.apply(this, asked);
    const shown = {};
    real.onupgradeneeded = () => shown.onupgradeneeded();
    real.onsuccess = () => { window.opens = () => { shown.result = real.result; shown.onsuccess(); }; };
    return shown;
  };
"""


def test_a_database_that_opens_late_is_read_all_the_same(page: Page) -> None:
    """An old phone that begins: what was kept by the page before is not there yet, and is not nothing."""
    run(page, "await kept.put({ key: 'a', n: 1 });")
    page.goto(ADDRESS)
    opens = LATE + "let heard = 0; const kept = new lib.Kept('kds.round.', () => { heard += 1; }); await kept.ready;"
    code = """
      const before = [kept.values.length, kept.isWhole];
      while (!window.opens) await new Promise((resolve) => wait(resolve, 5));
      window.opens();
      while (!heard) await new Promise((resolve) => wait(resolve, 5));
      return [before, [kept.values.length, kept.isWhole]];
    """
    assert run(page, code, opens=opens) == [[0, False], [1, True]]


FAILS = "const begin = IDBDatabase.prototype.transaction; IDBDatabase.prototype.transaction = () => { throw 1; };"
WORKS = "IDBDatabase.prototype.transaction = begin;"


def test_what_cannot_be_read_stays_known(page: Page) -> None:
    code = f"""
      await kept.put({{ key: 'a' }});
      {FAILS} await kept.read();
      const then = [kept.values.length, kept.isWhole];
      {WORKS} await kept.read();
      return [then, [kept.values.length, kept.isWhole]];
    """
    assert run(page, code) == [[1, False], [1, True]]


def test_a_database_that_does_not_open_where_there_was_one_is_not_nothing(page: Page) -> None:
    run(page, "await kept.put({ key: 'a' });")
    page.goto(ADDRESS)
    breaks = "IDBFactory.prototype.open = () => { throw new Error('no'); };"
    assert run(page, "return kept.isWhole;", opens=breaks + OPEN) is False


def test_what_could_not_be_dropped_does_not_come_back(page: Page) -> None:
    code = (
        f"await kept.put({{ key: 'a' }}); {FAILS} await kept.drop('a'); {WORKS} await kept.read(); return kept.values;"
    )
    assert run(page, code) == []
    page.goto(ADDRESS)
    assert run(page, "return kept.values;") == []
    assert run(page, "await kept.put({ key: 'a' }); await kept.read(); return kept.values.length;") == 1


def test_what_is_said_while_it_reads_is_not_lost(page: Page) -> None:
    code = "const reading = kept.read(); kept.put({ key: 'a' }); await reading; return kept.values.length;"
    assert run(page, code) == 1
    code = "const reading = kept.read(); kept.drop('a'); await reading; return kept.values.length;"
    assert run(page, code) == 0


def test_of_each_kind_only_its_own_and_all_of_a_practice_can_be_forgotten(page: Page) -> None:
    run(page, "await kept.put({ key: 'a' }); await new lib.Kept('kds.other.', () => {}).put({ key: 'b' });")
    assert run(page, "return kept.values.map((each) => each.key);") == ["a"]
    run(page, "await lib.forgetAll('kds.round.');")
    page.goto(ADDRESS)
    assert run(page, "return kept.values;") == []
    assert (
        run(page, "const other = new lib.Kept('kds.other.', () => {}); await other.ready; return other.values.length;")
        == 1
    )
