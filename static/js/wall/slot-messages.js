// What is said at a cell, or in the bar where the ticket stands in none: for some seconds, then no more.

const SAY_MS = 5000;
const bar = document.getElementById("said");

export class Sayings {
  #grid;
  #said = new Map();
  #barTimer = 0;

  constructor(grid) {
    this.#grid = grid;
  }

  /** Say it at a place of this page for some seconds. */
  here(place, text) {
    const cell = this.#grid.cell(place);
    if (!cell) {
      this.bar(text);
      return;
    }
    const before = this.#said.get(place);
    if (before) clearTimeout(before.timer);
    const timer = setTimeout(() => {
      this.#said.delete(place);
      write(cell, "");
    }, SAY_MS);
    this.#said.set(place, { text, timer });
    write(cell, text);
  }

  /** Say it in the bar for some seconds. */
  bar(text) {
    clearTimeout(this.#barTimer);
    bar.textContent = text;
    this.#barTimer = setTimeout(() => { bar.textContent = ""; }, SAY_MS);
  }

  /** `standing` says what stands at some places for as long as it does: a map of place to text. */
  paint(standing) {
    this.#grid.standing().forEach(({ place }) => {
      const passing = this.#said.get(place);
      write(this.#grid.cell(place), passing ? passing.text : standing.get(place) || "");
    });
  }

  /** Another page: what was said at a place was not said of what stands there now. */
  forget() {
    for (const { timer } of this.#said.values()) clearTimeout(timer);
    this.#said.clear();
  }
}

function write(cell, text) {
  const face = cell.querySelector(".cell-said");
  if (face.textContent !== text) face.textContent = text;
}
