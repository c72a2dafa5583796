// A picture of a wall: drawn as a wall is, once. It has no socket: it says nothing to the server, and nobody presses here.

import { ServerClock } from "../lib/clock.js";
import { Words } from "../lib/words.js";
import { AllDayColumn } from "./all-day-column.js";
import { Board, firstBoard } from "./board.js";
import { OverflowStrip } from "./overflow-strip.js";
import { Slots } from "./slots.js";
import { TicketAges } from "./ticket-ages.js";

const find = (id) => document.getElementById(id);
const { body } = document;
const root = find("board");
document.documentElement.style.setProperty("--far", body.dataset.far);
const clock = new ServerClock(Number(body.dataset.now), body.dataset.timezone);
const words = new Words(JSON.parse(body.dataset.words), body.dataset.language);
const board = new Board();
const slots = new Slots(root, board, words, body.dataset.layout);
const ages = new TicketAges(clock, words, { time: find("clock"), late: find("late"), lateCount: find("count-late") });
const strip = new OverflowStrip(find("strip"), clock, words);
const column = new AllDayColumn(body, find("all-day"), words);

function draw() {
  slots.paint();
  strip.show(board.waiting, board.more, board.next);
  ages.watch(slots.articles());
  ages.show(board.tickets());
}

board.apply(firstBoard(Number(body.dataset.seq), root, find("queue"), find("all-day"), find("left-out")));
find("empty").hidden = true;
body.classList.add("is-busy");
find("count-open").textContent = String(board.count);
column.fill(board.allDay);
draw();
window.addEventListener("resize", () => {
  slots.measure();
  draw();
});
body.dataset.runs = "1";
