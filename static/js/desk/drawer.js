// The drawer: shifts with their floats, cash to the safe and from it, the blind count and the hand-over.

import { asking, listed, Till } from "./cashier-till.js";
import { DeedPage } from "./deed-page.js";
import { asked, letClose, reasonIn, setTitle } from "./dialogs.js";
import { listenToKeys } from "./keys.js";

const find = (id) => document.getElementById(id);
const page = new DeedPage();
const money = new Till(page);
const words = find("drawer-words").dataset;
const formOf = (dialog) => dialog.querySelector("form");

/** What was done is on the page of now. */
function anew() {
  window.location.reload();
}

function sumIn(form, name) {
  const text = form.elements[name].value;
  return text.trim() === "" ? NaN : money.minor(text);
}

async function open(till) {
  const dialog = find("opening");
  const form = formOf(dialog);
  form.reset();
  const body = await asking(dialog, () => form.elements.float, () => {
    const float = sumIn(form, "float");
    if (Number.isNaN(float)) return page.words.say("amount_bad");
    return form.elements.till.value.trim() ? { float_minor: float, till: form.elements.till.value.trim() } : words.till;
  });
  if (body && await page.ask("/shifts/open", body, `till ${till}`)) anew();
}

async function drop(till, sign) {
  const dialog = find("dropping");
  const form = formOf(dialog);
  form.reset();
  setTitle(dialog, sign > 0 ? words.drop : words.bring);
  const body = await asking(dialog, () => form.elements.amount, () => {
    const amount = sumIn(form, "amount");
    const reason = reasonIn(form);
    if (!amount) return page.words.say("amount_bad");
    return reason ? { amount_minor: sign * amount, reason, till } : page.words.say("reason_bad");
  });
  if (body && await page.ask("/shifts/drop", body, `till ${till}`)) anew();
}

/** Counted blind: what should have been there is said afterwards, by the server. */
async function close(till) {
  const dialog = find("counting");
  const form = formOf(dialog);
  form.reset();
  const body = await asking(dialog, () => form.elements.counted, () => {
    const counted = sumIn(form, "counted");
    return Number.isNaN(counted) ? page.words.say("amount_bad") : { counted_minor: counted, till, hand_to: form.elements.to.value };
  });
  if (!body) return;
  const done = await page.ask("/shifts/close", body, `till ${till}`);
  if (!done) return;
  const { parties } = document.body.dataset;
  const hands = body.hand_to && form.elements.tables && form.elements.tables.checked;
  const handed = !hands || await page.ask("/sessions/serve-by", { sessions: parties.split(" "), staff: body.hand_to }, `till ${till}`);
  await told(done);
  if (handed) anew();
}

/** A shift's result. */
async function told(done) {
  const dialog = find("result");
  dialog.querySelector("[data-counted]").textContent = money.sum(done.counted_minor);
  dialog.querySelector("[data-expected]").textContent = money.sum(done.expected_minor);
  dialog.querySelector("[data-difference]").textContent = money.sum(done.difference_minor);
  dialog.querySelector("[data-difference]").classList.toggle("is-off", done.difference_minor !== 0);
  dialog.querySelector("[data-says]").textContent = done.handed_to ? words.handed : words.closed;
  dialog.querySelector("[data-parties-title]").hidden = !done.parties.length;
  dialog.querySelector("[data-choices]").replaceChildren(...listed(done.parties.map((each) => `${each.label} · ${money.sum(each.due_minor)}`)));
  await asked(dialog);
}

/** An earlier page did not hear the end of it. */
function ended(deed, { done }) {
  if (!done || !deed.path.startsWith("/shifts/")) return;
  if (deed.path === "/shifts/close") told(done).then(anew);
  else anew();
}

const DEEDS = { open, close, drop: (till) => drop(till, 1), bring: (till) => drop(till, -1) };

letClose(document.querySelectorAll("dialog"));
listenToKeys();
document.querySelector(".tills").addEventListener("click", (event) => {
  const button = event.target.closest("[data-open]");
  if (button && button.getAttribute("aria-busy") !== "true") DEEDS[button.dataset.open](button.dataset.till);
});
page.resume(ended);
document.body.dataset.runs = "1";
