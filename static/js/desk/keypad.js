// The keys of a PIN, by touch and by keyboard. What is typed stands in a field of a password, and nowhere else.

const MOST = 8;

export class Keypad {
  #pin;
  #fault;

  /** `node` is that of templates/_keypad.html. */
  constructor(node) {
    this.#pin = node.querySelector(".keypad-pin");
    this.#fault = node.querySelector(".keypad-fault");
    node.addEventListener("click", ({ target }) => {
      const key = target.closest("[data-digit], [data-erase]");
      if (key && key.dataset.digit) this.type(key.dataset.digit);
      else if (key) this.erase();
    });
    this.#pin.addEventListener("input", () => {
      const digits = this.#pin.value.replace(/\D/g, "");
      if (digits !== this.#pin.value) this.#pin.value = digits;
    });
  }

  get pin() {
    return this.#pin.value;
  }

  type(digit) {
    this.say("");
    if (this.#pin.value.length < MOST) this.#pin.value += digit;
  }

  erase() {
    this.#pin.value = this.#pin.value.slice(0, -1);
  }

  /** Keys are meant for the PIN from now on; no keyboard comes up for it on a screen. */
  focus() {
    this.#pin.focus({ preventScroll: true });
  }

  clear() {
    this.#pin.value = "";
    this.say("");
  }

  /** Whether a key was meant for the PIN, wherever it was pressed; `event` is then done with. */
  takes(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false;
    const digit = /^\d$/.test(event.key);
    if (!digit && !(event.key === "Backspace" && this.pin && !event.target.matches("input:not(.keypad-pin)"))) return false;
    event.preventDefault();
    if (digit) this.type(event.key);
    else this.erase();
    return true;
  }

  say(text) {
    if (this.#fault.textContent !== text) this.#fault.textContent = text;
  }
}
