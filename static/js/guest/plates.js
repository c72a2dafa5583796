// For how many guests what is sent and what is in the cart is enough, where the house has said how many plates that takes.

import { find, write } from "../order/dom.js";
import { amountPermille } from "../order/prices.js";

const GONE = ["voided", "ended"];

export class Plates {
  #page;
  #own;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
  }

  paint() {
    const { cart, view, waiting } = this.#page;
    const each = this.#own.said ? this.#own.said.plates_a_guest_permille : 0;
    const sent = view ? view.rounds.flatMap((round) => round.lines).filter((line) => !GONE.includes(line.state)) : [];
    const lines = cart.lines.concat(waiting.flatMap((round) => round.lines), sent);
    const plates = lines.reduce((sum, line) => sum + this.#plates(line), 0);
    const guests = each ? Math.floor(plates / each) : 0;
    find("plates").hidden = !guests;
    if (guests) write(find("plates"), this.#page.texts.say("enough", { n: guests }));
  }

  /** Thousandths of a plate that a line is: bases, drinks and sauces are none, a half is a half, what is weighed is one. */
  #plates(line) {
    const { menu } = this.#page;
    if (line.parts && line.parts.length) return line.qty * line.parts.reduce((sum, part) => sum + this.#plates(part), 0);
    const dish = menu.dish(line.dish);
    if (!dish || dish.kind !== "dish") return 0;
    return dish.weighed ? 1000 : amountPermille(dish, line);
  }
}
