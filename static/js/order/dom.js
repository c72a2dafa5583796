// Making and filling elements from the templates of the page.

export const find = (id) => document.getElementById(id);

/** A copy of what a <template> holds. */
export function made(template) {
  return find(template).content.firstElementChild.cloneNode(true);
}

/** The element inside that a template marks with data-<name>. */
export function part(node, name) {
  return node.querySelector(`[data-${name}]`);
}

/** Write a text where the template says data-<name>; an empty one hides it. */
export function fill(node, name, text) {
  const place = part(node, name);
  write(place, text);
  place.hidden = !text;
}

/** Write, unless it is written there already: what is read aloud is read once. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Put these in the place of what is there, unless it is the same: what has the keyboard, or was read aloud, stays. */
export function renew(place, nodes) {
  const same = nodes.length === place.children.length && nodes.every((node, at) => node.isEqualNode(place.children[at]));
  if (!same) place.replaceChildren(...nodes);
}

export function button(text, deed, main = false) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = main ? "button is-main" : "button";
  node.textContent = text;
  node.addEventListener("click", deed);
  return node;
}

export function element(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
