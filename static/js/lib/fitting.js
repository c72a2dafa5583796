// Letters as large as they fit: a ticket is tried out in a box that nobody sees, between a floor and a ceiling.
//
// Words are kept whole where that is possible at all. What does not fit at the floor is cut after a line; a single line
// that is too large even for that is written smaller still, and never cut off. Each try costs a layout: the first one
// tells how much of the box is used, and with that the next ones are near.

import { most } from "./most.js";

/** In rem, which is a 120th of the width: at 1.1 a character is 8 mm high on a screen of 43 inches, to be read at 3 m. */
const FLOOR = 1.1;
const CEILING = 3.6;
/** In rem: the dish is 15 mm high there. No rest is worth smaller letters. */
const COMFORT = 2.15;
/** So much smaller letters are taken where they leave every dish on one row. */
const CALM = 0.72;
/** Of the floor, for a single line that needs more than its box. */
const LEAST = 0.3;
/** So much smaller a table's name is written before its words are broken. */
const WHOLE = 0.5;
/** From one size to the next. */
const STEP = 1.03;
/** A way may do so much better than it seemed at the first try. */
const HOPE = 1.2;
const KEPT = 300;
/** What must be as wide as its longest word. */
export const KEPT_WHOLE = ".line-row, .line-what, .line-note, .pot, .pot-cell";

export class Fitting {
  #box;
  #known = new Map();
  #sizes = [];
  #floor = FLOOR;
  #comfort = COMFORT;

  /** `parent` is an element in which tickets are drawn as on the board. */
  constructor(parent) {
    this.#box = document.createElement("div");
    this.#box.className = "slot is-measure";
    this.#box.setAttribute("aria-hidden", "true");
    parent.append(this.#box);
    this.begin(1);
  }

  /** Forget what was measured: the window has another size. Letters are `far` times what they are on 43 inches at 3 m. */
  begin(far) {
    this.#known.clear();
    this.#floor = FLOOR * far;
    this.#comfort = COMFORT * far;
    this.#sizes = ladder(this.#floor, Math.max(CEILING, this.#comfort * STEP));
  }

  /**
   * How many of a piece's lines fit at the floor into a box {wide, width, height}, in pixels; `draw(lines)` draws so many.
   * That takes one try for most of those that wait; the letters are looked for only where a piece is shown.
   */
  count(key, lines, draw, box) {
    return this.#once(`count ${key}`, box, () => {
      const fits = (some) => this.#fits(draw(some), box, some);
      return fits(lines) ? lines : Math.max(1, most(1, lines - 1, fits));
    });
  }

  /**
   * The letters {size, across, broken, beside, label, least, fits} of a piece of so many lines: in rem, in so many columns,
   * words broken or not, pots beside their names; `label` is how the table's name is written, and
   * `fits` is false where that is smaller than the floor.
   */
  letters(key, lines, draw, box) {
    return this.#once(key, box, () => {
      const node = this.#show(draw(lines), box);
      const letters = this.#largest(node, waysOf(node, box, lines), lines);
      return { ...letters, label: labelOf(node) };
    });
  }

  /** Whether the letters of such a piece are known. */
  knows(key, box) {
    return this.#known.has(`${key} ${box.width} ${box.height}`);
  }

  #largest(node, ways, lines) {
    const start = lastBelow(this.#sizes, this.#comfort);
    for (const broken of [false, true]) {
      let best = null;
      const look = (way) => (size) => tried(node, { ...way, broken, size });
      const firsts = ways.map((way) => ({ way, at: start, seen: look(way)(this.#sizes[start]) }));
      // The most promising way first: of the others it is then mostly plain that they are worse.
      firsts.sort((one, other) => other.seen.more - one.seen.more);
      for (const first of firsts) {
        const { way, seen } = first;
        if (best && this.#sizes[start] * seen.more * HOPE < best.size) break;
        const found = climb(this.#sizes, best ? best.at + 1 : 0, look(way), first);
        if (found) best = { ...way, broken, at: found.at, size: this.#sizes[found.at], calm: found.calm, fits: true };
      }
      if (best) return this.#calm(node, best, firsts, this.#sizes[start]);
    }
    return this.#tiny(node, ways, lines);
  }

  /**
   * Smaller letters that leave every dish on one row; the best ones where there are none, or where these do. `firsts` are
   * the ways with what was seen of each at `start`, in rem.
   */
  #calm(node, best, firsts, start) {
    const from = Math.max(this.#comfort, best.size * CALM);
    if (best.calm >= best.size || best.size < from) return best;
    for (const { way, seen } of firsts) {
      const at = lastBelow(this.#sizes, Math.min(best.size, seen.calm, start * seen.more * HOPE));
      if (at < 0 || this.#sizes[at] < from) continue;
      const letters = { ...way, broken: best.broken, size: this.#sizes[at], fits: true };
      const tested = tried(node, letters);
      if (tested.fits && tested.calm >= letters.size) return letters;
    }
    return best;
  }

  /** What does not fit: at the floor, or smaller where it is one line that cannot be cut. */
  #tiny(node, ways, lines) {
    const way = { ...ways[ways.length - 1], broken: true, fits: false };
    if (lines > 1) return { ...way, size: this.#floor };
    const sizes = ladder(this.#floor * LEAST, this.#floor);
    const found = climb(sizes, 0, (size) => tried(node, { ...way, size, least: size }));
    const size = sizes[found ? found.at : 0];
    return { ...way, size, least: size };
  }

  #fits(node, box, lines) {
    this.#show(node, box);
    return waysOf(node, box, lines).some((way) => tried(node, { ...way, size: this.#floor, broken: true }).fits);
  }

  #show(node, box) {
    // A pixel less: what a browser rounds up tears no line.
    this.#box.style.width = `${box.width - 1}px`;
    this.#box.style.height = `${box.height - 1}px`;
    this.#box.replaceChildren(node);
    return node;
  }

  #once(what, box, measured) {
    const key = `${what} ${box.width} ${box.height}`;
    if (!this.#known.has(key)) {
      if (this.#known.size > KEPT) this.#known.clear();
      this.#known.set(key, measured());
      this.#box.replaceChildren();
    }
    return this.#known.get(key);
  }
}

/** Write a ticket in these letters. */
export function write(node, { size, across, broken, beside, label, least }) {
  const { style } = node.querySelector(".lines");
  style.setProperty("--fit", `${size}rem`);
  style.setProperty("--across", String(across));
  if (least) style.setProperty("--least", `${least}rem`);
  else style.removeProperty("--least");
  const table = node.querySelector(".ticket-table");
  if (label) {
    table.style.setProperty("--label", String(label.share));
    table.classList.toggle("is-broken", label.broken);
  }
  node.classList.toggle("is-in-columns", across > 1);
  node.classList.toggle("is-broken", broken);
  node.classList.toggle("is-beside", beside);
}

/** The ways {across, beside} in which so many lines can stand in a box: in columns, or a pot beside its name. */
function waysOf(node, box, lines) {
  const columns = Array.from({ length: Math.min(box.wide, lines) }, (_, at) => ({ across: at + 1, beside: false }));
  return box.wide > 1 && node.querySelector(".pot") ? [...columns, { across: 1, beside: true }] : columns;
}

/** How a table's name fits into the head: the {share} of its full size, its words {broken} only where that is too small. */
export function labelOf(node) {
  const table = node.querySelector(".ticket-table");
  const fits = () => table.scrollHeight <= table.clientHeight + 1 && table.scrollWidth <= table.clientWidth + 1;
  const share = (n) => 0.2 + n * 0.05;
  for (const broken of [false, true]) {
    table.classList.toggle("is-broken", broken);
    const found = fits() ? 16 : most(0, 15, (n) => {
      table.style.setProperty("--label", String(share(n)));
      return fits();
    });
    if (broken || share(found) >= WHOLE) return { share: share(found), broken };
    table.style.removeProperty("--label");
  }
  return { share: 1, broken: false };
}

/**
 * What becomes of a ticket in these letters: {fits, more, calm}. So much larger letters would about fill the box, and up
 * to `calm` (rem) each dish would stand on one row.
 */
function tried(node, letters) {
  write(node, letters);
  const lines = node.querySelector(".lines");
  const rows = Array.from(lines.children);
  const high = rows.reduce((sum, line) => sum + Array.from(line.getClientRects()).reduce((all, one) => all + one.height, 0), 0);
  const torn = rows.some((line) => line.getClientRects().length > 1);
  const words = Array.from(lines.querySelectorAll(KEPT_WHOLE));
  const wide = words.reduce((most, each) => Math.max(most, each.scrollWidth > each.clientWidth + 1 ? each.scrollWidth / each.clientWidth : 1), 1);
  const over = lines.scrollHeight > lines.clientHeight || lines.scrollWidth > lines.clientWidth;
  const room = (lines.clientHeight * letters.across) / Math.max(high, 1);
  const calm = calmOf(lines, letters.size);
  return { fits: !over && !torn && wide === 1, more: wide > 1 ? 0.99 / wide : moreOf(room, calm / letters.size), calm };
}

/** How much larger letters fill `room` times the height: the rows grow with them, and from `calm` times on become more. */
function moreOf(room, calm) {
  return calm < 1 ? room ** 0.6 : Math.max(Math.min(room, calm), room ** 0.6);
}

/**
 * Up to which size each dish, and each soup, stands on one row: a row grows with its letters, and its place does not. A name
 * that needs several rows however it is written does not count.
 */
function calmOf(lines, size) {
  let calm = Infinity;
  for (const dish of lines.querySelectorAll(".line-dish:not(.is-long), .pot-cell > b")) {
    const rects = Array.from(dish.getClientRects());
    const row = dish.closest(".line-row, .pot-cell");
    const text = rects.reduce((sum, one) => sum + one.width, 0);
    const beside = row.clientWidth - dish.parentElement.clientWidth;
    const most = (row.clientWidth * size) / (text + beside + 0.65 * size * rem());
    calm = Math.min(calm, rects.length > 1 ? Math.min(most, size / STEP) : Math.max(most, size));
  }
  return calm;
}

function rem() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Sizes from the one to the other, each a step larger. */
function ladder(from, to) {
  const sizes = [];
  for (let size = from; size <= to; size *= STEP) sizes.push(Math.round(size * 1000) / 1000);
  return sizes;
}

/**
 * The largest of the sizes from index `from` on that fits: {at, calm}; null for none. `first` {at, seen} has been tried
 * already. Ends where only one more step is left to be tried.
 */
function climb(sizes, from, look, first = null) {
  let [low, high, found] = [from - 1, sizes.length, null];
  const mind = (at, { fits, calm }) => {
    if (!fits) high = Math.min(high, at);
    else if (at > low) [low, found] = [at, { at, calm }];
  };
  const next = (at, { more }) => lastBelow(sizes, sizes[at] * more);
  if (first) mind(first.at, first.seen);
  let guess = from || (first ? next(first.at, first.seen) : sizes.length - 1);
  for (let turn = 0; high - low > 1; turn += 1) {
    const at = Math.min(Math.max(guess, low + 1), high - 1);
    const seen = look(sizes[at]);
    mind(at, seen);
    if (found && high - low <= 2 && turn > 0) break;
    guess = turn < 3 ? next(at, seen) : (low + high) >> 1;
  }
  return found;
}

/** The index of the last of these sizes that is not larger; the first one's where all are. */
function lastBelow(sizes, size) {
  let at = sizes.length - 1;
  while (at > 0 && sizes[at] > size) at -= 1;
  return at;
}
