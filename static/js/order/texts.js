// What things are called and how amounts are written, in the page's language.

import { choiceOf, choicesOf, leastPrice, money, portionPermille } from "./prices.js";

export class Texts {
  #words;
  #language;

  constructor(words, language) {
    this.#words = words;
    this.#language = language;
  }

  say(key, values) {
    return this.#words.say(key, values);
  }

  get #isChinese() {
    return ["zh", "both"].includes(this.#language);
  }

  /** One name of a {zh, en} pair; the other one where there is only that. */
  name({ zh, en }) {
    return this.#isChinese ? zh || en : en || zh;
  }

  /** The other name, where it is another. */
  beside({ zh, en }) {
    if (!zh || !en || zh === en) return "";
    return this.#isChinese ? en : zh;
  }

  /** How much a line is: 3 (with a ×), or 380 g. */
  qty(dish, qty) {
    return dish && dish.weighed ? this.say("grams", { n: qty }) : `${qty} ×`;
  }

  /** A line in a sentence: so much of what; its id for what is on the menu no more. */
  named(dish, line) {
    return `${this.qty(dish, line.qty)} ${dish ? this.name(dish.name) : line.dish}`;
  }

  /** What a dish costs before anything is chosen. */
  price(dish, menu) {
    const least = leastPrice(dish);
    const price = least === dish.price_minor ? money(least, menu) : this.say("from_price", { price: money(least, menu) });
    return dish.weighed ? this.say("per_grams", { price, n: dish.per }) : price;
  }

  /** What all of a line costs; of what is weighed before it is paid, about. */
  linePrice(dish, minor, menu) {
    const price = money(minor, menu);
    return dish && dish.to_weigh ? this.say("about_price", { price }) : price;
  }

  /** So much is left, in portions or grams. */
  left(dish, permille) {
    if (permille <= 0) return this.say("sold_out");
    const n = String(Math.floor(permille) / 1000);
    return this.say(dish.weighed ? "left_grams" : "left", { n });
  }

  /** Why a dish that is not sold is not: its hours, or by whom it is ordered. */
  unsold({ hours }) {
    return hours ? this.say("sold_at", { hours: this.name(hours) }) : this.say("not_here");
  }

  /** What a portion is: how much, for how many; and whether it holds alcohol. */
  portion(dish) {
    const serves = dish.serves ? this.say("serves", { n: dish.serves }) : "";
    return [dish.portion ? this.name(dish.portion) : "", serves, dish.alcohol ? this.say("alcohol") : ""].filter(Boolean).join(" · ");
  }

  /** All that is said of a dish beside its name and its price. */
  about(dish, menu) {
    const holds = (dish.allergens || []).map((each) => this.name(menu.allergens.get(each) || { zh: each, en: each })).join(this.#isChinese ? "、" : ", ");
    const hours = dish.hours ? this.say("sold_at", { hours: this.name(dish.hours) }) : "";
    return [this.portion(dish), holds ? this.say("holds", { what: holds }) : "", hours].filter(Boolean).join(" · ");
  }

  /** How many of a group are to be chosen. */
  asks({ min, max }) {
    if (min === max) return this.say("choose", { n: min });
    return min ? this.say("choose_between", { min, max }) : this.say("choose_up_to", { max });
  }

  /** The options and soups of a line in words. */
  chosen(dish, line) {
    const options = choicesOf(dish).filter((each) => line.options.includes(each.option)).map((each) => this.name(each.name));
    const soups = line.cells.map((cell) => this.cell(dish, cell));
    return soups.concat(options, this.#parts(dish, line.parts || [])).join(" · ");
  }

  /** The parts of a meal: their dishes, with what was chosen for each. */
  #parts(meal, parts) {
    return parts.map((part) => {
      const choice = choiceOf(meal, part);
      if (!choice) return part.dish;
      const chosen = this.chosen(choice.of, part);
      return `${this.name(choice.of.name)}${part.qty > 1 ? ` × ${part.qty}` : ""}${chosen ? ` (${chosen})` : ""}`;
    });
  }

  /** A cell of a pot: its soup, and how hot it is to be. */
  cell(dish, { soup, spice }) {
    const found = dish.cells && dish.cells.soups.find((each) => each.soup === soup);
    const name = found ? this.name(found.name) : soup;
    return spice ? `${name} (${this.say(`spice_${spice}`)})` : name;
  }

  /** How many portions of a line's kind are left of so much. */
  static portions(dish, line, permille) {
    return Math.floor(permille / portionPermille(dish, line.options));
  }
}
