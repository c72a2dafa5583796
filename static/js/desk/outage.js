// What a waiter's page does so that it goes on while the house is away: it learns in time what it will show then, sends the
// orders that this device keeps, and says afterwards what was different.

import { keepPages } from "../lib/kept-pages.js";
import { giveBack, handOn } from "../order/handing-on.js";
import { Sending } from "../order/send.js";
import { Away } from "./away.js";

/** What is opened without a network, beside the page itself: the same for whomever is ordered. */
export const KEPT = ["/floor", "/floor/known", "/order", "/order?service=takeaway", "/order/menu"];

/** Do so on this page, `live` (live-page.js). What it knows of the house. */
export function carryOn(live) {
  const away = new Away(live.clock);
  const sending = new Sending(live.clock, {
    changed: () => away.paintKept(sending.waiting.length),
    placed: (round, { session }) => {
      away.answered(round, null);
      handOn(round, session, live.clock);
    },
    refused: (round, problem) => {
      away.answered(round, problem);
      giveBack(round, problem);
    },
  });
  live.whenAway((isAway) => {
    away.became(isAway, live.heardAt);
    if (!isAway) sending.flush();
  });
  if (live.isAway) away.became(true, live.heardAt);
  sending.flush();
  keepPages([window.location.pathname, ...KEPT]);
  return { away, ready: away.start(() => live.isAway) };
}
