// The all-day column: shown or hidden as this device was told. What does not fit is written smaller, down to a floor; what
// has no room even so is counted, and shown by a press on the count, for some seconds.

import { SameNodes } from "../lib/same-nodes.js";
import { load, save } from "../lib/storage.js";

const HIDDEN = "kds.column";
/** Of the size of its letters, from the largest on: the last ones are 8 mm high where the board's floor is. */
const SHARES = [1, 0.94, 0.88, 0.83, 0.78, 0.74];
/** The column is written anew so often at most: at the peak each commit changes it, and to write it costs a frame. */
const ANEW_MS = 250;
/** Of what has no room in the column. */
const OUT = "is-out";
/** The dishes at the end stand there so long. */
const TURNED_MS = 15000;

export class AllDayColumn {
  #body;
  #root;
  #words;
  #html = "";
  /** The HTML of the column without its rows. */
  #frame = "";
  #rows = null;
  #from = 0;
  #share = 0;
  #written = -Infinity;
  #late = 0;
  #timer = 0;

  /** `body` gets the class that hides the column `root`; `openBatches(at)`: a batch was pressed. */
  constructor(body, root, words, openBatches) {
    this.#body = body;
    this.#root = root;
    this.#words = words;
    if (load(HIDDEN, 0) === 1) body.classList.add("is-without-column");
    root.addEventListener("click", (event) => {
      if (event.target.closest(".all-day-more")) this.#turn();
      if (event.target.closest(".batches")) openBatches(event.timeStamp);
    });
    // The keyboard's focus stays with the ticket that was chosen.
    root.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Whether it is shown here. */
  get shown() {
    return !this.#body.classList.contains("is-without-column");
  }

  /** Show it where it is hidden and hide it where it is shown, and remember that on this device. */
  toggle() {
    save(HIDDEN, this.shown ? 1 : 0);
    this.#body.classList.toggle("is-without-column");
  }

  /** Put this HTML into the column: at once, or, where that has just been done, in a moment. */
  fill(html) {
    clearTimeout(this.#late);
    if (html === this.#html) return;
    const wait = this.#written + ANEW_MS - performance.now();
    if (wait > 0) this.#late = setTimeout(() => this.#write(html), wait);
    else this.#write(html);
  }

  #write(html) {
    this.#written = performance.now();
    this.#html = html;
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.querySelector(".all-day-rows");
    const rows = fresh ? Array.from(fresh.children) : [];
    if (fresh) fresh.replaceChildren();
    this.#around(template.innerHTML, template.content);
    if (this.#rows) this.#rows.show(rows.map((row) => [row.outerHTML, () => row]));
    this.fit();
  }

  /** What stands about the rows, where it is something else than before. */
  #around(html, nodes) {
    if (html === this.#frame) return;
    this.#frame = html;
    this.#root.replaceChildren(nodes);
    const rows = this.#root.querySelector(".all-day-rows");
    this.#rows = rows && new SameNodes(rows);
  }

  /** Write the dishes as large as they all fit; count those that have no room. */
  fit() {
    if (this.shown) this.#fitBatches();
    const rows = this.#root.querySelector(".all-day-rows");
    const more = this.#root.querySelector(".all-day-more");
    if (!rows || !more || !this.shown) return;
    more.hidden = true;
    const each = Array.from(rows.children);
    for (const row of each) row.hidden = false;
    const isFull = (at) => {
      rows.style.setProperty("--share", String(SHARES[at]));
      return rows.scrollHeight > rows.clientHeight + 1;
    };
    // Mostly it is as full as it was.
    while (this.#share > 0 && !isFull(this.#share - 1)) this.#share -= 1;
    while (this.#share < SHARES.length && isFull(this.#share)) this.#share += 1;
    const last = SHARES.length - 1;
    rows.style.setProperty("--share", String(SHARES[Math.min(this.#share, last)]));
    if (this.#share > last) this.#count(each, rows, more);
    else this.#whole(each);
  }

  /** Of what can be cooked together no more stands here than has room; the others are counted, and stand on the card. */
  #fitBatches() {
    const list = this.#root.querySelector(".batches ul");
    if (!list) return;
    const more = this.#root.querySelector(".batches-more");
    const each = Array.from(list.children);
    for (const one of each) one.hidden = false;
    if (list.scrollHeight > list.clientHeight + 1) {
      more.hidden = false;
      const edge = list.getBoundingClientRect().bottom + 1;
      for (const one of each.slice(1).filter((one) => one.getBoundingClientRect().bottom > edge)) one.hidden = true;
    }
    const n = Number(more.dataset.more) + each.filter((one) => one.hidden).length;
    more.hidden = n === 0;
    more.textContent = this.#words.say("more", { n });
  }

  #whole(each) {
    this.#from = 0;
    for (const row of each) row.classList.remove(OUT);
  }

  /**
   * Show those from the one turned to on, as many as have room, and say how many others there are. What is below the edge
   * keeps its place unseen: to take it out and to put it back costs a layout at each change.
   */
  #count(each, rows, more) {
    more.hidden = false;
    more.textContent = this.#words.say("more", { n: each.length });
    if (this.#from >= each.length) this.#from = 0;
    each.forEach((row, at) => { row.hidden = at < this.#from; });
    const edge = rows.getBoundingClientRect().bottom + 1;
    const out = each.map((row, at) => at < this.#from || row.getBoundingClientRect().bottom > edge);
    each.forEach((row, at) => { row.classList.toggle(OUT, out[at]); });
    more.textContent = this.#words.say("more", { n: out.filter(Boolean).length });
  }

  /** Those that had no room are shown, and after some seconds the first ones again. */
  #turn() {
    const each = Array.from(this.#root.querySelectorAll(".all-day-row"));
    const last = each.map((row) => row.classList.contains(OUT)).lastIndexOf(false);
    this.#turnTo(last + 1 < each.length ? last + 1 : 0);
    clearTimeout(this.#timer);
    if (this.#from) this.#timer = setTimeout(() => this.#turnTo(0), TURNED_MS);
  }

  #turnTo(from) {
    this.#from = from;
    this.fit();
  }
}
