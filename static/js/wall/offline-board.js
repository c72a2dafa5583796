// The last board, kept on the device: a page that opens without its server shows it, marked as stale.

import * as clock from "../lib/clock.js";

const page = document.body.dataset;
const KEY = `kds.board.${page.screen}`;
const EVERY_MS = 4000;

export class Keeper {
  #board;
  #heardAt;
  #timer = 0;

  /** `heardAt()` gives the server's time at which the wall was true. */
  constructor(board, heardAt) {
    this.#board = board;
    this.#heardAt = heardAt;
    window.addEventListener("pagehide", () => this.now());
  }

  /** The board has changed: keep it soon. */
  soon() {
    if (!this.#timer) this.#timer = setTimeout(() => this.now(), EVERY_MS);
  }

  /** Keep what is shown now. */
  now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#board.seq < 0) return;
    const kept = { board: this.#board.message(), heardAt: this.#heardAt(), ahead: clock.now() - Date.now(), language: page.language };
    try {
      window.localStorage.setItem(KEY, JSON.stringify(kept));
    } catch (full) {
      // An older board would be taken for the last one.
      window.localStorage.removeItem(KEY);
    }
  }
}

/** What was kept: {board, heardAt, ahead}; null for nothing, or for something in another language. */
export function kept() {
  try {
    const found = JSON.parse(window.localStorage.getItem(KEY) || "null");
    return found && found.language === page.language && found.board.grid ? found : null;
  } catch (unreadable) {
    return null;
  }
}
