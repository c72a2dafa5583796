// Rounds on their way. Each is written down on the device before it goes (lib/kept.js), and is sent with the same key until
// the server has answered: nothing is lost or ordered twice by a network that fails, a page that is closed, or a second tab.
// What is not confirmed stays in `waiting`, the first one first.

import { digest } from "../lib/ids.js";
import { Kept } from "../lib/kept.js";
import { onlyOne } from "../lib/only-one.js";
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
  #kept;
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
    this.#kept = new Kept(ROUNDS, () => this.#otherTab());
    this.#kept.ready.then(() => heard.changed());
  }

  /** The rounds {key, party, label, body, lines, at} of this device that are not answered, the oldest first. */
  get waiting() {
    return this.#kept.values.filter((round) => round.body).sort((one, other) => one.at - other.at);
  }

  /** How it stands, and whether something waits for which the device had no room: that is lost with this page. */
  get standing() {
    return { status: this.status, isHomeless: this.waiting.some((round) => this.#kept.isHomeless(round.key)) };
  }

  /**
   * Keep `body` with these lines of a cart, for a party, to be sent with the next `flush`. The same content has the same key,
   * in whichever tab. `approval` is the login code of who approves of it; what another page sends again goes without it.
   */
  async add(party, label, body, lines, approval = "") {
    const key = `order-${digest(JSON.stringify([party, body]))}`;
    // In the order in which they were sent, even if the clock was set back by what the server said meanwhile.
    const at = Math.max(this.#clock.now(), ...this.waiting.map((each) => each.at + 1));
    const round = { key, party, label, body, lines, at, approved: approval !== "" };
    if (approval) this.#approvals.set(key, approval);
    await this.#kept.put(round);
  }

  /** Another tab has kept something, or has heard of it: whoever is left sends it, should that one be closed. */
  #otherTab() {
    this.#heard.changed();
    if (this.waiting.length) this.flush();
  }

  /** Send what waits, now. */
  async flush() {
    clearTimeout(this.#timer);
    if (this.#busy) {
      this.#onceMore = true;
      return;
    }
    this.#busy = true;
    let wait_ms = DELAYS_MS[0];
    try {
      const alone = await onlyOne("rounds", async () => {
        await this.#kept.read();
        wait_ms = await this.#sendAll();
      });
      if (!alone) await this.#kept.read();
    } finally {
      this.#busy = false;
      this.#goOn(wait_ms);
    }
  }

  /** Nothing is over as long as something waits, or may lie on a disk that could not be read. */
  #goOn(wait_ms) {
    if (this.#onceMore) {
      this.#onceMore = false;
      this.flush();
      return;
    }
    if (!this.waiting.length) this.#become("idle");
    const isOver = this.#kept.isWhole && (!this.waiting.length || this.status === "signed_out");
    if (!isOver) this.#timer = setTimeout(() => this.flush(), wait_ms || DELAYS_MS[0]);
  }

  /** How long to wait before the rest is tried again. One party's fault does not keep another's order. */
  async #sendAll() {
    const failed = new Set();
    for (let round = this.#next(failed); round; round = this.#next(failed)) {
      // As long as nobody answers it is said that it is kept, also while it is tried again.
      if (this.status === "idle") this.#become("sending");
      const { status, wait_ms } = await this.#send(round);
      if (status === "answered") {
        this.#attempt = 0;
        this.#become("sending");
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
      [answer, said] = await posted(round, this.#approvals.get(round.key));
    } catch (away) {
      return { status: "away" };
    }
    if (AGAIN.includes(answer.status)) return { status: "busy", wait_ms: spread(Number(answer.headers.get("retry-after")) * 1000) };
    const isPlaced = answer.ok && said && said.session && Array.isArray(said.lines);
    const isRefused = !answer.ok && said && said.reason && said.message;
    // In strange networks somebody else answers in the house's place: that says nothing of the order.
    if (!isPlaced && !isRefused) return { status: "away" };
    if (answer.status === 401) return { status: "signed_out" };
    try {
      if (isPlaced) this.#heard.placed(round, said);
      else this.#heard.refused(round, said);
    } finally {
      if (isPlaced) await this.#belong(round, said.session);
      await this.#forget(round);
    }
    return { status: "answered" };
  }

  /** Later rounds for guests who were new name the party that the first of them has opened. */
  async #belong(first, session) {
    const later = this.waiting.filter((round) => round.party === first.party && round.key !== first.key && !round.body.session);
    for (const round of later) {
      const { table, guests, ...body } = round.body;
      await this.#kept.put({ ...round, party: keyOf(round.party, session), body: { ...body, session } });
    }
  }

  async #forget({ key }) {
    this.#approvals.delete(key);
    await this.#kept.drop(key);
    this.#heard.changed();
  }

  /** A round that is not confirmed is not sent any more: whether the house has it may not be known. */
  giveUp(round) {
    return this.#forget(round);
  }

  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#heard.changed();
  }
}

/** No sooner than the house has said, and not all devices at the same moment. */
function spread(wait_ms) {
  return wait_ms * (1 + Math.random() / 2);
}

/** The answer and what it says: one that stops in its middle is none. */
async function posted({ key, party, body }, approval) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  const approved = approval ? { "approver-token": encodeURIComponent(approval) } : {};
  const visit = visitOf(party) ? { "kds-visit": visitOf(party) } : {};
  try {
    const answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, ...approved, ...visit, ...world() },
      body: JSON.stringify(body),
      signal: control.signal,
      cache: "no-store",
    });
    return [answer, await answer.json()];
  } finally {
    clearTimeout(timer);
  }
}
