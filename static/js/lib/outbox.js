// Presses on their way: each has an id of its own, is stored on the device, and is sent until it is answered.

import { newId } from "./ids.js";
import { loadAll, remove, save } from "./storage.js";

/** Presses that wait at once. */
export const MOST = 200;
const DAY_MS = 86400000;
const WITH_VOIDS = ["bump", "acknowledge"];

export class Outbox {
  #prefix;
  #clock;
  #send;
  #waiting;

  /** `send(message)` says whether a message has gone out. The presses of an earlier page of `screen` wait here too. */
  constructor(screen, clock, send) {
    this.#prefix = `kds.press.${screen}.`;
    this.#clock = clock;
    this.#send = send;
    this.#waiting = loadAll(this.#prefix).sort((one, other) => one.at - other.at).slice(0, MOST);
  }

  /** The presses {press, kind, ticket, lines, voids, label, at} that are not answered yet, the oldest first. */
  get waiting() {
    return this.#waiting;
  }

  /**
   * Send a press, of no ticket where that is "", now or when the server is back; `voids` are the lines that were seen
   * to be voided, `more` is the {outcome}, the {station}, or the {qty} and {tickets} that a press says. Null where the same waits already, undefined where too many
   * do.
   */
  add(kind, ticket, lines, label, voids = [], more = {}) {
    const same = (each) => (ticket || lines.length) && each.kind === kind && each.ticket === ticket && each.lines.join() === lines.join();
    if (this.#waiting.some(same)) return null;
    if (this.#waiting.length >= MOST) return undefined;
    const press = { ...more, press: newId(), kind, ticket, lines, voids, label, at: this.#clock.now() };
    this.#waiting.push(press);
    // One entry for each press: two pages of a screen on one device do not overwrite each other's. One that finds no
    // room lives as long as its page does.
    save(this.#prefix + press.press, press);
    this.#post(press);
    return press;
  }

  /** The connection is back: what was not answered goes out again, in the order in which it was pressed. */
  flush() {
    for (const press of this.#waiting) this.#post(press);
  }

  /** The server answered; returns the press that it answers, if it is one of ours and need not be sent again. */
  answered(message) {
    const press = this.#waiting.find((each) => each.press === message.press);
    if (!press) return undefined;
    if (message.outcome === "again") {
      setTimeout(() => this.#post(press), message.retry_ms);
      return undefined;
    }
    this.#waiting = this.#waiting.filter((each) => each !== press);
    remove(this.#prefix + press.press);
    return press;
  }

  #post(press) {
    if (!this.#waiting.includes(press)) return;
    const { press: id, kind, lines, outcome, station, qty, tickets } = press;
    const voids = WITH_VOIDS.includes(kind) ? press.voids : undefined;
    const ticket = press.ticket || undefined;
    const age = Math.max(0, Math.round(this.#clock.now() - press.at));
    const of = lines.length ? lines : undefined;
    this.#send({ press: id, kind, ticket, lines: of, voids, outcome, station, qty, tickets, age_ms: Math.min(age, DAY_MS) });
  }
}
