// The soup base is asked for before anything else, as it takes longest; where the house wants it so it goes to the kitchen once
// all of it is chosen and its price was seen. Whoever wants none goes on without.

import { fill, find, made, part, renew, write } from "../order/dom.js";
import { isSold } from "../order/prices.js";

export class BaseFirst {
  #page;
  #own;
  #turned = false;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
    find("bases").addEventListener("click", (event) => this.#pressed(event));
    find("no-base").addEventListener("click", () => {
      page.cart.set({ no_base: true });
      page.paint();
    });
  }

  get isOpen() {
    const { cart, needsBase } = this.#page;
    return needsBase && !cart.settings.no_base && !this.#own.isOver;
  }

  paint() {
    const { menu, texts } = this.#page;
    const open = this.isOpen;
    const shown = !find("base-first").hidden;
    document.body.classList.toggle("is-base-first", open);
    find("base-first").hidden = !open;
    if (!open) {
      this.#turn();
      return;
    }
    write(find("base-when"), texts.say(this.#own.said.base_at_once && !this.#own.said.seated_first ? "base_at_once" : "base_first"));
    renew(find("bases"), menu.dishes.filter((dish) => dish.kind === "base" || this.#holdsBase(dish)).map((dish) => this.#row(dish)));
    this.#turned = false;
    if (!shown) find("base-title").focus({ preventScroll: true });
  }

  /** What comes after the bases is what they choose next. */
  #turn() {
    const { list, menu, view } = this.#page;
    if (this.#turned || !view) return;
    this.#turned = true;
    const at = menu.categories.findIndex(({ category }) => category === menu.bases);
    const next = menu.categories[at + 1];
    if (menu.bases && next) list.turnTo(next.category);
  }

  #holdsBase({ meal }) {
    return (meal || []).some(({ choices }) => choices.some((choice) => choice.of.kind === "base"));
  }

  #row(dish) {
    const { menu, texts } = this.#page;
    const row = made("t-base");
    const out = menu.left(dish.dish) <= 0 || !isSold(dish);
    row.dataset.dish = dish.dish;
    row.firstElementChild.disabled = out;
    fill(row, "name", texts.name(dish.name));
    fill(row, "beside", [texts.beside(dish.name), texts.portion(dish)].filter(Boolean).join(" · "));
    fill(row, "price", texts.price(dish, menu));
    fill(row, "mark", !isSold(dish) ? texts.unsold(dish) : out ? texts.say("sold_out") : "");
    if (dish.photo) {
      const image = part(row, "photo");
      image.hidden = false;
      image.src = `/photos/${encodeURIComponent(dish.photo)}/small`;
    }
    return row;
  }

  #pressed(event) {
    const pressed = event.target.closest("[data-dish]");
    if (pressed && this.#page.menu) this.#page.choosing.add(this.#page.menu.dish(pressed.dataset.dish), 1, true);
  }

  /** All of a base is looked at, with its price, before it is taken; whoever sends it with that press reads so. */
  asking({ kind }) {
    const { said } = this.#own;
    const isBase = kind === "base";
    return { isQuick: !isBase, adds: isBase && said && said.base_at_once ? "send_base" : "add" };
  }

  /** A base that was chosen goes to the kitchen at once. */
  chosen(line) {
    const { cart, menu, placing } = this.#page;
    const { said } = this.#own;
    if (!said || !said.base_at_once || !menu.of(line) || menu.of(line).kind !== "base") return;
    if (placing.hindranceOf([line])) return;
    placing.send([cart.line(line.id)]);
  }

  /** Whether these lines are bases, and nothing beside. */
  isAll(lines) {
    const { menu } = this.#page;
    return Boolean(menu) && lines.every((line) => menu.of(line) && menu.of(line).kind === "base");
  }
}
