// What the live pages of those who serve have in common: pieces over sockets, clocks, and their deeds.

import { ageOf, elapsed, momentsOf } from "../lib/ages.js";
import { ServerClock } from "../lib/clock.js";
import { LiveSocket, TOO_MANY } from "../lib/live-socket.js";
import { Parts } from "../lib/parts.js";
import { DeedPage } from "./deed-page.js";

const find = (id) => document.getElementById(id);

export class LivePage extends DeedPage {
  #changed;
  /** What is watched, each {path, since, root, parts, socket}. */
  #feeds = [];
  #heardAt;
  #lostAt = 0;
  clock;

  /** `path` is the socket's; `changed()` is called when pieces were exchanged. */
  constructor(path, changed) {
    super();
    const { seq, now, timezone } = document.body.dataset;
    this.#changed = changed;
    this.#heardAt = Number(now);
    this.clock = new ServerClock(Number(now), timezone);
    this.also(path, find("live"), Number(seq));
  }

  /** Watch something more, whose pieces are in `root` and show what stood after event `since`. */
  also(path, root, since) {
    const feed = { path, since, root, parts: new Parts(root), socket: null };
    const status = (status, code) => this.#status(feed, status, code);
    feed.socket = new LiveSocket(() => this.#address(feed), (message) => this.#hear(feed, message), status);
    this.#feeds.push(feed);
  }

  /** Begin, once everything that `changed` and `ended` touch is there. */
  open(ended) {
    this.resume(ended);
    for (const feed of this.#feeds) feed.socket.open();
    this.#tick();
    document.body.dataset.runs = "1";
  }

  #address({ path, since }) {
    const scheme = window.location.protocol === "https:" ? "wss:" : "ws:";
    const { language, build } = document.body.dataset;
    return `${scheme}//${window.location.host}${path}?since=${since}&lang=${language}&build=${build}`;
  }

  #hear(feed, message) {
    if (message.now) this.clock.heard(message.now, message.steps);
    this.#heardAt = this.clock.now();
    if (message.type === "reload") window.location.reload();
    if (message.type !== "parts") return;
    const whole = feed.parts.apply(message);
    feed.since = message.seq;
    if (!whole) {
      window.location.reload();
      return;
    }
    this.#changed();
    this.paint();
    this.#ages();
  }

  /** The page is live where all that it watches is; what is connecting for the first time was true a moment ago. */
  #status(feed, status, code) {
    if (status === "live") this.clock.restart();
    const gone = this.#feeds.some((each) => ["stale", "refused"].includes(each.socket.status));
    if (!gone) this.#lostAt = 0;
    else if (!this.#lostAt) this.#lostAt = this.#heardAt;
    const time = this.clock.timeOfDay(this.#lostAt, true);
    const refused = code === TOO_MANY ? "too_many" : "no_right";
    find("gone").hidden = !gone;
    find("gone-words").textContent = status === "refused" ? this.words.say(refused) : this.words.say("gone", { time });
    feed.root.classList.toggle("is-stale", status !== "live");
  }

  #tick() {
    this.#ages();
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
    for (const node of document.querySelectorAll("[data-from]")) node.hidden = now < Number(node.dataset.from);
    for (const node of document.querySelectorAll("[data-until]")) node.hidden = now >= Number(node.dataset.until);
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
