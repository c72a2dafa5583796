// The last bumps of this screen, stored on the device: a recall undoes the latest.

import { load, save } from "../lib/storage.js";

const MOST = 20;

export class RecentBumps {
  #key;
  #bumps;

  constructor(screen) {
    this.#key = `kds.bumped.${screen}`;
    const stored = load(this.#key, []);
    this.#bumps = Array.isArray(stored) ? stored : [];
  }

  /** A press has bumped lines of a ticket: {press, ticket, lines, label}. */
  add(bump) {
    this.#store(this.#bumps.concat(bump).slice(-MOST));
  }

  /** The server refused this press (its id): there is nothing to recall. */
  drop(press) {
    this.#store(this.#bumps.filter((each) => each.press !== press));
  }

  /** The latest bump, which is then no longer among them; undefined for none. */
  takeLast() {
    const last = this.#bumps[this.#bumps.length - 1];
    this.#store(this.#bumps.slice(0, -1));
    return last;
  }

  /** Without room on the device, recalling reaches back to the last load of the page only. */
  #store(bumps) {
    this.#bumps = bumps;
    save(this.#key, bumps);
  }
}
