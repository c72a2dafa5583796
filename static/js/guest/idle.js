// A device that nobody has touched for a while asks whether somebody is still there, and begins anew where nobody is.

import { find, write } from "../order/dom.js";

const ASKED_S = 15;
const SECOND_MS = 1000;
const TOUCHES = ["pointerdown", "keydown", "wheel", "scroll"];

export class Idle {
  #texts;
  #asked;
  #timer = 0;
  #left = 0;

  /** `asked` is {after_ms, applies(): whether something is open that somebody may have left, over(): nobody is there}. */
  constructor(texts, asked) {
    this.#texts = texts;
    this.#asked = asked;
  }

  start() {
    for (const type of TOUCHES) document.addEventListener(type, () => this.#left || this.#wait(), { capture: true, passive: true });
    // What lies below the question is not pressed by the touch that answers it: it goes with the click, wherever that is.
    find("still").addEventListener("click", () => this.#stay());
    find("still").addEventListener("close", () => this.#left && this.#stay());
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.#asked.after_ms);
  }

  #ask() {
    if (!this.#asked.applies()) {
      this.#wait();
      return;
    }
    this.#left = ASKED_S;
    find("still").showModal();
    this.#count();
  }

  #count() {
    write(find("still-in"), this.#texts.say("still_in", { n: this.#left }));
    this.#timer = setTimeout(() => {
      this.#left -= 1;
      if (this.#left && this.#asked.applies()) this.#count();
      else if (this.#left) this.#stay();
      else this.#over();
    }, SECOND_MS);
  }

  #stay() {
    this.#left = 0;
    find("still").close();
    this.#wait();
  }

  #over() {
    this.#stay();
    this.#asked.over();
  }
}
