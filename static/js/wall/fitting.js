// Letters as large as they fit: a ticket is tried out in a box that nobody sees, between a floor and a ceiling.
//
// Words are kept whole where that is possible at all. What does not fit at the floor is cut after a line; a single line
// that is too large even for that is written smaller still, and never cut off.

/** In rem, which is a 120th of the width: at 1.1 a character is 8 mm high on a screen of 43 inches. */
const FLOOR = 1.1;
const CEILING = 3.6;
/** So much smaller letters are taken where they leave every dish on one row. */
const CALM = 0.72;
/** In rem: the dish is 15 mm high on a screen of 43 inches. No rest is worth smaller letters. */
const COMFORT = 2.15;
/** Of the floor, for a single line that needs more than its box. */
const LEAST = 0.3;
const STEP = 0.0625;
const KEPT = 600;

export class Fitting {
  #box;
  #known = new Map();

  /** `parent` is an element in which tickets are drawn as on the board. */
  constructor(parent) {
    this.#box = document.createElement("div");
    this.#box.className = "slot is-measure";
    this.#box.setAttribute("aria-hidden", "true");
    parent.append(this.#box);
  }

  /** Forget what was measured: the window has another size. */
  forget() {
    this.#known.clear();
  }

  /** How many of a piece's lines fit at the floor into a box of pixels {width, height}; `piece(lines)` draws so many. */
  count(key, lines, piece, box) {
    return this.#once(`count ${key} ${box.width} ${box.height}`, () => {
      if (this.#fits(piece(lines), box, lines, FLOOR)) return lines;
      return Math.max(1, most(1, lines - 1, (some) => this.#fits(piece(some), box, some, FLOOR)));
    });
  }

  /**
   * The letters {size, across, broken, beside, label} of a piece of so many lines: in rem, in so many columns, words
   * broken or not, pots beside their names; `label` is the share of its full size in which the table fits.
   */
  letters(key, lines, piece, box) {
    return this.#once(`letters ${key} ${box.width} ${box.height}`, () => {
      const node = piece(lines);
      return { ...this.#largest(node, box, lines), label: labelOf(node) };
    });
  }

  #largest(node, box, lines) {
    this.#show(node, box);
    let best = null;
    for (const broken of [false, true]) {
      for (const [across, beside] of ways(box, lines)) {
        const from = best ? best.size + STEP : FLOOR;
        const steps = most(-1, Math.round((CEILING - from) / STEP), (n) => n < 0 || tried(node, { size: from + n * STEP, across, beside, broken }));
        if (steps >= 0) best = { size: from + steps * STEP, across, beside, broken };
      }
      if (best) return this.#calm(node, box, lines, best);
    }
    const tiny = { across: Math.min(box.wide, lines), beside: lines === 1 && box.wide > 1, broken: true };
    const smaller = most(0, Math.round((FLOOR * (1 - LEAST)) / STEP), (n) => tried(node, { ...tiny, size: FLOOR * LEAST + n * STEP }));
    return { ...tiny, size: FLOOR * LEAST + smaller * STEP };
  }

  #calm(node, box, lines, best) {
    const from = Math.max(COMFORT, best.size * CALM);
    if (best.size < from) return best;
    const steps = Math.floor((best.size - from) / STEP);
    for (const [across, beside] of ways(box, lines)) {
      const like = { across, beside, broken: best.broken };
      const found = most(-1, steps, (n) => n < 0 || (tried(node, { ...like, size: from + n * STEP }) && isCalm(node)));
      if (found >= 0) return { ...like, size: from + found * STEP };
    }
    return best;
  }

  #fits(node, box, lines, size) {
    this.#show(node, box);
    return ways(box, lines).some(([across, beside]) => tried(node, { size, across, beside, broken: true }));
  }

  #show(node, box) {
    // A pixel less: what a browser rounds up tears no line.
    this.#box.style.width = `${box.width - 1}px`;
    this.#box.style.height = `${box.height - 1}px`;
    this.#box.replaceChildren(node);
  }

  #once(key, measured) {
    if (!this.#known.has(key)) {
      if (this.#known.size > KEPT) this.#known.clear();
      this.#known.set(key, measured());
      this.#box.replaceChildren();
    }
    return this.#known.get(key);
  }
}

/** Write a ticket in these letters. */
export function write(node, { size, across, broken, beside, label }) {
  node.style.setProperty("--fit", `${size}rem`);
  node.style.setProperty("--across", String(across));
  if (size < FLOOR) node.style.setProperty("--least", `${size}rem`);
  else node.style.removeProperty("--least");
  node.style.setProperty("--label", String(label || 1));
  node.classList.toggle("is-broken", broken);
  node.classList.toggle("is-beside", beside);
}

/** The ways [across, beside] in which so many lines can stand in a box. */
function ways(box, lines) {
  const columns = Array.from({ length: Math.min(box.wide, lines) }, (_, at) => [at + 1, false]);
  return box.wide > 1 ? [...columns, [1, true]] : columns;
}

/** The share of its full size in which a table's name fits into the head. */
function labelOf(node) {
  const table = node.querySelector(".ticket-table");
  const fits = most(0, 16, (n) => {
    node.style.setProperty("--label", String(0.2 + n * 0.05));
    return table.scrollHeight <= table.clientHeight + 1 && table.scrollWidth <= table.clientWidth + 1;
  });
  return 0.2 + fits * 0.05;
}

function tried(node, letters) {
  write(node, letters);
  const lines = node.querySelector(".lines");
  if (lines.scrollHeight > lines.clientHeight || lines.scrollWidth > lines.clientWidth) return false;
  if (Array.from(lines.children).some((line) => line.getClientRects().length > 1)) return false;
  return Array.from(lines.querySelectorAll(".line-row, .line-what, .line-note, .pot-cell"))
    .every((each) => each.scrollWidth <= each.clientWidth + 1);
}

function isCalm(node) {
  return Array.from(node.querySelectorAll(".line-dish, .pot-cell > b")).every((each) => each.offsetHeight < 1.6 * fontSize(each));
}

function fontSize(element) {
  return parseFloat(getComputedStyle(element).fontSize);
}

/** The largest of the whole numbers from `low` to `high` for which `so` holds, as it does for all smaller ones; `low` for none. */
function most(low, high, so) {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (so(middle)) from = middle;
    else to = middle - 1;
  }
  return from;
}
