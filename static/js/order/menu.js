// The menu and how its dishes are found: by name in both languages, pinyin, initials, mixtures of them, and quick codes.

import { isMeal, isSold, takenOf } from "./prices.js";

const TIMES = /^(\d{1,5})\s*[*×]\s*(.*)$/;
/** Dishes that a search shows at most; how many more there are is said. */
export const FOUND_MOST = 60;

export class Menu {
  #dishes;
  #stock = {};

  /** `data` is what /order/menu answers. */
  constructor(data) {
    Object.assign(this, { mark: data.mark, version: data.version, symbol: data.symbol, decimals: data.decimals });
    this.categories = data.categories;
    this.dishes = data.dishes;
    this.allergens = new Map((data.allergens || []).map(({ allergen, name }) => [allergen, name]));
    this.#dishes = new Map(data.dishes.map((dish) => [dish.dish, dish]));
    const choices = data.dishes.filter(isMeal).flatMap((dish) => dish.meal).flatMap((group) => group.choices);
    for (const choice of choices) choice.of = this.#dishes.get(choice.dish);
  }

  /** The dish of a line; for an open item one that is made of it, undefined for what is on the menu no more. */
  of({ dish, item }) {
    if (!item) return this.dish(dish);
    const { name, price_minor } = item;
    return { dish: "", name, price_minor, kind: "dish", options: [], cells: null, meal: [], weighed: false, per: 1, code: "" };
  }

  /** The dish of an id, undefined for none. */
  dish(id) {
    return this.#dishes.get(id);
  }

  /** What is left of counted dishes: id → [whole, permille beyond]. */
  count(stock) {
    this.#stock = stock;
  }

  /** Thousandths of a portion (or gram) that are left of a dish; Infinity where it is not counted. */
  left(id) {
    const stock = this.#stock[id];
    return stock ? stock[0] * 1000 + stock[1] : Infinity;
  }

  /** What is left beside these lines that are not sent yet. */
  leftBeside(id, lines) {
    const dish = this.dish(id);
    const of = (line) => this.of(line);
    const taken = lines.filter(of).reduce((sum, line) => sum + takenOf(id, line, of(line)), 0);
    const lacks = ({ min, choices }) => min > 0 && choices.every((choice) => this.leftBeside(choice.dish, lines) <= 0);
    return isMeal(dish) && dish.meal.some(lacks) ? 0 : this.left(id) - taken;
  }

  /** The first category with a base; undefined where the house has none. */
  get bases() {
    const base = this.dishes.find((dish) => dish.kind === "base");
    return base && base.category;
  }

  /** What was typed: {qty, dishes, more}; "3*md" means three. The best come first, what is sold out last. */
  search(typed) {
    const times = TIMES.exec(typed.trim());
    const text = normal(times ? times[2] : typed);
    const ranked = this.dishes.map((dish, place) => ({ dish, place, rank: text ? rank(dish, text) : 0 }));
    const found = ranked.filter((each) => each.rank < NOWHERE).sort((one, other) => this.#order(one, other));
    return {
      qty: times ? Number(times[1]) : 1,
      dishes: found.slice(0, FOUND_MOST).map((each) => each.dish),
      more: Math.max(0, found.length - FOUND_MOST),
    };
  }

  #order(one, other) {
    const out = (each) => (this.left(each.dish.dish) === 0 || !isSold(each.dish) ? 1 : 0);
    return out(one) - out(other) || one.rank - other.rank || one.place - other.place;
  }
}

const NOWHERE = 9;

/** How well a dish answers a text: 0 is best, NOWHERE not at all. */
function rank(dish, text) {
  if (dish.code && dish.code.toLowerCase() === text) return 0;
  const zh = normal(dish.name.zh);
  const en = normal(dish.name.en);
  if (zh === text || en === text) return 1;
  if (zh.startsWith(text)) return 2;
  if (dish.code && dish.code.toLowerCase().startsWith(text)) return 3;
  const words = dish.name.en.toLowerCase().split(/[^a-z0-9\u00c0-\u024f]+/).filter(Boolean);
  const typed = [syllablesAt(dish.spelt, text), syllablesAt(words, text)].filter((at) => at >= 0);
  if (typed.length) return Math.min(...typed) === 0 ? 4 : 5;
  return zh.includes(text) || en.includes(text) ? 6 : NOWHERE;
}

/** Letters and digits in small, without what stands between them. */
function normal(text) {
  return text.toLowerCase().replace(/[\s'’·.,，。、()（）\-_/]+/g, "");
}

/** The syllable from which on a text is typed: "maod", "md" and "maodu" are all typed of mao, du. -1 for none. */
export function syllablesAt(syllables, text) {
  return syllables.findIndex((_, at) => isTyped(syllables, at, text));
}

function isTyped(syllables, at, text) {
  if (!text) return true;
  if (at >= syllables.length) return false;
  const syllable = syllables[at];
  for (let length = Math.min(common(syllable, text), text.length); length > 0; length -= 1) {
    if (isTyped(syllables, at + 1, text.slice(length))) return true;
  }
  return false;
}

function common(one, other) {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}
