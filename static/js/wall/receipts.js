// A receipt for every ticket that has really been painted where somebody can see it, and another when it has to be seen
// anew: it was fired, or came back.

const BATCH_MS = 150;
const MOST = 100;

export class Receipts {
  #send;
  #visible;
  /** Ticket → the `unseenSeq` for which a receipt was given. */
  #given = new Map();
  #timer = 0;

  /** `send(message)` says whether it has gone out; `visible()` gives the [ticket, unseenSeq] that stand visibly on the wall now. */
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
    for (const ticket of this.#given.keys()) if (!isOpen(ticket)) this.#given.delete(ticket);
  }

  #give() {
    if (document.hidden) return;
    const fresh = this.#visible().filter(([ticket, unseenSeq]) => this.#given.get(ticket) !== unseenSeq).slice(0, MOST);
    if (!fresh.length || !this.#send({ shown: fresh.map(([ticket]) => ticket) })) return;
    for (const [ticket, unseenSeq] of fresh) this.#given.set(ticket, unseenSeq);
    if (fresh.length === MOST) this.look();
  }
}
