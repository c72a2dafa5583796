// Whose order it is, and whether what is shown is of now.

import { find, write } from "./dom.js";

const MINUTE_MS = 60000;

export class Header {
  #texts;
  #clock;
  #party;

  constructor(texts, clock, party) {
    this.#texts = texts;
    this.#clock = clock;
    this.#party = party;
  }

  paint({ view, live, notices }) {
    write(find("whose"), this.label(view));
    write(find("whose-more"), notices.mustChoose ? "" : this.#more(view));
    document.title = this.label(view);
    find("link").dataset.state = live.status;
    write(find("link-word"), this.#link(live));
  }

  /** Whether the house answers; else since when what is shown is not of now. */
  #link({ heardAt, status }) {
    const time = heardAt ? this.#clock.timeOfDay(heardAt) : "";
    const n = Math.floor((this.#clock.now() - heardAt) / MINUTE_MS);
    const said = word(status, time);
    return this.#texts.say(said === "stale" && n > 0 ? "stale_for" : said, { time, n });
  }

  /** What the party is called: its table, or its number. */
  label(view) {
    const party = view && view.party;
    const table = party ? party.table : this.#party.table;
    if (table) return this.#texts.say("table", { table });
    if (this.#party.session && !party) return this.#party.called || this.#party.session;
    const service = this.#texts.say(this.#party.service);
    return party ? `${service} ${this.#texts.say("number", { n: party.number })}` : service;
  }

  #more(view) {
    const party = view && view.party;
    if (!party) return this.#party.session ? "" : this.#texts.say("new_party");
    const parts = [party.table ? this.#texts.say("number", { n: party.number }) : "", party.guests ? this.#texts.say("guests", { n: party.guests }) : ""];
    return parts.filter(Boolean).join(" · ");
  }
}

/** What is said of the connection; before anything has been heard nothing is said to be of then. */
function word(status, at) {
  if (status === "stale" || status === "busy") {
    if (!at) return "connecting";
    return status === "busy" ? "live_busy" : "stale";
  }
  return status === "refused" ? "stale" : status;
}
