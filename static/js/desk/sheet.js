// A party's sheet: its lines live, and what can be done with them.

import { told, toMinor, typed } from "../lib/money.js";
import { bring, cancelled, guarded, isBegun, preBill } from "./cashier-guard.js";
import { listed } from "./cashier-till.js";
import { asked, headcount, letClose, reasonIn, say, setTitle } from "./dialogs.js";
import { LivePage } from "./live-page.js";
import { destination, partiesNow, place } from "./moving.js";
import { carryOn } from "./outage.js";
import { nameStaff } from "./people.js";
import { more } from "./sheet-line.js";
import { handOver, merge, note, takeApart } from "./sheet-party.js";

const find = (id) => document.getElementById(id);
const { session, symbol, exponent: decimals } = document.body.dataset;
const exponent = Number(decimals);
const party = `/sessions/${encodeURIComponent(session)}`;
const live = new LivePage(`${party}/live`, nameStaff);
const rowOf = (line) => document.querySelector(`.row[data-line="${line}"]`);
const rows = (...states) => Array.from(document.querySelectorAll(".row")).filter((row) => states.includes(row.dataset.state));
const UNSERVED = ["held", "fired", "started", "done"];
const ALL = { serve: ["done"], rush: ["fired", "started"], fire: ["held"] };

function whatOf(row) {
  return row.querySelector(".row-dish").textContent.trim().replace(/\s+/g, " ");
}

function sum(minor) {
  return `${symbol}${told(minor, exponent)}`;
}

/** Say what was done, where the piece that it was done to no longer tells. */
function report(text) {
  find("said").hidden = false;
  find("said").textContent = text;
}

function toLine(deed, line, body = {}) {
  return live.ask(`/lines/${encodeURIComponent(line)}/${deed}`, body, `line ${line}`);
}

/** What guards the bill does its deeds and speaks by this. */
const sheet = {
  words: live.words, live, doLine: (deed, line, body) => toLine(deed, line, body), report,
  stateOf: (line) => { const row = rowOf(line); return row ? row.dataset.state : ""; },
};

async function guests() {
  const said = await headcount(find("headcount"), live.words.say("guests_now"), live.words, 0);
  if (said !== null) live.ask(`${party}/guests`, { guests: said }, "party");
}

/** Void a line: why, and, once, that the kitchen may have begun it. The server says whether it had. */
async function voidLine(line) {
  const dialog = find("voiding");
  const row = rowOf(line);
  const what = whatOf(row);
  dialog.querySelector("form").reset();
  setTitle(dialog, live.words.say("void_what", { what }));
  const { meal } = row.dataset;
  const begun = live.words.say(row.dataset.begun === "1" ? "void_begun" : "void_fresh");
  dialog.querySelector("[data-says]").textContent = meal ? `${live.words.say("void_meal", { meal })} ${begun}` : begun;
  dialog.classList.toggle("is-grave", row.dataset.begun === "1" || Boolean(meal));
  const reason = await reasonOf(dialog);
  if (!reason) return;
  const voided = await toLine("void", line, meal ? { reason, whole_meal: true } : { reason });
  if (voided) report(live.words.say(voided.started ? "voided_begun" : "voided_fresh", { what }));
}

/** Why what is not served is not wanted any more; "" where it was left. */
function whyCancel(left) {
  const dialog = find("voiding");
  const what = left.length === 1 ? left[0].text : live.words.say("dishes", { n: left.length });
  dialog.querySelector("form").reset();
  setTitle(dialog, live.words.say("void_what", { what }));
  dialog.querySelector("[data-says]").textContent = live.words.say(isBegun(left) ? "void_begun" : "void_fresh");
  dialog.classList.toggle("is-grave", isBegun(left));
  return reasonOf(dialog);
}

/** What was chosen or typed; "" where it was left. */
async function reasonOf(dialog) {
  say(dialog, "");
  while (true) {
    if (await asked(dialog) === "") return "";
    const reason = reasonIn(dialog.querySelector("form"));
    if (reason) return reason;
    say(dialog, live.words.say("reason_bad"));
  }
}

/** Take money for a bill. Of cash, what is over is change, and the bill gets what is due. */
async function pay(bill) {
  const dialog = find("paying");
  if (!await guarded(sheet, leftOn(bill), whyCancel)) return;
  const { dueMinor, unserved } = document.querySelector(`[data-bill="${bill}"]`).dataset;
  const due = Number(dueMinor);
  const form = dialog.querySelector("form");
  form.reset();
  form.elements.amount.value = typed(due, exponent);
  dialog.querySelector("[data-sum]").textContent = sum(due);
  dialog.querySelector("[data-says]").textContent = unserved === "0" ? "" : live.words.say("unserved", { n: unserved });
  const kind = () => form.querySelector("[name=tender]:checked").dataset.kind;
  const given = () => ({ tender: form.elements.tender.value, amount: toMinor(form.elements.amount.value, exponent) });
  const overIn = ({ amount }) => (kind() === "cash" && amount > due ? amount - due : 0);
  const change = dialog.querySelector("[data-change]");
  form.oninput = () => { change.textContent = overIn(given()) ? live.words.say("change", { sum: sum(overIn(given())) }) : ""; };
  form.oninput();
  say(dialog, "");
  while (true) {
    if (await asked(dialog) === "") return;
    const { tender, amount } = given();
    if (!Number.isNaN(amount)) {
      const over = overIn(given());
      const paid = await live.ask(`/bills/${encodeURIComponent(bill)}/pay`, { tender, amount_minor: amount - over }, `bill ${bill}`);
      const told = [live.words.say("paid", { sum: sum(amount) }), over ? live.words.say("change", { sum: sum(over) }) : ""];
      if (paid) report(told.join(" ").trim());
      return;
    }
    say(dialog, live.words.say("amount_bad"));
  }
}

/** Clear the table. What is not served is named, and somebody says what becomes of it. */
async function clear() {
  const left = rows(...UNSERVED).map(leftOf);
  if (left.length) {
    const dialog = find("clearing");
    setTitle(dialog, live.words.say("unserved", { n: left.length }));
    dialog.querySelector("[data-choices]").replaceChildren(...listed(left.map((each) => each.text)));
    const answer = await asked(dialog);
    if (answer === "bring") await bring(sheet, left);
    if (answer !== "cancel" && answer !== "keep") return;
    if (answer === "cancel" && !await cancelled(sheet, left, whyCancel)) return;
  }
  const cleared = await live.ask(`${party}/clear`, {}, "party");
  if (cleared) window.location.assign("/floor");
}

/** A row that is not served, as those who guard the bill know it. */
function leftOf(row) {
  const { line, state, ticket, paid, meal } = row.dataset;
  return { line, state, ticket, meal, paid: paid === "1", text: `${whatOf(row)} · ${row.querySelector(".is-state").textContent.trim()}` };
}

/** What is not served of a bill. */
function leftOn(bill) {
  return rows(...UNSERVED).filter(({ dataset }) => dataset.ofBill === bill).map(leftOf);
}

/** Some lines go to another party, or to a new one at the same table; `chosen` is ticked already. */
async function moveLines(chosen = "") {
  const dialog = find("moving");
  const { label, table } = document.querySelector(".sheet-head").dataset;
  const { to } = dialog.querySelector("form").elements;
  const movable = rows(...UNSERVED, "served").filter(({ dataset }) => dataset.paid !== "1");
  dialog.querySelector("[data-choices]").replaceChildren(...movable.map((row) => tickable(row, chosen)));
  to.replaceChildren(...(table ? [place(live.words.say("party_new", { label }), "to_new")] : []));
  partiesNow().then((parties) => to.append(...parties.filter((each) => each.session !== session)
    .map((each) => place(live.words.say("party_number", { label: each.label, n: each.number }), "to_session", each.session))));
  say(dialog, "");
  while (await asked(dialog) !== "") {
    const lines = Array.from(dialog.querySelectorAll("[data-choices] input:checked"), ({ value }) => value);
    if (lines.length && to.value === "" && !table) say(dialog, live.words.say("nobody_else"));
    else if (lines.length) {
      const moved = await live.ask("/lines/move", destination(to, lines), "party");
      if (moved) report(live.words.say("moved_n", { n: moved.lines.length }));
      return;
    } else say(dialog, live.words.say("tick_lines"));
  }
}

function tickable(row, chosen) {
  const choice = document.createElement("label");
  const box = document.createElement("input");
  const word = document.createElement("span");
  choice.className = "switch";
  box.type = "checkbox";
  box.value = row.dataset.line;
  box.checked = row.dataset.line === chosen;
  word.textContent = whatOf(row);
  choice.append(box, word);
  return choice;
}

function tapped(event) {
  const button = event.target.closest("button, a[data-open]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  const { do: deed, doAll, course, open, line, bill } = button.dataset;
  find("said").hidden = true;
  if (open === "pre-bill") {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    preBill(sheet, button, leftOn(bill), whyCancel);
    return;
  }
  if (deed) toLine(deed, line);
  else if (doAll) for (const row of rows(...ALL[doAll])) toLine(doAll, row.dataset.line);
  else if (course) live.ask(`${party}/fire`, { course: Number(course) }, "party");
  else if (open === "guests") guests();
  else if (open === "ask-bill") live.ask(`${party}/ask-bill`, {}, "party");
  else if (open === "note") note(live, session);
  else if (open === "merge") merge(live, session);
  else if (open === "hand") handOver(live, session);
  else if (open === "apart") takeApart(live, button.dataset);
  else if (open === "more") more(live, rowOf(line), whatOf(rowOf(line)), moveLines);
  else if (open === "void") voidLine(line);
  else if (open === "pay") pay(bill);
  else if (open === "lines") moveLines();
  else if (open === "clear") clear();
}

letClose(document.querySelectorAll("dialog"));
find("live").addEventListener("click", tapped);
nameStaff();
live.open();
carryOn(live);
