// A page of the real house loads itself anew when this browser begins to practise in another tab, or ends: what is done on a
// page is always done where the page says.

import { practice } from "../lib/world.js";

/** Where the pages of a browser tell each other in which house they are. */
export const WORLD = "kds.world";

window.addEventListener("storage", ({ key, newValue }) => {
  if (key === WORLD && JSON.parse(newValue || '""') !== practice()) window.location.reload();
});
