// What the server last sent: which ticket stands in which slot, which wait, and the articles they are drawn by.

import { momentsOf } from "../lib/ages.js";
import { arrivedOf, newsOf, standingOf } from "./group-news.js";

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
  /** Those to cook first, in order. */
  next = [];
  allDay = "";
  /** The mark of what the screen leaves out. */
  leftOut = "";
  #tickets = new Map();

  /** How many slots a page has. */
  get size() {
    return this.columns * this.rows;
  }

  /** How many tickets are open. */
  get count() {
    return this.behind + new Set(Array.from(this.#tickets.values()).flatMap(({ members }) => members.map(({ ticket }) => ticket))).size;
  }

  /** Those without a slot, under the names by which the strip has them. */
  get waiting() {
    return this.queue.map((id) => this.ticket(id)).map((each) => (each.strip === each.label ? each : { ...each, label: each.strip }));
  }

  /** Under which id a ticket stands here: its own, or that of the group with its lines; "" for none. */
  placeOf(ticket) {
    if (this.#tickets.has(ticket)) return ticket;
    const found = Array.from(this.#tickets.values()).find(({ members }) => members.some((each) => each.ticket === ticket));
    return found ? found.ticket : "";
  }

  /** Of how many only the table is known. */
  get behind() {
    return this.more.reduce((sum, [, count]) => sum + count, 0);
  }

  /**
   * The ticket, or the group of lines of several, {ticket, members, strip, label, look, node, lines, wants, html, version, base, rushed, rushes, held, voids, unseenSeq, since,
   * soonAt, lateAt, criticalAt, newsAt, news}; `members` are its tickets {ticket, unseenSeq, lines}, of a ticket itself; with how many `lines` it has and how many slots it `wants`; `newsAt` is
   * when there was last `news` of it, "arrived" or "changed", by performance.now(); tickets of one `look` are laid out alike. It has to be seen anew, as if it
   * had just come, where its `unseenSeq` is another than before.
   */
  ticket(id) {
    return this.#tickets.get(id);
  }

  /** Which picture of a ticket this is; 0 where it is not here. */
  versionOf(id) {
    const known = this.#tickets.get(this.placeOf(id));
    return known ? known.version : 0;
  }

  /** The last event that made one of the tickets something to be seen; 0 where none is open. */
  get newest() {
    return Array.from(this.#tickets.values()).reduce((last, each) => Math.max(last, each.unseenSeq), 0);
  }

  tickets() {
    return this.#tickets.values();
  }

  /**
   * Follow a board message. Returns what is new: {complete, arrived, rushed, voided, said}; not `complete` where tickets
   * are missed that should be there, and only a new start helps. `said` are [what, label]: "new", "more", "rush", "void".
   */
  apply(message) {
    const left = message.left || [];
    const said = left.map(({ label }) => ["void", label]);
    const news = { complete: true, arrived: false, rushed: false, voided: left.length > 0, said };
    const before = standingOf(this.#tickets.values());
    for (const id of Object.keys(message.tickets)) this.#put(id, message.tickets[id], news, before);
    const wanted = new Set(message.slots.concat(message.queue));
    wanted.delete("");
    for (const id of this.#tickets.keys()) if (!wanted.has(id)) this.#tickets.delete(id);
    for (const id of wanted) if (!this.#tickets.has(id)) news.complete = false;
    if (!news.complete) return news;
    said.push(...arrivedOf(before, standingOf(this.#tickets.values())));
    this.columns = message.grid.columns;
    this.rows = message.grid.rows;
    this.slots = message.slots;
    this.queue = message.queue;
    this.more = message.more;
    this.next = message.next || [];
    if (typeof message.all_day === "string") this.allDay = message.all_day;
    if (typeof message.left_out === "string") this.leftOut = message.left_out;
    this.seq = message.seq;
    return news;
  }

  /** The board as a message that `apply` understands. */
  message() {
    const tickets = {};
    for (const each of this.#tickets.values()) tickets[each.ticket] = each.html;
    const { seq, slots, queue, more, next, columns, rows, allDay, leftOut } = this;
    return { seq, grid: { columns, rows }, slots, queue, more, next, tickets, all_day: allDay, left_out: leftOut };
  }

  /** `standing` is how all that is in groups stood before. */
  #put(id, html, news, standing) {
    const before = this.#tickets.get(id);
    if (before && before.html === html) return;
    const after = read(id, html, before ? before.version + 1 : 1);
    this.#tickets.set(id, after);
    const { arrived, rushed, voided, said } = after.node.dataset.members ? newsOf(after, standing) : newsOfTicket(after, before);
    news.arrived = news.arrived || arrived;
    news.rushed = news.rushed || rushed;
    news.voided = news.voided || voided;
    news.said.push(...said);
    const isNews = this.seq >= 0 && (arrived || rushed || voided);
    after.newsAt = isNews ? performance.now() : before ? before.newsAt : -Infinity;
    after.news = isNews ? (arrived ? "arrived" : "changed") : before ? before.news : "";
  }
}

/** The board that the page was rendered with, as a message; null where it has none. `seq` is its last event. */
export function firstBoard(seq, root, queue, column, leftOut) {
  const { columns, rows, slots } = root.dataset;
  if (!columns || !queue) return null;
  const tickets = {};
  for (const node of [...root.querySelectorAll("article"), ...queue.querySelectorAll("article")]) {
    const id = node.dataset.ticket;
    tickets[id] = node.outerHTML;
  }
  queue.remove();
  return {
    seq,
    grid: { columns: Number(columns), rows: Number(rows) },
    slots: split(slots).map((each) => (each === "-" ? "" : each)),
    queue: split(root.dataset.queue),
    more: JSON.parse(root.dataset.more),
    next: split(root.dataset.next),
    tickets,
    all_day: column.innerHTML,
    left_out: leftOut.innerHTML,
  };
}

function split(ids) {
  return (ids || "").split(" ").filter(Boolean);
}

/** What makes no difference to how a ticket is laid out: whose it is, and since when. */
const OF_ONE = / data-[a-z-]+="[^"]*"/g;

/** 53 bits of a text: two looks are taken for one in a thousand years. */
function hash(text) {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
    low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
  }
  return ((high ^ (low >>> 16)) >>> 0).toString(36) + ((low ^ (high >>> 13)) >>> 0).toString(36);
}

function read(ticket, html, version) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const node = template.content.firstElementChild;
  const { label, strip, since, state, base, rushed, rushes, round, unseenSeq } = node.dataset;
  return {
    ticket, html, version, node, label,
    strip: strip || label,
    members: membersOf(ticket, node),
    look: hash(html.replace(OF_ONE, "")),
    lines: node.querySelectorAll(".line").length,
    wants: Number(node.dataset.slots) || 1,
    held: state === "held",
    base: base === "1",
    rushed: rushed === "1",
    rushes: Number(rushes),
    round: Number(round),
    unseenSeq: Number(unseenSeq),
    voids: node.querySelectorAll(".line.is-voided").length,
    since: Number(since),
    ...momentsOf(node.dataset),
  };
}

/** What is new of a ticket: {arrived, rushed, voided, said}. */
function newsOfTicket(after, before) {
  const rushed = before !== undefined && after.rushes > before.rushes;
  const voided = before !== undefined && after.voids > before.voids;
  const said = [!before && !after.held && (after.round > 1 ? "more" : "new"), rushed && "rush", voided && "void"];
  return {
    arrived: !before || after.unseenSeq > before.unseenSeq,
    rushed,
    voided,
    said: said.filter(Boolean).map((what) => [what, after.label]),
  };
}

/** The tickets {ticket, unseenSeq, lines} of a group, which names them; else the one. */
function membersOf(ticket, node) {
  const { members, unseenSeq } = node.dataset;
  if (!members) {
    const lines = Array.from(node.querySelectorAll(".line[data-line]"), (line) => line.dataset.line);
    return [{ ticket, unseenSeq: Number(unseenSeq), lines }];
  }
  return split(members).map((each) => {
    const [id, seq, lines] = each.split(":");
    return { ticket: id, unseenSeq: Number(seq), lines: lines.split(",") };
  });
}
