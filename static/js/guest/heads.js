// How many guests there are, asked until the house knows: what is charged a head is reckoned of it.

import { write } from "../order/dom.js";

const MOST = 99;

export class Heads {
  #page;

  constructor(page) {
    this.#page = page;
    for (const place of this.#places) {
      place.addEventListener("click", (event) => {
        const pressed = event.target.closest("[data-step]");
        if (pressed) this.#step(Number(pressed.dataset.step));
      });
    }
  }

  get #places() {
    return document.querySelectorAll("[data-heads]");
  }

  paint() {
    const { cart, knowsGuests } = this.#page;
    for (const place of this.#places) {
      place.hidden = knowsGuests;
      write(place.querySelector("output"), String(cart.settings.guests || "?"));
    }
  }

  #step(by) {
    const { cart } = this.#page;
    cart.set({ guests: Math.max(0, Math.min(MOST, cart.settings.guests + by)) });
    this.#page.paint();
  }
}
