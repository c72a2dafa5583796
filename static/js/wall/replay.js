// A look back: the board that the server drew is laid out as on the wall, at a time that stands still.

import { ServerClock } from "../lib/clock.js";
import { Words } from "../lib/words.js";
import { Board, firstBoard } from "./board.js";
import { OverflowStrip } from "./overflow-strip.js";
import { Slots } from "./slots.js";
import { TicketAges } from "./ticket-ages.js";

const SETTLED_MS = 300;
const find = (id) => document.getElementById(id);
const { body } = document;
const at = Number(body.dataset.at);
document.documentElement.style.setProperty("--far", body.dataset.far);

/** The time that is looked at. */
class StillClock extends ServerClock {
  now() {
    return at;
  }
}

const clock = new StillClock(at, body.dataset.timezone);

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

/** The slider says where it stands, and goes there once it is let go. */
function listen(slider) {
  let timer = 0;
  slider.addEventListener("input", () => {
    find("slider-says").textContent = clock.timeOfDay(Number(slider.value), true);
    clearTimeout(timer);
    timer = setTimeout(() => go(Number(slider.value)), SETTLED_MS);
  });
  find("screen").addEventListener("change", () => find("asked").requestSubmit());
}

function go(to) {
  body.classList.add("is-waiting");
  window.location.assign(`/replay?screen=${encodeURIComponent(body.dataset.screen)}&at=${to}`);
}

if (find("board")) layOut(find("board"));
listen(find("slider"));
body.dataset.runs = "1";
