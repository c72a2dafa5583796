// A guest's way of ordering: on their own phone, at their own table, with all who sit there.

import { keepPages } from "../lib/kept-pages.js";
import { beginOrdering } from "./begin.js";
import { GuestsOwn } from "./own.js";

/** The page is kept for when there is no network once there is time: a slow one is busy with the menu first. */
const KEEP_MS = 4000;

beginOrdering({ own: (page) => new GuestsOwn(page) });
setTimeout(() => keepPages(["/guest", "/guest/menu", "/guest/now"]), KEEP_MS);
