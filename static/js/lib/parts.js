// The pieces of a live page: each element with a `data-part` is exchanged when the server has another of that name.

export class Parts {
  #root;
  /** Name → element. */
  #parts = new Map();

  constructor(root) {
    this.#root = root;
    for (const node of root.querySelectorAll("[data-part]")) this.#parts.set(node.dataset.part, node);
  }

  /** Exchange what a message {full, parts, gone} says. Whether it could be: a piece may have no place on this page. */
  apply({ full, parts, gone }) {
    const leaving = full ? Array.from(this.#parts.keys()).filter((name) => parts[name] === undefined) : gone;
    for (const name of leaving) this.#take(name);
    return Object.keys(parts).every((name) => this.#put(name, made(parts[name])));
  }

  #take(name) {
    const node = this.#parts.get(name);
    if (node) node.remove();
    this.#parts.delete(name);
  }

  #put(name, node) {
    const before = this.#parts.get(name);
    const list = node.dataset.list && this.#root.querySelector(`[data-into="${node.dataset.list}"]`);
    if (!before && !list) return false;
    const focused = before && before.contains(document.activeElement) ? document.activeElement : null;
    const same = before && before.dataset.order === node.dataset.order && before.dataset.list === node.dataset.list;
    if (same) before.replaceWith(node);
    else {
      if (before) before.remove();
      insert(list, node);
    }
    this.#parts.set(name, node);
    if (focused) refocus(focused, before, node);
    return true;
  }
}

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** In its place among those of its list. */
function insert(list, node) {
  const order = Number(node.dataset.order);
  const after = Array.from(list.children).find((each) => Number(each.dataset.order) > order);
  list.insertBefore(node, after || null);
}

/** Who has the keyboard keeps it: on the very same thing, else on the piece, so that Enter does nothing that was not meant. */
function refocus(focused, before, node) {
  const { do: deed, doAll, open, line } = focused.dataset;
  const same = (each) => each.dataset.do === deed && each.dataset.doAll === doAll && each.dataset.open === open && each.dataset.line === line
    && each.getAttribute("href") === focused.getAttribute("href");
  const found = focused === before ? node : Array.from(node.querySelectorAll("a, button")).find(same);
  (found || node).focus({ preventScroll: true });
}
