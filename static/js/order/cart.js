// What is chosen and not sent yet, kept on this device: every line by itself, under an id that is made here once. So it
// outlives a reload and an empty battery, and tabs of one party show the same.
//
// A line: {id, dish ("" for an open item), item?: {name, price_minor, station}, parts?: of a set meal [{group, dish, qty, options, cells}], qty, options, cells: [{soup, spice}], note, seat?: the guest's whose it is, course?: 1 to 9, fire: "" as the round | "now" | "hold", price_minor (what
// the page showed), at (when it was last chosen, in the server's time), since (its place among the lines), fault: null | {reason, …}}

import { newId } from "../lib/ids.js";
import { load, loadAll, names, remove, save } from "../lib/storage.js";

/** Lines of one order at most, as the interface takes them. */
export const LINES_MOST = 200;
const CARTS = "kds.cart.";
const ORDERS = "kds.order.";
const KEPT_MS = 86400000;

export class Cart {
  #lines = new Map();
  /** Ids of lines for which the device had no room: they live as long as their page does. */
  #homeless = new Set();
  /** The settings, where the device had no room for them. */
  #unkept = {};
  #party;
  #clock;

  /** `party` names whose it is: no line of one party is ever seen in another's cart. */
  constructor(party, clock) {
    this.#clock = clock;
    this.#open(party);
  }

  #open(party) {
    const homeless = party === this.#party ? this.lines.filter((line) => this.#homeless.has(line.id)) : [];
    if (party !== this.#party) this.#unkept = {};
    this.#party = party;
    this.#lines = new Map(loadAll(this.#prefix).filter(isLine).concat(homeless).map((line) => [line.id, line]));
  }

  get party() {
    return this.#party;
  }

  get #prefix() {
    return `${CARTS}${this.#party}/`;
  }

  /** The lines in the order in which they came. */
  get lines() {
    return Array.from(this.#lines.values()).sort((one, other) => one.since - other.since || (one.id < other.id ? -1 : 1));
  }

  line(id) {
    return this.#lines.get(id);
  }

  /**
   * Add what was chosen; what is there already just so becomes more of it, at the price that `priced(line, qty)` says: two
   * halves of what is weighed can cost a cent less than the whole. One line is `most` at most. Null where there are too many.
   */
  add(chosen, priced, most = Infinity) {
    const same = this.lines.find((line) => !line.fault && this.mayGrow(line) && sameChoice(line, chosen));
    if (same) {
      const qty = Math.min(most, same.qty + chosen.qty);
      return this.change(same.id, { qty, price_minor: priced(same, qty) });
    }
    if (this.#lines.size >= LINES_MOST) return null;
    const at = this.#clock.now();
    const since = this.lines.reduce((last, line) => Math.max(last, line.since + 1), at);
    return this.put({ note: "", fire: "", ...chosen, id: newId(), at, since, fault: null });
  }

  /** The line as it is to be; what was wrong with it is forgotten. */
  change(id, changes) {
    const line = this.#lines.get(id);
    return line && this.put({ ...line, fault: null, ...changes, at: this.#clock.now() });
  }

  remove(id) {
    this.#lines.delete(id);
    remove(this.#prefix + id);
  }

  /** The line under an id of its own: what was sent under the other one stays what it is. */
  renew(id) {
    const line = this.#lines.get(id);
    this.remove(id);
    return line && this.put({ ...line, id: newId(), fault: null });
  }

  /** These lines have gone on to be sent. */
  take(lines) {
    for (const { id } of lines) this.remove(id);
  }

  /** The house has these: they are nobody's cart's any more. */
  ordered(lines) {
    this.take(lines);
  }

  /** Lines come back that were not taken, each with its fault, or from another party's cart. */
  restore(lines) {
    for (const line of lines) this.put(line);
  }

  /** What was taken out is put in again. */
  putBack(line) {
    this.put(line);
  }

  /** Whether more of the same is added to this line. */
  mayGrow() {
    return true;
  }

  /** The cart goes to another party: to the one that its table has become, or that a person chose. */
  moveTo(party) {
    const [lines, settings] = [this.lines, this.settings];
    this.take(lines);
    remove(ORDERS + this.#party);
    this.#open(party);
    this.restore(lines);
    if (lines.length) this.set(settings);
  }

  /** The page is another party's now; what was chosen stays with whom it was chosen for. */
  turnTo(party) {
    this.#open(party);
  }

  /** For the whole round: {fire, guests}. */
  get settings() {
    return { fire: "now", guests: 0, ...load(ORDERS + this.#party, {}), ...this.#unkept };
  }

  set(settings) {
    const all = { ...this.settings, ...settings };
    this.#unkept = save(ORDERS + this.#party, all) ? {} : all;
  }

  /** Another tab has written: read again. Whether something of this party changed. */
  heard(key) {
    if (key !== null && !key.startsWith(this.#prefix) && key !== ORDERS + this.#party) return false;
    this.#open(this.#party);
    return true;
  }

  /** Write a line as it is to be. */
  put(line) {
    this.#lines.set(line.id, line);
    if (save(this.#prefix + line.id, line)) this.#homeless.delete(line.id);
    else this.#homeless.add(line.id);
    return line;
  }
}

/** Put lines into a party's cart, whichever page is open. */
export function restoreTo(party, lines) {
  for (const line of lines) save(`${CARTS}${party}/${line.id}`, line);
}

/** The parties besides this one that have something kept on this device: party → how many lines. */
export function otherCarts(party, now) {
  const found = new Map();
  for (const key of names(CARTS)) {
    const whose = key.slice(CARTS.length, key.lastIndexOf("/"));
    const line = load(key, null);
    if (!isLine(line) || line.at < now - KEPT_MS) remove(key);
    else if (whose !== party) found.set(whose, (found.get(whose) || 0) + 1);
  }
  return found;
}

function sameChoice(line, chosen) {
  const content = ({ dish, options, cells, note, fire, parts, item, seat, course }) => JSON.stringify([dish, options.slice().sort(), cells, note || "", fire || "", parts || [], item || null, seat || 0, course || 0]);
  return content(line) === content(chosen);
}

function isLine(line) {
  return Boolean(line) && typeof line.id === "string" && typeof line.dish === "string" && Array.isArray(line.options) && Array.isArray(line.cells) && line.qty > 0;
}
