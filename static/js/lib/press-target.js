// Which ticket a press means. One rule for fingers, keys and whatever else points at a slot.

import { REACTION_MS } from "./paint-history.js";

/**
 * The target of a press. `meant` is {deed, slot} or {deed, number}, with `x` and `y` where something was touched that may have
 * moved, with the `ticket` that was opened, with `line` (its id) where one was touched, `low` where that was below the lines; `at` the
 * moment of the press; `history` what was painted before, `standing` what stands in each slot now, `isOpen(ticket)`
 * whether a ticket is still to be cooked.
 *
 * Returns {deed, ticket, label, slot, line, lines}, `lines` being what was painted of it then; or {refused, label, slot}, where `refused` is "gone" (what stood there
 * has left), "arrived" (nothing stood there yet), "changed" (the lines have moved under the finger), "free" (nothing
 * stands there). `slot` is 0 where the number is not on the page that is shown.
 */
export function pressTarget(meant, at, history, standing, isOpen) {
  const then = history.stood(meant, at - REACTION_MS);
  const now = standing.find((each) => (meant.slot === undefined ? each.number === meant.number : each.slot === meant.slot));
  const slot = now ? now.slot : 0;
  if (!then.ticket) return { refused: now && now.ticket ? "arrived" : "free", label: "", slot };
  if (meant.ticket && meant.ticket !== then.ticket) return { refused: "changed", label: then.label, slot };
  if (!isOpen(then.ticket)) return { refused: "gone", label: then.label, slot };
  const moved = !now || now.ticket !== then.ticket || now.version !== then.version;
  // What has no fixed place may have moved away with its buttons: what lies under the finger now was not there.
  const slid = meant.x !== undefined && then.box !== undefined && moved;
  if (((meant.line || meant.low) && moved) || slid) return { refused: "changed", label: then.label, slot };
  return { deed: meant.deed, ticket: then.ticket, label: then.label, slot, line: meant.line, lines: history.linesOf(then.ticket, at - REACTION_MS) };
}
