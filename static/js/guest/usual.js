// What was ordered before from this phone in this house: dishes and how often, kept on this phone alone, offered after the base.

import { load, remove, save } from "../lib/storage.js";
import { button, find, renew } from "../order/dom.js";
import { isSold } from "../order/prices.js";

const USUAL = "kds.usual";
const SHOWN_MOST = 8;
const KEPT_MOST = 100;

export class Usual {
  #page;
  #own;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
    find("usual-forget").addEventListener("click", () => {
      remove(USUAL);
      page.paint();
      find("search").focus({ preventScroll: true });
    });
  }

  /** These were ordered from this phone. */
  ate(lines) {
    const counts = load(USUAL, {});
    for (const { dish } of lines) if (dish) counts[dish] = (counts[dish] || 0) + 1;
    const kept = Object.entries(counts).sort(([, one], [, other]) => other - one).slice(0, KEPT_MOST);
    save(USUAL, Object.fromEntries(kept));
  }

  /** What is offered: not what this visit has already, nor what cannot be had. */
  get #dishes() {
    const { cart, menu, view, waiting } = this.#page;
    const sent = view ? view.rounds.flatMap((round) => round.lines) : [];
    const had = new Set(cart.lines.concat(waiting.flatMap((round) => round.lines), sent).map((line) => line.dish));
    const counts = Object.entries(load(USUAL, {})).sort(([, one], [, other]) => other - one);
    const dishes = counts.map(([id]) => menu.dish(id)).filter((dish) => dish && !had.has(dish.dish) && dish.kind !== "base");
    return dishes.filter((dish) => menu.left(dish.dish) > 0 && isSold(dish)).slice(0, SHOWN_MOST);
  }

  paint() {
    const { menu, texts } = this.#page;
    const dishes = this.#dishes;
    find("usual").hidden = !dishes.length;
    const key = dishes.map((dish) => dish.dish).join(" ") + menu.mark;
    if (find("usual-dishes").dataset.shown === key) return;
    find("usual-dishes").dataset.shown = key;
    renew(find("usual-dishes"), dishes.map((dish) => {
      const item = document.createElement("li");
      item.append(button(`+ ${texts.name(dish.name)} ${texts.price(dish, menu)}`, () => this.#page.choosing.add(dish, 1, true)));
      return item;
    }));
  }
}
