// What the wall says of its connection: live, or since when what it shows is no longer sure.

import * as clock from "../lib/clock.js";
import { word } from "../lib/words.js";

const TOO_MANY = 4029;
const box = document.getElementById("link");
const face = document.getElementById("link-word");

export class State {
  #link;
  #presses;
  #lostAt = 0;
  #refusal = "no_right";
  /** The server's time when it was last heard; 0 before. */
  heardAt = Number(document.body.dataset.now);

  constructor(link, presses) {
    this.#link = link;
    this.#presses = presses;
  }

  /** Something came from the server. */
  heard() {
    this.heardAt = clock.now();
  }

  /** What is shown was true then, and the server has not been heard since. */
  since(at) {
    this.#lostAt = this.heardAt = at;
  }

  /** The link is in another state. */
  changed(state, code) {
    this.#refusal = code === TOO_MANY ? "too_many" : "no_right";
    if (state === "live") this.#lostAt = 0;
    else if (!this.#lostAt) this.#lostAt = this.heardAt;
    this.paint();
  }

  paint() {
    const { state } = this.#link;
    const stale = state === "stale" || state === "refused" || (state === "connecting" && this.#lostAt > 0);
    const shown = stale && state !== "refused" ? "stale" : state;
    if (box.dataset.state !== shown) box.dataset.state = shown;
    if (document.body.classList.contains("is-stale") !== stale) document.body.classList.toggle("is-stale", stale);
    const waits = this.#presses.waiting && state !== "live" ? ` · ${word("waiting_count", { n: this.#presses.waiting })}` : "";
    const text = this.#text(shown) + waits;
    if (face.textContent !== text) face.textContent = text;
  }

  #text(shown) {
    if (shown === "stale") return word("stale", { time: clock.timeOfDay(this.#lostAt, true) });
    return word(shown === "refused" ? this.#refusal : shown);
  }
}
