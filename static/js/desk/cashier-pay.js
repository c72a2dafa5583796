// Taking money: one tender after the other until nothing is due. Of cash what is over is change.

import { listenToSources, sourceOf } from "./cashier-sources.js";
import { asking, showFields } from "./cashier-till.js";
import { guarded, leftOn } from "./cashier-guard.js";
import { whyCancel } from "./cashier-lines.js";

const FIELDS = {
  cash: ["amount", "tendered", "tip"],
  account: ["amount", "source", "tip"],
  deposit: ["amount", "source", "tip"],
};
const OTHER = ["amount", "reference", "tip"];
const dialog = document.getElementById("paying");
const form = dialog.querySelector("form");

/** A question that comes by itself is not answered by a press that was meant for what stood there before. */
const FRESH_MS = 350;

/** What is asked for now: how much is due, and whether somebody has typed another amount. */
const asks = { due: 0, typed: false, odd: "" };

/** Change from so many whole units on, and more than was due, may be a slip; a tip of more than was due as well. */
const ODD_CHANGE = 500;

function tender() {
  return form.querySelector("[name=tender]:checked").dataset;
}

/** The rest of a bill as this tender takes it: cash is rounded down. */
function wholeBy(till, { rounds }, due) {
  const rest = till.roundTo > 1 ? due % till.roundTo : 0;
  return rounds === "1" && rest <= till.mayRound ? due - rest : due;
}

/** The bill has changed under the question, or the question is new. */
function follow(till, due) {
  asks.due = due;
  dialog.querySelector("[data-sum]").textContent = till.sum(due);
  if (!asks.typed) form.elements.amount.value = till.typed(wholeBy(till, tender(), Math.max(0, due)));
  reckon(till);
}

function given(till) {
  const minor = (name) => (form.elements[name].value.trim() === "" ? 0 : till.minor(form.elements[name].value));
  const { amount, tendered, tip } = { amount: minor("amount"), tendered: minor("tendered"), tip: minor("tip") };
  return { amount, tendered, tip, isGiven: tender().kind === "cash" && form.elements.tendered.value.trim() !== "" };
}

/** Say the change, and what is rounded off, while it is typed. */
function reckon(till) {
  const { amount, tendered, tip, isGiven } = given(till);
  const over = tendered - amount - tip;
  const off = asks.due - amount;
  const rounds = off > 0 && amount === wholeBy(till, tender(), asks.due);
  const said = [
    isGiven && over >= 0 ? till.words.say("change", { sum: till.sum(over) }) : "",
    rounds ? till.words.say("rounded", { sum: till.sum(off) }) : "",
    !rounds && off > 0 ? till.words.say("still_due", { sum: till.sum(off) }) : "",
  ];
  dialog.querySelector("[data-change]").textContent = said.filter(Boolean).join(" · ");
}

/** The payment that was typed, or why it is none. */
function read(till) {
  const { amount, tendered, tip, isGiven } = given(till);
  const { kind } = tender();
  if ([amount, tendered, tip].some(Number.isNaN) || form.elements.amount.value.trim() === "") return till.words.say("amount_bad");
  if (isGiven && tendered < amount + tip) return till.words.say("tendered_less");
  const body = { tender: form.elements.tender.value, amount_minor: amount, tip_minor: tip };
  if (isGiven) body.tendered_minor = tendered;
  const odd = oddity(till, isGiven ? tendered - amount - tip : 0, amount, tip);
  if (odd && odd !== asks.odd) {
    asks.odd = odd;
    return odd;
  }
  if (!FIELDS[kind]) body.reference = form.elements.reference.value.trim();
  if (kind === "account" || kind === "deposit") {
    const source = sourceOf(form);
    if (!source) return till.words.say("source_bad");
    body[kind] = source;
  }
  return body;
}

/** What may be a slip of whoever types, in words, and is asked about once; "" for nothing. */
function oddity(till, change, amount, tip) {
  if (change > amount && change >= till.minor(String(ODD_CHANGE))) return till.words.say("odd_change", { sum: till.sum(change) });
  return tip > amount ? till.words.say("odd_tip", { sum: till.sum(tip) }) : "";
}

function first() {
  const { kind } = tender();
  if (kind === "cash") return form.elements.tendered;
  return kind === "account" || kind === "deposit" ? form.elements.source : form.elements.reference;
}

/** Take money for the bill, until it is paid or whoever takes it leaves. */
export async function pay(till) {
  if (!await guarded(till, leftOn(), (left) => whyCancel(till, left))) return;
  let due = till.due;
  while (true) {
    form.reset();
    asks.typed = false;
    asks.odd = "";
    turn(till);
    follow(till, due);
    beFresh();
    const body = await asking(dialog, first, () => read(till));
    if (body === null) return;
    const paid = await till.do("pay", body);
    if (!paid) return;
    due = paid.due_minor;
    till.report(
      till.words.say("paid", { sum: till.sum(body.tendered_minor || body.amount_minor + body.tip_minor) }),
      paid.change_minor ? till.words.say("change", { sum: till.sum(paid.change_minor) }) : "",
      paid.rounded_minor ? till.words.say("rounded", { sum: till.sum(paid.rounded_minor) }) : "",
      paid.state === "paid" ? till.words.say("paid_all") : till.words.say("still_due", { sum: till.sum(due) }),
    );
    if (paid.state === "paid") {
      // The next guest waits already.
      document.getElementById("find-name").focus();
      return;
    }
  }
}

/** The question has only just come: for a moment Enter is nothing, unless something was typed. */
function beFresh() {
  form.dataset.fresh = "1";
  setTimeout(ripen, FRESH_MS);
}

function ripen() {
  delete form.dataset.fresh;
}

/** Another tender was chosen. */
function turn(till) {
  const { kind } = tender();
  showFields(dialog, FIELDS[kind] || OTHER);
  listenToSources(till, dialog, kind);
  if (!asks.typed) form.elements.amount.value = till.typed(wholeBy(till, tender(), Math.max(0, asks.due)));
  reckon(till);
  if (dialog.open) first().focus();
}

/** Begin to listen; gives what is called when the bill has changed. */
export function listenToPaying(till) {
  form.addEventListener("submit", (event) => { if (form.dataset.fresh) event.preventDefault(); });
  form.addEventListener("input", ({ target }) => {
    ripen();
    if (target.name === "amount") asks.typed = true;
    if (target.name !== "tender") reckon(till);
  });
  form.addEventListener("change", ({ target }) => { if (target.name === "tender") turn(till); });
  return () => { if (dialog.open) follow(till, till.due); };
}
