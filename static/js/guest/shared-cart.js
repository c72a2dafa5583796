// The cart that all phones of a table share. Each line is a register: whoever writes it last, by its `rev`, has written it,
// and what has been sent stays sent (kds/web/guests/carts.py). What this phone knows it keeps, and says again to a house that
// began anew.
//
// Beside what lines of a cart are (order/cart.js), a line has {guest: who chose it, by: who wrote it last, rev}.

import { load, names, remove, save } from "../lib/storage.js";
import { Cart } from "../order/cart.js";
import { VISIT } from "../order/party.js";

const GONE = "kds.gone.";
/** Lines that are gone are remembered, the latest so many. */
const GONE_MOST = 300;
const OF_VISITS = [GONE, "kds.order.visit:"];
const CHOSEN = ["dish", "qty", "options", "cells", "note", "parts", "price_minor", "since"];

export class SharedCart extends Cart {
  #guest;
  #clock;
  #waiting;
  #gone;
  #tell = () => undefined;
  #late = () => undefined;
  /** Ids of lines for which the cart of the table has no room: they are this phone's alone, and not said again. */
  #alone = new Set();
  /** Id → the dish of what was taken out here: so it can be said that it had been sent. */
  #takenOut = new Map();
  /** Who is there by which name: guest → name. */
  guests = {};

  /** `visit` is whose phone this is; `waiting()` are the rounds on their way, whose lines are in the cart no more. */
  constructor(visit, clock, waiting) {
    super(VISIT + visit, clock);
    this.#guest = visit;
    this.#clock = clock;
    this.#waiting = waiting;
    this.#gone = load(GONE + visit, {});
  }

  /** `tell(lines)` says to the others what was written here; `late(dish)` that what was taken out here had been sent. */
  share({ tell, late }) {
    this.#tell = tell;
    this.#late = late;
  }

  get lines() {
    const out = new Set(this.#waiting().flatMap((round) => round.lines.map((line) => line.id)));
    return super.lines.filter((line) => !out.has(line.id));
  }

  /** Who chose a line: "" for who holds this phone. */
  whose({ guest }) {
    return guest === this.#guest ? "" : guest;
  }

  /** The lines of who holds this phone. */
  get own() {
    return this.lines.filter((line) => !this.whose(line));
  }

  mayGrow(line) {
    return !this.whose(line);
  }

  put(line) {
    const written = { guest: this.#guest, ...line, by: this.#guest, rev: this.#rev(line.id) + 1 };
    this.#remember(line.id, null);
    const kept = super.put(written);
    this.#tell([told(written)]);
    return kept;
  }

  remove(id) {
    const line = this.line(id);
    super.remove(id);
    if (!line) return;
    this.#takenOut.set(id, line.dish);
    const gone = { id, rev: line.rev + 1, guest: line.guest, by: this.#guest, gone: "removed" };
    this.#remember(id, gone);
    this.#tell([gone]);
  }

  /** Lines go on to be sent: they stay the table's until the house has them, and are not shown meanwhile. */
  take() {}

  ordered(lines) {
    for (const { id } of lines) this.#sent(id);
  }

  /** What was not taken, each with its fault; but not what somebody else has sent or taken out meanwhile. */
  restore(lines) {
    for (const { id, fault } of lines) {
      const line = this.line(id);
      if (line) super.put({ ...line, fault });
    }
  }

  /** All that is known: of a table at which no party sits yet only what this phone has chosen, for others may have left. */
  known(all) {
    const lines = super.lines.filter((line) => all || !this.whose(line)).map(told);
    return lines.concat(Object.values(this.#gone).filter((line) => line.gone === "removed"));
  }

  /** The house says what stands: these lines, and where `full` no others. */
  hear({ full, lines, guests }) {
    this.guests = guests;
    for (const each of lines) this.#heardLine(each);
    if (full) this.#only(new Set(lines.map((each) => each.id)));
  }

  /** The house has no room for these lines of this phone. */
  full(ids) {
    for (const id of ids) this.#alone.add(id);
  }

  /** Somebody else's tab has written what is gone as well. */
  heard(key) {
    this.#gone = load(GONE + this.#guest, {});
    return super.heard(key) || key === GONE + this.#guest;
  }

  /** What earlier visits left on this phone, but for lines: those are said to who holds it. */
  forgetOthers() {
    for (const prefix of OF_VISITS) {
      for (const key of names(prefix)) if (!key.endsWith(this.#guest)) remove(key);
    }
  }

  #heardLine(each) {
    const mine = this.#gone[each.id] || this.line(each.id);
    if (mine && !beats(each, mine)) return;
    if (each.gone) {
      super.remove(each.id);
      this.#remember(each.id, { id: each.id, rev: each.rev, guest: each.guest, by: each.by, gone: each.gone });
      if (each.gone === "sent") this.#wasLate(each.id);
      return;
    }
    this.#remember(each.id, null);
    const { id, rev, guest, by, chosen } = each;
    super.put({ note: "", options: [], cells: [], parts: [], price_minor: 0, since: 0, ...chosen, id, rev, guest, by, fire: "", at: this.#clock.now(), fault: null });
  }

  #wasLate(id) {
    if (!this.#takenOut.has(id)) return;
    this.#late(this.#takenOut.get(id));
    this.#takenOut.delete(id);
  }

  /** What the house does not know: what is this phone's own is said again, what others chose is gone. */
  #only(ids) {
    const unknown = super.lines.filter((line) => !ids.has(line.id));
    const own = unknown.filter((line) => !this.whose(line) && !this.#alone.has(line.id));
    for (const line of unknown) if (this.whose(line)) super.remove(line.id);
    if (own.length) this.#tell(own.map(told));
  }

  #sent(id) {
    const line = this.line(id);
    super.remove(id);
    if (line) this.#remember(id, { id, rev: line.rev + 1, guest: line.guest, by: line.by, gone: "sent" });
  }

  #rev(id) {
    const known = this.line(id) || this.#gone[id];
    return known ? known.rev || 0 : 0;
  }

  #remember(id, gone) {
    if (!gone && !this.#gone[id]) return;
    delete this.#gone[id];
    if (gone) this.#gone[id] = gone;
    const ids = Object.keys(this.#gone);
    for (const each of ids.slice(0, Math.max(0, ids.length - GONE_MOST))) delete this.#gone[each];
    save(GONE + this.#guest, this.#gone);
  }
}

/** As the house hears of a line. */
function told({ id, rev, guest, by, ...line }) {
  const chosen = {};
  for (const key of CHOSEN) if (line[key] !== undefined) chosen[key] = line[key];
  return { id, rev, guest, by, chosen: { ...chosen, since: Math.max(0, Math.round(chosen.since)) } };
}

/** Whether this is what holds, where both were written. */
function beats(one, other) {
  const rank = (line) => [line.gone === "sent" ? 1 : 0, line.rev || 0, line.by || "", line.gone || ""];
  const [first, second] = [rank(one), rank(other)];
  const at = first.findIndex((each, place) => each !== second[place]);
  return at >= 0 && first[at] > second[at];
}
