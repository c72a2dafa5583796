// What may be a slip of whoever types is asked about once, over the page: very much of a dish, the same a second time
// within a minute, a pot for guests who have one. It is asked as long as the lines that it is about lie in the cart as they
// were sent.

import { element, find, renew } from "./dom.js";

export const ASKED = "are_you_sure";
/** A press so soon was meant for what stood there before. */
const SEEN_MS = 350;

export class Question {
  #page;
  #dialog = find("question");
  #timer = 0;

  constructor(page) {
    this.#page = page;
    find("question-yes").addEventListener("click", () => this.#yes());
    find("question-no").addEventListener("click", () => this.#no());
    // Escape, and the way back of a phone, close it without asking anybody.
    this.#dialog.addEventListener("close", () => !this.isOpen && this.#asks && this.#no());
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) find("question-yes").click();
    });
  }

  get isOpen() {
    return this.#dialog.open;
  }

  paint() {
    const { cart, menu } = this.#page;
    if (this.#asks && !this.#lines) cart.set({ fault: null });
    if (menu && this.#asks) this.#ask(cart.settings.fault.slips);
    else this.#close();
  }

  get #asks() {
    const { fault } = this.#page.cart.settings;
    return Boolean(fault) && fault.reason === ASKED;
  }

  /** What was sent, if all of it lies in the cart as it was; else null. */
  get #lines() {
    const { cart } = this.#page;
    const found = cart.settings.fault.sent.map(({ id, at }) => {
      const line = cart.line(id);
      return line && line.at === at ? line : null;
    });
    return found.length && found.every(Boolean) ? found : null;
  }

  #ask(slips) {
    renew(find("question-slips"), slips.map((slip) => element("li", "", this.#words(slip))));
    if (this.isOpen) return;
    this.#dialog.showModal();
    this.#timer = setTimeout(() => this.#letAnswer(true), SEEN_MS);
  }

  #letAnswer(may) {
    for (const id of ["question-yes", "question-no"]) find(id).disabled = !may;
  }

  #words({ slip, dish, qty }) {
    const { menu, texts } = this.#page;
    const known = menu.dish(dish);
    return texts.say(`slip_${slip}`, { what: `${texts.qty(known, qty)} ${known ? texts.name(known.name) : dish}` });
  }

  #yes() {
    const lines = this.#lines;
    this.#close();
    if (lines) this.#page.placing.confirm(lines);
  }

  #no() {
    this.#page.cart.set({ fault: null });
    this.#close();
    this.#page.paint();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#letAnswer(false);
    if (this.isOpen) this.#dialog.close();
  }
}
