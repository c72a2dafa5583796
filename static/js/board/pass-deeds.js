// What is done at the pass. Every deed names the lines that it means: those that were painted when somebody decided.

const UNDO_MS = 10000;
/** A table that was put to the front is put back within this without more ado. */
const FRONT_MS = 3000;

/** "T8-1:L5-1,L5-2 T8-2:L5-3" → [["T8-1", ["L5-1", "L5-2"]], ["T8-2", ["L5-3"]]]. */
export function byTicket(text) {
  return (text || "").trim().split(" ").filter(Boolean).map((each) => {
    const [ticket, lines] = each.split(":");
    return [ticket, lines.split(",")];
  });
}

export class PassDeeds {
  #live;
  #undo;
  #say;

  /** `say(text)` tells what was done, where that cannot be taken back. */
  constructor(live, undo, say) {
    this.#live = live;
    this.#undo = undo;
    this.#say = say;
  }

  /** The answer; undefined where it was refused, which its card says, or is on its way already. */
  async #ask(path, body, about) {
    if (this.#live.deeds.isWaiting(path, body)) {
      this.#say(this.#live.words.say("under_way"));
      return undefined;
    }
    return this.#live.ask(path, body, about);
  }

  /** Do it with each of these tickets: the tickets with the lines of which it was done. */
  async #each(deed, tickets, about) {
    const found = [];
    for (const [ticket, lines] of tickets) {
      const done = await this.#ask(`/tickets/${encodeURIComponent(ticket)}/${deed}`, { lines }, about);
      if (done) found.push([ticket, done.lines]);
    }
    return found;
  }

  /** These lines are at the table. */
  async serve(lines, { about, label }) {
    const served = await this.#ask("/lines/serve", { lines }, about);
    if (!served) return;
    this.#leftOver(served, about);
    this.#undo.offer(this.#live.words.say("served_n", { n: served.lines.length, table: label }), UNDO_MS, () => {
      for (const line of served.lines) this.unserve(line, { about });
    });
  }

  unserve(line, { about }) {
    return this.#ask(`/lines/${encodeURIComponent(line)}/unserve`, {}, about);
  }

  /** Somebody carries these lines. */
  async handOver(lines, { about, label }) {
    const handed = await this.#ask("/lines/hand-over", { lines, back: false }, about);
    if (!handed) return;
    this.#leftOver(handed, about);
    this.#undo.offer(this.#live.words.say("handed_n", { n: handed.lines.length, table: label }), UNDO_MS, () => {
      this.#live.ask("/lines/hand-over", { lines: handed.lines, back: true }, about);
    });
  }

  /** Of several lines some could not be: that is said where they are. */
  #leftOver({ left }, about) {
    if (left.length) this.#live.tell(about, { refused: { title: this.#live.words.say("left_n", { n: left.length }) } });
  }

  /** Start these lines now, or ask for them: `deed` is "fire" or "rush". */
  async onTickets(deed, tickets, { about, label }) {
    const n = count(await this.#each(deed, tickets, about));
    if (n) this.#say(this.#live.words.say(deed === "fire" ? "fired_n" : "rushed_n", { n, table: label }));
  }

  /** What was fired and nobody has begun is held again; that can be taken back. */
  async hold(tickets, { about, label }) {
    const held = await this.#each("hold", tickets, about);
    const n = count(held);
    if (!n) return;
    this.#undo.offer(this.#live.words.say("held_n", { n, table: label }), UNDO_MS, () => this.onTickets("fire", held, { about, label }));
  }

  /** A table goes before all others, or waits for its turn again. */
  async front(session, front, { about, label }) {
    const path = `/sessions/${encodeURIComponent(session)}/front`;
    const done = await this.#ask(path, { front }, about);
    if (!done) return;
    const said = this.#live.words.say(front ? "fronted" : "unfronted", { table: label });
    this.#undo.offer(said, FRONT_MS, () => { this.#live.ask(path, { front: !front }, about); });
  }
}

function count(tickets) {
  return tickets.reduce((sum, [, lines]) => sum + lines.length, 0);
}
