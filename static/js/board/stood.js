// What stood where on a board: a tap means what stood under the finger when the person decided, and so does a key.

import { REACTION_MS } from "../lib/paint-history.js";

/** Pictures of the board that are kept: the last before the reaction time, and those after it. */
const MOST = 24;

export class Stood {
  #root;
  /** [{at, spots, cards}], the oldest first; a spot is {left, top, right, bottom, data}. */
  #pictures = [];
  #wanted = false;

  constructor(root) {
    this.#root = root;
    const seen = { childList: true, subtree: true, attributes: true, characterData: true };
    new MutationObserver(() => this.note()).observe(root, seen);
  }

  /** Something has changed or moved: look at it once it is painted. */
  note() {
    if (this.#wanted) return;
    this.#wanted = true;
    window.requestAnimationFrame(() => {
      this.#wanted = false;
      this.#pictures.push({ at: performance.now(), spots: this.#spots(), cards: this.#cards() });
      const old = performance.now() - 2 * REACTION_MS;
      while (this.#pictures.length > MOST || (this.#pictures.length > 1 && this.#pictures[1].at < old)) this.#pictures.shift();
    });
  }

  #spots() {
    return Array.from(this.#root.querySelectorAll("[data-do]")).flatMap((node) => {
      const data = dataOf(node);
      return Array.from(node.getClientRects()).map(({ left, top, right, bottom }) => ({
        left: left + window.scrollX, right: right + window.scrollX, top: top + window.scrollY, bottom: bottom + window.scrollY, data,
      }));
    });
  }

  #cards() {
    return Array.from(this.#root.querySelectorAll(".pass"), ({ dataset }) => ({ session: dataset.session, number: dataset.number }));
  }

  #at(moment) {
    const then = this.#pictures.filter((each) => each.at <= moment - REACTION_MS);
    return then.length ? then[then.length - 1] : null;
  }

  /** What a finger meant that came down at {x, y} of the page: the data of a spot, or null where nothing stood there yet. */
  under({ x, y }, moment) {
    const picture = this.#at(moment);
    const found = picture && picture.spots.find((each) => x >= each.left && x <= each.right && y >= each.top && y <= each.bottom);
    return found ? found.data : null;
  }

  /** What could be pressed of a party at that moment: the data of the spot with this deed, and this line; null for none. */
  of(session, deed, moment, line) {
    const picture = this.#at(moment);
    const fits = ({ data }) => data.session === session && data.do === deed && (line === undefined || data.line === line);
    const found = picture && picture.spots.find(fits);
    return found ? found.data : null;
  }

  /** Whose card bore a number at that moment; "" for nobody's. */
  numbered(number, moment) {
    const picture = this.#at(moment);
    const found = picture && picture.cards.find((each) => each.number === number);
    return found ? found.session : "";
  }
}

/** What a button says of itself and of its card. */
export function dataOf(node) {
  const { session, label, front, cooking } = node.closest(".pass").dataset;
  const dish = node.querySelector(".pass-dish");
  return { ...node.dataset, session, label, front, cooking, text: (dish || node).textContent.trim().replace(/\s+/g, " ") };
}
