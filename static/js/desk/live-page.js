// What the live pages of those who serve have in common: pieces over a socket, clocks, deeds, and why one was refused.

import { ageOf, elapsed, momentsOf } from "../lib/ages.js";
import { ServerClock } from "../lib/clock.js";
import { Deeds } from "../lib/deeds.js";
import { LiveSocket, TOO_MANY } from "../lib/live-socket.js";
import { Parts } from "../lib/parts.js";
import { Words } from "../lib/words.js";

/** So long a deed is on its way before the page says that the answer is late. */
const LATE_MS = 2500;
const find = (id) => document.getElementById(id);

export class LivePage {
  #path;
  #changed;
  #socket;
  #parts;
  #since;
  #heardAt;
  #lostAt = 0;
  /** What a deed is about → what is said of it there. */
  #said = new Map();
  words;
  clock;
  deeds;

  /** `path` is the socket's; `changed()` is called when pieces were exchanged. */
  constructor(path, changed) {
    const { seq, now, timezone, actor, words, language } = document.body.dataset;
    this.#path = path;
    this.#changed = changed;
    this.#since = Number(seq);
    this.#heardAt = Number(now);
    this.clock = new ServerClock(Number(now), timezone);
    this.words = new Words(JSON.parse(words), language);
    this.deeds = new Deeds(actor, () => this.paint());
    this.#parts = new Parts(find("live"));
    this.#socket = new LiveSocket(() => this.#address(), (message) => this.#hear(message), (status, code) => this.#status(status, code));
  }

  /** Begin, once everything that `changed` and `ended` touch is there. */
  open() {
    this.paint();
    this.deeds.resume((deed, result) => this.tell(deed.about, result));
    this.#socket.open();
    this.#tick();
    document.body.dataset.runs = "1";
  }

  /** Do a deed; what was refused, or is not known, is said at what it is `about`. The server's answer, or undefined. */
  async ask(path, body, about) {
    this.#said.delete(about);
    const asked = this.deeds.ask(path, body, about);
    if (!asked) return undefined;
    const result = await asked;
    this.tell(about, result);
    return result.done;
  }

  /** Say what became of a deed where it belongs. */
  tell(about, { refused, unknown }) {
    if (refused) this.#said.set(about, refused.message ? this.words.of(refused.message) : refused.title);
    else if (unknown) this.#said.set(about, this.words.say("unknown"));
    else this.#said.delete(about);
    this.paint();
  }

  /** Paint what is on its way and what was refused; pieces may have been exchanged. */
  paint() {
    const waiting = new Map(this.deeds.waiting.map((deed) => [deed.about, deed]));
    const late = (deed) => deed !== undefined && Date.now() - deed.at > LATE_MS;
    const homeless = new Map(this.#said);
    for (const node of document.querySelectorAll("[data-fault]")) {
      const about = node.dataset.fault;
      const said = this.#said.get(about) || (late(waiting.get(about)) ? this.words.say("waits") : "");
      node.hidden = said === "";
      if (node.textContent !== said) node.textContent = said;
      homeless.delete(about);
    }
    for (const node of document.querySelectorAll("[data-do], [data-open]")) {
      const { line, bill } = node.dataset;
      const busy = waiting.has(line ? `line ${line}` : bill ? `bill ${bill}` : "party");
      if (busy) node.setAttribute("aria-busy", "true");
      else node.removeAttribute("aria-busy");
    }
    const [left] = homeless.values();
    find("fault").hidden = left === undefined;
    find("fault").textContent = left || "";
  }

  #address() {
    const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
    const { language, build } = document.body.dataset;
    return `${scheme}//${window.location.host}${this.#path}?since=${this.#since}&lang=${language}&build=${build}`;
  }

  #hear(message) {
    if (message.now) this.clock.heard(message.now, message.steps);
    this.#heardAt = this.clock.now();
    if (message.type === "reload") window.location.reload();
    if (message.type !== "parts") return;
    const whole = this.#parts.apply(message);
    this.#since = message.seq;
    if (!whole) {
      window.location.reload();
      return;
    }
    this.#changed();
    this.paint();
    this.#ages();
  }

  #status(status, code) {
    if (status === "live") {
      this.clock.restart();
      this.#lostAt = 0;
    } else if (!this.#lostAt) this.#lostAt = this.#heardAt;
    const gone = status !== "live";
    const time = this.clock.timeOfDay(this.#lostAt, true);
    const refused = code === TOO_MANY ? "too_many" : "no_right";
    find("gone").hidden = !gone;
    find("gone-words").textContent = status === "refused" ? this.words.say(refused) : this.words.say("gone", { time });
    find("live").classList.toggle("is-stale", gone);
  }

  #tick() {
    this.#ages();
    if (this.deeds.waiting.length) this.paint();
    setTimeout(() => this.#tick(), 1000 - (this.clock.now() % 1000));
  }

  /** Time passing needs no message. */
  #ages() {
    const now = this.clock.now();
    for (const node of document.querySelectorAll("time[data-since]")) setText(node, elapsed(now - Number(node.dataset.since)));
    for (const node of document.querySelectorAll("time[data-minutes-since]")) {
      const n = Math.max(0, Math.floor((now - Number(node.dataset.minutesSince)) / 60000));
      setText(node, this.words.say("minutes", { n }));
    }
    for (const node of document.querySelectorAll("time[data-at]")) setText(node, this.clock.timeOfDay(Number(node.dataset.at)));
    for (const node of document.querySelectorAll("[data-late-ats]")) {
      const n = node.dataset.lateAts.split(" ").filter((each) => Number(each) <= now).length;
      node.hidden = n < 2;
      setText(node, this.words.say("late_count", { n }));
    }
    for (const node of document.querySelectorAll("[data-late-at]")) {
      const age = ageOf(momentsOf(node.dataset), now);
      if (node.dataset.age === age) continue;
      node.dataset.age = age;
      setText(node.querySelector(".age-word"), age === "fresh" ? "" : this.words.say(age));
    }
  }
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
