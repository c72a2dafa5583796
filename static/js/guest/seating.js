// Where the staff seat guests before they order: that somebody waits is told to them, again each minute as long as the page is
// seen, until the table is opened, or they were there and found nobody.

import { Deeds } from "../lib/deeds.js";

const AGAIN_MS = 60000;

export class Seating {
  #page;
  #own;
  #deeds;
  /** From when on it may be said again, by the monotonic clock, whatever came of it. */
  #from = 0;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
    const { visit } = page.party;
    this.#deeds = new Deeds(`seat.${visit}`, () => undefined, { "kds-visit": visit });
  }

  start() {
    this.#deeds.resume((deed, result) => this.#ended(result));
  }

  /** What the house said last of it: null while the staff do not know. */
  get #seat() {
    const { said } = this.#own;
    return (said && said.seat) || null;
  }

  /** Tell the staff. Of several phones at a table, and within a minute, they hear once. */
  async ask() {
    const { table } = this.#page.party;
    this.#from = performance.now() + AGAIN_MS;
    const asked = table ? this.#deeds.ask(`/tables/${encodeURIComponent(table)}/ask-seat`, {}, {}) : null;
    if (asked) this.#ended(await asked);
  }

  #ended({ done, refused }) {
    if (refused && refused.reason === "seat_declined") this.#declined();
    if (done || refused) this.#page.live.poll();
  }

  #declined() {
    this.#page.cart.set({ declined: true });
    this.#page.paint();
  }

  /** The house was heard: whether they found nobody, or are to be told again. */
  heard() {
    if (!this.#own.isAsking) return;
    const seat = this.#seat;
    if (seat && seat.declined) this.#declined();
    else if (!document.hidden && performance.now() >= this.#from) this.ask();
  }

  /** What an order that waits is told by: how it stands, what goes then, and what of one's own does not. */
  get words() {
    const { cart, texts } = this.#page;
    const waiting = cart.lines.filter((line) => this.waits(line));
    const others = cart.own.filter((line) => !this.waits(line));
    const said = [this.#standing, texts.say("goes_then", { what: this.#named(waiting) })];
    if (others.length) said.push(texts.say("goes_not", { what: this.#named(others) }));
    return said.join(" ");
  }

  get #standing() {
    const { cart, clock, party, texts } = this.#page;
    if (cart.settings.declined) return texts.say("seat_declined", { table: party.table });
    const seat = this.#seat;
    return seat ? texts.say("seat_asked", { time: clock.timeOfDay(seat.asked_at) }) : texts.say("waits_seat");
  }

  #named(lines) {
    const { menu, texts } = this.#page;
    return lines.map((line) => texts.named(menu && menu.of(line), line)).join(", ");
  }

  /** Whether a line of the cart goes by itself once they are seated. */
  waits({ id }) {
    return (this.#page.cart.settings.waits || []).includes(id);
  }

  /** These wait as well. */
  hold(lines) {
    const { cart } = this.#page;
    const waits = new Set([...(cart.settings.waits || []), ...lines.map((line) => line.id)]);
    cart.set({ fault: null, waits: Array.from(waits), declined: false });
  }
}
