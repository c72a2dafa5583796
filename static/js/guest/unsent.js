// What was sent and not taken is said on the page until somebody has looked at it, also after a reload: which dishes, why, and
// that all of it lies in the cart. What can be had of it goes by one press.

import { button, element, find } from "../order/dom.js";

export class Unsent {
  #page;

  constructor(page) {
    this.#page = page;
  }

  start() {
    for (const id of ["cart-open", "cart-close"]) find(id).addEventListener("click", () => this.#seen());
  }

  /** These were not taken. */
  keep(lines) {
    const { cart } = this.#page;
    cart.set({ unsent: [...(cart.settings.unsent || []), ...lines.map((line) => line.id)] });
  }

  #seen() {
    const { cart } = this.#page;
    if (!cart.settings.unsent) return;
    cart.set({ unsent: null });
    this.#page.paint();
  }

  /** What says so; nothing where the cart has none of it any more. */
  get notices() {
    const { cart, menu, cartView, texts } = this.#page;
    const ids = cart.settings.unsent || [];
    const lines = menu ? cart.lines.filter((line) => ids.includes(line.id)) : [];
    if (!lines.length) return [];
    const faulty = lines.filter((line) => cartView.why(line));
    const able = lines.filter((line) => !faulty.includes(line));
    const list = element("ul", "unsent-lines");
    list.append(...faulty.concat(able).map((line) => element("li", "", this.#said(line))));
    const node = element("div", "notice is-bad is-unsent");
    node.append(element("p", "", texts.say("unsent_lines")), list);
    if (faulty.length && able.length) node.append(button(texts.say("send_rest", { n: able.length }), () => this.#page.placing.send(able)));
    node.append(button(texts.say("unsent_look"), () => {
      this.#seen();
      this.#page.openCart(true);
    }));
    return [node];
  }

  #said(line) {
    const { cartView, menu, texts } = this.#page;
    const why = cartView.why(line);
    const named = texts.named(menu.of(line), line);
    return why ? `${named}: ${why}` : named;
  }
}
