// What hands do to tickets: choosing one, pressing for it, and saying at the ticket what became of it.

import { ticketNode } from "./board.js";
import { slots } from "./layout.js";
import { Outbox } from "./outbox.js";
import { spoken, word } from "./words.js";

const SAY_MS = 5000;
const BOUNCE_MS = 400;
const KEPT = 20;
/** A choice that nobody follows up stops covering its neighbour. */
const CHOSEN_MS = 15000;
const mayPress = document.body.dataset.mayPress === "1";
const bar = document.getElementById("said");

export class Presses {
  #link;
  #changed;
  #outbox;
  #selected = null;
  #forgetting = 0;
  #bumped = [];
  #sayings = new Map();
  #last = { what: "", at: 0 };

  /** `changed()` is called after every painting. */
  constructor(link, changed) {
    this.#link = link;
    this.#changed = changed;
    this.#outbox = new Outbox((message) => link.send(message));
  }

  /** One deed of a hand: {deed, ticket?, line?, slot?}. */
  act(meant) {
    const { deed } = meant;
    if (deed === "slot") this.#choose(slots()[meant.slot - 1], word("no_slot", { slot: meant.slot }));
    else if (deed === "select") this.#toggle(meant.ticket);
    else if (deed === "none") this.#select(null);
    else if (deed === "next" || deed === "previous") this.#step(deed === "next" ? 1 : -1);
    else if (deed === "recall") this.#recall();
    else if (deed === "line") this.#line(meant.ticket, meant.line);
    else this.#ticket(deed, meant.ticket || this.#selected);
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
      this.#say(press.ticket, press.label, spoken(message.message));
    }
    this.paint();
  }

  /** How many presses wait for the server. */
  get waiting() {
    return this.#outbox.waiting.length;
  }

  /** Mark tickets as chosen, pressed and spoken of; after every change, for a ticket may be drawn anew. */
  paint() {
    document.querySelectorAll(".is-selected, .is-pressed").forEach((node) => node.classList.remove("is-selected", "is-pressed"));
    if (this.#selected && !ticketNode(this.#selected)) this.#selected = null;
    if (this.#selected) ticketNode(this.#selected).classList.add("is-selected");
    const said = new Map(this.#sayings);
    for (const press of this.#outbox.waiting) {
      const node = ticketNode(press.ticket);
      if (!node) continue;
      const lines = press.lines.map((line) => node.querySelector(`[data-line="${CSS.escape(line)}"]`)).filter(Boolean);
      (lines.length ? lines : [node]).forEach((part) => part.classList.add("is-pressed"));
      if (this.#link.state !== "live") said.set(press.ticket, word("waiting"));
    }
    for (const face of document.querySelectorAll(".ticket-said")) {
      const text = said.get(face.parentElement.dataset.ticket) || "";
      if (face.textContent !== text) face.textContent = text;
    }
    this.#changed();
  }

  #ticket(kind, ticket) {
    const node = ticket && ticketNode(ticket);
    if (!node || this.#bounced(kind, ticket)) return;
    const open = Array.from(node.querySelectorAll(".line.is-fired, .line.is-started"), (line) => line.dataset.line);
    this.#press(kind, ticket, [], open);
    if (kind === "bump") this.#select(null);
  }

  #line(ticket, node) {
    const line = node.dataset.line;
    if (node.classList.contains("is-voided") || this.#bounced("line", line)) return;
    const done = node.classList.contains("is-done");
    this.#press(done ? "recall" : "bump", ticket, [line], done ? [] : [line]);
  }

  #recall() {
    const last = this.#bumped.pop();
    if (last) this.#press("recall", last.ticket, last.lines, [], last.label);
    else this.#tell(word("no_recall"));
  }

  #press(kind, ticket, lines, bumped, label = "") {
    if (!mayPress) return;
    const node = ticketNode(ticket);
    const press = this.#outbox.add(kind, ticket, lines, node ? node.dataset.label : label);
    if (press && kind === "bump" && bumped.length) {
      this.#bumped.push({ press: press.press, ticket, lines: bumped, label: press.label });
      this.#bumped = this.#bumped.slice(-KEPT);
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

  #toggle(ticket) {
    this.#select(ticket === this.#selected ? null : ticket);
  }

  #choose(node, otherwise) {
    if (node) this.#select(node.dataset.ticket);
    else this.#tell(otherwise);
  }

  #step(by) {
    const shown = slots();
    if (!shown.length) return;
    const at = shown.findIndex((node) => node.dataset.ticket === this.#selected);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
    this.#select(shown[next].dataset.ticket);
  }

  #select(ticket) {
    this.#selected = ticket;
    clearTimeout(this.#forgetting);
    if (ticket) this.#forgetting = setTimeout(() => this.#select(null), CHOSEN_MS);
    this.paint();
  }

  /** At the ticket, or in the bar where the ticket has gone. */
  #say(ticket, label, text) {
    if (!ticketNode(ticket)) {
      this.#tell(label ? `${label}: ${text}` : text);
      return;
    }
    this.#sayings.set(ticket, text);
    setTimeout(() => {
      this.#sayings.delete(ticket);
      this.paint();
    }, SAY_MS);
  }

  #tell(text) {
    bar.textContent = text;
    setTimeout(() => {
      if (bar.textContent === text) bar.textContent = "";
    }, SAY_MS);
  }
}
