// The numbered cells of the wall. A cell never moves; what stands in it is changed only where it differs.

import { pagesOf } from "../lib/slot-pages.js";
import { word } from "../lib/words.js";

export class Grid {
  /** The page that is shown, from 0: the slots. */
  page = 0;
  #root;
  #board;
  #cells = [];
  #pages = [[]];

  constructor(root, board) {
    this.#root = root;
    this.#board = board;
  }

  /** How many pages there are. */
  get pages() {
    return this.#pages.length;
  }

  /** What each cell shows: {place, number, ticket, label, version, node} in the order of the cells; ticket "" for none. */
  standing() {
    return this.#cells.map((cell) => cell.stands);
  }

  /** The element of a cell. */
  cell(place) {
    return this.#cells[place] && this.#cells[place].element;
  }

  /** The place of an element within a cell; -1 outside. */
  placeOf(element) {
    const found = element.closest(".cell");
    return found ? Number(found.dataset.place) : -1;
  }

  /** The first place in which a ticket stands on this page; -1 where it does not. */
  placeOfTicket(ticket) {
    return this.#cells.findIndex((cell) => cell.stands.ticket === ticket && ticket !== "");
  }

  /** Show another page; out of range is the nearest. */
  turn(page) {
    this.page = page;
    this.paint();
  }

  /** Bring the cells up to date with the board. */
  paint() {
    const { size, cells, queue } = this.#board;
    if (this.#cells.length !== size) this.#build();
    this.#pages = pagesOf(cells, queue, size, (ticket) => this.#board.ticket(ticket).parts.length);
    this.page = Math.min(Math.max(this.page, 0), this.#pages.length - 1);
    const page = this.#pages[this.page];
    const changed = this.#cells.filter((cell, place) => this.#fill(cell, place, page[place]));
    sayClipped(changed);
  }

  /** Look again at what does not fit: the window has another size. */
  measure() {
    sayClipped(this.#cells);
  }

  #build() {
    const { columns, rows, size } = this.#board;
    this.#root.style.setProperty("--columns", columns);
    this.#root.style.setProperty("--rows", rows);
    this.#cells = Array.from({ length: size }, (_, place) => build(place));
    this.#root.replaceChildren(...this.#cells.map((cell) => cell.element));
  }

  /** Whether the cell shows something else than before. */
  #fill(cell, place, wanted) {
    const number = this.page * this.#board.size + place + 1;
    if (cell.stands.number !== number) cell.number.textContent = String(number);
    const ticket = wanted ? this.#board.ticket(wanted.ticket) : null;
    const node = (ticket && ticket.parts[wanted.part]) || null;
    const before = cell.stands.node;
    cell.stands = {
      place, number, node, ticket: ticket ? ticket.ticket : "", label: ticket ? ticket.label : "",
      version: ticket ? ticket.version : 0,
    };
    if (before === node) return false;
    if (before && before.parentElement === cell.element) before.remove();
    if (node) cell.number.after(node);
    cell.element.classList.toggle("is-free", !node);
    return true;
  }
}

function build(place) {
  const element = document.createElement("div");
  element.className = "cell is-free";
  element.dataset.place = String(place);
  const [number, more, said] = [["b", "cell-number"], ["p", "cell-more"], ["p", "cell-said"]].map(([tag, name]) => {
    const made = document.createElement(tag);
    made.className = name;
    element.append(made);
    return made;
  });
  said.setAttribute("role", "status");
  return { element, number, more, said, stands: { place, number: 0, ticket: "", label: "", version: 0, node: null } };
}

/** Say in each of these cells how many lines its edge cuts off. First everything is read, then written. */
function sayClipped(cells) {
  const hidden = cells.map((cell) => (cell.stands.node ? clipped(cell.stands.node) : 0));
  cells.forEach((cell, index) => {
    const text = hidden[index] ? word("more", { n: hidden[index] }) : "";
    if (cell.more.textContent !== text) cell.more.textContent = text;
  });
}

function clipped(node) {
  const list = node.querySelector(".lines");
  if (!list || list.scrollHeight <= list.clientHeight + 1) return 0;
  const edge = list.getBoundingClientRect().bottom + 2;
  const said = list.querySelector(".part-more");
  const below = Array.from(list.children).filter((line) => line !== said && line.getBoundingClientRect().bottom > edge);
  // What the server left out is counted too where its own count is cut off.
  return below.length + (said && said.getBoundingClientRect().bottom > edge ? Number(said.dataset.more) : 0);
}
