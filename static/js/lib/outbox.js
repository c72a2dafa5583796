// Presses on their way: each has an id of its own, is kept over a reload, and is sent until it is answered.

import * as clock from "./clock.js";

const PREFIX = `kds.press.${document.body.dataset.screen}.`;
export const MOST = 200;
const DAY_MS = 86400000;

export class Outbox {
  #send;
  #waiting;

  /** `send(message)` says whether a message has gone out. */
  constructor(send) {
    this.#send = send;
    this.#waiting = load();
  }

  /** Send a press, now or when the server is back. Null where the same waits already, undefined where too many do. */
  add(kind, ticket, lines, label) {
    const same = (each) => each.kind === kind && each.ticket === ticket && each.lines.join() === lines.join();
    if (this.#waiting.some(same)) return null;
    if (this.#waiting.length >= MOST) return undefined;
    const press = { press: newId(), kind, ticket, lines, label, at: clock.now() };
    this.#waiting.push(press);
    keep(press);
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
    window.localStorage.removeItem(PREFIX + press.press);
    return press;
  }

  get waiting() {
    return this.#waiting;
  }

  #post(press) {
    if (!this.#waiting.includes(press)) return;
    const { press: id, kind, ticket, lines } = press;
    const age = Math.max(0, Math.round(clock.now() - press.at));
    this.#send({ press: id, kind, ticket, lines, age_ms: Math.min(age, DAY_MS) });
  }
}

/** One entry for each press: two pages of a wall on one device do not overwrite each other's. */
function keep(press) {
  try {
    window.localStorage.setItem(PREFIX + press.press, JSON.stringify(press));
  } catch (full) {
    // Without storage a press still lives as long as the page does.
  }
}

function load() {
  const found = [];
  for (let n = 0; n < window.localStorage.length; n += 1) {
    const key = window.localStorage.key(n);
    if (!key.startsWith(PREFIX)) continue;
    try {
      found.push(JSON.parse(window.localStorage.getItem(key)));
    } catch (unreadable) {
      continue;
    }
  }
  return found.sort((one, other) => one.at - other.at).slice(0, MOST);
}

function newId() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
