// The cart as it is read: bases first, every line with its price, when it starts, and what is wrong with it and what to do.

import { button, fill, find, made, part, renew, write } from "./dom.js";
import { faultOf } from "./faults.js";
import { money } from "./prices.js";
import { Texts } from "./texts.js";

const NEXT_FIRE = { "": "now", now: "hold", hold: "" };

export class CartView {
  #texts;
  #deeds;
  #menu = null;
  #cart;
  #mayHold;
  #beside;

  /**
   * `deeds` has {edit(line), less(line), plus(line), change(line, changes), takeOut(line), renew(line)}; `beside(row, line)`
   * writes what a channel says of a line besides.
   */
  constructor(texts, cart, deeds, { mayHold, beside }) {
    this.#texts = texts;
    this.#cart = cart;
    this.#deeds = deeds;
    this.#mayHold = mayHold;
    this.#beside = beside;
    find("cart-lines").addEventListener("click", (event) => this.#clicked(event));
  }

  /** The lines as they are sent: bases first. */
  get lines() {
    const base = (line) => (this.#isBase(line) ? 0 : 1);
    return this.#cart.lines.sort((one, other) => base(one) - base(other));
  }

  get sum() {
    return this.#cart.lines.reduce((sum, line) => sum + line.price_minor, 0);
  }

  /** How many of these lines have to be put right before they can be sent. */
  faultsOf(lines) {
    const all = this.#cart.lines;
    return lines.filter((line) => faultOf(this.#menu, all, line)).length;
  }

  /** What is wrong with a line, in words; "" for nothing. */
  why(line) {
    const fault = faultOf(this.#menu, this.#cart.lines, line);
    return fault ? this.#ways(line, this.#menu.of(line), fault).why : "";
  }

  paint(menu) {
    this.#menu = menu;
    const lines = this.lines;
    const place = find("cart-lines");
    const focused = document.activeElement && document.activeElement.closest ? this.#focusOf(document.activeElement) : null;
    renew(place, lines.map((line) => this.#row(line)));
    if (focused) this.#focus(place, focused);
    find("cart-empty").hidden = lines.length > 0;
  }

  #isBase(line) {
    const dish = this.#menu && this.#menu.of(line);
    return Boolean(dish) && dish.kind === "base";
  }

  #focusOf(node) {
    const row = node.closest("[data-line]");
    return row && node.dataset.deed ? { line: row.dataset.line, deed: node.dataset.deed } : null;
  }

  #focus(place, { line, deed }) {
    const row = Array.from(place.children).find((each) => each.dataset.line === line);
    if (row) row.querySelector(`[data-deed="${deed}"]`).focus({ preventScroll: true });
  }

  #row(line) {
    const dish = this.#menu.of(line);
    const row = made("t-line");
    const name = dish ? this.#texts.name(dish.name) : line.dish;
    row.dataset.line = line.id;
    write(part(row, "qty"), this.#texts.qty(dish, line.qty));
    row.querySelector(".cart-qty").classList.toggle("is-many", line.qty > 1);
    fill(row, "name", name);
    const seat = line.seat ? this.#texts.say("seat_n", { n: line.seat }) : "";
    const course = line.course ? this.#texts.say("course_n", { n: line.course }) : "";
    fill(row, "chosen", [dish ? this.#texts.chosen(dish, line) : "", course, seat].filter(Boolean).join(" · "));
    fill(row, "note", line.note);
    fill(row, "price", this.#texts.linePrice(dish, line.price_minor, this.#menu));
    this.#fire(row, line);
    if (this.#beside) this.#beside(row, line);
    for (const deed of ["less", "plus"]) {
      const step = row.querySelector(`[data-deed="${deed}"]`);
      step.setAttribute("aria-label", `${step.getAttribute("aria-label")}: ${name}`);
    }
    const fault = faultOf(this.#menu, this.#cart.lines, line);
    if (fault) this.#fault(row, line, dish, fault);
    return row;
  }

  #fire(row, line) {
    const place = row.querySelector("[data-deed=fire]");
    const base = this.#isBase(line);
    place.hidden = !this.#mayHold;
    place.disabled = base;
    const fire = line.fire || (line.course > 1 ? "hold" : this.#cart.settings.fire);
    place.classList.toggle("is-held", !base && fire === "hold");
    write(place, this.#texts.say(base ? "base_now" : `fire_${fire}`));
    place.classList.toggle("is-own", Boolean(line.fire));
  }

  #fault(row, line, dish, fault) {
    const place = part(row, "fault");
    place.hidden = false;
    row.classList.add("is-faulty");
    const { why, ways } = this.#ways(line, dish, fault);
    write(part(row, "why"), why);
    part(row, "ways").append(...ways.map(([text, deed], at) => button(text, deed, at === 0)));
  }

  /** What is wrong in words, and what can be done about it: [[text, deed], …], the best first. */
  #ways(line, dish, fault) {
    const say = (key, values) => this.#texts.say(key, values);
    const out = [say("take_out"), () => this.#deeds.takeOut(line)];
    if (fault.reason === "price_changed" && dish) {
      const price = money(fault.price_minor, this.#menu);
      const take = [say("take_price", { price }), () => this.#deeds.change(line, { price_minor: fault.price_minor })];
      return { why: say("price_was", { before: money(line.price_minor, this.#menu), now: price }), ways: [take, out] };
    }
    if (fault.reason === "sold_out" && dish) return this.#soldOut(line, dish, fault, out);
    if (fault.reason === "unknown_dish") return { why: say("off_menu"), ways: [out] };
    if (fault.reason === "line_differs") return { why: say("differs"), ways: [[say("as_new"), () => this.#deeds.renew(line)], out] };
    if (["options_count", "unknown_part"].includes(fault.reason)) return { why: say("choose_again"), ways: [[say("choose_now"), () => this.#deeds.edit(line)], out] };
    if (fault.reason === "not_sold_now" && dish) return { why: `${this.#texts.say("is_unsold")} ${this.#texts.unsold(dish)}`, ways: [out] };
    return { why: fault.message ? this.#texts.name(fault.message) : fault.reason, ways: [out] };
  }

  #soldOut(line, dish, { left }, out) {
    const n = Texts.portions(dish, line, left || 0);
    if (n < 1) return { why: this.#texts.say("is_sold_out"), ways: [out] };
    const amount = dish.weighed ? this.#texts.qty(dish, n) : String(n);
    const take = [this.#texts.say("take_left", { n: amount }), () => this.#deeds.change(line, { qty: n })];
    return { why: this.#texts.say("only_left", { n: amount }), ways: [take, out] };
  }

  #clicked(event) {
    const pressed = event.target.closest("[data-deed]");
    if (!pressed) return;
    const line = this.#cart.line(pressed.closest("[data-line]").dataset.line);
    if (!line) return;
    if (pressed.dataset.deed === "fire") this.#deeds.change(line, { fire: NEXT_FIRE[line.fire || ""], price_minor: line.price_minor });
    else this.#deeds[pressed.dataset.deed](line);
  }
}
