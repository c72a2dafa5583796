// The cashier's page: the bills at the left, the chosen one at the right, and a key for whatever is done with it.

import { reduce, surcharge, takeBack } from "./cashier-change.js";
import { clear, refund, reopen } from "./cashier-closed.js";
import { listenToBills } from "./cashier-find.js";
import { leftOn, preBill } from "./cashier-guard.js";
import { giveFree, move, voidLines, weigh, whyCancel } from "./cashier-lines.js";
import { listenToPaying, pay } from "./cashier-pay.js";
import { join, split } from "./cashier-split.js";
import { Till } from "./cashier-till.js";
import { letClose } from "./dialogs.js";
import { listenToKeys } from "./keys.js";
import { LivePage } from "./live-page.js";

const DEEDS = {
  pay, reduce, surcharge, split, join, weigh, move, refund, reopen, clear, void: voidLines, comp: giveFree, "take-back": takeBack,
};
const find = (id) => document.getElementById(id);
const { bill, billSeq } = document.body.dataset;
const live = new LivePage("/cashier/live", changed);
if (bill) live.also(`/bills/${encodeURIComponent(bill)}/live`, find("chosen"), Number(billSeq));
const till = new Till(live);
const rows = () => Array.from(document.querySelectorAll(".till-row"));
const look = listenToBills(find("find"), rows, count);
const follow = listenToPaying(till);

function count(shown, sought) {
  for (const list of ["open", "left"]) {
    const there = rows().filter(({ dataset }) => dataset.list === list);
    find(`${list}-count`).textContent = String(there.length);
    find(`${list}-none`).hidden = there.length > 0 || sought;
  }
  find("find-none").hidden = !sought || shown > 0;
}

function changed() {
  for (const row of rows()) {
    if (row.dataset.bill === bill) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  till.restore();
  look();
  if (till.node) follow();
}

function tapped(event) {
  const button = event.target.closest("[data-open]");
  if (!button || (button.href && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
  event.preventDefault();
  live.press(button, () => {
    till.report();
    if (button.href) preBill(till, button, leftOn(), (left) => whyCancel(till, left));
    else DEEDS[button.dataset.open](till);
  });
}

function stepped(event) {
  if (!event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  till.step(event.key === "ArrowDown" ? 1 : -1);
}

letClose(document.querySelectorAll("dialog"));
listenToKeys();
find("chosen").addEventListener("click", tapped);
find("chosen").addEventListener("change", ({ target }) => till.tick(target.dataset.pick, target.checked));
document.addEventListener("keydown", stepped);
changed();
live.open();
(document.querySelector('[data-open="pay"]') || find("find-name")).focus({ preventScroll: true });
const current = document.querySelector(".till-row[aria-current]");
if (current) current.scrollIntoView({ block: "nearest" });
