// What the cashier's deeds work on: the chosen bill as it stands on the page, its lines and which of them are ticked.

import { told, toMinor, typed } from "../lib/money.js";
import { asked, say } from "./dialogs.js";

const find = (id) => document.getElementById(id);

export class Till {
  #ticked = new Set();
  live;
  words;
  leads;
  bill;
  roundTo;
  #symbol;
  #exponent;

  constructor(live) {
    const { symbol, exponent, leads, bill, roundTo } = document.body.dataset;
    this.live = live;
    this.words = live.words;
    this.leads = leads === "1";
    this.bill = bill;
    this.roundTo = Number(roundTo);
    this.#symbol = symbol;
    this.#exponent = Number(exponent);
  }

  /** The bill's element; null where none is chosen. */
  get node() {
    return document.querySelector(".till-bill");
  }

  /** What is due on it, in minor units. */
  get due() {
    return Number(this.node.dataset.dueMinor);
  }

  /** So much of it may be rounded off in cash, in minor units. */
  get mayRound() {
    return Number(this.node.dataset.mayRoundMinor);
  }

  /** A sum in words. */
  sum(minor) {
    return `${minor < 0 ? "-" : ""}${this.#symbol}${told(Math.abs(minor), this.#exponent)}`;
  }

  /** A sum as it is typed. */
  typed(minor) {
    return typed(minor, this.#exponent);
  }

  /** What was typed in minor units; NaN for no sum. */
  minor(text) {
    return toMinor(text, this.#exponent);
  }

  /** Do a deed of the bill. */
  do(path, body) {
    return this.live.ask(`/bills/${encodeURIComponent(this.bill)}/${path}`, body, `bill ${this.bill}`);
  }

  /** Do a deed of a line; a refusal stands at that line. */
  doLine(path, line, body) {
    return this.live.ask(`/lines/${encodeURIComponent(line)}/${path}`, body, `line ${line}`);
  }

  /** How far a line is that is not served; "" where it is, or is gone. */
  stateOf(line) {
    const there = Array.from(document.querySelectorAll("[data-unserved]")).find(({ dataset }) => dataset.unserved === line);
    return there ? there.dataset.dishState : "";
  }

  /** Say what was done. */
  report(...texts) {
    const text = texts.filter(Boolean).join(" · ");
    find("said").hidden = text === "";
    find("said").textContent = text;
  }

  /** The lines that are not voided. */
  lines() {
    return Array.from(document.querySelectorAll(".bill-line")).filter((each) => each.dataset.state !== "voided");
  }

  /** The lines that are ticked. */
  ticked() {
    return this.lines().filter((each) => this.#ticked.has(each.dataset.line));
  }

  tick(line, on) {
    if (on) this.#ticked.add(line);
    else this.#ticked.delete(line);
  }

  untick() {
    this.#ticked.clear();
    this.restore();
  }

  /** The bill was exchanged: what was ticked is ticked. */
  restore() {
    for (const box of document.querySelectorAll("[data-pick]")) box.checked = this.#ticked.has(box.dataset.pick) && !box.disabled;
  }

  /** Go to the next line, or the one before. */
  step(by) {
    const boxes = Array.from(document.querySelectorAll("[data-pick]:not([disabled])"));
    const at = boxes.indexOf(document.activeElement);
    const next = boxes[at < 0 ? 0 : Math.max(0, Math.min(boxes.length - 1, at + by))];
    if (next) next.focus();
  }
}

/** What a line is, in words. */
export function whatOf(line) {
  return line.querySelector(".bill-dish").textContent.trim().replace(/\s+/g, " ");
}

/** Items of a list, each a text. */
export function listed(texts) {
  return texts.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });
}

/** Ask by a form until `read(answer)` gives what to do, not why it will not do as a text. Null where it was left. */
export async function asking(dialog, field, read) {
  say(dialog, "");
  while (true) {
    const answered = asked(dialog);
    const first = field();
    first.focus();
    if (first.select) first.select();
    const answer = await answered;
    if (answer === "") return null;
    const told = read(answer);
    if (typeof told !== "string") return told;
    say(dialog, told);
  }
}

/** What a line says that a person decides by: what it is, what it costs, whether it was begun, is free, or paid back. */
function stampOf(line) {
  const { begun, priceMinor, toWeigh } = line.dataset;
  return [whatOf(line), begun, priceMinor, toWeigh, ...Array.from(line.querySelectorAll(".bill-free"), (each) => each.textContent)].join("|");
}

/**
 * Ask about some lines. Who answers has decided by what they said when it was asked: where one of them says something
 * else by then, or is not on the bill any more, nothing is done, and it is said why.
 */
export async function askingAbout(till, lines, dialog, field, read) {
  const seen = lines.map((line) => [line.dataset.line, stampOf(line)]);
  const now = () => new Map(till.lines().map((line) => [line.dataset.line, stampOf(line)]));
  const isAsSeen = () => seen.every(([line, stamp]) => now().get(line) === stamp);
  const body = await asking(dialog, field, (answer) => (isAsSeen() ? read(answer) : { changed: true }));
  if (!body || !body.changed) return body;
  till.live.tell(`bill ${till.bill}`, { refused: { title: till.words.say("changed_meanwhile") } });
  return null;
}

/** Show the fields of these names, and none of the others. */
export function showFields(dialog, names) {
  for (const field of dialog.querySelectorAll("[data-field]")) field.hidden = !names.includes(field.dataset.field);
}
