// Nodes that say what they said before stay as they are: a browser lays out anew only what is new.

/**
 * The children of `root`, by what they say. `show` takes [said, make] of all that are to stand there, in order: `make()` is
 * called for what is not there yet. Returns their nodes.
 */
export class SameNodes {
  #root;
  #known = new Map();

  constructor(root) {
    this.#root = root;
  }

  show(wanted) {
    const known = new Map();
    const nodes = wanted.map(([said, make]) => {
      const before = this.#known.get(said);
      const node = before && before.length ? before.shift() : make();
      known.set(said, (known.get(said) || []).concat(node));
      return node;
    });
    this.#known = known;
    put(this.#root, nodes);
    return nodes;
  }
}

function put(root, nodes) {
  const wanted = new Set(nodes);
  for (const each of Array.from(root.childNodes)) if (!wanted.has(each)) each.remove();
  let next = root.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else root.insertBefore(node, next);
  }
}
