// By which number an order is called, and what is paid for it at the till; after a while the kiosk is the next guest's.

import { find, write } from "../order/dom.js";
import { money } from "../order/prices.js";

const STAYS_S = 20;
const SECOND_MS = 1000;
const AGAIN_MS = 2000;

export class Called {
  #page;
  #over;
  #timer = 0;
  #left = 0;

  /** `over()` is called when whoever ordered has seen it. */
  constructor(page, over) {
    this.#page = page;
    this.#over = over;
  }

  /** An order {session, line, number, due_minor, isKnown} that has been sent; undefined for none. */
  get #order() {
    return this.#page.cart.settings.called;
  }

  start() {
    find("called-done").addEventListener("click", () => this.#end());
    if (this.#order) this.#ask();
  }

  /** The house has the order: it is told here under the ids that only this device has. */
  ordered({ session, lines }) {
    this.#page.cart.set({ called: { session, line: lines[0].id, isKnown: false } });
    this.#ask();
  }

  async #ask() {
    const { session, line } = this.#order;
    try {
      const answer = await fetch(`/guest/called?session=${encodeURIComponent(session)}&line=${encodeURIComponent(line)}`, { cache: "no-store" });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const said = answer.ok ? await answer.json() : {};
      this.#page.cart.set({ called: { ...this.#order, ...said, isKnown: true } });
    } catch (away) {
      setTimeout(() => this.#order && this.#ask(), AGAIN_MS);
      return;
    }
    this.#left = STAYS_S;
    this.#count();
  }

  #count() {
    clearTimeout(this.#timer);
    this.#page.paint();
    this.#timer = setTimeout(() => {
      this.#left -= 1;
      if (this.#left > 0) this.#count();
      else this.#end();
    }, SECOND_MS);
  }

  #end() {
    clearTimeout(this.#timer);
    this.#left = 0;
    this.#over();
  }

  paint() {
    const { menu, party, texts } = this.#page;
    const { number, due_minor, isKnown } = this.#order || {};
    write(find("called-number"), number ? texts.say("number", { n: number }) : "");
    find("called-none").hidden = Boolean(number);
    write(find("called-none"), texts.say(isKnown ? "called_unknown" : "called_soon"));
    write(find("called-pay"), number && menu ? texts.say("pay_at_till", { price: money(due_minor, menu) }) : texts.say("pay_till"));
    write(find("called-by"), party.plate ? texts.say("brought_to", { plate: party.plate }) : texts.say("called_by"));
    write(find("called-in"), this.#left ? texts.say("anew_in", { n: this.#left }) : "");
    find("called-done").hidden = !isKnown;
  }
}
