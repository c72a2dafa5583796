// Presses on their way: each has an id of its own, is kept over a reload, and is sent until it is answered.

import * as clock from "./clock.js";

const KEY = `kds.presses.${document.body.dataset.screen}`;
const MOST = 200;

export class Outbox {
  #send;
  #waiting;

  /** `send(message)` says whether a message has gone out. */
  constructor(send) {
    this.#send = send;
    this.#waiting = load();
  }

  /** Send a press, now or when the server is back. Null where the same press waits already, or too many do. */
  add(kind, ticket, lines, label) {
    const same = (each) => each.kind === kind && each.ticket === ticket && each.lines.join() === lines.join();
    if (this.#waiting.length >= MOST || this.#waiting.some(same)) return null;
    const press = { press: newId(), kind, ticket, lines, label, at: clock.now() };
    this.#waiting.push(press);
    this.#save();
    this.#post(press);
    return press;
  }

  /** The connection is back: what was not answered goes out again, in the order in which it was pressed. */
  flush() {
    for (const press of this.#waiting) this.#post(press);
  }

  /** The server answered; returns the press that it answers, if it is one of ours. */
  answered(message) {
    const press = this.#waiting.find((each) => each.press === message.press);
    if (!press) return undefined;
    if (message.outcome === "again") {
      setTimeout(() => this.#post(press), message.retry_ms);
      return undefined;
    }
    this.#waiting = this.#waiting.filter((each) => each !== press);
    this.#save();
    return press;
  }

  get waiting() {
    return this.#waiting;
  }

  #post(press) {
    if (!this.#waiting.includes(press)) return;
    const { press: id, kind, ticket, lines } = press;
    const age = Math.max(0, Math.round(clock.now() - press.at));
    this.#send({ press: id, kind, ticket, lines, age_ms: Math.min(age, 86400000) });
  }

  #save() {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(this.#waiting));
    } catch (full) {
      // Without storage a press still lives as long as the page does.
    }
  }
}

function load() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept : [];
  } catch (unreadable) {
    return [];
  }
}

function newId() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
