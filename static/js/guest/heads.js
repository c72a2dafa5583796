// How many guests there are, asked until the house knows: what is charged a head is reckoned of it.

import { write } from "../order/dom.js";

const MOST = 99;
/** More than so many to a seat are asked about: somebody pressed too often. */
const MANY = 2;

export class Heads {
  #page;
  #own;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
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
    const { cart, knowsGuests, texts } = this.#page;
    const { guests } = cart.settings;
    const { seats } = this.#own.said || {};
    const isMany = Boolean(seats) && guests > MANY * seats;
    for (const place of this.#places) {
      place.hidden = knowsGuests;
      write(place.querySelector("output"), String(guests || "?"));
      write(place.querySelector("[data-doubt]"), isMany ? texts.say("many_guests", { n: guests, seats }) : "");
    }
  }

  #step(by) {
    const { cart } = this.#page;
    cart.set({ guests: Math.max(0, Math.min(MOST, cart.settings.guests + by)) });
    this.#page.paint();
  }
}
