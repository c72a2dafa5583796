// What was painted where, and when: a press means what stood there when the person decided to press.

/** What a person sees needs this long to reach the finger. */
export const REACTION_MS = 350;
const KEPT = 12;

export class History {
  #runs = new Map();

  /** At `at` (milliseconds of performance.now()) these were painted: [{place, number, ticket, label, version}]. */
  note(standing, at) {
    const numbers = new Set();
    for (const each of standing) {
      this.#note(`place ${each.place}`, each, at);
      this.#note(`number ${each.number}`, each, at);
      numbers.add(`number ${each.number}`);
    }
    // Numbers of a page that was turned away stand nowhere.
    for (const key of this.#runs.keys()) {
      if (key.startsWith("number") && !numbers.has(key)) this.#note(key, { ticket: "", label: "", version: 0 }, at);
    }
  }

  /** What stood at {place} or {number} at a moment: {ticket, label, version}; ticket "" for nothing. */
  stood({ place, number }, at) {
    const runs = this.#runs.get(place === undefined ? `number ${number}` : `place ${place}`) || [];
    for (let n = runs.length - 1; n >= 0; n -= 1) if (runs[n].at <= at) return runs[n];
    return { ticket: "", label: "", version: 0 };
  }

  #note(key, { ticket, label, version }, at) {
    const runs = this.#runs.get(key) || [];
    const last = runs[runs.length - 1];
    if (last && last.ticket === ticket && last.version === version) return;
    runs.push({ at, ticket, label, version });
    // What is needed is the last before the reaction time, and everything after it.
    while (runs.length > KEPT || (runs.length > 1 && runs[1].at < at - 2 * REACTION_MS)) runs.shift();
    this.#runs.set(key, runs);
  }
}
