// A scanner types as a keyboard does. What begins with the letter of a slip's code is a code up to its Enter, however
// slowly it comes; of all else, what comes in one go and ends with Enter was scanned, and a key by itself was pressed.

/** Codes of tickets and of lines begin so: no key of the pass is one of these letters. */
const BEGINS = /^[tl]$/i;
/** A code that has not ended is none any more when nothing has come for so long. */
const CODE_MS = 4000;
/** Between two characters that come in one go there is less than this. */
const GAP_MS = 60;
/** Nobody presses so many keys, one after the other, with so little between them. */
const RUN_MS = 200;
const LEAST = 4;
const MOST = 64;

export class Typing {
  #hears;
  #typed = "";
  #isCode = false;
  #waiting = null;
  #timer = 0;
  #at = 0;

  /**
   * `hears` has `scanned(text)`, for what a scanner read; `typing(text)`, for a code of which so much has come; `dropped(text)`,
   * for one that did not end; `hasty()`, for keys of which nobody knows what they were; and `pressed(event)`, for a key
   * that a person pressed: true where it was for something.
   */
  constructor(hears) {
    this.#hears = hears;
    document.addEventListener("keydown", (event) => this.#down(event), true);
  }

  #down(event) {
    const { key, target, repeat, ctrlKey, altKey, metaKey, isComposing } = event;
    if (ctrlKey || altKey || metaKey || isComposing || key === "Shift" || key === "CapsLock" || isField(target)) return;
    // What is held down is pressed once.
    if (repeat && (key.length === 1 || key === "Enter")) return;
    if (!this.#isCode && event.timeStamp - this.#at > RUN_MS) this.#typed = "";
    this.#at = event.timeStamp;
    const character = key.length === 1 && key !== " ";
    if (this.#isCode) this.#ofCode(event, character);
    else if (character) this.#character(event);
    else this.#key(event);
  }

  #character(event) {
    this.#isCode = BEGINS.test(event.key) && this.#typed.length < LEAST;
    if (this.#isCode) {
      this.#forget();
      this.#ofCode(event, true);
      return;
    }
    const alone = this.#waiting === null;
    this.#typed = `${this.#typed}${event.key}`.slice(0, MOST);
    clearTimeout(this.#timer);
    this.#waiting = alone ? [event] : [...this.#waiting, event];
    this.#timer = setTimeout(() => this.#pause(), GAP_MS);
  }

  /** The keys that waited for more have stayed alone. */
  #pause() {
    const waiting = this.#waiting || [];
    this.#waiting = null;
    clearTimeout(this.#timer);
    if (waiting.length === 1) this.#hears.pressed(waiting[0]);
    else if (waiting.length) this.#hears.hasty();
  }

  #key(event) {
    const text = this.#typed;
    if (event.key === "Enter" && text.length >= LEAST) {
      this.#forget();
      stop(event);
      this.#hears.scanned(text.trim());
      return;
    }
    this.#pause();
    this.#typed = "";
    if (this.#hears.pressed(event)) event.preventDefault();
  }

  #ofCode(event, character) {
    stop(event);
    if (event.key === "Enter" || event.key === "Tab") {
      const text = this.#typed;
      this.#forget();
      this.#hears.scanned(text);
      return;
    }
    if (event.key === "Escape") this.#forget();
    else if (event.key === "Backspace") this.#typed = this.#typed.slice(0, -1);
    else if (character) this.#typed = `${this.#typed}${event.key.toUpperCase()}`.slice(0, MOST);
    this.#isCode = this.#typed !== "";
    clearTimeout(this.#timer);
    if (this.#isCode) this.#timer = setTimeout(() => this.#drop(), CODE_MS);
    this.#hears.typing(this.#typed);
  }

  #drop() {
    const text = this.#typed;
    this.#forget();
    this.#hears.dropped(text);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#typed = "";
    this.#isCode = false;
    this.#waiting = null;
  }
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}

function isField({ tagName }) {
  return tagName === "INPUT" || tagName === "TEXTAREA" || tagName === "SELECT";
}
