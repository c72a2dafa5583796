// The sheet of a dish: its soups, options, note, when it starts and how many; what each choice adds is said before it is
// chosen, and what is missing is named.

import { button, element, fill, find, made, part, write } from "./dom.js";
import { MealPicker } from "./meal.js";
import { added, isMeal, isSettled, linePrice, money, questions, unanswered } from "./prices.js";
import { PotPicker } from "./pot.js";

const GRAMS_STEP = 50;
const FIRES = ["", "now", "hold"];

export class Sheet {
  #texts;
  #pot;
  #meal;
  #open = null;
  #before = null;

  constructor(texts) {
    this.#texts = texts;
    this.#pot = new PotPicker(texts, find("sheet-pot"), (cells) => this.#choose({ cells }));
    this.#meal = new MealPicker(texts, find("sheet-meal"), {
      chose: (parts) => this.#choose({ parts }),
      ask: (dish, part, done) => this.#askPart(dish, part, done),
    });
    find("sheet-photo").addEventListener("error", () => { find("sheet-photo-place").hidden = true; });
    find("sheet-close").addEventListener("click", () => this.close());
    find("sheet-add").addEventListener("click", () => this.#done());
    find("sheet-less").addEventListener("click", () => this.#step(-1));
    find("sheet-plus").addEventListener("click", () => this.#step(1));
    find("sheet-qty").addEventListener("input", () => this.#counted());
    find("sheet-note").addEventListener("input", () => Object.assign(this.#open.line, { note: find("sheet-note").value }));
    find("sheet-seat").addEventListener("input", () => Object.assign(this.#open.line, { seat: Number(find("sheet-seat").value.replace(/\D/g, "")) }));
    find("sheet-course").addEventListener("input", () => this.#coursed());
    find("sheet").addEventListener("click", (event) => event.target === find("sheet") && this.close());
    find("sheet").addEventListener("keydown", (event) => this.#key(event));
  }

  get isOpen() {
    return this.#open !== null;
  }

  /**
   * Choose for a dish of this menu, beginning with `line`; `done(line)` is called with what was chosen and its price.
   * `quick`: as soon as all that has to be chosen is, and no more of it can be, it is done. `back` is called when it is
   * closed: of a part of a set meal, which has no note and no amount of its own. One line is `most` at most, and taken by the word `adds`.
   */
  open(asked) {
    const { menu, dish, line, quick, most, mayHold, adds, done } = asked;
    const back = asked.back || null;
    if (find("sheet").hidden) this.#before = document.activeElement;
    this.#open = { menu, dish, line: { ...line }, quick, most, mayHold, adds, done, back };
    find("sheet-note").parentElement.hidden = Boolean(back);
    find("sheet-less").parentElement.classList.toggle("is-part", Boolean(back));
    write(find("sheet-name").firstElementChild, this.#texts.name(dish.name));
    this.#picture(dish);
    write(find("sheet-about"), this.#texts.about(dish, menu));
    find("sheet-about").hidden = !find("sheet-about").textContent;
    find("sheet-note").value = line.note || "";
    find("sheet-seat-of").hidden = Boolean(back) || !mayHold;
    find("sheet-seat").value = line.seat ? String(line.seat) : "";
    find("sheet-course-of").hidden = Boolean(back) || !mayHold;
    find("sheet-course").value = line.course ? String(line.course) : "";
    find("sheet-heads").hidden = adds !== "send_base";
    find("sheet-missing").hidden = true;
    find("sheet").hidden = false;
    find("sheet-body").scrollTop = 0;
    this.#paint();
    find("sheet").firstElementChild.tabIndex = -1;
    find("sheet").firstElementChild.focus({ preventScroll: true });
  }

  /** Its place is as large before the photo has come as after, and gone where there is none. */
  #picture({ photo }) {
    const image = find("sheet-photo");
    find("sheet-photo-place").hidden = !photo;
    if (photo) image.src = `/photos/${encodeURIComponent(photo)}/large`;
    else image.removeAttribute("src");
  }

  close() {
    const { back } = this.#open;
    this.#open = null;
    if (back) {
      back();
      return;
    }
    find("sheet").hidden = true;
    if (this.#before && this.#before.isConnected) this.#before.focus({ preventScroll: true });
  }

  /** What a part of this meal is to be; the sheet of the meal comes back after it. */
  #askPart(dish, line, done) {
    const meal = this.#open;
    const back = () => this.open({ ...meal, back: null });
    this.open({ menu: meal.menu, dish, line: { note: "", fire: "", ...line }, quick: true, most: meal.most, mayHold: false, adds: "take_part", done, back });
  }

  #choose(changes) {
    Object.assign(this.#open.line, changes);
    if (this.#open.quick && isSettled(this.#open.dish, this.#open.line)) this.#done();
    else this.#paint();
  }

  #done() {
    const { dish, line, done } = this.#open;
    const missing = unanswered(dish, line);
    if (missing.length || !(line.qty >= 1)) {
      const what = missing.map((each) => this.#asked(each)).join(", ") || this.#texts.say("missing", { n: 1 });
      write(find("sheet-missing"), this.#texts.say("missing_of", { what }));
      find("sheet-missing").hidden = false;
      const first = find("sheet-body").querySelector(".is-missing");
      if (first) first.scrollIntoView({ block: "center" });
      return;
    }
    this.close();
    done({ ...line, note: line.note.trim(), price_minor: linePrice(dish, line) });
  }

  #asked({ name, min, max, count }) {
    const called = name ? this.#texts.name(name) : this.#texts.say("soups");
    return `${called} (${count < min ? this.#texts.say("missing", { n: min - count }) : this.#texts.say("choose_up_to", { max })})`;
  }

  /** Whoever has the keyboard keeps it: the button at the same place, or else the sheet. */
  #paint() {
    const buttons = () => Array.from(find("sheet-body").querySelectorAll("button"));
    const at = buttons().indexOf(document.activeElement);
    this.#repaint();
    const again = buttons()[at];
    if (at >= 0 && again && !again.disabled) again.focus({ preventScroll: true });
    else if (!find("sheet").contains(document.activeElement)) find("sheet").firstElementChild.focus({ preventScroll: true });
  }

  #repaint() {
    const { menu, dish, line, adds } = this.#open;
    this.#pot.paint(menu, dish, line);
    this.#meal.paint(menu, dish, line);
    const current = unanswered(dish, line)[0];
    const groups = dish.options.map((group) => this.#group(group, current));
    find("sheet-groups").replaceChildren(...groups);
    this.#fires();
    const typing = document.activeElement === find("sheet-qty");
    if (!typing) find("sheet-qty").value = String(line.qty);
    write(find("sheet-unit"), dish.weighed ? this.#texts.say("grams", { n: "" }).trim() : "");
    const n = unanswered(dish, line).reduce((sum, { min, count }) => sum + Math.abs(min - count), 0);
    const price = this.#texts.linePrice(dish, linePrice(dish, line) || 0, menu);
    write(find("sheet-add").firstElementChild, n ? this.#texts.say("missing", { n }) : this.#texts.say(adds, { price }));
    write(find("sheet-price"), n ? this.#texts.say("so_far", { price }) : "");
    if (!n) find("sheet-missing").hidden = true;
  }

  #group(group, current) {
    const { menu, dish, line } = this.#open;
    const node = made("t-group");
    const asked = questions(dish, line).find((each) => each.group === group.group);
    fill(node, "name", this.#texts.name(group.name));
    fill(node, "asks", this.#texts.asks(group));
    fill(node, "missing", asked.count < group.min ? this.#texts.say("missing", { n: group.min - asked.count }) : "");
    node.classList.toggle("is-missing", asked.count < group.min);
    const turn = current ? current.group === group.group : group === dish.options[0];
    part(node, "choices").append(...group.choices.map((choice, place) => {
      const chosen = line.options.includes(choice.option);
      const item = made("t-choice");
      fill(item, "key", turn && place < 10 ? String((place + 1) % 10) : "");
      fill(item, "name", this.#texts.name(choice.name));
      fill(item, "price", added(choice.price_minor, menu));
      item.setAttribute("aria-pressed", String(chosen));
      item.disabled = !chosen && group.max > 1 && asked.count >= group.max;
      item.addEventListener("click", () => this.#toggle(group, choice));
      return item;
    }));
    return node;
  }

  /** Of a group that takes one, the other goes; what must not be missing stays until another is chosen. */
  #toggle(group, { option }) {
    const { options } = this.#open.line;
    const chosen = options.includes(option);
    const others = group.max === 1 && !chosen ? group.choices.map((each) => each.option) : [option];
    const rest = options.filter((each) => !others.includes(each));
    if (chosen && group.min === 1 && group.max === 1) return;
    this.#choose({ options: chosen ? rest : rest.concat(option) });
  }

  #fires() {
    const { dish, line, mayHold } = this.#open;
    const place = find("sheet-fire");
    place.hidden = !mayHold || (dish.kind === "base" && !isMeal(dish));
    const unsaid = line.course > 1 ? "fire_as_course" : "fire_as_round";
    place.replaceChildren(...FIRES.map((fire) => {
      const item = button(this.#texts.say(fire ? `fire_${fire}` : unsaid), () => this.#choose({ fire }));
      item.className = "";
      item.setAttribute("aria-pressed", String((line.fire || "") === fire));
      return item;
    }));
  }

  #coursed() {
    this.#open.line.course = Number(find("sheet-course").value.replace(/\D/g, ""));
    this.#paint();
  }

  #step(direction) {
    const { dish, line, most } = this.#open;
    const step = dish.weighed ? GRAMS_STEP : 1;
    line.qty = Math.max(1, Math.min(most, (line.qty || 0) + direction * step));
    find("sheet-qty").value = String(line.qty);
    this.#paint();
  }

  #counted() {
    const { line, most } = this.#open;
    const typed = Number(find("sheet-qty").value.replace(/\D/g, ""));
    line.qty = Math.min(typed, most);
    if (typed > most) find("sheet-qty").value = String(most);
    this.#paint();
  }

  #key(event) {
    if (event.isComposing) return;
    const inField = event.target.tagName === "INPUT";
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && (inField || event.target.tagName !== "BUTTON")) this.#done();
    else if (event.key === "Tab") return this.#keepInside(event);
    else if (inField || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    else if (/^[0-9]$/.test(event.key)) this.#digit(event.key);
    else if (event.key === "+" || event.key === "=") this.#step(1);
    else if (event.key === "-") this.#step(-1);
    else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  }

  #digit(digit) {
    const shown = Array.from(find("sheet-body").querySelectorAll("[data-key]:not([hidden])"));
    const key = shown.find((each) => each.textContent === digit);
    if (key) key.closest("button").click();
  }

  #keepInside(event) {
    const all = Array.from(find("sheet").querySelectorAll("button:not([disabled]), input")).filter((each) => each.offsetParent);
    const at = all.indexOf(document.activeElement);
    const next = event.shiftKey ? (at <= 0 ? all.length - 1 : at - 1) : (at + 1) % all.length;
    all[next].focus();
    event.preventDefault();
    return undefined;
  }
}
