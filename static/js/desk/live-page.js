// What the live pages of those who serve have in common: pieces over sockets, clocks, and their deeds.

import { ServerClock } from "../lib/clock.js";
import { cachedFor, opensAway } from "../lib/kept-pages.js";
import { LiveSocket, TOO_MANY } from "../lib/live-socket.js";
import { paintMoments, setText } from "../lib/moments.js";
import { Parts } from "../lib/parts.js";
import { Outdated } from "../lib/outdated.js";
import { DeedPage } from "./deed-page.js";

const find = (id) => document.getElementById(id);
const GONE = ["stale", "refused"];
const MINUTE_MS = 60000;
/** What may wait for the house, as it is the same however late: it is kept, and done once. */
const MAY_WAIT = /^\/(lines\/(serve|hand-over)|lines\/[^/]+\/(serve|unserve|rush|fire)|tickets\/[^/]+\/(rush|fire)|calls\/[^/]+\/(take|end)|tables\/[^/]+\/cleaned|sessions\/[^/]+\/(fire|ask-bill))$/;
const OF_MONEY = /^\/(bills|accounts|deposits)\//;
/** Buttons that only open what is answered later, or that do what may wait. */
const OPENS = ["ask-bill", "more"];

export class LivePage extends DeedPage {
  #changed;
  /** What is watched, each {path, since, root, parts, socket}. */
  #feeds = [];
  #heardAt;
  #lostAt = 0;
  #refusal = "";
  #outdated = new Outdated(() => !this.deeds.waiting.length);
  /** Those who are told that the house is away, or back. */
  #told = [];
  #ofBar = () => {};
  clock;

  /** `path` is the socket's; `changed()` is called when pieces were exchanged. */
  constructor(path, changed) {
    super();
    const { seq, now, timezone } = document.body.dataset;
    this.#changed = changed;
    this.#heardAt = Number(now);
    this.clock = new ServerClock(Number(now) + cachedFor(), timezone);
    if (cachedFor()) this.#lostAt = this.#heardAt;
    this.also(path, find("live"), Number(seq));
  }

  /** Watch something more, whose pieces are in `root` and show what stood after event `since`. */
  also(path, root, since) {
    const feed = { path, since, root, parts: new Parts(root), socket: null };
    const status = (status, code) => this.#status(feed, status, code);
    feed.socket = new LiveSocket(() => this.#address(feed), (message) => this.#hear(feed, message), status);
    this.#feeds.push(feed);
  }

  /** Whether what is shown is not of now: a socket is lost, or the page was kept on this device and none is there yet. */
  get isAway() {
    const isGone = ({ socket: { status } }) => GONE.includes(status) || (status === "connecting" && this.#lostAt > 0);
    return this.#feeds.some(isGone);
  }

  /** When the house was last heard, by its own clock. */
  get heardAt() {
    return this.isAway ? this.#lostAt : this.clock.now();
  }

  /** What this page shows by now was heard of the house at that time. */
  heardUntil(at) {
    if (!this.#lostAt) return;
    this.#lostAt = Math.max(this.#lostAt, at);
    this.#paintGone();
  }

  /** `heard(message)` is told what a bump bar that works this screen did. */
  whenBar(heard) {
    this.#ofBar = heard;
  }

  /** `heard(isAway)` is called when the house is away, and when it is back. */
  whenAway(heard) {
    this.#told.push(heard);
  }

  hindrance(path) {
    if (!this.isAway || MAY_WAIT.test(path)) return "";
    return this.words.say(OF_MONEY.test(path) ? "no_pay" : "no_deed");
  }

  /** Begin, once everything that `changed` and `ended` touch is there. */
  open(ended) {
    this.resume(ended);
    for (const feed of this.#feeds) feed.socket.open();
    document.addEventListener("click", (event) => this.#hinder(event), true);
    this.#paintGone();
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
    if (message.type === "reload") this.#outdated.say();
    if (message.type === "bar") this.#ofBar(message);
    if (message.type === "alarms") this.#paintNobody(message.alarms);
    if (message.type !== "parts") return;
    const whole = feed.parts.apply(message);
    feed.since = message.seq;
    if (!whole) this.#outdated.say();
    this.#changed();
    this.paint();
    this.#ages();
  }

  /** The page is live where all that it watches is; what is connecting for the first time was true a moment ago. */
  #status(feed, status, code) {
    if (status === "live") this.clock.restart();
    const before = this.#lostAt > 0;
    const gone = this.isAway;
    if (!gone) this.#lostAt = 0;
    else if (!this.#lostAt) this.#lostAt = this.#heardAt;
    this.#refusal = status !== "refused" ? "" : code === TOO_MANY ? "too_many" : "no_right";
    feed.root.classList.toggle("is-stale", status !== "live");
    this.#paintGone();
    if (gone === before) return;
    if (!gone) this.back();
    for (const heard of this.#told) heard(gone);
  }

  /** Where nobody looks at the kitchen's screens, on the pages of those who can go there. */
  #paintNobody(alarms) {
    const found = alarms.find((each) => each.code === "nobody_at");
    if (!find("nobody")) return;
    find("nobody").hidden = !found;
    if (found) setText(find("nobody-words"), this.words.of(found.message));
  }

  /** Of when it is what is shown, and how long ago that was. */
  #paintGone() {
    find("gone").hidden = !this.isAway;
    if (!this.isAway) return;
    for (const { root, socket } of this.#feeds) root.classList.toggle("is-stale", socket.status !== "live");
    const time = this.clock.timeOfDay(this.#lostAt, true);
    const n = Math.floor((this.clock.now() - this.#lostAt) / MINUTE_MS);
    setText(find("gone-words"), this.words.say(this.#refusal || (n < 1 ? "gone" : "gone_for"), { time, n }));
  }

  /** What cannot be done without the house says so at once, before anything is asked. */
  #hinder(event) {
    const button = event.target.closest("button, a[href]");
    const why = this.isAway && button ? this.#whyNot(button) : "";
    if (!why) return;
    event.preventDefault();
    event.stopPropagation();
    const about = [`bill ${button.dataset.bill}`, "party", "floor"].find((each) => document.querySelector(`[data-fault="${each}"]`));
    this.refuse(about || "", this.words.say(why));
  }

  #whyNot({ dataset, href, pathname, hash }) {
    const { open, bill, begin, table } = dataset;
    if (open !== undefined && !OPENS.includes(open)) return bill || open === "pay" ? "no_pay" : "no_deed";
    if (begin !== undefined) return "no_deed";
    // A table is the floor's own matter.
    return !href || hash || table !== undefined || opensAway(pathname) ? "" : "no_page";
  }

  #tick() {
    this.#ages();
    this.#paintGone();
    this.#outdated.look();
    setTimeout(() => this.#tick(), 1000 - (this.clock.now() % 1000));
  }

  /** Time passing needs no message. */
  #ages() {
    if (paintMoments(this.clock, this.words)) this.#changed();
  }
}
