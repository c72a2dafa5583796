// The dishes, a chosen category first and the others below it, or those that a search finds; one of them is chosen by the
// arrows. So no dish is further than a scroll: a category is a shorter way, and never another tap.

import { element, fill, find, made, part, renew, write } from "./dom.js";
import { isSold } from "./prices.js";

export class DishList {
  #texts;
  #deeds;
  #menu = null;
  #lines = [];
  #category = "";
  #chosen = -1;
  #shown = [];
  #painted = "";
  #rows = [];

  /** `deeds` has {add(dish, qty), more(dish, qty)}. */
  constructor(texts, deeds) {
    this.#texts = texts;
    this.#deeds = deeds;
    find("search").addEventListener("input", () => this.#typed());
    find("dishes").addEventListener("click", (event) => this.#clicked(event));
    find("categories").addEventListener("click", (event) => this.#turned(event));
  }

  /** Show the menu beside these lines of the cart; `first` is the category to begin with. */
  paint(menu, lines, first) {
    this.#menu = menu;
    this.#lines = lines;
    const known = menu.categories.some((each) => each.category === this.#category);
    if (!known) this.#category = first || (menu.categories.length ? menu.categories[0].category : "");
    this.#paint();
  }

  /** The dish that Enter adds, and how often: {dish, qty}; null for none. */
  get chosen() {
    const dish = this.#shown[this.#chosen];
    return dish ? { dish, qty: this.#found().qty } : null;
  }

  move(step) {
    if (!this.#shown.length) return;
    this.#chosen = Math.max(0, Math.min(this.#shown.length - 1, this.#chosen + step));
    this.#mark();
  }

  clear() {
    find("search").value = "";
    this.#typed();
  }

  get isClear() {
    return !find("search").value && this.#chosen < 0;
  }

  #found() {
    return this.#menu.search(find("search").value);
  }

  #typed() {
    this.#chosen = find("search").value.trim() ? 0 : -1;
    if (this.#menu) this.#paint();
    find("menu").scrollTop = 0;
  }

  #turned(event) {
    const tab = event.target.closest("[data-category]");
    if (!tab || !this.#menu) return;
    this.turnTo(tab.dataset.category);
  }

  /** Begin the list with a category. */
  turnTo(category) {
    this.#category = category;
    this.clear();
  }

  #clicked(event) {
    const pressed = event.target.closest("[data-deed]");
    if (!pressed) return;
    const dish = this.#menu.dish(pressed.closest("[data-dish]").dataset.dish);
    this.#deeds[pressed.dataset.deed](dish, this.#found().qty);
  }

  #paint() {
    const searching = find("search").value.trim() !== "";
    const { dishes, more } = searching ? this.#found() : { dishes: this.#all(), more: 0 };
    this.#shown = dishes;
    this.#chosen = Math.min(this.#chosen, dishes.length - 1);
    this.#categories(searching);
    this.#say(searching, dishes, more);
    this.#list(dishes, !searching);
    this.#mark();
  }

  /** The whole menu, beginning with the chosen category. */
  #all() {
    const first = this.#menu.dishes.filter((dish) => dish.category === this.#category);
    return first.concat(this.#menu.dishes.filter((dish) => dish.category !== this.#category));
  }

  #categories(searching) {
    const tabs = this.#menu.categories.map(({ category, name }) => {
      const tab = element("button", "category", this.#texts.name(name));
      tab.type = "button";
      tab.dataset.category = category;
      if (!searching && category === this.#category) tab.setAttribute("aria-current", "true");
      return tab;
    });
    const before = find("categories").firstElementChild;
    renew(find("categories"), tabs);
    if (find("categories").firstElementChild === before) return;
    const current = find("categories").querySelector("[aria-current]");
    if (current) current.scrollIntoView({ block: "nearest", inline: "center" });
  }

  #say(searching, dishes, more) {
    const text = searching ? find("search").value.trim() : "";
    const none = this.#menu.dishes.length ? this.#texts.say("found_none", { text }) : this.#texts.say("menu_empty");
    const words = more ? this.#texts.say("found_more", { n: more }) : dishes.length ? this.#texts.say("found", { n: dishes.length }) : none;
    find("found").hidden = !searching && dishes.length > 0;
    write(find("found"), words);
  }

  /** The rows stay where they are as long as they are the same dishes: a finger on its way finds what it saw. */
  #list(dishes, headed) {
    const ids = `${this.#menu.mark} ${dishes.map((dish) => dish.dish).join(" ")}`;
    if (ids !== this.#painted) {
      this.#rows = dishes.map((dish) => this.#row(dish));
      find("dishes").replaceChildren(...dishes.flatMap((dish, place) => {
        const begins = headed && place > 0 && dish.category !== dishes[place - 1].category;
        return begins ? [this.#heading(dish.category), this.#rows[place]] : [this.#rows[place]];
      }));
    }
    this.#painted = ids;
    dishes.forEach((dish, place) => this.#update(this.#rows[place], dish));
  }

  #heading(category) {
    return element("li", "dishes-heading", this.#texts.name(this.#menu.categories.find((each) => each.category === category).name));
  }

  #row(dish) {
    const row = made("t-dish");
    row.dataset.dish = dish.dish;
    this.#picture(part(row, "photo"), dish);
    fill(row, "name", this.#texts.name(dish.name));
    fill(row, "beside", [dish.code, this.#texts.beside(dish.name), this.#texts.portion(dish)].filter(Boolean).join(" · "));
    fill(row, "price", this.#texts.price(dish, this.#menu));
    return row;
  }

  /** Fetched as soon as it comes near the screen; a dish without one, or whose picture is gone, is a row as ever. */
  #picture(image, { photo }) {
    if (!photo) return;
    image.hidden = false;
    image.src = `/photos/${encodeURIComponent(photo)}/${document.body.dataset.photos || "small"}`;
    image.addEventListener("error", () => { image.hidden = true; });
  }

  #update(row, dish) {
    const left = this.#menu.leftBeside(dish.dish, this.#lines);
    const sold = isSold(dish);
    // What lies in the cart is to be had: nobody reads there that it is sold out.
    const isLast = sold && left <= 0 && this.#menu.leftBeside(dish.dish, []) > 0;
    row.classList.toggle("is-out", !isLast && (left <= 0 || !sold));
    row.querySelector("[data-deed=add]").disabled = left <= 0 || !sold;
    fill(row, "mark", isLast ? this.#texts.say("last_here") : !sold ? this.#texts.unsold(dish) : left === Infinity ? "" : this.#texts.left(dish, left));
    const mine = this.#lines.filter((line) => line.dish === dish.dish).reduce((sum, line) => sum + line.qty, 0);
    fill(row, "count", mine ? (dish.weighed ? this.#texts.say("grams", { n: mine }) : `× ${mine}`) : "");
  }

  #mark() {
    this.#rows.forEach((row, place) => {
      row.classList.toggle("is-chosen", place === this.#chosen);
      if (place === this.#chosen) {
        row.setAttribute("aria-current", "true");
        row.scrollIntoView({ block: "nearest" });
      } else {
        row.removeAttribute("aria-current");
      }
    });
  }
}
