// What the house keeps for others: taken, used on a bill, given back.

import { goTo, MoneyPage } from "./money-page.js";

const find = (id) => document.getElementById(id);
const money = new MoneyPage();
const chosen = document.querySelector("[data-deposit]");
const deposit = chosen ? chosen.dataset.deposit : "";
const left = chosen ? Number(chosen.dataset.leftMinor) : 0;
const about = `deposit ${deposit}`;

const anew = () => goTo("/deposits", "deposit", deposit);

async function take() {
  const dialog = find("taking");
  const form = dialog.querySelector("form");
  form.elements.for.onchange = ({ target }) => { form.elements.reference.value = target.value; };
  const body = await money.question(dialog, {}, "amount", (fields) => {
    const amount = money.sumIn(fields.amount);
    if (!amount) return money.say("amount_bad");
    const reference = fields.reference.value.trim();
    return reference ? { tender: fields.tender.value, amount_minor: amount, reference } : money.say("known_by_bad");
  });
  const taken = body && await money.ask("/deposits", body, "new");
  if (taken) goTo("/deposits", "deposit", taken.deposit);
}

async function use() {
  const dialog = find("using");
  const { bill, amount } = dialog.querySelector("form").elements;
  const most = () => (bill.selectedOptions[0].dataset.due ? Math.min(left, Number(bill.selectedOptions[0].dataset.due)) : left);
  bill.onchange = () => { amount.value = money.sums.typed(most()); };
  const body = await money.question(dialog, { amount: money.sums.typed(most()) }, "bill", (fields) => {
    const sum = money.sumIn(fields.amount);
    if (!fields.bill.value) return money.say("bill_bad");
    return sum ? { bill: fields.bill.value, amount: sum } : money.say("amount_bad");
  });
  if (!body) return;
  const paid = { tender: document.body.dataset.byDeposit, amount_minor: body.amount, deposit };
  if (await money.ask(`/bills/${encodeURIComponent(body.bill)}/pay`, paid, about)) anew();
}

async function back() {
  const body = await money.question(find("returning"), { amount: money.sums.typed(left) }, "amount", (fields) => {
    const amount = money.sumIn(fields.amount);
    return amount ? { amount_minor: amount } : money.say("amount_bad");
  });
  if (body && await money.ask(`/deposits/${encodeURIComponent(deposit)}/return`, body, about)) anew();
}

money.open({ take, use, back }, (deed, answer) => { if (answer.deposit) goTo("/deposits", "deposit", answer.deposit); else window.location.reload(); });
