// What was painted in which slot, and when: a press means what stood there when the person decided to press.

/** From seeing something to pressing for it a person needs this long. */
export const REACTION_MS = 350;
const ENTRIES_MOST = 12;
const NOTHING = { ticket: "", label: "", version: 0, lines: [] };

export class PaintHistory {
  /** "slot 3" or "number 18" → what stood there, from when on: [{at, ticket, label, version, lines}], the oldest first. */
  #entries = new Map();

  /** At `at` (milliseconds of performance.now()) these were painted: [{slot, number, ticket, label, version, lines}], `lines` those to be done that could be read. */
  note(standing, at) {
    const numbers = new Set();
    for (const each of standing) {
      this.#note(`slot ${each.slot}`, each, at);
      this.#note(`number ${each.number}`, each, at);
      numbers.add(`number ${each.number}`);
    }
    // Numbers of a page that was turned away stand nowhere.
    for (const key of this.#entries.keys()) {
      if (key.startsWith("number") && !numbers.has(key)) this.#note(key, NOTHING, at);
    }
  }

  /** What stood in {slot} or under {number} at a moment: {ticket, label, version, lines}; ticket "" for nothing. */
  stood({ slot, number }, at) {
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
