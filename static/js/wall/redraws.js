// When the wall is drawn: once a frame, however many changes come in it.

/** How long a page without frames, a hidden one, may stand as it was. */
const UNSEEN_MS = 250;

export class Redraws {
  #draw;
  #painted;
  #frame = 0;
  #late = 0;

  /** `draw()` shows what has come; `painted()` is called in the frame that paints it. */
  constructor(draw, painted) {
    this.#draw = draw;
    this.#painted = painted;
  }

  /** Whether something has come that is not drawn yet. */
  get pending() {
    return this.#frame !== 0;
  }

  /** In the next frame; a page that has none is drawn all the same. */
  soon() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.now();
      this.#painted();
    });
    this.#late = setTimeout(() => this.now(), UNSEEN_MS);
  }

  /** Draw what is not drawn yet. */
  now() {
    if (!this.#frame) return;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#late);
    this.#frame = 0;
    this.#draw();
  }
}
