// A receipt for every ticket that has really been painted where somebody can see it.

const BATCH_MS = 150;
const MOST = 100;

export class Receipts {
  #send;
  #visible;
  #given = new Set();
  #timer = 0;

  /** `send(message)` says whether it has gone out; `visible()` gives the tickets that stand visibly on the wall now. */
  constructor(send, visible) {
    this.#send = send;
    this.#visible = visible;
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** The wall has changed: after the paint, say what it shows. */
  look() {
    if (this.#timer || document.hidden) return;
    this.#timer = setTimeout(() => {
      requestAnimationFrame(() => requestAnimationFrame(() => {
        this.#timer = 0;
        this.#give();
      }));
    }, BATCH_MS);
  }

  /** Another connection: what was sent over the last one may be lost. */
  again() {
    this.#given.clear();
    this.look();
  }

  /** Forget the tickets that have left: those for which `isOpen(ticket)` is false. */
  forgetUnless(isOpen) {
    for (const ticket of this.#given) if (!isOpen(ticket)) this.#given.delete(ticket);
  }

  #give() {
    if (document.hidden) return;
    const fresh = this.#visible().filter((ticket) => !this.#given.has(ticket)).slice(0, MOST);
    if (!fresh.length || !this.#send({ shown: fresh })) return;
    for (const ticket of fresh) this.#given.add(ticket);
    if (fresh.length === MOST) this.look();
  }
}
