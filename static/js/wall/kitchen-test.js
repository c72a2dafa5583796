// The morning test: a ticket that is no order. That it was painted is said by the wall itself; touch and sound are
// answered by a person, and bump bars by their keys.

export class KitchenTest {
  #root;
  #parts;
  #sound;
  #words;
  #send;
  #test = "";
  #closed = "";

  /** `send({test, kind})` tells the server what has answered. */
  constructor(root, parts, sound, words, send) {
    this.#root = root;
    this.#parts = parts;
    this.#sound = sound;
    this.#words = words;
    this.#send = send;
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-test]");
      if (button) this.#pressed(button.dataset.test);
    });
  }

  /** The test that goes on, with the {kind, name, answered} of this screen; one without an id is over. */
  show({ test, parts }) {
    const fresh = test !== this.#test;
    this.#test = test;
    const open = parts.filter((each) => !each.answered);
    this.#root.hidden = !test || test === this.#closed || !open.length;
    this.#parts.replaceChildren(...parts.map((each) => this.#row(each)));
    for (const button of this.#root.querySelectorAll("[data-test]")) {
      const { test: kind } = button.dataset;
      const asked = kind === "close" || open.some((each) => each.kind === (kind === "again" ? "sound" : kind));
      button.hidden = !asked;
    }
    if (!fresh || this.#root.hidden) return;
    requestAnimationFrame(() => requestAnimationFrame(() => this.#answer("screen")));
    this.#sound.play("arrived");
  }

  #pressed(kind) {
    if (kind === "again") this.#sound.play("arrived");
    else if (kind === "close") this.#close();
    else this.#answer(kind);
  }

  #close() {
    this.#closed = this.#test;
    this.#root.hidden = true;
  }

  #answer(kind) {
    if (this.#test && !document.hidden) this.#send({ test: this.#test, kind });
  }

  #row({ kind, name, answered }) {
    const row = document.createElement("li");
    row.className = answered ? "is-answered" : "";
    const state = document.createElement("b");
    state.textContent = answered ? "✓" : "…";
    row.append(this.#words.say(`test_${kind}`, { name }), state);
    return row;
  }
}
