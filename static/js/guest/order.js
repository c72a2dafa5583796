// A guest's way of ordering: on their own phone, at their own table, with all who sit there.

import { startOrdering } from "../order/page.js";
import { GuestNotices } from "./notices.js";
import { GuestsOwn } from "./own.js";
import { GuestParty } from "./party.js";
import { SharedCart } from "./shared-cart.js";

const EVERY_MS = 15000;
/** What all phones of a house want at once they ask for within so long. */
const SPREAD_MS = 3000;

startOrdering({
  channel: JSON.parse(document.body.dataset.party).channel,
  mayHold: false,
  approve: () => "",
  party: (about) => new GuestParty(about),
  source: (page) => ({ menu: "/guest/menu", now: () => "/guest/now", every_ms: EVERY_MS, spread_ms: SPREAD_MS, read: (said) => page.own.heard(said) }),
  cart: (page) => new SharedCart(page.party.visit, page.clock, () => page.waiting),
  notices: (page) => new GuestNotices(page),
  own: (page) => new GuestsOwn(page),
});
