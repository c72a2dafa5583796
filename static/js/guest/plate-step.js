// At a kiosk: which number plate a guest has taken who eats here, so that who brings the dishes finds them.

import { find, write } from "../order/dom.js";

const DIGITS_MOST = 4;

export class PlateStep {
  #chosen;
  #hindered;
  #typed = "";

  /** `chosen(plate)` is called with what was typed, "" for who has taken none; `hindered(plate)` says why one is none's. */
  constructor(chosen, hindered) {
    this.#chosen = chosen;
    this.#hindered = hindered;
  }

  start() {
    find("kiosk-plate").addEventListener("click", ({ target }) => {
      const pressed = target.closest("button");
      if (pressed) this.#press(pressed.dataset);
    });
    find("kiosk-plate").addEventListener("keydown", (event) => {
      if (/^\d$/.test(event.key)) this.#press({ digit: event.key });
      else if (event.key === "Backspace") this.#press({ deed: "erase" });
    });
    this.paint();
  }

  /** The next guest has another. */
  clear() {
    this.#typed = "";
    this.paint();
  }

  #press({ digit, deed }) {
    if (digit && this.#typed.length < DIGITS_MOST) this.#typed += digit;
    if (deed === "erase") this.#typed = this.#typed.slice(0, -1);
    this.paint();
    if (deed === "none") this.#chosen("");
    if (deed === "done" && this.#typed && !this.#hindered(this.#typed)) this.#chosen(this.#typed);
  }

  /** Also when the house has said which are out. */
  paint() {
    write(find("plate-typed"), this.#typed || "–");
    const why = this.#typed ? this.#hindered(this.#typed) : "";
    write(find("plate-why"), why);
    find("plate-done").disabled = !this.#typed || Boolean(why);
  }
}
