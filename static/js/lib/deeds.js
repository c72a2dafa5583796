// What a person does by way of the interface: each deed has a key of its own, is stored on the device, and is sent under
// that key until it is answered. However often it arrives, it is done once.

import { loadAll, remove, save } from "./storage.js";
import { headers as world } from "./world.js";

const ANSWER_MS = 8000;
const AGAIN_MS = [300, 700, 1500, 3000, 5000];
/** Nobody is surprised by what they did long ago: a deed that is not answered by then is given up, and said to be unknown. */
export const GIVE_UP_MS = 600000;
/** The server lives and could not tell, or was too busy: ask again under the same key. */
const AGAIN = [408, 425, 429, 502, 503, 504];

export class Deeds {
  #prefix;
  #headers;
  #changed;
  #resumed;
  /** key → the deed {key, path, body, about, at} that waits for its answer. */
  #waiting = new Map();

  /**
   * `actor` is who does them: keys belong to the person. `changed()` is called when one begins or ends. What an earlier
   * page did not hear the end of goes on by `resume(ended)`, and ends with `ended(deed, result)`. `headers` go with each.
   */
  constructor(actor, changed, headers = {}) {
    this.#headers = headers;
    this.#prefix = `kds.deed.${actor}.`;
    this.#changed = changed;
  }

  /** The deeds that wait. */
  get waiting() {
    return Array.from(this.#waiting.values());
  }

  /** Whether the very same waits for its answer. */
  isWaiting(path, body) {
    return this.waiting.some((each) => each.path === path && JSON.stringify(each.body) === JSON.stringify(body));
  }

  /**
   * POST `body` to `path` below /api/v1; `about` is what on the page it concerns. Null where the same waits already; else
   * a promise of {done: answer} or {refused: problem}, or {unknown: true} where no answer came in time. `approval` is the
   * login code of who approves: it is kept nowhere, and what another page resumes goes without it.
   */
  ask(path, body, about, approval = "") {
    if (this.isWaiting(path, body)) return null;
    const deed = { key: newKey(), path, body, about, at: Date.now(), approved: approval !== "" };
    save(this.#prefix + deed.key, deed);
    return this.#see(deed, approval);
  }

  /** Go on with what an earlier page did not hear the end of. */
  resume(ended) {
    for (const deed of loadAll(this.#prefix)) this.#see(deed).then((result) => ended(deed, result));
  }

  async #see(deed, approval = "") {
    this.#waiting.set(deed.key, deed);
    this.#changed();
    const result = await answered(deed, approval, this.#headers);
    this.#waiting.delete(deed.key);
    remove(this.#prefix + deed.key);
    this.#changed();
    return result;
  }
}

/** The answer to a deed, asked for again and again. A clock that was set back does not make it wait for ever. */
async function answered(deed, approval, more) {
  for (let attempt = 0; Math.abs(Date.now() - deed.at) < GIVE_UP_MS; attempt += 1) {
    const { result, after_ms } = await sent(deed, approval, more);
    // Without its approval nobody tells whether it was done before.
    if (result && result.refused && deed.approved && !approval) return { unknown: true };
    if (result) return result;
    await pause(Math.max(after_ms, AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]));
  }
  return { unknown: true };
}

/** The `result` of one sending, null where nobody knows; `after_ms` is when the server wants to be asked again. */
async function sent(deed, approval, more) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), ANSWER_MS);
  try {
    const headers = { "content-type": "application/json", "idempotency-key": deed.key, ...more, ...world() };
    if (approval) headers["approver-token"] = encodeURIComponent(approval);
    const given = { method: "POST", headers, body: JSON.stringify(deed.body), signal: control.signal };
    const answer = await fetch(`/api/v1${deed.path}`, given);
    if (AGAIN.includes(answer.status)) return { result: null, after_ms: Number(answer.headers.get("retry-after")) * 1000 || 0 };
    const told = await answer.json();
    return { result: answer.ok ? { done: told } : { refused: told }, after_ms: 0 };
  } catch (away) {
    return { result: null, after_ms: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function newKey() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
