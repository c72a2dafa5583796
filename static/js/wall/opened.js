// A chosen ticket that has no room for all of itself is opened over the board, beside its slot.
//
// It is pressed like what stands in that slot. What it covers is still meant by who decided before it was there, and
// who decided while it was there means it, for as long as a person needs (law 6).

import { REACTION_MS } from "../lib/paint-history.js";

/** So many columns of slots of the board. */
const WIDE = 3;

export class Opened {
  /** The article that is shown; null for none. */
  node = null;
  #root;
  #layout;
  #element = null;
  #shown = "";

  constructor(root, layout) {
    this.#root = root;
    this.#layout = layout;
  }

  /** Open a ticket of the board that was chosen at a slot, on the right where it `isLeft`; null closes it. */
  show(ticket, slot, isLeft, columns) {
    const wanted = ticket ? `${ticket.ticket} ${ticket.version} ${slot} ${this.#root.clientWidth}` : "";
    if (wanted === this.#shown) return;
    const same = ticket && this.#shown.startsWith(`${ticket.ticket} `);
    this.#shown = wanted;
    if (this.#element) close(this.#element, same);
    this.#element = null;
    this.node = null;
    if (!ticket) return;
    const { node, width } = this.#layout.whole(ticket, Math.min(WIDE, columns));
    this.node = node;
    node.classList.add("is-selected");
    this.#element = document.createElement("div");
    this.#element.className = `slot opened${isLeft ? " is-right" : ""}`;
    this.#element.dataset.slot = String(slot);
    this.#element.dataset.ticket = ticket.ticket;
    this.#element.style.width = `${width}px`;
    this.#element.append(node);
    this.#root.append(this.#element);
    if (!same) untouched(this.#element);
  }
}

function untouched(element) {
  element.classList.add("is-untouched");
  setTimeout(() => element.classList.remove("is-untouched"), REACTION_MS);
}

function close(element, atOnce) {
  element.classList.add("is-closing");
  setTimeout(() => element.remove(), atOnce ? 0 : REACTION_MS);
}
