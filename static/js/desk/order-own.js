// What the waiter's ordering page has of its own: keys, holding back, the last round once more, how many guests, an item that
// is on no menu; and the address, by which a reload comes back to the same party.

import { find, write } from "../order/dom.js";
import { ItemForm } from "../order/item.js";
import { listen } from "../order/keys.js";
import { Away } from "./away.js";

export class WaitersOwn {
  #page;
  #away;
  #isAway = false;

  constructor(page) {
    this.#page = page;
    this.#away = new Away(page.clock);
    this.item = new ItemForm(page);
  }

  start() {
    const { cart, choosing, placing, sheet } = this.#page;
    this.moved();
    this.#away.start(() => this.#isAway).then(() => this.#name());
    listen({
      isBusy: () => sheet.isOpen || document.querySelector("dialog[open]") !== null,
      add: () => this.#chosen(true),
      more: () => this.#chosen(false),
      move: (step) => this.#page.menu && this.#page.list.move(step),
      clear: () => this.#clear(),
      send: () => placing.send(),
      repeat: () => choosing.repeat(),
      hold: () => this.#fire(cart.settings.fire === "hold" ? "now" : "hold"),
      less: () => choosing.less(choosing.last),
      plus: () => choosing.plus(choosing.last),
    });
    find("repeat").addEventListener("click", () => choosing.repeat());
    find("fire-now").addEventListener("click", () => this.#fire("now"));
    find("fire-hold").addEventListener("click", () => this.#fire("hold"));
    for (const [id, step] of [["guests-less", -1], ["guests-plus", 1]]) find(id).addEventListener("click", () => this.#guests(step));
    // With a finger the focus would call the keyboard of the screen.
    if (window.matchMedia("(hover: hover) and (pointer: fine)").matches) find("search").focus({ preventScroll: true });
  }

  /** A reload comes back to the same party, also to one that nobody has heard of yet. */
  moved() {
    const { address } = this.#page.party;
    window.history.replaceState(null, "", `/order${address}`);
    for (const link of document.querySelectorAll("[data-lang]")) link.href = `/order${address}&lang=${link.dataset.lang}`;
  }

  answered(round, problem) {
    this.#away.answered(round, problem);
  }

  keeps() {
    return true;
  }

  nowCame() {}

  asking() {
    return { isQuick: true, adds: "add" };
  }

  chosen() {}

  placed() {
    return "";
  }

  refused() {
    return false;
  }

  paint() {
    const { cart, party, view } = this.#page;
    const { fire, guests } = cart.settings;
    this.#look();
    find("fire-now").setAttribute("aria-pressed", String(fire === "now"));
    find("fire-hold").setAttribute("aria-pressed", String(fire === "hold"));
    find("repeat").hidden = !(view && view.rounds.length);
    find("repeat").parentElement.classList.toggle("is-full", !find("repeat").hidden);
    find("guests").hidden = party.session !== null || party.table === null;
    write(find("guests-number"), String(guests));
  }

  /** While the house does not say it, a party is called what this device knows. */
  #name() {
    const { party } = this.#page;
    const found = this.#away.known && this.#away.known.parties.find(({ session }) => session === party.session);
    if (found) party.called = found.label;
    this.#page.paint();
  }

  /** Whether the house answers. */
  #look() {
    const { live, sending } = this.#page;
    const isAway = live.status === "stale";
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#away.became(isAway, live.heardAt);
    if (!isAway) sending.flush();
  }

  #chosen(quick) {
    const chosen = this.#page.menu && this.#page.list.chosen;
    if (chosen) this.#page.choosing.add(chosen.dish, chosen.qty, quick);
  }

  #clear() {
    if (this.#page.list.isClear) this.#page.openCart(false);
    else this.#page.list.clear();
  }

  #fire(fire) {
    this.#page.cart.set({ fire });
    this.#page.paint();
  }

  #guests(step) {
    const { cart } = this.#page;
    cart.set({ guests: Math.max(0, Math.min(99, cart.settings.guests + step)) });
    this.#page.paint();
  }
}
