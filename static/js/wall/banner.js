// Alarms stand in the bar until they are over; voided tickets are announced for some seconds. Neither moves a ticket, and
// what is too long for the bar is written smaller.

const VOID_MS = 8000;
/** Tables that an alarm names; of the others it says how many tickets they are. */
const NAMED = 5;
/** Of --b: no letter of a banner is smaller. */
const LEAST = 0.8;

export class Banner {
  #alarms;
  #voids;
  #clock;
  #words;
  #pages;
  #standing = [];
  #labels = [];
  #timer = 0;
  #shown = "";

  /** `alarms` and `voids` are the elements in which they are announced; `pages()` is how many pages the wall has. */
  constructor(alarms, voids, clock, words, pages) {
    this.#pages = pages;
    this.#alarms = alarms;
    this.#voids = voids;
    this.#clock = clock;
    this.#words = words;
  }

  /** All alarms that stand: [{code, since, message, tickets, count}]. */
  alarms(standing) {
    this.#standing = standing;
    this.paint();
  }

  /** The first alarm in full, and how many there are besides. */
  paint() {
    const [first, ...others] = this.#standing;
    this.#alarms.hidden = !first;
    if (!first) return;
    const wanted = JSON.stringify([this.#standing, this.#pages(), this.#clock.timeOfDay(first.since, true)]);
    if (wanted === this.#shown) {
      if (isTooLong(this.#alarms)) this.fit();
      return;
    }
    this.#shown = wanted;
    const rest = others.length ? [text("b", this.#words.say("more_alarms", { n: others.length }))] : [];
    this.#alarms.querySelector(".banner-text").replaceChildren(this.#item(first), ...rest);
    this.fit();
  }

  /** What is too long names fewer tables, and then is written smaller. */
  fit() {
    for (const banner of [this.#alarms, this.#voids]) {
      const tables = Array.from(banner.querySelectorAll(".banner-table"));
      banner.style.fontSize = "";
      for (const table of tables) table.hidden = false;
      while (tables.length && isTooLong(banner)) tables.pop().hidden = true;
      for (let size = 1.3; size >= LEAST && isTooLong(banner); size -= 0.1) banner.style.fontSize = `calc(${size} * var(--b))`;
    }
  }

  /** These tickets left because they were voided: [{ticket, label}]. */
  voided(left) {
    if (!left.length) return;
    this.#labels = this.#labels.concat(left.map((each) => each.label)).filter(isFirst);
    this.#voids.hidden = false;
    this.#voids.querySelector(".banner-text").textContent = this.#words.say("voided", { tables: this.#labels.join(" ") });
    this.fit();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#labels = [];
      this.#voids.hidden = true;
    }, VOID_MS);
  }

  /** One alarm: what this kitchen can do about it, the tables that it does not name, and since when. */
  #item({ message, since, tickets, count }) {
    const further = tickets.length > 0 && this.#pages() > 1;
    const said = further ? this.#words.say("unseen", { n: count }) : this.#words.of(message);
    const tables = tickets.map((each) => each.label).filter(isFirst).filter((label) => !said.includes(label));
    const item = document.createElement("span");
    const named = tables.slice(0, NAMED).map((label) => Object.assign(text("b", `${label} `), { className: "banner-table" }));
    item.append(`${said} `, ...named, text("small", this.#clock.timeOfDay(since, true)));
    return item;
  }
}

function isTooLong(banner) {
  const { scrollWidth, clientWidth } = banner.querySelector(".banner-text");
  return scrollWidth > clientWidth + 1;
}

function text(tag, said) {
  const made = document.createElement(tag);
  made.textContent = said;
  return made;
}

/** A filter: each value once. */
function isFirst(value, index, all) {
  return all.indexOf(value) === index;
}
