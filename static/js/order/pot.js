// The soups of a pot, cell by cell as it stands on the stove: a soup that is pressed fills the next empty cell, or the one
// that was chosen; one press fills the rest with it.

import { button, element, fill, made, part } from "./dom.js";
import { added, unitPrice } from "./prices.js";

const SPICES = ["none", "mild", "medium", "hot"];

export class PotPicker {
  #texts;
  #place;
  #chose;
  #at = null;
  #dish = null;

  /** `chose(cells)` is told of every change; `place` is the element that it is painted in. */
  constructor(texts, place, chose) {
    this.#texts = texts;
    this.#place = place;
    this.#chose = chose;
  }

  /** The pot of a dish with the cells of a line; nothing for a dish without. */
  paint(menu, dish, line) {
    if (dish !== this.#dish) this.#at = null;
    this.#dish = dish;
    const pot = dish.cells;
    this.#place.replaceChildren();
    if (!pot) return;
    const node = made("t-group");
    const missing = pot.min - line.cells.length;
    fill(node, "name", this.#texts.say("soups"));
    fill(node, "asks", this.#asks(pot));
    fill(node, "missing", missing > 0 ? this.#texts.say("missing", { n: missing }) : "");
    node.classList.toggle("is-missing", missing > 0);
    part(node, "choices").replaceWith(this.#cells(pot, line), this.#soups(menu, line), this.#spices(line));
    this.#place.append(node);
  }

  #asks({ min, max }) {
    return min === max ? this.#texts.say("choose", { n: max }) : this.#texts.say("choose_between", { min, max });
  }

  #cells(pot, line) {
    const grid = element("div", `order-pot is-of-${pot.max}`);
    for (let at = 0; at < pot.max; at += 1) {
      const cell = line.cells[at];
      const item = button(cell ? this.#texts.cell(this.#dish, cell) : String(at + 1), () => this.#pick(line, at));
      item.className = `pot-cell${cell ? "" : " is-empty"}`;
      item.setAttribute("aria-pressed", String(at === this.#at));
      item.setAttribute("aria-label", `${this.#texts.say("cell", { n: at + 1 })}: ${cell ? this.#texts.cell(this.#dish, cell) : this.#texts.say("cell_empty")}`);
      grid.append(item);
    }
    return grid;
  }

  #pick(line, at) {
    this.#at = at < line.cells.length && this.#at !== at ? at : null;
    this.#chose(line.cells);
  }

  #soups(menu, line) {
    const place = element("div", "group-choices");
    const full = line.cells.length >= this.#dish.cells.max;
    this.#dish.cells.soups.forEach((soup, number) => {
      const item = made("t-choice");
      const cells = this.#with(line, soup.soup);
      fill(item, "key", number < 10 && line.cells.length < this.#dish.cells.max ? String((number + 1) % 10) : "");
      fill(item, "name", this.#texts.name(soup.name));
      fill(item, "price", added(unitPrice(this.#dish, { ...line, cells }) - unitPrice(this.#dish, line), menu));
      item.disabled = full && this.#at === null;
      item.addEventListener("click", () => this.#fill(cells));
      place.append(item);
    });
    return place;
  }

  #with(line, soup) {
    const cells = line.cells.slice();
    cells[this.#at === null ? cells.length : this.#at] = { soup, spice: null };
    return cells;
  }

  #fill(cells) {
    this.#at = null;
    this.#chose(cells);
  }

  /** For the chosen cell: how hot, and to empty it; else to fill what is empty with the last soup. */
  #spices(line) {
    const place = element("div", "pot-more");
    const cell = this.#at === null ? null : line.cells[this.#at];
    if (cell) {
      for (const spice of [null, ...SPICES]) {
        const item = button(this.#texts.say(spice ? `spice_${spice}` : "no_spice"), () => this.#spice(line, spice));
        item.setAttribute("aria-pressed", String(cell.spice === spice));
        place.append(item);
      }
      place.append(button(this.#texts.say("take_out"), () => this.#fill(line.cells.filter((_, at) => at !== this.#at))));
    } else if (line.cells.length && line.cells.length < this.#dish.cells.max) {
      const last = line.cells[line.cells.length - 1];
      const rest = this.#dish.cells.max - line.cells.length;
      const fillAll = () => this.#fill(line.cells.concat(Array.from({ length: rest }, () => ({ ...last }))));
      place.append(button(this.#texts.say("fill_rest", { soup: this.#texts.cell(this.#dish, last), n: rest }), fillAll));
    }
    return place;
  }

  #spice(line, spice) {
    this.#chose(line.cells.map((cell, at) => (at === this.#at ? { ...cell, spice } : cell)));
  }
}
