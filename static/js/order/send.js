// Rounds on their way. Each is written down on the device before it goes, and is sent with the same key until the server
// has answered: nothing is lost or ordered twice by a network that fails, a page that is closed, or a second tab. What is
// not confirmed stays in `waiting`, the first one first.

import { digest } from "../lib/ids.js";
import { onlyOne } from "../lib/only-one.js";
import { loadAll, remove, save } from "../lib/storage.js";
import { headers as world } from "../lib/world.js";
import { keyOf, visitOf } from "./party.js";

const ROUNDS = "kds.round.";
const ADDRESS = "/api/v1/rounds";
const PATIENCE_MS = 10000;
const DELAYS_MS = [1000, 2000, 4000, 8000, 15000];
/** Answers after which nobody knows, or that say to come again: the same is sent again. */
const AGAIN = [408, 429, 500, 502, 503, 504];

export class Sending {
  #clock;
  #heard;
  #homeless = [];
  /** Key → the login code of who approves: it goes with that round alone, and is kept nowhere else. */
  #approvals = new Map();
  #timer = 0;
  #attempt = 0;
  #busy = false;
  #onceMore = false;
  /** "idle", "sending", "away" (nobody answers), "busy" (the server asks to wait), "signed_out". */
  status = "idle";

  /** `heard` has {changed(), placed(round, answer), refused(round, problem)}: each is called before the round is forgotten. */
  constructor(clock, heard) {
    this.#clock = clock;
    this.#heard = heard;
  }

  /** The rounds {key, party, label, body, lines, at} of this device that are not answered, the oldest first. */
  get waiting() {
    return loadAll(ROUNDS).filter((round) => round.key && round.body).concat(this.#homeless).sort((one, other) => one.at - other.at);
  }

  /**
   * Send `body` with these lines of a cart for a party. The same content has the same key, in whichever tab. `approval` is
   * the login code of who approves of it; what another page sends again goes without it.
   */
  add(party, label, body, lines, approval = "") {
    const key = `order-${digest(JSON.stringify([party, body]))}`;
    const round = { key, party, label, body, lines, at: this.#clock.now(), approved: approval !== "" };
    if (approval) this.#approvals.set(key, approval);
    if (!save(ROUNDS + key, round)) this.#homeless.push(round);
    this.flush();
  }

  /** Send what waits, now. */
  async flush() {
    clearTimeout(this.#timer);
    if (this.#busy) {
      this.#onceMore = true;
      return;
    }
    this.#busy = true;
    let wait_ms = 0;
    const alone = await onlyOne("rounds", async () => {
      wait_ms = await this.#sendAll();
    });
    this.#busy = false;
    if (this.#onceMore) {
      this.#onceMore = false;
      this.flush();
      return;
    }
    if (!this.waiting.length) this.#become("idle");
    else if (this.status !== "signed_out") this.#timer = setTimeout(() => this.flush(), alone ? wait_ms : DELAYS_MS[0]);
  }

  /** How long to wait before the rest is tried again. One party's fault does not keep another's order. */
  async #sendAll() {
    const failed = new Set();
    for (let round = this.#next(failed); round; round = this.#next(failed)) {
      this.#become("sending");
      const { status, wait_ms } = await this.#send(round);
      if (status === "answered") {
        this.#attempt = 0;
        continue;
      }
      failed.add(round.party);
      this.#become(status);
      if (status !== "busy") return status === "away" ? this.#delay() : 0;
      if (wait_ms) return wait_ms;
    }
    return this.#delay();
  }

  #next(failed) {
    return this.waiting.find((round) => !failed.has(round.party));
  }

  #delay() {
    const delay = DELAYS_MS[Math.min(this.#attempt, DELAYS_MS.length - 1)];
    this.#attempt += 1;
    return delay;
  }

  async #send(round) {
    let answer;
    let said;
    try {
      answer = await posted(round, this.#approvals.get(round.key));
      said = await answer.json();
    } catch (away) {
      return { status: "away" };
    }
    if (answer.status === 401) return { status: "signed_out" };
    if (AGAIN.includes(answer.status)) return { status: "busy", wait_ms: Number(answer.headers.get("retry-after")) * 1000 };
    if (answer.ok) {
      this.#heard.placed(round, said);
      this.#belong(round, said.session);
    } else {
      this.#heard.refused(round, said);
    }
    this.#forget(round);
    return { status: "answered" };
  }

  /** Later rounds for guests who were new name the party that the first of them has opened. */
  #belong(first, session) {
    for (const round of this.waiting) {
      if (round.party !== first.party || round.key === first.key || round.body.session) continue;
      const { table, guests, ...body } = round.body;
      this.#keep({ ...round, party: keyOf(round.party, session), body: { ...body, session } });
    }
  }

  #keep(round) {
    const homeless = this.#homeless.findIndex((each) => each.key === round.key);
    if (homeless >= 0) this.#homeless[homeless] = round;
    else save(ROUNDS + round.key, round);
  }

  #forget(round) {
    this.#homeless = this.#homeless.filter((each) => each.key !== round.key);
    this.#approvals.delete(round.key);
    remove(ROUNDS + round.key);
    this.#heard.changed();
  }

  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#heard.changed();
  }
}

async function posted({ key, party, body }, approval) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  const approved = approval ? { "approver-token": encodeURIComponent(approval) } : {};
  const visit = visitOf(party) ? { "kds-visit": visitOf(party) } : {};
  try {
    return await fetch(ADDRESS, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, ...approved, ...visit, ...world() },
      body: JSON.stringify(body),
      signal: control.signal,
      cache: "no-store",
    });
  } finally {
    clearTimeout(timer);
  }
}
