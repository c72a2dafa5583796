// Who may pay later: accounts and their limits, and what comes in for them.

import { goTo, MoneyPage } from "./money-page.js";

const HAN = /[\u3400-\u9fff]/;
const find = (id) => document.getElementById(id);
const money = new MoneyPage();
const chosen = document.querySelector("[data-account]");
const { account, owedMinor, limitMinor, zh, en } = chosen ? chosen.dataset : {};
const about = `account ${account}`;

const show = (name) => goTo("/accounts", "account", name);

/** An id that no other account has. */
function newId() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(6));
  return `acc-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function create() {
  const body = await money.question(find("creating"), {}, "name", (fields) => {
    const name = fields.name.value.trim();
    const limit = money.sumIn(fields.limit);
    if (!name) return money.say("name_bad");
    return Number.isNaN(limit) ? money.say("amount_bad") : { account: newId(), name: HAN.test(name) ? { zh: name, en: "" } : { zh: "", en: name }, limit_minor: limit };
  });
  const made = body && await money.ask("/accounts", body, "new");
  if (made) show(made.account);
}

async function limit() {
  const body = await money.question(find("limiting"), { limit: money.sums.typed(Number(limitMinor)) }, "limit", (fields) => {
    const sum = money.sumIn(fields.limit);
    return Number.isNaN(sum) ? money.say("amount_bad") : { account, name: { zh, en }, limit_minor: sum };
  });
  if (body && await money.ask("/accounts", body, about)) show(account);
}

async function pay() {
  const body = await money.question(find("paying-in"), { amount: money.sums.typed(Number(owedMinor)) }, "amount", (fields) => {
    const sum = money.sumIn(fields.amount);
    if (!sum) return money.say("amount_bad");
    return { tender: fields.tender.value, amount_minor: sum, reference: fields.reference.value.trim() };
  });
  if (body && await money.ask(`/accounts/${encodeURIComponent(account)}/pay`, body, about)) show(account);
}

money.open({ create, limit, pay }, (deed, answer) => show(answer.account));
