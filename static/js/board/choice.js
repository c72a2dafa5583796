// The card, and the line on it, that keys are for. They are known by the party and the line, so that neither moves under
// a hand.

export class Choice {
  #page;
  session = "";
  label = "";
  line = "";

  constructor(page) {
    this.#page = page;
  }

  get card() {
    return this.#page.cards.find((each) => each.dataset.session === this.session) || null;
  }

  get #lines() {
    return this.card ? Array.from(this.card.querySelectorAll(".pass-line"), (each) => each.dataset.line) : [];
  }

  choose(session, line = "") {
    this.session = session;
    this.line = line;
    this.label = this.card ? this.card.dataset.label : "";
    if (this.card) this.#page.pages.show(this.card);
    this.paint();
  }

  /** The card that is `by` further; the first one where none is chosen. */
  step(by) {
    const { cards } = this.#page;
    if (!cards.length) return;
    const at = cards.indexOf(this.card);
    const [first] = this.#page.pages.shown(cards);
    const next = at < 0 ? first || cards[0] : cards[Math.max(0, Math.min(cards.length - 1, at + by))];
    this.choose(next.dataset.session);
  }

  /** The line that is `by` further; above the first one it is the whole card. */
  stepLine(by) {
    if (!this.card) {
      this.step(0);
      return;
    }
    const lines = this.#lines;
    const at = Math.max(-1, Math.min(lines.length - 1, lines.indexOf(this.line) + by));
    this.choose(this.session, at < 0 ? "" : lines[at]);
  }

  /** Number the cards of this page, and mark what is chosen: pieces may have been exchanged. */
  paint() {
    const shown = this.#page.pages.shown(this.#page.cards);
    if (this.line && !this.#lines.includes(this.line)) this.line = "";
    for (const card of this.#page.cards) {
      const number = shown.indexOf(card) + 1;
      const key = number >= 1 && number <= 10 ? String(number % 10) : "";
      card.dataset.number = key;
      card.querySelector(".pass-number").textContent = key;
      card.classList.toggle("is-chosen", card.dataset.session === this.session);
      for (const line of card.querySelectorAll(".pass-line")) {
        line.classList.toggle("is-chosen", card.dataset.session === this.session && line.dataset.line === this.line);
      }
    }
  }
}
