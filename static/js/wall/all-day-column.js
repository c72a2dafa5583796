// The all-day column: shown or hidden as this device was told, and honest about what does not fit.

import { load, save } from "../lib/storage.js";

const HIDDEN = "kds.column";

export class AllDayColumn {
  #body;
  #root;
  #words;
  #html = "";

  /** `body` gets the class that hides the column `root`. */
  constructor(body, root, words) {
    this.#body = body;
    this.#root = root;
    this.#words = words;
    if (load(HIDDEN, 0) === 1) body.classList.add("is-without-column");
  }

  /** Whether it is shown here. */
  get shown() {
    return !this.#body.classList.contains("is-without-column");
  }

  /** Show it where it is hidden and hide it where it is shown, and remember that on this device. */
  toggle() {
    save(HIDDEN, this.shown ? 1 : 0);
    this.#body.classList.toggle("is-without-column");
  }

  /** Put this HTML into the column. */
  fill(html) {
    if (html === this.#html) return;
    this.#html = html;
    this.#root.innerHTML = html;
    this.fit();
  }

  /** Count the dishes that have no room. */
  fit() {
    const rows = this.#root.querySelector(".all-day-rows");
    const more = this.#root.querySelector(".all-day-more");
    if (!rows || !more || !this.shown) return;
    more.hidden = true;
    for (const row of rows.children) row.hidden = false;
    if (rows.scrollHeight <= rows.clientHeight + 1) return;
    more.hidden = false;
    more.textContent = this.#words.say("more", { n: rows.children.length });
    const edge = rows.getBoundingClientRect().bottom + 1;
    const hidden = Array.from(rows.children).filter((row) => row.getBoundingClientRect().bottom > edge);
    for (const row of hidden) row.hidden = true;
    more.textContent = this.#words.say("more", { n: hidden.length });
  }
}
