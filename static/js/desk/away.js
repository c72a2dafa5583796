// While the house was away: what this device knew before, what of one's own was sent or not taken since, and what is
// different now. It stands on a sheet over the page, until it is read, and stops nobody.

import { letGo } from "../lib/kept-pages.js";
import { told } from "../lib/money.js";
import { Words } from "../lib/words.js";
import { headers } from "../lib/world.js";
import { element } from "../order/dom.js";
import { addressOf } from "../order/party.js";
import { atTables, onTheMenu } from "./differences.js";

const EVERY_MS = 20000;
const PATIENCE_MS = 8000;
/** Who was away for less has missed nothing; what was on its way for less has not waited for the network. */
const NOTICED_MS = 12000;
const LINES_MOST = 200;
const find = (id) => document.getElementById(id);

export class Away {
  #clock;
  #words;
  #isAway = () => false;
  #timer = 0;
  #before = null;
  #awayFrom = 0;
  #differences = null;
  #answered = [];
  /** What this device knows: the last answer of /floor/known, or the one that was kept; null for none. */
  known = null;

  constructor(clock) {
    const { words } = find("away").dataset;
    this.#clock = clock;
    this.#words = new Words(JSON.parse(words), document.body.dataset.language);
    find("away-close").addEventListener("click", () => this.#close());
  }

  /** Begin to learn how the house stands; `isAway()` says whether it answers. */
  start(isAway) {
    this.#isAway = isAway;
    document.addEventListener("visibilitychange", () => this.#learn());
    return this.#learn();
  }

  /** The house has gone, when it was last heard `at` that time, or is back. */
  async became(away, at) {
    if (away) {
      this.#awayFrom = this.#awayFrom || at;
      this.#before = this.#before || this.known;
      return;
    }
    const [before, from] = [this.#before, this.#awayFrom];
    this.#before = null;
    this.#awayFrom = 0;
    await this.#learn();
    if (!before || !this.known || this.known.at - from < NOTICED_MS) return;
    this.#differences = { from: before.at, to: this.known.at, tables: atTables(before, this.known), dishes: onTheMenu(before, this.known) };
    this.#paint();
  }

  /** A round of this device is answered; the `problem` null where it was taken. It is told if it had to wait. */
  answered(round, problem) {
    if (this.#clock.now() - round.at < NOTICED_MS) return;
    this.#answered.push({ round, problem, at: this.#clock.now() });
    this.#paint();
  }

  /** So many orders are kept on this device, and on their way. */
  paintKept(n) {
    const place = find("kept-rounds");
    if (!place) return;
    place.hidden = n === 0;
    place.textContent = n ? this.#words.say("kept", { n }) : "";
  }

  async #learn() {
    clearTimeout(this.#timer);
    if (!document.hidden && (!this.#isAway() || !this.known)) await this.#ask();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#learn(), EVERY_MS);
  }

  async #ask() {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), PATIENCE_MS);
    try {
      const answer = await fetch("/floor/known", { cache: "no-store", headers: headers(), signal: control.signal });
      if (answer.status === 401 || answer.status === 403) letGo("staff");
      if (answer.ok) this.known = await answer.json();
      if (answer.ok && this.#isAway() && !this.#before) this.#before = this.known;
    } catch (away) {
      // What is known stays.
    } finally {
      clearTimeout(timer);
    }
  }

  #close() {
    this.#differences = null;
    this.#answered = [];
    this.#paint();
  }

  #paint() {
    const lists = { own: this.#own(), tables: this.#tables(), dishes: this.#dishes() };
    const count = Object.values(lists).reduce((sum, list) => sum + list.length, 0);
    find("away").hidden = count === 0;
    for (const [name, list] of Object.entries(lists)) {
      find(`away-${name}`).hidden = list.length === 0;
      find(`away-${name}`).querySelector("ul").replaceChildren(...list);
    }
    const from = this.#differences ? this.#differences.from : Math.min(...this.#answered.map(({ round }) => round.at));
    const to = this.#differences ? this.#differences.to : Math.max(...this.#answered.map(({ at }) => at));
    if (count) find("away-title").textContent = this.#words.say("title", { from: this.#time(from), to: this.#time(to) });
  }

  #time(at) {
    return this.#clock.timeOfDay(at);
  }

  #sum(minor) {
    const { symbol, decimals } = this.known;
    return `${symbol}${told(minor, decimals)}`;
  }

  #own() {
    return this.#answered.slice(-LINES_MOST).map(({ round, problem }) => {
      const values = { label: round.label, n: round.lines.length };
      if (!problem) return row(this.#words.say("sent", values), "is-good");
      const why = problem.message ? this.#words.of(problem.message) : problem.title;
      const node = row(this.#words.say("refused", { ...values, why }), "is-bad");
      const look = element("a", "button", this.#words.say("look"));
      look.href = `/order${addressOf(round.party)}`;
      node.append(look);
      return node;
    });
  }

  #tables() {
    return (this.#differences ? this.#differences.tables : []).map((each) => {
      const sums = ["grown", "less"].includes(each.what) ? { before: this.#sum(each.before), after: this.#sum(each.after) } : {};
      const node = row("", "");
      const link = element("a", "", this.#words.say(each.what === "opened" && !each.guests ? "opened_some" : each.what, { label: each.label, guests: each.guests, before: each.before, ...sums }));
      if (each.what === "left") node.append(link.textContent);
      else node.append(link);
      link.href = `/sessions/${encodeURIComponent(each.session)}`;
      return node;
    });
  }

  #dishes() {
    return (this.#differences ? this.#differences.dishes : []).map((each) => {
      const sums = each.what === "price" ? { before: this.#sum(each.before), after: this.#sum(each.after) } : {};
      return row(this.#words.say(each.what, { dish: this.#words.of(each.name), ...sums }), each.what === "out" ? "is-bad" : "");
    });
  }
}

function row(text, kind) {
  return element("li", kind, text);
}
