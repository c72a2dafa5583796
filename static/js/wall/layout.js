// The pages of a wall: which lines of which ticket stand in which slots, in letters as large as fit.
//
// The first page has the server's slots, the others the tickets that wait. A ticket has the free slots below it too; one
// that needs more than its letters can give has those at its right, or else goes on on the next page, before all others.

import { boxesOf, placed, spread, widen } from "../lib/slot-pages.js";
import { write } from "../lib/fitting.js";
import { drawn, keyOf, number, opened } from "./pieces.js";

/** In rem: a chosen ticket with smaller letters is opened over the board. */
const OPEN_LEAST = 1.5;
/** Of the height of a phone's board: so much of it a ticket may take. */
const PHONE_SHARE = 0.6;
/** So many of those that wait are looked at before they come. */
const AHEAD = 4;

export class Layout {
  #board;
  #fitting;
  #words;
  #cell = { width: 0, height: 0, gap: 0 };
  #phone = null;
  #nodes = new Map();

  constructor(board, fitting, words) {
    this.#board = board;
    this.#fitting = fitting;
    this.#words = words;
  }

  /** A slot of the board has so many pixels. */
  measure(root) {
    const { columns, rows } = this.#board;
    const gap = parseFloat(getComputedStyle(root).columnGap) || 0;
    const { width, height } = root.getBoundingClientRect();
    // A phone has them below each other, each as wide as itself.
    this.#phone = getComputedStyle(root).display === "grid" ? null : { wide: 1, width, height: height * PHONE_SHARE };
    this.#cell = {
      gap,
      width: (width - gap * (columns - 1)) / columns,
      height: (height - gap * (rows - 1)) / rows,
    };
    this.#fitting.begin(parseFloat(getComputedStyle(root).getPropertyValue("--far")) || 1);
  }

  /** The pages, each a list of pieces {ticket, slot, wide, high, from, to, number, of}, slots counted from 0. */
  pages() {
    const { columns, rows, slots, queue } = this.#board;
    const pages = [];
    let waiting = queue.map((ticket) => ({ ticket, from: 0, wide: this.#board.ticket(ticket).wants }));
    let boxes = boxesOf(slots, columns).map((box) => ({ ...box, from: 0 }));
    for (let first = true; first || boxes.length; first = false) {
      const page = this.#cut(spread(boxes, columns, rows));
      pages.push(page.pieces);
      const next = placed(page.goOn.concat(waiting), columns, rows);
      boxes = next.boxes;
      waiting = next.rest;
    }
    number(pages);
    return pages;
  }

  /**
   * The article of a piece, in the letters that fit: {node, version, isOpen}; the same one as long as it looks the same.
   * A `chosen` one says what can be done with it below its lines; `isOpen` is false where its letters are too small then.
   */
  node(piece, chosen) {
    const ticket = this.#board.ticket(piece.ticket);
    const key = keyOf(ticket, piece);
    const box = this.#pixels(piece);
    const lines = piece.to - piece.from;
    const large = chosen && piece.of === 1 ? this.#fitting.letters(`open ${key}`, lines, () => opened(drawn(ticket, piece, this.#words)), box) : null;
    const isOpen = large !== null && large.size >= OPEN_LEAST;
    const letters = isOpen ? large : this.#fitting.letters(key, lines, () => drawn(ticket, piece, this.#words), box);
    const kept = `${ticket.ticket} ${ticket.version} ${key} ${piece.number}/${piece.of} ${piece.nextPage}`;
    const node = this.#nodes.get(kept) || drawn(ticket, piece, this.#words);
    this.#nodes.set(kept, node);
    write(node, letters);
    node.classList.toggle("is-tall", piece.high > 1);
    node.classList.toggle("is-open", isOpen);
    const shape = `${letters.size} ${letters.across} ${piece.wide}x${piece.high}`;
    return { node, version: `${ticket.version} ${piece.from}-${piece.to} ${shape}`, isOpen };
  }

  /** Look for the letters of the next one that waits, so that nobody waits for them as it comes; false where all are known. */
  ahead() {
    const { columns, queue } = this.#board;
    for (const id of queue.slice(0, AHEAD)) {
      const ticket = this.#board.ticket(id);
      const box = { ticket: id, from: 0, wide: Math.min(Math.max(ticket.wants, 1), columns), high: 1 };
      const piece = { ...box, to: this.#count(box), number: 1, of: 1 };
      const [key, pixels] = [keyOf(ticket, piece), this.#pixels(piece)];
      if (this.#fitting.knows(key, pixels)) continue;
      this.#fitting.letters(key, piece.to, () => drawn(ticket, piece, this.#words), pixels);
      return true;
    }
    return false;
  }

  /** The whole of a ticket, open, in so many columns of slots and the height of the board: {node, width}. */
  whole(ticket, wide) {
    const piece = { from: 0, to: ticket.lines, wide, high: this.#board.rows, number: 1, of: 1 };
    const draw = () => opened(drawn(ticket, piece, this.#words));
    const box = this.#pixels(piece);
    const node = draw();
    write(node, this.#fitting.letters(`open ${keyOf(ticket, piece)}`, ticket.lines, draw, box));
    node.dataset.part = "0";
    return { node, width: box.width };
  }

  /** Keep only these articles. */
  keep(nodes) {
    for (const [key, node] of this.#nodes) if (!nodes.has(node)) this.#nodes.delete(key);
  }

  /** Cut what stands on a page after the lines that fit: {pieces, goOn}. */
  #cut(boxes) {
    const { columns, rows } = this.#board;
    const goOn = [];
    const pieces = boxes.map((box) => {
      const { lines } = this.#board.ticket(box.ticket);
      let fits = this.#count(box);
      while (box.from + fits < lines && widen(box, boxes, columns, rows)) fits = this.#count(box);
      const to = box.from + fits;
      if (to < lines) goOn.push({ ticket: box.ticket, from: to, wide: Math.ceil((lines - to) / (fits / box.wide)) });
      return Object.assign(box, { to });
    });
    return { pieces, goOn };
  }

  #count(box) {
    const ticket = this.#board.ticket(box.ticket);
    const lines = ticket.lines - box.from;
    const draw = (some) => drawn(ticket, { ...box, to: box.from + some }, this.#words);
    return this.#fitting.count(keyOf(ticket, { ...box, to: ticket.lines }), lines, draw, this.#pixels(box));
  }

  #pixels({ wide, high }) {
    if (this.#phone) return this.#phone;
    const { width, height, gap } = this.#cell;
    return { wide, width: wide * width + (wide - 1) * gap, height: high * height + (high - 1) * gap };
  }
}
