"""Deeds over the interface, pieces of a live page, and sums, each on an empty document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.screens.lib.empty import ADDRESS, empty_page

pytestmark = pytest.mark.browser

API = f"{ADDRESS}api/v1/**"
DONE = {"status": 200, "content_type": "application/json", "body": '{"seq": 7}'}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty document."""
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


@pytest.fixture(autouse=True)
def _anew(page: Page) -> None:
    page.unroute(API)
    page.goto(ADDRESS)
    page.evaluate("localStorage.clear()")


def run(page: Page, module: str, code: str, given: Any = None) -> Any:
    """What `code` returns; in it `lib` is a library module and `given` a value."""
    return page.evaluate(f"async (given) => {{ const lib = await import('/js/lib/{module}.js'); {code} }}", given)


ASKED = "const deeds = new lib.Deeds('ann', () => {}); return deeds.ask('/lines/L1/serve', {a: 1}, 'line L1');"


class Server:
    """Answers one deed after the other, as it is told to, and remembers their keys."""

    def __init__(self, page: Page, *answers: dict[str, Any] | None) -> None:
        self.answers = list(answers)
        self.keys: list[str] = []
        self.bodies: list[Any] = []
        page.route(API, self._answer)

    def _answer(self, route: Route) -> None:
        self.keys.append(route.request.headers["idempotency-key"])
        self.bodies.append((route.request.url.removeprefix(ADDRESS), json.loads(route.request.post_data or "null")))
        answer = self.answers.pop(0)
        if answer is None:
            route.abort()
        else:
            route.fulfill(**answer)


def problem(status: int, reason: str = "no") -> dict[str, Any]:
    body = json.dumps({"reason": reason, "message": {"zh": "不行", "en": "no"}})
    return {"status": status, "content_type": "application/problem+json", "body": body}


def stored(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return keys


def test_a_deed_is_sent_with_a_key_and_its_answer_given(page: Page) -> None:
    server = Server(page, DONE)
    assert run(page, "deeds", ASKED) == {"done": {"seq": 7}}
    assert server.bodies == [("api/v1/lines/L1/serve", {"a": 1})]
    assert len(server.keys[0]) == 32
    assert stored(page) == []


def test_it_is_sent_under_the_same_key_until_it_is_answered(page: Page) -> None:
    server = Server(page, None, problem(503), problem(429), None, DONE)
    assert run(page, "deeds", ASKED) == {"done": {"seq": 7}}
    assert len(server.keys) == 5
    assert len(set(server.keys)) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 500])
def test_a_refusal_is_an_answer(page: Page, status: int) -> None:
    server = Server(page, problem(status, "line_held"))
    assert run(page, "deeds", ASKED)["refused"]["reason"] == "line_held"
    assert len(server.keys) == 1
    assert stored(page) == []


def test_what_is_no_answer_of_ours_is_none(page: Page) -> None:
    login = {"status": 200, "content_type": "text/html", "body": "<html>please pay for this wifi</html>"}
    server = Server(page, login, DONE)
    assert run(page, "deeds", ASKED) == {"done": {"seq": 7}}
    assert len(set(server.keys)) == 1


def test_the_same_waits_once_and_another_has_a_key_of_its_own(page: Page) -> None:
    server = Server(page, DONE, DONE)
    code = (
        "const deeds = new lib.Deeds('ann', () => {});"
        "const first = deeds.ask('/a', {n: 1}, 'x'); const again = deeds.ask('/a', {n: 1}, 'x');"
        "const other = deeds.ask('/a', {n: 2}, 'x'); await first; await other;"
        "return [again === null, deeds.waiting.length];"
    )
    assert run(page, "deeds", code) == [True, 0]
    assert len(set(server.keys)) == 2


def test_an_unanswered_deed_goes_on_under_its_key_by_the_next_page_of_the_same_person_alone(page: Page) -> None:
    Server(page, *[None] * 9)
    run(
        page,
        "deeds",
        "new lib.Deeds('ann', () => {}).ask('/a', {}, 'x'); new lib.Deeds('bob', () => {}).ask('/b', {}, 'y');",
    )
    waiting = page.evaluate("Object.keys(localStorage).map((key) => JSON.parse(localStorage.getItem(key)))")
    page.unroute(API)
    page.goto(ADDRESS)
    server = Server(page, DONE)
    code = (
        "const deeds = new lib.Deeds('ann', () => {});"
        "return new Promise((resolve) => deeds.resume((deed, result) => resolve([deed.about, result])));"
    )
    assert run(page, "deeds", code) == ["x", {"done": {"seq": 7}}]
    assert server.keys == [each["key"] for each in waiting if each["path"] == "/a"]
    assert len(stored(page)) == 1, "those of others stay for them"


@pytest.mark.parametrize("ago_ms", [600_000, -660_000], ids=["long ago", "by a clock that was wrong"])
def test_what_was_not_answered_in_time_is_given_up_and_said_to_be_unknown(page: Page, ago_ms: int) -> None:
    server = Server(page)
    code = """
      const deed = { key: 'k', path: '/a', body: {}, about: 'x', at: Date.now() - given };
      localStorage.setItem('kds.deed.ann.k', JSON.stringify(deed));
      const deeds = new lib.Deeds('ann', () => {});
      return new Promise((resolve) => deeds.resume((told, result) => resolve(result)));
    """
    assert run(page, "deeds", code, ago_ms) == {"unknown": True}
    assert server.keys == []
    assert stored(page) == []


@pytest.mark.parametrize(
    ("text", "exponent", "minor"),
    [
        ("88", 2, 8800),
        ("88.5", 2, 8850),
        (" 1,288.00 ", 2, 128_800),
        ("88。05", 2, 8805),
        ("0", 2, 0),
        ("500", 0, 500),
        ("1.250", 3, 1250),
        ("999999999.99", 2, 99_999_999_999),
    ],
)
def test_a_typed_sum_is_counted_in_minor_units(page: Page, text: str, exponent: int, minor: int) -> None:
    assert run(page, "money", "return lib.toMinor(given[0], given[1])", [text, exponent]) == minor


@pytest.mark.parametrize(
    ("text", "exponent"),
    [
        ("", 2),
        ("abc", 2),
        ("1.234", 2),
        ("1.5", 0),
        ("-3", 2),
        ("1e3", 2),
        ("1.2.3", 2),
        ("9999999999", 2),
        (".", 2),
        ("88,50", 2),
        ("88，5", 2),
        ("1,28", 0),
    ],
)
def test_what_is_no_sum_is_none(page: Page, text: str, exponent: int) -> None:
    assert run(page, "money", "return Number.isNaN(lib.toMinor(given[0], given[1]))", [text, exponent])


@pytest.mark.parametrize(
    ("minor", "exponent", "text"), [(8800, 2, "88.00"), (5, 2, "0.05"), (500, 0, "500"), (7, 3, "0.007")]
)
def test_a_sum_is_written_as_it_is_typed(page: Page, minor: int, exponent: int, text: str) -> None:
    assert run(page, "money", "return lib.typed(given[0], given[1])", [minor, exponent]) == text


@pytest.mark.parametrize(
    ("minor", "exponent", "text"),
    [(8800, 2, "88.00"), (128_800, 2, "1,288.00"), (123_456_789, 0, "123,456,789"), (1_234_567, 3, "1,234.567")],
)
def test_a_sum_is_read_in_groups_of_three(page: Page, minor: int, exponent: int, text: str) -> None:
    assert run(page, "money", "return lib.told(given[0], given[1])", [minor, exponent]) == text


PIECES = """
document.body.innerHTML = '<main><ol data-into="l"></ol><p data-part="fixed">old</p></main>';
const part = (name, order, text) => (
  `<li data-part="${name}" data-list="l" data-order="${order}" tabindex="-1">${text || name}</li>`);
const parts = new lib.Parts(document.querySelector('main'));
const list = () => Array.from(document.querySelectorAll('ol > li'), (each) => each.textContent).join();
const say = (said, full = false, gone = []) => parts.apply({ full, parts: said, gone });
"""


def test_pieces_stand_in_their_order_are_exchanged_move_and_go(page: Page) -> None:
    code = """
      const seen = [];
      say({ b: part('b', 2), a: part('a', 1), c: part('c', 3) });
      seen.push(list());
      say({ b: part('b', 2, 'B') });
      seen.push(list());
      say({ a: part('a', 9) });
      seen.push(list());
      say({}, false, ['b', 'never there']);
      seen.push(list());
      return seen;
    """
    assert run(page, "parts", PIECES + code) == ["a,b,c", "a,B,c", "B,c,a", "c,a"]


def test_what_is_not_in_a_full_message_has_gone_and_what_has_no_place_is_told(page: Page) -> None:
    code = """
      say({ a: part('a', 1), b: part('b', 2) });
      const whole = say({ b: part('b', 2), fixed: '<p data-part="fixed">new</p>' }, true);
      const lost = say({ odd: '<p data-part="odd">x</p>' });
      return [whole, lost, list(), document.querySelector('[data-part=fixed]').textContent];
    """
    assert run(page, "parts", PIECES + code) == [True, False, "b", "new"]


def test_who_has_the_keyboard_keeps_it_on_the_same_deed_and_on_no_other(page: Page) -> None:
    code = """
      const button = (deed) => `<button data-do="${deed}" data-line="L1">x</button>`;
      const row = (...deeds) => part('a', 1, deeds.map(button).join(''));
      const focused = () => document.activeElement.dataset.do || document.activeElement.dataset.part;
      say({ a: row('serve', 'rush') });
      document.querySelector('[data-do=rush]').focus();
      say({ a: row('serve', 'rush') });
      const kept = focused();
      document.querySelector('[data-do=serve]').focus();
      say({ a: row('unserve') });
      return [kept, focused()];
    """
    assert run(page, "parts", PIECES + code) == ["rush", "a"]
