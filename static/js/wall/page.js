// A wall: the page that the server made is kept up to date over its socket.

import { ServerClock } from "../lib/clock.js";
import { keepPages } from "../lib/kept-pages.js";
import { Keymap } from "../lib/keymap.js";
import { LiveSocket } from "../lib/live-socket.js";
import { Outbox } from "../lib/outbox.js";
import { REACTION_MS, PaintHistory } from "../lib/paint-history.js";
import { pressTarget } from "../lib/press-target.js";
import { Sound } from "../lib/sound.js";
import { Words } from "../lib/words.js";
import { AllDayColumn } from "./all-day-column.js";
import { Banner } from "./banner.js";
import { Board, firstBoard } from "./board.js";
import { Buttons } from "./buttons.js";
import { Card } from "./card.js";
import { ConnectionStatus } from "./connection-status.js";
import { Hints } from "./hints.js";
import { KitchenTest } from "./kitchen-test.js";
import { KeyInput } from "./key-input.js";
import { LeftOut } from "./left-out.js";
import { OfflineBoard } from "./offline-board.js";
import { News } from "./news.js";
import { OverflowStrip } from "./overflow-strip.js";
import { shownTickets } from "./members.js";
import { Pager } from "./pager.js";
import { PaintedReport } from "./painted-report.js";
import { Painting } from "./painting.js";
import { Presses } from "./presses.js";
import { Receipts } from "./receipts.js";
import { Redraws } from "./redraws.js";
import { newestBeforeReload, reload } from "./reload.js";
import { SettingsSheet } from "./settings-sheet.js";
import { Sight } from "./sight.js";
import { SlotMessages } from "./slot-messages.js";
import { Slots } from "./slots.js";
import { Standby } from "./standby.js";
import { TicketAges } from "./ticket-ages.js";
import { listenToFocus, listenToTouch } from "./touch-input.js";

const find = (id) => document.getElementById(id);
const { body } = document;
const { screen, language, build, timezone } = body.dataset;
const root = find("board");
document.documentElement.style.setProperty("--far", body.dataset.far);
/** A page other than the first is left by itself. */
const PAGE_MS = 15000;
const clock = new ServerClock(Number(body.dataset.now), timezone);
const words = new Words(JSON.parse(body.dataset.words), language);
const board = new Board();
const slots = new Slots(root, board, words, body.dataset.layout);
const history = new PaintHistory();
const ages = new TicketAges(clock, words, { time: find("clock"), late: find("late"), lateCount: find("count-late") });
const strip = new OverflowStrip(find("strip"), clock, words);
const column = new AllDayColumn(body, find("all-day"), words, (at) => act({ deed: "batches" }, at));
const banner = new Banner(find("alarms"), find("voids"), clock, words, () => slots.pages);
const leftOut = new LeftOut(find("left-out"), words, () => receipts.look());
const standby = new Standby(body, find("standby"));
const pager = new Pager({ body, pager: find("pager"), now: find("page-now"), loud: find("page-loud") }, words);
const socket = new LiveSocket(address, receive, statusChanged);
const presses = new Presses({
  board, slots, socket, words,
  outbox: new Outbox(screen, clock, (message) => socket.send(message)),
  messages: new SlotMessages(slots, find("bar-message")),
  mayPress: body.dataset.mayPress === "1",
});
const status = new ConnectionStatus(
  socket, presses, clock, words, { body, box: find("link"), text: find("link-word") }, Number(body.dataset.now));
const offline = new OfflineBoard({ screen, language }, board, clock, () => status.heardAt);
const receipts = new Receipts(sendShown, visible, () => board.seq);
const report = new PaintedReport((message) => socket.send(message));
const sight = new Sight((message) => socket.send(message));
const keymap = new Keymap();
const sound = new Sound(paintSettings);
const heard = new News(sound, body.dataset);
const sheet = new SettingsSheet(find("sheet"), { sound, heard, keymap, column, words }, { turnColumn, changed: () => receipts.look() });
const buttons = new Buttons({ sound, column, words }, { act, turnColumn, openSheet: () => sheet.toggle() });
const kitchenTest = new KitchenTest(find("test"), find("test-parts"), sound, words, (message) => socket.send(message));
const painting = new Painting(root, { board, slots, history, report });
const card = new Card(find("card"), { screen, language, words, presses, changed: () => receipts.look() });
presses.onCard = (ticket) => card.open(ticket, board.versionOf(ticket));
const redraws = new Redraws(draw, () => painting.note());
let [since, pageTimer] = [-1, 0];

function address() {
  const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
  const path = `/screens/${encodeURIComponent(screen)}/live`;
  return `${scheme}//${window.location.host}${path}?since=${since}&lang=${language}&build=${build}`;
}

function receive(message) {
  if (message.now) clock.heard(message.now, message.steps);
  status.heard();
  if (message.type === "board") show(message);
  else if (message.type === "left_out") leftOut.fill(board.leftOut = message.html);
  else if (message.type === "alarms") alarmed(message);
  else if (message.type === "pressed") answered(message);
  else if (message.type === "bar") ofBar(message);
  else if (message.type === "test") kitchenTest.show(message);
  else if (message.type === "reload") reload(board.newest);
}

function alarmed({ alarms, dark, alone }) {
  banner.alarms(alarms);
  leftOut.dark(dark);
  if (standby.dark(dark.concat(alone || []))) receipts.look();
  standby.mark(slots.articles());
}

/** A bump bar of this screen did something; what changes only the wall is done here. */
function ofBar(message) {
  redraws.now();
  if (message.deed === "all_day") turnColumn();
  else if (["card", "recalls", "batches"].includes(message.deed)) card.ofBar(message, () => act(message, performance.now()));
  else if (message.deed === "page") {
    backToFirst();
    turn(slots.page + 1 < slots.pages ? slots.page + 1 : 0);
  } else {
    if (message.select) card.close();
    // A bar means the first page: what it selects is seen at once.
    if (message.select <= board.size && slots.page > 0) turn(0);
    presses.ofBar(message);
  }
}

function show(message) {
  const began = since < 0 && board.seq < 0;
  const news = board.apply(message);
  since = news.complete ? board.seq : -1;
  if (!news.complete) {
    socket.restart();
    return;
  }
  receipts.forgetUnless(isOpen);
  offline.saveSoon();
  if (!began) heard.hear(news);
  redraws.soon();
  banner.voided(message.left || []);
}

function draw() {
  redraw();
  heard.tell(standby.isOn);
}

function answered(message) {
  redraws.now();
  card.answered(message, presses.answered(message));
}

const isOpen = (ticket) => board.placeOf(ticket) !== "";

function redraw() {
  const bases = board.count > 0 && Array.from(board.tickets()).every((each) => each.base);
  const other = body.classList.contains("is-all-base") !== bases;
  body.classList.toggle("is-all-base", bases);
  if (other) slots.measure();
  slots.paint();
  column.fill(board.allDay);
  leftOut.fill(board.leftOut);
  find("empty").hidden = board.count > 0;
  body.classList.toggle("is-busy", board.count > 0);
  if (find("count-open").textContent !== String(board.count)) find("count-open").textContent = String(board.count);
  if (pager.show(slots.page, slots.pages, board.behind)) strip.showBehind(board.more);
  else strip.show(board.waiting, board.more, board.next);
  ages.watch(slots.articles());
  standby.mark(slots.articles());
  ages.show(board.tickets());
  presses.paint();
  card.look((ticket) => board.versionOf(ticket), board.seq);
  banner.paint();
  painted();
}

function painted() {
  receipts.look();
  painting.painted();
}

/** The [ticket, unseenSeq] of all that somebody in front of the wall can see. */
function visible() {
  // What is not drawn yet is looked at again once it is.
  if (sheet.open || card.isOpen || leftOut.open || standby.isOn || redraws.pending) return [];
  if (slots.isGrouped) return shownTickets(board.tickets(), slots.painted(), new Set(strip.visible()), slots.isByDish);
  const standing = slots.standing().map((each) => each.ticket).filter(Boolean);
  const tickets = Array.from(new Set(standing.concat(strip.visible())));
  return tickets.map((ticket) => [ticket, board.ticket(ticket).unseenSeq]);
}

function sendShown({ shown }) {
  return socket.send({ shown, seq: board.seq, age_ms: Math.max(0, Math.round(performance.now() - painting.at)) });
}

function statusChanged(now, code) {
  status.changed(now, code);
  if (now === "live") {
    clock.restart();
    receipts.again();
    report.again();
    sight.again();
    // The board that made it live is still to be shown.
    setTimeout(() => {
      redraws.now();
      presses.flush();
    }, 0);
  } else {
    offline.save();
  }
  presses.paint();
}

/** Do what touch, key or button meant at a moment: {deed}, with {slot} or {number} where it is upon a ticket. */
function act(meant, at) {
  const { deed } = meant;
  if (standby.isOn) return;
  redraws.now();
  backToFirst();
  if (card.takes(meant, at)) return;
  if (deed === "next" || deed === "previous") turn(slots.page + (deed === "next" ? 1 : -1));
  else if (deed === "sheet") sheet.toggle();
  else if (deed === "none") presses.letGo();
  else if (deed === "recall") presses.recall();
  else if (meant.slot === undefined && meant.number === undefined) presses.actOnChosen(deed, (ticket) => history.linesOf(ticket, at - REACTION_MS));
  else presses.act({ ...pressTarget(meant, at, history, slots.standing(), isOpen), number: meant.number, quiet: meant.quiet });
}

function turn(to) {
  redraws.now();
  const before = slots.page;
  slots.turn(to);
  if (slots.page !== before) presses.turned();
  redraw();
}

/** Somebody was here: from now on it is so long until the first page is shown again. */
function backToFirst() {
  clearTimeout(pageTimer);
  pageTimer = setTimeout(() => { if (slots.page > 0) turn(0); }, PAGE_MS);
}

function turnColumn() {
  column.toggle();
  refit();
  paintSettings();
}

function refit() {
  slots.measure();
  strip.fit();
  column.fit();
  banner.fit();
  receipts.look();
}

function paintSettings() {
  buttons.paint();
  sheet.paint();
}

function tick() {
  ages.show(board.tickets());
  strip.age();
  status.paint();
  setTimeout(tick, 1000 - (clock.now() % 1000));
}

/** Show what is known before the server is heard: what the page came with, or the stored board where it comes cached. */
function begin() {
  const cached = body.dataset.cached !== undefined;
  const stored = offline.load();
  const first = firstBoard(Number(body.dataset.seq), root, find("queue"), find("all-day"), find("left-out"));
  const from = cached && stored ? stored.board : first || (stored && stored.board);
  if (cached && stored) {
    clock.suppose(Date.now() + stored.ahead);
    status.lostSince(stored.heardAt);
  }
  if (!from) return;
  if (board.apply(from).complete) since = cached ? -1 : board.seq;
  redraw();
  // What came here by the change for which the page was loaded anew is heard as soon as the page may sound.
  if (board.newest > newestBeforeReload()) sound.ready.then(() => heard.ring("arrived"));
}

slots.onChosen = () => {
  ages.watch(slots.articles());
  ages.show(board.tickets());
  painted();
};
begin();
listenToTouch(root, (element) => slots.slotOf(element), act);
new KeyInput(keymap, act, () => sheet.open);
listenToFocus(root, (element) => slots.slotOf(element), (slot) => presses.focused(slot));
window.addEventListener("resize", refit);
tick();
socket.open();
new Hints(find("hints"), screen, clock, words, (isLost) => sight.lost(isLost));
body.dataset.runs = "1";
keepPages([window.location.pathname + window.location.search]);
