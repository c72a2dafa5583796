// The ordering page: menu, cart, what has been sent. A channel hands in who orders, what it may do and what is its own beside.

import { ServerClock } from "../lib/clock.js";
import { cachedFor } from "../lib/kept-pages.js";
import { Outdated } from "../lib/outdated.js";
import { Words } from "../lib/words.js";
import { Cart } from "./cart.js";
import { CartView } from "./cart-view.js";
import { Choosing } from "./choosing.js";
import { find, write } from "./dom.js";
import { Header } from "./header.js";
import { DishList } from "./list.js";
import { Live } from "./live.js";
import { Menu } from "./menu.js";
import { Placing } from "./placing.js";
import { choiceOf, money } from "./prices.js";
import { Question } from "./question.js";
import { Sending } from "./send.js";
import { SentView } from "./sent-view.js";
import { Sheet } from "./sheet.js";
import { Texts } from "./texts.js";
import { Toast } from "./toast.js";

/** So often it is said anew how long ago the house was heard. */
const AGES_MS = 15000;

/**
 * `channel` is {channel, mayHold, portionsMost, approve, source(page), party(about), cart?(page), notices(page), own(page)}: by what is
 * ordered, whether lines may be held back, how many portions a line is at most, what asks for the login code of somebody who may what this person may not
 * (`approve(problem, again, body)`, "" for nobody); where the page reads (see live.js), whose order it is, the cart where it
 * is not this device's alone, what stands above it, and what else the page has:
 * {start(), paint(), moved(), nowCame(view), asking(dish): {isQuick: whether a quick hand leaves its sheet by itself, adds: by
 * which word it is taken}, chosen(line), answered(round, problem) for every party's, the problem null for
 * none, placed(round, answer) with what is said of it, "" for the usual words,
 * keeps(round, problem): whether what was refused comes back, refused(round, problem) with whether nothing has to be said, and where lines bear more: ordered(row, line), sent(row, line)}.
 */
export function startOrdering(channel) {
  new OrderPage(channel).start();
}

class OrderPage {
  #channel;
  #menu = null;
  #view = null;
  /** Rounds that the house has confirmed and that no view has shown since, with their `id` and `no`. */
  #arrived = [];
  #outdated;

  constructor(channel) {
    const { dataset } = document.body;
    this.#channel = channel;
    this.texts = new Texts(new Words({ ...JSON.parse(dataset.words), ...JSON.parse(dataset.ownWords || "{}") }, dataset.language), dataset.language);
    const began = dataset.now ? Number(dataset.now) + cachedFor() : Date.now();
    this.clock = new ServerClock(began, dataset.timezone);
    this.party = channel.party(JSON.parse(dataset.party));
    this.sending = new Sending(this.clock, {
      changed: () => this.paint(),
      placed: (round, answer) => {
        this.own.answered(round, null);
        this.placing.placed(round, answer);
      },
      refused: (round, problem) => {
        this.own.answered(round, problem);
        this.placing.refused(round, problem);
      },
    });
    this.cart = channel.cart ? channel.cart(this) : new Cart(this.party.key, this.clock);
    this.sheet = new Sheet(this.texts);
    this.toast = new Toast();
    this.header = new Header(this.texts, this.clock, this.party);
    this.choosing = new Choosing(this, channel);
    this.list = new DishList(this.texts, {
      add: (dish, qty) => this.choosing.add(dish, qty, true),
      more: (dish, qty) => this.choosing.add(dish, qty, false),
    });
    this.#outdated = new Outdated(() => !this.cart.lines.length && !this.sending.waiting.length && !this.sheet.isOpen);
    this.live = new Live(channel.source(this), this.clock, {
      menu: (data) => this.#menuCame(data),
      now: (view) => this.#nowCame(view),
      problem: (problem) => this.toast.say(this.texts.name(problem.message)),
      status: () => this.#linkBecame(),
      asked: (isOutdated) => (isOutdated ? this.#outdated.say() : this.#outdated.look()),
    });
    this.notices = channel.notices(this);
    this.placing = new Placing(this, channel);
    this.question = new Question(this);
    this.own = channel.own(this);
    this.cartView = new CartView(this.texts, this.cart, this.choosing, { mayHold: channel.mayHold, beside: this.own.ordered });
    this.sentView = new SentView(this.texts, this.clock, { again: (lines) => this.choosing.again(lines), beside: this.own.sent });
  }

  get menu() {
    return this.#menu;
  }

  get view() {
    return this.#view;
  }

  /** The rounds of this party that nobody has confirmed yet. */
  get waiting() {
    return this.sending.waiting.filter((round) => round.party === this.party.key);
  }

  /** The house has it: it is shown as ordered also while nothing can be read of the house. */
  arrive(round, { session, round: id, round_no: no }) {
    if (this.party.session === session) this.#arrived = this.#arrived.filter((each) => each.id !== id).concat({ ...round, id, no });
  }

  start() {
    this.#wire();
    this.own.start();
    this.paint();
    this.live.poll();
    this.sending.flush();
    setInterval(() => this.header.paint(this), AGES_MS);
  }

  #wire() {
    find("send").addEventListener("click", () => this.placing.send());
    find("cart-open").addEventListener("click", () => this.openCart(true));
    find("cart-close").addEventListener("click", () => this.openCart(false));
    window.addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith("kds.")) this.#heard(event.key);
    });
    window.addEventListener("online", () => this.sending.flush());
  }

  /** Whoever reads the house again sends to it again, and waits for nothing else. */
  #linkBecame() {
    if (this.live.status === "live" && this.sending.status === "away") this.sending.flush();
    this.paint();
  }

  /** Another tab of this device has chosen or sent something. */
  #heard(key) {
    if (this.cart.heard(key) || key === null || key.startsWith("kds.round.")) this.paint();
    if (key && key.startsWith("kds.round.")) this.live.poll();
  }

  /** The order is for this party from now on. */
  belongTo(party, carries = true) {
    this.party.become(party);
    if (this.cart.party !== this.party.key) {
      if (carries) this.cart.moveTo(this.party.key);
      else this.cart.turnTo(this.party.key);
    }
    this.own.moved();
    this.live.poll();
    this.paint();
  }

  #menuCame(data) {
    this.#menu = new Menu(data);
    if (this.#view) this.#menu.count(this.#view.stock);
  }

  #nowCame(view) {
    this.#view = view;
    if (view.gone) this.#arrived = [];
    if (this.#menu) this.#menu.count(view.stock);
    this.own.nowCame(view);
    const { fault } = this.cart.settings;
    // What was chosen for guests who have left is not for whoever sits there now, but where a person says so.
    if (view.party && this.party.session === null && this.notices.mayJoin(view.party)) this.belongTo(view.party, !fault || fault.reason !== "party_gone");
    else this.paint();
  }

  paint() {
    const seen = this.#view && this.#view.party ? this.#view.rounds : [];
    this.#arrived = this.#arrived.filter(({ id }) => !seen.some((each) => each.round === id));
    this.question.paint();
    this.header.paint(this);
    if (this.#menu) {
      this.list.paint(this.#menu, this.cart.lines, this.#needsBase ? this.#menu.bases : undefined);
      this.cartView.paint(this.#menu);
    }
    this.notices.paint();
    this.sentView.paint({ menu: this.#menu, view: this.#view, waiting: this.waiting, arrived: this.#arrived, ...this.sending.standing });
    this.#foot();
    this.own.paint();
  }

  #foot() {
    const { fire } = this.cart.settings;
    const { lines } = this.cart;
    const price = this.#menu ? money(this.cartView.sum, this.#menu) : "";
    const hindered = this.placing.hindrance;
    const send = find("send");
    write(send.firstElementChild, hindered || this.texts.say(fire === "hold" ? "send_held" : "send", { price }));
    send.disabled = !lines.length || Boolean(hindered);
    write(find("cart-count"), String(lines.length));
    write(find("cart-sum"), lines.length ? price : "");
    find("cart-open").classList.toggle("is-asking", Boolean(this.waiting.length || (hindered && lines.length)));
  }

  /** Whether a base comes first: the party eats here, and has none yet. */
  get #needsBase() {
    if (!this.#view || this.party.service !== "dine_in" || !this.#menu.bases) return false;
    const sent = this.#view.rounds.some((round) => round.lines.some((line) => line.base && line.state !== "voided"));
    return !sent && !this.cart.lines.some((line) => this.isBase(line)) && !this.waiting.concat(this.#arrived).some((round) => round.lines.some((line) => this.isBase(line)));
  }

  get needsBase() {
    return Boolean(this.#menu) && this.#needsBase;
  }

  /** Whether the house knows how many the guests of this party are. */
  get knowsGuests() {
    return Boolean(this.#view && this.#view.party && this.#view.party.guests);
  }

  /** Whether a line that is not sent yet is a base, or a set meal with one. */
  isBase(line) {
    return hasBase(this.#menu.of(line), line);
  }

  openCart(open) {
    document.body.classList.toggle("is-cart-open", open);
    find("cart-open").setAttribute("aria-expanded", String(open));
    find(open ? "cart-close" : "cart-open").focus({ preventScroll: true });
  }
}

function hasBase(dish, { parts }) {
  if (!dish) return false;
  return dish.kind === "base" || (parts || []).some((part) => (choiceOf(dish, part) || { of: dish }).of.kind === "base");
}
