// Which tickets fit, their slot numbers, and the strip that names by table those that do not.

import { tickets } from "./board.js";
import { word } from "./words.js";

const board = document.getElementById("board");
const strip = document.getElementById("strip");
const empty = document.getElementById("empty");
const open = document.getElementById("count-open");
const allDay = document.getElementById("all-day");
const MOST = 60;
/** The height of a chosen ticket's deeds, in rem. */
const FOOT = 7;
const WORST_FIRST = ["critical", "late", "soon", "fresh", ""];

/** Lay the board out. The tickets that fit are always the first ones. */
export function layout() {
  const all = tickets();
  empty.hidden = all.length > 0;
  open.textContent = String(all.length);
  strip.hidden = true;
  let shown = fit(all);
  if (shown < all.length) {
    strip.hidden = false;
    paintStrip(all.slice(shown));
    const fewer = fit(all);
    if (fewer !== shown) paintStrip(all.slice(fewer));
    shown = fewer;
  }
  all.forEach((node, index) => number(node, index < shown ? String(index + 1) : ""));
  all.slice(0, shown).forEach(placeFoot);
  fitColumn();
}

/** The tickets that stand on the board: slot 1 is the first. */
export function slots() {
  return tickets().filter((node) => !node.hidden);
}

/** Paint the strip anew, after tickets in it have turned. */
export function restrip() {
  const hidden = tickets().filter((node) => node.hidden);
  if (hidden.length) paintStrip(hidden);
}

function number(node, slot) {
  const face = node.querySelector(".ticket-slot");
  if (face.textContent !== slot) face.textContent = slot;
}

function fit(all) {
  all.forEach((node, index) => {
    node.hidden = index >= MOST;
    node.classList.remove("is-wide");
  });
  const tall = all.slice(0, MOST).filter((node) => clipped(node) > 0);
  tall.forEach((node) => node.classList.add("is-wide"));
  const right = board.getBoundingClientRect().right + 1;
  const past = all.slice(0, MOST).findIndex((node) => node.getBoundingClientRect().right > right);
  const shown = past < 0 ? Math.min(all.length, MOST) : Math.max(past, 1);
  all.forEach((node, index) => { node.hidden = index >= shown; });
  all.slice(0, shown).forEach(sayClipped);
  return shown;
}

/** How many lines of a ticket lie past its edge: below it, or beside it where they run in two columns. */
function clipped(node) {
  const list = node.querySelector(".lines");
  if (list.scrollHeight <= list.clientHeight + 1 && list.scrollWidth <= list.clientWidth + 1) return 0;
  const edge = list.getBoundingClientRect();
  return Array.from(list.children).filter((line) => {
    const box = line.getBoundingClientRect();
    return box.bottom > edge.bottom + 1 || box.right > edge.right + 1;
  }).length;
}

function sayClipped(node) {
  const list = node.querySelector(".lines");
  const hidden = clipped(node);
  if (hidden) list.dataset.more = word("more", { n: hidden });
  else delete list.dataset.more;
}

/** A ticket's deeds open below it, or above where there is no room, or inside one that has neither. */
function placeFoot(node) {
  const need = FOOT * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const around = board.getBoundingClientRect();
  const box = node.getBoundingClientRect();
  const low = box.bottom + need > around.bottom;
  const tall = low && box.top - need < around.top;
  node.classList.toggle("is-low", low && !tall);
  node.classList.toggle("is-tall", tall);
}

function paintStrip(hidden) {
  const byTable = new Map();
  for (const node of hidden) {
    const before = byTable.get(node.dataset.label) || [];
    byTable.set(node.dataset.label, before.concat(node));
  }
  const count = element("span", "strip-count", word("more", { n: hidden.length }));
  strip.replaceChildren(count, ...Array.from(byTable, ([label, nodes]) => tableChip(label, nodes)));
}

function tableChip(label, nodes) {
  const chip = element("span", "strip-table", nodes.length > 1 ? `${label} ×${nodes.length}` : label);
  for (const kind of ["is-base", "is-rushed"]) {
    chip.classList.toggle(kind, nodes.some((node) => node.classList.contains(kind)));
  }
  chip.classList.toggle("is-held", nodes.every((node) => node.classList.contains("is-held")));
  chip.dataset.age = WORST_FIRST.find((age) => nodes.some((node) => (node.dataset.age || "") === age));
  return chip;
}

function fitColumn() {
  const rows = allDay.querySelector(".all-day-rows");
  const more = allDay.querySelector(".all-day-more");
  more.hidden = true;
  if (rows.scrollHeight <= rows.clientHeight + 1) return;
  more.hidden = false;
  const edge = rows.getBoundingClientRect().bottom + 1;
  const hidden = Array.from(rows.children).filter((row) => row.getBoundingClientRect().bottom > edge);
  more.textContent = word("more", { n: hidden.length });
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
