// The sheet of this device's own settings: sound, column, keys. It opens by the gear and by its key.

import { isShown } from "./all-day-column.js";
import { DEEDS, assign, keysOf, reset } from "../lib/keymap.js";
import { word } from "../lib/words.js";

export class Sheet {
  #root = document.getElementById("sheet");
  #changed;
  #sound;
  #asking = null;

  /** `actions` are {column(), changed()}: turn the column, and hear that the sheet was opened or closed. */
  constructor(sound, { column, changed }) {
    this.#sound = sound;
    this.#changed = changed;
    const { root, on } = { root: this.#root, on: (id, what, act) => document.getElementById(id).addEventListener(what, act) };
    on("gear", "click", () => this.toggle());
    on("sheet-close", "click", () => this.toggle());
    on("sheet-volume", "input", (event) => sound.turn(Number(event.target.value)));
    on("sheet-volume", "change", () => sound.play("arrived"));
    on("sheet-muted", "change", (event) => sound.mute(!event.target.checked));
    on("sheet-column", "change", () => column());
    on("sheet-reset", "click", () => { reset(); this.paint(); });
    for (const button of root.querySelectorAll("[data-sound]")) button.addEventListener("click", () => sound.play(button.dataset.sound));
    for (const button of root.querySelectorAll("[data-deed]")) button.addEventListener("click", () => this.#ask(button));
    window.addEventListener("keydown", (event) => this.#key(event));
    this.paint();
  }

  get open() {
    return !this.#root.hidden;
  }

  toggle() {
    this.#asking = null;
    this.#root.hidden = !this.#root.hidden;
    if (this.open) document.getElementById("sheet-close").focus();
    else document.activeElement.blur();
    this.paint();
    this.#changed();
  }

  /** Show how things are. */
  paint() {
    document.getElementById("sheet-volume").value = String(this.#sound.volume);
    document.getElementById("sheet-muted").checked = !this.#sound.muted;
    document.getElementById("sheet-column").checked = isShown();
    for (const deed of DEEDS) {
      const faces = [...this.#root.querySelectorAll(`[data-deed="${deed}"]`), ...document.querySelectorAll(`kbd[data-key="${deed}"]`)];
      const text = deed === this.#asking ? word("press_key") : keysOf(deed).join(" ");
      for (const face of faces) face.textContent = face.tagName === "KBD" ? keysOf(deed)[0] : text;
    }
  }

  #ask(button) {
    this.#asking = button.dataset.deed;
    this.paint();
  }

  #key(event) {
    if (!this.open) return;
    if (this.#asking) {
      event.preventDefault();
      if (assign(this.#asking, event.key)) this.#asking = null;
      this.paint();
    } else if (event.key === "Escape") {
      // The board's own keys come after this one and must not hear it.
      event.stopImmediatePropagation();
      this.toggle();
    }
  }
}
