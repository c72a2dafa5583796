// Who pays later, and what the house keeps for others: asked of the server when a tender needs it.

import { read } from "../lib/reading.js";

/** Who or what was chosen; "" for nobody. */
export function sourceOf(form) {
  return form.elements.source.value;
}

/** Offer the accounts or the deposits, by the kind of the tender; nothing for any other. */
export async function listenToSources(till, dialog, kind) {
  const select = dialog.querySelector("[name=source]");
  if (kind !== "account" && kind !== "deposit") return;
  dialog.querySelector("[for=paying-source]").textContent = till.words.say(`source_${kind}`);
  select.dataset.kind = kind;
  offer(select, [["", till.words.say("source_wait")]]);
  const told = await read("/accounts");
  if (select.dataset.kind !== kind) return;
  if (!told) {
    select.dataset.kind = "";
    offer(select, [["", till.words.say("source_away")]]);
    return;
  }
  const found = kind === "account" ? told.accounts.map((each) => account(till, each)) : told.deposits.filter((each) => each.left_minor).map((each) => deposit(till, each));
  offer(select, found.length ? found : [["", till.words.say("source_none")]]);
}

function account(till, { account: id, name, limit_minor: limit, owed_minor: owed }) {
  return [id, `${till.words.of(name) || id} · ${till.words.say("left", { sum: till.sum(Math.max(0, limit - owed)) })}`];
}

function deposit(till, { deposit: id, reference, left_minor: left }) {
  return [id, `${reference || id} · ${till.words.say("left", { sum: till.sum(left) })}`];
}

function offer(select, options) {
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
}
