// Keys become the same deeds as fingers: digits choose a slot, the others are in the keymap.

import { digitOf, isModifier } from "../lib/keymap.js";

/** So long after its first digit a number may get its second. */
const TYPING_MS = 600;
/** A scanner types faster than anybody: so many keys with so little between them are no hand's. */
const BURST_MS = 35;
const BURST_KEYS = 4;

export class KeyInput {
  #keymap;
  #act;
  #busy;
  #typed = "";
  #first = 0;
  #last = -BURST_MS;
  #quick = 0;
  #waiting = 0;
  #modifier = null;
  #answer = 0;

  /**
   * `act({deed, number?}, at)` is called for every key that means something, unless `busy()`: another has the keyboard.
   * A number that may still get a second digit is {quiet: true}: it chooses, and says nothing.
   */
  constructor(keymap, act, busy) {
    this.#keymap = keymap;
    this.#act = act;
    this.#busy = busy;
    window.addEventListener("keydown", (event) => this.#down(event));
    window.addEventListener("keyup", (event) => this.#up(event));
  }

  #down(event) {
    if (event.repeat || this.#busy()) return;
    if (isModifier(event)) {
      this.#modifier = { code: event.code, at: event.timeStamp };
      return;
    }
    this.#modifier = null;
    const digit = digitOf(event);
    const deed = digit === null ? this.#keymap.deedOf(event) : undefined;
    if (deed && inButton(event)) return;
    if (deed) event.preventDefault();
    if (this.#isScanned(event)) {
      this.#forget();
      this.#act({ deed: "none" }, event.timeStamp);
      return;
    }
    if (digit !== null) this.#digit(digit, event.timeStamp);
    else if (deed) this.#deed(deed, event);
  }

  /** Ctrl, Alt, Shift or Meta is a key of its own where nothing was pressed while it was down. */
  #up(event) {
    const held = this.#modifier;
    this.#modifier = null;
    if (!held || held.code !== event.code || this.#busy()) return;
    const deed = this.#keymap.deedOf({ code: event.code, key: event.key });
    if (deed) this.#act({ deed }, held.at);
  }

  /** Whether this key is one of a burst, as a scanner types it; the Enter at its end belongs to it. */
  #isScanned({ timeStamp, key }) {
    const quick = timeStamp - this.#last < BURST_MS && timeStamp > this.#last;
    this.#last = timeStamp;
    const before = this.#quick;
    this.#quick = quick ? before + 1 : 1;
    return quick && (this.#quick >= BURST_KEYS || (key === "Enter" && before >= BURST_KEYS));
  }

  #digit(digit, at) {
    clearTimeout(this.#answer);
    if (!this.#typed || at - this.#first > TYPING_MS || this.#typed.length > 1) {
      this.#typed = "";
      this.#first = at;
    }
    this.#typed += digit;
    const number = Number(this.#typed);
    if (!number) return;
    // The two digits of a number were decided upon with the first.
    const first = this.#first;
    const whole = this.#typed.length > 1;
    this.#act({ deed: "select", number, quiet: !whole }, first);
    if (!whole) this.#answer = setTimeout(() => this.#act({ deed: "answer", number }, first), TYPING_MS);
  }

  #deed(deed, event) {
    clearTimeout(this.#answer);
    const number = Number(this.#typed);
    const at = this.#first;
    this.#typed = "";
    const act = () => {
      if (number) this.#act({ deed: "answer", number }, at);
      this.#act({ deed }, event.timeStamp);
    };
    // A letter may be the first of a burst.
    clearTimeout(this.#waiting);
    if (event.key.length === 1) this.#waiting = setTimeout(act, BURST_MS);
    else act();
  }

  #forget() {
    clearTimeout(this.#waiting);
    clearTimeout(this.#answer);
    this.#typed = "";
  }
}

/** A button that has the focus is pressed by Enter and by the space bar. */
function inButton({ key, target }) {
  return (key === "Enter" || key === " ") && (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement);
}
