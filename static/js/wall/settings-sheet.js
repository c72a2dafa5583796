// The sheet of this device's own settings: sound, column, keys. It opens by the gear and by its key.

import { DEEDS, isModifier } from "../lib/keymap.js";

export class SettingsSheet {
  #root;
  #sound;
  #heard;
  #keymap;
  #column;
  #words;
  #changed;
  #asking = null;
  #held = "";

  /**
   * `root` is the sheet's element; `parts` are {sound, heard, keymap, column, words}, `actions` {turnColumn(), changed()}:
   * show or hide the column, and what is called when the sheet was opened or closed.
   */
  constructor(root, { sound, heard, keymap, column, words }, { turnColumn, changed }) {
    this.#root = root;
    this.#sound = sound;
    this.#heard = heard;
    this.#keymap = keymap;
    this.#column = column;
    this.#words = words;
    this.#changed = changed;
    this.#on("sheet-close", "click", () => this.toggle());
    this.#on("sheet-volume", "input", (event) => sound.turn(Number(event.target.value)));
    this.#on("sheet-volume", "change", () => sound.play("arrived"));
    this.#on("sheet-muted", "change", (event) => sound.mute(!event.target.checked));
    this.#on("sheet-spoken", "change", (event) => heard.speak(event.target.checked));
    this.#on("sheet-column", "change", () => turnColumn());
    this.#on("sheet-reset", "click", () => { keymap.reset(); this.paint(); });
    for (const button of root.querySelectorAll("[data-sound]")) button.addEventListener("click", () => sound.play(button.dataset.sound));
    for (const button of root.querySelectorAll("[data-deed]")) button.addEventListener("click", () => this.#ask(button));
    window.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("keyup", (event) => this.#released(event));
    this.paint();
  }

  get open() {
    return !this.#root.hidden;
  }

  toggle() {
    this.#asking = null;
    this.#root.hidden = !this.#root.hidden;
    if (this.open) this.#find("sheet-close").focus();
    else document.activeElement.blur();
    this.paint();
    this.#changed();
  }

  /** Show how things are set: here, and by their keys on the wall's buttons. */
  paint() {
    this.#find("sheet-volume").value = String(this.#sound.volume);
    this.#find("sheet-muted").checked = !this.#sound.muted;
    this.#find("sheet-spoken").checked = this.#heard.speaks;
    this.#find("sheet-column").checked = this.#column.shown;
    for (const deed of DEEDS) {
      const keys = this.#keymap.keysOf(deed);
      const text = deed === this.#asking ? this.#words.say("press_key") : keys.join(" ");
      for (const button of this.#root.querySelectorAll(`[data-deed="${deed}"]`)) button.textContent = text;
      for (const label of document.querySelectorAll(`kbd[data-key="${deed}"]`)) label.textContent = keys[0];
    }
  }

  #find(id) {
    return this.#root.querySelector(`#${id}`);
  }

  #on(id, what, act) {
    this.#find(id).addEventListener(what, act);
  }

  #ask(button) {
    this.#asking = button.dataset.deed;
    this.paint();
  }

  #assign(event) {
    if (this.#keymap.assign(this.#asking, event)) this.#asking = null;
    this.paint();
  }

  /** Ctrl, Alt, Shift or Meta by itself: nothing else was pressed while it was down. */
  #released(event) {
    if (!this.open || !this.#asking || this.#held !== event.code) return;
    event.stopImmediatePropagation();
    this.#held = "";
    this.#assign({ key: event.key, code: event.code });
  }

  #key(event) {
    if (!this.open) return;
    if (this.#asking) {
      event.preventDefault();
      // The board's own keys, and those of the browser, come after this one and must not hear it.
      event.stopImmediatePropagation();
      this.#held = isModifier(event) ? event.code : "";
      if (!this.#held) this.#assign(event);
    } else if (event.key === "Escape") {
      // The board's own keys come after this one and must not hear it.
      event.stopImmediatePropagation();
      this.toggle();
    }
  }
}
