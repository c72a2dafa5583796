// Nobody practises here any more: other pages of this browser hear it, and nothing of it stays on the device.

import { forgetAll } from "../lib/kept.js";
import { load, names, remove, save } from "../lib/storage.js";
import { KEPT } from "../lib/world.js";
import { WORLD } from "./world.js";

if (load(WORLD, "") !== "") save(WORLD, "");
for (const key of names(KEPT)) remove(key);
forgetAll(KEPT);
