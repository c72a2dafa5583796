// What stands above a guest's menu and cart: what is wrong with an order, that it waits, what is charged beside the dishes, and
// what this phone still keeps of a visit that is over, which is never sent.

import { load, names, remove } from "../lib/storage.js";
import { button, element, find, renew } from "../order/dom.js";
import { visitOf } from "../order/party.js";
import { money } from "../order/prices.js";
import { ASKED } from "../order/question.js";

const CARTS = "kds.cart.";

export class GuestNotices {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** A guest's order is for who sits with them: there is no choice. */
  get mustChoose() {
    return this.#page.own.isOver;
  }

  mayJoin() {
    return true;
  }

  paint() {
    const { cart, live, own, sending, texts, view } = this.#page;
    const { fault } = cart.settings;
    const about = () => [
      ...(own.isWaiting ? [element("p", "notice is-waiting is-about", own.seating.words)] : []),
      ...(["away", "busy"].includes(sending.status) && this.#page.waiting.length ? [element("p", "notice is-waiting is-about", texts.say(sending.status))] : []),
      ...(live.status === "busy" ? [element("p", "notice is-waiting is-about", texts.say("looks_again"))] : []),
      ...(fault && fault.reason !== ASKED ? [element("p", "notice is-bad is-about", texts.say("refused", { why: fault.message ? texts.name(fault.message) : fault.reason }))] : []),
    ];
    const first = view && !view.rounds.length ? this.#surcharges() : [];
    renew(find("notices"), [...own.unsent.notices, ...about(), ...first, ...this.#left()]);
    renew(find("cart-notices"), [...about(), ...(first.length ? this.#surcharges() : [])]);
    renew(find("base-notices"), this.#surcharges());
  }

  /** What is charged beside the dishes is said before the first of them. */
  #surcharges() {
    const { menu, own, texts } = this.#page;
    const charged = own.said && menu ? own.said.surcharges || [] : [];
    if (!charged.length) return [];
    const words = charged.map(({ name, kind, value }) => texts.say(`charge_${kind}`, { name: texts.name(name), price: kind === "percent" ? `${value / 10}%` : money(value, menu) }));
    return [element("p", "notice is-charge", texts.say("charges", { what: words.join(" · ") }))];
  }

  /** What was not sent of a visit before: it is told, and can be taken out; where it was somebody else's nobody hears of it. */
  #left() {
    const { cart, menu, texts } = this.#page;
    const keys = names(CARTS).filter((key) => visitOf(key.slice(CARTS.length)) && !key.startsWith(`${CARTS}${cart.party}/`));
    const left = this.#page.own.isFixed ? [] : keys.filter((key) => this.#own(key));
    for (const key of keys) if (!left.includes(key)) remove(key);
    if (!left.length) return [];
    const lines = left.map((key) => load(key, {})).sort((one, other) => one.since - other.since);
    const dishes = lines.map((line) => menu && menu.dish(line.dish)).filter(Boolean).map((dish) => texts.name(dish.name));
    const node = element("div", "notice is-kept", "");
    node.append(element("p", "", texts.say("left_over", { n: left.length, what: dishes.join(", ") })), button(texts.say("take_out"), () => {
      for (const key of left) remove(key);
      this.#page.paint();
    }));
    return [node];
  }

  /** Whether who holds this phone has chosen it, and nobody else at that table. */
  #own(key) {
    const [visit] = visitOf(key.slice(CARTS.length)).split("/");
    const line = load(key, null);
    return Boolean(line) && (!line.guest || line.guest === visit);
  }
}
