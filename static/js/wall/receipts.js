// A receipt for every ticket that has really been painted where somebody can see it, and another when it has to be seen
// anew: it was fired, or came back.

const BATCH_MS = 150;
const MOST = 100;

export class Receipts {
  #send;
  #visible;
  #painted;
  /** Ticket → the `unseenSeq` for which a receipt was given. */
  #given = new Map();
  #timer = 0;
  /** The board of which was said that it is painted. */
  #said = -1;

  /**
   * `send(message)` says whether it has gone out; `visible()` gives the [ticket, unseenSeq] that stand visibly on the wall
   * now; `painted()` the number of the board that is painted, which is said also where nothing on it is new.
   */
  constructor(send, visible, painted) {
    this.#send = send;
    this.#painted = painted;
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
    this.#said = -1;
    this.look();
  }

  /** Forget the tickets that have left: those for which `isOpen(ticket)` is false. */
  forgetUnless(isOpen) {
    for (const ticket of this.#given.keys()) if (!isOpen(ticket)) this.#given.delete(ticket);
  }

  #give() {
    if (document.hidden) return;
    const seq = this.#painted();
    const fresh = this.#visible().filter(([ticket, unseenSeq]) => this.#given.get(ticket) !== unseenSeq).slice(0, MOST);
    if (!fresh.length && seq === this.#said) return;
    if (!this.#send({ shown: fresh.map(([ticket]) => ticket) })) return;
    this.#said = seq;
    for (const [ticket, unseenSeq] of fresh) this.#given.set(ticket, unseenSeq);
    if (fresh.length === MOST) this.look();
  }
}
