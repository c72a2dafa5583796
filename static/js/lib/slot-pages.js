// The pages of a wall: the first has the numbered slots, the others the tickets that wait, laid out in the same grid.

/**
 * The pages, each a list of `size` slots: {ticket, part} or null.
 *
 * `slots` has a ticket's id for each slot, "" where none stands; `queue` the tickets that wait, each of which wants
 * `partsOf(ticket)` slots. One that no longer fits on a page opens the next.
 */
export function slotPages(slots, queue, size, partsOf) {
  const pages = [firstPage(slots, size)];
  let page = [];
  for (const ticket of queue) {
    const parts = Math.min(Math.max(partsOf(ticket), 1), size);
    if (page.length + parts > size) {
      pages.push(filled(page, size));
      page = [];
    }
    for (let part = 0; part < parts; part += 1) page.push({ ticket, part });
  }
  if (page.length) pages.push(filled(page, size));
  return pages;
}

/** A ticket of several slots stands in them in the order of its parts. */
function firstPage(slots, size) {
  const partsSoFar = new Map();
  const page = slots.map((ticket) => {
    if (!ticket) return null;
    const part = partsSoFar.get(ticket) || 0;
    partsSoFar.set(ticket, part + 1);
    return { ticket, part };
  });
  return filled(page, size);
}

function filled(page, size) {
  return page.concat(Array(Math.max(0, size - page.length)).fill(null)).slice(0, size);
}
