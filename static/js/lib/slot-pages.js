// The pages of a wall: the first has the numbered slots, the others the tickets that wait, laid in the same grid.

/**
 * The pages, each a list of as many cells as the grid has: {ticket, part} or null.
 *
 * `partsOf(ticket)` says how many cells a waiting ticket wants. One that no longer fits on a page opens the next.
 */
export function pagesOf(cells, queue, size, partsOf) {
  const pages = [slotsOf(cells, size)];
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

function slotsOf(cells, size) {
  const met = new Map();
  const page = cells.map((ticket) => {
    if (!ticket) return null;
    const part = met.get(ticket) || 0;
    met.set(ticket, part + 1);
    return { ticket, part };
  });
  return filled(page, size);
}

function filled(page, size) {
  return page.concat(Array(Math.max(0, size - page.length)).fill(null)).slice(0, size);
}
