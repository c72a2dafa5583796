// A look back at a board: it stands still, and its pages are turned by hand.

import { lookBack, stillClock } from "../lib/looking-back.js";
import { disarm, standStill } from "./still.js";

const find = (id) => document.getElementById(id);
const clock = stillClock();

disarm(find("live").querySelectorAll("button"));
const turn = standStill(clock, document.body.dataset.role, (number, count) => {
  find("turn-back").disabled = number === 1;
  find("turn-on").disabled = number === count;
});
for (const [id, by] of [["turn-back", -1], ["turn-on", 1]]) find(id).addEventListener("click", () => turn(by));
lookBack(clock);
