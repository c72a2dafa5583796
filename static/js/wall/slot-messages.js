// What is said at a slot, or in the bar where the ticket stands in none: for some seconds, then no more.

const SHOWN_MS = 5000;

export class SlotMessages {
  #slots;
  #bar;
  #passing = new Map();
  #barTimer = 0;

  /** `bar` is the element for what is said at no slot. */
  constructor(slots, bar) {
    this.#slots = slots;
    this.#bar = bar;
  }

  /** Say something for some seconds at a slot of the page that is shown; in the bar where there is no such slot. */
  say(slot, text) {
    const element = this.#slots.element(slot);
    if (!element) {
      this.sayInBar(text);
      return;
    }
    const before = this.#passing.get(slot);
    if (before) clearTimeout(before.timer);
    const timer = setTimeout(() => {
      this.#passing.delete(slot);
      write(element, "");
    }, SHOWN_MS);
    this.#passing.set(slot, { text, timer });
    write(element, text);
  }

  /** Say something in the bar for some seconds. */
  sayInBar(text) {
    clearTimeout(this.#barTimer);
    this.#bar.textContent = text;
    this.#barTimer = setTimeout(() => { this.#bar.textContent = ""; }, SHOWN_MS);
  }

  /** `lasting` is a map of slot to text: what is said there until the next paint, where nothing passing is. */
  paint(lasting) {
    for (const { slot } of this.#slots.standing()) {
      const passing = this.#passing.get(slot);
      write(this.#slots.element(slot), passing ? passing.text : lasting.get(slot) || "");
    }
  }

  /** Another page is shown: what was said at a slot was not said of what stands there now. */
  forget() {
    for (const { timer } of this.#passing.values()) clearTimeout(timer);
    this.#passing.clear();
  }
}

function write(element, text) {
  const node = element.querySelector(".slot-message");
  if (node.textContent !== text) node.textContent = text;
}
