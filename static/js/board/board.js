// What all boards have in common: their pieces are live, the clock goes, and columns that do not fit are pages that turn.

import { LivePage } from "../desk/live-page.js";

const PAGE_MS = 10000;
const find = (id) => document.getElementById(id);

export class Board {
  #columns;
  #page = 0;
  #turnedAt = 0;
  live;

  /** `changed()` is called when pieces were exchanged, and at first. */
  constructor(changed) {
    const { dataset, style } = document.body;
    style.setProperty("--far", dataset.far);
    this.#columns = document.querySelector(".board-columns");
    this.live = new LivePage(`/screens/${encodeURIComponent(dataset.screen)}/live`, () => { changed(); this.#turn(0); });
    this.live.whenAway((isAway) => document.body.classList.toggle("is-stale-board", isAway));
  }

  open(ended) {
    this.live.open(ended);
    window.addEventListener("resize", () => this.#turn(0));
    this.#tick();
  }

  #tick() {
    find("clock").textContent = this.live.clock.timeOfDay(this.live.clock.now());
    if (performance.now() - this.#turnedAt > PAGE_MS) this.#turn(1);
    setTimeout(() => this.#tick(), 1000);
  }

  /** Show the page that is `by` further; the first one again after the last. */
  #turn(by) {
    if (by) this.#turnedAt = performance.now();
    const wide = this.#columns.clientWidth + parseFloat(getComputedStyle(this.#columns).columnGap);
    const pages = Math.max(1, Math.ceil((this.#columns.scrollWidth + wide - this.#columns.clientWidth - 1) / wide));
    this.#page = pages > 1 ? (this.#page + by) % pages : 0;
    this.#columns.style.transform = this.#page ? `translateX(${-this.#page * wide}px)` : "";
    find("turn").hidden = pages < 2;
    find("turn").textContent = this.live.words.say("page_of", { n: this.#page + 1, all: pages });
  }
}
