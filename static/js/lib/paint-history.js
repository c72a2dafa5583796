// What was painted in which slot, and when: a press means what stood there when the person decided to press.

/** From seeing something to pressing for it a person needs this long. */
export const REACTION_MS = 350;
const ENTRIES_MOST = 12;
const NOTHING = { ticket: "", label: "", version: 0, lines: [] };

export class PaintHistory {
  /** "slot 3" or "number 18" → what stood there, from when on: [{at, ticket, label, version, lines}], the oldest first. */
  #entries = new Map();
  /** Where what has no fixed place stood, from when on: [{at, places}], the oldest first. */
  #places = [];

  /**
   * At `at` (milliseconds of performance.now()) these were painted: [{slot, number, ticket, label, version, lines, box}], `lines` those to be done that could be read,
   * `box` {left, top, width, height} where it may move.
   */
  note(standing, at) {
    this.#notePlaces(standing.filter((each) => each.box), at);
    const numbers = new Set();
    for (const each of standing) {
      this.#note(`slot ${each.slot}`, each, at);
      if (each.number) this.#note(`number ${each.number}`, each, at);
      numbers.add(`number ${each.number}`);
    }
    // Numbers of a page that was turned away stand nowhere.
    for (const key of this.#entries.keys()) {
      if (key.startsWith("number") && !numbers.has(key)) this.#note(key, NOTHING, at);
    }
  }

  /** What stood in {slot}, at {x, y} or under {number} at a moment: {ticket, label, version, lines}; ticket "" for nothing. */
  stood({ slot, number, x, y }, at) {
    if (x !== undefined && this.#places.length) return this.#stoodAt(x, y, at);
    const entries = this.#entries.get(slot === undefined ? `number ${number}` : `slot ${slot}`) || [];
    for (let n = entries.length - 1; n >= 0; n -= 1) if (entries[n].at <= at) return entries[n];
    return NOTHING;
  }

  /** The lines of a ticket that could be read at a moment, in whichever slots it stood. */
  linesOf(ticket, at) {
    const lines = new Set();
    for (const key of this.#entries.keys()) {
      if (!key.startsWith("slot")) continue;
      const then = this.stood({ slot: key.slice(5) }, at);
      if (then.ticket === ticket) then.lines.forEach((line) => lines.add(line));
    }
    return Array.from(lines);
  }

  #stoodAt(x, y, at) {
    const then = this.#places.filter((each) => each.at <= at).pop();
    const over = ({ box }) => x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
    return (then && then.places.find(over)) || NOTHING;
  }

  #notePlaces(places, at) {
    const look = places.map(({ ticket, version, lines }) => `${ticket} ${version} ${lines}`).join();
    const last = this.#places[this.#places.length - 1];
    if (!last ? !places.length : last.look === look) return;
    this.#places.push({ at, places, look });
    while (this.#places.length > ENTRIES_MOST || (this.#places.length > 1 && this.#places[1].at < at - 2 * REACTION_MS)) this.#places.shift();
  }

  #note(key, { ticket, label, version, lines: read }, at) {
    const lines = read || [];
    const entries = this.#entries.get(key) || [];
    const last = entries[entries.length - 1];
    if (last && last.ticket === ticket && last.version === version && last.lines.join() === lines.join()) return;
    entries.push({ at, ticket, label, version, lines });
    // What is needed is the last before the reaction time, and everything after it.
    while (entries.length > ENTRIES_MOST || (entries.length > 1 && entries[1].at < at - 2 * REACTION_MS)) entries.shift();
    this.#entries.set(key, entries);
  }
}
