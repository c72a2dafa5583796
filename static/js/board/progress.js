// The progress board: how many tables wait, what they wait for, and how many of them wait for too long.

import { Board } from "./board.js";
import { countProgress } from "./counts.js";

const board = new Board(countProgress, ".waits");

countProgress();
board.open();
// Time passing needs no message.
setInterval(countProgress, 1000);
