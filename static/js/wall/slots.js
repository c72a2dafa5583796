// The numbered slots of the wall. A slot never moves; what stands in it is changed only where it differs.
//
// A `slot` is counted from 1 on the page that is shown, 0 is none; its `number`, which is written in it, goes on from
// page to page. A ticket that has several slots is of the first of them; the others are not to be seen meanwhile.

import { Fitting } from "../lib/fitting.js";
import { Flow } from "./flow.js";
import { Layout } from "./layout.js";
import { Opened } from "./opened.js";
import { paintedLines } from "./painted-lines.js";

/** What is new is framed so long. */
const NEWS_MS = 5000;

export class Slots {
  /** The page that is shown, from 0: the first. */
  page = 0;
  /** Called when a ticket was chosen or let go, once that is painted. */
  onChosen = () => {};
  #chosen = "";
  #opened;
  /** For how many columns the board was built. */
  #fits = 0;
  #root;
  #board;
  #layout;
  #words;
  #flows;
  #grouped;
  #markTimer = 0;
  #idle = 0;
  #slots = [];
  #pages = [[]];

  /** `layout` is "columns" for tickets that stand one below the other, and have their numbers by the order of coming. */
  constructor(root, board, words, layout) {
    this.#root = root;
    this.#board = board;
    this.#words = words;
    const fitting = new Fitting(root.parentElement);
    this.#flows = layout === "columns";
    this.#grouped = ["dishes", "tables"].includes(layout) ? layout : "";
    this.#layout = this.#flows ? new Flow(board, fitting, words, root.parentElement) : new Layout(board, fitting, words);
    root.classList.toggle("is-flow", this.#flows);
    this.#opened = new Opened(root, this.#layout);
  }

  /** Whether what stands here are groups of lines, by dish or by table. */
  get isGrouped() {
    return this.#grouped !== "";
  }

  /** Whether a group is a dish. */
  get isByDish() {
    return this.#grouped === "dishes";
  }

  /** How many pages there are. */
  get pages() {
    return this.#pages.length;
  }

  /** What each slot shows: {slot, number, ticket, label, version, node} in the order of the slots; ticket "" for none. */
  standing() {
    return this.#slots.map((each) => each.stands);
  }

  /** The same, each with the `lines` that can be read of its ticket, there or where it is opened. */
  read() {
    const { node: opened } = this.#opened;
    return this.standing().map((each) => {
      const isOpened = opened && each.node && opened.dataset.ticket === each.ticket;
      return { ...each, lines: paintedLines(each.node).concat(isOpened ? paintedLines(opened) : []) };
    });
  }

  /** The ids of all lines that can be read. */
  painted() {
    return new Set(this.read().flatMap(({ lines }) => lines.map((each) => each.replace("!", ""))));
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

  /** The [article, ticket] of all that is shown; one that is opened is there twice. */
  articles() {
    const { node } = this.#opened;
    const shown = this.#slots.map((each) => each.stands).filter((each) => each.node).map((each) => [each.node, each.ticket]);
    const all = node ? shown.concat([[node, node.dataset.ticket]]) : shown;
    return all.map(([article, ticket]) => [article, this.#board.ticket(ticket)]);
  }

  /** Open a ticket, "" for none: whole, with what can be done with it. */
  choose(ticket) {
    if (ticket === this.#chosen) return;
    this.#chosen = ticket;
    if (!this.#slots.length) return;
    this.paint();
    this.onChosen();
  }

  /** Show another page; out of range is the nearest. */
  turn(page) {
    this.page = page;
    this.paint();
  }

  /** Bring the slots up to date with the board. */
  paint() {
    if (this.#flows ? !this.#slots.length || this.#fits !== this.#board.columns : this.#slots.length !== this.#board.size) this.#build();
    this.#pages = this.#layout.pages();
    this.page = Math.min(Math.max(this.page, 0), this.#pages.length - 1);
    const pieces = this.#pages[this.page];
    for (let slot = this.#slots.length; this.#flows && slot < pieces.length; slot += 1) this.#add(slot + 1);
    const shown = new Set();
    this.#slots.forEach((each, index) => shown.add(this.#fill(each, pieces.find((piece) => piece.slot === index))));
    this.#layout.keep(shown);
    const covered = this.#flows ? null : coveredBy(pieces, this.#board.columns);
    this.#slots.forEach((each, index) => { each.element.hidden = covered ? covered.has(index) : index >= pieces.length; });
    const slot = this.slotOfTicket(this.#chosen);
    const isOpened = slot > 0 && !this.#slots[slot - 1].isOpen;
    this.#opened.show(isOpened ? this.#board.ticket(this.#chosen) : null, slot, this.#isLeft(slot), this.#board.columns);
    this.mark();
    this.#lookAhead();
  }

  /** While there is nothing else to do. */
  #lookAhead() {
    if (this.#flows || this.#idle) return;
    this.#idle = window.requestIdleCallback(() => {
      this.#idle = 0;
      if (this.#layout.ahead()) this.#lookAhead();
    });
  }

  /** Mark those to cook next, in the server's order, and what is new: some seconds long. */
  mark() {
    const now = performance.now();
    let again = Infinity;
    for (const each of this.#slots) {
      const { ticket, node } = each.stands;
      const rank = this.#board.next.indexOf(ticket) + 1;
      setRank(each.rank, rank, this.#words);
      const known = this.#board.ticket(ticket);
      if (!node || !known) continue; // it has left, and is taken away with the next frame
      const { newsAt, news } = known;
      const left = newsAt + NEWS_MS - now;
      node.classList.toggle("is-new", left > 0 && news === "arrived");
      node.classList.toggle("is-changed", left > 0 && news === "changed");
      if (left > 0) again = Math.min(again, left);
    }
    clearTimeout(this.#markTimer);
    if (again < Infinity) this.#markTimer = setTimeout(() => this.mark(), again + 20);
  }

  /** Fit everything again: the window has another size. */
  measure() {
    if (!this.#slots.length) return;
    this.#layout.measure(this.#root);
    this.paint();
  }

  /** Whether a slot is in the left half of the board. */
  #isLeft(slot) {
    const { box } = slot ? this.#slots[slot - 1].stands : {};
    const { columns } = this.#board;
    return box ? box.left + box.width / 2 < this.#root.clientWidth / 2 : (slot - 1) % columns < columns / 2;
  }

  #add(slot) {
    this.#slots.push(build(slot));
    this.#root.append(this.#slots[slot - 1].element);
  }

  #build() {
    const { columns, rows, size } = this.#board;
    this.#fits = columns;
    this.#root.style.setProperty("--columns", columns);
    this.#root.style.setProperty("--rows", rows);
    this.#slots = Array.from({ length: size }, (_, index) => build(index + 1));
    this.#root.replaceChildren(...this.#slots.map((each) => each.element));
    this.#layout.measure(this.#root);
  }

  /** Show a piece in a slot, or nothing; returns its article. */
  #fill(each, piece) {
    const { slot, node: before } = each.stands;
    const { columns, size } = this.#board;
    const flows = this.#flows ? { place: 0, shown: 0, ...piece } : null;
    const number = flows ? flows.place : this.page * size + slot;
    const said = String(flows ? flows.shown : number);
    if (each.number.textContent !== said) each.number.textContent = said;
    const ticket = piece ? this.#board.ticket(piece.ticket) : { ticket: "", label: "" };
    const drawn = piece ? this.#layout.node(piece, piece.ticket === this.#chosen) : { node: null, version: 0 };
    const { node, version } = drawn;
    each.isOpen = drawn.isOpen === true;
    each.stands = { slot, number, node, version, ticket: ticket.ticket, label: ticket.label, box: piece && piece.box };
    if (this.#flows) put(each, piece);
    else putIn(each, piece, columns);
    if (before !== node) {
      if (before && before.parentElement === each.element) before.remove();
      if (node) each.element.prepend(node);
      each.element.classList.toggle("is-free", !node);
    }
    return node;
  }
}

/** In the cells of the grid. */
function putIn(each, piece, columns) {
  const { slot } = each.stands;
  const [row, column] = [Math.floor((slot - 1) / columns) + 1, ((slot - 1) % columns) + 1];
  const area = `${row} / ${column} / span ${piece ? piece.high : 1} / span ${piece ? piece.wide : 1}`;
  if (each.area !== area) each.area = each.element.style.gridArea = area;
}

/** Where a column has room for it; below the last one where there is but one. */
function put(each, piece) {
  const { box } = piece || {};
  const area = box ? `${box.left} ${box.top} ${box.width} ${box.height}` : "";
  if (each.area === area) return;
  each.area = area;
  const { style } = each.element;
  for (const side of ["left", "top", "width", "height"]) style[side] = box ? `${box[side]}px` : "";
}

function coveredBy(pieces, columns) {
  const covered = new Set();
  for (const { slot, wide, high } of pieces) {
    for (let at = 0; at < wide * high; at += 1) covered.add(slot + Math.floor(at / wide) * columns + (at % wide));
    covered.delete(slot);
  }
  return covered;
}

function setRank(element, rank, words) {
  if (element.dataset.rank === String(rank)) return;
  element.dataset.rank = String(rank);
  element.innerHTML = "";
  if (!rank) return;
  if (rank === 1) element.append(Object.assign(document.createElement("small"), { textContent: words.say("next") }));
  element.append(String(rank));
}

function build(slot) {
  const element = document.createElement("div");
  element.className = "slot is-free";
  element.dataset.slot = String(slot);
  const [number, rank, message] = [["b", "slot-number"], ["b", "slot-rank"], ["p", "slot-message"]].map(([tag, name]) => {
    const made = document.createElement(tag);
    made.className = name;
    element.append(made);
    return made;
  });
  message.setAttribute("role", "status");
  return { element, number, rank, area: "", stands: { slot, number: 0, ticket: "", label: "", version: 0, node: null } };
}
