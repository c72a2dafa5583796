// Tells the server what can be read on the first page of tickets that are not whole there, or have lines to be stopped:
// a bump bar's press takes only that. Said when it changes, which is seldom; of other tickets there is nothing to say.

export class PaintedReport {
  #send;
  #said = "{}";

  /** `send(message)` says whether it has gone out. */
  constructor(send) {
    this.#send = send;
  }

  /** Another connection: what was said over the last one is not known there. */
  again() {
    this.#said = "{}";
  }

  /**
   * These were painted just now: [{ticket, lines}], a ticket in each of its slots; `known(ticket)` has all of it in its node.
   * Of the tickets in `slots` that are not there, nothing was.
   */
  tell(standing, known, slots) {
    const painted = {};
    for (const { ticket, lines } of standing) {
      if (ticket && lines.length) painted[ticket] = Array.from(new Set((painted[ticket] || []).concat(lines)));
    }
    for (const [ticket, lines] of Object.entries(painted)) {
      const found = known(ticket);
      const isWhole = !found || lines.length >= found.node.querySelectorAll(".line[data-line]").length;
      if (isWhole && !lines.some((line) => line.endsWith("!"))) delete painted[ticket];
    }
    const there = new Set(standing.map(({ ticket }) => ticket));
    for (const ticket of slots) if (ticket && !there.has(ticket)) painted[ticket] = [];
    this.say(painted);
  }

  /** Say of these tickets which lines have been painted, where that is something else than before. */
  say(painted) {
    const text = JSON.stringify(painted);
    if (text !== this.#said && this.#send({ painted, age_ms: 0 })) this.#said = text;
  }
}
