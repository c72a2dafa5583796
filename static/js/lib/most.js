// What is looked for by trying: each try costs a layout, so that few are made.

/**
 * The largest of the whole numbers from `low` to `high` for which `so` holds, as it does for all smaller ones; `low` for
 * none. `near` is looked at first, and the one beside it: mostly it is what it was.
 */
export function most(low, high, so, near = null) {
  let from = low;
  let to = high;
  const look = (at) => {
    if (so(at)) from = at;
    else to = at - 1;
  };
  if (near !== null && near >= low && near <= high) {
    if (near > low) look(near);
    if (from < to) look(from === near ? near + 1 : to);
  }
  while (from < to) look(Math.ceil((from + to) / 2));
  return from;
}
