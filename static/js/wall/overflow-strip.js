// What has no slot stands in the strip by table: those to cook, then, apart, those that are held. Nothing is hidden
// silently: tables that do not fit are counted.

import { worst } from "./ticket-ages.js";
import { word } from "../lib/words.js";

export class Strip {
  #root;
  #chips = [];
  #key = "";

  constructor(root) {
    this.#root = root;
    new ResizeObserver(() => this.fit()).observe(root);
  }

  /** Show these tickets, in order. */
  show(tickets) {
    const key = tickets.map((each) => `${each.ticket}${each.label}${each.held}${each.base}${each.rushed}`).join();
    if (key === this.#key) return;
    this.#key = key;
    const open = tickets.filter((each) => !each.held);
    const held = tickets.filter((each) => each.held);
    this.#chips = [];
    const parts = [...this.#group(open, "more_tickets"), ...this.#group(held, "held_tickets")];
    this.#root.replaceChildren(...parts);
    this.age();
    this.fit();
  }

  /** Colour the tables by their worst ticket. */
  age() {
    for (const chip of this.#chips) {
      const age = worst(chip.tickets);
      if (age !== chip.age) chip.age = chip.node.dataset.age = age;
    }
  }

  /** Hide and count what does not fit. */
  fit() {
    for (const chip of this.#chips) chip.node.hidden = false;
    const rest = this.#root.querySelector(".strip-rest") || this.#root.appendChild(element("span", "strip-rest", ""));
    rest.hidden = true;
    if (this.#root.scrollWidth <= this.#root.clientWidth + 1) return;
    rest.hidden = false;
    rest.textContent = word("more_tables", { n: this.#chips.reduce((sum, chip) => sum + chip.tickets.length, 0) });
    const room = this.#root.getBoundingClientRect().right - rest.offsetWidth - gap(this.#root);
    const edges = this.#chips.map((chip) => chip.node.getBoundingClientRect().right);
    const first = edges.findIndex((edge) => edge > room);
    const hidden = first < 0 ? [] : this.#chips.slice(first);
    for (const chip of hidden) chip.node.hidden = true;
    for (const head of this.#root.querySelectorAll(".strip-count")) head.hidden = head.dataset.from >= first && first >= 0;
    rest.textContent = word("more_tables", { n: hidden.reduce((sum, chip) => sum + chip.tickets.length, 0) });
  }

  /** The tickets whose table is to be read. */
  visible() {
    return this.#chips.filter((chip) => !chip.node.hidden).flatMap((chip) => chip.tickets.map((each) => each.ticket));
  }

  #group(tickets, counted) {
    if (!tickets.length) return [];
    const head = element("b", `strip-count is-${counted.split("_")[0]}`, word(counted, { n: tickets.length }));
    head.dataset.from = String(this.#chips.length);
    const byTable = new Map();
    for (const each of tickets) byTable.set(each.label, (byTable.get(each.label) || []).concat(each));
    const chips = Array.from(byTable, ([label, group]) => ({ node: chipNode(label, group), tickets: group, age: null }));
    this.#chips.push(...chips);
    return [head, ...chips.map((chip) => chip.node)];
  }
}

function chipNode(label, tickets) {
  const node = element("span", "strip-table", tickets.length > 1 ? `${label} ×${tickets.length}` : label);
  node.classList.toggle("is-base", tickets.some((each) => each.base));
  node.classList.toggle("is-rushed", tickets.some((each) => each.rushed));
  node.classList.toggle("is-held", tickets[0].held);
  return node;
}

function gap(node) {
  return parseFloat(getComputedStyle(node).columnGap) || 0;
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
