// A bill in parts, again and again, and parts together again.

import { chosen } from "./cashier-change.js";
import { askingAbout, whatOf } from "./cashier-till.js";

const MOST = 99;
const dialog = document.getElementById("splitting");
const form = dialog.querySelector("form");

/** Groups of seats: "1+2 3" is one bill for two, and one; null for what says no seats. */
function seatsIn(text) {
  const groups = text.trim().split(/[\s,，;；]+/).filter(Boolean);
  if (!groups.every((group) => /^\d{1,2}(\+\d{1,2})*$/.test(group))) return null;
  return groups.map((group) => group.split("+").map(Number));
}

/** The split that was typed, or why it is none. */
function read(till, ticked) {
  const by = form.elements.by.value;
  const text = form.elements.value.value;
  if (by === "lines") return ticked.length ? { by, lines: [ticked.map(({ dataset }) => dataset.line)] } : till.words.say("tick_first");
  if (by === "equal") {
    const parts = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0;
    return parts >= 2 && parts <= MOST ? { by, parts } : till.words.say("number_bad");
  }
  if (by === "seats") {
    const seats = seatsIn(text);
    return seats ? { by, seats } : till.words.say("seats_bad");
  }
  const amounts = text.trim().split(/\s+/).map((each) => till.minor(each));
  return amounts.every((each) => each > 0) ? { by, amounts } : till.words.say("amount_bad");
}

function turn(till, ticked) {
  const by = form.elements.by.value;
  const lines = by === "lines";
  form.elements.value.closest(".field").hidden = lines;
  dialog.querySelector("[for=splitting-value]").textContent = till.words.say(`split_${by}`);
  form.elements.value.value = by === "equal" ? till.node.dataset.guests.replace(/^[01]$/, "2") : "";
  const says = ticked.length ? `${ticked.map(whatOf).join(", ")} · ${till.words.say("split_lines")}` : till.words.say("tick_first");
  dialog.querySelector("[data-says]").textContent = lines ? says : "";
}

export async function split(till) {
  const ticked = till.ticked();
  form.reset();
  if (ticked.length) form.querySelector("[value=lines]").checked = true;
  const first = () => (form.elements.by.value === "lines" ? form.querySelector("[type=submit]") : form.elements.value);
  form.onchange = ({ target }) => {
    if (target.name !== "by") return;
    turn(till, ticked);
    first().focus();
  };
  turn(till, ticked);
  const body = await askingAbout(till, ticked, dialog, first, () => read(till, ticked));
  const done = body && await till.do("split", body);
  if (!done) return;
  till.untick();
  till.report(till.words.say("split_done", { sums: done.totals_minor.map((each) => till.sum(each)).join(" + ") }));
}

/** Another open bill of the party comes onto this one. */
export async function join(till) {
  const others = Array.from(document.querySelectorAll("[data-other][data-state=open]"));
  const told = others.map((each) => [each.dataset.other, each.textContent.trim().replace(/\s+/g, " ")]);
  const bill = await chosen(till.words.say("join_what"), "", told);
  if (bill) await till.live.ask(`/bills/${encodeURIComponent(bill)}/join`, { into: till.bill }, `bill ${till.bill}`);
}
