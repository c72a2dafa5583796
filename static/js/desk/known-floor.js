// The cards of a map that was opened from this device: where the device has heard of the house since the page was made, each
// card says what was heard last, and the page says so of when.

import { cachedFor } from "../lib/kept-pages.js";
import { told } from "../lib/money.js";
import { Words } from "../lib/words.js";
import { element } from "../order/dom.js";

const find = (id) => document.getElementById(id);
const cards = () => Array.from(find("live").querySelectorAll(".table"));

export class KnownFloor {
  #away;
  #live;
  #words;
  #isBack = !cachedFor();

  /** `away` knows the parties (away.js), `live` is the page. */
  constructor(away, live) {
    this.#away = away;
    this.#live = live;
    this.#words = new Words(JSON.parse(find("known").dataset.words), document.body.dataset.language);
    live.whenAway((isAway) => isAway || this.#end());
  }

  /** Say what is known, as long as the page has not heard the house itself. */
  paint() {
    const { known } = this.#away;
    if (this.#isBack || !known || known.at <= Number(document.body.dataset.now)) return;
    this.#live.heardUntil(known.at);
    for (const card of cards()) this.#card(card, known.parties.filter((party) => isOf(card, party)));
    const shown = cards().map((card) => card.dataset.part);
    const others = known.parties.filter(({ session, table }) => table === null && !shown.includes(`party ${session}`));
    find("live").querySelector('[data-into="parties"]').append(...others.map((party) => this.#other(party)));
  }

  #card(card, parties) {
    const isParty = !("seats" in card.dataset);
    card.classList.add("is-known");
    card.hidden = isParty && !parties.length;
    card.append(this.#said(parties));
  }

  /** A party without a table that came after the page was made. */
  #other(party) {
    const card = element("a", "table is-party is-known is-other");
    card.href = `/sessions/${encodeURIComponent(party.session)}`;
    Object.assign(card.dataset, { part: `party ${party.session}`, table: party.label, parties: "1" });
    const head = element("span", "table-head");
    head.append(element("strong", "table-name", party.label));
    card.append(head, this.#said([party]));
    return card;
  }

  #said(parties) {
    const place = element("span", "table-known", parties.length ? "" : this.#words.say("nobody"));
    place.append(...parties.map((party) => this.#party(party, parties.length > 1)));
    return place;
  }

  #party({ label, guests, opened_at, total_minor, due_minor }, isOne) {
    const row = element("span", "");
    const since = element("time", "table-clock");
    since.dataset.minutesSince = String(opened_at);
    const many = guests ? this.#words.say("guests", { guests }) : "";
    const sums = this.#words.say("sums", { total: this.#sum(total_minor), due: this.#sum(due_minor) });
    row.append(element("span", "", [isOne ? label : "", many, sums].filter(Boolean).join(" · ")), " ", since);
    return row;
  }

  #sum(minor) {
    const { symbol, decimals } = this.#away.known;
    return `${symbol}${told(minor, decimals)}`;
  }

  /** The house says again how its cards stand. */
  #end() {
    this.#isBack = true;
    for (const card of cards().filter((each) => each.classList.contains("is-known"))) {
      card.hidden = false;
      card.classList.remove("is-known");
      card.querySelector(".table-known").remove();
      if (card.classList.contains("is-other")) card.remove();
    }
  }
}

function isOf({ dataset }, { session, table }) {
  return dataset.part === `party ${session}` || dataset.part === `table ${table}`;
}
