// The pages of a board that people work at: columns that do not fit stand at the right, and are turned by hand. Who has
// done nothing for a while comes back to the first page, where the most urgent cards are.

const IDLE_MS = 30000;

export class Pages {
  #columns;
  #turned;
  #page = 0;
  #touchedAt = 0;

  /** `columns` holds the cards; `turned()` is called when another page is shown. Nobody is idle before `idle` milliseconds. */
  constructor(columns, turned, idle = IDLE_MS) {
    this.#columns = columns;
    this.#turned = turned;
    setInterval(() => { if (this.#page && performance.now() - this.#touchedAt > idle) this.turn(-this.#page); }, 1000);
  }

  get #wide() {
    return this.#columns.clientWidth + (parseFloat(getComputedStyle(this.#columns).columnGap) || 0);
  }

  get count() {
    const wide = this.#wide;
    return Math.max(1, Math.ceil((this.#columns.scrollWidth + wide - this.#columns.clientWidth - 1) / wide));
  }

  get number() {
    return this.#page + 1;
  }

  /** Somebody works here. */
  touched() {
    this.#touchedAt = performance.now();
  }

  /** The page that is `by` further; there is none before the first or after the last. */
  turn(by) {
    this.touched();
    const before = this.#page;
    this.settle(before + by);
    if (this.#page !== before) this.#turned();
  }

  /** Show the page on which a card begins. */
  show(card) {
    this.turn(this.#pageOf(card) - this.#page);
  }

  /** Show this page, or the last where there are fewer: cards have come or gone. */
  settle(page = this.#page) {
    this.#page = Math.max(0, Math.min(page, this.count - 1));
    this.#columns.style.transform = this.#page ? `translateX(${-this.#page * this.#wide}px)` : "";
  }

  #pageOf(card) {
    const [first] = card.getClientRects();
    return first ? Math.floor((first.left - this.#columns.getBoundingClientRect().left + 1) / this.#wide) : 0;
  }

  /** Of these cards those that begin on this page, in order. */
  shown(cards) {
    return cards.filter((card) => this.#pageOf(card) === this.#page);
  }
}
