// What is new where lines of several tickets stand in groups: a line that another group has than before is not new itself,
// so each is compared with how it stood anywhere on the board.

/** How all that stands in these groups stands: {tickets, lines}, by ticket its `unseenSeq`, by line how that looks. */
export function standingOf(groups) {
  const [tickets, lines] = [new Map(), new Map()];
  for (const { members, node } of groups) {
    if (!node.dataset.members) continue;
    for (const { ticket, unseenSeq } of members) tickets.set(ticket, Math.max(unseenSeq, tickets.get(ticket) || 0));
    for (const line of node.querySelectorAll(".line")) lines.set(line.dataset.line, lookOf(line));
  }
  return { tickets, lines };
}

/** What is new of a group since then: {arrived, rushed, voided, said}, `said` as [what, label]. */
export function newsOf({ members, node }, before) {
  const known = Array.from(node.querySelectorAll(".line"), (line) => [lookOf(line), before.lines.get(line.dataset.line)]);
  const changed = known.filter(([, was]) => was);
  const rushed = changed.filter(([is, was]) => is.rushes > was.rushes);
  const voided = changed.filter(([is, was]) => is.voided && !was.voided);
  const said = (what) => ([{ label }]) => [what, label];
  return {
    arrived: members.some(({ ticket, unseenSeq }) => !before.tickets.has(ticket) || unseenSeq > before.tickets.get(ticket)),
    rushed: rushed.length > 0,
    voided: voided.length > 0,
    said: rushed.map(said("rush")).concat(voided.map(said("void"))),
  };
}

/** [what, label] of the tickets with something to be made now of which there was nothing before. */
export function arrivedOf(before, after) {
  const there = new Set(Array.from(before.lines.values()).filter(({ held }) => !held).map(({ ticket }) => ticket));
  const fresh = Array.from(after.lines.values()).filter(({ held, ticket }) => !held && !there.has(ticket));
  return Array.from(new Map(fresh.map((each) => [each.ticket, each])).values(), ({ round, label }) => [round > 1 ? "more" : "new", label]);
}

function lookOf({ dataset, classList }) {
  const { of, said, round, rushes } = dataset;
  const [held, voided] = [classList.contains("is-held"), classList.contains("is-voided")];
  return { ticket: of, label: said, round: Number(round), rushes: Number(rushes || 0), held, voided };
}
