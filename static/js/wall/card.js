// The card: one ticket with all that can be done with it, or what was done last, as the server draws it. It lies over a part
// of the board and goes by itself. Its buttons are numbered, so that a finger, a digit and a bump bar reach the same ones.

/** So long after somebody was last here. */
const OPEN_MS = 30000;
const PATIENCE_MS = 5000;
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
    root.addEventListener("pointerdown", () => this.#stay());
    this.#body.addEventListener("click", ({ target }) => {
      const button = target.closest(".card-button");
      if (button) this.#pressed(button);
    });
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

  /** The board is another: `versionOf(ticket)` tells whether that concerns what is shown. */
  look(versionOf) {
    const of = this.#body.firstElementChild;
    if (!this.isOpen || !of || !of.dataset.ticket) return;
    const version = versionOf(of.dataset.ticket);
    if (version === this.#version) return;
    this.#version = version;
    this.#load();
  }

  /** Whether a deed of keys or buttons is meant for the card, which then does it. */
  takes({ deed, number, quiet, slot }) {
    if (LISTS.includes(deed)) {
      this.#presses.letGo();
      this.#show(deed);
      return true;
    }
    if (!this.isOpen || slot !== undefined || deed === "sheet") return false;
    if (deed === "none" || deed === "card") this.close();
    else if (number !== undefined && !quiet) this.choose(number);
    return true;
  }

  /** A bump bar wants the card, or presses the button of a number on it; `open()` opens it. */
  ofBar({ deed, number }, open) {
    if (number) this.choose(number);
    else if (LISTS.includes(deed) || !this.isOpen) open();
  }

  /** Press the button of a number. */
  choose(number) {
    if (!this.isOpen) return;
    const button = this.#buttons()[number - 1];
    if (button) this.#pressed(button);
    else this.say(this.#words.say("no_slot", { slot: number }));
  }

  /** The server answered a press; `text` is why it was refused. */
  answered({ press, outcome }, text) {
    if (press !== this.#waits || outcome === "again") return;
    this.#waits = "";
    if (text) this.say(text);
    else if (this.#isLeft()) this.#load();
    else this.close();
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

  #pressed(button) {
    this.#stay();
    const { kind, lines, outcome, station, qty } = button.dataset;
    if (kind === "pick" || kind === "recipe") {
      turn(button);
      return;
    }
    const { ticket, label } = button.dataset.ticket ? button.dataset : this.#body.firstElementChild.dataset;
    const of = kind === "transfer" ? this.#picked() : [];
    const press = this.#presses.send(kind, { ticket: ticket || "", label: label || "", slot: 0 }, of.length ? of : lines.split(" "), { outcome, station, qty: qty && Number(qty) });
    if (!press) return;
    this.#waits = press;
    button.closest(".card-part").classList.add("is-pressed");
    this.say(this.#words.say("sent"));
  }

  #picked() {
    return Array.from(this.#body.querySelectorAll('[data-kind="pick"][aria-pressed="true"]'), (each) => each.dataset.lines);
  }

  async #load() {
    if (this.#control) this.#control.abort();
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
    if (html) this.#fill(html);
    this.say(html ? "" : this.#words.say("no_card"));
  }

  #fill(html) {
    this.#body.innerHTML = html;
    this.#title.textContent = this.#body.firstElementChild.dataset.title;
    this.#buttons().forEach((button, index) => {
      button.prepend(Object.assign(document.createElement("kbd"), { textContent: String(index + 1) }));
    });
  }
}

/** A button that only turns something: whether its line is meant, or whether its recipe is shown. */
function turn(button) {
  const name = button.dataset.kind === "pick" ? "aria-pressed" : "aria-expanded";
  const on = button.getAttribute(name) !== "true";
  button.setAttribute(name, String(on));
  if (name === "aria-expanded") button.closest(".card-part").querySelector(".card-recipe").hidden = !on;
}
