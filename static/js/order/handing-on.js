// What becomes of the lines of a round once it is answered, whichever page is open: they are the party's or lie in its cart.

import { save } from "../lib/storage.js";
import { Cart, restoreTo } from "./cart.js";
import { refusedLines } from "./faults.js";
import { keyOf } from "./party.js";

/** The house has the lines of a round; what else lies in that cart is the party's that it has become. */
export function handOn(round, session, clock) {
  const cart = new Cart(round.party, clock);
  cart.ordered(round.lines);
  cart.moveTo(keyOf(round.party, session));
}

/** What was not taken lies in the cart of its party again, each line with what is wrong with it. */
export function giveBack(round, problem) {
  const { lines, fault } = refusedLines(round.lines, problem);
  restoreTo(round.party, lines);
  save(`kds.order.${round.party}`, { fault, fire: round.body.fire });
}
