// The waiter's way of ordering: for any party, with holding back, and with a manager who approves where it takes one.

import { Words } from "../lib/words.js";
import { ofStaff } from "../order/live.js";
import { Notices } from "../order/notices.js";
import { startOrdering } from "../order/page.js";
import { Party } from "../order/party.js";
import { Approval } from "./approval.js";
import { letClose } from "./dialogs.js";
import { WaitersOwn } from "./order-own.js";

const approval = new Approval(new Words({}, document.body.dataset.language));

letClose(document.querySelectorAll("#approving"));
startOrdering({
  channel: "waiter",
  mayHold: true,
  approve: (refused, again, body) => approval.code({ refused }, again, { path: "/rounds", body }),
  source: (page) => ofStaff(() => page.party.address),
  party: (about) => new Party(about, new URLSearchParams(window.location.search).get("party")),
  notices: (page) => new Notices(page),
  own: (page) => new WaitersOwn(page),
});
