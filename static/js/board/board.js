// What all boards have in common: their pieces are live, the clock goes, and columns that do not fit are pages that turn.

import { LivePage } from "../desk/live-page.js";
import { Torn } from "./torn.js";

const PAGE_MS = 10000;
const find = (id) => document.getElementById(id);

export class Board {
  #columns;
  #cards;
  #torn;
  #page = 0;
  #turnedAt = 0;
  live;

  /** `changed()` is called when pieces were exchanged, and at first; `cards` are those that may be longer than a column. */
  constructor(changed, cards = "") {
    const { dataset, style } = document.body;
    style.setProperty("--far", dataset.far);
    this.#columns = Array.from(document.querySelectorAll(".board-columns"));
    this.live = new LivePage(`/screens/${encodeURIComponent(dataset.screen)}/live`, () => { changed(); Promise.resolve().then(() => this.#turn(0)); });
    this.#cards = cards;
    this.#torn = new Torn(this.#columns[0], this.live.words);
    this.live.whenAway((isAway) => document.body.classList.toggle("is-stale-board", isAway));
  }

  open(ended) {
    this.live.open(ended);
    const resized = new ResizeObserver(() => this.#turn(0));
    for (const each of this.#columns) resized.observe(each);
    this.#tick();
  }

  #tick() {
    find("clock").textContent = this.live.clock.timeOfDay(this.live.clock.now());
    if (performance.now() - this.#turnedAt > PAGE_MS) this.#turn(1);
    else if (this.#tear()) this.#turn(0);
    setTimeout(() => this.#tick(), 1000);
  }

  #tear() {
    return this.#cards !== "" && this.#torn.look(Array.from(document.querySelectorAll(this.#cards)));
  }

  /** Show the page that is `by` further; the first one again after the last. Columns that have fewer begin again earlier. */
  #turn(by) {
    if (by) this.#turnedAt = performance.now();
    this.#tear();
    const wides = this.#columns.map((each) => each.clientWidth + parseFloat(getComputedStyle(each).columnGap));
    const pages = this.#columns.map((each, at) => {
      return Math.max(1, Math.ceil((each.scrollWidth + wides[at] - each.clientWidth - 1) / wides[at]));
    });
    const most = Math.max(...pages);
    this.#page = most > 1 ? (this.#page + by) % most : 0;
    this.#columns.forEach(({ style }, at) => {
      const page = this.#page % pages[at];
      style.transform = page ? `translateX(${-page * wides[at]}px)` : "";
    });
    find("turn").hidden = most < 2;
    find("turn").textContent = this.live.words.say("page_of", { n: this.#page + 1, all: most });
  }
}
