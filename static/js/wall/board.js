// What the server last sent: which ticket stands in which slot, which wait, and the articles they are drawn by.

import { momentsOf } from "../lib/ages.js";

export class Board {
  /** The last event that is known here; -1 before the first board. */
  seq = -1;
  columns = 5;
  rows = 3;
  /** A ticket's id for each slot, "" where none stands. */
  slots = [];
  /** The tickets without a slot: those to cook, in order, then those that are held. */
  queue = [];
  /** [label, count] of the tables that have tickets behind those. */
  more = [];
  allDay = "";
  #tickets = new Map();

  /** How many slots a page has. */
  get size() {
    return this.columns * this.rows;
  }

  /** How many tickets are open. */
  get count() {
    return this.more.reduce((sum, [, count]) => sum + count, this.#tickets.size);
  }

  /**
   * The ticket {ticket, label, parts, html, version, base, rushed, rushes, held, voids, unseenSeq, since, soonAt, lateAt,
   * criticalAt}. It has to be seen anew, as if it had just come, where its `unseenSeq` is another than before.
   */
  ticket(id) {
    return this.#tickets.get(id);
  }

  /** The last event that made one of the tickets something to be seen; 0 where none is open. */
  get newest() {
    return Array.from(this.#tickets.values()).reduce((last, each) => Math.max(last, each.unseenSeq), 0);
  }

  tickets() {
    return this.#tickets.values();
  }

  /**
   * Follow a board message. Returns what is new: {complete, arrived, rushed, voided}; not `complete` where tickets are
   * missed that should be there, and only a new start helps.
   */
  apply(message) {
    const news = { complete: true, arrived: false, rushed: false, voided: (message.left || []).length > 0 };
    for (const id of Object.keys(message.tickets)) this.#put(id, message.tickets[id], news);
    const wanted = new Set(message.slots.concat(message.queue));
    wanted.delete("");
    for (const id of this.#tickets.keys()) if (!wanted.has(id)) this.#tickets.delete(id);
    for (const id of wanted) if (!this.#tickets.has(id)) news.complete = false;
    if (!news.complete) return news;
    this.columns = message.grid.columns;
    this.rows = message.grid.rows;
    this.slots = message.slots;
    this.queue = message.queue;
    this.more = message.more;
    if (typeof message.all_day === "string") this.allDay = message.all_day;
    this.seq = message.seq;
    return news;
  }

  /** The board as a message that `apply` understands. */
  message() {
    const tickets = {};
    for (const each of this.#tickets.values()) tickets[each.ticket] = each.html;
    const { seq, slots, queue, more, columns, rows, allDay } = this;
    return { seq, grid: { columns, rows }, slots, queue, more, tickets, all_day: allDay };
  }

  #put(id, html, news) {
    const before = this.#tickets.get(id);
    if (before && before.html.join("") === html.join("")) return;
    const after = read(id, html, before ? before.version + 1 : 1);
    this.#tickets.set(id, after);
    if (!before || after.unseenSeq > before.unseenSeq) news.arrived = true;
    if (before) {
      news.rushed = news.rushed || after.rushes > before.rushes;
      news.voided = news.voided || after.voids > before.voids;
    }
  }
}

/** The board that the page was rendered with, as a message; null where it has none. `seq` is its last event. */
export function firstBoard(seq, root, queue, column) {
  const { columns, rows, slots } = root.dataset;
  if (!columns || !queue) return null;
  const tickets = {};
  for (const node of [...root.querySelectorAll("article"), ...queue.querySelectorAll("article")]) {
    const id = node.dataset.ticket;
    tickets[id] = (tickets[id] || []).concat(node.outerHTML);
  }
  queue.remove();
  return {
    seq,
    grid: { columns: Number(columns), rows: Number(rows) },
    slots: split(slots).map((each) => (each === "-" ? "" : each)),
    queue: split(root.dataset.queue),
    more: JSON.parse(root.dataset.more),
    tickets,
    all_day: column.innerHTML,
  };
}

function split(ids) {
  return (ids || "").split(" ").filter(Boolean);
}

function read(ticket, html, version) {
  const template = document.createElement("template");
  template.innerHTML = html.join("");
  const parts = Array.from(template.content.children);
  const { label, since, state, base, rushed, rushes, unseenSeq } = parts[0].dataset;
  return {
    ticket, html, version, parts, label,
    held: state === "held",
    base: base === "1",
    rushed: rushed === "1",
    rushes: Number(rushes),
    unseenSeq: Number(unseenSeq),
    voids: parts.reduce((sum, part) => sum + part.querySelectorAll(".line.is-voided").length, 0),
    since: Number(since),
    ...momentsOf(parts[0].dataset),
  };
}
