// The pieces into which pages cut tickets: {ticket, from, to, wide, high, number, of}, the lines from one to another.

/** A new article with the lines of a piece; `words` say where the others stand. */
export function drawn(ticket, piece, words) {
  const node = ticket.node.cloneNode(true);
  const { from, to } = piece;
  const more = ticket.lines - to;
  Array.from(node.querySelectorAll(".line")).forEach((line, at) => {
    if (at < from || at >= to) line.remove();
  });
  for (const part of node.querySelectorAll("[data-part-of]")) {
    if (!node.querySelector(`.line[data-of="${CSS.escape(part.dataset.partOf)}"]`)) part.remove();
  }
  node.classList.toggle("is-tall", piece.high > 1);
  node.classList.toggle("is-going-on", more > 0);
  node.classList.toggle("is-continued", from > 0);
  node.dataset.part = String(piece.number || 1);
  node.dataset.parts = String(piece.of || 1);
  if (from > 0 || more > 0) {
    const part = `${piece.number || 1}/${piece.of || 1}`;
    node.querySelector(".part-number").textContent = from ? words.say("continued", { part }) : part;
  }
  if (more > 0) {
    const said = document.createElement("p");
    said.className = "ticket-goes-on";
    said.textContent = words.say(piece.isBeside ? "goes_on_beside" : "goes_on", { n: more, page: piece.nextPage || 2 });
    node.querySelector(".lines").after(said);
  }
  return node;
}

/** An article that says what can be done with it below its lines. */
export function opened(node) {
  node.classList.add("is-open");
  return node;
}

/** What pieces of one size have in common: tickets of one look are laid out alike. */
export function keyOf(ticket, { from, to, wide, high }) {
  return `${ticket.look} ${from}-${to} ${wide}x${high > 1}`;
}

/** Say of each piece which it is of how many, and on which page the next one stands: `isBeside` on the same. */
export function number(pages) {
  const pieces = new Map();
  pages.forEach((page, at) => {
    for (const piece of page) {
      const all = pieces.get(piece.ticket) || [];
      const last = all[all.length - 1];
      if (last) Object.assign(last, { nextPage: at + 1, isBeside: page.includes(last) });
      pieces.set(piece.ticket, all.concat(piece));
    }
  });
  for (const all of pieces.values()) all.forEach((piece, at) => Object.assign(piece, { number: at + 1, of: all.length }));
}
