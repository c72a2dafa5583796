// Colour, word and elapsed time of every ticket, kept up by the page itself: time passing needs no message.

import * as clock from "./clock.js";
import { word } from "./words.js";

const clockFace = document.getElementById("clock");
const lateCount = document.getElementById("count-late");
const lateBox = document.getElementById("late");
let tickets = [];
let lines = [];

/** Look at the tickets anew, after they have changed; then show their age. Returns nothing. */
export function watch(nodes) {
  tickets = nodes.map((node) => ({
    ...moments(node),
    since: Number(node.dataset.since),
    face: node.querySelector(".ticket-clock"),
    said: node.querySelector(".ticket-word"),
  }));
  lines = nodes.reduce((all, node) => all.concat(Array.from(node.querySelectorAll(".line[data-late-at]"), moments)), []);
  show();
}

/** Show the ages of now; true where a ticket has turned. */
export function show() {
  const now = clock.now();
  let turned = false;
  let late = 0;
  for (const each of tickets) {
    const age = ageOf(each, now);
    if (age !== each.age) {
      turned = true;
      each.age = each.node.dataset.age = age;
      if (age) each.said.textContent = word(age);
    }
    if (age === "late" || age === "critical") late += 1;
    if (!each.node.hidden) setText(each.face, elapsed(now - each.since));
  }
  for (const each of lines) {
    const age = ageOf(each, now);
    if (age !== each.age) each.age = each.node.dataset.age = age;
  }
  lateBox.hidden = late === 0;
  setText(lateCount, String(late));
  setText(clockFace, clock.timeOfDay(now));
  return turned;
}

function moments(node) {
  const { soonAt, lateAt, criticalAt } = node.dataset;
  return { node, age: null, soonAt: Number(soonAt), lateAt: Number(lateAt), criticalAt: Number(criticalAt) };
}

/** "" for what is not being made: it has no moments. */
function ageOf(each, now) {
  if (Number.isNaN(each.lateAt)) return "";
  if (now >= each.criticalAt) return "critical";
  if (now >= each.lateAt) return "late";
  return now >= each.soonAt ? "soon" : "fresh";
}

/** mm:ss, and h:mm:ss from 100 minutes on. */
export function elapsed(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes < 100) return `${String(minutes).padStart(2, "0")}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
