// A device of the house on which guests order, at a table or as a kiosk: it begins with a welcome in both languages, keeps
// nothing of anybody who has been there, and leads nowhere else.

import { names, remove } from "../lib/storage.js";
import { find } from "../order/dom.js";
import { GuestsOwn } from "./own.js";

/** What a guest's page keeps begins so. That lines are gone, by their ids alone, the house is still to hear. */
const KEPT = ["kds.cart.", "kds.order.", "kds.usual", "kds.nickname", "kds.large"];
/** Why an order is refused that was for somebody else. */
const GONE = ["party_gone", "party_ended", "visit_over"];
/** What a long press or a drag would open. */
const MENUS = ["contextmenu", "dragstart"];

export class FixedOwn extends GuestsOwn {
  constructor(page) {
    super(page);
    this.page = page;
  }

  get isFixed() {
    return true;
  }

  /** Whether nobody has begun yet. */
  get isWelcome() {
    return !this.page.cart.settings.begun;
  }

  start() {
    if (this.isWelcome) this.#drop();
    super.start();
    for (const type of MENUS) document.addEventListener(type, (event) => event.preventDefault());
    find("welcome").addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-begin]");
      if (pressed) this.begin(pressed.dataset.begin);
    });
  }

  /** Somebody is there, and reads this language. Without a network the page stays the one that is there. */
  begin(language) {
    this.page.cart.set({ begun: true });
    if (language !== document.body.dataset.language && this.page.live.status === "live") window.location.assign(`/guest?lang=${language}`);
    else this.page.paint();
  }

  paint() {
    super.paint();
    const { live } = this.page;
    const open = this.isWelcome;
    const shown = !find("welcome").hidden;
    document.body.classList.toggle("is-welcome", open);
    find("welcome").hidden = !open;
    for (const way of find("welcome").querySelectorAll("[data-begin]")) way.disabled = !this.mayBegin || (live.status !== "live" && way.dataset.begin !== document.body.dataset.language);
    if (open && !shown) find("welcome").focus({ preventScroll: true });
  }

  /** What was for guests who have left or sit elsewhere now is shown to nobody who comes here (law 10). */
  keeps({ body }, { reason }) {
    return body.session ? body.session === this.page.party.session : !GONE.includes(reason);
  }

  get mayBegin() {
    return true;
  }

  /** Nothing of whoever was here stays: in the cart, in what is kept, or on the page. */
  forget() {
    const { cart, menu, list, sheet, toast } = this.page;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    while (sheet.isOpen) sheet.close();
    document.body.classList.remove("is-cart-open");
    find("cart-open").setAttribute("aria-expanded", "false");
    for (const line of cart.own) cart.remove(line.id);
    if (find("larger").getAttribute("aria-pressed") === "true") find("larger").click();
    this.#drop();
    toast.hide();
    find("service-words").value = "";
    find("sheet-note").value = "";
    if (menu && menu.categories.length) list.turnTo(menu.categories[0].category);
    this.page.paint();
  }

  /** What this device keeps is of nobody any more. */
  #drop() {
    for (const key of KEPT.flatMap((each) => names(each))) remove(key);
    this.page.cart.heard(null);
  }
}
