// The live map of the floor: a tap opens a table, or goes to the party that sits there, or moves one there.

import { asked, headcount, letClose, setTitle } from "./dialogs.js";
import { listenToNames } from "./jump.js";
import { KnownBill } from "./known-bill.js";
import { KnownFloor } from "./known-floor.js";
import { LivePage } from "./live-page.js";
import { carryOn } from "./outage.js";
import { nameStaff } from "./people.js";

const find = (id) => document.getElementById(id);
const { moving } = document.body.dataset;
const live = new LivePage("/floor/live", count);
const tables = () => Array.from(document.querySelectorAll("[data-table]"));
const tableOf = (name) => tables().find((each) => each.dataset.table === name);

function count() {
  for (const list of ["ready", "calls"]) {
    const lines = Array.from(document.querySelectorAll(`[data-list="${list}"]:not([hidden])`), (each) => Number(each.dataset.lines));
    find(`${list}-count`).textContent = String(lines.reduce((sum, each) => sum + each, 0));
    find(`${list}-none`).hidden = lines.length > 0;
  }
  nameStaff();
}

/** Calls that nobody answers are said above the map too: on a phone they stand below it. */
function tellLate() {
  const late = Array.from(document.querySelectorAll(".call-late:not([hidden])"), (each) => each.closest("[data-part]"));
  const labels = Array.from(new Set(late)).map((each) => each.querySelector(".ready-table").textContent).join(" ");
  find("calls-late").hidden = !labels;
  if (find("calls-late-at").textContent !== labels) find("calls-late-at").textContent = labels;
}

/** A new party at a table: how many they are, and then their order. Others may have sat down there meanwhile. */
async function seat(table, beside) {
  const tile = tableOf(table);
  const from = beside ? {} : await whose(tile);
  find("reserve-instead").href = `/reservations?table=${encodeURIComponent(table)}`;
  const guests = from && await headcount(find("headcount"), live.words.say("guests_at", { table }), live.words, Number(tile.dataset.seats));
  if (!guests) return;
  if (!beside && tableOf(table).dataset.parties !== "0") choose(tableOf(table));
  else begin({ table, guests, share: Boolean(beside), ...from });
}

/** Whether it is they who have reserved the table: their reservation, {} for none, null where nobody sits down now. */
async function whose(tile) {
  const { table, phase, reservation } = tile.dataset;
  if (phase === "to_clean") {
    setTitle(find("cleaning"), live.words.say("clean_at", { table }));
    const answer = await asked(find("cleaning"));
    if (answer === "clean") live.ask(`/tables/${encodeURIComponent(table)}/cleaned`, {}, "floor");
    if (answer !== "seat") return null;
  }
  const mark = tile.querySelector(".is-reserved");
  if (!mark || mark.hidden) return {};
  const time = mark.querySelector("time").textContent;
  setTitle(find("reserved"), live.words.say("reserved_at", { table, time }));
  const answer = await asked(find("reserved"));
  if (["no-show", "cancel"].includes(answer)) live.ask(`/reservations/${encodeURIComponent(reservation)}/${answer}`, {}, "floor");
  if (answer === "change") window.location.assign(`/reservations?change=${encodeURIComponent(reservation)}`);
  return { they: { reservation }, others: {} }[answer] || null;
}

/** Whether somebody waits there to be seated; what was asked long ago is asked no more. */
function isAsking(tile) {
  const mark = tile.querySelector(".is-asking");
  return Boolean(mark) && !mark.hidden;
}

/** Somebody wants to order there: they are seated, or nobody is there. Who has paid and sits there still is no hindrance. */
async function answerAsk(tile) {
  const { parties, table } = tile.dataset;
  const dialog = find("asking");
  setTitle(dialog, live.words.say("asking_at", { table }));
  dialog.querySelector("[data-choices]").replaceChildren(...partiesOf(tile));
  answered(table, await asked(dialog), parties);
}

/** Others may have seated them while it was asked, where `parties` sat. */
function answered(table, answer, parties) {
  if (answer === "nobody") live.ask(`/tables/${encodeURIComponent(table)}/decline-seat`, {}, "floor");
  if (answer === "seat") seat(table, parties !== "0" && tableOf(table).dataset.parties === parties);
}

async function begin(body) {
  const opened = await live.ask("/sessions", body, "floor");
  if (opened) window.location.assign(`/order?session=${encodeURIComponent(opened.session)}`);
}

/** Several sit there: which of them is meant, or new ones. */
async function choose(tile) {
  const { table } = tile.dataset;
  const dialog = find("choosing");
  setTitle(dialog, live.words.say("choose_at", { table }));
  dialog.querySelector("[data-choices]").replaceChildren(...partiesOf(tile));
  if (await asked(dialog) === "beside") seat(table, true);
}

function partiesOf(tile) {
  return Array.from(tile.querySelectorAll("[data-session]"), ofParty);
}

/** A table is touched: who asks there is answered, else it is opened, or one of those who sit there chosen. */
function open(tile) {
  if (isAsking(tile)) answerAsk(tile);
  else if (tile.dataset.parties === "0") seat(tile.dataset.table);
  else choose(tile);
}

function ofParty({ dataset }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/sessions/${encodeURIComponent(dataset.session)}`;
  link.className = "button";
  const time = live.clock.timeOfDay(Number(dataset.openedAt));
  link.textContent = live.words.say("party_of", { label: dataset.label, number: dataset.number, guests: dataset.guests, time });
  item.append(link);
  return item;
}

/** The party that is on its way sits there now; beside others only if that is meant. */
async function move(tile) {
  const { table, parties, part } = tile.dataset;
  const own = tile.getAttribute("href") === `/sessions/${moving}`;
  if (!part.startsWith("table ")) return;
  if (Number(parties) > 0 && !own) {
    setTitle(find("moving"), live.words.say("beside", { table }));
    if (await asked(find("moving")) !== "yes") return;
  }
  const moved = await live.ask(`/sessions/${encodeURIComponent(moving)}/move`, { table }, "floor");
  if (moved) window.location.assign(`/sessions/${encodeURIComponent(moving)}`);
}

function answerCall({ call, do: deed }) {
  live.ask(`/calls/${encodeURIComponent(call)}/${deed}`, {}, `call ${call}`);
}

function tapped(event) {
  const tile = event.target.closest(".table");
  const button = event.target.closest("[data-do], [data-begin]");
  if (button && button.dataset.begin) begin({ service: button.dataset.begin });
  else if (button && button.dataset.at) answered(button.dataset.at, button.dataset.do, tableOf(button.dataset.at).dataset.parties);
  else if (button && button.dataset.call) answerCall(button.dataset);
  else if (button) live.ask(`/lines/${encodeURIComponent(button.dataset.line)}/serve`, {}, `line ${button.dataset.line}`);
  if (!tile || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (live.isAway && !moving) {
    event.preventDefault();
    if (tile.dataset.part.startsWith("table ")) bill.showTable(tile.dataset.table);
    else bill.showParty(tile.dataset.part.slice("party ".length));
  } else if (moving) {
    event.preventDefault();
    move(tile);
  } else if (tile.dataset.parties !== "1" || isAsking(tile)) {
    event.preventDefault();
    open(tile);
  }
}

letClose(document.querySelectorAll("dialog"));
listenToNames(find("jump"), tables);
find("live").addEventListener("click", tapped);
count();
live.open();
tellLate();
setInterval(tellLate, 1000);
const { away, ready } = carryOn(live);
const bill = new KnownBill(away, live.clock);
const knownFloor = new KnownFloor(away, live);
ready.then(() => knownFloor.paint());
const wanted = new URLSearchParams(window.location.search);
if (wanted.get("known")) {
  // A party's page that this device has not kept.
  window.history.replaceState(null, "", "/floor");
  ready.then(() => bill.showParty(wanted.get("known")));
}
const seated = wanted.get("beside") || wanted.get("seat");
if (seated && tableOf(seated)) {
  // Loaded anew, the page does not ask again.
  window.history.replaceState(null, "", "/floor");
  if (wanted.get("beside")) seat(seated, true);
  else open(tableOf(seated));
}
