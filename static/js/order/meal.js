// The groups of a set meal: a press puts a dish in, a press on one that is in takes it out where no more fit. What a dish has
// to be asked is asked on a sheet of its own.

import { fill, made, part } from "./dom.js";
import { added, countIn, mustChoose } from "./prices.js";

export class MealPicker {
  #texts;
  #place;
  #deeds;

  /** `deeds` has {chose(parts), ask(dish, part, done)}; `place` is the element that it is painted in. */
  constructor(texts, place, deeds) {
    this.#texts = texts;
    this.#place = place;
    this.#deeds = deeds;
  }

  /** The groups of a meal with the parts of a line; nothing for a dish that is none. */
  paint(menu, meal, line) {
    const groups = meal.meal || [];
    const parts = line.parts || [];
    const turn = groups.find(({ group, min }) => countIn(group, parts) < min) || groups[0];
    this.#place.replaceChildren(...groups.map((group) => this.#group(menu, group, parts, group === turn)));
  }

  #group(menu, group, parts, turn) {
    const node = made("t-group");
    const missing = group.min - countIn(group.group, parts);
    fill(node, "name", this.#texts.name(group.name));
    fill(node, "asks", this.#texts.asks(group));
    fill(node, "missing", missing > 0 ? this.#texts.say("missing", { n: missing }) : "");
    node.classList.toggle("is-missing", missing > 0);
    part(node, "choices").append(...group.choices.map((choice, place) => this.#choice(menu, group, choice, parts, turn ? place : 10)));
    return node;
  }

  #choice(menu, group, choice, parts, place) {
    const item = made("t-choice");
    const mine = parts.filter((each) => each.group === group.group && each.dish === choice.dish);
    const qty = countIn(group.group, mine);
    const full = countIn(group.group, parts) >= group.max;
    const chosen = mine.map((each) => this.#texts.chosen(choice.of, each)).filter(Boolean).join(", ");
    fill(item, "key", place < 10 ? String((place + 1) % 10) : "");
    fill(item, "name", `${this.#texts.name(choice.of.name)}${qty > 1 ? ` × ${qty}` : ""}${chosen ? ` (${chosen})` : ""}`);
    fill(item, "price", menu.left(choice.dish) <= 0 ? this.#texts.say("sold_out") : added(choice.price_minor, menu));
    item.setAttribute("aria-pressed", String(qty > 0));
    item.disabled = !qty && (menu.left(choice.dish) <= 0 || (full && group.max > 1));
    item.addEventListener("click", () => this.#press(group, choice, parts, { qty, full }));
    return item;
  }

  /** Of a group that takes one, the other goes. */
  #press(group, choice, parts, { qty, full }) {
    const mine = (each) => each.group === group.group && each.dish === choice.dish;
    if (qty && full) {
      this.#deeds.chose(parts.filter((each) => !mine(each)));
      return;
    }
    const rest = group.max === 1 ? parts.filter((each) => each.group !== group.group) : parts;
    const one = { group: group.group, dish: choice.dish, qty: 1, options: [], cells: [] };
    if (mustChoose(choice.of)) this.#deeds.ask(choice.of, one, ({ options, cells }) => this.#deeds.chose(rest.concat({ ...one, options, cells })));
    else this.#deeds.chose(joined(rest, one));
  }
}

/** The parts with one more: of the same kind it is counted up. */
function joined(parts, one) {
  const same = ({ group, dish, options, cells }) => group === one.group && dish === one.dish && !options.length && !cells.length;
  if (!parts.some(same)) return parts.concat(one);
  return parts.map((each) => (same(each) ? { ...each, qty: each.qty + 1 } : each));
}
