// What this wall leaves out: how many tickets stand at other stations. The mark in the bar is quiet while a live wall shows
// them, and loud of those that stand on none; a press on it says which stations they are, for some seconds.

/** The list covers slots, and goes by itself. */
const OPEN_MS = 15000;

export class LeftOut {
  /** Whether the list lies over the board. */
  open = false;
  #root;
  #words;
  #changed;
  #html;
  #dark = new Set();
  #timer = 0;

  /** `root` has the mark, as the server drew it; `changed()` is called when the list was opened or closed. */
  constructor(root, words, changed) {
    this.#root = root;
    this.#words = words;
    this.#changed = changed;
    this.#html = root.innerHTML;
    root.addEventListener("click", () => this.#turn(!this.open));
    // The keyboard's focus stays with the ticket that was chosen.
    root.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Put this HTML there: "" where the wall shows every station. */
  fill(html) {
    if (html === this.#html) return;
    this.#html = html;
    this.#root.innerHTML = html;
    if (!html) this.open = false;
    this.#paint();
  }

  /** These stations stand on no live wall. */
  dark(stations) {
    this.#dark = new Set(stations);
    this.#paint();
  }

  #turn(open) {
    clearTimeout(this.#timer);
    if (open) this.#timer = setTimeout(() => this.#turn(false), OPEN_MS);
    this.open = open;
    this.#paint();
    this.#changed();
  }

  #paint() {
    const mark = this.#root.querySelector(".left-out-mark");
    if (!mark) return;
    let unseen = 0;
    for (const row of this.#root.querySelectorAll(".left-out-station")) {
      const isDark = this.#dark.has(row.dataset.station);
      row.querySelector(".left-out-nowhere").hidden = !isDark;
      row.classList.toggle("is-dark", isDark && Number(row.dataset.count) > 0);
      if (isDark) unseen += Number(row.dataset.count);
    }
    this.#root.classList.toggle("is-loud", unseen > 0);
    const said = mark.querySelector(".left-out-dark");
    said.hidden = unseen === 0;
    said.textContent = this.#words.say("on_no_screen", { n: unseen });
    mark.setAttribute("aria-expanded", String(this.open));
    this.#root.querySelector(".left-out-list").hidden = !this.open;
  }
}
