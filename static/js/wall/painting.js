// When what is painted was painted: it is noted in the frame that paints it. Until then a press means what stood there
// before.

import { paintedOf } from "./members.js";

export class Painting {
  /** When the last paint was noted, by performance.now(). */
  at = 0;
  #noting = false;
  #root;
  #parts;

  /** `parts` are {board, slots, history, report}. */
  constructor(root, parts) {
    this.#root = root;
    this.#parts = parts;
  }

  /** Something was painted: the next frame shows it. */
  painted() {
    if (this.#noting) return;
    this.#noting = true;
    requestAnimationFrame(() => this.note());
  }

  /** Note what is painted now, where that is still to be done. */
  note() {
    if (!this.#noting) return;
    this.#noting = false;
    const { board, slots, history, report } = this.#parts;
    this.at = performance.now();
    const standing = slots.read();
    history.note(standing, this.at);
    // A bar means the first page; what was painted of that counts while another one is shown.
    if (slots.page === 0 && slots.isGrouped) report.say(paintedOf(board.tickets(), standing.flatMap(({ lines }) => lines)));
    else if (slots.page === 0) report.tell(standing, (ticket) => board.ticket(ticket), board.slots);
    this.#root.dataset.painted = `${board.seq} ${slots.page}`;
  }
}
