// What a wall by dish or by table shows of tickets: their lines stand in several groups, and a press of a group is for one
// of them, the first that was painted.

/**
 * The tickets [ticket, unseenSeq] that stand `painted` by their lines, or wait in groups `named` in the strip: by dish each of its
 * lines, by table the first ones, with how many go on elsewhere.
 */
export function shownTickets(groups, painted, named, isByDish) {
  const tickets = new Map();
  for (const { ticket: group, members } of groups) {
    for (const { ticket, unseenSeq, lines } of members) {
      const before = tickets.get(ticket) || { unseenSeq, isShown: true };
      const seen = lines.filter((line) => painted.has(line)).length;
      const isShown = before.isShown && (named.has(group) || seen === lines.length || (seen > 0 && !isByDish));
      tickets.set(ticket, { unseenSeq: Math.max(unseenSeq, before.unseenSeq), isShown });
    }
  }
  return Array.from(tickets).filter(([, { isShown }]) => isShown).map(([ticket, { unseenSeq }]) => [ticket, unseenSeq]);
}

/** What was painted of every ticket of these groups: its lines by its id, none where it is on another page. */
export function paintedOf(groups, painted) {
  const found = {};
  for (const { members } of groups) {
    for (const { ticket, lines } of members) {
      const seen = painted.filter((each) => lines.includes(each.replace("!", "")));
      found[ticket] = Array.from(new Set((found[ticket] || []).concat(seen)));
    }
  }
  return found;
}

/**
 * What a press of a group is for: {ticket, lines, label, said}, `lines` those that were `painted` of it. By dish that is the first
 * line, by table the ticket that it begins with. Null where that has gone since.
 */
export function aimed(group, painted, isByDish) {
  const [first] = painted;
  const line = first && lineIn(group, first.replace("!", ""));
  if (!line) return null;
  const { of, said } = line.dataset;
  const same = (each) => { const other = lineIn(group, each.replace("!", "")); return other && other.dataset.of === of; };
  return { ticket: of, lines: isByDish ? [first] : painted.filter(same), label: said };
}

/** A line within the article of a group; null where it is not there. */
export function lineIn(group, id) {
  return group.node.querySelector(`.line[data-line="${CSS.escape(id)}"]`);
}
