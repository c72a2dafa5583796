// What the pages of deposits and of accounts have in common: rows that are found by typing, sums that are typed, and
// the page of now once something was done.

import { listenToBills } from "./cashier-find.js";
import { asking, Till } from "./cashier-till.js";
import { DeedPage } from "./deed-page.js";
import { letClose } from "./dialogs.js";
import { listenToKeys } from "./keys.js";

const find = (id) => document.getElementById(id);

export class MoneyPage {
  page = new DeedPage();
  sums = new Till(this.page);

  /** Do a deed; the server's answer, or undefined. */
  ask(path, body, about) {
    return this.page.ask(path, body, about);
  }

  say(key) {
    return this.page.words.say(key);
  }

  /** Ask by a form, its fields filled with these. Null where it was left. */
  question(dialog, fields, first, read) {
    const form = dialog.querySelector("form");
    form.reset();
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    return asking(dialog, () => form.elements[first], () => read(form.elements));
  }

  /** A sum that was typed; NaN for none. */
  sumIn(field) {
    return field.value.trim() === "" ? NaN : this.sums.minor(field.value);
  }

  /** Begin: `deeds` by what opens them; `done(deed, answer)` hears what an earlier page did not hear the end of. */
  open(deeds, done) {
    letClose(document.querySelectorAll("dialog"));
    listenToKeys();
    const rows = () => Array.from(document.querySelectorAll(".till-row"));
    const look = listenToBills(find("find"), rows, (shown, sought) => { find("find-none").hidden = !sought || shown > 0; });
    look();
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-open]");
      if (button && button.getAttribute("aria-busy") !== "true") deeds[button.dataset.open]();
    });
    this.page.resume((deed, { done: answer }) => { if (answer) done(deed, answer); });
    const current = document.querySelector(".till-row[aria-current]");
    if (current) current.scrollIntoView({ block: "nearest" });
    (document.querySelector(".till-chosen .button.is-main") || find("find-name")).focus({ preventScroll: true });
    document.body.dataset.runs = "1";
  }
}

/** The page of now, with this one chosen. */
export function goTo(path, name, value) {
  window.location.assign(`${path}?${name}=${encodeURIComponent(value)}`);
}
