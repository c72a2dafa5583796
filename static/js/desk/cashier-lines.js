// What is done to single lines: those that are ticked. Voided, given free, put on the scale, moved to another bill.

import { isBegun } from "./cashier-guard.js";
import { askingAbout, listed, whatOf } from "./cashier-till.js";
import { reasonIn, setTitle } from "./dialogs.js";
import { destination, partiesNow, place } from "./moving.js";
import { weighed } from "./weighing.js";

const find = (id) => document.getElementById(id);

/** Why a deed is done, "void", "comp", "reopen" or "waive", as it was chosen or typed; null where it was left. */
export function reasonFor(till, deed, title, says, lines = [], grave = false) {
  const dialog = find("reasoning");
  const form = dialog.querySelector("form");
  form.reset();
  for (const choice of dialog.querySelectorAll("[data-for]")) choice.hidden = choice.dataset.for !== deed;
  const free = dialog.querySelector("[data-free]");
  free.hidden = !free.dataset.free.split(" ").includes(deed);
  const first = () => free.hidden ? dialog.querySelector(`[data-for=${deed}] input`) : form.elements.more;
  setTitle(dialog, title);
  dialog.querySelector("[data-says]").textContent = says;
  dialog.querySelector("[data-choices]").replaceChildren(...listed(lines.length > 1 ? lines.map(whatOf) : []));
  dialog.classList.toggle("is-grave", grave);
  return askingAbout(till, lines, dialog, first, () => {
    const reason = reasonIn(form);
    return reason ? { reason } : till.words.say("reason_bad");
  });
}

/** Why what is not served is not wanted any more; "" where it was left. */
export async function whyCancel(till, left) {
  const what = left.length === 1 ? left[0].text : till.words.say("dishes", { n: left.length });
  const says = till.words.say(isBegun(left) ? "void_begun" : "void_fresh");
  const why = await reasonFor(till, "void", till.words.say("void_what", { what }), says, [], isBegun(left));
  return why ? why.reason : "";
}

/** The ticked lines; none, and what to do first is said. */
function ticked(till) {
  const lines = till.ticked();
  if (!lines.length) till.report(till.words.say("tick_first"));
  return lines;
}

function named(till, lines) {
  return lines.length === 1 ? whatOf(lines[0]) : till.words.say("dishes", { n: lines.length });
}

async function toEach(till, path, lines, body) {
  const done = await Promise.all(lines.map(({ dataset }) => till.doLine(path, dataset.line, body)));
  const n = done.filter((each) => each !== undefined).length;
  if (n) till.report(till.words.say("done_n", { n }));
  if (n === lines.length) till.untick();
}

export async function voidLines(till) {
  const lines = ticked(till);
  if (!lines.length) return;
  const begun = lines.some(({ dataset }) => dataset.begun === "1");
  const says = till.words.say(begun ? "void_begun" : "void_fresh");
  const why = await reasonFor(till, "void", till.words.say("void_what", { what: named(till, lines) }), says, lines, begun);
  if (why) await toEach(till, "void", lines, why);
}

export async function giveFree(till) {
  const lines = ticked(till);
  if (!lines.length) return;
  const why = await reasonFor(till, "comp", till.words.say("comp_what", { what: named(till, lines) }), "", lines);
  if (why) await toEach(till, "comp", lines, why);
}

/** One after the other: the ticked lines, else all that wait for the scale, else all that were on it. */
export async function weigh(till) {
  const all = till.lines().filter(({ dataset }) => dataset.weighs === "1");
  const ticked = all.filter((line) => till.ticked().includes(line));
  const waiting = all.filter(({ dataset }) => dataset.toWeigh === "1");
  const lines = [ticked, waiting, all].find((some) => some.length) || [];
  for (const line of lines) {
    const body = await weightOf(till, line);
    if (!body || !await till.doLine("weigh", line.dataset.line, body)) return;
  }
  till.untick();
}

function weightOf(till, line) {
  const dialog = find("weighing");
  const read = weighed(dialog, till.words, whatOf(line));
  return askingAbout(till, [line], dialog, () => dialog.querySelector("[name=gross]"), read);
}

/** To another open bill, of this party or of another; to a party that has none; to a new party at the same table. */
export async function move(till) {
  const lines = ticked(till);
  if (!lines.length) return;
  const dialog = find("moving");
  const select = dialog.querySelector("select");
  const others = Array.from(document.querySelectorAll(".till-row[data-state=open]")).filter(({ dataset }) => dataset.bill !== till.bill);
  const { session: own, label } = till.node.dataset;
  const bills = [...others.filter(({ dataset }) => dataset.session === own), ...others.filter(({ dataset }) => dataset.session !== own)];
  const option = ({ dataset }) => place(till.words.say("bill_n", { label: dataset.label, n: dataset.of }), "to_bill", dataset.bill);
  select.replaceChildren(...bills.map(option), place(till.words.say("party_new", { label }), "to_new"));
  withoutBill(till, new Set(others.map(({ dataset }) => dataset.session)).add(own)).then((options) => select.append(...options));
  setTitle(dialog, till.words.say("move_what", { what: named(till, lines) }));
  const body = await askingAbout(till, lines, dialog, () => select, () => destination(select, lines.map(({ dataset }) => dataset.line)));
  if (body && await till.live.ask("/lines/move", body, `bill ${till.bill}`)) till.untick();
}

/** The parties that have no open bill, as options. */
async function withoutBill(till, known) {
  const parties = (await partiesNow()).filter((each) => !known.has(each.session));
  return parties.map((each) => place(till.words.say("party_n", { label: each.label, n: each.number }), "to_session", each.session));
}
