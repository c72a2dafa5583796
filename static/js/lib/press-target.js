// Which ticket a press means. One rule for fingers, keys and whatever else points at a slot.

import { REACTION_MS } from "./paint-history.js";

/**
 * `meant` is {deed, place} or {deed, number}, with `line` (its id) where one was touched; `at` the moment of the press.
 *
 * Returns {deed, ticket, label, place, line}; or {refused, label, place}, where `refused` is "gone" (what stood there
 * has left), "arrived" (nothing stood there yet), "changed" (the lines have moved under the finger), "free" (nothing
 * stands there).
 */
export function aim(meant, at, history, grid, board) {
  const then = history.stood(meant, at - REACTION_MS);
  const now = grid.standing().find((each) => (meant.place === undefined ? each.number === meant.number : each.place === meant.place));
  const place = now ? now.place : -1;
  if (!then.ticket) return { refused: now && now.ticket ? "arrived" : "free", label: "", place };
  if (!board.ticket(then.ticket)) return { refused: "gone", label: then.label, place };
  const moved = !now || now.ticket !== then.ticket || now.version !== then.version;
  if (meant.line && moved) return { refused: "changed", label: then.label, place };
  return { deed: meant.deed, ticket: then.ticket, label: then.label, place, line: meant.line };
}
