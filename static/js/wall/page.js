// A wall: the page that the server made is kept true over its socket.

import * as age from "./ticket-ages.js";
import { aim } from "../lib/press-target.js";
import { Banner } from "./banner.js";
import { Board, firstBoard } from "./board.js";
import * as clock from "../lib/clock.js";
import { fillColumn, fitColumn, isShown, recallColumn, showColumn } from "./all-day-column.js";
import { Grid } from "./slots.js";
import { hands } from "./touch-input.js";
import { History } from "../lib/paint-history.js";
import { Keeper, kept } from "./offline-board.js";
import { keys } from "./key-input.js";
import { Link } from "./live-socket.js";
import { keepPage } from "./offline-page.js";
import { Presses } from "./presses.js";
import { Receipts } from "./receipts.js";
import { Sheet } from "./settings-sheet.js";
import { Sound } from "../lib/sound.js";
import { State } from "./connection-status.js";
import { Strip } from "./overflow-strip.js";
import { word } from "../lib/words.js";

const RELOAD_MS = 10000;
const page = document.body.dataset;
const find = (id) => document.getElementById(id);
const root = find("board");
const board = new Board();
const grid = new Grid(root, board);
const history = new History();
const strip = new Strip(find("strip"));
const banner = new Banner(find("alarms"), find("voids"));
const link = new Link(address, receive, connection);
const presses = new Presses(link, board, grid);
const state = new State(link, presses);
const sound = new Sound(paintSound);
const keeper = new Keeper(board, () => state.heardAt);
const receipts = new Receipts(sendShown, visible);
let sheet = null;
let since = -1;
let paintedAt = 0;
let noting = false;

function address() {
  const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
  const place = `${scheme}//${window.location.host}/screens/${encodeURIComponent(page.screen)}/live`;
  return `${place}?since=${since}&lang=${page.language}&build=${page.build}`;
}

function receive(message) {
  if (message.now) clock.heard(message.now);
  state.heard();
  if (message.type === "board") show(message);
  else if (message.type === "alarms") banner.alarms(message.alarms);
  else if (message.type === "pressed") presses.answered(message);
  else if (message.type === "reload") reload();
}

function show(message) {
  const began = since < 0 && board.seq < 0;
  const news = board.apply(message);
  since = news.complete ? board.seq : -1;
  if (!news.complete) {
    link.restart();
    return;
  }
  receipts.keep((ticket) => board.ticket(ticket) !== undefined);
  redraw();
  keeper.soon();
  banner.voided(message.left || []);
  const said = ["voided", "rushed", "arrived"].find((name) => news[name]);
  if (said && !began) sound.play(said);
}

function redraw() {
  grid.paint();
  fillColumn(board.allDay);
  find("empty").hidden = board.count > 0;
  setText(find("count-open"), String(board.count));
  find("pager").hidden = grid.pages < 2;
  setText(find("page-now"), `${grid.page + 1}/${grid.pages}`);
  strip.show(board.queue.map((ticket) => board.ticket(ticket)));
  age.watch(grid.standing().filter((each) => each.node).map((each) => [each.node, board.ticket(each.ticket)]));
  age.show(board.tickets());
  presses.paint();
  painted();
}

/** What is painted is noted in the frame that paints it: until then a press means what stood there before. */
function painted() {
  receipts.look();
  if (noting) return;
  noting = true;
  requestAnimationFrame(() => {
    noting = false;
    paintedAt = performance.now();
    history.note(grid.standing(), paintedAt);
    root.dataset.painted = `${board.seq} ${grid.page}`;
  });
}

function visible() {
  if (sheet.open) return [];
  const standing = grid.standing().map((each) => each.ticket).filter(Boolean);
  return Array.from(new Set(standing.concat(strip.visible())));
}

function sendShown({ shown }) {
  return link.send({ shown, seq: board.seq, age_ms: Math.max(0, Math.round(performance.now() - paintedAt)) });
}

function connection(now, code) {
  state.changed(now, code);
  if (now === "live") {
    clock.forget();
    receipts.again();
    // The board that made it live is still to be shown.
    setTimeout(() => presses.flush(), 0);
  } else {
    keeper.now();
  }
  presses.paint();
}

/** A new build, or another kitchen: once, and not again and again. */
function reload() {
  const before = Number(window.sessionStorage.getItem("kds.reloaded") || 0);
  const wait = Math.max(0, before + RELOAD_MS - Date.now());
  setTimeout(() => {
    window.sessionStorage.setItem("kds.reloaded", String(Date.now()));
    window.location.reload();
  }, Math.min(wait, RELOAD_MS));
}

function act(meant, at) {
  const { deed } = meant;
  if (deed === "next" || deed === "previous") turn(grid.page + (deed === "next" ? 1 : -1));
  else if (deed === "sheet") sheet.toggle();
  else if (deed === "none") presses.letGo();
  else if (deed === "recall") presses.recall();
  else if (meant.place === undefined && meant.number === undefined) presses.chosen(deed);
  else presses.act({ ...aim(meant, at, history, grid, board), number: meant.number });
}

function turn(to) {
  const before = grid.page;
  grid.turn(to);
  if (grid.page !== before) presses.turned();
  redraw();
}

function turnColumn() {
  showColumn(!isShown());
  refit();
}

function refit() {
  grid.measure();
  strip.fit();
  fitColumn();
  paintButtons();
  receipts.look();
}

function paintSound() {
  const how = sound.muted ? "sound_muted" : sound.unlocked ? "sound_on" : "sound_locked";
  find("sound").dataset.sound = how;
  setText(find("sound-word"), word(how));
  if (sheet) sheet.paint();
}

function paintButtons() {
  find("column").setAttribute("aria-pressed", String(isShown()));
  if (sheet) sheet.paint();
}

function tick() {
  age.show(board.tickets());
  strip.age();
  state.paint();
  setTimeout(tick, 1000 - (clock.now() % 1000));
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Show what is known before the server is heard: what the page came with, or what was kept where it came from here. */
function begin() {
  const old = kept();
  const first = firstBoard(root, find("queue"), find("all-day"));
  const from = page.kept === "1" && old ? old.board : first || (old && old.board);
  if (page.kept === "1" && old) {
    clock.suppose(Date.now() + old.ahead);
    state.since(old.heardAt);
  }
  if (!from) return;
  if (board.apply(from).complete) since = page.kept === "1" ? -1 : board.seq;
  redraw();
}

recallColumn();
begin();
sheet = new Sheet(sound, { column: turnColumn, changed: () => receipts.look() });
hands(root, (element) => grid.placeOf(element), act);
keys(act, () => sheet.open);
// The touch that unlocks the sound is not the one that mutes it.
let soundWas = "";
find("sound").addEventListener("pointerdown", () => { soundWas = find("sound").dataset.sound; });
find("sound").addEventListener("click", () => sound.mute(soundWas === "sound_on"));
find("column").addEventListener("click", turnColumn);
for (const [id, deed] of [["recall", "recall"], ["page-before", "previous"], ["page-after", "next"]]) {
  if (find(id)) find(id).addEventListener("click", (event) => act({ deed }, event.timeStamp));
}
for (const button of document.querySelectorAll(".wall-button")) button.addEventListener("mousedown", (event) => event.preventDefault());
window.addEventListener("resize", refit);
paintSound();
paintButtons();
tick();
link.open();
keepPage();
