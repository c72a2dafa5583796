"""What the scripts of the ordering kit do, on an empty document; prices are held against the server's own rule."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Dish
from kds.core.money import in_words
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.pricing import portion_permille, unit_price
from kds.core.orders.wanted import LineWanted, offer_of
from kds.core.types import Refusal
from tests.house import DISHES as SMALL
from tests.house import FOR_TWO, SmallHouse
from tests.house import dish as dish_of
from tests.screens.lib.empty import ADDRESS, empty_page
from tests.screens.order.conftest import DISHES

pytestmark = pytest.mark.browser

CLOCK = "const clock = { time: 1000, now() { return this.time; } };"
LINE = "const line = (dish, more = {}) => ({ dish, qty: 1, options: [], cells: [], note: '', fire: '', ...more });"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty document."""
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


@pytest.fixture(autouse=True)
def _begun_anew(page: Page) -> None:
    page.evaluate(
        "localStorage.clear(); new Promise((done) => {"
        " const asked = indexedDB.deleteDatabase('kds'); asked.onsuccess = asked.onblocked = done; })"
    )
    page.goto(ADDRESS)


def run(page: Page, module: str, code: str, given: Any = None) -> Any:
    """What `code` returns; in it `kit` is a module of the kit and `given` a value."""
    whole = f"async (given) => {{ const kit = await import('/js/order/{module}.js'); {CLOCK} {LINE} {code} }}"
    return page.evaluate(whole, given)


def as_read(dish: Dish, *spelt: str) -> dict[str, Any]:
    """A dish as /order/menu has it, defaults and all."""
    built: dict[str, Any] = {
        "options": [],
        "cells": None,
        "weighed": False,
        "per": 1,
        "code": "",
        "meal": [],
        "to_weigh": False,
        "spelt": list(spelt),
    }
    built.update(msgspec.to_builtins(dish))
    for choice in [each for group in built["options"] for each in group["choices"]]:
        choice.setdefault("price_minor", 0)
        choice.setdefault("portion_permille", 1000)
    for soup in built["cells"]["soups"] if built["cells"] else []:
        soup.setdefault("price_minor", 0)
    for choice in [each for group in built["meal"] for each in group["choices"]]:
        choice.setdefault("price_minor", 0)
    return built


def data(*dishes: dict[str, Any]) -> dict[str, Any]:
    return {"mark": "m", "version": 1, "symbol": "¥", "decimals": 2, "categories": [], "dishes": list(dishes)}


def chosen(dish: Dish, chance: Random) -> dict[str, Any]:
    """A choice at random, which may be too little or too much."""
    options = [each.option for group in dish.options for each in group.choices if chance.random() < 0.4]
    soups = [] if dish.cells is None else [soup.soup for soup in dish.cells.soups]
    cells = [{"soup": chance.choice(soups), "spice": None} for _ in range(chance.randint(0, 5))] if soups else []
    return {"dish": dish.dish, "qty": chance.randint(1, 40), "options": options, "cells": cells}


def server_says(dish: Dish, line: dict[str, Any]) -> list[Any] | None:
    """The price of the line and its part of a portion by the server; None where it refuses."""
    try:
        unit = unit_price(dish, line["options"], [Cell(each["soup"]) for each in line["cells"]])
    except Refusal:
        return None
    return [unit * line["qty"] // dish.per, portion_permille(dish, line["options"])]


def test_prices_are_those_of_the_server_and_what_it_refuses_is_asked_for(page: Page) -> None:
    """Law 13, on the page's side: a thousand lines at random."""
    chance = Random(7)
    known = [*SMALL, *DISHES]
    lines = [(dish, chosen(dish, chance)) for dish in (chance.choice(known) for _ in range(1000))]
    code = """
      return given.map(([dish, line]) => kit.unanswered(dish, line).length
        ? null : [kit.linePrice(dish, line), kit.portionPermille(dish, line.options)]);
    """
    said = run(page, "prices", code, [[as_read(dish), line] for dish, line in lines])
    for (dish, line), here in zip(lines, said, strict=True):
        assert here == server_says(dish, line), (dish.dish, line)
    assert sum(here is None for here in said) > 100


def legal(dish: Dish, chance: Random) -> dict[str, Any]:
    """A choice at random that a dish allows."""
    options = [
        each.option
        for group in dish.options
        for each in chance.sample(group.choices, chance.randint(group.min, group.max))
    ]
    pot = dish.cells
    soups = chance.choices(pot.soups, k=chance.randint(pot.min, pot.max)) if pot is not None else []
    return {"options": options, "cells": [{"soup": each.soup, "spice": None} for each in soups]}


def bought(dishes: dict[str, Dish], chance: Random) -> list[dict[str, Any]]:
    """Parts of the meal at random: mostly such as it allows."""
    found = []
    for group in FOR_TWO.meal:
        for _ in range(group.min if chance.random() < 0.8 else chance.randint(0, 3)):
            dish = dishes[chance.choice(group.choices).dish]
            choice = legal(dish, chance) if chance.random() < 0.9 else chosen(dish, chance)
            found.append({**choice, "group": group.group, "dish": dish.dish, "qty": 1})
    return found


def as_bought(line: LineWanted, house: SmallHouse) -> int | None:
    """What the server says that a set meal costs; None where it refuses."""
    try:
        return offer_of(house.state, line, "waiter").price_minor
    except Refusal:
        return None


def test_set_meals_cost_what_the_server_says(page: Page) -> None:
    """Law 13, on the page's side: five hundred choices at random."""
    chance, house = Random(11), SmallHouse()
    house.do(ChangeMenu(dishes=(FOR_TWO,)))
    dishes = {each.dish: each for each in SMALL}
    menu = data(*[as_read(each) for each in (*SMALL, FOR_TWO)])
    wanted = [bought(dishes, chance) for _ in range(500)]
    code = """
      const { Menu } = await import('/js/order/menu.js');
      const meal = new Menu(given[0]).dish('for_two');
      return given[1].map((parts) => {
        const asked = line('for_two', { qty: 3, parts });
        return kit.unanswered(meal, asked).length || kit.isForeign(meal, asked) ? null : kit.linePrice(meal, asked);
      });
    """
    said = run(page, "prices", code, [menu, wanted])
    for parts, here in zip(wanted, said, strict=True):
        meant = [
            PartChosen(
                each["group"],
                each["dish"],
                each["qty"],
                tuple(each["options"]),
                tuple([Cell(cell["soup"]) for cell in each["cells"]]),
            )
            for each in parts
        ]
        assert here == as_bought(LineWanted("for_two", 3, parts=tuple(meant)), house), parts
    assert 100 < sum(here is not None for here in said) < 400


@pytest.mark.parametrize(
    ("minor", "currency", "symbol", "decimals"),
    [
        (128800, "CNY", "¥", 2),
        (-300, "USD", "$", 2),
        (500, "JPY", "¥", 0),
        (1250, "KWD", "KWD ", 3),
        (5, "CNY", "¥", 2),
    ],
)
def test_money_is_written_as_the_server_writes_it(
    page: Page, minor: int, currency: str, symbol: str, decimals: int
) -> None:
    menu = {"symbol": symbol, "decimals": decimals}
    assert run(page, "prices", "return kit.money(given[0], given[1])", [minor, menu]) == in_words(minor, currency)


def test_a_pot_and_required_choices_have_a_least_price(page: Page) -> None:
    least = [run(page, "prices", "return kit.leastPrice(given)", as_read(dish)) for dish in (*DISHES[:5], SMALL[3])]
    assert least == [2000, 8000, 5800, 8800, 3800, 5800]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("3*md", ["tripe", 3]),
        ("12×201", ["tripe", 12]),
        ("201", ["tripe", 1]),
        ("毛肚", ["tripe", 1]),
        ("zzz", [None, 1]),
    ],
)
def test_search_takes_an_amount_before_what_is_searched_for(page: Page, typed: str, first: list[Any]) -> None:
    tripe = as_read(DISHES[2], "bing", "zhen", "mao", "du")
    code = """
      const { dishes, qty } = new kit.Menu(given[0]).search(given[1]);
      return [dishes.length ? dishes[0].dish : null, qty];
    """
    assert run(page, "menu", code, [data(tripe, as_read(DISHES[3], "xue", "hua", "fei", "niu")), typed]) == first


def test_a_text_is_typed_of_whole_syllables_their_beginnings_and_mixtures(page: Page) -> None:
    code = "return given.map(text => kit.syllablesAt(['xue', 'hua', 'fei', 'niu'], text))"
    typed = ["xhfn", "xuehua", "xhua", "feiniu", "fn", "xuhf", "n", "niuu", "xf", ""]
    assert run(page, "menu", code, typed) == [0, 0, 0, 2, 2, 0, 3, -1, -1, 0]


def test_what_is_sold_out_is_found_last_and_of_many_it_is_said_how_many_more(page: Page) -> None:
    many = [{**as_read(DISHES[3], "niu"), "dish": f"d{n}"} for n in range(70)]
    code = """
      const menu = new kit.Menu(given); menu.count({ d0: [0, 0], d1: [2, 500] });
      const { dishes, more } = menu.search('niu');
      const half = line('d1', { qty: 2 });
      return [dishes[0].dish, dishes.length, more, menu.leftBeside('d1', [half]), menu.left('d2') === Infinity];
    """
    assert run(page, "menu", code, data(*many)) == ["d1", 60, 10, 500, True]


def test_a_cart_keeps_each_line_by_its_id_for_its_own_party(page: Page) -> None:
    code = """
      const cart = new kit.Cart('session:S1', clock);
      const first = cart.add(line('beef', { price_minor: 100 }));
      const more = cart.add(line('beef', { qty: 2, price_minor: 200 }), (same, qty) => 100 * qty);
      cart.add(line('beef', { note: 'x', price_minor: 100 }));
      const again = new kit.Cart('session:S1', clock);
      const other = new kit.Cart('session:S2', clock);
      return [first.id === more.id, again.lines.map(each => [each.qty, each.price_minor]), other.lines.length,
        Array.from(kit.otherCarts('session:S2', 1000))];
    """
    assert run(page, "cart", code) == [True, [[3, 300], [1, 100]], 0, [["session:S1", 2]]]


def test_weights_of_a_dish_that_are_put_together_cost_what_the_server_says_of_both(page: Page) -> None:
    """Each half is rounded down by itself, and so is the whole: a cent more than both."""
    shrimp = dish_of("shrimp", price=1_300, weighed=True, per=500)
    code = """
      const { Cart } = await import('/js/order/cart.js');
      const { linePrice } = await import('/js/order/prices.js');
      const priced = (each) => linePrice(given, each);
      const undo = [];
      const page = {
        cart: new Cart('session:S1', clock), paint() {}, list: { clear() {} },
        menu: { of: () => given, leftBeside: () => Infinity },
        texts: { name: () => '', qty: () => '', say: () => '' },
        own: { chosen() {}, asking: () => ({ isQuick: false }) },
        toast: { say(text, deed) { undo.push(deed); } },
        sheet: { open({ line, done }) { done({ ...line, qty: 333, price_minor: priced({ ...line, qty: 333 }) }); } },
      };
      const choosing = new kit.Choosing(page, { mayHold: false });
      const said = () => page.cart.lines.map((each) => [each.qty, each.price_minor, priced(each)]);
      choosing.add(given, 333, false);
      choosing.add(given, 333, false);
      const both = said();
      undo[1].deed();
      return [both, said()];
    """
    one, both = shrimp.price_minor * 333 // 500, shrimp.price_minor * 666 // 500
    assert both != 2 * one
    assert run(page, "choosing", code, as_read(shrimp)) == [[[666, both, both]], [[333, one, one]]]


def test_what_is_weighed_later_is_said_to_cost_about_so_much(page: Page) -> None:
    code = """
      const words = { about_price: 'about {price}' };
      const say = kit.Texts.prototype;
      const texts = Object.assign(Object.create(say), {});
      texts.say = (name, { price }) => words[name].replace('{price}', price);
      return given.map((dish) => say.linePrice.call(texts, dish, 9800, { symbol: '¥', decimals: 2 }));
    """
    dishes = [as_read(dish_of("fish", weighed=True, per=500, to_weigh=True)), as_read(dish_of("tofu"))]
    assert run(page, "texts", code, dishes) == ["about ¥98.00", "¥98.00"]


def test_a_cart_goes_with_its_party_and_lines_come_back_with_what_is_wrong(page: Page) -> None:
    code = """
      const cart = new kit.Cart('table:A01', clock);
      cart.set({ fire: 'hold' });
      const { id } = cart.add(line('beef', { price_minor: 100 }));
      cart.moveTo('session:S1');
      const moved = [new kit.Cart('table:A01', clock).lines.length, cart.settings.fire, cart.line(id).dish];
      cart.take(cart.lines);
      cart.restore([{ ...line('beef'), id, since: 1, at: 1, price_minor: 100, fault: { reason: 'sold_out' } }]);
      const back = cart.line(id).fault.reason;
      cart.change(id, { qty: 2 });
      const renewed = cart.renew(id);
      return [moved, back, cart.lines.length, renewed.id !== id, renewed.fault];
    """
    assert run(page, "cart", code) == [[0, "hold", "beef"], "sold_out", 1, True, None]


def test_a_cart_without_room_lives_as_long_as_its_page(page: Page) -> None:
    code = """
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = () => { throw new Error('full'); };
      try {
        const cart = new kit.Cart('session:S1', clock);
        cart.add(line('beef', { price_minor: 100 }));
        cart.heard(null);
        return cart.lines.length;
      } finally { Storage.prototype.setItem = set; }
    """
    assert run(page, "cart", code) == 1


def test_what_was_kept_for_a_day_and_what_is_no_line_is_let_go(page: Page) -> None:
    code = """
      new kit.Cart('session:S1', clock).add(line('beef', { price_minor: 1 }));
      localStorage.setItem('kds.cart.session:S2/x', '{"nonsense": 1}');
      return [kit.otherCarts('', 1000 + 86400000).size, kit.otherCarts('', 1001 + 86400000).size, localStorage.length];
    """
    assert run(page, "cart", code) == [1, 0, 0]


@pytest.mark.parametrize(
    ("problem", "faults", "whole"),
    [
        ({"reason": "price_changed", "lines": [{"id": "b", "price_minor": 9}]}, [None, "price_changed"], None),
        ({"reason": "sold_out", "dish": "beef", "remaining": 1, "rest_permille": 500}, ["sold_out", None], None),
        ({"reason": "line_differs", "lines": [{"id": "a", "differs": {}}]}, ["line_differs", None], None),
        ({"reason": "malformed", "field": "lines[1].note"}, [None, "malformed"], None),
        ({"reason": "session_required", "sessions": [{"session": "S1"}]}, [None, None], "session_required"),
        ({"reason": "forbidden"}, [None, None], "forbidden"),
    ],
)
def test_a_refusal_stands_at_the_line_that_it_concerns(
    page: Page, problem: dict[str, Any], faults: list[Any], whole: str | None
) -> None:
    code = """
      const lines = [{ ...line('beef'), id: 'a' }, { ...line('cola'), id: 'b' }];
      const { lines: found, fault } = kit.refusedLines(lines, given);
      return [found.map(each => each.fault && each.fault.reason), fault && fault.reason];
    """
    assert run(page, "faults", code, problem) == [faults, whole]


SENDING = """
  const calls = [];
  const answers = given.slice();
  const told = [];
  window.fetch = async (address, { headers, body }) => {
    calls.push([headers['idempotency-key'], JSON.parse(body).session || null]);
    const answer = answers.shift() || 201;
    if (answer === 'cut') throw new Error('cut');
    const said = answer === 201 ? { session: 'S7', lines: [] } : { reason: 'x', message: { zh: 'x', en: 'x' } };
    const more = answer === 503 ? { 'retry-after': '0.01' } : {};
    return new Response(JSON.stringify(said), { status: answer, headers: more });
  };
  const note = (what) => (round) => told.push([what, round.party]);
  const heard = { changed() {}, placed: note('placed'), refused: note('refused') };
  const until = async (done) => {
    for (let left = 2000; !done(); left -= 1) {
      if (!left) throw new Error(`it never came to that: ${done}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
"""


def test_a_round_is_sent_under_one_key_until_it_is_answered(page: Page) -> None:
    code = (
        SENDING
        + """
      const sending = new kit.Sending(clock, heard);
      await sending.add('session:S1', 'A01', { session: 'S1' }, []);
      sending.flush();
      await until(() => sending.status === 'away');
      const again = new kit.Sending(clock, heard);
      await until(() => again.waiting.length);
      const kept = again.waiting.length;
      await until(() => !sending.waiting.length);
      return [kept, calls.length, new Set(calls.map(each => each[0])).size, told, sending.waiting.length];
    """
    )
    assert run(page, "send", code, ["cut", 503]) == [1, 3, 1, [["placed", "session:S1"]], 0]


def test_later_rounds_of_new_guests_name_the_party_that_the_first_has_opened(page: Page) -> None:
    code = (
        SENDING
        + """
      const sending = new kit.Sending(clock, heard);
      await sending.add('new:takeaway:x', 'Takeaway', { service: 'takeaway', n: 1 }, []);
      clock.time += 1;
      await sending.add('new:takeaway:x', 'Takeaway', { service: 'takeaway', n: 2 }, []);
      sending.flush();
      await until(() => !sending.waiting.length);
      return [calls.map(each => each[1]), told];
    """
    )
    assert run(page, "send", code, []) == [
        [None, "S7"],
        [["placed", "new:takeaway:x"], ["placed", "session:S7"]],
    ]


def test_the_fault_of_one_party_does_not_keep_another_waiting(page: Page) -> None:
    code = (
        SENDING
        + """
      const sending = new kit.Sending(clock, heard);
      await sending.add('session:S1', 'A01', { session: 'S1' }, []);
      clock.time += 1;
      await sending.add('session:S2', 'A02', { session: 'S2' }, []);
      sending.flush();
      await until(() => told.length === 2);
      return told;
    """
    )
    refused, failed = ["refused", "session:S1"], ["placed", "session:S1"]
    placed = ["placed", "session:S2"]
    assert run(page, "send", code, [422]) == [refused, placed]
    page.goto(ADDRESS)
    assert run(page, "send", code, [500]) == [placed, failed], "what nobody knows is asked again later"


@pytest.mark.parametrize("locks", [True, False])
def test_only_one_tab_is_at_it_with_or_without_web_locks(page: Page, locks: bool) -> None:
    """Law 2, on the device: an origin without HTTPS has no Web Locks."""
    code = """
      const lib = await import('/js/lib/only-one.js');
      const held = !given && navigator.locks;
      if (held) Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
      try {
        if (given && !navigator.locks) return [false, true, true, 'no locks here'];
        let end;
        const first = lib.onlyOne('x', () => new Promise((resolve) => { end = resolve; }));
        while (!end) await new Promise((resolve) => setTimeout(resolve, 5));
        localStorage.setItem('kds.claim.x', JSON.stringify({ id: 'another', until: Date.now() + 1000 }));
        const second = await lib.onlyOne('x', () => { throw new Error('two are at it'); });
        localStorage.removeItem('kds.claim.x');
        end();
        return [second, await first, await lib.onlyOne('x', () => undefined)];
      } finally { if (held) delete navigator.locks; }
    """
    said = run(page, "send", code, locks)
    assert said[:3] == [False, True, True]


def test_the_same_text_has_the_same_digest_and_no_other_has(page: Page) -> None:
    code = """
      const { digest, newId } = await import('/js/lib/ids.js');
      const made = Array.from({ length: 5000 }, (_, n) => digest(`order ${n}`));
      return [digest('a') === digest('a'), new Set(made).size, made[0].length, newId() !== newId()];
    """
    assert run(page, "send", code) == [True, 5000, 28, True]
