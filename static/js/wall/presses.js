// What hands and keys do to tickets: choosing one, pressing for it, and saying at its cell what became of it.

import { Outbox } from "../lib/outbox.js";
import { Sayings } from "./slot-messages.js";
import { spoken, word } from "../lib/words.js";

const BOUNCE_MS = 400;
const KEPT = 20;
/** A choice that nobody follows up is let go. */
const CHOSEN_MS = 15000;
const page = document.body.dataset;
const mayPress = page.mayPress === "1";
const BUMPED = `kds.bumped.${page.screen}`;

export class Presses {
  #link;
  #board;
  #grid;
  #outbox;
  #sayings;
  #selected = null;
  #forgetting = 0;
  #bumped = remembered();
  #last = { what: "", at: 0 };

  constructor(link, board, grid) {
    this.#link = link;
    this.#board = board;
    this.#grid = grid;
    this.#sayings = new Sayings(grid);
    this.#outbox = new Outbox((message) => link.send(message));
  }

  /** One deed upon what was aimed at: {deed, ticket, label, place, line} or {refused, label, place, number}. */
  act(aimed) {
    if (aimed.refused) this.#refuse(aimed);
    else if (aimed.deed === "select") this.#toggle(aimed);
    else if (aimed.deed === "line") this.#line(aimed);
    else this.#ticket(aimed.deed, aimed);
  }

  /** A deed upon the chosen ticket: "start" or "bump". */
  chosen(deed) {
    const chosen = this.#selected;
    if (!chosen) this.#sayings.bar(word("choose_first"));
    else if (this.#board.ticket(chosen.ticket)) this.#ticket(deed, chosen);
    else this.#refuse({ ...chosen, refused: "gone" });
  }

  /** Let go of the chosen ticket. */
  letGo() {
    this.#select(null);
  }

  /** Undo the last bump of this screen. */
  recall() {
    const last = this.#bumped.pop();
    this.#remember();
    if (last) this.#press("recall", { ticket: last.ticket, label: last.label, place: -1 }, last.lines, []);
    else this.#sayings.bar(word("no_recall"));
  }

  /** The connection is back. */
  flush() {
    this.#outbox.flush();
    this.paint();
  }

  /** The server answered a press. */
  answered(message) {
    const press = this.#outbox.answered(message);
    if (!press) return;
    if (message.outcome === "refused") {
      this.#bumped = this.#bumped.filter((each) => each.press !== press.press);
      this.#remember();
      const place = this.#grid.placeOfTicket(press.ticket);
      this.#say(place, press.label, message.message ? spoken(message.message) : message.reason);
    }
    this.paint();
  }

  /** How many presses wait for the server. */
  get waiting() {
    return this.#outbox.waiting.length;
  }

  /** Another page is shown. */
  turned() {
    this.#sayings.forget();
    this.#select(null);
  }

  /** Mark tickets as chosen and pressed, and say what waits; after every change. */
  paint() {
    const pressed = new Map(this.#outbox.waiting.map((press) => [press.ticket, press]));
    const cut = this.#link.state !== "live";
    const standing = new Map();
    for (const { node, ticket, place } of this.#grid.standing()) {
      if (!node) continue;
      const press = pressed.get(ticket);
      mark(node, "is-selected", this.#selected !== null && this.#selected.ticket === ticket);
      mark(node, "is-pressed", press !== undefined && !press.lines.length);
      for (const line of node.querySelectorAll(".line")) mark(line, "is-pressed", this.#lineWaits(ticket, line));
      if (press && cut && this.#grid.placeOfTicket(ticket) === place) standing.set(place, word("waiting"));
    }
    this.#sayings.paint(standing);
  }

  #lineWaits(ticket, node) {
    return this.#outbox.waiting.some((press) => press.ticket === ticket && press.lines.includes(node.dataset.line));
  }

  #refuse({ refused, label, place, number }) {
    const text = refused === "free" ? (number ? word("no_slot", { slot: number }) : "") : word(refused, { label });
    if (text) this.#say(place, "", text);
    this.#select(null);
  }

  #say(place, label, text) {
    if (place >= 0) this.#sayings.here(place, text);
    else this.#sayings.bar(label ? `${label}: ${text}` : text);
  }

  #ticket(kind, aimed) {
    if (!mayPress || this.#bounced(kind, aimed.ticket)) return;
    const open = this.#board.ticket(aimed.ticket).parts.flatMap((part) =>
      Array.from(part.querySelectorAll(".line.is-fired, .line.is-started"), (line) => line.dataset.line));
    this.#press(kind, aimed, [], kind === "bump" ? open : []);
    if (kind === "bump") this.#select(null);
  }

  #line(aimed) {
    const { parts } = this.#board.ticket(aimed.ticket);
    const node = parts.map((part) => part.querySelector(`[data-line="${CSS.escape(aimed.line)}"]`)).find(Boolean);
    if (!node || node.classList.contains("is-voided") || this.#bounced("line", aimed.line)) return;
    const done = node.classList.contains("is-done");
    this.#press(done ? "recall" : "bump", aimed, [aimed.line], done ? [] : [aimed.line]);
  }

  #press(kind, { ticket, label, place }, lines, bumped) {
    if (!mayPress) return;
    const press = this.#outbox.add(kind, ticket, lines, label);
    if (press === undefined) this.#say(place, label, word("full"));
    if (press && bumped.length) {
      this.#bumped = this.#bumped.concat({ press: press.press, ticket, lines: bumped, label }).slice(-KEPT);
      this.#remember();
    }
    this.paint();
  }

  /** A finger that trembles presses once. */
  #bounced(kind, id) {
    const what = `${kind} ${id}`;
    const bounced = what === this.#last.what && performance.now() - this.#last.at < BOUNCE_MS;
    this.#last = { what, at: performance.now() };
    return bounced;
  }

  #toggle(aimed) {
    const again = this.#selected && this.#selected.ticket === aimed.ticket && !aimed.number;
    this.#select(again ? null : aimed);
  }

  #select(aimed) {
    this.#selected = aimed;
    clearTimeout(this.#forgetting);
    if (aimed) this.#forgetting = setTimeout(() => this.#select(null), CHOSEN_MS);
    this.paint();
  }

  #remember() {
    try {
      window.localStorage.setItem(BUMPED, JSON.stringify(this.#bumped));
    } catch (full) {
      // Recalling then reaches back to the last load of the page only.
    }
  }
}

function mark(node, name, on) {
  if (node.classList.contains(name) !== on) node.classList.toggle(name, on);
}

function remembered() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(BUMPED) || "[]");
    return Array.isArray(kept) ? kept : [];
  } catch (unreadable) {
    return [];
  }
}
