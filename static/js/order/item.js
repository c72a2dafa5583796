// The form of an open item: what is on no menu, by name, price and station. Whoever may not sell one has it approved.

import { find, write } from "./dom.js";

export class ItemForm {
  #page;

  /** `page` gives the menu, the texts and what is done with an item that is complete. */
  constructor(page) {
    this.#page = page;
    if (!find("item")) return;
    find("item-open").addEventListener("click", () => this.#open());
    find("item-close").addEventListener("click", () => find("item").close());
    find("item-form").addEventListener("submit", (event) => this.#done(event));
  }

  #open() {
    find("item-form").reset();
    find("item-fault").hidden = true;
    find("item").showModal();
  }

  #done(event) {
    event.preventDefault();
    const { choosing, menu, texts } = this.#page;
    const name = { zh: find("item-zh").value.trim(), en: find("item-en").value.trim() };
    const price_minor = menu ? minor(find("item-price").value, menu.decimals) : null;
    const fault = !menu ? "menu_missing" : !name.zh && !name.en ? "item_unnamed" : price_minor === null ? "item_price" : "";
    find("item-fault").hidden = !fault;
    if (fault) {
      write(find("item-fault"), texts.say(fault));
      return;
    }
    find("item").close();
    choosing.addItem({ name, price_minor, station: find("item-station").value });
  }
}

/** Money as people type it, in minor units; null where it is none: "68", "68.5", "68,50". */
export function minor(typed, decimals) {
  const found = /^(\d{1,7})(?:[.,](\d+))?$/.exec(typed.trim());
  if (!found || (found[2] || "").length > decimals) return null;
  return Number(found[1] + (found[2] || "").padEnd(decimals, "0"));
}
