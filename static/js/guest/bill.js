// The bill as it stands: dishes, what is off and what is added, what is paid and what is to pay; and to ask for it (结账).

import { element, find, renew, write } from "../order/dom.js";
import { money } from "../order/prices.js";

const GONE = ["voided", "ended"];

export class BillSheet {
  #page;
  #own;
  #bills = [];
  #shown = "";
  #fault = false;
  /** What is to be paid, as far as it was read. */
  #due = 0;

  constructor(page, own) {
    this.#page = page;
    this.#own = own;
    find("ask-bill").addEventListener("click", () => own.service.ask(`/sessions/${page.party.session}/ask-bill`, {}, ""));
  }

  /** Read again whenever it is open and something has changed. */
  paint() {
    const { clock, party, texts, view } = this.#page;
    const { asked_at } = this.#own.said;
    find("ask-bill").hidden = !this.#own.said.bills.length || this.#due <= 0 || asked_at !== null;
    find("ask-bill").disabled = this.#own.service.isAsking(`/sessions/${party.session}/ask-bill`);
    find("bill-asked").hidden = asked_at === null;
    if (asked_at !== null) write(find("bill-asked"), texts.say("bill_asked", { time: clock.timeOfDay(asked_at) }));
    find("bill-open").classList.toggle("is-asking", asked_at !== null);
    const state = JSON.stringify([view, this.#own.said.bills]);
    if (!find("bill").open || state === this.#shown) return;
    this.#shown = state;
    this.#read();
  }

  async #read() {
    const { party, texts } = this.#page;
    try {
      this.#bills = await Promise.all(this.#own.said.bills.map((bill) => read(bill, party.visit)));
      this.#fault = false;
      this.#due = this.#bills.reduce((sum, bill) => sum + bill.due_minor, 0);
    } catch (away) {
      this.#fault = true;
      this.#shown = "";
    }
    write(find("bill-says"), this.#fault ? texts.say("bill_away") : "");
    find("bill-empty").hidden = this.#bills.length > 0 || this.#fault;
    renew(find("bill-lines"), this.#bills.flatMap((bill) => this.#rows(bill)));
    if (!this.#fault) this.paint();
  }

  #rows(bill) {
    const { menu, texts } = this.#page;
    const price = (minor) => money(minor, menu);
    const lines = bill.lines.filter((line) => !GONE.includes(line.state));
    const rows = lines.map((line) => {
      const qty = texts.qty(line, line.qty);
      const cost = line.to_weigh ? texts.say("about_price", { price: price(line.price_minor) }) : price(line.price_minor);
      return row("", `${qty} ${texts.name(line.name)}`, line.comped ? texts.say("comped", { price: cost }) : cost);
    });
    const off = bill.reductions.map((each) => row("is-off", each.reason || texts.say("reduction"), price(-each.amount_minor)));
    const more = bill.surcharges.map((each) => row("is-more", this.#surcharge(each), price(each.amount_minor)));
    const shares = bill.share_minor ? [row("", texts.say("share"), price(bill.share_minor))] : [];
    const paid = bill.paid_minor ? [row("", texts.say("paid"), price(-bill.paid_minor)), row("is-sum", texts.say("to_pay"), price(bill.due_minor))] : [];
    return [...rows, ...off, ...more, ...shares, row("is-sum", texts.say("sum"), price(bill.total_minor)), ...paid];
  }

  #surcharge({ name, heads }) {
    const { texts } = this.#page;
    return heads ? `${texts.name(name)} · ${texts.say("guests", { n: heads })}` : texts.name(name);
  }
}

async function read(bill, visit) {
  const answer = await fetch(`/api/v1/bills/${encodeURIComponent(bill)}`, { cache: "no-store", headers: { "kds-visit": visit } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function row(kind, words, sum) {
  const node = element("li", `bill-row ${kind}`.trim());
  const what = element("bdi", "", words);
  node.append(what, element("span", "", sum));
  return node;
}
