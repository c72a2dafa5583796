// A party's bill as this device last knew it, while the house does not answer; and the way to an order that is kept.

import { opensAway } from "../lib/kept-pages.js";
import { told } from "../lib/money.js";
import { Words } from "../lib/words.js";
import { element } from "../order/dom.js";
import { setTitle } from "./dialogs.js";

const GONE = ["voided", "ended"];
const MINUTE_MS = 60000;
const find = (id) => document.getElementById(id);

export class KnownBill {
  #away;
  #clock;
  #words;

  /** `away` knows the parties (away.js). */
  constructor(away, clock) {
    this.#away = away;
    this.#clock = clock;
    this.#words = new Words(JSON.parse(find("known").dataset.words), document.body.dataset.language);
  }

  /** Show who sits at a table, as far as is known: one after the other where they are several. */
  showTable(table) {
    const parties = this.#parties(({ table: where }) => where === table);
    this.#show(table, parties, `?table=${encodeURIComponent(table)}`);
  }

  showParty(session) {
    const parties = this.#parties((party) => party.session === session);
    this.#show(parties.length ? parties[0].label : session, parties, `?session=${encodeURIComponent(session)}`);
  }

  #parties(wanted) {
    return this.#away.known ? this.#away.known.parties.filter(wanted) : [];
  }

  #show(title, parties, address) {
    const { known } = this.#away;
    const at = known ? known.at : 0;
    const n = Math.max(0, Math.floor((this.#clock.now() - at) / MINUTE_MS));
    setTitle(find("known"), title);
    find("known-of").textContent = known ? this.#words.say("as_of", { time: this.#clock.timeOfDay(at), n }) : this.#words.say("unknown");
    find("known-parties").replaceChildren(...parties.flatMap((party) => this.#party(party, parties.length > 1)));
    if (known && !parties.length) find("known-parties").replaceChildren(element("p", "", this.#words.say("nobody")));
    // Without a service worker no page can be opened now, and this one would be lost.
    const opens = opensAway("/order");
    const whose = parties.length === 1 ? `?session=${encodeURIComponent(parties[0].session)}` : address;
    find("known-order").href = `/order${whose}`;
    find("known-order").hidden = !opens || parties.length > 1;
    find("known-stay").hidden = opens;
    if (!find("known").open) find("known").showModal();
  }

  #party(party, isOne) {
    const list = element("ul", "known-lines");
    list.append(...party.lines.map((line) => this.#line(line)));
    const guests = party.guests ? this.#words.say("guests", { guests: party.guests }) : "";
    const sums = this.#words.say("sums", { total: this.#sum(party.total_minor), due: this.#sum(party.due_minor) });
    const head = isOne ? [element("h3", "", this.#words.say("number", { n: party.number }))] : [];
    return [...head, element("p", "", [guests, sums].filter(Boolean).join(" · ")), list];
  }

  #line({ name, qty, weighed, state, price_minor }) {
    const row = element("li", GONE.includes(state) ? "is-gone" : "");
    const much = weighed ? `${qty} g` : `${qty} ×`;
    row.append(element("span", "", much), element("bdi", "", this.#words.of(name)), element("small", "", this.#words.say(state)), element("span", "", this.#sum(price_minor)));
    return row;
  }

  #sum(minor) {
    const { symbol, decimals } = this.#away.known;
    return `${symbol}${told(minor, decimals)}`;
  }
}
