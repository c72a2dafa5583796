// A look back at a wall: the board that the server drew is laid out as on the wall, at a time that stands still.

import { lookBack, stillClock } from "../lib/looking-back.js";
import { Words } from "../lib/words.js";
import { Board, firstBoard } from "./board.js";
import { OverflowStrip } from "./overflow-strip.js";
import { Slots } from "./slots.js";
import { TicketAges } from "./ticket-ages.js";

const find = (id) => document.getElementById(id);
const { body } = document;
const clock = stillClock();
document.documentElement.style.setProperty("--far", body.dataset.far);

function layOut(root) {
  const words = new Words(JSON.parse(body.dataset.words), body.dataset.language);
  const board = new Board();
  const slots = new Slots(root, board, words, body.dataset.layout);
  const ages = new TicketAges(clock, words, { time: find("clock"), late: find("late"), lateCount: find("count-late") });
  const strip = new OverflowStrip(find("strip"), clock, words);
  const nothing = document.createElement("div");
  board.apply(firstBoard(Number(body.dataset.seq), root, find("queue"), nothing, nothing));
  const paint = () => {
    slots.measure();
    ages.watch(slots.articles());
    ages.show(board.tickets());
    strip.show(board.waiting, board.more, board.next);
  };
  slots.paint();
  paint();
  window.addEventListener("resize", paint);
}

if (find("board")) layOut(find("board"));
lookBack(clock);
