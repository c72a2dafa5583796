// What hands do to the cart: add, change, take out, once more. Each can be undone until it is sent.

import { isMeal, isSold, linePrice, mustChoose } from "./prices.js";
import { repeated } from "./sent-view.js";

const GRAMS_STEP = 50;
const GRAMS_MOST = 99999;

export class Choosing {
  #page;
  #mayHold;
  #portionsMost;
  #last = "";

  constructor(page, { mayHold, portionsMost }) {
    this.#page = page;
    this.#mayHold = mayHold;
    this.#portionsMost = portionsMost;
  }

  /** How much one line can be. */
  #most(dish) {
    return dish.weighed ? GRAMS_MOST : this.#portionsMost;
  }

  get #cart() {
    return this.#page.cart;
  }

  /** The line that was chosen last. */
  get last() {
    const { lines } = this.#cart;
    return this.#cart.line(this.#last) || lines[lines.length - 1];
  }

  /** One press adds what needs no choice; anything else is asked on the sheet, which a `quick` hand leaves by itself. */
  add(dish, qty, quick) {
    const { menu, texts, toast } = this.#page;
    if (menu.leftBeside(dish.dish, this.#cart.lines) <= 0) {
      toast.say(`${texts.name(dish.name)}: ${texts.say(menu.leftBeside(dish.dish, []) > 0 ? "last_here" : "sold_out")}`);
      return;
    }
    if (!isSold(dish)) {
      toast.say(`${texts.name(dish.name)}: ${texts.unsold(dish)}`);
      return;
    }
    const amount = dish.weighed && qty === 1 ? dish.per : Math.min(qty, this.#most(dish));
    const line = { dish: dish.dish, qty: amount, options: [], cells: [], note: "", fire: "", parts: foregone(dish), ...(dish.course && this.#mayHold && this.#page.party?.service === "dine_in" ? { course: dish.course } : {}) };
    const done = (chosen) => this.#put(dish, chosen);
    const { isQuick, adds } = this.#page.own.asking(dish);
    if (quick && isQuick && !mustChoose(dish)) done({ ...line, price_minor: linePrice(dish, line) });
    else this.#page.sheet.open({ menu, dish, line, quick: quick && isQuick && !isMeal(dish), most: this.#most(dish), mayHold: this.#mayHold, adds, done });
  }

  /** An open item, once. */
  addItem(item) {
    const { menu } = this.#page;
    const line = { dish: "", item, qty: 1, options: [], cells: [], note: "", fire: "" };
    this.#put(menu.of(line), { ...line, price_minor: item.price_minor });
  }

  #put(dish, chosen) {
    const { list, texts, toast } = this.#page;
    const line = this.#cart.add(chosen, (same, qty) => this.#price(same, { ...same, qty }), this.#most(dish));
    this.#last = line ? line.id : this.#last;
    list.clear();
    this.#page.paint();
    if (!line) toast.say(texts.say("too_many"));
    else toast.say(`+ ${texts.qty(dish, chosen.qty)} ${texts.name(dish.name)}`, this.#undo(() => this.#less(line.id, chosen.qty)));
    if (line) this.#page.own.chosen(line);
  }

  #undo(deed) {
    return { text: this.#page.texts.say("undo"), deed: () => {
      deed();
      this.#page.paint();
    } };
  }

  #less(id, qty) {
    const line = this.#cart.line(id);
    if (line && line.qty > qty) this.change(line, { qty: line.qty - qty });
    else if (line) this.#cart.remove(id);
  }

  edit(line) {
    const { menu, sheet } = this.#page;
    const dish = menu.of(line);
    if (dish) sheet.open({ menu, dish, line, quick: false, most: this.#most(dish), mayHold: this.#mayHold, adds: "keep", done: (chosen) => this.change(line, chosen) });
  }

  less(line) {
    if (line) this.#step(line, -1);
  }

  plus(line) {
    if (line) this.#step(line, 1);
  }

  #step(line, direction) {
    const dish = this.#page.menu.of(line);
    const qty = line.qty + direction * (dish && dish.weighed ? GRAMS_STEP : 1);
    if (qty < 1 || !dish) this.takeOut(line);
    else if (qty <= this.#most(dish)) this.change(line, { qty });
  }

  /** At the price that the page shows now; a price that is still to be agreed to stays so. */
  change(line, changes) {
    this.#cart.change(line.id, { price_minor: this.#price(line, { ...line, ...changes }), ...changes });
    this.#page.paint();
  }

  #price(line, next) {
    const dish = this.#page.menu.of(line);
    const agreed = dish && linePrice(dish, line) === line.price_minor;
    return agreed ? linePrice(dish, next) : Math.round((line.price_minor / line.qty) * next.qty);
  }

  takeOut(line) {
    const { menu, texts, toast } = this.#page;
    const dish = menu.of(line);
    this.#cart.remove(line.id);
    toast.say(texts.say("removed", { dish: dish ? texts.name(dish.name) : line.dish }), this.#undo(() => this.#cart.putBack(line)));
    this.#page.paint();
  }

  /** What was sent before stays what it is: this is another line. */
  renew(line) {
    this.#cart.renew(line.id);
    this.#page.paint();
  }

  /** The last round once more. */
  repeat() {
    const { view } = this.#page;
    if (view && view.rounds.length) this.again(view.rounds[0].lines);
  }

  /** Lines that were sent, once more, at today's prices. */
  again(sent) {
    const { menu, texts, toast } = this.#page;
    const lines = menu ? repeated(sent, menu) : [];
    const priced = (same, qty) => this.#price(same, { ...same, qty });
    const put = lines.map((line) => this.#cart.add({ ...line, fire: "", price_minor: linePrice(menu.of(line), line) }, priced, this.#most(menu.of(line))));
    if (!lines.length) toast.say(texts.say("none_again"));
    else if (put.includes(null)) toast.say(texts.say("too_many"));
    this.#page.paint();
  }
}

/** What nobody has to choose of a meal: the only dish of a group, where it needs no choice of its own. */
function foregone({ meal }) {
  const only = (meal || []).filter(({ min, max, choices }) => min === max && choices.length === 1 && !mustChoose(choices[0].of));
  return only.map(({ group, min, choices }) => ({ group, dish: choices[0].dish, qty: min, options: [], cells: [] }));
}
