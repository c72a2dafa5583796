// Off the bill and on it: reductions and rounding, what was taken off and does not hold, and the house's surcharges.

import { reasonFor } from "./cashier-lines.js";
import { askingAbout, whatOf } from "./cashier-till.js";
import { asked, reasonIn, setTitle } from "./dialogs.js";

const find = (id) => document.getElementById(id);
const PERCENT = 1;

/** What was typed as permille: "12" and "12.5"; NaN for no percentage. */
function permille(text) {
  const found = /^(\d{1,3})(?:\.(\d))?\s*%?$/.exec(text.trim().replace(/[。．,，]/g, "."));
  const value = found ? Number(found[1]) * 10 + Number(found[2] || 0) : NaN;
  return value >= 1 && value <= 1000 ? value : NaN;
}

/** Take something off: a percentage or an amount, of ticked lines or of all; or what cash is rounded by. */
export async function reduce(till) {
  const dialog = find("changing");
  const form = dialog.querySelector("form");
  const ticked = till.ticked();
  form.reset();
  const kind = () => form.elements.kind.value;
  const turn = () => {
    const whole = !ticked.length || kind() === "rounding";
    dialog.querySelector("[data-says]").textContent = whole ? till.words.say("whole") : ticked.map(whatOf).join(", ");
    dialog.querySelector("[data-hint]").textContent = till.words.say(`${kind()}_hint`);
    const odd = till.roundTo > PERCENT ? till.due % till.roundTo : till.due % 100;
    form.elements.value.value = kind() === "rounding" && odd ? till.typed(odd) : "";
    if (dialog.open) form.elements.value.focus();
  };
  form.onchange = ({ target }) => { if (target.name === "kind") turn(); };
  const named = dialog.querySelector("[data-named]");
  if (named) {
    named.hidden = ticked.length > 0;
    named.onclick = ({ target }) => {
      const button = target.closest("[data-reason]");
      if (!button) return;
      form.querySelector(`[name=kind][value=${button.dataset.kind}]`).checked = true;
      turn();
      fill(till, form, button.dataset);
    };
  }
  turn();
  const body = await askingAbout(till, ticked, dialog, () => form.elements.value, () => read(till, form, ticked));
  if (body && await till.do("reductions", body)) till.untick();
}

/** What the house takes off under a name, as if it had been typed. */
function fill(till, form, { kind, value, reason }) {
  form.elements.value.value = kind === "percent" ? String(Number(value) / 10) : till.typed(Number(value));
  form.elements.more.value = reason;
  form.querySelector("[type=submit]").focus();
}

function read(till, form, ticked) {
  const kind = form.elements.kind.value;
  const value = kind === "percent" ? permille(form.elements.value.value) : till.minor(form.elements.value.value);
  if (!value) return till.words.say(kind === "percent" ? "percent_bad" : "amount_bad");
  const rounding = form.querySelector("[name=kind][value=rounding] + span").firstChild.textContent.trim();
  const reason = reasonIn(form) || (kind === "rounding" ? rounding : "");
  if (!reason) return till.words.say("reason_bad");
  const lines = kind === "rounding" ? [] : ticked.map(({ dataset }) => dataset.line);
  return { kind, value, reason, lines };
}

/** Take back a reduction that does not hold. */
export async function takeBack(till) {
  const given = Array.from(document.querySelectorAll("[data-reduction]")).filter(({ dataset }) => dataset.reduction && dataset.kind !== "refund");
  const told = given.map((row) => [row.dataset.reduction, row.textContent.trim().replace(/\s+/g, " ")]);
  const reduction = await chosen(till.words.say("take_back_what"), "", told);
  if (reduction) await till.do("reductions/take-back", { reduction });
}

/** Put one of the house's surcharges on, or waive it. */
export async function surcharge(till) {
  const rules = Array.from(find("rules").content.querySelectorAll("[data-surcharge]"));
  const on = new Map(Array.from(document.querySelectorAll(".bill-sums [data-surcharge]"), (row) => [row.dataset.surcharge, row]));
  const off = rules.filter(({ dataset }) => !on.has(dataset.surcharge));
  const told = off.map((rule) => [`+${rule.dataset.surcharge}`, till.words.say("put_on", { what: rule.textContent })]);
  const waived = Array.from(on, ([id, row]) => [`-${id}`, till.words.say("take_off", { what: row.querySelector("bdi").textContent })]);
  const none = rules.length || on.size ? "" : till.words.say("surcharge_none");
  const says = till.leads || none ? none : till.words.say("waive_manager");
  const answer = await chosen(till.words.say("surcharge_what"), says, [...told, ...waived]);
  if (!answer) return;
  const puts = answer.startsWith("+");
  const why = puts ? {} : await whyWaived(till, waived.find(([value]) => value === answer)[1]);
  if (why) await till.do("surcharges", { surcharge: answer.slice(1), on: puts, ...why });
}

/** Why a surcharge is waived, where the house has reasons for it; null where it was left. */
async function whyWaived(till, title) {
  const asks = find("reasoning").querySelector("[data-for=waive]");
  return asks ? reasonFor(till, "waive", title, "") : {};
}

/** Choose one of several, each [value, text]; "" for none of them. */
export function chosen(title, says, several) {
  const dialog = find("choosing");
  setTitle(dialog, title);
  dialog.querySelector("[data-says]").textContent = says;
  dialog.querySelector("[data-choices]").replaceChildren(...several.map(([value, text], at) => option(value, text, at + 1)));
  const answered = asked(dialog);
  const first = dialog.querySelector("[data-choices] button");
  if (first) first.focus();
  return answered;
}

function option(value, text, n) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "submit";
  button.className = "button";
  button.value = value;
  const word = document.createElement("span");
  word.textContent = text;
  button.append(word);
  if (n < 10) {
    button.dataset.key = `Digit${n}`;
    const key = document.createElement("kbd");
    key.textContent = `Alt+${n}`;
    button.append(key);
  }
  item.append(button);
  return item;
}
