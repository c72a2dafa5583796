// How all pages of guests begin: where they read, whose cart it is, what stands above it. A face hands in what is its own.

import { startOrdering } from "../order/page.js";
import { GuestNotices } from "./notices.js";
import { GuestParty } from "./party.js";
import { SharedCart } from "./shared-cart.js";

const PAGE = "/guest";
const EVERY_MS = 15000;
/** What all phones of a house want at once they ask for within so long. */
const SPREAD_MS = 3000;

/**
 * `face` is {own(page), party?(about), now?(page): where is read what may have changed, every_ms?: how often at least, tells?:
 * whether it says how the network fares, as it has no socket that does}.
 */
export function beginOrdering(face) {
  // Whoever has scanned is there: to load the page again is not to scan again, which is to sit down.
  if (window.location.pathname !== PAGE) window.history.replaceState(null, "", PAGE + window.location.search);
  const party = face.party || ((about) => new GuestParty(about));
  const now = face.now || (() => "/guest/now");
  startOrdering({
    channel: JSON.parse(document.body.dataset.party).channel,
    mayHold: false,
    portionsMost: 99,
    approve: () => "",
    party,
    source: (page) => ({
      menu: "/guest/menu",
      now: () => now(page),
      every_ms: face.every_ms || EVERY_MS,
      spread_ms: SPREAD_MS,
      tells: Boolean(face.tells),
      read: (said) => page.own.heard(said),
    }),
    cart: (page) => new SharedCart(page.party.visit, page.clock, () => page.waiting),
    notices: (page) => new GuestNotices(page),
    own: face.own,
  });
}
