// The start page is kept up to date; what is folded stays folded.

import { keepFresh } from "./fresh.js";

const EVERY_MS = 2000;

keepFresh("house", EVERY_MS, (now, fresh) => {
  const [alarms, newer] = [now.querySelector("#alarms-all"), fresh.querySelector("#alarms-all")];
  if (alarms && newer) newer.open = alarms.open;
});
