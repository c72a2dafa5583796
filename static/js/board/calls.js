// The board of calls: what is new is heard, what nobody answers is heard again and again, and a tap says who goes.

import { Board } from "./board.js";
import { calls, countCalls } from "./counts.js";
import { soundOf } from "./sounding.js";

/** How often what nobody answers is heard. */
const AGAIN_MS = 30000;

const find = (id) => document.getElementById(id);
const board = new Board(follow);
const sound = soundOf(board.live.words);
let known = new Set();
let late = new Set();
let heardAt = -AGAIN_MS;

function follow() {
  const now = new Set(calls().map((each) => each.dataset.part));
  if (Array.from(now).some((each) => !known.has(each))) sound.tell("arrived");
  known = now;
  paint();
}

/** What nobody answers is heard when it begins to be late, and again. */
function paint() {
  const unanswered = countCalls();
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
known = new Set(calls().map((each) => each.dataset.part));
setInterval(paint, 1000);
board.open();
paint();
