// The waiter's way of ordering: for any party, with holding back, and with a manager who approves where it takes one.

import { cachedFor, keepPages } from "../lib/kept-pages.js";
import { Words } from "../lib/words.js";
import { ofStaff } from "../order/live.js";
import { Notices } from "../order/notices.js";
import { startOrdering } from "../order/page.js";
import { Party } from "../order/party.js";
import { Approval } from "./approval.js";
import { letClose } from "./dialogs.js";
import { WaitersOwn } from "./order-own.js";
import { KEPT } from "./outage.js";

/** What stands on the page of whom it is; one that was kept may have been made for others: then what its address says. */
function asked(about) {
  const wanted = new URLSearchParams(window.location.search);
  if (!cachedFor()) return about;
  const [session, table] = [wanted.get("session"), wanted.get("table")];
  return { session, table, service: wanted.get("service") || "dine_in" };
}

const approval = new Approval(new Words({}, document.body.dataset.language));

letClose(document.querySelectorAll("#approving"));
startOrdering({
  channel: "waiter",
  mayHold: true,
  portionsMost: 999,
  approve: (refused, again, body) => approval.code({ refused }, again, { path: "/rounds", body }),
  source: (page) => ofStaff(() => page.party.address),
  party: (about) => new Party(asked(about), new URLSearchParams(window.location.search).get("party")),
  notices: (page) => new Notices(page),
  own: (page) => new WaitersOwn(page),
});
const { pathname, search } = window.location;
keepPages([pathname + search, `/order/now${search}`, ...KEPT]);
