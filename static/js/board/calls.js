// The board of calls: what is new is heard, what nobody answers is heard again and again, and a tap says who goes.

import { Board } from "./board.js";
import { soundOf } from "./sounding.js";

/** How often what nobody answers is heard. */
const AGAIN_MS = 30000;
const UNANSWERED = ["late", "critical"];

const find = (id) => document.getElementById(id);
const board = new Board(follow);
const sound = soundOf(board.live.words);
let known = new Set();
let late = new Set();
let heardAt = -AGAIN_MS;

function cards() {
  return Array.from(document.querySelectorAll(".call:not([hidden])"));
}

function follow() {
  const now = new Set(cards().map((each) => each.dataset.part));
  if (Array.from(now).some((each) => !known.has(each))) sound.tell("arrived");
  known = now;
  paint();
}

/** How many there are, and how many nobody answers; areas without any are not there. */
function paint() {
  const all = cards();
  const unanswered = new Set(all.filter(({ dataset }) => UNANSWERED.includes(dataset.age)).map(({ dataset }) => dataset.part));
  find("count-calls").textContent = String(all.length);
  find("count-late").textContent = String(unanswered.size);
  find("late").hidden = unanswered.size === 0;
  find("nothing").hidden = all.length > 0;
  for (const area of document.querySelectorAll(".calls-area")) area.hidden = !area.querySelector(".call:not([hidden])");
  const more = Array.from(unanswered).some((each) => !late.has(each));
  late = unanswered;
  if (!more && !(unanswered.size && performance.now() - heardAt > AGAIN_MS)) return;
  heardAt = performance.now();
  sound.tell("rushed");
}

function tapped(event) {
  const button = event.target.closest("[data-call]");
  if (!button) return;
  const { call, do: deed, about } = button.dataset;
  board.live.ask(`/calls/${encodeURIComponent(call)}/${deed}`, {}, about);
}

find("live").addEventListener("click", tapped);
known = new Set(cards().map((each) => each.dataset.part));
setInterval(paint, 1000);
board.open();
paint();
