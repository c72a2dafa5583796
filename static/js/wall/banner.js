// Alarms stand in the bar until they are over; voided tickets are announced for some seconds. Neither moves a ticket.

import * as clock from "../lib/clock.js";
import { spoken, word } from "../lib/words.js";

const VOID_MS = 8000;

export class Banner {
  #alarms;
  #voids;
  #left = [];
  #timer = 0;

  constructor(alarms, voids) {
    this.#alarms = alarms;
    this.#voids = voids;
  }

  /** All alarms that stand: [{code, since, message, tickets}]. */
  alarms(standing) {
    const texts = standing.map(({ message, since, tickets }) => {
      const said = spoken(message);
      const missing = tickets.map((each) => each.label).filter((label, n, all) => all.indexOf(label) === n && !said.includes(label));
      return { said, tables: missing.join(" "), since: clock.timeOfDay(since, true) };
    });
    this.#alarms.hidden = texts.length === 0;
    this.#alarms.querySelector(".banner-text").replaceChildren(...texts.map(({ said, tables, since }) => {
      const item = document.createElement("span");
      const time = document.createElement("small");
      const names = document.createElement("b");
      names.textContent = tables;
      time.textContent = since;
      item.append(`${said} `, names, " ", time);
      return item;
    }));
  }

  /** These tickets left because they were voided: [{ticket, label}]. */
  voided(left) {
    if (!left.length) return;
    this.#left = this.#left.concat(left.map((each) => each.label));
    this.#voids.hidden = false;
    const tables = this.#left.filter((label, n, all) => all.indexOf(label) === n).join(" ");
    this.#voids.querySelector(".banner-text").textContent = word("voided", { tables });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#left = [];
      this.#voids.hidden = true;
    }, VOID_MS);
  }
}
