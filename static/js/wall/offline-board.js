// The last board, stored on the device: a page that opens without its server shows it, marked as stale.

import { load, remove, save } from "../lib/storage.js";

const EVERY_MS = 4000;

export class OfflineBoard {
  #key;
  #language;
  #board;
  #clock;
  #heardAt;
  #timer = 0;

  /** `board` is the board of a screen in a language; `heardAt()` the server's time at which it was true. */
  constructor({ screen, language }, board, clock, heardAt) {
    this.#key = `kds.board.${screen}`;
    this.#language = language;
    this.#board = board;
    this.#clock = clock;
    this.#heardAt = heardAt;
    window.addEventListener("pagehide", () => this.save());
  }

  /** What was stored: {board, heardAt, ahead}; null for nothing, or for something in another language. */
  load() {
    const found = load(this.#key, null);
    return found && found.language === this.#language && found.board && found.board.grid ? found : null;
  }

  /** The board has changed: store it within some seconds. */
  saveSoon() {
    if (!this.#timer) this.#timer = setTimeout(() => this.save(), EVERY_MS);
  }

  /** Store what is shown now. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#board.seq < 0) return;
    const ahead = this.#clock.now() - Date.now();
    const stored = { board: this.#board.message(), heardAt: this.#heardAt(), ahead, language: this.#language };
    // An older board would be taken for the last one.
    if (!save(this.#key, stored)) remove(this.#key);
  }
}
