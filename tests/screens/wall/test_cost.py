"""What a wall costs its device: next to nothing while nothing happens, and no memory for what has gone."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.waiting import until
from tests.screens.wall.conftest import OpenWall

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IDLE_S = 6.0
IDLE_SHARE = 0.02
CHANGES = 10_000
CHURN = """
async ({ changes, tickets }) => {
  function url(name) {
    const names = performance.getEntriesByType('resource').map(each => each.name);
    return names.find(each => each.endsWith(`/js/${name}.js`));
  }
  const { ServerClock } = await import(url('lib/clock'));
  const { Words } = await import(url('lib/words'));
  const { Board } = await import(url('wall/board'));
  const { Slots } = await import(url('wall/slots'));
  const { OverflowStrip } = await import(url('wall/overflow-strip'));
  const { TicketAges } = await import(url('wall/ticket-ages'));
  const root = document.createElement('div');
  document.body.append(root);
  const part = () => root.appendChild(document.createElement('div'));
  const [clock, words] = [new ServerClock(Date.now(), ''), new Words(JSON.parse(document.body.dataset.words), 'zh')];
  const [board, strip] = [new Board(), new OverflowStrip(part(), clock, words)];
  const slots = new Slots(part(), board, words);
  const ages = new TicketAges(clock, words, { time: part(), late: part(), lateCount: part() });
  // As the server writes it: letters are fitted by the page.
  const html = document.querySelector('.slot article').outerHTML.replace(/ style="[^"]*"/g, '');
  for (let n = 0; n < changes; n += 1) {
    const ids = Array.from({ length: tickets }, (_, k) => `T${n + k}-1`);
    const fresh = n ? ids.slice(-1) : ids;
    const standing = Array(15).fill('');
    for (const id of ids.slice(0, 15)) standing[Number(id.slice(1, -2)) % 15] = id;
    const drawn = Object.fromEntries(fresh.map(id => [id, html.replace(/T[0-9]+-1/g, id)]));
    const size = { columns: 5, rows: 3 };
    board.apply({ seq: n, grid: size, slots: standing, queue: ids.slice(15), more: [], tickets: drawn, all_day: null });
    slots.paint();
    strip.show(board.queue.map(id => board.ticket(id)), board.more);
    ages.watch(slots.standing().filter(each => each.node).map(each => [each.node, board.ticket(each.ticket)]));
    if (n % 100 === 0) await new Promise(done => setTimeout(done, 0));
  }
  root.remove();
  // What waits for an idle moment has had it.
  for (let n = 0; n < 8; n += 1) await new Promise(done => requestIdleCallback(done));
}
"""


def full(kitchen: Kitchen, open_wall: OpenWall) -> Page:
    """A wall with something in every slot that may have it."""
    page = open_wall()
    for n in range(1, 19):
        kitchen.ticket("noodles", table=f"B{n:02}")
    expect(page.locator(".slot article")).to_have_count(15)
    expect(page.locator(".strip-table")).to_have_count(3)
    return page


def cpu_s(cdp: CDPSession) -> float:
    """The seconds that the page's own thread has worked."""
    metrics = {each["name"]: each["value"] for each in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


@pytest.mark.alone
def test_an_idle_wall_works_less_than_a_fiftieth_of_the_time(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = full(kitchen, open_wall)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    page.wait_for_timeout(2_000)  # what the arrivals have begun is done
    before, since = cpu_s(cdp), time.monotonic()
    page.wait_for_timeout(IDLE_S * 1000)
    share = (cpu_s(cdp) - before) / (time.monotonic() - since)
    assert share < IDLE_SHARE


def test_an_idle_wall_changes_only_the_texts_that_turn(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """Thirteen clocks, once a second each, and perhaps the time of day."""
    page = full(kitchen, open_wall)
    page.wait_for_timeout(1_000)
    changes = page.evaluate(
        """async () => {
          let changes = 0;
          const options = { subtree: true, childList: true, characterData: true, attributes: true };
          new MutationObserver(found => { changes += found.length; }).observe(document.body, options);
          await new Promise(done => setTimeout(done, 5000));
          return changes;
        }"""
    )
    assert changes <= 6 * 15


@pytest.mark.timeout(600)  # what a machine without a graphics card paints takes its time
def test_ten_thousand_changes_leave_no_memory_behind(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = full(kitchen, open_wall)
    cdp = page.context.new_cdp_session(page)

    def heap(changes: int) -> tuple[float, int]:
        page.evaluate(CHURN, {"changes": changes, "tickets": 20})
        cdp.send("HeapProfiler.collectGarbage")
        counted = cdp.send("Memory.getDOMCounters")
        return cdp.send("Runtime.getHeapUsage")["usedSize"] / 1e6, counted["nodes"]

    before, nodes = heap(1_000)
    after, nodes_after = heap(CHANGES)
    assert after < before + 2
    assert nodes_after < nodes + 500


def test_what_says_the_same_after_a_change_is_not_made_anew(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """A bump changes a row of the column and a table of the strip: to lay out all the others again costs frames."""
    placed = [kitchen.order("tofu", table=f"B{n:02}") for n in range(1, 25)]
    page = open_wall()
    expect(page.locator("#strip .strip-table").nth(3)).to_be_visible()
    parts = "document.querySelectorAll('.all-day-row, #strip .strip-table')"
    page.evaluate(f"{parts}.forEach(node => {{ node.isMarked = true; }})")
    before = page.locator("#strip .strip-table").count()
    kitchen.post(f"/tickets/{placed[0]['tickets'][0]}/bump")
    expect(page.locator("#strip .strip-table")).to_have_count(before - 1)
    fresh = page.evaluate(f"Array.from({parts}).filter(node => !node.isMarked).map(node => node.textContent.trim())")
    assert len(fresh) <= 2


TRIED = """
window.tried = [];
new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    if (target.nodeType !== 1 || !target.matches('.is-measure')) continue;
    for (const { dataset } of addedNodes) window.tried.push(dataset.ticket);
  }
}).observe(document, { subtree: true, childList: true });
"""


def test_the_letters_of_what_comes_next_are_looked_for_before_it_comes(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """Looking for them takes some hundredths of a second, which nobody has who has just pressed a key."""
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 16)]
    page = open_wall(script=TRIED)
    expect(page.locator(".slot article")).to_have_count(15)
    waits = kitchen.ticket(
        {"dish": "noodles", "qty": 3, "note": "no onion, and leave it as hot as it can be"}, table="B16"
    )
    expect(page.locator(".strip-table")).to_have_count(1)
    until(page, f"tried.includes('{waits}') && !document.querySelector('.is-measure').firstChild")
    page.evaluate("tried.length = 0")
    kitchen.post(f"/tickets/{placed[0]}/bump")
    expect(page.locator(f".slot article[data-ticket='{waits}']")).to_be_visible()
    assert waits not in page.evaluate("tried")
