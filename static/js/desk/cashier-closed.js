// What comes after a bill: money back, open again, and the table free for the next.

import { guarded, leftOn } from "./cashier-guard.js";
import { reasonFor, whyCancel } from "./cashier-lines.js";
import { askingAbout, whatOf } from "./cashier-till.js";
import { reasonIn } from "./dialogs.js";

const find = (id) => document.getElementById(id);

/** What the ticked lines came to, or an amount; all that was paid where nothing is said. */
export async function refund(till) {
  const dialog = find("refunding");
  const form = dialog.querySelector("form");
  const ticked = till.ticked();
  const paid = Number(till.node.dataset.paidMinor);
  form.reset();
  form.elements.amount.value = ticked.length ? "" : till.typed(paid);
  const most = till.words.say("refund_most", { sum: till.sum(paid) });
  dialog.querySelector("[data-says]").textContent = ticked.length
    ? `${ticked.map(whatOf).join(", ")} · ${till.words.say("refund_lines")}` : most;
  const body = await askingAbout(till, ticked, dialog, () => form.elements.amount, () => read(till, form, ticked));
  const done = body && await till.do("refund", body);
  if (!done) return;
  till.untick();
  till.report(till.words.say("refunded", { sum: till.sum(paid - done.paid_minor) }));
}

function read(till, form, ticked) {
  const text = form.elements.amount.value.trim();
  const amount = text === "" ? 0 : till.minor(text);
  const reason = reasonIn(form);
  if (Number.isNaN(amount) || (!amount && !ticked.length)) return till.words.say("amount_bad");
  if (!reason) return till.words.say("reason_bad");
  const body = { reason, lines: ticked.map(({ dataset }) => dataset.line) };
  return amount ? { ...body, amount_minor: amount } : body;
}

export async function reopen(till) {
  const why = await reasonFor(till, "reopen", till.words.say("reopen_what"), till.words.say("reopen_says"));
  if (why) await till.do("reopen", why);
}

/** The party has left. What it did not get is named first, on whichever of its bills that stands. */
export async function clear(till) {
  if (!await guarded(till, leftOn(".party-left li"), (left) => whyCancel(till, left))) return;
  const { session } = till.node.dataset;
  const cleared = await till.live.ask(`/sessions/${encodeURIComponent(session)}/clear`, {}, `bill ${till.bill}`);
  if (cleared) window.location.assign("/cashier");
}
