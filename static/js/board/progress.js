// The progress board: how many tables wait, and what they wait for.

import { Board } from "./board.js";

const find = (id) => document.getElementById(id);
const board = new Board(count);

function count() {
  const waiting = document.querySelectorAll('[data-list="party"]').length;
  find("count-waiting").textContent = String(waiting);
  find("nothing").hidden = waiting > 0;
}

count();
board.open();
