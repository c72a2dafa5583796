// Colour, word and elapsed time of every ticket, kept up by the page itself: time passing needs no message.

import * as clock from "../lib/clock.js";
import { word } from "../lib/words.js";

const clockFace = document.getElementById("clock");
const lateCount = document.getElementById("count-late");
const lateBox = document.getElementById("late");
const WORST_FIRST = ["critical", "late", "soon", "fresh", ""];
let faces = [];
let lines = [];

/** These articles are on the page: `nodes` of pairs [article, ticket]. */
export function watch(nodes) {
  faces = nodes.map(([node, ticket]) => ({
    node, ticket, age: node.dataset.age || null,
    face: node.querySelector(".ticket-clock"),
    said: node.querySelector(".ticket-word"),
  }));
  lines = nodes.flatMap(([node]) => Array.from(node.querySelectorAll(".line[data-late-at]"), moments));
}

/** Show the ages of now; `all` are the open tickets, of which the late ones are counted. */
export function show(all) {
  const now = clock.now();
  for (const each of faces) {
    const age = ageOf(each.ticket, now);
    if (age !== each.age) {
      each.age = each.node.dataset.age = age;
      if (age && each.said) each.said.textContent = word(age);
    }
    if (each.face) setText(each.face, elapsed(now - each.ticket.since));
  }
  for (const each of lines) {
    const age = ageOf(each, now);
    if (age !== each.age) each.age = each.node.dataset.age = age;
  }
  let late = 0;
  for (const each of all) if (now >= each.lateAt) late += 1;
  if (lateBox.hidden !== (late === 0)) lateBox.hidden = late === 0;
  setText(lateCount, String(late));
  setText(clockFace, clock.timeOfDay(now));
}

/** The worst age of these tickets now. */
export function worst(tickets) {
  const now = clock.now();
  const ages = tickets.map((each) => ageOf(each, now));
  return WORST_FIRST.find((age) => ages.includes(age));
}

function moments(node) {
  const { soonAt, lateAt, criticalAt, age } = node.dataset;
  return { node, age: age || null, soonAt: Number(soonAt), lateAt: Number(lateAt), criticalAt: Number(criticalAt) };
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
