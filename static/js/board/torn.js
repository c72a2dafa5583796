// A card that is longer than a column goes on in the next: there and where it ends it says whose it is, and what can be done
// with it stands under its name.

/** What of a card stays whole, one below the other. */
const BLOCKS = "h2, .pass-ribbon, .pass-course, .pass-foot, .pass-fault:not([hidden]), li, .pass-served";
/** What of a card stands at its end as long as it is not torn. */
const FOOT = ".pass-fault, .pass-foot";

export class Torn {
  #columns;
  #words;
  #size = "";
  /** Card → in how many columns it stands. */
  #parts = new WeakMap();

  /** `columns` holds the cards. */
  constructor(columns, words) {
    this.#columns = columns;
    this.#words = words;
  }

  /** Tear the cards that have to be, where they have changed or another size. Whether there were any. */
  look(cards) {
    const { clientWidth, clientHeight } = this.#columns;
    const size = `${clientWidth} ${clientHeight}`;
    const isOff = (card) => size !== this.#size ? true : card.getClientRects().length !== (this.#parts.get(card) || 1);
    const off = cards.filter(isOff);
    this.#size = size;
    off.forEach(mend);
    const long = off.filter((card) => card.getClientRects().length > 1);
    for (const card of off) this.#parts.set(card, 1);
    for (const card of long) this.#tear(card);
    return off.length > 0;
  }

  #tear(card) {
    const { label } = card.dataset;
    const part = document.createElement("small");
    part.className = "board-part";
    part.textContent = "1/9";
    card.classList.add("is-torn");
    card.querySelector("bdi").after(part);
    card.querySelector(".pass-course, ul").before(...card.querySelectorAll(FOOT));
    const found = this.#marked(card, Array.from(card.querySelectorAll(BLOCKS)));
    const of = found.length + 1;
    part.textContent = `1/${of}`;
    found.forEach(([end, begin], at) => {
      end.textContent = this.#words.say("goes_on", { table: label, part: at + 2, of });
      begin.textContent = `${label} · ${at + 2}/${of}`;
    });
    this.#parts.set(card, card.getClientRects().length);
  }

  /** Put marks at the end of each column and at the beginning of the next: [end, begin], column by column. */
  #marked(card, blocks) {
    const found = [];
    for (let at = 1, from = 0; at < blocks.length; at += 1) {
      if (this.#columnOf(blocks[at]) === this.#columnOf(blocks[at - 1])) continue;
      const [end, before] = this.#ended(blocks, from, at);
      at = from = before;
      found.push([end, marked("board-again", blocks[before])]);
    }
    return found;
  }

  /** Put the end of a column before block `at`, or as much earlier as it has room; no heading stays behind: [end, before which]. */
  #ended(blocks, from, at) {
    for (let before = at; ; before -= 1) {
      const end = marked("board-goes-on", blocks[before]);
      const fits = this.#columnOf(end) === this.#columnOf(blocks[from]) && !blocks[before - 1].matches(".pass-course");
      if (fits || before - 1 <= from) return [end, before];
      end.remove();
    }
  }

  #columnOf(node) {
    const { columnCount, columnGap } = getComputedStyle(this.#columns);
    const wide = (this.#columns.clientWidth + (parseFloat(columnGap) || 0)) / Number(columnCount);
    const last = Array.from(node.getClientRects()).pop();
    return Math.floor((last.left - this.#columns.getBoundingClientRect().left + 1) / wide);
  }
}

/** As it came from the house. */
function mend(card) {
  if (!card.classList.contains("is-torn")) return;
  card.classList.remove("is-torn");
  for (const node of card.querySelectorAll(".board-part, .board-goes-on, .board-again")) node.remove();
  card.append(...card.querySelectorAll(FOOT));
}

/** A mark before a block; between the dishes of a list it is one of them. */
function marked(name, before) {
  const node = document.createElement(before.tagName === "LI" ? "li" : "p");
  node.className = name;
  node.textContent = "…";
  before.before(node);
  return node;
}
