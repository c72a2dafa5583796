// The numbered slots of the wall. A slot never moves; what stands in it is changed only where it differs.
//
// A `slot` is counted from 1 on the page that is shown, 0 is none; its `number`, which is written in it, goes on from
// page to page.

import { slotPages } from "../lib/slot-pages.js";

export class Slots {
  /** The page that is shown, from 0: the first. */
  page = 0;
  #root;
  #board;
  #words;
  #slots = [];
  #pages = [[]];

  constructor(root, board, words) {
    this.#root = root;
    this.#board = board;
    this.#words = words;
  }

  /** How many pages there are. */
  get pages() {
    return this.#pages.length;
  }

  /** What each slot shows: {slot, number, ticket, label, version, node} in the order of the slots; ticket "" for none. */
  standing() {
    return this.#slots.map((each) => each.stands);
  }

  /** The element of a slot; undefined for none. */
  element(slot) {
    return this.#slots[slot - 1] && this.#slots[slot - 1].element;
  }

  /** The slot of an element within it; 0 outside. */
  slotOf(element) {
    const found = element.closest(".slot");
    return found ? Number(found.dataset.slot) : 0;
  }

  /** The first slot in which a ticket stands on this page; 0 where it does not. */
  slotOfTicket(ticket) {
    return this.#slots.findIndex((each) => each.stands.ticket === ticket && ticket !== "") + 1;
  }

  /** Show another page; out of range is the nearest. */
  turn(page) {
    this.page = page;
    this.paint();
  }

  /** Bring the slots up to date with the board. */
  paint() {
    const { size, slots, queue } = this.#board;
    if (this.#slots.length !== size) this.#build();
    this.#pages = slotPages(slots, queue, size, (ticket) => this.#board.ticket(ticket).parts.length);
    this.page = Math.min(Math.max(this.page, 0), this.#pages.length - 1);
    const page = this.#pages[this.page];
    this.#countClipped(this.#slots.filter((each, index) => this.#fill(each, page[index])));
  }

  /** Look again at what does not fit: the window has another size. */
  measure() {
    this.#countClipped(this.#slots);
  }

  #build() {
    const { columns, rows, size } = this.#board;
    this.#root.style.setProperty("--columns", columns);
    this.#root.style.setProperty("--rows", rows);
    this.#slots = Array.from({ length: size }, (_, index) => build(index + 1));
    this.#root.replaceChildren(...this.#slots.map((each) => each.element));
  }

  /** Whether the slot shows something else than before. */
  #fill(each, wanted) {
    const { slot, node: before } = each.stands;
    const number = this.page * this.#board.size + slot;
    if (each.stands.number !== number) each.number.textContent = String(number);
    const ticket = wanted ? this.#board.ticket(wanted.ticket) : null;
    const node = (ticket && ticket.parts[wanted.part]) || null;
    each.stands = {
      slot, number, node, ticket: ticket ? ticket.ticket : "", label: ticket ? ticket.label : "",
      version: ticket ? ticket.version : 0,
    };
    if (before === node) return false;
    if (before && before.parentElement === each.element) before.remove();
    if (node) each.number.after(node);
    each.element.classList.toggle("is-free", !node);
    return true;
  }

  /** Say in each of these slots how many lines its edge cuts off. First everything is read, then written. */
  #countClipped(slots) {
    const hidden = slots.map((each) => (each.stands.node ? clipped(each.stands.node) : 0));
    slots.forEach((each, index) => {
      const text = hidden[index] ? this.#words.say("more", { n: hidden[index] }) : "";
      if (each.more.textContent !== text) each.more.textContent = text;
    });
  }
}

function build(slot) {
  const element = document.createElement("div");
  element.className = "slot is-free";
  element.dataset.slot = String(slot);
  const [number, more, message] = [["b", "slot-number"], ["p", "slot-more"], ["p", "slot-message"]].map(([tag, name]) => {
    const made = document.createElement(tag);
    made.className = name;
    element.append(made);
    return made;
  });
  message.setAttribute("role", "status");
  return { element, number, more, stands: { slot, number: 0, ticket: "", label: "", version: 0, node: null } };
}

/** How many lines of an article its lower edge cuts off. */
function clipped(node) {
  const list = node.querySelector(".lines");
  if (!list || list.scrollHeight <= list.clientHeight + 1) return 0;
  const edge = list.getBoundingClientRect().bottom + 2;
  const more = list.querySelector(".part-more");
  const below = Array.from(list.children).filter((line) => line !== more && line.getBoundingClientRect().bottom > edge);
  // What the server left out is counted too where its own count is cut off.
  return below.length + (more && more.getBoundingClientRect().bottom > edge ? Number(more.dataset.more) : 0);
}
