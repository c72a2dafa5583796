// The party of a guest's visit. What the phone keeps is the visit's, whatever becomes of the party: its table may change, and
// it may be merged with another.

import { VISIT } from "../order/party.js";

export class GuestParty {
  /** `about` is {visit, session, table}: the session null as long as nobody has ordered. */
  constructor({ visit, session, table }) {
    Object.assign(this, { visit, session: session || null, table: table || null, service: table || session ? "dine_in" : "takeaway" });
  }

  get key() {
    return VISIT + this.visit;
  }

  /** What a round says of whose it is. */
  get fields() {
    const whose = this.session ? { session: this.session } : this.table ? { table: this.table } : {};
    return { service: this.service, ...whose };
  }

  /** What the house says of it now. */
  become({ session, service, table }) {
    Object.assign(this, { session, service: service || this.service, table: table === undefined ? this.table : table });
  }
}
