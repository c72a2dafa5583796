// What the pages have in common whose deeds go over the interface: each is done once, and why one was refused is said
// where it belongs.

import { Deeds } from "../lib/deeds.js";
import { Words } from "../lib/words.js";
import { Approval } from "./approval.js";

/** So long a deed is on its way before the page says that the answer is late. */
const LATE_MS = 2500;
const EVERY_MS = 1000;
/** What was pressed meanwhile is not done later than that: it would come by itself. */
const PRESSED_MS = 3000;
const find = (id) => document.getElementById(id);

export class DeedPage {
  /** What a deed is about → what is said of it there. */
  #said = new Map();
  /** What was refused here, because the house was away. */
  #hindered = new Set();
  #approval;
  /** What was opened last, and what was pressed while that was on its way, {work, at}. */
  #opened = "";
  #pressed = null;
  words;
  deeds;

  constructor() {
    const { actor, words, language } = document.body.dataset;
    this.words = new Words(JSON.parse(words), language);
    this.deeds = new Deeds(actor, () => this.paint());
    this.#approval = new Approval(this.words);
  }

  /** Go on with what an earlier page did not hear the end of; `ended(deed, result)` hears it too. */
  resume(ended = () => {}) {
    this.paint();
    this.deeds.resume((deed, result) => {
      this.tell(deed.about, result);
      ended(deed, result);
    });
    setInterval(() => { if (this.deeds.waiting.length) this.paint(); }, EVERY_MS);
  }

  /**
   * Do a deed; what was refused, or is not known, is said at what it is `about`. What only others may do is done once one
   * of them approves of it here. The server's answer, or undefined.
   */
  async ask(path, body, about) {
    this.#said.delete(about);
    const why = this.hindrance(path);
    if (why) {
      this.refuse(about, why);
      return undefined;
    }
    const asked = this.deeds.ask(path, body, about);
    if (!asked) return undefined;
    let result = await asked;
    for (let again = false; this.#approval.wanted(result); again = true) {
      const code = await this.#approval.code(result, again, { path, body });
      const approved = code ? this.deeds.ask(path, body, about, code) : null;
      if (!approved) break;
      result = await approved;
    }
    this.tell(about, result);
    return result.done;
  }

  /**
   * Do `work()`, which opens what `button` is for. Where a deed of the same matter is on its way it is done once that has its
   * answer: who is quick loses no press. The same pressed twice is once.
   */
  press(button, work) {
    const isBusy = button.getAttribute("aria-busy") === "true";
    if (isBusy && button.dataset.open === this.#opened) return;
    this.#opened = button.dataset.open;
    if (isBusy) this.#pressed = { work, at: Date.now() };
    else work();
  }

  #goOn() {
    const pressed = this.#pressed;
    this.#pressed = null;
    if (Math.abs(Date.now() - pressed.at) > PRESSED_MS) return;
    // Whoever did the deed says first what became of it.
    setTimeout(() => { if (!document.querySelector("dialog[open]")) pressed.work(); }, 0);
  }

  /** Whether the house does not answer, as far as the page knows. */
  get isAway() {
    return false;
  }

  /** Why a deed cannot even be kept now, in words; "" where it can be done. */
  hindrance() {
    return "";
  }

  /** Say that something cannot be done while the house is away. */
  refuse(about, why) {
    this.#hindered.add(about);
    this.tell(about, { refused: { title: why } });
  }

  /** The house is back: what could not be done can be. */
  back() {
    for (const about of this.#hindered) this.#said.delete(about);
    this.#hindered.clear();
    this.paint();
  }

  /** Say what became of a deed where it belongs. */
  tell(about, { refused, unknown }) {
    if (refused) this.#said.set(about, refused.message ? this.words.of(refused.message) : refused.title);
    else if (unknown) this.#said.set(about, this.words.say("unknown"));
    else this.#said.delete(about);
    this.paint();
  }

  /** Paint what is on its way and what was refused; pieces may have been exchanged. */
  paint() {
    const waiting = new Map(this.deeds.waiting.map((deed) => [deed.about, deed]));
    const late = (deed) => deed !== undefined && (this.isAway || Date.now() - deed.at > LATE_MS);
    const homeless = new Map(this.#said);
    for (const node of document.querySelectorAll("[data-fault]")) {
      const about = node.dataset.fault;
      const said = this.#said.get(about) || (late(waiting.get(about)) ? this.words.say("waits") : "");
      node.hidden = said === "";
      if (node.textContent !== said) node.textContent = said;
      homeless.delete(about);
    }
    for (const node of document.querySelectorAll("[data-do], [data-open]")) {
      const { line, bill, about } = node.dataset;
      const busy = waiting.has(about || (line ? `line ${line}` : bill ? `bill ${bill}` : "party"));
      if (busy) node.setAttribute("aria-busy", "true");
      else node.removeAttribute("aria-busy");
    }
    const [left] = homeless.values();
    find("fault").hidden = left === undefined;
    find("fault").textContent = left || "";
    if (this.#pressed && !waiting.size) this.#goOn();
  }
}
