"""What the library modules do, each on an empty document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.screens.lib.empty import ADDRESS, empty_page

pytestmark = pytest.mark.browser

MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty document."""
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


@pytest.fixture(autouse=True)
def _nothing_stored(page: Page) -> None:
    page.evaluate("localStorage.clear()")


def run(page: Page, module: str, code: str, given: Any = None) -> Any:
    """What `code` returns; in it `lib` is a library module and `given` a value."""
    return page.evaluate(f"async (given) => {{ const lib = await import('/js/lib/{module}.js'); {code} }}", given)


@pytest.mark.parametrize(
    ("now", "age"),
    [(0, "fresh"), (9, "fresh"), (10, "soon"), (19, "soon"), (20, "late"), (30, "critical"), (99, "critical")],
)
def test_the_age_turns_at_its_moments(page: Page, now: int, age: str) -> None:
    moments = {"soonAt": "10", "lateAt": "20", "criticalAt": "30"}
    assert run(page, "ages", "return lib.ageOf(lib.momentsOf(given[0]), given[1])", [moments, now]) == age


def test_what_is_not_being_made_has_no_age(page: Page) -> None:
    assert run(page, "ages", "return lib.ageOf(lib.momentsOf({}), 5)") == ""


def test_the_worst_of_several_ages(page: Page) -> None:
    code = "return lib.worstAge(given.map(at => ({ soonAt: at, lateAt: at + 10, criticalAt: at + 20 })), 100)"
    assert run(page, "ages", code, [95, 85, 200]) == "late"
    assert run(page, "ages", code, [95, 70]) == "critical"
    assert run(page, "ages", code, []) is None


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "00:00"), (-5, "00:00"), (59_999, "00:59"), (99 * MINUTE_MS, "99:00"), (100 * MINUTE_MS + 7_000, "1:40:07")],
)
def test_elapsed_time(page: Page, ms: int, text: str) -> None:
    assert run(page, "ages", "return lib.elapsed(given)", ms) == text


def test_words_fill_their_blanks_and_speak_the_pages_language(page: Page) -> None:
    code = "return new lib.Words({ more: '+{n} of {n}' }, 'en').say('more', { n: '{n}' })"
    assert run(page, "words", code) == "+{n} of {n}"
    spoken = "return new lib.Words({}, given).of({ zh: '毛肚', en: 'Tripe' })"
    assert [run(page, "words", spoken, language) for language in ("zh", "en", "both")] == [
        "毛肚",
        "Tripe",
        "毛肚 Tripe",
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [({"n": 1}, "1 line"), ({"n": "1"}, "1 line"), ({"n": 2}, "2 lines"), ({"n": 1, "guests": 2}, "1 lines")],
)
def test_one_is_said_otherwise_than_several(page: Page, values: dict[str, object], said: str) -> None:
    code = "return new lib.Words({ lines: '{n} lines', lines_one: '{n} line' }, 'en').say('lines', given)"
    assert run(page, "words", code, values) == said


def test_the_clock_believes_the_quickest_message_and_forgets_another_run(page: Page) -> None:
    code = """
      const clock = new lib.ServerClock(1000, 'Asia/Shanghai');
      const before = performance.now();
      clock.heard(before + 5000); clock.heard(before + 4000);
      const quickest = Math.round(clock.now() - performance.now() - 5000);
      clock.restart(); clock.heard(performance.now() + 10);
      const other = Math.round(clock.now() - performance.now());
      return [Math.abs(quickest) < 50, other <= 10, clock.timeOfDay(0), clock.timeOfDay(0, true)];
    """
    assert run(page, "clock", code) == [True, True, "08:00", "08:00:00"]


def test_what_is_stored_is_loaded_and_what_cannot_be_read_is_not(page: Page) -> None:
    code = """
      lib.save('kds.a.1', { x: 1 }); lib.save('kds.a.2', 2); localStorage.setItem('kds.a.3', '{'); lib.save('kds.b', 0);
      const all = lib.loadAll('kds.a.');
      lib.remove('kds.a.1');
      return [all.length, lib.load('kds.a.1', 'none'), lib.load('kds.a.3', 'none'), lib.load('kds.b', 'none')];
    """
    assert run(page, "storage", code) == [2, "none", "none", 0]


def test_a_device_without_room_says_so_and_has_what_it_had(page: Page) -> None:
    code = """
      lib.save('kds.a', 'old');
      return [lib.save('kds.a', 'x'.repeat(20000000)), lib.load('kds.a', null)];
    """
    assert run(page, "storage", code) == [False, "old"]


def test_a_key_is_given_to_one_deed_and_taken_from_the_other(page: Page) -> None:
    code = """
      const keymap = new lib.Keymap();
      const press = (code, shiftKey = false) => ({ code, key: code, shiftKey });
      const taken = ['Enter', 'Digit5', 'Unidentified'].map(code => keymap.assign('start', press(code)));
      const again = new lib.Keymap();
      const pressed = [press('Enter'), press('KeyS'), press('KeyS', true), press('KeyR'),
        press('Slash', true), press('KeyX')];
      const deeds = pressed.map(event => again.deedOf(event) || '');
      again.reset();
      return [taken, deeds, again.deedOf(press('Enter')), again.keysOf('previous'), again.keysOf('sheet')];
    """
    taken, deeds, enter, previous, sheet = run(page, "keymap", code)
    assert taken == [True, False, False]
    assert deeds == ["start", "bump", "bump", "recall", "sheet", ""], "two deeds change their keys, so none is without"
    assert enter == "bump"
    assert previous == ["←", "PageUp"]
    assert sheet == ["?", "/", "F1"]


def test_a_stored_keymap_of_nonsense_is_not_believed(page: Page) -> None:
    for stored in ("null", "[]", '{"bump": "Enter", "start": []}', "{"):
        page.evaluate("text => localStorage.setItem('kds.keys', text)", stored)
        assert run(page, "keymap", "return new lib.Keymap().deedOf({ code: 'Enter' })") == "bump"


BOXES = """
  const [slots, columns] = given;
  const boxes = lib.spread(lib.boxesOf(slots, columns), columns, slots.length / columns);
  return boxes.map(({ ticket, slot, wide, high }) => `${ticket}${slot} ${wide}x${high}`);
"""


@pytest.mark.parametrize(
    ("slots", "boxes"),
    [
        (["A", "B", "C", "", "", "", "", "", ""], ["A0 1x3", "B1 1x3", "C2 1x3"]),
        (["A", "A", "B", "", "", "", "", "", ""], ["A0 2x3", "B2 1x3"]),
        (["A", "A", "B", "", "C", "", "", "", ""], ["A0 2x1", "B2 1x3", "C4 1x2"]),
        (["A", "", "", "", "", "B", "", "", ""], ["A0 1x3", "B5 1x2"]),
        (["A", "B", "C", "D", "E", "F", "G", "H", "I"], [f"{name}{at} 1x1" for at, name in enumerate("ABCDEFGHI")]),
    ],
)
def test_a_ticket_spreads_into_the_free_slots_below_it(page: Page, slots: list[str], boxes: list[str]) -> None:
    assert run(page, "slot-pages", BOXES, [slots, 3]) == boxes


def test_a_ticket_that_needs_more_has_the_free_slots_at_its_right(page: Page) -> None:
    code = """
      const boxes = lib.spread(lib.boxesOf(given, 3), 3, 3);
      const wider = [0, 0, 1].map(at => lib.widen(boxes[at], boxes, 3, 3));
      return [wider, boxes[0].wide];
    """
    assert run(page, "slot-pages", code, ["A", "", "", "", "", "", "B", "C", ""]) == [[True, True, False], 3]


def test_on_other_pages_tickets_stand_one_after_the_other_each_in_a_row(page: Page) -> None:
    code = """
      const { boxes, rest } = lib.placed(given.map(([ticket, wide]) => ({ ticket, wide })), 3, 2);
      return [boxes.map(({ ticket, slot, wide }) => `${ticket}${slot} ${wide}`), rest.map((each) => each.ticket)];
    """
    queue = [["A", 2], ["B", 2], ["C", 1], ["D", 9], ["E", 1]]
    assert run(page, "slot-pages", code, queue) == [["A0 2", "B3 2", "C5 1"], ["D", "E"]]


PRESSED = """
  const { PaintHistory } = await import('/js/lib/paint-history.js');
  const history = new PaintHistory();
  let standing = [];
  for (const [at, ticket, version] of given.painted) {
    standing = [{ slot: 1, number: 16, ticket, label: ticket && `table of ${ticket}`, version }];
    history.note(standing, at);
  }
  const target = lib.pressTarget(given.meant, given.at, history, standing, ticket => given.open.includes(ticket));
  return target.refused || target.ticket;
"""


@pytest.mark.parametrize("where", [{"slot": 1}, {"number": 16}], ids=["slot", "number"])
@pytest.mark.parametrize(
    ("painted", "open_", "at", "meant"),
    [
        ([[0, "T1", 1]], ["T1"], 350, "T1"),
        ([[0, "", 0], [1000, "T1", 1]], ["T1"], 1349, "arrived"),
        ([[0, "", 0], [1000, "T1", 1]], ["T1"], 1350, "T1"),
        ([[0, "T1", 1], [1000, "T2", 1]], ["T1", "T2"], 1349, "T1"),
        ([[0, "T1", 1], [1000, "T2", 1]], ["T2"], 1349, "gone"),
        ([[0, "T1", 1], [1000, "T2", 1]], ["T2"], 1350, "T2"),
        ([[0, "T1", 1], [1000, "", 0]], [], 1350, "free"),
    ],
)
def test_a_press_means_what_stood_there_when_it_was_decided(
    page: Page, where: dict[str, int], painted: list[Any], open_: list[str], at: int, meant: str
) -> None:
    given = {"painted": painted, "open": open_, "at": at, "meant": {"deed": "bump", **where}}
    assert run(page, "press-target", PRESSED, given) == meant


def test_a_line_that_has_changed_since_is_not_pressed(page: Page) -> None:
    given = {
        "painted": [[0, "T1", 1], [1000, "T1", 2]],
        "open": ["T1"],
        "meant": {"deed": "line", "slot": 1, "line": "L1"},
    }
    assert run(page, "press-target", PRESSED, {**given, "at": 1349}) == "changed"
    assert run(page, "press-target", PRESSED, {**given, "at": 1350}) == "T1"


OUTBOX = """
  const sent = [];
  let now = 1000;
  const clock = { now: () => now };
  const outbox = screen => new lib.Outbox(screen, clock, message => { sent.push(message); });
"""


def test_a_press_waits_until_it_is_answered_also_over_a_reload(page: Page) -> None:
    code = f"""{OUTBOX}
      const first = outbox('wall');
      const press = first.add('bump', 'T1', ['L1'], 'A01');
      const same = first.add('bump', 'T1', ['L1'], 'A01');
      now = 1700;
      const second = outbox('wall');
      second.flush();
      const other = outbox('cold').waiting.length;
      const unknown = second.answered({{ press: 'x', outcome: 'done' }});
      const answered = second.answered({{ press: press.press, outcome: 'done' }});
      return {{
        same, other, ages: sent.map(each => each.age_ms), ids: new Set(sent.map(each => each.press)).size,
        unknown: unknown === undefined, answered: answered.ticket, left: outbox('wall').waiting.length,
      }};
    """
    assert run(page, "outbox", code) == {
        "same": None, "other": 0, "ages": [0, 700], "ids": 1, "unknown": True, "answered": "T1", "left": 0,
    }  # fmt: skip


def test_presses_that_wait_are_bounded(page: Page) -> None:
    code = f"""{OUTBOX}
      const box = outbox('wall');
      for (let n = 0; n < lib.MOST; n += 1) box.add('bump', `T${{n}}`, [], 'A01');
      const more = box.add('bump', 'T-one-more', [], 'A01');
      return [more === undefined, box.waiting.length, outbox('wall').waiting.length];
    """
    assert run(page, "outbox", code) == [True, 200, 200]


@pytest.mark.parametrize(
    ("date", "time", "timezone", "utc"),
    [
        ("2026-09-21", "18:30", "Asia/Shanghai", "2026-09-21T10:30:00.000Z"),
        ("2026-07-01", "18:30", "Europe/Berlin", "2026-07-01T16:30:00.000Z"),
        ("2026-12-01", "00:05", "America/New_York", "2026-12-01T05:05:00.000Z"),
        ("2026-10-25", "12:00", "Europe/Berlin", "2026-10-25T11:00:00.000Z"),
    ],
)
def test_a_written_time_is_the_moment_that_it_is_where_the_house_is(
    page: Page, date: str, time: str, timezone: str, utc: str
) -> None:
    code = "return new Date(lib.momentOf(...given)).toISOString()"
    assert run(page, "zoned", code, [date, time, timezone]) == utc


def test_what_is_no_time_is_no_moment(page: Page) -> None:
    assert run(page, "zoned", "return Number.isNaN(lib.momentOf(given, '18:30', 'Asia/Shanghai'))", "") is True
