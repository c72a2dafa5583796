// A look back at a board: the pieces that the server drew, as old as they were then. Nothing is heard, sent or done.

import { lookBack, stillClock } from "../lib/looking-back.js";
import { paintMoments } from "../lib/moments.js";
import { Words } from "../lib/words.js";
import { countCalls, countExpo, countPickup, countProgress, countRunner } from "./counts.js";
import { Pages } from "./pages.js";
import { Torn } from "./torn.js";

const find = (id) => document.getElementById(id);
const { dataset } = document.body;
const clock = stillClock();
const words = new Words(JSON.parse(dataset.words), dataset.language);
const COUNTS = {
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
  find("turn").hidden = find("turn-back").hidden = find("turn-on").hidden = count < 2;
  find("turn-back").disabled = number === 1;
  find("turn-on").disabled = number === count;
  find("turn").textContent = words.say("page_of", { n: number, all: count });
}

function turn(by) {
  torn.look(Array.from(document.querySelectorAll(".pass, .waits")));
  const to = Math.max(...columns.map((each) => each.number)) - 1 + by;
  for (const each of columns) each.settle(to);
  settle();
}

document.querySelector(".board-page").style.setProperty("--far", dataset.far);
for (const button of find("live").querySelectorAll("button")) {
  button.tabIndex = -1;
  button.setAttribute("aria-disabled", "true");
}
for (const [id, by] of [["turn-back", -1], ["turn-on", 1]]) find(id).addEventListener("click", () => turn(by));
paintMoments(clock, words);
COUNTS[dataset.role]();
turn(0);
window.addEventListener("resize", () => turn(0));
lookBack(clock);
