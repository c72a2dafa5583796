// The waiter's way of ordering: for any party, with holding back.

import { startOrdering } from "../order/page.js";

startOrdering({ channel: "waiter", mayHold: true });
