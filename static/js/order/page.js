// The ordering page: menu, cart, what has been sent. A channel says who orders and what it may do; whose order it is, the
// page's address says.

import { ServerClock } from "../lib/clock.js";
import { Words } from "../lib/words.js";
import { Cart } from "./cart.js";
import { CartView } from "./cart-view.js";
import { Choosing } from "./choosing.js";
import { find, write } from "./dom.js";
import { Header } from "./header.js";
import { ItemForm } from "./item.js";
import { listen } from "./keys.js";
import { DishList } from "./list.js";
import { Live } from "./live.js";
import { Menu } from "./menu.js";
import { Notices } from "./notices.js";
import { Party } from "./party.js";
import { Placing } from "./placing.js";
import { choiceOf, money } from "./prices.js";
import { Question } from "./question.js";
import { Sending } from "./send.js";
import { SentView } from "./sent-view.js";
import { Sheet } from "./sheet.js";
import { Texts } from "./texts.js";
import { Toast } from "./toast.js";

/**
 * `channel` is {channel, mayHold, approve}: by what is ordered, whether lines may be held back, and what asks for the login
 * code of somebody who may what this person may not: `approve(problem, again, body)`, "" for nobody.
 */
export function startOrdering(channel) {
  new OrderPage(channel).start();
}

class OrderPage {
  #channel;
  #menu = null;
  #view = null;

  constructor(channel) {
    const { dataset } = document.body;
    const about = JSON.parse(dataset.party);
    this.#channel = channel;
    this.texts = new Texts(new Words(JSON.parse(dataset.words), dataset.language), dataset.language);
    this.clock = new ServerClock(Number(dataset.now), dataset.timezone);
    this.party = new Party(about, new URLSearchParams(window.location.search).get("party"));
    this.cart = new Cart(this.party.key, this.clock);
    this.sheet = new Sheet(this.texts);
    this.toast = new Toast();
    this.header = new Header(this.texts, this.clock, this.party);
    this.choosing = new Choosing(this, channel);
    this.list = new DishList(this.texts, {
      add: (dish, qty) => this.choosing.add(dish, qty, true),
      more: (dish, qty) => this.choosing.add(dish, qty, false),
    });
    this.cartView = new CartView(this.texts, this.cart, this.choosing, channel.mayHold);
    this.sentView = new SentView(this.texts, this.clock, (lines) => this.choosing.again(lines));
    this.sending = new Sending(this.clock, {
      changed: () => this.paint(),
      placed: (round, answer) => this.placing.placed(round, answer),
      refused: (round, problem) => this.placing.refused(round, problem),
    });
    this.live = new Live(() => this.party.address, this.clock, {
      menu: (data) => this.#menuCame(data),
      now: (view) => this.#nowCame(view),
      problem: (problem) => this.toast.say(this.texts.name(problem.message)),
      status: () => this.paint(),
    });
    this.notices = new Notices(this);
    this.placing = new Placing(this, channel);
    this.question = new Question(this);
    this.item = new ItemForm(this);
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

  start() {
    this.#stayHere();
    listen({
      isBusy: () => this.sheet.isOpen || document.querySelector("dialog[open]") !== null,
      add: () => this.#chosen(true),
      more: () => this.#chosen(false),
      move: (step) => this.#menu && this.list.move(step),
      clear: () => this.#clear(),
      send: () => this.placing.send(),
      repeat: () => this.choosing.repeat(),
      hold: () => this.#fire(this.cart.settings.fire === "hold" ? "now" : "hold"),
      less: () => this.choosing.less(this.choosing.last),
      plus: () => this.choosing.plus(this.choosing.last),
    });
    this.#wire();
    this.paint();
    this.live.poll();
    this.sending.flush();
    // With a finger the focus would call the keyboard of the screen.
    if (window.matchMedia("(hover: hover) and (pointer: fine)").matches) find("search").focus({ preventScroll: true });
  }

  #wire() {
    find("send").addEventListener("click", () => this.placing.send());
    find("repeat").addEventListener("click", () => this.choosing.repeat());
    find("fire-now").addEventListener("click", () => this.#fire("now"));
    find("fire-hold").addEventListener("click", () => this.#fire("hold"));
    find("cart-open").addEventListener("click", () => this.#openCart(true));
    find("cart-close").addEventListener("click", () => this.#openCart(false));
    for (const [id, step] of [["guests-less", -1], ["guests-plus", 1]]) find(id).addEventListener("click", () => this.#guests(step));
    window.addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith("kds.")) this.#heard(event.key);
    });
    window.addEventListener("online", () => this.sending.flush());
  }

  /** Another tab of this device has chosen or sent something. */
  #heard(key) {
    if (this.cart.heard(key) || key === null || key.startsWith("kds.round.")) this.paint();
    if (key && key.startsWith("kds.round.")) this.live.poll();
  }

  /** A reload comes back to the same party, also to one that nobody has heard of yet. */
  #stayHere() {
    window.history.replaceState(null, "", `/order${this.party.address}`);
    for (const link of document.querySelectorAll("[data-lang]")) link.href = `/order${this.party.address}&lang=${link.dataset.lang}`;
  }

  /** The order is for this party from now on. */
  belongTo(party) {
    this.party.become(party);
    this.cart.moveTo(this.party.key);
    this.#stayHere();
    this.live.poll();
    this.paint();
  }

  #menuCame(data) {
    this.#menu = new Menu(data);
    if (this.#view) this.#menu.count(this.#view.stock);
  }

  #nowCame(view) {
    this.#view = view;
    this.#menu.count(view.stock);
    if (view.party && this.party.session === null && this.notices.mayJoin(view.party)) this.belongTo(view.party);
    else this.paint();
  }

  paint() {
    this.question.paint();
    this.header.paint(this);
    this.notices.paint();
    if (this.#menu) {
      this.list.paint(this.#menu, this.cart.lines, this.#needsBase ? this.#menu.bases : undefined);
      this.cartView.paint(this.#menu);
    }
    this.sentView.paint({ menu: this.#menu, view: this.#view, waiting: this.waiting, status: this.sending.status });
    this.#foot();
  }

  #foot() {
    const { fire, guests } = this.cart.settings;
    find("fire-now").setAttribute("aria-pressed", String(fire === "now"));
    find("fire-hold").setAttribute("aria-pressed", String(fire === "hold"));
    find("fire-now").parentElement.hidden = !this.#channel.mayHold;
    find("repeat").hidden = !(this.#view && this.#view.rounds.length);
    find("repeat").parentElement.classList.toggle("is-full", !find("repeat").hidden);
    find("guests").hidden = this.party.session !== null || this.party.table === null;
    write(find("guests-number"), String(guests));
    const price = this.#menu ? money(this.cartView.sum, this.#menu) : "";
    const hindered = this.placing.hindrance;
    const send = find("send");
    write(send.firstElementChild, hindered || this.texts.say(fire === "hold" ? "send_held" : "send", { price }));
    send.disabled = !this.cart.lines.length || Boolean(hindered);
    write(find("cart-count"), String(this.cart.lines.length));
    write(find("cart-sum"), this.cart.lines.length ? price : "");
    find("cart-open").classList.toggle("is-asking", Boolean(this.waiting.length || (hindered && this.cart.lines.length)));
  }

  /** Whether a base comes first: the party eats here, and has none yet. */
  get #needsBase() {
    if (!this.#view || this.party.service !== "dine_in" || !this.#menu.bases) return false;
    const sent = this.#view.rounds.some((round) => round.lines.some((line) => line.base && line.state !== "voided"));
    const isBase = (line) => hasBase(this.#menu.of(line), line);
    return !sent && !this.cart.lines.some(isBase) && !this.waiting.some((round) => round.lines.some(isBase));
  }

  get needsBase() {
    return Boolean(this.#menu) && this.#needsBase;
  }

  #chosen(quick) {
    const chosen = this.#menu && this.list.chosen;
    if (chosen) this.choosing.add(chosen.dish, chosen.qty, quick);
  }

  #clear() {
    if (this.list.isClear) this.#openCart(false);
    else this.list.clear();
  }

  #openCart(open) {
    document.body.classList.toggle("is-cart-open", open);
    find("cart-open").setAttribute("aria-expanded", String(open));
    find(open ? "cart-close" : "cart-open").focus({ preventScroll: true });
  }

  #fire(fire) {
    if (this.#channel.mayHold) this.cart.set({ fire });
    this.paint();
  }

  #guests(step) {
    this.cart.set({ guests: Math.max(0, Math.min(99, this.cart.settings.guests + step)) });
    this.paint();
  }
}

/** Whether a line is a base, or a set meal with one. */
function hasBase(dish, { parts }) {
  if (!dish) return false;
  return dish.kind === "base" || (parts || []).some((part) => (choiceOf(dish, part) || { of: dish }).of.kind === "base");
}
