// The card: one ticket with all that can be done with it, or what was done last, as the server draws it. It lies over a part
// of the board and goes by itself. Its buttons are numbered, so that a finger, a digit and a bump bar reach the same ones.
// It is drawn anew when the board changes; a press means what stood there when the person decided, as on the board.

import { REACTION_MS, PaintHistory } from "../lib/paint-history.js";

/** So long after somebody was last here. */
const OPEN_MS = 30000;
const PATIENCE_MS = 5000;
/** After a finger was lifted its click may still come; until then nothing is drawn anew under it. */
const LIFTED_MS = 100;
/** What is no ticket's: what was done last, what can be cooked together. */
const LISTS = ["recalls", "batches"];

export class Card {
  #root;
  #body;
  #title;
  #said;
  #words;
  #path;
  #language;
  #presses;
  #changed;
  #what = "";
  #version = 0;
  #waits = "";
  #timer = 0;
  #control = null;
  #stale = false;
  #html = "";
  #later = "";
  #down = null;
  #painted = new PaintHistory();

  /** `changed()` is called when the card was opened or closed. */
  constructor(root, { screen, language, words, presses, changed }) {
    this.#root = root;
    this.#body = root.querySelector("#card-body");
    this.#title = root.querySelector("#card-title");
    this.#said = root.querySelector("#card-said");
    this.#words = words;
    this.#path = `/screens/${encodeURIComponent(screen)}`;
    this.#language = language;
    this.#presses = presses;
    this.#changed = changed;
    root.querySelector("#card-close").addEventListener("click", () => this.close());
    root.addEventListener("pointerdown", (event) => this.#finger(event));
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, (event) => this.#lifted(event));
    this.#body.addEventListener("click", (event) => this.#clicked(event));
    // What has moved by itself is not where it was when somebody decided.
    this.#body.addEventListener("load", () => this.#note(performance.now()), true);
    window.addEventListener("resize", () => this.#note(performance.now()));
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  /** Open it for a ticket, of which the board has this version. */
  open(ticket, version) {
    this.#version = version;
    this.#presses.letGo();
    this.#show(`tickets/${encodeURIComponent(ticket)}`);
  }

  #show(what) {
    this.#what = what;
    this.#waits = "";
    [this.#html, this.#later, this.#down] = ["", "", null];
    this.say("");
    this.#title.textContent = "";
    this.#body.replaceChildren();
    const before = this.isOpen;
    this.#root.hidden = false;
    this.#stay();
    this.#root.focus({ preventScroll: true });
    this.#load();
    if (!before) this.#changed();
  }

  close() {
    if (!this.isOpen) return;
    clearTimeout(this.#timer);
    if (this.#control) this.#control.abort();
    this.#root.hidden = true;
    this.#what = "";
    document.activeElement.blur();
    this.#changed();
  }

  /** The board is another, as of event `seq`: `versionOf(ticket)` tells whether that concerns a ticket; a list it may. */
  look(versionOf, seq) {
    const of = this.#body.firstElementChild;
    if (!this.isOpen || !of) return;
    const version = of.dataset.ticket ? versionOf(of.dataset.ticket) : seq;
    if (version === this.#version) return;
    this.#version = version;
    // Where much happens what is under way still comes, and then the rest.
    if (this.#control) this.#stale = true;
    else this.#load();
  }

  /** Whether a deed of keys or buttons is meant for the card, which then does it. */
  takes({ deed, number, quiet, slot }, at) {
    if (LISTS.includes(deed)) {
      this.#presses.letGo();
      this.#show(deed);
      return true;
    }
    if (!this.isOpen || slot !== undefined || deed === "sheet") return false;
    if (deed === "none" || deed === "card") this.close();
    else if (number !== undefined && !quiet) this.choose(number, at);
    return true;
  }

  /** A bump bar wants the card, or presses the button of a number on it; `open()` opens it. */
  ofBar({ deed, number }, open) {
    if (number) this.choose(number, performance.now());
    else if (LISTS.includes(deed) || !this.isOpen) open();
  }

  /** Press the button that had a number when somebody decided to. */
  choose(number, at) {
    if (!this.isOpen) return;
    const { ticket: meant } = this.#painted.stood({ number }, at - REACTION_MS);
    if (meant) this.#pressed(JSON.parse(meant), meant);
    else this.say(this.#buttons()[number - 1] ? this.#words.say("card_changed") : this.#words.say("no_slot", { slot: number }));
  }

  /** The server answered a press; `text` is why it was refused. */
  answered({ press, outcome }, text) {
    if (press !== this.#waits || outcome === "again") return;
    this.#waits = "";
    if (text) this.#refused(text);
    else if (this.#isLeft()) {
      this.say("");
      this.#load();
    } else this.close();
  }

  #refused(text) {
    this.say(text);
    for (const each of this.#body.querySelectorAll(".is-pressed")) each.classList.remove("is-pressed");
  }

  say(text) {
    this.#said.textContent = text;
  }

  #isLeft() {
    const left = this.#buttons().filter((each) => each.dataset.kind === "acknowledge" && !each.closest(".is-pressed"));
    return left.length > 0;
  }

  #stay() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), OPEN_MS);
  }

  #buttons() {
    return Array.from(this.#body.querySelectorAll(".card-button"));
  }

  #finger(event) {
    this.#stay();
    this.#down = event;
  }

  #lifted({ pointerId }) {
    const down = this.#down;
    if (!down || down.pointerId !== pointerId) return;
    setTimeout(() => {
      if (this.#down !== down) return;
      this.#down = null;
      if (this.#later) this.#fill(this.#later);
    }, LIFTED_MS);
  }

  /** A finger means what lay under it when the person decided; a button that is pressed by key makes a click of no pointer. */
  #clicked({ target, detail, timeStamp }) {
    const button = target.closest(".card-button");
    if (detail === 0 || !this.#down) {
      if (button) this.choose(this.#buttons().indexOf(button) + 1, timeStamp);
      return;
    }
    const { clientX, clientY, timeStamp: at } = this.#down;
    const { left, top } = this.#origin();
    const { ticket: meant } = this.#painted.stood({ x: clientX - left, y: clientY - top }, at - REACTION_MS);
    if (meant) this.#pressed(JSON.parse(meant), meant);
    else if (button) this.say(this.#words.say("card_changed"));
  }

  /** Do what a button says; `meant` is the same in words, by which it is found where it still stands. */
  #pressed({ kind, ticket, label, lines, ...more }, meant) {
    this.#stay();
    const button = this.#buttons().find((each) => deedOf(each, this.#body.firstElementChild) === meant);
    if (kind === "pick" || kind === "recipe") {
      if (button) turn(button);
      this.#note(performance.now());
      return;
    }
    const of = kind === "transfer" ? this.#picked() : [];
    const press = this.#presses.send(kind, { ticket, label, slot: 0 }, of.length ? of : lines, more);
    if (!press) return;
    this.#waits = press;
    if (button) button.closest(".card-part").classList.add("is-pressed");
    this.say(this.#words.say("sent"));
  }

  #picked() {
    return Array.from(this.#body.querySelectorAll('[data-kind="pick"][aria-pressed="true"]'), (each) => each.dataset.lines);
  }

  /** Where the buttons' places are counted from: they move with what is scrolled. */
  #origin() {
    const { left, top } = this.#body.getBoundingClientRect();
    return { left: left - this.#body.scrollLeft, top: top - this.#body.scrollTop };
  }

  #note(at) {
    const { left, top } = this.#origin();
    const standing = this.#buttons().map((button, index) => {
      const found = button.getBoundingClientRect();
      const box = { left: found.left - left, top: found.top - top, width: found.width, height: found.height };
      const version = `${box.left} ${box.top}`;
      return { slot: index + 1, number: index + 1, ticket: deedOf(button, this.#body.firstElementChild), label: "", version, lines: [], box };
    });
    this.#painted.note(standing, at);
  }

  async #load() {
    if (this.#control) this.#control.abort();
    this.#stale = false;
    const control = new AbortController();
    this.#control = control;
    const timer = setTimeout(() => control.abort(), PATIENCE_MS);
    const what = this.#what;
    let html = "";
    try {
      const answer = await fetch(`${this.#path}/${what}?lang=${this.#language}`, { cache: "no-store", signal: control.signal });
      if (answer.ok) html = await answer.text();
    } catch (lost) {
      html = "";
    }
    clearTimeout(timer);
    if (control !== this.#control || what !== this.#what) return;
    this.#control = null;
    if (html && this.#down && this.#html) this.#later = html;
    else if (html) this.#fill(html);
    // What was said of a press stays: the board has often changed with it.
    const lost = this.#words.say("no_card");
    if (!html) this.say(lost);
    else if (this.#said.textContent === lost) this.say("");
    if (this.#stale) this.#load();
  }

  /** Draw it; what was marked stays so. */
  #fill(html) {
    this.#later = "";
    if (html === this.#html) return;
    const picked = this.#picked();
    const isFirst = this.#html === "";
    this.#html = html;
    this.#body.innerHTML = html;
    this.#title.textContent = this.#body.firstElementChild.dataset.title;
    this.#buttons().forEach((button, index) => {
      button.prepend(Object.assign(document.createElement("kbd"), { textContent: String(index + 1) }));
      if (button.dataset.kind === "pick" && picked.includes(button.dataset.lines)) turn(button);
    });
    if (isFirst) this.#painted = new PaintHistory();
    // Before it was opened nothing else stood there.
    this.#note(isFirst ? -Infinity : performance.now());
  }
}

/** What a button does, in words: another one says another thing. */
function deedOf(button, card) {
  const { kind, lines, tickets, outcome, station, qty } = button.dataset;
  const { ticket = "", label = "" } = button.dataset.ticket ? button.dataset : card.dataset;
  const more = { outcome, station, qty: qty && Number(qty), tickets: tickets && tickets.split(" ") };
  return JSON.stringify({ kind, ticket, label, lines: lines ? lines.split(" ") : [], ...more });
}

/** A button that only turns something: whether its line is meant, or whether its recipe is shown. */
function turn(button) {
  const name = button.dataset.kind === "pick" ? "aria-pressed" : "aria-expanded";
  const on = button.getAttribute(name) !== "true";
  button.setAttribute(name, String(on));
  if (name === "aria-expanded") button.closest(".card-part").querySelector(".card-recipe").hidden = !on;
}
