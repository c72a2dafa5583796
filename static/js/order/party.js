// For whom is ordered: a party that is known, whoever eats at a table, or somebody new without one.

import { newId } from "../lib/ids.js";

/** How the keys of guests' visits begin. */
export const VISIT = "visit:";

export class Party {
  /** `about` is {session, table, service} as the page was asked for; `id` tells new parties without a table apart. */
  constructor({ session, table, service }, id) {
    Object.assign(this, { session: session || null, table: table || null, service, id: id || newId() });
  }

  /** Under which what is kept on this device is kept. */
  get key() {
    if (this.session) return `session:${this.session}`;
    return this.table ? `table:${this.table}` : `new:${this.service}:${this.id}`;
  }

  /** What follows /order and /order/now. */
  get address() {
    return addressOf(this.key);
  }

  /** What a round says of whose it is. */
  get fields() {
    const whose = this.session ? { session: this.session } : this.table ? { table: this.table } : {};
    return { service: this.service, ...whose };
  }

  /** It has become a party that the house knows. */
  become({ session, service }) {
    Object.assign(this, { session, service: service || this.service });
  }
}

/** Under which key is kept what is of a party that the house knows by now. Guests' phones keep it under their visit. */
export function keyOf(key, session) {
  return visitOf(key) ? key : `session:${session}`;
}

/** The visit whose phone keeps something under that key; "" where it is no guest's. */
export function visitOf(key) {
  return key.startsWith(VISIT) ? key.slice(VISIT.length) : "";
}

export function addressOf(key) {
  const [kind, first, second] = key.split(":");
  if (kind === "session") return `?session=${encodeURIComponent(first)}`;
  if (kind === "table") return `?table=${encodeURIComponent(key.slice(6))}`;
  return `?service=${encodeURIComponent(first)}&party=${encodeURIComponent(second)}`;
}
