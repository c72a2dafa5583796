// The waiter's way of ordering: for any party, with holding back, and with a manager who approves where it takes one.

import { Words } from "../lib/words.js";
import { startOrdering } from "../order/page.js";
import { Approval } from "./approval.js";
import { letClose } from "./dialogs.js";

const approval = new Approval(new Words({}, document.body.dataset.language));

letClose(document.querySelectorAll("#approving"));
startOrdering({ channel: "waiter", mayHold: true, approve: (refused, again, body) => approval.code({ refused }, again, { path: "/rounds", body }) });
