// Tickets one below the other, in columns, in the order in which they came: each as high as what stands on it. All are
// written in the same letters, the largest with which those that have a number stand on the first page.
//
// One that does not end in its column goes on at the top of the next, with the table's name again.

import { KEPT_WHOLE, labelOf, write } from "../lib/fitting.js";
import { Layout } from "./layout.js";
import { drawn, number } from "./pieces.js";

/** In rem, on 43 inches at 3 m. Few sizes: one ticket more seldom changes the letters of all. */
const SIZES = [1.1, 1.3, 1.55, 1.85, 2.15, 2.5, 3, 3.6];
const COMFORT = 2.15;
const CEILING = 3.6;
const KEPT = 1000;

export class Flow extends Layout {
  #board;
  #words;
  #box;
  #sizes = SIZES;
  #column = { width: 0, height: 0, gap: 0, count: 1 };
  #known = new Map();
  #nodes = new Map();

  /** `parent` is an element in which tickets are drawn as on the board. */
  constructor(board, fitting, words, parent) {
    super(board, fitting, words);
    this.#board = board;
    this.#words = words;
    this.#box = document.createElement("div");
    this.#box.className = "slot is-measure is-high";
    this.#box.setAttribute("aria-hidden", "true");
    parent.append(this.#box);
  }

  measure(root) {
    super.measure(root);
    const style = getComputedStyle(root);
    const gap = parseFloat(style.columnGap) || 0;
    // A phone has one column that is turned under the finger.
    const isPhone = style.display !== "grid";
    const count = isPhone ? 1 : this.#board.columns;
    const width = (root.clientWidth - gap * (count - 1)) / count;
    this.#column = { width, height: isPhone ? Infinity : root.clientHeight, gap, count };
    const far = parseFloat(style.getPropertyValue("--far")) || 1;
    this.#sizes = SIZES.map((size) => size * far).filter((size, at) => !at || size <= Math.max(CEILING, COMFORT * far * 1.01));
    this.#known.clear();
    this.#nodes.clear();
  }

  /** The pages, each a list of pieces {ticket, place, slot, box, from, to, number, of}; `place` is the number of a ticket, 0 where it goes on. */
  pages() {
    const { slots, queue, size } = this.#board;
    const standing = slots.filter(Boolean).map((ticket, at) => ({ ticket, place: at + 1 }));
    const waiting = queue.map((ticket, at) => ({ ticket, place: size + at + 1 }));
    const letters = this.#letters(standing);
    const pages = this.#flowed(standing.concat(waiting), letters);
    for (const page of pages) page.forEach((piece, at) => Object.assign(piece, { slot: at, size: letters }));
    number(pages);
    return pages;
  }

  /** The article of a piece: {node, version, isOpen}; a chosen one is opened over the board. */
  node(piece) {
    const ticket = this.#board.ticket(piece.ticket);
    const { from, to, size, box } = piece;
    const kept = `${ticket.ticket} ${ticket.version} ${from}-${to} ${size} ${piece.number}/${piece.of} ${piece.nextPage}`;
    const node = this.#nodes.get(kept) || drawn(ticket, piece, this.#words);
    this.#nodes.set(kept, node);
    write(node, this.#measured(ticket, size).letters);
    return { node, version: `${ticket.version} ${from}-${to} ${size} ${box ? `${box.left} ${box.top}` : ""}`, isOpen: false };
  }

  keep(nodes) {
    super.keep(nodes);
    for (const [key, node] of this.#nodes) if (!nodes.has(node)) this.#nodes.delete(key);
  }

  /** The largest letters with which all of these stand on one page; the smallest where there are none. */
  #letters(standing) {
    if (this.#column.height === Infinity) return this.#sizes[Math.min(4, this.#sizes.length - 1)];
    for (let at = this.#sizes.length - 1; at > 0; at -= 1) {
      if (this.#flowed(standing, this.#sizes[at]).length === 1) return this.#sizes[at];
    }
    return this.#sizes[0];
  }

  #flowed(order, size) {
    const { width, height, gap, count } = this.#column;
    const pages = [[]];
    let [column, top] = [0, 0];
    const turn = () => {
      [column, top] = [(column + 1) % count, 0];
      if (column === 0) pages.push([]);
    };
    for (const { ticket: id, place } of order) {
      const ticket = this.#board.ticket(id);
      const measured = this.#measured(ticket, size);
      for (let from = 0; from < ticket.lines;) {
        const to = upTo(measured, from, height - top, height, top === 0);
        if (to > from) {
          const high = Math.min(heightOf(measured, from, to), height - top);
          const box = height === Infinity ? null : { left: column * (width + gap), top, width, height: high };
          pages[pages.length - 1].push({ ticket: id, place: from ? 0 : place, shown: place, from, to, box, wide: 1, high: 1 });
          top += high + gap;
          from = to;
        }
        if (from < ticket.lines) turn();
      }
    }
    return pages;
  }

  /** A ticket in these letters: {letters, lines, whole, torn}: how high each line is, and what a whole and a torn one have besides. */
  #measured(ticket, size) {
    const key = `${ticket.look} ${size}`;
    if (!this.#known.has(key)) {
      if (this.#known.size > KEPT) this.#known.clear();
      this.#known.set(key, this.#measure(ticket, size));
      this.#box.replaceChildren();
    }
    return this.#known.get(key);
  }

  #measure(ticket, size) {
    this.#box.style.width = `${this.#column.width}px`;
    const node = this.#shown(drawn(ticket, { from: 0, to: ticket.lines }, this.#words));
    const letters = { size, across: 1, broken: false, beside: false, label: labelOf(node) };
    write(node, letters);
    if (Array.from(node.querySelectorAll(KEPT_WHOLE)).some((each) => each.scrollWidth > each.clientWidth + 1)) {
      letters.broken = true;
      write(node, letters);
    }
    const lines = Array.from(node.querySelectorAll(".line"), (line) => line.getBoundingClientRect().height);
    const whole = besides(node);
    if (ticket.lines < 2) return { letters, lines, whole, torn: whole };
    // With all that a middle part says: it goes on, and has been torn.
    const part = this.#shown(drawn(ticket, { from: 1, to: 1, number: 2, of: 3 }, this.#words));
    write(part, letters);
    return { letters, lines, whole, torn: besides(part) };
  }

  #shown(node) {
    this.#box.replaceChildren(node);
    return node;
  }
}

/** How much of an article's height is not its lines'; a pixel more, for what a browser rounds up. */
function besides(node) {
  const lines = Array.from(node.querySelectorAll(".line")).reduce((sum, line) => sum + line.getBoundingClientRect().height, 0);
  return node.getBoundingClientRect().height - lines + 1;
}

function heightOf({ lines, whole, torn }, from, to) {
  return (from === 0 && to === lines.length ? whole : torn) + lines.slice(from, to).reduce((sum, each) => sum + each, 0);
}

/** Up to which line a ticket stands in this room: at least one in a `fresh` column, and else not one alone. */
function upTo(measured, from, room, height, fresh) {
  const { lines } = measured;
  let to = lines.length;
  while (to > from && heightOf(measured, from, to) > room) to -= 1;
  if (to === lines.length) return to;
  if (fresh) return Math.max(to, from + 1);
  const fitsInOne = heightOf(measured, from, lines.length) <= height;
  return to - from < 2 || (fitsInOne && lines.length - from < 4) ? from : to;
}
