// Whether somebody can see this wall: the server is told when the page is hidden or its panel no longer kept on, and when
// somebody has touched it. Who touches it stands before it, whatever the panel does.

const TOUCH_MS = 5000;

export class Sight {
  #send;
  #lost = false;
  #said = "";
  #touchedAt = -Infinity;
  #toldAt = -Infinity;

  /** `send(message)` says whether it has gone out. */
  constructor(send) {
    this.#send = send;
    document.addEventListener("visibilitychange", () => this.tell());
    for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, () => this.#touched(), true);
  }

  /** The panel was kept on, and is so no longer; or it is again. */
  lost(isLost) {
    this.#lost = isLost;
    this.tell();
  }

  /** Another connection knows nothing of it. */
  again() {
    this.#said = "";
    this.tell();
  }

  /** Say what is so now, where that is news. */
  tell() {
    const sight = document.hidden ? "hidden" : this.#lost ? "dark" : "open";
    const now = performance.now();
    const isTouched = this.#touchedAt > this.#toldAt;
    if (sight === this.#said && !isTouched) return;
    const message = isTouched ? { sight, touched_ms: Math.round(now - this.#touchedAt) } : { sight };
    if (!this.#send(message)) return;
    this.#said = sight;
    if (isTouched) this.#toldAt = this.#touchedAt;
  }

  #touched() {
    this.#touchedAt = performance.now();
    this.#lost = false;
    if (this.#touchedAt - this.#toldAt > TOUCH_MS) this.tell();
  }
}
