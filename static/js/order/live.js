// The menu and the state of now: asked for by a light poll, and the menu itself only when another stands.

const EVERY_MS = 3000;
const SILENCE_MS = 6000;

export class Live {
  #address;
  #clock;
  #heard;
  #timer = 0;
  #text = "";
  #mark = "";
  #asking = null;
  /** "connecting", "live", "stale", "signed_out" or "refused". */
  status = "connecting";
  /** When the server was last heard, by the clock. */
  heardAt = 0;

  /** `address()` is what follows /order/now; `heard` has {menu(data), now(view), problem(problem), status()}. */
  constructor(address, clock, heard) {
    this.#address = address;
    this.#clock = clock;
    this.#heard = heard;
    window.addEventListener("online", () => this.poll());
    document.addEventListener("visibilitychange", () => this.poll());
  }

  /** Ask now, and again every few seconds while the page is seen. */
  async poll() {
    clearTimeout(this.#timer);
    if (this.#asking) return this.#asking;
    this.#asking = this.#turn();
    await this.#asking;
    this.#asking = null;
    if (!document.hidden) this.#timer = setTimeout(() => this.poll(), EVERY_MS);
    return undefined;
  }

  async #turn() {
    const asked = this.#address();
    try {
      const { answer, text } = await got(`/order/now${asked}`);
      if (answer.status === 401 || answer.status === 403) return this.#become("signed_out");
      if (!answer.ok) {
        if (this.status !== "refused") this.#heard.problem(JSON.parse(text));
        return this.#become("refused");
      }
      const view = JSON.parse(text);
      this.#clock.heard(Number(answer.headers.get("x-server-now")), 0);
      if (view.menu !== this.#mark) await this.#menu();
      this.heardAt = this.#clock.now();
      if (asked === this.#address() && asked + text !== this.#text) {
        this.#heard.now(view);
        this.#text = asked + text;
      }
      return this.#become("live");
    } catch (away) {
      return this.#become("stale");
    }
  }

  async #menu() {
    const { answer, text } = await got("/order/menu");
    if (!answer.ok) throw new Error(text);
    const menu = JSON.parse(text);
    this.#heard.menu(menu);
    this.#mark = menu.mark;
  }

  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#heard.status();
  }
}

async function got(address) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const answer = await fetch(address, { cache: "no-cache", signal: control.signal });
    return { answer, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}
