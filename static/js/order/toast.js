// A word about what has just happened, which goes by itself; with a way back where there is one.

import { find, write } from "./dom.js";

const STAYS_MS = 6000;

export class Toast {
  #timer = 0;
  #way = null;

  constructor() {
    find("toast").lastElementChild.addEventListener("click", () => {
      const way = this.#way;
      this.#gone();
      if (way) way();
    });
  }

  /** Say it; `way` is {text, deed} of a button beside it. */
  say(text, way = null) {
    clearTimeout(this.#timer);
    this.#way = way && way.deed;
    const [words, pressed] = find("toast").children;
    write(words, text);
    pressed.hidden = !way;
    if (way) write(pressed, way.text);
    find("toast").hidden = false;
    this.#timer = setTimeout(() => this.#gone(), STAYS_MS);
  }

  /** What it says, and its way back, hold no more. */
  hide() {
    this.#gone();
  }

  #gone() {
    clearTimeout(this.#timer);
    find("toast").hidden = true;
    this.#way = null;
  }
}
