// A guest's way of ordering: on their own phone, at their own table, with all who sit there.

import { beginOrdering } from "./begin.js";
import { GuestsOwn } from "./own.js";

beginOrdering({ own: (page) => new GuestsOwn(page) });
