// The menu and the state of now: asked for by a light poll, and the menu itself only when another stands. While the house
// does not answer, what a service worker has kept is shown, as of when the house said it.

import { cachedFor } from "../lib/kept-pages.js";
import { headers as world } from "../lib/world.js";

const SILENCE_MS = 6000;
/** By this an answer says that it was kept, and for how long (static/service-worker.js). */
const CACHED = "kds-cached";
/** By this it says of which build the pages of the house are. */
const BUILD = "kds-build";
/** The house asks to be asked later: not before that, each time later, and not by all devices at once. */
const BUSY = [429, 503];
const BUSY_MS = 2000;
const BUSY_MOST_MS = 60000;

class Busy extends Error {
  constructor(answer) {
    super(String(answer.status));
    this.after_ms = Number(answer.headers.get("retry-after")) * 1000;
  }
}

/** Where the pages of the staff read; `address()` is what follows /order/now. */
export function ofStaff(address) {
  return { menu: "/order/menu", now: () => `/order/now${address()}`, every_ms: 3000, spread_ms: 0, read: (said) => said };
}

export class Live {
  #source;
  #clock;
  #heard;
  #timer = 0;
  #text = "";
  #mark = "";
  /** From when on another menu may be fetched, by the monotonic clock; 0 while none is known of. */
  #menuFrom = 0;
  #asking = null;
  #onceMore = false;
  /** From when on a busy house may be asked again, by the monotonic clock, and how often it was busy. */
  #freeAt = 0;
  #busy = 0;
  /** How long the last answer took, and how many did not come before it. */
  #took_ms = 0;
  #missed = 0;
  /** "connecting", "live", "stale", "busy" (the house asks to wait), "signed_out" or "refused". */
  status = "connecting";
  /** When the server was last heard, by the clock. */
  heardAt = 0;

  /**
   * `source` is {menu, now(), every_ms, spread_ms, tells, read(said)}: two addresses, how often is asked, over how long the
   * devices of a house spread what all of them want at once, whether the house is told how that fares, and what of an answer
   * is the view (kds/web/pages/order_view.py), null where there is none any more. `heard` has {menu(data), now(view),
   * problem(problem), status(), asked(isOutdated): the house has answered, and whether its pages are of another build than
   * this one}.
   */
  constructor(source, clock, heard) {
    this.#source = source;
    this.#clock = clock;
    this.#heard = heard;
    if (cachedFor()) Object.assign(this, { status: "stale", heardAt: clock.now() - cachedFor() });
    window.addEventListener("online", () => this.poll());
    document.addEventListener("visibilitychange", () => this.poll());
  }

  /** Ask now, and again every few seconds while the page is seen. */
  async poll() {
    clearTimeout(this.#timer);
    if (this.#asking) {
      // What is on its way may have been said before whatever is to be seen now.
      this.#onceMore = true;
      return this.#asking;
    }
    if (performance.now() >= this.#freeAt) {
      this.#asking = this.#turn();
      await this.#asking;
      this.#asking = null;
    }
    if (this.#onceMore) {
      this.#onceMore = false;
      return this.poll();
    }
    if (!document.hidden) this.#pollIn(this.#source.every_ms);
    return undefined;
  }

  /** Ask within the time over which all of the house spread. */
  pollSoon() {
    if (!this.#asking) this.#pollIn(Math.random() * this.#source.spread_ms);
  }

  #pollIn(wait_ms) {
    clearTimeout(this.#timer);
    const now = performance.now();
    const left = this.#menuFrom - now;
    const soon = left > 0 ? Math.min(wait_ms, left) : wait_ms;
    this.#timer = setTimeout(() => this.poll(), this.status === "busy" ? Math.max(0, this.#freeAt - now) : soon);
  }

  async #turn() {
    const asked = this.#source.now();
    const begun = performance.now();
    try {
      const { answer, text } = await got(asked, this.#source.tells ? { "kds-fared": `${this.#took_ms},${this.#missed}` } : {});
      this.#took_ms = Math.max(1, Math.round(performance.now() - begun));
      this.#missed = 0;
      if (answer.status === 401 || answer.status === 403) return this.#become("signed_out");
      if (!answer.ok) {
        if (this.status !== "refused") this.#heard.problem(JSON.parse(text));
        return this.#become("refused");
      }
      const at = Number(answer.headers.get("x-server-now"));
      const isKept = answer.headers.has(CACHED);
      this.#heard.asked(answer.headers.has(BUILD) && answer.headers.get(BUILD) !== document.body.dataset.build);
      const view = this.#source.read(JSON.parse(text));
      if (!isKept) this.#clock.heard(at, 0);
      if (view && this.#mayFetch(view.menu)) await this.#menu();
      this.heardAt = isKept ? at : this.#clock.now();
      if (view && asked === this.#source.now() && asked + text !== this.#text) {
        this.#heard.now(view);
        this.#text = asked + text;
      }
      this.#busy = 0;
      return this.#become(isKept ? "stale" : "live");
    } catch (away) {
      if (!(away instanceof Busy)) {
        this.#missed += 1;
        return this.#away();
      }
      const least_ms = Math.max(away.after_ms, Math.min(BUSY_MOST_MS, BUSY_MS * 2 ** Math.min(this.#busy, 10)));
      this.#freeAt = performance.now() + least_ms * (1 + Math.random() / 2);
      this.#busy += 1;
      return this.#become("busy");
    }
  }

  /** Nobody answers; where only the menu is known, that is shown. */
  async #away() {
    const isShown = this.#mark !== "";
    if (!isShown) await this.#menu().catch(() => undefined);
    if (!isShown && this.#mark) this.#heard.status();
    return this.#become("stale");
  }

  /** Whether the menu of this mark is another, and its time has come; the first is fetched at once. */
  #mayFetch(mark) {
    if (mark === this.#mark) {
      this.#menuFrom = 0;
      return false;
    }
    if (this.#mark && !this.#menuFrom) this.#menuFrom = performance.now() + Math.random() * this.#source.spread_ms;
    return performance.now() >= this.#menuFrom;
  }

  async #menu() {
    const { answer, text } = await got(this.#source.menu);
    if (!answer.ok) throw new Error(text);
    const menu = JSON.parse(text);
    this.#heard.menu(menu);
    this.#mark = menu.mark;
    this.#menuFrom = 0;
    this.#text = "";
  }

  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#heard.status();
  }
}

async function got(address, headers = {}) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const answer = await fetch(address, { cache: "no-cache", headers: { ...world(), ...headers }, signal: control.signal });
    if (BUSY.includes(answer.status)) throw new Busy(answer);
    return { answer, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}
