// Names to tap, found by typing: of names, of their pinyin, or of its initials.

export class Tiles {
  #list;
  #find;
  #none;
  #chosen;

  /** `list` holds a button of each person; `chosen(button)` is called for who is chosen, with null for nobody. */
  constructor(list, find, none, chosen) {
    this.#list = list;
    this.#find = find;
    this.#none = none;
    this.#chosen = chosen;
    find.addEventListener("input", () => this.#filter());
    list.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-person]");
      if (button) this.choose(button);
    });
  }

  /** Who is chosen, or null. */
  get person() {
    const found = this.#list.querySelector("[aria-pressed=true]");
    return found ? found.dataset.person : null;
  }

  /** Those of `lately` come first, in that order. */
  putFirst(lately) {
    for (const person of [...lately].reverse()) {
      const button = this.#list.querySelector(`[data-person="${CSS.escape(person)}"]`);
      if (button) this.#list.prepend(button.parentNode);
    }
  }

  choose(button) {
    for (const each of this.#list.querySelectorAll("[data-person]")) each.setAttribute("aria-pressed", String(each === button));
    this.#chosen(button);
  }

  /** Everybody is shown again, and nobody is chosen. */
  clear() {
    this.#find.value = "";
    this.#filter();
    this.choose(null);
  }

  /** The first that is shown. */
  first() {
    return this.#list.querySelector("li:not([hidden]) [data-person]");
  }

  /** A letter that was pressed anywhere is meant for the names. */
  takes(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target === this.#find) return;
    if (event.key.length === 1 && event.key !== " ") this.#find.focus();
  }

  #filter() {
    const typed = this.#find.value.trim().toLowerCase();
    let shown = 0;
    for (const item of this.#list.children) {
      item.hidden = !matches(item.dataset.find, typed);
      shown += item.hidden ? 0 : 1;
    }
    this.#none.hidden = shown > 0;
    const hidden = this.#list.querySelector("li[hidden] [aria-pressed=true]");
    if (hidden) this.choose(null);
    if (typed && shown === 1) this.choose(this.first());
  }
}

/** Whether a word begins so, or the last one, the name itself, holds it. */
function matches(find, typed) {
  const words = find.split(" ");
  return find.includes(` ${typed}`) || find.startsWith(typed) || words[words.length - 1].includes(typed);
}
