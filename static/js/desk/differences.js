// What has changed between two answers of /floor/known (kds/web/pages/known_floor.py): at the tables, and on the menu.

/**
 * What happened to parties, in the order of their names: {what: "opened" | "left" | "moved" | "paid" | "grown" | "less",
 * label, session, guests, before, after}: sums for what has grown or become less, names for what has moved.
 */
export function atTables(before, after) {
  const [old, now] = [bySession(before), bySession(after)];
  const opened = after.parties.filter(({ session }) => !old.has(session)).map((party) => said("opened", party));
  const left = before.parties.filter(({ session }) => !now.has(session)).map((party) => said("left", party));
  const others = before.parties.filter(({ session }) => now.has(session)).flatMap((party) => ofParty(party, now.get(party.session)));
  return [...opened, ...left, ...others].sort((one, other) => one.label.localeCompare(other.label, "en", { numeric: true }));
}

/** What happened to dishes, in the menu's order: {what: "out" | "back" | "price", dish, name, before, after}. */
export function onTheMenu(before, after) {
  const old = new Map(before.dishes.map((each) => [each.dish, each]));
  const gone = before.dishes.filter(({ dish }) => !after.dishes.some((each) => each.dish === dish));
  return after.dishes.flatMap((dish) => ofDish(old.get(dish.dish), dish)).concat(gone.map(({ dish, name }) => ({ what: "out", dish, name })));
}

function bySession({ parties }) {
  return new Map(parties.map((each) => [each.session, each]));
}

function said(what, { label, session, guests }, more = {}) {
  return { what, label, session, guests, ...more };
}

function ofParty(before, after) {
  const found = [];
  if (before.label !== after.label) found.push(said("moved", after, { before: before.label }));
  if (before.due_minor > 0 && after.due_minor === 0) found.push(said("paid", after));
  const sums = { before: before.total_minor, after: after.total_minor };
  if (sums.before !== sums.after) found.push(said(sums.after > sums.before ? "grown" : "less", after, sums));
  return found;
}

function ofDish(before, { dish, name, price_minor, sold_out }) {
  if (!before) return [];
  const found = [];
  if (before.sold_out !== sold_out) found.push({ what: sold_out ? "out" : "back", dish, name });
  if (before.price_minor !== price_minor) found.push({ what: "price", dish, name, before: before.price_minor, after: price_minor });
  return found;
}
