// Alarms stand in the bar until they are over; voided tickets are announced for some seconds. Neither moves a ticket.

const VOID_MS = 8000;

export class Banner {
  #alarms;
  #voids;
  #clock;
  #words;
  #labels = [];
  #timer = 0;

  /** `alarms` and `voids` are the elements in which they are announced. */
  constructor(alarms, voids, clock, words) {
    this.#alarms = alarms;
    this.#voids = voids;
    this.#clock = clock;
    this.#words = words;
  }

  /** All alarms that stand: [{code, since, message, tickets}]. */
  alarms(standing) {
    this.#alarms.hidden = standing.length === 0;
    this.#alarms.querySelector(".banner-text").replaceChildren(...standing.map((alarm) => this.#item(alarm)));
  }

  /** These tickets left because they were voided: [{ticket, label}]. */
  voided(left) {
    if (!left.length) return;
    this.#labels = this.#labels.concat(left.map((each) => each.label)).filter(isFirst);
    this.#voids.hidden = false;
    this.#voids.querySelector(".banner-text").textContent = this.#words.say("voided", { tables: this.#labels.join(" ") });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#labels = [];
      this.#voids.hidden = true;
    }, VOID_MS);
  }

  /** One alarm: its message, the tables that the message does not name, and since when. */
  #item({ message, since, tickets }) {
    const text = this.#words.of(message);
    const tables = tickets.map((each) => each.label).filter(isFirst).filter((label) => !text.includes(label));
    const item = document.createElement("span");
    const names = document.createElement("b");
    const time = document.createElement("small");
    names.textContent = tables.join(" ");
    time.textContent = this.#clock.timeOfDay(since, true);
    item.append(`${text} `, names, " ", time);
    return item;
  }
}

/** A filter: each value once. */
function isFirst(value, index, all) {
  return all.indexOf(value) === index;
}
