// What the boards of the pass have in common: live cards in pages, taps that mean what stood there, deeds that can be
// taken back.

import { LivePage } from "../desk/live-page.js";
import { Pages } from "./pages.js";
import { PassDeeds } from "./pass-deeds.js";
import { Stood, dataOf } from "./stood.js";
import { Torn } from "./torn.js";
import { Undo } from "./undo.js";

const TREMBLE_PX = 40;
const SWIPE_PX = 90;
const SAID_MS = 10000;
const find = (id) => document.getElementById(id);

export class PassPage {
  #act;
  #changed;
  #silent = 0;
  #torn;
  live;
  pages;
  stood;
  undo;
  deeds;

  /** `act(data)` does what a button is for, by its data as it was painted; `changed()` is called when cards have come or moved. */
  constructor(act, changed = () => {}) {
    const { dataset, style } = document.body;
    style.setProperty("--far", dataset.far);
    this.#act = act;
    this.#changed = changed;
    // Cards are measured with all that is written on them by then.
    this.live = new LivePage(`/screens/${encodeURIComponent(dataset.screen)}/live`, () => { Promise.resolve().then(() => this.settle()); });
    this.live.whenAway((isAway) => document.body.classList.toggle("is-stale-board", isAway));
    // What becomes of a slip that a bar's scanner has read; of what is done, the card says it.
    this.live.whenBar(({ message }) => this.say(message ? this.live.words.of(message) : ""));
    const columns = document.querySelector(".board-columns");
    this.#torn = new Torn(columns, this.live.words);
    this.pages = new Pages(columns, () => this.settle());
    this.stood = new Stood(find("live"));
    this.undo = new Undo(this.live.words, (text) => this.say(text));
    this.deeds = new PassDeeds(this.live, this.undo, (text) => this.say(text));
  }

  get cards() {
    return Array.from(document.querySelectorAll(".pass"));
  }

  open() {
    this.live.open();
    this.#listen();
    new ResizeObserver(() => this.settle()).observe(document.querySelector(".board-columns"));
    window.addEventListener("scroll", () => this.stood.note());
    for (const [id, by] of [["turn-back", -1], ["turn-on", 1]]) find(id).addEventListener("click", () => this.pages.turn(by));
    this.settle();
    this.#tick();
  }

  /** Say something that belongs to no card. It covers some of them, and so only for a while. */
  say(text) {
    find("said").hidden = text === "";
    find("said").textContent = text;
    clearTimeout(this.#silent);
    if (text) this.#silent = setTimeout(() => this.say(""), SAID_MS);
  }

  /** Take back what was done last, or say that there is nothing. */
  takeBack() {
    if (!this.undo.take()) this.say(this.live.words.say("nothing_to_undo"));
  }

  /** Cards have come, gone or moved. */
  settle() {
    this.#torn.look(this.cards);
    this.pages.settle();
    const { count, number } = this.pages;
    const cards = this.cards;
    find("turn").hidden = find("turn-back").hidden = find("turn-on").hidden = count < 2;
    find("turn-back").disabled = number === 1;
    find("turn-on").disabled = number === count;
    const elsewhere = cards.length - this.pages.shown(cards).length;
    find("turn").textContent = this.live.words.say("page_more", { page: number, all: count, n: elsewhere });
    this.#changed();
    this.stood.note();
  }

  #tick() {
    find("clock").textContent = this.live.clock.timeOfDay(this.live.clock.now());
    // What is said on a card, and time, may have made it longer.
    if (this.#torn.look(this.cards)) this.settle();
    setTimeout(() => this.#tick(), 1000);
  }

  #listen() {
    const root = find("live");
    const down = new Map();
    root.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.target.closest(".board-columns")) {
        down.set(event.pointerId, { x: event.pageX, y: event.pageY, at: performance.now(), target: event.target.closest("[data-do]") });
      }
    });
    window.addEventListener("pointerup", (event) => {
      const from = down.get(event.pointerId);
      down.delete(event.pointerId);
      if (!from) return;
      this.pages.touched();
      const [across, along] = [event.pageX - from.x, event.pageY - from.y];
      if (Math.abs(across) >= SWIPE_PX && Math.abs(across) > 2 * Math.abs(along)) this.pages.turn(across < 0 ? 1 : -1);
      else if (Math.hypot(across, along) <= TREMBLE_PX) this.#tapped(from);
    });
    window.addEventListener("pointercancel", (event) => { down.delete(event.pointerId); });
    // A button that has the keyboard's focus is clicked without a pointer.
    root.addEventListener("click", (event) => {
      const button = event.detail === 0 ? event.target.closest("[data-do]") : null;
      if (button) this.act(dataOf(button));
    });
  }

  #tapped(from) {
    const meant = this.stood.under(from, from.at);
    if (meant) this.act(meant);
    else if (from.target) this.say(this.live.words.say("just_moved"));
  }

  /** Do what a button is for. */
  act(data) {
    this.say("");
    this.#act(data);
  }
}
