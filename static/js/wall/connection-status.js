// What the wall says of its connection: live, or since when what it shows is no longer sure.

import { TOO_MANY } from "../lib/live-socket.js";

export class ConnectionStatus {
  #socket;
  #presses;
  #clock;
  #words;
  #elements;
  #lostAt = 0;
  #refusal = "no_right";
  /** The server's time when it was last heard: at first, when the page was made. */
  heardAt;

  /** `elements` are {body, box, text}: the class "is-stale", the status and its words. */
  constructor(socket, presses, clock, words, elements, heardAt) {
    this.#socket = socket;
    this.#presses = presses;
    this.#clock = clock;
    this.#words = words;
    this.#elements = elements;
    this.heardAt = heardAt;
  }

  /** Something came from the server. */
  heard() {
    this.heardAt = this.#clock.now();
  }

  /** What is shown was true then, and the server has not been heard since. */
  lostSince(at) {
    this.#lostAt = this.heardAt = at;
  }

  /** The socket's status has changed. */
  changed(status, code) {
    this.#refusal = code === TOO_MANY ? "too_many" : "no_right";
    if (status === "live") this.#lostAt = 0;
    else if (!this.#lostAt) this.#lostAt = this.heardAt;
    this.paint();
  }

  paint() {
    const { status } = this.#socket;
    const { body, box, text } = this.#elements;
    const stale = status === "stale" || status === "refused" || (status === "connecting" && this.#lostAt > 0);
    const shown = stale && status !== "refused" ? "stale" : status;
    if (box.dataset.state !== shown) box.dataset.state = shown;
    if (body.classList.contains("is-stale") !== stale) body.classList.toggle("is-stale", stale);
    const said = this.#said(shown) + (status === "live" ? "" : this.#waiting());
    if (text.textContent !== said) text.textContent = said;
  }

  #said(shown) {
    if (shown === "stale") return this.#words.say("stale", { time: this.#clock.timeOfDay(this.#lostAt, true) });
    return this.#words.say(shown === "refused" ? this.#refusal : shown);
  }

  #waiting() {
    const { waiting } = this.#presses;
    return waiting ? ` · ${this.#words.say("waiting_count", { n: waiting })}` : "";
  }
}
