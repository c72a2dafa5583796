// The progress board: how many tables wait, what they wait for, and how many of them wait for too long.

import { Board } from "./board.js";

const LATE = '[data-age="late"], [data-age="critical"]';
const find = (id) => document.getElementById(id);
const board = new Board(count);

function count() {
  const waiting = Array.from(document.querySelectorAll('[data-list="party"]'));
  const late = waiting.filter((each) => each.querySelector(LATE));
  find("count-waiting").textContent = String(waiting.length);
  find("nothing").hidden = waiting.length > 0;
  for (const each of waiting) each.classList.toggle("is-late", late.includes(each));
  find("late").hidden = late.length === 0;
  find("count-late").textContent = String(late.length);
  find("count-late-dishes").textContent = String(document.querySelectorAll(LATE).length);
}

count();
board.open();
// Time passing needs no message.
setInterval(count, 1000);
