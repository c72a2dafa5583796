// A board that stands still: the pieces that the server drew, as old as they are at one moment. Nothing is heard, sent or done.

import { paintMoments } from "../lib/moments.js";
import { Words } from "../lib/words.js";
import { countCalls, countExpo, countPickup, countProgress, countRunner } from "./counts.js";
import { Pages } from "./pages.js";
import { Torn } from "./torn.js";

const find = (id) => document.getElementById(id);

/** Buttons that are there to be seen. */
export function disarm(buttons) {
  for (const button of buttons) {
    button.tabIndex = -1;
    button.setAttribute("aria-disabled", "true");
  }
}

/**
 * Draw the board of this role as it is by this clock. `turned(number, count)` is called when it shows another page.
 * Returns what turns to the page that is `by` further.
 */
export function standStill(clock, role, turned = () => {}) {
  const { dataset } = document.body;
  const words = new Words(JSON.parse(dataset.words), dataset.language);
  const counts = {
    expo: countExpo,
    runner: countRunner,
    progress: countProgress,
    calls: countCalls,
    pickup: () => countPickup(clock.now(), words),
  };
  const columns = Array.from(document.querySelectorAll(".board-columns"), (each) => new Pages(each, settle, Infinity));
  const torn = new Torn(document.querySelector(".board-columns"), words);

  /** All columns show the same page; those that have fewer show their last. */
  function settle() {
    const count = Math.max(...columns.map((each) => each.count));
    const number = Math.max(...columns.map((each) => each.number));
    for (const each of document.querySelectorAll("#turn, #turn-back, #turn-on")) each.hidden = count < 2;
    find("turn").textContent = words.say("page_of", { n: number, all: count });
    turned(number, count);
  }

  function turn(by) {
    torn.look(Array.from(document.querySelectorAll(".pass, .waits")));
    const to = Math.max(...columns.map((each) => each.number)) - 1 + by;
    for (const each of columns) each.settle(to);
    settle();
  }

  document.querySelector(".board-page").style.setProperty("--far", dataset.far);
  paintMoments(clock, words);
  counts[role]();
  turn(0);
  window.addEventListener("resize", () => turn(0));
  return turn;
}
