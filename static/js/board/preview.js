// A picture of a board: it stands still at its first page, and nobody presses here.

import { stillClock } from "../lib/looking-back.js";
import { disarm, standStill } from "./still.js";

const { dataset } = document.body;
const clock = stillClock(dataset.now);

disarm(document.querySelectorAll("button"));
document.getElementById("clock").textContent = clock.timeOfDay(clock.now());
standStill(clock, dataset.role);
dataset.runs = "1";
