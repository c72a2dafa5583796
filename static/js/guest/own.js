// What a guest's page has of its own, and who does which of it.

import { load, save } from "../lib/storage.js";
import { find, write } from "../order/dom.js";
import { BaseFirst } from "./base-first.js";
import { BillSheet } from "./bill.js";
import { CartSocket } from "./cart-socket.js";
import { Heads } from "./heads.js";
import { Plates } from "./plates.js";
import { Seating } from "./seating.js";
import { SentMore } from "./sent-more.js";
import { Service } from "./service.js";
import { Unsent } from "./unsent.js";
import { Usual } from "./usual.js";

const NAME = "kds.nickname";
const LARGE = "kds.large";

export class GuestsOwn {
  #page;
  #shown = null;
  #waits = false;

  constructor(page) {
    this.#page = page;
    this.service = new Service(page, this);
    this.sentMore = new SentMore(page, this);
    this.baseFirst = new BaseFirst(page, this);
    this.bill = new BillSheet(page, this);
    this.usual = new Usual(page, this);
    this.plates = new Plates(page, this);
    this.heads = new Heads(page, this);
    this.seating = new Seating(page, this);
    this.unsent = new Unsent(page);
    this.socket = new CartSocket({
      hello: () => ({ visit: page.party.visit, name: load(NAME, ""), lines: page.cart.known(page.party.session !== null) }),
      message: (message) => this.#heard(message),
      lost: () => page.live.poll(),
    });
  }

  /** What the house said last (kds/web/guests/guest_view.py); null before. */
  get said() {
    return this.#shown;
  }

  get isOver() {
    return Boolean(this.#shown) && this.#shown.state === "ended";
  }

  /** Whether others have a part in this cart. */
  get shares() {
    return true;
  }

  /** Whether this is a device of the house, which keeps nothing of anybody. */
  get isFixed() {
    return false;
  }

  start() {
    const { cart, texts, toast } = this.#page;
    cart.forgetOthers();
    cart.share({
      tell: (lines) => this.socket.send({ type: "put", lines }),
      late: (dish) => toast.say(texts.say("late", { dish: this.#dishName(dish) })),
    });
    find("send-own").addEventListener("click", () => this.#page.placing.send(cart.own));
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#name();
    this.#large();
    this.service.start();
    this.seating.start();
    this.unsent.start();
    if (this.shares) this.socket.open();
  }

  /** What was sent is told by the socket; the poll brings what else is new. */
  heard(said) {
    const before = this.#shown;
    this.#shown = said;
    const other = Boolean(said.visit) && said.visit !== this.#page.party.visit;
    if (other) window.location.reload();
    if (said.state === "ended" || other) {
      this.socket.close();
      this.#page.paint();
      return null;
    }
    if (before && before.state === "ended" && this.shares) this.socket.open();
    this.seating.heard();
    return { ...said.now, guest: said };
  }

  /** A party that was merged, or has sat down elsewhere, is the same to its guests. */
  nowCame({ party, guest }) {
    const { session } = this.#page.party;
    if (party && (party.session !== session || party.table !== this.#page.party.table)) this.#page.party.become(party);
    else if (!party) this.#page.party.become({ session: null, table: guest.table });
    if (party || !guest.seated_first) this.#seated();
  }

  moved() {}

  answered() {}

  /** Whether what was refused comes back to the cart. */
  keeps() {
    return true;
  }

  asking(dish) {
    return this.baseFirst.asking(dish);
  }

  chosen(line) {
    this.baseFirst.chosen(line);
  }

  placed(round) {
    const { cart, texts } = this.#page;
    const sent = round.lines.map((line) => line.id);
    cart.set({ waits: (cart.settings.waits || []).filter((id) => !sent.includes(id)) });
    if (!this.isFixed) this.usual.ate(round.lines.filter((line) => !line.guest || !cart.whose(line)));
    return this.baseFirst.isAll(round.lines) ? texts.say("base_sent") : "";
  }

  /** Whether a refusal needs no word: until the staff have seated the party, what was sent waits and goes by itself. */
  refused(round, { reason }) {
    if (reason === "visit_over") this.#page.live.poll();
    if (reason !== "seat_first") {
      this.unsent.keep(round.lines);
      return false;
    }
    this.seating.hold(round.lines);
    this.seating.ask();
    return true;
  }

  /** Whether an order waits until the staff have seated the party. */
  get isWaiting() {
    const { cart, party } = this.#page;
    return party.session === null && cart.lines.some((line) => this.seating.waits(line));
  }

  /** Whether the staff are still to be told so, or to come: not where they were there and found nobody. */
  get isAsking() {
    return this.isWaiting && !this.#page.cart.settings.declined;
  }

  #seated() {
    const { cart, menu } = this.#page;
    const { waits } = cart.settings;
    if (!waits || !waits.length || !menu || this.#waits) return;
    cart.set({ waits: [] });
    this.#waits = true;
    Promise.resolve().then(() => {
      this.#waits = false;
      this.#sendWaiting(waits);
    });
  }

  /** What waited goes; what cannot be had any more does not keep the rest, and is told. */
  #sendWaiting(waits) {
    const { cartView, placing } = this.#page;
    const lines = cartView.lines.filter((line) => waits.includes(line.id));
    const faulty = lines.filter((line) => cartView.why(line));
    if (faulty.length) this.unsent.keep(faulty);
    if (lines.length > faulty.length) placing.send(lines.filter((line) => !faulty.includes(line)));
    else this.#page.paint();
  }

  ordered = (row, line) => {
    const { cart, texts } = this.#page;
    const whose = cart.whose(line);
    const name = whose ? cart.guests[whose] || texts.say("somebody") : "";
    const place = row.querySelector("[data-who]");
    write(place, name);
    place.hidden = !name;
  };

  sent = (row, line) => this.sentMore.paint(row, line);

  paint() {
    const { cart, menu, placing, texts } = this.#page;
    document.body.classList.toggle("is-over", this.isOver);
    find("over").hidden = !this.isOver;
    if (this.isOver) this.#end();
    const { own, lines } = cart;
    const some = own.length > 0 && own.length < lines.length;
    find("send-own").hidden = !some;
    write(find("send-own"), texts.say("send_own", { n: own.length }));
    // What waits already is sent by itself; what was chosen since can be sent beside it.
    const waits = (each) => this.isAsking && each.every((line) => this.seating.waits(line));
    find("send").disabled = find("send").disabled || waits(lines);
    find("send-own").disabled = Boolean(placing.hindranceOf(own)) || waits(own);
    if (!menu) return;
    this.heads.paint();
    this.baseFirst.paint();
    this.usual.paint();
    this.plates.paint();
    this.service.paint();
    this.bill.paint();
  }

  #heard(message) {
    const { cart, live } = this.#page;
    if (message.type === "now") {
      if (message.all) live.pollSoon();
      else live.poll();
    } else if (message.type === "over") {
      live.poll();
    } else if (message.type === "full") {
      cart.full(message.lines);
    } else if (message.type === "cart") {
      cart.hear(message);
      this.#page.paint();
    }
  }

  /** Nothing that was open stays over what says that the visit is over. */
  #end() {
    const { sheet, texts } = this.#page;
    write(find("over-why"), texts.name(this.#shown.why));
    this.#overUnsent();
    if (!this.isFixed) find("over-scan").hidden = !this.#shown.scans;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    while (sheet.isOpen) sheet.close();
  }

  /** What was still to go goes to nobody any more; on a device of the house the next guests would read it. */
  #overUnsent() {
    const { cart, menu, texts, waiting } = this.#page;
    const lines = this.isFixed ? [] : cart.own.concat(waiting.flatMap((round) => round.lines));
    const named = lines.map((line) => texts.named(menu && menu.of(line), line));
    find("over-unsent").hidden = !lines.length;
    write(find("over-unsent"), texts.say("over_unsent", { what: named.join(", ") }));
  }

  #dishName(id) {
    const { menu, texts } = this.#page;
    const dish = menu && menu.dish(id);
    return dish ? texts.name(dish.name) : id;
  }

  #key(event) {
    const open = document.body.classList.contains("is-cart-open") && !this.#page.sheet.isOpen && !document.querySelector("dialog[open]");
    if (event.key === "Escape" && open) this.#page.openCart(false);
  }

  /** By what name the others see what this phone has chosen; it is kept here alone. */
  #name() {
    const field = find("nickname");
    field.value = load(NAME, "");
    field.addEventListener("change", () => {
      const name = field.value.trim();
      save(NAME, name);
      this.socket.send({ type: "name", name });
    });
  }

  #large() {
    const show = (large) => {
      document.documentElement.classList.toggle("is-large", large);
      find("larger").setAttribute("aria-pressed", String(large));
    };
    show(load(LARGE, false));
    find("larger").addEventListener("click", () => {
      save(LARGE, !load(LARGE, false));
      show(load(LARGE, false));
    });
  }
}
